package ingest

import (
	"cmp"
	"regexp"
	"strings"
)

// Guess fills in what the file does not say, from the text: byline, date, outlet, caption, licence and language. What is struck out is looked at too, for a
// copyright line says whose the text is.
func (d *Draft) Guess() {
	b := boundaries{lines: linesOf(d)}
	found := Details{Language: languageOf(d.Text)}
	language := d.Details.Or(found).Language
	dayFirst := language != "" && !strings.HasPrefix(language, "en")
	for n := range min(leadLines, b.len()) {
		s := b.line(n)
		if by := b.authorOf(n); by != "" && found.Author == "" {
			found.Author = by
			d.Blocks[n].Kind = kindOr(d.Blocks[n].Kind, Byline)
		}
		outlet, day := outletAndDate(s, dayFirst)
		found.Outlet = cmp.Or(found.Outlet, outlet)
		if found.Published == "" {
			found.Published = cmp.Or(day, dateOf(s, dayFirst))
		}
		if n > 0 && found.Caption == "" && b.isCaption(n) && b.key(n) != b.key(0) && letters(s) >= shortestCaption && !copyright.is(s) {
			found.Caption = s
			d.Blocks[n].Kind = kindOr(d.Blocks[n].Kind, Caption)
		}
	}
	for n := max(0, b.len()-tailLines); n < b.len() && found.Outlet == ""; n++ {
		found.Outlet = outletIn(b.line(n))
	}
	if strings.Contains(d.Text, "CC") {
		found.Licence = openLicence.FindString(d.Text)
	}
	d.Details = d.Details.Or(found)
}

// shortestCaption is the shortest caption, in letters and digits, that says what is to be seen; others say whose the picture is.
const shortestCaption = 20

// tailLines are those at the end in which the copyright line says whose the text is. Without a year it is more often a picture's.
const tailLines = 6

var owner = regexp.MustCompile(`(?i:©|\(c\)|copyright)[\s:©]*[12]\d{3}(?:\s*[-–,]\s*[12]\d{3})?,?\s+(?:by\s+)?(\p{Lu}[^.,;:|©()\d]{2,60})`)

// outletIn is whose the text is, as a copyright line has it; else empty.
func outletIn(line string) string {
	if !strings.ContainsAny(line, "0123456789") || !copyright.is(line) {
		return ""
	}
	m := owner.FindStringSubmatch(line)
	if m == nil {
		return ""
	}
	name, _, _ := strings.Cut(m[1], " All ")
	return strings.TrimSpace(name)
}

func kindOr(told, guessed Kind) Kind {
	if told != Running {
		return told
	}
	return guessed
}

// openLicence tells Creative Commons licences by their short names.
var openLicence = regexp.MustCompile(`\bCC(0| BY(-(NC|SA|ND)){0,2})( \d\.\d)?\b`)
