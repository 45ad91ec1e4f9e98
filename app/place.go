package app

import "rubricator/app/textview"

// place is where in the program keys go, and where an action holds.
type place uint8

// The places. Writing is the part of the Review place where the reviewer draws marks; exporting is the Dataset place; in previewing one sees what is to
// be loaded. Listing is the library's list, where annotating goes on.
const (
	annotating place = 1 << iota
	reviewing
	writing
	exporting
	previewing
	listing

	anywhere = annotating | reviewing | writing | exporting | previewing
)

// in ties actions to a place, but for those that name their own.
func (w *Window) in(p place, all []*action) []*action {
	for _, a := range all {
		if a.place == 0 {
			a.place = p
		}
		enabled, place := a.enabled, a.place
		a.enabled = func() bool { return w.holds(place) && (enabled == nil || enabled()) }
	}
	return all
}

// holds tells whether what belongs to a place can be done now.
func (w *Window) holds(p place) bool {
	return p&w.place != 0 || p&listing != 0 && w.inArticles()
}

// goTo shows a place, unless it is shown.
func (w *Window) goTo(p place) {
	if w.place == p || p == reviewing && w.inReview() {
		return
	}
	w.inspector.keep()
	if w.alone {
		w.toggleFullScreen()
	}
	before := w.place
	w.place = p
	setVisible(w.outer, p == annotating)
	setVisible(w.adjudicating.root, p == reviewing)
	setVisible(w.dataset.root, p == exporting)
	setVisible(w.importing.root, p == previewing)
	switch before {
	case reviewing, writing:
		w.adjudicating.leave()
	case exporting:
		w.dataset.leave()
	}
	switch p {
	case reviewing:
		w.adjudicating.open()
	case exporting:
		w.dataset.open()
	}
	w.panes()
	w.frame.Refresh() // the chips leave their room, or take it
	w.focusText()
}

func (w *Window) inReview() bool   { return w.place&(reviewing|writing) != 0 }
func (w *Window) inDataset() bool  { return w.place == exporting }
func (w *Window) inImport() bool   { return w.place == previewing }
func (w *Window) inArticles() bool { return w.place == annotating }

// text is the text that keys move in: the article, that of the difference in hand, the first records of a dataset, or what is to be loaded.
func (w *Window) text() *textview.View {
	switch {
	case w.inReview():
		return w.adjudicating.lanes.main()
	case w.inDataset():
		return w.dataset.preview.view
	case w.inImport():
		return w.importing.text.view
	}
	return w.view
}

func (w *Window) hasText() bool { return w.text().Text() != nil }
