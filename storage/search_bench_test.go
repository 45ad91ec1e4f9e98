package storage

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"testing"

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

// BenchmarkSearch finds the first 50 of 10,000 articles, 100 MB of text. bare asks FTS5 for the same without anything around it.
func BenchmarkSearch(b *testing.B) {
	d := newDesk(b)
	d.apply(wordy(10_000, 10_000))
	for _, query := range []string{"word900", "word9", "word40 word900", "word0 ", "東京"} {
		b.Run(query, func(b *testing.B) {
			for b.Loop() {
				if ids, err := d.Search(ctx, query, 50); err != nil || len(ids) == 0 {
					b.Fatal(len(ids), err)
				}
			}
		})
	}
	for _, match := range []string{`"word900" *`, `"word9" *`, `"word40" "word900" *`, `"word0"`} {
		b.Run("bare "+match, func(b *testing.B) {
			for b.Loop() {
				n := 0
				err := eachScan(ctx, d.readers, func(scan scan) error {
					var row int64
					n++
					return scan(&row)
				}, `SELECT rowid FROM search WHERE search MATCH ? ORDER BY rank LIMIT 50`, match)
				if err != nil || n == 0 {
					b.Fatal(n, err)
				}
			}
		})
	}
}

// BenchmarkIndex imports articles with the index and without it, and indexes the same texts by bare FTS5, a row each in one transaction.
func BenchmarkIndex(b *testing.B) {
	const n, bytes = 1000, 10_000
	rate := func(b *testing.B) {
		b.ReportMetric(float64(n*bytes*b.N)/1e6/b.Elapsed().Seconds(), "MB/s")
	}
	for _, indexed := range []bool{true, false} {
		b.Run(fmt.Sprintf("import indexed=%v", indexed), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				d := newDesk(b)
				if !indexed {
					other := connect(d.path, asWriter, 1)
					if _, err := other.Exec(`DROP TRIGGER document_comes`); err != nil {
						b.Fatal(err)
					}
					other.Close()
				}
				b.StartTimer()
				d.apply(wordy(n, bytes))
			}
			rate(b)
		})
	}
	b.Run("bare", func(b *testing.B) {
		var texts []string
		for e := range wordy(n, bytes) {
			texts = append(texts, string(e.Content[0].Bytes))
		}
		for b.Loop() {
			b.StopTimer()
			other := connect(newDesk(b).path, asWriter, 1)
			if _, err := other.Exec(`CREATE VIRTUAL TABLE bare USING fts5 (body, content = '', tokenize = "unicode61 remove_diacritics 2")`); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
			tx, err := other.Begin()
			if err != nil {
				b.Fatal(err)
			}
			for i, s := range texts {
				if _, err := tx.Exec(`INSERT INTO bare (rowid, body) VALUES (?, ?)`, i, s); err != nil {
					b.Fatal(err)
				}
			}
			if err := tx.Commit(); err != nil {
				b.Fatal(err)
			}
			b.StopTimer()
			other.Close()
			b.StartTimer()
		}
		rate(b)
	})
}
