package interchange

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"rubricator/annotation/text"
)

// Unit is what offsets of a format count.
type Unit string

// The units. What Python counts are code points; JavaScript, Java and .NET count UTF-16 units; Go, Rust and C++ bytes; doccano counts
// grapheme clusters in projects that are set so.
const (
	CodePoint Unit = "codepoint"
	UTF16     Unit = "utf16"
	UTF8Byte  Unit = "utf8_byte"
	Grapheme  Unit = "grapheme"
)

// Units are all units, the most frequent first.
var Units = []Unit{CodePoint, UTF16, UTF8Byte, Grapheme}

// ParseUnit reads the name of a unit.
func ParseUnit(s string) (Unit, error) {
	if !slices.Contains(Units, Unit(s)) {
		return "", fmt.Errorf("offset unit %q is unknown; there are codepoint, utf16, utf8_byte and grapheme", s)
	}
	return Unit(s), nil
}

// Offsets converts positions of a text, in any order, to the unit.
func (u Unit) Offsets(t *text.Text, ps []text.Pos) []int {
	out := make([]int, len(ps))
	if u == Grapheme {
		at := u.measure(t.String())
		for i, p := range ps {
			out[i], _ = slices.BinarySearch(at, int32(t.Byte(p))) // a position within a cluster counts as its end
		}
		return out
	}
	for i, p := range ps {
		switch u {
		case UTF16:
			out[i] = int(t.UTF16(p))
		case UTF8Byte:
			out[i] = int(t.Byte(p))
		default:
			out[i] = int(p)
		}
	}
	return out
}

// measure gives the byte at which each unit of s begins, and the end of s; -1 within a character, where UTF-16 and bytes have units.
func (u Unit) measure(s string) (out []int32) {
	if u == Grapheme {
		for b := range text.Clusters(s) {
			out = append(out, int32(b))
		}
		return append(out, int32(len(s)))
	}
	for b, r := range s {
		out = append(out, int32(b))
		for range u.width(r) - 1 {
			out = append(out, -1)
		}
	}
	return append(out, int32(len(s)))
}

// width is how many units a character has.
func (u Unit) width(r rune) int {
	switch {
	case u == UTF16 && r > 0xFFFF:
		return 2
	case u == UTF8Byte:
		return utf8.RuneLen(r)
	}
	return 1
}

// ruler tells where offsets of another tool lie. The tool's text may have line ends that ours has not.
type ruler struct {
	raw  string
	ours *text.Text
	at   []int32 // the byte of raw at which each unit begins; nil: the byte is the unit
	cr   []int   // bytes of raw that ours lacks
}

// Plain is a text of another tool with line ends "\n".
func Plain(raw string) string {
	if strings.IndexByte(raw, '\r') < 0 {
		return raw
	}
	return strings.ReplaceAll(strings.ReplaceAll(raw, "\r\n", "\n"), "\r", "\n")
}

func newRuler(raw string, ours *text.Text, u Unit) *ruler {
	r := &ruler{raw: raw, ours: ours}
	if !ascii(raw) || u == Grapheme {
		r.at = u.measure(raw)
	}
	for i := 0; i+1 < len(raw); i++ {
		if raw[i] == '\r' && raw[i+1] == '\n' {
			r.cr = append(r.cr, i)
		}
	}
	return r
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// pos is where an offset lies in our text; ok is false outside the text and within a character.
func (r *ruler) pos(offset int) (p text.Pos, ok bool) {
	b := offset
	if r.at != nil {
		if offset < 0 || offset >= len(r.at) || r.at[offset] < 0 {
			return 0, false
		}
		b = int(r.at[offset])
	}
	if b < 0 || b > len(r.raw) {
		return 0, false
	}
	lacking, _ := slices.BinarySearch(r.cr, b)
	return r.ours.Pos(text.Byte(b - lacking)), true
}
