package pdf

import (
	"regexp"
	"strings"
	"time"
	"unicode"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"golang.org/x/text/language"

	"rubricator/annotation/ingest"
)

// detailsOf is what a file says of itself, where that is plausible.
func detailsOf(p pdfium.Pdfium, d references.FPDF_DOCUMENT) ingest.Details {
	say := func(tag string) string {
		got, err := p.FPDF_GetMetaText(&requests.FPDF_GetMetaText{Document: d, Tag: tag})
		if err != nil {
			return ""
		}
		return spaced(got.Value)
	}
	out := ingest.Details{Title: title(say("Title")), Author: author(say("Author")), Published: day(say("CreationDate"), time.Now())}
	if got, err := p.FPDFCatalog_GetLanguage(&requests.FPDFCatalog_GetLanguage{Document: d}); err == nil {
		if tag, err := language.Parse(spaced(got.Language)); err == nil && tag != language.Und {
			out.Language = tag.String()
		}
	}
	return out
}

// spaced is a text in one line of signs that can be seen.
func spaced(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\uFEFF' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.Join(strings.Fields(s), " ")
}

// unplausible are titles that programs make up, and names of files.
var unplausible = regexp.MustCompile(`(?i)^(microsoft (word|powerpoint|excel) - |untitled|unbenannt|sans titre|sin título|без имени|document\d*$|layout \d|template|title$|\(?anonymous\)?$|slide \d|https?:|file:)` +
	`|\.(docx?|rtf|odt|txt|pdf|indd|qx[dp]|pages|html?|aspx?|php|tex|dvi|xlsx?|pptx?|ps|eps|fm|pmd|p65)$|[\\]`)

func title(s string) string {
	if unplausible.MatchString(s) || !hasLetter(s) || len([]rune(s)) < 4 || len(s) > 300 || strings.Contains(s, "\uFFFD") || !strings.Contains(s, " ") && strings.ContainsAny(s, "_/") {
		return ""
	}
	return s
}

// author is a name of two words at least; what is one word is mostly that of an account.
func author(s string) string {
	if unplausible.MatchString(s) || len(strings.Fields(s)) < 2 || len(s) > 150 || strings.ContainsAny(s, "@\\/\uFFFD") || !hasLetter(s) {
		return ""
	}
	return s
}

var date = regexp.MustCompile(`^(?:D:)?(\d{4})(\d{2})(\d{2})`)

// day is the day of a date as PDFs write it (ISO 32000-1, 7.9.4), in the time zone of who made the file. What was never or is yet to come is empty.
func day(s string, now time.Time) string {
	m := date.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	at, err := time.Parse(time.DateOnly, m[1]+"-"+m[2]+"-"+m[3])
	if err != nil || at.Year() < 1990 || at.After(now.AddDate(0, 0, 1)) {
		return ""
	}
	return at.Format(time.DateOnly)
}
