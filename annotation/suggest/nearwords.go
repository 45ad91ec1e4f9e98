package suggest

import (
	"regexp"
	"strings"
)

// nearWords is a long pattern of which each match has one of some words. A pattern of hundreds of verbs takes microseconds for each
// byte that it is tried at, so it is tried only round these words.
type nearWords struct {
	pattern *regexp.Regexp
	words   map[string]bool
	before  int // how many other words of a match stand before its first of these at most
}

// newNearWords makes one of entries: of each, the first word.
func newNearWords(pattern string, entries []string, before int) nearWords {
	n := nearWords{regexp.MustCompile(pattern), map[string]bool{}, before}
	for _, e := range entries {
		first, _, _ := strings.Cut(e, " ")
		n.words[first] = true
	}
	return n
}

// all gives what FindAllStringSubmatchIndex would.
func (n nearWords) all(s string) (out [][]int) {
	end := 0 // of the match before
	for from, to := nextLetters(s, 0); from < to; from, to = nextLetters(s, to) {
		if from < end || !n.words[strings.ToLower(s[from:to])] {
			continue
		}
		base := max(end, back(s, from, n.before))
		m := n.pattern.FindStringSubmatchIndex(s[base:onward(s, to)])
		if m == nil || base+m[0] > from {
			continue
		}
		for i := range m {
			if m[i] >= 0 {
				m[i] += base
			}
		}
		out, end = append(out, m), m[1]
	}
	return out
}

// nextLetters is the next run of ASCII letters at or behind a byte, empty where there is none.
func nextLetters(s string, from int) (begin, end int) {
	isLetter := func(i int) bool { return s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z' }
	for from < len(s) && !isLetter(from) {
		from++
	}
	end = from
	for end < len(s) && isLetter(end) {
		end++
	}
	return from, end
}

// farWord is how far from its word a match reaches at most, in bytes.
const farWord = 100

// back is where the n words before the one at a byte begin; those that are far away are left out.
func back(s string, from, n int) int {
	at := from
	for i := from; n >= 0 && i >= 0 && from-i < farWord; i-- {
		if !isBlank(s[i]) && (i == 0 || isBlank(s[i-1])) {
			at = i
			n--
		}
	}
	return at
}

// onward is where the words behind a byte end that a match may have: at a space some words away.
func onward(s string, to int) int {
	to = min(len(s), to+farWord)
	for to < len(s) && !isBlank(s[to]) {
		to++
	}
	return to
}

func isBlank(b byte) bool { return b == ' ' || b >= '\t' && b <= '\r' }
