package app

import (
	"fyne.io/fyne/v2"

	"rubricator/annotation/rangeset"
)

func (w *Window) toggleLibrary() { w.togglePane(&w.settings.Window.HideLibrary) }

func (w *Window) toggleInspector() { w.togglePane(&w.settings.Window.HideInspector) }

// findArticles takes the keys to the field over the library.
func (w *Window) findArticles() {
	w.showLibrary()
	w.win.Canvas().Focus(w.library.search)
	w.library.search.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// narrowLibrary offers what the library can be narrowed to.
func (w *Window) narrowLibrary() {
	w.showLibrary()
	w.library.offerFilters()
}

// sortLibrary offers what the library can be sorted by.
func (w *Window) sortLibrary() {
	w.showLibrary()
	w.library.offerOrders()
}

func (w *Window) showLibrary() {
	if !w.library.root.Visible() {
		w.toggleLibrary()
	}
}

// togglePane shows or hides a pane. Where the text is alone, everything comes back with the pane shown.
func (w *Window) togglePane(hidden *bool) {
	*hidden = !*hidden && !w.alone
	if w.alone {
		w.toggleFullScreen()
		return
	}
	w.panes()
}

// toggleFullScreen shows the text alone, or everything again as it was.
func (w *Window) toggleFullScreen() {
	w.alone = !w.alone
	w.panes()
	w.win.SetFullScreen(w.alone)
}

// panes shows and hides the side panes as the settings say, or all of them where the text is alone.
func (w *Window) panes() {
	for pane, hidden := range map[fyne.CanvasObject]bool{
		w.library.root: w.settings.Window.HideLibrary, w.inspector.root: w.settings.Window.HideInspector || w.beside.Visible(), w.top: !w.inArticles(),
	} {
		setVisible(pane, !hidden && !w.alone)
	}
	w.outer.Refresh()
	w.inner.Refresh()
	w.keepFocusInSight()
	w.refresh()
}

func setVisible(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

// keepFocusInSight takes the focus out of a field or list that can no longer be seen.
func (w *Window) keepFocusInSight() {
	shown := true
	switch w.win.Canvas().Focused() {
	case w.library.search, w.library.list:
		shown = w.library.root.Visible()
	case w.inspector.list, w.inspector.checks, w.inspector.history.list:
		shown = w.inspector.root.Visible()
	case w.inspector.comments.list, w.inspector.comments.field:
		shown = w.inspector.root.Visible() && w.inspector.tabs.on == tabComments
	case w.finder.field:
		shown = w.finder.isOpen()
	case w.review.list:
		shown = w.review.isOpen()
	case w.inspector.note:
		shown = w.inspector.root.Visible() && w.hasChosen()
	case w.view:
		shown = w.inArticles()
	case w.inspector.attributes.field:
		shown = w.inspector.root.Visible() && w.isAsking()
	}
	if !shown {
		w.focusText()
	}
}

// nextPane moves the focus: text, list under review, what is looked for, library, list of marks or of what was said, comment, note.
func (w *Window) nextPane(by int) {
	switch {
	case w.inReview():
		w.adjudicating.nextPane()
		return
	case w.inDataset():
		w.dataset.nextPane(by)
		return
	case w.inImport():
		w.importing.nextPane(by)
		return
	}
	panes := []fyne.Focusable{w.view, w.review.list, w.finder.field, w.library.search, w.library.list, w.inspector.listed(), w.inspector.comments.field, w.inspector.note}
	shown := []bool{true, w.review.isOpen(), w.finder.isOpen(), w.library.root.Visible(), w.library.root.Visible(), w.inspector.root.Visible(), w.inspector.root.Visible() && w.inspector.tabs.on == tabComments && w.canComment(), w.inspector.root.Visible() && w.hasChosen()}
	at := 0
	for i, p := range panes {
		if p == w.win.Canvas().Focused() {
			at = i
		}
	}
	for range panes {
		at = (at + by + len(panes)) % len(panes)
		if shown[at] {
			w.win.Canvas().Focus(panes[at])
			return
		}
	}
}

func (w *Window) note() {
	if !w.inspector.root.Visible() {
		w.toggleInspector()
	}
	w.refreshNow() // the note of the mark that is chosen now
	w.inspector.note.takeOver(w.win.Canvas())
}

func (w *Window) selectAll() {
	w.view.Select(rangeset.Range{Start: 0, End: w.set().Text().Len()})
}
