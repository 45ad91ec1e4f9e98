package textview

import (
	"fmt"
	"math/rand"
	"runtime"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// news writes text like that of news articles, of about n bytes.
func news(n int) string {
	r := rand.New(rand.NewSource(1))
	vowels, consonants := "aeiou", "bcdfghklmnprstvw"
	vocabulary := make([]string, 20000)
	for i := range vocabulary {
		var w strings.Builder
		for range 1 + r.Intn(4) {
			w.WriteByte(consonants[r.Intn(len(consonants))])
			w.WriteByte(vowels[r.Intn(len(vowels))])
			if r.Intn(3) == 0 {
				w.WriteByte(consonants[r.Intn(len(consonants))])
			}
		}
		vocabulary[i] = w.String()
	}
	var b strings.Builder
	for b.Len() < n {
		for range 2 + r.Intn(4) {
			first := true
			for range 8 + r.Intn(18) {
				w := vocabulary[int(float64(len(vocabulary))*r.Float64()*r.Float64()*r.Float64())]
				if first {
					w, first = strings.ToUpper(w[:1])+w[1:], false
				}
				b.WriteString(w)
				b.WriteByte(' ')
			}
			b.WriteString([]string{"“said”. ", "rose 23%. ", "in 2024. "}[r.Intn(3)])
		}
		b.WriteString("\n\n")
	}
	return b.String()
}

// spread gives n marks evenly over a text, about a fifth of them overlapping.
func spread(x *text.Text, n int) *rangeset.Index[testMark] {
	r := rand.New(rand.NewSource(2))
	es := make([]rangeset.Entry[testMark], n)
	for i := range es {
		at := text.Pos(int64(x.Len()-200) * int64(i) / int64(n))
		es[i] = rangeset.Entry[testMark]{Range: rangeset.Range{Start: at, End: at + text.Pos(5+r.Intn(110))},
			Value: testMark{uint64(i), i % 5, Plain}}
	}
	return rangeset.NewIndex(es)
}

var benchSizes = []struct{ bytes, marks int }{{100 << 10, 1000}, {1 << 20, 10000}, {10 << 20, 100000}}

// opened gives a view of w x h pixels with a text, its first picture drawn.
func opened(b testing.TB, x *text.Text, ix *rangeset.Index[testMark], w, h int) *View {
	v := New(testFonts(b))
	v.SetStyles(testStyles)
	v.Resize(fyne.NewSize(float32(w), float32(h)))
	show(v, x, ix)
	return v
}

func show(v *View, x *text.Text, ix *rangeset.Index[testMark]) {
	v.SetText(x)
	v.SetDecorator(decorate(ix))
	drawPage(v)
}

// drawPage draws the page as Fyne has it drawn.
func drawPage(v *View) {
	r := objectsOf(v)[0].(*canvas.Raster)
	r.Generator(int(v.Size().Width*v.scale()), int(v.Size().Height*v.scale()))
}

func objectsOf(v *View) []fyne.CanvasObject { return test.WidgetRenderer(v).Objects() }

// report gives the median, the 95th percentile and the largest of times.
func report(b *testing.B, times []time.Duration) {
	slices.Sort(times)
	ms := func(d time.Duration) float64 { return float64(d) / 1e6 }
	b.ReportMetric(ms(times[len(times)/2]), "median-ms")
	b.ReportMetric(ms(times[len(times)*95/100]), "p95-ms")
	b.ReportMetric(ms(times[len(times)-1]), "max-ms")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkOpen is from the call with text and marks to the first picture. Bounds: 121, 116 and 228 ms.
func BenchmarkOpen(b *testing.B) {
	test.NewTempApp(b)
	for _, s := range benchSizes {
		b.Run(fmt.Sprintf("%dKB", s.bytes>>10), func(b *testing.B) {
			x := text.MustNew(news(s.bytes))
			ix := spread(x, s.marks)
			var times []time.Duration
			for b.Loop() {
				v := opened(b, text.MustNew("nothing yet"), rangeset.NewIndex[testMark](nil), 900, 700)
				began := time.Now()
				show(v, x, ix)
				times = append(times, time.Since(began))
			}
			report(b, times)
		})
	}
}

// BenchmarkScroll is one frame of 100 pixels. Bounds: 6, 12 and 16 ms at the three sizes.
func BenchmarkScroll(b *testing.B) {
	benchScroll(b, func(v *View) { v.ScrollBy(100) })
}

// BenchmarkScrollAll goes through the whole text in 120 frames; the same bounds.
func BenchmarkScrollAll(b *testing.B) {
	benchScroll(b, func(v *View) { v.ScrollBy(float32(v.page.table.height()) / 120) })
}

func benchScroll(b *testing.B, step func(v *View)) {
	test.NewTempApp(b)
	for _, size := range [][2]int{{900, 700}, {1800, 1400}, {3840, 2160}} {
		for _, s := range benchSizes {
			b.Run(fmt.Sprintf("%dx%d/%dKB", size[0], size[1], s.bytes>>10), func(b *testing.B) {
				x := text.MustNew(news(s.bytes))
				v := opened(b, x, spread(x, s.marks), size[0], size[1])
				benchFrames(b, v, step)
			})
		}
	}
}

// benchFrames steps through a text, from its top again after 120 frames.
func benchFrames(b *testing.B, v *View, step func(v *View)) {
	var times []time.Duration
	for i := 0; b.Loop(); i++ {
		if i%120 == 0 {
			v.SetPlace(Place{})
			drawPage(v)
		}
		began := time.Now()
		step(v)
		drawPage(v)
		times = append(times, time.Since(began))
	}
	report(b, times)
}

// BenchmarkScrollSharp is BenchmarkScrollAll on a screen of two pixels a point, 1800x1400 of them. Bound: 12 ms.
func BenchmarkScrollSharp(b *testing.B) {
	test.NewTempApp(b)
	x := text.MustNew(news(1 << 20))
	v := opened(b, x, spread(x, 10000), 900, 700)
	w := test.NewTempWindow(b, v)
	w.SetPadded(false)
	w.Canvas().(test.WindowlessCanvas).SetScale(2)
	w.Resize(fyne.NewSize(900, 700))
	benchFrames(b, v, func(v *View) { v.ScrollBy(float32(v.page.table.height()) / 240) })
}

// BenchmarkScrollLit is BenchmarkScrollAll at 900x700 and 1 MB with every "a" lit. Bound: 12 ms.
func BenchmarkScrollLit(b *testing.B) {
	test.NewTempApp(b)
	x := text.MustNew(news(1 << 20))
	var lit []Lit
	for i, r := range []rune(x.String()) {
		if r == 'a' {
			lit = append(lit, Lit{Range: rangeset.Range{Start: text.Pos(i), End: text.Pos(i + 1)}})
		}
	}
	v := opened(b, x, spread(x, 10000), 900, 700)
	v.SetLighter(func(dst []Lit, window rangeset.Range) []Lit {
		from := sort.Search(len(lit), func(i int) bool { return lit[i].End > window.Start })
		to := sort.Search(len(lit), func(i int) bool { return lit[i].Start >= window.End })
		return append(dst, lit[from:to]...)
	})
	benchFrames(b, v, func(v *View) { v.ScrollBy(float32(v.page.table.height()) / 120) })
}

// BenchmarkHugeLine is 10 MB without a line end: opening it, then going through it in 120 frames.
func BenchmarkHugeLine(b *testing.B) {
	test.NewTempApp(b)
	x := text.MustNew(strings.ReplaceAll(news(10<<20), "\n", " "))
	ix := spread(x, 100000)
	began := time.Now()
	v := opened(b, x, ix, 900, 700)
	open := time.Since(began)
	benchFrames(b, v, func(v *View) { v.ScrollBy(float32(v.page.table.height()) / 120) })
	b.ReportMetric(float64(open)/1e6, "open-ms")
}

// BenchmarkInvalidate adds and deletes one mark. Bound: 8 ms, the same at every size.
func BenchmarkInvalidate(b *testing.B) {
	test.NewTempApp(b)
	for _, s := range benchSizes {
		b.Run(fmt.Sprintf("%dKB", s.bytes>>10), func(b *testing.B) {
			x := text.MustNew(news(s.bytes))
			ix := spread(x, s.marks)
			v := opened(b, x, ix, 900, 700)
			r, m := rangeset.Range{Start: 300, End: 420}, testMark{1 << 40, 1, Chosen}
			var times []time.Duration
			for i := 0; b.Loop(); i++ {
				began := time.Now()
				if i%2 == 0 {
					ix.Insert(r, m)
				} else {
					ix.Delete(r, m)
				}
				v.Invalidate(r)
				drawPage(v)
				times = append(times, time.Since(began))
			}
			report(b, times)
		})
	}
}

// BenchmarkHeap is what a view takes beside its text, after it was scrolled through.
func BenchmarkHeap(b *testing.B) {
	test.NewTempApp(b)
	x := text.MustNew(news(10 << 20))
	ix := spread(x, 100000)
	heap := func() float64 {
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc) / (1 << 20)
	}
	fonts := testFonts(b)
	before := heap()
	v := New(fonts)
	v.Resize(fyne.NewSize(900, 700))
	show(v, x, ix)
	first := heap()
	for range 120 {
		v.ScrollBy(float32(v.page.table.height()) / 120)
		drawPage(v)
	}
	for b.Loop() {
	}
	b.ReportMetric(first-before, "opened-MB")
	b.ReportMetric(heap()-before, "scrolled-MB")
	b.ReportMetric(0, "ns/op")
	runtime.KeepAlive(v)
	runtime.KeepAlive(ix)
}

// BenchmarkHuge is 100 MB, of paragraphs and in one line: the longest that the window stands still while it opens, is made
// narrower, zooms, and scrolls to the end. Bound: 50 ms each.
func BenchmarkHuge(b *testing.B) {
	test.NewTempApp(b)
	for _, c := range []struct {
		name string
		text func() string
	}{
		{"paragraphs", func() string { return strings.Repeat(news(1<<20), 100) }},
		{"lines", func() string {
			return strings.Repeat("A short line of a hundred megabytes of them, 64 bytes each line\n", 100<<14)
		}},
		{"one-line", func() string { return strings.Repeat(strings.ReplaceAll(news(1<<20), "\n", " "), 100) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			x := text.MustNew(c.text())
			for b.Loop() {
				v := opened(b, text.MustNew("nothing yet"), rangeset.NewIndex[testMark](nil), 900, 700)
				blocks := FindBlocks(x)
				step := func(name string, act func()) {
					began := time.Now()
					act()
					drawPage(v)
					b.ReportMetric(float64(time.Since(began))/1e6, name+"-ms")
				}
				step("open", func() { v.SetBlocks(blocks) })
				step("narrow", func() { v.Resize(fyne.NewSize(700, 700)) })
				step("zoom", func() { v.SetTypography(Typography{Size: 20}) })
				step("end", func() { v.MoveCaret(Document, true, false) })
				step("middle", func() { v.SetPlace(Place{Pos: x.Len() / 2}) })
				step("wheel", func() { v.ScrollBy(100) })
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}
