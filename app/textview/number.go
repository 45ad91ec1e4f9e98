package textview

import "strconv"

// number draws the number of the paragraph that begins on a line, beside it, and smaller where it would not fit the margin.
func (v *View) number(s *sheet, slot slot, r *rule) {
	m := &v.page.m
	n := v.page.table.number(slot.block)
	if m.number == 0 || slot.line > 0 || n == 0 {
		return
	}
	said, size := strconv.Itoa(n), m.number
	l := v.page.setter.set(said, 0, v.fonts.signs, size, 1e6, 0).lines[0]
	gap := floor(v.px(numberGap))
	if room := float32(m.margin - gap); l.width > room {
		size *= room / l.width
		l = v.page.setter.set(said, 0, v.fonts.signs, size, 1e6, 0).lines[0]
	}
	v.stampAll(s, l.glyphs, float32(m.left-gap)-l.width, r.baseline, size, v.look.muted)
}
