package app

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/app/textview"
	"rubricator/storage"
)

// library is the list of documents: status, title, outlet and size, with a field that narrows it.
type library struct {
	root   fyne.CanvasObject
	search *field
	list   *keyList
	count  *textview.Lines

	open    func(annotation.ID)
	all     []storage.Listed
	shown   []int // indexes in all
	current annotation.ID

	corrected map[annotation.ID]bool // documents that others stand for
}

func newLibrary(fonts *textview.Fonts, keys *dispatcher, open func(annotation.ID), back func()) *library {
	l := &library{open: open, search: newField(keys, false), count: textview.NewLines(fonts, remark(theme.ColorNamePlaceHolder))}
	l.list = newKeyList(keys, func() int { return len(l.shown) }, func() fyne.CanvasObject { return newListRow(fonts) }, l.fill)
	l.list.chosen = func(i int) {
		l.open(l.all[l.shown[i]].ID)
		back()
	}
	l.list.escape = back
	l.search.SetPlaceHolder("Find articles")
	l.search.ActionItem = newFilterButton(l.offerFilters)
	l.search.OnChanged = func(string) { l.filter() }
	l.search.escape = func() {
		l.search.SetText("")
		back()
	}
	l.search.enter = func() {
		if len(l.shown) > 0 {
			l.open(l.all[l.shown[0]].ID)
		}
		back()
	}
	l.root = container.NewBorder(container.New(&inset{4, 4}, l.search), l.count, nil, nil, l.list)
	return l
}

// show puts the documents into the list and marks the open one.
func (l *library) show(all []storage.Listed, current annotation.ID) {
	l.all, l.current, l.corrected = all, current, map[annotation.ID]bool{}
	for i := range all {
		if was := all[i].Corrects; !was.IsZero() {
			l.corrected[was] = true
		}
	}
	l.filter()
}

// reset shows the documents of another project, all of them.
func (l *library) reset(all []storage.Listed) {
	l.all = all
	l.search.SetText("")
	l.show(all, annotation.ID{})
}

func (l *library) filter() {
	q := readQuery(l.search.Text)
	l.shown = l.shown[:0]
	for i := range l.all {
		if q.takes(&l.all[i]) {
			l.shown = append(l.shown, i)
		}
	}
	l.list.Refresh()
	l.recount()
	l.choose(l.current)
}

// found are the documents that the list shows.
func (l *library) found() []annotation.ID {
	out := make([]annotation.ID, len(l.shown))
	for row, i := range l.shown {
		out[row] = l.all[i].ID
	}
	return out
}

func holdsAll(s string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(s, w) {
			return false
		}
	}
	return true
}

// opened is told that another document is open. Those that no longer are what the filter takes leave the list only now, so that
// nothing vanishes under a person's hands.
func (l *library) opened(id annotation.ID) {
	if l.current = id; readQuery(l.search.Text).filters() {
		l.filter()
	} else {
		l.choose(id)
	}
}

// choose marks the open document in the list and scrolls to it.
func (l *library) choose(id annotation.ID) {
	l.current = id
	for row, i := range l.shown {
		if l.all[i].ID == id {
			l.list.mark(row)
			return
		}
	}
	l.list.unselect()
}

// changed redraws the row of a document and the count.
func (l *library) changed(id annotation.ID) {
	for row, i := range l.shown {
		if l.all[i].ID == id {
			l.list.RefreshItem(row)
		}
	}
	l.recount()
}

func (l *library) recount() {
	done, skipped, mine, mineDone := 0, 0, 0, 0
	for i := range l.all {
		isDone := l.all[i].Status == annotation.Done
		switch {
		case isDone:
			done++
		case l.all[i].Status == annotation.Skipped:
			skipped++
		}
		if l.all[i].Mine {
			mine++
			if isDone {
				mineDone++
			}
		}
	}
	s := fmt.Sprintf("%s of %s done", grouped(done), grouped(len(l.all)))
	if mine > 0 {
		s = fmt.Sprintf("%s of your %s done", grouped(mineDone), grouped(mine))
	}
	if skipped > 0 {
		s += ", " + grouped(skipped) + " skipped"
	}
	if len(l.shown) != len(l.all) {
		s += fmt.Sprintf(" · %s found", grouped(len(l.shown)))
	}
	l.count.SetText(s)
}

func (l *library) fill(i widget.ListItemID, o fyne.CanvasObject) {
	if i < len(l.shown) {
		row, d := o.(*listRow), &l.all[l.shown[i]]
		showDocument(row, d)
		if l.corrected[d.ID] {
			row.about.SetText("was corrected · " + row.about.Text())
		}
	}
}

// showDocument fills a row with a document: its status, its title, what else is known.
func showDocument(r *listRow, d *storage.Listed) {
	ink := theme.Color(theme.ColorNamePlaceHolder)
	if d.Status == annotation.Done {
		ink = theme.Color(theme.ColorNameSuccess)
	}
	sign := statusSigns[d.Status]
	if d.IsReturned() {
		sign, ink = returnedSign, theme.Color(theme.ColorNameForeground)
	}
	r.setSign(sign, ink)
	title := d.Title
	if title == "" {
		title = "untitled"
	}
	about := plural(d.Words, "word")
	switch {
	case d.IsReturned():
		about = "returned: " + quoted(d.Returned, 60) + " · " + plural(d.Spans, "mark")
	case d.Skipped != "":
		about = d.Status.InWords() + ": " + quoted(d.Skipped, 60) + " · " + about
	case d.Empty:
		about = nothingToMark + " · " + about
	case d.Spans > 0:
		about = plural(d.Spans, "mark") + " · " + about
	}
	if d.Unsure > 0 {
		about = grouped(d.Unsure) + " unsure · " + about
	}
	if d.Mine {
		about = "for you · " + about
	}
	if d.Copy != "" {
		title += " (" + d.Copy + ")"
	}
	if d.Outlet != "" {
		about = textview.Isolate(d.Outlet) + " · " + about
	}
	r.show(title, about)
}
