package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"rubricator/annotation/compare"
	"rubricator/app/jobs"
)

func (c *command) compareCommand() *cobra.Command {
	var articles []string
	inWork := false
	cmd := &cobra.Command{
		Use:   "compare -p PROJECT [--document ARTICLE ...]",
		Short: "Count the differences between annotators, by pair and class",
		Long: "compare holds the sets that people are done with against each other, article by article, and counts how their marks differ:\n" +
			strings.Join(classNames(), ", ") + ". What the first of a pair has and the other has not is extra, the other way round missing.",
		Args: atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := c.ownReader()
			if err != nil {
				return err
			}
			defer p.Close()
			documents, err := articlesNamed(cmd.Context(), p, "compare", articles...)
			if err != nil {
				return err
			}
			r, err := jobs.CountDifferences(cmd.Context(), p, jobs.Comparing{InWork: inWork}, documents)
			if err != nil {
				return err
			}
			for _, lost := range r.Damaged {
				fmt.Fprintln(c.errors, "rubricator: left out:", lost)
				c.code = exitLosses
			}
			return c.print(r, func(w io.Writer) { tellDifferences(w, r) })
		},
	}
	c.projectFlag(cmd)
	cmd.Flags().StringArrayVar(&articles, "document", nil, "an article to compare, by id or title or a beginning of either; all when none is named")
	cmd.Flags().BoolVar(&inWork, "in-work", false, "also sets that are in work")
	return cmd
}

func classNames() []string {
	var out []string
	for _, c := range compare.Classes() {
		out = append(out, c.String())
	}
	return out
}

func tellDifferences(w io.Writer, r jobs.Differences) {
	if len(r.Pairs) == 0 {
		fmt.Fprintln(w, "no article has two sets to compare; --in-work takes those that are in work too")
		return
	}
	for _, pair := range r.Pairs {
		fmt.Fprintf(w, "%s and %s: %s in %s, %d agreed\n", pair.First, pair.Second, count(pair.Differences, "difference"), count(pair.Documents, "article"), pair.Agreed)
		for _, class := range classNames() {
			if n := pair.Classes[class]; n > 0 {
				fmt.Fprintf(w, "  %-9s %d\n", class, n)
			}
		}
	}
	fmt.Fprintf(w, "%s in %s that two or more people marked\n", count(r.Differences, "difference"), count(r.Documents, "article"))
}
