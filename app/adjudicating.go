package app

import (
	"context"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"rubricator/annotation"
	"rubricator/annotation/compare"
	"rubricator/annotation/rangeset"
	"rubricator/app/jobs"
	"rubricator/app/textview"
)

// adjudicating is the Review place: at the left the queue of differences between annotators, in the middle the text with their marks, at
// the right the difference in hand.
type adjudicating struct {
	w     *Window
	root  *container.Split // queue | rest
	right *container.Split // texts | card
	queue *differenceQueue
	lanes *lanes
	card  *differenceCard
	empty *textview.Lines // what is said where there is no text
	about *fyne.Container // in which it stands

	sets    jobs.Comparing
	people  map[annotation.ID]annotation.Annotator
	cases   *comparing       // how the differences of the project stand
	hand    *jobs.Compared   // the article in hand; nil: none
	blocks  *textview.Blocks // of its text
	key     annotation.ID    // the difference in hand
	now     compare.Group    // what it is
	there   bool             // it is there, with the marks that its key names
	loading int              // number of the last article that was asked for

	also   []int                 // sets that are taken as well by the next decision
	reason string                // of the next decision
	own    *ownMarks             // that are being drawn; nil: none
	last   []annotation.Decision // that were made here, the newest last
}

func newAdjudicating(w *Window) *adjudicating {
	a := &adjudicating{w: w, people: map[annotation.ID]annotation.Annotator{}}
	a.cases = newComparing(a)
	a.queue, a.lanes, a.card = newDifferenceQueue(a), newLanes(a), newDifferenceCard(a)
	a.empty = textview.NewLines(w.fonts, textview.LineStyle{Size: theme.SizeNameText, Ink: theme.ColorNameForeground, Ours: true, Centre: true, Padded: true})
	a.about = container.NewVBox(layout.NewSpacer(), a.empty, layout.NewSpacer())
	middle := container.NewStack(a.lanes.root, a.about)
	a.right = container.NewHSplit(middle, a.card.root)
	a.root = container.NewHSplit(a.queue.root, a.right)
	a.root.Offset, a.right.Offset = w.settings.Window.Queue, w.settings.Window.Texts
	a.root.Hide()
	return a
}

// open shows the place: the queue as it was left, then as it is now.
func (a *adjudicating) open() {
	a.queue.rebuild()
	a.cases.opened()
	a.show()
}

// leave ends what was begun.
func (a *adjudicating) leave() { a.letGo() }

// reset forgets everything, because another project is opened or none.
func (a *adjudicating) reset() {
	a.leave()
	a.loading++
	a.hand, a.key, a.last = nil, annotation.ID{}, nil
	a.sets, a.people = jobs.Comparing{}, map[annotation.ID]annotation.Annotator{}
	a.cases.forget()
	a.queue.reset()
	a.show()
}

// group is the difference in hand as it is now.
func (a *adjudicating) group() (compare.Group, bool) { return a.now, a.there }

// look finds out what the difference in hand is now.
func (a *adjudicating) look() {
	a.now, a.there = compare.Group{}, false
	if a.hand != nil {
		a.now, a.there = a.hand.Find(a.key)
	}
}

// place is where the difference in hand is.
func (a *adjudicating) place() (document annotation.ID, at rangeset.Range, ok bool) {
	g, ok := a.group()
	return g.Document, g.Range, ok
}

func (a *adjudicating) hasDifference() bool { _, ok := a.group(); return ok }

// canDecide tells whether the difference in hand can be decided now.
func (a *adjudicating) canDecide() bool { return a.w.canWrite() && a.hasDifference() }

// take takes a difference in hand, whose article is read first where it is another.
func (a *adjudicating) take(document, key annotation.ID) {
	a.letGo()
	a.loading++
	if a.hand != nil && a.hand.Document == document {
		a.key = key
		a.show()
		return
	}
	c, ok := a.cases.caseOf(document)
	if !ok {
		return
	}
	a.read(c, func() { a.key = key })
}

// letGo forgets what was begun on the difference in hand.
func (a *adjudicating) letGo() {
	a.also, a.reason = nil, ""
	a.endOwn()
}

// read reads an article with what is compared on it, then does something and shows it.
func (a *adjudicating) read(c jobs.Case, then func()) {
	w, d, number := a.w, a.w.desk, a.loading
	type outcome struct {
		jobs.Compared
		blocks *textview.Blocks
		err    error
	}
	load := func() outcome {
		compared, err := d.compared(c)
		if err != nil {
			return outcome{err: err}
		}
		return outcome{compared, textview.FindBlocks(compared.Text), nil}
	}
	soon(w, w.patience, load, func() { w.status.say("Opening…") }, func(o outcome) {
		if number != a.loading || d != w.desk {
			return
		}
		if o.err != nil {
			w.status.fail(sentence(o.err))
			return
		}
		a.hand, a.blocks = &o.Compared, o.blocks
		a.queue.stands(a.hand.Standing())
		then()
		a.show()
		if len(o.Damaged) > 0 {
			w.status.fail(plural(len(o.Damaged), "mark") + " could not be read and " + isAre(len(o.Damaged)) + " left out: " + sentence(o.Damaged[0]))
		}
	})
}

// compared reads a case as it is with the edits that are not on disk yet, for which it waits.
func (d *desk) compared(c jobs.Case) (jobs.Compared, error) {
	touches := func(e annotation.Edit) bool { return e.Touches(c.Document) }
	if slices.ContainsFunc(d.outbox.Pending(), touches) {
		ctx, cancel := context.WithTimeout(d.closing, closingPatience)
		defer cancel()
		if err := d.outbox.Flush(ctx); err != nil {
			return jobs.Compared{}, fmt.Errorf("open the article: what was done there is not saved yet: %w", err)
		}
	}
	return jobs.Compare(d.closing, d.project, c)
}

// readAgain reads the article in hand anew, because what is known of it may be wrong.
func (a *adjudicating) readAgain() {
	if a.hand == nil {
		return
	}
	c, ok := a.cases.caseOf(a.hand.Document)
	if !ok {
		a.putDown()
		return
	}
	a.loading++
	a.read(c, func() {})
}

// isStale reads anew what the window did not write, and compares it.
func (a *adjudicating) isStale() {
	a.readAgain()
	if a.w.inReview() {
		a.cases.again()
	}
}

// putDown takes no difference in hand.
func (a *adjudicating) putDown() {
	a.letGo()
	a.loading++
	a.hand, a.key = nil, annotation.ID{}
	a.show()
}

// show brings text and card up to date with the difference in hand.
func (a *adjudicating) show() {
	a.look()
	a.lanes.show()
	a.card.show()
	a.queue.follow()
	a.tell()
	a.w.refresh()
}

// tell says in the middle why there is no text, where there is none.
func (a *adjudicating) tell() {
	said := ""
	if a.hand == nil {
		said = a.cases.says() + "\n\nCtrl+1 goes back to the articles."
	}
	a.empty.SetText(said)
	setVisible(a.about, said != "")
	a.about.Refresh()
}

// begin takes the first difference of the queue in hand where there is none.
func (a *adjudicating) begin() {
	if a.hasDifference() || a.w.desk == nil || !a.w.inReview() {
		return
	}
	if a.queue.q.Len() == 0 {
		a.tell()
		return
	}
	s := a.queue.q.At(0)
	a.take(s.Document, s.Key)
}

// step goes on in the queue by so many differences, round its end.
func (a *adjudicating) step(by int) {
	n := a.queue.q.Len()
	if n == 0 {
		a.w.status.say(a.cases.says())
		return
	}
	at, inQueue := a.queue.at()
	if !inQueue && by > 0 {
		at, by = a.queue.row, 0
	}
	s := a.queue.q.At(((at+by)%n + n) % n)
	a.take(s.Document, s.Key)
}

// along goes to the next difference of the article in the order of the text, also to those that are decided.
func (a *adjudicating) along(forward bool) {
	if a.hand == nil {
		return
	}
	groups := a.hand.Groups()
	at := slices.IndexFunc(groups, func(g compare.Group) bool { return g.Key == a.key })
	if i, ok := a.queue.filter.Next(groups, at, forward); ok {
		a.take(groups[i].Document, groups[i].Key)
	}
}

// article goes on in the queue to a difference of another article.
func (a *adjudicating) article(by int) {
	n := a.queue.q.Len()
	at, ok := a.queue.at()
	if !ok {
		a.step(by)
		return
	}
	for k := 1; k < n; k++ {
		if s := a.queue.q.At(((at+k*by)%n + n) % n); s.Document != a.hand.Document {
			a.take(s.Document, s.Key)
			return
		}
	}
	a.w.status.say("There is no other article with differences to decide.")
}

// noted keeps what is shown in step with an edit.
func (a *adjudicating) noted(e annotation.Edit) {
	a.cases.noted(e)
	if a.hand == nil || !e.Touches(a.hand.Document) {
		return
	}
	err := a.hand.Reference().Apply(e)
	if err == nil {
		err = a.hand.Apply(e)
	}
	if err != nil {
		a.w.later(a.readAgain)
		return
	}
	a.queue.stands(a.hand.Standing())
	if a.look(); a.w.inReview() {
		a.show()
	}
}

// who is an annotator as the project knows them.
func (a *adjudicating) who(id annotation.ID) annotation.Annotator {
	switch {
	case id == a.w.me().ID:
		return a.w.me()
	case id == annotation.ReferenceAnnotator().ID:
		return annotation.ReferenceAnnotator()
	}
	return a.people[id]
}

// colour is that of an annotator's marks.
func (a *adjudicating) colour(annotator annotation.ID) textview.Style {
	return annotatorColour(a.who(annotator), annotation.ColoursOf(a.persons()))
}

// nextPane moves the focus: text, queue.
func (a *adjudicating) nextPane() {
	next := fyne.Focusable(a.lanes.main())
	if a.w.win.Canvas().Focused() == next {
		next = a.queue.list
	}
	a.w.win.Canvas().Focus(next)
}
