package brat

import (
	"strings"
	"unicode"

	"rubricator/annotation/text"
)

// isBreak tells the characters at which brat ends a line of an .ann file, which are those of Python's str.splitlines. No piece of a mark can hold one.
func isBreak(r rune) bool {
	switch r {
	case '\n', '\r', '\v', '\f', 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029:
		return true
	}
	return false
}

func isSpace(r rune) bool { return unicode.IsSpace(r) || isBreak(r) }

// pieces cuts ranges at line ends, and takes off white space there, as brat does with what is selected across lines.
func pieces(t *text.Text, ranges [][2]text.Pos) [][2]text.Pos {
	var out [][2]text.Pos
	for _, r := range ranges {
		s := t.Slice(r[0], r[1])
		if !strings.ContainsFunc(s, isBreak) {
			out = append(out, r)
			continue
		}
		out = append(out, cut(s, r[0])...)
	}
	return out
}

// cut gives the pieces of s, which begins at a position.
func cut(s string, at text.Pos) (out [][2]text.Pos) {
	chars := []rune(s)
	add := func(from, to int, first, last bool) {
		for !first && from < to && isSpace(chars[from]) {
			from++
		}
		for !last && from < to && isSpace(chars[to-1]) {
			to--
		}
		if from < to {
			out = append(out, [2]text.Pos{at + text.Pos(from), at + text.Pos(to)})
		}
	}
	from := 0
	for i, r := range chars {
		if isBreak(r) {
			add(from, i, from == 0, false)
			from = i + 1
		}
	}
	add(from, len(chars), false, true)
	return out
}

// joined puts pieces together that line ends part, and white space round them: the other way of pieces.
func joined(t *text.Text, pieces [][2]text.Pos) [][2]text.Pos {
	return join(pieces, func(from, to text.Pos) string { return t.Slice(from, to) })
}

func join[P ~int | ~int32](pieces [][2]P, slice func(from, to P) string) (out [][2]P) {
	for _, p := range pieces {
		if n := len(out); n > 0 && out[n-1][1] < p[0] && parts(slice(out[n-1][1], p[0])) {
			out[n-1][1] = p[1]
			continue
		}
		out = append(out, p)
	}
	return out
}

// parts tells whether a gap between two pieces is a line end with white space.
func parts(gap string) bool {
	return strings.ContainsFunc(gap, isBreak) && !strings.ContainsFunc(gap, func(r rune) bool { return !isSpace(r) })
}

// quote is the last column of a mark: its pieces joined by one space.
func quote[P any](pieces [][2]P, slice func(from, to P) string) string {
	var b strings.Builder
	for i, p := range pieces {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(slice(p[0], p[1]))
	}
	return b.String()
}
