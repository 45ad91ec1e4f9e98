package suggest

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// The parts of a number phrase. Adverbs and units belong to it, the noun that is counted does not.
const (
	adverb = `(?:\b(?:just(?: over| under)?|only|nearly|almost|about|around|roughly|some|approximately|(?:more|less|fewer|higher|lower) than|` +
		`over|under|at least|at most|up to|as (?:many|few|much|little) as|an estimated|close to|well (?:over|under|above|below)|a record)\s+)?`
	digits   = `(?:[<>≤≥≈~∼]\s?)?[+\-−±]?(?:(?:US\$|[$€£¥₹₽])\s?)?(?:\d{1,3}(?:[ \x{00a0}\x{2009}\x{202f}]\d{3})+\b|\d+(?:[.,]\d+)*(?:\s?[½⅓⅔¼¾⅛])?|\.\d+|[½⅓⅔¼¾⅛])`
	ones     = `one|two|three|four|five|six|seven|eight|nine`
	wordNum  = `(?:zero|` + ones + `|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:[- ](?:` + ones + `))?)`
	fraction = `(?:\d+/\d+(?:rds?|ths?)?|(?:a|` + ones + `)[ -](?:half|third|quarter|fifth|sixth|seventh|eighth|tenth)s?|half|(?:` + ones + `|\d+) (?:in|out of) (?:every )?(?:` + ones + `|ten|1?\d\b|100\b))`
	scale    = `(?:(?:bn|tn|trn|mn|m|k)\b|(?:[ -](?:dozen|hundred|thousand|million|billion|trillion|lakh|crore|bn|tn|trn|mn|m)\b)*)`
	measure  = `seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centuries|(?:square |cubic )?(?:(?:kilo|centi|milli)?met(?:re|er)s?|(?:nautical )?miles?|feet|foot|inch(?:es)?|yards?)|` +
		`acres?|hectares?|(?:kilo)?grams?|kilos?|tons?|tonnes?|lit(?:re|er)s?|gallons?|barrels?|(?:kilo|mega|giga|tera)?watts?(?:[ -]hours?)?|degrees(?: Celsius| Fahrenheit)?|knots`
	unit   = `(?:\s?(?:%|‰|°C|°F|°|€|£|[kKmMGT]?[Ww]h?\b|km/h\b|mph\b|km²|(?-i:[kcmnμµ]m|[kmμµ]g|ml|mL|min|hrs?|ft|ha)\b|ppm\b)| (?-i:[gh])\b|[ -](?:per ?cent|percentage points?|basis points?|percent|points?|(?:US )?dollars|euros|pounds|rubles|rials|rupees|yen|yuan|` + measure + `)\b)?`
	amount = `(?:` + fraction + `|` + digits + `|` + wordNum + `\b)` + scale + unit
)

var (
	phrase  = regexp.MustCompile(`(?i)` + adverb + amount + `(?:(?:\s?[–-]\s?| to | and )` + digits + scale + unit + `)?(?:\s\(` + amount + `\))?`)
	single  = regexp.MustCompile(`(?i)^` + adverb + amount)
	bare    = regexp.MustCompile(`(?i)^` + adverb + digits + `(?:\s?[–-]\s?| to | and )`)
	joint   = regexp.MustCompile(`(?i)^` + adverb + amount + `( to | and )`)
	ordinal = regexp.MustCompile(`(?i)^a[ -](?:third|fifth|sixth|seventh|eighth|tenth)$`)
	partOf  = regexp.MustCompile(`(?i)^(?:[^\s\p{L}]|\s+(?:of|in|to|at|from|on|by|and|or|more|less|fewer|higher|lower|as|than|this|last|since|during|compared|per|were|was|are|is|had|have)\b|\s*$)`)
	year    = regexp.MustCompile(`^(?:1[5-9]|20)\d\d$`)
	month   = regexp.MustCompile(`(?i)\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december)\.?\s*$`)
	after   = regexp.MustCompile(`(?i)^(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|^(?::\d\d|\s?[ap]\.?m\b)|^-(?:years?|months?|days?)-olds?\b|^-(?:first|second|third|(?:four|fif|six|seven|eigh|nin)th)\b`)
	inName  = regexp.MustCompile(`(?:\b(?i:figures?|figs?\.|tables?|pages?|chapters?|sections?|articles?|paragraphs?|phases?|resolution|flight|route)|\bNos?\.)\s*$`)
	figure  = regexp.MustCompile(`^\d+$`)
	share   = regexp.MustCompile(`[a-z]$`)
	goesOn  = regexp.MustCompile(`\d[:/]$`) // before the minutes of 10:30, the year of 5/6/24
	ofThem  = regexp.MustCompile(`^\s+of\b`)
	outOf   = regexp.MustCompile(`(?i) (?:in|out of) `)
	age     = regexp.MustCompile(`(?i)[ -]years?$`)
	old     = regexp.MustCompile(`(?i)^[ -]olds?\b`)
)

// reach is how far behind the caret a number is looked for, in code points.
const reach = 3_000

// Number is the number phrase under a caret at p, else the next one after it: with sign, currency, adverb, scale and
// unit. Dates, times and numbers inside names are passed over, and what is taken.
func Number(t *text.Text, p text.Pos, taken func(rangeset.Range) bool) (rangeset.Range, bool) {
	limit := min(t.Len(), p+reach)
	for at := p; at <= limit; {
		start, end := t.Passage(at)
		from := t.Byte(max(start, p-2*context))
		if r, ok := numberIn(sentence{t, from, t.Slice(t.Pos(from), min(end, limit))}, p, taken); ok {
			return r, true
		}
		at = end + 1
	}
	return rangeset.Range{}, false
}

// context is how many bytes round a number tell what it is.
const context = 40

// numberIn is the first number phrase of a stretch of text that ends at or after p and is not taken.
func numberIn(s sentence, p text.Pos, taken func(rangeset.Range) bool) (rangeset.Range, bool) {
	isTaken := func(from, to int) bool { return taken != nil && taken(s.span(from, to)) }
	for from := 0; ; {
		begin, end, ok := nextPhrase(s.s, from, isTaken)
		if !ok {
			return rangeset.Range{}, false
		}
		if begin > 0 && s.s[begin] == '.' && !strings.ContainsAny(s.s[begin-1:begin], " \n(") { // the stop of a sentence
			begin++
		}
		end = begin + oneNumber(s.s[max(0, begin-context):begin], s.s[begin:end])
		end = begin + withoutRemark(s.s[begin:end])
		end = begin + withoutTime(s.s[begin:end])
		from = max(end, begin+1)
		if r := s.span(begin, end); r.End >= p && !isTaken(begin, end) && isPhrase(s.s, begin, end) {
			return r, true
		}
	}
}

// seeds are the words that number phrases without figures have.
var seeds = func() map[string]bool {
	m := map[string]bool{}
	for w := range small {
		m[w] = len(w) > 2 // "a" and "an" stand before another
	}
	for w := range parts {
		m[w], m[w+"s"] = true, true
	}
	return m
}()

// A number phrase is at most so long before and behind its first figure or number word, in bytes.
const (
	phraseBefore = 24
	phraseAfter  = 300
)

// nextPhrase is the first match of the pattern at or behind a byte. The pattern takes its time for each byte, so it is tried only
// where there is a figure or a number word, with the words before it that may belong to it, and not where that is taken.
func nextPhrase(s string, from int, isTaken func(from, to int) bool) (begin, end int, ok bool) {
	for at := nextSeed(s, from); at >= 0; at = nextSeed(s, at+1) {
		if isTaken(at, at+1) {
			at += strings.IndexByte(s[at:]+" ", ' ')
			from = min(len(s), at)
			continue
		}
		base := max(from, at-phraseBefore)
		if m := phrase.FindStringIndex(s[base:min(len(s), at+phraseAfter)]); m != nil && base+m[0] <= at {
			return base + m[0], base + m[1], true
		}
	}
	return 0, 0, false
}

// nextSeed is the first figure or number word at or behind a byte, else -1.
func nextSeed(s string, from int) int {
	word := -1 // where the one that is being read begins
	from = min(from, len(s))
	for i, r := range s[from:] {
		switch isLetter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'; {
		case isLetter && word < 0:
			word = from + i
		case isLetter:
		case word >= 0 && seeds[strings.ToLower(s[word:from+i])]:
			return word
		case r >= '0' && r <= '9', r >= utf8.RuneSelf && glyph[string(r)] != [2]int64{}:
			return from + i
		default:
			word = -1
		}
	}
	if word >= 0 && seeds[strings.ToLower(s[word:])] {
		return word
	}
	return -1
}

// oneNumber is how much of a match is one number. "3 and 5 per cent" is one between two bounds, and "3 to 5 per cent" is; what
// rose "from 3 to 5", or where each has a unit of its own, are two.
func oneNumber(before, m string) int {
	j := joint.FindStringSubmatchIndex(m)
	if j == nil {
		return len(m)
	}
	said := strings.ToLower(strings.TrimRight(before, " "))
	switch word := m[j[2]:j[3]]; {
	case word == " and " && strings.HasSuffix(said, "between"):
	case !bare.MatchString(m), word == " and ", word == " to " && strings.HasSuffix(said, "from"):
		return single.FindStringIndex(m)[1]
	}
	return len(m)
}

// withoutRemark is how much of a match is left when what stands in brackets is another number, and not the same one said exactly, or
// in other units: "6 years (11)", but "a quarter (23%)" and "€2 million ($2.3 million)".
func withoutRemark(m string) int {
	b := bracketed.FindStringSubmatch(m)
	if b == nil {
		return len(m)
	}
	said, ok1 := ReadQuantity(b[1])
	again, ok2 := ReadQuantity(b[2])
	isSame := said.Value == again.Value || said.Unit != "" && said.Kind == again.Kind || said.Kind == RateRatio && again.Kind == Percent
	if ok1 && ok2 && isSame {
		return len(m)
	}
	return len(b[1])
}

// withoutTime is how much of a match is left when "in" is between two numbers that are no part of a whole: "12 in 5 days", "370 in 2",
// but "one in five".
func withoutTime(m string) int {
	i := outOf.FindStringIndex(m)
	if i == nil {
		return len(m)
	}
	if q, ok := ReadQuantity(m); ok && (q.Kind != RateRatio || strings.HasPrefix(q.Value, "0")) {
		return len(m)
	}
	return i[0]
}

// isPhrase tells a number phrase from a year, a date, a time, a number in a name, and "one" as a pronoun.
func isPhrase(s string, from, to int) bool {
	if from > context { // what stands further away says nothing, and looking there for each number takes its time
		s, from, to = s[from-context:], context, to-from+context
	}
	s = s[:min(len(s), to+context)]
	m := s[from:to]
	before, _ := utf8.DecodeLastRuneInString(s[:from])
	next, _ := utf8.DecodeRuneInString(s[to:])
	if from > 0 && isWord(before) || to < len(s) && isWord(next) {
		return false
	}
	switch {
	case strings.Contains(m, "/") && !share.MatchString(m) && !ofThem.MatchString(s[to:]): // 9/11, but 2/3 of them
		return false
	case goesOn.MatchString(s[:from]):
		return false
	case strings.HasSuffix(s[:from], "[") && strings.HasPrefix(s[to:], "]"), figure.MatchString(m) && inName.MatchString(s[:from]):
		return false
	case year.MatchString(m), month.MatchString(s[:from]), after.MatchString(s[to:]):
		return false
	case strings.EqualFold(m, "one"), strings.EqualFold(m, "half"):
		return false
	case ordinal.MatchString(m) && !partOf.MatchString(s[to:]): // a third night
		return false
	case age.MatchString(m) && old.MatchString(s[to:]):
		return false
	}
	return from < 2 || s[from-1] != '-' // COVID-19
}

// isWord tells the characters that make a number part of a word; where words are not set apart by spaces, letters do not.
func isWord(r rune) bool {
	return r == '_' || unicode.IsDigit(r) || unicode.IsLetter(r) && !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}
