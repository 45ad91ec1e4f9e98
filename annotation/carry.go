package annotation

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// Carried are the marks of a set as they stand on another text.
type Carried struct {
	Edit     Edit   // brings them in; empty where none comes
	Marks    int    // that come
	Links    int    // that come with them
	Stranded []Span // marks whose words the other text does not have, in the order of their text
}

// CarryTo carries marks and links over to the same annotator's set on another text of the article, each mark to where its words stand. Where they
// stand several times it is where most of what is before and behind them is the same, and else the nearest to where it would be by those before it. A
// place that fits the same words elsewhere in the old text better is not theirs. What is there already stays as it is.
// A set without marks of its own on the other text gets the status as well.
func (s *Set) CarryTo(other *Set) Carried {
	out := Carried{Edit: NewEdit("carry marks over")}
	find := quoteFinder{from: s.text, to: other.text}
	ids := map[ID]ID{}
	for _, sp := range s.Spans() {
		ranges, ok := find.place(sp.Ranges())
		if !ok {
			out.Stranded = append(out.Stranded, sp)
			continue
		}
		if there, ok := other.same(ranges, sp.Label()); ok {
			ids[sp.ID] = there.ID
			continue
		}
		moved := NewSpan(NewID(), other.head.ID, sp.Label(), other.text, ranges, sp.Origin()).underScheme(sp.SchemeVersion()).WithNote(sp.Note()).withAttributes(sp.Attributes())
		ids[sp.ID] = moved.ID
		out.Edit.Spans = append(out.Edit.Spans, Change[Span]{ID: moved.ID, Document: other.head.Document, After: &moved})
		out.Marks++
	}
	for _, id := range slices.SortedFunc(maps.Keys(s.relations), func(a, b ID) int { return bytes.Compare(a[:], b[:]) }) {
		out.carryLink(s.relations[id], ids, other)
	}
	out.head(s, other)
	return out
}

// carryLink carries a link over where both ends came and it is not there.
func (c *Carried) carryLink(r Relation, ids map[ID]ID, other *Set) {
	from, to := ids[r.From], ids[r.To]
	if from.IsZero() || to.IsZero() {
		return
	}
	for _, there := range other.relations {
		if there.Type == r.Type && there.From == from && there.To == to {
			return
		}
	}
	moved := Relation{NewID(), other.head.ID, r.Type, from, to, r.Origin}
	c.Edit.Relations = append(c.Edit.Relations, Change[Relation]{ID: moved.ID, Document: other.head.Document, After: &moved})
	c.Links++
}

// head brings the row of the other set in, with the status and what is said of the whole article, where nobody worked on it. Marks that come to a set that is done set it back, as any mark
// does.
func (c *Carried) head(s, other *Set) {
	after := other.head
	switch {
	case other.Len() == 0 && len(other.head.Attributes) == 0 && s.head.Status != Todo && len(c.Stranded) == 0:
		after.Status, after.Attributes = s.head.Status, s.head.Attributes
	case c.Marks > 0 || other.Len() == 0 && s.head.Status != Todo:
		after = after.withStatus(InWork)
	}
	if !equal(&other.head, &after) || !other.stored && c.Marks > 0 {
		c.Edit.Sets = other.headChange(after)
	}
}

// quoteFinder finds the words of ranges in another text. Ranges come in the order of their text.
type quoteFinder struct {
	from, to *text.Text
	shift    int // of the last that was found: how many bytes further on it stands
}

// most is how many places with the same words are looked at, and around how many bytes on either side of each.
const (
	mostPlaces   = 1000
	aroundPlaces = 80
)

func (q *quoteFinder) place(ranges []rangeset.Range) ([]rangeset.Range, bool) {
	var out []rangeset.Range
	for _, r := range ranges {
		at, ok := q.find(r)
		if !ok || len(out) > 0 && at.Start < out[len(out)-1].End {
			return nil, false
		}
		out = append(out, at)
	}
	return out, true
}

func (q *quoteFinder) find(r rangeset.Range) (rangeset.Range, bool) {
	old, next := q.from.String(), q.to.String()
	start, end := int(q.from.Byte(r.Start)), int(q.from.Byte(r.End))
	quote := old[start:end]
	best, same := -1, -1
	for at, n := 0, 0; n < mostPlaces && quote != ""; n++ {
		i := strings.Index(next[at:], quote)
		if i < 0 {
			break
		}
		at += i
		around := sameBehind(old[:start], next[:at]) + sameAhead(old[end:], next[at+len(quote):])
		if around > same || around == same && abs(at-start-q.shift) < abs(best-start-q.shift) {
			best, same = at, around
		}
		at++
	}
	if best < 0 || q.isOthers(quote, start, best, same) {
		return rangeset.Range{}, false
	}
	q.shift = best - start
	return rangeset.Range{Start: q.to.Pos(text.Byte(best)), End: q.to.Pos(text.Byte(best + len(quote)))}, true
}

// isOthers tells whether a place in the other text is rather that of the same words elsewhere in this one: more of what stands around them is the same
// there than at start. Then the words at start are gone.
func (q *quoteFinder) isOthers(quote string, start, place, same int) bool {
	old, next := q.from.String(), q.to.String()
	for at, n := 0, 0; n < mostPlaces; n++ {
		i := strings.Index(old[at:], quote)
		if i < 0 {
			return false
		}
		at += i
		if at != start && sameBehind(old[:at], next[:place])+sameAhead(old[at+len(quote):], next[place+len(quote):]) > same {
			return true
		}
		at++
	}
	return false
}

// sameBehind is how many bytes at the ends of two texts are the same, and sameAhead at their beginnings.
func sameBehind(a, b string) int {
	n := 0
	for n < min(len(a), len(b), aroundPlaces) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}

func sameAhead(a, b string) int {
	n := 0
	for n < min(len(a), len(b), aroundPlaces) && a[n] == b[n] {
		n++
	}
	return n
}

func abs(n int) int { return max(n, -n) }
