package compare_test

import (
	"fmt"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/annotationtest"
	"rubricator/annotation/compare"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// large are two sets of so many marks on one document, of which every third has other bounds and every seventh another label.
func large(b *testing.B, marks int) []*annotation.Set {
	b.Helper()
	first := annotationtest.Large(b, newsroom(b), "Unemployment fell to 3.9% in May, said Ana.\n\n", marks*100, marks)
	choices := first.Scheme().Choices()
	head := first.Head()
	head.Annotator = annotation.NewID()
	head.ID = annotation.SetID(head.Document, head.Annotator)
	var spans []annotation.Span
	for i, sp := range first.Spans() {
		l, ranges := sp.Label(), sp.Ranges()
		if i%3 == 0 {
			ranges = []rangeset.Range{{Start: ranges[0].Start, End: ranges[0].End + 3}}
		}
		if i%7 == 0 {
			l = choices[(i+1)%len(choices)].LabelRole
		}
		spans = append(spans, annotation.NewSpan(annotation.NewID(), head.ID, l, first.Text(), ranges, annotation.OriginImport))
	}
	second, errs := annotation.LoadSet(head, first.Text(), first.Scheme(), spans, nil)
	if len(errs) > 0 {
		b.Fatal(errs[0])
	}
	return []*annotation.Set{first, second}
}

// BenchmarkCompare holds two sets against each other. The work is in proportion to the number of marks.
func BenchmarkCompare(b *testing.B) {
	for _, marks := range []int{1000, 10_000, 100_000} {
		b.Run(fmt.Sprint(marks), func(b *testing.B) {
			s := large(b, marks)
			var groups []compare.Group
			for b.Loop() {
				groups = compare.Compare(s)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N), "ms/op")
			b.ReportMetric(float64(len(compare.Filter{}.Of(groups))), "differences")
		})
	}
}

// BenchmarkAdjudicate brings in what two sets of 10,000 marks agree on, and decides one difference among them.
func BenchmarkAdjudicate(b *testing.B) {
	s := large(b, 10_000)
	a := compare.NewAdjudication(compare.NewReference(s[0]), s, nil)
	b.Run("agreed", func(b *testing.B) {
		for b.Loop() {
			if _, ok := a.Agreed(); !ok {
				b.Fatal("nothing is agreed on")
			}
		}
	})
	e, _ := a.Agreed()
	apply(b, a.Reference())(e, nil)
	if err := a.Apply(e); err != nil {
		b.Fatal(err)
	}
	b.Run("decide", func(b *testing.B) {
		open := a.Open()
		for i := 0; b.Loop(); i++ {
			e, err := a.Decide(open[i%len(open)].Key, compare.Ruling{Choice: annotation.DecisionTake, Took: []int{i % 2}})
			if err == nil {
				err = a.Reference().Apply(e)
			}
			if err == nil {
				err = a.Apply(e)
			}
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkCompareMarksOverOnePlace is what no person marks: 10,000 marks of one label, each in the one before.
func BenchmarkCompareMarksOverOnePlace(b *testing.B) {
	scheme, t := newsroom(b), text.MustNew(strings.Repeat("word ", 10_000))
	var s []*annotation.Set
	for n := range 2 {
		head := annotation.SetHead{Document: annotation.NewDocument(t, "").ID, Annotator: annotation.NewID(), Status: annotation.InWork}
		head.ID = annotation.SetID(head.Document, head.Annotator)
		var spans []annotation.Span
		for i := range 10_000 {
			r := []rangeset.Range{{Start: text.Pos(i), End: t.Len() - text.Pos(2*i+n)}}
			spans = append(spans, annotation.NewSpan(annotation.NewID(), head.ID, annotation.LabelRole{Label: "claim", Role: "claim"}, t, r, annotation.OriginImport))
		}
		set, _ := annotation.LoadSet(head, t, scheme, spans, nil)
		s = append(s, set)
	}
	for b.Loop() {
		compare.Compare(s)
	}
}
