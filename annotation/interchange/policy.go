package interchange

import (
	"cmp"
	"slices"

	"rubricator/annotation"
	"rubricator/annotation/text"
)

// What is done with interrupted marks by formats whose marks are one range each.
var (
	Pieces = Policy{"pieces", "an interrupted mark is written as several marks, one a piece"}
	Hull   = Policy{"hull", "an interrupted mark is written as one, from its first piece to its last, with what stands between"}
)

// Unbroken gives the line with marks of one range each, as one of these policies says. The first piece keeps the mark's id and its links.
func (l Line) Unbroken(policy string) Line {
	if !slices.ContainsFunc(l.Spans, func(s Span) bool { return len(s.Ranges) > 1 }) {
		return l
	}
	t := l.Index()
	var out []Span
	for _, s := range l.Spans {
		if len(s.Ranges) == 1 {
			out = append(out, s)
			continue
		}
		ranges := s.Ranges
		if policy == Hull.Name {
			ranges = [][2]text.Pos{{s.Start, s.End}}
		}
		for i, r := range ranges {
			piece := s.Over(t, r)
			if i > 0 {
				piece.ID = annotation.NewID()
			}
			out = append(out, piece)
		}
	}
	l.Spans = inOrder(out)
	return l
}

// Over is the mark over other ranges of the text.
func (s Span) Over(t *text.Text, ranges ...[2]text.Pos) Span {
	s.Ranges = ranges
	s.Start, s.End = ranges[0][0], ranges[len(ranges)-1][1]
	s.Text = quoteOf(t, ranges)
	return s
}

func inOrder(spans []Span) []Span {
	slices.SortStableFunc(spans, inText)
	return spans
}

// Index is the text with its positions.
func (l *Line) Index() *text.Text {
	if l.index == nil || l.index.String() != l.Text {
		l.index = text.MustNew(l.Text) // lines are made of texts, and checked when they are read
	}
	return l.index
}

// What is done with marks that overlap by formats in which they cannot.
var (
	Longest = Policy{"longest", "of marks that overlap the longest stays"}
	Inner   = Policy{"inner", "of marks that overlap the shortest stays"}
)

// Flat gives the line with marks that do not overlap, as one of these policies says; of equally long ones the first in the text stays. The
// marks must be unbroken.
func (l Line) Flat(policy string) Line {
	order := make([]*Span, len(l.Spans))
	for i := range l.Spans {
		order[i] = &l.Spans[i]
	}
	slices.SortStableFunc(order, func(a, b *Span) int {
		by := cmp.Compare(b.End-b.Start, a.End-a.Start)
		if policy == Inner.Name {
			by = -by
		}
		return by
	})
	var taken []*Span // in the order of the text
	for _, s := range order {
		i, _ := slices.BinarySearchFunc(taken, s, func(a, b *Span) int { return cmp.Compare(a.Start, b.Start) })
		if (i == 0 || taken[i-1].End <= s.Start) && (i == len(taken) || s.End <= taken[i].Start) {
			taken = slices.Insert(taken, i, s)
		}
	}
	l.Spans = make([]Span, len(taken))
	for i, s := range taken {
		l.Spans[i] = *s
	}
	return l.LinkedWithin()
}

// FlatByLabel gives the line with marks of one label that do not overlap, as Flat does; those of different labels may. Marks of other labels are
// left out.
func (l Line) FlatByLabel(policy string, labels []annotation.LabelRole) Line {
	of := map[annotation.LabelRole][]Span{}
	for _, s := range l.Spans {
		label := annotation.LabelRole{Label: s.Label, Role: s.Role}
		of[label] = append(of[label], s)
	}
	var spans []Span
	for _, label := range labels {
		l.Spans = of[label]
		spans = append(spans, l.Flat(policy).Spans...)
	}
	l.Spans = inOrder(spans)
	return l.LinkedWithin()
}

// LinkedWithin gives the line without links to marks that it has not.
func (l Line) LinkedWithin() Line {
	has := map[annotation.ID]bool{}
	for _, s := range l.Spans {
		has[s.ID] = true
	}
	l.Relations = slices.DeleteFunc(slices.Clone(l.Relations), func(r Relation) bool { return !has[r.From] || !has[r.To] })
	return l
}

// Bare gives the line without what is said about marks and articles beside labels and links.
func (l Line) Bare() Line {
	l.Attributes = nil
	l.Spans = slices.Clone(l.Spans)
	for i := range l.Spans {
		l.Spans[i].Attributes, l.Spans[i].Computed, l.Spans[i].Note = nil, nil, ""
	}
	return l
}

// WithoutComputed gives the line without what was read off the text.
func (l Line) WithoutComputed() Line {
	l.Spans = slices.Clone(l.Spans)
	for i := range l.Spans {
		l.Spans[i].Computed = nil
	}
	return l
}

// Offsets are the bounds of all ranges of each mark, in a unit.
func (l *Line) Offsets(u Unit) [][][2]int {
	t := l.Index()
	var ps []text.Pos
	for _, s := range l.Spans {
		for _, r := range s.Ranges {
			ps = append(ps, r[0], r[1])
		}
	}
	at := u.Offsets(t, ps)
	out := make([][][2]int, len(l.Spans))
	for i, s := range l.Spans {
		for range s.Ranges {
			out[i] = append(out[i], [2]int{at[0], at[1]})
			at = at[2:]
		}
	}
	return out
}
