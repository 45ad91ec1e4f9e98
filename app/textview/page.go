package textview

import (
	"strings"
	"unicode/utf8"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/textview/bidi"
)

// page is the part of a text that is on the pane, and how to get at the lines of the rest. It knows positions and
// pixels, but neither marks nor Fyne.
type page struct {
	setter typesetter
	table  *table
	m      metrics
	blocks blockCache

	// anchor is the place at the top of the pane: a position, and how many pixels of its line are above the pane.
	// It survives another width.
	anchor text.Pos
	off    int

	slots   []slot // from one line above the pane to one below
	arrived bool   // slots are up to date
	layout  uint64 // number of the layout; changes when lines may stand elsewhere
}

// slot is a line at its place on the pane. Slots leave no gap: what is between two paragraphs belongs to the upper.
type slot struct {
	block, line int
	top, bottom int // pixels from the top of the pane
	text        int // top of the line's box
}

// blockCache keeps laid-out blocks, in two generations.
type blockCache struct {
	young, old map[int]*block
	chars      int
}

// maxCachedChars bounds a generation.
const maxCachedChars = 32 << 10

func (c *blockCache) clear() { c.young, c.old, c.chars = map[int]*block{}, nil, 0 }

func (c *blockCache) get(i int) *block {
	if b := c.young[i]; b != nil {
		return b
	}
	b := c.old[i]
	if b != nil {
		c.put(i, b)
	}
	return b
}

func (c *blockCache) put(i int, b *block) {
	if c.chars > maxCachedChars {
		c.old, c.young, c.chars = c.young, map[int]*block{}, 0
	}
	c.young[i] = b
	c.chars += int(b.end()) + 16
}

// show takes the blocks of another text, nil for none, and goes to its top.
func (p *page) show(b *table) {
	p.table = b
	p.anchor, p.off = 0, 0
	p.reset()
}

// measured takes other lengths; the anchor stays, and so does the share of its line that is above the pane.
func (p *page) measured(m metrics) {
	before := p.m.body.line
	p.m = m
	p.reset()
	if p.table == nil || p.off <= 0 || before == 0 || before == m.body.line {
		return
	}
	i, line, _ := p.locate(p.anchor, Downstream)
	p.off = min(p.off*int(m.body.line)/int(before), p.lineHeight(i, line)-1)
}

func (p *page) reset() {
	p.blocks.clear()
	p.layout++
	p.arrived = false
	p.slots = p.slots[:0]
	if p.table != nil && p.m.width > 0 {
		p.table.estimate(float32(p.m.width)/p.m.average, p.height)
	}
}

func (p *page) setting(i int) *setting {
	if p.table.kind(i) == headline {
		return &p.m.head
	}
	return &p.m.body
}

// height is that of a block of so many lines, the space around it included.
func (p *page) height(i int, lines int32) int32 {
	var h int32
	switch p.table.kind(i) {
	case headline:
		h = lines*p.m.head.line + p.m.head.after
	case empty:
		h = p.m.blank
	case item:
		h = lines*p.m.body.line + p.m.list
		if p.table.endsList(i) {
			h += p.m.body.after - p.m.list
		}
	default:
		h = lines * p.m.body.line
		if p.table.endsParagraph(i) {
			h += p.m.body.after
		}
	}
	if i == 0 {
		h += p.m.top
	}
	if i == p.table.len()-1 {
		h += p.m.bottom
	}
	return h
}

// lineHeight is that of one line's slot.
func (p *page) lineHeight(i, line int) int {
	lines := p.table.lines[i]
	if lines == 1 {
		return int(p.height(i, 1))
	}
	step := p.setting(i).line
	switch {
	case line == int(lines)-1:
		h := p.height(i, lines) - (lines-1)*step
		if i == 0 {
			h -= p.m.top
		}
		return int(h)
	case line == 0 && i == 0:
		return int(step + p.m.top)
	}
	return int(step)
}

// block lays a block out, unless that was done before.
func (p *page) block(i int) *block {
	if b := p.blocks.get(i); b != nil {
		return b
	}
	from, to := p.table.bounds(i)
	content, s, hang := p.table.text.String()[from:to], p.setting(i), 0
	if p.table.kind(i) == item {
		hang = utf8.RuneCountInString(content[:marker(content)])
	}
	b := p.setter.set(content, p.base(i), s.face, s.px, float32(p.m.width), hang)
	b.start = p.table.text.Pos(from)
	p.blocks.put(i, b)
	p.table.set(i, int32(len(b.lines)), p.height)
	return b
}

// base is the direction of the paragraph that a block belongs to.
func (p *page) base(i int) bidi.Level {
	for !p.table.startsParagraph(i) {
		i--
	}
	return bidi.Base(p.opening(i))
}

// opening is the paragraph that begins with a block, or as much of a long one as is looked at for its direction.
func (p *page) opening(i int) string {
	s := p.table.text.String()[p.table.starts[i]:]
	s, _, _ = strings.Cut(s[:min(maxParagraph, len(s))], "\n")
	return s
}

// locate gives the block and line that show a position.
func (p *page) locate(at text.Pos, a Affinity) (i, line int, b *block) {
	byte := p.table.text.Byte(at)
	i = p.table.at(byte)
	if a == Upstream && i > 0 && p.table.starts[i] == byte && !p.table.startsParagraph(i) {
		i--
	}
	b = p.block(i)
	return i, b.line(int32(at-b.start), a), b
}

// arrange works out which lines stand where.
func (p *page) arrange() {
	if p.arrived {
		return
	}
	p.arrived = true
	i, line, _ := p.locate(p.anchor, Downstream)
	i, line = p.normalise(i, line)
	end := p.stack(i, line)
	if end < p.m.height { // the text ends above the pane's end: pull it down
		p.off -= p.m.height - end
		i, line = p.normalise(i, line)
		p.stack(i, line)
	}
}

// normalise moves the anchor to the line that holds the top of the pane.
func (p *page) normalise(i, line int) (int, int) {
	for p.off < 0 {
		var ok bool
		if i, line, ok = p.before(i, line); !ok {
			p.off = 0
			break
		}
		p.off += p.lineHeight(i, line)
	}
	for p.off >= p.lineHeight(i, line) {
		h := p.lineHeight(i, line)
		ni, nl, ok := p.behind(i, line)
		if !ok {
			p.off = h - 1
			break
		}
		p.off -= h
		i, line = ni, nl
	}
	if b := p.block(i); p.anchor < b.start+text.Pos(b.lines[line].start) || p.anchor >= b.start+text.Pos(b.lines[line].end) {
		p.anchor = b.start + text.Pos(b.lines[line].start)
	}
	return i, line
}

// before gives the line above a line, its block laid out.
func (p *page) before(i, line int) (int, int, bool) {
	if line > 0 {
		return i, line - 1, true
	}
	if i == 0 {
		return i, line, false
	}
	return i - 1, len(p.block(i-1).lines) - 1, true
}

// behind gives the line below a line.
func (p *page) behind(i, line int) (int, int, bool) {
	if line+1 < len(p.block(i).lines) {
		return i, line + 1, true
	}
	if i+1 >= p.table.len() {
		return i, line, false
	}
	p.block(i + 1)
	return i + 1, 0, true
}

// stack fills the pane with slots from a line on, one line above and one below included, and gives the end of the
// last one.
func (p *page) stack(i, line int) int {
	p.slots = p.slots[:0]
	y := -p.off
	if bi, bl, ok := p.before(i, line); ok {
		p.push(bi, bl, y-p.lineHeight(bi, bl))
	}
	for {
		bottom := p.push(i, line, y)
		var ok bool
		if i, line, ok = p.behind(i, line); !ok || y >= p.m.height {
			return bottom
		}
		y = bottom
	}
}

func (p *page) push(i, line, y int) (bottom int) {
	s := slot{block: i, line: line, top: y, bottom: y + p.lineHeight(i, line), text: y}
	if i == 0 && line == 0 {
		s.text += int(p.m.top)
	}
	p.slots = append(p.slots, s)
	return s.bottom
}

// scroll moves the text up by so many pixels.
func (p *page) scroll(dy int) {
	p.arrange()
	if far := p.m.height + p.m.height/4; dy > far || dy < -far { // the lines between need not be laid out
		p.scrollTo(p.y() + dy)
		return
	}
	i, line, _ := p.locate(p.anchor, Downstream)
	p.off += dy
	p.normalise(i, line)
	p.arrived = false
	p.arrange()
}

// y is the distance of the pane's top from the top of the text, in pixels, as far as heights are known.
func (p *page) y() int {
	i, line, _ := p.locate(p.anchor, Downstream)
	y := p.table.top(i) + p.off
	for l := range line {
		y += p.lineHeight(i, l)
	}
	return y
}

// scrollTo puts the pane's top at a distance from the top of the text.
func (p *page) scrollTo(y int) {
	if y >= p.table.height()-p.m.height { // the end itself: heights below may be guesses
		p.anchor, p.off = p.table.text.Len(), 0
		p.arrived = false
		p.arrange()
		return
	}
	i, into := p.table.find(max(0, y))
	b := p.block(i)
	line := 0
	for line < len(b.lines)-1 && into >= p.lineHeight(i, line) {
		into -= p.lineHeight(i, line)
		line++
	}
	p.anchor, p.off = b.start+text.Pos(b.lines[line].start), min(into, p.lineHeight(i, line)-1)
	p.arrived = false
	p.arrange()
}

// reveal scrolls as little as needed to show the lines from one position to another with context lines around them;
// where they do not fit, the first one counts.
func (p *page) reveal(r rangeset.Range, context int) {
	p.arrange()
	top, bottom, ok := p.extent(r)
	if !ok { // far away: to the upper third
		_, line, b := p.locate(r.Start, Downstream)
		p.anchor, p.off = b.start+text.Pos(b.lines[line].start), -p.m.height/3
		p.arrived = false
		p.arrange()
		return
	}
	pad := min(context*int(p.m.body.line), max(0, (p.m.height-(bottom-top))/2))
	switch {
	case top-pad < 0 || bottom-top > p.m.height:
		p.scroll(top - pad)
	case bottom+pad > p.m.height:
		p.scroll(bottom + pad - p.m.height)
	}
}

// extent gives the top and bottom of the lines of a range, which may be up to a screen outside the pane.
func (p *page) extent(r rangeset.Range) (top, bottom int, ok bool) {
	top, ok = p.near(r.Start, Downstream)
	if !ok {
		return 0, 0, false
	}
	bottom, ok = p.near(r.End, Upstream)
	if !ok {
		bottom = top
	}
	i, _, _ := p.locate(r.End, Upstream)
	return top, bottom + int(p.setting(i).line), true
}

// near gives the top of the line of a position if it is within a screen of the pane.
func (p *page) near(at text.Pos, a Affinity) (top int, ok bool) {
	i, line, _ := p.locate(at, a)
	first, last := p.slots[0], p.slots[len(p.slots)-1]
	if y, ok := p.walk(first, i, line, -1); ok {
		return y, true
	}
	return p.walk(last, i, line, +1)
}

// walk looks for a line from a slot on, upwards and downwards over the pane and a screen beyond it.
func (p *page) walk(from slot, block, line, step int) (int, bool) {
	for _, s := range p.slots {
		if s.block == block && s.line == line {
			return s.text, true
		}
	}
	i, l, y := from.block, from.line, from.top
	if (block-i)*step < 0 || block == i && (line-l)*step < 0 {
		return 0, false
	}
	for y > -2*p.m.height && y < 2*p.m.height {
		var ok bool
		if step < 0 {
			if i, l, ok = p.before(i, l); !ok {
				return 0, false
			}
			y -= p.lineHeight(i, l)
		} else {
			y += p.lineHeight(i, l)
			if i, l, ok = p.behind(i, l); !ok {
				return 0, false
			}
		}
		if i == block && l == line {
			if i == 0 && l == 0 {
				return y + int(p.m.top), true
			}
			return y, true
		}
	}
	return 0, false
}

// hit gives the position nearest to a point in pixels, and whether there is text at the point.
func (p *page) hit(x, y int) (at text.Pos, a Affinity, inside bool) {
	p.arrange()
	s := p.slots[0]
	for _, n := range p.slots {
		if y >= n.top {
			s = n
		}
	}
	b := p.block(s.block)
	o, a, inside := b.lines[s.line].hit(b, float32(x-p.m.left))
	inside = inside && y >= s.text && y < s.text+int(p.setting(s.block).line)
	return b.start + text.Pos(o), a, inside
}

// point gives the place of a position on the pane: the left of a caret there and its line's box; ok is false where
// its line is not on the pane.
func (p *page) point(at text.Pos, a Affinity) (x float32, top, height int, ok bool) {
	p.arrange()
	i, line, b := p.locate(at, a)
	for _, s := range p.slots {
		if s.block == i && s.line == line {
			x := float32(p.m.left) + b.lines[line].x(int32(at-b.start), a)
			h := int(p.setting(i).line)
			if p.table.kind(i) == empty {
				h = int(p.m.blank)
			}
			return x, s.text, h, true
		}
	}
	return 0, 0, 0, false
}

// lineOf is the range of the line that a caret is on.
func (p *page) lineOf(c caret) rangeset.Range {
	i, line, _ := p.locate(c.at, c.affinity)
	return p.lineRange(slot{block: i, line: line})
}

// window is the range of text on the pane, one line above and below included.
func (p *page) window() rangeset.Range {
	first, last := p.slots[0], p.slots[len(p.slots)-1]
	return rangeset.Range{Start: p.lineRange(first).Start, End: p.lineRange(last).End}
}

func (p *page) lineRange(s slot) rangeset.Range {
	b := p.block(s.block)
	l := &b.lines[s.line]
	return rangeset.Range{Start: b.start + text.Pos(l.start), End: b.start + text.Pos(l.end)}
}
