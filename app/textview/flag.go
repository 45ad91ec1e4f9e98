package textview

import (
	"rubricator/annotation/rangeset"
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

// flags draws the flags of a line: a bubble as of speech at the top corner behind the last character of each place.
func (v *View) flags(s *sheet, slot slot, l *line, r *rule) {
	line, start := v.page.lineRange(slot), v.page.block(slot.block).start
	for i := range v.drafted.flags {
		f := &v.drafted.flags[i]
		if !f.isOn(line) {
			continue
		}
		end := min(int32(f.End-start), l.ink)
		last := v.spansOf(l, end-1, end)
		if len(last) == 0 {
			continue
		}
		leftwards := l.x(end, Upstream) < (last[0][0]+last[0][1])/2
		x := last[0][1]
		if leftwards {
			x = last[0][0]
		}
		v.bubble(s, r, slot, r.left+floor(x+0.5), leftwards, f.Open)
	}
}

// bubble draws the sign with its point at x, in pixels, above what is as high as a capital.
func (v *View) bubble(s *sheet, r *rule, slot slot, x int, leftwards, filled bool) {
	u := max(1, floor(v.px(0.9)+0.5))
	top, c := max(slot.top, r.top-4*u), v.look.frame()
	bar := func(x0, y0, x1, y1 int) {
		x0, x1 = x0*u, x1*u
		if leftwards {
			x0, x1 = -x1, -x0
		}
		s.bar(x+x0, top+y0*u, x+x1, top+y1*u, c)
	}
	bar(0, 0, 7, 1)
	bar(0, 4, 7, 5)
	if filled {
		bar(0, 1, 7, 4)
	} else {
		bar(0, 1, 1, 4)
		bar(6, 1, 7, 4)
	}
	bar(0, 5, 2, 6)
	bar(0, 6, 1, 7)
}
