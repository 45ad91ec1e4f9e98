package textview

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// titleStyle is that of a title in a list.
var titleStyle = LineStyle{Size: theme.SizeNameText, Ink: theme.ColorNameForeground, Most: 1}

// written gives lines of a width in points that say something.
func written(t testing.TB, style LineStyle, s string, width float32) *Lines {
	t.Helper()
	test.NewTempApp(t)
	l := NewLines(testFonts(t), style)
	l.SetText(s)
	l.Resize(fyne.NewSize(width, 20))
	drawLines(l)
	return l
}

// drawLines draws them as Fyne has them drawn.
func drawLines(l *Lines) *image.RGBA {
	size := l.raster.Size()
	return l.raster.Generator(int(size.Width), int(size.Height)).(*image.RGBA)
}

// seenLines gives what stands on each line, from left to right, and "|" at the edge that it leans on.
func seenLines(l *Lines) []string {
	var out []string
	paragraphs := strings.Split(l.laid.text, "\n")
	for i := range l.laid.lines {
		x := &l.laid.lines[i]
		if i > 0 && x.start == 0 {
			paragraphs = paragraphs[1:]
		}
		out = append(out, across(x, []rune(paragraphs[0]), l.laid.width))
	}
	return out
}

func across(l *line, rs []rune, width int) string {
	type place struct {
		x float32
		r rune
	}
	var places []place
	for k := range l.runs {
		r := &l.runs[k]
		for i := r.start; i < min(r.end, l.ink); i++ {
			if directionNames[rs[i]] == "" {
				places = append(places, place{min(r.at(i), r.at(i+1)), rs[i]})
			}
		}
	}
	slices.SortStableFunc(places, func(a, b place) int { return int(64*a.x) - int(64*b.x) })
	var s strings.Builder
	for _, p := range places {
		s.WriteRune(p.r)
	}
	text := s.String()
	if n := len(l.runs); n > 0 && l.runs[0].x > 1 {
		text = "…" + text
	} else if n > 0 && l.width-l.runs[n-1].x-l.runs[n-1].width > 1 {
		text += "…"
	}
	if l.left < 1 {
		return "|" + text
	}
	if right := float32(width) - l.left - l.width; right < 1 {
		return text + "|"
	}
	return text
}

func TestTitlesStandInTheOrderOfTheirScripts(t *testing.T) {
	for _, c := range []struct{ title, seen string }{
		{"Tolls rose 12% in May", "|Tolls rose 12% in May"},
		{"שלום world 12", "world 12 םולש|"},
		{"ارتفع 12 في مايو", "ويام يف 12 عفترا|"},
		{"He wrote في 12 مايو today", "|He wrote ويام 12 يف today"},
		{"中文报道", "|中文报道"},
		{"👩‍👩‍👧 and 🇺🇦", "|👩‍👩‍👧 and 🇺🇦"},
		{"", "|"},
	} {
		if got := seenLines(written(t, titleStyle, c.title, 400)); len(got) != 1 || got[0] != c.seen {
			t.Errorf("%q is seen as %q, want %q", c.title, got, c.seen)
		}
	}
}

func TestWhatIsQuotedLeavesOurWordsInOrder(t *testing.T) {
	ours := titleStyle
	ours.Ours = true
	for _, c := range []struct{ said, seen string }{
		{Isolate("الجزيرة") + " · 345 words · done", "|ةريزجلا · 345 words · done"},
		{"Removed: “" + Isolate("ارتفع") + "”. Ctrl+Z brings it back.", "|Removed: “عفترا”. Ctrl+Z brings it back."},
		{Isolate("Reuters") + " · 345 words", "|Reuters · 345 words"},
	} {
		l := written(t, ours, c.said, 600)
		if got := seenLines(l); got[0] != c.seen {
			t.Errorf("seen as %q, want %q", got[0], c.seen)
		}
		if slices.ContainsFunc(l.laid.lines[0].glyphs, func(g glyph) bool { return g.face == 0 }) {
			t.Errorf("%q shows what keeps the quote apart", c.said)
		}
	}
}

func TestWhatHasNoRoomEndsInDots(t *testing.T) {
	for _, c := range []struct {
		text  string
		most  int
		width float32
		seen  []string
	}{
		{"Tolls rose 12% in May", 1, 90, []string{"|Tolls rose 1…"}},
		{"Tolls rose 12% in May", 2, 90, []string{"|Tolls rose", "|12% in May"}},
		{"Tolls rose 12% in May", 2, 70, []string{"|Tolls rose", "|12% in…"}},
		{"Tolls rose 12% in May", 0, 70, []string{"|Tolls rose", "|12% in", "|May"}},
		{"ارتفع 12 في مايو", 1, 70, []string{"…ف 12 عفترا|"}},
		{"שלום Jerusalem", 1, 80, []string{"…Jerus םולש|"}},
		{"one\ntwo", 1, 200, []string{"|one…"}},
		{"one\ntwo", 2, 200, []string{"|one", "|two"}},
		{strings.Repeat("e\u0301", 40), 1, 30, []string{"|" + strings.Repeat("e\u0301", 2) + "…"}},
		{strings.Repeat("1️⃣", 3), 1, 38, []string{"|1️⃣…"}}, // a keycap is one character, the digit does not stand alone
	} {
		style := titleStyle
		style.Most = c.most
		l := written(t, style, c.text, c.width)
		if got := seenLines(l); !slices.Equal(got, c.seen) {
			t.Errorf("%q in %v is seen as %q, want %q", c.text, c.width, got, c.seen)
		}
		for i := range l.laid.lines {
			if w := l.laid.lines[i].width; w > c.width {
				t.Errorf("%q: line %d is %v wide", c.text, i, w)
			}
		}
		if l.Text() != c.text {
			t.Errorf("says %q", l.Text())
		}
	}
}

func TestAVeryLongTitleIsCutLikeALongOne(t *testing.T) {
	long := strings.Repeat("iiii ", 2000)
	l := written(t, titleStyle, long, 300)
	if got := seenLines(l)[0]; !strings.HasSuffix(got, "…") || l.laid.lines[0].width < 280 {
		t.Errorf("%q is %v wide", got, l.laid.lines[0].width)
	}
}

func TestLinesAreAsHighAsTheToolkits(t *testing.T) {
	for _, style := range []LineStyle{titleStyle, {Size: theme.SizeNameCaptionText, Ink: titleStyle.Ink, Most: 1}, {Size: theme.SizeNameText, Ink: titleStyle.Ink, Bold: true, Most: 1}} {
		l := written(t, style, "Tolls", 300)
		its := canvas.NewText("Tolls", color.Black)
		its.TextSize, its.TextStyle.Bold = theme.Size(style.Size), style.Bold
		if got, want := l.MinSize().Height, its.MinSize().Height; got-want > 1 || want-got > 1 {
			t.Errorf("%v high, the toolkit's are %v", got, want)
		}
		style.Whole = true
		l = written(t, style, "Tolls", 300)
		if got, want := l.MinSize().Width, its.MinSize().Width; got-want > 2 || want-got > 2 {
			t.Errorf("%v wide, the toolkit's are %v", got, want)
		}
	}
}

func TestLinesGrowWithWhatTheySay(t *testing.T) {
	l := written(t, LineStyle{Size: theme.SizeNameText, Ink: theme.ColorNameForeground, Most: 4}, "Tolls", 70)
	one := l.MinSize().Height
	l.SetText("Tolls rose 12% in May")
	if got := l.MinSize().Height; got != 3*one {
		t.Errorf("three lines are %v high, one %v", got, one)
	}
	l.SetText(strings.Repeat("Tolls rose 12% in May ", 9))
	if got := l.MinSize().Height; got != 4*one {
		t.Errorf("four lines are %v high, one %v", got, one)
	}
}

func TestSayingTheSameAgainCostsNothing(t *testing.T) {
	l := written(t, titleStyle, "Tolls rose", 300)
	redrawn := 0
	l.redraw = func() { redrawn++ }
	laidOut := &l.laid.lines[0]
	if n := testing.AllocsPerRun(20, func() { l.SetText("Tolls rose"); l.SetStyle(titleStyle); l.MinSize() }); n > 0 {
		t.Errorf("%v allocations", n)
	}
	drawLines(l)
	if redrawn > 0 || laidOut != &l.laid.lines[0] {
		t.Error("drawn or laid out again")
	}
	l.SetText("Tolls fell")
	drawLines(l)
	if redrawn != 1 || laidOut == &l.laid.lines[0] {
		t.Error("another text was not drawn")
	}
}

// TestAFaceThatComesLaterIsDrawnWith plays the part of the scan of the system's fonts, with a face of ours.
func TestAFaceThatComesLaterIsDrawnWith(t *testing.T) {
	l := written(t, titleStyle, "العربية", 300)
	f := l.fonts
	later := f.fallbacks
	f.fallbacks = nil
	f.forget()
	without := drawLines(l)
	if l.laid.lines[0].glyphs[0].face != 0 {
		t.Fatal("drawn with a face before there was one")
	}
	f.fallbacks = later
	f.forget()
	if with := drawLines(l); slices.Equal(with.Pix, without.Pix) || l.laid.lines[0].glyphs[0].face == 0 {
		t.Error("still boxes")
	}
}

func TestLinesTakeTheColourOfTheTheme(t *testing.T) {
	l := written(t, titleStyle, "Tolls", 100)
	for _, variant := range []fyne.ThemeVariant{theme.VariantLight, theme.VariantDark} {
		fyne.CurrentApp().Settings().SetTheme(darkOrLight{theme.DefaultTheme(), variant})
		want := color.RGBAModel.Convert(theme.DefaultTheme().Color(theme.ColorNameForeground, variant)).(color.RGBA)
		img, full, clear := drawLines(l), 0, 0
		for i := 0; i < len(img.Pix); i += 4 {
			switch c := (color.RGBA{img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3]}); {
			case c == want:
				full++
			case c == color.RGBA{}:
				clear++
			case c.A == 0 || c.R > max(c.A, want.R):
				t.Fatalf("variant %d: a pixel is %v", variant, c)
			}
		}
		if full < 10 || clear < len(img.Pix)/8 {
			t.Errorf("variant %d: %d pixels are ink, %d are clear", variant, full, clear)
		}
	}
}

func TestLinesThatNobodyHoldsAreForgotten(t *testing.T) {
	test.NewTempApp(t)
	f := testFonts(t)
	for i := range 4000 {
		NewLines(f, titleStyle)
		if i%1000 == 0 {
			runtime.GC()
		}
	}
	if n := len(f.users); n > 2500 {
		t.Errorf("%d are told of new faces", n)
	}
}

// someTitles are in scripts that the toolkit's own text does not draw.
var someTitles = []string{
	"Tolls rose 12% in May, the ministry said",
	"ارتفعت الرسوم 12% في مايو، حسب وكالة Reuters",
	"الرئيس: «سنعمل» في 12 مايو 2024 — Google ستفتح مكتبا جديدا في المدينة",
	"ראש הממשלה: 12 אחוזים ב־2024 (Reuters)",
	"हिन्दी में समाचार: मंत्री ने कहा 12%",
	"ภาษาไทย ข่าววันนี้ น้ำท่วม 12%",
	"中文报道说，这家公司在去年的收入",
	"Family 👩‍👩‍👧 and 🇺🇦 with 👍🏽",
	"A very long title that goes on and on, far beyond the edge of any row in any list of any window, until it ends",
	"",
	"Русский, Ελληνικά, Türkçe, Việt",
}

// TestPicturesOfLines draws titles for eyes to judge, when TEXTVIEW_PICTURES names a folder for them. The toolkit's own stand
// at the left.
func TestPicturesOfLines(t *testing.T) {
	folder := os.Getenv("TEXTVIEW_PICTURES")
	if folder == "" {
		t.Skip("TEXTVIEW_PICTURES names no folder")
	}
	for _, variant := range []fyne.ThemeVariant{theme.VariantLight, theme.VariantDark} {
		for _, scale := range []float32{1, 1.25, 2} {
			test.NewTempApp(t).Settings().SetTheme(darkOrLight{theme.DefaultTheme(), variant})
			f := testFonts(t)
			f.system = &system{}
			box := container.NewGridWithColumns(3)
			for i, s := range someTitles {
				its := canvas.NewText(s, theme.Color(theme.ColorNameForeground))
				l := NewLines(f, titleStyle)
				l.SetText(s)
				m := NewLines(f, LineStyle{Size: theme.SizeNameText, Ink: theme.ColorNamePlaceHolder, Most: 2, Bold: i%2 == 1})
				m.SetText(s)
				box.Add(container.NewWithoutLayout(its))
				box.Add(l)
				box.Add(m)
			}
			w := test.NewTempWindow(t, box)
			w.Canvas().(test.WindowlessCanvas).SetScale(scale)
			w.Resize(fyne.NewSize(900, 480))
			w.Canvas().Capture()
			for range 20 {
				time.Sleep(100 * time.Millisecond)
				f.system.collect(f)
			}
			out, err := os.Create(filepath.Join(folder, fmt.Sprintf("lines-%d-%v.png", variant, scale)))
			if err != nil {
				t.Fatal(err)
			}
			if err := png.Encode(out, w.Canvas().Capture()); err != nil {
				t.Error(err)
			}
			out.Close()
		}
	}
}

// BenchmarkLines draws a row of a list, and says again what it says, beside the toolkit's text.
func BenchmarkLines(b *testing.B) {
	draw := func(scale int) func(*testing.B) {
		return func(b *testing.B) {
			l := written(b, titleStyle, "", 260)
			for b.Loop() {
				for _, s := range someTitles {
					l.SetText(s)
					l.raster.Generator(260*scale, 27*scale)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(someTitles)), "ns/row")
		}
	}
	b.Run("draw", draw(1))
	b.Run("sharp", draw(2))
	b.Run("again", func(b *testing.B) {
		l := written(b, titleStyle, someTitles[0], 260)
		for b.Loop() {
			l.raster.Generator(260, 27)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N), "ns/row")
	})
	b.Run("same", func(b *testing.B) {
		l := written(b, titleStyle, someTitles[0], 260)
		for b.Loop() {
			l.SetText(someTitles[0])
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N), "ns/row")
	})
}
