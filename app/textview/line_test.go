package textview

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// pageFonts are the fonts of all pages without a view, read but once.
var pageFonts *Fonts

// setPage lays a text out on a pane of w x h pixels.
func setPage(t testing.TB, s string, w, h int) *page {
	t.Helper()
	test.NewTempApp(t)
	if pageFonts == nil {
		pageFonts = testFonts(t)
	}
	f := pageFonts
	p := &page{setter: typesetter{fonts: f}}
	p.m = DefaultTypography.measure(f, w, h, 1)
	p.show(newTable(text.MustNew(s)))
	p.arrange()
	return p
}

// wrapped gives the lines of all blocks.
func wrapped(p *page) []string {
	var out []string
	for i := range p.table.len() {
		b := p.block(i)
		for _, l := range b.lines {
			out = append(out, p.table.text.Slice(b.start+text.Pos(l.start), b.start+text.Pos(l.end)))
		}
	}
	return out
}

func TestLinesBreakBetweenWordsAndLoseNothing(t *testing.T) {
	s := "Head\n" + strings.Repeat("The low-sophistication attack rose by $2.4 trillion, he said. ", 20) + "\n\nlast"
	p := setPage(t, s, 500, 400)
	lines := wrapped(p)
	if got := strings.Join(lines, ""); got != strings.ReplaceAll(s, "\n", "") {
		t.Errorf("lines together are not the text:\n%q", lines)
	}
	for i := range p.table.len() {
		b := p.block(i)
		for k, l := range b.lines {
			if l.width > float32(p.m.width) {
				t.Errorf("line %q is %v wide, the column %d", lines[k], l.width, p.m.width)
			}
			if k+1 < len(b.lines) && !strings.HasSuffix(p.table.text.Slice(b.start+text.Pos(l.start), b.start+text.Pos(l.end)), " ") &&
				!strings.HasSuffix(p.table.text.Slice(b.start+text.Pos(l.start), b.start+text.Pos(l.end)), "-") {
				t.Errorf("a word is broken at the end of line %d", k)
			}
		}
	}
}

func TestAWordLongerThanTheLineBreaksBetweenClusters(t *testing.T) {
	p := setPage(t, "h\n"+strings.Repeat("e\u0301", 500), 300, 400)
	for _, l := range wrapped(p)[1:] {
		if strings.HasPrefix(l, "\u0301") {
			t.Fatalf("a line begins with an accent: %q", l)
		}
	}
}

func TestChineseBreaksAnywhereButNotBeforeAStop(t *testing.T) {
	p := setPage(t, "h\n"+strings.Repeat("中文报道说。", 60), 331, 400)
	for _, l := range wrapped(p)[1:] {
		if strings.HasPrefix(l, "。") {
			t.Fatalf("a line begins with a stop: %q", l)
		}
	}
}

func TestEveryPositionHasAPointAndEveryPointItsPosition(t *testing.T) {
	for _, s := range []string{story, oddText, "", "\n\n", "fi ffi 1⁄2 office", strings.Repeat("قال الرئيس في 12 مايو 2024 ", 20), "שלום, world 12 שלום (abc) שלום",
		newsList, arabicList} {
		for _, width := range []int{420, 900} {
			p := setPage(t, s, width, 5000)
			checkPoints(t, p)
		}
	}
}

func TestNumbersInRightToLeftTextStandInReadingOrder(t *testing.T) {
	p := setPage(t, "h\nHe wrote في 12 مايو today", 900, 400)
	x := p.table.text
	place := func(needle string) float32 {
		b := strings.Index(x.String(), needle)
		r := rangeset.Range{Start: x.Pos(text.Byte(b)), End: x.Pos(text.Byte(b + len(needle)))}
		_, line, bl := p.locate(r.Start, Downstream)
		s := bl.lines[line].spans(nil, int32(r.Start-bl.start), int32(r.End-bl.start))
		return s[0][0]
	}
	words := []string{"He", "wrote", "في", "12", "مايو", "today"}
	slices.SortFunc(words, func(a, b string) int { return int(place(a) - place(b)) })
	if got := strings.Join(words, " "); got != "He wrote مايو 12 في today" {
		t.Errorf("left to right: %s", got)
	}
}

func TestAHugeLineIsCutIntoBlocks(t *testing.T) {
	s := strings.Repeat("word ", 200000)
	p := setPage(t, s, 900, 700)
	if p.table.len() < 100 {
		t.Fatalf("%d blocks", p.table.len())
	}
	total := text.Byte(0)
	for i := range p.table.len() {
		from, to := p.table.bounds(i)
		total += to - from
		if to-from > 2*blockBytes {
			t.Errorf("block %d has %d bytes", i, to-from)
		}
	}
	if total != text.Byte(len(s)) {
		t.Errorf("blocks hold %d bytes of %d", total, len(s))
	}
	p.scrollTo(p.table.height())
	if w := p.window(); w.End != text.Pos(len(s)) {
		t.Errorf("the end is not on the last page: %v", w)
	}
}

func TestBlocksCutNoCluster(t *testing.T) {
	for _, s := range []string{"क्ष", "e\u0301", "x \u0301", "👩\u200d👩\u200d👧", "한국", "قال ", "ກ່າ", "🇺🇦"} {
		p := setPage(t, strings.Repeat(s, 40000/len(s)), 900, 700)
		if p.table.len() < 5 {
			t.Errorf("%s: %d blocks", s, p.table.len())
		}
		checkLines(t, p)
	}
}

func TestHeightsAddUp(t *testing.T) {
	p := setPage(t, strings.Repeat(strings.Repeat("WWW MMM ", 40)+"\n"+strings.Repeat("ill ", 90)+"\n\n", 100), 700, 500)
	for range 40 {
		p.scroll(333)
	}
	sum := 0
	for i := range p.table.len() {
		if p.table.top(i) != sum {
			t.Fatalf("block %d is at %d, want %d", i, p.table.top(i), sum)
		}
		if b, into := p.table.find(sum + 1); b != i || into != 1 {
			t.Fatalf("at %d is block %d, want %d", sum+1, b, i)
		}
		lines := p.table.lines[i]
		sum += int(p.height(i, max(lines, -lines)))
	}
	if p.table.height() != sum {
		t.Errorf("height %d, want %d", p.table.height(), sum)
	}
}

func TestEstimatesAreNear(t *testing.T) {
	p := setPage(t, news(200<<10), 900, 700)
	guess := p.table.height()
	for i := range p.table.len() {
		p.block(i)
	}
	if exact := p.table.height(); guess < exact*9/10 || guess > exact*11/10 {
		t.Errorf("guessed %d pixels, it is %d", guess, exact)
	}
}

func TestASoftHyphenShowsWhereTheLineBreaks(t *testing.T) {
	for _, s := range []string{"Donau\u00addampf\u00adschiff\u00adfahrts", "בית\u00adספר"} {
		for width := 300; width < 360; width += 7 {
			p := setPage(t, "h\n"+strings.Repeat(s, 12), width, 400)
			b := p.block(1)
			if len(b.lines) < 2 {
				t.Fatalf("%s: %d lines", s, len(b.lines))
			}
			hyphen, _ := p.m.body.face.NominalGlyph('-')
			for k, l := range b.lines {
				last := l.glyphs[len(l.glyphs)-1]
				if b.base == 1 { // it stands at the left
					last = l.glyphs[0]
				}
				if got, want := last.id == uint32(hyphen), k+1 < len(b.lines); got != want {
					t.Errorf("%s, line %d: a hyphen at the end: %v, want %v", s, k, got, want)
				}
				if x := l.left + last.x; x < -1 || x > float32(p.m.width)-0.3*p.m.body.px && k+1 < len(b.lines) {
					t.Errorf("%s, line %d: the hyphen stands out, at %v of %d", s, k, x, p.m.width)
				}
			}
		}
	}
}

func TestRightToLeftParagraphsStandAtTheRight(t *testing.T) {
	p := setPage(t, "h\n"+strings.Repeat("قال الرئيس إن شركة Google ستفتح مكتبا في المدينة ", 5), 420, 400)
	for k, l := range p.block(1).lines {
		if right := l.left + l.width; abs(right-float32(p.m.width)) > 0.1 {
			t.Errorf("line %d ends at %v of %d", k, right, p.m.width)
		}
		if x := l.x(l.start, Downstream); l.rightToLeft(l.start) && abs(x-float32(p.m.width)) > 0.1 {
			t.Errorf("line %d begins at %v of %d", k, x, p.m.width)
		}
	}
}

func TestGlyphsStayOnTheirLine(t *testing.T) {
	for _, s := range []string{strings.Repeat("ببب", 80), strings.Repeat("W", 200), strings.Repeat("كتب في ", 40), oddText} {
		p := setPage(t, "h\n"+s, 420, 400)
		for i := range p.table.len() {
			for k, l := range p.block(i).lines {
				for _, g := range l.glyphs[:max(0, len(l.glyphs)-1)] {
					if g.x < -2-float32(p.m.body.px) || g.x > float32(p.m.width)+float32(p.m.body.px) {
						t.Errorf("%.12q, line %d: a glyph at %v of %d", s, k, g.x, p.m.width)
						return
					}
				}
			}
		}
	}
}

func TestABrokenArabicWordKeepsItsGlyphsInOrder(t *testing.T) {
	p := setPage(t, "h\n"+strings.Repeat("دروز", 60), 330, 400)
	for k, l := range p.block(1).lines {
		for i := 1; i < len(l.glyphs); i++ {
			if l.glyphs[i].x < l.glyphs[i-1].x {
				t.Fatalf("line %d: glyph %d is left of the one before", k, i)
			}
		}
		if first := l.glyphs[0].x; first < -3 || first > 3 {
			t.Errorf("line %d begins at %v", k, first)
		}
	}
}

func TestTheTextEndsAtThePanesEnd(t *testing.T) {
	p := setPage(t, strings.Repeat(story+"\n", 50), 700, 500)
	for range 100 {
		p.scroll(200)
	}
	if last := p.slots[len(p.slots)-1]; last.bottom != p.m.height || p.window().End != p.table.text.Len() {
		t.Errorf("the last line ends at %d of %d", last.bottom, p.m.height)
	}
	for range 200 {
		p.scroll(-200)
	}
	if p.anchor != 0 || p.off != 0 {
		t.Errorf("back at %d, %d", p.anchor, p.off)
	}
}

func TestMarksOfSeveralSetsKeepToTheirOwnLanes(t *testing.T) {
	of := func(start, end text.Pos, key uint64, set int) Decoration {
		return Decoration{Range: rangeset.Range{Start: start, End: end}, Key: key, Lane: set, Of: 2}
	}
	var l lanes
	got := l.assign(nil, []Decoration{of(0, 10, 1, 1), of(0, 10, 2, 0), of(2, 5, 3, 1), of(3, 4, 4, 0), of(12, 20, 5, 1)})
	if !slices.Equal(got, []int{1, 0, 3, 2, 1}) {
		t.Errorf("lanes %v", got)
	}
}

func TestAMarkKeepsItsLane(t *testing.T) {
	var l lanes
	d := func(start, end text.Pos, key uint64) Decoration {
		return Decoration{Range: rangeset.Range{Start: start, End: end}, Key: key}
	}
	if got := l.assign(nil, []Decoration{d(0, 10, 1), d(2, 5, 2), d(4, 20, 3), d(12, 30, 4)}); !slices.Equal(got, []int{0, 1, 2, 0}) {
		t.Errorf("lanes %v", got)
	}
	if got := l.assign(nil, []Decoration{d(4, 20, 3), d(12, 30, 4), d(15, 40, 5)}); !slices.Equal(got, []int{2, 0, 1}) {
		t.Errorf("scrolled on, lanes %v", got)
	}
	l.forget()
	if got := l.assign(nil, []Decoration{d(4, 20, 3), d(12, 30, 4)}); !slices.Equal(got, []int{0, 1}) {
		t.Errorf("afresh, lanes %v", got)
	}
}
