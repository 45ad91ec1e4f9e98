package textview

import (
	"slices"
	"strings"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"

	"rubricator/app/textview/bidi"
)

// A piece is a stretch of one paragraph that is shaped at once: one face, one script, one level, and either all spaces
// or none; a soft hyphen ends it. Words come again and again, so what a piece looks like is kept in a cache.
type piece struct {
	*word
	start int32 // characters from the start of the block
	level bidi.Level
}

func (p piece) end() int32 { return p.start + int32(len(p.edges)) - 1 }

// part is the part of a piece between two characters of the block.
func (p piece) part(from, to int32) piece {
	return piece{p.cut(int(from-p.start), int(to-p.start), p.level%2 == 1), from, p.level}
}

// word is a shaped piece, in pixels.
type word struct {
	glyphs  []shaped  // left to right
	edges   []float32 // distance of each character's leading edge from the word's, and of the end; reading order
	advance float32
	stops   []bool // at each edge: the word may be cut there without cutting a glyph; nil: at every edge
}

// shaped is a glyph at its place in a word.
type shaped struct {
	x, y    float32 // of its origin; y grows downwards
	id      uint32  // glyph number in the face, or a sign where face is 0
	face    uint16
	cluster uint16 // first character it belongs to, from the start of the word
}

// Signs are drawn by hand, for characters that no face has or that have no look.
const (
	signMissing uint32 = iota + 1
	signMissingWide
	signControl
	signTab
)

// directionNames are what the characters that direct the order of text are called, by UAX #9. Each is drawn as a sign
// with its name in it, which has its number.
var directionNames = map[rune]string{
	0x061C: "ALM", 0x200E: "LRM", 0x200F: "RLM",
	0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF", 0x202D: "LRO", 0x202E: "RLO",
	0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI",
}

// wordKey is what a word's shape depends on.
type wordKey struct {
	text   string
	px     int32 // em in 1/64 pixels
	face   uint16
	rtl    bool
	script language.Script
}

// maxCachedWords bounds one generation of the cache; a generation that is full becomes the old one.
const maxCachedWords = 6000

// maxCachedWord is the longest word kept, in bytes.
const maxCachedWord = 48

type wordCache struct{ young, old map[wordKey]*word }

func (c *wordCache) init() { c.young, c.old = map[wordKey]*word{}, nil }

func (c *wordCache) get(k wordKey) *word {
	if w := c.young[k]; w != nil {
		return w
	}
	w := c.old[k]
	if w != nil {
		c.put(k, w)
	}
	return w
}

func (c *wordCache) put(k wordKey, w *word) {
	if len(k.text) > maxCachedWord {
		return
	}
	if len(c.young) >= maxCachedWords {
		c.old, c.young = c.young, make(map[wordKey]*word, maxCachedWords)
	}
	k.text = strings.Clone(k.text) // else it would keep its whole document in memory
	c.young[k] = w
}

// word shapes text, whose characters are rs[start:end], in one face. graphemes tells where clusters begin.
func (f *Fonts) word(key wordKey, x *face, rs []rune, start, end int, graphemes []bool) *word {
	if w := f.words.get(key); w != nil {
		return w
	}
	in := shaping.Input{Text: rs, RunStart: start, RunEnd: end, Direction: di.DirectionLTR, Face: x.Face,
		Size: fixed.Int26_6(key.px), Script: key.script, Language: language.DefaultLanguage()}
	if key.rtl {
		in.Direction = di.DirectionRTL
	}
	if len(key.text) <= maxCachedWord { // what is cached must not depend on its neighbours
		in.Text, in.RunStart, in.RunEnd = rs[start:end], 0, end-start
	}
	w := newWord(f.shaper.Shape(in), in.RunStart, end-start, x, graphemes[start:end], key.rtl)
	f.words.put(key, w)
	return w
}

// letters shapes a few characters of ASCII, each by itself.
func (f *Fonts) letters(s string, x *face, px float32) *word {
	whole := slices.Repeat([]bool{true}, len(s)+1)
	return f.word(wordKey{s, int32(px*64 + 0.5), x.id, false, language.Latin}, x, []rune(s), 0, len(s), whole)
}

// newWord places the glyphs of a shaped run of n characters, of which offset come before it in the shaped text.
func newWord(out shaping.Output, offset, n int, x *face, graphemes []bool, rtl bool) *word {
	w := &word{glyphs: make([]shaped, len(out.Glyphs)), edges: make([]float32, n+1)}
	advances := make([]float32, n) // of the glyphs of the clusters that begin with the grapheme at a character
	begins := make([]bool, n+1)
	var dot float32
	for i := range out.Glyphs {
		g := &out.Glyphs[i]
		c := min(max(g.TextIndex()-offset, 0), n-1)
		for c > 0 && !graphemes[c] {
			c--
		}
		w.glyphs[i] = shaped{x: dot + float32(g.XOffset)/64, y: -float32(g.YOffset) / 64, id: uint32(g.GlyphID),
			face: x.id, cluster: uint16(c)}
		begins[c] = true
		advances[c] += float32(g.Advance) / 64
		dot += float32(g.Advance) / 64
	}
	w.advance = dot
	w.share(advances, begins, graphemes)
	return w
}

// share gives every grapheme of a ligature its part of the ligature's width, so that a caret can stand inside.
func (w *word) share(advances []float32, begins, graphemes []bool) {
	n := len(advances)
	begins[n] = true
	whole := true
	var x float32
	for i := 0; i < n; {
		j, parts := i+1, 1
		for ; !begins[j]; j++ {
			if graphemes[j] {
				parts++
			}
			whole = false
		}
		part := 0
		for k := i; k < j; k++ {
			if k > i && graphemes[k] {
				part++
			}
			w.edges[k] = x + advances[i]*float32(part)/float32(parts)
		}
		x += advances[i]
		i = j
	}
	w.edges[n] = x
	if !whole {
		w.stops = begins
	}
}

// sign is a hand-drawn word of n characters: a box, a tab, a control character, or nothing at all.
func sign(id uint32, n int, width float32) *word {
	w := &word{edges: make([]float32, n+1), advance: width}
	w.edges[n] = width
	if id != 0 {
		w.glyphs = []shaped{{id: id}}
	}
	return w
}

// cut gives the part of a word between two of its characters.
func (w *word) cut(from, to int, rtl bool) *word {
	if from == 0 && to == len(w.edges)-1 {
		return w
	}
	out := &word{advance: w.edges[to] - w.edges[from], edges: make([]float32, to-from+1)}
	for i := range out.edges {
		out.edges[i] = w.edges[from+i] - w.edges[from]
	}
	left := w.edges[from]
	if rtl {
		left = w.advance - w.edges[to]
	}
	for _, g := range w.glyphs {
		if int(g.cluster) >= from && int(g.cluster) < to {
			g.x -= left
			g.cluster -= uint16(from)
			out.glyphs = append(out.glyphs, g)
		}
	}
	return out
}

// shapePieces cuts a text into pieces and shapes them. lv gives the level of each character, graphemes where clusters
// begin; base is the preferred face, px the size of the em in pixels.
func (f *Fonts) shapePieces(dst []piece, s string, rs []rune, lv []bidi.Level, graphemes []bool, base *face, px float32) []piece {
	size := int32(px*64 + 0.5)
	script := language.Unknown
	var open struct {
		start, at int // characters, bytes
		face      *face
		script    language.Script
		level     bidi.Level
		space     bool
	}
	at := 0 // bytes
	flush := func(end, endByte int) {
		if end > open.start {
			w := f.word(wordKey{s[open.at:endByte], size, open.face.id, open.level%2 == 1, open.script}, open.face, rs,
				open.start, end, graphemes)
			dst = append(dst, piece{w, int32(open.start), open.level})
		}
	}
	for i := 0; i < len(rs); {
		j, bytes := i+1, runeLen(rs[i])
		for j < len(rs) && !graphemes[j] {
			bytes += runeLen(rs[j])
			j++
		}
		cluster := rs[i:j]
		script = scriptOf(cluster[0], script)
		var drawn *word
		x := f.face(cluster, base)
		if hand, id, width := handDrawn(cluster, x, px); hand {
			drawn = sign(id, j-i, width)
		}
		space := rs[i] == ' '
		if i == 0 || drawn != nil || x != open.face || space != open.space || lv[i] != open.level || script != open.script || rs[i-1] == softHyphen {
			flush(i, at)
			open.start, open.at, open.face, open.script, open.level, open.space = i, at, x, script, lv[i], space
		}
		if drawn != nil {
			dst = append(dst, piece{drawn, int32(i), lv[i]})
			open.start, open.at, open.face = j, at+bytes, nil
		}
		i, at = j, at+bytes
	}
	flush(len(rs), at)
	return dst
}

// handDrawn tells clusters that are not shaped, with the sign to draw (0: none) and its width in pixels.
func handDrawn(cluster []rune, x *face, em float32) (bool, uint32, float32) {
	r := cluster[0]
	switch {
	case r == '\t':
		return true, signTab, 1.2 * em
	case r < ' ' || r >= 0x7F && r < 0xA0:
		return true, signControl, 0.6 * em
	case isIgnorable(r) && directionNames[r] != "":
		return true, uint32(r), 1.1 * em
	case r == lineSeparator || r == paragraphSeparator:
		return true, 0, 0
	case isIgnorable(r) && (len(cluster) == 1 || isIgnorable(cluster[1])) && r != 0xAD:
		return true, 0, 0
	case x == nil && r >= 0x1100 && !isHalfwidth(r): // the scripts behind are mostly as wide as high
		return true, signMissingWide, em
	case x == nil:
		return true, signMissing, 0.6 * em
	}
	return false, 0, 0
}

const (
	lineSeparator      = 0x2028
	paragraphSeparator = 0x2029
)

// isHalfwidth tells Katakana and Hangul of half an em.
func isHalfwidth(r rune) bool { return r >= 0xFF61 && r <= 0xFFDC }

func runeLen(r rune) int {
	switch {
	case r < 0x80:
		return 1
	case r < 0x800:
		return 2
	case r < 0x10000:
		return 3
	}
	return 4
}
