package agreement

import (
	"cmp"
	"context"
	"slices"

	"rubricator/annotation/rangeset"
)

// Gamma gives γ and γ-cat of a selection over its documents: 1 - the disorders of the best alignments, added up, by those expected. Each
// range of a mark is a unit, its label and role the value. It takes seconds or minutes where there are many marks, and is undefined where a
// document has too many. The error is ctx's.
func (s *Study) Gamma(ctx context.Context, sel Selection, o GammaOptions) (Group, error) {
	var observed, expected, observedCat, expectedCat float64
	n := Counts{}
	gamma, cat := without(Gamma, n, noDocument), without(GammaCat, n, noDocument)
	for _, d := range s.chosen(sel) {
		if err := ctx.Err(); err != nil {
			return Group{}, err
		}
		c := s.continuum(d, s.scope(sel))
		if len(c.coders) < 2 {
			continue
		}
		r := c.Gamma(o)
		n.Documents++
		n.Coders = max(n.Coders, len(c.coders))
		n.Units += int(c.length)
		units := c.counts().Values
		n.Values += units
		if reason := r.Gamma.undefined; reason != "" && reason != noMark && reason != noLength {
			return Group{sel, []Figure{without(Gamma, n, reason), without(GammaCat, n, reason)}}, nil
		}
		weight := float64(units) / float64(len(c.coders)) // disorders are means over the units of a coder
		observed += r.Observed * weight
		expected += r.Expected * weight
		if _, ok := r.Cat.Value(); ok {
			observedCat += r.ObservedCat * weight
			expectedCat += r.ExpectedCat * weight
		}
	}
	switch {
	case n.Documents == 0:
	case n.Values == 0:
		gamma, cat = without(Gamma, n, noMark), without(GammaCat, n, noMark)
	default:
		gamma = corrected(Gamma, observed, expected, n)
		if cat = without(GammaCat, n, noMatch); expectedCat > 0 {
			cat = corrected(GammaCat, observedCat, expectedCat, n)
		}
	}
	return Group{sel, []Figure{gamma, cat}}, nil
}

// continuum is what annotators in a scope marked on a document.
func (s *Study) continuum(d *document, c scope) *Continuum {
	out := &Continuum{length: d.Text.Len()}
	for _, l := range s.labels {
		out.values = append(out.values, l.String())
	}
	for _, set := range d.sets {
		if !s.meets(d, set.annotator, c) {
			continue
		}
		var us []unit
		for l, ms := range set.marks {
			if c.label != everything && c.label != l {
				continue
			}
			for _, m := range ms {
				for _, r := range m.ranges {
					us = append(us, unit{r, l})
				}
			}
		}
		slices.SortStableFunc(us, func(a, b unit) int { return cmp.Or(rangeset.Compare(a.Range, b.Range), a.value-b.value) })
		out.coders = append(out.coders, s.annotators[set.annotator].String())
		out.units = append(out.units, us)
	}
	return out
}

// meets tells whether an annotator is of a pair in the scope on a document.
func (s *Study) meets(d *document, annotator int, c scope) bool {
	return slices.ContainsFunc(d.sets, func(o set) bool {
		if o.annotator == annotator {
			return false
		}
		_, in := c.covers([2]int{min(annotator, o.annotator), max(annotator, o.annotator)})
		return in
	})
}
