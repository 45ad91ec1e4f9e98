package cli

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"rubricator/annotation"
	"rubricator/app/jobs"
)

func (c *command) removeCommand() *cobra.Command {
	var articles []string
	cmd := &cobra.Command{
		Use:   "remove -p PROJECT --document ARTICLE...",
		Short: "Take articles out of the project, with your marks on them; the window can undo it",
		Long: "remove takes articles out of the project in one act, with your marks, what was suggested, and the reference. They stay in the history:\n" +
			"Ctrl+Z in the window brings them back. One that others have marks on is refused. erase takes articles out for good.",
		Args: atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if len(articles) == 0 {
				return usageError{errors.New("remove: name the articles: --document ARTICLE")}
			}
			p, err := c.changer()
			if err != nil {
				return err
			}
			defer p.Close()
			ids, err := articlesNamed(cmd.Context(), p, "remove", articles...)
			if err != nil {
				return err
			}
			edits, marks, err := jobs.Removal(cmd.Context(), p, ids)
			if err == nil {
				err = p.Commit(cmd.Context(), edits...)
			}
			if err != nil {
				return fmt.Errorf("remove: %w", err)
			}
			r := removeResult{Project: c.path, Marks: marks}
			for _, e := range edits {
				for _, d := range e.Documents {
					r.Removed = append(r.Removed, removed{d.ID, d.Before.Title})
				}
			}
			return c.print(r, func(w io.Writer) { tellRemoved(w, r) })
		},
	}
	c.projectFlag(cmd)
	cmd.Flags().StringArrayVar(&articles, "document", nil, "an article, by id or title or a beginning of either; may be given several times")
	return cmd
}

type removeResult struct {
	Project string    `json:"project"`
	Removed []removed `json:"removed"`
	Marks   int       `json:"marks"` // one's own, that went with them
}

type removed struct {
	ID    annotation.ID `json:"id"`
	Title string        `json:"title"`
}

func tellRemoved(w io.Writer, r removeResult) {
	for _, d := range r.Removed {
		fmt.Fprintf(w, "removed    %s\n", d.Title)
	}
	fmt.Fprintf(w, "%s and %s of yours left the project; Ctrl+Z in the window brings them back\n", count(len(r.Removed), "article"), count(r.Marks, "mark"))
}
