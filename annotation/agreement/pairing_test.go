package agreement

import (
	"math"
	"math/rand"
	"testing"
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

// Sentences that two annotators cut a little apart all hang together, which must not take the cube of their number.
func TestALongChainIsPaired(t *testing.T) {
	const n = 50_000
	var edges []edge
	for i := range n {
		edges = append(edges, edge{i, i, 1.3})
		if i > 0 {
			edges = append(edges, edge{i, i - 1, 1.30001})
		}
	}
	if got := pair(n, n, edges); len(got) != n {
		t.Errorf("%d pairs", len(got))
	}
}
