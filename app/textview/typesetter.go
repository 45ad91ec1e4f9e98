package textview

import (
	"sort"
	"strings"
	"unicode"

	"github.com/go-text/typesetting/segmenter"

	"rubricator/annotation/text"
	"rubricator/app/textview/bidi"
)

// typesetter lays blocks out. It keeps what it needs again and again; it belongs to the UI goroutine.
type typesetter struct {
	fonts     *Fonts
	segmenter segmenter.Segmenter
	bidi      bidi.Resolver
	runes     []rune
	graphemes []bool
	breaks    []opportunity // before each character, and at the end
	levels    []bidi.Level
	pieces    []piece
	edges     []float64
	face      *face
	px        float32
	quiet     bool // marks of direction are not shown
}

// set lays out one block of text, without line ends, to lines of a width in pixels. Lines behind the first stand in by the width of
// its first hang characters: the marker of a list line.
func (s *typesetter) set(content string, base bidi.Level, x *face, px, width float32, hang int) *block {
	s.runes = s.runes[:0]
	for _, r := range content {
		s.runes = append(s.runes, r)
	}
	s.face, s.px = x, px
	b := &block{base: base}
	n := len(s.runes)
	if n == 0 {
		b.lines = []line{{}}
		b.align(width, 0)
		return b
	}
	s.segment(content)
	s.levels = s.bidi.Levels(s.levels[:0], s.runes, base)
	b.mark(s.graphemes[:n])
	s.pieces = s.fonts.shapePieces(s.pieces[:0], content, s.runes, s.levels, s.graphemes, x, px)
	if s.quiet {
		s.hush()
	}
	s.measure(n)
	s.keepWhole()
	indent := min(float32(s.edges[hang]), width/maxIndent)
	s.wrap(b, n, width, indent)
	for i := range b.lines {
		s.fill(&b.lines[i], base)
	}
	b.align(width, indent)
	return b
}

// hush takes their look from marks of direction.
func (s *typesetter) hush() {
	for i := range s.pieces {
		if p := &s.pieces[i]; directionNames[s.runes[p.start]] != "" {
			p.word = sign(0, len(p.edges)-1, 0)
		}
	}
}

// maxIndent is the share of the column's width that lines of a list stand in by at most.
const maxIndent = 3

// opportunity tells whether a line may end at a place.
type opportunity uint8

const (
	mayNot opportunity = iota
	may
	must
)

// segment finds where lines may break and where grapheme clusters begin.
func (s *typesetter) segment(content string) {
	n := len(s.runes)
	s.graphemes = append(s.graphemes[:0], make([]bool, n+1)...)
	s.breaks = append(s.breaks[:0], make([]opportunity, n+1)...)
	s.segmenter.Init(s.runes)
	for it := s.segmenter.LineIterator(); it.Next(); {
		l := it.Line()
		end := l.Offset + len(l.Text)
		s.breaks[end] = may
		if l.IsMandatoryBreak && end < n {
			s.breaks[end] = must
		}
	}
	i, at := 0, 0 // characters, bytes
	for begins := range text.Clusters(content) {
		for ; at < begins; i++ {
			at += runeLen(s.runes[i])
		}
		s.graphemes[i] = true
		if i > 0 && s.breaks[i] == mayNot && partsUnspaced(s.runes[i-1], s.runes[i]) {
			s.breaks[i] = may
		}
	}
	s.graphemes[n], s.breaks[n] = true, may
}

// partsUnspaced tells whether a line may break between two characters of a script that is written without spaces, as
// Thai is. Without a dictionary words are not known there; a vowel stays with its consonant.
func partsUnspaced(before, after rune) bool {
	return isUnspaced(before) && isUnspaced(after) && !unicode.IsMark(after) && !unicode.Is(unicode.Logical_Order_Exception, before) &&
		!strings.ContainsRune("ะาๅฯๆະາຯໆ", after)
}

// isUnspaced tells letters and marks of the scripts that UAX #14 leaves to dictionaries (class SA).
func isUnspaced(r rune) bool {
	if r < 0xE00 || r >= 0x1AB0 && r < 0xA9E0 || r >= 0xAAE0 && r < 0x11700 {
		return false
	}
	return unicode.In(r, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Tai_Le, unicode.New_Tai_Lue, unicode.Tai_Tham,
		unicode.Tai_Viet, unicode.Ahom) && (unicode.IsLetter(r) || unicode.IsMark(r))
}

// keepWhole takes back what would cut a grapheme cluster, or a glyph that stands for several.
func (s *typesetter) keepWhole() {
	for _, p := range s.pieces {
		for i, whole := range p.stops {
			if !whole {
				s.breaks[int(p.start)+i] = mayNot
			}
		}
	}
	for i, begins := range s.graphemes {
		if !begins {
			s.breaks[i] = mayNot
		}
	}
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

// wrap cuts the block into lines, the first one longer by the indent: at the last opportunity that fits, and where there is none at
// a grapheme cluster.
func (s *typesetter) wrap(b *block, n int, width, indent float32) {
	start := 0
	last := 0 // the last opportunity after start
	for i := 1; i <= n; i++ {
		if s.breaks[i] == mayNot {
			continue
		}
		for s.line(start, i).width > width {
			if last <= start {
				last = s.squeeze(start, i, width)
				if last >= i {
					break
				}
			}
			b.lines = append(b.lines, s.line(start, last))
			if start == 0 {
				width -= indent
			}
			start = last
		}
		last = i
		if s.breaks[i] == must {
			b.lines = append(b.lines, s.line(start, i))
			if start == 0 {
				width -= indent
			}
			start = i
		}
	}
	b.lines = append(b.lines, s.line(start, n))
}

// trim gives the end without the white space before it; a sign that has a space in its cluster keeps it.
func (s *typesetter) trim(start, end int) int {
	for end > start && s.graphemes[end-1] && (unicode.IsSpace(s.runes[end-1]) || s.runes[end-1] == zeroWidthSpace) {
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

// canCut tells whether a line may end at a character without cutting a grapheme cluster or a ligature, and without a
// hyphen that there may be no room for.
func (s *typesetter) canCut(i int) bool {
	if !s.graphemes[i] || s.hyphenates(i) {
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
	l := line{start: int32(start), end: int32(end), ink: int32(ink), width: float32(s.edges[ink] - s.edges[start])}
	if s.hyphenates(end) {
		l.width += s.hyphen().advance
	}
	return l
}

const (
	softHyphen     = 0xAD
	zeroWidthSpace = 0x200B
)

// hyphenates tells whether a line that ends there ends with a hyphen.
func (s *typesetter) hyphenates(end int) bool {
	return end > 0 && end < len(s.runes) && s.runes[end-1] == softHyphen
}

// hyphen is what a soft one becomes at a line's end.
func (s *typesetter) hyphen() *word {
	return s.fonts.letters("-", s.face, s.px)
}

// fill puts a line's pieces in visual order.
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
}

// parts gives the pieces of a line, cut at its ends. White space at its end takes the paragraph's level (rule L1), and
// the soft hyphen there becomes a hyphen.
func (s *typesetter) parts(l *line, base bidi.Level) []piece {
	end, tail := l.end, s.tail(l)
	hyphenates := s.hyphenates(int(end))
	if hyphenates {
		end--
	}
	k := sort.Search(len(s.pieces), func(k int) bool { return s.pieces[k].end() > l.start })
	var out []piece
	for ; k < len(s.pieces) && s.pieces[k].start < end; k++ {
		p := s.pieces[k]
		from, to := max(p.start, l.start), min(p.end(), end)
		if from < tail && tail < to {
			out = append(out, p.part(from, tail))
			from = tail
		}
		p = p.part(from, to)
		if from >= tail {
			p.level = base
		}
		out = append(out, p)
	}
	if hyphenates {
		out = append(out, piece{s.hyphen(), end, s.levels[end]})
	}
	return out
}

// tail is where the characters at a line's end begin that stand at the paragraph's level.
func (s *typesetter) tail(l *line) int32 {
	tail := min(l.ink, l.start+int32(bidi.Trailing(s.runes[l.start:l.end])))
	for !s.graphemes[tail] {
		tail++
	}
	return tail
}
