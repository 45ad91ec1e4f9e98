package agreement

import (
	"slices"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
)

// Behind is a match of two annotators on a document, or a mark of one that has none: what figures follow from.
type Behind struct {
	Document          annotation.ID
	FirstBy, SecondBy annotation.ID // annotators
	Match
	FirstTo, SecondTo *annotation.Span // where a link leads from the first and from the second; nil: there is none, or it is about no link
}

// Alone gives the mark that has no match, its annotator, and who has none; ok is false where two marks match.
func (b Behind) Alone() (sp *annotation.Span, by, without annotation.ID, ok bool) {
	switch {
	case b.Second == nil:
		return b.First, b.FirstBy, b.SecondBy, true
	case b.First == nil:
		return b.Second, b.SecondBy, b.FirstBy, true
	}
	return nil, annotation.ID{}, annotation.ID{}, false
}

// Behind gives the matches that the figures of a selection follow from, by document, then pair, in the order of the text. Where the
// selection is about one annotator or two, the first is that of the selection.
func (s *Study) Behind(sel Selection, rule Rule) (out []Behind) {
	scope := s.scope(sel)
	for _, d := range s.chosen(sel) {
		s.eachPair(d, scope, func(a, b *set) {
			from := len(out)
			for l := range s.labels {
				if scope.label != everything && scope.label != l {
					continue
				}
				for _, m := range matches(a.marks[l], b.marks[l], rule) {
					out = append(out, s.behind(d, a, b, m))
				}
			}
			slices.SortStableFunc(out[from:], func(a, b Behind) int { return rangeset.Compare(a.start(), b.start()) })
		})
	}
	return out
}

func (s *Study) behind(d *document, a, b *set, m Match) Behind {
	return Behind{Document: d.ID, FirstBy: s.annotators[a.annotator], SecondBy: s.annotators[b.annotator], Match: m}
}

// BehindLinks gives the relations of a type, or of all where it is empty, that the figures of a selection follow from, in the order of
// Behind: the spans that they lead from and to. The selection's label does not bound them.
func (s *Study) BehindLinks(sel Selection, kind string) (out []Behind) {
	for _, d := range s.chosen(sel) {
		s.eachPair(d, s.scope(sel), func(a, b *set) {
			spans, same := map[annotation.ID]*annotation.Span{}, map[annotation.ID]annotation.ID{}
			for l := range s.labels {
				for _, m := range slices.Concat(a.marks[l], b.marks[l]) {
					spans[m.span.ID] = m.span
				}
				both, _, _ := divide(a.marks[l], b.marks[l], s.options.Rule)
				for _, c := range both {
					same[a.marks[l][c.first].span.ID] = b.marks[l][c.second].span.ID
				}
			}
			from := len(out)
			for _, l := range s.links(a, b, same) {
				x := s.behind(d, a, b, Match{})
				if r := l.first; r != nil && (kind == "" || r.Type == kind) {
					x.First, x.FirstTo = spans[r.From], spans[r.To]
				}
				if r := l.second; r != nil && (kind == "" || r.Type == kind) {
					x.Second, x.SecondTo = spans[r.From], spans[r.To]
				}
				if x.First != nil || x.Second != nil {
					out = append(out, x)
				}
			}
			slices.SortStableFunc(out[from:], func(a, b Behind) int { return rangeset.Compare(a.start(), b.start()) })
		})
	}
	return out
}

// Confused gives the matches of a cell of the confusion matrix of a selection: marks with the first label that stand for marks with the
// second, as of Confusions.
func (s *Study) Confused(sel Selection, rule Rule, cell Confusion) (out []Behind) {
	for _, d := range s.chosen(sel) {
		s.eachPair(d, s.scope(sel), func(a, b *set) {
			for _, m := range s.confused(a, b, rule) {
				if labelOf(m.First) == cell.First && labelOf(m.Second) == cell.Second {
					out = append(out, s.behind(d, a, b, m))
				}
			}
		})
	}
	return out
}

// eachPair hands in the sets of each two annotators of a document in the scope, the scope's first one first.
func (s *Study) eachPair(d *document, c scope, f func(a, b *set)) {
	for i := range d.sets {
		for j := range d.sets[i+1:] {
			a, b := &d.sets[i], &d.sets[i+1+j]
			turned, in := c.covers(s.together[s.ledger.pair(a.annotator, b.annotator)])
			switch {
			case in && turned:
				f(b, a)
			case in:
				f(a, b)
			}
		}
	}
}
