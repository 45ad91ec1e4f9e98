package app

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"rubricator/annotation"
	"rubricator/storage"
)

// order is what the library can be sorted by; equal articles stay in the order of import. Those that lack it come last, also the other way
// round.
type order struct {
	id, name    string
	forth, back string                       // what comes first, and the other way round
	of          func(*storage.Listed) string // a name, compared by its letters, whatever their case; or
	compare     func(a, b *storage.Listed) int
	lacks       func(*storage.Listed) bool // what a name that is missing says anyway
	moves       bool                       // it can change while one works
}

var orders = []order{
	{id: "", name: "order of import", forth: "first ones first", back: "last ones first"},
	{id: "title", name: "title", forth: "A to Z", back: "Z to A", of: func(d *storage.Listed) string { return d.Title }},
	{id: "outlet", name: "outlet", forth: "A to Z", back: "Z to A", of: func(d *storage.Listed) string { return d.Outlet }},
	{id: "date", name: "date", forth: "newest first", back: "oldest first", compare: func(a, b *storage.Listed) int { return strings.Compare(b.Published, a.Published) },
		lacks: func(d *storage.Listed) bool { return d.Published == "" }},
	{id: "words", name: "words", forth: "longest first", back: "shortest first", compare: func(a, b *storage.Listed) int { return cmp.Compare(b.Words, a.Words) }},
	{id: "marks", name: "marks", forth: "most first", back: "fewest first", compare: func(a, b *storage.Listed) int { return cmp.Compare(b.Spans, a.Spans) }, moves: true},
	{id: "status", name: "status", forth: "in work first", back: "done first", compare: func(a, b *storage.Listed) int { return cmp.Compare(statusPlace[a.Status], statusPlace[b.Status]) },
		lacks: func(d *storage.Listed) bool { return d.Corrected || d.Status == annotation.Skipped }, moves: true},
}

// statusPlace is the order of statuses: what is to be worked on comes first.
var statusPlace = map[annotation.Status]int{annotation.InWork: 0, annotation.Todo: 1, annotation.Done: 2}

// sorting is how a library is sorted: by an order, forth or back.
type sorting struct {
	order
	isBack bool
}

// turned begins how the settings call an order the other way round.
const turned = "-"

// sorting is that of the project.
func (l *library) sorting() sorting {
	if l.w.desk == nil {
		return sorting{order: orders[0]}
	}
	by, isBack := strings.CutPrefix(l.w.settings.Sorted[l.w.desk.project.Path()], turned)
	return sorting{orders[max(0, slices.IndexFunc(orders, func(o order) bool { return o.id == by }))], isBack}
}

// first says what comes first.
func (s sorting) first() string {
	if s.isBack {
		return s.back
	}
	return s.forth
}

// said says how the library is sorted, in short; empty where nobody chose it.
func (s sorting) said() string {
	switch {
	case s.id != "":
		return "by " + s.id + ", " + s.first()
	case s.isBack:
		return s.back
	}
	return ""
}

// comparing gives what compares articles by their indexes in a list.
func (s sorting) comparing(all []storage.Listed) func(a, b int) int {
	compare, lacks := func(a, b int) int { return s.compare(&all[a], &all[b]) }, func(i int) bool { return s.lacks != nil && s.lacks(&all[i]) }
	if s.of != nil {
		names := make([]string, len(all)) // each is looked at many times
		for i := range all {
			names[i] = strings.ToLower(s.of(&all[i]))
		}
		compare, lacks = func(a, b int) int { return strings.Compare(names[a], names[b]) }, func(i int) bool { return names[i] == "" }
	}
	return func(a, b int) int {
		if c := cmp.Compare(one(lacks(a)), one(lacks(b))); c != 0 || lacks(a) {
			return c
		}
		if s.isBack {
			a, b = b, a
		}
		return compare(a, b)
	}
}

// sort puts the articles into their order.
func (l *library) sort() {
	l.order = l.order[:0]
	for i := range l.all {
		l.order = append(l.order, i)
	}
	switch s := l.sorting(); {
	case s.id != "":
		slices.SortStableFunc(l.order, s.comparing(l.all))
	case s.isBack:
		slices.Reverse(l.order)
	}
}

// sortBy sorts in another way, here and when the project is opened again.
func (l *library) sortBy(id string, isBack bool) {
	path := l.w.desk.project.Path()
	if isBack {
		id = turned + id
	}
	if id == "" {
		delete(l.w.settings.Sorted, path)
	} else {
		l.w.settings.Sorted[path] = id
	}
	l.w.settings.SaveSoon()
	l.sort()
	l.filter()
}

// turnOrder sorts the other way round.
func (l *library) turnOrder() { l.sortBy(l.sorting().id, !l.sorting().isBack) }

// sortMenu offers the orders; the one that is on is ticked.
func (l *library) sortMenu() *fyne.Menu {
	now := l.sorting()
	var items []*fyne.MenuItem
	for _, o := range orders {
		first := o.forth
		if o.id == now.id {
			first = now.first()
		}
		m := fyne.NewMenuItem("Sort by "+o.name+", "+first, func() { l.sortBy(o.id, false) })
		m.Checked = o.id == now.id
		items = append(items, m)
	}
	other := now
	other.isBack = !now.isBack
	back := fyne.NewMenuItem("The other way round: "+other.first(), l.turnOrder)
	return fyne.NewMenu("", append(items, fyne.NewMenuItemSeparator(), back)...)
}

// sortActions are for the palette.
func (w *Window) sortActions() (all []*action) {
	for _, o := range orders {
		all = append(all, &action{id: "library.sort." + cmp.Or(o.id, "import"), name: "Sort the library by " + o.name + ", " + o.forth, enabled: w.hasProject, run: func() { w.library.sortBy(o.id, false) }})
	}
	return append(all, &action{id: "library.sort.turn", name: "Sort the library the other way round", enabled: w.hasProject, run: func() { w.library.turnOrder() }})
}
