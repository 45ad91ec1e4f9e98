package compare

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// mark is a span of one of the sets.
type mark struct {
	*annotation.Span
	set    int
	label  annotation.LabelRole
	hull   rangeset.Range
	length text.Pos
	group  int
}

// aligner finds out which marks concern one another. A group is named by its first mark.
type aligner struct {
	sets  int
	marks []mark // in the order of the text
	of    []int  // the marks of each group by set, -1 for none: those of group g are of[g*sets : (g+1)*sets]
}

// align gives the marks of several sets of one document in groups: first those of the same ranges and label, then the likest first,
// as long as no set has two marks in a group. So the marks of two sets are matched one to one.
func align(sets []*annotation.Set) *aligner {
	x := &aligner{sets: len(sets)}
	for i, s := range sets {
		for _, sp := range s.Spans() {
			x.marks = append(x.marks, mark{Span: &sp, set: i, label: sp.Label(), hull: sp.Hull(), length: sp.Len()})
		}
	}
	slices.SortFunc(x.marks, mark.inText)
	x.of = slices.Repeat([]int{-1}, len(x.marks)*x.sets)
	for i := range x.marks {
		x.marks[i].group = i
		x.members(i)[x.marks[i].set] = i
	}
	x.joinSame()
	for _, e := range x.likely() {
		x.join(e.a, e.b)
	}
	return x
}

// inText is an order of marks that has those of the same ranges and label side by side.
func (m mark) inText(o mark) int {
	if by := rangeset.Compare(m.hull, o.hull); by != 0 {
		return by
	}
	if by := cmp.Or(strings.Compare(m.label.Label, o.label.Label), strings.Compare(m.label.Role, o.label.Role), cmp.Compare(m.length, o.length)); by != 0 {
		return by
	}
	if m.length != m.hull.Len() {
		if by := slices.CompareFunc(m.Ranges(), o.Ranges(), rangeset.Compare); by != 0 {
			return by
		}
	}
	return cmp.Or(cmp.Compare(m.set, o.set), bytes.Compare(m.ID[:], o.ID[:]))
}

// isSame tells whether two marks have the same ranges and label.
func (m *mark) isSame(o *mark) bool {
	return m.hull == o.hull && m.label == o.label && m.length == o.length && (m.length == m.hull.Len() || slices.Equal(m.Ranges(), o.Ranges()))
}

func (x *aligner) members(group int) []int { return x.of[group*x.sets : (group+1)*x.sets] }

// join makes one group of those of two marks, unless a set has a mark in both.
func (x *aligner) join(a, b int) {
	a, b = x.marks[a].group, x.marks[b].group
	if a == b {
		return
	}
	into, from := x.members(min(a, b)), x.members(max(a, b))
	for i := range into {
		if into[i] >= 0 && from[i] >= 0 {
			return
		}
	}
	for i, m := range from {
		if m >= 0 {
			into[i], from[i] = m, -1
			x.marks[m].group = min(a, b)
		}
	}
}

// joinSame joins the marks of the same ranges and label. Where sets have several of them, the first go with the first.
func (x *aligner) joinSame() {
	nth := make([]int, x.sets)
	for i := 0; i < len(x.marks); {
		run := i + 1
		for run < len(x.marks) && x.marks[i].isSame(&x.marks[run]) {
			run++
		}
		clear(nth)
		var heads []int
		for ; i < run; i++ {
			n := &nth[x.marks[i].set]
			if *n < len(heads) {
				x.join(heads[*n], i)
			} else {
				heads = append(heads, i)
			}
			*n++
		}
	}
}

// pair is two marks of different sets that may concern one another.
type pair struct{ a, b, likeness int }

// reach is how many marks a mark is held against at most for each set: those over its beginning that begin nearest before it. So many
// marks over one place come from no person; it keeps the work in proportion to the number of marks.
const reach = 32

// likely gives the pairs of marks of groups that are not whole yet, the likest first.
func (x *aligner) likely() []pair {
	var out []pair
	var open []int
	for i := range x.marks {
		m := &x.marks[i]
		if !slices.Contains(x.members(m.group), -1) {
			continue
		}
		open = slices.DeleteFunc(open, func(k int) bool { return x.marks[k].hull.End <= m.hull.Start })
		open = open[max(0, len(open)-reach*x.sets):]
		for _, k := range open {
			if o := &x.marks[k]; o.set != m.set && o.group != m.group {
				if l := likeness(o, m); l > 0 {
					out = append(out, pair{k, i, l})
				}
			}
		}
		open = append(open, i)
	}
	slices.SortFunc(out, func(p, q pair) int {
		return cmp.Or(cmp.Compare(q.likeness, p.likeness), cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b))
	})
	return out
}

// likeness is how much two marks concern one another; 0: not at all. It is the share of the code points they cover that both cover
// (intersection over union), in thousandths, and half of all more for the same label and role. Under another role or label
// marks concern one another from half of all on, so that a statistic is not taken for the claim that it stands in.
func likeness(a, b *mark) int {
	shared := shared(a, b)
	if shared == 0 {
		return 0
	}
	both := int(1000 * int64(shared) / int64(a.length+b.length-shared))
	switch {
	case a.label == b.label:
		return both + 500 + 1 // some thousand code points may share less than a thousandth
	case both < 500:
		return 0
	case a.label.Label == b.label.Label:
		return both + 250
	}
	return both
}

// shared is the number of code points that both marks cover.
func shared(a, b *mark) text.Pos {
	if a.length == a.hull.Len() && b.length == b.hull.Len() {
		return max(0, min(a.hull.End, b.hull.End)-max(a.hull.Start, b.hull.Start))
	}
	n := text.Pos(0)
	for _, r := range intersection(a.Ranges(), b.Ranges()) {
		n += r.Len()
	}
	return n
}

// intersection is what both lists of ranges cover.
func intersection(a, b []rangeset.Range) []rangeset.Range {
	var out []rangeset.Range
	for i, k := 0, 0; i < len(a) && k < len(b); {
		if r := (rangeset.Range{Start: max(a[i].Start, b[k].Start), End: min(a[i].End, b[k].End)}); !r.Empty() {
			out = append(out, r)
		}
		if a[i].End < b[k].End {
			i++
		} else {
			k++
		}
	}
	return out
}
