package compare

import (
	"fmt"
	"strings"

	"rubricator/annotation"
)

// Score is how near an annotator's marks are to the reference, counted in marks.
type Score struct {
	Marks     int // of the annotator
	Reference int // of the reference

	Exact   int // have the ranges and label of a mark of the reference
	Overlap int // have its label and share text with it; the exact ones are among them

	Missing, Extra, Boundary, Label, Role, Attribute, Relation int // differences by class
}

// NewScore holds an annotator's set against the reference of the same document.
func NewScore(mine, reference *annotation.Set) Score {
	s := Score{Marks: mine.Len(), Reference: reference.Len()}
	for _, g := range Compare([]*annotation.Set{mine, reference}) {
		s.count(&g)
	}
	return s
}

func (s *Score) count(g *Group) {
	for class, n := range map[Class]*int{Boundary: &s.Boundary, Label: &s.Label, Role: &s.Role, Attribute: &s.Attribute, Relation: &s.Relation} {
		if g.Classes.Has(class) {
			*n++
		}
	}
	switch {
	case g.Spans[0] == nil:
		s.Missing++
	case g.Spans[1] == nil:
		s.Extra++
	case !g.Classes.Has(Label | Role):
		s.Overlap++
		if !g.Classes.Has(Boundary) {
			s.Exact++
		}
	}
}

// Plus is the score of two documents together.
func (s Score) Plus(o Score) Score {
	return Score{s.Marks + o.Marks, s.Reference + o.Reference, s.Exact + o.Exact, s.Overlap + o.Overlap,
		s.Missing + o.Missing, s.Extra + o.Extra, s.Boundary + o.Boundary, s.Label + o.Label, s.Role + o.Role,
		s.Attribute + o.Attribute, s.Relation + o.Relation}
}

// ExactF1 is the harmonic mean of precision and recall of marks with just the ranges and label of the reference's; ok is false where
// nothing is marked at all.
func (s Score) ExactF1() (f1 float64, ok bool) { return s.f1(s.Exact) }

// OverlapF1 is that of marks which share text with one of the same label, matched one to one.
func (s Score) OverlapF1() (f1 float64, ok bool) { return s.f1(s.Overlap) }

func (s Score) f1(matched int) (float64, bool) {
	if s.Marks+s.Reference == 0 {
		return 0, false
	}
	return 2 * float64(matched) / float64(s.Marks+s.Reference), true
}

// String is the score as people read it: "7 of 9 marks as in the reference; 1 missing, 2 with other bounds. F1 0.78 exact, 0.89
// overlapping."
func (s Score) String() string {
	exact, ok := s.ExactF1()
	if !ok {
		return "Nothing is marked, and nothing is to be."
	}
	overlap, _ := s.OverlapF1()
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{
		{s.Missing, "missing"}, {s.Extra, "too many"}, {s.Boundary, "with other bounds"}, {s.Label, "with another label"},
		{s.Role, "with another role"}, {s.Attribute, "with other values"}, {s.Relation, "with other links"},
	} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.what))
		}
	}
	differences := ""
	if len(parts) > 0 {
		differences = "; " + strings.Join(parts, ", ")
	}
	return fmt.Sprintf("%d of %d marks as in the reference%s. F1 %.2f exact, %.2f overlapping.", s.Exact, s.Reference, differences, exact, overlap)
}
