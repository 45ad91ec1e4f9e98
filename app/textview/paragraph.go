package textview

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"rubricator/annotation/text"
)

// A block is a paragraph, or a part of one that is longer than maxParagraph. The table knows where every block of the
// text begins, of which kind it is and how high: exactly where it was laid out, estimated elsewhere. It takes 17 bytes a block.
type table struct {
	text   *text.Text
	starts []text.Byte // of the blocks, and the end of the text
	kinds  []kind      // of the blocks
	chars  []int32     // of the blocks
	lines  []int32     // of the blocks; negative: an estimate
	tree   []int32     // Fenwick tree over the heights in pixels
	counts []int32     // of the paragraphs with a number before every countStep-th block
}

const (
	maxParagraph = 16 << 10 // bytes; a longer one is cut into blocks
	blockBytes   = 4 << 10  // about the length of such a block
	maxHeadline  = 300      // bytes; a longer first paragraph is no headline
	countStep    = 1 << 10  // blocks
)

// Blocks are the paragraphs of a text, found beforehand: in 100 MB that takes some hundred milliseconds, which is too long for the
// UI goroutine. A View that shows them keeps them.
type Blocks struct{ table *table }

// FindBlocks finds the paragraphs of a text, on any goroutine.
func FindBlocks(t *text.Text) *Blocks { return &Blocks{newTable(t)} }

// FindPlainBlocks is FindBlocks of a text that is no article: without a headline, and without lists.
func FindPlainBlocks(t *text.Text) *Blocks {
	b := newTable(t)
	for i, k := range b.kinds {
		if k == headline || k == item {
			b.kinds[i] = body
		}
	}
	b.counts = nil
	b.count()
	return &Blocks{b}
}

// newTable finds the blocks of a text.
func newTable(t *text.Text) *table {
	s := t.String()
	most := strings.Count(s, "\n") + len(s)/blockBytes + 2
	b := &table{text: t, starts: make([]text.Byte, 0, most), kinds: make([]kind, 0, most)}
	for at := 0; ; {
		end := strings.IndexByte(s[at:], '\n')
		if end < 0 {
			end = len(s)
		} else {
			end += at
		}
		b.starts = append(b.starts, text.Byte(at))
		b.kinds = append(b.kinds, kindOf(s, at, end))
		if end-at > maxParagraph {
			b.cut(at, end)
		}
		if end == len(s) {
			break
		}
		at = end + 1
	}
	b.starts = append(b.starts, text.Byte(len(s)))
	b.chars = make([]int32, len(b.starts)-1)
	for i := range b.chars {
		b.chars[i] = int32(utf8.RuneCountInString(s[b.starts[i]:b.starts[i+1]]))
	}
	b.lines = make([]int32, len(b.starts)-1)
	b.tree = make([]int32, len(b.starts))
	clear(b.lines) // the system hands memory out when it is first written to, which takes longer than to estimate
	clear(b.tree)
	b.count()
	return b
}

// kindOf tells how the paragraph s[at:end] is set.
func kindOf(s string, at, end int) kind {
	switch {
	case at == end:
		return empty
	case at == 0 && end <= maxHeadline && end < len(s) && !isSentence(s[:end]):
		return headline
	case marker(s[at:end]) > 0:
		return item
	}
	return body
}

// isSentence tells whether a paragraph ends as sentences do, with a full stop. Headlines have none, and where a text begins with its lead it has no headline.
func isSentence(s string) bool {
	s = strings.TrimRightFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.In(r, unicode.Pe, unicode.Pf) || r == '"' || r == '\''
	})
	r, size := utf8.DecodeLastRuneInString(s)
	before, _ := utf8.DecodeLastRuneInString(s[:len(s)-size])
	return strings.ContainsRune(".。．।۔", r) && before != r
}

// count numbers the paragraphs.
func (b *table) count() {
	n := int32(0)
	for i, k := range b.kinds {
		if i%countStep == 0 {
			b.counts = append(b.counts, n)
		}
		n += k.numbered()
	}
}

// number is that of the paragraph which begins with a block, counting from 1. The headline and blank lines have none: 0.
func (b *table) number(i int) int {
	if b.kinds[i].numbered() == 0 {
		return 0
	}
	n := b.counts[i/countStep]
	for _, k := range b.kinds[i/countStep*countStep : i+1] {
		n += k.numbered()
	}
	return int(n)
}

// cut adds the blocks of one long paragraph after its first, each beginning behind a space where there is one.
// A block is set as if it were a paragraph of the same direction: embeddings, isolates and brackets that are open where
// it begins do not reach into it, and a number there does not see the letters before it.
func (b *table) cut(at, end int) {
	for end-at > 2*blockBytes {
		at = b.breakBefore(at, at+blockBytes)
		b.starts = append(b.starts, text.Byte(at))
		b.kinds = append(b.kinds, part)
	}
}

// breakBefore gives the last place in the bytes from:at where a line may break without a look at the whole paragraph.
func (b *table) breakBefore(from, at int) int {
	s := b.text.String()
	if i := strings.LastIndexByte(s[from+blockBytes/2:at], ' '); i >= 0 {
		at = from + blockBytes/2 + i + 1
		if s[at] < utf8.RuneSelf { // no mark upon the space
			return at
		}
	}
	for !utf8.RuneStart(s[at]) {
		at--
	}
	if start := int(b.text.Byte(b.text.PrevGrapheme(b.text.Pos(text.Byte(at)) + 1))); start > from {
		return start
	}
	return at // a cluster as long as a block, in hostile text
}

func (b *table) len() int { return len(b.lines) }

// bounds gives a block's bytes, without the line end.
func (b *table) bounds(i int) (from, to text.Byte) {
	from, to = b.starts[i], b.starts[i+1]
	if to > from && b.endsParagraph(i) && i+1 < b.len() {
		to--
	}
	return from, to
}

// startsParagraph tells the first block of a paragraph.
func (b *table) startsParagraph(i int) bool { return b.kinds[i] != part }

// endsParagraph tells the last block of a paragraph.
func (b *table) endsParagraph(i int) bool { return i+1 >= b.len() || b.startsParagraph(i+1) }

// kind tells how a block is set.
func (b *table) kind(i int) kind { return b.kinds[i] }

// endsList tells a list line with no other below it.
func (b *table) endsList(i int) bool { return i+1 >= b.len() || b.kinds[i+1] != item }

// at gives the block that holds a byte; the end of a block that does not end its paragraph belongs to the next.
func (b *table) at(byte text.Byte) int {
	return max(0, sort.Search(b.len(), func(i int) bool { return b.starts[i] > byte })-1)
}

// estimate sets all heights anew. height tells how high a block of so many lines is.
func (b *table) estimate(charsALine float32, height func(i int, lines int32) int32) {
	clear(b.tree)
	for i := range b.lines {
		width := float32(b.chars[i])
		if n := float32(b.starts[i+1] - b.starts[i]); n > 2.2*width {
			width *= 1.9 // mostly characters of three bytes: East Asian, about as wide as high
		}
		b.lines[i] = -max(1, int32(width/charsALine+0.8))
		b.tree[i+1] += height(i, -b.lines[i])
		if up := i + 1 + (i+1)&-(i+1); up < len(b.tree) {
			b.tree[up] += b.tree[i+1]
		}
	}
}

// set makes a block's number of lines exact.
func (b *table) set(i int, lines int32, height func(i int, lines int32) int32) {
	before := b.lines[i]
	b.lines[i] = lines
	change := height(i, lines) - height(i, max(before, -before))
	if change == 0 {
		return
	}
	for j := i + 1; j < len(b.tree); j += j & -j {
		b.tree[j] += change
	}
}

// top is the distance of a block from the top of the text, in pixels.
func (b *table) top(i int) int {
	y := 0
	for ; i > 0; i -= i & -i {
		y += int(b.tree[i])
	}
	return y
}

// height is that of the whole text, in pixels.
func (b *table) height() int { return b.top(b.len()) }

// find gives the block at a distance from the top, and how far into the block that is.
func (b *table) find(y int) (block, into int) {
	y = max(0, y)
	step := 1
	for step*2 <= b.len() {
		step *= 2
	}
	for ; step > 0; step /= 2 {
		if next := block + step; next <= b.len() && int(b.tree[next]) <= y {
			block, y = next, y-int(b.tree[next])
		}
	}
	if block == b.len() {
		block--
		y = b.top(b.len()) - b.top(block)
	}
	return block, y
}
