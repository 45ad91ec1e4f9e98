package storage

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// BenchmarkCommit saves one mark, and one row of a bare table in the same file, both durable; x-bare is their ratio.
func BenchmarkCommit(b *testing.B) {
	const turn = 32 // in turns, since each connection has to read anew what the other wrote
	d := newDesk(b)
	s := d.set(d.add(strings.Repeat("Prices rose. ", 100)).ID)
	d.do(s, markEdit(b, s, "statistic", 0, 6))
	bare := connect(d.path, asWriter, 1)
	defer bare.Close()
	if _, err := bare.Exec(`CREATE TABLE bare (id INTEGER PRIMARY KEY, quote TEXT NOT NULL) STRICT`); err != nil {
		b.Fatal(err)
	}
	var marks, rows time.Duration
	n := 0
	for b.Loop() {
		for range turn {
			e := markEdit(b, s, "claim", 0, 12)
			start := time.Now()
			d.commit(e)
			marks += time.Since(start)
		}
		start := time.Now()
		for range turn {
			if _, err := bare.Exec(`INSERT INTO bare (quote) VALUES ('Prices rose.')`); err != nil {
				b.Fatal(err)
			}
		}
		rows += time.Since(start)
		n += turn
	}
	b.ReportMetric(float64(marks.Microseconds())/float64(n), "µs/mark")
	b.ReportMetric(float64(rows.Microseconds())/float64(n), "µs/bare-row")
	b.ReportMetric(float64(marks)/float64(rows), "x-bare")
}

func BenchmarkDocuments(b *testing.B) {
	d := newDesk(b)
	d.apply(articles(10_000))
	for b.Loop() {
		list, err := d.Documents(ctx, d.who.Annotator.ID)
		if err != nil || len(list) != 10_000 {
			b.Fatal(len(list), err)
		}
	}
}

// BenchmarkDocumentsInRounds is BenchmarkDocuments with all of them dealt to people, a fifth to two.
func BenchmarkDocumentsInRounds(b *testing.B) {
	d := newDesk(b)
	d.apply(articles(10_000))
	list, err := d.Documents(ctx, d.who.Annotator.ID)
	if err != nil {
		b.Fatal(err)
	}
	var ids []annotation.ID
	for _, l := range list {
		ids = append(ids, l.ID)
	}
	r := d.round("week 1", nil, nil)
	e, err := r.Deal(ids, nil, annotation.Share{Annotators: []annotation.ID{d.who.Annotator.ID, d.named("Ben").ID}, Twice: 0.2})
	if err != nil {
		b.Fatal(err)
	}
	d.commit(e)
	for b.Loop() {
		if list, err := d.Documents(ctx, d.who.Annotator.ID); err != nil || len(list[0].Rounds) != 1 {
			b.Fatal(err)
		}
	}
}

func BenchmarkImport(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		d := newDesk(b)
		b.StartTimer()
		d.apply(articles(1000))
	}
	b.ReportMetric(float64(1000*b.N)/b.Elapsed().Seconds(), "documents/s")
}

func BenchmarkSet(b *testing.B) {
	d := newDesk(b)
	s := d.set(d.add(strings.Repeat("Prices “rose”. ", 10_000)).ID)
	d.apply(manyMarks(s, 100_000))
	for b.Loop() {
		if n := d.set(s.Head().Document).Len(); n != 100_000 {
			b.Fatal(n)
		}
	}
}

func BenchmarkRelabel(b *testing.B) {
	d := newDesk(b)
	s := d.set(d.add(strings.Repeat("Prices “rose”. ", 10_000)).ID)
	d.apply(manyMarks(s, 10_000))
	to := []string{"statistic", "claim"}
	for i := 0; b.Loop(); i++ {
		e := annotation.NewEdit("relabel")
		for _, m := range d.set(s.Head().Document).Spans() {
			after := m.WithLabel(annotation.LabelRole{Label: to[i%2]})
			e.Spans = append(e.Spans, annotation.Change[annotation.Span]{ID: m.ID, Document: s.Head().Document, Before: &m, After: &after})
		}
		d.commit(e)
	}
	b.ReportMetric(10_000*float64(b.N)/b.Elapsed().Seconds(), "marks/s")
}

func (d *desk) apply(edits iter.Seq2[annotation.Edit, error]) {
	d.t.Helper()
	if err := d.Apply(ctx, edits, nil); err != nil {
		d.t.Fatal(err)
	}
}

// articles gives n imports of 5 KB.
func articles(n int) iter.Seq2[annotation.Edit, error] {
	return func(yield func(annotation.Edit, error) bool) {
		group := annotation.NewID()
		for i := range n {
			e, _ := article(fmt.Sprintf("Article %d\n\n%s", i, strings.Repeat("Prices rose 3% in May, Mary said on Tuesday. ", 110)))
			e.Group = group
			if !yield(e, nil) {
				return
			}
		}
	}
}

// manyMarks gives edits that mark the text n times, 1,000 marks each.
func manyMarks(s *annotation.Set, n int) iter.Seq2[annotation.Edit, error] {
	return func(yield func(annotation.Edit, error) bool) {
		head := s.Head()
		e := annotation.NewEdit("mark")
		head.Status = annotation.InWork
		e.Sets = []annotation.Change[annotation.SetHead]{{ID: head.ID, Document: head.Document, After: &head}}
		for i := range n {
			start := text.Pos(i) % (s.Text().Len() - 20)
			m := annotation.NewSpan(annotation.NewID(), head.ID, annotation.LabelRole{Label: "claim"}, s.Text(),
				[]rangeset.Range{{Start: start, End: start + 14}}, annotation.OriginSelection)
			e.Spans = append(e.Spans, annotation.Change[annotation.Span]{ID: m.ID, Document: head.Document, After: &m})
			if len(e.Spans) == 1000 {
				if !yield(e, nil) {
					return
				}
				e = annotation.NewEdit("mark")
			}
		}
		yield(e, nil)
	}
}

// BenchmarkCommitDuringApply saves single marks while an import runs.
func BenchmarkCommitDuringApply(b *testing.B) {
	d := newDesk(b)
	s := d.set(d.add("Prices rose.").ID)
	d.do(s, markEdit(b, s, "statistic", 0, 6))
	importing, stop := context.WithCancel(ctx)
	done := make(chan error)
	go func() { done <- d.Apply(importing, articles(1_000_000), nil) }()
	var slowest time.Duration
	for b.Loop() {
		e := markEdit(b, s, "claim", 0, 12)
		start := time.Now()
		d.commit(e)
		slowest = max(slowest, time.Since(start))
		time.Sleep(3 * time.Millisecond)
	}
	b.ReportMetric(float64(slowest.Microseconds())/1000, "ms-slowest")
	stop()
	<-done
}
