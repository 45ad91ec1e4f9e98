package app

import "rubricator/app/textview"

// place is where in the program keys go, and where an action holds.
type place uint8

// The places. Writing is the part of the Review place where the reviewer draws marks.
const (
	annotating place = 1 << iota
	reviewing
	writing

	anywhere = annotating | reviewing | writing
)

// in ties actions to a place, but for those that name their own.
func (w *Window) in(p place, all []*action) []*action {
	for _, a := range all {
		if a.place == 0 {
			a.place = p
		}
		enabled, place := a.enabled, a.place
		a.enabled = func() bool { return w.place&place != 0 && (enabled == nil || enabled()) }
	}
	return all
}

// goTo shows a place, unless it is shown.
func (w *Window) goTo(p place) {
	if w.inReview() == (p == reviewing) {
		return
	}
	w.inspector.keep()
	if w.alone {
		w.toggleFullScreen()
	}
	w.place = p
	setVisible(w.outer, p == annotating)
	setVisible(w.adjudicating.root, p == reviewing)
	if p == reviewing {
		w.adjudicating.open()
	} else {
		w.adjudicating.leave()
	}
	w.panes()
	w.frame.Refresh() // the chips leave their room, or take it
	w.focusText()
}

func (w *Window) inReview() bool { return w.place != annotating }

// text is the text that keys move in: the article, or that of the difference in hand.
func (w *Window) text() *textview.View {
	if w.inReview() {
		return w.adjudicating.lanes.main()
	}
	return w.view
}

func (w *Window) hasText() bool { return w.text().Text() != nil }
