package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rubricator/annotation"
	"rubricator/app/jobs"
	"rubricator/app/settings"
	"rubricator/storage"
)

func (c *command) eraseCommand() *cobra.Command {
	var of erasing
	cmd := &cobra.Command{
		Use:   "erase -p PROJECT {--document ARTICLE... | --erased-by-others}",
		Short: "Erase articles for good, with all that everybody marked and said on them",
		Long: "erase tells what would go: an article, named by id or title or a beginning of either, with its text, the file that it came from, everybody's marks and comments on it,\n" +
			"and its words in the history. With --yes it goes, and nothing brings it back. That it was erased, by whom and when, stays, and is published\n" +
			"to colleagues, who keep their words until they erase it too: --erased-by-others does that. Backups that still hold it are named, and deleted\n" +
			"with --backups; others never are. Datasets and bundles that were made before are left as they are. Ends with 3 where words may be left.",
		Args: atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if (len(of.articles) > 0) == of.others {
				return usageError{errors.New("erase: name an article (--document), or --erased-by-others")}
			}
			p, err := c.eraser(of.yes)
			if err != nil {
				return err
			}
			r, err := of.erase(cmd.Context(), p, c.path)
			if err := errors.Join(err, p.Close()); err != nil {
				return err
			}
			if r.Unclean != "" {
				c.code = exitLosses
				fmt.Fprintln(c.errors, "rubricator:", r.Unclean)
			}
			return c.print(r, func(w io.Writer) { tellErased(w, r) })
		},
	}
	c.projectFlag(cmd)
	cmd.Flags().StringArrayVar(&of.articles, "document", nil, "an article, by id or title or a beginning of either; may be given several times")
	cmd.Flags().BoolVar(&of.others, "erased-by-others", false, "the articles that colleagues erased, and of which words are here still")
	cmd.Flags().BoolVar(&of.yes, "yes", false, "erase; without it, it is told what would go")
	cmd.Flags().BoolVar(&of.backups, "backups", false, "delete the backups that still hold the articles, too")
	return cmd
}

// eraser opens the project to erase from it, or to tell what would go.
func (c *command) eraser(yes bool) (*storage.Project, error) {
	if yes {
		return c.changer()
	}
	return c.reader()
}

// erasing is what is to be erased.
type erasing struct {
	articles             []string
	others, yes, backups bool
}

type eraseResult struct {
	Project string `json:"project"`
	Erased  bool   `json:"erased"`
	jobs.EraseReport
	backups bool // they are to go
}

func (of erasing) erase(ctx context.Context, p *storage.Project, path string) (r eraseResult, err error) {
	r = eraseResult{Project: path, backups: of.backups}
	documents, err := of.documents(ctx, p)
	if err != nil {
		return r, err
	}
	f, err := settings.UserFolders()
	if err != nil {
		return r, err
	}
	o := jobs.Erasing{Backups: f.Backups(p.Path()), Delete: of.backups, Kept: f.Compared(p.ID(), p.Path()),
		Rescued: filepath.Join(f.RescueFolder(), settings.RescueBegin(p.ID()))}
	if !of.yes || len(documents) == 0 {
		r.ErasePlan, err = jobs.PlanErase(ctx, p, documents, o)
		return r, err
	}
	r.Erased = true
	r.EraseReport, err = jobs.Erase(ctx, p, documents, o)
	return r, err
}

// documents finds the articles that are meant, also such as were removed.
func (of erasing) documents(ctx context.Context, p *storage.Project) (out []annotation.ID, err error) {
	if of.others {
		erased, err := jobs.ErasedByOthers(ctx, p)
		for _, d := range erased {
			out = append(out, d.ID)
		}
		return out, err
	}
	listed, err := p.Documents(ctx, p.Annotator().ID)
	if err != nil {
		return nil, err
	}
	for _, name := range of.articles {
		id, err := documentOf(ctx, p, "erase", name)
		if err != nil {
			return nil, err
		}
		if i := slices.IndexFunc(listed, func(d storage.Listed) bool { return d.ID == id }); of.yes && i >= 0 && !isWhole(&listed[i], name) {
			return nil, fmt.Errorf("erase: %q is a beginning alone: name %q whole, or by its id, for nothing brings it back", name, listed[i].Title)
		}
		out = append(out, id)
	}
	return out, nil
}

func tellErased(w io.Writer, r eraseResult) {
	if len(r.Articles) == 0 {
		fmt.Fprintln(w, "nothing to erase: colleagues erased nothing of which words are here")
		return
	}
	for _, a := range r.Articles {
		tellErasedArticle(w, a, r.Erased)
	}
	for _, name := range r.Waiting {
		fmt.Fprintf(w, "%s waits for other work and holds words of it; it is let go, and can be collected again\n", name)
	}
	for _, path := range r.Deleted {
		fmt.Fprintf(w, "deleted: %s\n", path)
	}
	for _, path := range r.Backups {
		if r.backups && !r.Erased {
			fmt.Fprintf(w, "would be deleted: %s\n", path)
		} else {
			fmt.Fprintf(w, "still holds it: %s\n", path)
		}
	}
	for _, path := range r.Unread {
		fmt.Fprintf(w, "may hold it, and cannot be read: %s\n", path)
	}
	switch {
	case !r.Erased:
		fmt.Fprintln(w, "Nothing was erased. With --yes it is, and nothing brings it back.")
	case len(r.Backups) > 0:
		fmt.Fprintln(w, "Backups that hold it stay until they are deleted by hand.")
	}
}

func tellErasedArticle(w io.Writer, a jobs.Erased, erased bool) {
	act := "would be erased"
	if erased {
		act = "erased"
	}
	var goes []string
	for _, m := range a.Marks {
		goes = append(goes, count(m.Marks, "mark")+" of "+m.By)
	}
	if a.Comments > 0 {
		goes = append(goes, count(a.Comments, "comment"))
	}
	goes = append(goes, "the words of "+count(a.Acts, "act")+" in the history")
	fmt.Fprintf(w, "%s: %q (%s), with %s\n", act, a.Title, a.Document, strings.Join(goes, ", "))
	if a.Sharing > 0 {
		fmt.Fprintf(w, "  the file that it came from goes too; %s that came from the same file stay, without it\n", count(a.Sharing, "article"))
	}
	for _, title := range a.Copies {
		fmt.Fprintf(w, "  stays: %q, of the same text or in place of it\n", title)
	}
}
