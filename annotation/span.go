package annotation

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unique"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// LabelRole is a label of the scheme and the part a span plays under it. Role is empty under a label without roles.
type LabelRole struct {
	Label string
	Role  string
}

func (l LabelRole) String() string {
	if l.Role == "" {
		return l.Label
	}
	return l.Label + "." + l.Role
}

// Origin tells how a mark came about.
type Origin string

// The origins of marks.
const (
	OriginSelection Origin = "selection" // made from a selection
	OriginUnit      Origin = "unit"      // made from the unit at the caret
	OriginRule      Origin = "rule"      // a link that followed from positions
	OriginImport    Origin = "import"    // came with a file
)

// Span is one mark: labelled ranges of a document by one annotator. It is a value; With... give changed ones. In
// memory a span takes 64 bytes, so that 100,000 of them stay small.
type Span struct {
	ID    ID
	set   unique.Handle[ID]
	label unique.Handle[LabelRole]
	first rangeset.Range
	quote string
	rest  *rest // what most spans do not have
}

// rest is never changed once a span holds it.
type rest struct {
	more       []rangeset.Range
	attributes map[string][]string
	note       string
	origin     Origin
}

// usual is the rest of a span made from a selection, shared by all of them.
var usual = &rest{origin: OriginSelection}

// NewSpan makes a span of t in the set. The ranges must be ordered, not empty and inside the text, as Set.AddSpan and
// the importers see to; they are kept exactly.
func NewSpan(id, set ID, l LabelRole, t *text.Text, ranges []rangeset.Range, origin Origin) Span {
	s := Span{ID: id, set: unique.Make(set), label: unique.Make(l), rest: usual}
	s.setRanges(t, ranges)
	if origin != OriginSelection {
		s.change(func(r *rest) { r.origin = origin })
	}
	return s
}

func (s *Span) setRanges(t *text.Text, ranges []rangeset.Range) {
	s.first = ranges[0]
	s.quote = Quote(t, ranges)
	if len(ranges) > 1 || len(s.rest.more) > 0 {
		s.change(func(r *rest) { r.more = slices.Clone(ranges[1:]) })
	}
}

func (s *Span) change(f func(*rest)) {
	r := *s.rest
	f(&r)
	s.rest = &r
}

// Quote is the text that the ranges cover, joined by one space where there are several.
func Quote(t *text.Text, ranges []rangeset.Range) string {
	if len(ranges) == 1 {
		return t.Slice(ranges[0].Start, ranges[0].End)
	}
	parts := make([]string, len(ranges))
	for i, r := range ranges {
		parts[i] = t.Slice(r.Start, r.End)
	}
	return strings.Join(parts, " ")
}

// Set is the ID of the set that the span belongs to.
func (s Span) Set() ID { return s.set.Value() }

// Label is the span's label and role.
func (s Span) Label() LabelRole { return s.label.Value() }

// Ranges gives the ranges in order. The slice is the caller's.
func (s Span) Ranges() []rangeset.Range {
	return append([]rangeset.Range{s.first}, s.rest.more...)
}

// Hull is the stretch from the first bound to the last.
func (s Span) Hull() rangeset.Range {
	h := s.first
	for _, r := range s.rest.more {
		h.Start, h.End = min(h.Start, r.Start), max(h.End, r.End)
	}
	return h
}

// Covers tells whether one of the ranges holds p or ends there.
func (s Span) Covers(p text.Pos) bool {
	return s.first.Touches(p) || slices.ContainsFunc(s.rest.more, func(r rangeset.Range) bool { return r.Touches(p) })
}

// Len is the number of code points covered.
func (s Span) Len() text.Pos {
	n := s.first.Len()
	for _, r := range s.rest.more {
		n += r.Len()
	}
	return n
}

// Quote is the covered text, the ranges joined by one space.
func (s Span) Quote() string { return s.quote }

// Note is what the annotator wrote on the span.
func (s Span) Note() string { return s.rest.note }

// Origin tells how the span came about.
func (s Span) Origin() Origin { return s.rest.origin }

// Attributes gives the values of each attribute. The map must not be changed.
func (s Span) Attributes() map[string][]string { return s.rest.attributes }

// WithLabel is the span under another label.
func (s Span) WithLabel(l LabelRole) Span {
	s.label = unique.Make(l)
	return s
}

// WithNote is the span with another note.
func (s Span) WithNote(note string) Span {
	s.change(func(r *rest) { r.note = note })
	return s
}

// WithRanges is the span on other ranges of its text.
func (s Span) WithRanges(t *text.Text, ranges []rangeset.Range) Span {
	s.setRanges(t, ranges)
	return s
}

// sharing is the span with its quote cut out of t, so that it takes no memory of its own. It is not found where the
// text does not read so.
func (s Span) sharing(t *text.Text) (Span, error) {
	if end := s.Hull().End; end > t.Len() {
		return s, fmt.Errorf("mark %s: ends at %d, behind the text's end at %d", s.ID, end, t.Len())
	}
	quote := Quote(t, s.Ranges())
	if quote != s.quote {
		return s, fmt.Errorf("mark %s: the text reads %q where the mark says %q", s.ID, quote, s.quote)
	}
	if len(s.rest.more) == 0 {
		s.quote = quote
	}
	return s, nil
}

// spanJSON is the written form. Bounds are code points.
type spanJSON struct {
	ID         ID                  `json:"id"`
	Set        ID                  `json:"set"`
	Label      string              `json:"label"`
	Role       string              `json:"role,omitempty"`
	Ranges     [][2]text.Pos       `json:"ranges"`
	Quote      string              `json:"quote"`
	Attributes map[string][]string `json:"attributes,omitempty"`
	Note       string              `json:"note,omitempty"`
	Origin     Origin              `json:"origin"`
}

// MarshalJSON writes the form that the journal keeps.
func (s Span) MarshalJSON() ([]byte, error) {
	w := spanJSON{ID: s.ID, Set: s.Set(), Label: s.Label().Label, Role: s.Label().Role, Quote: s.quote,
		Attributes: s.rest.attributes, Note: s.rest.note, Origin: s.rest.origin}
	for _, r := range s.Ranges() {
		w.Ranges = append(w.Ranges, [2]text.Pos{r.Start, r.End})
	}
	return marshal(w)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (s *Span) UnmarshalJSON(b []byte) error {
	var r spanJSON
	if err := json.Unmarshal(b, &r); err != nil {
		return err
	}
	if len(r.Ranges) == 0 {
		return fmt.Errorf("mark %s: no ranges", r.ID)
	}
	*s = Span{ID: r.ID, set: unique.Make(r.Set), label: unique.Make(LabelRole{r.Label, r.Role}), quote: r.Quote, rest: usual}
	last := text.Pos(0)
	for i, b := range r.Ranges {
		if b[0] < last || b[1] <= b[0] {
			return fmt.Errorf("mark %s: range %d-%d is empty or out of order", r.ID, b[0], b[1])
		}
		last = b[1]
		if i == 0 {
			s.first = rangeset.Range{Start: b[0], End: b[1]}
		}
	}
	if len(r.Ranges) > 1 || r.Attributes != nil || r.Note != "" || r.Origin != OriginSelection {
		s.rest = &rest{attributes: r.Attributes, note: r.Note, origin: r.Origin}
		for _, b := range r.Ranges[1:] {
			s.rest.more = append(s.rest.more, rangeset.Range{Start: b[0], End: b[1]})
		}
	}
	return nil
}
