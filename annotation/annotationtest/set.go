package annotationtest

import (
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/text"
)

// Set makes the set that the notation shows, held to the scheme, on a document of its text. Every mark is made as a
// person would make it, by an edit that is applied.
func Set(tb testing.TB, scheme *annotation.Scheme, notation string) *annotation.Set {
	tb.Helper()
	m := Must(tb, notation)
	t := text.MustNew(m.Text)
	set := annotation.NewSet(annotation.NewDocument(t, "").ID, annotation.NewID(), t, scheme)
	do := func(e annotation.Edit, err error) annotation.Edit {
		tb.Helper()
		if err == nil {
			err = set.Apply(e)
		}
		if err != nil {
			tb.Fatal(err)
		}
		return e
	}
	ids := map[string]annotation.ID{}
	for _, s := range m.Spans {
		e := do(set.AddSpan(s.Ranges, s.Label, annotation.OriginSelection))
		ids[s.Name] = e.Spans[0].ID
	}
	for _, r := range m.Relations {
		do(set.AddRelation(r.Type, ids[r.From], ids[r.To], annotation.OriginSelection))
	}
	return set
}

// Format writes a set's text and marks in the notation, for comparison. Attributes and notes are not in it.
func Format(set *annotation.Set) string {
	m := Marked{Text: set.Text().String()}
	for _, s := range set.Spans() {
		m.Spans = append(m.Spans, Span{Name: s.ID.String(), Label: s.Label(), Ranges: s.Ranges()})
	}
	for _, s := range set.Spans() {
		for _, r := range set.Relations(s.ID) {
			if r.From == s.ID {
				m.Relations = append(m.Relations, Relation{r.From.String(), r.Type, r.To.String()})
			}
		}
	}
	return m.String()
}
