package conll

import (
	"fmt"
	"strconv"
	"strings"

	"rubricator/annotation/interchange"
)

// What stands in the third column. The first three are those of CoNLL-U and UDPipe.
const (
	noSpaceAfter = "SpaceAfter=No"
	spacesAfter  = "SpacesAfter="
	spacesBefore = "SpacesBefore="
	keyDocument  = "Document="
	keyAnnotator = "Annotator="
	keyKind      = "AnnotatorKind="
	keyStatus    = "Status="
)

// usual is the white space behind a token of which nothing is said.
func usual(endsSentence, last bool) string {
	switch {
	case last:
		return ""
	case endsSentence:
		return "\n"
	}
	return " "
}

// escapes are those of UDPipe. Other white space is \u and four digits, since it would end the column.
var escapes = map[rune]string{' ': `\s`, '\t': `\t`, '\n': `\n`, '|': `\p`, '\\': `\\`}

func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch e := escapes[r]; {
		case e != "":
			b.WriteString(e)
		case interchange.IsTokenSpace(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// unescape also takes what is no escape as it stands.
func unescape(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, size := rune(s[0]), 1
		if s[0] == '\\' && len(s) > 1 {
			r, size = escaped(s)
		}
		if size == 1 {
			b.WriteByte(s[0])
		} else {
			b.WriteRune(r)
		}
		s = s[size:]
	}
	return b.String()
}

// escaped is the character that s begins with an escape of, and its length; 1 where it is none.
func escaped(s string) (rune, int) {
	switch s[1] {
	case 's':
		return ' ', 2
	case 't':
		return '\t', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 'p':
		return '|', 2
	case '\\':
		return '\\', 2
	case 'u':
		if len(s) >= 6 {
			if n, err := strconv.ParseUint(s[2:6], 16, 16); err == nil && interchange.IsTokenSpace(rune(n)) {
				return rune(n), 6
			}
		}
	}
	return 0, 1
}
