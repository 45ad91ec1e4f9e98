package suggest

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// found is an attribution in bytes of its paragraph, and what stands round it.
type found struct {
	source, cue [2]int
	content     [][2]int
	unit        int // the index of the unit it is in
	end         int // where source, cue and what belongs to them end
}

// attributions gives all of the paragraph in the order of their cues, those inside the contents of others included.
func (g *paragraph) attributions() []Attribution {
	var out []Attribution
	for i := range g.units {
		all := g.inUnit(i)
		for k, f := range all {
			a := Attribution{Cue: g.span(f.cue)}
			if f.source[0] < f.source[1] {
				a.Source = g.span(f.source)
			}
			for _, c := range f.content {
				if r := g.span(c); !r.Empty() {
					a.Content = append(a.Content, r)
				}
			}
			if k == len(all)-1 {
				a.Content = g.goOn(f, a.Content)
			}
			if a.Content = rangeset.Union(a.Content); len(a.Content) == 0 {
				continue
			}
			out = append(out, a)
		}
	}
	return out
}

// goOn adds the quotations that follow an attribution whose content is quoted at its end: sentences that are nothing else, and
// paragraphs that a quotation goes on in.
func (g *paragraph) goOn(f found, content []rangeset.Range) []rangeset.Range {
	if len(f.content) == 0 {
		return g.below(f)
	}
	if !g.quoteEndsAt(f.content[len(f.content)-1][1]) {
		return content
	}
	i := f.unit + 1
	for i < len(g.units) && g.isQuotation(g.units[i]) {
		content = append(content, g.span(g.trimQuotation(g.units[i])))
		i++
	}
	if i < len(g.units) {
		return content
	}
	for len(content) < mostRanges {
		end := content[len(content)-1].End
		r, _, ok := quotationBelow(g.t, end)
		if !ok || strings.ContainsAny(g.t.Slice(end-1, end), closing) {
			break
		}
		content = append(content, r)
	}
	return content
}

// closing are the marks that close a quotation.
const closing = "\"”“»«’›」』"

// quotationBelow is the one that the next paragraph begins with, and whether nothing but it is there.
func quotationBelow(t *text.Text, p text.Pos) (r rangeset.Range, alone, ok bool) {
	_, end := t.Paragraph(p)
	for end < t.Len() {
		from, to := t.Paragraph(end + 1)
		end = to
		if from, to = t.TrimSpace(from, to); from == to {
			continue
		}
		q := t.Quotations(from)
		if len(q) == 0 || q[0][0] != from {
			return r, false, false
		}
		return rangeset.Range{Start: from, End: q[0][1]}, q[0][1] == to, true
	}
	return r, false, false
}

// below is what the next paragraph quotes, where the one of the cue ends in a colon.
func (g *paragraph) below(f found) []rangeset.Range {
	if i := len(g.units) - 1; f.unit != i || !strings.HasSuffix(g.open[:g.units[i][1]], ":") {
		return nil
	}
	r, alone, ok := quotationBelow(g.t, g.span(g.units[f.unit]).Start)
	if !ok || !alone {
		return nil
	}
	content := []rangeset.Range{r}
	for len(content) < mostRanges && !strings.ContainsAny(g.t.Slice(r.End-1, r.End), closing) {
		if r, _, ok = quotationBelow(g.t, r.End); !ok {
			break
		}
		content = append(content, r)
	}
	return content
}

// mostRanges bounds the paragraphs that one quotation is followed through.
const mostRanges = 20

// trimQuotation is a unit of nothing but a quotation without what stands round the marks.
func (g *paragraph) trimQuotation(u [2]int) [2]int {
	s := g.open[u[0]:u[1]]
	return [2]int{u[0] + strings.IndexByte(s, 0), u[0] + strings.LastIndexByte(s, 0) + 1}
}

// inUnit finds the attributions of one sentence.
func (g *paragraph) inUnit(i int) []found {
	u := g.units[i]
	s := g.open[u[0]:u[1]]
	var out []found
	for _, c := range english.cues(s) {
		f, ok := english.build(s, c, out)
		if !ok {
			continue
		}
		if english.isLast(s, c) {
			for k := range out {
				out[k].cutAt(f.first())
			}
		}
		out = append(out, f)
	}
	for k := range out {
		f := &out[k]
		f.unit = i
		f.cue, f.source = shifted(f.cue, u[0]), shifted(f.source, u[0])
		content := f.content[:0]
		for _, c := range f.content {
			if c = g.trim(shifted(c, u[0])); c[0] < c[1] {
				content = append(content, c)
			}
		}
		f.content = content
	}
	return out
}

// first is where source and cue begin.
func (f *found) first() int {
	if f.source[1] > 0 {
		return min(f.source[0], f.cue[0])
	}
	return f.cue[0]
}

// cutAt ends what is said before a place.
func (f *found) cutAt(at int) {
	for i := range f.content {
		f.content[i][1] = max(f.content[i][0], min(f.content[i][1], at))
	}
}

func shifted(b [2]int, by int) [2]int { return [2]int{b[0] + by, b[1] + by} }

// cueAt is a cue in a sentence.
type cueAt struct {
	from, to int
	verb     string // lower case; empty: a phrase like "according to"
	further  []int  // where others begin that are told behind a comma
}

// cues finds what may be cues in a sentence whose quotations are blank, in order.
func (l *language) cues(s string) []cueAt {
	var out []cueAt
	for _, m := range l.phrase.all(s) {
		out = append(out, cueAt{from: m[0], to: m[1]})
	}
	for _, m := range l.cue.all(s) {
		c := cueAt{from: m[0], to: m[1], verb: strings.ToLower(s[m[4]:m[5]])}
		behind := strings.TrimLeft(s[c.to:], " ")
		isSure := strings.HasPrefix(behind, "\x00") || strings.HasPrefix(behind, ", \x00") || l.clause.MatchString(behind)
		switch {
		case strings.HasPrefix(s[c.to:], "-") || c.from > 0 && s[c.from-1] == '-':
		case l.passive.MatchString(s[m[2]:m[3]]) && !strings.HasSuffix(c.verb, "ing"):
		case slices.Contains(l.doubtful, c.verb) && !isSure && !l.isLast(s, c):
		default:
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b cueAt) int { return a.from - b.from })
	if len(out) > 0 {
		further := furtherIn(s)
		for i := range out {
			out[i].further = further
		}
	}
	return out
}

// isLast tells whether a cue ends its sentence, but for when and where, and stands behind a comma or a quotation: "…, a study found
// last year".
func (l *language) isLast(s string, c cueAt) bool {
	at := c.to + len(l.occasion.FindString(s[c.to:]))
	ahead := strings.TrimRight(s[:lastBreak(s[:c.from])], " ")
	return silent(s[at:]) && (strings.HasSuffix(ahead, ",") || strings.HasSuffix(ahead, "\x00"))
}

// dateline is where a report comes from, at its beginning: "CARROW (Meridian Wire) — ".
var dateline = regexp.MustCompile(`^\p{Lu}[\p{Lu}.'’-]+(?:[ ,]+[\p{L}.'’-]+){0,4}(?:\s+\([^)]*\))?\s+[—–-]+\s+`)

// connective begins a sentence and is not of what is said.
var connective = regexp.MustCompile(`(?i)^[\s,]*(?:however|meanwhile|still|but|and|yet)\b,?\s*`)

var (
	inverted   = regexp.MustCompile(`^\s+(?:(?:the|a|an|one|his|her|their|its)\s+)?[^\s,.;:"“”()\x00]+(?:\s+[^\s,.;:"“”()\x00]+){0,7}`)
	inTail     = regexp.MustCompile(`\s(?:in|on|at|to|during|after|before|by|as|that|when|from|with|about|while|last|this|early|late|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today)(?:\s.*)?$`)
	apposition = regexp.MustCompile(`^,\s+(?:(?:a|an|the|his|her|its|their|one)\s+)?\p{L}[^,.;:"“”()\x00]*`)
	noApposed  = regexp.MustCompile(`^,\s+(?:\p{L}+ing|and|but|while|as|who|which|when|after|before|in|on|at|with|because|though|although|if|to|he|she|it|they|i|we)\b`)
	when       = regexp.MustCompile(`(?i)\s+(?:on\s+)?(?:late\s+|early\s+)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|this week|last week)(?:\s+(?:night|evening|morning|afternoon))?$`)
	joined     = regexp.MustCompile(`(?i)(?:^|\s)(?:and|but|or)\s*$`)
	joining    = regexp.MustCompile(`(?i)^(?:and|but|so|yet|or|however|meanwhile)\s+`)
	firstName  = regexp.MustCompile(`^(?i:he|she|they|it|we|i|you)\b|^(?:(?i:the|a|an)\s+)?\p{Lu}[^\s,.;:"“”()\x00]*(?:\s+\p{Lu}[^\s,.;:"“”()\x00]*)*`)
	nounPhrase = regexp.MustCompile(`^\s*[^,.;:"“”()—–\x00]+(?:(?:,\s|\.)[^,.;:"“”()—–\x00]+)*?`)
	relative   = regexp.MustCompile(`(?i)^(?:who|which)$`)
)

// build finds source and content of a cue in a sentence whose quotations are blank. before are the attributions in front of it.
func (l *language) build(s string, c cueAt, before []found) (found, bool) {
	f := found{cue: [2]int{c.from, c.to}, end: c.to}
	left := len(dateline.FindString(s)) // where what belongs to the attribution before ends
	if n := len(before); n > 0 && !l.isLast(s, c) {
		left = max(left, min(before[n-1].end, c.from))
	}
	if c.verb == "" {
		return l.phrased(s, f, left)
	}
	group := c.from // where source and cue begin
	brk := left + lastBreak(s[left:c.from])
	seg := s[brk:c.from]
	lead := len(seg) - len(strings.TrimLeft(seg, " \u00a0"))
	brk, seg = brk+lead, seg[lead:]
	if n := len(joining.FindString(seg)); n > 0 {
		brk, seg = brk+n, seg[n:]
	}
	if n := len(l.opener.FindString(seg)); n > 0 && !joined.MatchString(seg) {
		brk, seg = brk+n, seg[n:]
	}
	seg = strings.TrimRight(seg, " \u00a0")
	switch {
	case joined.MatchString(seg): // "he left and said"
		if name := firstName.FindString(seg); name != "" {
			f.source = [2]int{brk, brk + len(name)}
		}
	case relative.MatchString(seg):
		f.source = antecedent(s, left, brk)
		s = s[:c.to+clauseEnd(s[c.to:])]
	case seg == "":
		if !l.invert(s, left, brk, &f) {
			return f, false
		}
	default:
		if l.noSource.MatchString(seg) || l.noFirst.MatchString(seg) || strings.EqualFold(seg, "you") {
			return f, false
		}
		group = brk
		f.source = [2]int{brk, brk + len(when.ReplaceAllString(seg, ""))}
	}
	if strings.HasSuffix(c.verb, "ing") && f.source == [2]int{} && len(before) > 0 {
		f.source = before[len(before)-1].source
	}
	f.end = max(f.end, f.source[1])
	if f.source[1] > left {
		group = min(group, f.source[0])
	}
	l.contents(s, c, left, group, &f)
	return f, len(f.content) > 0 || strings.HasPrefix(s[f.end:], ":")
}

// clauseEnd is where the clause at the beginning of s ends: at its first comma.
func clauseEnd(s string) int {
	if i := strings.Index(s, ", "); i >= 0 {
		return i
	}
	return len(s)
}

// antecedent is the name that "who" in "Vance, who said," means.
func antecedent(s string, left, who int) [2]int {
	end := left + len(strings.TrimRight(s[left:who], " ,"))
	from := left + lastBreak(s[left:end])
	from += len(s[from:end]) - len(strings.TrimLeft(s[from:end], " "))
	from += len(joining.FindString(s[from:end]))
	return [2]int{from, end}
}

// invert finds the source where no words stand between the cue and the sign before it: behind the cue, "said Vance", or before a
// phrase set off by commas, "Vance, the senator, said". It is false where the cue is none.
func (l *language) invert(s string, left, at int, f *found) bool {
	ahead := strings.TrimRight(s[left:at], " \u00a0")
	isQuoted := strings.HasSuffix(strings.TrimRight(ahead, ","), "\x00")
	if !isQuoted && l.apposed(left, ahead, f) {
		return true
	}
	if isQuoted || ahead == "" || strings.HasSuffix(ahead, ",") || strings.HasSuffix(ahead, "—") || strings.HasSuffix(ahead, "–") {
		if name, ok := l.behind(s[f.cue[1]:], isQuoted); ok {
			f.source = [2]int{f.cue[1] + 1, f.cue[1] + name}
			for s[f.source[0]] == ' ' && f.source[0] < f.source[1]-1 {
				f.source[0]++
			}
			return true
		}
	}
	return isQuoted || strings.HasSuffix(ahead, ",") && strings.HasSuffix(strings.ToLower(s[f.cue[0]:f.cue[1]]), "ing")
}

// apposed finds the source before a phrase that is set off by commas: "Vance, the senator, said". What tells something in passing,
// "which owns it", is not of it.
func (l *language) apposed(left int, ahead string, f *found) bool {
	parts := strings.Split(strings.TrimSuffix(ahead, ","), ", ")
	n := len(parts)
	if n < 2 || !strings.HasSuffix(ahead, ",") {
		return false
	}
	name, phrase := strings.TrimLeft(parts[n-2], " \x00"), parts[n-1]
	if r, _ := utf8.DecodeRuneInString(name); !unicode.IsUpper(r) && !startsName(strings.Fields(name+" x")) || len(strings.Fields(name)) > 6 || l.noFirst.MatchString(name) {
		return false
	}
	end := left + len(ahead) - 1
	from := end - len(phrase) - 2 - len(name)
	if l.relatively.MatchString(phrase) {
		end = from + len(name)
	}
	f.source = [2]int{from, end}
	return true
}

// behind is how much of the text right behind a cue names a source.
func (l *language) behind(rest string, isQuoted bool) (int, bool) {
	name := inverted.FindString(rest)
	name = inTail.ReplaceAllString(name, "")
	name = strings.TrimRight(name, " ")
	if strings.TrimSpace(name) == "" || l.occasion.MatchString(name) {
		return 0, false
	}
	words := strings.Fields(name)
	if first := strings.ToLower(words[0]); !isQuoted && (slices.Contains([]string{"that", "he", "she", "it", "they", "there", "in", "on"}, first) || !startsName(words)) {
		return 0, false
	}
	if after := rest[len(name):]; isQuoted && !noApposed.MatchString(after) {
		if a := apposition.FindString(after); a != "" {
			name += strings.TrimRight(inTailOf(a), " ")
		}
	} else if trimmed := strings.TrimLeft(after, " "); !isQuoted && trimmed != "" && !strings.ContainsAny(trimmed[:1], ",.;") {
		return 0, false // words go on: it is what is said
	}
	return len(name), true
}

func inTailOf(a string) string {
	if m := regexp.MustCompile(`^,\s+\p{Ll}+ed\b`).FindString(a); m != "" {
		return ""
	}
	return a
}

func startsName(words []string) bool {
	r, _ := utf8.DecodeRuneInString(words[0])
	return unicode.IsUpper(r) || slices.Contains([]string{"the", "a", "an", "one", "his", "her", "its", "their"}, words[0])
}

// phrased finds source and content of a phrase like "according to".
func (l *language) phrased(s string, f found, left int) (found, bool) {
	name := inverted.FindString(s[f.cue[1]:])
	if long := nounPhrase.FindString(s[f.cue[1]:]); len(long) > len(name) {
		name = long
	}
	if name = strings.TrimRight(name, " "); strings.TrimSpace(name) == "" {
		return f, false
	}
	f.source = [2]int{f.cue[1] + len(name) - len(strings.TrimLeft(name, " ")), f.cue[1] + len(name)}
	f.end = f.source[1]
	before, behind := [2]int{left, f.cue[0]}, [2]int{f.end, len(s)}
	behind[0] += len(connective.FindString(s[f.end:]))
	switch {
	case silent(s[before[0]:before[1]]):
		f.content = [][2]int{behind}
	case strings.HasPrefix(s[f.end:], ",") && strings.HasSuffix(strings.TrimRight(s[:f.cue[0]], " "), ","):
		f.content = [][2]int{before, behind}
	default:
		f.content = [][2]int{before}
	}
	return f, true
}

// silent tells a stretch in which nothing is said.
func silent(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r == 0 || unicode.IsLetter(r) || unicode.IsNumber(r) }) < 0
}

// adverbial begins what tells how, where or when something was said, and not what.
var adverbial = regexp.MustCompile(`(?i)^\s*(?:in|on|at|to|during|of|about|after|when|while|as|before|from|with|for|via|through|by|late|early|last|this|following|regarding|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today)\b`)

// participle begins what somebody does besides.
var participle = regexp.MustCompile(`(?i)^\s*,\s*(?:\w+ing\b|and\b|but\b|while\b|as\b|according\b|who\b|which\b|when\b|after\b|before\b)`)

// toThat is who is told and when, up to "that".
var toThat = regexp.MustCompile(`^[^,.;:"“”\x00]{0,60}?\bthat\b`)

// contents finds what is said: before the source and the cue, which begin at group, behind them, or both.
func (l *language) contents(s string, c cueAt, left, group int, f *found) {
	at := f.end
	for {
		n := len(l.occasion.FindString(s[at:]))
		if n == 0 {
			break
		}
		at += n
	}
	isTelling := slices.Contains(l.telling, c.verb)
	if isTelling && !beginsSaid(l, s[at:]) {
		if that := toThat.FindStringIndex(s[at:]); that != nil {
			at += that[1] - len("that")
		} else {
			at += len(l.hearer.FindString(s[at:]))
			at += len(l.occasion.FindString(s[at:]))
		}
	}
	rest := s[at:]
	if i := strings.LastIndex(s[left:group], "; "); i >= 0 && !silent(rest) {
		left += i + 2
	}
	left += len(connective.FindString(s[left:group]))
	before := [2]int{left, group}
	said := strings.TrimRight(s[left:group], " \u00a0")
	endsQuoted := strings.HasSuffix(strings.TrimRight(said, ",–— "), "\x00")
	hasBefore := !silent(said) && (endsQuoted || strings.HasSuffix(said, ",") || strings.HasSuffix(said, "—") || strings.HasSuffix(said, "–"))
	behind := [2]int{at, until(s, at, c.further)}
	switch {
	case silent(rest):
		if hasBefore {
			f.content = [][2]int{before}
		}
	case hasBefore && participle.MatchString(rest):
		f.content = [][2]int{before}
	case hasBefore && strings.HasPrefix(strings.TrimLeft(rest, " "), ",") && (endsQuoted || len(strings.Fields(said)) > 1):
		f.content = [][2]int{before, behind}
	case hasBefore && !endsQuoted && adverbial.MatchString(s[f.end:]) && !strings.Contains(rest, "that ") && len(strings.Fields(said)) > 3:
		f.content = [][2]int{before}
	case hasBefore && endsQuoted && (adverbial.MatchString(rest) || !beginsSaid(l, rest)):
		f.content = [][2]int{before}
	default:
		f.content = [][2]int{behind}
	}
}

// beginsSaid tells whether what somebody said begins right here.
func beginsSaid(l *language, rest string) bool {
	rest = strings.TrimLeft(rest, " ,:")
	return strings.HasPrefix(rest, "\x00") || l.clause.MatchString(rest)
}

// further begins, behind a comma, another attribution.
var further = regexp.MustCompile(`(?i)^,\s+(?:(?:adding|saying|noting|according to|citing|telling|claiming|arguing|insisting)\b|and (?:\w+ ){0,3}(?:said|added|warned|told)\b)`)

// furtherIn is where others begin in a sentence. It is asked once for all cues: in a sentence of hundreds, each would read it to its end.
func furtherIn(s string) (begins []int) {
	for at := 0; ; at++ {
		i := strings.IndexByte(s[at:], ',')
		if i < 0 {
			return begins
		}
		if at += i; further.MatchString(s[at:onward(s, at)]) {
			begins = append(begins, at)
		}
	}
}

// until is where what is said behind a cue ends at the latest.
func until(s string, at int, further []int) int {
	if i, here := slices.BinarySearch(further, at); !here && i < len(further) && further[i] < len(s) {
		return further[i]
	}
	return len(s)
}

// abbreviated is a word whose stop ends no sentence: a title, or letters that stand for a name.
var abbreviated = regexp.MustCompile(`(?:^|[\s(])(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Rev|Hon|Sr|Jr|St|(?:\p{Lu}\.)*\p{Lu})\.$`)

// lastBreak is where the words before a cue begin: behind the last sign that is no abbreviation's stop, and in no number.
func lastBreak(s string) int {
	for at := len(s); ; {
		at = strings.LastIndexFunc(s[:at], isBreak)
		if at < 0 {
			return 0
		}
		r, size := utf8.DecodeRuneInString(s[at:])
		inside := at+1 < len(s) && (s[at+1] != ' ' && r == '.' || s[at+1] >= '0' && s[at+1] <= '9')
		if !inside && (r != '.' || !abbreviated.MatchString(s[:at+1])) {
			return at + size
		}
	}
}

func isBreak(r rune) bool {
	return strings.ContainsRune(",.;:()\"“”«»—–\x00", r)
}
