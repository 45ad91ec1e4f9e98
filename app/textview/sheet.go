package textview

import (
	"image/color"
	"slices"

	"rubricator/annotation/text"
)

// rule is the geometry of fills and underlines on one line, in pixels.
type rule struct {
	top      int // of fills
	baseline int
	lane     float32 // distance from the baseline to the first underline's top
	pitch    float32 // from one underline to the next
	lanes    int     // how many underlines have room
	thick    int
	left     int // of the column
}

func (v *View) rule(s slot) rule {
	m := &v.page.m
	set := v.page.setting(s.block)
	r := rule{baseline: s.text + int(set.baseline), left: m.left, thick: max(1, floor(v.look.weight()*m.body.px+0.5))}
	r.top = r.baseline - floor(0.84*set.px+0.5)
	r.lane = 0.12 * m.body.px
	r.pitch = float32(r.thick) + max(1, 0.05*m.body.px)
	r.lanes = max(1, min(maxLanes, floor((float32(set.line-set.baseline)-r.lane-float32(r.thick))/r.pitch)+1))
	return r
}

// underline gives the top of the underline in a lane; those beyond the last lane have none.
func (r *rule) underline(lane int) int {
	return r.baseline + floor(r.lane+float32(min(lane, r.lanes-1))*r.pitch+0.5)
}

// sheet draws up one slot.
func (v *View) sheet(s *sheet, k int) *sheet {
	slot := v.page.slots[k]
	b := v.page.block(slot.block)
	l := &b.lines[slot.line]
	s.top, s.bottom, s.reach = slot.top, slot.bottom, int(v.page.m.head.line)
	r := v.rule(slot)
	marks := inked(v.drafted.marks[k], l)
	v.fills(s, l, &r, marks)
	v.glows(s, slot, l, &r)
	v.selected(s, slot, b, l)
	v.frames(s, slot, l, &r)
	v.flags(s, slot, l, &r)
	for _, m := range marks {
		v.edge(s, l, &r, m)
	}
	v.linked(s)
	for _, m := range marks {
		v.knobs(s, slot, &r, l, m)
		v.badge(s, slot, &r, l, m)
	}
	v.stampAll(s, l.glyphs, float32(r.left)+l.left, r.baseline, v.page.setting(slot.block).px, v.ink(l, marks))
	v.margin(s, k, &r)
	v.number(s, slot, &r)
	return s
}

// ink is the colour of a line's text: paler where all of the line is struck out.
func (v *View) ink(l *line, marks []mark) color.NRGBA {
	for _, m := range marks {
		if v.drafted.ds[m.i].State&Struck != 0 && m.from <= l.start && m.to >= l.ink {
			return v.look.muted
		}
	}
	return v.look.text
}

// strike draws the line through a mark that is struck out.
func (v *View) strike(s *sheet, l *line, r *rule, m mark) {
	y := r.baseline - floor(0.28*v.page.m.body.px+0.5)
	for _, x := range v.spansOf(l, m.from, m.to) {
		s.bar(r.left+floor(x[0]+0.5), y, r.left+floor(x[1]+0.5), y+max(1, r.thick/2+r.thick%2), v.look.muted)
	}
}

// inked leaves the white space at a wrapped end out of marks, changing them in place.
func inked(marks []mark, l *line) []mark {
	for i := range marks {
		if marks[i].from < l.ink {
			marks[i].to = min(marks[i].to, l.ink)
		}
	}
	return marks
}

// fills gives every stretch of the line the fill of the chosen mark, else of the one under the pointer, else those of the two
// marks there, one laid over the other. More than two would turn muddy: then only the underlines tell, but for the first.
func (v *View) fills(s *sheet, l *line, r *rule, marks []mark) {
	cuts := v.cuts[:0]
	for _, m := range marks {
		cuts = append(cuts, m.from, m.to)
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	v.cuts = cuts
	for i := 0; i+1 < len(cuts); i++ {
		best, second, n := -1, -1, 0
		for j, m := range marks {
			if m.from > cuts[i] || m.to < cuts[i+1] || v.drafted.ds[m.i].State&(Lined|Chosen|Hovered) == Lined || v.drafted.ds[m.i].State&Struck != 0 {
				continue
			}
			n++
			if best < 0 || v.rank(m) > v.rank(marks[best]) {
				best, second = j, best
			} else if second < 0 || v.rank(m) > v.rank(marks[second]) {
				second = j
			}
		}
		if best < 0 {
			continue
		}
		m := marks[best]
		c, _ := v.look.style(v.styles, v.drafted.ds[m.i].Style)
		bottom := r.underline(v.drafted.lanes[m.i]) + r.thick
		color := v.look.fill(c, v.drafted.ds[m.i].State)
		if n == 2 && (v.drafted.ds[m.i].State|v.drafted.ds[marks[second].i].State)&(Chosen|Hovered|Suggested) == 0 {
			other, _ := v.look.style(v.styles, v.drafted.ds[marks[second].i].Style)
			color = v.look.twofold(c, other)
		}
		for _, x := range v.spansOf(l, cuts[i], cuts[i+1]) {
			s.bar(r.left+floor(x[0]+0.5), r.top, r.left+floor(x[1]+0.5), bottom, color)
		}
	}
}

// rank orders marks by which of them fills the text: what is chosen, then the shortest, since a longer one shows beside it.
func (v *View) rank(m mark) int {
	const step = 1 << 24 // more than a range has characters
	rank := -min(int(v.drafted.ds[m.i].Len()), step-1)
	switch state := v.drafted.ds[m.i].State; {
	case state&Chosen != 0:
		rank += 3 * step
	case state&Hovered != 0:
		rank += 2 * step
	case state&Suggested == 0:
		rank += step
	}
	return rank
}

// spansOf gives the stretches of characters on a line; the slice is used again by the next call.
func (v *View) spansOf(l *line, from, to int32) [][2]float32 {
	v.spans = l.spans(v.spans[:0], from, to)
	return v.spans
}

// selected draws the selection over the whole height of the line, so that lines join.
func (v *View) selected(s *sheet, slot slot, b *block, l *line) {
	set := v.page.setting(slot.block)
	height := int(set.line)
	if v.page.table.kind(slot.block) == empty {
		height = int(v.page.m.blank)
	}
	for _, r := range v.drafted.selected {
		from, to := r.Start-b.start, r.End-b.start
		if from > text.Pos(l.end) || to < text.Pos(l.start) {
			continue
		}
		for _, x := range v.spansOf(l, max(int32(from), l.start), min(int32(to), l.ink)) {
			s.bar(v.page.m.left+floor(x[0]+0.5), slot.text, v.page.m.left+floor(x[1]+0.5), slot.text+height, v.look.selection)
		}
		if slot.line == len(b.lines)-1 && from <= text.Pos(l.end) && to > text.Pos(l.end) && v.page.table.endsParagraph(slot.block) {
			x, w := v.page.m.left+floor(l.left+0.5), floor(0.3*set.px)
			if b.base == 0 {
				x += floor(l.width+0.5) + w
			}
			s.bar(x-w, slot.text, x, slot.text+height, v.look.selection)
		}
	}
}

// edge draws a mark's underline and its ends.
func (v *View) edge(s *sheet, l *line, r *rule, m mark) {
	d, lane := &v.drafted.ds[m.i], v.drafted.lanes[m.i]
	if d.State&Struck != 0 {
		v.strike(s, l, r, m)
		return
	}
	c, shape := v.look.style(v.styles, d.Style)
	if d.State&Saving != 0 {
		c = fade(c, 0.45)
	}
	y := r.underline(lane)
	emphasis := d.State&(Chosen|Suggested) != 0
	for _, x := range v.spansOf(l, m.from, m.to) {
		x0, x1 := r.left+floor(x[0]+0.5), r.left+floor(x[1]+0.5)
		switch {
		case d.State&Unsaved != 0:
			s.underline(Wavy, x0, x1, y, r, v.look.alarm)
		case d.State&Suggested != 0:
			s.dashes(x0, x1, y, max(1, r.thick/2+r.thick%2), 3*r.thick, 2*r.thick, c)
		case lane < r.lanes:
			s.underline(shape, x0, x1, y, r, c)
		}
		switch {
		case d.State&Suggested != 0:
			s.dashes(x0, x1, r.top, max(1, r.thick/2+r.thick%2), 3*r.thick, 2*r.thick, c)
		case d.State&Chosen != 0:
			s.bar(x0, r.top, x1, r.top+max(1, r.thick/2+r.thick%2), c)
		}
	}
	if lane >= r.lanes && !emphasis {
		return
	}
	v.ends(s, l, r, m, y, c)
}

// ends draws the fine lines at a mark's beginning and end: as high as the fill in the first lane, short below it.
func (v *View) ends(s *sheet, l *line, r *rule, m mark, y int, c color.NRGBA) {
	top := y - max(2, floor(1.6*float32(r.thick)))
	if v.drafted.lanes[m.i] == 0 || v.drafted.ds[m.i].State&(Chosen|Suggested) != 0 {
		top = r.top
	}
	w := max(1, floor(v.px(1)+0.5))
	if v.drafted.ds[m.i].State&Chosen == 0 && !v.look.strong {
		c = fade(c, 0.6)
	}
	end := func(x float32, rightward bool) {
		left := r.left + floor(x+0.5)
		if !rightward {
			left -= w
		}
		s.bar(left, top, left+w, y, c)
	}
	if m.starts {
		end(l.x(m.from, Downstream), !l.rightToLeft(m.from))
	}
	if m.ends {
		end(l.x(m.to, Upstream), l.rightToLeft(m.to-1))
	}
}

// rightToLeft tells the direction of a character.
func (l *line) rightToLeft(i int32) bool {
	for k := range l.runs {
		if r := &l.runs[k]; r.start <= i && i < r.end {
			return r.level%2 == 1
		}
	}
	return false
}

// underline draws a line of a shape from x0 to x1, its top at y.
func (s *sheet) underline(shape Shape, x0, x1, y int, r *rule, c color.NRGBA) {
	t := r.thick
	switch shape {
	case Double:
		thin := max(1, t/2)
		s.bar(x0, y, x1, y+thin, c)
		s.bar(x0, y+thin+max(1, thin), x1, y+2*thin+max(1, thin), c)
	case Dotted:
		s.dashes(x0, x1, y, t, t, t, c)
	case Dashed:
		s.dashes(x0, x1, y, t, 4*t, 2*t, c)
	case Wavy:
		s.waves = append(s.waves, wave{x0, x1, float32(y) + 0.75*float32(t), 1.25 * float32(t), 0.75 * float32(t), c})
	default:
		s.bar(x0, y, x1, y+t, c)
	}
}

// dashes draws a broken line whose phase depends on x alone.
func (s *sheet) dashes(x0, x1, y, thick, on, off int, c color.NRGBA) {
	for x := x0 - x0%(on+off); x < x1; x += on + off {
		if a, z := max(x, x0), min(x+on, x1); a < z {
			s.bar(a, y, z, y+thick, c)
		}
	}
}

// stampAll places glyphs whose line begins at left, in pixels.
func (v *View) stampAll(s *sheet, gs []glyph, left float32, baseline int, px float32, c color.NRGBA) {
	s.write(v.fonts, gs, left, baseline, px, c, v.look.muted)
}

// write places glyphs whose line begins at left, in pixels; faint is the colour of what stands for those that no face has.
func (s *sheet) write(f *Fonts, gs []glyph, left float32, baseline int, px float32, c, faint color.NRGBA) {
	size := int32(px*64 + 0.5)
	for i := range gs {
		g := &gs[i]
		x, y := left+g.x, float32(baseline)+g.y
		if g.face == 0 {
			s.sign(g.id, x, baseline, px, f, faint)
			continue
		}
		whole := floor(x)
		k := glyphKey{id: g.id, px: size, face: g.face, phase: uint8((x - float32(whole)) * 4)}
		if f.faces[g.face] == f.emoji {
			k.phase = 0
		}
		if p := f.picture(k); p.w > 0 {
			s.stamps = append(s.stamps, stamp{p, int32(whole) + p.x, int32(floor(y+0.5)) + p.y, c})
		}
	}
}

// sign draws what stands for a character that has no glyph.
func (s *sheet) sign(id uint32, x float32, baseline int, em float32, f *Fonts, c color.NRGBA) {
	left, t := floor(x+0.5), max(1, floor(0.05*em+0.5))
	frame := func(x0, y0, x1, y1 int) {
		s.bar(x0, y0, x1, y0+t, c)
		s.bar(x0, y1-t, x1, y1, c)
		s.bar(x0, y0+t, x0+t, y1-t, c)
		s.bar(x1-t, y0+t, x1, y1-t, c)
	}
	up := func(share float32) int { return floor(share*em + 0.5) }
	switch id {
	case signMissing:
		frame(left+up(0.07), baseline-up(0.7), left+up(0.53), baseline)
	case signMissingWide:
		frame(left+up(0.1), baseline-up(0.74), left+up(0.9), baseline+up(0.06))
	case signControl:
		frame(left+up(0.06), baseline-up(0.3), left+up(0.22), baseline-up(0.14))
	case signTab:
	default:
		frame(left+up(0.06), baseline-up(0.62), left+up(1.04), baseline+up(0.02))
		s.name(f, directionNames[rune(id)], x+0.55*em, baseline-up(0.16), 0.39*em, c)
	}
}

// name writes the name of a sign, its middle at x.
func (s *sheet) name(f *Fonts, name string, x float32, baseline int, em float32, c color.NRGBA) {
	w := f.letters(name, f.signs, em)
	gs := make([]glyph, len(w.glyphs))
	for i, g := range w.glyphs {
		gs[i] = glyph{g.x, g.y, g.id, g.face}
	}
	s.write(f, gs, x-w.advance/2, baseline, em, c, c)
}
