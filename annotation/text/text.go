// Package text holds immutable text and the positions in it.
//
// A position counts Unicode code points (Pos). Bytes (Byte) and UTF-16 code units (UTF16) have types of their own, so
// that mixing the units does not compile. Ranges are half-open: [start, end).
package text

import (
	"errors"
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"
)

// Pos is a position in code points from the start of a text.
type Pos int32

// Byte is a position in UTF-8 bytes from the start of a text.
type Byte int32

// UTF16 is a position in UTF-16 code units from the start of a text.
type UTF16 int32

// MaxBytes is the largest text this package takes, in bytes.
const MaxBytes = 256 << 20

// The ways in which a string is not a text. Decoding a file mends all but the last, see package ingest.
var (
	ErrNotUTF8        = errors.New("not valid UTF-8")
	ErrCarriageReturn = errors.New(`holds a carriage return; line ends are "\n"`)
	ErrTooLarge       = fmt.Errorf("larger than %d MiB", MaxBytes>>20)
)

// stride is the distance, in code points, between two entries of the byte index.
const stride = 128

// Text is immutable UTF-8 text with line ends "\n". The zero value is the empty text.
type Text struct {
	s      string
	n      Pos
	bytes  []Byte // byte offset of every stride-th code point; nil when the text is ASCII
	astral []Pos  // code points above U+FFFF, which take two UTF-16 units
}

// New checks s and indexes it: 4 bytes an index entry, one entry for 128 code points, none for ASCII.
// Errors: ErrNotUTF8, ErrCarriageReturn, ErrTooLarge.
func New(s string) (*Text, error) {
	switch {
	case len(s) > MaxBytes:
		return nil, ErrTooLarge
	case !utf8.ValidString(s):
		return nil, ErrNotUTF8
	case strings.IndexByte(s, '\r') >= 0:
		return nil, ErrCarriageReturn
	}
	t := &Text{s: s, n: Pos(len(s))}
	if !ascii(s) {
		t.index()
	}
	return t, nil
}

// MustNew is New for texts known to be well-formed, in tests and tables. It panics on an error.
func MustNew(s string) *Text {
	t, err := New(s)
	if err != nil {
		panic(err)
	}
	return t
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func (t *Text) index() {
	t.bytes = make([]Byte, 0, len(t.s)/stride+1)
	p := Pos(0)
	for b, r := range t.s {
		if p%stride == 0 {
			t.bytes = append(t.bytes, Byte(b))
		}
		if r > 0xFFFF {
			t.astral = append(t.astral, p)
		}
		p++
	}
	t.n = p
}

// String is the text itself.
func (t *Text) String() string { return t.s }

// Len is the length in code points.
func (t *Text) Len() Pos { return t.n }

// Bytes is the length in bytes.
func (t *Text) Bytes() Byte { return Byte(len(t.s)) }

// Byte converts a position to bytes. Positions outside the text are moved to its nearer end.
func (t *Text) Byte(p Pos) Byte {
	p = t.clamp(p)
	if t.bytes == nil {
		return Byte(p)
	}
	if p == t.n {
		return Byte(len(t.s))
	}
	b := t.bytes[p/stride]
	for range p % stride {
		_, size := utf8.DecodeRuneInString(t.s[b:])
		b += Byte(size)
	}
	return b
}

// Pos converts a byte offset to code points; an offset inside a code point counts as its start.
func (t *Text) Pos(b Byte) Pos {
	b = max(0, min(b, Byte(len(t.s))))
	if t.bytes == nil {
		return Pos(b)
	}
	if len(t.bytes) == 0 {
		return 0
	}
	i := sort.Search(len(t.bytes), func(i int) bool { return t.bytes[i] > b }) - 1
	p, at := Pos(i)*stride, t.bytes[i]
	for at < b {
		_, size := utf8.DecodeRuneInString(t.s[at:])
		if at += Byte(size); at > b {
			break
		}
		p++
	}
	return p
}

// UTF16 converts a position to UTF-16 code units.
func (t *Text) UTF16(p Pos) UTF16 {
	p = t.clamp(p)
	return UTF16(p) + UTF16(sort.Search(len(t.astral), func(i int) bool { return t.astral[i] >= p }))
}

// PosUTF16 converts UTF-16 code units to a position; a unit inside a surrogate pair counts as the pair's start.
func (t *Text) PosUTF16(u UTF16) Pos {
	// astral[i] starts at UTF-16 unit astral[i]+i; count the characters that end at or before u
	before := sort.Search(len(t.astral), func(i int) bool { return UTF16(t.astral[i])+UTF16(i)+2 > u })
	p := Pos(u) - Pos(before)
	if before < len(t.astral) && p > t.astral[before] {
		p = t.astral[before]
	}
	return t.clamp(p)
}

// Slice is the text from start to end, sharing memory with the whole.
func (t *Text) Slice(start, end Pos) string {
	if start >= end {
		return ""
	}
	return t.s[t.Byte(start):t.Byte(end)]
}

// At is the code point at p, or utf8.RuneError at the end.
func (t *Text) At(p Pos) rune {
	r, _ := utf8.DecodeRuneInString(t.s[t.Byte(p):])
	return r
}

func (t *Text) clamp(p Pos) Pos { return max(0, min(p, t.n)) }
