package annotation

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// Set is all marks of one annotator on one document, in memory. Its methods that give an Edit compute and touch
// nothing; Apply changes the set. A Set is not safe for concurrent use.
type Set struct {
	head      SetHead
	stored    bool // whether the head has a row
	scheme    *Scheme
	text      *text.Text
	spans     spanTable
	index     *rangeset.Index[*Span] // one entry a range
	relations map[ID]Relation
	links     map[ID][]ID // relations by the span at either end
}

// NewSet makes the set that an annotator has on a document before the first mark.
func NewSet(document, annotator ID, t *text.Text, scheme *Scheme) *Set {
	return &Set{
		head:      SetHead{ID: SetID(document, annotator), Document: document, Annotator: annotator, Status: Todo},
		scheme:    scheme,
		text:      t,
		spans:     newSpanTable(nil),
		index:     &rangeset.Index[*Span]{},
		relations: map[ID]Relation{},
		links:     map[ID][]ID{},
	}
}

// LoadSet makes a set from its stored rows. Quotes share the memory of the text; a mark whose quote is not what the
// text says is left out and comes back in the error list, named.
func LoadSet(head SetHead, t *text.Text, scheme *Scheme, spans []Span, relations []Relation) (*Set, []error) {
	s := NewSet(head.Document, head.Annotator, t, scheme)
	s.head, s.stored = head, true
	var errs []error
	entries := make([]rangeset.Entry[*Span], 0, len(spans))
	kept := make([]Span, 0, len(spans))
	for _, sp := range spans {
		sp, err := sp.In(t)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		kept = append(kept, sp)
	}
	slices.SortStableFunc(kept, func(a, b Span) int { return bytes.Compare(a.ID[:], b.ID[:]) }) // as they were made
	s.spans = newSpanTable(kept)
	for i := range kept {
		sp := &kept[i]
		entries = append(entries, rangeset.Entry[*Span]{Range: sp.first, Value: sp})
		for _, r := range sp.rest.more {
			entries = append(entries, rangeset.Entry[*Span]{Range: r, Value: sp})
		}
	}
	s.index = rangeset.NewIndex(entries)
	for _, r := range relations {
		if s.spans.get(r.From) == nil || s.spans.get(r.To) == nil {
			errs = append(errs, fmt.Errorf("relation %s: an end is missing", r.ID))
			continue
		}
		s.addRelation(r)
	}
	return s, errs
}

// Head is the set's row as it would be stored.
func (s *Set) Head() SetHead { return s.head }

// Text is the document's text.
func (s *Set) Text() *text.Text { return s.text }

// Scheme is what the set's marks are held to.
func (s *Set) Scheme() *Scheme { return s.scheme }

// Len is the number of spans.
func (s *Set) Len() int { return s.spans.len() }

// Span finds a span.
func (s *Set) Span(id ID) (Span, bool) {
	if sp := s.spans.get(id); sp != nil {
		return *sp, true
	}
	return Span{}, false
}

// Touching appends to dst the ranges of spans that share a code point with the window, in order.
func (s *Set) Touching(dst []rangeset.Entry[*Span], window rangeset.Range) []rangeset.Entry[*Span] {
	return s.index.Overlapping(dst, window)
}

// Ranges is the number of ranges of all spans.
func (s *Set) Ranges() int { return s.index.Len() }

// RangeAt gives the i-th range in the order of the text, from 0, and the span it belongs to.
func (s *Set) RangeAt(i int) (rangeset.Range, Span) {
	e := s.index.At(i)
	return e.Range, *e.Value
}

// PlaceOf is the place of a span's first range among all ranges; ok is false when there is no such span.
func (s *Set) PlaceOf(id ID) (i int, ok bool) {
	sp := s.spans.get(id)
	if sp == nil {
		return 0, false
	}
	return s.index.Rank(sp.first, sp), true
}

// At gives the spans under a caret at p, smallest first. Spans that p is inside come before those that only end there.
func (s *Set) At(p text.Pos) []Span {
	var out []Span
	for _, e := range s.index.Overlapping(nil, rangeset.Range{Start: p - 1, End: p + 1}) {
		if e.Touches(p) && !slices.ContainsFunc(out, func(o Span) bool { return o.ID == e.Value.ID }) {
			out = append(out, *e.Value)
		}
	}
	inside := func(sp Span) bool {
		return slices.ContainsFunc(sp.Ranges(), func(r rangeset.Range) bool { return r.Contains(p) })
	}
	slices.SortStableFunc(out, func(a, b Span) int {
		if x, y := inside(a), inside(b); x != y {
			if x {
				return -1
			}
			return 1
		}
		return int(a.Len() - b.Len())
	})
	return out
}

// Spans gives all spans in the order of the text, outer before inner.
func (s *Set) Spans() []Span {
	out := make([]Span, 0, s.spans.len())
	for _, sp := range s.order() {
		out = append(out, *sp)
	}
	return out
}

// Next gives the span whose first range is the next in the text behind span id, or the first at or after p when id is
// zero; backwards, the one before, or the last that begins before p. Past the end it goes round. ok is false when
// there are no spans.
func (s *Set) Next(id ID, p text.Pos, forward bool) (Span, bool) {
	n := s.index.Len()
	if n == 0 {
		return Span{}, false
	}
	i, chosen := s.PlaceOf(id)
	if !chosen {
		i = s.index.Rank(rangeset.Range{Start: p, End: s.text.Len() + 1}, nil)
		if forward {
			i--
		}
	}
	for step := 1; ; step++ {
		k := i + step
		if !forward {
			k = i - step
		}
		e := s.index.At((k%n + n) % n)
		if e.Range == e.Value.first {
			return *e.Value, true
		}
	}
}

func (s *Set) order() []*Span {
	out := make([]*Span, 0, s.spans.len())
	for e := range s.index.All {
		if e.Range == e.Value.first {
			out = append(out, e.Value)
		}
	}
	return out
}

// Duplicate is the refusal of a mark that is there already.
type Duplicate struct{ Span Span }

func (d *Duplicate) Error() string {
	return fmt.Sprintf("mark %s: the same text has this label already", d.Span.Label())
}

// AddSpan marks the ranges, which are ordered and joined where they touch. Gestures hand in whole grapheme clusters
// without white space at the edges. The edit also begins the set, or sets a done one back to in work.
// Errors: Duplicate, ErrAgainstScheme, and ranges that are empty or outside the text.
func (s *Set) AddSpan(ranges []rangeset.Range, l LabelRole, origin Origin) (Edit, error) {
	sp, err := s.newSpan(ranges, l, origin)
	if err != nil {
		return Edit{}, err
	}
	e := s.edit("mark " + l.String())
	e.Spans = []Change[Span]{sp}
	return e, nil
}

// AddSpans marks each of the places by a span of its own, in one edit. Those that have the label already are passed over, and
// there is how many; where all have it, the edit has no changes. Errors as of AddSpan, but for Duplicate.
func (s *Set) AddSpans(places []rangeset.Range, l LabelRole, origin Origin) (e Edit, there int, err error) {
	spans := make([]Change[Span], 0, len(places))
	for _, r := range places {
		sp, err := s.newSpan([]rangeset.Range{r}, l, origin)
		switch {
		case err == nil:
			spans = append(spans, sp)
		case errors.As(err, new(*Duplicate)):
			there++
		default:
			return Edit{}, 0, err
		}
	}
	name := "mark " + l.String()
	if len(spans) != 1 {
		name = fmt.Sprintf("%s %d times", name, len(spans))
	}
	if len(spans) == 0 {
		return NewEdit(name), there, nil
	}
	e = s.edit(name)
	e.Spans = spans
	return e, there, nil
}

// newSpan is the insert of a span.
func (s *Set) newSpan(ranges []rangeset.Range, l LabelRole, origin Origin) (Change[Span], error) {
	ranges = rangeset.Union(ranges)
	if err := s.checkRanges(ranges); err != nil {
		return Change[Span]{}, err
	}
	if err := s.scheme.CheckSpan(l); err != nil {
		return Change[Span]{}, err
	}
	if sp, ok := s.same(ranges, l); ok {
		return Change[Span]{}, &Duplicate{sp}
	}
	sp := NewSpan(s.newSpanID(ranges, l, origin), s.head.ID, l, s.text, ranges, origin).underScheme(s.scheme.Version)
	return Change[Span]{ID: sp.ID, Document: s.head.Document, After: &sp}, nil
}

func (s *Set) newSpanID(ranges []rangeset.Range, l LabelRole, origin Origin) ID {
	if !origin.IsDerived() {
		return NewID()
	}
	return deriveID("span", s.head.ID[:], []byte(l.String()), fmt.Append(nil, ranges))
}

// IsMarked tells whether a span of just this range has the label.
func (s *Set) IsMarked(r rangeset.Range, l LabelRole) bool {
	_, ok := s.same([]rangeset.Range{r}, l)
	return ok
}

func (s *Set) checkRanges(ranges []rangeset.Range) error {
	if len(ranges) == 0 {
		return fmt.Errorf("mark: nothing is selected")
	}
	if h := rangeset.Hull(ranges); h.Start < 0 || h.End > s.text.Len() {
		return fmt.Errorf("mark %s: outside the text of %d characters", h, s.text.Len())
	}
	return nil
}

// same finds the span with these ranges and this label.
func (s *Set) same(ranges []rangeset.Range, l LabelRole) (Span, bool) {
	for _, e := range s.index.Overlapping(nil, ranges[0]) {
		if e.Range == ranges[0] && e.Value.Label() == l && slices.Equal(e.Value.Ranges(), ranges) {
			return *e.Value, true
		}
	}
	return Span{}, false
}

// edit begins an edit of this set's marks: it makes the set's row with the first mark, and sets a done one back.
func (s *Set) edit(name string) Edit {
	e := NewEdit(name)
	if s.head.Status != InWork {
		e.Sets = s.headChange(s.head.withStatus(InWork))
	}
	return e
}

// RemoveSpan takes a span and its relations out, in one edit. The error is ErrNotFound.
func (s *Set) RemoveSpan(id ID) (Edit, error) {
	sp, ok := s.Span(id)
	if !ok {
		return Edit{}, fmt.Errorf("delete mark %s: %w", id, ErrNotFound)
	}
	e := s.edit("delete " + sp.Label().String())
	e.Spans = []Change[Span]{{ID: id, Document: s.head.Document, Before: &sp}}
	for _, r := range s.Relations(id) {
		e.Relations = append(e.Relations, Change[Relation]{ID: r.ID, Document: s.head.Document, Before: &r})
	}
	return e, nil
}

// Remove takes the document and all marks of this set on it out of the project, in one edit.
func (s *Set) Remove(d Document) (Edit, error) {
	if d.ID != s.head.Document {
		return Edit{}, fmt.Errorf("remove %q: %w", d.Title, ErrNotFound)
	}
	e := NewEdit("remove " + d.Title)
	e.Documents = []Change[Document]{{ID: d.ID, Document: d.ID, Before: &d}}
	if s.stored {
		head := s.head
		e.Sets = []Change[SetHead]{{ID: head.ID, Document: d.ID, Before: &head}}
	}
	for _, sp := range s.Spans() {
		e.Spans = append(e.Spans, Change[Span]{ID: sp.ID, Document: d.ID, Before: &sp})
	}
	for _, r := range s.relations {
		e.Relations = append(e.Relations, Change[Relation]{ID: r.ID, Document: d.ID, Before: &r})
	}
	return e, nil
}

// Relabel gives a span another label. Relations that would then be against the scheme go with it where they followed from positions.
// Errors: ErrNotFound, ErrAgainstScheme (also where such a relation was made by hand), Duplicate.
func (s *Set) Relabel(id ID, l LabelRole) (Edit, error) {
	sp, ok := s.Span(id)
	if !ok {
		return Edit{}, fmt.Errorf("relabel mark %s: %w", id, ErrNotFound)
	}
	if err := s.scheme.CheckSpan(l); err != nil {
		return Edit{}, err
	}
	if other, ok := s.same(sp.Ranges(), l); ok {
		return Edit{}, &Duplicate{other}
	}
	e := s.update(fmt.Sprintf("relabel %s as %s", sp.Label(), l), sp, sp.WithLabel(l))
	var err error
	e.Relations, err = s.unfit(id, l)
	if err != nil {
		return Edit{}, err
	}
	return e, nil
}

// SetNote writes a note on a span. The error is ErrNotFound.
func (s *Set) SetNote(id ID, note string) (Edit, error) {
	sp, ok := s.Span(id)
	if !ok {
		return Edit{}, fmt.Errorf("note on mark %s: %w", id, ErrNotFound)
	}
	return s.update("note on "+sp.Label().String(), sp, sp.WithNote(note)), nil
}

// SetAttribute gives a span these values of an attribute, or none. Errors: ErrNotFound; ErrAgainstScheme, which says what the
// attribute takes.
func (s *Set) SetAttribute(id ID, attribute string, values ...string) (Edit, error) {
	sp, ok := s.Span(id)
	if !ok {
		return Edit{}, fmt.Errorf("%s of mark %s: %w", attribute, id, ErrNotFound)
	}
	if err := s.scheme.CheckAttribute(sp.Label(), attribute, values); err != nil {
		return Edit{}, err
	}
	return s.update(fmt.Sprintf("%s of %s", attribute, sp.Label()), sp, sp.withValues(attribute, values)), nil
}

func (s *Set) update(name string, before, after Span) Edit {
	e := s.edit(name)
	e.Spans = []Change[Span]{{ID: before.ID, Document: s.head.Document, Before: &before, After: &after}}
	return e
}

func (s *Set) addSpan(sp Span) {
	if shared, err := sp.In(s.text); err == nil {
		sp = shared
	}
	s.spans.put(&sp)
	for _, r := range sp.Ranges() {
		s.index.Insert(r, &sp)
	}
}

func (s *Set) removeSpan(id ID) {
	sp := s.spans.get(id)
	for _, r := range sp.Ranges() {
		s.index.Delete(r, sp)
	}
	s.spans.remove(id)
}
