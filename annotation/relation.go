package annotation

import (
	"fmt"
	"slices"

	"rubricator/annotation/text"
)

// Relation is a directed, typed link between two spans of one set.
type Relation struct {
	ID     ID     `json:"id"`
	Set    ID     `json:"set"`
	Type   string `json:"type"`
	From   ID     `json:"from"`
	To     ID     `json:"to"`
	Origin Origin `json:"origin"`
}

// Other is the end that span is not.
func (r Relation) Other(span ID) ID {
	if r.From == span {
		return r.To
	}
	return r.From
}

// Relations gives the relations at either end of a span.
func (s *Set) Relations(span ID) []Relation {
	var out []Relation
	for _, id := range s.links[span] {
		out = append(out, s.relations[id])
	}
	return out
}

// Linked gives a span and all that links lead to from it, in either direction; nothing for one that is not there.
func (s *Set) Linked(span ID) []ID {
	if s.spans.get(span) == nil {
		return nil
	}
	out, seen := []ID{span}, map[ID]bool{span: true}
	for i := 0; i < len(out); i++ {
		for _, id := range s.links[out[i]] {
			if other := s.relations[id].Other(out[i]); !seen[other] {
				seen[other] = true
				out = append(out, other)
			}
		}
	}
	return out
}

// WholeOf finds the span that another is a part of: the content of a source or a cue.
func (s *Set) WholeOf(part ID) (Span, bool) {
	for _, r := range s.Relations(part) {
		if t, ok := s.scheme.RelationType(r.Type); ok && t.Position == PositionPart && r.To == part {
			return s.Span(r.From)
		}
	}
	return Span{}, false
}

// Relation finds a relation.
func (s *Set) Relation(id ID) (Relation, bool) {
	r, ok := s.relations[id]
	return r, ok
}

// DuplicateRelation is the refusal of a link that is there already.
type DuplicateRelation struct{ Relation Relation }

func (d *DuplicateRelation) Error() string {
	return fmt.Sprintf("link %s: these marks are linked so already", d.Relation.Type)
}

// AddRelation links two spans of the set. Errors: ErrNotFound; ErrAgainstScheme, also where the type allows no more links from the
// mark or no round; DuplicateRelation.
func (s *Set) AddRelation(kind string, from, to ID, origin Origin) (Edit, error) {
	a, b := s.spans.get(from), s.spans.get(to)
	if a == nil || b == nil {
		return Edit{}, fmt.Errorf("link marks %s and %s: %w", from, to, ErrNotFound)
	}
	if err := s.scheme.CheckRelation(kind, a.Label(), b.Label()); err != nil {
		return Edit{}, err
	}
	if err := s.checkLink(Relation{Type: kind, From: from, To: to}); err != nil {
		return Edit{}, err
	}
	r := Relation{NewID(), s.head.ID, kind, from, to, origin}
	e := s.edit("link " + kind)
	e.Relations = []Change[Relation]{{ID: r.ID, Document: s.head.Document, After: &r}}
	return e, nil
}

// RemoveRelation takes a link out. The error is ErrNotFound.
func (s *Set) RemoveRelation(id ID) (Edit, error) {
	r, ok := s.relations[id]
	if !ok {
		return Edit{}, fmt.Errorf("delete link %s: %w", id, ErrNotFound)
	}
	e := s.edit("delete link " + r.Type)
	e.Relations = []Change[Relation]{{ID: id, Document: s.head.Document, Before: &r}}
	return e, nil
}

// Retype makes a link one of another type; where the scheme has that type the other way round, its ends swap. Errors:
// as of AddRelation.
func (s *Set) Retype(id ID, kind string) (Edit, error) {
	before, ok := s.relations[id]
	if !ok {
		return Edit{}, fmt.Errorf("retype link %s: %w", id, ErrNotFound)
	}
	after := before
	after.Type = kind
	from, to := s.spans.get(before.From).Label(), s.spans.get(before.To).Label()
	if err := s.scheme.CheckRelation(kind, from, to); err != nil {
		if s.scheme.CheckRelation(kind, to, from) != nil {
			return Edit{}, err
		}
		after.From, after.To = before.To, before.From
	}
	if err := s.checkLink(after); err != nil {
		return Edit{}, err
	}
	e := s.edit(fmt.Sprintf("retype link %s as %s", before.Type, kind))
	e.Relations = []Change[Relation]{{ID: id, Document: s.head.Document, Before: &before, After: &after}}
	return e, nil
}

// checkLink tells whether a relation may stand beside those that are there. Its ends are of labels that its type joins.
func (s *Set) checkLink(r Relation) error {
	if there, ok := s.linked(r.Type, r.From, r.To); ok {
		return &DuplicateRelation{there}
	}
	return s.checkLimits(s.scheme, r)
}

// checkLimits tells whether a scheme takes as many relations of this type as there are with this one, and the way they lead.
func (s *Set) checkLimits(scheme *Scheme, r Relation) error {
	t, _ := scheme.RelationType(r.Type)
	if r.From == r.To {
		return fmt.Errorf("%w %q: %s does not go from a mark to itself", ErrAgainstScheme, scheme.Name, r.Type)
	}
	if n := s.outgoing(r); t.Most > 0 && n >= t.Most {
		return fmt.Errorf("%w %q: %s goes from a mark %s at most", ErrAgainstScheme, scheme.Name, r.Type, times(t.Most))
	}
	if t.Acyclic && s.leads(r.To, r.From, r) {
		return fmt.Errorf("%w %q: %s would lead back to where it began", ErrAgainstScheme, scheme.Name, r.Type)
	}
	return nil
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// outgoing counts the relations of r's type that go from where it does, itself left out.
func (s *Set) outgoing(r Relation) (n int) {
	for _, o := range s.Relations(r.From) {
		if o.Type == r.Type && o.From == r.From && o.ID != r.ID {
			n++
		}
	}
	return n
}

// leads tells whether relations of r's type lead from one span to another, itself left out.
func (s *Set) leads(from, to ID, r Relation) bool {
	seen, next := map[ID]bool{from: true}, []ID{from}
	for len(next) > 0 {
		at := next[0]
		next = next[1:]
		if at == to {
			return true
		}
		for _, o := range s.Relations(at) {
			if o.Type == r.Type && o.From == at && o.ID != r.ID && !seen[o.To] {
				seen[o.To] = true
				next = append(next, o.To)
			}
		}
	}
	return false
}

// linked finds the relation of a type from one span to another; where the type is symmetric, in either direction.
func (s *Set) linked(kind string, from, to ID) (Relation, bool) {
	t, _ := s.scheme.RelationType(kind)
	for _, r := range s.Relations(from) {
		if r.Type == kind && (r.From == from && r.To == to || t.Symmetric && r.From == to && r.To == from) {
			return r, true
		}
	}
	return Relation{}, false
}

// Link is a relation that could be made: its type and its ends in the scheme's direction.
type Link struct {
	Type     RelationType
	From, To ID
	Origin   Origin // empty: it follows from positions
}

// Links gives the relations that the scheme allows between two spans, in its order, each in the direction that it
// gives, and none that is there already.
func (s *Set) Links(a, b ID) []Link {
	x, y := s.spans.get(a), s.spans.get(b)
	if x == nil || y == nil || a == b {
		return nil
	}
	var out []Link
	for _, t := range s.scheme.Relations {
		for _, l := range []Link{{Type: t, From: a, To: b}, {Type: t, From: b, To: a}} {
			if t.Joins(s.spans.get(l.From).Label(), s.spans.get(l.To).Label()) && s.checkLink(Relation{Type: t.ID, From: l.From, To: l.To}) == nil {
				out = append(out, l)
				break
			}
		}
	}
	return out
}

func (s *Set) addRelation(r Relation) {
	s.relations[r.ID] = r
	s.links[r.From] = append(s.links[r.From], r.ID)
	if r.To != r.From {
		s.links[r.To] = append(s.links[r.To], r.ID)
	}
}

func (s *Set) removeRelation(r Relation) {
	delete(s.relations, r.ID)
	for _, end := range []ID{r.From, r.To} {
		ids := slices.DeleteFunc(s.links[end], func(id ID) bool { return id == r.ID })
		if s.links[end] = ids; len(ids) == 0 {
			delete(s.links, end)
		}
	}
}

// LinkTargets gives up to n spans that the scheme allows to be linked with a span and that are not linked so yet, the nearest in
// the text first. It looks at some thousand marks on either side.
func (s *Set) LinkTargets(id ID, n int) []ID {
	sp, ok := s.Span(id)
	if !ok {
		return nil
	}
	hull := sp.Hull()
	from, _ := s.PlaceOf(id)
	type target struct {
		id   ID
		away text.Pos
	}
	var found []target
	seen := map[ID]bool{id: true}
	for i := max(0, from-farthest); i < min(s.index.Len(), from+farthest); i++ {
		e := s.index.At(i)
		if other := e.Value.ID; !seen[other] {
			seen[other] = true
			if len(s.Links(id, other)) > 0 {
				found = append(found, target{other, max(e.Value.Hull().Start-hull.End, hull.Start-e.Value.Hull().End, 0)})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b target) int { return int(a.away - b.away) })
	out := make([]ID, min(n, len(found)))
	for i := range out {
		out[i] = found[i].id
	}
	return out
}

// farthest is how many ranges on either side of a mark are looked at for link targets.
const farthest = 2000
