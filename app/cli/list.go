package cli

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"rubricator/annotation"
	"rubricator/storage"
)

// sorting is what a list of articles can be sorted by.
type sorting struct {
	name    string
	compare func(a, b storage.Listed) int
}

// sortings are all of them. Articles that are the same by one stay in the order of import.
var sortings = []sorting{
	{"title", func(a, b storage.Listed) int { return cmp.Compare(strings.ToLower(a.Title), strings.ToLower(b.Title)) }},
	{"outlet", func(a, b storage.Listed) int {
		return cmp.Compare(strings.ToLower(a.Outlet), strings.ToLower(b.Outlet))
	}},
	{"date", func(a, b storage.Listed) int { return cmp.Compare(a.Published, b.Published) }},
	{"words", func(a, b storage.Listed) int { return cmp.Compare(a.Words, b.Words) }},
	{"marks", func(a, b storage.Listed) int { return cmp.Compare(a.Spans, b.Spans) }},
}

func (c *command) listCommand() *cobra.Command {
	by := ""
	cmd := &cobra.Command{
		Use:   "list -p PROJECT",
		Short: "List the articles, with your status and marks",
		Long: "list tells of each article short id, title, outlet, date, words, language, your status, how many marks you have on it, and the story it tells.\n" +
			"What others marked is not told. --sort takes title, outlet, date, words or marks; --json prints a record a line.",
		Args: atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			i := slices.IndexFunc(sortings, func(s sorting) bool { return s.name == by })
			if by != "" && i < 0 {
				return usageError{fmt.Errorf("list: --sort takes title, outlet, date, words or marks, not %q", by)}
			}
			p, err := c.ownReader()
			if err != nil {
				return err
			}
			defer p.Close()
			listed, err := p.Documents(cmd.Context(), p.Annotator().ID)
			if err != nil {
				return err
			}
			if i >= 0 {
				slices.SortStableFunc(listed, sortings[i].compare)
			}
			if c.json {
				return listRecords(c.out, listed)
			}
			return tellList(c.out, listed)
		},
	}
	c.projectFlag(cmd)
	cmd.Flags().StringVar(&by, "sort", "", "title, outlet, date, words or marks; without it, the order of import")
	return cmd
}

// listRecord is an article as it is printed for machines.
type listRecord struct {
	ID        annotation.ID     `json:"id"`
	Title     string            `json:"title"`
	Outlet    string            `json:"outlet,omitempty"`
	Published string            `json:"published,omitempty"`
	Words     int               `json:"words"`
	Language  string            `json:"language,omitempty"`
	Status    annotation.Status `json:"status"`
	Marks     int               `json:"marks"`
	Story     annotation.ID     `json:"story"` // the first article that tells it
}

func listRecords(w io.Writer, listed []storage.Listed) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, d := range listed {
		if err := enc.Encode(listRecord{d.ID, d.Title, d.Outlet, d.Published, d.Words, d.Language, d.Status, d.Spans, d.StoryID()}); err != nil {
			return err
		}
	}
	return nil
}

func tellList(w io.Writer, listed []storage.Listed) error {
	n := distinct(listed)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "ID\tTITLE\tOUTLET\tDATE\tWORDS\tLANGUAGE\tSTATUS\tMARKS\tSTORY")
	for _, d := range listed {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%d\t%s\t%s\t%d\t%s\n", d.ID.String()[:n], strings.Join(strings.Fields(d.Title), " "), d.Outlet, d.Published, d.Words,
			d.Language, d.Status, d.Spans, d.StoryID().String()[:n])
	}
	return table.Flush()
}
