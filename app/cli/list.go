package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"rubricator/annotation"
	"rubricator/app/query"
	"rubricator/storage"
)

func (c *command) listCommand() *cobra.Command {
	by := ""
	cmd := &cobra.Command{
		Use:   "list -p PROJECT [QUERY...]",
		Short: "List the articles, with your status and marks",
		Long: "list tells of each article short id, title, outlet, date, words, language, your status, how many marks you have on it, and the story it tells.\n" +
			"QUERY is what the library's field takes: words of titles, outlets and texts, and filters, all of which hold:\n\n" + filters() +
			"\n  a dash before a filter takes all others: -- -is:done\n\n" +
			"--json prints a record a line.",
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			sorting, ok := query.ReadSorting(by)
			if !ok {
				return usageError{fmt.Errorf("list: --sort takes %s, with a dash before it for the other way round; not %q", sortings(), by)}
			}
			q := query.Read(strings.Join(args, " "))
			if begin := q.NoTerm(); begin != "" {
				return usageError{fmt.Errorf("list: %q is no filter; these are: %s", begin, query.Known())}
			}
			if slices.ContainsFunc(q.Terms, func(t query.Term) bool { return t.Begin == query.Story }) {
				return usageError{errors.New("list: story: is of the article that is open in the window; the last column tells the story of each")}
			}
			p, err := c.ownReader()
			if err != nil {
				return err
			}
			defer p.Close()
			listed, err := found(cmd.Context(), p, q, sorting)
			if err != nil {
				return err
			}
			if c.json {
				return listRecords(c.out, listed)
			}
			return tellList(c.out, listed)
		},
	}
	c.projectFlag(cmd)
	cmd.Flags().StringVar(&by, "sort", "", sortings()+"; -date is the other way round; without it, the order of import")
	return cmd
}

// sortings are the names that articles can be sorted by.
func sortings() string {
	var names []string
	for _, o := range query.Orders[1:] {
		names = append(names, o.ID)
	}
	return strings.Join(names, ", ")
}

// filters are those of a query, a line each with what it narrows by.
func filters() string {
	var b strings.Builder
	for _, f := range query.Begins {
		if f.Word != query.Story { // there is no open article
			fmt.Fprintf(&b, "  %-10s %s\n", f.Word, f.Says)
		}
	}
	return b.String()
}

// found are the articles that a query takes.
func found(ctx context.Context, p *storage.Project, q query.Query, sorting query.Sorting) (out []storage.Listed, err error) {
	listed, err := p.Documents(ctx, p.Annotator().ID)
	if err != nil {
		return nil, err
	}
	var marks query.Marks
	if q.AsksMarks() {
		if marks, err = query.ReadMarks(ctx, p, p.Annotator().ID); err != nil {
			return nil, err
		}
	}
	inText := map[annotation.ID]bool{}
	if len(q.Words) > 0 {
		ids, err := p.Search(ctx, q.Text(), len(listed))
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			inText[id] = true
		}
	}
	takes := q.Takes(query.Names{}, annotation.ID{}, &marks)
	for _, i := range sorting.Sort(nil, listed) {
		if d := &listed[i]; takes(d) && (inText[d.ID] || q.In(query.Title(d))) {
			out = append(out, *d)
		}
	}
	return out, nil
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
