package app

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"rubricator/annotation"
	"rubricator/app/jobs"
	"rubricator/storage"
)

// correspondence is what people of the project said and judged, as of the last edit, which may not be on disk yet.
type correspondence struct {
	discussion *annotation.Discussion
	judged     []annotation.Judged
	names      map[annotation.ID]string
	erased     []storage.ErasedDocument // by colleagues, of which words are here still
	letters    []letter                 // the inbox
	stale      bool                     // letters are to be gathered anew
}

// readCorrespondence reads what was said and judged, beside the window where that takes long.
func (w *Window) readCorrespondence() {
	w.corresponding++
	number, d := w.corresponding, w.desk
	type outcome struct {
		*correspondence
		err error
	}
	read := func() outcome {
		c, err := d.readCorrespondence(context.Background())
		return outcome{c, err}
	}
	soon(w, w.patience, read, nil, func(o outcome) {
		if d != w.desk || number != w.corresponding {
			return
		}
		w.correspondence, w.corresponded = o.correspondence, number
		if o.err != nil {
			w.status.fail(sentence(o.err))
		}
		w.view.Reflag()
		w.readDepartures()
		w.refresh()
	})
}

// readCorrespondence gives what can be read; the error names what cannot.
func (d *desk) readCorrespondence(ctx context.Context) (*correspondence, error) {
	pending := d.outbox.Pending() // before the file is read, so that none falls between
	said, err := d.project.AllComments(ctx)
	judged, wrong := d.project.AllVerdicts(ctx)
	people, unknown := d.project.Called(ctx)
	erased, unread := jobs.ErasedByOthers(ctx, d.project)
	c := &correspondence{discussion: annotation.NewDiscussion(said), judged: judged, names: map[annotation.ID]string{}, erased: erased}
	for _, a := range people {
		c.names[a.ID] = a.Name
	}
	for _, e := range pending {
		c.apply(e)
	}
	c.stale = true
	return c, errors.Join(err, wrong, unknown, unread)
}

// apply takes an edit in, and tells whether it says or judges anything.
func (c *correspondence) apply(e annotation.Edit) bool {
	for _, a := range e.Annotators {
		if a.After != nil {
			c.names[a.ID] = a.After.Name
		}
	}
	c.discussion.Apply(e)
	kept := c.judged[:0]
	for _, j := range c.judged {
		if after, there := j.Apply(e); there {
			kept = append(kept, after)
		}
	}
	c.judged = kept
	for _, v := range e.Verdicts {
		if v.After != nil && !slices.ContainsFunc(c.judged, func(j annotation.Judged) bool { return j.ID == v.ID }) {
			c.judged = append(c.judged, annotation.Judged{Verdict: *v.After, Lamport: annotation.Now})
		}
	}
	c.stale = c.stale || len(e.Comments)+len(e.Verdicts) > 0 || len(c.judged) > 0 && len(e.Sets)+len(e.Spans) > 0
	return len(e.Comments)+len(e.Verdicts) > 0
}

// correspond follows an edit. What is said while the correspondence is being read is read again with it.
func (w *Window) correspond(e annotation.Edit) {
	if w.correspondence != nil && w.correspondence.apply(e) {
		w.view.Reflag()
	}
	if len(e.Annotators) > 0 || w.corresponded != w.corresponding && len(e.Comments)+len(e.Verdicts)+len(e.Sets) > 0 {
		w.onceSaved(w.readCorrespondence)
	}
}

// who names somebody as the sentences of the window do.
func (w *Window) who(id annotation.ID) string {
	if id == w.desk.me() {
		return "you"
	}
	if w.correspondence != nil && w.correspondence.names[id] != "" {
		return quoted(w.correspondence.names[id], 40)
	}
	return "somebody"
}

// called is somebody's name, told apart from those of others.
func (w *Window) called(a annotation.Annotator) string {
	if w.correspondence != nil && w.correspondence.names[a.ID] != "" {
		return w.correspondence.names[a.ID]
	}
	return cmp.Or(a.Name, "somebody")
}

// threads are those about the open article that concern me, and the one that is in hand.
func (w *Window) threads() []annotation.Thread {
	if w.correspondence == nil || w.set() == nil {
		return nil
	}
	inHand := w.inspector.comments.at
	return slices.DeleteFunc(slices.Clone(w.correspondence.discussion.Of(w.document.ID)), func(t annotation.Thread) bool {
		return !t.Concerns(w.desk.me()) && t.ID() != inHand
	})
}

// saidAt says when something was said, in few words.
func saidAt(t, now time.Time) string {
	t, now = t.Local(), now.Local()
	switch {
	case t.YearDay() == now.YearDay() && t.Year() == now.Year():
		return t.Format("15:04")
	case t.Year() == now.Year():
		return t.Format("2 Jan, 15:04")
	}
	return t.Format("2 Jan 2006")
}
