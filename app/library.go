package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/app/query"
	"rubricator/app/textview"
	"rubricator/storage"
)

// library is the list of documents: status, title, outlet and size, with a field that narrows it.
type library struct {
	w      *Window
	root   *fyne.Container
	search *field
	offers *fyne.Container // what may be typed
	button *menuButton     // of filters
	told   *textview.Lines // how many are found, and how to see all again; hidden where all are
	none   *textview.Lines // says that nothing is found
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

	words query.Names
	hits  textHits
	marks markedBy
	picks picks

	offered   []searchOffer
	offerAt   int             // the one that was taken, -1: none
	unoffered int             // how many more there are
	more      *textview.Lines // says so
}

// countStyle is how the lines under the list are set.
var countStyle = textview.LineStyle{Size: theme.SizeNameCaptionText, Ink: theme.ColorNamePlaceHolder, Most: 3, Ours: true, Padded: true}

func newLibrary(w *Window) *library {
	l := &library{w: w, search: newField(w.keys, false), offers: container.NewVBox(), count: textview.NewLines(w.fonts, countStyle), words: query.Names{}, offerAt: -1}
	l.list = newKeyList(w.keys, func() int { return len(l.shown) }, func() fyne.CanvasObject { return newRowArea(newListRow(w.fonts), l.click, l.offerPicked) },
		func(i widget.ListItemID, o fyne.CanvasObject) { l.fill(i, areaAt(i, o)) })
	l.list.press = func(c Chord) bool {
		l.aim(c)
		return w.keys.pressIn(listing, c)
	}
	l.list.escape = w.focusText
	l.search.SetPlaceHolder("Find, or Down for filters")
	l.button = newMenuButton(l.offerFilters)
	l.search.ActionItem = l.button
	l.search.OnChanged = func(string) {
		l.filter()
		l.offer()
	}
	l.search.focus, l.search.blur = l.offer, l.offer
	l.search.arrow = l.stepOffer
	l.search.escape = func() {
		l.showAll()
		w.focusText()
	}
	l.search.enter = l.enter
	l.told = textview.NewLines(w.fonts, textview.LineStyle{Size: theme.SizeNameCaptionText, Ink: theme.ColorNamePlaceHolder, Most: 1, Ours: true, Padded: true})
	l.told.Hide()
	l.none = newProse(w.fonts, theme.ColorNamePlaceHolder, "")
	l.more = textview.NewLines(w.fonts, textview.LineStyle{Size: theme.SizeNameCaptionText, Ink: theme.ColorNamePlaceHolder, Most: 1, Ours: true, Padded: true})
	l.none.Hide()
	l.sorts = newMenuButton(l.offerOrders)
	l.root = container.NewBorder(container.NewVBox(container.New(&inset{4, 4}, l.search), l.told, l.offers), container.NewBorder(nil, nil, nil, container.New(&inset{6, 0}, l.sorts), l.count), nil, nil, container.NewStack(l.list, l.none))
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
	l.all, l.current = all, current
	l.place, l.names = make(map[annotation.ID]int, len(all)), make([]string, len(all))
	for i := range all {
		l.place[all[i].ID] = i
		l.names[i] = query.Title(&all[i])
	}
	l.words = query.Names{}
	l.marksChanged()
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
	q := query.Read(l.search.Text)
	if q.AsksMarks() {
		l.renewMarks()
	}
	l.searchTexts(q.Text(), again)
	l.refilter()
}

// refilter shows what the field says, as far as it is known: first those whose titles have the words, then those whose texts have them.
func (l *library) refilter() {
	q := query.Read(l.search.Text)
	takes := l.takes(q)
	l.shown = l.shown[:0]
	for _, i := range l.order {
		if takes(&l.all[i]) && q.In(l.names[i]) {
			l.shown = append(l.shown, i)
		}
	}
	l.titled = len(l.shown)
	for _, id := range l.hits.ids {
		if i, ok := l.place[id]; ok && takes(&l.all[i]) && !q.In(l.names[i]) {
			l.shown = append(l.shown, i)
		}
	}
	l.keepPicks()
	l.list.Refresh()
	l.recount()
	l.tellFound()
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

// takes gives what tells whether an article is as the terms of a query say.
func (l *library) takes(q query.Query) func(*storage.Listed) bool {
	var story annotation.ID
	if open, ok := l.listed(l.current); ok {
		story = open.StoryID()
	}
	return q.Takes(l.words, story, &l.marks.Marks)
}

// opened is told that another document is open. Those that no longer are what the filter takes leave the list only now, so that
// nothing vanishes under a person's hands, and what is sorted by marks or status moves.
func (l *library) opened(id annotation.ID) {
	l.current = id
	moves := l.sorting().Moves
	if moves {
		l.sort()
	}
	if moves || query.Read(l.search.Text).Changes() {
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

// isNarrowed tells whether articles are left out of the list.
func (l *library) isNarrowed() bool { return len(l.shown) < len(l.all) }

func (l *library) recount() {
	var s string
	if l.w.desk != nil {
		s = l.w.desk.progress().inWords()
	}
	if n := len(l.picks.chosen); n > 0 {
		s = plural(n, "article") + " chosen"
	}
	if o := l.sorting(); o.Said() != "" {
		s += "\n" + o.Said()
	}
	height := l.count.MinSize().Height
	if l.count.SetText(s); l.count.MinSize().Height != height {
		l.root.Refresh()
	}
}

// tellFound tells how many articles are found and how all are seen again, where something is looked for.
func (l *library) tellFound() {
	q := query.Read(l.search.Text)
	none := len(l.shown) == 0 && len(l.all) > 0
	if none {
		l.none.SetText(saysNone(q))
	}
	setVisible(l.none, none)
	ink := theme.ColorNamePlaceHolder
	if !q.IsEmpty() {
		ink = theme.ColorNamePrimary
	}
	l.button.ink(ink)
	l.told.SetText(grouped(len(l.shown)) + " of " + grouped(len(l.all)) + " found · " + l.w.actions.byID("library.all").keyNames() + ": all")
	if l.told.Visible() != l.isNarrowed() {
		setVisible(l.told, l.isNarrowed())
		l.root.Refresh()
	}
}

// saysNone says that nothing is found, and what of the query may be meant otherwise.
func saysNone(q query.Query) string {
	said := "No article is found. Words are looked for in titles, outlets and texts."
	if begin := q.NoTerm(); begin != "" {
		said += " “" + begin + "” is no filter; these are: " + query.Known()
	}
	return said
}

// showAll looks for nothing any more.
func (l *library) showAll() { l.search.SetText("") }

// offerOrders shows what can be done with the chosen articles, and what the library can be sorted by.
func (l *library) offerOrders() {
	menu := l.sortMenu()
	if len(l.picks.chosen) > 0 {
		menu.Items = append(parted(l.pickedItems()), menu.Items...)
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
	switch {
	case d.Corrected:
		sign, ink = statusSigns[annotation.Skipped], theme.Color(theme.ColorNamePlaceHolder)
	case d.IsReturned():
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
	if d.Mine && !d.Corrected {
		about = "for you · " + about
	}
	if d.Copy != "" {
		title += " (" + d.Copy + ")"
	}
	if d.Outlet != "" {
		about = textview.Isolate(d.Outlet) + " · " + about
	}
	switch {
	case d.Corrected:
		about = "corrected · " + about
	case d.Copy == "" && query.IsCopy(d):
		about = "copy · " + about
	}
	if d.Published != "" {
		about += " · " + d.Published
	}
	r.show(title, about)
}
