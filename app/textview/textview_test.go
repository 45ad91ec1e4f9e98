package textview

import (
	"image"
	"image/color"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// window shows a text in a window of w x h points, at a scale of 1.
func window(t testing.TB, s string, w, h float32) *View {
	t.Helper()
	test.NewTempApp(t)
	v := New(testFonts(t))
	win := test.NewTempWindow(t, v)
	win.SetPadded(false)
	win.Resize(fyne.NewSize(w, h))
	v.SetText(text.MustNew(s))
	v.modifiers = func() fyne.KeyModifier { return 0 }
	return v
}

// point gives the middle of the character that begins where needle does, in the n-th place it is found.
func point(t testing.TB, v *View, needle string) fyne.Position {
	t.Helper()
	b := strings.Index(v.Text().String(), needle)
	if b < 0 {
		t.Fatalf("no %q in the text", needle)
	}
	p := v.Text().Pos(text.Byte(b))
	from, h, ok := v.BoundsOf(p)
	to, _, ok2 := v.bounds(caret{p + 1, Upstream})
	if !ok || !ok2 {
		t.Fatalf("%q is out of sight", needle)
	}
	return fyne.NewPos(from.X*0.6+to.X*0.4, from.Y+h/2)
}

func quotes(v *View) string {
	var out []string
	for _, r := range v.Selection() {
		out = append(out, v.Text().Slice(r.Start, r.End))
	}
	return strings.Join(out, "|")
}

// mouse is a hand on the mouse.
type mouse struct {
	v   *View
	mod fyne.KeyModifier
}

func (m mouse) down(p fyne.Position) {
	m.v.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: p}, Button: desktop.MouseButtonPrimary, Modifier: m.mod})
}

func (m mouse) to(p fyne.Position) {
	m.v.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: p}})
}

func (m mouse) up(p fyne.Position) {
	m.v.MouseUp(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: p}, Button: desktop.MouseButtonPrimary, Modifier: m.mod})
	m.v.DragEnd()
}

func (m mouse) drag(from, to fyne.Position) {
	m.v.clicks = clicks{}
	m.down(from)
	m.to(to)
	m.up(to)
}

func (m mouse) click(p fyne.Position, n int) {
	m.v.clicks = clicks{}
	for range n {
		m.down(p)
		m.up(p)
	}
}

const story = "A headline\n\nThe deficit rose to $2.4 trillion. Vance said the bill, a “huge mistake”, would pass.\nShe said no."

func TestADragSelectsWholeWords(t *testing.T) {
	v := window(t, story, 900, 700)
	var reported []rangeset.Range
	v.OnSelect = func(r []rangeset.Range, _ fyne.KeyModifier) { reported = r }
	mouse{v: v}.drag(point(t, v, "ficit"), point(t, v, "llion"))
	if got := quotes(v); got != "deficit rose to $2.4 trillion" {
		t.Errorf("selected %q", got)
	}
	if len(reported) != 1 || reported[0] != v.Selection()[0] {
		t.Errorf("reported %v", reported)
	}
	mouse{v: v}.drag(point(t, v, "llion"), point(t, v, "ficit"))
	if got := quotes(v); got != "deficit rose to $2.4 trillion" {
		t.Errorf("selected leftwards %q", got)
	}
	mouse{v: v}.drag(point(t, v, "ficit"), point(t, v, "e said no"))
	if got := quotes(v); !strings.HasPrefix(got, "deficit") || !strings.HasSuffix(got, "\nShe") {
		t.Errorf("selected over two paragraphs %q", got)
	}
}

func TestADragWithShiftSelectsCharacters(t *testing.T) {
	v := window(t, story, 900, 700)
	m := mouse{v: v}
	m.down(point(t, v, "ficit"))
	m.to(point(t, v, "rose"))
	if got := quotes(v); got != "deficit rose" {
		t.Errorf("by words %q", got)
	}
	v.modifiers = func() fyne.KeyModifier { return fyne.KeyModifierShift }
	m.to(point(t, v, "ose to"))
	if got := quotes(v); got != "ficit r" {
		t.Errorf("by characters %q", got)
	}
	m.up(point(t, v, "ose to"))
}

func TestShiftAtThePressExtendsTheSelection(t *testing.T) {
	v := window(t, story, 900, 700)
	mouse{v: v}.click(point(t, v, "deficit"), 1)
	mouse{v: v, mod: fyne.KeyModifierShift}.click(point(t, v, " to $"), 1)
	if got := quotes(v); got != "deficit rose" {
		t.Errorf("selected %q", got)
	}
}

func TestCtrlAddsARange(t *testing.T) {
	v := window(t, story, 900, 700)
	mouse{v: v}.drag(point(t, v, "deficit"), point(t, v, "rose"))
	mouse{v: v, mod: fyne.KeyModifierShortcutDefault}.drag(point(t, v, "Vance"), point(t, v, "said"))
	if got := quotes(v); got != "deficit rose|Vance said" {
		t.Errorf("selected %q", got)
	}
	mouse{v: v, mod: fyne.KeyModifierShortcutDefault}.click(point(t, v, "pass"), 2)
	if got := quotes(v); got != "deficit rose|Vance said|pass" {
		t.Errorf("selected %q", got)
	}
	mouse{v: v}.click(point(t, v, "pass"), 1)
	if got := quotes(v); got != "" {
		t.Errorf("a click leaves %q", got)
	}
}

func TestTwoAndThreeClicksTakeAWordAndASentence(t *testing.T) {
	v := window(t, story, 900, 700)
	taps := 0
	v.OnTap = func(text.Pos, int, fyne.KeyModifier) { taps++ }
	mouse{v: v}.click(point(t, v, "ance said"), 2)
	if got := quotes(v); got != "Vance" || taps != 1 {
		t.Errorf("two clicks: %q and %d taps", got, taps)
	}
	mouse{v: v}.click(point(t, v, "ance said"), 3)
	if got := quotes(v); got != "Vance said the bill, a “huge mistake”, would pass" {
		t.Errorf("three clicks: %q", got)
	}
	mouse{v: v}.click(point(t, v, ".\nShe"), 3)
	if got := quotes(v); got != "Vance said the bill, a “huge mistake”, would pass" {
		t.Errorf("three clicks on the stop: %q", got)
	}
	v.clicks = clicks{n: 2, last: time.Now(), at: point(t, v, "ance said")}
	m := mouse{v: v}
	m.down(point(t, v, "ance said"))
	m.to(point(t, v, "no."))
	m.up(point(t, v, "no."))
	if got := quotes(v); !strings.HasSuffix(got, "\nShe said no") || !strings.HasPrefix(got, "Vance") {
		t.Errorf("a drag after three clicks: %q", got)
	}
}

func TestAClickPutsTheCaretAndReportsATap(t *testing.T) {
	v := window(t, story, 900, 700)
	var at text.Pos
	v.OnTap = func(p text.Pos, n int, _ fyne.KeyModifier) { at = p }
	v.OnSelect = func([]rangeset.Range, fyne.KeyModifier) { t.Error("a click is no selection") }
	mouse{v: v}.click(point(t, v, "rose"), 1)
	if want := text.Pos(strings.Index(story, "rose")); at != want || v.Caret() != want {
		t.Errorf("tap at %d, caret at %d, want %d", at, v.Caret(), want)
	}
	m := mouse{v: v}
	v.clicks = clicks{}
	p := point(t, v, "rose")
	m.down(p)
	m.to(p.AddXY(2, 1)) // a shaky hand
	m.up(p)
	if len(v.Selection()) != 0 {
		t.Errorf("a shaky click selects %q", quotes(v))
	}
}

func TestADragBeyondTheEdgeScrolls(t *testing.T) {
	v := window(t, strings.Repeat(story+"\n", 60), 900, 400)
	m := mouse{v: v}
	m.down(point(t, v, "deficit"))
	m.to(fyne.NewPos(300, 440))
	g := v.gesture.(*sweep)
	if g.scroll.run == nil {
		t.Fatal("does not scroll")
	}
	before, long := v.Place(), v.Selection()[0].Len()
	for range 10 {
		creep(v, g, 30*time.Millisecond)
	}
	if v.Place() == before || v.Selection()[0].Len() <= long {
		t.Errorf("place %v, selection %v", v.Place(), v.Selection())
	}
	m.up(fyne.NewPos(300, 440))
	if g.scroll.run != nil {
		t.Error("goes on scrolling")
	}
}

func TestTheScrollBarDragsAndPages(t *testing.T) {
	v := window(t, strings.Repeat(story+"\n", 200), 900, 400)
	x := v.Size().Width - 4
	m := mouse{v: v}
	m.drag(fyne.NewPos(x, v.bar.top+5), fyne.NewPos(x, 1000))
	if _, _, ok := v.BoundsOf(v.Text().Len()); !ok {
		t.Error("dragged down, the end is not in sight")
	}
	before := v.page.y()
	m.click(fyne.NewPos(x, 10), 1)
	if moved := before - v.page.y(); moved < 300 || moved > 400 {
		t.Errorf("a click above the thumb scrolls by %d", moved)
	}
	if len(v.Selection()) != 0 {
		t.Error("the scroll bar selects text")
	}
}

func TestTheSecondaryButtonAsksForAMenu(t *testing.T) {
	v := window(t, story, 900, 700)
	var at text.Pos
	v.OnMenu = func(p text.Pos, where fyne.Position) { at = p }
	test.TapSecondaryAt(v, point(t, v, "rose"))
	if want := text.Pos(strings.Index(story, "rose")); at != want {
		t.Errorf("menu at %d, want %d", at, want)
	}
}

func TestThePointerReportsWhatIsUnderIt(t *testing.T) {
	v := window(t, story, 900, 700)
	var h Hover
	v.OnHover = func(now Hover) { h = now }
	v.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: point(t, v, "rose")}})
	if want := text.Pos(strings.Index(story, "rose")); h.Pos != want || !h.Inside {
		t.Errorf("over %+v", h)
	}
	v.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(20, 300)}})
	if h.Inside {
		t.Error("the margin is inside the text")
	}
}

func TestTheCaretMovesByEveryUnit(t *testing.T) {
	v := window(t, story, 900, 700)
	start := text.Pos(strings.Index(story, "deficit"))
	for _, c := range []struct {
		by      Unit
		forward bool
		want    string // what the caret stands before
	}{
		{Character, true, "eficit"}, {Word, true, " rose"}, {Sentence, true, "Vance"}, {LineEdge, false, "The deficit"},
		{Document, true, ""}, {Character, false, " deficit"}, {Line, true, "Vance"}, {Document, false, "A head"},
	} {
		v.SetCaret(start)
		if c.by == Line {
			continue
		}
		v.MoveCaret(c.by, c.forward, false)
		if got := v.Text().String()[v.Text().Byte(v.Caret()):]; !strings.HasPrefix(got, c.want) || c.want == "" && got != "" {
			t.Errorf("unit %d forward %v: before %.12q, want %q", c.by, c.forward, got, c.want)
		}
	}
}

func TestTheCaretKeepsItsColumnFromLineToLine(t *testing.T) {
	v := window(t, "head\n"+strings.Repeat("some words that go on and on ", 12)+"\nshort\n"+strings.Repeat("and some more of them here ", 12), 700, 700)
	v.SetCaret(60)
	from, _, _ := v.BoundsOf(60)
	for range 8 {
		v.MoveCaret(Line, true, false)
	}
	to, _, _ := v.BoundsOf(v.Caret())
	if d := to.X - from.X; d > 12 || d < -12 || to.Y <= from.Y+100 {
		t.Errorf("from %v to %v", from, to)
	}
	for range 8 {
		v.MoveCaret(Line, false, false)
	}
	if v.Caret() != 60 {
		t.Errorf("back at %d, want 60", v.Caret())
	}
}

func TestMovingWithExtendSelects(t *testing.T) {
	v := window(t, story, 900, 700)
	v.SetCaret(text.Pos(strings.Index(story, "deficit")))
	v.MoveCaret(Word, true, true)
	v.MoveCaret(Word, true, true)
	if got := quotes(v); got != "deficit rose" {
		t.Errorf("selected %q", got)
	}
	v.MoveCaret(Character, false, false)
	if got := quotes(v); got != "" || v.Caret() != text.Pos(strings.Index(story, "deficit")) {
		t.Errorf("left of the selection: %q, caret %d", got, v.Caret())
	}
}

func TestAPlaceSurvivesAnotherWidth(t *testing.T) {
	v := window(t, "head\n"+strings.Repeat("some words that go on and on ", 2000), 900, 500)
	v.SetPlace(Place{Pos: 20000, Offset: 3})
	top := v.Place()
	for _, w := range []float32{500, 300, 1200, 640, 900} {
		v.Resize(fyne.NewSize(w, 500))
	}
	if v.Place() != top {
		t.Errorf("from %v to %v", top, v.Place())
	}
	if _, _, ok := v.BoundsOf(20000); !ok {
		t.Error("the place is out of sight")
	}
}

func TestRevealScrollsAsLittleAsNeeded(t *testing.T) {
	v := window(t, strings.Repeat(story+"\n", 100), 900, 500)
	before := v.Place()
	v.Reveal(rangeset.Range{Start: 20, End: 30})
	if v.Place() != before {
		t.Error("what is in sight makes it scroll")
	}
	far := text.Pos(len("A headline") + 6000)
	v.Reveal(rangeset.Range{Start: far, End: far + 10})
	where, h, ok := v.BoundsOf(far)
	if !ok || where.Y < 2*h || where.Y > 400 {
		t.Errorf("shown at %v, %v", where, ok)
	}
}

func TestNothingToShowIsNoFault(t *testing.T) {
	v := window(t, "", 900, 500)
	v.MoveCaret(Line, true, true)
	v.MoveCaret(Page, false, false)
	v.MoveCaret(Word, true, false)
	mouse{v: v}.drag(fyne.NewPos(100, 100), fyne.NewPos(300, 300))
	mouse{v: v}.click(fyne.NewPos(100, 100), 3)
	if _, _, ok := v.BoundsOf(0); !ok {
		t.Error("an empty text has no caret")
	}
	v.SetText(nil)
	v.ScrollBy(100)
	v.MoveCaret(Line, true, true)
	v.Select(rangeset.Range{Start: 1, End: 2})
	v.Invalidate()
	mouse{v: v}.click(fyne.NewPos(100, 100), 2)
	if len(v.Selection()) != 0 {
		t.Error("nothing is selected")
	}
	drawPage(v)
}

func TestKeysGoToTheDispatcher(t *testing.T) {
	v := window(t, story, 900, 500)
	k := &keyLog{}
	v.Keys = k
	mouse{v: v}.click(fyne.NewPos(300, 100), 1)
	if !v.focused {
		t.Fatal("a press does not take the focus")
	}
	v.KeyDown(&fyne.KeyEvent{Name: fyne.KeyTab})
	v.TypedKey(&fyne.KeyEvent{Name: fyne.KeyTab})
	test.Type(v, "3")
	v.TypedShortcut(&fyne.ShortcutCopy{})
	v.KeyUp(&fyne.KeyEvent{Name: fyne.KeyTab})
	if got := strings.Join(k.log, " "); !strings.Contains(got, "down Tab key Tab") || !strings.Contains(got, "rune 3") || !strings.HasSuffix(got, "shortcut up Tab") {
		t.Errorf("got %q", got)
	}
}

type keyLog struct{ log []string }

func (k *keyLog) KeyDown(e *fyne.KeyEvent)    { k.log = append(k.log, "down "+string(e.Name)) }
func (k *keyLog) KeyUp(e *fyne.KeyEvent)      { k.log = append(k.log, "up "+string(e.Name)) }
func (k *keyLog) TypedKey(e *fyne.KeyEvent)   { k.log = append(k.log, "key "+string(e.Name)) }
func (k *keyLog) TypedRune(r rune)            { k.log = append(k.log, "rune "+string(r)) }
func (k *keyLog) TypedShortcut(fyne.Shortcut) { k.log = append(k.log, "shortcut") }

// drawnAnew is the page as it is drawn from nothing.
func drawnAnew(v *View) *image.RGBA {
	before := v.buffer
	v.buffer = buffer{}
	v.look = v.themeLook()
	v.buffer.prepare(v)
	img, _ := v.buffer.frame(v)
	v.buffer = before
	return img
}

func samePixels(t *testing.T, v *View, after string) bool {
	t.Helper()
	got := objectsOf(v)[0].(*canvas.Raster).Generator(int(v.Size().Width), int(v.Size().Height)).(*image.RGBA)
	want := drawnAnew(v)
	for i := range want.Pix {
		if got.Pix[i] != want.Pix[i] {
			t.Errorf("%s: pixel %d,%d differs", after, i/4%got.Rect.Dx(), i/4/got.Rect.Dx())
			return false
		}
	}
	return true
}

func TestScrollingByCopyLooksLikeDrawingAnew(t *testing.T) {
	v := window(t, strings.Repeat(oddText+"\n\n"+story+"\n", 30), 900, 500)
	ix := randomMarks(v.Text(), 900, 1)
	v.SetStyles(testStyles)
	v.SetDecorator(decorate(ix))
	r := rand.New(rand.NewSource(5))
	for i := range 60 {
		v.ScrollBy(float32(r.Intn(300) - 120))
		if i%10 == 9 {
			v.ScrollBy(4000)
		}
		if !samePixels(t, v, "scrolled") {
			break
		}
	}
}

func TestRedrawingAMarkLooksLikeDrawingAnew(t *testing.T) {
	v := window(t, strings.Repeat(oddText+"\n\n"+story+"\n", 5), 900, 500)
	ix := randomMarks(v.Text(), 60, 1)
	v.SetStyles(testStyles)
	v.SetDecorator(decorate(ix))
	drawPage(v)
	r := rand.New(rand.NewSource(6))
	for i := range 60 {
		at := text.Pos(r.Intn(600))
		x := rangeset.Range{Start: at, End: at + 1 + text.Pos(r.Intn(80))}
		m := testMark{uint64(1000 + i), i % 5, State(r.Intn(32))}
		ix.Insert(x, m)
		if i%3 == 0 {
			v.Select(x)
		}
		v.Invalidate(x)
		if !samePixels(t, v, "added") {
			return
		}
		if i%2 == 0 {
			ix.Delete(x, m)
			v.Invalidate(x)
			if !samePixels(t, v, "deleted") {
				return
			}
		}
	}
}

func TestAMovedEdgeIsDrawn(t *testing.T) {
	v := window(t, story, 900, 500)
	d := Decoration{Range: rangeset.Range{Start: 20, End: 30}, Key: 1, Tag: "Claim"}
	v.SetStyles(testStyles)
	v.SetDecorator(func(dst []Decoration, _ rangeset.Range) []Decoration { return append(dst, d) })
	drawPage(v)
	for what, change := range map[string]func(){
		"end": func() { d.End++ }, "start": func() { d.Start-- }, "state": func() { d.State = Chosen }, "style": func() { d.Style = 2 },
		"tag": func() { d.Tag = "Cue" }, "selection": func() { v.Select(rangeset.Range{Start: 40, End: 41}) },
	} {
		before := slices.Clone(v.buffer.img.Pix)
		change()
		v.Invalidate(d.Range)
		samePixels(t, v, what)
		if slices.Equal(before, v.buffer.img.Pix) {
			t.Errorf("another %s looks the same", what)
		}
	}
}

func TestAFarChangeIsNotDrawn(t *testing.T) {
	v := window(t, strings.Repeat(story+"\n", 100), 900, 500)
	var rows []int
	v.Drawn = func(s FrameStats) { rows = append(rows, s.Rows) }
	ix := rangeset.NewIndex[testMark](nil)
	v.SetDecorator(decorate(ix))
	drawPage(v)
	ix.Insert(rangeset.Range{Start: 20, End: 25}, testMark{1, 0, Plain})
	v.Invalidate(rangeset.Range{Start: 20, End: 25})
	drawPage(v)
	if last := rows[len(rows)-1]; last == 0 || last > 40 {
		t.Errorf("one mark draws %d rows", last)
	}
	drawPage(v)
	if last := rows[len(rows)-1]; last != 0 {
		t.Errorf("nothing new draws %d rows", last)
	}
}

func TestUpAndDownPassOverTheGapsBetweenParagraphs(t *testing.T) {
	v := window(t, "Headline\n\nFirst.\n\n\n\nSecond.\n", 600, 400)
	for _, want := range []string{"First", "Second", ""} { // the last is the text's end
		v.MoveCaret(Line, true, false)
		if rest := v.Text().Slice(v.Caret(), v.Text().Len()); !strings.HasPrefix(rest, want) || want == "" && rest != "" {
			t.Errorf("Down comes to %q, want %q", rest, want)
		}
	}
	for _, want := range []string{"Second", "First", "Headline"} {
		v.MoveCaret(Line, false, false)
		if rest := v.Text().Slice(v.Caret(), v.Text().Len()); !strings.HasPrefix(rest, want) {
			t.Errorf("Up comes to %q, want %q", rest, want)
		}
	}
}

func TestTagsAreShapedAnewForAnotherSize(t *testing.T) {
	v := window(t, story, 900, 700)
	before := v.label("Statistic").width
	v.SetTypography(Typography{Size: 34, Leading: 1.5, Measure: 40})
	v.ready()
	if after := v.label("Statistic").width; after < 1.2*before {
		t.Errorf("a tag is %v wide, before it was %v", after, before)
	}
}

func TestABareTextHasTheRoomOfTags(t *testing.T) {
	v := window(t, story, 900, 700)
	v.SetTypography(Typography{Measure: -1})
	v.ready()
	before := v.page.m.width
	v.SetTypography(Typography{Measure: -1, Bare: true})
	v.ready()
	if after := v.page.m.width; after <= before || after > 900 {
		t.Errorf("lines are %d wide, and were %d", after, before)
	}
}

// pointIn gives a point in the first piece of the text that reads like this, at a share of its first character's width.
func pointIn(t *testing.T, v *View, piece string, share float32) fyne.Position {
	t.Helper()
	p := v.Text().Pos(text.Byte(strings.Index(v.Text().String(), piece)))
	from, h, ok := v.BoundsOf(p)
	to, _, ok2 := v.bounds(caret{p + 1, Upstream})
	if !ok || !ok2 {
		t.Fatalf("%q is out of sight", piece)
	}
	return fyne.NewPos(from.X+(to.X-from.X)*share, from.Y+h/2)
}

func TestAClickTellsTheCharacterUnderThePointer(t *testing.T) {
	v := window(t, "Prices rose 5 times.", 900, 700)
	var tapped, menu []text.Pos
	v.OnTap = func(at text.Pos, _ int, _ fyne.KeyModifier) { tapped = append(tapped, at) }
	v.OnMenu = func(at text.Pos, _ fyne.Position) { menu = append(menu, at) }
	for _, share := range []float32{0.2, 0.8} {
		p := pointIn(t, v, "5", share)
		mouse{v: v}.click(p, 1)
		v.TappedSecondary(&fyne.PointEvent{Position: p})
	}
	if want := []text.Pos{12, 12}; !slices.Equal(tapped, want) || !slices.Equal(menu, want) {
		t.Errorf("tapped %v, menu %v, want %v", tapped, menu, want)
	}
}

func TestADragOverChineseTakesTheCharactersItCovers(t *testing.T) {
	v := window(t, "中文报道说这家公司", 900, 700)
	mouse{v: v}.drag(pointIn(t, v, "报", 0.8), pointIn(t, v, "家", 0.8))
	if got := quotes(v); got != "报道说这家" {
		t.Errorf("selected %q", got)
	}
	mouse{v: v}.drag(pointIn(t, v, "家", 0.2), pointIn(t, v, "报", 0.2))
	if got := quotes(v); got != "报道说这家" {
		t.Errorf("selected leftwards %q", got)
	}
}

func TestNoCaretBlinksWhereItNoLongerIs(t *testing.T) {
	v := window(t, strings.Repeat("Prices rose.\n\n", 300), 900, 400)
	v.FocusGained()
	v.ScrollBy(3000)
	v.ready()
	v.moveObjects()
	v.blink.last = time.Time{}
	for _, done := range []float32{0.7, 0.2} {
		v.blink.turn.Tick(done)
		if !v.caret.Hidden {
			t.Error("a caret is shown, and the real one is out of sight")
		}
	}
}

func TestAnotherTextEndsADragThatScrolls(t *testing.T) {
	v := window(t, strings.Repeat("Prices rose.\n\n", 300), 900, 400)
	m := mouse{v: v}
	m.down(fyne.NewPos(300, 200))
	m.to(fyne.NewPos(300, 700))
	g := v.gesture.(*sweep)
	if g.scroll.run == nil {
		t.Fatal("it does not scroll")
	}
	v.SetText(text.MustNew("Another."))
	if g.scroll.run != nil {
		t.Error("it scrolls the other text")
	}
	m.up(fyne.NewPos(300, 700))
}

func TestADoubleClickOnALineOfSpacesSelectsNothing(t *testing.T) {
	v := window(t, "Head\nfoo words\n     \nbar", 900, 700)
	from, h, _ := v.BoundsOf(v.Text().Len() - 3)
	for _, clicks := range []int{2, 3} {
		mouse{v: v}.click(fyne.NewPos(from.X+40, from.Y-h/4), clicks)
		if got := quotes(v); strings.Contains(got, "words") {
			t.Errorf("%d clicks select %q", clicks, got)
		}
	}
}

func TestAParagraphWithoutLettersTakesNoDirectionFromTheNext(t *testing.T) {
	v := window(t, "12345\n\nשלום עולם", 900, 700)
	number, _, _ := v.BoundsOf(0)
	hebrew, _, _ := v.BoundsOf(7)
	if number.X > 450 || hebrew.X < 450 {
		t.Errorf("the number begins at %v, the Hebrew at %v", number.X, hebrew.X)
	}
}

// denseCanvas is one of a screen that has two pixels where the window has one.
type denseCanvas struct{ fyne.Canvas }

func (c denseCanvas) PixelCoordinateForPosition(p fyne.Position) (int, int) {
	x, y := c.Canvas.PixelCoordinateForPosition(p)
	return 2 * x, 2 * y
}

func TestTextIsSetInThePixelsOfTheScreen(t *testing.T) {
	c := test.NewTempWindow(t, canvas.NewRectangle(color.Black)).Canvas().(test.WindowlessCanvas)
	for _, scale := range []float32{0.7, 1, 1.1, 1.5, 2} {
		c.SetScale(scale)
		if got := pixelsPerPoint(c); got != scale {
			t.Errorf("scale %v: %v pixels a point", scale, got)
		}
		if got := pixelsPerPoint(denseCanvas{c}); got < 1.999*scale || got > 2.001*scale {
			t.Errorf("scale %v on a dense screen: %v pixels a point", scale, got)
		}
	}
}
