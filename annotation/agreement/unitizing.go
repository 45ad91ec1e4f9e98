package agreement

import "rubricator/annotation/text"

// Unitizing are the sums from which the unitizing alphas of 2016 follow. Those of several continua of the same values may be added.
// The last row and column stand for gaps. Lengths are those of the continuum.
type Unitizing struct {
	Observed [][]float64 // how long each two values meet, over pairs of coders, divided by coders - 1
	Squares  []float64   // squared lengths of the segments of each value, gaps by the length itself
	Pairable []float64   // squared lengths of segments as far as other coders marked something, on average over them
	counts   Counts
	values   []string
	reason   string // why nothing is defined
}

// Unitizing gives the sums that Krippendorff, Mathet, Bouvry and Widlöcher (2016) and Krippendorff (2019, section 12.6) define. A coder's
// units may not overlap.
func (c *Continuum) Unitizing() Unitizing {
	u := newUnitizing(c.values)
	u.counts, u.reason = c.counts(), c.impossible()
	if u.reason == "" && c.overlap(-1) {
		u.reason = nested
	}
	if u.reason != "" && u.reason != noMark {
		return u
	}
	q, m := len(c.values), float64(len(c.coders))
	filled := make([][]unit, len(c.units))
	for i, us := range c.units {
		filled[i] = c.withGaps(us)
	}
	for i, own := range filled {
		met := make([]float64, len(own)) // by segment: how long others marked something there
		for j, other := range filled {
			if i != j {
				u.meet(own, other, 1/(m-1), met)
			}
		}
		for k, a := range own {
			u.Squares[a.value] += a.mass(q)
			if a.value != q {
				u.Pairable[a.value] += met[k] * met[k]
			}
		}
	}
	return u
}

// meet adds where the segments of one coder meet those of another, by weight.
func (u *Unitizing) meet(own, other []unit, weight float64, met []float64) {
	gap := len(u.values)
	for i, j := 0, 0; i < len(own) && j < len(other); {
		a, b := own[i], other[j]
		l := weight * float64(max(0, min(a.End, b.End)-max(a.Start, b.Start)))
		u.Observed[a.value][b.value] += l
		if b.value != gap {
			met[i] += l
		}
		if a.End < b.End {
			i++
		} else {
			j++
		}
	}
}

// newUnitizing has nothing in it yet.
func newUnitizing(values []string) Unitizing {
	u := Unitizing{values: values, reason: noMark}
	n := len(values) + 1
	u.Observed, u.Squares, u.Pairable = make([][]float64, n), make([]float64, n), make([]float64, n)
	for i := range u.Observed {
		u.Observed[i] = make([]float64, n)
	}
	return u
}

// add adds the sums of a continuum of the same values, so many times. One on which nobody marked anything still has gaps that meet.
func (u *Unitizing) add(o Unitizing, times float64) {
	if o.reason == "" {
		u.reason = ""
	}
	for i, row := range o.Observed {
		for j, v := range row {
			u.Observed[i][j] += times * v
		}
		u.Squares[i] += times * o.Squares[i]
		u.Pairable[i] += times * o.Pairable[i]
	}
	u.counts.Documents += int(times)
	u.counts.Coders = max(u.counts.Coders, o.counts.Coders)
	u.counts.Units += int(times) * o.counts.Units
	u.counts.Values += int(times) * o.counts.Values
}

// figures gives all that follow, those of the values last.
func (u Unitizing) figures() []Figure {
	return append([]Figure{u.Alpha(), u.Binary(), u.Coding()}, u.Values()...)
}

// withGaps fills what is between units with gaps, whose value is the one behind the last.
func (c *Continuum) withGaps(us []unit) []unit {
	out, at := make([]unit, 0, 2*len(us)+1), text.Pos(0)
	gap := func(end text.Pos) {
		if end > at {
			g := unit{value: len(c.values)}
			g.Start, g.End = at, end
			out = append(out, g)
		}
	}
	for _, u := range us {
		gap(u.Start)
		out = append(out, u)
		at = u.End
	}
	gap(c.length)
	return out
}

// mass is what a segment takes off the expected coincidences: it is put at random as a whole, a gap by its characters.
func (u unit) mass(gap int) float64 {
	l := float64(u.Len())
	if u.value == gap {
		return l
	}
	return l * l
}

// expected are the coincidences by chance of the first n values, whose rows in the observed ones add up over as many columns.
func (u Unitizing) expected(n int, squares []float64) [][]float64 {
	sums, total, taken := make([]float64, n), 0.0, 0.0
	for i := range n {
		for j := range n {
			sums[i] += u.Observed[i][j]
		}
		total += sums[i]
		taken += squares[i]
	}
	e := make([][]float64, n)
	for i := range e {
		e[i] = make([]float64, n)
		for j := range e[i] {
			product := sums[i] * sums[j]
			if i == j {
				product -= squares[i]
			}
			if total > 0 && total*total != taken {
				e[i][j] = product / (total - taken/total)
			}
		}
	}
	return e
}

// off adds up what lies off the diagonal.
func off(m [][]float64) (sum float64) {
	for i, row := range m {
		for j, v := range row {
			if i != j {
				sum += v
			}
		}
	}
	return sum
}

// Alpha is uα: agreement on which characters have which value.
func (u Unitizing) Alpha() Figure {
	if u.reason != "" {
		return without(UAlpha, u.counts, u.reason)
	}
	return corrected(UAlpha, off(u.Observed), off(u.expected(len(u.Observed), u.Squares)), u.counts)
}

// Binary is |uα: agreement on which characters have any value.
func (u Unitizing) Binary() Figure {
	if u.reason != "" {
		return without(UAlphaBinary, u.counts, u.reason)
	}
	gap, e := len(u.values), u.expected(len(u.Observed), u.Squares)
	observed, expected := 0.0, 0.0
	for v := range gap {
		observed += u.Observed[v][gap] + u.Observed[gap][v]
		expected += e[v][gap] + e[gap][v]
	}
	return corrected(UAlphaBinary, observed, expected, u.counts)
}

// coded are the observed coincidences without gaps.
func (u Unitizing) coded() [][]float64 {
	gap := len(u.values)
	out := make([][]float64, gap)
	for i := range out {
		out[i] = u.Observed[i][:gap]
	}
	return out
}

// Coding is cuα: agreement on the value of what two coders marked.
func (u Unitizing) Coding() Figure {
	if u.reason != "" {
		return without(CUAlpha, u.counts, u.reason)
	}
	if len(u.values) < 2 {
		return without(CUAlpha, u.counts, oneCategory)
	}
	e := u.expected(len(u.values), u.Pairable)
	if off(e) == 0 && off(u.coded()) == 0 && u.met() == 0 {
		return without(CUAlpha, u.counts, noMatch)
	}
	return corrected(CUAlpha, off(u.coded()), off(e), u.counts)
}

// met is how long coders marked the same place, whatever the value.
func (u Unitizing) met() (sum float64) {
	for _, row := range u.coded() {
		for _, v := range row {
			sum += v
		}
	}
	return sum
}

// Values is (k)uα of each value: agreement on it where two coders marked something. Both disagreements are shares of the value's
// coincidences.
func (u Unitizing) Values() []Figure {
	var out []Figure
	e := u.expected(len(u.values), u.Pairable)
	for k, v := range u.values {
		observed, expected := apart(u.coded()[k], k), apart(e[k], k)
		var f Figure
		switch {
		case u.reason != "":
			f = without(KUAlpha, u.counts, u.reason)
		case sum(u.coded()[k]) == 0:
			f = without(KUAlpha, u.counts, noMatch)
		default:
			f = corrected(KUAlpha, observed, expected, u.counts)
		}
		f.Of = v
		out = append(out, f)
	}
	return out
}

// Coverage is the share of a value's length, over all coders, on which another coder marked something too; 0 for a value not there.
func (u Unitizing) Coverage(value string) float64 {
	for k, v := range u.values {
		if all := sum(u.Observed[k]); v == value && all > 0 {
			return sum(u.coded()[k]) / all
		}
	}
	return 0
}

func sum(row []float64) (total float64) {
	for _, v := range row {
		total += v
	}
	return total
}

// apart is the share of a row that does not lie at k.
func apart(row []float64, k int) float64 {
	if all := sum(row); all > 0 {
		return (all - row[k]) / all
	}
	return 0
}
