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

// AddRelation links two spans of the set. Errors: ErrNotFound, ErrAgainstScheme, DuplicateRelation.
func (s *Set) AddRelation(kind string, from, to ID, origin Origin) (Edit, error) {
	a, b := s.spans.get(from), s.spans.get(to)
	if a == nil || b == nil {
		return Edit{}, fmt.Errorf("link marks %s and %s: %w", from, to, ErrNotFound)
	}
	if err := s.scheme.CheckRelation(kind, a.Label(), b.Label()); err != nil {
		return Edit{}, err
	}
	if there, ok := s.linked(kind, from, to); ok {
		return Edit{}, &DuplicateRelation{there}
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
// ErrNotFound, ErrAgainstScheme, DuplicateRelation.
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
	if there, ok := s.linked(kind, after.From, after.To); ok {
		return Edit{}, &DuplicateRelation{there}
	}
	e := s.edit(fmt.Sprintf("retype link %s as %s", before.Type, kind))
	e.Relations = []Change[Relation]{{ID: id, Document: s.head.Document, Before: &before, After: &after}}
	return e, nil
}

// linked finds the relation of a type from one span to another.
func (s *Set) linked(kind string, from, to ID) (Relation, bool) {
	for _, r := range s.Relations(from) {
		if r.Type == kind && r.From == from && r.To == to {
			return r, true
		}
	}
	return Relation{}, false
}

// Link is a relation that could be made: its type and its ends in the scheme's direction.
type Link struct {
	Type     RelationType
	From, To ID
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
		for _, l := range []Link{{t, a, b}, {t, b, a}} {
			_, there := s.linked(t.ID, l.From, l.To)
			if !there && t.Joins(s.spans.get(l.From).Label(), s.spans.get(l.To).Label()) {
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
