package pdf

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// characters counts what becomes of the characters of a file.
type characters struct {
	all       int // that can be seen
	ligatures int // divided into their letters: the quote of a mark is to be found by who types it
	forms     int // Arabic letters in the form that they have in a word, made the letters they are
	spaces    int // other than U+0020
	unknown   int // without a meaning in Unicode: replaced by U+FFFD
	private   int // of an area whose meaning only the font knows
	controls  int // left out
	mended    int // hyphens at line ends that were taken out
}

// kind is what a character does to a word.
type kind int

const (
	letter     kind = iota // belongs to it
	space                  // ends it
	lineHyphen             // ends it, and the line, in a hyphen
	nothing                // is left out
)

func (c *characters) kind(r rune) kind {
	switch {
	case r == 2, r == 0xFFFE: // what the engine makes of a hyphen at a line's end
		return lineHyphen
	case r == ' ', r == '\r', r == '\n', r == '\t', r == '\f', r == '\v':
		return space
	case r == '\u3000': // as wide as a letter of the text that it stands in
		return space
	case unicode.Is(unicode.Zs, r):
		c.spaces++
		return space
	case r == '\u00AD': // shown at a line's end alone
		c.mended++
		return nothing
	case r == '\uFEFF', r > 0 && r < ' ', r >= 0x7F && r < 0xA0:
		c.controls++
		return nothing
	}
	return letter
}

// clean is what a character becomes.
func (c *characters) clean(r rune) []rune {
	c.all++
	switch {
	case r == 0, r == 0xFFFD, r > unicode.MaxRune, r >= 0xD800 && r < 0xE000, r == 0xFFFF:
		c.unknown++
		return []rune{0xFFFD}
	case r >= 0xFB00 && r <= 0xFB06:
		c.ligatures++
	case r >= 0xFB50 && r <= 0xFDFF, r >= 0xFE70 && r < 0xFEFF:
		c.forms++
	case r >= 0xE000 && r < 0xF900:
		c.private++
		return []rune{r}
	default:
		return []rune{r}
	}
	return []rune(strings.TrimSpace(norm.NFKC.String(string(r))))
}

// report says what was done, after what went before: "; 4 hyphens mended; 2 ligatures divided".
func (c *characters) report() string {
	out := ""
	for _, part := range []struct {
		n    int
		what string
		done string
	}{
		{c.mended, "hyphen", "mended"},
		{c.ligatures, "ligature", "divided"},
		{c.forms, "Arabic letter form", "made plain"},
		{c.spaces, "special space", "made plain"},
		{c.unknown, "character", "unknown"},
		{c.controls, "control character", "left out"},
	} {
		if part.n > 0 {
			out += "; " + several(part.n, part.what) + " " + part.done
		}
	}
	return out
}

// warnings say what a person should look at.
func (c *characters) warnings() []string {
	var out []string
	if bad := c.unknown + c.private; bad*3 > c.all {
		out = append(out, "The fonts of this PDF do not say which letters their signs are; compare the text with the page.")
	}
	if c.private > 0 {
		out = append(out, several(c.private, "sign")+" of a private font kept; they may show as boxes.")
	}
	return out
}

// several counts things in words: "1 page", "3 pages".
func several(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
