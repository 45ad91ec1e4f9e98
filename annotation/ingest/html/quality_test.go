package html

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	readability "codeberg.org/readeck/go-readability/v2"

	"rubricator/annotation/ingest"
)

// found is how much of an article's words was found: shares of the bags of words, 0 to 1.
type found struct{ precision, recall float64 }

func (f found) f1() float64 { return 2 * f.precision * f.recall / max(f.precision+f.recall, 1e-9) }

func bag(s string) (words map[string]int, n int) {
	words = map[string]int{}
	for _, w := range wordsIn(s) {
		words[w]++
		n++
	}
	return words, n
}

func compare(got, want string) found {
	g, inGot := bag(got)
	w, inWant := bag(want)
	both := 0
	for word, n := range g {
		both += min(n, w[word])
	}
	f := found{1, 1}
	if inGot > 0 {
		f.precision = float64(both) / float64(inGot)
	}
	if inWant > 0 {
		f.recall = float64(both) / float64(inWant)
	}
	return f
}

// bare is the text that readability alone finds.
func bare(page []byte) string {
	a, err := readability.FromReader(bytes.NewReader(page), nil)
	var out strings.Builder
	if err != nil || a.Node == nil || a.RenderText(&out) != nil {
		return ""
	}
	return out.String()
}

// kept is the text of a draft that is kept, but of some kinds.
func kept(d *ingest.Draft, but ...ingest.Kind) string {
	var out []string
	for i, b := range d.Blocks {
		if b.Cut == "" && !slices.Contains(but, b.Kind) {
			out = append(out, d.Line(i))
		}
	}
	return strings.Join(out, "\n")
}

// The pages and what their articles say are in a folder of the form of the public benchmark for the extraction of articles by Scrapinghub:
// ground-truth.json and html/*.html.gz. What was set by looking at pages was set by those at even places, so that the others tell how good it is. The
// benchmark counts neither headline, byline nor captions to the article; we keep them, and tell what they are.
func TestQualityOfArticles(t *testing.T) {
	dir := os.Getenv("RUBRICATOR_PAGES")
	if dir == "" {
		t.Skip("RUBRICATOR_PAGES names no folder of pages")
	}
	var truth map[string]struct{ ArticleBody string }
	b, err := os.ReadFile(filepath.Join(dir, "ground-truth.json"))
	if err == nil {
		err = json.Unmarshal(b, &truth)
	}
	if err != nil {
		t.Fatal(err)
	}
	readers := []string{"readability", "ours, the text", "ours, with captions", "ours, all that is kept", "ours, all that is shown", "ours, the text cleaned"}
	var sums [2][6]found
	var pages [2]int
	for i, id := range slices.Sorted(maps.Keys(truth)) {
		page, want := unpacked(t, filepath.Join(dir, "html", id+".html.gz")), truth[id].ArticleBody
		d := draft(t, string(page))
		all := [6]found{
			compare(bare(page), want),
			compare(kept(d, ingest.Headline, ingest.Byline, ingest.Caption), want),
			compare(kept(d, ingest.Headline, ingest.Byline), want),
			compare(kept(d), want),
			compare(d.Text, want),
		}
		d.Clean(nil)
		all[5] = compare(kept(d, ingest.Headline, ingest.Byline, ingest.Caption), want)
		for j, f := range all {
			sums[i%2][j].precision += f.precision
			sums[i%2][j].recall += f.recall
		}
		pages[i%2]++
		if all[1].f1() < all[0].f1()-0.005 {
			t.Logf("worse: %.8s F1 %.3f, readability %.3f (precision %.3f, %.3f; recall %.3f, %.3f) %q", id, all[1].f1(), all[0].f1(),
				all[1].precision, all[0].precision, all[1].recall, all[0].recall, d.Warnings)
		}
	}
	for half, name := range []string{"even places", "odd places"} {
		var means [6]found
		for j, f := range sums[half] {
			means[j] = found{f.precision / float64(pages[half]), f.recall / float64(pages[half])}
			t.Logf("%s, %d pages, %-23s precision %.4f recall %.4f F1 %.4f", name, pages[half], readers[j], means[j].precision, means[j].recall, means[j].f1())
		}
		if means[1].f1() <= means[0].f1() {
			t.Errorf("%s: no better than readability alone", name)
		}
	}
}

func unpacked(t *testing.T, path string) []byte {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
