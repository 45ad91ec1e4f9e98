package ingest

import (
	"regexp"
	"strings"
)

// pattern is what a line has to meet from end to end, whatever its case. Few lines of an article begin as such lines do or hold their words, and the others
// are told by that much faster.
type pattern struct {
	stems
	whole *regexp.Regexp
}

// stems are what a line begins with or holds, in lower case.
type stems struct {
	first [256][]string // by their first byte
	held  []string
}

const digits = "0|1|2|3|4|5|6|7|8|9"

// begins are stems, divided by "|", with which lines begin.
func begins(with string) (s stems) {
	for stem := range strings.SplitSeq(with, "|") {
		if stem != "" {
			s.first[stem[0]] = append(s.first[stem[0]], stem)
		}
	}
	return s
}

// or adds stems that lines hold.
func (s stems) or(held string) stems {
	s.held = strings.Split(held, "|")
	return s
}

func whole(s stems, alternatives ...string) pattern {
	return pattern{s, regexp.MustCompile(`(?i)^(?:` + strings.Join(alternatives, "|") + `)$`)}
}

func (p *pattern) is(line string) bool {
	return len(line) <= longestFurniture && p.in(strings.ToLower(line)) && p.whole.MatchString(line)
}

// in tells whether a line in lower case begins with one of the stems, or holds one.
func (s *stems) in(lower string) bool {
	if lower == "" {
		return false
	}
	for _, stem := range s.first[lower[0]] {
		if strings.HasPrefix(lower, stem) {
			return true
		}
	}
	for _, stem := range s.held {
		if strings.Contains(lower, stem) {
			return true
		}
	}
	return false
}
