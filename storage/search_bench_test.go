package storage

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"rubricator/annotation"
)

// wordy gives n articles of about so many bytes, of words as frequent as those of a language (Zipf).
func wordy(n, bytes int) iter.Seq2[annotation.Edit, error] {
	return func(yield func(annotation.Edit, error) bool) {
		rng := rand.New(rand.NewPCG(1, 2))
		zipf := rand.NewZipf(rng, 1.1, 4, 50_000)
		for i := range n {
			var b strings.Builder
			fmt.Fprintf(&b, "Article %d\n\n", i)
			for b.Len() < bytes {
				fmt.Fprintf(&b, "word%d ", zipf.Uint64())
			}
			if i%1000 == 0 {
				b.WriteString("昨日東京で地震があった。")
			}
			e, _ := article(b.String())
			if !yield(e, nil) {
				return
			}
		}
	}
}

// BenchmarkSearch finds the first 50 of 10,000 articles, 100 MB of text, and the same by FTS5 without anything around it. Times are of the processor;
// x-bare is their ratio.
func BenchmarkSearch(b *testing.B) {
	d := newDesk(b)
	d.apply(wordy(10_000, 10_000))
	for _, q := range []struct{ query, match string }{
		{"word900", `"word900" *`}, {"word9", `"word9" *`}, {"wor", ""}, {"word40 word900", `"word40" "word900" *`}, {"word0 ", `"word0"`}, {"word0 word1 ", `"word0" "word1"`}, {"東京", ""},
	} {
		b.Run(q.query, func(b *testing.B) {
			var ours, bare time.Duration
			for b.Loop() {
				before := processTime()
				if ids, err := d.Search(ctx, q.query, 50); err != nil || len(ids) == 0 {
					b.Fatal(len(ids), err)
				}
				between := processTime()
				ours += between - before
				if q.match == "" { // it takes seconds, or finds nothing
					continue
				}
				n := 0
				err := eachScan(ctx, d.readers, func(scan scan) error {
					var row int64
					n++
					return scan(&row)
				}, `SELECT rowid FROM search WHERE search MATCH ? ORDER BY rank LIMIT 50`, q.match)
				if err != nil || n == 0 {
					b.Fatal(n, err)
				}
				bare += processTime() - between
			}
			b.ReportMetric(ours.Seconds()*1000/float64(b.N), "ms/search")
			if bare > 0 {
				b.ReportMetric(ours.Seconds()/bare.Seconds(), "x-bare")
			}
		})
	}
}

// BenchmarkIndex imports articles with the index and without it, and indexes the same texts by bare FTS5, a row each in one transaction. Rates are by
// processor time; x-bare is the rate of the index alone beside that of bare FTS5.
func BenchmarkIndex(b *testing.B) {
	const n, bytes = 1000, 10_000
	var edits []annotation.Edit
	for e := range wordy(n, bytes) {
		edits = append(edits, e)
	}
	var whole, rest, bare time.Duration
	for b.Loop() {
		whole += importing(b, edits, `SELECT 1`)
		rest += importing(b, edits, `DROP TRIGGER document_comes`)
		bare += bareIndex(b, edits)
	}
	rate := func(t time.Duration) float64 { return float64(n*bytes*b.N) / 1e6 / t.Seconds() }
	b.ReportMetric(rate(whole), "import-MB/s")
	b.ReportMetric(rate(rest), "unindexed-MB/s")
	b.ReportMetric(rate(bare), "bare-MB/s")
	b.ReportMetric(bare.Seconds()/(whole-rest).Seconds(), "x-bare")
}

// importing imports articles into a project that was changed.
func importing(b *testing.B, edits []annotation.Edit, change string) time.Duration {
	d := newDesk(b)
	other := connect(d.path, asWriter, 1)
	if _, err := other.Exec(change); err != nil {
		b.Fatal(err)
	}
	other.Close()
	before := processTime()
	d.apply(func(yield func(annotation.Edit, error) bool) {
		for _, e := range edits {
			if !yield(e, nil) {
				return
			}
		}
	})
	return processTime() - before
}

func bareIndex(b *testing.B, edits []annotation.Edit) time.Duration {
	db := connect(newDesk(b).path, asWriter, 1)
	defer db.Close()
	if _, err := db.Exec(`CREATE VIRTUAL TABLE bare USING fts5 (body, content = '', tokenize = "unicode61 remove_diacritics 2")`); err != nil {
		b.Fatal(err)
	}
	before := processTime()
	tx, err := db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	for i, e := range edits {
		if _, err := tx.Exec(`INSERT INTO bare (rowid, body) VALUES (?, ?)`, i, string(e.Content[0].Bytes)); err != nil {
			b.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	return processTime() - before
}
