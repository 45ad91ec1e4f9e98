package agreement

// Scale is what the values of a table are, and so how far apart two of them are.
type Scale int

// The scales.
const (
	Nominal Scale = iota
	Ordinal
	IntervalScale
	Ratio
)

func (s Scale) measure() *Measure {
	return []*Measure{AlphaNominal, AlphaOrdinal, AlphaInterval, AlphaRatio}[s]
}

// distance is the squared difference of two values on the scale; marginals are how often each was given on units with two values.
func (t *Table) distance(s Scale, marginals []float64) func(a, b int) float64 {
	switch s {
	case Ordinal:
		before := make([]float64, len(marginals)+1)
		for i, n := range marginals {
			before[i+1] = before[i] + n
		}
		return func(a, b int) float64 {
			if t.number[a] == t.number[b] { // "1" and "1.0"
				return 0
			}
			a, b = min(a, b), max(a, b)
			d := before[b+1] - before[a] - (marginals[a]+marginals[b])/2
			return d * d
		}
	case IntervalScale:
		return func(a, b int) float64 { d := t.number[a] - t.number[b]; return d * d }
	case Ratio:
		return func(a, b int) float64 {
			sum := t.number[a] + t.number[b]
			if sum == 0 {
				return 0
			}
			d := (t.number[a] - t.number[b]) / sum
			return d * d
		}
	}
	return func(a, b int) float64 {
		if a == b {
			return 0
		}
		return 1
	}
}

// coincidences are how often values meet on a unit, each unit with m values counting m in all.
func (t *Table) coincidences() (o [][]float64, marginals []float64, n float64) {
	q := len(t.values)
	o, marginals = make([][]float64, q), make([]float64, q)
	for i := range o {
		o[i] = make([]float64, q)
	}
	for _, row := range t.rows {
		counts, m := t.tally(row)
		if m < 2 {
			continue
		}
		n += m
		for c := range q {
			if counts[c] == 0 {
				continue
			}
			marginals[c] += counts[c]
			for k := range q {
				pairs := counts[c] * counts[k]
				if c == k {
					pairs -= counts[c]
				}
				o[c][k] += pairs / (m - 1)
			}
		}
	}
	return o, marginals, n
}

// Alpha is Krippendorff's alpha on the scale, with any number of coders and missing values; units with fewer than two values do not
// count. It is undefined where no unit has two values, or where the scale needs numbers that the values are not.
func (t *Table) Alpha(s Scale) Figure {
	if s != Nominal && len(t.values) > 0 {
		if t.number == nil {
			return without(s.measure(), t.counts(), noNumbers)
		}
		if s == Ratio && t.number[0] < 0 {
			return without(s.measure(), t.counts(), noRatio)
		}
	}
	_, marginals, _ := t.coincidences()
	return t.alpha(s.measure(), t.distance(s, marginals))
}

// AlphaWeighted is Krippendorff's alpha in which distance says how far apart two values are, 0 where they are the same.
func (t *Table) AlphaWeighted(distance func(a, b string) float64) Figure {
	return t.alpha(AlphaWeighted, func(a, b int) float64 { return distance(t.values[a], t.values[b]) })
}

func (t *Table) alpha(m *Measure, distance func(a, b int) float64) Figure {
	observed, expected := t.disagreement(distance)
	c := t.counts()
	if c.Units == 0 {
		return without(m, c, noUnit)
	}
	return corrected(m, observed, expected, c)
}

// disagreement is Krippendorff's observed and expected disagreement; both are 0 where no unit has two values.
func (t *Table) disagreement(distance func(a, b int) float64) (observed, expected float64) {
	o, marginals, n := t.coincidences()
	if n == 0 {
		return 0, 0
	}
	for c := range o {
		for k := range o {
			if c != k {
				d := distance(c, k)
				observed += o[c][k] * d
				expected += marginals[c] * marginals[k] * d
			}
		}
	}
	return observed / n, expected / (n * (n - 1))
}
