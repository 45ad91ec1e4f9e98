package app

import (
	"context"
	"fmt"
	"time"

	"rubricator/annotation"
	"rubricator/app/editor"
	"rubricator/storage"
)

// restoreThen reads what my marks were at a place of the journal, once all is on disk, and makes an edit of that.
func (w *Window) restoreThen(place int64, act storage.Act, restore func(*annotation.Set, annotation.Past) (annotation.Edit, error)) {
	w.inspector.keep()
	d, document := w.desk, w.document.ID
	type outcome struct {
		past annotation.Past
		err  error
	}
	read := func() (o outcome) {
		ctx, cancel := context.WithTimeout(d.closing, closingPatience)
		defer cancel()
		if d.outbox.Flush(ctx) != nil {
			o.err = fmt.Errorf("restore: %w", editor.ErrSaving)
			return o
		}
		o.past, o.err = d.project.SetAsOf(d.closing, document, d.me(), place)
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
