package agreement

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"rubricator/annotation/text"
)

// GammaOptions are how gamma is computed. The zero value takes what is usual.
type GammaOptions struct {
	Seed     uint64  // of the random units; the same seed gives the same gamma
	Samples  int     // at least; 0: 30. There are as many as the precision needs
	MaxUnits int     // more units than that are refused; 0: 400
	Position float64 // α, how much differing bounds count; 0: 1
	Category float64 // β, how much differing values count; 0: 1. Having no unit, Δ∅, counts 1
}

// filled are the options with what is usual.
func (o GammaOptions) filled() GammaOptions {
	o.Samples, o.MaxUnits = cmp.Or(o.Samples, gammaSamples), cmp.Or(o.MaxUnits, gammaUnits)
	o.Position, o.Category = cmp.Or(o.Position, 1), cmp.Or(o.Category, 1)
	return o
}

const (
	gammaSamples   = 30
	gammaMost      = 500 // samples
	gammaPrecision = .02 // of the expected disorder, with a certainty of 95 %
	gammaUnits     = 400
)

// GammaResult is gamma with what it follows from.
type GammaResult struct {
	Gamma, Cat  Figure
	Observed    float64 // disorder of the best alignment
	Expected    float64 // mean disorder of random units
	ObservedCat float64 // how far values differ in the best alignment
	ExpectedCat float64 // and with random units
	Samples     int
	Seed        uint64
}

// positional is how far apart two units are, 0 where they are the same (Mathet 2015, section 4.3.1).
func positional(a, b unit) float64 {
	start, end := math.Abs(float64(a.Start-b.Start)), math.Abs(float64(a.End-b.End))
	d := (start + end) / float64(a.Len()+b.Len())
	return d * d
}

// dissimilarity weighs how far units are apart by their bounds and by their values (Mathet 2015, section 4.4).
type dissimilarity struct{ position, category float64 }

func (d dissimilarity) of(a, b unit) float64 {
	apart := d.position * positional(a, b)
	if a.value != b.value {
		apart += d.category
	}
	return apart
}

// Gamma is γ of Mathet, Widlöcher and Métivier (2015) and γ-cat of Mathet (2017). A coder's units may overlap and nest. Random units
// are the coders' own, moved round the continuum. It is undefined where there are too many units to find the best alignment.
func (c *Continuum) Gamma(o GammaOptions) GammaResult {
	o = o.filled()
	n, r := c.counts(), GammaResult{Seed: o.Seed}
	refuse := func(reason string) GammaResult {
		r.Gamma, r.Cat = without(Gamma, n, reason), without(GammaCat, n, reason)
		return r
	}
	tooMany := fmt.Sprintf("too many units: %d where at most %d can be aligned", n.Values, o.MaxUnits)
	if reason := c.impossible(); reason != "" {
		return refuse(reason)
	}
	if n.Values > o.MaxUnits {
		return refuse(tooMany)
	}
	mean := float64(n.Values) / float64(n.Coders)
	d := dissimilarity{o.Position, o.Category}
	best, ok := align(c.units, d)
	if !ok {
		return refuse(crowded)
	}
	r.Observed = best.disorder / mean
	var hasCat bool
	r.ObservedCat, hasCat = best.category()
	chance, ok := c.chance(o, d)
	if !ok {
		return refuse(crowded)
	}
	r.Samples, r.Expected = len(chance.disorders), average(chance.disorders)/mean
	r.ExpectedCat = average(chance.categories)
	r.Gamma = corrected(Gamma, r.Observed, r.Expected, n)
	switch {
	case !hasCat:
		r.Cat = without(GammaCat, n, noMatch)
	case len(c.values) < 2:
		r.Cat = without(GammaCat, n, oneCategory)
	default:
		r.Cat = corrected(GammaCat, r.ObservedCat, r.ExpectedCat, n)
	}
	return r
}

// crowded is the reason where the search for the best alignment was given up.
const crowded = "too many units: they lie too densely for the best alignment to be found"

// chance are the disorders of random units.
type chance struct{ disorders, categories []float64 }

// chance draws random units until the mean of their disorders is as precise as wanted.
func (c *Continuum) chance(o GammaOptions, d dissimilarity) (out chance, ok bool) {
	rnd := rand.New(rand.NewPCG(o.Seed, 0))
	for want := o.Samples; len(out.disorders) < want; {
		a, ok := align(c.moved(rnd), d)
		if !ok {
			return out, false
		}
		out.disorders = append(out.disorders, a.disorder)
		if disorder, ok := a.category(); ok {
			out.categories = append(out.categories, disorder)
		}
		if len(out.disorders) == want && want < gammaMost {
			want = min(gammaMost, max(want, needed(out.disorders)))
		}
	}
	return out, true
}

// needed is how many samples give their mean the wanted precision (Mathet 2015, section 5.3).
func needed(sample []float64) int {
	mean, squares := average(sample), 0.0
	for _, x := range sample {
		squares += (x - mean) * (x - mean)
	}
	if mean == 0 || len(sample) < 2 {
		return 0
	}
	variation := math.Sqrt(squares/float64(len(sample)-1)) / mean
	return int(math.Ceil(math.Pow(variation*1.96/gammaPrecision, 2)))
}

// moved gives as many coders, each with the units of one of them drawn by chance, moved round the continuum. No two are moved by nearly the
// same, if that can be helped, or they could be the same units again (Mathet 2015, section 5.2).
func (c *Continuum) moved(rnd *rand.Rand) [][]unit {
	out, taken := make([][]unit, len(c.units)), []text.Pos(nil)
	for i := range out {
		from, by := c.units[rnd.IntN(len(c.units))], c.shift(rnd, taken)
		taken = append(taken, by)
		for _, u := range from {
			l := u.Len()
			u.Start = (u.Start + by) % c.length
			u.End = u.Start + l
			out[i] = append(out[i], u)
		}
	}
	return out
}

// shift draws how far to move: half a unit's mean length or more from what is taken, unless there is hardly room for that.
func (c *Continuum) shift(rnd *rand.Rand, taken []text.Pos) (by text.Pos) {
	near := c.meanLength() / 2
	for range 100 {
		by = text.Pos(rnd.IntN(int(c.length)))
		if !slices.ContainsFunc(taken, func(o text.Pos) bool {
			away := max(by, o) - min(by, o)
			return float64(min(away, c.length-away)) < near
		}) {
			break
		}
	}
	return by
}

// meanLength is that of a unit.
func (c *Continuum) meanLength() float64 {
	length, n := 0.0, 0
	for _, us := range c.units {
		for _, u := range us {
			length += float64(u.Len())
			n++
		}
	}
	return length / float64(n)
}

func average(xs []float64) float64 {
	if len(xs) == 0 {
		return 0
	}
	return sum(xs) / float64(len(xs))
}
