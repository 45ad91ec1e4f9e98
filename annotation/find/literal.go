package find

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rubricator/annotation/text"
)

// literal is what was typed: one class of characters after the other.
type literal struct {
	classes    []class
	lead, tail bool      // white space stands before it, behind it
	first      [256]bool // the bytes that a hit can begin with
}

// class is the characters that stand for each other; without any it is a run of white space.
type class []rune

// alike are characters that are written for each other, because keyboards have only one of them.
var alike = []class{[]rune("\"“”„‟"), []rune("'‘’‚‛ʼ"), []rune("-‐‑‒–—−")}

func newLiteral(q Query) *literal {
	words := strings.TrimFunc(q.Text, text.IsSpace)
	l := &literal{lead: !strings.HasPrefix(q.Text, words), tail: !strings.HasSuffix(q.Text, words)}
	initial := q.Initial
	for _, r := range words {
		if text.IsSpace(r) {
			if l.classes[len(l.classes)-1] != nil {
				l.classes = append(l.classes, nil)
			}
			continue
		}
		l.classes = append(l.classes, classOf(r, !q.Case || initial))
		initial = initial && !unicode.IsLetter(r)
	}
	for _, r := range l.classes[0] {
		l.first[string(r)[0]] = true
	}
	return l
}

// classOf is the characters that r is found in; with fold capitals and small letters are the same (Unicode's simple case folding).
func classOf(r rune, fold bool) class {
	for _, c := range alike {
		if slices.Contains(c, r) {
			return c
		}
	}
	c := class{r}
	for other := unicode.SimpleFold(r); fold && other != r; other = unicode.SimpleFold(other) {
		c = append(c, other)
	}
	return c
}

func (l *literal) each(s string, from, to int, take taker) {
	for at := from; at < to; {
		end := -1
		if l.first[s[at]] {
			end = l.match(s[:to], at)
		}
		if end < 0 || l.lead && !spaceBefore(s, at) || l.tail && !spaceBehind(s, end) {
			at++
			continue
		}
		switch take(at, end) {
		case taken:
			at = end
		case passed:
			at++
		case enough:
			return
		}
	}
}

// match is where what begins at a byte ends, -1 when it is something else.
func (l *literal) match(s string, at int) int {
	for _, c := range l.classes {
		if c == nil {
			rest := strings.TrimLeftFunc(s[at:], text.IsSpace)
			if len(rest) == len(s)-at {
				return -1
			}
			at = len(s) - len(rest)
			continue
		}
		r, size := utf8.DecodeRuneInString(s[at:])
		if size == 0 || !slices.Contains(c, r) {
			return -1
		}
		at += size
	}
	return at
}

// The ends of a text count as white space.
func spaceBefore(s string, at int) bool {
	r, size := utf8.DecodeLastRuneInString(s[:at])
	return size == 0 || text.IsSpace(r)
}

func spaceBehind(s string, at int) bool {
	r, size := utf8.DecodeRuneInString(s[at:])
	return size == 0 || text.IsSpace(r)
}
