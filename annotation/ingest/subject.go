package ingest

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Another subject begins at a headline where the text behind it speaks in other words than the article so far, names hardly anybody again, takes up
// the words of its own headline and none of the one before. Words are told by their first letters, so that inflection matters less; short ones, which
// all texts share, are left aside. Scripts without spaces have too few words for anything to be said.
const (
	stemLetters   = 6
	shortestStem  = 5 // letters of a word that is looked at
	shortestName  = 3
	leadWords     = 100     // behind a headline that are looked at
	enoughStems   = 15      // different ones among them
	enoughSection = 60      // words before and behind, up to the next line that looks like a headline: sections and entries of lists have less
	enoughTitle   = 4       // words of a headline
	mostOfLine    = 4 << 10 // bytes
	mostStems     = 20_000  // kept; no article has so many
)

const (
	otherSubject   = 0.15 // of the words behind a headline stand before it too, at most
	perhapsAnother = 0.25
	farMore        = 3 // words of the headline that stand behind, not before, for the looser share to do
	mostNamed      = 1 // names that stand on both sides
)

// subjects tell of what an article spoke so far.
type subjects struct {
	b     *boundaries
	read  int            // lines
	stems map[string]int // by stem, the last line in which it stood
	names map[string]int
}

// points are 2 where another subject begins at a line, for an article that began at another, 1 where one may, and 0 where it goes on.
func (s *subjects) points(begin, n int) int {
	headline := s.b.line(n)
	if len(strings.Fields(headline)) < enoughTitle || enumerated.MatchString(headline) || !s.isSection(begin, n) {
		return 0
	}
	s.readTo(n)
	stems, names := s.lead(n)
	if len(stems) < enoughStems {
		return 0
	}
	before, behind := 0, 0 // words of the headline that stand there
	for w := range stemsIn(headline) {
		if stood(s.stems, w, begin) {
			before++
		}
		if _, there := stems[w]; there {
			behind++
		}
	}
	share := float64(again(s.stems, stems, begin)) / float64(len(stems))
	another := again(s.names, names, begin) <= mostNamed && !speaksOf(s.b.line(begin), stems)
	switch {
	case another && (share <= otherSubject && behind > before || share <= perhapsAnother && behind >= before+farMore):
		return 2
	case share <= perhapsAnother && behind >= before:
		return 1
	}
	return 0
}

// isLastLine tells a line that looks like a headline and is the last of an article: the next line is signed as a headline, and speaks of what follows,
// of which this one says nothing.
func (s *subjects) isLastLine(n int) bool {
	if s.b.isSetApart(n) || n+1 == s.b.len() || !s.b.hasForm(n+1) || !s.b.isSigned(n+1) {
		return false
	}
	stems, _ := s.lead(n + 1)
	return !speaksOf(s.b.line(n), stems) && speaksOf(s.b.line(n+1), stems)
}

func speaksOf(line string, stems map[string]int) bool {
	for w := range stemsIn(line) {
		if _, there := stems[w]; there {
			return true
		}
	}
	return false
}

// again counts the words that stood in the article that began at a line.
func again(then, now map[string]int, begin int) (n int) {
	for w := range now {
		if stood(then, w, begin) {
			n++
		}
	}
	return n
}

func stood(words map[string]int, w string, begin int) bool {
	at, there := words[w]
	return there && at >= begin
}

// readTo takes in the lines before the nth.
func (s *subjects) readTo(n int) {
	for ; s.read < n; s.read++ {
		if s.stems == nil || len(s.stems) > mostStems {
			s.stems, s.names = map[string]int{}, map[string]int{}
		}
		s.take(s.read, s.stems, s.names)
	}
}

// lead are the words and names of the text with which the article of a headline begins.
func (s *subjects) lead(n int) (stems, names map[string]int) {
	stems, names = map[string]int{}, map[string]int{}
	for words := 0; n+1 < s.b.len() && words < leadWords; n++ {
		s.take(n+1, stems, names)
		words += wordsOf(s.b.line(n + 1))
	}
	return stems, names
}

func (s *subjects) take(n int, stems, names map[string]int) {
	for w, name := range stemsIn(s.b.line(n)) {
		if utf8.RuneCountInString(w) >= shortestStem {
			stems[w] = n
		}
		if name {
			names[w] = n
		}
	}
}

// isSection tells whether as much text as an article has at least stands on both sides of a line, without a heading.
func (s *subjects) isSection(begin, n int) bool {
	behind := 0
	for i := n + 1; i < s.b.len() && behind < enoughSection && (i+1 == s.b.len() || !s.b.isHeadline(i)); i++ {
		behind += wordsOf(s.b.line(i))
	}
	before := 0
	for i := n - 1; i > begin && before < enoughSection && !s.b.isHeadline(i); i-- {
		before += wordsOf(s.b.line(i))
	}
	return before >= enoughSection && behind >= enoughSection
}

// stemsIn are the words of a line, by their first letters and in lower case, each with whether it is written as a name: with a capital within a sentence.
func stemsIn(line string) iter.Seq2[string, bool] {
	return func(yield func(string, bool) bool) {
		line = line[:min(len(line), mostOfLine)]
		starts := true // a sentence
		for line != "" {
			end := strings.IndexFunc(line, func(r rune) bool { return !unicode.In(r, unicode.L, unicode.M, unicode.N) })
			if end < 0 {
				end = len(line)
			}
			if w := line[:end]; utf8.RuneCountInString(w) >= shortestName {
				first, _ := utf8.DecodeRuneInString(w)
				if !yield(stemOf(w), unicode.IsUpper(first) && !starts) {
					return
				}
			}
			if end > 0 {
				starts = false
			}
			if end < len(line) {
				r, size := utf8.DecodeRuneInString(line[end:])
				starts = starts || strings.ContainsRune(".!?:…", r)
				end += size
			}
			line = line[end:]
		}
	}
}

// stemOf is the beginning of a word in lower case.
func stemOf(w string) string {
	n := 0
	for i := range w {
		if n == stemLetters {
			w = w[:i]
			break
		}
		n++
	}
	return strings.ToLower(w)
}
