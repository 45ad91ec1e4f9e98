package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/suggest"
	"rubricator/storage"
)

// proposing is a run through the places that read as a mark does and do not have its label yet, in this article and then in the
// others of the project. Each is answered by a key.
type proposing struct {
	w      *Window
	review *review
	label  annotation.LabelRole
	stop   func() // looking through the other articles

	marks   map[annotation.ID]int // rows by the marks that were made there
	queue   []proposal            // what is to be marked in other articles, one at a time
	answers [3]int                // how many of each
	through int                   // articles that were looked through, of
	of      int
	faults  int // articles that could not be read
}

// proposal is a place that is to be marked.
type proposal struct {
	document annotation.ID
	place    rangeset.Range
	row      int
}

// propose begins a run for the chosen mark, else for the selection and the label of the last mark.
func (w *Window) propose() {
	at, label := []rangeset.Range(nil), w.last
	if sp, ok := w.chosenSpan(); ok {
		at, label = sp.Ranges(), sp.Label()
	} else if label != (annotation.LabelRole{}) {
		at = w.view.Selection()
	}
	switch {
	case len(at) == 0:
		w.status.fail("Choose a mark first: P proposes its label for the same text, or the label of the last mark for what is selected.")
		return
	case len(at) > 1:
		w.status.fail("What lies in several pieces stands nowhere again. Choose a mark of one piece.")
		return
	}
	same, err := suggest.SameAs(w.set().Text(), at[0])
	if err != nil {
		w.status.fail(sentence(err))
		return
	}
	w.proposeSame(same, label, at[0])
}

func (w *Window) proposeSame(same suggest.Same, label annotation.LabelRole, at rangeset.Range) {
	ctx, stop := context.WithCancel(w.desk.closing)
	p := &proposing{w: w, review: w.review, label: label, stop: stop, marks: map[annotation.ID]int{}, of: len(w.desk.documents)}
	set := w.set()
	w.review.begin(set.Text().Slice(at.Start, at.End), p, w.review.button("Mark · Y", widget.HighImportance, p.accept),
		w.review.button("Skip · N", widget.MediumImportance, p.skip), w.review.button("End", widget.MediumImportance, w.review.close))
	t, document := set.Text(), w.document.ID
	soon(w, w.patience, func() []rangeset.Range { return slices.Collect(same.In(t)) }, nil, func(hits []rangeset.Range) {
		if ctx.Err() != nil {
			return
		}
		p.through = 1
		if hits = unmarked(set, hits, label); len(hits) > 0 {
			w.review.add([]group{{document: document, places: hits, text: t}})
			p.review.point(max(0, slices.IndexFunc(hits, func(r rangeset.Range) bool { return r.Start >= at.Start })))
		}
		p.lookThrough(ctx, same, document)
	})
}

// unmarked are the places that do not have the label.
func unmarked(set *annotation.Set, places []rangeset.Range, l annotation.LabelRole) []rangeset.Range {
	return slices.DeleteFunc(places, func(r rangeset.Range) bool { return set.IsMarked(r, l) })
}

// tellEvery is how often what was found in other articles is shown.
const tellEvery = 100 * time.Millisecond

// lookThrough looks through the other articles in the background, one in memory at a time.
func (p *proposing) lookThrough(ctx context.Context, same suggest.Same, except annotation.ID) {
	d, documents := p.w.desk, slices.Clone(p.w.desk.documents)
	go func() {
		var found []group
		through, faults, told := 1, 0, time.Now()
		for i := range documents {
			if documents[i].ID == except {
				continue
			}
			g, err := d.proposals(ctx, &documents[i], same, p.label)
			if ctx.Err() != nil {
				return
			}
			if err != nil {
				faults++
			} else if len(g.places) > 0 {
				found = append(found, g)
			}
			if through++; time.Since(told) > tellEvery {
				p.tellLater(ctx, found, through, faults)
				found, told = nil, time.Now()
			}
		}
		p.tellLater(ctx, found, len(documents), faults)
	}()
}

func (p *proposing) tellLater(ctx context.Context, found []group, through, faults int) {
	p.w.later(func() {
		if ctx.Err() != nil {
			return
		}
		p.through, p.faults = through, faults
		first := p.review.total == 0
		p.review.add(found)
		if first {
			p.review.point(0)
		}
		p.endWhenAnswered()
	})
}

// proposals are the places of a document that read so and do not have the label yet.
func (d *desk) proposals(ctx context.Context, l *storage.Listed, same suggest.Same, label annotation.LabelRole) (group, error) {
	_, t, err := d.project.Document(ctx, l.ID)
	if err != nil {
		return group{}, err
	}
	places := slices.Collect(same.In(t))
	if len(places) == 0 {
		return group{}, nil
	}
	loaded, err := d.load(ctx, l.ID)
	if err != nil {
		return group{}, err
	}
	places = unmarked(loaded.set, places, label)
	g := group{document: l.ID, title: l.Title, places: places}
	for _, r := range places {
		g.lines = append(g.lines, inContext(t, r))
	}
	return g, nil
}

// caret takes the keys of the list that the review does not.
func (p *proposing) caret(key fyne.KeyName) bool {
	switch key {
	case fyne.KeyReturn, fyne.KeyEnter:
		if !p.w.keys.repeated() {
			p.accept()
		}
	case fyne.KeySpace:
		p.w.keys.TypedKey(&fyne.KeyEvent{Name: key})
	default:
		return false
	}
	return true
}

// accept marks the current place, and goes on.
func (p *proposing) accept() {
	if p.review.total == 0 {
		return
	}
	g, i := p.review.at(p.review.row)
	if g.answers[i] != accepted {
		p.answer(p.review.row, accepted)
		if p.queue = append(p.queue, proposal{g.document, g.places[i], p.review.row}); len(p.queue) == 1 {
			p.markNext()
		}
	}
	p.next()
}

// skip passes the current place over, and goes on.
func (p *proposing) skip() {
	if p.review.total == 0 {
		return
	}
	if g, i := p.review.at(p.review.row); g.answers[i] == unanswered {
		p.answer(p.review.row, leftOut)
	}
	p.next()
}

func (p *proposing) answer(row int, a answer) {
	if p.review.proposing != p {
		return
	}
	g, i := p.review.at(row)
	p.answers[g.answers[i]]--
	p.answers[a]++
	g.answers[i] = a
	p.review.list.RefreshItem(row)
	p.w.view.Relight()
	p.review.tell()
}

// markNext marks the first of the queue. The marks of an article that is not open are read first.
func (p *proposing) markNext() {
	d, next := p.w.desk, p.queue[0]
	if next.document == p.w.document.ID {
		p.mark(next, p.w.set(), nil)
		return
	}
	type outcome struct {
		loaded
		err error
	}
	load := func() outcome {
		l, err := d.load(context.Background(), next.document)
		return outcome{l, err}
	}
	soon(p.w, p.w.patience, load, nil, func(o outcome) {
		switch {
		case d != p.w.desk:
		case next.document == p.w.document.ID: // it was opened meanwhile
			p.mark(next, p.w.set(), nil)
		default:
			p.mark(next, o.set, o.err)
		}
	})
}

// mark makes a mark in its set, unless there was an error before, and goes on with the queue.
func (p *proposing) mark(next proposal, set *annotation.Set, err error) {
	if err == nil {
		err = p.markIn(set, next)
	}
	if err != nil {
		p.answer(next.row, unanswered)
		p.w.status.fail(sentence(err))
	}
	if p.queue = p.queue[1:]; len(p.queue) > 0 {
		p.markNext()
	}
}

func (p *proposing) markIn(set *annotation.Set, next proposal) error {
	e, err := set.AddSpan([]rangeset.Range{next.place}, p.label, annotation.OriginSame)
	if errors.As(err, new(*annotation.Duplicate)) {
		return nil
	}
	if err != nil {
		return err
	}
	before := set.Head()
	p.marks[e.Spans[0].ID] = next.row
	delete(p.w.hidden, p.label.Label)
	if err = p.w.do(e); err == nil && backInWork(before) != "" {
		p.w.status.say(backInWork(before))
	}
	return err
}

// next goes to the next place that is not answered: behind in its article, before in it, in another. Where there is none the run
// is over.
func (p *proposing) next() {
	g, _ := p.review.at(p.review.row)
	end := g.first + len(g.places)
	for _, rows := range [][2]int{{p.review.row + 1, end}, {g.first, p.review.row}, {end, p.review.total}, {0, g.first}} {
		for row := rows[0]; row < rows[1]; row++ {
			if g, i := p.review.at(row); g.answers[i] == unanswered {
				p.review.point(row)
				return
			}
		}
	}
	p.endWhenAnswered()
}

// step goes to the place behind or before, whatever was answered.
func (p *proposing) step(by int) {
	if n := p.review.total; n > 0 {
		p.review.point((p.review.row + by + n) % n)
	}
}

// endWhenAnswered ends the run when there is nothing more to answer.
func (p *proposing) endWhenAnswered() {
	if p.through < p.of || p.answers[accepted]+p.answers[leftOut] < p.review.total {
		return
	}
	said := "The same text stands nowhere else without this label."
	if p.review.total > 0 {
		said = fmt.Sprintf("All %s answered: %s marked as %s, %s skipped.", plural(p.review.total, "place"), grouped(p.answers[accepted]), p.name(), grouped(p.answers[leftOut]))
	}
	if p.faults > 0 {
		said += " " + plural(p.faults, "article") + " could not be read."
	}
	p.review.close()
	p.w.status.say(said)
}

// noted keeps the answers in step with what is undone and done again.
func (p *proposing) noted(e annotation.Edit) {
	for _, c := range e.Spans {
		if row, ok := p.marks[c.ID]; ok {
			if c.After == nil {
				p.answer(row, unanswered)
			} else if c.Before == nil {
				p.answer(row, accepted)
			}
		}
	}
}

func (p *proposing) name() string { return p.w.desk.project.Scheme().NameOf(p.label) }

func (p *proposing) heading() string {
	said := fmt.Sprintf("“%s” as %s · %s, %s marked", p.review.about, p.name(), plural(p.review.total, "place"), grouped(p.answers[accepted]))
	if p.through < p.of {
		said += fmt.Sprintf(" · looking through article %s of %s", grouped(p.through), grouped(p.of))
	}
	return said
}

func (p *proposing) hint() string {
	said := "Proposing: Y mark as " + p.name() + " · N skip · Space next · Esc ends"
	if p.review.total > 0 {
		if g, _ := p.review.at(p.review.row); g.document != p.w.document.ID {
			said += " · in “" + quoted(g.title, 40) + "”"
		}
	}
	return said
}

func (w *Window) isProposing() bool { return w.review.proposing != nil && w.canMark() }

func (w *Window) proposeActions() []*action {
	return []*action{
		{id: "propose", menu: "Mark", name: "Propose the same label for the same text", keys: chords("P"), separator: true, enabled: w.canMark, run: w.propose},
	}
}
