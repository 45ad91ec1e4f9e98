package textview

import (
	"sort"

	"rubricator/annotation/text"
	"rubricator/app/textview/bidi"
)

// Affinity tells which of two places a position is drawn at, where a line wraps or the direction changes.
type Affinity uint8

const (
	Downstream Affinity = iota // with the character after it
	Upstream                   // with the character before it
)

// block is a laid-out block of text. All offsets are characters from its start, all lengths pixels.
type block struct {
	start     text.Pos
	base      bidi.Level // of its paragraph
	lines     []line
	graphemes []uint64 // bit set: a grapheme cluster begins at this character
}

// line is what stands side by side.
type line struct {
	start, end int32 // characters; white space at a wrapped end belongs to the line
	ink        int32 // end without that white space
	left       float32
	width      float32 // without white space at the end
	runs       []run   // left to right
	glyphs     []glyph
}

// run is a stretch of a line with one direction.
type run struct {
	start, end int32
	level      bidi.Level
	x, width   float32
	edges      []float32 // distance of every character from the run's leading edge, and of its end
}

// glyph is a glyph at its place in a line: x from the line's left, y from the baseline downwards.
type glyph struct {
	x, y float32
	id   uint32
	face uint16
}

// place sets a run's glyphs and edges. A run from right to left has its first piece at the right.
func (l *line) place(r *run, parts []piece) {
	r.edges = make([]float32, 0, r.end-r.start+1)
	for _, p := range parts {
		for _, e := range p.edges[:len(p.edges)-1] {
			r.edges = append(r.edges, r.width+e)
		}
		r.width += p.advance
	}
	r.edges = append(r.edges, r.width)
	x := r.x
	for i := range parts {
		p := parts[i]
		if r.level%2 == 1 {
			p = parts[len(parts)-1-i]
		}
		for _, g := range p.glyphs {
			l.glyphs = append(l.glyphs, glyph{x + g.x, g.y, g.id, g.face})
		}
		x += p.advance
	}
}

// startAtInk moves white space that stands at the left of a right-to-left line out of it.
func (l *line) startAtInk(base bidi.Level) {
	if base == 0 || l.ink == l.end || len(l.runs) == 0 {
		return
	}
	var hang float32
	for _, r := range l.runs {
		if r.end == l.end {
			hang = r.width - r.edges[max(l.ink, r.start)-r.start]
		}
	}
	for i := range l.runs {
		l.runs[i].x -= hang
	}
	for i := range l.glyphs {
		l.glyphs[i].x -= hang
	}
}

// align moves lines behind the first in by the indent, and those of a right-to-left paragraph to the right.
func (b *block) align(width, indent float32) {
	for i := range b.lines {
		l := &b.lines[i]
		if i > 0 {
			l.left = indent
		}
		if b.base != 0 {
			l.left = width - l.left - l.width
		}
	}
}

func (b *block) mark(graphemes []bool) {
	b.graphemes = make([]uint64, (len(graphemes)+63)/64)
	for i, yes := range graphemes {
		if yes {
			b.graphemes[i/64] |= 1 << (i % 64)
		}
	}
}

// begins tells whether a grapheme cluster begins at a character.
func (b *block) begins(i int32) bool { return b.graphemes[i/64]&(1<<(i%64)) != 0 }

func (b *block) end() int32 { return b.lines[len(b.lines)-1].end }

// line gives the line that shows a character offset.
func (b *block) line(at int32, a Affinity) int {
	i := sort.Search(len(b.lines), func(i int) bool { return b.lines[i].end > at })
	i = min(i, len(b.lines)-1)
	if a == Upstream && i > 0 && b.lines[i].start == at {
		i--
	}
	return i
}

// x is where a character offset stands, from the column's left.
func (l *line) x(at int32, a Affinity) float32 {
	for pass := range 2 {
		for i := range l.runs {
			r := &l.runs[i]
			if a == Downstream && r.start <= at && at < r.end || a == Upstream && r.start < at && at <= r.end ||
				pass == 1 && r.start <= at && at <= r.end {
				return l.left + r.at(at)
			}
		}
	}
	return l.left
}

// at is the x of a character offset in the run, from the line's left.
func (r *run) at(i int32) float32 {
	if r.level%2 == 1 {
		return r.x + r.width - r.edges[i-r.start]
	}
	return r.x + r.edges[i-r.start]
}

// beside is how far from a line's text, in pixels, a point is taken to be beside it.
const beside = 1

// hit gives the place for a caret nearest to x (from the column's left), and whether there is text at x. Beside the text
// it is the line's start or end, whichever the paragraph has on that side.
func (l *line) hit(b *block, x float32) (at int32, a Affinity, inside bool) {
	x -= l.left
	inside = l.ink > l.start && x >= 0 && x < l.width
	switch toRight := x > l.width+beside; {
	case l.ink == l.start:
		return l.start, Downstream, false
	case !toRight && x >= -beside:
	case toRight == (b.base == 0):
		return l.ink, Upstream, false
	default:
		return l.start, Downstream, false
	}
	x = min(max(x, 0), l.width)
	var r *run
	for i := range l.runs {
		if n := &l.runs[i]; n.start < l.ink && (r == nil || x >= n.x) {
			r = n
		}
	}
	if at, a = r.hit(b, x); at >= l.ink {
		return l.ink, Upstream, inside
	}
	return at, a, inside
}

func (r *run) hit(b *block, x float32) (int32, Affinity) {
	x -= r.x
	if r.level%2 == 1 {
		x = r.width - x
	}
	n := int32(len(r.edges)) - 1
	after := int32(sort.Search(int(n), func(i int) bool { return r.edges[i] > x }))
	before := max(after-1, 0)
	for before > 0 && !b.begins(r.start+before) {
		before--
	}
	if x-r.edges[before] <= r.edges[after]-x && before < n {
		return r.start + before, Downstream
	}
	return r.start + after, Upstream
}

func abs(x float32) float32 { return max(x, -x) }

// spans appends the stretches [left, right) that characters [from, to) cover on the line, from the column's left.
func (l *line) spans(dst [][2]float32, from, to int32) [][2]float32 {
	for i := range l.runs {
		r := &l.runs[i]
		a, z := max(from, r.start), min(to, r.end)
		if a >= z {
			continue
		}
		x0, x1 := l.left+r.at(a), l.left+r.at(z)
		if x0 > x1 {
			x0, x1 = x1, x0
		}
		if k := len(dst) - 1; k >= 0 && dst[k][1] >= x0-0.01 && dst[k][0] <= x0 {
			dst[k][1] = max(dst[k][1], x1)
			continue
		}
		dst = append(dst, [2]float32{x0, x1})
	}
	return dst
}
