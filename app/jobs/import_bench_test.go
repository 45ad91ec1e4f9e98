package jobs

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rubricator/annotation"
	"rubricator/storage"
)

// reports makes articles of about so many bytes, a file each, of the sentences of the sample: the short words stand as they do there, and each long one
// is another, so that no two articles tell one story.
func reports(b *testing.B, n, bytes int) []Article {
	b.Helper()
	paths, err := filepath.Glob("../../assets/sample/*.txt")
	if err != nil || len(paths) == 0 {
		b.Fatal("no sample", err)
	}
	var sentences [][]string
	var long []string
	for _, path := range paths {
		sample, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		for _, s := range strings.SplitAfter(strings.ReplaceAll(string(sample), "\n", " "), ". ") {
			sentences = append(sentences, strings.Fields(s))
		}
	}
	for _, s := range sentences {
		for _, w := range s {
			if len(w) > 5 {
				long = append(long, w)
			}
		}
	}
	rng := rand.New(rand.NewPCG(1, 2))
	out := make([]Article, n)
	for i := range out {
		var t strings.Builder
		fmt.Fprintf(&t, "Harbour %d closed for winter\n\nBy Jane Roe\n\n", i)
		for n := 0; t.Len() < bytes; n++ {
			for _, w := range sentences[rng.IntN(len(sentences))] {
				if len(w) > 5 {
					w = long[rng.IntN(len(long))]
				}
				t.WriteString(w + " ")
			}
			if n%3 == 2 {
				t.WriteString("\n\n")
			}
		}
		t.WriteString("\n\n© 2026 The Coast Daily\n")
		body := []byte(t.String())
		out[i] = Article{Name: fmt.Sprintf("report%d.txt", i), Read: func() ([]byte, error) { return body, nil }}
	}
	return out
}

func bytesOf(b *testing.B, articles []Article) (size int64) {
	b.Helper()
	for _, a := range articles {
		body, err := a.Read()
		if err != nil {
			b.Fatal(err)
		}
		size += int64(len(body))
	}
	return size
}

// BenchmarkArticlesIn does all that an import does with texts before they are written: read, divide, clean, guess, find copies, make edits.
func BenchmarkArticlesIn(b *testing.B) {
	for _, bytes := range []int{4_000, 40_000} {
		b.Run(fmt.Sprint(bytes), func(b *testing.B) {
			articles := reports(b, 200, bytes)
			b.SetBytes(bytesOf(b, articles))
			p := newProject(b)
			for b.Loop() {
				im := importer{ctx: context.Background(), p: p, known: map[annotation.ID]annotation.Document{}, alike: &likenesses{same: map[annotation.Hash]annotation.Document{}}}
				im.o.Now = time.Now
				for e, err := range im.edits(articles) {
					if err != nil || len(e.Documents) != 1 {
						b.Fatal(len(e.Documents), err)
					}
				}
			}
		})
	}
}

// BenchmarkImport imports 10,000 texts of 2 KB into a new project.
func BenchmarkImport(b *testing.B) {
	articles := reports(b, 10_000, 2000)
	b.SetBytes(bytesOf(b, articles))
	for b.Loop() {
		b.StopTimer()
		p := newProject(b)
		b.StartTimer()
		report, err := Import(context.Background(), p, articles, ImportOptions{})
		if err != nil || report.Count(Loaded) != len(articles) {
			b.Fatal(report.Count(Loaded), err)
		}
	}
	b.ReportMetric(float64(len(articles)*b.N)/b.Elapsed().Seconds(), "documents/s")
}

func newProject(b *testing.B) *storage.Project {
	b.Helper()
	scheme, err := ShippedScheme("")
	if err != nil {
		b.Fatal(err)
	}
	who := annotation.Annotator{ID: annotation.NewID(), Name: "Ana", Kind: annotation.Person}
	actor := annotation.Actor{ID: annotation.ActorID(who.ID, nil), Annotator: who.ID, Device: "laptop"}
	p, err := storage.Create(filepath.Join(b.TempDir(), "news.rubric"), scheme, storage.Options{Annotator: who, Actor: actor})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { p.Close() })
	return p
}
