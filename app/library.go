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
	w      *Window
	root   *fyne.Container
	search *field
	offers *fyne.Container // what may be typed
	list   *keyList
	count  *textview.Lines
	sorts  *menuButton

	all     []storage.Listed
	place   map[annotation.ID]int // index in all
	names   []string              // title and outlet of each, without capitals
	order   []int                 // indexes in all, sorted
	shown   []int                 // indexes in all
	titled  int                   // how many of shown have the words in title or outlet; the others have them in their texts
	current annotation.ID

	corrected map[annotation.ID]bool // documents that others stand for
	hits      textHits
	marks     markedBy
	picks     picks

	offered []string // searches that what is typed may become
	offerAt int      // the one that was taken, -1: none
}

func newLibrary(w *Window) *library {
	l := &library{w: w, search: newField(w.keys, false), offers: container.NewVBox(), count: textview.NewLines(w.fonts, remark(theme.ColorNamePlaceHolder)), offerAt: -1}
	l.list = newKeyList(w.keys, func() int { return len(l.shown) }, func() fyne.CanvasObject { return newListRow(w.fonts) }, l.fill)
	l.list.chosen, l.list.caret = l.click, l.pickKey
	l.list.escape = w.focusText
	l.search.SetPlaceHolder("Find articles")
	l.search.ActionItem = newMenuButton(l.offerFilters)
	l.search.OnChanged = func(string) {
		l.filter()
		l.offer()
	}
	l.search.focus, l.search.blur = l.offer, l.offer
	l.search.arrow = l.stepOffer
	l.search.escape = func() {
		l.search.SetText("")
		w.focusText()
	}
	l.search.enter = func() {
		if len(l.shown) > 0 {
			l.openRow(0)
		}
		w.focusText()
	}
	l.sorts = newMenuButton(l.offerOrders)
	l.root = container.NewBorder(container.NewVBox(container.New(&inset{4, 4}, l.search), l.offers), container.NewBorder(nil, nil, nil, container.New(&inset{6, 0}, l.sorts), l.count), nil, nil, l.list)
	return l
}

// openRow opens the document of a row, at the words where it was found by them.
func (l *library) openRow(row int) {
	id := l.all[l.shown[row]].ID
	if row >= l.titled {
		l.w.openAtWords(id, l.hits.words)
		return
	}
	l.w.open(id)
}

// show puts the documents into the list and marks the open one.
func (l *library) show(all []storage.Listed, current annotation.ID) {
	l.all, l.current, l.corrected = all, current, map[annotation.ID]bool{}
	l.place, l.names = make(map[annotation.ID]int, len(all)), make([]string, len(all))
	for i := range all {
		l.place[all[i].ID] = i
		l.names[i] = strings.ToLower(all[i].Title + " " + all[i].Outlet)
		if was := all[i].Corrects; !was.IsZero() {
			l.corrected[was] = true
		}
	}
	l.marksChanged()
	l.keepPicks()
	l.sort()
	l.find(true)
}

// reset shows the documents of another project, all of them.
func (l *library) reset(all []storage.Listed) {
	l.all, l.shown, l.marks, l.picks = nil, nil, markedBy{}, picks{}
	l.search.SetText("")
	l.show(all, annotation.ID{})
}

// listed is a document as the library lists it.
func (l *library) listed(id annotation.ID) (*storage.Listed, bool) {
	i, ok := l.place[id]
	if !ok {
		return nil, false
	}
	return &l.all[i], true
}

// filter shows what the field says.
func (l *library) filter() { l.find(false) }

// find shows what the field says; again says that texts may be others than they were.
func (l *library) find(again bool) {
	q := readQuery(l.search.Text)
	if q.asksMarks() {
		l.renewMarks()
	}
	l.searchTexts(q.text(), again)
	l.refilter()
}

// refilter shows what the field says, as far as it is known: first those whose titles have the words, then those whose texts have them.
func (l *library) refilter() {
	q := readQuery(l.search.Text)
	l.shown = l.shown[:0]
	for _, i := range l.order {
		if l.takesTerms(q, &l.all[i]) && holdsAll(l.names[i], q.words) {
			l.shown = append(l.shown, i)
		}
	}
	l.titled = len(l.shown)
	for _, id := range l.hits.ids {
		if i, ok := l.place[id]; ok && l.takesTerms(q, &l.all[i]) && !holdsAll(l.names[i], q.words) {
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
// nothing vanishes under a person's hands, and what is sorted by marks or status moves.
func (l *library) opened(id annotation.ID) {
	l.current = id
	moves := orders[l.orderAt()].moves
	if moves {
		l.sort()
	}
	if moves || readQuery(l.search.Text).changes() {
		l.filter()
	} else {
		l.choose(id)
	}
}

// choose marks the open document in the list and scrolls to it. While several are chosen, none is marked.
func (l *library) choose(id annotation.ID) {
	l.current = id
	for row, i := range l.shown {
		if l.all[i].ID == id && len(l.picks.chosen) == 0 {
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
	if n := len(l.picks.chosen); n > 0 {
		s = plural(n, "article") + " chosen"
	}
	if o := orders[l.orderAt()]; o.id != "" {
		s += " · by " + o.id
	}
	l.count.SetText(s)
}

// offerOrders shows what can be done with the chosen articles, and what the library can be sorted by.
func (l *library) offerOrders() {
	menu := l.sortMenu()
	if len(l.picks.chosen) > 0 {
		menu.Items = append(parted(l.w.items("picked.details", "picked.story", "picked.alone", "picked.remove", "erase")), menu.Items...)
	}
	l.popUp(menu, l.sorts)
}

func (l *library) fill(i widget.ListItemID, o fyne.CanvasObject) {
	if i >= len(l.shown) {
		return
	}
	d := &l.all[l.shown[i]]
	row := o.(*listRow)
	showDocument(row, d)
	if l.corrected[d.ID] {
		row.about.SetText("was corrected · " + row.about.Text())
	}
	row.setPicked(l.picks.chosen[d.ID])
	if i >= l.titled {
		if said := l.excerpt(d.ID); said != "" {
			row.about.SetText(textview.Isolate(said))
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
