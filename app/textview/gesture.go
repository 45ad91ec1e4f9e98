package textview

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// gesture is what one press of the mouse does until it is released. Positions are points in the widget.
type gesture interface {
	move(v *View, p fyne.Position)
	end(v *View)
	cancel() // the text that it was about is gone
}

// MouseDown begins a gesture.
func (v *View) MouseDown(e *desktop.MouseEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(v); c != nil {
		c.Focus(v)
	}
	v.finish()
	if e.Button != desktop.MouseButtonPrimary || v.Text() == nil || !v.ready() {
		return
	}
	if v.overBar(e.Position) {
		v.gesture = v.pressBar(e.Position)
		return
	}
	if b := v.handleAt(e.Position); b != nil {
		v.gesture = v.pressHandle(b)
		return
	}
	if s, ok := v.spotAt(e.Position); ok {
		v.gesture = &spotPress{target: s, from: e.Position, at: e.Position}
		return
	}
	v.gesture = v.press(e)
}

// Dragged goes on with a gesture.
func (v *View) Dragged(e *fyne.DragEvent) {
	if v.gesture != nil {
		v.gesture.move(v, e.Position)
	}
}

// MouseUp ends a gesture.
func (v *View) MouseUp(e *desktop.MouseEvent) {
	if e.Button == desktop.MouseButtonPrimary {
		v.finish()
	}
}

// DragEnd ends a gesture whose release came to nobody.
func (v *View) DragEnd() { v.finish() }

func (v *View) finish() {
	if g := v.gesture; g != nil {
		v.gesture = nil
		g.end(v)
	}
}

// MouseIn follows the pointer.
func (v *View) MouseIn(e *desktop.MouseEvent) { v.MouseMoved(e) }

// MouseMoved reports what is under the pointer.
func (v *View) MouseMoved(e *desktop.MouseEvent) {
	v.activate(v.overBar(e.Position))
	v.overHandle = v.handleAt(e.Position) != nil
	_, v.overSpot = v.spotAt(e.Position)
	if v.bar.active {
		v.hover(Hover{})
		return
	}
	v.hover(v.over(e.Position))
}

// over tells what lies at a point of the widget.
func (v *View) over(p fyne.Position) (h Hover) {
	h.Pos, h.Inside = v.pointed(p)
	spot, _ := v.spotAt(p)
	h.Mark, h.Link = spot.mark, spot.link
	return h
}

// MouseOut reports that nothing is.
func (v *View) MouseOut() {
	v.activate(false)
	v.overSpot, v.overHandle = false, false
	v.hover(Hover{})
}

// Hover is what lies under the pointer.
type Hover struct {
	Pos    text.Pos // the character; beside the text the one nearest
	Inside bool     // there is text at the pointer
	Mark   uint64   // the mark whose name tag it is over; 0: none
	Link   uint64   // the link it is over; 0: none
}

func (v *View) hover(h Hover) {
	if !h.Inside {
		h.Pos = 0
	}
	if h == v.hovered {
		return
	}
	v.hovered = h
	if v.OnHover != nil {
		v.OnHover(h)
	}
}

// spotPress is a press on a name tag or on a link. Drawn from its tag to another mark, a mark is tied to it.
type spotPress struct {
	target
	from, at fyne.Position
	moved    bool
}

func (g *spotPress) move(v *View, p fyne.Position) {
	g.moved = g.moved || !near(p, g.from)
	if g.at = p; g.moved {
		v.hover(v.over(p))
	}
}

func (g *spotPress) cancel() {}

func (g *spotPress) end(v *View) {
	switch {
	case g.moved:
		if h := v.over(g.at); g.mark != 0 && v.OnTie != nil && (h.Inside || h.Mark != 0) {
			v.OnTie(g.mark, h, fyne.CurrentApp().Driver().AbsolutePositionForObject(v).Add(g.at))
		}
	case g.jump != nil:
		v.Reveal(*g.jump)
	case v.OnPick != nil:
		v.OnPick(g.mark, g.link)
	}
}

func (v *View) activate(bar bool) {
	if _, dragging := v.gesture.(*barDrag); !dragging && bar != v.bar.active {
		v.bar.active = bar
		v.bar.place(v, v.themeLook())
	}
}

// Cursor is a text cursor over text.
func (v *View) Cursor() desktop.Cursor {
	switch {
	case v.bar.active || v.Text() == nil:
		return desktop.DefaultCursor
	case v.overHandle:
		return desktop.HResizeCursor
	case v.overSpot:
		return desktop.PointerCursor
	}
	return desktop.TextCursor
}

// clicks counts presses that follow each other at one place.
type clicks struct {
	n    int
	last time.Time
	at   fyne.Position
}

// clickSlack is how far the mouse may move, in points, within a click and between two of them.
const clickSlack = 4

func (c *clicks) press(p fyne.Position, now time.Time) int {
	if near(p, c.at) && now.Sub(c.last) <= fyne.CurrentApp().Driver().DoubleTapDelay() {
		c.n++
	} else {
		c.n = 1
	}
	c.last, c.at = now, p
	return c.n
}

func near(a, b fyne.Position) bool {
	d := a.Subtract(b)
	return max(d.X, -d.X) <= clickSlack && max(d.Y, -d.Y) <= clickSlack
}

// sweep selects text: by words from a single click, by characters with Shift, by what was clicked from a double or
// triple click.
type sweep struct {
	clicks  int
	mod     fyne.KeyModifier
	at      fyne.Position // of the press
	last    fyne.Position // of the pointer
	origin  caret
	under   text.Pos       // the character that was pressed
	first   rangeset.Range // what the press itself selected
	extends bool           // from an anchor that was there before
	moved   bool
	scroll  autoscroll
}

func (v *View) press(e *desktop.MouseEvent) gesture {
	c, _ := v.hit(e.Position)
	under, _ := v.pointed(e.Position)
	g := &sweep{clicks: v.clicks.press(e.Position, time.Now()), mod: e.Modifier, at: e.Position, last: e.Position, origin: c, under: under}
	adds := e.Modifier&fyne.KeyModifierShortcutDefault != 0
	switch {
	case e.Modifier&fyne.KeyModifierShift != 0 && g.clicks == 1:
		g.extends = true
		v.selection.put(c, true)
	case adds:
		v.selection.others = v.selection.ranges()
		v.selection.anchor, v.selection.caret = c.at, c
	default:
		v.selection.put(c, false)
	}
	g.first = rangeset.Range{Start: c.at, End: c.at}
	if g.clicks > 1 {
		g.first = v.unit(g.clicks, v.under(c))
		v.selection.anchor, v.selection.caret = g.first.Start, caret{g.first.End, Upstream}
		v.selection.words = true
	}
	v.selection.goal = -1
	v.moved()
	return g
}

// pointed gives the character at a point; beside the text, the place for a caret that is nearest.
func (v *View) pointed(p fyne.Position) (at text.Pos, inside bool) {
	c, inside := v.hit(p)
	if inside {
		return v.under(c), true
	}
	return c.at, false
}

// under gives the character under the pointer: a hit on its second half is nearest to the position behind it.
func (v *View) under(c caret) text.Pos {
	if c.affinity == Upstream {
		return v.Text().PrevGrapheme(c.at)
	}
	return c.at
}

// unit gives the word or sentence at a position.
func (v *View) unit(clicks int, at text.Pos) rangeset.Range {
	if clicks%2 == 1 && clicks > 1 {
		start, end, _ := v.Text().Sentence(at)
		return rangeset.Range{Start: start, End: end}
	}
	start, end := v.Text().Word(at)
	return rangeset.Range{Start: start, End: end}
}

func (g *sweep) move(v *View, p fyne.Position) {
	if !g.moved && near(p, g.at) {
		return
	}
	g.moved, g.last = true, p
	g.extend(v)
	g.scroll.steer(v, g, p)
}

// extend selects up to the pointer.
func (g *sweep) extend(v *View) {
	c, _ := v.hit(g.last)
	before := v.selection
	anchor, at := g.bounds(v, c)
	v.selection.anchor, v.selection.caret = anchor, at
	v.selection.words = !g.extends && v.modifiers()&fyne.KeyModifierShift == 0
	if before.anchor != v.selection.anchor || before.caret != v.selection.caret {
		v.moved()
	}
}

// bounds gives both ends of the selection when the pointer is at c.
func (g *sweep) bounds(v *View, c caret) (anchor text.Pos, at caret) {
	if g.extends {
		return v.selection.anchor, c
	}
	if v.modifiers()&fyne.KeyModifierShift != 0 {
		return g.origin.at, c
	}
	from, to := g.first, v.unit(g.clicks, v.under(c))
	if g.clicks == 1 {
		from = v.unit(1, v.under(g.origin))
	}
	if c.at < from.Start || c.at < g.origin.at && to.Start < from.Start {
		return max(from.End, to.End), caret{min(to.Start, from.Start), Downstream}
	}
	return min(from.Start, to.Start), caret{max(to.End, from.End), Upstream}
}

func (g *sweep) end(v *View) {
	g.scroll.stop()
	selected := v.Selection()
	switch {
	case !g.moved && g.clicks == 1 && !g.extends, len(selected) == 0:
		if v.OnTap != nil {
			v.OnTap(g.under, g.clicks, g.mod)
		}
	case v.OnSelect != nil:
		v.OnSelect(selected, g.mod)
	}
}

func (g *sweep) cancel() { g.scroll.stop() }

// dragging is a gesture that goes on while the text scrolls under the pointer.
type dragging interface {
	pointer() fyne.Position
	extend(v *View)
}

func (g *sweep) pointer() fyne.Position { return g.last }

// autoscroll goes on scrolling while the pointer is held outside the pane.
type autoscroll struct {
	run  *fyne.Animation // nil while the pointer is inside
	last time.Time       // of the last step
}

func (a *autoscroll) steer(v *View, g dragging, p fyne.Position) {
	if beyond(v, p) == 0 {
		a.stop()
		return
	}
	if a.run != nil {
		return
	}
	a.last = time.Now()
	a.run = fyne.NewAnimation(time.Second, func(float32) {
		if a.run != nil {
			now := time.Now()
			creep(v, g, now.Sub(a.last))
			a.last = now
		}
	})
	a.run.RepeatCount = fyne.AnimationRepeatForever
	a.run.Start()
}

func (a *autoscroll) stop() {
	if a.run != nil {
		a.run.Stop()
		a.run = nil
	}
}

// creep scrolls the faster the further the pointer is outside, and selects what comes up.
func creep(v *View, g dragging, past time.Duration) {
	v.ScrollBy(beyond(v, g.pointer()) * 13 * float32(past.Seconds()))
	g.extend(v)
}

// beyond is how far a point is below the pane, negative above it, in points.
func beyond(v *View, p fyne.Position) float32 {
	switch {
	case p.Y < 0:
		return p.Y
	case p.Y > v.Size().Height:
		return p.Y - v.Size().Height
	}
	return 0
}

// barDrag moves the scroll bar's thumb.
type barDrag struct{ grip float32 } // of the pointer below the thumb's top, in points

// pressBar takes hold of the thumb, or scrolls by a page beside it.
func (v *View) pressBar(p fyne.Position) gesture {
	switch {
	case p.Y < v.bar.top:
		v.ScrollBy(-0.9 * v.Size().Height)
	case p.Y > v.bar.top+v.bar.height:
		v.ScrollBy(0.9 * v.Size().Height)
	default:
		return &barDrag{p.Y - v.bar.top}
	}
	return nil
}

func (g *barDrag) move(v *View, p fyne.Position) {
	room := v.Size().Height - v.bar.height
	if room <= 0 || !v.ready() {
		return
	}
	share := float64(max(0, min(p.Y-g.grip, room)) / room)
	v.page.scrollTo(int(share * float64(v.page.table.height()-v.page.m.height)))
	v.scrolled()
}

func (g *barDrag) end(v *View) {
	v.bar.active = false
	v.bar.place(v, v.themeLook())
}

func (g *barDrag) cancel() {}
