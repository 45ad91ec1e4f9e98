package textview

import (
	"image"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"rubricator/annotation/rangeset"
)

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
	b := v.page.setter.set(s, 0, v.fonts.signs, v.tagSize(), 1e6, 0)
	l := tagLabel{b.lines[0].glyphs, b.lines[0].width}
	v.labels[s] = l
	return l
}

// tagSize is the em of a tag in pixels.
func (v *View) tagSize() float32 { return v.page.m.tag }

// target is what a press in the margin or on a link is about; the zero target is nothing.
type target struct {
	mark, link uint64
	jump       *rangeset.Range // what an arrow at the pane's edge leads to
}

// tag is the name of a mark that starts on a line, or of a link, at its place in the margin.
type tag struct {
	target
	tagLabel
	name  string
	style int
	state State
	x     float32 // of its left, in pixels
}

// tags gives the names that stand in the margin beside a line, side by side, and how many marks and links of the line have none
// there. Where names do not fit they are shortened.
func (v *View) tags(k int, lanes int) (out []tag, hidden int) {
	m := &v.page.m
	if m.tags == m.tagEnd {
		return nil, 0
	}
	for _, i := range v.drafted.names[k] {
		l := &v.drafted.links[i]
		out = append(out, tag{target: target{link: l.Key}, name: "→ " + l.Name, style: l.Style, state: l.State})
	}
	for _, x := range v.drafted.marks[k] {
		d := &v.drafted.ds[x.i]
		if x.starts && d.Tag != "" {
			out = append(out, tag{target: target{mark: d.Key}, name: d.Tag, style: d.Style, state: d.State})
		} else if v.drafted.lanes[x.i] >= lanes {
			hidden++
		}
	}
	slices.SortStableFunc(out, func(a, b tag) int { return b.rank() - a.rank() })
	return v.fitTags(out, hidden)
}

// rank puts what was asked for before what stands there anyway: links, then the chosen mark.
func (t *tag) rank() int {
	switch {
	case t.link != 0:
		return 2
	case t.state&(Chosen|Hovered) != 0:
		return 1
	}
	return 0
}

// fitTags places names from the margin's left to its right.
func (v *View) fitTags(tags []tag, hidden int) ([]tag, int) {
	m := &v.page.m
	gap := v.px(9)
	width := -gap
	for i := range tags {
		tags[i].tagLabel = v.label(tags[i].name)
		width += tags[i].width + gap
	}
	short := width > float32(m.tagEnd-m.tags)
	x := float32(m.tags)
	for i := range tags {
		t := &tags[i]
		if short && t.link == 0 {
			t.tagLabel = v.label(shorten(t.name))
		}
		rest := float32(0)
		if more := len(tags) - i - 1 + hidden; more > 0 {
			rest = v.label("+"+strconv.Itoa(more)).width + v.px(6)
		}
		if x+t.width+rest > float32(m.tagEnd) {
			return tags[:i], hidden + len(tags) - i
		}
		t.x = x
		x += t.width + gap
	}
	return tags, hidden
}

// margin draws the names beside a line, and how many more there are.
func (v *View) margin(s *sheet, k int, r *rule) {
	tags, hidden := v.tags(k, r.lanes)
	x := float32(v.page.m.tags)
	for i := range tags {
		v.tag(s, r, &tags[i])
		x = tags[i].x + tags[i].width + v.px(9)
	}
	if hidden > 0 {
		l := v.label("+" + strconv.Itoa(hidden))
		v.stampAll(s, l.glyphs, x, r.baseline, v.tagSize(), v.look.muted)
	}
}

// tag draws one name over a piece of its underline. That of a link has none.
func (v *View) tag(s *sheet, r *rule, t *tag) {
	c, shape := v.look.style(v.styles, t.style)
	x0, x1 := floor(t.x+0.5), floor(t.x+t.width+0.5)
	y := r.baseline + floor(0.3*v.tagSize()+0.5)
	if t.state&(Chosen|Hovered) != 0 {
		pad := floor(v.px(3))
		s.bar(x0-pad, r.baseline-floor(1.0*v.tagSize()), x1+pad, y, v.look.fill(c, t.state))
	}
	switch {
	case t.link != 0:
	case t.state&Unsaved != 0:
		s.underline(Wavy, x0, x1, y, r, v.look.alarm)
	case t.state&Suggested != 0:
		s.dashes(x0, x1, y, max(1, r.thick/2+r.thick%2), 3*r.thick, 2*r.thick, c)
	default:
		s.underline(shape, x0, x1, y, r, c)
	}
	ink := v.look.muted
	if t.state&(Chosen|Hovered) != 0 {
		ink = v.look.text
	}
	v.stampAll(s, t.glyphs, t.x, r.baseline, v.tagSize(), ink)
}

// shorten leaves the first four characters of a longer name.
func shorten(name string) string {
	rs := []rune(name)
	if len(rs) <= 5 {
		return name
	}
	return string(rs[:4]) + "."
}

// badge draws the digit at a mark's beginning.
func (v *View) badge(s *sheet, slot slot, r *rule, l *line, m mark) {
	d := &v.drafted.ds[m.i]
	if d.Badge == "" || !m.starts {
		return
	}
	label := v.label(d.Badge)
	pad := v.px(3)
	x := max(0, float32(r.left)+l.x(m.from, Downstream)-label.width-pad)
	c, _ := v.look.style(v.styles, d.Style)
	bottom := slot.text + floor(1.25*v.tagSize())
	s.plates = append(s.plates, bar{image.Rect(floor(x), slot.text, floor(x+label.width+2*pad+0.5), bottom), c})
	first := len(s.stamps)
	v.stampAll(s, label.glyphs, x+pad, bottom-floor(0.3*v.tagSize()), v.tagSize(), v.look.ground)
	s.plated = append(s.plated, s.stamps[first:]...)
	s.stamps = s.stamps[:first]
}

// spotAt finds the name tag or the link at a point of the widget.
func (v *View) spotAt(p fyne.Position) (target, bool) {
	if v.Text() == nil || !v.ready() || len(v.drafted.marks) != len(v.page.slots) {
		return target{}, false
	}
	x, y := v.px(p.X), floor(v.px(p.Y))
	for k, s := range v.page.slots {
		if y < s.text || y >= s.text+int(v.page.setting(s.block).line) {
			continue
		}
		r := v.rule(s)
		tags, _ := v.tags(k, r.lanes)
		for i := range tags {
			if t := &tags[i]; x >= t.x-v.px(4) && x < t.x+t.width+v.px(4) {
				return t.target, true
			}
		}
	}
	return v.linkTarget(image.Pt(floor(x), y))
}

func (v *View) linkTarget(p image.Point) (target, bool) {
	l, jump := v.linkAt(p.X, p.Y)
	if l == nil {
		return target{}, false
	}
	upper, lower := l.From, l.To
	if lower.Start < upper.Start {
		upper, lower = lower, upper
	}
	switch {
	case jump < 0:
		return target{jump: &upper}, true
	case jump > 0:
		return target{jump: &lower}, true
	}
	return target{link: l.Key}, true
}
