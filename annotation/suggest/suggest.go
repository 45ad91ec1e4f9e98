// Package suggest finds what a label's key takes at the caret when nothing is selected: the number phrase, the
// sentence, the words that say who said it. Its rules are for English and can be read by a person.
package suggest

import (
	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// UnitAt gives the unit at a caret at p; ok is false when there is none. taken tells ranges that are marked already and
// are passed over; it may be nil.
func UnitAt(u annotation.Unit, t *text.Text, p text.Pos, taken func(rangeset.Range) bool) (r rangeset.Range, ok bool) {
	switch u {
	case annotation.UnitSentence, annotation.UnitClaim:
		start, end, _ := t.Sentence(p)
		return rangeset.Range{Start: start, End: end}, start < end
	case annotation.UnitName:
		start, _, full := t.Sentence(p)
		if r := name(t, p, start, full); !r.Empty() {
			return r, true
		}
	case annotation.UnitNumber:
		return Number(t, p, taken)
	case annotation.UnitAttribution:
		if a, ok := AttributionAt(t, p); ok {
			return a.head(), true
		}
		return rangeset.Range{}, false
	}
	start, end := t.Word(p)
	return rangeset.Range{Start: start, End: end}, start < end
}

// sentence is a sentence as a string, with the way back to positions.
type sentence struct {
	t     *text.Text
	start text.Byte
	s     string
}

// span turns byte bounds in the sentence into a range of the text.
func (s sentence) span(from, to int) rangeset.Range {
	return rangeset.Range{Start: s.t.Pos(s.start + text.Byte(from)), End: s.t.Pos(s.start + text.Byte(to))}
}
