package annotationtest

import (
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// Large makes the set of a long article: the text over and over until it is so many bytes, and so many marks evenly on it, of every
// choice of the scheme and of 5 to 104 characters, so that they nest and cross.
func Large(tb testing.TB, scheme *annotation.Scheme, s string, bytes, marks int) *annotation.Set {
	tb.Helper()
	t := text.MustNew(strings.Repeat(s, bytes/len(s)+1))
	head := annotation.SetHead{Document: annotation.NewDocument(t, "").ID, Annotator: annotation.NewID(), Status: annotation.InWork}
	head.ID = annotation.SetID(head.Document, head.Annotator)
	choices := scheme.Choices()
	spans := make([]annotation.Span, marks)
	for i := range spans {
		at := text.Pos(int64(t.Len()-110) * int64(i) / int64(marks))
		r := []rangeset.Range{{Start: at, End: at + text.Pos(5+i*37%100)}}
		spans[i] = annotation.NewSpan(annotation.NewID(), head.ID, choices[i%len(choices)].LabelRole, t, r, annotation.OriginImport)
	}
	set, errs := annotation.LoadSet(head, t, scheme, spans, nil)
	if len(errs) > 0 {
		tb.Fatal(errs[0])
	}
	return set
}
