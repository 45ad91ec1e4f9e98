package bidi

import (
	"cmp"
	"slices"

	ucd "golang.org/x/text/unicode/bidi"
)

// maxOpenBrackets is how many brackets may be open at once before no more pairs are looked for (BD16).
const maxOpenBrackets = 63

// bracket is a pair of brackets, as places in a sequence.
type bracket struct{ open, close int }

// resolveBrackets gives both brackets of a pair one direction (rule N0).
func (r *Resolver) resolveBrackets(s *sequence) {
	r.pairBrackets(s)
	for _, b := range r.brackets {
		if c := r.bracketClass(s, b); c != ucd.ON {
			r.turnBracket(s, b.open, c)
			r.turnBracket(s, b.close, c)
		}
	}
}

// pairBrackets finds the pairs of a sequence, in order of their opening ones (BD16).
func (r *Resolver) pairBrackets(s *sequence) {
	r.brackets = r.brackets[:0]
	type opened struct {
		closing rune
		at      int
	}
	var stack [maxOpenBrackets]opened
	depth := 0
	for k, i := range s.at {
		if r.classes[i] != ucd.ON {
			continue
		}
		p, _ := ucd.LookupRune(r.text[i])
		switch {
		case !p.IsBracket():
		case p.IsOpeningBracket():
			if depth == maxOpenBrackets {
				r.brackets = r.brackets[:0]
				return
			}
			stack[depth] = opened{canonical(partner(r.text[i])), k}
			depth++
		default:
			for d := depth - 1; d >= 0; d-- {
				if stack[d].closing == canonical(r.text[i]) {
					r.brackets = append(r.brackets, bracket{stack[d].at, k})
					depth = d
					break
				}
			}
		}
	}
	slices.SortFunc(r.brackets, func(a, b bracket) int { return cmp.Compare(a.open, b.open) })
}

// partner is the other bracket of a pair.
func partner(bracket rune) rune { return []rune(ucd.ReverseString(string(bracket)))[0] }

// canonical is the one of two equivalent closing brackets that stands for both: angle brackets are in Unicode twice.
func canonical(closing rune) rune {
	if closing == 0x232A {
		return 0x3009
	}
	return closing
}

// bracketClass is the direction that a pair takes: that of its sequence if anything inside has it; else, if there is
// something strong inside, that of the text before; else none, ON.
func (r *Resolver) bracketClass(s *sequence, b bracket) ucd.Class {
	embedding, opposite := direction(s.level), false
	for _, i := range s.at[b.open+1 : b.close] {
		switch c := strength(r.classes[i]); {
		case c == embedding:
			return c
		case c != ucd.ON:
			opposite = true
		}
	}
	if !opposite {
		return ucd.ON
	}
	for k := b.open - 1; k >= 0; k-- {
		if c := strength(r.classes[s.at[k]]); c != ucd.ON {
			return c
		}
	}
	return s.start
}

// turnBracket gives a direction to a bracket and to the marks upon it.
func (r *Resolver) turnBracket(s *sequence, k int, c ucd.Class) {
	r.classes[s.at[k]] = c
	for k++; k < len(s.at) && r.own[s.at[k]] == ucd.NSM; k++ {
		r.classes[s.at[k]] = c
	}
}

// strength is the direction of a class as neutral characters beside it see it, ON for none: numbers count as right to
// left.
func strength(c ucd.Class) ucd.Class {
	switch c {
	case ucd.L:
		return ucd.L
	case ucd.R, ucd.EN, ucd.AN:
		return ucd.R
	}
	return ucd.ON
}

// resolveNeutral gives neutral characters the direction on both sides of them, and where the sides differ that of the
// sequence (rules N1 and N2).
func (r *Resolver) resolveNeutral(s *sequence) {
	before := s.start
	for k := 0; k < len(s.at); k++ {
		end := k
		for end < len(s.at) && strength(r.classes[s.at[end]]) == ucd.ON {
			end++
		}
		behind := s.end
		if end < len(s.at) {
			behind = strength(r.classes[s.at[end]])
		}
		becomes := direction(s.level)
		if before == behind {
			becomes = before
		}
		for ; k < end; k++ {
			r.classes[s.at[k]] = becomes
		}
		before = behind
	}
}
