package textview

import (
	"image"
	"sync"
	"time"

	"rubricator/annotation/rangeset"
)

// buffer is the picture of the page as it was last drawn. The next one is made from it: rows that only moved are
// copied, and of the others only the lines that changed are drawn.
type buffer struct {
	img    *image.RGBA
	drawn  []drawn
	look   look
	ink    image.Rectangle // outside of it is nothing but ground
	sheets []*sheet
	spare  []*sheet
}

// drawn is a slot as it stands in the buffer.
type drawn struct {
	slot
	layout, content uint64
}

// FrameStats tells what one picture of the page took.
type FrameStats struct {
	Rows int           // rows of pixels drawn anew
	All  bool          // nothing could be taken over from the picture before
	Took time.Duration // of drawing, until the picture was handed to the toolkit
}

// parallel is the number of pixels to be drawn above which two goroutines do it. A pane of 4 megapixels has more of
// them in its column of text.
const parallel = 1 << 20

// frame brings the buffer up to date.
func (b *buffer) frame(v *View) (*image.RGBA, FrameStats) {
	p := &v.page
	b.prepare(v)
	stats := FrameStats{All: len(b.drawn) == 0}
	if p.table == nil {
		b.drawn = b.drawn[:0]
		wipe(b.img, b.img.Rect, b.look.ground)
		return b.img, stats
	}
	p.arrange()
	v.draft()
	now := b.contents(v)
	keep := b.shift(now)
	dirty := b.dirty(now, keep)
	b.drawn = append(b.drawn[:0], now...)
	for _, d := range dirty {
		stats.Rows += d[1] - d[0]
	}
	b.draw(v, dirty)
	return b.img, stats
}

// prepare sees to it that the buffer has the pane's size and the theme's colours.
func (b *buffer) prepare(v *View) {
	m := &v.page.m
	ink := image.Rect(max(0, m.left-m.margin), 0, min(m.pane, max(m.tagEnd, m.left+m.width+int(v.px(16)))), m.height)
	if b.img != nil && b.img.Rect == image.Rect(0, 0, m.pane, m.height) && b.look == v.look && b.ink == ink {
		return
	}
	if b.img == nil || b.img.Rect != image.Rect(0, 0, m.pane, m.height) {
		b.img = image.NewRGBA(image.Rect(0, 0, m.pane, m.height))
	}
	b.look, b.ink, b.drawn = v.look, ink, b.drawn[:0]
	wipe(b.img, b.img.Rect, b.look.ground)
}

// contents names what every slot is to show.
func (b *buffer) contents(v *View) []drawn {
	p := &v.page
	now := make([]drawn, 0, len(p.slots)+1)
	for i, s := range p.slots {
		now = append(now, drawn{s, p.layout, v.content(i)})
	}
	if end := now[len(now)-1].bottom; end < p.m.height { // the rest of the pane
		now = append(now, drawn{slot: slot{block: -1, top: end, bottom: p.m.height}})
	}
	return now
}

// shift copies the rows that moved and gives the rows [from, to) that are good.
func (b *buffer) shift(now []drawn) [2]int {
	h := b.img.Rect.Dy()
	dy, ok := moved(b.drawn, now)
	if !ok || dy >= h || dy <= -h {
		b.drawn = b.drawn[:0]
		return [2]int{}
	}
	from, to := max(0, dy), min(h, h+dy)
	if dy != 0 {
		b.copyRows(from, to, dy)
		for i := range b.drawn {
			b.drawn[i].top += dy
			b.drawn[i].bottom += dy
			b.drawn[i].text += dy
		}
	}
	return [2]int{from, to}
}

// moved gives the way that the lines seen before and now have gone, down being positive.
func moved(before, now []drawn) (int, bool) {
	if len(before) == 0 || before[0].layout != now[0].layout {
		return 0, false
	}
	for i := range before {
		for j := range now {
			if before[i].block == now[j].block && before[i].line == now[j].line && now[j].block >= 0 {
				return now[j].top - before[i].top, true
			}
		}
	}
	return 0, false
}

// copyRows fills rows [from, to) with those dy above.
func (b *buffer) copyRows(from, to, dy int) {
	row := func(y int) []uint8 {
		return b.img.Pix[b.img.PixOffset(b.ink.Min.X, y):b.img.PixOffset(b.ink.Max.X, y)]
	}
	if dy > 0 {
		for y := to - 1; y >= from; y-- {
			copy(row(y), row(y-dy))
		}
		return
	}
	for y := from; y < to; y++ {
		copy(row(y), row(y-dy))
	}
}

// dirty gives the rows to be drawn, joined where they touch.
func (b *buffer) dirty(now []drawn, keep [2]int) [][2]int {
	var out [][2]int
	add := func(from, to int) {
		from, to = max(0, from), min(b.img.Rect.Dy(), to)
		if from >= to {
			return
		}
		if k := len(out) - 1; k >= 0 && out[k][1] >= from {
			out[k][1] = max(out[k][1], to)
			return
		}
		out = append(out, [2]int{from, to})
	}
	k := 0
	for _, n := range now {
		for k < len(b.drawn) && b.drawn[k].top < n.top {
			k++
		}
		if k == len(b.drawn) || b.drawn[k] != n {
			add(n.top, n.bottom)
			continue
		}
		add(n.top, min(n.bottom, keep[0]))
		add(max(n.top, keep[1]), n.bottom)
	}
	return out
}

// draw draws rows anew. Glyphs may reach into the line above and below, so that those are drawn too, within the rows.
func (b *buffer) draw(v *View, dirty [][2]int) {
	if len(dirty) == 0 {
		return
	}
	b.spare = append(b.spare, b.sheets...)
	b.sheets = b.sheets[:0]
	reach := int(v.page.m.head.line)
	k := 0
	for i, s := range v.page.slots {
		for k < len(dirty)-1 && dirty[k][1]+reach <= s.top {
			k++
		}
		if s.top < dirty[k][1]+reach && s.bottom > dirty[k][0]-reach {
			b.sheets = append(b.sheets, v.sheet(b.take(), i))
		}
	}
	pixels := 0
	for _, d := range dirty {
		pixels += (d[1] - d[0]) * b.ink.Dx()
	}
	if pixels < parallel {
		b.paint(dirty)
		return
	}
	first, second := halves(dirty)
	var wait sync.WaitGroup
	wait.Go(func() { b.paint(first) })
	b.paint(second)
	wait.Wait()
}

func (b *buffer) paint(rows [][2]int) {
	for _, r := range rows {
		paint(b.img, image.Rect(b.ink.Min.X, r[0], b.ink.Max.X, r[1]), b.look.ground, b.sheets)
	}
}

// halves divides rows into two parts of the same number.
func halves(rows [][2]int) (first, second [][2]int) {
	total := 0
	for _, r := range rows {
		total += r[1] - r[0]
	}
	half := total / 2
	for _, r := range rows {
		n := min(r[1]-r[0], half)
		if n > 0 {
			first = append(first, [2]int{r[0], r[0] + n})
			half -= n
		}
		if r[0]+n < r[1] {
			second = append(second, [2]int{r[0] + n, r[1]})
		}
	}
	return first, second
}

func (b *buffer) take() *sheet {
	if n := len(b.spare); n > 0 {
		s := b.spare[n-1]
		b.spare = b.spare[:n-1]
		s.clear()
		return s
	}
	return &sheet{}
}

// draft is what is to be seen beside the text: the decorations of the page, and for each slot which of them.
type draft struct {
	ds      []Decoration
	lanes   []int
	marks   [][]mark // by slot
	links   []Link
	strokes []stroke
	spans   [][2]int // by link: the first and the last slot it runs over; negative: it is out of sight
	rows    []tagRow // by slot: what stands in the margin; none where it has no room

	selected []rangeset.Range
	lit      []Lit
	flags    []Flag
}

// mark is a decoration's part on one line.
type mark struct {
	i            int32 // index of the decoration
	from, to     int32 // characters from the block's start
	starts, ends bool
}

// draft pulls the decorations of the lines on the pane and tells which stand on which line.
func (v *View) draft() {
	d, p := &v.drafted, &v.page
	d.ds = d.ds[:0]
	if v.decorator != nil {
		d.ds = v.decorator(d.ds, p.window())
	}
	v.preview(d)
	d.lanes = v.lanes.assign(d.lanes, d.ds)
	for len(d.marks) < len(p.slots) {
		d.marks = append(d.marks, nil)
	}
	d.marks = d.marks[:len(p.slots)]
	first := 0
	for k, s := range p.slots {
		r, start := p.lineRange(s), p.block(s.block).start
		d.marks[k] = d.marks[k][:0]
		for first < len(d.ds) && d.ds[first].End <= r.Start {
			first++
		}
		for i := first; i < len(d.ds) && d.ds[i].Start < r.End; i++ {
			x := d.ds[i].Range
			if !x.Overlaps(r) {
				continue
			}
			d.marks[k] = append(d.marks[k], mark{int32(i), int32(max(x.Start, r.Start) - start), int32(min(x.End, r.End) - start),
				x.Start >= r.Start, x.End <= r.End})
		}
	}
	d.selected = v.shown()
	v.light(d)
	v.flag(d)
	v.wire()
	v.tagRows()
}

// content names what a slot shows beside its text: equal names, equal pixels.
func (v *View) content(k int) uint64 {
	h := hash(14695981039346656037)
	for _, m := range v.drafted.marks[k] {
		d := &v.drafted.ds[m.i]
		h.add(uint64(d.Style)<<32 | uint64(d.State)<<16 | uint64(v.drafted.lanes[m.i])<<2 | bit(m.starts)<<1 | bit(m.ends))
		h.add(uint64(uint32(m.from))<<32 | uint64(uint32(m.to)))
		if m.starts {
			h.text(d.Badge)
		}
	}
	h.addLinks(&v.drafted, k, v.page.slots[k])
	r := v.page.lineRange(v.page.slots[k])
	h.addLit(&v.drafted, r)
	h.addFlags(&v.drafted, r)
	for _, s := range v.drafted.selected {
		if s.Start <= r.End && s.End >= r.Start {
			h.add(uint64(uint32(max(s.Start, r.Start-1)))<<32 | uint64(uint32(min(s.End, r.End+1))))
		}
	}
	return uint64(h)
}

type hash uint64

func (h *hash) add(x uint64) {
	*h = (*h ^ hash(x)) * 1099511628211
	*h ^= *h >> 29
}

func (h *hash) text(s string) {
	for i := range len(s) {
		h.add(uint64(s[i]))
	}
	h.add(uint64(len(s)))
}

func bit(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// shown is the selection as it is drawn and reported: where it was made by words, a range of all words of a quotation takes its
// marks.
func (v *View) shown() []rangeset.Range {
	rs := v.selection.ranges()
	if v.selection.words {
		for i := range rs {
			rs[i].Start, rs[i].End = v.Text().WithMarks(rs[i].Start, rs[i].End)
		}
	}
	return rs
}
