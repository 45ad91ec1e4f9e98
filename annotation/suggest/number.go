package suggest

import (
	"regexp"
	"strings"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// The parts of a number phrase. Adverbs and units belong to it, the noun that is counted does not.
const (
	adverb = `(?:(?:just(?: over| under)?|only|nearly|almost|about|around|roughly|some|approximately|(?:more|less|fewer|higher|lower) than|` +
		`over|under|at least|at most|up to|as (?:many|few|much|little) as|an estimated|close to|well (?:over|under|above|below)|a record)\s+)?`
	digits   = `[+\-−±<>≈~]?(?:US\$|[$€£¥₹₽])?\d+(?:[.,\x{00a0}\x{202f}]\d+)*`
	ones     = `one|two|three|four|five|six|seven|eight|nine`
	wordNum  = `(?:zero|` + ones + `|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:[- ](?:` + ones + `))?)`
	fraction = `(?:(?:a|` + ones + `)[ -](?:half|third|quarter|fifth|sixth|seventh|eighth|tenth)s?|half|(?:` + ones + `|\d+) (?:in|out of) (?:every )?(?:` + ones + `|ten|1?\d\b|100\b))`
	scale    = `(?:[ -](?:dozen|hundred|thousand|million|billion|trillion|mn|bn|tn))*`
	unit     = `(?:\s?(?:%|‰|°C|°F|°|€|£|[kKmM]?[Ww]h?\b|km\b|kg\b|ppm\b)|[ -](?:per ?cent|percentage points?|percent|points?|(?:US )?dollars|euros|pounds|rubles|rials|yen|yuan)\b)?`
	amount   = `(?:` + fraction + `|` + digits + `|` + wordNum + `\b)` + scale + unit
)

var (
	phrase = regexp.MustCompile(`(?i)` + adverb + amount + `(?:(?:\s?[–-]\s?| to | and )` + digits + scale + unit + `)?(?:\s\(` + amount + `\))?`)
	year   = regexp.MustCompile(`^(?:1[5-9]|20)\d\d$`)
	month  = regexp.MustCompile(`(?i)\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december)\.?\s*$`)
	after  = regexp.MustCompile(`(?i)^(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|^(?::\d\d|\s?[ap]\.?m\b)`)
)

// reach is how far behind the caret a number is looked for, in code points.
const reach = 20_000

// Number is the number phrase under a caret at p, else the next one after it: with sign, currency, adverb, scale and
// unit. Dates, times and numbers inside names are passed over, and what is taken.
func Number(t *text.Text, p text.Pos, taken func(rangeset.Range) bool) (rangeset.Range, bool) {
	for at := p; at <= min(t.Len(), p+reach); {
		for _, b := range t.Sentences(at) {
			if r, ok := numberIn(t, b, p, taken); ok {
				return r, true
			}
		}
		_, end := t.Paragraph(at)
		at = end + 1
	}
	return rangeset.Range{}, false
}

// numberIn is the first number phrase of a sentence that ends at or after p and is not taken.
func numberIn(t *text.Text, bounds [2]text.Pos, p text.Pos, taken func(rangeset.Range) bool) (rangeset.Range, bool) {
	if bounds[1] < p {
		return rangeset.Range{}, false
	}
	s := sentence{t, t.Byte(bounds[0]), t.Slice(bounds[0], bounds[1])}
	for _, m := range phrase.FindAllStringIndex(s.s, -1) {
		if !isPhrase(s.s, m[0], m[1]) {
			continue
		}
		if r := s.span(m[0], m[1]); r.End >= p && (taken == nil || !taken(r)) {
			return r, true
		}
	}
	return rangeset.Range{}, false
}

// isPhrase tells a number phrase from a year, a date, a time, a number in a name, and "one" as a pronoun.
func isPhrase(s string, from, to int) bool {
	m := s[from:to]
	if from > 0 && isWordByte(s[from-1]) || to < len(s) && isWordByte(s[to]) {
		return false
	}
	switch {
	case year.MatchString(m), month.MatchString(s[:from]), after.MatchString(s[to:]):
		return false
	case strings.EqualFold(m, "one"), strings.EqualFold(m, "half"):
		return false
	}
	return from < 2 || s[from-1] != '-' // COVID-19
}

func isWordByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80 && c < 0xc0
}
