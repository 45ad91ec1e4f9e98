package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rubricator/annotation"
	"rubricator/storage"
)

func (c *command) commentsCommand() *cobra.Command {
	open := false
	cmd := &cobra.Command{
		Use:   "comments -p PROJECT [--open]",
		Short: "List what people said and asked about articles and marks, thread by thread",
		Long: "comments lists what people said and asked about articles and marks, thread by thread. What others say to each other of their work on\n" +
			"articles where you are blind is hidden until yours are done.",
		Args: atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := c.ownReader()
			if err != nil {
				return err
			}
			defer p.Close()
			r, err := c.comments(cmd.Context(), p, open)
			if err != nil {
				return err
			}
			return c.print(r, func(w io.Writer) { tellComments(w, r) })
		},
	}
	c.projectFlag(cmd)
	cmd.Flags().BoolVar(&open, "open", false, "only questions that nobody closed")
	return cmd
}

type commented struct {
	Project string   `json:"project"`
	Open    int      `json:"open"`   // questions that nobody closed
	Hidden  int      `json:"hidden"` // threads of others about their work on articles where one is blind
	Threads []thread `json:"threads"`
}

type thread struct {
	ID       annotation.ID `json:"thread"`
	Document annotation.ID `json:"document"`
	Title    string        `json:"title"` // empty where the article is not in the project
	Set      annotation.ID `json:"set"`   // whose work it is about; zero: nobody's
	Span     annotation.ID `json:"span"`  // the mark; zero: none
	Range    [2]int        `json:"range"` // code points, half-open; empty for the whole article
	Quote    string        `json:"quote"`
	State    string        `json:"state"` // open, closed, or said: nobody asked anything
	Comments []comment     `json:"comments"`
}

type comment struct {
	ID   annotation.ID     `json:"id"`
	By   annotation.ID     `json:"by"`
	Name string            `json:"name"`
	At   time.Time         `json:"at"` // by the clock of its author's device
	Does annotation.Speech `json:"does,omitempty"`
	Text string            `json:"text"`
}

func (c *command) comments(ctx context.Context, p *storage.Project, openOnly bool) (commented, error) {
	r := commented{Project: c.path, Threads: []thread{}}
	said, err := p.AllComments(ctx)
	if err != nil {
		return r, err
	}
	people, err := p.Called(ctx)
	if err != nil {
		return r, err
	}
	documents, err := p.Documents(ctx, annotation.ID{})
	if err != nil {
		return r, err
	}
	me := p.Annotator().ID
	blind, err := p.BlindDocuments(ctx, me)
	if err != nil {
		return r, err
	}
	names, titles := map[annotation.ID]string{}, map[annotation.ID]string{}
	for _, a := range people {
		names[a.ID] = a.Name
	}
	for _, d := range documents {
		titles[d.ID] = d.Title
	}
	for _, t := range annotation.NewDiscussion(said).Threads() {
		if blind[t[0].Document] && !t.Concerns(me) {
			r.Hidden++
			continue
		}
		if t.IsOpen() {
			r.Open++
		}
		if t.IsOpen() || !openOnly {
			r.Threads = append(r.Threads, threadResult(t, names, titles))
		}
	}
	return r, nil
}

func threadResult(t annotation.Thread, names, titles map[annotation.ID]string) thread {
	first := t[0]
	out := thread{ID: t.ID(), Document: first.Document, Title: titles[first.Document], Set: first.Set, Span: first.Span,
		Range: [2]int{int(first.Start), int(first.End)}, Quote: first.Quote, State: "said"}
	switch {
	case t.IsOpen():
		out.State = "open"
	case t.IsClosed():
		out.State = "closed"
	}
	for _, s := range t {
		out.Comments = append(out.Comments, comment{s.ID, s.By, names[s.By], s.At().UTC(), s.Speech, s.Text})
	}
	return out
}

// tellComments writes threads for people: what they are about, then who said what.
func tellComments(w io.Writer, r commented) {
	for _, t := range r.Threads {
		about := t.Title
		if about == "" {
			about = t.Document.String()
		}
		if t.Quote != "" {
			about += ", “" + strings.Join(strings.Fields(t.Quote), " ") + "”"
		}
		fmt.Fprintf(w, "%s: %s\n", t.State, about)
		for _, s := range t.Comments {
			text := strings.ReplaceAll(s.Text, "\n", "\n    ")
			if text == "" {
				text = "(closed)"
			}
			fmt.Fprintf(w, "  %s, %s: %s\n", s.Name, s.At.Format("2006-01-02 15:04"), text)
		}
	}
	if r.Hidden > 0 {
		fmt.Fprintf(w, "%s of others left out: hidden from you until yours are done\n", count(r.Hidden, "thread"))
	}
	fmt.Fprintf(w, "%s, %s open\n", count(len(r.Threads), "thread"), count(r.Open, "question"))
}
