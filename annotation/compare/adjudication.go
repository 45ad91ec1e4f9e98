package compare

import (
	"bytes"
	"errors"
	"slices"

	"rubricator/annotation"
)

// Adjudication is choosing among the sets of annotators on one document for the reference. What all annotators agree on comes into the
// reference without a decision; a difference is open until it is decided, and again once one of its marks changes. What the reference
// has stays until then. A mark of the reference that all annotators have taken back is a difference too, with Left. What a reviewer
// takes out of the reference by hand and not by a decision, though all agree on it, comes back. An Adjudication is not safe for
// concurrent use.
type Adjudication struct {
	reference *annotation.Set
	sets      []*annotation.Set
	decisions map[annotation.ID]annotation.Decision

	groups []Group
	left   []Group
	places map[annotation.ID]place           // of the annotators' marks
	stand  map[annotation.ID][]annotation.ID // marks of the reference, by the marks of annotators that they stand for
	over   map[annotation.ID][]annotation.ID // decisions, by the marks that they were about
}

// place is where a mark of an annotator is: its group and its set.
type place struct{ group, set int }

// NewAdjudication holds two or more sets of annotators, and what was decided on their document, against the reference.
func NewAdjudication(reference *annotation.Set, sets []*annotation.Set, decisions []annotation.Decision) *Adjudication {
	a := &Adjudication{reference: reference, sets: sets, decisions: map[annotation.ID]annotation.Decision{}}
	for _, d := range decisions {
		a.decisions[d.ID] = d
	}
	a.compare()
	return a
}

// NewReference is the reference of a set's document before the first mark.
func NewReference(of *annotation.Set) *annotation.Set {
	return annotation.NewSet(of.Head().Document, annotation.ReferenceAnnotator().ID, of.Text(), of.Scheme())
}

// compare looks at the annotators' sets.
func (a *Adjudication) compare() {
	a.groups = Compare(a.sets)
	a.places = map[annotation.ID]place{}
	for i := range a.groups {
		for k, sp := range a.groups[i].Spans {
			if sp != nil {
				a.places[sp.ID] = place{i, k}
			}
		}
	}
	a.read()
}

// read looks at the reference and the decisions.
func (a *Adjudication) read() {
	a.stand, a.over, a.left = map[annotation.ID][]annotation.ID{}, map[annotation.ID][]annotation.ID{}, nil
	decided := map[annotation.ID][]annotation.ID{} // what decisions were about, by the marks that came of them
	for _, d := range a.decisions {
		for _, mark := range d.Over {
			a.over[mark] = append(a.over[mark], d.ID)
		}
		for _, sp := range d.Spans {
			decided[sp] = append(decided[sp], d.Over...)
		}
	}
	for _, sp := range a.reference.Spans() {
		marks := sp.TakenFrom()
		for _, mark := range marks {
			a.stand[mark] = append(a.stand[mark], sp.ID)
		}
		if len(marks) == 0 {
			marks = decided[sp.ID]
		}
		if len(marks) > 0 && !slices.ContainsFunc(marks, a.isThere) {
			a.left = append(a.left, a.leftOver(&sp, marks))
		}
	}
}

func (a *Adjudication) isThere(mark annotation.ID) bool {
	_, ok := a.places[mark]
	return ok
}

// leftOver is the group of a mark of the reference whose marks in the annotators' sets are gone.
func (a *Adjudication) leftOver(sp *annotation.Span, over []annotation.ID) Group {
	document := a.reference.Head().Document
	g := Group{Key: annotation.DifferenceID(document, [][]byte{value(sp)}), Document: document, Range: sp.Hull(),
		Spans: make([]*annotation.Span, len(a.sets)), Left: sp, Classes: Extra, over: over, reference: -1}
	for _, s := range a.sets {
		g.Annotators = append(g.Annotators, s.Head().Annotator)
	}
	return g
}

// Reference is the set that is decided for.
func (a *Adjudication) Reference() *annotation.Set { return a.reference }

// Groups gives all groups of the annotators' marks in the order of the text, as Compare does.
func (a *Adjudication) Groups() []Group { return a.groups }

// Open gives the differences that are to be decided, in the order of the text; last, marks of the reference that no annotator has any
// more.
func (a *Adjudication) Open() []Group {
	var out []Group
	for i := range a.groups {
		if a.isOpen(&a.groups[i]) {
			out = append(out, a.groups[i])
		}
	}
	return append(out, a.left...)
}

// isOpen tells whether a reviewer is needed. Where annotators have come to agree on something else than the reference has, or than was
// decided, one is.
func (a *Adjudication) isOpen(g *Group) bool {
	if _, ok := a.Decision(g); ok {
		return false
	}
	return !g.IsAgreed() || !a.isKept(g) && !a.isNew(g)
}

// isKept tells that the reference has what a group agrees on.
func (a *Adjudication) isKept(g *Group) bool {
	agreed := g.eldest()
	return slices.ContainsFunc(a.standing(g), func(id annotation.ID) bool {
		sp, _ := a.reference.Span(id)
		return sp.Label() == agreed.Label() && slices.Equal(sp.Ranges(), agreed.Ranges()) && sameValues(sp.Given(), agreed.Given())
	})
}

// isNew tells that nothing was decided on a group's marks and that the reference has none of them.
func (a *Adjudication) isNew(g *Group) bool { return len(a.standing(g)) == 0 && len(a.earlier(g)) == 0 }

func sameValues(a, b map[string][]string) bool {
	if len(a) != len(b) {
		return false
	}
	for attribute, values := range a {
		if !slices.Equal(slices.Sorted(slices.Values(values)), slices.Sorted(slices.Values(b[attribute]))) {
			return false
		}
	}
	return true
}

// eldest is the mark whose attributes the reference takes where all agree: the same on every machine.
func (g *Group) eldest() *annotation.Span {
	return slices.MinFunc(g.Spans, func(a, b *annotation.Span) int { return bytes.Compare(a.ID[:], b.ID[:]) })
}

// marks gives the annotators' marks of a group, also those that are gone.
func (g *Group) marks() []annotation.ID {
	out := slices.Clone(g.over)
	for _, sp := range g.Spans {
		if sp != nil {
			out = append(out, sp.ID)
		}
	}
	return out
}

// Decision is what was decided on a difference as it is now.
func (a *Adjudication) Decision(g *Group) (annotation.Decision, bool) {
	d, ok := a.decisions[annotation.DecisionID(g.Document, g.Key)]
	return d, ok
}

// earlier gives the decisions that were made on a group's marks, as they are or were.
func (a *Adjudication) earlier(g *Group) []annotation.Decision {
	var out []annotation.Decision
	add := func(id annotation.ID) {
		if d, ok := a.decisions[id]; ok && !slices.ContainsFunc(out, func(o annotation.Decision) bool { return o.ID == id }) {
			out = append(out, d)
		}
	}
	add(annotation.DecisionID(g.Document, g.Key))
	for _, mark := range g.marks() {
		for _, id := range a.over[mark] {
			add(id)
		}
	}
	slices.SortFunc(out, func(a, b annotation.Decision) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	return out
}

// standing gives what the reference has for a group: what stands for its marks or came of a decision on them.
func (a *Adjudication) standing(g *Group) []annotation.ID {
	var out []annotation.ID
	add := func(ids ...annotation.ID) {
		for _, id := range ids {
			if _, ok := a.reference.Span(id); ok && !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	if g.Left != nil {
		add(g.Left.ID)
	}
	for _, mark := range g.marks() {
		add(a.stand[mark]...)
	}
	for _, d := range a.earlier(g) {
		add(d.Spans...)
	}
	return out
}

// Find finds a difference, or a group that agrees, by its key.
func (a *Adjudication) Find(key annotation.ID) (Group, bool) {
	for _, list := range [][]Group{a.groups, a.left} {
		if i := slices.IndexFunc(list, func(g Group) bool { return g.Key == key }); i >= 0 {
			return list[i], true
		}
	}
	return Group{}, false
}

// Apply takes in an edit that the reference has taken in: decisions, and changes of the annotators' sets. It is ErrStale when a row is
// not what the edit expects.
func (a *Adjudication) Apply(e annotation.Edit) error {
	var errs []error
	for _, s := range a.sets {
		errs = append(errs, s.Apply(e))
	}
	for _, c := range e.Decisions {
		if c.Document != a.reference.Head().Document {
			continue
		}
		if c.After != nil {
			a.decisions[c.ID] = *c.After
		} else {
			delete(a.decisions, c.ID)
		}
	}
	if slices.ContainsFunc(a.sets, func(s *annotation.Set) bool { return concerns(e, s.Head().ID) }) {
		a.compare()
	} else {
		a.read()
	}
	return errors.Join(errs...)
}

// concerns tells whether an edit changes marks or links of a set.
func concerns(e annotation.Edit, set annotation.ID) bool {
	return slices.ContainsFunc(e.Spans, func(c annotation.Change[annotation.Span]) bool {
		return c.Before != nil && c.Before.Set() == set || c.After != nil && c.After.Set() == set
	}) || slices.ContainsFunc(e.Relations, func(c annotation.Change[annotation.Relation]) bool {
		return c.Before != nil && c.Before.Set == set || c.After != nil && c.After.Set == set
	})
}
