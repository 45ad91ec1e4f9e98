package annotation

import (
	"math/rand"
	"testing"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// A table that spans were loaded into answers as a map does, whatever is removed, written anew and put back.
func TestASpanTableAnswersLikeAMap(t *testing.T) {
	rnd := rand.New(rand.NewSource(3))
	body := text.MustNew("Tolls rose.")
	span := func(id ID) *Span {
		sp := NewSpan(id, ID{}, LabelRole{Label: "claim"}, body, []rangeset.Range{{Start: 0, End: 5}}, OriginImport)
		return &sp
	}
	var ids []ID
	var loaded []Span
	want := map[ID]bool{}
	for i := range 40 {
		ids = append(ids, NewID())
		if i < 30 {
			loaded = append(loaded, *span(ids[i]))
			want[ids[i]] = true
		}
	}
	rnd.Shuffle(len(loaded), func(i, j int) { loaded[i], loaded[j] = loaded[j], loaded[i] })
	table := newSpanTable(loaded)
	for range 2000 {
		id := ids[rnd.Intn(len(ids))]
		if want[id] {
			table.remove(id)
			delete(want, id)
		} else {
			table.put(span(id))
			want[id] = true
		}
		if table.len() != len(want) {
			t.Fatalf("%d spans, want %d", table.len(), len(want))
		}
		for _, id := range ids {
			if sp := table.get(id); (sp != nil) != want[id] || sp != nil && sp.ID != id {
				t.Fatalf("span %s: got %v, want it there: %v", id, sp, want[id])
			}
		}
	}
}
