package annotation

import (
	"fmt"
	"slices"
)

// RelationType says which spans a relation may join. Ends are written "label" or "label.role".
type RelationType struct {
	ID   string   `json:"id"`
	Name string   `json:"name"`
	From []string `json:"from"`
	To   []string `json:"to"`

	Definition string   `json:"definition,omitempty"`
	Module     string   `json:"module,omitempty"`   // that it belongs to; empty: it is always there
	Position   Position `json:"position,omitempty"` // where marks stand that are linked so as soon as they are made; empty: links are made by hand
	Retired    bool     `json:"retired,omitempty"`

	Symmetric bool `json:"symmetric,omitempty"` // it says the same in both directions
	Acyclic   bool `json:"acyclic,omitempty"`   // no chain of such links leads back to where it began
	Least     int  `json:"least,omitempty"`     // how many of them a mark that they go from has where it is complete
	Most      int  `json:"most,omitempty"`      // how many go from one mark at most; 0: any number
}

// Position says how two marks stand to each other that are linked by position.
type Position string

// The positions.
const (
	PositionPart     Position = "part"     // both are made in one act, as parts of one attribution
	PositionInside   Position = "inside"   // the mark it goes from lies in the one it goes to
	PositionHolds    Position = "holds"    // the mark it goes to lies in the one it goes from
	PositionCompared Position = "compared" // words of comparison stand between them
)

var positions = []Position{"", PositionPart, PositionInside, PositionHolds, PositionCompared}

// CheckRelation tells whether a relation of this type may join two such spans; the error is ErrAgainstScheme.
func (s *Scheme) CheckRelation(kind string, from, to LabelRole) error {
	i := slices.IndexFunc(s.Relations, func(r RelationType) bool { return r.ID == kind })
	if i < 0 {
		return fmt.Errorf("%w %q: it has no relation %q", ErrAgainstScheme, s.Name, kind)
	}
	switch t := s.Relations[i]; {
	case t.Retired:
		return fmt.Errorf("%w %q: the relation %q is retired", ErrAgainstScheme, s.Name, kind)
	case !s.IsOn(t.Module):
		return fmt.Errorf("%w %q: the relation %q belongs to its part %q, which is switched off", ErrAgainstScheme, s.Name, kind, t.Module)
	}
	if !s.Relations[i].Joins(from, to) {
		return fmt.Errorf("%w %q: %s does not go from %s to %s", ErrAgainstScheme, s.Name, kind, from, to)
	}
	return nil
}

// Joins tells whether a relation of this type may go from one such span to another.
func (t RelationType) Joins(from, to LabelRole) bool { return t.GoesFrom(from) && hasEnd(t.To, to) }

// GoesTo tells whether the type can end at a label.
func (t RelationType) GoesTo(l LabelRole) bool { return hasEnd(t.To, l) }

// GoesFrom tells whether a relation of this type may go from such a span.
func (t RelationType) GoesFrom(l LabelRole) bool { return hasEnd(t.From, l) }

func hasEnd(ends []string, l LabelRole) bool {
	return slices.Contains(ends, l.Label) || slices.Contains(ends, l.String())
}

// RelationType finds a type of relation by its ID.
func (s *Scheme) RelationType(id string) (RelationType, bool) {
	i := slices.IndexFunc(s.Relations, func(r RelationType) bool { return r.ID == id })
	if i < 0 {
		return RelationType{}, false
	}
	return s.Relations[i], true
}

// NameOfRelation is a link's type as people read it.
func (s *Scheme) NameOfRelation(r Relation) string {
	if t, ok := s.RelationType(r.Type); ok {
		return t.Name
	}
	return r.Type
}
