package annotation

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// SetRanges puts a span on other ranges, which are ordered and joined where they touch. Errors: ErrNotFound, Duplicate,
// and ranges that are empty or outside the text. The edit has no changes when the ranges are what they were.
func (s *Set) SetRanges(id ID, ranges []rangeset.Range) (Edit, error) {
	return s.reshape("move the bounds of", id, func(Span) []rangeset.Range { return ranges })
}

// AddRanges has a span cover further ranges: an interrupted quotation is one span. Errors as of SetRanges.
func (s *Set) AddRanges(id ID, more []rangeset.Range) (Edit, error) {
	return s.reshape("add a range to", id, func(sp Span) []rangeset.Range { return append(sp.Ranges(), more...) })
}

// RemoveRange takes the range that p is in, or ends at, out of a span of several. Errors: ErrNotFound, also when no range is
// there; a span's only range, which goes with the span alone.
func (s *Set) RemoveRange(id ID, p text.Pos) (Edit, error) {
	sp, ok := s.Span(id)
	if !ok {
		return Edit{}, fmt.Errorf("take a range out of mark %s: %w", id, ErrNotFound)
	}
	ranges := sp.Ranges()
	i := rangeAt(ranges, p)
	switch {
	case i < 0:
		return Edit{}, fmt.Errorf("take a range out of mark %s: no range at %d: %w", id, p, ErrNotFound)
	case len(ranges) == 1:
		return Edit{}, fmt.Errorf("take a range out of mark %s: it is the only one", id)
	}
	return s.reshape("take a range out of", id, func(Span) []rangeset.Range { return slices.Delete(ranges, i, i+1) })
}

// rangeAt gives the range that holds p, else the one that ends at p, else -1.
func rangeAt(ranges []rangeset.Range, p text.Pos) int {
	if i := slices.IndexFunc(ranges, func(r rangeset.Range) bool { return r.Contains(p) }); i >= 0 {
		return i
	}
	return slices.IndexFunc(ranges, func(r rangeset.Range) bool { return r.Touches(p) })
}

func (s *Set) reshape(what string, id ID, to func(Span) []rangeset.Range) (Edit, error) {
	sp, ok := s.Span(id)
	if !ok {
		return Edit{}, fmt.Errorf("%s mark %s: %w", what, id, ErrNotFound)
	}
	name := what + " " + sp.Label().String()
	ranges := rangeset.Union(to(sp))
	if err := s.checkRanges(ranges); err != nil {
		return Edit{}, err
	}
	if slices.Equal(ranges, sp.Ranges()) {
		return NewEdit(name), nil
	}
	if there, ok := s.same(ranges, sp.Label()); ok {
		return Edit{}, &Duplicate{there}
	}
	return s.update(name, sp, sp.WithRanges(s.text, ranges)), nil
}

// Split cuts a span in two at p; white space at the cut belongs to neither. The first part keeps the span's identity, note and
// relations; the second gets its label and attributes. Errors: ErrNotFound, Duplicate, and a cut that leaves nothing on one side.
func (s *Set) Split(id ID, p text.Pos) (Edit, error) {
	sp, ok := s.Span(id)
	if !ok {
		return Edit{}, fmt.Errorf("split mark %s: %w", id, ErrNotFound)
	}
	var before, after []rangeset.Range
	for _, r := range sp.Ranges() {
		before = append(before, s.trimmed(r.Start, min(r.End, p)))
		after = append(after, s.trimmed(max(r.Start, p), r.End))
	}
	before, after = rangeset.Union(before), rangeset.Union(after)
	if len(before) == 0 || len(after) == 0 {
		return Edit{}, fmt.Errorf("split mark %s: nothing of it is on one side of %d", sp.Label(), p)
	}
	for _, part := range [][]rangeset.Range{before, after} {
		if there, ok := s.same(part, sp.Label()); ok {
			return Edit{}, &Duplicate{there}
		}
	}
	first := sp.WithRanges(s.text, before)
	second := NewSpan(NewID(), s.head.ID, sp.Label(), s.text, after, sp.Origin()).underScheme(s.scheme.Version).withAttributes(sp.Attributes())
	e := s.update("split "+sp.Label().String(), sp, first)
	e.Spans = append(e.Spans, Change[Span]{ID: second.ID, Document: s.head.Document, After: &second})
	return e, nil
}

// trimmed is a stretch without white space at its ends, perhaps empty.
func (s *Set) trimmed(start, end text.Pos) rangeset.Range {
	if end <= start {
		return rangeset.Range{}
	}
	start, end = s.text.TrimSpace(start, end)
	return rangeset.Range{Start: start, End: end}
}

// Join makes one span of two that have the same label: the first takes the ranges, relations, notes and attributes of the
// second, and the second goes. Where only white space is between two ranges they become one. Errors: ErrNotFound,
// ErrAgainstScheme when the labels differ, Duplicate.
func (s *Set) Join(id, other ID) (Edit, error) {
	a, okA := s.Span(id)
	b, okB := s.Span(other)
	switch {
	case !okA || !okB || id == other:
		return Edit{}, fmt.Errorf("join marks %s and %s: %w", id, other, ErrNotFound)
	case a.Label() != b.Label():
		return Edit{}, fmt.Errorf("join marks: %w: one is %s, the other %s", ErrAgainstScheme, a.Label(), b.Label())
	}
	ranges := s.closed(rangeset.Union(append(a.Ranges(), b.Ranges()...)))
	if there, ok := s.same(ranges, a.Label()); ok && there.ID != id && there.ID != other {
		return Edit{}, &Duplicate{there}
	}
	joined := a.with(b).WithRanges(s.text, ranges)
	e := s.update("join "+a.Label().String(), a, joined)
	e.Spans = append(e.Spans, Change[Span]{ID: other, Document: s.head.Document, Before: &b})
	e.Relations = s.handOver(other, id)
	return e, nil
}

// closed joins ranges with nothing but white space between them.
func (s *Set) closed(ranges []rangeset.Range) []rangeset.Range {
	out := ranges[:1]
	for _, r := range ranges[1:] {
		last := &out[len(out)-1]
		if gap := s.trimmed(last.End, r.Start); gap.Empty() {
			last.End = r.End
			continue
		}
		out = append(out, r)
	}
	return out
}

// handOver has the relations of one span end at another. Those that would then join it with itself, or say again what is there,
// go.
func (s *Set) handOver(from, to ID) []Change[Relation] {
	var out []Change[Relation]
	for _, before := range s.Relations(from) {
		after := before
		if after.From == from {
			after.From = to
		}
		if after.To == from {
			after.To = to
		}
		c := Change[Relation]{ID: before.ID, Document: s.head.Document, Before: &before, After: &after}
		if _, there := s.linked(after.Type, after.From, after.To); there || after.From == after.To {
			c.After = nil
		}
		out = append(out, c)
	}
	return out
}

// with is the span with the note and the attributes that another has beyond its own.
func (s Span) with(other Span) Span {
	s = s.withAttributes(merged(s.Attributes(), other.Attributes()))
	notes := slices.DeleteFunc([]string{s.Note(), other.Note()}, func(n string) bool { return n == "" })
	if len(notes) > 0 {
		s = s.WithNote(strings.Join(slices.Compact(notes), "\n"))
	}
	return s
}

// merged is a with what b has beyond it.
func merged(a, b map[string][]string) map[string][]string {
	if len(b) == 0 {
		return a
	}
	out := maps.Clone(b)
	maps.Copy(out, a)
	return out
}

// NextLike gives the span of the same label that begins next after a span's beginning, to be joined with; ok is false when there is none.
func (s *Set) NextLike(id ID) (Span, bool) {
	sp, ok := s.Span(id)
	if !ok {
		return Span{}, false
	}
	for i, _ := s.PlaceOf(id); i+1 < s.index.Len(); i++ {
		e := s.index.At(i + 1)
		if e.Value.ID != id && e.Value.Label() == sp.Label() && e.Range == e.Value.first {
			return *e.Value, true
		}
	}
	return Span{}, false
}
