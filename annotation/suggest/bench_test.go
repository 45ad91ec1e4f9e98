package suggest

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/annotationtest"
	"rubricator/annotation/text"
)

// samples are the articles of the sample project, one behind the other, without their marks.
func samples(tb testing.TB) string {
	tb.Helper()
	files, _ := filepath.Glob("../../assets/sample/*.txt")
	var all strings.Builder
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		_, body, _ := strings.Cut(string(b), "\n\n")
		all.WriteString(strings.TrimSpace(annotationtest.Must(tb, body).Text) + "\n\n")
	}
	if all.Len() == 0 {
		tb.Fatal("there are no sample articles")
	}
	return all.String()
}

// keys are the labels whose units a key takes at the caret.
var keys = []annotation.LabelRole{{Label: "statistic", Role: "quantity"}, {Label: "claim", Role: "claim"}, {Label: "attribution", Role: roleContent},
	{Label: "attribution", Role: roleSource}, {Label: "attribution", Role: roleCue}}

// BenchmarkAtCaret finds what each key takes at carets all over a long article with 100,000 marks: one of many articles, and one of
// a sentence without end. The bound is 5 ms a unit at the 95th percentile.
func BenchmarkAtCaret(b *testing.B) {
	scheme := newsroom(b)
	for name, s := range map[string]string{"articles": samples(b), "one line": "word 5% said Bob, "} {
		for _, bytes := range []int{100_000, 10_000_000} {
			set := annotationtest.Large(b, scheme, s, bytes, 100_000)
			for _, key := range keys {
				c, ok := scheme.Choice(key)
				if !ok {
					b.Fatalf("the scheme has no %s", key)
				}
				b.Run(fmt.Sprintf("%s/%dKB/%s", name, bytes/1000, key), func(b *testing.B) { unitsOverall(b, set, c) })
			}
		}
	}
}

// unitsOverall reports the mean and the 95th percentile of finding a choice's unit.
func unitsOverall(b *testing.B, set *annotation.Set, c annotation.Choice) {
	var times []time.Duration
	var sum time.Duration
	for i := 0; b.Loop(); i++ {
		p := text.Pos(i * 7919 % int(set.Text().Len()))
		begun := time.Now()
		AtCaret(set, c, p)
		took := time.Since(begun)
		times, sum = append(times, took), sum+took
	}
	slices.Sort(times)
	ms := func(d time.Duration) float64 { return float64(d) / 1e6 }
	b.ReportMetric(ms(sum)/float64(len(times)), "ms/unit")
	b.ReportMetric(ms(times[len(times)*95/100]), "p95-ms")
	b.ReportMetric(ms(times[len(times)-1]), "max-ms")
	b.ReportMetric(0, "ns/op")
}
