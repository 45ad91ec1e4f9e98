package html

import (
	"regexp"
	"strings"
	"time"

	"rubricator/annotation/ingest"
)

// moments are how pages write points in time, the most precise first, and what of ISO 8601 they tell.
var moments = []struct{ written, iso string }{
	{"2006-01-02T15:04:05Z07:00", time.RFC3339},
	{"2006-01-02T15:04:05-0700", time.RFC3339},
	{"2006-01-02T15:04:05 Z07:00", time.RFC3339},
	{"2006-01-02T15:04Z07:00", "2006-01-02T15:04Z07:00"},
	{"2006-01-02T15:04-0700", "2006-01-02T15:04Z07:00"},
	{"2006-01-02 15:04:05Z07:00", time.RFC3339},
	{"2006-01-02 15:04:05-0700", time.RFC3339},
	{"2006-01-02 15:04:05 -0700", time.RFC3339},
	{"2006-01-02 15:04:05 Z07:00", time.RFC3339},
	{"2006-01-02 15:04:05 -0700 MST", time.RFC3339},
	{"Mon, 2 Jan 2006 15:04:05 -0700", time.RFC3339},
	{"Mon, 2 Jan 2006 15:04:05 Z", time.RFC3339},
	{"Mon, 2 Jan 2006 15:04 -0700", "2006-01-02T15:04Z07:00"},
	{"Mon Jan 2 15:04:05 -0700 2006", time.RFC3339},
	{"Mon Jan 2 2006 15:04:05 -0700", time.RFC3339},
	{"20060102T150405Z0700", time.RFC3339},
	{"2 Jan 2006 15:04 Z07:00", "2006-01-02T15:04Z07:00"},
	{"2 January 2006 15:04 Z07:00", "2006-01-02T15:04Z07:00"},
	{"January 2, 2006 15:04 Z07:00", "2006-01-02T15:04Z07:00"},
	{"2006-01-02T15:04:05", "2006-01-02T15:04:05"},
	{"2006-01-02 15:04:05", "2006-01-02T15:04:05"},
	{"2006/01/02 15:04:05", "2006-01-02T15:04:05"},
	{"Mon, 2 Jan 2006 15:04:05", "2006-01-02T15:04:05"},
	{"January 2, 2006 15:04:05", "2006-01-02T15:04:05"},
	{"2006-01-02T15:04", "2006-01-02T15:04"},
	{"2006-01-02 15:04", "2006-01-02T15:04"},
	{"2006/01/02 15:04", "2006-01-02T15:04"},
	{"January 2, 2006 3:04 PM", "2006-01-02T15:04"},
	{"January 2, 2006 15:04", "2006-01-02T15:04"},
	{"Jan 2, 2006 3:04 PM", "2006-01-02T15:04"},
	{"2 January 2006 15:04", "2006-01-02T15:04"},
	{"2 Jan 2006 15:04", "2006-01-02T15:04"},
	{"2.1.2006 15:04", "2006-01-02T15:04"},
	{"2006-01-02", "2006-01-02"},
	{"2006-1-2", "2006-01-02"},
	{"2006/01/02", "2006-01-02"},
	{"2006/1/2", "2006-01-02"},
	{"20060102", "2006-01-02"},
	{"January 2, 2006", "2006-01-02"},
	{"Jan 2, 2006", "2006-01-02"},
	{"2 January 2006", "2006-01-02"},
	{"2 Jan 2006", "2006-01-02"},
	{"Monday, January 2, 2006", "2006-01-02"},
	{"Monday, 2 January 2006", "2006-01-02"},
	{"Monday 2 January 2006", "2006-01-02"},
	{"Mon, Jan 2, 2006", "2006-01-02"},
	{"2.1.2006", "2006-01-02"},
	{"2006-01", "2006-01"},
	{"January 2006", "2006-01"},
	{"2006", "2006"},
}

// What is made alike before a date is compared with how pages write them.
var (
	fraction  = regexp.MustCompile(`(\d\d:\d\d:\d\d)[.,]\d+`)
	zone      = regexp.MustCompile(`\s*\(?(?:UTC|GMT|Z)\)?$`)
	noonOf    = regexp.MustCompile(`(?i)\b(\d{1,2}(?::\d\d)?)\s*([ap])\.?m\.?`)
	bareHour  = regexp.MustCompile(`([^:\d])(\d{1,2}) ([AP]M)`)
	ordinal   = regexp.MustCompile(`(\d)(?:st|nd|rd|th)\b`)
	dotted    = regexp.MustCompile(`(?i)\b(jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.`)
	september = regexp.MustCompile(`(?i)\bsept\b`)
	slashed   = regexp.MustCompile(`^(\d{1,2})/(\d{1,2})/(\d{4})\b`)
	before    = regexp.MustCompile(`(?i)^(?:first\s+)?(?:published|posted|updated|last updated|date|on)\b[:\s]*(?:on\s+)?`)
	at        = regexp.MustCompile(`(?i),?\s+at\s+`)
)

// firstDate is the first of what a place says that is a date.
func firstDate(says []string) string {
	for _, s := range says {
		if d := dateOf(s); d != "" {
			return d
		}
	}
	return ""
}

// dateOf is a date as ISO 8601, as precise as s is; empty: s is none, or it can be read as two.
func dateOf(s string) string {
	s = collapse(s)
	if len(s) > 80 {
		return ""
	}
	said := s
	s = before.ReplaceAllString(s, "")
	s = fraction.ReplaceAllString(s, "$1")
	s = noonOf.ReplaceAllStringFunc(s, func(m string) string {
		return noonOf.FindStringSubmatch(m)[1] + " " + strings.ToUpper(noonOf.FindStringSubmatch(m)[2]) + "M"
	})
	s = bareHour.ReplaceAllString(s, "$1$2:00 $3")
	s = dotted.ReplaceAllString(ordinal.ReplaceAllString(s, "$1"), "$1")
	s = at.ReplaceAllString(september.ReplaceAllString(s, "Sep"), " ")
	if unslashed, ok := unslash(s); ok {
		s = unslashed
	}
	if utc := zone.ReplaceAllString(s, ""); utc != s && strings.Contains(utc, ":") {
		s = utc + "Z"
		if strings.Contains(utc, " ") {
			s = utc + " Z"
		}
	}
	for _, m := range moments {
		t, err := time.Parse(m.written, s)
		if err == nil && t.Year() >= earliest && t.Year() <= latest {
			return t.Format(m.iso)
		}
	}
	return ingest.InISO(said)
}

// Years outside these are no dates of articles but other numbers.
const (
	earliest = 1450
	latest   = 2199
)

// unslash makes "2019-11-20" of "11/20/2019" or "20/11/2019". What can be read as both is left.
func unslash(s string) (string, bool) {
	m := slashed.FindStringSubmatch(s)
	if m == nil {
		return "", false
	}
	day, month := m[1], m[2]
	if number(month) > 12 {
		day, month = month, day
	}
	if number(day) <= 12 && day != month {
		return "", false
	}
	return m[3] + "-" + twoDigits(month) + "-" + twoDigits(day) + s[len(m[0]):], true
}

func number(digits string) (n int) {
	for _, c := range digits {
		n = n*10 + int(c-'0')
	}
	return n
}

func twoDigits(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

var inAddress = regexp.MustCompile(`/((?:19|20)\d\d)[/-](0[1-9]|1[0-2])[/-](0[1-9]|[12]\d|3[01])(?:/|-|$)`)

// dateInAddress is the date that an address is filed under: "2019-11-20" of "https://example.com/news/2019/11/20/harbour".
func dateInAddress(address string) string {
	m := inAddress.FindStringSubmatch(address)
	if m == nil {
		return ""
	}
	return dateOf(m[1] + "-" + m[2] + "-" + m[3])
}
