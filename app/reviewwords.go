package app

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
)

// comment says something about the difference in hand: it is about the mark of the one annotator who has one, else about the place.
func (a *adjudicating) comment() {
	g, _ := a.group()
	at := annotation.Place{Document: g.Document, Range: g.Range, Quote: shortened(a.hand.Text.Slice(g.Range.Start, g.Range.End), placeQuote)}
	if have := g.Have(); len(have) == 1 {
		for i, sp := range g.Spans {
			if sp != nil {
				at.Set, at.Span = annotation.SetID(g.Document, g.Annotators[i]), sp.ID
			}
		}
	}
	said, asks := newField(a.w.keys, false), widget.NewCheck("It is a question", nil)
	said.SetPlaceHolder("Does the day belong to the claim?")
	asks.OnChanged = func(bool) { a.w.win.Canvas().Focus(said) }
	about := newProse(a.w.fonts, theme.ColorNamePlaceHolder, "On “"+quoted(at.Quote, 80)+"”. Your colleagues find it beside the article and, about their marks, in their inbox.")
	a.w.ask("Comment", "Say it", 520, container.NewVBox(about, said, asks), said, func() error {
		speech := annotation.Says
		if asks.Checked {
			speech = annotation.Asks
		}
		e, err := at.Comment(a.w.desk.me(), speech, said.Text)
		if err == nil {
			err = a.w.do(e)
		}
		if err == nil {
			a.w.status.say("Said. Ctrl+Z takes it back.")
		}
		return err
	})
	said.late = true // the rune of C
}

// offerVerdicts offers to accept or return what colleagues marked on the article in hand, and their marks of the difference.
func (a *adjudicating) offerVerdicts() {
	if items := a.verdictItems(); len(items) > 0 {
		a.offer(items)
		return
	}
	a.w.status.say("The marks here are your own: a colleague reviews them.")
}

func (a *adjudicating) verdictItems() (items []*fyne.MenuItem) {
	g, _ := a.group()
	for i, set := range a.hand.Sets {
		head := set.Head()
		if head.Annotator == a.w.desk.me() {
			continue
		}
		name := a.who(head.Annotator).Name
		items = append(items,
			fyne.NewMenuItem("Accept all marks of "+name+" on this article", func() { a.w.acceptSet(head) }),
			fyne.NewMenuItem("Return all marks of "+name+" on this article…", func() { a.w.returnSet(head) }))
		if sp := a.markOf(g.Annotators, g.Spans, head.Annotator); sp != nil {
			items = append(items, fyne.NewMenuItem(fmt.Sprintf("Return “%s” to %s…", quoted(sp.Quote(), 40), name), func() { a.w.returnMark(head, *sp) }))
		}
		if i < len(a.hand.Sets)-1 {
			items = append(items, fyne.NewMenuItemSeparator())
		}
	}
	return items
}

// markOf is an annotator's mark in a difference, or nil.
func (a *adjudicating) markOf(annotators []annotation.ID, spans []*annotation.Span, of annotation.ID) *annotation.Span {
	for i, id := range annotators {
		if id == of {
			return spans[i]
		}
	}
	return nil
}
