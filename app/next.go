package app

import (
	"fmt"

	"rubricator/annotation"
)

// Next and previous are meant as the library shows articles: in its order, and of those that are found.

// rowsAround are the rows before and after an article. One that is not shown lies where the order would have it.
func (l *library) rowsAround(id annotation.ID) (before, after int) {
	for row, i := range l.shown {
		if l.all[i].ID == id {
			return row - 1, row + 1
		}
	}
	for _, i := range l.order {
		if l.all[i].ID == id {
			break
		}
		if after < l.titled && l.shown[after] == i {
			after++
		}
	}
	return after - 1, after
}

// neighbour is the article before or after one.
func (l *library) neighbour(id annotation.ID, by int) (annotation.ID, bool) {
	row, after := l.rowsAround(id)
	if by > 0 {
		row = after
	}
	if row < 0 || row >= len(l.shown) {
		return annotation.ID{}, false
	}
	return l.all[l.shown[row]].ID, true
}

// nextOpen is the next article after one that there is work on, going round: one that is assigned to me in a round that is open, as long as
// there is any. ok is false when there is none.
func (l *library) nextOpen(id annotation.ID) (next annotation.ID, ok bool) {
	_, after := l.rowsAround(id)
	for k := range l.shown {
		switch d := &l.all[l.shown[(after+k)%len(l.shown)]]; {
		case !d.IsOpen() || d.ID == id:
		case d.Mine:
			return d.ID, true
		case !ok:
			next, ok = d.ID, true
		}
	}
	return next, ok
}

// neighbour opens the article before or after in the library.
func (w *Window) neighbour(by int) {
	if id, ok := w.library.neighbour(w.document.ID, by); ok {
		w.open(id)
		return
	}
	said := "This is the " + map[int]string{1: "last", -1: "first"}[by] + " article"
	if w.library.isNarrowed() {
		said += " of those found"
	}
	w.status.say(said + ".")
}

// toNextOpen opens the next article that is to be worked on and says what became of this one.
func (w *Window) toNextOpen(said string) {
	id, ok := w.library.nextOpen(w.document.ID)
	if !ok {
		w.status.say(w.noneLeft(said))
		return
	}
	next := " This is the next."
	if l := w.listed(); l != nil && l.Mine && !w.desk.isMine(id) {
		next = " That was the last of yours. This is the next of the others."
	}
	w.openThen(id, func() { w.status.say(said + next) })
}

// noneLeft says that there is no next article. said is what became of this one.
func (w *Window) noneLeft(said string) string {
	p := w.desk.progress()
	left := p.all - p.done - p.skipped
	switch {
	case w.library.isNarrowed() && left > 0:
		return said + fmt.Sprintf(" None is left of those found, but %s. %s shows all.", isLeft(left), w.actions.byID("library.all").keyNames())
	case p.all == 1 && p.skipped == 1:
		return said
	case p.all == 1:
		return "The article is done. Ctrl+Shift+S exports it."
	case p.skipped > 0:
		return fmt.Sprintf("Of %s %s %s done and %s skipped; none is left. Ctrl+Shift+S exports them.", plural(p.all, "article"), grouped(p.done), isAre(p.done), grouped(p.skipped))
	}
	return "All " + plural(p.all, "article") + " are done. Ctrl+Shift+S exports them."
}

// isLeft says how many articles are to be worked on beside those found.
func isLeft(n int) string {
	if n == 1 {
		return "1 other is"
	}
	return grouped(n) + " others are"
}
