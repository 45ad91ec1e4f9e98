package textview

import (
	"sort"
	"unicode"

	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/segmenter"

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

// typesetter lays blocks out. It keeps what it needs again and again; it belongs to the UI goroutine.
type typesetter struct {
	fonts     *Fonts
	segmenter segmenter.Segmenter
	bidi      bidi.Resolver
	runes     []rune
	graphemes []bool
	breaks    []bool
	levels    []bidi.Level
	pieces    []piece
	edges     []float64
	face      *face
	px        float32
}

// set lays out one block of text, without line ends, to lines of a width in pixels.
func (s *typesetter) set(content string, base bidi.Level, x *face, px float32, width float32) *block {
	s.runes = s.runes[:0]
	for _, r := range content {
		s.runes = append(s.runes, r)
	}
	s.face, s.px = x, px
	b := &block{}
	n := len(s.runes)
	if n == 0 {
		b.lines = []line{{}}
		b.align(base, width)
		return b
	}
	s.segment()
	s.levels = s.bidi.Levels(s.levels[:0], s.runes, base)
	b.mark(s.graphemes[:n])
	s.pieces = s.fonts.shapePieces(s.pieces[:0], content, s.runes, s.levels, s.graphemes, x, px)
	s.measure(n)
	s.wrap(b, n, width)
	for i := range b.lines {
		s.fill(&b.lines[i], base)
	}
	b.align(base, width)
	return b
}

// segment finds where lines may break and where grapheme clusters begin.
func (s *typesetter) segment() {
	n := len(s.runes)
	s.graphemes = append(s.graphemes[:0], make([]bool, n+1)...)
	s.breaks = append(s.breaks[:0], make([]bool, n+1)...)
	s.segmenter.Init(s.runes)
	for it := s.segmenter.GraphemeIterator(); it.Next(); {
		s.graphemes[it.Grapheme().Offset] = true
	}
	for it := s.segmenter.LineIterator(); it.Next(); {
		l := it.Line()
		s.breaks[l.Offset+len(l.Text)] = true
	}
	s.graphemes[n], s.breaks[n] = true, true
}

// measure adds up the characters' widths in reading order.
func (s *typesetter) measure(n int) {
	s.edges = append(s.edges[:0], make([]float64, n+1)...)
	var x float64
	for _, p := range s.pieces {
		for i, e := range p.edges {
			s.edges[int(p.start)+i] = x + float64(e)
		}
		x += float64(p.advance)
	}
}

// wrap cuts the block into lines: at the last opportunity that fits, and where there is none at a grapheme cluster.
func (s *typesetter) wrap(b *block, n int, width float32) {
	start := 0
	last := 0 // the last opportunity after start
	for i := 1; i <= n; i++ {
		if !s.breaks[i] {
			continue
		}
		for s.tooWide(start, i, width) {
			if last <= start {
				last = s.squeeze(start, i, width)
				if last >= i {
					break
				}
			}
			b.lines = append(b.lines, s.line(start, last))
			start = last
		}
		last = i
	}
	b.lines = append(b.lines, s.line(start, n))
}

func (s *typesetter) tooWide(start, end int, width float32) bool {
	return float32(s.edges[s.trim(start, end)]-s.edges[start]) > width
}

// trim gives the end without white space before it.
func (s *typesetter) trim(start, end int) int {
	for end > start && (unicode.IsSpace(s.runes[end-1]) || s.runes[end-1] == zeroWidthSpace) {
		end--
	}
	return end
}

// squeeze gives the last grapheme boundary before end up to which a line from start is not too wide, but at least one.
func (s *typesetter) squeeze(start, end int, width float32) int {
	limit := s.edges[start] + float64(width)
	at := start + sort.Search(end-start, func(i int) bool { return s.edges[start+i+1] > limit })
	for i := at; i > start; i-- {
		if s.canCut(i) {
			return i
		}
	}
	for i := start + 1; i < end; i++ {
		if s.canCut(i) {
			return i
		}
	}
	return end
}

// canCut tells whether a line may end at a character without cutting a grapheme cluster or a ligature.
func (s *typesetter) canCut(i int) bool {
	if !s.graphemes[i] {
		return false
	}
	k := sort.Search(len(s.pieces), func(k int) bool { return int(s.pieces[k].end()) > i })
	if k == len(s.pieces) {
		return true
	}
	p := s.pieces[k]
	return p.stops == nil || p.stops[i-int(p.start)]
}

func (s *typesetter) line(start, end int) line {
	ink := s.trim(start, end)
	return line{start: int32(start), end: int32(end), ink: int32(ink), width: float32(s.edges[ink] - s.edges[start])}
}

// fill puts a line's pieces in visual order. White space at its end takes the paragraph's level (rule L1).
func (s *typesetter) fill(l *line, base bidi.Level) {
	parts := s.parts(l, base)
	var runs []run
	var spans [][2]int // of each run, the pieces
	for i, p := range parts {
		if k := len(runs) - 1; k >= 0 && runs[k].level == p.level {
			runs[k].end, spans[k][1] = p.end(), i+1
			continue
		}
		runs = append(runs, run{start: p.start, end: p.end(), level: p.level})
		spans = append(spans, [2]int{i, i + 1})
	}
	lv := make([]bidi.Level, len(runs))
	count := 0
	for i, r := range runs {
		lv[i] = r.level
	}
	for _, p := range parts {
		count += len(p.glyphs)
	}
	l.glyphs = make([]glyph, 0, count)
	l.runs = make([]run, 0, len(runs))
	var x float32
	for _, i := range bidi.Order(lv) {
		r := runs[i]
		r.x = x
		l.place(&r, parts[spans[i][0]:spans[i][1]])
		x += r.width
		l.runs = append(l.runs, r)
	}
	l.startAtInk(base)
	if l.end > l.start && s.runes[l.end-1] == softHyphen && int(l.end) < len(s.runes) && base == 0 {
		s.hyphenate(l)
	}
}

const (
	softHyphen     = 0xAD
	zeroWidthSpace = 0x200B
)

// hyphenate draws the hyphen that a soft one becomes at a line's end. It hangs over the column's edge if need be.
func (s *typesetter) hyphenate(l *line) {
	size := int32(s.px*64 + 0.5)
	w := s.fonts.word(wordKey{"-", size, s.face.id, false}, s.face, language.Latin, []rune{'-'}, 0, 1, []bool{true, true})
	for _, g := range w.glyphs {
		l.glyphs = append(l.glyphs, glyph{l.width + g.x, g.y, g.id, g.face})
	}
}

// parts gives the pieces of a line, cut at its ends.
func (s *typesetter) parts(l *line, base bidi.Level) []piece {
	k := sort.Search(len(s.pieces), func(k int) bool { return s.pieces[k].end() > l.start })
	var out []piece
	for ; k < len(s.pieces) && s.pieces[k].start < l.end; k++ {
		p := s.pieces[k]
		from, to := max(p.start, l.start), min(p.end(), l.end)
		p.word = p.cut(int(from-p.start), int(to-p.start), p.level%2 == 1)
		p.start = from
		if from >= l.ink {
			p.level = base
		}
		out = append(out, p)
	}
	return out
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

// align moves lines of a right-to-left paragraph to the right.
func (b *block) align(base bidi.Level, width float32) {
	if base == 0 {
		return
	}
	for i := range b.lines {
		b.lines[i].left = width - b.lines[i].width
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

// hit gives the place for a caret nearest to x (from the column's left), and whether there is text at x.
func (l *line) hit(b *block, x float32) (at int32, a Affinity, inside bool) {
	x -= l.left
	if len(l.runs) == 0 {
		return l.start, Downstream, false
	}
	r := &l.runs[0]
	for i := range l.runs[1:] {
		if n := &l.runs[i+1]; x >= n.x {
			r = n
		}
	}
	first, last := l.runs[0], l.runs[len(l.runs)-1]
	inside = x >= first.x && x < last.x+last.width
	at, a = r.hit(b, x)
	if l.ink == l.start {
		return l.start, Downstream, false
	}
	if at > l.ink { // white space that hangs over the edge is not to be pointed at
		return l.ink, Upstream, false
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
	for before > 0 && (!b.begins(r.start+before) || r.edges[before-1] == r.edges[before]) {
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
