package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"rubricator/annotation"
	"rubricator/annotation/ingest"
)

func (c *command) detailsCommand() *cobra.Command {
	var article string
	cmd := &cobra.Command{
		Use:   "details -p PROJECT --document ARTICLE [--title TITLE] [--outlet NAME] [--published DATE]...",
		Short: "Show what is known of an article, or correct it",
		Long: "details shows title, outlet, author, date, language, address, caption and licence of an article. Those that are given are changed in one act,\n" +
			"which Ctrl+Z in the window takes back; an empty one, as --outlet \"\", is emptied. Text and marks stay as they are.",
		Args: atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if article == "" {
				return usageError{fmt.Errorf("details: name the article: --document ARTICLE")}
			}
			given, err := detailsGiven(cmd)
			if err != nil {
				return err
			}
			open := c.reader
			if len(given) > 0 {
				open = c.changer
			}
			p, err := open()
			if err != nil {
				return err
			}
			defer p.Close()
			ids, err := articlesNamed(cmd.Context(), p, "details", article)
			if err != nil {
				return err
			}
			before, _, err := p.Document(cmd.Context(), ids[0])
			if err != nil {
				return err
			}
			after := before
			for _, d := range annotation.Details {
				if value, ok := given[d.Name]; ok {
					*d.Of(&after) = value
				}
			}
			e, changed := before.ChangeTo(after)
			if changed {
				if err := p.Commit(cmd.Context(), e); err != nil {
					return err
				}
			}
			return c.print(detailsResult{c.path, changed, after}, func(w io.Writer) { tellDetails(w, after, changed) })
		},
	}
	c.projectFlag(cmd)
	cmd.Flags().StringVar(&article, "document", "", "the article, by id or title or a beginning of either")
	for _, d := range annotation.Details {
		cmd.Flags().String(d.Name, "", d.Says)
	}
	return cmd
}

// detailsGiven are the details that are to be changed, by their flags. A date that cannot be read is wrong usage.
func detailsGiven(cmd *cobra.Command) (map[string]string, error) {
	given := map[string]string{}
	for _, d := range annotation.Details {
		flag := cmd.Flags().Lookup(d.Name)
		if !flag.Changed {
			continue
		}
		value := strings.TrimSpace(flag.Value.String())
		if d.Name == annotation.Published {
			date, err := ingest.TypedDate(value)
			if err != nil {
				return nil, usageError{fmt.Errorf("details: %w", err)}
			}
			value = date
		}
		given[d.Name] = value
	}
	return given, nil
}

type detailsResult struct {
	Project  string              `json:"project"`
	Changed  bool                `json:"changed"`
	Document annotation.Document `json:"document"`
}

func tellDetails(w io.Writer, of annotation.Document, changed bool) {
	fmt.Fprintf(w, "%-9s %s\n", "id", of.ID)
	for _, d := range annotation.Details {
		if value := *d.Of(&of); value != "" {
			fmt.Fprintf(w, "%-9s %s\n", d.Name, value)
		}
	}
	if changed {
		fmt.Fprintln(w, "changed; Ctrl+Z in the window takes it back")
	}
}
