package ingest

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// wholeDates are forms of dates with a time, and what of them is kept: a moment with its zone, one without, or a day.
var wholeDates = []struct{ form, kept string }{
	{time.DateOnly, time.DateOnly}, // the most frequent first
	{time.RFC3339, time.RFC3339},
	{"2006-01-02T15:04:05Z0700", time.RFC3339},
	{"2006-01-02 15:04:05Z07:00", time.RFC3339},
	{"2006-01-02 15:04:05 Z07:00", time.RFC3339},
	{"2006-01-02 15:04:05 -0700", time.RFC3339},
	{"2006-01-02 15:04:05 MST", time.RFC3339},
	{"2006-01-02T15:04Z07:00", time.RFC3339},
	{"20060102T150405Z", time.RFC3339}, // GDELT
	{"2006-01-02T15:04:05", withoutZone},
	{"2006-01-02 15:04:05", withoutZone},
	{"2006-01-02T15:04", withoutZone},
	{"2006-01-02 15:04", withoutZone},
	{"2006/01/02 15:04:05", withoutZone},
	{"2006/01/02 15:04", withoutZone},
	{"20060102150405", withoutZone},
	{"2.1.2006 15:04:05", withoutZone},
	{"2.1.2006 15:04", withoutZone},
	{"2.1.2006, 15:04", withoutZone},
	{time.RFC1123Z, time.RFC3339},
	{time.RFC1123, time.RFC3339},
	{"Mon, 2 Jan 2006 15:04:05 -0700", time.RFC3339},
	{"Mon, 2 Jan 2006 15:04:05 MST", time.RFC3339},
	{"2 Jan 2006 15:04:05 -0700", time.RFC3339},
	{"2 Jan 2006 15:04:05 MST", time.RFC3339},
	{time.UnixDate, time.RFC3339},
	{time.RubyDate, time.RFC3339},
	{time.ANSIC, withoutZone},
	{"January 2, 2006 15:04", withoutZone},
	{"January 2, 2006 3:04 PM", withoutZone},
	{"Jan 2, 2006 3:04 PM", withoutZone},
	{"2006/01/02", time.DateOnly},
	{"2006/1/2", time.DateOnly},
	{"2006.01.02", time.DateOnly},
	{"20060102", time.DateOnly},
	{"2.1.2006", time.DateOnly},
	{"2. January 2006", time.DateOnly},
	{"2 January 2006", time.DateOnly},
	{"2 Jan 2006", time.DateOnly},
	{"2-Jan-2006", time.DateOnly},
	{"January 2, 2006", time.DateOnly},
	{"January 2 2006", time.DateOnly},
	{"Jan 2, 2006", time.DateOnly},
	{"Jan 2 2006", time.DateOnly},
	{"Jan. 2, 2006", time.DateOnly},
	{"Monday, January 2, 2006", time.DateOnly},
	{"Monday, 2 January 2006", time.DateOnly},
	{"2006-01", "2006-01"},
	{"January 2006", "2006-01"},
	{"2006", "2006"},
}

const withoutZone = "2006-01-02T15:04:05"

// slashed is a date of which the first number may be the day or the month.
var slashed = regexp.MustCompile(`^(\d{1,2})[/-](\d{1,2})[/-](\d{4})(.*)$`)

// TypedDate is a date as people type it, in the form of ISO 8601; nothing typed is none. Errors: it cannot be told.
func TypedDate(s string) (string, error) {
	date := Date(s)
	if date == "" && s != "" {
		return "", fmt.Errorf("%q cannot be read as a date: want 2026, 2026-05 or 2026-05-04", s)
	}
	return date, nil
}

// Date is a date as files have it, in the form of ISO 8601 and as precise as it came. What cannot be told, as whether 3/4/2026 is in March or April,
// is empty.
func Date(s string) string {
	s = strings.TrimSpace(s)
	if m := slashed.FindStringSubmatch(s); m != nil {
		first, _ := strconv.Atoi(m[1])
		second, _ := strconv.Atoi(m[2])
		switch {
		case first > 12 || first == second:
			return Date(m[3] + "-" + twoDigits(m[2]) + "-" + twoDigits(m[1]) + m[4])
		case second > 12:
			return Date(m[3] + "-" + twoDigits(m[1]) + "-" + twoDigits(m[2]) + m[4])
		}
		return ""
	}
	for _, d := range wholeDates {
		if isDigit(d.form) != isDigit(s) {
			continue
		}
		if t, err := time.Parse(d.form, s); err == nil && sensible(t) {
			return t.Format(d.kept)
		}
	}
	if d := sinceEpoch(s); d != "" {
		return d
	}
	return InISO(s)
}

// isDigit tells whether s begins with one.
func isDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// sinceEpoch is a date given as seconds or thousandths of them since 1970, of which there are at least nine digits.
func sinceEpoch(s string) string {
	whole, _, _ := strings.Cut(s, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || len(whole) < 9 || len(whole) > 13 {
		return ""
	}
	t := time.Unix(n, 0)
	if len(whole) > 10 {
		t = time.UnixMilli(n)
	}
	if !sensible(t) {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// sensible tells whether a newspaper may have come out then.
func sensible(t time.Time) bool { return t.Year() >= 1600 && t.Year() < 2200 }

func twoDigits(s string) string {
	if len(s) < 2 {
		return "0" + s
	}
	return s
}
