package text

import (
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
// can be longer only in hostile text (ten thousand combining marks); there the paragraph start is used.
const graphemeWindow = 256

// clusterStart gives a byte offset at or before b from which segmentation finds the same clusters as from the
// paragraph's start: a place between two characters of which the second is a plain letter, digit, space or mark.
func (t *Text) clusterStart(b Byte) Byte {
	from, _ := t.paragraph(b)
	for i := b - 1; i > from && b-i < graphemeWindow; i-- {
		if c := t.s[i]; c < utf8.RuneSelf && c >= ' ' && c != 0x7f && t.s[i-1] < utf8.RuneSelf {
			return i
		}
	}
	return from
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
	_, to := t.paragraph(b)
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
	return t.TrimSpace(start, end)
}

// TrimSpace takes white space off both ends of [start, end).
func (t *Text) TrimSpace(start, end Pos) (Pos, Pos) {
	s := t.Slice(start, end)
	left := strings.TrimLeftFunc(s, isSpace)
	start += Pos(utf8.RuneCountInString(s[:len(s)-len(left)]))
	return start, start + Pos(utf8.RuneCountInString(strings.TrimRightFunc(left, isSpace)))
}

// isSpace tells white space, the invisible marks that stand between words included.
func isSpace(r rune) bool {
	switch r {
	case '\uFEFF', '\u200B', '\u2060':
		return true
	}
	return unicode.IsSpace(r)
}
