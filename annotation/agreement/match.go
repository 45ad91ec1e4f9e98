package agreement

import (
	"cmp"
	"slices"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// Rule says when two spans match.
type Rule int

// The rules. Each span matches one other at most; as many match as can, and among these
// ways the one with most in common is taken; where a document has thousands of spans of one label in contact, one with much in common.
const (
	Overlap Rule = iota // a character is in both
	Exact               // the same characters
	IoU50               // at least half of the characters in either are in both
)

// matches tells whether two marks with so much in common match.
func (r Rule) matches(iou float64) bool {
	switch r {
	case Exact:
		return iou == 1
	case IoU50:
		return iou >= .5
	}
	return iou > 0
}

// Match is a span of each of two annotators, or the span of one that has no match.
type Match struct {
	First, Second *annotation.Span // nil: there is none
	IoU           float64          // characters in both by characters in either
}

// start is where the match begins, for the order of the text.
func (m Match) start() rangeset.Range {
	switch {
	case m.First == nil:
		return m.Second.Hull()
	case m.Second == nil:
		return m.First.Hull()
	}
	return rangeset.Hull([]rangeset.Range{m.First.Hull(), m.Second.Hull()})
}

// Pairing gives the spans of two annotators on a document and which match which, in the order of the text: what is behind the figures of
// the pair. Only spans of the same label and role match. There is nothing where they do not share the document.
func (s *Study) Pairing(document, first, second annotation.ID, rule Rule) []Match {
	_, a, b := s.find(document, first, second)
	if a == nil || b == nil {
		return nil
	}
	var out []Match
	for l := range s.labels {
		out = append(out, matches(a.marks[l], b.marks[l], rule)...)
	}
	slices.SortStableFunc(out, func(a, b Match) int { return rangeset.Compare(a.start(), b.start()) })
	return out
}

// matches gives the marks that match and those that have no match.
func matches(first, second []mark, rule Rule) (out []Match) {
	both, left, right := divide(first, second, rule)
	for _, c := range both {
		out = append(out, Match{first[c.first].span, second[c.second].span, c.iou})
	}
	for _, m := range left {
		out = append(out, Match{First: m.span})
	}
	for _, m := range right {
		out = append(out, Match{Second: m.span})
	}
	return out
}

// divide gives the contacts that match, and the marks of either side that are left.
func divide(first, second []mark, rule Rule) (both []contact, left, right []mark) {
	both = matched(first, second, touching(first, second), rule)
	taken, takenToo := make([]bool, len(first)), make([]bool, len(second))
	for _, c := range both {
		taken[c.first], takenToo[c.second] = true, true
	}
	for i, m := range first {
		if !taken[i] {
			left = append(left, m)
		}
	}
	for i, m := range second {
		if !takenToo[i] {
			right = append(right, m)
		}
	}
	return both, left, right
}

// contact is two marks that have a character in common.
type contact struct {
	first, second int
	iou           float64
}

// touching gives the contacts of two lists of marks, both in the order of the text.
func touching(first, second []mark) (out []contact) {
	if len(first) == 0 || len(second) == 0 {
		return nil
	}
	entries := make([]rangeset.Entry[int], len(second))
	for j, m := range second {
		entries[j] = rangeset.Entry[int]{Range: m.hull, Value: j}
	}
	index, found := rangeset.NewIndex(entries), entries[:0:0]
	for i, a := range first {
		found = index.Overlapping(found[:0], a.hull)
		for _, e := range found {
			if both := common(a, second[e.Value]); both > 0 {
				out = append(out, contact{i, e.Value, float64(both) / float64(a.length+second[e.Value].length-both)})
			}
		}
	}
	return out
}

// common is the number of characters in both marks.
func common(a, b mark) (n text.Pos) {
	for i, j := 0, 0; i < len(a.ranges) && j < len(b.ranges); {
		x, y := a.ranges[i], b.ranges[j]
		n += max(0, min(x.End, y.End)-max(x.Start, y.Start))
		if x.End < y.End {
			i++
		} else {
			j++
		}
	}
	return n
}

// weighed is up to how many contacts of a document all ways to match are weighed: where they form one chain, that takes the square of their
// number.
const weighed = 2000

// matched gives the contacts that match by the rule, each mark once; as many as can, whatever there are.
func matched(first, second []mark, contacts []contact, rule Rule) []contact {
	var may []contact
	for _, c := range contacts {
		if rule.matches(c.iou) {
			may = append(may, c)
		}
	}
	if areApart(len(first), len(second), may) {
		return may
	}
	edges, n := make([]edge, len(may)), float64(min(len(first), len(second)))
	at := make(map[[2]int]contact, len(may))
	for i, c := range may {
		edges[i] = edge{c.first, c.second, 1 + c.iou/(n+1)} // what they have in common never outweighs one more pair
		at[[2]int{c.first, c.second}] = c
	}
	choose := pair
	if len(edges) > weighed {
		choose = most
	}
	var out []contact
	for _, e := range choose(len(first), len(second), edges) {
		out = append(out, at[[2]int{e.first, e.second}])
	}
	return out
}

// areApart tells that no mark is in two contacts, so that there is nothing to choose.
func areApart(firsts, seconds int, contacts []contact) bool {
	left, right := make([]bool, firsts), make([]bool, seconds)
	for _, c := range contacts {
		if left[c.first] || right[c.second] {
			return false
		}
		left[c.first], right[c.second] = true, true
	}
	return true
}

// Confusion is how often a mark of the first annotator with one label stands for a mark of the second with another. An empty label stands
// for no mark.
type Confusion struct {
	First, Second annotation.LabelRole
	Count         int
}

// Confusions gives the confusion matrix of the marks that a selection is about, by rule: the cells that are not 0, the diagonal included.
// Marks with the same label are matched first, the rest whatever their labels. Where the selection is not about two annotators or one, of
// each pair the one with the lower ID is the first.
func (s *Study) Confusions(sel Selection, rule Rule) []Confusion {
	cells := map[[2]annotation.LabelRole]int{}
	scope := s.scope(sel)
	for _, d := range s.chosen(sel) {
		s.eachPair(d, scope, func(a, b *set) {
			for _, m := range s.confused(a, b, rule) {
				cells[[2]annotation.LabelRole{labelOf(m.First), labelOf(m.Second)}]++
			}
		})
	}
	var out []Confusion
	for c, n := range cells {
		if scope.label == everything || sel.Label == c[0] || sel.Label == c[1] {
			out = append(out, Confusion{c[0], c[1], n})
		}
	}
	slices.SortFunc(out, func(a, b Confusion) int {
		return cmp.Or(cmp.Compare(a.First.String(), b.First.String()), cmp.Compare(a.Second.String(), b.Second.String()))
	})
	return out
}

// confused matches marks of the same label, and then what is left.
func (s *Study) confused(a, b *set, rule Rule) (out []Match) {
	var left, right []mark
	for l := range s.labels {
		both, first, second := divide(a.marks[l], b.marks[l], rule)
		for _, c := range both {
			out = append(out, Match{a.marks[l][c.first].span, b.marks[l][c.second].span, c.iou})
		}
		left, right = append(left, first...), append(right, second...)
	}
	for _, ms := range [][]mark{left, right} {
		slices.SortStableFunc(ms, func(a, b mark) int { return rangeset.Compare(a.hull, b.hull) })
	}
	return append(out, matches(left, right, rule)...)
}

func labelOf(sp *annotation.Span) annotation.LabelRole {
	if sp == nil {
		return annotation.LabelRole{}
	}
	return sp.Label()
}

// MostConfused gives up to n pairs of different labels that stand for each other most often, either way round counted together.
func MostConfused(cells []Confusion, n int) []Confusion {
	none := annotation.LabelRole{}
	var out []Confusion
	for _, c := range cells {
		if c.First == c.Second || c.First == none || c.Second == none {
			continue
		}
		if c.First.String() > c.Second.String() {
			c.First, c.Second = c.Second, c.First
		}
		if i := slices.IndexFunc(out, func(o Confusion) bool { return o.First == c.First && o.Second == c.Second }); i >= 0 {
			out[i].Count += c.Count
		} else {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b Confusion) int { return cmp.Compare(b.Count, a.Count) })
	return out[:min(n, len(out))]
}
