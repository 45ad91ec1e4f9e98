package agreement

import (
	"math"
	"math/rand"
	"slices"
	"testing"
	"time"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// pair is held against all pairings.
func TestPairsAreWorthTheMost(t *testing.T) {
	rnd := rand.New(rand.NewSource(6))
	for range 500 {
		n, m := 1+rnd.Intn(5), 1+rnd.Intn(5)
		var edges []edge
		for i := range n {
			for j := range m {
				if rnd.Intn(3) == 0 {
					edges = append(edges, edge{i, j, rnd.Float64() + .01})
				}
			}
		}
		var brute func(i int, taken int) float64
		brute = func(i, taken int) float64 {
			if i == n {
				return 0
			}
			best := brute(i+1, taken)
			for _, e := range edges {
				if e.first == i && taken&(1<<e.second) == 0 {
					best = max(best, e.worth+brute(i+1, taken|1<<e.second))
				}
			}
			return best
		}
		got, first, second := 0.0, map[int]bool{}, map[int]bool{}
		for _, e := range pair(n, m, edges) {
			got += e.worth
			if first[e.first] || second[e.second] {
				t.Fatalf("%v: %v is paired twice", edges, e)
			}
			first[e.first], second[e.second] = true, true
		}
		if want := brute(0, 0); math.Abs(got-want) > 1e-9 {
			t.Fatalf("%v: worth %v, want %v", edges, got, want)
		}
	}
}

func TestMostPairsAreAsManyAsCanBe(t *testing.T) {
	rnd := rand.New(rand.NewSource(13))
	for range 500 {
		n, m := 1+rnd.Intn(8), 1+rnd.Intn(8)
		var edges []edge
		for i := range n {
			for j := range m {
				if rnd.Intn(3) == 0 {
					edges = append(edges, edge{i, j, 1 + rnd.Float64()/10})
				}
			}
		}
		got, first, second := most(n, m, edges), map[int]bool{}, map[int]bool{}
		for _, e := range got {
			if !slices.Contains(edges, e) || first[e.first] || second[e.second] {
				t.Fatalf("%v: %v is no edge, or paired twice", edges, e)
			}
			first[e.first], second[e.second] = true, true
		}
		if want := pair(n, m, edges); len(got) != len(want) {
			t.Fatalf("%v: %d pairs, want %d", edges, len(got), len(want))
		}
	}
}

// Sentences that two annotators cut a little apart all hang together, which must take neither the square nor the cube of their number.
func TestALongChainOfMarksIsMatched(t *testing.T) {
	const n = 50_000
	at := func(start text.Pos) mark {
		r := rangeset.Range{Start: start, End: start + 100}
		return mark{nil, []rangeset.Range{r}, r, 100}
	}
	var first, second []mark
	for i := range n {
		first, second = append(first, at(text.Pos(100*i+49))), append(second, at(text.Pos(100*i)))
	}
	begun := time.Now()
	if got := matched(first, second, touching(first, second), Overlap); len(got) != n {
		t.Errorf("%d pairs of %d", len(got), n)
	}
	if took := time.Since(begun); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
}
