package jobs_test

import (
	"fmt"
	"math/rand"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/agreement"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/jobs"
	"rubricator/storage"
)

// compared makes a project of 1,000 articles of 3,500 characters on which two people made 50 marks each, most of them the same.
func compared(b *testing.B) *storage.Project {
	b.Helper()
	scheme, err := jobs.ShippedScheme("")
	if err != nil {
		b.Fatal(err)
	}
	_, ana, actor := device(b, "Ana")
	_, ben, _ := device(b, "Ben")
	p, err := storage.Create(filepath.Join(b.TempDir(), "large.rubric"), scheme, storage.Options{Annotator: ana, Actor: actor})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { p.Close() })
	if err := p.Join(ctx, ben); err != nil {
		b.Fatal(err)
	}
	rnd := rand.New(rand.NewSource(1))
	err = p.Apply(ctx, func(yield func(annotation.Edit, error) bool) {
		for i := range 1000 {
			body := fmt.Sprintf("Report %d\n", i) + strings.Repeat("Tolls on the canal rose 12% in May – the ministry said on Friday.\n\n", 52)
			if !yield(twice(body, rnd, ana.ID, ben.ID), nil) {
				return
			}
		}
	}, nil)
	if err != nil {
		b.Fatal(err)
	}
	return p
}

// twice is an article with the finished sets of two people.
func twice(body string, rnd *rand.Rand, people ...annotation.ID) annotation.Edit {
	t := text.MustNew(body)
	content := annotation.NewContent([]byte(body))
	d := annotation.NewDocument(t, "", annotation.Source{File: "a.txt", Original: content.Hash, Decoding: "UTF-8"})
	e := annotation.NewEdit("import")
	e.Documents = []annotation.Change[annotation.Document]{{ID: d.ID, Document: d.ID, After: &d}}
	e.Content = []annotation.Content{content}
	labels := []annotation.LabelRole{{Label: "claim", Role: "claim"}, {Label: "statistic", Role: "quantity"},
		{Label: "attribution", Role: "content"}, {Label: "attribution", Role: "source"}, {Label: "attribution", Role: "cue"}}
	for _, who := range people {
		head := annotation.SetHead{ID: annotation.SetID(d.ID, who), Document: d.ID, Annotator: who, Status: annotation.Done}
		e.Sets = append(e.Sets, annotation.Change[annotation.SetHead]{ID: head.ID, Document: d.ID, After: &head})
		for n := range 50 {
			start := text.Pos(10 + n*67)
			if rnd.Intn(4) == 0 {
				start += text.Pos(rnd.Intn(20))
			}
			sp := annotation.NewSpan(annotation.NewID(), head.ID, labels[n%len(labels)], t, []rangeset.Range{{Start: start, End: start + 10 + text.Pos(n*37%50)}}, annotation.OriginSelection)
			e.Spans = append(e.Spans, annotation.Change[annotation.Span]{ID: sp.ID, Document: d.ID, After: &sp})
		}
	}
	return e
}

// BenchmarkAgreement compares them: s/reading is until all is in memory, s/measures all figures but gamma with their intervals, over time,
// confusions and worst articles.
func BenchmarkAgreement(b *testing.B) {
	p := compared(b)
	var reading, measures time.Duration
	for b.Loop() {
		begin, read := time.Now(), time.Time{}
		a, err := jobs.MeasureAgreement(ctx, p, jobs.Measuring{}, func(done, of int) {
			if done == of {
				read = time.Now()
			}
		})
		if err != nil || a.Shared != 1000 {
			b.Fatal(err)
		}
		if f, _ := a.Report.All.Figure(agreement.F1Exact); f.Interval == nil || f.Counts.First != 50_000 {
			b.Fatalf("%+v", f)
		}
		reading += read.Sub(begin)
		measures += time.Since(read)
	}
	b.ReportMetric(reading.Seconds()/float64(b.N), "s/reading")
	b.ReportMetric(measures.Seconds()/float64(b.N), "s/measures")
}
