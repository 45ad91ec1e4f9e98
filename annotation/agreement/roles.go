package agreement

import (
	"slices"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// byRoles gives the unitizing alphas of 2016 of each label that has several roles.
func (s *Study) byRoles() (out []Group) {
	var labels []string
	for _, l := range s.labels {
		if !slices.Contains(labels, l.Label) {
			labels = append(labels, l.Label)
		}
	}
	for _, label := range labels {
		if g := s.Roles(label); len(g.Figures) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// Roles gives the unitizing alphas of 2016 of a label whose roles are the values: u, |u, cu and (k)u of each role. Where marks of one
// annotator nest or cross, the shortest counts. A label with one role has none.
func (s *Study) Roles(label string) Group {
	var roles []int
	for i, l := range s.labels {
		if l.Label == label {
			roles = append(roles, i)
		}
	}
	out := Group{Selection: Selection{Label: annotation.LabelRole{Label: label}}}
	if len(roles) < 2 {
		return out
	}
	values := make([]string, len(roles))
	for i, r := range roles {
		values[i] = s.labels[r].Role
	}
	each := make(map[*document]Unitizing, len(s.documents))
	whole := newUnitizing(values)
	for _, d := range s.documents {
		each[d] = d.roles(roles, values)
		whole.add(each[d], 1)
	}
	out.Figures = whole.figures()
	drawn := make([][]float64, len(out.Figures))
	s.draw(s.documents, func(times []float64) {
		sample := newUnitizing(values)
		for i, t := range times {
			if t > 0 {
				sample.add(each[s.documents[i]], t)
			}
		}
		for k, f := range sample.figures() {
			if v, ok := f.Value(); ok {
				drawn[k] = append(drawn[k], v)
			}
		}
	})
	for k := range out.Figures {
		if f := &out.Figures[k]; f.undefined == "" {
			f.Interval = interval(drawn[k])
		}
	}
	return out
}

// roles gives the sums of a document's marks of some labels.
func (d *document) roles(labels []int, values []string) Unitizing {
	c := Continuum{length: d.Text.Len(), values: values, coders: make([]string, len(d.sets)), units: make([][]unit, len(d.sets))}
	for i, set := range d.sets {
		c.units[i] = innermost(set, labels)
	}
	return c.Unitizing()
}

// innermost cuts an annotator's marks into units that do not overlap: each stretch goes to the shortest mark on it.
func innermost(s set, labels []int) (out []unit) {
	type owner struct {
		value, mark int
		length      text.Pos
	}
	var entries []rangeset.Entry[owner]
	for v, l := range labels {
		for i, m := range s.marks[l] {
			for _, r := range m.ranges {
				entries = append(entries, rangeset.Entry[owner]{Range: r, Value: owner{v, i, m.length}})
			}
		}
	}
	if len(entries) == 0 {
		return nil
	}
	slices.SortStableFunc(entries, func(a, b rangeset.Entry[owner]) int { return rangeset.Compare(a.Range, b.Range) })
	last := owner{}
	for _, seg := range rangeset.Segments(entries, rangeset.Range{End: entriesEnd(entries)}) {
		best := slices.MinFunc(seg.Values, func(a, b owner) int { return int(a.length - b.length) })
		if n := len(out); n > 0 && best == last && out[n-1].End == seg.Start {
			out[n-1].End = seg.End
			continue
		}
		out = append(out, unit{seg.Range, best.value})
		last = best
	}
	return out
}

func entriesEnd[T any](entries []rangeset.Entry[T]) (end text.Pos) {
	for _, e := range entries {
		end = max(end, e.End)
	}
	return end
}
