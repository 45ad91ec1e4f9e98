package manuscript

import (
	"cmp"
	"regexp"
	"strings"
	"time"

	"golang.org/x/text/language"
)

// noTitle are titles that programs give and people do not.
var noTitle = regexp.MustCompile(`(?i)^(microsoft word\b.*|(document|dokument|documento|untitled|unbenannt|sans nom|no title|title|titel|unknown|word document)[ _-]*[0-9]*|normal(\.dotm?)?|.*\.dot[xm]?)$`)

// noAuthor are authors that programs give.
var noAuthor = regexp.MustCompile(`(?i)^((microsoft( office)?|windows|office|libreoffice|openoffice|utilisateur|usuario)?[ -]*(user|windows|benutzer|anwender)?|admin(istrator)?|author|autor|owner|unknown|un-named|anonymous|none|python-docx|apache poi|docx4j|pandoc|calibre.*|[^a-z\pL]*)$`)

// Title is a title that somebody gave, or "".
func Title(s string) string {
	if s = strings.Join(strings.Fields(s), " "); noTitle.MatchString(s) {
		return ""
	}
	return s
}

// Author is the name of a person or an agency, or "".
func Author(s string) string {
	if s = strings.Join(strings.Fields(s), " "); noAuthor.MatchString(s) {
		return ""
	}
	return s
}

// Language is a language tag by BCP 47, or "".
func Language(s string) string {
	tag, err := language.Parse(strings.TrimSpace(s))
	if err != nil || tag == language.Und {
		return ""
	}
	return tag.String()
}

// dates are how files write them, the most precise first, each with how precise it is.
var dates = []struct{ as, to string }{
	{time.RFC3339Nano, time.RFC3339}, {"2006-01-02T15:04:05.999999999", "2006-01-02T15:04:05"}, {"2006-01-02T15:04Z07:00", "2006-01-02T15:04Z07:00"},
	{"2006-01-02T15:04", "2006-01-02T15:04"}, {time.DateOnly, time.DateOnly}, {"2006-01", "2006-01"}, {"2006", "2006"},
}

// Date is a date by ISO 8601 without parts of a second, or "" where it says no more than that no clock was set.
func Date(s string) string {
	for _, d := range dates {
		at, err := time.Parse(d.as, strings.TrimSpace(s))
		if err != nil {
			continue
		}
		if midnight := at.UTC().Format("01-02T15:04:05") == "01-01T00:00:00"; at.Year() <= 1900 || d.to != "2006" && midnight && (at.Year() == 1970 || at.Year() == 1980) {
			return "" // the beginnings of time in calendars of Excel, Unix and ZIP
		}
		return at.Format(d.to)
	}
	return ""
}

// Dated takes the date of an article from when its file was made, else from when it was last saved, and says which.
func (m *Manuscript) Dated(created, saved string) {
	created, saved = Date(created), Date(saved)
	m.Details.Published = cmp.Or(created, saved)
	switch {
	case created != "":
		m.Remarks = append(m.Remarks, "dated by when the file was made")
	case saved != "":
		m.Remarks = append(m.Remarks, "dated by when it was last saved")
	}
}
