package textview

import (
	"image/color"
	"sort"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// Lit is a range that is lit, because something was found there.
type Lit struct {
	rangeset.Range
	Current bool // it is the one to look at
}

// Lighter appends what is lit and touches window to dst, in order and without overlaps. It is called as a Decorator is.
type Lighter func(dst []Lit, window rangeset.Range) []Lit

// SetLighter sets where lit ranges come from.
func (v *View) SetLighter(l Lighter) {
	v.lighter = l
	v.Relight()
}

// Relight tells that other ranges are lit. They are pulled again, and the lines that look different are redrawn.
func (v *View) Relight() { redraw(v.raster) }

// light pulls what is lit on the pane.
func (v *View) light(d *draft) {
	d.lit = d.lit[:0]
	if v.lighter != nil {
		d.lit = v.lighter(d.lit, v.page.window())
	}
}

// on gives what is lit within a range.
func (d *draft) on(r rangeset.Range) []Lit {
	from := sort.Search(len(d.lit), func(i int) bool { return d.lit[i].End > r.Start })
	to := from + sort.Search(len(d.lit)-from, func(i int) bool { return d.lit[from+i].Start >= r.End })
	return d.lit[from:to]
}

// addLit names what is lit on a line.
func (h *hash) addLit(d *draft, r rangeset.Range) {
	lit := d.on(r)
	h.add(uint64(len(lit)))
	for _, x := range lit {
		h.add(uint64(uint32(max(x.Start, r.Start)))<<32 | uint64(uint32(min(x.End, r.End)))<<1 | bit(x.Current))
	}
}

// amber is the colour of what is lit.
var amber = color.NRGBA{0xF5, 0xB8, 0x00, 255}

// frame is the colour of the frame: a darker amber, or a lighter one in the dark; that of text where contrast is to be high.
func (l *look) frame() color.NRGBA {
	switch {
	case l.strong:
		return l.text
	case l.dark:
		return color.NRGBA{0xF7, 0xC9, 0x55, 255}
	}
	return color.NRGBA{0x85, 0x5A, 0x00, 255}
}

// glow is the colour that lit text stands on.
func (l *look) glow(current bool) color.NRGBA {
	switch {
	case current:
		return l.tint(amber, 0.7)
	case l.dark:
		return l.tint(amber, 0.24)
	}
	return l.tint(amber, 0.36)
}

// glows draws the ground of what is lit on a line, over the fills of marks and under the selection.
func (v *View) glows(s *sheet, slot slot, l *line, r *rule) {
	v.eachLit(slot, l, r, func(x0, x1 int, current bool) {
		s.bar(x0, r.top, x1, r.underline(0), v.look.glow(current))
	})
}

// frames draws a fine frame round what is lit, so that it is told without colour; that of the current one is twice as thick.
func (v *View) frames(s *sheet, slot slot, l *line, r *rule) {
	frame := v.look.frame()
	fine := max(1, floor(v.px(0.8)+0.5))
	v.eachLit(slot, l, r, func(x0, x1 int, current bool) {
		top, bottom := r.top-fine, r.underline(0)
		t, c := fine, fade(frame, v.look.faint(0.7))
		if current { // the thicker frame grows outwards, so that a single letter stays to be read
			t, c = 2*fine, frame
			x0, x1, top, bottom = x0-fine, x1+fine, top-fine, bottom+fine
		}
		s.bar(x0, top, x1, top+t, c)
		s.bar(x0, bottom-t, x1, bottom, c)
		s.bar(x0, top+t, x0+t, bottom-t, c)
		s.bar(x1-t, top+t, x1, bottom-t, c)
	})
}

// eachLit gives the stretches of a line that are lit, in pixels.
func (v *View) eachLit(slot slot, l *line, r *rule, f func(x0, x1 int, current bool)) {
	start := v.page.block(slot.block).start
	for _, x := range v.drafted.on(v.page.lineRange(slot)) {
		from, to := max(x.Start-start, text.Pos(l.start)), min(x.End-start, text.Pos(l.ink))
		for _, part := range v.spansOf(l, int32(from), int32(to)) {
			f(r.left+floor(part[0]+0.5), r.left+floor(part[1]+0.5), x.Current)
		}
	}
}
