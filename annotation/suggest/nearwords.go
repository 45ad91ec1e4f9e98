package suggest

import (
	"regexp"
	"slices"
	"strings"
)

// nearWords is a long pattern of which each match has one of some words. A pattern of hundreds of verbs takes microseconds for each
// byte that it is tried at, so it is tried only round these words.
type nearWords struct {
	pattern *regexp.Regexp
	words   map[string]bool
	before  []string // how words end of which up to three stand before it in a match
}

// newNearWords makes one of entries: of each, the first word.
func newNearWords(pattern string, entries []string, before ...string) nearWords {
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
		base := max(end, n.base(s, from))
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

// base is where the words begin that may belong to a match with the word at a byte.
func (n nearWords) base(s string, word int) int {
	at := word
	for range 3 {
		end := len(strings.TrimRight(s[:at], blanks))
		begin := strings.LastIndexAny(s[max(0, end-farWord):end], blanks) + 1
		if begin += max(0, end-farWord); end == at || begin == end || !endsInOne(s[begin:end], n.before) {
			break
		}
		at = begin
	}
	return at
}

// endsInOne tells whether a word ends in one of some, in whatever case.
func endsInOne(word string, ends []string) bool {
	return slices.ContainsFunc(ends, func(e string) bool { return len(word) >= len(e) && strings.EqualFold(word[len(word)-len(e):], e) })
}

// onward is where the words behind a byte end that a match may have: at a space some words away.
func onward(s string, to int) int {
	to = min(len(s), to+farWord)
	if i := strings.IndexAny(s[to:], blanks); i >= 0 {
		return to + i
	}
	return len(s)
}

// blanks are what a pattern takes for white space.
const blanks = " \t\n\f\r"
