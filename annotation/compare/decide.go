package compare

import (
	"fmt"
	"slices"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
)

// Ruling is what a reviewer says to a difference.
type Ruling struct {
	Choice annotation.DecisionChoice
	Took   []int              // the places of the annotators whose marks are taken; for a union or intersection none means all
	Own    []annotation.Draft // the marks that the reviewer drew
	By     annotation.ID      // the reviewer
	Reason string
}

// Decide is the edit of the reference by which a difference, or a group that agrees, is decided. What the reference had there goes; the
// links among what was taken come. Label, ranges and the scheme's attributes are taken, notes are not; a union or intersection has the
// label and attributes of the first mark taken. Errors: ErrNotFound, when a mark has changed since; ErrAgainstScheme for the reviewer's
// own marks; a choice that needs marks where there are none; an intersection of marks that share no text.
func (a *Adjudication) Decide(key annotation.ID, r Ruling) (annotation.Edit, error) {
	g, ok := a.Find(key)
	if !ok {
		return annotation.Edit{}, fmt.Errorf("decide a difference: its marks have changed: %w", annotation.ErrNotFound)
	}
	spans, err := a.ruled(&g, r)
	if err != nil {
		return annotation.Edit{}, err
	}
	for i, sp := range spans {
		spans[i] = sp.For(append(a.others(sp.ID, g.marks()), sp.TakenFrom()...))
	}
	out, kept := a.replaced(&g, spans)
	made := append(slices.Clone(spans), kept...)
	e := a.reference.Replace("decide "+g.Pattern(), out, made, a.links(made, out, nil))
	d := annotation.Decision{ID: annotation.DecisionID(g.Document, g.Key), Document: g.Document, Difference: g.Key,
		By: r.By, Choice: r.Choice, Reason: r.Reason}
	if g.Left == nil {
		d.Over = g.marks()
	}
	for _, i := range r.Took {
		d.Took = append(d.Took, g.Annotators[i])
	}
	for _, sp := range spans {
		d.Spans = append(d.Spans, sp.ID)
	}
	e.Decide(d, a.earlier(&g))
	return e, nil
}

// ruled gives the spans that a ruling brings into the reference.
func (a *Adjudication) ruled(g *Group, r Ruling) ([]annotation.Span, error) {
	for _, i := range r.Took {
		if i < 0 || i >= len(g.Spans) {
			return nil, fmt.Errorf("decide a difference: there is no set %d", i+1)
		}
	}
	switch r.Choice {
	case annotation.DecisionTake, annotation.DecisionBoth:
		if len(r.Took) == 0 {
			return nil, fmt.Errorf("decide a difference: no annotator is chosen")
		}
		return a.taken(g.of(r.Took))
	case annotation.DecisionUnion, annotation.DecisionIntersection:
		return a.merged(g, r)
	case annotation.DecisionOwn:
		return a.own(r.Own)
	case annotation.DecisionWrong, annotation.DecisionNothing:
		return nil, nil
	}
	return nil, fmt.Errorf("decide a difference: %q is no choice", r.Choice)
}

// of gives the marks of some of the annotators; those who have none are passed over.
func (g *Group) of(places []int) []*annotation.Span {
	var out []*annotation.Span
	for _, i := range places {
		if sp := g.Spans[i]; sp != nil {
			out = append(out, sp)
		}
	}
	return out
}

// taken gives the spans of the reference for marks, of which those of the same ranges and label are one.
func (a *Adjudication) taken(marks []*annotation.Span) ([]annotation.Span, error) {
	var out []annotation.Span
	for i, m := range marks {
		same := func(o *annotation.Span) bool { return differ(o, m) == 0 }
		if slices.ContainsFunc(marks[:i], same) {
			continue
		}
		var from []annotation.ID
		for _, o := range marks[i:] {
			if same(o) {
				from = append(from, o.ID)
			}
		}
		sp, err := a.reference.Taken(m.Ranges(), m.Label(), m.Given(), from, annotation.OriginDecided)
		if err != nil {
			return nil, err
		}
		out = append(out, sp)
	}
	return out, nil
}

// merged gives the span on the union or intersection of the marks' ranges.
func (a *Adjudication) merged(g *Group, r Ruling) ([]annotation.Span, error) {
	marks := g.of(r.Took)
	if len(r.Took) == 0 {
		marks = slices.DeleteFunc(slices.Clone(g.Spans), func(sp *annotation.Span) bool { return sp == nil })
	}
	if len(marks) == 0 {
		return nil, fmt.Errorf("merge bounds: nobody has a mark here")
	}
	ranges, from := marks[0].Ranges(), []annotation.ID{marks[0].ID}
	for _, m := range marks[1:] {
		from = append(from, m.ID)
		if r.Choice == annotation.DecisionUnion {
			ranges = rangeset.Union(append(ranges, m.Ranges()...))
		} else {
			ranges = intersection(ranges, m.Ranges())
		}
	}
	if len(ranges) == 0 {
		return nil, fmt.Errorf("merge bounds: the marks share no text")
	}
	sp, err := a.reference.Taken(ranges, marks[0].Label(), marks[0].Given(), from, annotation.OriginDecided)
	return []annotation.Span{sp}, err
}

// own gives the spans that a reviewer drew.
func (a *Adjudication) own(drafts []annotation.Draft) ([]annotation.Span, error) {
	if len(drafts) == 0 {
		return nil, fmt.Errorf("write your own: nothing is marked")
	}
	scheme := a.reference.Scheme()
	var out []annotation.Span
	for _, d := range drafts {
		if err := scheme.CheckSpan(d.Label); err != nil {
			return nil, err
		}
		for attribute, values := range d.Attributes {
			if err := scheme.CheckAttribute(d.Label, attribute, values); err != nil {
				return nil, err
			}
		}
		sp, err := a.reference.Taken(d.Ranges, d.Label, d.Attributes, nil, annotation.OriginDecided)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(out, func(o annotation.Span) bool { return o.ID == sp.ID }) {
			out = append(out, sp)
		}
	}
	return out, nil
}

// replaced says what becomes of what the reference has for a group: out goes, since no other mark of an annotator stands for it; kept
// stays for the marks of other groups. The group's new spans are not among them.
func (a *Adjudication) replaced(g *Group, spans []annotation.Span) (out []annotation.ID, kept []annotation.Span) {
	for _, id := range a.standing(g) {
		if slices.ContainsFunc(spans, func(sp annotation.Span) bool { return sp.ID == id }) {
			continue
		}
		sp, _ := a.reference.Span(id)
		if others := a.others(id, g.marks()); len(others) == 0 {
			out = append(out, id)
		} else {
			kept = append(kept, sp.For(others))
		}
	}
	return out, kept
}

// others gives the annotators' marks that a mark of the reference stands for beside some.
func (a *Adjudication) others(id annotation.ID, marks []annotation.ID) []annotation.ID {
	sp, ok := a.reference.Span(id)
	if !ok {
		return nil
	}
	return slices.DeleteFunc(sp.TakenFrom(), func(mark annotation.ID) bool { return slices.Contains(marks, mark) || !a.isThere(mark) })
}

// Agreed is the edit that brings into the reference what all annotators agree on, with the links among it; ok is false where there is
// nothing to bring. Two reviewers on two machines make the same rows. What a decision was made on is left to reviewers, and so is what
// the reference has in another form.
func (a *Adjudication) Agreed() (e annotation.Edit, ok bool) {
	var spans, linked []annotation.Span
	agreed, made := map[int]bool{}, map[annotation.ID]int{}
	for i := range a.groups {
		g := &a.groups[i]
		switch {
		case !g.IsAgreed() || len(a.earlier(g)) > 0:
		case a.isNew(g):
			sp := a.agreed(g)
			if k, twice := made[sp.ID]; twice { // annotators have the same mark twice
				spans[k] = spans[k].For(append(spans[k].TakenFrom(), sp.TakenFrom()...))
			} else {
				made[sp.ID] = len(spans)
				spans = append(spans, sp)
			}
			agreed[i] = true
		case a.isKept(g):
			for _, id := range a.standing(g) {
				sp, _ := a.reference.Span(id)
				linked = append(linked, sp)
			}
			agreed[i] = true
		}
	}
	linked = append(linked, spans...)
	e = a.reference.Replace("bring in what all agree on", nil, spans, a.links(linked, nil, func(group int) bool { return agreed[group] }))
	return e, len(e.Spans)+len(e.Relations) > 0
}

// agreed gives the span of the reference for a group that agrees.
func (a *Adjudication) agreed(g *Group) annotation.Span {
	m := g.eldest()
	sp, _ := a.reference.Taken(m.Ranges(), m.Label(), m.Given(), g.marks(), annotation.OriginAgreed) // a mark has ranges within the text
	return sp.For(append(a.others(sp.ID, g.marks()), sp.TakenFrom()...))
}
