package app

import (
	"rubricator/annotation"
	"rubricator/annotation/compare"
	"rubricator/annotation/rangeset"
)

// ownMarks are the marks that a reviewer draws instead of those of the sets, until Enter takes them.
type ownMarks struct {
	drafts []annotation.Draft
	beside bool // the sets stood side by side
}

// writeOwn begins to draw: the range of the difference is selected, for a label's key to mark it.
func (a *adjudicating) writeOwn() {
	g, _ := a.group()
	a.own = &ownMarks{beside: a.lanes.beside}
	a.w.place, a.lanes.beside = writing, false
	a.show()
	a.lanes.main().Select(g.Range)
	a.lanes.main().Reveal(g.Range)
	a.w.focusText()
	a.w.hint()
}

// endOwn leaves what was drawn.
func (a *adjudicating) endOwn() {
	if a.own == nil {
		return
	}
	a.lanes.main().Select()
	a.own, a.lanes.beside = nil, a.own.beside
	if a.w.place == writing {
		a.w.place = reviewing
	}
	a.w.refresh()
}

// leaveOwn goes back to the difference in hand without what was drawn.
func (a *adjudicating) leaveOwn() {
	a.endOwn()
	a.show()
}

// ownLabel marks the selection; without one it gives the last mark that was drawn another label.
func (a *adjudicating) ownLabel(c annotation.Choice) {
	g, _ := a.group()
	sel := a.lanes.main().Selection()
	n := len(a.own.drafts)
	switch {
	case len(sel) > 0:
		a.own.drafts = append(a.own.drafts, draftLike(&g, c.LabelRole, sel))
		a.lanes.main().Select()
	case n > 0:
		a.own.drafts[n-1] = draftLike(&g, c.LabelRole, a.own.drafts[n-1].Ranges)
	default:
		a.w.status.say("Select some text first: a label's key marks it.")
		return
	}
	a.drawOwn()
}

// draftLike is a mark with the attributes that the first mark of its label in a difference has.
func draftLike(g *compare.Group, l annotation.LabelRole, ranges []rangeset.Range) annotation.Draft {
	d := annotation.Draft{Label: l, Ranges: ranges}
	for _, sp := range append(g.Spans[:len(g.Spans):len(g.Spans)], g.Left) {
		if sp != nil && sp.Label() == l {
			d.Attributes = sp.Given()
			break
		}
	}
	return d
}

// moveOwn moves a bound of the selection, else of the mark that was drawn last.
func (a *adjudicating) moveOwn(s step) {
	view, t := a.lanes.main(), a.hand.Text
	sel := view.Selection()
	n := len(a.own.drafts)
	if len(sel) == 0 && n == 0 {
		a.w.status.say("Select some text first: B moves its beginning, E its end.")
		return
	}
	ranges := sel
	if len(sel) == 0 {
		ranges = a.own.drafts[n-1].Ranges
	}
	ranges = rangeset.Union(ranges)
	i := 0
	if s.atEnd {
		i = len(ranges) - 1
	}
	r, ok := s.move(t, ranges[i])
	if !ok {
		a.w.status.say("It cannot go further there.")
		return
	}
	ranges[i] = r
	if len(sel) > 0 {
		view.Select(ranges...)
		return
	}
	a.own.drafts[n-1].Ranges = rangeset.Union(ranges)
	view.Reveal(r)
	a.drawOwn()
}

// undoOwn takes the mark back that was drawn last.
func (a *adjudicating) undoOwn() {
	if n := len(a.own.drafts); n > 0 {
		a.own.drafts = a.own.drafts[:n-1]
		a.drawOwn()
	}
}

func (a *adjudicating) drawOwn() {
	a.lanes.main().Invalidate()
	a.card.show()
	a.w.hint()
}

// takeOwn decides for what was drawn. Where nothing was, the selection is meant, with the label that all marks have.
func (a *adjudicating) takeOwn() {
	g, _ := a.group()
	drafts := a.own.drafts
	if sel := a.lanes.main().Selection(); len(drafts) == 0 && len(sel) > 0 && len(g.Labels()) == 1 {
		drafts = []annotation.Draft{draftLike(&g, g.Labels()[0], sel)}
	}
	if len(drafts) == 0 {
		a.w.status.say("Nothing is marked yet: a label's key marks the selection. Esc leaves.")
		return
	}
	a.decide(compare.Ruling{Choice: annotation.DecisionOwn, Own: drafts})
}
