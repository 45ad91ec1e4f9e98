package app

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"rubricator/annotation"
	"rubricator/annotation/compare"
	"rubricator/app/editor"
)

// takeSet decides for the mark of a set, counted from 0, and for those that are taken as well.
func (a *adjudicating) takeSet(i int) {
	if !a.canDecide() || !a.hasSet(i) {
		return
	}
	r := compare.Ruling{Choice: annotation.DecisionTake, Took: slices.Clone(a.also)}
	if !slices.Contains(r.Took, i) {
		r.Took = append(r.Took, i)
	}
	if len(r.Took) > 1 {
		r.Choice = annotation.DecisionBoth
	}
	a.decide(r)
}

// takeAlso has the next decision take a set as well, or not.
func (a *adjudicating) takeAlso(i int) {
	if !a.hasSet(i) {
		return
	}
	if at := slices.Index(a.also, i); at >= 0 {
		a.also = slices.Delete(a.also, at, at+1)
	} else {
		a.also = append(a.also, i)
	}
	a.card.show()
	a.w.hint()
}

func (a *adjudicating) hasSet(i int) bool {
	g, ok := a.group()
	if ok && i >= len(g.Spans) {
		a.w.status.say(fmt.Sprintf("There is no set %d: %s compared here.", i+1, plural(len(g.Spans), "set")+" "+isAre(len(g.Spans))))
	}
	return ok && i < len(g.Spans)
}

// rule decides without a mark of its own: union, intersection, all wrong, nothing. Bounds are those of the sets that were to be taken
// as well, where some were.
func (a *adjudicating) rule(c annotation.DecisionChoice) {
	r := compare.Ruling{Choice: c}
	if c == annotation.DecisionUnion || c == annotation.DecisionIntersection {
		r.Took = slices.Clone(a.also)
	}
	a.decide(r)
}

// decide carries a ruling out and goes on to the next difference.
func (a *adjudicating) decide(r compare.Ruling) {
	w := a.w
	r.By, r.Reason = w.me().ID, a.reason
	before, again := annotation.Decision{}, false
	if g, ok := a.group(); ok {
		before, again = a.hand.Decision(&g)
	}
	if again && r.Reason == "" {
		r.Reason = before.Reason
	}
	e, err := a.hand.Decide(a.key, r)
	if !w.tryDo(e, err) {
		return
	}
	done := ""
	if f, ok := a.hand.Finished(); ok {
		if f.Group = e.Group; w.tryDo(f, nil) {
			done = " Its article has no other difference, and the reference is done."
		}
	}
	d := *e.Decisions[len(e.Decisions)-1].After
	a.last = append(a.last, d)
	a.letGo()
	said := strings.TrimPrefix(a.inWords(d), "Decided by "+w.me().Name+": ")
	w.status.say("Decided: " + said + done + " Ctrl+Z takes it back.")
	a.advance()
}

// advance takes in hand what comes after a decision.
func (a *adjudicating) advance() {
	n := a.queue.q.Len()
	if n == 0 {
		a.show()
		a.w.status.say(strings.Split(a.cases.says(), "\n")[0])
		return
	}
	s := a.queue.q.At(min(a.queue.row, n-1))
	a.take(s.Document, s.Key)
}

// back takes the last difference in hand that was decided, then the one before.
func (a *adjudicating) back() {
	n := len(a.last)
	if n == 0 {
		a.w.status.say("Nothing was decided since the project was opened. Tab goes along the differences of the article, also those that are decided.")
		return
	}
	d := a.last[n-1]
	a.last = a.last[:n-1]
	a.take(d.Document, d.Difference)
}

// askReason asks why: for the decision that was made on the difference in hand, else for the one to come.
func (a *adjudicating) askReason() {
	g, _ := a.group()
	d, decided := a.hand.Decision(&g)
	document, key := g.Document, g.Key
	reason := newField(a.w.keys, false)
	reason.SetPlaceHolder("The guidelines leave the day out")
	reason.SetText(a.reason)
	about := "The reason is kept with the decision that comes next."
	if decided {
		reason.SetText(d.Reason)
		about = "The reason is kept with the decision. " + a.inWords(d)
	}
	a.w.ask("Why?", "Keep", 480, container.NewVBox(newProse(a.w.fonts, theme.ColorNamePlaceHolder, about), reason), reason, func() error {
		if a.hand == nil || document != a.hand.Document || key != a.key {
			return fmt.Errorf("another difference is in hand now")
		}
		return a.giveReason(strings.TrimSpace(reason.Text))
	})
	reason.late = true // the rune of R
}

// giveReason keeps why the difference in hand was decided, or is about to be.
func (a *adjudicating) giveReason(reason string) error {
	g, _ := a.group()
	d, decided := a.hand.Decision(&g)
	if !decided {
		a.reason = reason
		a.card.show()
		return nil
	}
	if d.Reason == reason {
		return nil
	}
	after := d
	after.Reason = reason
	e := annotation.NewEdit("reason of a decision")
	e.Decisions = []annotation.Change[annotation.Decision]{{ID: d.ID, Document: d.Document, Before: &d, After: &after}}
	return a.w.do(e)
}

// ofReference tells whether a reversal takes back what was done to the reference, and on which difference.
func ofReference(r editor.Reversal) (d annotation.Decision, ok bool) {
	for _, e := range r.Edits() {
		if len(e.Documents) > 0 { // the article itself comes or goes
			return d, false
		}
		for _, c := range e.Decisions {
			if c.After != nil {
				return *c.After, true
			}
			d, ok = *c.Before, true
		}
		for _, c := range e.Spans {
			ok = ok || either(c).Set() == annotation.SetID(c.Document, annotation.ReferenceAnnotator().ID)
		}
	}
	return d, ok
}

// reverseDecision takes a step back that was done in the Review place, and shows the difference that it was about.
func (w *Window) reverseDecision(r editor.Reversal, d annotation.Decision, said string) {
	w.goTo(reviewing)
	w.adjudicating.letGo()
	if err := w.desk.editor.Reverse(r); err != nil {
		w.status.fail(sentence(err))
		return
	}
	if !d.Document.IsZero() {
		w.adjudicating.take(d.Document, d.Difference)
	}
	w.status.say(said + w.inNames(r.Name))
}
