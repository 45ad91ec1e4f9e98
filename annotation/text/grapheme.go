package text

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// Paragraph is the run between line ends that p stands in, without the line ends.
func (t *Text) Paragraph(p Pos) (start, end Pos) {
	from, to := t.paragraph(t.Byte(p))
	return t.Pos(from), t.Pos(to)
}

func (t *Text) paragraph(b Byte) (from, to Byte) {
	from = Byte(strings.LastIndexByte(t.s[:b], '\n') + 1)
	if i := strings.IndexByte(t.s[b:], '\n'); i >= 0 {
		return from, b + Byte(i)
	}
	return from, Byte(len(t.s))
}

// graphemeWindow is where the search for cluster bounds starts at the latest, in bytes before the position. A cluster
// can be longer only in hostile text (ten thousand combining marks); there the passage start is used.
const graphemeWindow = 256

// clusterStart gives a byte offset at or before b from which segmentation finds the same clusters as from the
// passage's start: a place between two characters that are surely apart.
func (t *Text) clusterStart(b Byte) Byte {
	from, _ := t.passage(b)
	for i := b; i > from && b-i < graphemeWindow; {
		r, size := utf8.DecodeLastRuneInString(t.s[from:i])
		i -= Byte(size)
		if before, _ := utf8.DecodeLastRuneInString(t.s[from:i]); i > from && surelyApart(before, r) {
			return i
		}
	}
	return from
}

// surelyApart tells two characters that are in two clusters whatever stands round them.
func surelyApart(before, r rune) bool {
	if before == ' ' && unicode.Is(unicode.Lo, r) { // consonants of Indian scripts join, but not a space
		return r != 0x0E33 && r != 0x0EB3 // which are vowel signs
	}
	return beginsCluster(r) && beginsCluster(before)
}

// beginsCluster tells characters that do not join the one before (UAX #29), but for two kinds that stand alone in real
// texts: signs before a number, and single letters of Hangul. They are plain ASCII, letters of most alphabets, ideographs,
// kana, Hangul syllables, Thai consonants.
func beginsCluster(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return r >= ' ' && r != 0x7f
	case r >= 0xC0 && r <= 0x24F, r >= 0x370 && r <= 0x482, r >= 0x48A && r <= 0x52F: // Latin, Greek, Cyrillic
		return true
	case r >= 0x5D0 && r <= 0x5EA, r >= 0x620 && r <= 0x64A, r >= 0x671 && r <= 0x6D3: // Hebrew, Arabic
		return true
	case r >= 0x0E01 && r <= 0x0E2F, r >= 0x3041 && r <= 0x3096, r >= 0x30A1 && r <= 0x30FA:
		return true
	}
	return r >= 0x3400 && r <= 0x9FFF || r >= 0xAC00 && r <= 0xD7A3
}

// Clusters gives the byte offsets at which the grapheme clusters of s begin.
func Clusters(s string) iter.Seq[int] {
	return func(yield func(int) bool) {
		for it := graphemes.FromString(s); it.Next(); {
			if !yield(it.Start()) {
				return
			}
		}
	}
}

// BreaksAt tells whether b, where a character begins, is between two grapheme clusters or at an end of the text.
func (t *Text) BreaksAt(b Byte) bool {
	if b == 0 || int(b) == len(t.s) {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(t.s[:b])
	after, _ := utf8.DecodeRuneInString(t.s[b:])
	if before == '\n' || after == '\n' || beginsCluster(before) && beginsCluster(after) {
		return true
	}
	start, _ := t.cluster(b)
	return start == b
}

// NextGrapheme is the end of the cluster that p stands in or before: one step right for a caret. A line end is one
// cluster. At the end of the text it is p.
func (t *Text) NextGrapheme(p Pos) Pos {
	p = t.clamp(p)
	b := t.Byte(p)
	if int(b) == len(t.s) {
		return p
	}
	if t.s[b] == '\n' {
		return p + 1
	}
	_, end := t.cluster(b)
	return t.Pos(end)
}

// PrevGrapheme is the start of the cluster before p, or of the one that p stands inside.
func (t *Text) PrevGrapheme(p Pos) Pos {
	p = t.clamp(p)
	b := t.Byte(p)
	if b == 0 {
		return 0
	}
	if t.s[b-1] == '\n' {
		return p - 1
	}
	_, size := utf8.DecodeLastRuneInString(t.s[:b])
	start, _ := t.cluster(b - Byte(size))
	return t.Pos(start)
}

// cluster gives the bounds, in bytes, of the grapheme cluster that holds byte b (not a line end).
func (t *Text) cluster(b Byte) (start, end Byte) {
	from := t.clusterStart(b)
	_, to := t.passage(b)
	it := graphemes.FromString(t.s[from:to])
	for it.Next() {
		start, end = from+Byte(it.Start()), from+Byte(it.End())
		if b < end {
			return start, end
		}
	}
	return b, b
}

// Snap widens [start, end) to whole grapheme clusters and takes white space off its ends. An empty range, or one of
// white space only, comes back empty.
func (t *Text) Snap(start, end Pos) (Pos, Pos) {
	start, end = t.clamp(min(start, end)), t.clamp(max(start, end))
	if start == end {
		return start, start
	}
	if s := t.PrevGrapheme(start + 1); s < start {
		start = s
	}
	end = t.NextGrapheme(end - 1)
	for start < end && t.isBlank(start, t.NextGrapheme(start)) {
		start = t.NextGrapheme(start)
	}
	for start < end && t.isBlank(t.PrevGrapheme(end), end) {
		end = t.PrevGrapheme(end)
	}
	return start, end
}

// isBlank tells white space alone; a space that carries a combining mark is not.
func (t *Text) isBlank(start, end Pos) bool {
	return strings.IndexFunc(t.Slice(start, end), func(r rune) bool { return !IsSpace(r) }) < 0
}

// TrimSpace takes white space off both ends of [start, end).
func (t *Text) TrimSpace(start, end Pos) (Pos, Pos) {
	s := t.Slice(start, end)
	left := strings.TrimLeftFunc(s, IsSpace)
	start += Pos(utf8.RuneCountInString(s[:len(s)-len(left)]))
	return start, start + Pos(utf8.RuneCountInString(strings.TrimRightFunc(left, IsSpace)))
}

// IsSpace tells white space, the invisible marks that stand between words included.
func IsSpace(r rune) bool {
	switch r {
	case '\uFEFF', '\u200B', '\u2060':
		return true
	}
	return unicode.IsSpace(r)
}
