package compare

import (
	"slices"
	"sort"

	"rubricator/annotation"
	"rubricator/annotation/text"
)

// Filter says which differences are shown. The zero value shows all.
type Filter struct {
	Classes   Class         // one of them holds; 0: any
	Label     string        // a mark has it: "claim", or with its role "attribution.source"; empty: any
	Annotator annotation.ID // stands apart; zero: any
}

// Takes tells whether a group is a difference that is shown.
func (f Filter) Takes(g *Group) bool {
	return !g.IsAgreed() && (f.Classes == 0 || g.Classes.Has(f.Classes)) &&
		(f.Label == "" || slices.ContainsFunc(g.Labels(), f.isLabel)) &&
		(f.Annotator.IsZero() || g.Apart(f.Annotator))
}

// TakesSummary tells whether a difference is shown of which this is the summary.
func (f Filter) TakesSummary(s *Summary) bool {
	return (f.Classes == 0 || s.Classes.Has(f.Classes)) && (f.Label == "" || slices.ContainsFunc(s.Labels, f.isLabel)) &&
		(f.Annotator.IsZero() || slices.Contains(s.Apart, f.Annotator))
}

func (f Filter) isLabel(l annotation.LabelRole) bool {
	return l.Label == f.Label || l.String() == f.Label
}

// Of gives the groups that are differences that are shown.
func (f Filter) Of(groups []Group) []Group {
	var out []Group
	for i := range groups {
		if f.Takes(&groups[i]) {
			out = append(out, groups[i])
		}
	}
	return out
}

// Next gives the place of the next difference that is shown behind groups[i], or before it where forward is false. Past the end it goes
// round. ok is false when there is none.
func (f Filter) Next(groups []Group, i int, forward bool) (next int, ok bool) {
	n, step := len(groups), 1
	if !forward {
		step = -1
	}
	for k := 1; k <= n; k++ {
		at := ((i+k*step)%n + n) % n
		if f.Takes(&groups[at]) {
			return at, true
		}
	}
	return 0, false
}

// At gives the place of the first of the groups, which are in the order of the text, that begins at or behind p, in code points.
func At(groups []Group, p text.Pos) int {
	return sort.Search(len(groups), func(i int) bool { return groups[i].Range.Start >= p })
}

// Counts is how many groups agree and how the others differ.
type Counts struct {
	Agreed      int
	Differences int
	Unsure      int            // differences where an annotator was not certain
	Classes     map[Class]int  // by class; a difference counts for each of its own
	Labels      map[string]int // by label and role: "claim.claim"
	Patterns    map[string]int // by Group.Pattern
}

// Count counts groups. Of those that differ, the ones that the filter does not show are left out.
func Count(groups []Group, f Filter) Counts {
	c := Counts{Classes: map[Class]int{}, Labels: map[string]int{}, Patterns: map[string]int{}}
	for i := range groups {
		switch g := &groups[i]; {
		case g.IsAgreed():
			c.Agreed++
		case f.Takes(g):
			c.add(g)
		}
	}
	return c
}

func (c *Counts) add(g *Group) {
	c.Differences++
	if g.Unsure {
		c.Unsure++
	}
	for _, class := range Classes() {
		if g.Classes.Has(class) {
			c.Classes[class]++
		}
	}
	for _, l := range g.Labels() {
		c.Labels[l.String()]++
	}
	c.Patterns[g.Pattern()]++
}
