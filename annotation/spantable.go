package annotation

import (
	"bytes"
	"slices"
)

// spanTable finds the spans of a set by their IDs. Those that were loaded lie in one slice: a map of 100,000 would take another
// 3.3 MB beside them.
type spanTable struct {
	loaded  []Span       // in the order of their IDs
	gone    map[int]bool // the loaded ones that were removed since, by place
	written map[ID]*Span // since loading
}

// newSpanTable orders and keeps spans, no two of which may have the same ID.
func newSpanTable(spans []Span) spanTable {
	byID := func(a, b Span) int { return bytes.Compare(a.ID[:], b.ID[:]) }
	if !slices.IsSortedFunc(spans, byID) {
		slices.SortFunc(spans, byID)
	}
	return spanTable{loaded: spans, gone: map[int]bool{}, written: map[ID]*Span{}}
}

func (t *spanTable) len() int { return len(t.loaded) - len(t.gone) + len(t.written) }

// get gives nil where there is no such span.
func (t *spanTable) get(id ID) *Span {
	if i, ok := t.place(id); ok {
		return &t.loaded[i]
	}
	return t.written[id]
}

// place is where among the loaded spans one is that was not removed.
func (t *spanTable) place(id ID) (i int, ok bool) {
	i, ok = slices.BinarySearchFunc(t.loaded, id, func(sp Span, id ID) int { return bytes.Compare(sp.ID[:], id[:]) })
	return i, ok && !t.gone[i]
}

// put adds a span, whose ID must not be in the table.
func (t *spanTable) put(sp *Span) { t.written[sp.ID] = sp }

func (t *spanTable) remove(id ID) {
	if i, ok := t.place(id); ok {
		t.gone[i] = true
		return
	}
	delete(t.written, id)
}
