package app

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"rubricator/annotation"
	"rubricator/storage"
)

// order is what the library can be sorted by; equal articles stay in the order of import.
type order struct {
	id, name string
	compare  func(a, b *storage.Listed) int // nil: the order of import
	moves    bool                           // it can change while one works
}

var orders = []order{
	{id: "", name: "order of import"},
	{id: "title", name: "title", compare: func(a, b *storage.Listed) int { return compareNames(a.Title, b.Title) }},
	{id: "outlet", name: "outlet", compare: func(a, b *storage.Listed) int { return compareNames(a.Outlet, b.Outlet) }},
	{id: "date", name: "date, newest first", compare: func(a, b *storage.Listed) int { return strings.Compare(b.Published, a.Published) }},
	{id: "words", name: "words, longest first", compare: func(a, b *storage.Listed) int { return cmp.Compare(b.Words, a.Words) }},
	{id: "marks", name: "marks, most first", compare: func(a, b *storage.Listed) int { return cmp.Compare(b.Spans, a.Spans) }, moves: true},
	{id: "status", name: "status", compare: func(a, b *storage.Listed) int { return cmp.Compare(statusPlace[a.Status], statusPlace[b.Status]) }, moves: true},
}

// statusPlace is the order of statuses: what is to be worked on comes first.
var statusPlace = map[annotation.Status]int{annotation.InWork: 0, annotation.Todo: 1, annotation.Done: 2, annotation.Skipped: 3}

// compareNames compares names by their letters, whatever their case; those that are missing come last.
func compareNames(a, b string) int {
	if (a == "") != (b == "") {
		return cmp.Compare(b, a)
	}
	return strings.Compare(strings.ToLower(a), strings.ToLower(b))
}

// orderAt is the index in orders of what the project's library is sorted by.
func (l *library) orderAt() int {
	if l.w.desk == nil {
		return 0
	}
	by := l.w.settings.Sorted[l.w.desk.project.Path()]
	return max(0, slices.IndexFunc(orders, func(o order) bool { return o.id == by }))
}

// sort puts the articles into their order.
func (l *library) sort() {
	l.order = l.order[:0]
	for i := range l.all {
		l.order = append(l.order, i)
	}
	if o := orders[l.orderAt()]; o.compare != nil {
		slices.SortStableFunc(l.order, func(a, b int) int { return o.compare(&l.all[a], &l.all[b]) })
	}
}

// sortBy sorts by another of the orders, here and when the project is opened again.
func (l *library) sortBy(id string) {
	path := l.w.desk.project.Path()
	if id == "" {
		delete(l.w.settings.Sorted, path)
	} else {
		l.w.settings.Sorted[path] = id
	}
	l.w.settings.SaveSoon()
	l.sort()
	l.filter()
}

// sortMenu offers the orders; the one that is on is ticked.
func (l *library) sortMenu() *fyne.Menu {
	var items []*fyne.MenuItem
	for i, o := range orders {
		m := fyne.NewMenuItem("Sort by "+o.name, func() { l.sortBy(o.id) })
		m.Checked = i == l.orderAt()
		items = append(items, m)
	}
	return fyne.NewMenu("", items...)
}

// sortActions are for the palette.
func (w *Window) sortActions() (all []*action) {
	for _, o := range orders {
		all = append(all, &action{id: "library.sort." + cmp.Or(o.id, "import"), name: "Sort the library by " + o.name, enabled: w.hasProject, run: func() { w.library.sortBy(o.id) }})
	}
	return all
}
