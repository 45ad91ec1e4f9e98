// Package bidi orders text that runs in two directions, by the Unicode Bidirectional Algorithm, UAX #9. Rules are named
// as there.
//
// Which file holds which rules: bidi.go P, I and L, explicit.go X, weak.go W, neutral.go N.
package bidi

import (
	"slices"

	ucd "golang.org/x/text/unicode/bidi"
)

// Level is an embedding level: even ones run left to right, odd ones right to left.
type Level = uint8

// Resolver finds the levels of characters. It keeps its memory from one paragraph to the next.
type Resolver struct {
	base     Level
	text     []rune
	own      []ucd.Class // of the characters by themselves
	classes  []ucd.Class // as the rules change them
	explicit []Level     // of the controls round a character
	pairs    []int32     // of isolate initiators and their terminators: the other one; -1: none
	runs     []levelRun
	brackets []bracket
	sequence sequence
}

// Levels appends the level of every character of a paragraph to dst. What rule X9 takes out (embedding controls and
// other characters without a look) has the level of the character before it. Rule L1 is done for tabs and the white
// space before them; white space at the end of a line is left to Trailing.
//
// A separator of paragraphs within the text ends what the controls before it opened, and the base level stays.
func (r *Resolver) Levels(dst []Level, text []rune, base Level) []Level {
	from := len(dst)
	dst = append(dst, make([]Level, len(text))...)
	out := dst[from:]
	if base == 0 && !Needed(text) {
		return dst
	}
	for start := 0; start < len(text); {
		end := start
		for end < len(text) && class(text[end]) != ucd.B {
			end++
		}
		r.paragraph(out[start:end], text[start:end], base)
		if end < len(text) {
			out[end] = base
		}
		start = end + 1
	}
	r.separators(out, text, base)
	return dst
}

// Needed tells whether a text has anything that runs right to left or directs its order; without it, a text in a
// paragraph from left to right is all at level 0.
func Needed(text []rune) bool {
	return slices.ContainsFunc(text, turns)
}

// turns tells the blocks that hold all characters of the classes R, AL and AN, and the controls. It is faster than
// looking a class up.
func turns(r rune) bool {
	switch {
	case r < 0x590:
		return false
	case r < 0x900:
		return true
	case r < 0x200F:
		return false
	case r < 0x2070:
		return r == 0x200F || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
	}
	return r >= 0xFB1D && r <= 0xFDFF || r >= 0xFE70 && r <= 0xFEFF || r >= 0x10800 && r <= 0x10FFF ||
		r >= 0x1E800 && r <= 0x1EFFF
}

func class(r rune) ucd.Class {
	p, _ := ucd.LookupRune(r)
	return p.Class()
}

// Base is the level of a paragraph by its first strong character outside of isolates, 0 where there is none (rules P2
// and P3).
func Base(paragraph string) Level {
	base, _ := Strong(paragraph)
	return base
}

// Strong is Base, and whether the paragraph has a strong character that says so.
func Strong(paragraph string) (base Level, ok bool) {
	isolates := 0
	for _, r := range paragraph {
		if r < 0x80 && isolates > 0 {
			continue
		}
		switch class(r) {
		case ucd.L:
			if isolates == 0 {
				return 0, true
			}
		case ucd.R, ucd.AL:
			if isolates == 0 {
				return 1, true
			}
		case ucd.LRI, ucd.RLI, ucd.FSI:
			isolates++
		case ucd.PDI:
			isolates = max(0, isolates-1)
		}
	}
	return 0, false
}

// paragraph resolves the levels of one paragraph without separators.
func (r *Resolver) paragraph(out []Level, text []rune, base Level) {
	n := len(text)
	r.base, r.text = base, text
	r.own = slices.Grow(r.own[:0], n)[:n]
	for i, c := range text {
		r.own[i] = class(c)
	}
	r.classes = append(r.classes[:0], r.own...)
	r.pairIsolates()
	r.embed()
	copy(out, r.explicit)
	r.eachSequence(func(s *sequence) {
		r.resolveWeak(s)
		r.resolveBrackets(s)
		r.resolveNeutral(s)
		for _, i := range s.at {
			out[i] += implicit(r.classes[i], s.level)
		}
	})
	for i := range out {
		switch {
		case !removed(r.own[i]):
		case i == 0:
			out[i] = base
		default:
			out[i] = out[i-1]
		}
	}
}

// implicit is what a class adds to the level of its sequence (rules I1 and I2).
func implicit(c ucd.Class, l Level) Level {
	switch {
	case l%2 == 0 && c == ucd.R, l%2 == 1 && c != ucd.R:
		return 1
	case l%2 == 0 && (c == ucd.AN || c == ucd.EN):
		return 2
	}
	return 0
}

// separators gives the paragraph's level to segment separators and the white space before them (rule L1).
func (r *Resolver) separators(out []Level, text []rune, base Level) {
	for i, c := range text {
		if k := class(c); k != ucd.S && k != ucd.B {
			continue
		}
		out[i] = base
		for j := Trailing(text[:i]); j < i; j++ {
			out[j] = base
		}
	}
}

// Trailing is where the white space and the isolate controls at the end of a line begin, which stand at the
// paragraph's level (rule L1). What is removed goes with them where it stands among them.
func Trailing(line []rune) int {
	start := len(line)
	for i := len(line) - 1; i >= 0; i-- {
		c := class(line[i])
		if c == ucd.WS || isIsolateControl(c) {
			start = i
		} else if !removed(c) {
			break
		}
	}
	return start
}

// Order gives the order, left to right, of what has these levels on one line (rule L2): from the highest level down to
// the lowest odd one, every sequence at that level or above is reversed.
func Order(levels []Level) []int {
	order := make([]int, len(levels))
	highest, lowestOdd := Level(0), Level(255)
	for i, l := range levels {
		order[i] = i
		highest = max(highest, l)
		if l%2 == 1 {
			lowestOdd = min(lowestOdd, l)
		}
	}
	for l := highest; l >= lowestOdd && l > 0; l-- {
		for i := 0; i < len(order); i++ {
			j := i
			for j < len(order) && levels[order[j]] >= l {
				j++
			}
			slices.Reverse(order[i:j])
			i = max(i, j-1)
		}
	}
	return order
}
