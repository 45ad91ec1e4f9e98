package interchange

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"rubricator/annotation"
)

// Choice says what of a project goes into a dataset. What is empty or zero leaves nothing out.
type Choice struct {
	Statuses  []annotation.Status // of people's sets and the reference
	Negatives Negatives
	Reference bool     // the reference, and not what each person marked
	People    []string // by name, and not what others marked

	Suggestions bool // also what models suggest, as lines of their own
	Corrected   bool // also documents that others stand for, because their texts were found wrong

	Labels       []string  // marks with these: "claim" has all its roles, "attribution.source" is one
	Since, Until time.Time // marks that were last changed within these; Until is outside

	Articles Articles
	Round    annotation.ID // of its documents alone. Who has the assignments holds documents against it
}

// Negatives says which documents without marks go out, so that a model learns where there is nothing.
type Negatives string

// The negatives.
const (
	ReviewedNegatives Negatives = ""     // sets that are done
	NoNegatives       Negatives = "none" // none
	AllNegatives      Negatives = "all"  // every set that the statuses take, and documents that nobody marked, one line each without an annotator
)

// Started takes the sets that are in work or done. It is what goes out when nothing else is said.
var Started = Choice{Statuses: []annotation.Status{annotation.InWork, annotation.Done}}

// ParseChoice reads "started" (or nothing), "done" or "any". "any" takes every set, skipped ones too, and the documents nobody marked.
func ParseChoice(s string) (Choice, error) {
	switch s {
	case "", "started":
		return Started, nil
	case "done":
		return Choice{Statuses: []annotation.Status{annotation.Done}}, nil
	case "any":
		return Choice{Statuses: []annotation.Status{annotation.Todo, annotation.InWork, annotation.Done, annotation.Skipped}, Negatives: AllNegatives}, nil
	}
	return Choice{}, fmt.Errorf("%q: want started, done or any", s)
}

// Takes tells whether a set goes out as far as its status says; nil stands for a document that nobody marked.
func (c Choice) Takes(head *annotation.SetHead) bool {
	if head == nil {
		return c.Negatives == AllNegatives
	}
	return slices.Contains(c.Statuses, head.Status)
}

// TakesUnmarked tells whether a line without marks goes out. marked: there were some, and the choice has not taken them for when they were made.
func (c Choice) TakesUnmarked(status annotation.Status, marked bool) bool {
	switch {
	case c.Negatives == AllNegatives:
		return true
	case c.Negatives == NoNegatives || marked:
		return false
	}
	return status == annotation.Done
}

// TakesPerson tells whether what somebody of this name marked goes out.
func (c Choice) TakesPerson(name string) bool {
	return len(c.People) == 0 || slices.ContainsFunc(c.People, func(n string) bool { return same(n, name) })
}

// TakesAt tells whether what was changed at a time goes out.
func (c Choice) TakesAt(at time.Time) bool {
	return !at.Before(c.Since) && (c.Until.IsZero() || at.Before(c.Until))
}

// Of gives the line with the marks that the choice takes, and the links between them. dated: it had others, which were not made in time.
func (c Choice) Of(l Line) (of Line, dated bool) {
	if len(c.Labels) == 0 && c.Since.IsZero() && c.Until.IsZero() {
		return l, false
	}
	spans := make([]Span, 0, len(l.Spans))
	for i := range l.Spans {
		switch s := &l.Spans[i]; {
		case !c.TakesLabel(annotation.LabelRole{Label: s.Label, Role: s.Role}):
		case !c.TakesAt(s.Updated.Time):
			dated = true
		default:
			spans = append(spans, *s)
		}
	}
	l.Spans = spans
	return l.LinkedWithin(), dated
}

// TakesLabel tells whether marks with a label go out.
func (c Choice) TakesLabel(l annotation.LabelRole) bool {
	return len(c.Labels) == 0 || slices.ContainsFunc(c.Labels, func(n string) bool { return same(n, l.Label) || same(n, l.String()) })
}

// Articles says which documents go out, by what is known of them.
type Articles struct {
	Named     []string // by title or id
	Outlets   []string
	Languages []string // BCP 47: "en" has "en-GB"
	From, To  string   // of publication, ISO 8601, as precise as wanted; To is within: "2026" has all of that year
}

// Take tells whether a document is among them.
func (a Articles) Take(d *annotation.Document) bool {
	among := func(names []string, is func(name string) bool) bool {
		return len(names) == 0 || slices.ContainsFunc(names, is)
	}
	return among(a.Named, func(n string) bool { return same(n, d.Title) || n == d.ID.String() }) &&
		among(a.Outlets, func(n string) bool { return same(n, d.Outlet) }) &&
		among(a.Languages, func(n string) bool {
			return same(n, d.Language) || len(d.Language) > len(n) && same(n+"-", d.Language[:len(n)+1])
		}) &&
		a.published(d.Published)
}

// published tells whether a time lies within the bounds; one that is not known lies within none.
func (a Articles) published(at string) bool {
	switch {
	case a.From == "" && a.To == "":
		return true
	case at == "":
		return false
	}
	n := min(len(at), len(a.From))
	m := min(len(at), len(a.To))
	return cmp.Compare(at[:n], a.From[:n]) >= 0 && (a.To == "" || cmp.Compare(at[:m], a.To[:m]) <= 0)
}

func same(a, b string) bool { return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b)) }

// ParseTime reads a day (2026-03-01, which begins at midnight UTC) or a time in RFC 3339. The end of a day is the beginning of the next.
func ParseTime(s string, end bool) (time.Time, error) {
	if at, err := time.Parse(time.DateOnly, s); err == nil {
		if end {
			at = at.AddDate(0, 0, 1)
		}
		return at, nil
	}
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return at, fmt.Errorf("%q: want a day, as 2026-03-01, or a time, as 2026-03-01T09:15:00Z", s)
	}
	return at, nil
}
