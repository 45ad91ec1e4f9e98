package textview

import (
	"image"
	"image/color"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// Link is a line from one mark to another, with an arrow at its end; or, as a joint, between two ranges of one mark.
type Link struct {
	Key      uint64 // the caller's name of the link, of its mark for a joint
	From, To rangeset.Range
	Joint    bool // from the end of From to the start of To, without arrow and name; it cannot be picked
	Style    int
	Name     string
	State    State // Chosen or Plain
}

// Linker appends to dst the links to be drawn, of which at least one end or the way between the ends touches window. It is
// called when decorations are.
type Linker func(dst []Link, window rangeset.Range) []Link

// A link leaves its upper end downwards, runs in the leading between two lines, and where its ends are further apart than
// that along a track beside the column. At the pane's edge an arrow stands for an end that is out of sight.

// stroke is a straight piece of a link, in pixels of the pane.
type stroke struct {
	image.Rectangle
	link int32
	jump int8 // a piece of an arrow at the pane's edge: -1 leads to the upper end, 1 to the lower; else 0
}

// tracks is the number of ways beside the column.
const tracks = 3

// track is where the i-th link runs beside the column.
func (v *View) track(i int) int {
	return v.page.m.left + v.page.m.width + floor(v.px(5+4*float32(i%tracks))+0.5)
}

// linkEnd is one end of a link on the pane.
type linkEnd struct {
	slot  int // index in the page's slots; -1: above the pane; len(slots): below
	x     int
	arrow bool
}

// wire lays out the links of the page.
func (v *View) wire() {
	d := &v.drafted
	d.links, d.strokes, d.spans = d.links[:0], d.strokes[:0], d.spans[:0]
	if v.linker == nil {
		return
	}
	d.links = v.linker(d.links, v.page.window())
	way := 0
	for i := range d.links {
		if v.lay(int32(i), way) {
			way++
		}
	}
}

// lay draws up one link and tells whether it took a track.
func (v *View) lay(i int32, way int) bool {
	l := &v.drafted.links[i]
	from, to := v.endOf(l.From, l.Joint), v.endOf(l.To, false)
	to.arrow = !l.Joint
	upper, lower := from, to
	if to.slot < from.slot || to.slot == from.slot && l.To.Start < l.From.Start {
		upper, lower = to, from
	}
	n := len(v.page.slots)
	if upper.slot == lower.slot && (upper.slot < 0 || upper.slot == n) {
		v.drafted.spans = append(v.drafted.spans, [2]int{-1, -1})
		return false // wholly out of sight
	}
	v.drafted.spans = append(v.drafted.spans, [2]int{max(upper.slot, 0), min(lower.slot, n-1)})
	p := plotter{v: v, link: i, w: max(1, floor(v.px(1.4)+0.5)), x: v.track(way), way: way}
	if l.State&Chosen != 0 {
		p.w = max(2, floor(v.px(2.4)+0.5))
	}
	p.plot(upper, lower)
	return lower.slot-upper.slot > 1
}

// endOf finds an end of a link: a little behind a range's beginning, or at its end.
func (v *View) endOf(r rangeset.Range, atEnd bool) linkEnd {
	at, a := r.Start, Downstream
	if atEnd {
		at, a = r.End, Upstream
	}
	p := &v.page
	for k, s := range p.slots {
		if l := p.lineRange(s); at < l.End || at == l.End && (a == Upstream || k == len(p.slots)-1) {
			if at < l.Start || s.bottom <= 0 {
				return linkEnd{slot: -1}
			}
			if s.top >= p.m.height {
				break
			}
			return linkEnd{slot: k, x: p.m.left + floor(v.anchor(s, at, a, r)+0.5)}
		}
	}
	return linkEnd{slot: len(p.slots)}
}

// anchor is the x of a link's end, from the column's left.
func (v *View) anchor(s slot, at text.Pos, a Affinity, r rangeset.Range) float32 {
	b := v.page.block(s.block)
	l := &b.lines[s.line]
	x := l.x(int32(at-b.start), a)
	if a == Upstream {
		return x
	}
	inset := v.px(5)
	if to := min(int32(r.End-b.start), l.ink); to > int32(at-b.start) {
		inset = min(inset, abs(l.x(to, Upstream)-x)/2)
	}
	if l.rightToLeft(int32(at - b.start)) {
		inset = -inset
	}
	return x + inset
}

// plotter draws one link.
type plotter struct {
	v    *View
	link int32
	w    int // of the line
	x    int // of the track
	way  int
}

func (p *plotter) bar(x0, y0, x1, y1 int) {
	v := p.v
	if r := image.Rect(x0, y0, x1, y1).Intersect(image.Rect(0, 0, v.page.m.pane, v.page.m.height)); !r.Empty() {
		v.drafted.strokes = append(v.drafted.strokes, stroke{Rectangle: r, link: p.link})
	}
}

// level draws a horizontal line.
func (p *plotter) level(x0, x1, y int) { p.bar(min(x0, x1), y, max(x0, x1)+p.w, y+p.w) }

// channel is the height at which a link runs above a line.
func (p *plotter) channel(k int) int {
	s := p.v.page.slots[k]
	return s.text + floor(p.v.px(0.5+1.5*float32(p.way%2)))
}

// over is the top of the marks on a line.
func (p *plotter) over(k int) int {
	r := p.v.rule(p.v.page.slots[k])
	return r.top
}

// under is where a link leaves the marks of a line downwards.
func (p *plotter) under(k int) int {
	r := p.v.rule(p.v.page.slots[k])
	return r.underline(0) + r.thick
}

func (p *plotter) plot(upper, lower linkEnd) {
	n := len(p.v.page.slots)
	switch {
	case upper.slot == lower.slot:
		y := p.channel(upper.slot)
		p.level(upper.x, lower.x, y)
		p.down(upper, y)
		p.down(lower, y)
		return
	case upper.slot >= 0 && lower.slot == upper.slot+1 && lower.slot < n:
		y := p.channel(lower.slot)
		p.up(upper, y)
		p.level(upper.x, lower.x, y)
		p.down(lower, y)
		return
	}
	top, bottom := 0, p.v.page.m.height
	if upper.slot >= 0 && upper.slot+1 < n {
		top = p.channel(upper.slot + 1)
		p.up(upper, top)
		p.level(upper.x, p.x, top)
	} else {
		p.edge(0, -1)
	}
	if lower.slot < n {
		bottom = p.channel(lower.slot)
		p.level(lower.x, p.x, bottom)
		p.down(lower, bottom)
	} else {
		p.edge(p.v.page.m.height, 1)
	}
	p.bar(p.x, top, p.x+p.w, bottom)
}

// down goes from a channel to the end on the line below it.
func (p *plotter) down(e linkEnd, y int) {
	to := p.over(e.slot)
	p.bar(e.x, y, e.x+p.w, max(to, y+p.w))
	if e.arrow {
		p.head(e.x, max(to, y)+p.size()-1, -1)
	}
}

// up goes from a channel to the end on the line above it.
func (p *plotter) up(e linkEnd, y int) {
	from := p.under(e.slot)
	p.bar(e.x, from, e.x+p.w, y+p.w)
	if e.arrow {
		p.head(e.x, from-1, 1)
	}
}

func (p *plotter) size() int { return max(4, floor(p.v.px(5.5))) }

// head is an arrow's, its tip at y; grow tells which way it widens: 1 downwards.
func (p *plotter) head(x, y, grow int) {
	for i := range p.size() {
		p.bar(x-i*2/3, y+grow*i, x+p.w+i*2/3, y+grow*i+1)
	}
}

// edge is an arrow at the pane's edge y that leads to what is beyond.
func (p *plotter) edge(y int, way int8) {
	first := len(p.v.drafted.strokes)
	size := floor(p.v.px(7))
	for i := range size {
		row := y + i + 1
		if way > 0 {
			row = y - i - 2
		}
		p.bar(p.x-i*3/4, row, p.x+p.w+i*3/4, row+1)
	}
	for i := range p.v.drafted.strokes[first:] {
		p.v.drafted.strokes[first+i].jump = way
	}
}

// linkColour is that of a link's line.
func (v *View) linkColour(l *Link) color.NRGBA {
	if l.Joint {
		c, _ := v.look.style(v.styles, l.Style)
		return c
	}
	if l.State&Chosen != 0 {
		return v.look.text
	}
	return v.look.muted
}

// linked draws the pieces of links that are on a slot.
func (v *View) linked(s *sheet) {
	for _, x := range v.drafted.strokes {
		if x.Min.Y < s.bottom && x.Max.Y > s.top {
			s.bars = append(s.bars, bar{x.Rectangle, v.linkColour(&v.drafted.links[x.link])})
		}
	}
}

// addLinks names the pieces of links on a slot, and what stands beside it.
func (h *hash) addLinks(d *draft, k int, s slot) {
	for _, x := range d.strokes {
		if x.Min.Y < s.bottom && x.Max.Y > s.top {
			l := &d.links[x.link]
			h.add(uint64(uint32(x.Min.X))<<32 | uint64(uint32(x.Max.X)))
			h.add(uint64(uint32(max(x.Min.Y, s.top)-s.top))<<32 | uint64(uint32(min(x.Max.Y, s.bottom)-s.top)))
			h.add(uint64(l.Style)<<16 | uint64(l.State))
		}
	}
	if len(d.rows) == 0 {
		return
	}
	for i := range d.rows[k].tags {
		t := &d.rows[k].tags[i]
		h.add(uint64(t.state)<<32 | uint64(t.style))
		h.add(uint64(int64(t.x * 4)))
		h.text(t.name)
	}
}

// SetLinker sets where links come from.
func (v *View) SetLinker(l Linker) {
	v.linker = l
	redraw(v.raster)
}

// InvalidateLinks tells that links changed. They are pulled again, and the lines that look different are redrawn.
func (v *View) InvalidateLinks() { redraw(v.raster) }

// linkAt finds the link drawn at a point in pixels, and which of its ends an arrow there leads to.
func (v *View) linkAt(x, y int) (l *Link, jump int8) {
	slack := floor(v.px(3) + 0.5)
	for _, s := range v.drafted.strokes {
		if !image.Pt(x, y).In(s.Inset(-slack)) || v.drafted.links[s.link].Joint && s.jump == 0 {
			continue
		}
		if l == nil || s.jump != 0 {
			l, jump = &v.drafted.links[s.link], s.jump
		}
	}
	return l, jump
}
