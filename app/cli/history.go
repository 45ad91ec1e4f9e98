package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rubricator/annotation"
	"rubricator/app/jobs"
	"rubricator/storage"
)

func (c *command) historyCommand() *cobra.Command {
	var of historyOf
	cmd := &cobra.Command{
		Use:   "history -p PROJECT [--document ARTICLE | --mark ID] [--person NAME]",
		Short: "Tell who did what when, newest first",
		Long: "history tells the acts on one article, named by id or by title, on one mark, or on the whole project; by everybody or by one\n" +
			"person. --limit says how many; --before goes on from the number of the last act that was told.\n" +
			"What others did in articles where you are blind is hidden until yours are done.",
		Args: atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if of.mark != "" && of.document != "" {
				return usageError{errors.New("history: name an article or a mark, not both")}
			}
			if of.limit < 1 || of.before < 0 {
				return usageError{errors.New("history: --limit takes a number from 1 on, --before one from 0 on")}
			}
			p, err := c.ownReader()
			if err != nil {
				return err
			}
			defer p.Close()
			h, err := of.read(cmd.Context(), p)
			if err != nil {
				return err
			}
			h.Project = c.path
			return c.print(h, func(w io.Writer) { tellHistory(w, h) })
		},
	}
	c.projectFlag(cmd)
	cmd.Flags().StringVar(&of.document, "document", "", "the article whose history is meant, by id or title or a beginning of either")
	cmd.Flags().StringVar(&of.mark, "mark", "", "the mark whose history is meant, by id")
	cmd.Flags().StringVar(&of.person, "person", "", "whose acts are meant, by name")
	cmd.Flags().IntVar(&of.limit, "limit", 100, "how many acts at most")
	cmd.Flags().Int64Var(&of.before, "before", 0, "tell acts before the one of this number")
	return cmd
}

// historyOf is what a history is asked of.
type historyOf struct {
	document, mark, person string
	limit                  int
	before                 int64
}

type history struct {
	Project string       `json:"project"`
	Head    storage.Head `json:"head"`
	Acts    []act        `json:"acts"`
	Hidden  int          `json:"hidden"` // others' acts in articles where one is blind
}

// act is an act as it is printed. A mark's value before and after is whole.
type act struct {
	Number   int64          `json:"number"` // in this file's journal
	ID       annotation.ID  `json:"id"`
	At       time.Time      `json:"at"` // UTC
	By       string         `json:"by"`
	Name     string         `json:"name"`
	Document *annotation.ID `json:"document,omitempty"`
	Inverts  *annotation.ID `json:"inverts,omitempty"`
	Inverted string         `json:"inverts_name,omitempty"`
	Size     int            `json:"changes"`
	Says     []string       `json:"says"`
	Marks    []markChange   `json:"marks,omitempty"`
	manner   string
}

type markChange struct {
	ID     annotation.ID    `json:"id"`
	Before *annotation.Span `json:"before"`
	After  *annotation.Span `json:"after"`
}

// read reads the acts that are meant.
func (of historyOf) read(ctx context.Context, p *storage.Project) (h history, err error) {
	scope, err := of.scope(ctx, p)
	if err != nil {
		return h, err
	}
	seen, err := jobs.ReadActs(ctx, p, scope, of.before, of.limit)
	if err != nil {
		return h, err
	}
	teller := annotation.Teller{Scheme: p.Scheme(), Quote: func(s string) string { return "“" + strings.Join(strings.Fields(s), " ") + "”" }}
	h.Acts, h.Hidden = []act{}, seen.Hidden
	for _, a := range seen.Acts {
		h.Acts = append(h.Acts, printed(a, teller))
	}
	h.Head, err = p.Head(ctx)
	return h, err
}

func printed(a storage.Act, t annotation.Teller) act {
	out := act{Number: a.Place, ID: a.ID, At: a.At, By: a.By.Name, Name: a.Name, Size: a.Size, Says: a.Says(t), Inverted: a.Inverted.Name, manner: a.Manner()}
	if !a.Document.IsZero() {
		out.Document = &a.Document
	}
	if !a.Inverts.IsZero() {
		out.Inverts = &a.Inverts
	}
	for _, c := range a.Changes.Spans {
		out.Marks = append(out.Marks, markChange{c.ID, c.Before, c.After})
	}
	return out
}

func (of historyOf) scope(ctx context.Context, p *storage.Project) (s storage.Scope, err error) {
	if of.mark != "" {
		if s.Row, err = annotation.ParseID(of.mark); err != nil {
			return s, usageError{fmt.Errorf("history: --mark: %w", err)}
		}
	}
	if of.document != "" {
		if s.Document, err = documentOf(ctx, p, "history", of.document); err != nil {
			return s, err
		}
	}
	if of.person != "" {
		s.By, err = personOf(ctx, p, of.person)
	}
	return s, err
}

// documentOf finds an article by its id, though it was removed, or by its title.
func documentOf(ctx context.Context, p *storage.Project, act, name string) (annotation.ID, error) {
	if id, err := annotation.ParseID(name); err == nil {
		return id, nil
	}
	found, err := articlesNamed(ctx, p, act, name)
	if err != nil {
		return annotation.ID{}, err
	}
	return found[0], nil
}

// personOf finds annotators by their name.
func personOf(ctx context.Context, p *storage.Project, name string) (ids []annotation.ID, err error) {
	all, err := p.Annotators(ctx)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, a := range all {
		if strings.EqualFold(a.Name, name) {
			ids = append(ids, a.ID)
		}
		if a.Kind == annotation.Person {
			names = append(names, a.Name)
		}
	}
	if len(ids) == 0 {
		return nil, fmt.Errorf("history: nobody here is called %q; there are: %s", name, strings.Join(slices.Compact(names), ", "))
	}
	return ids, nil
}

func tellHistory(w io.Writer, h history) {
	for _, a := range h.Acts {
		says := strings.Join(a.Says, "; ")
		if a.manner != "" {
			says += " (" + a.manner + " “" + a.Inverted + "”)"
		}
		fmt.Fprintf(w, "%d  %s  %s  %s\n", a.Number, a.At.Local().Format(time.DateTime), a.By, says)
	}
	if h.Hidden > 0 {
		fmt.Fprintf(w, "%s of others left out: hidden from you until yours are done\n", count(h.Hidden, "act"))
	}
	fmt.Fprintf(w, "%s of %s\n", count(len(h.Acts), "act"), tellHead(h.Head))
}

// tellHead says how long the journal is and where its chain ends.
func tellHead(h storage.Head) string {
	who := count(h.People, "person")
	if h.People != 1 {
		who = fmt.Sprint(h.People) + " people"
	}
	return fmt.Sprintf("%d by %s; newest hash %s", h.Acts, who, h.Hash)
}
