package agreement

import (
	"math"
	"math/rand"
	"strconv"
	"strings"
	"testing"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// cut is the continuum in which each line is a coder: a name, then stretches "start-end=value", half-open.
func cut(tb testing.TB, length text.Pos, lines string) *Continuum {
	tb.Helper()
	c, err := NewContinuum(length, unitsOf(tb, lines))
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

func unitsOf(tb testing.TB, lines string) (out []Unit) {
	tb.Helper()
	for line := range strings.SplitSeq(strings.TrimSpace(lines), "\n") {
		f := strings.Fields(line)
		out = append(out, Unit{Coder: f[0]})
		for _, s := range f[1:] {
			bounds, value, _ := strings.Cut(s, "=")
			from, to, _ := strings.Cut(bounds, "-")
			start, err := strconv.Atoi(from)
			if err != nil {
				tb.Fatal(err)
			}
			end, err := strconv.Atoi(to)
			if err != nil {
				tb.Fatal(err)
			}
			out = append(out, Unit{f[0], rangeset.Range{Start: text.Pos(start), End: text.Pos(end)}, value})
		}
	}
	return out
}

// Krippendorff 2019, figure 12.11, whose bounds count from 1 with the end included.
const threeObservers = `
Alex 0-7=1 7-13=2 30-32=5 32-37=6 37-44=6 44-60=7
Paul 0-7=1 7-13=3 13-21=5 32-44=6
Suzan 0-7=1 7-13=4 13-21=5 32-37=6 37-41=6 41-44=6`

func TestUnitizingAlphasOfThreeObservers(t *testing.T) {
	u := cut(t, 60, threeObservers).Unitizing()
	const book = "Krippendorff 2019 p. 340"
	near(t, book, u.Alpha(), .50998, 5e-6)
	near(t, book, u.Binary(), .4136, .00005)
	near(t, book, u.Coding(), .7242, .00005)
	for i, want := range []float64{1, 0, 0, 0, 1, 1} {
		near(t, book, u.Values()[i], want, 1e-12)
	}
	hasNone(t, "nobody else marked 7 anything", u.Values()[6], noMatch)
	if got := off(u.Observed); math.Abs(got-70) > 1e-9 {
		t.Errorf("observed disagreement %v", got)
	}
	if got := off(u.expected(8, u.Squares)); math.Abs(got-142.852) > .0005 {
		t.Errorf("expected disagreement %v", got)
	}
	if five, seven := u.Coverage("5"), u.Coverage("7"); math.Abs(five-8.0/18) > 1e-12 || seven != 0 {
		t.Errorf("coverage %v and %v", five, seven)
	}
}

// Krippendorff 2004, section 11.6, from 150 to 450.
const twoObservers = `
i 75-145=c 220-250=c 30-90=k 150-200=k
j 70-150=c 205-225=c 250-270=c 30-90=k 150-200=k`

func TestTheOlderUnitizingAlpha(t *testing.T) {
	x := cut(t, 300, twoObservers)
	const book = "Krippendorff 2004 p. 254"
	c := x.UnitizingOld("c")
	near(t, book, c.Figure, .7286, .00005)
	near(t, book, x.UnitizingOld("k").Figure, 1, 1e-12)
	near(t, "the book, which calculates from .0144 of .1022", x.UnitizingOld("").Figure, .8591, .0005)
	if math.Abs(c.Observed-.0144) > .00005 || math.Abs(c.Expected-.0532) > .00005 {
		t.Errorf("disagreement %v of %v", c.Observed, c.Expected)
	}
	for _, d := range []struct {
		a, b rangeset.Range
		want float64
	}{
		{rangeset.Range{Start: 5, End: 11}, rangeset.Range{Start: 4, End: 6}, 26},
		{rangeset.Range{Start: 225, End: 295}, rangeset.Range{Start: 220, End: 300}, 50},
		{rangeset.Range{Start: 370, End: 400}, rangeset.Range{Start: 355, End: 375}, 850},
		{rangeset.Range{Start: 0, End: 4}, rangeset.Range{Start: 4, End: 6}, 0},
	} {
		if got := distanceOld(d.a, d.b); got != d.want {
			t.Errorf("%s and %s are %v apart, want %v", d.a, d.b, got, d.want)
		}
	}
	only, err := NewContinuum(300, keep(unitsOf(t, twoObservers), "c"))
	if err != nil {
		t.Fatal(err)
	}
	near(t, "the measure of 2016 on the same units", only.Unitizing().Alpha(), .516, half)
}

func keep(units []Unit, value string) (out []Unit) {
	for _, u := range units {
		if u.Value == value {
			out = append(out, u)
		}
	}
	return out
}

func TestContinuaWithoutAFigure(t *testing.T) {
	hasNone(t, "nothing", cut(t, 10, "a\nb").Unitizing().Alpha(), noMark)
	hasNone(t, "nothing", cut(t, 10, "a\nb").UnitizingOld("").Figure, noMark)
	hasNone(t, "one coder", cut(t, 10, "a 0-5=x").Unitizing().Alpha(), oneCoder)
	hasNone(t, "one coder", cut(t, 10, "a 0-5=x").Gamma(GammaOptions{}).Gamma, oneCoder)
	hasNone(t, "no text", cut(t, 0, "a\nb").Unitizing().Alpha(), noLength)
	hasNone(t, "overlap", cut(t, 10, "a 0-5=x 4-6=y\nb 0-5=x").Unitizing().Alpha(), nested)
	near(t, "overlap of two values", cut(t, 10, "a 0-5=x 4-6=y\nb 0-5=x 4-6=y").UnitizingOld("").Figure, 1, 0)
	hasNone(t, "overlap of one value", cut(t, 10, "a 0-5=x 4-6=x\nb 0-5=x").UnitizingOld("").Figure, nested)
	hasNone(t, "never both", cut(t, 10, "a 0-5=x\nb 5-8=y").Unitizing().Coding(), noMatch)
	hasNone(t, "one value", cut(t, 10, "a 0-5=x\nb 0-5=x").Unitizing().Coding(), oneCategory)
	near(t, "all of the text", cut(t, 10, "a 0-10=x\nb 0-10=x").Unitizing().Alpha(), 1, 0)
	near(t, "all of the text", cut(t, 10, "a 0-10=x\nb 0-10=x").UnitizingOld("").Figure, 1, 0)
	with, _ := cut(t, 10, "a 0-5=x 7-7=y\nb 0-5=x").Figures(GammaOptions{})
	without, _ := cut(t, 10, "a 0-5=x\nb 0-5=x").Figures(GammaOptions{})
	same(t, with, without) // a unit without length carries no mass
	if v, _ := cut(t, 100, "a 10-20=x\nb").Unitizing().Alpha().Value(); v > 0 {
		t.Errorf("where one marked and the other did not, alpha is %v", v)
	}
	if _, err := NewContinuum(10, []Unit{{"a", rangeset.Range{Start: 5, End: 11}, "x"}}); err == nil {
		t.Error("a unit behind the end was taken")
	}
	if _, err := NewContinuum(text.MaxBytes+1, nil); err == nil {
		t.Error("a length beyond all texts was taken")
	}
}

// drawnContinuum has up to four coders with units of three values that do not overlap.
func drawnContinuum(tb testing.TB, rnd *rand.Rand) *Continuum {
	var units []Unit
	length := 8 + rnd.Intn(12)
	for c := range 2 + rnd.Intn(3) {
		coder := string(rune('a' + c))
		units = append(units, Unit{Coder: coder})
		for at := rnd.Intn(4); at < length; at += rnd.Intn(4) {
			end := min(length, at+1+rnd.Intn(5))
			units = append(units, Unit{coder, rangeset.Range{Start: text.Pos(at), End: text.Pos(end)}, string(rune('x' + rnd.Intn(3)))})
			at = end
		}
	}
	c, err := NewContinuum(text.Pos(length), units)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// uα is held against its definition character by character.
func TestUnitizingAlphaFollowsFromCharacters(t *testing.T) {
	rnd := rand.New(rand.NewSource(3))
	for range 500 {
		c := drawnContinuum(t, rnd)
		m, n, gap := len(c.coders), int(c.length), len(c.values)
		at := make([][]int, m)      // the value of each character
		segment := make([][]int, m) // and the segment it is in; gaps are cut into characters
		for i := range at {
			at[i], segment[i] = make([]int, n), make([]int, n)
			for p := range n {
				at[i][p], segment[i][p] = gap, -p-1
				for s, u := range c.units[i] {
					if u.Contains(text.Pos(p)) {
						at[i][p], segment[i][p] = u.value, s
					}
				}
			}
		}
		observed, expected, pairs := 0.0, 0.0, 0.0
		for i := range m {
			for j := range m {
				for p := range n {
					if i != j && at[i][p] != at[j][p] {
						observed += 1 / float64(m-1)
					}
					for q := range n {
						if i == j && segment[i][p] == segment[i][q] {
							continue // no segment meets itself
						}
						pairs++
						if at[i][p] != at[j][q] {
							expected++
						}
					}
				}
			}
		}
		u := c.Unitizing()
		if c.counts().Values == 0 {
			hasNone(t, "characters", u.Alpha(), noMark)
			continue
		}
		if expected == 0 {
			near(t, "characters", u.Alpha(), 1, 0)
			continue
		}
		near(t, "characters", u.Alpha(), 1-observed/(expected*float64(m*n)/pairs), 1e-9)
	}
}

func TestWhoIsWhoChangesNoFigureOfAContinuum(t *testing.T) {
	rnd := rand.New(rand.NewSource(4))
	for range 100 {
		c := drawnContinuum(t, rnd)
		var units []Unit
		for i := len(c.coders) - 1; i >= 0; i-- {
			units = append(units, Unit{Coder: "coder " + c.coders[i]})
			for _, u := range c.units[i] {
				units = append(units, Unit{"coder " + c.coders[i], u.Range, c.values[u.value]})
			}
		}
		d, err := NewContinuum(c.length, units)
		if err != nil {
			t.Fatal(err)
		}
		a, b := c.Unitizing(), d.Unitizing()
		same(t, append(a.Values(), a.Alpha(), a.Binary(), a.Coding(), c.UnitizingOld("").Figure),
			append(b.Values(), b.Alpha(), b.Binary(), b.Coding(), d.UnitizingOld("").Figure))
	}
}
