package pdf

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// words are those that a file has within its lines, in lower case, by which hyphens at line ends are understood.
type words struct {
	whole     map[string]bool
	compounds map[string]bool // with a hyphen
}

func newWords(pages [][]*line) *words {
	out := &words{map[string]bool{}, map[string]bool{}}
	for _, lines := range pages {
		for _, l := range lines {
			for i, w := range l.words {
				if w.hyphen || i == 0 { // a part of a word, perhaps
					continue
				}
				s := bare(w.text)
				if strings.Contains(s, "-") {
					out.compounds[s] = true
				} else {
					out.whole[s] = true
				}
			}
		}
	}
	return out
}

// bare is a word in lower case without what stands around it.
func bare(s string) string {
	return strings.ToLower(strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }))
}

// join puts a line behind a text; hyphen tells that the text's last word ended in one, which is not in it.
func (w *words) join(before []byte, hyphen bool, line string, c *characters) []byte {
	first, _, _ := strings.Cut(line, " ")
	between := ""
	switch end := tail(before); {
	case !hyphen && unspaced(end, line):
	case !hyphen:
		between = " "
	case conjunction.MatchString(first):
		between = "- " // pre- and post-war
	case w.keeps(lastWord(end), first):
		between = "-"
	default:
		c.mended++
	}
	return append(append(before, between...), line...)
}

// tail is as much of the end of a text as any word is long.
func tail(b []byte) string { return string(b[max(0, len(b)-longestWord):]) }

// longestWord is the longest word that is looked at, in bytes.
const longestWord = 400

// conjunction follows a word of which the end comes later.
var conjunction = regexp.MustCompile(`^(?i:and|or|to|und|oder|bis|sowie|et|ou|y|o|e|en|of|и|или)[,.]?$`)

// keeps tells that a hyphen between two parts belongs to the word: the word goes on with a capital or a number, or is written so elsewhere.
func (w *words) keeps(left, right string) bool {
	if r, _ := utf8.DecodeRuneInString(right); !unicode.IsLetter(r) || unicode.IsUpper(r) {
		return true
	}
	l, r := bare(left), bare(right)
	if strings.Contains(l, "-") || strings.IndexFunc(l, unicode.IsNumber) >= 0 { // up-to-date, mid-1990-s
		return !w.whole[strings.ReplaceAll(l, "-", "")+r]
	}
	return w.compounds[l+"-"+r] && !w.whole[l+r]
}

func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

// unspaced tells that no space belongs between lines: the script has none, or a dash ends the first.
func unspaced(before, line string) bool {
	a, _ := utf8.DecodeLastRuneInString(before)
	b, _ := utf8.DecodeRuneInString(line)
	if a == '—' {
		return !strings.HasSuffix(before, " —")
	}
	if a == '–' || a == '-' || a == '/' {
		return !strings.HasSuffix(before, " "+string(a)) && unicode.IsNumber(b)
	}
	return withoutSpaces(a) && withoutSpaces(b)
}

// withoutSpaces tells letters and signs of scripts that divide words by nothing.
func withoutSpaces(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) ||
		r >= 0x3000 && r < 0x3040 || r >= 0xFF00 && r < 0xFF66
}
