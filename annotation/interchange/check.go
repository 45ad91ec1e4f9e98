package interchange

import (
	"fmt"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/text"
)

// check tells what is wrong with a line: everything that would make a reader of it go wrong.
func (l *Line) check() error {
	if l.ID.IsZero() {
		return fmt.Errorf("the document has no id")
	}
	if _, err := ParseUnit(l.OffsetUnit); err != nil {
		return err
	}
	switch l.Status {
	case annotation.Todo, annotation.InWork, annotation.Done, annotation.Skipped:
	default:
		return fmt.Errorf("status is %q, want %q, %q, %q or %q", l.Status, annotation.Todo, annotation.InWork, annotation.Done, annotation.Skipped)
	}
	if err := l.checkText(); err != nil {
		return err
	}
	if err := l.checkKind(); err != nil {
		return err
	}
	if l.Annotator == nil && len(l.Spans)+len(l.Relations)+len(l.Attributes) > 0 {
		return fmt.Errorf("there are marks or attributes, but annotator is null")
	}
	return l.checkMarks()
}

// checkKind tells whether a model has a version, and a person none of the kinds that are not people.
func (l *Line) checkKind() error {
	switch l.Kind {
	case "", annotation.Person:
		return nil
	case annotation.Model, annotation.Reference:
		if l.Annotator == nil {
			return fmt.Errorf("annotator_kind is %q, but annotator is null", l.Kind)
		}
		if l.Kind == annotation.Reference {
			return nil
		}
		_, err := annotation.ParseModel(*l.Annotator)
		return err
	}
	return fmt.Errorf("annotator_kind is %q, want %q, %q or %q", l.Kind, annotation.Person, annotation.Model, annotation.Reference)
}

// checkText leaves the index of the text; nil where the line has no text.
func (l *Line) checkText() error {
	if l.TextFree() {
		l.index = nil
		if l.TextSHA256.IsZero() {
			return fmt.Errorf("there is neither a text nor text_sha256")
		}
		return nil
	}
	if l.index == nil || l.index.String() != l.Text {
		t, err := text.New(l.Text)
		if err != nil {
			return fmt.Errorf("text: %w", err)
		}
		l.index = t
	}
	if h := annotation.HashOf([]byte(l.Text)); h != l.TextSHA256 {
		return fmt.Errorf("text_sha256 is %s, but the text's is %s", l.TextSHA256, h)
	}
	return nil
}

func (l *Line) checkMarks() error {
	ids := make(map[annotation.ID]bool, len(l.Spans))
	for i := range l.Spans {
		s := &l.Spans[i]
		if s.ID.IsZero() || ids[s.ID] {
			return fmt.Errorf("mark %d: id %q is missing or another mark's", i, s.ID)
		}
		ids[s.ID] = true
		if err := s.check(l.index); err != nil {
			return fmt.Errorf("mark %s: %w", s.ID, err)
		}
	}
	for _, r := range l.Relations {
		switch {
		case r.ID.IsZero() || r.Type == "":
			return fmt.Errorf("relation %s: id or type is missing", r.ID)
		case !ids[r.From] || !ids[r.To]:
			return fmt.Errorf("relation %s: one end is no mark of this line", r.ID)
		}
	}
	return nil
}

// check holds a mark against the text; nil where the line has none.
func (s *Span) check(t *text.Text) error {
	if s.Label == "" || len(s.Ranges) == 0 {
		return fmt.Errorf("label or ranges are missing")
	}
	last := text.Pos(0)
	for _, r := range s.Ranges {
		switch {
		case t == nil && (r[0] < last || r[1] <= r[0]):
			return fmt.Errorf("range %d-%d is empty or out of order", r[0], r[1])
		case t != nil && (r[0] < last || r[1] <= r[0] || r[1] > t.Len()):
			return fmt.Errorf("range %d-%d is empty, out of order or outside the text of %d characters", r[0], r[1], t.Len())
		}
		last = r[1]
	}
	if s.Start != s.Ranges[0][0] || s.End != last {
		return fmt.Errorf("start and end are %d-%d, but the ranges span %d-%d", s.Start, s.End, s.Ranges[0][0], last)
	}
	if t == nil {
		if s.Text != "" {
			return fmt.Errorf("the line has no text, but the mark says %q", s.Text)
		}
		return nil
	}
	if q := s.quote(t); q != s.Text {
		return fmt.Errorf("the text reads %q where the mark says %q", q, s.Text)
	}
	return nil
}

// quote is what the ranges cover in t, joined by one space.
func (s *Span) quote(t *text.Text) string {
	if len(s.Ranges) == 1 {
		return t.Slice(s.Ranges[0][0], s.Ranges[0][1])
	}
	parts := make([]string, len(s.Ranges))
	for i, r := range s.Ranges {
		parts[i] = t.Slice(r[0], r[1])
	}
	return strings.Join(parts, " ")
}
