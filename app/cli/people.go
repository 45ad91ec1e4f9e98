package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"rubricator/annotation"
	"rubricator/storage"
)

func (c *command) peopleCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "people -p PROJECT",
		Short: "List the people of a project, or add somebody by name",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError{fmt.Errorf("people: name what to do: list or add; %q is none of them", args[0])}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return c.listPeople(cmd.Context()) },
	}
	list := &cobra.Command{
		Use:   "list -p PROJECT",
		Short: "List the people of a project with what they have in it",
		Args:  atMost(0),
		RunE:  func(cmd *cobra.Command, _ []string) error { return c.listPeople(cmd.Context()) },
	}
	for _, one := range []*cobra.Command{cmd, list} {
		c.projectFlag(one)
	}
	cmd.AddCommand(list, c.addPersonCommand())
	return cmd
}

// member is a person as --json prints them.
type member struct {
	ID        annotation.ID `json:"id"`
	Name      string        `json:"name"`
	Pseudonym string        `json:"pseudonym,omitempty"`
	Colour    string        `json:"colour"`
	Me        bool          `json:"me"`
	Documents int           `json:"documents"` // that were begun
	Marks     int           `json:"marks"`
	Devices   int           `json:"devices"`
}

type peopleResult struct {
	Project string   `json:"project"`
	People  []member `json:"people"`
}

func (c *command) listPeople(ctx context.Context) error {
	p, err := c.asMe()
	if err != nil {
		return err
	}
	defer p.Close()
	people, err := p.People(ctx)
	if err != nil {
		return err
	}
	called, err := p.Called(ctx)
	if err != nil {
		return err
	}
	names := map[annotation.ID]string{}
	for _, a := range called {
		names[a.ID] = a.Name
	}
	return c.print(peopleResult{c.path, membersOf(people, p.Annotator().ID)}, func(w io.Writer) {
		for _, m := range people {
			said := names[m.ID]
			if m.Pseudonym != "" && said == m.Name {
				said += " (" + m.Pseudonym + ")"
			}
			if m.ID == p.Annotator().ID {
				said += ", you"
			}
			if m.Devices == 0 {
				said += ", not here yet"
			}
			fmt.Fprintf(w, "%s: %s, %s\n", said, count(m.Sets, "document"), count(m.Marks, "mark"))
		}
	})
}

// asMe opens the project beside whoever works on it, and knows who the user is there.
func (c *command) asMe() (*storage.Project, error) {
	if err := c.needProject(); err != nil {
		return nil, err
	}
	if err := c.isThere(); err != nil {
		return nil, err
	}
	o, err := identity(c.path)
	if err != nil {
		return nil, err
	}
	o.ReadOnly = true
	return storage.Open(c.path, o)
}

func membersOf(people []storage.Member, me annotation.ID) []member {
	all := make([]annotation.Annotator, len(people))
	for i, m := range people {
		all[i] = m.Annotator
	}
	colours := annotation.ColoursOf(all)
	out := make([]member, len(people))
	for i, m := range people {
		out[i] = member{m.ID, m.Name, m.Pseudonym, colours[m.ID], m.ID == me, m.Sets, m.Marks, m.Devices}
	}
	return out
}

func (c *command) addPersonCommand() *cobra.Command {
	pseudonym, colour := "", ""
	cmd := &cobra.Command{
		Use:   "add -p PROJECT NAME",
		Short: "Add somebody by name, so that documents can be assigned before they open the project",
		Args:  exactly(1, "the person"),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := c.changer()
			if err != nil {
				return err
			}
			added, err := addPerson(cmd.Context(), p, args[0], pseudonym, colour)
			if err = errors.Join(err, p.Close()); err != nil {
				return fmt.Errorf("people add: %w", err)
			}
			return c.print(added, func(w io.Writer) { fmt.Fprintf(w, "added %s\n", added.Name) })
		},
	}
	c.projectFlag(cmd)
	cmd.Flags().StringVar(&pseudonym, "pseudonym", "", "what exports and reports may say instead of the name")
	cmd.Flags().StringVar(&colour, "colour", "", `the colour of their marks, as "#0072B2"; none: one is chosen`)
	return cmd
}

func addPerson(ctx context.Context, p *storage.Project, name, pseudonym, colour string) (annotation.Annotator, error) {
	who, err := annotation.NewPerson(name)
	if err != nil {
		return who, err
	}
	people, err := p.People(ctx)
	if err != nil {
		return who, err
	}
	for _, m := range people {
		if strings.EqualFold(m.Name, who.Name) {
			return who, fmt.Errorf("there is a %s already, with the id %s", m.Name, m.ID)
		}
	}
	after := who
	after.Pseudonym, after.Colour = pseudonym, colour
	e, changed, err := who.ChangeTo(after)
	if err != nil {
		return who, err
	}
	if changed {
		who = *e.Annotators[0].After
	}
	return who, p.Commit(ctx, annotation.Join(who))
}

// peopleNamed finds people by name or id, several parted by commas.
func peopleNamed(people []storage.Member, names string) ([]annotation.ID, error) {
	var out []annotation.ID
	for name := range strings.SplitSeq(names, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		var fits []storage.Member
		var known []string
		for _, m := range people {
			if strings.EqualFold(m.Name, name) || m.ID.String() == strings.ToLower(name) {
				fits = append(fits, m)
			}
			known = append(known, m.Name)
		}
		switch {
		case len(fits) == 0:
			return nil, fmt.Errorf("nobody is called %q: there is %s; people add brings somebody in", name, strings.Join(known, ", "))
		case len(fits) > 1:
			return nil, fmt.Errorf("%d people are called %q: name one by the id, of people --json", len(fits), name)
		}
		out = append(out, fits[0].ID)
	}
	return out, nil
}
