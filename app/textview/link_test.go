package textview

import (
	"image"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// stretch finds words of the view's text.
func stretch(t testing.TB, v *View, words string) rangeset.Range {
	t.Helper()
	s := v.Text().String()
	b := strings.Index(s, words)
	if b < 0 {
		t.Fatalf("no %q in the text", words)
	}
	return rangeset.Range{Start: v.Text().Pos(text.Byte(b)), End: v.Text().Pos(text.Byte(b + len(words)))}
}

// links shows these links and no others.
func links(v *View, ls ...Link) {
	v.SetLinker(func(dst []Link, _ rangeset.Range) []Link { return append(dst, ls...) })
	drawPage(v)
}

// marks shows these marks.
func marks(v *View, ds ...Decoration) {
	v.SetStyles(testStyles)
	v.SetDecorator(func(dst []Decoration, window rangeset.Range) []Decoration {
		for _, d := range ds {
			if d.Overlaps(window) {
				dst = append(dst, d)
			}
		}
		return dst
	})
	drawPage(v)
}

// boxOf is where a range of one line stands, in pixels.
func boxOf(t testing.TB, v *View, r rangeset.Range) image.Rectangle {
	t.Helper()
	x0, top, h, ok := v.page.point(r.Start, Downstream)
	x1, _, _, ok2 := v.page.point(r.End, Upstream)
	if !ok || !ok2 {
		t.Fatalf("%v is out of sight", r)
	}
	return image.Rect(floor(x0), top, floor(x1), top+h)
}

// touches tells whether a link has a piece in a rectangle.
func touches(v *View, r image.Rectangle) bool {
	for _, s := range v.drafted.strokes {
		if s.Overlaps(r) {
			return true
		}
	}
	return false
}

var lines = strings.Repeat("A line of words to be read.\n", 60) + "The last one stands apart."

func TestALinkOnOneLineRunsAboveItFromMarkToMark(t *testing.T) {
	v := window(t, "head\n\nThe toll rose twelve per cent in all.", 900, 400)
	from, to := stretch(t, v, "toll"), stretch(t, v, "cent")
	links(v, Link{Key: 7, From: from, To: to, Name: "rests on"})
	a, b := boxOf(t, v, from), boxOf(t, v, to)
	all := image.Rectangle{}
	for _, s := range v.drafted.strokes {
		all = all.Union(s.Rectangle)
	}
	if all.Min.X < a.Min.X || all.Min.X > a.Max.X || all.Max.X < b.Min.X || all.Max.X > b.Max.X+4 {
		t.Errorf("it goes from %d to %d, the marks stand at %v and %v", all.Min.X, all.Max.X, a, b)
	}
	if all.Min.Y < a.Min.Y || all.Max.Y > a.Min.Y+a.Dy()/2 {
		t.Errorf("it is at %v, the line at %v", all, a)
	}
}

func TestALinkOverLinesRunsBesideTheColumn(t *testing.T) {
	v := window(t, lines, 900, 400)
	line := text.Pos(len("A line of words to be read.\n"))
	from := rangeset.Range{Start: line + 2, End: line + 6}
	to := rangeset.Range{Start: 5*line + 2, End: 5*line + 6}
	links(v, Link{Key: 7, From: from, To: to, Name: "rests on"})
	a, b := boxOf(t, v, from), boxOf(t, v, to)
	column := v.page.m.left + v.page.m.width
	if !touches(v, image.Rect(column, a.Max.Y, column+20, b.Min.Y)) {
		t.Error("nothing runs beside the column")
	}
	for y := a.Max.Y + 12; y < b.Min.Y; y += a.Dy() + int(v.page.m.body.after) { // the middle of each line between
		if touches(v, image.Rect(v.page.m.left, y, column, y+6)) {
			t.Errorf("it runs through the text at %d", y)
		}
	}
}

func TestAnArrowAtTheEdgeLeadsToTheEndOutOfSight(t *testing.T) {
	v := window(t, lines, 900, 400)
	from, to := rangeset.Range{Start: 2, End: 6}, stretch(t, v, "last")
	links(v, Link{Key: 7, From: from, To: to, Name: "rests on"})
	at := arrow(t, v, 1)
	if at.Y < 380 {
		t.Errorf("the arrow is at %v of 400", at)
	}
	mouse{v: v}.click(at, 1)
	drawPage(v)
	if _, _, ok := v.BoundsOf(to.Start); !ok {
		t.Fatal("a click on it does not go there")
	}
	mouse{v: v}.click(arrow(t, v, -1), 1)
	if _, _, ok := v.BoundsOf(from.Start); !ok {
		t.Error("a click on the upper one does not go back")
	}
}

// arrow finds the arrow at the pane's edge.
func arrow(t *testing.T, v *View, way int8) fyne.Position {
	t.Helper()
	for _, s := range v.drafted.strokes {
		if s.jump == way {
			return fyne.NewPos(float32(s.Min.X), float32(s.Min.Y))
		}
	}
	t.Fatal("there is no arrow at the edge")
	return fyne.Position{}
}

func TestNamesInTheMarginAndLinksCanBePicked(t *testing.T) {
	v := window(t, "head\n\nThe toll rose twelve per cent in all.", 900, 400)
	from, to := stretch(t, v, "toll"), stretch(t, v, "cent")
	marks(v, Decoration{Range: from, Key: 3, Tag: "Claim"}, Decoration{Range: to, Key: 4, Tag: "Statistic", Style: 1})
	links(v, Link{Key: 7, From: from, To: to, Name: "rests on"})
	var picked [2]uint64
	v.OnPick = func(mark, link uint64) { picked = [2]uint64{mark, link} }
	v.OnTap = func(text.Pos, int, fyne.KeyModifier) { t.Error("a press on a name is no tap on the text") }
	var named []string
	for k, row := range v.drafted.rows {
		for _, x := range row.tags {
			named = append(named, x.name)
			mouse{v: v}.click(fyne.NewPos(x.x+3, float32(v.rule(v.page.slots[k]).baseline-3)), 1)
			if want := map[string][2]uint64{"Claim": {3, 0}, "Statistic": {4, 0}, "› rests on": {0, 7}}[x.name]; picked != want {
				t.Errorf("%s: picked %v, want %v", x.name, picked, want)
			}
		}
	}
	if slices.Sort(named); !slices.Equal(named, []string{"Claim", "Statistic", "› rests on"}) {
		t.Errorf("named: %q", named)
	}
	s := v.drafted.strokes[0]
	mouse{v: v}.click(fyne.NewPos(float32(s.Min.X+s.Max.X)/2, float32(s.Min.Y)), 1)
	if picked != [2]uint64{0, 7} {
		t.Errorf("the line: picked %v", picked)
	}
}

func TestMoreMarksThanRoomAreCounted(t *testing.T) {
	v := window(t, "head\n\nThe toll rose twelve per cent in all.", 900, 400)
	var ds []Decoration
	whole := stretch(t, v, "The toll rose twelve per cent in all")
	for i := range 40 {
		ds = append(ds, Decoration{Range: rangeset.Range{Start: whole.Start, End: whole.End - text.Pos(i%20)}, Key: uint64(i + 1), Style: i % 5, Tag: testTags[i%5]})
	}
	marks(v, ds...)
	k := len(v.page.slots) - 1
	r := v.rule(v.page.slots[k])
	row := v.drafted.rows[k]
	if len(row.tags) == 0 || len(row.tags)+row.more != 40 {
		t.Errorf("%d names and %d more", len(row.tags), row.more)
	}
	for _, x := range row.tags {
		if x.x < float32(v.page.m.tags) || x.x+x.width > float32(v.page.m.tagEnd) {
			t.Errorf("%s stands at %v", x.name, x.x)
		}
	}
	if below := r.underline(r.lanes-1) + r.thick; below > v.page.slots[k].bottom {
		t.Errorf("the last lane ends at %d, the line at %d", below, v.page.slots[k].bottom)
	}
}

func TestAClickOnTheNumberOfFurtherMarksChoosesOneAfterTheOther(t *testing.T) {
	v := window(t, "head\n\nThe toll rose twelve per cent in all.", 900, 400)
	whole := stretch(t, v, "The toll rose twelve per cent in all")
	chosen := uint64(0)
	v.SetStyles(testStyles)
	v.SetDecorator(func(dst []Decoration, _ rangeset.Range) []Decoration {
		for key := uint64(1); key <= 12; key++ {
			d := Decoration{Range: rangeset.Range{Start: whole.Start, End: whole.End - text.Pos(key)}, Key: key, Tag: "Statistic"}
			if key == chosen {
				d.State = Chosen
			}
			dst = append(dst, d)
		}
		return dst
	})
	v.OnPick = func(mark, _ uint64) { chosen = mark; v.Invalidate(whole) }
	var seen []uint64
	for range 12 {
		drawPage(v)
		k := len(v.page.slots) - 1
		row := v.drafted.rows[k]
		if chosen != 0 && !slices.ContainsFunc(row.tags, func(x tag) bool { return x.mark == chosen }) {
			t.Errorf("mark %d is chosen and has no name in the margin", chosen)
		}
		mouse{v: v}.click(fyne.NewPos(row.at+3, float32(v.rule(v.page.slots[k]).baseline-3)), 1)
		seen = append(seen, chosen)
	}
	var want []uint64 // those without a name, then the one that gave its place to the chosen one, then round again
	for key := seen[0]; len(want) < 12; key++ {
		if key > 12 {
			key = seen[0] - 1
		}
		want = append(want, key)
	}
	if seen[0] < 2 || !slices.Equal(seen, want) {
		t.Errorf("the clicks chose %v, want %v", seen, want)
	}
}

func TestScrollingKeepsLinksAsDrawingThemAnew(t *testing.T) {
	v := window(t, lines, 700, 400)
	v.SetStyles(testStyles)
	links(v, Link{Key: 7, From: rangeset.Range{Start: 2, End: 6}, To: stretch(t, v, "last"), Name: "rests on"},
		Link{Key: 8, From: rangeset.Range{Start: 58, End: 62}, To: rangeset.Range{Start: 200, End: 204}, Name: "stated in", State: Chosen},
		Link{Key: 9, From: rangeset.Range{Start: 30, End: 34}, To: rangeset.Range{Start: 300, End: 304}, Joint: true})
	for _, by := range []float32{3, 17, 40, -23, 90, 200, -150} {
		v.ScrollBy(by)
		drawPage(v)
		moved := append([]uint8(nil), v.buffer.img.Pix...)
		v.buffer.drawn = nil
		drawPage(v)
		for i := range moved {
			if moved[i] != v.buffer.img.Pix[i] {
				t.Fatalf("scrolled by %v: pixel %d,%d differs", by, i/4%700, i/4/700)
			}
		}
	}
}

func TestATagDrawnToAMarkTiesTheTwo(t *testing.T) {
	v := window(t, "head\n\nThe toll rose twelve per cent in all.", 900, 400)
	from, to := stretch(t, v, "toll"), stretch(t, v, "cent")
	marks(v, Decoration{Range: from, Key: 3, Tag: "Claim"}, Decoration{Range: to, Key: 4, Tag: "Statistic", Style: 1})
	var tied uint64
	var end Hover
	v.OnTie = func(mark uint64, to Hover, _ fyne.Position) { tied, end = mark, to }
	v.OnPick = func(uint64, uint64) { t.Error("a drag is no click") }
	k := len(v.page.slots) - 1
	r := v.rule(v.page.slots[k])
	tags := v.drafted.rows[k].tags
	mouse{v: v}.drag(fyne.NewPos(tags[0].x+3, float32(r.baseline-3)), point(t, v, "ent"))
	if tied != 3 || !end.Inside || !to.Contains(end.Pos) {
		t.Errorf("mark %d is tied to what is at %+v", tied, end)
	}
	tied = 0
	mouse{v: v}.drag(fyne.NewPos(tags[0].x+3, float32(r.baseline-3)), fyne.NewPos(tags[1].x+3, float32(r.baseline-3)))
	if tied != 3 || end.Mark != 4 {
		t.Errorf("mark %d is tied to %+v", tied, end)
	}
	tied = 0
	mouse{v: v}.drag(fyne.NewPos(tags[0].x+3, float32(r.baseline-3)), fyne.NewPos(20, 390))
	if tied != 0 {
		t.Error("tied to nothing")
	}
	if len(v.Selection()) != 0 {
		t.Error("it selects text")
	}
}

func TestWhatIsUnderThePointerIsForgottenWhenTheTextScrolls(t *testing.T) {
	v := window(t, lines, 900, 400)
	var at Hover
	v.OnHover = func(h Hover) { at = h }
	where, height, _ := v.BoundsOf(stretch(t, v, "words").Start)
	v.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: where.AddXY(3, height/2)}})
	if !at.Inside {
		t.Fatal("the pointer is over no text")
	}
	v.ScrollBy(100)
	if at != (Hover{}) {
		t.Errorf("after scrolling %+v is under the pointer", at)
	}
}

func TestBadgesOfMarksThatBeginTogetherStandSideBySide(t *testing.T) {
	v := window(t, "head\n\nThe toll rose twelve per cent in all.", 900, 400)
	at := stretch(t, v, "twelve per cent")
	marks(v, Decoration{Range: at, Key: 1, Badge: "1"}, Decoration{Range: at, Key: 2, Badge: "2"}, Decoration{Range: stretch(t, v, "twelve"), Key: 3, Badge: "3"})
	plates := v.sheet(&sheet{}, len(v.page.slots)-1).plates
	if len(plates) != 3 {
		t.Fatalf("%d badges", len(plates))
	}
	for i, a := range plates {
		for _, b := range plates[:i] {
			if a.Overlaps(b.Rectangle) {
				t.Errorf("the badge at %v covers that at %v", a.Rectangle, b.Rectangle)
			}
		}
	}
}
