package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/app/textview"
	"rubricator/storage"
)

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
