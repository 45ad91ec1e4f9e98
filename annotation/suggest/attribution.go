package suggest

import (
	"slices"
	"strings"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// Attribution is who says what, and the words that say so. A part that was not found is empty.
type Attribution struct {
	Source  rangeset.Range
	Cue     rangeset.Range
	Content []rangeset.Range // an utterance that is interrupted has several
}

// head is who says it and the word that says so, as one range; of a quotation that nobody is found for, the quotation.
func (a Attribution) head() rangeset.Range {
	var parts []rangeset.Range
	for _, r := range []rangeset.Range{a.Source, a.Cue} {
		if !r.Empty() {
			parts = append(parts, r)
		}
	}
	if len(parts) == 0 {
		return a.Content[0]
	}
	return rangeset.Hull(parts)
}

// holds tells whether a part of the attribution, content aside, overlaps or touches r.
func (a Attribution) holds(r rangeset.Range) bool {
	for _, part := range []rangeset.Range{a.Cue, a.Source} {
		if !part.Empty() && part.Start <= r.End && r.Start <= part.End {
			return true
		}
	}
	return false
}

// says tells whether the content overlaps r.
func (a Attribution) says(r rangeset.Range) bool {
	return slices.ContainsFunc(a.Content, r.Overlaps)
}

// AttributionAt is the one at a caret at p: that of the cue or the source at the caret, else the first in the sentence, else the one whose
// content p is in. A quotation that nobody is found for is a content alone. ok is false when there is none.
func AttributionAt(t *text.Text, p text.Pos) (a Attribution, ok bool) {
	g := paragraphAt(t, p)
	all := g.attributions()
	unit := g.unitAt(p)
	for _, fits := range []func(Attribution) bool{
		func(a Attribution) bool { return a.Cue.Touches(p) },
		func(a Attribution) bool {
			return !a.Source.Empty() && a.Source.Touches(p) && !a.says(rangeset.Range{Start: p, End: p + 1})
		},
		func(a Attribution) bool {
			return unit.Start <= a.Cue.Start && a.Cue.End <= unit.End && p-a.Cue.End < farthest && a.Cue.Start-p < farthest
		},
		func(a Attribution) bool { return a.says(rangeset.Range{Start: p, End: p + 1}) },
	} {
		if i := slices.IndexFunc(all, fits); i >= 0 {
			return all[i], true
		}
	}
	if i := slices.IndexFunc(g.quotes, func(q [2]int) bool { return g.span(q).Touches(p) }); i >= 0 {
		return Attribution{Content: []rangeset.Range{g.span(g.quotes[i])}}, true
	}
	return Attribution{}, false
}

// farthest is how far from the caret its sentence is looked at, in code points: a page of scraped text may be one.
const farthest = 1000

// AttributionRound is the one that a selection is a part of. What is selected outside of a source and a cue is its content as it is
// selected; where that is one of several pieces of a content, all of them are.
func AttributionRound(t *text.Text, selected []rangeset.Range) Attribution {
	first := selected[0]
	all := paragraphAt(t, first.Start).attributions()
	if i := slices.IndexFunc(all, func(a Attribution) bool { return a.holds(first) && !a.says(first) }); i >= 0 {
		return all[i]
	}
	out := Attribution{Content: selected}
	i := slices.IndexFunc(all, func(a Attribution) bool { return slices.ContainsFunc(selected, a.says) })
	if i < 0 {
		return out
	}
	free := func(part rangeset.Range) rangeset.Range {
		if slices.ContainsFunc(selected, part.Overlaps) {
			return rangeset.Range{}
		}
		return part
	}
	out.Cue, out.Source = free(all[i].Cue), free(all[i].Source)
	whole := func(r rangeset.Range) bool {
		return slices.ContainsFunc(all[i].Content, func(c rangeset.Range) bool { return sameWords(t, r, c) })
	}
	if !slices.ContainsFunc(selected, func(r rangeset.Range) bool { return !whole(r) }) {
		out.Content = all[i].Content
	}
	return out
}

// sameWords tells whether two ranges hold the same words, whatever signs stand round them.
func sameWords(t *text.Text, a, b rangeset.Range) bool {
	words := func(r rangeset.Range) string { return strings.Trim(t.Slice(r.Start, r.End), " ,.\"“”") }
	return a.Overlaps(b) && words(a) == words(b)
}

// Attributions gives those of the paragraph that p stands in, in the order of their cues, and none that is inside the content of
// another.
func Attributions(t *text.Text, p text.Pos) []Attribution {
	all := paragraphAt(t, p).attributions()
	return slices.DeleteFunc(slices.Clone(all), func(a Attribution) bool {
		return slices.ContainsFunc(all, func(o Attribution) bool { return o.Cue != a.Cue && o.says(a.Cue) })
	})
}
