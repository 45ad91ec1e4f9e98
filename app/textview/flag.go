package textview

import (
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// Flag is a small sign over the end of a place, which tells that something was said about it. It stands above the line and disturbs no
// mark.
type Flag struct {
	rangeset.Range
	Open bool // something waits for an answer there: the sign is filled, else it is hollow
}

// Flagger appends the flags of places that touch window to dst. It is called as a Decorator is.
type Flagger func(dst []Flag, window rangeset.Range) []Flag

// SetFlagger sets where flags come from.
func (v *View) SetFlagger(f Flagger) {
	v.flagger = f
	v.Reflag()
}

// Reflag tells that other places have flags. They are pulled again, and the lines that look different are redrawn.
func (v *View) Reflag() { redraw(v.raster) }

// flag pulls the flags of the pane.
func (v *View) flag(d *draft) {
	d.flags = d.flags[:0]
	if v.flagger != nil {
		d.flags = v.flagger(d.flags, v.page.window())
	}
}

// isOn tells whether the flag stands over a line.
func (f *Flag) isOn(line rangeset.Range) bool {
	return f.End > line.Start && f.End <= line.End && !f.Empty()
}

// addFlags names the flags of a line.
func (h *hash) addFlags(d *draft, line rangeset.Range) {
	for i := range d.flags {
		if f := &d.flags[i]; f.isOn(line) {
			h.add(uint64(uint32(f.End))<<1 | bit(f.Open))
		}
	}
}

// flags draws the flags of a line: a bubble as of speech over the last character of each place.
func (v *View) flags(s *sheet, slot slot, l *line, r *rule) {
	line, start := v.page.lineRange(slot), v.page.block(slot.block).start
	for i := range v.drafted.flags {
		f := &v.drafted.flags[i]
		if !f.isOn(line) {
			continue
		}
		end := min(f.End-start, text.Pos(l.ink))
		for _, part := range v.spansOf(l, int32(end-1), int32(end)) {
			v.bubble(s, slot, r.left+floor((part[0]+part[1])/2), f.Open)
			break
		}
	}
}

// bubble draws the sign with its point over x, in pixels, at the top of a line.
func (v *View) bubble(s *sheet, slot slot, x int, filled bool) {
	u := max(1, floor(v.px(1)+0.5))
	c := v.look.frame()
	left, right, top := x-4*u, x+5*u, slot.top+u
	bottom := top + 6*u
	if filled {
		s.bar(left, top, right, bottom, c)
	} else {
		s.bar(left, top, right, top+u, c)
		s.bar(left, bottom-u, right, bottom, c)
		s.bar(left, top+u, left+u, bottom-u, c)
		s.bar(right-u, top+u, right, bottom-u, c)
	}
	s.bar(x-2*u, bottom, x+u, bottom+u, c)
	s.bar(x-2*u, bottom+u, x, bottom+2*u, c)
}
