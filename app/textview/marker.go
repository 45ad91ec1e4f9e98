package textview

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// bullets begin lines of a list.
const bullets = "-–•*‣◦▪·"

// maxMarker is how far into a line its marker may reach, in bytes.
const maxMarker = 64

// marker gives the length in bytes of what a line of a list begins with, white space around it included: "- ", "• ", "12. ", "(a) ".
// 0: the line is none of a list.
func marker(s string) int {
	s = s[:min(len(s), maxMarker)]
	rest := strings.TrimLeftFunc(s, isBlank)
	n := bullet(rest)
	if n == 0 {
		n = ordinal(rest)
	}
	if n == 0 {
		return 0
	}
	said := strings.TrimLeftFunc(rest[n:], isBlank)
	if said == "" || len(said) == len(rest)-n {
		return 0
	}
	return len(s) - len(said)
}

// isBlank tells what may stand around a marker: white space, and marks of direction.
func isBlank(r rune) bool { return unicode.IsSpace(r) || isIgnorable(r) }

func bullet(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	if !strings.ContainsRune(bullets, r) {
		return 0
	}
	return n
}

// ordinal gives the length of a number or letter with what ends it: "1.", "12)", "1-", "(3)", "a)", "(iv)". Agencies in brackets, as
// in "(AP)", are none.
func ordinal(s string) int {
	inside := strings.TrimPrefix(s, "(")
	opened := len(inside) < len(s)
	digits := prefixOf(inside, unicode.IsDigit)
	count, most := digits, 3
	if count == 0 {
		most = 4
		count = prefixOf(inside, func(r rune) bool { return strings.ContainsRune("ivx", r) })
	}
	if count == 0 {
		count = letterOf(inside)
	}
	if count == 0 || utf8.RuneCountInString(inside[:count]) > most {
		return 0
	}
	ends := ")"
	if digits > 0 && !opened {
		ends = ".)-"
	}
	if at := inside[count:]; at == "" || !strings.ContainsRune(ends, rune(at[0])) {
		return 0
	}
	return len(s) - len(inside) + count + 1
}

// prefixOf gives the length of the characters that s begins with and that are so.
func prefixOf(s string, so func(rune) bool) int {
	if i := strings.IndexFunc(s, func(r rune) bool { return !so(r) }); i >= 0 {
		return i
	}
	return len(s)
}

// letterOf gives the length of the letter that s begins with.
func letterOf(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	if !unicode.IsLetter(r) {
		return 0
	}
	return n
}
