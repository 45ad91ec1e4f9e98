package app

import (
	"context"
	"fmt"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/text"
	"rubricator/app/settings"
	"rubricator/app/textview"
)

// reading is how long the window may stand still for something to be read from the project before it goes on meanwhile; a picture
// of the window waits longer.
const reading = 60 * time.Millisecond

// open shows a document where it was left. Reading goes on in the background when it takes long.
func (w *Window) open(id annotation.ID) {
	if id == w.document.ID {
		w.opening++ // what is still being opened is no longer wanted
		return
	}
	w.openThen(id, nil)
}

func (w *Window) openThen(id annotation.ID, then func()) {
	w.leave()
	w.opening++
	number, d := w.opening, w.desk
	type outcome struct {
		loaded
		err error
	}
	load := func() outcome {
		l, err := d.load(context.Background(), id)
		return outcome{l, err}
	}
	soon(w, w.patience, load, func() { w.status.say("Opening…") }, func(o outcome) {
		if number != w.opening || d != w.desk {
			return
		}
		if o.err != nil {
			w.status.fail(sentence(o.err))
			return
		}
		w.status.clear()
		w.inspector.keep() // typed while it was read
		w.showDocument(o.loaded)
		if then != nil {
			then()
		}
	})
}

func (w *Window) showDocument(l loaded) {
	w.document = l.document
	w.letGo()
	w.desk.editor.Open(l.set)
	w.suggestions = l.suggestions
	w.view.SetBlocks(l.blocks)
	w.finder.textChanged()
	w.review.endHits()
	w.byline.Show()
	w.library.opened(l.document.ID)
	w.returnTo()
	w.rememberPlace()
	w.active()
	w.refresh()
	w.keepFocusInSight()
	if len(l.problems) > 0 {
		w.status.fail(fmt.Sprintf("%s of this document could not be read and %s left out: %s", plural(len(l.problems), "mark"),
			isAre(len(l.problems)), sentence(l.problems[0])))
	}
}

// letGo forgets what is chosen, pointed at and waited for in the document that is left.
func (w *Window) letGo() {
	w.chosen, w.linkChosen, w.hovered, w.suggestion = annotation.ID{}, annotation.ID{}, annotation.ID{}, annotation.ID{}
	w.relabel, w.offered, w.asked, w.reply = false, nil, asked{}, nil
	w.forgetChecks()
}

// showNothing closes the document.
func (w *Window) showNothing() {
	w.document = annotation.Document{}
	w.letGo()
	if w.desk != nil {
		w.desk.editor.Open(nil)
	}
	w.suggestions = nil
	w.view.SetText(nil)
	w.finder.textChanged()
	w.review.end()
	w.refresh()
	w.keepFocusInSight()
}

// leave remembers where the document was left.
func (w *Window) leave() {
	w.finishMarking()
	w.inspector.keep()
	w.leaveWork()
	if w.desk != nil && !w.document.ID.IsZero() {
		w.rememberPlace()
	}
}

func (w *Window) rememberPlace() {
	place := w.view.Place()
	left := settings.Place{Document: w.document.ID, Caret: int32(w.view.Caret()), Top: int32(place.Pos), Offset: place.Offset}
	w.places[w.document.ID] = left
	w.settings.Last[w.desk.project.Path()] = left
	w.settings.SaveSoon()
}

// returnTo goes where the document was left in this session, or where the project was left before.
func (w *Window) returnTo() {
	last, ok := w.places[w.document.ID]
	if !ok {
		last = w.settings.Last[w.desk.project.Path()]
	}
	if last.Document == w.document.ID {
		w.view.SetCaret(text.Pos(last.Caret))
		w.view.SetPlace(textview.Place{Pos: text.Pos(last.Top), Offset: last.Offset})
	}
}
