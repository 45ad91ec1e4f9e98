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
	lead, tail bool // white space stands before it, behind it
	pairs      pairs
}

// pairs are the first two bytes that a hit can have. In an alphabet beyond ASCII one byte alone tells little.
type pairs [256][4]uint64

func (p *pairs) add(a, b byte) { p[a][b>>6] |= 1 << (b & 63) }

func (p *pairs) has(a, b byte) bool { return p[a][b>>6]&(1<<(b&63)) != 0 }

// class is the characters that stand for each other, as they are in UTF-8, so that nothing need be decoded; without any it is a
// run of white space.
type class []string

// alike are characters that are written for each other, because keyboards have only one of them.
var alike = []class{spelt("\"“”„‟"), spelt("'‘’‚‛ʼ"), spelt("-‐‑‒–—−")}

func spelt(characters string) class { return strings.Split(characters, "") }

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
	l.pair()
	return l
}

func (l *literal) pair() {
	for _, c := range l.classes[0] {
		switch {
		case len(c) > 1:
			l.pairs.add(c[0], c[1])
		case len(l.classes) > 1 && l.classes[1] != nil:
			for _, next := range l.classes[1] {
				l.pairs.add(c[0], next[0])
			}
		default:
			for next := range 256 {
				l.pairs.add(c[0], byte(next))
			}
		}
	}
}

// classOf is the characters that r is found in; with fold capitals and small letters are the same (Unicode's simple case folding).
func classOf(r rune, fold bool) class {
	for _, c := range alike {
		if slices.Contains(c, string(r)) {
			return c
		}
	}
	c := class{string(r)}
	for other := unicode.SimpleFold(r); fold && other != r; other = unicode.SimpleFold(other) {
		c = append(c, string(other))
	}
	return c
}

func (l *literal) each(s string, from, to int, take taker) {
	for at := from; at < to; {
		end := -1
		if at+1 == to || l.pairs.has(s[at], s[at+1]) {
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
		size := c.size(s[at:])
		if size == 0 {
			return -1
		}
		at += size
	}
	return at
}

// size is how many bytes of s, from its beginning, are of the class.
func (c class) size(s string) int {
	if c == nil {
		return len(s) - len(strings.TrimLeftFunc(s, text.IsSpace))
	}
	for _, character := range c {
		if strings.HasPrefix(s, character) {
			return len(character)
		}
	}
	return 0
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
