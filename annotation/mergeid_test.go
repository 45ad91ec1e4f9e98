package annotation

import (
	"slices"
	"testing"
)

func TestWhatAMergeStandsForIsFound(t *testing.T) {
	edits := make([]ID, 200)
	for i := range edits {
		edits[i] = deriveID("test", []byte{byte(i)})
	}
	of := func(places ...int) (ids []ID) {
		for _, i := range places {
			ids = append(ids, edits[i])
		}
		return ids
	}
	var last []int
	for i := 104; i < 200; i += 2 {
		last = append(last, i)
	}
	for _, places := range [][]int{{0, 199}, {3, 7}, {104, 150, 199}, {120, 121, 122, 123, 124, 125}, last} {
		if got := partsOf(MergeID(of(places...)), edits); !slices.Equal(got, places) {
			t.Errorf("found %v of %v", got, places)
		}
	}
	slices.Reverse(last)
	if a, b := MergeID(of(last...)), MergeID(of(110, 112)); a == b || a[6]>>4 != 8 || a[8]>>6 != 2 {
		t.Errorf("ids %s, %s", a, b)
	}
	for _, nothing := range []ID{{}, NewID(), deriveID("other")} {
		if got := partsOf(nothing, edits); got != nil {
			t.Errorf("%s stands for %v", nothing, got)
		}
	}
}
