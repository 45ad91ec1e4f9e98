// Package textview is the widget that shows a text and the marks on it.
//
// It draws decorations and reports ranges and hits; it knows neither labels nor where marks are kept. Everything in
// it belongs to the UI goroutine.
//
// Which file answers which question: paragraph.go where blocks of text begin, of which kind they are and how high,
// marker.go which lines are those of a list, shape.go what characters look like and package bidi in which order,
// typesetter.go where lines end, line.go where a position is on its line, page.go which lines are on the pane, decoration.go
// what is marked, lit.go what is lit, flag.go what was said, sheet.go, tag.go, link.go, handle.go and number.go how that looks,
// render.go what must be drawn anew, gesture.go what the mouse does, move.go where the caret goes, lines.go how titles and quotes
// are drawn elsewhere.
package textview

import (
	"image"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// View shows a text. Its callbacks are optional and called on the UI goroutine.
type View struct {
	widget.BaseWidget

	OnSelect   func(ranges []rangeset.Range, mod fyne.KeyModifier) // a mouse gesture, begun with these keys held, ended with a selection
	OnTap      func(at text.Pos, clicks int, mod fyne.KeyModifier) // a press and release without a drag; with Ctrl the ranges selected before stay
	OnMenu     func(at text.Pos, where fyne.Position)              // secondary click; where is absolute
	OnHover    func(Hover)                                         // something else is under the pointer
	OnPick     func(mark, link uint64)                             // the name tag of a mark was clicked, or a link; the other is 0
	OnTie      func(mark uint64, to Hover, where fyne.Position)    // the name tag of a mark was drawn to something else; where is absolute
	OnBound    func(mark uint64, before, after rangeset.Range)     // a handle moved a bound of the chosen mark; nil: it has no handles
	OnMoved    func()                                              // caret or selection changed, by whatever
	OnScrolled func()
	OnZoom     func(steps int)  // the wheel turned with Ctrl held; up is positive
	Drawn      func(FrameStats) // a picture of the page was made; called before it is shown
	Keys       Keys             // where key events go; nil: nowhere

	fonts      *Fonts
	typography Typography
	page       page
	buffer     buffer
	look       look
	styles     []Style
	decorator  Decorator
	linker     Linker
	lighter    Lighter
	flagger    Flagger
	lanes      lanes
	drafted    draft
	selection  selection
	gesture    gesture
	clicks     clicks
	hovered    Hover
	overSpot   bool   // the pointer is over a name tag or a link
	overHandle bool   // the pointer is over a handle
	moving     *bound // what a handle moves; nil: nothing
	focused    bool
	blink      blink
	wheel      float32 // part of a pixel not scrolled yet
	turned     float32 // part of a step not zoomed yet
	still      bool    // nothing moves by itself
	modifiers  func() fyne.KeyModifier
	labels     map[string]tagLabel
	cuts       []int32
	spans      [][2]float32

	raster *canvas.Raster
	caret  *canvas.Rectangle
	focus  *canvas.Rectangle // a line over the text while keys go to it, for the caret may be out of sight
	bar    scrollBar
}

// New makes a view that shows nothing.
func New(fonts *Fonts) *View {
	v := &View{fonts: fonts, labels: map[string]tagLabel{}, modifiers: currentModifiers}
	v.page.setter.fonts = fonts
	v.selection.goal = -1
	v.raster = canvas.NewRaster(v.generate)
	v.caret = canvas.NewRectangle(theme.Color(theme.ColorNameForeground))
	v.focus = canvas.NewRectangle(nil)
	v.bar.init()
	watch(fonts, v)
	v.ExtendBaseWidget(v)
	return v
}

func currentModifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// SetText shows another text from its top, the caret at its start; nil shows nothing. A large text is shown faster by
// SetBlocks.
func (v *View) SetText(t *text.Text) {
	if t == nil {
		v.setTable(nil)
		return
	}
	v.SetBlocks(FindBlocks(t))
}

// SetBlocks shows another text from its top, the caret at its start.
func (v *View) SetBlocks(b *Blocks) { v.setTable(b.table) }

func (v *View) setTable(t *table) {
	v.page.show(t)
	v.selection = selection{goal: -1}
	if v.gesture != nil {
		v.gesture.cancel()
		v.gesture = nil
	}
	v.moving = nil
	v.lanes.forget()
	v.wheel = 0
	v.changed()
}

// Text is the text shown, nil for none.
func (v *View) Text() *text.Text {
	if v.page.table == nil {
		return nil
	}
	return v.page.table.text
}

// SetDecorator sets where decorations come from.
func (v *View) SetDecorator(d Decorator) {
	v.decorator = d
	v.lanes.forget()
	redraw(v.raster)
}

// SetStyles sets the looks that Decoration.Style counts.
func (v *View) SetStyles(s []Style) {
	v.styles = append([]Style(nil), s...)
	v.buffer.drawn = nil
	redraw(v.raster)
}

// Invalidate tells that the decorations of these ranges changed, or of all the text. They are pulled again, and the
// lines that look different are redrawn.
func (v *View) Invalidate(ranges ...rangeset.Range) {
	if v.Text() == nil {
		return
	}
	if len(ranges) > 0 && v.ready() {
		v.page.arrange()
		window := v.page.window()
		seen := false
		for _, r := range ranges {
			seen = seen || r.Start <= window.End && r.End >= window.Start
		}
		if !seen {
			return
		}
	}
	if len(ranges) == 0 {
		v.lanes.forget()
	}
	redraw(v.raster)
}

// SetTypography sets the text in another way; what is at the top of the pane stays there.
func (v *View) SetTypography(t Typography) {
	v.typography = t
	v.relayout()
}

// SetStill keeps everything from moving by itself: the caret does not blink.
func (v *View) SetStill(still bool) {
	v.still = still
	if v.focused {
		v.blink.start(v)
		v.moveObjects()
	}
}

// relayout lays the text and the tags out again, in another way or with faces that were not there before.
func (v *View) relayout() {
	clear(v.labels)
	v.page.m.pane = 0 // so that it is measured anew
	v.changed()
}

// Caret is where the caret stands.
func (v *View) Caret() text.Pos { return v.selection.caret.at }

// Affinity tells with which of its neighbours the caret is drawn.
func (v *View) Affinity() Affinity { return v.selection.caret.affinity }

// Selection gives what is selected, in order, without white space at the ends; empty when nothing is.
func (v *View) Selection() []rangeset.Range {
	var out []rangeset.Range
	for _, r := range v.shown() {
		if r.Start, r.End = v.Text().Snap(r.Start, r.End); !r.Empty() {
			out = append(out, r)
		}
	}
	return out
}

// SetCaret puts the caret at p, clears the selection, and scrolls there.
func (v *View) SetCaret(p text.Pos) {
	if v.Text() == nil {
		return
	}
	v.selection.put(caret{at: v.clamp(p)}, false)
	v.follow()
}

// Select selects these ranges, with the caret at the end of the last; without any it clears the selection.
func (v *View) Select(ranges ...rangeset.Range) {
	if v.Text() == nil {
		return
	}
	rs := rangeset.Union(ranges)
	if len(rs) == 0 {
		v.selection.put(v.selection.caret, false)
		v.moved()
		return
	}
	last := rs[len(rs)-1]
	v.selection = selection{caret: caret{v.clamp(last.End), Upstream}, anchor: v.clamp(last.Start), others: rs[:len(rs)-1], goal: -1}
	v.moved()
}

// MoveCaret moves the caret by a unit, with extend the end of the selection.
func (v *View) MoveCaret(by Unit, forward, extend bool) {
	if v.Text() == nil || !v.ready() {
		return
	}
	to, goal := v.page.move(&v.selection, by, forward, extend)
	v.selection.put(to, extend)
	v.selection.goal = goal
	v.selection.words = by == Word || by == Sentence
	v.follow()
}

// MoveCaretSideways moves the caret by a unit to the right or left, as the paragraph runs that it stands in.
func (v *View) MoveCaretSideways(by Unit, right, extend bool) {
	if v.Text() != nil && v.ready() {
		v.MoveCaret(by, v.page.forward(v.selection.caret.at, right), extend)
	}
}

// Reveal scrolls as little as needed to show a range with some lines around it.
func (v *View) Reveal(r rangeset.Range) {
	if v.Text() == nil || !v.ready() {
		return
	}
	v.page.reveal(rangeset.Range{Start: v.clamp(r.Start), End: v.clamp(r.End)}, 2)
	v.scrolled()
}

// follow shows the caret after it moved.
func (v *View) follow() {
	if v.ready() {
		before, off := v.page.anchor, v.page.off
		v.page.reveal(v.page.lineOf(v.selection.caret), 1)
		if v.page.anchor != before || v.page.off != off {
			v.scrolled()
		}
	} else {
		v.page.anchor, v.page.off = v.selection.caret.at, 0
	}
	v.moved()
}

// Place is what stands at the top of the pane: a position, and how far its line reaches above the pane, in points.
// It means the same at another width.
type Place struct {
	Pos    text.Pos
	Offset float32
}

// Place is where the view has scrolled to.
func (v *View) Place() Place {
	if v.Text() == nil {
		return Place{}
	}
	return Place{v.page.anchor, float32(v.page.off) / max(v.page.m.scale, 0.1)}
}

// SetPlace scrolls to a place.
func (v *View) SetPlace(p Place) {
	if v.Text() == nil {
		return
	}
	scale := v.page.m.scale
	if scale == 0 {
		scale = v.scale()
	}
	v.page.anchor, v.page.off = v.clamp(p.Pos), floor(p.Offset*scale+0.5)
	v.page.arrived = false
	v.scrolled()
}

// PositionAt gives the position nearest to a point of the widget; inside tells whether there is text at the point.
func (v *View) PositionAt(p fyne.Position) (at text.Pos, inside bool) {
	c, inside := v.hit(p)
	return c.at, inside
}

func (v *View) hit(p fyne.Position) (caret, bool) {
	if v.Text() == nil || !v.ready() {
		return caret{}, false
	}
	at, a, inside := v.page.hit(floor(v.px(p.X)), floor(v.px(p.Y)))
	return caret{at, a}, inside
}

// BoundsOf gives the upper left of a caret at p on the widget and its height in points; ok is false when p is out of
// sight.
func (v *View) BoundsOf(p text.Pos) (where fyne.Position, height float32, ok bool) {
	return v.bounds(caret{at: p})
}

func (v *View) bounds(c caret) (where fyne.Position, height float32, ok bool) {
	if v.Text() == nil || !v.ready() {
		return where, 0, false
	}
	x, top, h, ok := v.page.point(v.clamp(c.at), c.affinity)
	if !ok || top+h <= 0 || top >= v.page.m.height {
		return where, 0, false
	}
	scale := v.page.m.scale
	return fyne.NewPos(x/scale, float32(top)/scale), float32(h) / scale, true
}

// ScrollBy moves the text up by so many points, down if negative.
func (v *View) ScrollBy(points float32) {
	if v.Text() == nil || !v.ready() {
		return
	}
	v.wheel += v.px(points)
	whole := int(v.wheel)
	v.wheel -= float32(whole)
	if whole == 0 {
		return
	}
	v.page.scroll(whole)
	v.scrolled()
}

func (v *View) clamp(p text.Pos) text.Pos { return max(0, min(p, v.Text().Len())) }

// px turns points into pixels.
func (v *View) px(points float32) float32 { return points * v.page.m.scale }

// scale is the number of pixels a point has on the view's canvas.
func (v *View) scale() float32 { return scaleOf(v) }

// scaleOf is the number of pixels a point has on an object's canvas.
func scaleOf(o fyne.CanvasObject) float32 {
	d := fyne.CurrentApp().Driver()
	if c := d.CanvasForObject(o); c != nil {
		return pixelsPerPoint(c)
	}
	if ws := d.AllWindows(); len(ws) > 0 { // see redraw: the object may yet be on it
		return pixelsPerPoint(ws[0].Canvas())
	}
	return 1
}

// pixelsPerPoint is the canvas's scale, times what the screen itself has for a pixel of the window where that is more than one
// (Retina, Wayland). The toolkit tells it by way of whole pixels alone.
func pixelsPerPoint(c fyne.Canvas) float32 {
	const far = 1 << 14 // points
	x, _ := c.PixelCoordinateForPosition(fyne.NewPos(far, 0))
	if scale := float32(x) / far; scale > c.Scale()*1.001 {
		return scale
	}
	return c.Scale()
}

// ready sees to it that lines are as long as the pane wants them; false before the view has a size.
func (v *View) ready() bool {
	size := v.Size()
	if size.Width < 20 || size.Height < 20 {
		return false
	}
	scale := v.scale()
	w, h := floor(size.Width*scale+0.5), floor(size.Height*scale+0.5)
	if m := &v.page.m; m.scale == scale && within(m.pane, w, 1) && within(m.height, h, 1) {
		return true // Fyne's painter may round the other way; it has the last word, see generate
	}
	v.fit(w, h, scale)
	return true
}

func within(a, b, slack int) bool { return a-b <= slack && b-a <= slack }

// fit takes the pane's size in pixels.
func (v *View) fit(w, h int, scale float32) {
	m := &v.page.m
	if m.pane == w && m.scale == scale && m.width > 0 {
		if m.height != h {
			m.height = h
			v.page.arrived = false
		}
		return
	}
	if m.scale > 0 && m.scale != scale {
		clear(v.labels)
	}
	v.page.measured(v.typography.measure(v.fonts, w, h, scale))
}

// changed draws the page anew after another text, size or typography.
func (v *View) changed() {
	if v.Text() != nil && v.large() && v.ready() {
		v.page.arrange()
	}
	v.moveObjects()
	redraw(v.raster)
}

// large tells that the view has more than the least size, at which Fyne lays it out once before its real one.
func (v *View) large() bool {
	least := v.MinSize()
	return v.Size().Width > least.Width || v.Size().Height > least.Height
}

// scrolled draws the page anew at another place.
func (v *View) scrolled() {
	if v.gesture == nil {
		v.hover(Hover{}) // what was under the pointer went elsewhere
	}
	v.moveObjects()
	redraw(v.raster)
	if v.OnScrolled != nil {
		v.OnScrolled()
	}
}

// moved draws another caret or selection.
func (v *View) moved() {
	v.blink.restart()
	v.moveObjects()
	redraw(v.raster)
	if v.OnMoved != nil {
		v.OnMoved()
	}
}

// generate makes the picture of the page; Fyne calls it when it needs one.
func (v *View) generate(w, h int) image.Image {
	if w <= 0 || h <= 0 || v.Size().Width <= 0 {
		return image.NewRGBA(image.Rect(0, 0, max(w, 1), max(h, 1)))
	}
	begun := time.Now()
	v.fit(w, h, v.scale())
	v.look = v.themeLook()
	img, stats := v.buffer.frame(v)
	if v.Drawn != nil {
		stats.Took = time.Since(begun)
		v.Drawn(stats)
	}
	return img
}

func (v *View) themeLook() look {
	return lookOf(v.Theme(), fyne.CurrentApp().Settings().ThemeVariant())
}

// TappedSecondary asks for a menu.
func (v *View) TappedSecondary(e *fyne.PointEvent) {
	if v.OnMenu != nil && v.Text() != nil {
		at, _ := v.pointed(e.Position)
		v.OnMenu(at, e.AbsolutePosition)
	}
}

// Scrolled turns the wheel.
func (v *View) Scrolled(e *fyne.ScrollEvent) {
	if v.modifiers()&fyne.KeyModifierShortcutDefault != 0 && v.OnZoom != nil {
		v.turned += e.Scrolled.DY / notch
		whole := int(v.turned)
		v.turned -= float32(whole)
		if whole != 0 {
			v.OnZoom(whole)
		}
		return
	}
	v.ScrollBy(-wheelSpeed * e.Scrolled.DY)
}

// notch is what the driver reports for one of the wheel.
const notch = 25

// wheelSpeed makes three lines of what the driver reports for a notch.
const wheelSpeed = 3
