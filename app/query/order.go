package query

import (
	"cmp"
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/storage"
)

// Order is what the library can be sorted by; equal articles stay in the order of import. Those that lack it come last, also the other way
// round.
type Order struct {
	ID, Name    string
	Forth, Back string                       // what comes first, and the other way round
	of          func(*storage.Listed) string // a name, compared by its letters, whatever their case; or
	compare     func(a, b *storage.Listed) int
	lacks       func(*storage.Listed) bool // what a name that is missing says anyway
	Moves       bool                       // it can change while one works
}

// Orders are all of them; the first is that of import.
var Orders = []Order{
	{ID: "", Name: "order of import", Forth: "first ones first", Back: "last ones first"},
	{ID: "title", Name: "title", Forth: "A to Z", Back: "Z to A", of: func(d *storage.Listed) string { return d.Title }},
	{ID: "outlet", Name: "outlet", Forth: "A to Z", Back: "Z to A", of: func(d *storage.Listed) string { return d.Outlet }},
	{ID: "date", Name: "date", Forth: "newest first", Back: "oldest first", compare: func(a, b *storage.Listed) int { return strings.Compare(b.Published, a.Published) },
		lacks: func(d *storage.Listed) bool { return d.Published == "" }},
	{ID: "words", Name: "words", Forth: "longest first", Back: "shortest first", compare: func(a, b *storage.Listed) int { return cmp.Compare(b.Words, a.Words) }},
	{ID: "marks", Name: "marks", Forth: "most first", Back: "fewest first", compare: func(a, b *storage.Listed) int { return cmp.Compare(b.Spans, a.Spans) }, Moves: true},
	{ID: "status", Name: "status", Forth: "in work first", Back: "done first", compare: func(a, b *storage.Listed) int { return cmp.Compare(statusPlace[a.Status], statusPlace[b.Status]) },
		lacks: func(d *storage.Listed) bool { return d.Corrected || d.Status == annotation.Skipped }, Moves: true},
}

// statusPlace is the order of statuses: what is to be worked on comes first.
var statusPlace = map[annotation.Status]int{annotation.InWork: 0, annotation.Todo: 1, annotation.Done: 2}

// Sorting is how a library is sorted: by an order, forth or back.
type Sorting struct {
	Order
	IsBack bool
}

// First says what comes first.
func (s Sorting) First() string {
	if s.IsBack {
		return s.Back
	}
	return s.Forth
}

// Said says how the library is sorted, in short; empty where nobody chose it.
func (s Sorting) Said() string {
	switch {
	case s.ID != "":
		return "by " + s.ID + ", " + s.First()
	case s.IsBack:
		return s.Back
	}
	return ""
}

// comparing gives what compares articles by their indexes in a list.
func (s Sorting) comparing(all []storage.Listed) func(a, b int) int {
	compare, lacks := func(a, b int) int { return s.compare(&all[a], &all[b]) }, func(i int) bool { return s.lacks != nil && s.lacks(&all[i]) }
	if s.of != nil {
		names := make([]string, len(all)) // each is looked at many times
		for i := range all {
			names[i] = strings.ToLower(s.of(&all[i]))
		}
		compare, lacks = func(a, b int) int { return strings.Compare(names[a], names[b]) }, func(i int) bool { return names[i] == "" }
	}
	return func(a, b int) int {
		switch lacksA, lacksB := lacks(a), lacks(b); {
		case lacksA && lacksB:
			return 0
		case lacksA:
			return 1
		case lacksB:
			return -1
		}
		if s.IsBack {
			a, b = b, a
		}
		return compare(a, b)
	}
}

// Turned begins how an order is called the other way round: -date.
const Turned = "-"

// ReadSorting finds a sorting by the name of its order, which Turned may begin; ok is false where no order is called so.
func ReadSorting(name string) (s Sorting, ok bool) {
	name, s.IsBack = strings.CutPrefix(name, Turned)
	i := slices.IndexFunc(Orders, func(o Order) bool { return o.ID == name })
	s.Order = Orders[max(0, i)]
	return s, i >= 0
}

// Sort gives the indexes of articles in their order.
func (s Sorting) Sort(order []int, all []storage.Listed) []int {
	for i := range all {
		order = append(order, i)
	}
	switch {
	case s.ID != "":
		slices.SortStableFunc(order, s.comparing(all))
	case s.IsBack:
		slices.Reverse(order)
	}
	return order
}
