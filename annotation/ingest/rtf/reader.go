package rtf

import (
	"cmp"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"rubricator/annotation/ingest"
	"rubricator/annotation/ingest/manuscript"
)

// reader goes through a document.
type reader struct {
	scanner
	*manuscript.Manuscript
	now       group
	around    []group
	fonts     map[int]font
	styles    map[int]string    // names
	words     map[string]string // of the document's details, by their control words
	page      int               // code page of the document
	plainFont int
	pending   []byte // characters that are not decoded yet
	passed    int    // characters to pass over: what stands for a character in programs that do not know Unicode
	high      rune   // the first half of a surrogate pair
	cellEnded bool
	last      look // of the text before
	unknown   map[int]bool
	clock     [5]int // year, month, day, hour, minute
	collected []byte // characters of a name
}

// group is what holds until its brace is closed.
type group struct {
	place    place
	name     string // of the detail that is collected
	outer    place  // in \upr: where the text in Unicode belongs
	shape    bool   // in a drawing, of which only boxes have text
	details  bool   // in \info
	first    bool   // nothing was in it yet but \*
	starred  bool
	leaves   bool // a note, a running head or a box ends with it
	fallback int  // characters to pass over behind each \u
	font     int
	look
	paragraph
}

// place is what becomes of text.
type place int

const (
	inText place = iota
	nowhere
	inFonts
	inStyles
	inDetail
	inTime
)

// look is what decides whether readers see text.
type look struct{ hidden, deleted, inserted bool }

// paragraph is what \pard puts back.
type paragraph struct {
	style                   int
	inTable, listed, headed bool
}

type font struct {
	name    string
	page    int  // 0: the document's
	western bool // \fcharset0: the document's too, unless that is of East Asia
	signs   bool // has them in the places of letters
}

func (r *reader) openGroup() {
	r.flush()
	r.passed = 0
	r.around = append(r.around, r.now)
	r.now.first, r.now.starred, r.now.leaves = true, false, false
}

func (r *reader) closeGroup() {
	r.flush()
	r.passed = 0
	if len(r.around) == 0 {
		return
	}
	before := r.around[len(r.around)-1]
	switch {
	case r.now.leaves:
		r.End(r.kind())
		r.Leave()
	case before.place == r.now.place:
	case r.now.place == inDetail:
		r.words[r.now.name] = strings.TrimSpace(string(r.collected))
	case r.now.place == inTime:
		r.words[r.now.name] = fmt.Sprintf("%04d-%02d-%02dT%02d:%02d", r.clock[0], r.clock[1], r.clock[2], r.clock[3], r.clock[4])
	}
	r.around = r.around[:len(r.around)-1]
	r.now = before
}

// takeBytes takes characters. What they are is decided when all that belong together are there, since some have two bytes.
func (r *reader) takeBytes(b []byte) {
	r.now.first = false
	n := min(r.passed, len(b))
	r.passed -= n
	if r.now.place == nowhere {
		return
	}
	r.pending = append(r.pending, b[n:]...)
	if len(r.pending) > run && r.pending[len(r.pending)-1] < '0' || len(r.pending) > 16*run { // below "0" no character of two bytes ends
		r.flush()
	}
}

// run is how many bytes wait at most where none of them may be half a character.
const run = 1 << 20

// flush decodes the characters that are there and puts them where they belong.
func (r *reader) flush() {
	if len(r.pending) == 0 {
		return
	}
	f := r.fonts[r.now.font]
	if f.signs && r.now.place == inText {
		s := make([]rune, 0, len(r.pending))
		for _, c := range r.pending {
			s = append(s, 0xF000+rune(c))
		}
		r.put(string(s))
	} else {
		r.put(r.decoded(f))
	}
	r.pending = r.pending[:0]
}

// decoded are the pending characters by the code page of their font.
func (r *reader) decoded(f font) string {
	ascii := true
	for _, c := range r.pending {
		ascii = ascii && c < utf8.RuneSelf
	}
	if ascii {
		return string(r.pending)
	}
	number := r.pageOf(f)
	page, ok := pages[number]
	if !ok {
		r.warnOfPage(number)
		page = pages[windows1252]
	}
	s, err := page.NewDecoder().Bytes(r.pending)
	if err != nil {
		return strings.ToValidUTF8(string(r.pending), "\uFFFD")
	}
	return string(s)
}

// pageOf is the code page of text in a font. Details have no font.
func (r *reader) pageOf(f font) int {
	switch {
	case r.now.place == inDetail:
		return r.page
	case f.western && isWide(r.page):
		return windows1252
	}
	return cmp.Or(f.page, r.page)
}

func (r *reader) warnOfPage(number int) {
	if !r.unknown[number] {
		r.Warn("Its code page %d is not known; look at letters with accents.", number)
	}
	if r.unknown == nil {
		r.unknown = map[int]bool{}
	}
	r.unknown[number] = true
}

// unicode takes a character by its number: UTF-16, as a signed number of 16 bits.
func (r *reader) unicode(value int) {
	r.flush()
	c := rune(uint16(value))
	switch {
	case utf16.IsSurrogate(c) && c < 0xDC00:
		r.loseHalf()
		r.high = c
	case utf16.IsSurrogate(c):
		c, r.high = utf16.DecodeRune(r.high, c), 0
		r.put(string(c))
	default:
		r.put(string(c))
	}
	r.passed = r.now.fallback
}

// loseHalf shows that half of a character is missing.
func (r *reader) loseHalf() {
	if r.high != 0 {
		r.high = 0
		r.put("\uFFFD")
	}
}

// put puts text where it belongs.
func (r *reader) put(s string) {
	r.loseHalf()
	switch r.now.place {
	case inText:
		r.write(s)
	case inFonts, inStyles, inDetail:
		for piece := range strings.SplitAfterSeq(s, ";") {
			name, ends := strings.CutSuffix(piece, ";")
			if r.now.place == inDetail {
				name = piece
			}
			r.collected = append(r.collected, name...)
			if ends && r.now.place != inDetail {
				r.name(strings.TrimSpace(string(r.collected)))
				r.collected = r.collected[:0]
			}
		}
	}
}

// name ends the name of a font or of a style.
func (r *reader) name(name string) {
	if r.now.place == inStyles {
		r.styles[r.now.style] = name
		return
	}
	f := r.fonts[r.now.font]
	f.name, f.signs = name, f.signs || manuscript.IsSigns(name)
	r.fonts[r.now.font] = f
}

// write writes text that belongs to the article.
func (r *reader) write(s string) {
	now := r.now.look
	if now.hidden && !r.last.hidden {
		r.Hidden++
	}
	if now.deleted && !r.last.deleted {
		r.Deleted++
	}
	if now.inserted && !r.last.inserted {
		r.Inserted++
	}
	r.last = now
	if now.hidden || now.deleted {
		return
	}
	switch {
	case r.now.inTable:
		r.openCell()
	case r.InRow():
		r.EndRow()
	}
	if strings.ContainsFunc(s, manuscript.IsPrivate) {
		r.WriteSigns(r.fonts[r.now.font].name, s)
		return
	}
	r.Write(s)
}

// openCell begins the row and the cell to which text comes.
func (r *reader) openCell() {
	if !r.InRow() {
		r.Row()
		r.cellEnded = true
	}
	if r.cellEnded {
		r.Cell()
	}
	r.cellEnded = false
}

// kind is what the paragraph is that ends.
func (r *reader) kind() (ingest.Kind, ingest.Reason) {
	if kind, cut, known := manuscript.KindOf(r.styles[r.now.style]); known {
		return kind, cut
	}
	switch {
	case r.now.headed:
		return ingest.Heading, ""
	case r.now.listed:
		return ingest.Entry, ""
	}
	return ingest.Running, ""
}
