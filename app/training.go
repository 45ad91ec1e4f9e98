package app

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/annotation/compare"
	"rubricator/app/jobs"
	"rubricator/storage"
)

// isTraining tells whether an article is for learning.
func isTraining(l *storage.Listed) bool {
	return l != nil && slices.ContainsFunc(l.Rounds, func(r annotation.Round) bool { return r.Training })
}

// thenScore shows how near my finished marks are to the reference, where the open article is for training and has one, and then goes on.
func (w *Window) thenScore(then func()) {
	if !isTraining(w.listed()) {
		then()
		return
	}
	d, document := w.desk, w.document
	type outcome struct {
		found []jobs.Departure
		score compare.Score
		err   error
	}
	held := func() (o outcome) {
		if o.err = d.settle(context.Background()); o.err == nil {
			o.found, o.score, o.err = jobs.Departures(context.Background(), d.project, document.ID, d.me())
		}
		return o
	}
	soon(w, w.patience, held, nil, func(o outcome) {
		switch {
		case d != w.desk:
		case o.err != nil:
			w.status.fail(sentence(o.err))
		case o.score == compare.Score{}: // nobody made the reference yet
			then()
		default:
			w.showScore(document, o.found, o.score, then)
		}
	})
}

// showScore lists where my marks are not as the reference. Closing it goes on.
func (w *Window) showScore(document annotation.Document, found []jobs.Departure, score compare.Score, then func()) {
	m := &modal{title: "Training: " + quoted(document.Title, 70), width: 760, closed: then}
	said := newProse(w.fonts, theme.ColorNameForeground, score.String())
	next := mainButton("Next article", m.close)
	if len(found) == 0 {
		w.show(m, said, next)
		return
	}
	list := newKeyList(w.keys, func() int { return len(found) }, func() fyne.CanvasObject { return newListRow(w.fonts) }, func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(found) {
			row := o.(*listRow)
			row.setSign(departedSign, theme.Color(theme.ColorNameForeground))
			row.show(w.departureSays(found[i]), found[i].Classes.String())
		}
	})
	list.HideSeparators = true
	look := func(i int) { // stay, and look at it
		m.closed = nil
		m.close()
		w.view.Select(found[i].Range)
		w.view.Reveal(found[i].Range)
		w.focusText()
	}
	list.chosen, list.escape = look, m.close
	m.height, m.first = 420, list
	w.show(m, container.NewBorder(said, nil, nil, nil, list), newButton("Look at it (Enter)", func() { look(min(list.row, len(found)-1)) }), newButton("Next article (Esc)", m.close))
}
