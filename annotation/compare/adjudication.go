package compare

import (
	"bytes"
	"cmp"
	"errors"
	"slices"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
)

// Adjudication is choosing among the sets of annotators on one document for the reference. What all annotators agree on comes into the
// reference without a decision. A difference is open until it is decided, and again once one of its marks changes; what the reference
// has stays until then. A mark of the reference that all annotators have taken back is a difference too, with Left. Where the reviewer
// works on the reference by hand, what then departs from what all agree on is open until it is decided, and what is missing of it
// comes back, so that each departure has a decision that tells why. An Adjudication is not safe for concurrent use.
type Adjudication struct {
	reference *annotation.Set
	sets      []*annotation.Set
	decisions map[annotation.ID]annotation.Decision // by difference

	groups []Group
	places map[annotation.ID]place           // of the annotators' marks
	stand  map[annotation.ID][]annotation.ID // marks of the reference, by the marks of annotators that they stand for
	over   map[annotation.ID][]annotation.ID // differences that were decided, by the marks that the decisions were about
	came   map[annotation.ID][]annotation.ID // differences that were decided, by the marks of the reference that came of it
	left   map[annotation.ID]bool            // marks of the reference whose marks in the annotators' sets are gone
}

// place is where a mark of an annotator is: its group and its set.
type place struct{ group, set int }

// NewAdjudication holds two or more sets of annotators, and what was decided on their document, against the reference.
func NewAdjudication(reference *annotation.Set, sets []*annotation.Set, decisions []annotation.Decision) *Adjudication {
	a := &Adjudication{reference: reference, sets: sets, decisions: map[annotation.ID]annotation.Decision{},
		stand: map[annotation.ID][]annotation.ID{}, over: map[annotation.ID][]annotation.ID{}, came: map[annotation.ID][]annotation.ID{}}
	for _, d := range decisions {
		a.decided(d)
	}
	for _, sp := range reference.Spans() {
		a.stands(sp)
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
	a.places, a.left = map[annotation.ID]place{}, map[annotation.ID]bool{}
	for i := range a.groups {
		for k, sp := range a.groups[i].Spans {
			if sp != nil {
				a.places[sp.ID] = place{i, k}
			}
		}
	}
	for _, sp := range a.reference.Spans() {
		a.settle(sp.ID)
	}
}

// decided notes a decision.
func (a *Adjudication) decided(d annotation.Decision) {
	a.decisions[d.Difference] = d
	for _, mark := range d.Over {
		a.over[mark] = append(a.over[mark], d.Difference)
	}
	for _, sp := range d.Spans {
		a.came[sp] = append(a.came[sp], d.Difference)
	}
}

// undecided forgets a decision.
func (a *Adjudication) undecided(d annotation.Decision) {
	delete(a.decisions, d.Difference)
	for _, mark := range d.Over {
		drop(a.over, mark, d.Difference)
	}
	for _, sp := range d.Spans {
		drop(a.came, sp, d.Difference)
	}
}

// stands notes for which marks of annotators a mark of the reference stands.
func (a *Adjudication) stands(sp annotation.Span) {
	for _, mark := range sp.TakenFrom() {
		a.stand[mark] = append(a.stand[mark], sp.ID)
	}
}

func drop(from map[annotation.ID][]annotation.ID, key, id annotation.ID) {
	from[key] = slices.DeleteFunc(from[key], func(o annotation.ID) bool { return o == id })
	if len(from[key]) == 0 {
		delete(from, key)
	}
}

// settle finds out whether a mark of the reference is left.
func (a *Adjudication) settle(id annotation.ID) {
	delete(a.left, id)
	sp, ok := a.reference.Span(id)
	if !ok {
		return
	}
	if marks := a.cameFrom(sp); len(marks) > 0 && !slices.ContainsFunc(marks, a.isThere) {
		a.left[id] = true
	}
}

// cameFrom gives the annotators' marks that a mark of the reference stands for or, where the reviewer drew it, was decided over.
func (a *Adjudication) cameFrom(sp annotation.Span) []annotation.ID {
	marks := sp.TakenFrom()
	if len(marks) == 0 {
		for _, difference := range a.came[sp.ID] {
			marks = append(marks, a.decisions[difference].Over...)
		}
	}
	return marks
}

func (a *Adjudication) isThere(mark annotation.ID) bool {
	_, ok := a.places[mark]
	return ok
}

// leftOver gives the groups of what is left, in the order of the text.
func (a *Adjudication) leftOver() []Group {
	var out []Group
	for id := range a.left {
		sp, _ := a.reference.Span(id)
		out = append(out, a.ofLeft(&sp))
	}
	slices.SortFunc(out, func(a, b Group) int {
		return cmp.Or(rangeset.Compare(a.Range, b.Range), bytes.Compare(a.Key[:], b.Key[:]))
	})
	return out
}

// ofLeft is the group of a mark of the reference whose marks in the annotators' sets are gone.
func (a *Adjudication) ofLeft(sp *annotation.Span) Group {
	document := a.reference.Head().Document
	g := Group{Key: annotation.DifferenceID(document, [][]byte{value(sp)}), Document: document, Range: sp.Hull(),
		Spans: make([]*annotation.Span, len(a.sets)), Left: sp, Classes: Extra, over: a.cameFrom(*sp), reference: -1}
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
	return append(out, a.leftOver()...)
}

// Finished is the edit that calls the reference done; ok is false where it is not begun, where something is to be decided, or where it is done.
func (a *Adjudication) Finished() (e annotation.Edit, ok bool) {
	if a.reference.Len()+len(a.decisions) == 0 || len(a.Open()) > 0 {
		return e, false
	}
	return a.reference.SetStatus(annotation.Done)
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
	d, ok := a.decisions[g.Key]
	return d, ok
}

// earlier gives the decisions that were made on a group's marks, as they are or were.
func (a *Adjudication) earlier(g *Group) []annotation.Decision {
	var out []annotation.Decision
	add := func(difference annotation.ID) {
		d, ok := a.decisions[difference]
		if ok && !slices.ContainsFunc(out, func(o annotation.Decision) bool { return o.ID == d.ID }) {
			out = append(out, d)
		}
	}
	add(g.Key)
	for _, mark := range g.marks() {
		for _, difference := range a.over[mark] {
			add(difference)
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

// Stands gives the marks that the reference has for a group now.
func (a *Adjudication) Stands(g *Group) []annotation.Span {
	var out []annotation.Span
	for _, id := range a.standing(g) {
		sp, _ := a.reference.Span(id)
		out = append(out, sp)
	}
	return out
}

// Find finds a difference, or a group that agrees, by its key.
func (a *Adjudication) Find(key annotation.ID) (Group, bool) {
	for _, list := range [][]Group{a.groups, a.leftOver()} {
		for i := range list {
			if list[i].Key == key {
				return list[i], true
			}
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
	touched := append(a.applyDecisions(e), a.applyMarks(e)...)
	if slices.ContainsFunc(a.sets, func(s *annotation.Set) bool { return concerns(e, s.Head().ID) }) {
		a.compare()
	}
	for _, id := range touched {
		a.settle(id)
	}
	return errors.Join(errs...)
}

// applyDecisions takes in decisions, and gives the marks of the reference that they are about.
func (a *Adjudication) applyDecisions(e annotation.Edit) (touched []annotation.ID) {
	for _, c := range e.Decisions {
		if c.Document != a.reference.Head().Document {
			continue
		}
		if c.Before != nil {
			a.undecided(*c.Before)
			touched = append(touched, c.Before.Spans...)
		}
		if c.After != nil {
			a.decided(*c.After)
			touched = append(touched, c.After.Spans...)
		}
	}
	return touched
}

// applyMarks takes in marks of the reference, and gives them.
func (a *Adjudication) applyMarks(e annotation.Edit) (touched []annotation.ID) {
	mine := func(sp *annotation.Span) bool { return sp != nil && sp.Set() == a.reference.Head().ID }
	for _, c := range e.Spans {
		if mine(c.Before) {
			for _, mark := range c.Before.TakenFrom() {
				drop(a.stand, mark, c.ID)
			}
		}
		if mine(c.After) {
			a.stands(*c.After)
		}
		if mine(c.Before) || mine(c.After) {
			touched = append(touched, c.ID)
		}
	}
	return touched
}

// concerns tells whether an edit changes marks or links of a set.
func concerns(e annotation.Edit, set annotation.ID) bool {
	return slices.ContainsFunc(e.Spans, func(c annotation.Change[annotation.Span]) bool {
		return c.Before != nil && c.Before.Set() == set || c.After != nil && c.After.Set() == set
	}) || slices.ContainsFunc(e.Relations, func(c annotation.Change[annotation.Relation]) bool {
		return c.Before != nil && c.Before.Set == set || c.After != nil && c.After.Set == set
	})
}
