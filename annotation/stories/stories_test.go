package stories

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// article makes an article of sentences of made-up words, so that unrelated ones share few.
func article(r *rand.Rand, sentences int) []string {
	common := strings.Fields("the of and to in a is that for on was with as it by at from his said has are an be have this will")
	var out []string
	for range sentences {
		var ws []string
		for range 8 + r.IntN(16) {
			if r.IntN(2) == 0 {
				ws = append(ws, common[r.IntN(len(common))])
			} else {
				ws = append(ws, fmt.Sprint("w", r.IntN(6000)))
			}
		}
		out = append(out, strings.Join(ws, " ")+".")
	}
	return out
}

// copyOf is a wire copy: another lead, another tail, a shorter text, other punctuation.
func copyOf(r *rand.Rand, a []string) string {
	c := slices.Clone(a)
	switch r.IntN(4) {
	case 0:
		c = append(article(r, 1+len(c)/6), c[1:]...)
	case 1:
		c = append(c[:len(c)*3/4], article(r, 1+len(c)/6)...)
	case 2:
		c = c[:len(c)*6/10]
	}
	s := strings.Join(c, " ")
	if r.IntN(2) == 0 {
		s = strings.ToUpper(strings.ReplaceAll(s, ".", " –"))
	}
	return s
}

func TestWireCopiesAreFoundAndUnrelatedArticlesAreNot(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const originals, copies = 300, 300
	var sketches []Sketch
	var texts [][]string
	for range originals {
		texts = append(texts, article(r, 10+r.IntN(40)))
		sketches = append(sketches, NewSketch(strings.Join(texts[len(texts)-1], " ")))
	}
	for i := range copies {
		sketches = append(sketches, NewSketch(copyOf(r, texts[i])))
	}
	story := Group(sketches)
	found, wrong := 0, 0
	for i := range copies {
		switch story[originals+i] {
		case i:
			found++
		case originals + i:
		default:
			wrong++
		}
	}
	for i := range originals {
		if story[i] != i {
			wrong++
		}
	}
	t.Logf("recall %.3f, %d wrong of %d", float64(found)/copies, wrong, originals+copies)
	if found < copies*98/100 || wrong > 0 {
		t.Errorf("%d of %d copies are found, %d texts are put with others", found, copies, wrong)
	}
}

func TestCasePunctuationAndSpaceDoNotMatter(t *testing.T) {
	a := NewSketch("“Prices rose”, the ministry said. It was May.")
	b := NewSketch("PRICES ROSE -- the ministry said;\n\nit was 'May'")
	if j := a.Jaccard(&b); j != 1 {
		t.Errorf("Jaccard %v", j)
	}
	c := NewSketch("政府は先月の失業率が低下したと発表した")
	d := NewSketch("政府は先月の失業率が低下したと公表した")
	if j := c.Jaccard(&d); j < 0.4 || j == 1 {
		t.Errorf("Jaccard %v", j)
	}
}

// Projects keep sketches: those of one text are to stay the same.
func TestASketchStaysAsItIs(t *testing.T) {
	s := NewSketch("Prices rose 4% in May, the MINISTRY said. Čapek: “Да, в МОСКВЕ”. 東京で地震 İzmir.")
	if got := fmt.Sprint(s[:3], s[size-3:]); got != "[521289881 111422070 303206606] [201472198 130661788 897516331]" {
		t.Error(got)
	}
}

func TestTextsWithoutWordsAreNoStoryWithOthers(t *testing.T) {
	story := Group([]Sketch{NewSketch("Prices rose in May."), NewSketch(""), NewSketch("rain")})
	if !slices.Equal(story, []int{0, 1, 2}) {
		t.Errorf("stories %v", story)
	}
}

// The estimate is held against the index itself.
func TestTheEstimateIsNearTheJaccardIndex(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	shingles := func(s string) map[string]bool {
		out, ws := map[string]bool{}, strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.In(r, unicode.L, unicode.N) })
		for i := 0; i+shingle <= len(ws); i++ {
			out[strings.Join(ws[i:i+shingle], " ")] = true
		}
		return out
	}
	sum, n := 0.0, 0
	for range 100 {
		text := article(r, 30)
		a, b := strings.Join(text, " "), copyOf(r, text)
		x, y := shingles(a), shingles(b)
		both := 0
		for s := range x {
			if y[s] {
				both++
			}
		}
		want := float64(both) / float64(len(x)+len(y)-both)
		sa, sb := NewSketch(a), NewSketch(b)
		sum += (sa.Jaccard(&sb) - want) * (sa.Jaccard(&sb) - want)
		n++
	}
	if mean := sum / float64(n); mean > 0.045*0.045 {
		t.Errorf("mean square error %v", mean)
	}
}

func BenchmarkNearAmongHundredThousand(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	var x Index
	for range 100_000 {
		x.Add(NewSketch(strings.Join(article(r, 8), " ")))
	}
	text := strings.Join(article(r, 30), " ")
	b.ResetTimer()
	for range b.N {
		s := NewSketch(text)
		x.Near(s, SameStory)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/1000, "ms/article")
}

// Reports that a machine writes are alike but for a number: none must be held against all others.
func BenchmarkGroupOfReportsThatAreNearlyAlike(b *testing.B) {
	text := article(rand.New(rand.NewPCG(7, 8)), 20)
	var sketches []Sketch
	for i := range 10_000 {
		sketches = append(sketches, NewSketch(fmt.Sprint(strings.Join(text, " "), " shares fell by ", i)))
	}
	b.ResetTimer()
	for range b.N {
		if story := Group(sketches); slices.Max(story) > 0 {
			b.Fatal("they are not one story")
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/10000")
}

// BenchmarkSketch makes sketches of articles.
func BenchmarkSketch(b *testing.B) {
	text := strings.Join(article(rand.New(rand.NewPCG(7, 8)), 40), " ")
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		NewSketch(text)
	}
}
