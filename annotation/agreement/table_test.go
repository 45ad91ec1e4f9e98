package agreement

import (
	"fmt"
	"math"
	"math/rand"
	"strings"
	"testing"
)

// coded is a table in which each line is a coder: a name, then a value a unit, "." where there is none.
func coded(tb testing.TB, lines string) *Table {
	tb.Helper()
	var ratings []Rating
	for line := range strings.SplitSeq(strings.TrimSpace(lines), "\n") {
		f := strings.Fields(line)
		for u, v := range f[1:] {
			ratings = append(ratings, Rating{f[0], fmt.Sprint(u), strings.Trim(v, ".")})
		}
	}
	return table(tb, ratings)
}

func table(tb testing.TB, ratings []Rating) *Table {
	tb.Helper()
	t, err := NewTable(ratings)
	if err != nil {
		tb.Fatal(err)
	}
	return t
}

// crossed is the table of two coders who met so often: rows are the first's values, columns the second's.
func crossed(tb testing.TB, values string, counts ...int) *Table {
	tb.Helper()
	names := strings.Fields(values)
	var ratings []Rating
	for i, n := range counts {
		for k := range n {
			unit := fmt.Sprint(i, k)
			ratings = append(ratings, Rating{"first", unit, names[i/len(names)]}, Rating{"second", unit, names[i%len(names)]})
		}
	}
	return table(tb, ratings)
}

// near wants the digits that were published.
func near(tb testing.TB, what string, f Figure, want, within float64) {
	tb.Helper()
	if got, ok := f.Value(); !ok || math.Abs(got-want) > within {
		tb.Errorf("%s: %s of %q is %v %s, want %v", what, f.Measure.ID, f.Of, got, f.Undefined(), want)
	}
}

// hasNone wants the reason.
func hasNone(tb testing.TB, what string, f Figure, reason string) {
	tb.Helper()
	if v, ok := f.Value(); ok || f.Undefined() != reason {
		tb.Errorf("%s: %s is %v %q, want nothing because %s", what, f.Measure.ID, v, f.Undefined(), reason)
	}
}

const half = 0.0005 + 1e-12 // three digits

const fourCoders = `
A 1 2 3 3 2 1 4 1 2 . . .
B 1 2 3 3 2 2 4 1 2 5 . 3
C . 3 3 3 2 3 4 2 2 5 1 .
D 1 2 3 3 2 4 4 1 2 5 1 .`

func TestAlphaOfFourCodersWithMissingValues(t *testing.T) {
	x := coded(t, fourCoders)
	near(t, "Krippendorff 2011", x.Alpha(Nominal), 0.743421052632, 1e-12)
	near(t, "Krippendorff 2011", x.Alpha(Ordinal), .815, half)
	near(t, "Krippendorff 2011", x.Alpha(IntervalScale), .849, half)
	near(t, "Krippendorff 2011", x.Alpha(Ratio), .797, half)
	if c := x.Alpha(Nominal).Counts; c != (Counts{Coders: 4, Units: 11, Values: 40}) {
		t.Errorf("it rests on %+v", c)
	}
}

func TestAlphaOfTwoCoders(t *testing.T) {
	binary := coded(t, "m 1 1 0 0 0 0 0 0 0 0\nj 0 1 1 0 0 1 0 1 0 0")
	observed, expected := binary.disagreement(binary.distance(Nominal, nil))
	if math.Abs(observed-.400) > half || math.Abs(expected-.442) > half {
		t.Errorf("disagreement %v of %v", observed, expected)
	}
	near(t, "Krippendorff 2004 p. 224", binary.Alpha(Nominal), .095, half)
	near(t, "Krippendorff 2004 p. 224", binary.Percent(), .600, half)

	letters := coded(t, "m a a b b b b b c c c c c\nj a b b b b b c c c c c c")
	observed, expected = letters.disagreement(letters.distance(Nominal, nil))
	if math.Abs(observed-.1667) > half/10 || math.Abs(expected-.6268) > half/10 {
		t.Errorf("disagreement %v of %v", observed, expected)
	}
	near(t, "Krippendorff 2004 p. 227", letters.Alpha(Nominal), .734, half)
}

// news is the tone of 40 articles as 5 observers judged it (Hayes and Krippendorff 2007, table 1), "." where one did not.
const news = `112.2 1101. 2333. .00.0 000.0 000.0 102.1 1.20. 222.2 2111. .100. 0000. 1222. 33223 111.1 111.1 212.2 1233. 1101. 000.0
	0011. 00.00 2333. 0000. 12.22 0111. 00010 1212. 1122. 112.2 110.0 2121. 22.22 3222. 222.2 223.2 222.2 22.12 2222. 111.1`

func TestAlphaOfTheToneOfNews(t *testing.T) {
	var ratings []Rating
	for u, row := range strings.Fields(news) {
		for c, v := range row {
			ratings = append(ratings, Rating{fmt.Sprint(c), fmt.Sprint(u), strings.Trim(string(v), ".")})
		}
	}
	x := table(t, ratings)
	near(t, "Hayes and Krippendorff 2007", x.Alpha(Ordinal), .7598, half/10)
	near(t, "as T. Grill's krippendorff_alpha has it", x.Alpha(Nominal), .477, half)
	near(t, "as T. Grill's krippendorff_alpha has it", x.Alpha(IntervalScale), .757, half)
}

func TestAlphaOfATinyTable(t *testing.T) {
	near(t, "with a unit of one value", coded(t, "c1 yes yes .\nc2 no no .\nc3 no . no").Alpha(Nominal), -1.0/3, 1e-12)
	near(t, "without", coded(t, "c1 yes yes\nc2 no no\nc3 no .").Alpha(Nominal), -1.0/3, 1e-12)
}

func TestKappaOfTwoCoders(t *testing.T) {
	x := crossed(t, "a b c", 88, 14, 18, 10, 40, 10, 2, 6, 12)
	near(t, "Cohen 1960 p. 45", x.Percent(), .70, 1e-12)
	near(t, "Cohen 1960 p. 45", x.Cohen(), .492, half)
	near(t, "Cohen 1960 p. 45", x.CohenMax(), .831, half)
	near(t, "Cohen 1960 p. 45", x.AC1(), .57597, 5e-6)

	x = crossed(t, "stat ireq", 20, 10, 20, 50)
	near(t, "Artstein and Poesio 2008", x.Bennett(), .400, half)
	near(t, "Artstein and Poesio 2008", x.Scott(), .341, half)
	near(t, "Artstein and Poesio 2008", x.Cohen(), .348, half)

	x = crossed(t, "stat ireq chck", 46, 0, 0, 6, 32, 6, 0, 0, 10)
	far := func(a, b string) float64 {
		switch {
		case a == b:
			return 0
		case a == "chck" || b == "chck":
			return .5
		}
		return 1
	}
	near(t, "Artstein and Poesio 2008", x.Percent(), .88, 1e-12)
	near(t, "Artstein and Poesio 2008", x.Bennett(), .82, 1e-12)
	near(t, "Artstein and Poesio 2008", x.Scott(), .7995, half/10)
	near(t, "Artstein and Poesio 2008", x.Cohen(), .8013, half/10)
	near(t, "Artstein and Poesio 2008", x.Alpha(Nominal), .800, .001) // .8005
	near(t, "Artstein and Poesio 2008", x.CohenWeighted(far), .8163, half/10)
	near(t, "Artstein and Poesio 2008", x.AlphaWeighted(far), .8156, half/10)
}

const diagnoses = `444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333
	144444 224445 333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444 133333 555555`

func TestFleissKappaOfThirtyPatients(t *testing.T) {
	var ratings []Rating
	for u, row := range strings.Fields(diagnoses) {
		for c, v := range row {
			ratings = append(ratings, Rating{fmt.Sprint(c), fmt.Sprint(u), string(v)})
		}
	}
	x := table(t, ratings)
	near(t, "Fleiss 1971", x.Percent(), .5556, half/10)
	near(t, "Fleiss 1971", x.Fleiss(), .430, half)
	for i, want := range []float64{.245, .245, .520, .471, .566} {
		near(t, "kappam.fleiss of R's irr on this table", x.FleissCategories()[i], want, half)
	}
	for i, want := range []float64{.248, .248, .517, .470, .565} {
		near(t, "Fleiss 1971, who calculates from shares of three digits", x.FleissCategories()[i], want, .004)
	}
	hasNone(t, "six coders", x.Cohen(), twoOnly)
	hasNone(t, "six coders", x.Scott(), twoOnly)
}

func TestFiguresOfTablesThatHaveNone(t *testing.T) {
	hasNone(t, "no value", table(t, nil).Alpha(Nominal), noUnit)
	hasNone(t, "no value", table(t, nil).AC1(), noUnit)
	hasNone(t, "one coder", coded(t, "a 1 2 3").Alpha(Ordinal), noUnit)
	hasNone(t, "one coder", coded(t, "a 1 2 3").Cohen(), oneCoder)
	hasNone(t, "words", coded(t, "a x y\nb x z").Alpha(IntervalScale), noNumbers)
	hasNone(t, "below zero", coded(t, "a -1 2\nb 1 2").Alpha(Ratio), noRatio)
	hasNone(t, "nothing in common", coded(t, "a 1 .\nb . 1").Cohen(), noUnit)
	hasNone(t, "a gap", coded(t, "a 1 2\nb 1 .").Fleiss(), unequal)
	hasNone(t, "one value", coded(t, "a 1 1\nb 1 1").Bennett(), oneCategory)
	near(t, "all the same", coded(t, "a 1 1\nb 1 1").Alpha(Nominal), 1, 0)
	near(t, "all the same", coded(t, "a 1 1\nb 1 1").Cohen(), 1, 0)
	if _, err := NewTable([]Rating{{"a", "1", "x"}, {"a", "1", "x"}}); err == nil || err.Error() != `coder "a" rates unit "1" twice` {
		t.Errorf("a value given twice: %v", err)
	}
}

// any is a table of a few values drawn by chance, some of them missing.
func drawn(tb testing.TB, rnd *rand.Rand) (*Table, []Rating) {
	var ratings []Rating
	for c := range 2 + rnd.Intn(3) {
		for u := range 1 + rnd.Intn(7) {
			if v := rnd.Intn(5); v > 0 {
				ratings = append(ratings, Rating{fmt.Sprint("c", c), fmt.Sprint(u), fmt.Sprint(v)})
			}
		}
	}
	return table(tb, ratings), ratings
}

// Alpha is held against its definition by pairs: the mean distance of values on one unit, over that of any two values.
func TestAlphaFollowsFromPairs(t *testing.T) {
	rnd := rand.New(rand.NewSource(1))
	for range 500 {
		x, _ := drawn(t, rnd)
		_, marginals, _ := x.coincidences()
		for s := range 4 {
			d := x.distance(Scale(s), marginals)
			within, n, all := 0.0, 0.0, []int(nil)
			for _, row := range x.rows {
				var vs []int
				for _, v := range row {
					if v != missing {
						vs = append(vs, v)
					}
				}
				if len(vs) < 2 {
					continue
				}
				all = append(all, vs...)
				n += float64(len(vs))
				for i, a := range vs {
					for j, b := range vs {
						if i != j {
							within += d(a, b) / float64(len(vs)-1)
						}
					}
				}
			}
			between := 0.0
			for i, a := range all {
				for j, b := range all {
					if i != j {
						between += d(a, b) / (n - 1)
					}
				}
			}
			switch got := x.Alpha(Scale(s)); {
			case n == 0:
				hasNone(t, "pairs", got, noUnit)
			case between == 0:
				near(t, "pairs", got, 1, 0)
			default:
				near(t, "pairs", got, 1-within/between, 1e-9)
			}
		}
	}
}

func TestWhoIsWhoChangesNoFigureOfATable(t *testing.T) {
	rnd := rand.New(rand.NewSource(2))
	for range 200 {
		x, ratings := drawn(t, rnd)
		rnd.Shuffle(len(ratings), func(i, j int) { ratings[i], ratings[j] = ratings[j], ratings[i] })
		for i := range ratings {
			ratings[i].Coder = "coder " + ratings[i].Coder
		}
		same(t, x.Figures(), table(t, ratings).Figures())
	}
}

// same wants two lists of figures to say the same, but for the last digits.
func same(tb testing.TB, a, b []Figure) {
	tb.Helper()
	if len(a) != len(b) {
		tb.Fatalf("%d figures and %d", len(a), len(b))
	}
	for i := range a {
		v, _ := a[i].Value()
		w, _ := b[i].Value()
		if math.Abs(v-w) > 1e-9 || a[i].Undefined() != b[i].Undefined() || a[i].Measure != b[i].Measure || a[i].Of != b[i].Of {
			tb.Errorf("%s of %q: %v %s, and %v %s", a[i].Measure.ID, a[i].Of, v, a[i].Undefined(), w, b[i].Undefined())
		}
	}
}
