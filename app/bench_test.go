package app

import (
	"context"
	"fmt"
	"math/rand"
	"runtime"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"rubricator/annotation"
	"rubricator/annotation/compare"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/jobs"
)

// BenchmarkMark adds a mark with its key and deletes it again, durable commit included, drawing not: the bound for the
// own work with drawing is 8 ms at any size.
func BenchmarkMark(b *testing.B) {
	for _, size := range []int{10_000, 1_000_000, 10_000_000} {
		b.Run(fmt.Sprintf("%dKB", size/1000), func(b *testing.B) {
			p := loadedWith(b, size, size/100)
			middle := p.set().Text().NextWord(text.Pos(size / 2))
			start, end := p.set().Text().Word(middle)
			label := p.desk.choices()[0]
			var add, del time.Duration
			for b.Loop() {
				p.view.Select(rangeset.Range{Start: start, End: end})
				begun := time.Now()
				p.Window.press(label)
				add += time.Since(begun)
				begun = time.Now()
				p.deleteChosen()
				del += time.Since(begun)
			}
			b.ReportMetric(float64(add.Microseconds())/1000/float64(b.N), "ms/add")
			b.ReportMetric(float64(del.Microseconds())/1000/float64(b.N), "ms/delete")
		})
	}
}

// loadedWith is a window on an article of so many bytes with so many marks.
func loadedWith(b *testing.B, bytes, marks int) *person {
	b.Helper()
	p := atWork(b, strait)
	body := strings.Repeat("The deficit rose by 2.4 percent in May, the office said. It was the third month.\n\n", bytes/82+1)[:bytes]
	r, err := jobs.Import(context.Background(), p.desk.project, []jobs.Article{jobs.Pasted(body)}, jobs.ImportOptions{})
	if err != nil {
		b.Fatal(err)
	}
	p.imported(nil, r, nil)
	p.waits("the article is open", func() bool { return p.document.ID == r.Files[0].Document })
	for from := 0; from < marks; from += 1000 {
		e := annotation.NewEdit("marks")
		for i := from; i < min(marks, from+1000); i++ {
			at := text.Pos(i * (bytes / marks))
			rs := []rangeset.Range{{Start: at, End: min(at+60, p.set().Text().Len())}}
			sp := annotation.NewSpan(annotation.NewID(), p.set().Head().ID, p.desk.choices()[i%3].LabelRole, p.set().Text(), rs, annotation.OriginImport)
			e.Spans = append(e.Spans, annotation.Change[annotation.Span]{ID: sp.ID, Document: p.document.ID, After: &sp})
		}
		if from == 0 {
			first, err := p.set().AddSpan([]rangeset.Range{{Start: 0, End: 2}}, p.desk.choices()[0].LabelRole, annotation.OriginSelection)
			if err != nil {
				b.Fatal(err)
			}
			e.Sets = first.Sets
		}
		if err := p.do(e); err != nil {
			b.Fatal(err)
		}
	}
	p.waits("the marks are saved", func() bool { return p.desk.outbox.State().Saved() })
	return p
}

// BenchmarkFind types a word into the bar on ten megabytes: how long the window stands still at most for a letter, and until all
// its hits are counted.
func BenchmarkFind(b *testing.B) {
	p := loadedWith(b, 10_000_000, 1000)
	p.patience = reading
	p.press("Ctrl+F")
	b.ResetTimer()
	var still, whole time.Duration
	for b.Loop() {
		p.finder.field.SetText("")
		begun := time.Now()
		p.finder.field.SetText("the")
		still = max(still, time.Since(begun))
		p.waits("all are counted", func() bool { return p.finder.whole })
		whole += time.Since(begun)
	}
	b.ReportMetric(float64(still.Microseconds())/1000, "ms-still")
	b.ReportMetric(float64(whole.Microseconds())/1000/float64(b.N), "ms/whole")
}

// BenchmarkMarkAll marks 2,000 hits in one act, and takes them back.
func BenchmarkMarkAll(b *testing.B) {
	p := atWork(b, "Many\n\n"+strings.Repeat("The toll rose and a toll fell, the ministry said in May.\n", 1000))
	p.press("Ctrl+F")
	p.finder.field.SetText("toll")
	hits := p.finder.hits
	var marked, back time.Duration
	for b.Loop() {
		begun := time.Now()
		p.markAll(hits, p.desk.choices()[0])
		p.pump()
		marked += time.Since(begun)
		if p.set().Len() != 2000 {
			b.Fatalf("%d are marked", p.set().Len())
		}
		begun = time.Now()
		p.undo()
		p.pump()
		back += time.Since(begun)
	}
	b.ReportMetric(float64(marked.Microseconds())/1000/float64(b.N), "ms/marked")
	b.ReportMetric(float64(back.Microseconds())/1000/float64(b.N), "ms/taken-back")
}

// BenchmarkQueue opens the Review place on 100,000 differences over 10,000 articles whose summaries are ready, until its list is filled.
// The bound is 200 ms. ms/decided is what the queue costs of a decision.
func BenchmarkQueue(b *testing.B) {
	p := atWork(b, strait)
	fill := func() {
		r := rand.New(rand.NewSource(1))
		for range 10_000 {
			s := jobs.Standing{Case: jobs.Case{Document: annotation.NewID()}, Title: "Port opens quay"}
			for i := range 10 { // in the order of the text, as they are compared
				label := annotation.LabelRole{Label: "claim"}
				s.Open = append(s.Open, compare.Summary{Document: s.Document, Key: annotation.NewID(), Range: rangeset.Range{Start: text.Pos(100 * i), End: 6000},
					Quote: "The port opened its quay on Monday", Labels: []annotation.LabelRole{label}, Classes: compare.Boundary,
					Pattern: fmt.Sprintf("label%d against label%d", r.Intn(12), r.Intn(12)), Hardness: int32(r.Intn(20)), Unsure: r.Intn(20) == 0})
			}
			p.adjudicating.cases.stands(s)
		}
	}
	fill()
	p.adjudicating.cases.running = true // nothing is found out meanwhile
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			p.goTo(reviewing)
			p.adjudicating.queue.list.Refresh()
			b.StopTimer()
			p.goTo(annotating)
			p.pump()
			b.StartTimer()
		}
		b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N), "ms/open")
	})
	b.Run("decide", func(b *testing.B) {
		s := p.adjudicating.cases.each[p.adjudicating.queue.q.At(50_000).Document]
		decided := s
		decided.Open, decided.Decided = s.Open[1:], 1
		for i := 0; b.Loop(); i++ {
			if i%2 == 0 {
				p.adjudicating.queue.stands(decided)
			} else {
				p.adjudicating.queue.stands(s)
			}
			p.adjudicating.queue.follow()
		}
		b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N), "ms/decided")
	})
}

// BenchmarkQueueFirst is the first opening of the Review place once the program is started, on 10,000 articles of a real project with
// 100,000 differences: ms/first until its list shows them, where an earlier session kept how they stand; ms/settled until it is known as
// well that nothing else is to be compared; ms/longest is how long the window stands still at most meanwhile; ms/warm is a further opening
// of the session; s/anew is how long it takes to compare all where nothing is kept. The bound is 200 ms for ms/first.
func BenchmarkQueueFirst(b *testing.B) {
	const articles, each = 10_000, 10
	home := b.TempDir()
	p := reopen(b, home, strait)
	p.fillsWithDifferences(articles, each)
	begun := time.Now()
	p.goTo(reviewing)
	p.waitsLong(func() bool { return p.adjudicating.cases.ready && !p.adjudicating.cases.running })
	anew := time.Since(begun)
	var first, settled, longest, warm time.Duration
	for b.Loop() {
		b.StopTimer()
		p.leaves()
		p = start(b, home)
		p.openAt(p.project)
		p.pump()
		runtime.GC()
		b.StartTimer()
		begun := time.Now()
		step := func(f func()) {
			from := time.Now()
			f()
			longest = max(longest, time.Since(from))
		}
		step(func() { p.goTo(reviewing) })
		for p.adjudicating.queue.q.Len() < articles*each {
			step(<-p.queue)
		}
		first += time.Since(begun)
		for c := p.adjudicating.cases; c.running; {
			step(<-p.queue)
		}
		settled += time.Since(begun)
		p.goTo(annotating)
		p.pump()
		begun = time.Now()
		p.goTo(reviewing)
		p.adjudicating.queue.list.Refresh()
		warm += time.Since(begun)
		p.comparesAll()
	}
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 / float64(b.N) }
	b.ReportMetric(ms(first), "ms/first")
	b.ReportMetric(ms(settled), "ms/settled")
	b.ReportMetric(ms(warm), "ms/warm")
	b.ReportMetric(float64(longest.Microseconds())/1000, "ms/longest")
	b.ReportMetric(anew.Seconds(), "s/anew")
}

// fillsWithDifferences brings in articles on which two colleagues are done and differ in so many marks.
func (p *person) fillsWithDifferences(articles, each int) {
	p.t.Helper()
	ctx := context.Background()
	colleagues := []annotation.Annotator{colleague("Ana"), colleague("Ben")}
	for _, who := range colleagues {
		if err := p.desk.project.Join(ctx, who); err != nil {
			p.t.Fatal(err)
		}
	}
	scheme := p.desk.project.Scheme()
	err := p.desk.project.Apply(ctx, func(yield func(annotation.Edit, error) bool) {
		for i := range articles {
			body := strings.Repeat(fmt.Sprintf("The port of %d opened its quay on Monday, the ministry said. ", i), each)
			x := text.MustNew(body)
			step := x.Len() / text.Pos(each)
			d := annotation.NewDocument(x, "")
			d.Title = fmt.Sprintf("Port %d opens quay", i)
			e := annotation.NewEdit("import")
			e.Documents = []annotation.Change[annotation.Document]{{ID: d.ID, Document: d.ID, After: &d}}
			e.Content = []annotation.Content{annotation.NewContent([]byte(body))}
			if !yield(e, nil) {
				return
			}
			for k, who := range colleagues {
				head := annotation.SetHead{ID: annotation.SetID(d.ID, who.ID), Document: d.ID, Annotator: who.ID, Status: annotation.Done}
				e := annotation.NewEdit("mark")
				e.Sets = []annotation.Change[annotation.SetHead]{{ID: head.ID, Document: d.ID, After: &head}}
				for n := range each {
					at := text.Pos(n) * step
					rs := []rangeset.Range{{Start: at, End: at + 30 + text.Pos(5*k)}}
					sp := annotation.NewSpan(annotation.NewID(), head.ID, scheme.Choices()[(i+n)%3].LabelRole, x, rs, annotation.OriginSelection)
					e.Spans = append(e.Spans, annotation.Change[annotation.Span]{ID: sp.ID, Document: d.ID, After: &sp})
				}
				if !yield(e, nil) {
					return
				}
			}
		}
	}, nil)
	if err != nil {
		p.t.Fatal(err)
	}
}

// waitsLong waits for what takes minutes.
func (p *person) waitsLong(so func() bool) {
	for !so() {
		(<-p.queue)()
	}
}

// BenchmarkImportPage pages through 10,000 articles that are to be loaded. ms/page is how long the window stands still for a page, until all that changed
// is filled and laid out: the rows, the text and what is known of it. The bound is 16 ms.
func BenchmarkImportPage(b *testing.B) {
	p := atWork(b)
	var rows strings.Builder
	r := rand.New(rand.NewSource(1))
	for i := range 10_000 {
		var words strings.Builder
		for range 40 { // of each article others, so that none is a copy
			fmt.Fprintf(&words, " w%x", r.Intn(5000))
		}
		fmt.Fprintf(&rows, "{\"title\":\"Port opens quay %d, the ministry of transport says\",\"outlet\":\"The Gazette\",\"date\":\"2026-05-%02d\",\"text\":\"The port opened quay %d on Monday.%s.\"}\n", i, i%28+1, i, words.String())
	}
	in, err := readIncoming(context.Background(), p.desk, []jobs.Article{{Name: "many.jsonl", Read: func() ([]byte, error) { return []byte(rows.String()), nil }}}, jobs.Reading{}, func(int, int) {})
	if err != nil {
		b.Fatal(err)
	}
	for name, width := range map[string]float32{"two lines": 1200, "one line": 2000} {
		b.Run(name, func(b *testing.B) {
			p.win.Resize(fyne.NewSize(width, 800))
			p.importing.open(in)
			p.press("F6", "Shift+F6")
			var shown time.Duration
			for b.Loop() {
				begun := time.Now()
				if p.press("PgDn"); p.importing.list.row >= len(p.importing.rows)-1 {
					p.press("Home")
				}
				shown += time.Since(begun)
			}
			b.ReportMetric(float64(shown.Microseconds())/1000/float64(b.N), "ms/page")
		})
	}
}
