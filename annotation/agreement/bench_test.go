package agreement

import (
	"context"
	"math/rand"
	"strings"
	"testing"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// large are 1,000 articles of 3,500 characters on which two annotators made 100,000 marks, of five labels and roles, most of them the same.
// The claims have an attribute, and each content is linked with its source.
func large(tb testing.TB) []Document {
	rnd := rand.New(rand.NewSource(1))
	t := text.MustNew(strings.Repeat("Tolls on the canal rose 12% in May – the ministry said on Friday.\n\n", 52))
	labels := []annotation.LabelRole{{Label: "claim", Role: "claim"}, {Label: "statistic", Role: "quantity"},
		{Label: "attribution", Role: "content"}, {Label: "attribution", Role: "source"}, {Label: "attribution", Role: "cue"}}
	out := make([]Document, 1000)
	for i := range out {
		out[i] = Document{ID: annotation.NewID(), Text: t}
		for p := range 2 {
			set := Set{Annotator: person(p + 1), Finished: time.Date(2026, 1, 1+i/10, 0, 0, 0, 0, time.UTC)}
			for n := range 50 {
				start := text.Pos(n * 67)
				if rnd.Intn(4) == 0 {
					start += text.Pos(rnd.Intn(20))
				}
				var attributes map[string][]string
				l := labels[n%len(labels)]
				if l.Label == "claim" {
					attributes = map[string][]string{"checkworthy": {[]string{"yes", "no"}[rnd.Intn(4)/3]}}
				}
				r := []rangeset.Range{{Start: start, End: start + 10 + text.Pos(n*37%50)}}
				sp, err := annotation.StoredSpan(annotation.NewID(), annotation.ID{}, l, r, annotation.Quote(t, r), attributes, "", annotation.OriginImport, 1)
				if err != nil {
					tb.Fatal(err)
				}
				if set.Spans = append(set.Spans, sp); l.Role == "source" {
					set.Relations = append(set.Relations, annotation.Relation{Type: "said_by", From: set.Spans[n-1].ID, To: sp.ID})
				}
			}
			out[i].Sets = append(out[i].Sets, set)
		}
	}
	return out
}

// BenchmarkReport makes all figures but gamma, with intervals from 1,000 samples, and those by month.
func BenchmarkReport(b *testing.B) {
	documents := large(b)
	for b.Loop() {
		s := NewStudy(documents, Options{})
		if r := s.Report(); r.All.Figures[0].Interval == nil {
			b.Fatal("no interval")
		}
		if len(s.Over(Month, time.UTC)) != 4 {
			b.Fatal("months are missing")
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/report")
	b.ReportMetric(100_000, "marks")
}

// BenchmarkStudy makes the sums that all figures follow from.
func BenchmarkStudy(b *testing.B) {
	documents := large(b)
	for b.Loop() {
		NewStudy(documents, Options{})
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/study")
}

// BenchmarkGamma aligns one article of that kind, and as many random ones as the expected disorder takes.
func BenchmarkGamma(b *testing.B) {
	s := NewStudy(large(b)[:1], Options{})
	for b.Loop() {
		if _, err := s.Gamma(context.Background(), Selection{}, GammaOptions{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/article")
}

// BenchmarkLargeDocument makes all figures of one text on which two annotators made 50,000 marks each.
func BenchmarkLargeDocument(b *testing.B) {
	all := large(b)
	one := Document{ID: annotation.NewID(), Text: text.MustNew(strings.Repeat(all[0].Text.String(), len(all)))}
	for p := range 2 {
		set := Set{Annotator: person(p + 1)}
		for i, d := range all {
			for _, sp := range d.Sets[p].Spans {
				r := sp.Hull()
				by := text.Pos(i) * all[0].Text.Len()
				r.Start, r.End = r.Start+by, r.End+by
				set.Spans = append(set.Spans, annotation.NewSpan(sp.ID, sp.Set(), sp.Label(), one.Text, []rangeset.Range{r}, sp.Origin()))
			}
		}
		one.Sets = append(one.Sets, set)
	}
	for b.Loop() {
		NewStudy([]Document{one}, Options{}).Report()
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/report")
}
