package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"rubricator/annotation"
	"rubricator/annotation/find"
	"rubricator/annotation/text"
	"rubricator/storage"
)

func (c *command) searchCommand() *cobra.Command {
	limit := 0
	cmd := &cobra.Command{
		Use:   "search -p PROJECT WORD...",
		Short: "Find the articles that have all words in title or text",
		Long: "search finds articles whose titles and texts have all words, the last one also as the beginning of a word, whatever their case and accents:\n" +
			"the best first, each with the place of the words in code points and what stands round it.",
		Args: atLeast(1, "the words to search for"),
		RunE: func(cmd *cobra.Command, words []string) error {
			if limit < 1 {
				return usageError{errors.New("search: --limit takes a number from 1 on")}
			}
			p, err := c.reader()
			if err != nil {
				return err
			}
			defer p.Close()
			r := searchResult{Project: c.path}
			if r.Hits, err = search(cmd.Context(), p, strings.Join(words, " "), limit); err != nil {
				return err
			}
			return c.print(r, func(w io.Writer) { tellHits(w, r.Hits) })
		},
	}
	c.projectFlag(cmd)
	cmd.Flags().IntVar(&limit, "limit", 20, "how many articles at most")
	return cmd
}

type searchResult struct {
	Project string `json:"project"`
	Hits    []hit  `json:"hits"`
}

// hit is an article that has the words.
type hit struct {
	Document  annotation.ID `json:"document"`
	Title     string        `json:"title"`
	Outlet    string        `json:"outlet,omitempty"`
	Published string        `json:"published,omitempty"`
	At        *place        `json:"at"` // in the text; null where the title alone has the words
	Line      string        `json:"line,omitempty"`
}

// place is where something stands in a text, in code points, half-open.
type place struct {
	Start text.Pos `json:"start"`
	End   text.Pos `json:"end"`
}

func search(ctx context.Context, p *storage.Project, query string, limit int) ([]hit, error) {
	ids, err := p.Search(ctx, query, limit)
	if err != nil {
		return nil, err
	}
	words := find.ReadWords(query)
	hits := []hit{}
	for _, id := range ids {
		d, t, err := p.Document(ctx, id)
		if err != nil {
			return nil, err
		}
		h := hit{Document: id, Title: d.Title, Outlet: d.Outlet, Published: d.Published}
		if at, ok := words.Best(t); ok {
			h.At, h.Line = &place{at.Start, at.End}, find.Excerpt(t, at)
		}
		hits = append(hits, h)
	}
	return hits, nil
}

func tellHits(w io.Writer, hits []hit) {
	for _, h := range hits {
		fmt.Fprintf(w, "%s  %s\n", h.Document, h.Title)
		if h.At != nil {
			fmt.Fprintf(w, "  %d-%d  %s\n", h.At.Start, h.At.End, h.Line)
		} else {
			fmt.Fprintln(w, "  in the title alone")
		}
	}
	fmt.Fprintf(w, "%s found\n", count(len(hits), "article"))
}
