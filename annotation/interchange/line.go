// Package interchange writes and reads datasets. The native format is JSON Lines: one document and annotator a line,
// see Line and the schema that Schema gives. Offsets are half-open; in memory they are code points.
package interchange

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// OffsetUnit is the unit of offsets in the native format where no other is asked for.
const OffsetUnit = string(CodePoint)

// Line is one line of the native format: what one annotator marked on one document. Fields stand in the order of the
// keys. Strings that are not known are empty, lists that are empty are written [].
//
// Positions of marks are code points, and are written in OffsetUnit. A line without its text (TextFree) has them in OffsetUnit in memory too, and
// no quotes.
type Line struct {
	ID         annotation.ID            `json:"id"`          // of the document
	Text       string                   `json:"text"`        // "" with the hash of another text: left out
	TextSHA256 annotation.Hash          `json:"text_sha256"` // of the text's UTF-8
	OffsetUnit string                   `json:"offset_unit"` // a Unit
	Meta       Meta                     `json:"meta"`
	Scheme     SchemeName               `json:"scheme"`
	Annotator  *string                  `json:"annotator"`                // the name; nil: nobody marked the document
	Kind       annotation.AnnotatorKind `json:"annotator_kind,omitempty"` // Model: the marks are its suggestions; Reference: they were chosen among those of people; left out: a person
	Status     annotation.Status        `json:"status"`
	Attributes Attributes               `json:"attributes,omitempty"` // of the whole document, as the annotator sees it
	Spans      []Span                   `json:"spans"`
	Relations  []Relation               `json:"relations"`

	index *text.Text // of Text; made when needed
}

// Attributes are further values by the name of the attribute.
type Attributes = map[string][]string

// Meta is what is known about the article.
type Meta struct {
	Title      string `json:"title"`
	Outlet     string `json:"outlet"`
	Author     string `json:"author"`
	Published  string `json:"published"` // ISO 8601, as precise as known
	Language   string `json:"language"`  // BCP 47
	URL        string `json:"url"`
	SourceFile string `json:"source_file"`
}

// SchemeName names the scheme that the marks were made in.
type SchemeName struct {
	Name    string `json:"name"`
	Version int    `json:"version"`
}

// Span is one mark. Start and End are the first and the last bound of its ranges; Text is what the ranges cover, joined
// by one space.
type Span struct {
	ID         annotation.ID     `json:"id"`
	Label      string            `json:"label"`
	Role       string            `json:"role"`
	Start      text.Pos          `json:"start"`
	End        text.Pos          `json:"end"`
	Ranges     [][2]text.Pos     `json:"ranges"`
	Text       string            `json:"text"`
	Attributes Attributes        `json:"attributes"`
	Computed   Attributes        `json:"computed,omitempty"` // read off the text, and not confirmed by the annotator
	Note       string            `json:"note"`
	Origin     annotation.Origin `json:"origin"`
	Version    int               `json:"scheme_version"` // of the scheme that it was made under; 0: the line does not say
	Created    Time              `json:"created"`
	Updated    Time              `json:"updated"`
}

// Score is how sure the model was of a suggestion; 0: nothing says so.
func (s *Span) Score() float64 {
	if said := s.Attributes[annotation.ModelScore]; len(said) == 1 {
		if score, err := strconv.ParseFloat(said[0], 64); err == nil {
			return score
		}
	}
	return 0
}

// Relation links two spans of the line.
type Relation struct {
	ID   annotation.ID `json:"id"`
	Type string        `json:"type"`
	From annotation.ID `json:"from"`
	To   annotation.ID `json:"to"`
}

// Mark is a span with the times that the project file keeps beside it.
type Mark struct {
	annotation.Span
	Created, Updated time.Time
	Computed         Attributes // what is read off its text and was not confirmed
}

// NewLine makes the line of one annotator's set on a document. A nil head stands for a document that nobody marked:
// annotator, marks and relations are then left out. Spans come in the order of the text, outer before inner.
func NewLine(d annotation.Document, t *text.Text, scheme SchemeName, head *annotation.SetHead, annotator string, marks []Mark, relations []annotation.Relation) Line {
	l := Line{
		ID:         d.ID,
		Text:       t.String(),
		TextSHA256: d.Text,
		OffsetUnit: OffsetUnit,
		Meta:       metaOf(d),
		Scheme:     scheme,
		Status:     annotation.Todo,
		Spans:      []Span{},
		Relations:  []Relation{},
		index:      t,
	}
	if head == nil {
		return l
	}
	l.Annotator, l.Status, l.Attributes = &annotator, head.Status, head.Attributes
	l.Spans = spansOf(marks)
	for _, r := range relations {
		l.Relations = append(l.Relations, Relation{r.ID, r.Type, r.From, r.To})
	}
	return l
}

func metaOf(d annotation.Document) Meta {
	m := Meta{Title: d.Title, Outlet: d.Outlet, Author: d.Author, Published: d.Published, Language: d.Language, URL: d.URL}
	for _, s := range d.Sources {
		if m.SourceFile == "" {
			m.SourceFile = s.File
		}
		if m.URL == "" {
			m.URL = s.URL
		}
	}
	return m
}

func spansOf(marks []Mark) []Span {
	out := make([]Span, len(marks))
	bounds := make([][2]text.Pos, 0, len(marks)+len(marks)/8)
	for i, m := range marks {
		from := len(bounds)
		for _, r := range m.Ranges() {
			bounds = append(bounds, [2]text.Pos{r.Start, r.End})
		}
		label, hull := m.Label(), m.Hull()
		out[i] = Span{
			ID: m.ID, Label: label.Label, Role: label.Role, Start: hull.Start, End: hull.End,
			Ranges: bounds[from:len(bounds):len(bounds)], Text: m.Quote(), Attributes: m.Attributes(), Computed: m.Computed, Note: m.Note(),
			Origin: m.Origin(), Version: m.SchemeVersion(), Created: Time{m.Created}, Updated: Time{m.Updated},
		}
	}
	if !slices.IsSortedFunc(out, inText) {
		slices.SortStableFunc(out, inText)
	}
	return out
}

// inText orders spans by their first range, outer before inner.
func inText(a, b Span) int {
	x, y := a.Ranges[0], b.Ranges[0]
	return rangeset.Compare(rangeset.Range{Start: x[0], End: x[1]}, rangeset.Range{Start: y[0], End: y[1]})
}

// Time is a time in RFC 3339, written in UTC; the zero time is "".
type Time struct{ time.Time }

// MarshalJSON writes the time in UTC.
func (t Time) MarshalJSON() ([]byte, error) { return appendTime(nil, t), nil }

// UnmarshalJSON reads RFC 3339 in any zone, and "".
func (t *Time) UnmarshalJSON(b []byte) error {
	*t = Time{}
	if string(b) == `""` {
		return nil
	}
	if err := t.Time.UnmarshalJSON(b); err != nil {
		return fmt.Errorf("time %s: want RFC 3339 (2026-03-04T09:15:00Z)", b)
	}
	t.Time = t.UTC()
	return nil
}
