// Package suggest finds what a label's key takes at the caret when nothing is selected: the number phrase, the
// sentence, the words that say who said it. Its rules are for English and can be read by a person.
package suggest

import (
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// UnitAt gives the unit at a caret at p; ok is false when there is none. taken tells ranges that are marked already and
// are passed over; it may be nil.
func UnitAt(u annotation.Unit, t *text.Text, p text.Pos, taken func(rangeset.Range) bool) (r rangeset.Range, ok bool) {
	switch u {
	case annotation.UnitSentence:
		start, end, _ := t.Sentence(p)
		return rangeset.Range{Start: start, End: end}, start < end
	case annotation.UnitNumber:
		return Number(t, p, taken)
	case annotation.UnitAttribution:
		return Attribution(t, p)
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

// nearby is how far from the caret a sentence without an end is looked at, in bytes: a page of scraped text may be one.
const nearby = 2000

// sentenceAt is the sentence at p, or what of it is near p.
func sentenceAt(t *text.Text, p text.Pos) sentence {
	start, _, full := t.Sentence(p)
	from, to, at := t.Byte(start), t.Byte(full), t.Byte(p)
	s := t.String()
	if at-from > nearby {
		from = max(from, text.Byte(strings.LastIndexByte(s[:at-nearby], ' ')+1))
	}
	if to-at > nearby {
		if i := strings.IndexByte(s[at+nearby:to], ' '); i >= 0 {
			to = at + nearby + text.Byte(i)
		}
	}
	return sentence{t, from, s[from:to]}
}

// span turns byte bounds in the sentence into a range of the text.
func (s sentence) span(from, to int) rangeset.Range {
	return rangeset.Range{Start: s.t.Pos(s.start + text.Byte(from)), End: s.t.Pos(s.start + text.Byte(to))}
}
