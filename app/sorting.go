package app

import (
	"cmp"

	"fyne.io/fyne/v2"

	"rubricator/app/query"
)

// sorting is that of the project.
func (l *library) sorting() query.Sorting {
	name := ""
	if l.w.desk != nil {
		name = l.w.settings.Sorted[l.w.desk.project.Path()]
	}
	s, _ := query.ReadSorting(name)
	return s
}

// sort puts the articles into their order.
func (l *library) sort() { l.order = l.sorting().Sort(l.order[:0], l.all) }

// sortBy sorts in another way, here and when the project is opened again.
func (l *library) sortBy(id string, isBack bool) {
	path := l.w.desk.project.Path()
	if isBack {
		id = query.Turned + id
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
func (l *library) turnOrder() { l.sortBy(l.sorting().ID, !l.sorting().IsBack) }

// sortMenu offers the orders; the one that is on is ticked.
func (l *library) sortMenu() *fyne.Menu {
	now := l.sorting()
	var items []*fyne.MenuItem
	for _, o := range query.Orders {
		first := o.Forth
		if o.ID == now.ID {
			first = now.First()
		}
		m := fyne.NewMenuItem("Sort by "+o.Name+", "+first, func() { l.sortBy(o.ID, false) })
		m.Checked = o.ID == now.ID
		items = append(items, m)
	}
	other := now
	other.IsBack = !now.IsBack
	back := fyne.NewMenuItem("The other way round: "+other.First(), l.turnOrder)
	return fyne.NewMenu("", append(items, fyne.NewMenuItemSeparator(), back)...)
}

// sortActions are for the palette.
func (w *Window) sortActions() (all []*action) {
	for _, o := range query.Orders {
		all = append(all, &action{id: "library.sort." + cmp.Or(o.ID, "import"), name: "Sort the library by " + o.Name + ", " + o.Forth, enabled: w.hasProject, run: func() { w.library.sortBy(o.ID, false) }})
	}
	return append(all, &action{id: "library.sort.turn", name: "Sort the library the other way round", enabled: w.hasProject, run: func() { w.library.turnOrder() }})
}
