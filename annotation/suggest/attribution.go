package suggest

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// verbs are the reporting verbs of English news, in the forms that carry a statement.
const verbs = `said|says|say|told|tells|added|adds|warned|warns|reported|reports|announced|announces|claimed|claims|` +
	`argued|argues|stated|states|wrote|writes|noted|notes|insisted|insists|denied|denies|confirmed|confirms|revealed|reveals|` +
	`explained|explains|acknowledged|acknowledges|suggested|suggests|estimated|estimates|predicted|predicts|concluded|` +
	`concludes|declared|declares|maintained|maintains|alleged|alleges|conceded|concedes|admitted|admits|replied|asked|asserted`

var (
	cue       = regexp.MustCompile(`(?i)\b(?:(?:has|have|had|also|later|then|repeatedly|was|were)\s+){0,2}(?:` + verbs + `)\b`)
	according = regexp.MustCompile(`(?i)\baccording to\s+[^,.;:"“”()\x00]+`)
	source    = regexp.MustCompile(`^\s+(?:the\s+|a\s+)?[^\s,.;:"“”()\x00]+(?:\s+[^\s,.;:"“”()\x00]+){0,5}`)
	lead      = regexp.MustCompile(`(?i)^(?:.*\s)?(?:but|while|as|because|that|which|when|where|although|though|after|before|since|until|if)\s+|^and\s+`)
	tail      = regexp.MustCompile(`\s(?:in|on|at|to|for|during|after|before|by|as|that|when|from|with)\s.*$`)
)

// Attribution is the phrase that says who says it, nearest to a caret at p in its sentence: "Vance said", "according to
// the ministry". What stands in quotation marks is passed over.
func Attribution(t *text.Text, p text.Pos) (rangeset.Range, bool) {
	s := sentenceAt(t, p)
	at := int(t.Byte(p) - s.start)
	open := blankQuotations(s.s)
	best, found := [2]int{}, false
	for _, m := range append(phrases(open), according.FindAllStringIndex(open, -1)...) {
		if !found || distance(m, at) < distance([]int{best[0], best[1]}, at) {
			best, found = [2]int{m[0], m[1]}, true
		}
	}
	if !found {
		return rangeset.Range{}, false
	}
	r := s.span(best[0], best[1])
	r.Start, r.End = t.TrimSpace(r.Start, r.End)
	return r, !r.Empty()
}

func distance(m []int, at int) int {
	switch {
	case at < m[0]:
		return m[0] - at
	case at > m[1]:
		return at - m[1]
	}
	return 0
}

// phrases gives each cue with its source: the words before it back to a sign or a conjunction, or, where a sign stands
// right before the cue ("," said Vance), the name behind it.
func phrases(s string) [][]int {
	var out [][]int
	for _, m := range cue.FindAllStringIndex(s, -1) {
		from := lastBreak(s[:m[0]])
		before := strings.TrimLeft(s[from:m[0]], " ")
		from = m[0] - len(before)
		from += len(lead.FindString(before))
		if strings.TrimSpace(s[from:m[0]]) != "" {
			out = append(out, []int{from, m[1]})
			continue
		}
		if name := source.FindString(s[m[1]:]); name != "" {
			name = tail.ReplaceAllString(name, "")
			out = append(out, []int{m[0], m[1] + len(name)})
		}
	}
	return out
}

// abbreviated is a word whose stop ends no sentence: a title, or letters that stand for a name.
var abbreviated = regexp.MustCompile(`(?:^|[\s(])(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Rev|Hon|Sr|Jr|St|(?:\p{Lu}\.)*\p{Lu})\.$`)

// lastBreak is where the words before a cue begin: behind the last sign that is no abbreviation's stop.
func lastBreak(s string) int {
	for at := len(s); ; {
		at = strings.LastIndexFunc(s[:at], isBreak)
		if at < 0 {
			return 0
		}
		r, size := utf8.DecodeRuneInString(s[at:])
		if r != '.' || !abbreviated.MatchString(s[:at+1]) && !(at+1 < len(s) && s[at+1] != ' ') {
			return at + size
		}
	}
}

func isBreak(r rune) bool {
	return strings.ContainsRune(",.;:()\"“”«»—–\x00", r)
}

// blankQuotations replaces what stands in quotation marks, marks included, by NUL bytes, so that offsets stay.
func blankQuotations(s string) string {
	b := []byte(s)
	from := -1
	for i, r := range s {
		size := utf8.RuneLen(r)
		switch {
		case from < 0 && (r == '"' || r == '“' || r == '«'):
			from = i
		case from >= 0 && (r == '"' || r == '”' || r == '»'):
			blank(b[from : i+size])
			from = -1
		}
	}
	if from >= 0 && !unicode.IsSpace(rune(b[len(b)-1])) { // goes on in the next sentence
		blank(b[from:])
	}
	return string(b)
}

func blank(b []byte) {
	for i := range b {
		b[i] = 0
	}
}
