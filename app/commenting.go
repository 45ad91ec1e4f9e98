package app

import (
	"cmp"
	"fmt"
	"slices"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/app/editor"
	"rubricator/app/textview"
)

// commentActions are what can be said, asked and answered.
func (w *Window) commentActions() []*action {
	return []*action{
		{id: "comment", menu: "Review", name: "Comment on the chosen mark, the selection or the word at the caret", keys: chords("C"), enabled: w.canComment, run: w.comment},
		{id: "comment.article", menu: "Review", name: "Comment on the whole article", enabled: w.canComment, run: func() { w.commentOn(annotation.Place{Document: w.document.ID}) }},
		{id: "comments", menu: "Review", name: "Comments beside the text, again the marks", keys: chords("Shift+C"), enabled: w.hasDocument, run: w.toggleComments},
		{id: "questions", menu: "Review", name: "Open questions…", enabled: w.hasProject, run: w.openQuestions},
		{id: "inbox", menu: "Review", name: "Inbox", keys: chords("Ctrl+Shift+I"), everywhere: true, enabled: w.hasProject, run: w.openInbox},
	}
}

func (w *Window) canComment() bool { return w.canWriteDocument() && w.correspondence != nil }

// placeHere is what a comment would be about now: the chosen mark, else the selection, else the word at the caret, else the article.
func (w *Window) placeHere() annotation.Place {
	set := w.set()
	if set == nil {
		return annotation.Place{}
	}
	p := annotation.Place{Document: w.document.ID}
	if sp, ok := w.chosenSpan(); ok {
		p.Set, p.Span, p.Range, p.Quote = set.Head().ID, sp.ID, sp.Hull(), sp.Quote()
	} else if sel := w.view.Selection(); len(sel) > 0 {
		p.Range, p.Quote = rangeset.Hull(sel), annotation.Quote(set.Text(), sel)
	} else if start, end := set.Text().Word(w.view.Caret()); start < end {
		p.Range, p.Quote = rangeset.Range{Start: start, End: end}, set.Text().Slice(start, end)
	}
	p.Quote = shortened(p.Quote, placeQuote)
	return p
}

// placeQuote is how much of a place a comment quotes, in characters.
const placeQuote = 400

// comment opens the field for a comment on what is here.
func (w *Window) comment() { w.commentOn(w.placeHere()) }

// commentOn opens the field for the beginning of a thread.
func (w *Window) commentOn(p annotation.Place) {
	w.showComments()
	w.inspector.comments.begin(saying{place: p}, "")
}

// showComments turns the inspector to what was said.
func (w *Window) showComments() {
	if !w.inspector.root.Visible() {
		w.toggleInspector()
	}
	w.inspector.turn(tabComments)
	w.inspector.comments.show()
}

// toggleComments goes to the list of what was said; from there, it goes back to the text and the marks.
func (w *Window) toggleComments() {
	if w.win.Canvas().Focused() == w.inspector.comments.list {
		w.inspector.turn(tabMarks)
		w.focusText()
		w.refresh()
		return
	}
	w.showComments()
	w.win.Canvas().Focus(w.inspector.comments.list)
	w.refresh()
}

// say does what was typed into the field, and tells whether it did.
func (w *Window) say(to saying, speech annotation.Speech, typed string) bool {
	if w.correspondence == nil {
		return false
	}
	me := w.desk.me()
	if to.thread.IsZero() {
		e, err := to.place.Comment(me, speech, typed)
		done := w.tryDo(e, err)
		if done {
			w.inspector.comments.at = e.Comments[0].ID
			w.status.say(map[annotation.Speech]string{annotation.Says: "Said", annotation.Asks: "Asked"}[speech] + ". Ctrl+Z takes it back.")
		}
		return done
	}
	t, ok := w.correspondence.discussion.Thread(to.thread)
	i := slices.IndexFunc(t, func(s annotation.Said) bool { return s.ID == to.change })
	switch {
	case !ok, !to.change.IsZero() && i < 0:
		return w.tryDo(annotation.Edit{}, fmt.Errorf("what this was about was taken back"))
	case i >= 0:
		return w.tryDo(t[i].Change(me, typed))
	}
	return w.tryDo(t[0].Reply(me, speech, typed))
}

// closeThread ends a thread: a question is answered, a remark done with.
func (w *Window) closeThread(t annotation.Thread) {
	if w.tryDo(t[0].Reply(w.desk.me(), annotation.Closes, "")) {
		w.status.say("Closed. Ctrl+Z opens it again.")
	}
}

// reopenThread takes my closing back where it is the last word, else asks again in words.
func (w *Window) reopenThread(t annotation.Thread) {
	if last := t[len(t)-1]; last.Speech == annotation.Closes && last.By == w.desk.me() && last.Text == "" {
		w.takeBackComment(last)
		return
	}
	p := w.inspector.comments
	p.reply()
	p.toggleQuestion()
}

func (w *Window) takeBackComment(s annotation.Said) {
	if w.tryDo(s.Change(w.desk.me(), "")) {
		w.status.say("Taken back. Ctrl+Z brings it back.")
	}
}

// placeOf is where a thread is about in the open article: where its mark is now, else where it was said; empty for the whole article.
func (w *Window) placeOf(t annotation.Thread) rangeset.Range {
	if sp, ok := w.set().Span(t[0].Span); ok {
		return sp.Hull()
	}
	end := w.set().Text().Len()
	r := t[0].Range()
	r.Start = max(0, min(r.Start, end))
	r.End = max(r.Start, min(r.End, end))
	return r
}

// sortThreads puts threads in the order in which they are looked for: those of the chosen mark, those at the caret or the selection, then
// those of the article as they stand in it. near is how many of the first two kinds there are.
func (w *Window) sortThreads(ts []annotation.Thread) (near int) {
	here := rangeset.Range{Start: w.view.Caret(), End: w.view.Caret()}
	if sel := w.view.Selection(); len(sel) > 0 {
		here = rangeset.Hull(sel)
	}
	type order struct {
		rank int
		rangeset.Range
	}
	places := map[annotation.ID]order{}
	for _, t := range ts {
		o := order{2, w.placeOf(t)}
		switch {
		case !w.chosen.IsZero() && t[0].Span == w.chosen:
			o.rank = 0
		case !o.Empty() && o.Start <= here.End && here.Start <= o.End:
			o.rank = 1
		}
		if o.rank < 2 {
			near++
		}
		places[t.ID()] = o
	}
	slices.SortStableFunc(ts, func(a, b annotation.Thread) int {
		x, y := places[a.ID()], places[b.ID()]
		return cmp.Or(cmp.Compare(x.rank, y.rank), cmp.Compare(x.Start, y.Start))
	})
	return near
}

// flagged puts flags over the places that something was said about and that nobody closed.
func (w *Window) flagged(dst []textview.Flag, window rangeset.Range) []textview.Flag {
	for _, t := range w.threads() {
		if r := w.placeOf(t); r.Overlaps(window) && !t.IsClosed() {
			dst = append(dst, textview.Flag{Range: r, Open: t.IsOpen()})
		}
	}
	return dst
}

// saidOf counts what was said of each mark.
func (w *Window) saidOf() map[annotation.ID]int {
	n := map[annotation.ID]int{}
	for _, t := range w.threads() {
		if !t[0].Span.IsZero() {
			n[t[0].Span] += len(t)
		}
	}
	return n
}

// revealSaid shows where an undone or redone comment is about.
func (w *Window) revealSaid(r editor.Reversal) {
	for _, e := range r.Edits() {
		for _, c := range e.Comments {
			said := cmp.Or(c.After, c.Before)
			if said.Document != w.document.ID {
				continue
			}
			if place := w.placeOf(annotation.Thread{{Comment: *said}}); !place.Empty() {
				w.view.Reveal(place)
			}
			if c.After != nil {
				w.inspector.comments.at = said.Thread
			}
			return
		}
	}
}
