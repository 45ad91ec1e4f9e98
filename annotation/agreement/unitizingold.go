package agreement

import (
	"cmp"
	"slices"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// OldUnitizing is αU of 1995/2004 with the disagreements that it follows from.
type OldUnitizing struct {
	Figure
	Observed, Expected float64
}

// UnitizingOld is Krippendorff's αU of 1995 and 2004: squared distances of the bounds of units that overlap, and the squared length
// of units where another coder has none. It is another number than uα of 2016. An empty value stands for all values. A coder's units
// of one value may not overlap.
func (c *Continuum) UnitizingOld(value string) OldUnitizing {
	var out OldUnitizing
	reason := c.impossible()
	for k, v := range c.values {
		if value != "" && v != value {
			continue
		}
		if reason == "" && c.overlap(k) {
			reason = nested
		}
		if reason == "" {
			o, e := c.disagreementOld(k)
			out.Observed += o
			out.Expected += e
		}
	}
	if reason == "" {
		out.Figure = corrected(UAlphaOld, out.Observed, out.Expected, c.counts())
	} else {
		out.Figure = without(UAlphaOld, c.counts(), reason)
	}
	out.Of = value
	return out
}

// sections are a coder's units of one value and the gaps between them.
type sections struct{ units, gaps []rangeset.Range }

func (c *Continuum) sections(coder, value int) sections {
	var s sections
	at := text.Pos(0)
	for _, u := range c.units[coder] {
		if u.value != value {
			continue
		}
		if u.Start > at {
			s.gaps = append(s.gaps, rangeset.Range{Start: at, End: u.Start})
		}
		s.units = append(s.units, u.Range)
		at = u.End
	}
	if at < c.length {
		s.gaps = append(s.gaps, rangeset.Range{Start: at, End: c.length})
	}
	return s
}

// disagreementOld is the observed and expected disagreement on one value (Krippendorff 2004, sections 11.6.2 and 11.6.3).
func (c *Continuum) disagreementOld(value int) (observed, expected float64) {
	m, length := float64(len(c.coders)), float64(c.length)
	all := make([]sections, len(c.coders))
	units, within := 0.0, 0.0
	for i := range all {
		all[i] = c.sections(i, value)
		units += float64(len(all[i].units))
		for _, u := range all[i].units {
			l := float64(u.Len())
			within += l * (l - 1)
		}
	}
	for i := range all {
		for j := range all {
			if i != j {
				observed += apartOld(all[i], all[j])
			}
		}
	}
	gaps := newLengths(all)
	for i := range all {
		for _, u := range all[i].units {
			l := float64(u.Len())
			n, total := gaps.from(u.Len())
			expected += (units-1)/3*(2*l*l*l-3*l*l+l) + l*l*(total-n*(l-1))
		}
	}
	observed /= m * (m - 1) * length * length
	if possible := m*length*(m*length-1) - within; possible > 0 {
		expected *= 2 / length / possible
	}
	return observed, expected
}

// lengths are those of gaps in their order, and how long these and all longer ones are together.
type lengths struct {
	each  []text.Pos
	total []float64
}

func newLengths(all []sections) lengths {
	var out lengths
	for _, s := range all {
		for _, g := range s.gaps {
			out.each = append(out.each, g.Len())
		}
	}
	slices.Sort(out.each)
	out.total = make([]float64, len(out.each)+1)
	for i, l := range slices.Backward(out.each) {
		out.total[i] = out.total[i+1] + float64(l)
	}
	return out
}

// from is how many gaps are of a length or longer, and how long together.
func (l lengths) from(length text.Pos) (n, total float64) {
	i, _ := slices.BinarySearch(l.each, length)
	return float64(len(l.each) - i), l.total[i]
}

// apartOld adds up how far one coder's sections are from another's: units that overlap, and units inside a gap, from either side.
func apartOld(a, b sections) (sum float64) {
	for i, j := 0, 0; i < len(a.units) && j < len(b.units); {
		u, o := a.units[i], b.units[j]
		sum += distanceOld(u, o)
		if u.End < o.End {
			i++
		} else {
			j++
		}
	}
	for _, u := range a.units {
		sum += missedOld(u, b.gaps)
	}
	for _, o := range b.units {
		sum += missedOld(o, a.gaps)
	}
	return sum
}

// distanceOld is the squared distance of the bounds of two units that overlap, else 0.
func distanceOld(a, b rangeset.Range) float64 {
	if !a.Overlaps(b) {
		return 0
	}
	start, end := float64(a.Start-b.Start), float64(a.End-b.End)
	return start*start + end*end
}

// missedOld is the squared length of a unit that lies whole in one of the gaps, which are in order.
func missedOld(u rangeset.Range, gaps []rangeset.Range) float64 {
	i, _ := slices.BinarySearchFunc(gaps, u.End, func(g rangeset.Range, end text.Pos) int { return cmp.Compare(g.End, end) })
	if i == len(gaps) || gaps[i].Start > u.Start {
		return 0
	}
	return float64(u.Len()) * float64(u.Len())
}
