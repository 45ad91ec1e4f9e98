package annotation

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"

	"rubricator/annotation/rangeset"
)

// Draft is a mark that is to be made.
type Draft struct {
	Label      LabelRole
	Ranges     []rangeset.Range
	Attributes map[string][]string
	Note       string      // of a mark or suggestion that was made elsewhere
	Of         *Suggestion // that is accepted by it; nil: none
}

// AddDrafts makes several marks and the links between and around them, as one edit. A mark that is there already is taken as it is;
// it is a Duplicate when all are. links gives the relations to make, between what was made and other spans; those that the scheme
// does not allow are passed over. made are the spans in the order of the drafts. Other errors as of AddSpan.
func (s *Set) AddDrafts(drafts []Draft, origin Origin, links func(made []Span) []Link) (e Edit, made []Span, err error) {
	if len(drafts) == 0 {
		return Edit{}, nil, fmt.Errorf("mark: nothing is selected")
	}
	e = s.edit("mark " + drafts[0].Label.String())
	var first *Duplicate
	for _, d := range drafts {
		c, err := s.newDraft(d, origin)
		var there *Duplicate
		switch {
		case errors.As(err, &there):
			made = append(made, there.Span)
			if first == nil {
				first = there
			}
		case err != nil:
			return Edit{}, nil, err
		default:
			e.Spans = append(e.Spans, c)
			made = append(made, *c.After)
		}
	}
	if len(e.Spans) == 0 {
		return Edit{}, nil, first
	}
	if links != nil {
		e.Relations = s.linkDrafts(made, links(made), origin)
	}
	return e, made, nil
}

// newDraft is the insert of a draft's span. One that accepts a suggestion has its values, and tells of which model it was.
func (s *Set) newDraft(d Draft, origin Origin) (Change[Span], error) {
	values := maps.Clone(d.Attributes)
	if d.Of != nil {
		origin, values = OriginSuggestion, d.Of.values(s.scheme)
	}
	c, err := s.newSpan(d.Ranges, d.Label, origin)
	if err != nil {
		return c, err
	}
	for attribute, v := range values {
		if err := s.scheme.CheckAttribute(d.Label, attribute, v); err != nil {
			return Change[Span]{}, err
		}
	}
	*c.After = c.After.withAttributes(values)
	if d.Note != "" {
		*c.After = c.After.WithNote(d.Note)
	}
	return c, nil
}

// linkDrafts are the inserts of the links that the scheme allows.
func (s *Set) linkDrafts(made []Span, links []Link, origin Origin) []Change[Relation] {
	label := func(id ID) (LabelRole, bool) {
		if i := slices.IndexFunc(made, func(sp Span) bool { return sp.ID == id }); i >= 0 {
			return made[i].Label(), true
		}
		sp, ok := s.Span(id)
		return sp.Label(), ok
	}
	var out []Change[Relation]
	for _, l := range links {
		from, ok1 := label(l.From)
		to, ok2 := label(l.To)
		r := Relation{NewID(), s.head.ID, l.Type.ID, l.From, l.To, cmp.Or(l.Origin, OriginRule)}
		if origin.IsDerived() {
			r.ID = deriveID("relation", s.head.ID[:], []byte(r.Type), r.From[:], r.To[:])
		}
		if !ok1 || !ok2 || s.scheme.CheckRelation(r.Type, from, to) != nil || s.checkLink(r) != nil || !fits(out, r, l.Type) {
			continue
		}
		out = append(out, Change[Relation]{ID: r.ID, Document: s.head.Document, After: &r})
	}
	return out
}

// fits tells whether a relation can stand beside those that are to be made with it.
func fits(others []Change[Relation], r Relation, t RelationType) bool {
	n := 0
	for _, c := range others {
		o := c.After
		if o.Type != r.Type {
			continue
		}
		if o.From == r.From && o.To == r.To || t.Symmetric && o.From == r.To && o.To == r.From {
			return false
		}
		if o.From == r.From {
			n++
		}
	}
	return t.Most == 0 || n < t.Most
}
