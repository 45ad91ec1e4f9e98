package annotation_test

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/annotationtest"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/schemefile"
	"rubricator/annotation/text"
)

// newsroom is the default scheme with all its parts switched on.
func newsroom(tb testing.TB) *annotation.Scheme {
	tb.Helper()
	b, err := os.ReadFile("../assets/schemes/newsroom-1.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	s, err := schemefile.Read(b)
	if err != nil {
		tb.Fatal(err)
	}
	for i := range s.Modules {
		s.Modules[i].On = true
	}
	return &s
}

// BenchmarkValidateAMark holds one more mark against the scheme and against the 100,000 that are there: its label, its ranges,
// whether it is there already, and each of its attributes. The bound is 50 µs a mark. taken-in is the time until the set has it.
func BenchmarkValidateAMark(b *testing.B) {
	for _, bytes := range []int{100_000, 10_000_000} {
		b.Run(fmt.Sprintf("%dKB", bytes/1000), func(b *testing.B) {
			s := annotationtest.Large(b, newsroom(b), "Unemployment fell to 3.9% in May, said Ana.\n\n", bytes, 100_000)
			choices := s.Scheme().Choices()
			var times []time.Duration
			var taken time.Duration
			for i := 0; b.Loop(); i++ {
				l := choices[i%len(choices)].LabelRole
				at := text.Pos(i * 7919 % (bytes - 200))
				begun := time.Now()
				e, err := s.AddSpan([]rangeset.Range{{Start: at, End: at + 120}}, l, annotation.OriginSelection) // longer than all that are there
				if err != nil {
					b.Fatal(err)
				}
				checkAttributes(b, s.Scheme(), l)
				times = append(times, time.Since(begun))
				if err := s.Apply(e); err != nil {
					b.Fatal(err)
				}
				taken += time.Since(begun)
				if err := s.Apply(e.Inverse()); err != nil {
					b.Fatal(err)
				}
			}
			slices.Sort(times)
			var sum time.Duration
			for _, t := range times {
				sum += t
			}
			µs := func(d time.Duration) float64 { return float64(d) / 1e3 }
			b.ReportMetric(µs(sum)/float64(len(times)), "µs/mark")
			b.ReportMetric(µs(times[len(times)*95/100]), "p95-µs")
			b.ReportMetric(µs(taken)/float64(len(times)), "µs/taken-in")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// checkAttributes holds a value of each attribute of a mark against the scheme.
func checkAttributes(b *testing.B, s *annotation.Scheme, l annotation.LabelRole) {
	for _, a := range s.AttributesOf(l) {
		value := map[annotation.AttributeKind]string{annotation.Number: "1", annotation.YesNo: "yes", annotation.FreeText: "text"}[a.Kind]
		if len(a.Values) > 0 {
			value = a.Values[len(a.Values)-1].ID
		}
		if err := s.CheckAttribute(l, a.ID, []string{value}); err != nil {
			b.Fatal(err)
		}
	}
}
