package annotationtest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// String writes the notation. Spans that need a name, because they come in pieces or have relations, get the numbers
// 1, 2, 3 in the order of the text, whatever they were called; so equal marks give equal notation.
func (m Marked) String() string {
	t := text.MustNew(m.Text)
	pieces := m.pieces()
	names := m.names(pieces)
	var b strings.Builder
	at := text.Pos(0)
	write := func(to text.Pos) {
		b.WriteString(brackets.Replace(t.Slice(at, to)))
		at = to
	}
	var open []text.Pos // ends of what is open, outer first
	closeUntil := func(p text.Pos) {
		for n := len(open) - 1; n >= 0 && open[n] <= p; n-- {
			write(open[n])
			b.WriteByte(']')
			open = open[:n]
		}
	}
	for _, e := range pieces {
		closeUntil(e.Start)
		write(e.Start)
		b.WriteString("[" + m.Spans[e.Value].Label.String() + names[e.Value] + " ")
		open = append(open, e.End)
	}
	closeUntil(t.Len())
	write(t.Len())
	return b.String() + m.relations(names)
}

var brackets = strings.NewReplacer("[", `\[`, "]", `\]`, `\`, `\\`)

// pieces are the ranges of all spans, outer before inner, cut so that no two cross.
func (m Marked) pieces() []rangeset.Entry[int] {
	var in, out []rangeset.Entry[int]
	for i, s := range m.Spans {
		for _, r := range s.Ranges {
			in = append(in, rangeset.Entry[int]{Range: r, Value: i})
		}
	}
	order := func(a, b rangeset.Entry[int]) int {
		return cmp.Or(rangeset.Compare(a.Range, b.Range), a.Value-b.Value)
	}
	slices.SortFunc(in, order)
	var open []text.Pos
	for len(in) > 0 {
		e := in[0]
		in = in[1:]
		for n := len(open) - 1; n >= 0 && open[n] <= e.Start; n-- {
			open = open[:n]
		}
		if n := len(open) - 1; n >= 0 && e.End > open[n] { // it crosses the innermost: the rest is a piece of its own
			rest := e
			e.End, rest.Start = open[n], open[n]
			i, _ := slices.BinarySearchFunc(in, rest, order)
			in = slices.Insert(in, i, rest)
			i, _ = slices.BinarySearchFunc(in, e, order)
			in = slices.Insert(in, i, e) // shorter now, others of this start may go before it
			continue
		}
		open = append(open, e.End)
		out = append(out, e)
	}
	return out
}

// names gives "#1" and so on to the spans that need a name.
func (m Marked) names(pieces []rangeset.Entry[int]) []string {
	count := make([]int, len(m.Spans))
	for _, e := range pieces {
		count[e.Value]++
	}
	for _, r := range m.Relations {
		count[m.named(r.From)] += 2
		count[m.named(r.To)] += 2
	}
	names := make([]string, len(m.Spans))
	n := 0
	for _, e := range pieces {
		if count[e.Value] > 1 && names[e.Value] == "" {
			n++
			names[e.Value] = "#" + strconv.Itoa(n)
		}
	}
	return names
}

func (m Marked) relations(names []string) string {
	if len(m.Relations) == 0 && !strings.Contains("\n"+m.Text+"\n", "\n"+relationsFollow+"\n") {
		return ""
	}
	order := func(r Relation) (from, to int) { return number(names[m.named(r.From)]), number(names[m.named(r.To)]) }
	sorted := slices.Clone(m.Relations)
	slices.SortStableFunc(sorted, func(a, b Relation) int {
		fromA, toA := order(a)
		fromB, toB := order(b)
		return cmp.Or(fromA-fromB, toA-toB, strings.Compare(a.Type, b.Type))
	})
	var b strings.Builder
	b.WriteString("\n" + relationsFollow + "\n")
	for _, r := range sorted {
		b.WriteString(names[m.named(r.From)] + " " + r.Type + " " + names[m.named(r.To)] + "\n")
	}
	return b.String()
}

// number is the 12 of "#12".
func number(name string) int {
	n, _ := strconv.Atoi(strings.TrimPrefix(name, "#"))
	return n
}
