package text

import (
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
)

// Tokens gives the bounds of all words of the text by UAX #29, for counting: what stands between them, white space and punctuation, is
// none. Unlike Word it takes no sign with a number and divides words at hyphens; scripts without spaces are divided by character.
func (t *Text) Tokens() [][2]Pos {
	out := make([][2]Pos, 0, len(t.s)/6)
	at := Pos(0)
	for it := words.FromString(t.s); it.Next(); {
		w := it.Value()
		end := at + Pos(utf8.RuneCountInString(w))
		if isToken(w) {
			out = append(out, [2]Pos{at, end})
		}
		at = end
	}
	return out
}

// isToken tells that a segment has a letter, a digit or a picture in it.
func isToken(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsNumber(r) || isEmoji(r) {
			return true
		}
	}
	return false
}
