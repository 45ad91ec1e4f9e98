package split

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/stories"
)

func id(n int) annotation.ID { return annotation.ID{0: 7, 14: byte(n >> 8), 15: byte(n)} }

// some are documents of 5 outlets; every tenth tells the story of the one before it. A few have the rare label.
func some(n int) (out []Document) {
	r := rand.New(rand.NewPCG(1, 1))
	for i := range n {
		d := Document{ID: id(i), Story: id(i), Outlet: fmt.Sprint("Outlet ", i%5), Published: fmt.Sprintf("2026-%02d-%02d", 1+i%12, 1+i%28),
			Labels: map[string]int{"claim": 1 + r.IntN(9), "statistic": r.IntN(4)}}
		if i%10 == 9 {
			d.Story = id(i - 1)
		}
		if i%17 == 0 {
			d.Labels["rare"] = 1
		}
		out = append(out, d)
	}
	return out
}

var eighty = map[Part]float64{Train: 80, Validation: 10, Test: 10}

func deal(t *testing.T, documents []Document, o Options) map[annotation.ID]Part {
	t.Helper()
	parts, err := Deal(documents, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range documents {
		if parts[d.ID] == "" || parts[d.ID] != parts[d.Story] {
			t.Errorf("%s is in %q and its story in %q", d.ID, parts[d.ID], parts[d.Story])
		}
	}
	return parts
}

func TestPartsHaveTheirShares(t *testing.T) {
	documents := some(2000)
	for _, o := range []Options{{}, {Stratify: true}, {By: ByDate}} {
		o.Shares, o.Seed = eighty, 42
		n := map[Part]float64{}
		for _, p := range deal(t, documents, o) {
			n[p]++
		}
		if math.Abs(n[Train]-1600) > 60 || math.Abs(n[Validation]-200) > 40 || math.Abs(n[Test]-200) > 40 {
			t.Errorf("%+v: %v", o, n)
		}
	}
}

func TestALabelIsSpreadOverTheParts(t *testing.T) {
	documents := some(300)
	rare := func(o Options) (n map[Part]float64) {
		n = map[Part]float64{}
		for _, d := range documents {
			n[deal(t, documents, o)[d.ID]] += float64(d.Labels["rare"])
		}
		return n
	}
	for seed := range int64(5) {
		if n := rare(Options{Shares: eighty, Seed: seed, Stratify: true}); n[Validation] < 1 || n[Test] < 1 || n[Train] < 12 {
			t.Errorf("seed %d: of 18 rare marks %v", seed, n)
		}
	}
}

func TestTheSameSeedDealsTheSameAndAnotherDoesNot(t *testing.T) {
	documents := some(200)
	for _, stratify := range []bool{false, true} {
		a := deal(t, documents, Options{Shares: eighty, Seed: 1, Stratify: stratify})
		if !maps.Equal(a, deal(t, documents, Options{Shares: eighty, Seed: 1, Stratify: stratify})) {
			t.Error("the same seed dealt otherwise")
		}
		if maps.Equal(a, deal(t, documents, Options{Shares: eighty, Seed: 2, Stratify: stratify})) {
			t.Error("another seed dealt the same")
		}
	}
}

func TestDocumentsThatAreAddedChangeNothingForOthers(t *testing.T) {
	documents := some(400)
	for _, o := range []Options{{Shares: eighty}, {Shares: eighty, Stratify: true}} {
		before, after := deal(t, documents[:200], o), deal(t, documents, o)
		for id, p := range before {
			if after[id] != p {
				t.Errorf("%+v: %s went from %s to %s", o, id, p, after[id])
			}
		}
	}
}

func TestAKeptSplitStaysWhateverIsAsked(t *testing.T) {
	documents := some(400)
	before := deal(t, documents[:200], Options{Shares: eighty, Seed: 1})
	after := deal(t, documents, Options{Shares: map[Part]float64{Train: 1, Test: 1}, Seed: 2, Kept: before})
	for id, p := range before {
		if after[id] != p {
			t.Errorf("%s went from %s to %s", id, p, after[id])
		}
	}
}

func TestAnOutletIsInOnePart(t *testing.T) {
	documents := some(100)
	parts := deal(t, documents, Options{Shares: map[Part]float64{Train: 1, Test: 1}, Seed: 3, By: ByOutlet})
	of := map[string]Part{}
	for _, d := range documents {
		if p, there := of[d.Outlet]; there && p != parts[d.ID] {
			t.Errorf("%s is in %s and %s", d.Outlet, p, parts[d.ID])
		}
		of[d.Outlet] = parts[d.ID]
	}
}

func TestTheNewestAreTheTest(t *testing.T) {
	documents := some(240)
	parts := deal(t, documents, Options{Shares: eighty, By: ByDate})
	newest, oldest := "", "9"
	for _, d := range documents {
		if d.Story != d.ID {
			continue
		}
		if parts[d.ID] == Train {
			newest = max(newest, d.Published)
		}
		if parts[d.ID] == Test {
			oldest = min(oldest, d.Published)
		}
	}
	if newest > oldest {
		t.Errorf("train goes on until %s, the test begins at %s", newest, oldest)
	}
}

func TestWhatCannotBeIsRefused(t *testing.T) {
	for _, o := range []Options{{}, {Shares: map[Part]float64{"dev": 1}}, {Shares: map[Part]float64{Train: -1, Test: 2}}, {Shares: eighty, By: "moon"},
		{Shares: eighty, Kept: map[annotation.ID]Part{id(0): "../../evil"}}, {Shares: eighty, Stratify: true, Kept: map[annotation.ID]Part{id(0): "dev"}}} {
		if _, err := Deal(some(3), o); err == nil {
			t.Errorf("%+v is dealt", o)
		}
	}
}

func TestALeakIsFoundInTheTexts(t *testing.T) {
	long := "The ministry said on Monday that prices rose by seven percent in May. Bread and milk cost more than in any month since the war, and economists had not expected it."
	var sketches []stories.Sketch
	for _, s := range []string{long, "Rain is expected in the north. The south stays dry, say the forecasters of the agency.", strings.ToUpper(long) + " It will publish more next week."} {
		sketches = append(sketches, stories.NewSketch(s))
	}
	ids := []annotation.ID{id(0), id(1), id(2)}
	leaks := Leaks(ids, sketches, map[annotation.ID]Part{id(0): Train, id(1): Test, id(2): Test})
	if len(leaks) != 1 || leaks[0].A != id(0) || leaks[0].B != id(2) || leaks[0].Jaccard < 0.6 {
		t.Errorf("leaks %+v", leaks)
	}
	if leaks := Leaks(ids, sketches, map[annotation.ID]Part{id(0): Test, id(1): Train, id(2): Test}); len(leaks) > 0 {
		t.Errorf("leaks %+v", leaks)
	}
}
