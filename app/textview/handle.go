package textview

import (
	"image"

	"fyne.io/fyne/v2"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// bound is an end of a chosen mark's range, which a handle moves.
type bound struct {
	key   uint64
	of    rangeset.Range // as it was before
	atEnd bool
	now   rangeset.Range // as the handle has moved it so far
}

// knobSize is the radius of a handle's knob, and knobReach how far from its middle it is taken hold of, in points.
const (
	knobSize  = 4
	knobReach = 8
)

// knob gives the middle of a handle on a line, in pixels: at the foot of the mark's end.
func (v *View) knob(s slot, r *rule, l *line, m mark, atEnd bool) (x, y int) {
	at, a := m.from, Downstream
	if atEnd {
		at, a = m.to, Upstream
	}
	y = min(r.underline(v.drafted.lanes[m.i])+r.thick+floor(v.px(2)), s.text+int(v.page.setting(s.block).line)-floor(v.px(knobSize)))
	return r.left + floor(l.x(at, a)+0.5), y
}

// knobs draws the handles of the chosen mark.
func (v *View) knobs(s *sheet, slot slot, r *rule, l *line, m mark) {
	d := &v.drafted.ds[m.i]
	if d.State&Chosen == 0 || v.OnBound == nil {
		return
	}
	c, _ := v.look.style(v.styles, d.Style)
	for _, e := range []struct{ here, atEnd bool }{{m.starts, false}, {m.ends, true}} {
		if e.here {
			x, y := v.knob(slot, r, l, m, e.atEnd)
			s.discs = append(s.discs, disc{float32(x), float32(y), v.px(knobSize), v.look.ground}, disc{float32(x), float32(y), v.px(knobSize - 1), c})
		}
	}
}

// handleAt finds the handle at a point of the widget; nil: there is none.
func (v *View) handleAt(p fyne.Position) *bound {
	if v.OnBound == nil || v.Text() == nil || !v.ready() || len(v.drafted.marks) != len(v.page.slots) {
		return nil
	}
	reach := floor(v.px(knobReach))
	at := image.Pt(floor(v.px(p.X)), floor(v.px(p.Y)))
	for k, s := range v.page.slots {
		if at.Y < s.top-reach || at.Y > s.bottom+reach {
			continue
		}
		l, r := &v.page.block(s.block).lines[s.line], v.rule(s)
		for _, m := range v.drafted.marks[k] {
			d := &v.drafted.ds[m.i]
			if d.State&Chosen == 0 {
				continue
			}
			for _, atEnd := range []bool{true, false} {
				if x, y := v.knob(s, &r, l, m, atEnd); (atEnd && m.ends || !atEnd && m.starts) && at.In(image.Rect(x-reach, y-reach, x+reach+1, y+reach+1)) {
					return &bound{d.Key, d.Range, atEnd, d.Range}
				}
			}
		}
	}
	return nil
}

// preview shows the range that a handle moves where it would be.
func (v *View) preview(d *draft) {
	b := v.moving
	if b == nil {
		return
	}
	for i := range d.ds {
		if d.ds[i].Key == b.key && d.ds[i].Range == b.of {
			d.ds[i].Range = b.now
		}
	}
}

// boundDrag moves a bound: by words, with Shift by characters.
type boundDrag struct {
	bound
	scroll autoscroll
	last   fyne.Position
}

func (v *View) pressHandle(b *bound) gesture {
	g := &boundDrag{bound: *b}
	v.moving = &g.bound
	return g
}

func (g *boundDrag) move(v *View, p fyne.Position) {
	g.last = p
	g.extend(v)
	g.scroll.steer(v, g, p)
}

func (g *boundDrag) extend(v *View) {
	c, _ := v.hit(g.last)
	at := c.at
	if v.modifiers()&fyne.KeyModifierShift == 0 {
		at = v.wordEdge(c, g.atEnd)
	}
	now := g.of
	if g.atEnd {
		now.End = max(at, v.Text().NextGrapheme(g.of.Start))
	} else {
		now.Start = min(at, v.Text().PrevGrapheme(g.of.End))
	}
	if now != g.now {
		g.now = now
		redraw(v.raster)
	}
}

func (g *boundDrag) pointer() fyne.Position { return g.last }

// wordEdge is the end of a word nearest to a hit, or the beginning of one.
func (v *View) wordEdge(c caret, atEnd bool) text.Pos {
	t := v.Text()
	start, end := t.Word(v.under(c))
	if c.at < start || c.at > end { // on the signs round a word
		return c.at
	}
	nearer := c.at-start < end-c.at
	switch {
	case atEnd && nearer:
		from, _ := t.Passage(start)
		_, before := t.TrimSpace(from, start)
		return before
	case atEnd:
		return end
	case nearer:
		return start
	}
	_, stop := t.Passage(end)
	if next, ok := t.FirstWord(end, stop); ok {
		return next
	}
	return start
}

func (g *boundDrag) end(v *View) {
	g.cancel()
	v.moving = nil
	redraw(v.raster)
	if g.now != g.of && v.OnBound != nil {
		v.OnBound(g.key, g.of, g.now)
	}
}

func (g *boundDrag) cancel() { g.scroll.stop() }
