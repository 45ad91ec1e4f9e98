package checks

import (
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// BenchmarkAll checks a document of 100,000 marks: statistics in claims in contents.
func BenchmarkAll(b *testing.B) {
	sentence := "Tolls rose 12% in May, she said.\n"
	n := 100_000 / 3
	t := text.MustNew(strings.Repeat(sentence, n))
	head := annotation.NewSet(annotation.NewID(), annotation.NewID(), t, newsroom(b)).Head()
	var spans []annotation.Span
	for i := range n {
		at := text.Pos(i * len(sentence))
		for _, m := range []struct {
			label, role string
			start, end  text.Pos
		}{{"attribution", "content", 0, 21}, {"claim", "claim", 0, 21}, {"statistic", "quantity", 11, 14}} {
			spans = append(spans, annotation.NewSpan(annotation.NewID(), head.ID, annotation.LabelRole{Label: m.label, Role: m.role}, t,
				[]rangeset.Range{{Start: at + m.start, End: at + m.end}}, annotation.OriginImport))
		}
	}
	set, wrong := annotation.LoadSet(head, t, newsroom(b), spans, nil)
	if len(wrong) > 0 {
		b.Fatal(wrong[0])
	}
	found := 0
	for b.Loop() {
		found = 0
		for range All(set) {
			found++
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(spans)), "µs/mark")
	b.ReportMetric(float64(found), "findings")
}
