package cli

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rubricator/app/jobs"
	"rubricator/storage"
)

func (c *command) suggestCommand() *cobra.Command {
	all, from := false, ""
	cmd := &cobra.Command{
		Use:   "suggest -p PROJECT {ARTICLE... | --all | --from PREDICTIONS.jsonl}",
		Short: "Suggest attributions, claims and statistics, to be accepted or rejected in the window",
		Long: "suggest has the rules look through articles, named by id or by title, or through --all of them. --from takes what another\n" +
			"tool predicts instead: native JSON Lines whose annotator_kind is \"model\" and whose annotator is its name and version.\n" +
			"Suggestions stand beside the marks; they are not counted and not exported before somebody accepts them.",
		RunE: func(cmd *cobra.Command, articles []string) error {
			if ways := []bool{len(articles) > 0, all, from != ""}; len(slices.DeleteFunc(ways, func(way bool) bool { return !way })) != 1 {
				return usageError{errors.New("suggest: name articles by id or title or a beginning of either, or say --all, or --from FILE, one of these")}
			}
			p, err := c.changer()
			if err != nil {
				return err
			}
			report, err := c.suggest(cmd, p, articles, from)
			err = errors.Join(err, p.Close())
			c.code = suggestCode(report)
			for _, lost := range losses(report) {
				fmt.Fprintln(c.errors, "rubricator:", lost)
			}
			return errors.Join(err, c.print(suggestResult{c.path, report.Count(), report.Losses(), report}, func(w io.Writer) { tellSuggested(w, report) }))
		},
	}
	c.projectFlag(cmd)
	cmd.Flags().BoolVar(&all, "all", false, "look through all articles")
	cmd.Flags().StringVar(&from, "from", "", "take the predictions of another tool from a file, - for standard input")
	return cmd
}

func (c *command) suggest(cmd *cobra.Command, p *storage.Project, articles []string, from string) (jobs.SuggestReport, error) {
	if from == "-" {
		return jobs.SuggestFrom(cmd.Context(), p, c.in)
	}
	if from != "" {
		f, err := os.Open(from)
		if err != nil {
			return jobs.SuggestReport{}, err
		}
		defer f.Close()
		return jobs.SuggestFrom(cmd.Context(), p, f)
	}
	documents, err := articlesNamed(cmd.Context(), p, "suggest", articles...)
	if err != nil {
		return jobs.SuggestReport{}, err
	}
	return jobs.Suggest(cmd.Context(), p, documents, nil)
}

type suggestResult struct {
	Project string `json:"project"`
	New     int    `json:"new"`
	Losses  int    `json:"refused_count"`
	jobs.SuggestReport
}

// suggestCode: what is there already is no fault; a refusal among others is a loss; nothing but refusals is a failure.
func suggestCode(r jobs.SuggestReport) int {
	there := r.Count()
	for _, d := range r.Documents {
		there += d.There
	}
	switch {
	case r.Losses() == 0:
		return exitDone
	case there == 0:
		return exitFailed
	}
	return exitLosses
}

func losses(r jobs.SuggestReport) []string {
	out := slices.Clone(r.Refused)
	for _, d := range r.Documents {
		for _, why := range d.Refused {
			out = append(out, d.Title+": "+why)
		}
	}
	return out
}

func tellSuggested(w io.Writer, r jobs.SuggestReport) {
	for _, d := range r.Documents {
		var parts []string
		for _, label := range slices.Sorted(maps.Keys(d.Marks)) {
			parts = append(parts, fmt.Sprintf("%d %s", d.Marks[label], label))
		}
		if len(parts) == 0 {
			parts = []string{"nothing new"}
		}
		fmt.Fprintf(w, "%s: %s (%s)\n", d.Title, strings.Join(parts, ", "), d.Model)
	}
	fmt.Fprintf(w, "%s in %s\n", count(r.Count(), "new suggestion"), count(len(r.Documents), "article"))
}
