package textview

import "strconv"

// tagLabel is a shaped name tag.
type tagLabel struct {
	glyphs []glyph
	width  float32
}

// maxTagLabels bounds the shaped tags kept.
const maxTagLabels = 500

// label shapes a tag's text.
func (v *View) label(s string) tagLabel {
	if l, ok := v.labels[s]; ok {
		return l
	}
	if len(v.labels) >= maxTagLabels {
		clear(v.labels)
	}
	b := v.page.setter.set(s, 0, v.fonts.signs, v.tagSize(), 1e6)
	l := tagLabel{b.lines[0].glyphs, b.lines[0].width}
	v.labels[s] = l
	return l
}

// tagSize is the em of a tag in pixels.
func (v *View) tagSize() float32 { return max(0.62*v.page.m.body.px, v.px(9.5)) }

// tags draws the names of the marks that start on a line into the margin, side by side. Where they do not fit they
// are shortened, and what then does not fit is counted.
func (v *View) tags(s *sheet, slot slot, r *rule, marks []mark) {
	m := &v.page.m
	if m.tags == m.tagEnd {
		return
	}
	var names []mark
	hidden := 0
	for _, x := range marks {
		if x.starts && v.drafted.ds[x.i].Tag != "" {
			names = append(names, x)
		} else if v.drafted.lanes[x.i] >= maxLanes {
			hidden++
		}
	}
	if len(names) == 0 && hidden == 0 {
		return
	}
	short := v.tagsWidth(names, 0) > float32(m.tagEnd-m.tags)
	x := float32(m.tags)
	for i, n := range names {
		d := &v.drafted.ds[n.i]
		l := v.label(shorten(d.Tag, short))
		rest := float32(0)
		if i+1 < len(names) {
			rest = v.label("+"+strconv.Itoa(len(names)-i-1)).width + v.px(6)
		}
		if x+l.width+rest > float32(m.tagEnd) {
			hidden += len(names) - i
			break
		}
		v.tag(s, r, n, l, x)
		x += l.width + v.px(9)
	}
	if hidden > 0 {
		l := v.label("+" + strconv.Itoa(hidden))
		v.stampAll(s, l.glyphs, x, r.baseline, v.tagSize(), v.look.muted)
	}
}

func (v *View) tagsWidth(names []mark, w float32) float32 {
	for _, n := range names {
		w += v.label(v.drafted.ds[n.i].Tag).width + v.px(9)
	}
	return w - v.px(9)
}

// tag draws one name over a piece of its underline.
func (v *View) tag(s *sheet, r *rule, n mark, l tagLabel, x float32) {
	d := &v.drafted.ds[n.i]
	c, shape := v.look.style(v.styles, d.Style)
	x0, x1 := floor(x+0.5), floor(x+l.width+0.5)
	y := r.baseline + floor(0.3*v.tagSize()+0.5)
	if d.State&(Chosen|Hovered) != 0 {
		pad := floor(v.px(3))
		s.bar(x0-pad, r.baseline-floor(1.0*v.tagSize()), x1+pad, y, v.look.fill(c, d.State))
	}
	switch {
	case d.State&Unsaved != 0:
		s.underline(Wavy, x0, x1, y, r, v.look.alarm)
	case d.State&Suggested != 0:
		s.dashes(x0, x1, y, max(1, r.thick/2+r.thick%2), 3*r.thick, 2*r.thick, c)
	default:
		s.underline(shape, x0, x1, y, r, c)
	}
	ink := v.look.muted
	if d.State&(Chosen|Hovered) != 0 {
		ink = v.look.text
	}
	v.stampAll(s, l.glyphs, x, r.baseline, v.tagSize(), ink)
}

// shorten leaves the first four characters of a longer name.
func shorten(name string, short bool) string {
	rs := []rune(name)
	if !short || len(rs) <= 5 {
		return name
	}
	return string(rs[:4]) + "."
}
