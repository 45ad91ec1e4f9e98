package rangeset

import (
	"fmt"
	"math/rand"
	"slices"
	"testing"

	"rubricator/annotation/text"
)

func TestUnionJoinsWhatTouches(t *testing.T) {
	got := Union([]Range{{8, 9}, {0, 3}, {3, 5}, {4, 6}, {7, 7}})
	if want := []Range{{0, 6}, {8, 9}}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// The index is held against the plainest thing that could work: a list, searched from end to end.
func TestIndexAnswersLikeAList(t *testing.T) {
	rnd := rand.New(rand.NewSource(1))
	var x Index[int]
	var list []Entry[int]
	for step := range 6000 {
		if rnd.Intn(3) > 0 || len(list) == 0 {
			start := text.Pos(rnd.Intn(400))
			e := Entry[int]{Range{start, start + text.Pos(rnd.Intn(60))}, step}
			x.Insert(e.Range, e.Value)
			list = append(list, e)
		} else {
			i := rnd.Intn(len(list))
			if !x.Delete(list[i].Range, list[i].Value) {
				t.Fatalf("step %d: %v is missing", step, list[i])
			}
			list = slices.Delete(list, i, i+1)
		}
		if x.Len() != len(list) {
			t.Fatalf("step %d: %d entries, want %d", step, x.Len(), len(list))
		}
		if step%50 != 0 {
			continue
		}
		slices.SortStableFunc(list, func(a, b Entry[int]) int { return Compare(a.Range, b.Range) })
		w := Range{text.Pos(rnd.Intn(400)), 0}
		w.End = w.Start + text.Pos(rnd.Intn(80))
		var want []Entry[int]
		for _, e := range list {
			if e.Start < w.End && e.End > w.Start {
				want = append(want, e)
			}
		}
		got := x.Overlapping(nil, w)
		byValue := func(a, b Entry[int]) int {
			if c := Compare(a.Range, b.Range); c != 0 {
				return c
			}
			return a.Value - b.Value
		}
		if !slices.IsSortedFunc(got, func(a, b Entry[int]) int { return Compare(a.Range, b.Range) }) {
			t.Fatalf("step %d: out of order: %v", step, got)
		}
		slices.SortFunc(got, byValue)
		slices.SortFunc(want, byValue)
		if !slices.Equal(got, want) {
			t.Fatalf("step %d: window %v: got %v, want %v", step, w, got, want)
		}
		checkNeighbours(t, &x, list, w.Start)
	}
	if x.Delete(Range{9999, 10000}, 1) {
		t.Error("deleted what is not there")
	}
}

func checkNeighbours(t *testing.T, x *Index[int], list []Entry[int], p text.Pos) {
	t.Helper()
	i := slices.IndexFunc(list, func(e Entry[int]) bool { return e.Start >= p })
	after, ok := x.After(p)
	if ok != (i >= 0) || ok && after.Range != list[i].Range {
		t.Fatalf("after %d: %v %v", p, after, ok)
	}
	if i < 0 {
		i = len(list)
	}
	before, ok := x.Before(p)
	if ok != (i > 0) || ok && before.Range != list[i-1].Range {
		t.Fatalf("before %d: %v %v", p, before, ok)
	}
}

func TestOverlapBecomesFlatSegments(t *testing.T) {
	x := NewIndex([]Entry[string]{{Range{0, 10}, "claim"}, {Range{4, 6}, "statistic"}, {Range{6, 12}, "attribution"}, {Range{20, 22}, "claim"}})
	window := Range{2, 30}
	got := ""
	for _, s := range Segments(x.Overlapping(nil, window), window) {
		got += fmt.Sprint(s.Range, s.Values, " ")
	}
	want := "2-4 [claim] 4-6 [claim statistic] 6-10 [claim attribution] 10-12 [attribution] 20-22 [claim] "
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func BenchmarkIndex(b *testing.B) {
	entries := make([]Entry[int], 100_000)
	for i := range entries {
		entries[i] = Entry[int]{Range{text.Pos(i * 100), text.Pos(i*100 + 130)}, i}
	}
	x := NewIndex(entries)
	window := Range{5_000_000, 5_004_000}
	b.Run("window of 40 in 100000", func(b *testing.B) {
		var buf []Entry[int]
		for b.Loop() {
			buf = x.Overlapping(buf[:0], window)
		}
	})
	b.Run("insert and delete in 100000", func(b *testing.B) {
		for b.Loop() {
			x.Insert(window, -1)
			x.Delete(window, -1)
		}
	})
}
