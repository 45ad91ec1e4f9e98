package agreement

import (
	"fmt"
	"math"
	"math/rand/v2"

	"rubricator/annotation/text"
)

// GammaOptions are how gamma is computed. The zero value takes what its authors use; α = β = Δ∅ = 1.
type GammaOptions struct {
	Seed     uint64 // of the random units; the same seed gives the same gamma
	Samples  int    // at least; 0: 30, and then as many as the precision needs
	MaxUnits int    // more units than that are refused; 0: 400
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

// dissimilarity adds 1 where the values differ.
func dissimilarity(a, b unit) float64 {
	d := positional(a, b)
	if a.value != b.value {
		d++
	}
	return d
}

// Gamma is γ of Mathet, Widlöcher and Métivier (2015) and γ-cat of Mathet (2017). A coder's units may overlap and nest. Random units
// are the coders' own, moved round the continuum. It is undefined where there are too many units to find the best alignment.
func (c *Continuum) Gamma(o GammaOptions) GammaResult {
	if o.Samples == 0 {
		o.Samples = gammaSamples
	}
	if o.MaxUnits == 0 {
		o.MaxUnits = gammaUnits
	}
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
	best, ok := align(c.units)
	if !ok {
		return refuse(crowded)
	}
	r.Observed = best.disorder / mean
	var hasCat bool
	r.ObservedCat, hasCat = best.category()
	chance, ok := c.chance(o)
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
func (c *Continuum) chance(o GammaOptions) (out chance, ok bool) {
	rnd := rand.New(rand.NewPCG(o.Seed, 0))
	for want := o.Samples; len(out.disorders) < want; {
		a, ok := align(c.moved(rnd))
		if !ok {
			return out, false
		}
		out.disorders = append(out.disorders, a.disorder)
		if d, ok := a.category(); ok {
			out.categories = append(out.categories, d)
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

// moved gives as many coders, each with the units of one of them drawn by chance, moved round the continuum by a random stretch.
func (c *Continuum) moved(rnd *rand.Rand) [][]unit {
	out := make([][]unit, len(c.units))
	for i := range out {
		from, by := c.units[rnd.IntN(len(c.units))], text.Pos(rnd.IntN(int(c.length)))
		for _, u := range from {
			l := u.Len()
			u.Start = (u.Start + by) % c.length
			u.End = u.Start + l
			out[i] = append(out[i], u)
		}
	}
	return out
}

func average(xs []float64) float64 {
	if len(xs) == 0 {
		return 0
	}
	return sum(xs) / float64(len(xs))
}
