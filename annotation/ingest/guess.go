package ingest

import (
	"regexp"
	"strings"
	"time"
)

// Guess fills in what the file does not say, from the text: byline, date, caption, licence and language. What is struck out is looked at too, for a
// copyright line says whose the text is.
func (d *Draft) Guess() {
	b := boundaries{lines: linesOf(d)}
	found := Details{Language: languageOf(d.Text)}
	for n := range min(leadLines, b.len()) {
		s := b.line(n)
		if m := bylineOf(s); m != "" && found.Author == "" {
			_, found.Author, _ = strings.Cut(strings.TrimSuffix(m, "."), " ")
			d.Blocks[n].Kind = kindOr(d.Blocks[n].Kind, Byline)
		}
		if found.Published == "" {
			found.Published = dateOf(s)
		}
		if n > 0 && found.Caption == "" && b.isCaption(n) && b.key(n) != b.key(0) && letters(s) >= shortestHeadline {
			found.Caption = s
			d.Blocks[n].Kind = kindOr(d.Blocks[n].Kind, Caption)
		}
	}
	if strings.Contains(d.Text, "CC") {
		found.Licence = openLicence.FindString(d.Text)
	}
	d.Details = d.Details.Or(found)
}

func kindOr(told, guessed Kind) Kind {
	if told != Running {
		return told
	}
	return guessed
}

// openLicence tells Creative Commons licences by their short names.
var openLicence = regexp.MustCompile(`\bCC(0| BY(-(NC|SA|ND)){0,2})( \d\.\d)?\b`)

// datePattern finds dates as articles have them in a line of their own, with what stands around: "Published: 3 May 2024 10:14 GMT".
var datePattern = regexp.MustCompile(`(?i)^(?:(?:published|posted|updated|last updated|first published|date|on|veröffentlicht|publié|publicado)(?: on| at| le| el| am)?:?\s*)?(?:(?:mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?` +
	`(\d{4}-\d{2}-\d{2}|\d{1,2}(?:st|nd|rd|th)?\s+[a-z]+\.?,?\s+\d{4}|[a-z]+\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})(?:[\s,|–-]+(?:at\s+)?\d{1,2}[:.]\d{2}.{0,30})?\.?$`)

var ordinal = regexp.MustCompile(`(?i)(\d)(?:st|nd|rd|th)\b`)

// longestDate is the longest line that is a date, in bytes.
const longestDate = 160

// dateOf is the day of a line that is a date, as ISO 8601; empty where it is none. Days of figures alone, as 3/5/2024, are not told: which is the month is
// not known.
func dateOf(line string) string {
	if len(line) > longestDate || !strings.ContainsAny(line, "0123456789") {
		return ""
	}
	m := datePattern.FindStringSubmatch(line)
	if m == nil {
		return InISO(line)
	}
	day := strings.Join(strings.Fields(strings.NewReplacer(",", " ", ".", " ").Replace(ordinal.ReplaceAllString(m[1], "$1"))), " ")
	for _, layout := range []string{"2006-01-02", "2 January 2006", "2 Jan 2006", "January 2 2006", "Jan 2 2006"} {
		if t, err := time.Parse(layout, day); err == nil {
			return t.Format(time.DateOnly)
		}
	}
	return InISO(line)
}
