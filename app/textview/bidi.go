package textview

import (
	"slices"
	"unicode"

	"github.com/go-text/typesetting/bidi"
)

// level is an embedding level of the bidirectional algorithm (UAX #9): even is left to right, odd right to left.
type level = uint8

// needsBidi tells whether anything in the text runs right to left or directs it.
func needsBidi(rs []rune) bool {
	for _, r := range rs {
		if r >= 0x590 && (isRTL(r) || isBidiControl(r)) {
			return true
		}
	}
	return false
}

// isRTL tells the blocks of right-to-left scripts, their digits included.
func isRTL(r rune) bool {
	return r >= 0x590 && r <= 0x8FF || r >= 0xFB1D && r <= 0xFDFF || r >= 0xFE70 && r <= 0xFEFC ||
		r >= 0x10800 && r <= 0x10FFF || r >= 0x1E800 && r <= 0x1EFFF
}

// isBidiControl tells the marks, embeddings, overrides and isolates.
func isBidiControl(r rune) bool {
	return r == 0x061C || r == 0x200E || r == 0x200F || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}

// isEmbedding tells the controls that open a level of their own.
func isEmbedding(r rune) bool { return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 }

// baseLevel is the paragraph's own level, by its first strong character (rules P2 and P3, isolates not skipped).
func baseLevel(s string) level {
	for _, r := range s {
		switch {
		case r == 0x200E:
			return 0
		case r == 0x200F || r == 0x061C:
			return 1
		case r < 0x80:
			if 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' {
				return 0
			}
		case unicode.IsLetter(r):
			if isRTL(r) {
				return 1
			}
			return 0
		}
	}
	return 0
}

// levels resolves the embedding level of every character of a paragraph.
func levels(p *bidi.Paragraph, rs []rune, base level) []level {
	out := make([]level, len(rs))
	direction := bidi.LeftToRight
	if base == 1 {
		direction = bidi.RightToLeft
	}
	runs := p.Segment(rs, direction)
	merged := base == 0 && !slices.ContainsFunc(rs, isEmbedding)
	end := 0
	for i := range runs.NumRuns() {
		run := runs.Run(i)
		for j := run.Start; j < run.End; j++ {
			out[j] = level(run.Level)
		}
		if merged && run.Level%2 == 0 {
			unmerge(out[run.Start:run.End], rs[run.Start:run.End])
		}
		end = run.End
	}
	for ; end < len(rs); end++ {
		out[end] = base
	}
	return out
}

// unmerge tells numbers in right-to-left context (level 2) from left-to-right text (level 0) where the two meet: the
// segmenter gives one run for both, as both are even. Such a number can only begin the run, except an Arabic one.
func unmerge(out []level, rs []rune) {
	number := out[0] == 2
	for i, r := range rs {
		number = number && inNumber(rs, i)
		out[i] = 0
		if number || isArabicDigit(r) {
			out[i] = 2
		}
	}
}

// inNumber tells digits and the signs within and round a number that go with it.
func inNumber(rs []rune, i int) bool {
	switch r := rs[i]; r {
	case '.', ',', ':', '/', '+', '-', 0xA0, 0x66B, 0x66C:
		return i+1 < len(rs) && isDigit(rs[i+1])
	case '#', '%', '\u2030', '\u00b0', '\u2212':
		return true
	default:
		return isDigit(r) || unicode.Is(unicode.Sc, r) || isIgnorable(r) || unicode.Is(unicode.Mn, r)
	}
}

func isDigit(r rune) bool {
	return r >= '0' && r <= '9' || r >= 0x6F0 && r <= 0x6F9 || isArabicDigit(r)
}

func isArabicDigit(r rune) bool { return r >= 0x660 && r <= 0x669 }

// visualOrder gives the order, left to right, in which runs with these levels stand (rule L2): from the highest level
// down to the lowest odd one, every sequence of runs at that level or above is reversed.
func visualOrder(levels []level) []int {
	order := make([]int, len(levels))
	highest, lowestOdd := level(0), level(255)
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
			for a, b := i, j-1; a < b; a, b = a+1, b-1 {
				order[a], order[b] = order[b], order[a]
			}
			i = max(i, j-1)
		}
	}
	return order
}
