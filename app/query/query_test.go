package query

import (
	"math/rand/v2"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/storage"
)

func TestTheTermOfARoundFindsItWhateverItIsCalled(t *testing.T) {
	names := []string{"pilot", "Week 12", `the "second"`, `"`, "جولة", "a\u00a0b", "ıI", "round:x", "is:done"}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 2000 { // of what has a meaning in a search
		var b strings.Builder
		for range rng.IntN(12) {
			b.WriteString([]string{`"`, " ", "-", "round:", "is:", "a", "Ä", "\t", "7"}[rng.IntN(9)])
		}
		names = append(names, b.String())
	}
	for _, name := range names {
		r, err := annotation.NewRound(name, &annotation.Scheme{})
		if err != nil {
			continue
		}
		d := &storage.Listed{Status: annotation.Todo, Rounds: []annotation.Round{r}}
		if q := Read(With("o is:todo", Round, OfRound(r))); len(q.Terms) != 2 || !q.Takes(Names{}, annotation.ID{}, nil)(d) || len(q.Words) != 1 {
			t.Errorf("%q is not found by %s: %+v", name, OfRound(r), q)
		}
	}
}
