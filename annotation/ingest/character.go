package ingest

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxControls: text with more than one control character in so many bytes is no text.
const maxControls = 100

// counts are the characters of a text that people should hear of, or that no text has.
type counts struct {
	nul         int
	control     int // C0 but tab, line ends and form feed; C1; DEL
	bidi        int // hidden controls of direction, with which a text can be made to read as something else
	replacement int // U+FFFD: what was damaged, here or before
	first       int // byte of the first of these
	marks       int // U+FEFF inside the text
}

// count looks at the bytes of valid UTF-8: most of them can be passed over without knowing the character that they are of.
func count(s string) (c counts) {
	for i := 0; i < len(s); i++ {
		if isPlain[s[i]] {
			continue
		}
		r, _ := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == 0:
			c.nul++
		case r < ' ', r >= 0x7f && r <= 0x9f && r != 0x85: // U+0085 is a line end in some places
			c.control++
		case r >= '\u202A' && r <= '\u202E', r >= '\u2066' && r <= '\u2069':
			c.bidi++
		case r == '\uFFFD':
			if c.replacement++; c.replacement == 1 {
				c.first = i
			}
		case r == '\uFEFF':
			c.marks++
		}
	}
	return c
}

// isPlain tells the bytes with which none of the counted characters begins: all but controls and the first bytes of U+0080, U+2000 and U+F000.
var isPlain = func() (plain [256]bool) {
	for c := range plain {
		plain[c] = c >= ' ' && c != 0x7f && c != 0xC2 && c != 0xE2 && c != 0xEF || c == '\t' || c == '\n' || c == '\r' || c == '\f'
	}
	return plain
}()

// warnings are sentences about the counts.
func warnings(s string, c counts) []string {
	var out []string
	say := func(n int, thing, rest string) {
		if n > 0 {
			out = append(out, fmt.Sprintf("%s %s.", several(n, thing), rest))
		}
	}
	if c.replacement > 0 {
		out = append(out, fmt.Sprintf("Damaged characters shown as \uFFFD: %d, the first in line %d of the text.", c.replacement, 1+strings.Count(s[:c.first], "\n")))
	}
	say(strings.Count(s, "â€")+misread(s), "place", `with letters like "â€™" or "Ã©": the text was decoded wrongly before it was saved`)
	say(c.control, "control character", "kept in the text")
	say(c.bidi, "hidden direction control", "kept in the text: it may read otherwise than it is written")
	say(c.marks, "byte order mark", "kept inside the text")
	return out
}

// misread counts letters with accents that were UTF-8 and read as Windows-1252: "Ã" with a sign behind it that begins no word.
func misread(s string) (n int) {
	for {
		_, behind, ok := strings.Cut(s, "Ã")
		if !ok {
			return n
		}
		if r, _ := utf8.DecodeRuneInString(behind); r >= '\u00A1' && r <= '\u00BF' {
			n++
		}
		s = behind
	}
}

// blank tells that nothing in s can be seen.
func blank(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsSpace(r) && unicode.IsGraphic(r) }) < 0
}
