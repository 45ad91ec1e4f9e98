package compare

import (
	"bytes"
	"encoding/binary"
	"maps"
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
)

// Compare gives the groups of marks of two or more sets of one document, in the order of the text, those that agree included. Fewer
// than two sets have nothing to compare.
func Compare(sets []*annotation.Set) []Group {
	if len(sets) < 2 {
		return nil
	}
	c := comparison{aligner: align(sets), sets: sets, reference: -1}
	for i, s := range sets {
		c.annotators = append(c.annotators, s.Head().Annotator)
		if s.Head().Annotator == annotation.ReferenceAnnotator().ID {
			c.reference = i
		}
	}
	return c.groups()
}

// comparison is several sets whose marks are aligned.
type comparison struct {
	*aligner
	sets       []*annotation.Set
	annotators []annotation.ID
	reference  int                   // -1: none
	all        []Group               // in the order of the text
	places     map[annotation.ID]int // of marks among all
}

func (c *comparison) groups() []Group {
	for i := range c.marks {
		if members := c.members(i); slices.ContainsFunc(members, func(m int) bool { return m >= 0 }) {
			c.all = append(c.all, c.group(members))
		}
	}
	slices.SortStableFunc(c.all, func(a, b Group) int { return rangeset.Compare(a.Range, b.Range) })
	c.places = make(map[annotation.ID]int, len(c.marks))
	for i := range c.all {
		for _, sp := range c.all[i].Spans {
			if sp != nil {
				c.places[sp.ID] = i
			}
		}
	}
	for i, links := range c.links() {
		c.classify(&c.all[i], links)
		c.all[i].Key = keyOf(&c.all[i], links)
	}
	return c.all
}

func (c *comparison) group(members []int) Group {
	g := Group{Document: c.sets[0].Head().Document, Annotators: c.annotators, Spans: make([]*annotation.Span, c.aligner.sets), reference: c.reference}
	for i, m := range members {
		if m < 0 {
			continue
		}
		if h := c.marks[m].hull; g.Range.Empty() {
			g.Range = h
		} else {
			g.Range = rangeset.Hull([]rangeset.Range{g.Range, h})
		}
		g.Spans[i] = c.marks[m].Span
		g.Unsure = g.Unsure || g.Spans[i].IsUnsure()
	}
	return g
}

// end is a link as groups have it: its type and the group at its other end.
type end struct {
	Link
	to int
}

// links gives the links that go from each group, and from the first of two where they say the same in both directions.
func (c *comparison) links() [][]end {
	out := make([][]end, len(c.all))
	for i := range c.all {
		for k, sp := range c.all[i].Spans {
			if sp == nil {
				continue
			}
			for _, r := range c.sets[k].Relations(sp.ID) {
				to := c.places[r.Other(sp.ID)]
				t, _ := c.sets[k].Scheme().RelationType(r.Type)
				if t.Symmetric && i <= to || !t.Symmetric && r.From == sp.ID {
					out[i] = withLink(out[i], r, to, k, len(c.sets))
				}
			}
		}
	}
	return out
}

func withLink(ends []end, r annotation.Relation, to, set, sets int) []end {
	i := slices.IndexFunc(ends, func(e end) bool { return e.Type == r.Type && e.to == to })
	if i < 0 {
		i = len(ends)
		ends = append(ends, end{Link{r.Type, make([]*annotation.Relation, sets)}, to})
	}
	ends[i].Of[set] = &r
	return ends
}

// keyOf names a group by what its marks say and what links go from them; what an annotator noted beside that, or was not certain of,
// is not in it.
func keyOf(g *Group, links []end) annotation.ID {
	var values [][]byte
	for _, sp := range g.Spans {
		if sp != nil {
			values = append(values, value(sp))
		}
	}
	for _, l := range links {
		for _, r := range l.Of {
			if r != nil {
				values = append(values, slices.Concat([]byte(r.Type), []byte{0}, r.From[:], r.To[:]))
			}
		}
	}
	return annotation.DifferenceID(g.Document, values)
}

// value is what a mark says: its ID, its label, its ranges in code points and its attributes.
func value(sp *annotation.Span) []byte {
	b := append(bytes.Clone(sp.ID[:]), sp.Label().String()...)
	for _, r := range sp.Ranges() {
		b = binary.BigEndian.AppendUint32(append(b, 0), uint32(r.Start))
		b = binary.BigEndian.AppendUint32(b, uint32(r.End))
	}
	given := sp.Given()
	for _, attribute := range slices.Sorted(maps.Keys(given)) {
		b = append(append(b, 0), attribute...)
		for _, v := range slices.Sorted(slices.Values(given[attribute])) {
			b = append(append(b, 1), v...)
		}
	}
	return b
}

// classify finds out how the marks of a group differ.
func (c *comparison) classify(g *Group, links []end) {
	var have []int
	for i, sp := range g.Spans {
		if sp != nil {
			have = append(have, i)
		}
	}
	if len(have) < len(g.Spans) {
		g.Classes |= c.absence(g)
	}
	for n, i := range have {
		for _, k := range have[:n] {
			g.Classes |= differ(g.Spans[k], g.Spans[i])
			g.Attributes = append(g.Attributes, c.attributes(i, g.Spans[k], g.Spans[i])...)
		}
	}
	slices.Sort(g.Attributes)
	g.Attributes = slices.Compact(g.Attributes)
	for _, l := range links {
		if c.isUneven(l, have) {
			g.Links = append(g.Links, l.Link)
		}
	}
	if len(g.Attributes) > 0 {
		g.Classes |= Attribute
	}
	if len(g.Links) > 0 {
		g.Classes |= Relation
	}
	if !g.IsAgreed() {
		g.camps = c.camps(g)
	}
}

// absence is Missing or Extra, for a group that a set has no mark in.
func (c *comparison) absence(g *Group) Class {
	judged, class, other := 0, Missing, Extra
	if c.reference >= 0 {
		judged, class, other = c.reference, Extra, Missing
	}
	if g.Spans[judged] == nil {
		return class
	}
	return other
}

// differ compares the bounds and labels of two marks.
func differ(a, b *annotation.Span) Class {
	var c Class
	if a.Hull() != b.Hull() || a.Len() != b.Len() || !slices.Equal(a.Ranges(), b.Ranges()) {
		c |= Boundary
	}
	switch x, y := a.Label(), b.Label(); {
	case x.Label != y.Label:
		c |= Label
	case x.Role != y.Role:
		c |= Role
	}
	return c
}

// attributes gives those in which two marks of the same label and role differ. A mark without a value has what the scheme gives it by
// default.
func (c *comparison) attributes(set int, a, b *annotation.Span) []string {
	x, y := a.Given(), b.Given()
	if len(x)+len(y) == 0 || a.Label() != b.Label() {
		return nil
	}
	defaults := map[string][]string{}
	for _, of := range c.sets[set].Scheme().AttributesOf(a.Label()) {
		defaults[of.ID] = of.Default
	}
	values := func(of map[string][]string, attribute string) string {
		v, ok := of[attribute]
		if !ok {
			v = defaults[attribute]
		}
		return strings.Join(slices.Sorted(slices.Values(v)), "\x00")
	}
	all := maps.Clone(x)
	if all == nil {
		all = map[string][]string{}
	}
	maps.Copy(all, y)
	var out []string
	for attribute := range all {
		if values(x, attribute) != values(y, attribute) {
			out = append(out, attribute)
		}
	}
	return out
}

// isUneven tells whether of the sets that have both ends of a link some have it and some have not.
func (c *comparison) isUneven(l end, have []int) bool {
	with, without := false, false
	for _, i := range have {
		switch {
		case l.Of[i] != nil:
			with = true
		case c.all[l.to].Spans[i] != nil:
			without = true
		}
	}
	return with && without
}

// camps gives for each annotator the first who has the same in a group.
func (c *comparison) camps(g *Group) []int {
	out := make([]int, len(g.Spans))
	for i := range out {
		out[i] = i
		for k := range i {
			if out[k] == k && c.isSame(g, k, i) {
				out[i] = k
				break
			}
		}
	}
	return out
}

func (c *comparison) isSame(g *Group, i, k int) bool {
	a, b := g.Spans[i], g.Spans[k]
	if a == nil || b == nil {
		return a == b
	}
	return differ(a, b) == 0 && len(c.attributes(i, a, b)) == 0 &&
		!slices.ContainsFunc(g.Links, func(l Link) bool { return (l.Of[i] == nil) != (l.Of[k] == nil) })
}
