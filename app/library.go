package app

import (
	"fmt"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/storage"
)

// library is the list of documents: status, title, outlet and size, with a field that narrows it.
type library struct {
	root   fyne.CanvasObject
	search *field
	list   *keyList
	count  *widget.Label

	open    func(annotation.ID)
	all     []storage.Listed
	shown   []int // indexes in all
	current annotation.ID
	quiet   bool // a selection made by the program opens nothing
}

func newLibrary(keys *dispatcher, open func(annotation.ID), back func()) *library {
	l := &library{open: open, search: newField(keys, false), count: widget.NewLabel("")}
	l.count.Importance = widget.LowImportance
	l.list = newKeyList(keys, func() int { return len(l.shown) }, func() fyne.CanvasObject { return newDocumentRow() }, l.fill)
	l.list.OnSelected = func(i widget.ListItemID) {
		if !l.quiet {
			l.open(l.all[l.shown[i]].ID)
		}
	}
	l.list.escape = back
	l.search.SetPlaceHolder("Find by title or outlet")
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
	l.all, l.current = all, current
	l.filter()
}

func (l *library) filter() {
	words := strings.Fields(strings.ToLower(l.search.Text))
	l.shown = l.shown[:0]
	for i := range l.all {
		d := &l.all[i]
		if len(words) == 0 || holdsAll(strings.ToLower(d.Title+" "+d.Outlet), words) {
			l.shown = append(l.shown, i)
		}
	}
	l.list.Refresh()
	l.recount()
	l.choose(l.current)
}

func holdsAll(s string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(s, w) {
			return false
		}
	}
	return true
}

// choose marks the open document in the list and scrolls to it.
func (l *library) choose(id annotation.ID) {
	l.current = id
	l.quiet = true
	defer func() { l.quiet = false }()
	for row, i := range l.shown {
		if l.all[i].ID == id {
			l.list.Select(row)
			return
		}
	}
	l.list.UnselectAll()
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
	done := 0
	for i := range l.all {
		if l.all[i].Status == annotation.Done {
			done++
		}
	}
	s := fmt.Sprintf("%s of %s done", grouped(done), grouped(len(l.all)))
	if len(l.shown) != len(l.all) {
		s += fmt.Sprintf(" · %s found", grouped(len(l.shown)))
	}
	l.count.SetText(s)
}

func (l *library) fill(i widget.ListItemID, o fyne.CanvasObject) {
	if i < len(l.shown) {
		o.(*documentRow).show(&l.all[l.shown[i]])
	}
}

// documentRow is one document in the list: a sign for its status, its title over what else is known.
type documentRow struct {
	widget.BaseWidget
	sign         *canvas.Text
	title, about *widget.Label
}

func newDocumentRow() *documentRow {
	r := &documentRow{sign: canvas.NewText("○", color.Black), title: widget.NewLabel(""), about: widget.NewLabel("")}
	r.title.Truncation = fyne.TextTruncateEllipsis
	r.about.Truncation = fyne.TextTruncateEllipsis
	r.about.Importance = widget.LowImportance
	r.about.SizeName = theme.SizeNameCaptionText
	r.ExtendBaseWidget(r)
	return r
}

func (r *documentRow) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(&documentRowLayout{}, r.sign, r.title, r.about))
}

// documentRowLayout stands the sign before two lines of text, in points.
type documentRowLayout struct{}

func (documentRowLayout) Layout(os []fyne.CanvasObject, size fyne.Size) {
	const left, line = 24, 26
	os[0].Move(fyne.NewPos(8, 6))
	os[0].Resize(fyne.NewSize(left-8, 20))
	os[1].Move(fyne.NewPos(left-4, -4))
	os[1].Resize(fyne.NewSize(size.Width-left+4, line))
	os[2].Move(fyne.NewPos(left-4, 16))
	os[2].Resize(fyne.NewSize(size.Width-left+4, line))
}

func (documentRowLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(120, 46) }

// statusSigns tell the statuses by shape, so that colour is not the only sign.
var statusSigns = map[annotation.Status]string{annotation.Todo: "○", annotation.InWork: "◐", annotation.Done: "●", "": "○"}

// statusNames are the statuses as people read them.
var statusNames = map[annotation.Status]string{annotation.Todo: "to do", annotation.InWork: "in work", annotation.Done: "done", "": "to do"}

func (r *documentRow) show(d *storage.Listed) {
	r.sign.Text = statusSigns[d.Status]
	r.sign.Color = theme.Color(theme.ColorNamePlaceHolder)
	if d.Status == annotation.Done {
		r.sign.Color = theme.Color(theme.ColorNamePrimary)
	}
	r.sign.TextSize = theme.TextSize()
	r.sign.Refresh()
	title := d.Title
	if title == "" {
		title = "untitled"
	}
	r.title.SetText(title)
	about := plural(d.Words, "word")
	if d.Spans > 0 {
		about = plural(d.Spans, "mark") + " · " + about
	}
	if d.Outlet != "" {
		about = d.Outlet + " · " + about
	}
	r.about.SetText(about)
}

// keyList is the toolkit's list, which leaves the keys it does not use to the dispatcher.
type keyList struct {
	widget.List
	keys   *dispatcher
	escape func()
}

func newKeyList(keys *dispatcher, n func() int, create func() fyne.CanvasObject, fill func(widget.ListItemID, fyne.CanvasObject)) *keyList {
	l := &keyList{keys: keys}
	l.Length, l.CreateItem, l.UpdateItem = n, create, fill
	l.ExtendBaseWidget(l)
	return l
}

func (l *keyList) KeyDown(e *fyne.KeyEvent) { l.keys.KeyDown(e) }
func (l *keyList) KeyUp(e *fyne.KeyEvent)   { l.keys.KeyUp(e) }

func (l *keyList) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyEscape, fyne.KeyReturn, fyne.KeyEnter:
		if e.Name != fyne.KeyEscape {
			l.List.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
		}
		if l.escape != nil {
			l.escape()
		}
	case fyne.KeyUp, fyne.KeyDown, fyne.KeySpace, fyne.KeyLeft, fyne.KeyRight:
		l.List.TypedKey(e)
	default:
		l.keys.TypedKey(e)
	}
}

func (l *keyList) TypedRune(r rune)              { l.keys.TypedRune(r) }
func (l *keyList) TypedShortcut(s fyne.Shortcut) { l.keys.TypedShortcut(s) }
