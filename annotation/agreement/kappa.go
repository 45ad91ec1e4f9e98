package agreement

import "math"

// Percent is the share of agreeing pairs among all pairs of values on the same unit, averaged over units.
func (t *Table) Percent() Figure {
	c := t.counts()
	return share(Percent, t.agreeing(), float64(c.Units), c, noUnit)
}

// agreeing adds up the shares of agreeing pairs over the units with at least two values.
func (t *Table) agreeing() (sum float64) {
	for _, row := range t.rows {
		if counts, n := t.tally(row); n >= 2 {
			for _, k := range counts {
				sum += k * (k - 1) / (n * (n - 1))
			}
		}
	}
	return sum
}

// crossing counts the values of two coders on the units that both judged, as shares: both, then each alone. reason says why not.
func (t *Table) crossing() (joint [][]float64, first, second []float64, reason string) {
	switch {
	case len(t.coders) < 2:
		return nil, nil, nil, oneCoder
	case len(t.coders) > 2:
		return nil, nil, nil, twoOnly
	}
	q := len(t.values)
	joint, first, second = make([][]float64, q), make([]float64, q), make([]float64, q)
	for i := range joint {
		joint[i] = make([]float64, q)
	}
	n := float64(t.counts().Units)
	if n == 0 {
		return nil, nil, nil, noUnit
	}
	for _, row := range t.rows {
		if a, b := row[0], row[1]; a != missing && b != missing {
			joint[a][b] += 1 / n
			first[a] += 1 / n
			second[b] += 1 / n
		}
	}
	return joint, first, second, ""
}

// Cohen is Cohen's kappa of two coders on the units that both judged.
func (t *Table) Cohen() Figure { return t.cohen(Cohen, t.distance(Nominal, nil)) }

// CohenWeighted is Cohen's kappa in which distance says how far apart two values are, 0 where they are the same.
func (t *Table) CohenWeighted(distance func(a, b string) float64) Figure {
	return t.cohen(CohenWeighted, func(a, b int) float64 { return distance(t.values[a], t.values[b]) })
}

// weighted is Cohen's kappa on values that are numbers, whose differences count with an exponent.
func (t *Table) weighted(m *Measure, exponent float64) Figure {
	if t.number == nil {
		return without(m, t.counts(), noNumbers)
	}
	return t.cohen(m, func(a, b int) float64 { return math.Pow(math.Abs(t.number[a]-t.number[b]), exponent) })
}

func (t *Table) cohen(m *Measure, distance func(a, b int) float64) Figure {
	joint, first, second, reason := t.crossing()
	if reason != "" {
		return without(m, t.counts(), reason)
	}
	observed, expected := 0.0, 0.0
	for a := range joint {
		for b := range joint {
			if a != b {
				observed += distance(a, b) * joint[a][b]
				expected += distance(a, b) * first[a] * second[b]
			}
		}
	}
	return corrected(m, observed, expected, t.counts())
}

// CohenMax is the largest Cohen's kappa that the two coders could reach with as many of each value as they gave.
func (t *Table) CohenMax() Figure {
	_, first, second, reason := t.crossing()
	if reason != "" {
		return without(CohenMax, t.counts(), reason)
	}
	most, chance := 0.0, 0.0
	for i := range first {
		most += min(first[i], second[i])
		chance += first[i] * second[i]
	}
	return beyond(CohenMax, most, chance, t.counts())
}

// Scott is Scott's pi of two coders on the units that both judged.
func (t *Table) Scott() Figure {
	joint, first, second, reason := t.crossing()
	if reason != "" {
		return without(Scott, t.counts(), reason)
	}
	observed, chance := 0.0, 0.0
	for i := range joint {
		observed += joint[i][i]
		chance += math.Pow((first[i]+second[i])/2, 2)
	}
	return beyond(Scott, observed, chance, t.counts())
}

// Bennett is Bennett's S, which takes each value that anybody gave as equally likely; with more than two coders it is Randolph's kappa.
func (t *Table) Bennett() Figure {
	c, q := t.counts(), float64(len(t.values))
	switch {
	case c.Units == 0:
		return without(Bennett, c, noUnit)
	case q == 1:
		return without(Bennett, c, oneCategory)
	}
	return beyond(Bennett, t.agreeing()/float64(c.Units), 1/q, c)
}

// AC1 is Gwet's AC1 of any number of coders, with missing values.
func (t *Table) AC1() Figure {
	c, q := t.counts(), float64(len(t.values))
	switch {
	case c.Units == 0:
		return without(AC1, c, noUnit)
	case q == 1:
		return without(AC1, c, oneCategory)
	}
	shares, units := make([]float64, len(t.values)), 0.0
	for _, row := range t.rows {
		counts, n := t.tally(row)
		if n == 0 {
			continue
		}
		units++
		for v, k := range counts {
			shares[v] += k / n
		}
	}
	chance := 0.0
	for _, s := range shares {
		chance += s / units * (1 - s/units) / (q - 1)
	}
	return beyond(AC1, t.agreeing()/float64(c.Units), chance, c)
}

// fleiss gives the shares of values; reason says why Fleiss' kappa is undefined.
func (t *Table) fleiss() (shares []float64, raters float64, reason string) {
	shares = make([]float64, len(t.values))
	for _, row := range t.rows {
		counts, n := t.tally(row)
		if n == 0 {
			continue
		}
		if raters != 0 && raters != n {
			return nil, 0, unequal
		}
		raters = n
		for v, k := range counts {
			shares[v] += k
		}
	}
	if raters < 2 {
		return nil, 0, noUnit
	}
	for v := range shares {
		shares[v] /= float64(t.counts().Values)
	}
	return shares, raters, ""
}

// Fleiss is Fleiss' kappa. It is undefined unless as many coders judged every unit; which ones they are may differ.
func (t *Table) Fleiss() Figure {
	c := t.counts()
	shares, _, reason := t.fleiss()
	if reason != "" {
		return without(Fleiss, c, reason)
	}
	chance := 0.0
	for _, p := range shares {
		chance += p * p
	}
	return beyond(Fleiss, t.agreeing()/float64(c.Units), chance, c)
}

// FleissCategories is Fleiss' kappa of each value, in the order of the values; nothing where Fleiss' kappa is undefined.
func (t *Table) FleissCategories() []Figure {
	c := t.counts()
	shares, raters, reason := t.fleiss()
	if reason != "" {
		return nil
	}
	out := make([]Figure, len(shares))
	for v, p := range shares {
		disagreeing := 0.0
		for _, row := range t.rows {
			counts, _ := t.tally(row)
			disagreeing += counts[v] * (raters - counts[v])
		}
		out[v] = corrected(FleissCategory, disagreeing/(float64(c.Units)*raters*(raters-1)), p*(1-p), c)
		out[v].Of = t.values[v]
	}
	return out
}
