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

// tagRow is what stands in the margin beside a line: the names of the marks that start there, how many marks of the line have no
// name there, and the names of links.
type tagRow struct {
	tags []tag
	more int     // marks without a name here
	next uint64  // the one of them that a click on their number chooses
	at   float32 // where their number stands, in pixels
	end  float32 // behind all that stands there
}

// tagGap is between two names in the margin, in points.
const tagGap = 9

// tagRows lays out the margin beside all lines: first the names of marks, which stand at the same place whether links are shown or
// not, so that the pointer finds them where it left them; then those of links, where there is room for them.
func (v *View) tagRows() {
	d := &v.drafted
	d.rows = d.rows[:0]
	if v.page.m.tags == v.page.m.tagEnd {
		return
	}
	for k := range v.page.slots {
		d.rows = append(d.rows, v.markNames(k))
	}
	for i := range d.links {
		if l := &d.links[i]; !l.Joint && d.spans[i][0] >= 0 {
			v.nameLink(l, d.spans[i])
		}
	}
}

// markNames gives the names of the marks that start on a line.
func (v *View) markNames(k int) (row tagRow) {
	lanes := v.rule(v.page.slots[k]).lanes
	var marks []tag
	var all []*Decoration
	for _, x := range v.drafted.marks[k] {
		d := &v.drafted.ds[x.i]
		if x.starts && d.Tag != "" {
			marks = append(marks, tag{target: target{mark: d.Key}, name: d.Tag, style: d.Style, state: d.State})
		} else if v.drafted.lanes[x.i] >= lanes {
			row.more++
		} else {
			continue
		}
		all = append(all, d)
	}
	row.at = float32(v.page.m.tags)
	row.fit(v, marks)
	row.choose(all)
	row.end = row.at
	if row.more > 0 {
		row.end += v.moreWidth(row.more)
	}
	return row
}

// moreWidth is that of the number of names that have no room.
func (v *View) moreWidth(n int) float32 { return v.label("+"+strconv.Itoa(n)).width + v.px(6) }

// fit places the names of marks, shortened where they do not fit.
func (r *tagRow) fit(v *View, marks []tag) {
	end, gap := float32(v.page.m.tagEnd), v.px(tagGap)
	width := -gap
	for i := range marks {
		marks[i].tagLabel = v.label(marks[i].name)
		width += marks[i].width + gap
	}
	short := width > end-r.at
	for i := range marks {
		t := &marks[i]
		if short {
			t.tagLabel = v.label(shorten(t.name))
		}
		rest := float32(0)
		if more := len(marks) - i - 1 + r.more; more > 0 {
			rest = v.moreWidth(more)
		}
		if r.at+t.width+rest > end {
			r.more += len(marks) - i
			r.showChosen(v, marks[i:], end-v.moreWidth(r.more))
			return
		}
		t.x = r.at
		r.at += t.width + gap
		r.tags = append(r.tags, *t)
	}
}

// showChosen puts the chosen mark in the place of the last name, should it be among those that have no room.
func (r *tagRow) showChosen(v *View, unnamed []tag, end float32) {
	i := slices.IndexFunc(unnamed, func(t tag) bool { return t.state&Chosen != 0 })
	if i < 0 || len(r.tags) == 0 {
		return
	}
	last := &r.tags[len(r.tags)-1]
	t := unnamed[i]
	t.tagLabel, t.x = v.label(shorten(t.name)), last.x
	if t.x+t.width <= end {
		r.at += t.width - last.width
		*last = t
	}
}

// choose finds the mark without a name that a click on their number is to choose: the next behind the chosen one of the line, which
// goes round.
func (r *tagRow) choose(all []*Decoration) {
	chosen := slices.IndexFunc(all, func(d *Decoration) bool { return d.State&Chosen != 0 })
	for i := range all {
		d := all[(chosen+1+i)%len(all)]
		if !slices.ContainsFunc(r.tags, func(t tag) bool { return t.mark == d.Key }) {
			r.next = d.Key
			return
		}
	}
}

// nameLink puts the name of a link beside one of the lines that it runs over, else beside the next one that has room.
func (v *View) nameLink(l *Link, over [2]int) {
	rows := v.drafted.rows
	t := tag{target: target{link: l.Key}, name: "› " + l.Name, style: l.Style, state: l.State}
	t.tagLabel = v.label(t.name)
	try := func(k int) bool {
		if k < 0 || k >= len(rows) || rows[k].end+t.width > float32(v.page.m.tagEnd) || !v.inSight(v.page.slots[k]) {
			return false
		}
		t.x = rows[k].end
		rows[k].tags = append(rows[k].tags, t)
		rows[k].end += t.width + v.px(tagGap)
		return true
	}
	for k := over[1]; k >= over[0]; k-- {
		if try(k) {
			return
		}
	}
	for away := 1; away <= 3; away++ {
		if try(over[1]+away) || try(over[0]-away) {
			return
		}
	}
}

// inSight tells a slot whose line is wholly on the pane, and as high as a line of text.
func (v *View) inSight(s slot) bool {
	return s.text >= 0 && s.bottom <= v.page.m.height && v.page.table.kind(s.block) != empty
}

// margin draws the names beside a line, and how many more there are.
func (v *View) margin(s *sheet, k int, r *rule) {
	if len(v.drafted.rows) == 0 {
		return
	}
	row := &v.drafted.rows[k]
	for i := range row.tags {
		v.tag(s, r, &row.tags[i])
	}
	if row.more > 0 {
		l := v.label("+" + strconv.Itoa(row.more))
		v.stampAll(s, l.glyphs, row.at, r.baseline, v.tagSize(), v.look.muted)
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
	case t.link != 0 || t.state&Struck != 0:
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

// shorten leaves the first four characters of a longer name, and the question mark of what is not certain.
func shorten(name string) string {
	rs := []rune(name)
	switch {
	case len(rs) <= 5:
		return name
	case rs[len(rs)-1] == '?':
		return string(rs[:4]) + "?"
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
	bottom, width := slot.text+floor(1.25*v.tagSize()), floor(label.width+2*pad+0.5)
	plate := image.Rect(floor(x), slot.text, floor(x)+width, bottom)
	for _, b := range s.plates { // marks that begin together have theirs side by side
		if b.Overlaps(plate) {
			plate = plate.Add(image.Pt(b.Max.X+1-plate.Min.X, 0))
		}
	}
	x = float32(plate.Min.X)
	s.plates = append(s.plates, bar{plate, v.look.plate(c)})
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
	for k := range v.drafted.rows {
		s := v.page.slots[k]
		if y < s.text || y >= s.text+int(v.page.setting(s.block).line) {
			continue
		}
		for i := range v.drafted.rows[k].tags {
			if t := &v.drafted.rows[k].tags[i]; x >= t.x-v.px(4) && x < t.x+t.width+v.px(4) {
				return t.target, true
			}
		}
		if row := &v.drafted.rows[k]; row.more > 0 && x >= row.at-v.px(4) && x < row.at+v.moreWidth(row.more) {
			return target{mark: row.next}, true
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
