package app

import (
	"image/color"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/app/textview"
	"rubricator/storage"
)

// acts is a list of what was done, newest first, which is read in pages as one goes down in it.
type acts struct {
	w       *Window
	list    *keyList
	of      storage.Scope
	all     []storage.Act
	whole   bool   // there are no older ones
	reading int    // number of the last reading, so that a slow one is not shown late
	busy    bool   // a page is being read
	shown   func() // what is listed changed; may be nil
	article bool   // rows name the article
}

// actsPage is how many acts are read at once.
const actsPage = 100

func newActs(w *Window, fonts *textview.Fonts, keys *dispatcher) *acts {
	a := &acts{w: w}
	a.list = newKeyList(keys, func() int { return len(a.all) }, func() fyne.CanvasObject { return newListRow(fonts) }, a.fill)
	a.list.HideSeparators = true
	return a
}

// read lists other acts, or the same anew.
func (a *acts) read(of storage.Scope) {
	if !sameScope(of, a.of) {
		a.all, a.list.row = nil, 0
		a.list.unselect()
		a.list.Refresh()
	}
	a.of, a.whole, a.busy = of, false, false
	a.page(0, max(actsPage, len(a.all)), func(page []storage.Act) { a.all = page })
}

func sameScope(a, b storage.Scope) bool {
	return a.Row == b.Row && a.Document == b.Document && slices.Equal(a.By, b.By)
}

// older reads the next page.
func (a *acts) older() {
	if n := len(a.all); n > 0 && !a.whole && !a.busy {
		a.page(a.all[n-1].Place, actsPage, func(page []storage.Act) { a.all = append(a.all, page...) })
	}
}

// page reads acts beside the window and takes them in.
func (a *acts) page(before int64, limit int, take func([]storage.Act)) {
	a.reading++
	a.busy = true
	number, d, of := a.reading, a.w.desk, a.of
	go func() {
		page, err := d.project.Acts(d.closing, of, before, limit)
		a.w.later(func() {
			if number != a.reading || d != a.w.desk {
				return
			}
			a.busy = false
			if err != nil {
				a.whole = true
				a.w.status.fail(sentence(err))
				return
			}
			a.whole = len(page) < limit
			take(page)
			a.list.Refresh()
			if a.shown != nil {
				a.shown()
			}
		})
	}()
}

// at is the act of a row.
func (a *acts) at(row int) (storage.Act, bool) {
	if row < 0 || row >= len(a.all) {
		return storage.Act{}, false
	}
	return a.all[row], true
}

func (a *acts) fill(i widget.ListItemID, o fyne.CanvasObject) {
	act, ok := a.at(i)
	if !ok || a.w.desk == nil {
		return
	}
	row := o.(*listRow)
	row.setBar(a.w.colourOf(act))
	about := a.w.whenAndWho(act)
	if a.article && !act.Document.IsZero() {
		if l, ok := a.w.desk.listed(act.Document); ok {
			about += " · " + quoted(l.Title, 80)
		}
	}
	row.show(strings.Join(a.w.says(act, rowQuote), "; "), about)
	if i >= len(a.all)-actsPage/4 {
		a.older()
	}
}

// says tells what an act did, a line each, with at most so many characters of each quote.
func (w *Window) says(a storage.Act, quote int) []string {
	t := annotation.Teller{Scheme: w.desk.project.Scheme(), Quote: func(s string) string { return "“" + quoted(s, quote) + "”" }}
	if lines := t.Tell(a.Changes); len(lines) > 0 {
		return lines
	}
	name := w.inNames(a.Name)
	if a.Size > 1 {
		name += " · " + plural(a.Size, "change")
	}
	return []string{strings.ToUpper(name[:1]) + name[1:]}
}

// whenAndWho tells when an act was done, in local time, by whom, and whether it took another back.
func (w *Window) whenAndWho(a storage.Act) string {
	by := a.By.Name
	if by == "" {
		by = "somebody"
	}
	said := moment(a.At, time.Now()) + " · " + quoted(by, 60)
	if manner := a.Manner(); manner != "" {
		said += " · " + manner
	}
	return said
}

// moment is a time as history says it: with the year where it is not this one.
func moment(t, now time.Time) string {
	t = t.Local()
	if t.Year() == now.Local().Year() {
		return t.Format("2 Jan 15:04")
	}
	return t.Format("2 Jan 2006 15:04")
}

// colourOf is that of the label of the first mark that an act changed.
func (w *Window) colourOf(a storage.Act) color.NRGBA {
	for _, sp := range a.Changes.Spans {
		return labelColour(w.desk.project.Scheme(), either(sp).Label().Label)
	}
	return nrgbaOf(theme.ColorNamePlaceHolder)
}

// historyPane is the history of the chosen mark, else of the article: what was done, and below that the act at hand with what can be
// restored of it.
type historyPane struct {
	*acts
	root    *fyne.Container
	heading *textview.Lines // whose history it is
	below   *fyne.Container // what there is of the act at hand
	account *textview.Lines // what it did
	mark    *button         // restores the mark of the act
	marks   *button         // restores all of mine
	due     bool            // something was done since it was read
	desk    *desk           // whose project it was read from
}

// accountStyle leaves the list its room.
var accountStyle = textview.LineStyle{Size: theme.SizeNameText, Ink: theme.ColorNameForeground, Ours: true, Padded: true, Most: 6}

func newHistoryPane(w *Window, back func()) *historyPane {
	h := &historyPane{acts: newActs(w, w.fonts, w.keys), heading: newProse(w.fonts, theme.ColorNamePlaceHolder, ""),
		account: textview.NewLines(w.fonts, accountStyle)}
	h.mark = newButton("", func() { h.restore(false) })
	h.marks = newButton("", func() { h.restore(true) })
	for _, b := range []*button{h.mark, h.marks} {
		b.keys, b.escape = w.keys, back
	}
	h.list.escape = back
	h.list.chosen = func(int) { h.tell() }
	h.list.caret = h.caret
	h.shown = h.tell
	h.below = container.NewVBox(widget.NewSeparator(), h.account, h.mark, h.marks)
	h.root = container.New(listBetween{}, h.heading, h.list, h.below)
	h.tell()
	return h
}

// listBetween gives a list the height that what stands over and below it leaves.
type listBetween struct{}

// Layout is fyne.Layout. The objects are what stands over the list, the list, and what stands below.
func (listBetween) Layout(os []fyne.CanvasObject, pane fyne.Size) {
	height := func(o fyne.CanvasObject) float32 {
		if !o.Visible() {
			return 0
		}
		o.Resize(fyne.NewSize(pane.Width, o.MinSize().Height)) // texts break at this width
		o.Resize(fyne.NewSize(pane.Width, o.MinSize().Height))
		return o.MinSize().Height
	}
	over, below := height(os[0]), height(os[2])
	os[1].Move(fyne.NewPos(0, over))
	os[1].Resize(fyne.NewSize(pane.Width, max(0, pane.Height-over-below)))
	os[2].Move(fyne.NewPos(0, pane.Height-below))
}

// MinSize is fyne.Layout.
func (listBetween) MinSize(os []fyne.CanvasObject) fyne.Size {
	m := os[1].MinSize()
	for _, o := range []fyne.CanvasObject{os[0], os[2]} {
		if s := o.MinSize(); o.Visible() {
			m = fyne.NewSize(max(m.Width, s.Width), m.Height+s.Height)
		}
	}
	return m
}

// caret takes the keys of the list that choose an act or restore it.
func (h *historyPane) caret(key fyne.KeyName) bool {
	switch {
	case key == fyne.KeyReturn || key == fyne.KeyEnter:
		if !h.w.keys.repeated() {
			h.restore(h.w.keys.modifiers()&fyne.KeyModifierShift != 0)
		}
		return true
	case h.list.move(key):
		h.list.mark(h.list.row)
		h.tell()
		return true
	}
	return false
}

// show brings the history up to date with what is chosen and done.
func (h *historyPane) show() {
	if h.desk != h.w.desk {
		h.desk, h.of = h.w.desk, storage.Scope{}
	}
	if h.w.set() == nil {
		h.of, h.all, h.reading = storage.Scope{}, nil, h.reading+1
		h.list.Refresh()
		h.tell()
		return
	}
	of := storage.Scope{Document: h.w.document.ID}
	if h.w.hasChosen() {
		of = storage.Scope{Row: h.w.chosen}
	}
	if sameScope(of, h.of) && !(h.due && h.w.desk.outbox.State().Saved()) {
		return
	}
	h.due = !h.w.desk.outbox.State().Saved() // then it is read again
	h.read(of)
}

// tell says whose history is shown and what the act at hand did.
func (h *historyPane) tell() {
	switch {
	case h.w.set() == nil:
		h.heading.SetText("No article is open.")
	case !h.of.Row.IsZero():
		h.heading.SetText("Of the chosen mark, newest first")
	default:
		h.heading.SetText("Of the article, newest first")
	}
	act, ok := h.at(h.list.row)
	if setVisible(h.below, ok); ok {
		h.account.SetText(strings.Join(h.w.says(act, 160), "\n"))
	}
	c, text, one := h.markOf(act)
	if setVisible(h.mark, one && h.w.canWriteDocument() && h.isMine(c)); one {
		h.mark.SetText(text)
	}
	if setVisible(h.marks, ok && h.of.Row.IsZero() && h.w.canWriteDocument()); one {
		h.marks.SetText("Restore all mine (Shift+Enter)")
	} else {
		h.marks.SetText("Restore all mine (Enter)")
	}
	h.root.Refresh()
}

// markOf is the one mark that an act is about, and the button that restores it; ok is false where it is about none or several.
func (h *historyPane) markOf(a storage.Act) (c annotation.Change[annotation.Span], button string, ok bool) {
	n := 0
	for _, other := range a.Changes.Spans {
		if !either(other).Origin().IsDerived() {
			c = other
			n++
		}
	}
	button = "Restore the mark (Enter)"
	if n > 0 && c.After == nil {
		button = "Bring it back (Enter)"
	}
	return c, button, n == 1
}

// isMine tells whether a mark is in the set that I edit.
func (h *historyPane) isMine(c annotation.Change[annotation.Span]) bool {
	return either(c).Set() == h.w.set().Head().ID
}

// restore makes the mark of the act at hand what it was then, or all of mine. A mark that the act deleted becomes what it was before.
func (h *historyPane) restore(all bool) {
	act, ok := h.at(h.list.row)
	if !ok || h.w.set() == nil {
		return
	}
	if why := h.w.desk.project.ReadOnly(); why != nil {
		h.w.status.fail(sentence(why))
		return
	}
	c, _, one := h.markOf(act)
	switch {
	case h.of.Row.IsZero() && (all || !one):
		h.w.restoreThen(act.Place, act, func(s *annotation.Set, p annotation.Past) (annotation.Edit, error) { return s.Restore(p) })
	case !one:
	case !h.isMine(c):
		h.w.status.say("This mark is of " + quoted(act.By.Name, 60) + ", who alone changes it.")
	default:
		place := act.Place
		if c.After == nil {
			place--
		}
		h.w.restoreThen(place, act, func(s *annotation.Set, p annotation.Past) (annotation.Edit, error) { return s.RestoreSpan(p, c.ID) })
	}
}

// restoreThen reads what my marks were at a place of the journal, once all is on disk, and makes an edit of that.
func (w *Window) restoreThen(place int64, act storage.Act, restore func(*annotation.Set, annotation.Past) (annotation.Edit, error)) {
	w.inspector.keep()
	d, document := w.desk, w.document.ID
	type outcome struct {
		past annotation.Past
		err  error
	}
	read := func() (o outcome) {
		if o.err = d.outbox.Flush(d.closing); o.err == nil {
			o.past, o.err = d.project.SetAsOf(d.closing, document, d.me(), place)
		}
		return o
	}
	soon(w, w.patience, read, func() { w.status.say("Looking up what was then…") }, func(o outcome) {
		if d != w.desk || document != w.document.ID {
			return
		}
		e, err := annotation.Edit{}, o.err
		if err == nil {
			e, err = restore(w.set(), o.past)
		}
		if err == nil && e.Len() == 0 {
			w.status.say("It is so already.")
			return
		}
		if w.tryDo(e, err) {
			w.restoredSpan(e)
			w.status.say("Restored as of " + moment(act.At, time.Now()) + ". Ctrl+Z takes it back.")
		}
	})
}

// restoredSpan shows the mark that came back, where it is one.
func (w *Window) restoredSpan(e annotation.Edit) {
	if len(e.Spans) == 1 && e.Spans[0].After != nil {
		w.view.Reveal(e.Spans[0].After.Hull())
	}
	w.view.InvalidateLinks()
}

// refreshHistory brings the history up to date where it is to be seen.
func (w *Window) refreshHistory() {
	if w.inspector.root.Visible() && w.inspector.tabs.on == tabHistory {
		w.inspector.history.show()
	}
}

// openHistory shows the history in the inspector and has the keys there; again, it goes back to the marks and to the text.
func (w *Window) openHistory() {
	if w.inspector.root.Visible() && w.inspector.tabs.on == tabHistory {
		w.inspector.turn(tabMarks)
		w.focusText()
		return
	}
	if !w.inspector.root.Visible() {
		w.toggleInspector()
	}
	w.inspector.turn(tabHistory)
	w.inspector.history.due = true
	w.inspector.history.show()
	w.inspector.history.tell()
	w.win.Canvas().Focus(w.inspector.history.list)
}
