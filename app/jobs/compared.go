package jobs

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/agreement"
	"rubricator/storage"
)

// compared is the sets of a project that are compared, and how far everybody is.
type compared struct {
	Measuring
	scheme    *annotation.Scheme
	me        annotation.ID // whoever works here
	rounds    rounds
	among     map[annotation.ID]bool // the documents that are looked at; nil: all
	documents []agreement.Document   // with two sets or more
	titles    map[annotation.ID]string
	people    map[annotation.ID]*person
	seen      int // documents
	leftOut   int // of training
	hidden    int // others' marks on them are not to be seen yet
	inWork    int // sets of the document that is read which would count were they done
	begun     int // documents where such sets and those that count are two or more, and those that count fewer
	suggested bool
	damaged   []string
}

// person is an annotator with what they did.
type person struct {
	annotation.Annotator
	statuses map[annotation.Status]int
	marks    map[annotation.LabelRole]int
	begun    int // documents of those given that are not to do any more
	compared int
}

// rounds say which documents are in rounds, and whose.
type rounds struct {
	chosen   map[annotation.ID]bool // documents of the round; nil: all
	training map[annotation.ID]bool
	blind    map[annotation.ID]bool                   // on which the project's annotator is not to see others' marks yet
	given    map[annotation.ID]map[annotation.ID]bool // by annotator: the documents
}

func projectName(p *storage.Project) string {
	return strings.TrimSuffix(filepath.Base(p.Path()), filepath.Ext(p.Path()))
}

// readCompared reads the project once. Memory holds the shared documents alone.
func readCompared(ctx context.Context, p *storage.Project, o Measuring, progress func(done, of int)) (*compared, error) {
	c := &compared{Measuring: o, scheme: p.Scheme(), me: p.Annotator().ID, titles: map[annotation.ID]string{}, people: map[annotation.ID]*person{}}
	if err := c.checkLabels(); err != nil {
		return nil, err
	}
	if len(o.Documents) > 0 {
		c.among = map[annotation.ID]bool{}
		for _, d := range o.Documents {
			c.among[d] = true
		}
	}
	var err error
	if c.rounds, err = readRounds(ctx, p, o.Round); err != nil {
		return nil, err
	}
	if err := c.readPeople(ctx, p); err != nil {
		return nil, err
	}
	total := 0
	if progress != nil {
		all, err := p.Documents(ctx, annotation.ID{})
		if err != nil {
			return nil, err
		}
		total = len(all)
	}
	return c, c.readSets(ctx, p, func(read int) {
		if progress != nil {
			progress(read, max(read, total))
		}
	})
}

func (c *compared) checkLabels() error {
	for _, l := range c.Labels {
		label, ok := c.scheme.Label(l.Label)
		if _, is := label.Role(l.Role); !ok || l.Role != "" && !is {
			return fmt.Errorf("the scheme %q has no label %q", c.scheme.Name, l)
		}
	}
	return nil
}

// readRounds reads who was given what. The error names the rounds there are, where the wanted one is none that counts.
func readRounds(ctx context.Context, p *storage.Project, wanted string) (r rounds, err error) {
	all, err := p.Rounds(ctx)
	if err != nil {
		return r, err
	}
	if r.training, err = p.TrainingDocuments(ctx); err == nil {
		r.blind, err = p.BlindDocuments(ctx, p.Annotator().ID)
	}
	if err != nil {
		return r, err
	}
	r.given = map[annotation.ID]map[annotation.ID]bool{}
	if wanted != "" {
		r.chosen = map[annotation.ID]bool{}
		if err := checkRound(all, wanted); err != nil {
			return r, err
		}
	}
	for _, round := range all {
		assigned, err := p.Assignments(ctx, round.ID)
		if err != nil {
			return r, err
		}
		for _, a := range assigned {
			if wanted != "" && round.Name != wanted {
				continue
			}
			if r.chosen != nil {
				r.chosen[a.Document] = true
			}
			if a.Annotator.IsZero() {
				continue
			}
			if r.given[a.Annotator] == nil {
				r.given[a.Annotator] = map[annotation.ID]bool{}
			}
			r.given[a.Annotator][a.Document] = true
		}
	}
	return r, nil
}

func checkRound(all []annotation.Round, wanted string) error {
	var names []string
	for _, r := range all {
		if r.Name == wanted && r.Training {
			return fmt.Errorf("%q is a training round; its articles never count", wanted)
		}
		if r.Name == wanted {
			return nil
		}
		if !r.Training {
			names = append(names, fmt.Sprintf("%q", r.Name))
		}
	}
	if len(names) == 0 {
		return fmt.Errorf("there is no round %q; the project has none that counts", wanted)
	}
	return fmt.Errorf("there is no round %q; there are: %s", wanted, strings.Join(names, ", "))
}

func (c *compared) readPeople(ctx context.Context, p *storage.Project) error {
	all, err := p.Called(ctx)
	if err != nil {
		return err
	}
	for _, a := range all {
		if a.Kind == annotation.Person {
			c.person(a)
		}
	}
	return nil
}

func (c *compared) person(a annotation.Annotator) *person {
	if c.people[a.ID] == nil {
		c.people[a.ID] = &person{Annotator: a, statuses: map[annotation.Status]int{}, marks: map[annotation.LabelRole]int{}}
	}
	return c.people[a.ID]
}

func (c *compared) readSets(ctx context.Context, p *storage.Project, progress func(read int)) error {
	var also []annotation.AnnotatorKind
	if c.Reference {
		also = append(also, annotation.Reference)
	}
	var at agreement.Document
	read := 0
	for s, err := range p.Sets(ctx, also...) {
		if err != nil && s.Document.ID.IsZero() { // the project cannot be read
			return err
		}
		if err != nil {
			c.damaged = append(c.damaged, err.Error())
		}
		if c.among != nil && !c.among[s.Document.ID] {
			continue
		}
		if s.Document.ID != at.ID {
			c.keep(at)
			at = agreement.Document{ID: s.Document.ID, Text: s.Text}
			read++
			progress(read)
			c.see(s.Document)
		}
		if s.Text != nil && s.Head != nil && c.rounds.counts(s.Annotator, at.ID) {
			at.Sets = append(at.Sets, c.take(s)...)
		}
	}
	c.keep(at)
	return ctx.Err()
}

// see counts a document that is looked at.
func (c *compared) see(d annotation.Document) {
	switch {
	case c.rounds.chosen != nil && !c.rounds.chosen[d.ID]:
	case c.rounds.training[d.ID]:
		c.leftOut++
	case c.rounds.blind[d.ID]:
		c.hidden++
	default:
		c.seen++
		c.titles[d.ID] = d.Title
	}
}

// take counts a set, and gives it where it is one to compare.
func (c *compared) take(s storage.StoredSet) []agreement.Set {
	who := c.person(s.Annotator)
	who.statuses[s.Head.Status]++
	if s.Head.Status != annotation.Todo && c.rounds.gives(s.Annotator.ID, s.Document.ID) {
		who.begun++
	}
	counts := s.Head.Status == annotation.Done || c.InWork && s.Head.Status == annotation.InWork || s.Annotator.Kind == annotation.Reference // which is done once nothing is to be decided
	out := agreement.Set{Annotator: s.Annotator.ID, Finished: s.Updated}
	kept := map[annotation.ID]bool{}
	for _, sp := range s.Spans {
		if s.Head.Status != annotation.Skipped && !c.isHidden(s) {
			who.marks[sp.Label()]++
		}
		if sp.Updated.After(out.Finished) && s.Head.Status == annotation.InWork {
			out.Finished = sp.Updated
		}
		if counts && c.wants(sp.Label()) {
			out.Spans = append(out.Spans, s.Scheme.WithDefaults(sp.Span))
			kept[sp.ID] = true
		}
	}
	left := c.rounds.training[s.Document.ID] || c.rounds.blind[s.Document.ID] ||
		len(c.Annotators) > 0 && !slices.Contains(c.Annotators, s.Annotator.ID) && s.Annotator.Kind == annotation.Person
	if !counts && !left && s.Head.Status == annotation.InWork {
		c.inWork++
	}
	if !counts || left {
		return nil
	}
	for _, r := range s.Relations {
		if kept[r.From] && kept[r.To] {
			out.Relations = append(out.Relations, r)
		}
	}
	return []agreement.Set{out}
}

// isHidden tells whether a set is another's on an article where whoever works here is blind.
func (c *compared) isHidden(s storage.StoredSet) bool {
	return c.rounds.blind[s.Document.ID] && s.Annotator.ID != c.me
}

// wants tells whether marks of a label are compared.
func (c *compared) wants(l annotation.LabelRole) bool {
	return len(c.Labels) == 0 || slices.ContainsFunc(c.Labels, func(o annotation.LabelRole) bool { return o.Label == l.Label && (o.Role == "" || o.Role == l.Role) })
}

// keep keeps a document that is shared.
func (c *compared) keep(d agreement.Document) {
	begun := len(d.Sets) + c.inWork
	c.inWork = 0
	if len(d.Sets) < 2 {
		if begun >= 2 {
			c.begun++
		}
		return
	}
	c.documents = append(c.documents, d)
	for _, s := range d.Sets {
		c.people[s.Annotator].compared++
		c.suggested = c.suggested || slices.ContainsFunc(s.Spans, func(sp annotation.Span) bool { return sp.Origin() == annotation.OriginSuggestion })
	}
}

// coders are all who did something, by name, the reference last. With pseudonyms no name is told.
func (c *compared) coders(pseudonyms bool) []Coder {
	out := []Coder{}
	var all []*person
	for _, p := range c.people {
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b *person) int { return compareIDs(a.ID, b.ID) })
	for i, p := range all {
		coder := Coder{ID: p.ID, Name: p.Name, Reference: p.Kind == annotation.Reference, Compared: p.compared,
			InWork: p.statuses[annotation.InWork], Done: p.statuses[annotation.Done], Skipped: p.statuses[annotation.Skipped], Marks: labelCounts(p.marks)}
		switch {
		case coder.Reference:
		case pseudonyms && p.Pseudonym != "":
			coder.Name = p.Pseudonym
		case pseudonyms || p.Name == "":
			coder.Name = fmt.Sprintf("Annotator %d", i+1)
		}
		if !coder.Reference {
			coder.Todo = c.given(p.ID) - p.begun
		}
		out = append(out, coder)
	}
	slices.SortStableFunc(out, func(a, b Coder) int {
		if a.Reference != b.Reference {
			return map[bool]int{true: 1, false: -1}[a.Reference]
		}
		return strings.Compare(a.Name, b.Name)
	})
	return out
}

// counts tells whether a set is looked at: any, where no round was chosen, else those on its documents of the people who have them in it. The
// reference counts on all of them.
func (r rounds) counts(a annotation.Annotator, document annotation.ID) bool {
	return r.chosen == nil || r.chosen[document] && (a.Kind == annotation.Reference || r.gives(a.ID, document))
}

// gives tells whether an annotator has a document to mark: it was given to them, or nothing was given to anybody.
func (r rounds) gives(annotator, document annotation.ID) bool {
	return len(r.given) == 0 || r.given[annotator][document]
}

// given is how many documents an annotator has to mark.
func (c *compared) given(annotator annotation.ID) int {
	if len(c.rounds.given) > 0 {
		return len(c.rounds.given[annotator])
	}
	if c.rounds.chosen != nil {
		return len(c.rounds.chosen)
	}
	return c.seen + c.leftOut + c.hidden
}

func labelCounts(marks map[annotation.LabelRole]int) []LabelCount {
	out := []LabelCount{}
	for l, n := range marks {
		out = append(out, LabelCount{l.String(), n})
	}
	slices.SortFunc(out, func(a, b LabelCount) int { return strings.Compare(a.Label, b.Label) })
	return out
}
