package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"rubricator/annotation"
	"rubricator/app/jobs"
	"rubricator/storage"
)

func (c *command) roundCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "round COMMAND",
		Short: "Begin rounds, assign their documents to people, and close them",
		Args: func(_ *cobra.Command, args []string) error {
			return usageError{errors.New("round: name what to do: list, new, assign or close" + unknown(args))}
		},
		RunE: func(*cobra.Command, []string) error { return nil }, // or cobra would print the help and end well
	}
	cmd.AddCommand(c.listRoundsCommand(), c.newRoundCommand(), c.assignCommand(), c.closeRoundCommand())
	return cmd
}

// roundNamed is the round of a name.
func roundNamed(ctx context.Context, p *storage.Project, name string) (annotation.Round, error) {
	all, err := p.Rounds(ctx)
	if err != nil {
		return annotation.Round{}, err
	}
	return annotation.FindRound(all, name)
}

// roundTold is a round as --json prints it.
type roundTold struct {
	annotation.Round
	Documents int             `json:"documents"`
	People    []personInRound `json:"people"`
	Twice     int             `json:"twice"`
	Nobody    int             `json:"nobody"` // documents that are for nobody yet
}

type personInRound struct {
	ID        annotation.ID `json:"id"`
	Name      string        `json:"name"`
	Documents int           `json:"documents"`
}

func tellRound(r annotation.Round, t annotation.Tally, people []annotation.Annotator) roundTold {
	told := roundTold{Round: r, Documents: t.Documents, People: []personInRound{}, Twice: t.Twice, Nobody: t.Nobody}
	for _, a := range people {
		if n := t.By[a.ID]; n > 0 {
			told.People = append(told.People, personInRound{a.ID, a.Name, n})
		}
	}
	return told
}

func (c *command) listRoundsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "list -p PROJECT",
		Short: "List the rounds with what holds in them and who has their documents",
		Args:  atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := c.reader()
			if err != nil {
				return err
			}
			defer p.Close()
			rounds, err := p.Rounds(cmd.Context())
			if err != nil {
				return err
			}
			people, err := p.Called(cmd.Context())
			if err != nil {
				return err
			}
			told, lines := []roundTold{}, []string{}
			for _, r := range rounds {
				t, err := jobs.RoundTally(cmd.Context(), p, r)
				if err != nil {
					return err
				}
				told = append(told, tellRound(r, t, people))
				lines = append(lines, fmt.Sprintf("%s: %s; %s", r.Name, strings.Join(r.InWords(), ", "), jobs.TallyInWords(t, people, strconv.Itoa)))
			}
			return c.print(struct {
				Project string      `json:"project"`
				Rounds  []roundTold `json:"rounds"`
			}{c.path, told}, func(w io.Writer) {
				for _, l := range lines {
					fmt.Fprintln(w, l)
				}
				if len(lines) == 0 {
					fmt.Fprintln(w, "there are no rounds yet")
				}
			})
		},
	}
	c.projectFlag(cmd)
	return cmd
}

func (c *command) newRoundCommand() *cobra.Command {
	var is annotation.Round
	cmd := &cobra.Command{
		Use:   "new -p PROJECT NAME",
		Short: "Begin a round under the scheme as it stands",
		Args:  exactly(1, "the round"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.changeRounds(cmd.Context(), func(p *storage.Project, all []annotation.Round) (annotation.Round, annotation.Edit, error) {
				r, err := annotation.NewRound(args[0], p.Scheme())
				if err != nil {
					return r, annotation.Edit{}, err
				}
				r.Blind, r.Locked, r.Training = is.Blind, is.Locked, is.Training
				e, err := r.Begin(all)
				return r, e, err
			})
		},
	}
	c.projectFlag(cmd)
	cmd.Flags().BoolVar(&is.Blind, "blind", false, "colleagues' marks on a document are hidden until one's own are done")
	cmd.Flags().BoolVar(&is.Locked, "locked", false, "the scheme cannot be changed until the round is closed")
	cmd.Flags().BoolVar(&is.Training, "training", false, "for learning: its documents are never counted or exported")
	return cmd
}

func (c *command) closeRoundCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "close -p PROJECT NAME",
		Short: "Close a round: it is blind and locked no longer, and nobody's work",
		Args:  exactly(1, "the round"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.changeRounds(cmd.Context(), func(_ *storage.Project, all []annotation.Round) (annotation.Round, annotation.Edit, error) {
				r, err := annotation.FindRound(all, args[0])
				if err != nil {
					return r, annotation.Edit{}, err
				}
				after := r
				after.Closed = true
				e, _, err := r.ChangeTo(after, all)
				return after, e, err
			})
		},
	}
	c.projectFlag(cmd)
	return cmd
}

// changeRounds makes an edit of a round and tells what the round is now.
func (c *command) changeRounds(ctx context.Context, change func(*storage.Project, []annotation.Round) (annotation.Round, annotation.Edit, error)) error {
	p, err := c.changer()
	if err != nil {
		return err
	}
	all, err := p.Rounds(ctx)
	var r annotation.Round
	if err == nil {
		var e annotation.Edit
		if r, e, err = change(p, all); err == nil && e.Rounds[0].Before != nil && *e.Rounds[0].Before == *e.Rounds[0].After {
			err = fmt.Errorf("the round %q is closed already", r.Name)
		} else if err == nil {
			err = p.Commit(ctx, e)
		}
	}
	if err = errors.Join(err, p.Close()); err != nil {
		return fmt.Errorf("round: %w", err)
	}
	return c.print(r, func(w io.Writer) { fmt.Fprintf(w, "%s: %s\n", r.Name, strings.Join(r.InWords(), ", ")) })
}

// assigning is what the flags of round assign say.
type assigning struct {
	all, each, nobody, out, look, corrected bool
	to                                      string
	twice                                   float64
	seed                                    uint64
}

func (c *command) assignCommand() *cobra.Command {
	var a assigning
	cmd := &cobra.Command{
		Use:   "assign -p PROJECT ROUND {ARTICLE... | --all} {--to NAME,NAME | --nobody | --out}",
		Short: "Deal the documents of a round out to people, in one step",
		Long: "assign deals articles, named by id or by title, or --all of them, out to the people --to names: each article to one, and of --twice\n" +
			"percent to two. Who has one already keeps it. --each gives them to exactly these people instead, all of them; --nobody puts them\n" +
			"into the round for nobody yet; --out takes them out of it. --look tells what would be, and changes nothing.",
		Args: atLeast(1, "the round"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.check(args[1:]); err != nil {
				return usageError{fmt.Errorf("round assign: %w", err)}
			}
			open := c.changer
			if a.look {
				open = c.reader
			}
			p, err := open()
			if err != nil {
				return err
			}
			told, said, err := a.carryOut(cmd.Context(), p, args[0], args[1:])
			if err = errors.Join(err, p.Close()); err != nil {
				return fmt.Errorf("round: %w", err)
			}
			return c.print(told, func(w io.Writer) { fmt.Fprintln(w, said) })
		},
	}
	c.projectFlag(cmd)
	f := cmd.Flags()
	f.BoolVar(&a.all, "all", false, "all articles")
	f.StringVar(&a.to, "to", "", "to whom, by name or id, parted by commas")
	f.Float64Var(&a.twice, "twice", 0, "percent of the articles that two people get")
	f.Uint64Var(&a.seed, "seed", 1, "the same seed deals the same way")
	f.BoolVar(&a.each, "each", false, "all articles to each of these people, and to nobody else")
	f.BoolVar(&a.nobody, "nobody", false, "for nobody yet")
	f.BoolVar(&a.out, "out", false, "take the articles out of the round; what was marked stays")
	f.BoolVar(&a.corrected, "corrected", false, "also articles that others stand for, because their texts were corrected")
	f.BoolVar(&a.look, "look", false, "tell what would be, and change nothing")
	return cmd
}

func (a assigning) check(articles []string) error {
	ways := 0
	for _, way := range []bool{a.to != "", a.nobody, a.out} {
		if way {
			ways++
		}
	}
	switch {
	case a.all == (len(articles) > 0):
		return errors.New("name articles by id or title or a beginning of either, or say --all")
	case ways != 1:
		return errors.New("say --to NAME,NAME, --nobody or --out, one of these")
	case a.twice < 0 || a.twice > 100:
		return fmt.Errorf("--twice %v: want a percentage from 0 to 100", a.twice)
	}
	return nil
}

// carryOut assigns and tells who has the articles now, or would have.
func (a assigning) carryOut(ctx context.Context, p *storage.Project, round string, articles []string) (told roundTold, said string, err error) {
	r, err := roundNamed(ctx, p, round)
	if err != nil {
		return told, "", err
	}
	listed, err := p.Documents(ctx, annotation.ID{})
	if err != nil {
		return told, "", err
	}
	documents, err := named("assign", listed, articles)
	if err != nil {
		return told, "", err
	}
	people, err := p.People(ctx)
	if err != nil {
		return told, "", err
	}
	to, err := peopleNamed(people, a.to)
	if err != nil {
		return told, "", err
	}
	how := jobs.Assigning{Round: r, Documents: documents, To: to, Twice: a.twice / 100, Seed: a.seed, Way: a.way(), Corrected: a.corrected}
	plan, err := how.Plan(ctx, p)
	if err == nil && !a.look {
		_, err = jobs.Assign(ctx, p, plan.Edit, nil)
	}
	all, err2 := p.Called(ctx)
	return tellRound(r, plan.Tally, all), plan.InWords(all, strconv.Itoa), errors.Join(err, err2)
}

func (a assigning) way() jobs.Way {
	switch {
	case a.out:
		return jobs.TakeOut
	case a.each:
		return jobs.ToEach
	case a.nobody:
		return jobs.ToNobody
	}
	return jobs.DealOut
}
