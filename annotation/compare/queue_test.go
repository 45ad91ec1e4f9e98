package compare_test

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/compare"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// summary is a difference of document 1, 2 ... that begins at a place.
func summary(document byte, at text.Pos, pattern string, hardness int32, unsure bool) compare.Summary {
	return compare.Summary{Document: annotation.ID{document}, Key: annotation.ID{document, byte(at)}, Range: rangeset.Range{Start: at, End: at + 5},
		Pattern: pattern, Hardness: hardness, Unsure: unsure}
}

// order writes documents and places as a queue has them.
func order(q *compare.Queue) string {
	var out []string
	for i := range q.Len() {
		out = append(out, fmt.Sprintf("%d@%d", q.At(i).Document[0], q.At(i).Range.Start))
	}
	return strings.Join(out, " ")
}

func some() []compare.Summary {
	return []compare.Summary{
		summary(2, 10, "claim.claim: boundary", 9, false),
		summary(2, 0, "claim.claim: missing", 10, false),
		summary(1, 20, "claim.claim: boundary", 9, false),
		summary(1, 5, "statistic.quantity: extra", 9, true),
		summary(1, 40, "claim.claim against statistic.quantity", 17, false),
	}
}

func TestUnsureMarksComeFirstThenTheHardestOrTheMostFrequent(t *testing.T) {
	for by, want := range map[compare.Order]string{
		compare.HardestFirst:  "1@5 1@40 2@0 1@20 2@10",
		compare.FrequentFirst: "1@5 1@20 2@10 1@40 2@0",
	} {
		if got := order(compare.NewQueue(some(), by)); got != want {
			t.Errorf("order %d: %s, want %s", by, got, want)
		}
	}
}

func TestWhatIsDecidedGoesAndComesBackToItsPlace(t *testing.T) {
	for _, by := range []compare.Order{compare.HardestFirst, compare.FrequentFirst} {
		q := compare.NewQueue(some(), by)
		before := order(q)
		var of1 []compare.Summary
		for _, s := range some() {
			if s.Document == (annotation.ID{1}) {
				of1 = append(of1, s)
			}
		}
		q.Update(annotation.ID{1}, of1[:1])
		if i, ok := q.Place(annotation.ID{1}, of1[1].Key); ok || q.Len() != 3 {
			t.Errorf("order %d: what was decided is at %d of %s", by, i, order(q))
		}
		q.Update(annotation.ID{1}, of1)
		if got := order(q); got != before {
			t.Errorf("order %d: %s, want %s", by, got, before)
		}
	}
	if n := compare.NewQueue(some(), compare.HardestFirst).Patterns()["claim.claim: boundary"]; n != 2 {
		t.Errorf("2 of a pattern are counted as %d", n)
	}
}

// BenchmarkQueue opens a queue of 100,000 differences over 10,000 documents from their summaries. The bound is 200 ms.
func BenchmarkQueue(b *testing.B) {
	r := rand.New(rand.NewSource(1))
	all := make([]compare.Summary, 100_000)
	documents := make([]annotation.ID, 10_000)
	for i := range documents {
		documents[i] = annotation.NewID()
	}
	for i := range all {
		all[i] = compare.Summary{Document: documents[r.Intn(len(documents))], Key: annotation.NewID(), Range: rangeset.Range{Start: text.Pos(r.Intn(5000)), End: 6000},
			Pattern: fmt.Sprintf("label%d against label%d", r.Intn(12), r.Intn(12)), Hardness: int32(r.Intn(20)), Unsure: r.Intn(20) == 0}
	}
	for by, name := range []string{"hardest", "frequent"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				q := compare.NewQueue(slices.Clone(all), compare.Order(by))
				q.At(0)
			}
			b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/queue")
		})
		b.Run(name+"/decide", func(b *testing.B) {
			q := compare.NewQueue(slices.Clone(all), compare.Order(by))
			for b.Loop() {
				q.Update(documents[0], all[:10])
			}
		})
	}
}
