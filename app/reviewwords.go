package app

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
)

// comment says something about the difference in hand, to each annotator whose mark it is about.
func (a *adjudicating) comment() {
	g, _ := a.group()
	at := annotation.Place{Document: g.Document, Range: g.Range, Quote: shortened(a.hand.Text.Slice(g.Range.Start, g.Range.End), placeQuote)}
	var places []annotation.Place
	for i, sp := range g.Spans {
		if sp != nil && g.Annotators[i] != a.w.desk.me() {
			places = append(places, annotation.Place{Document: g.Document, Set: annotation.SetID(g.Document, g.Annotators[i]), Span: sp.ID,
				Range: sp.Hull(), Quote: shortened(sp.Quote(), placeQuote)})
		}
	}
	if len(places) == 0 {
		places = append(places, at)
	}
	said, asks := newField(a.w.keys, false), widget.NewCheck("It is a question", nil)
	said.SetPlaceHolder("Does the day belong to the claim?")
	asks.OnChanged = func(bool) { a.w.win.Canvas().Focus(said) }
	said.OnChanged = func(s string) { asks.Checked = strings.HasSuffix(strings.TrimSpace(s), "?"); asks.Refresh() }
	about := newProse(a.w.fonts, theme.ColorNamePlaceHolder, "On “"+quoted(at.Quote, 80)+"”. Your colleagues find it beside the article and, about their marks, in their inbox.")
	a.w.ask("Comment", "Say it", 520, container.NewVBox(about, said, asks), said, func() error {
		speech := annotation.Says
		if asks.Checked {
			speech = annotation.Asks
		}
		var e annotation.Edit
		for i, place := range places {
			one, err := place.Comment(a.w.desk.me(), speech, said.Text)
			if err != nil {
				return err
			}
			if i == 0 {
				e = one
			} else {
				e.Comments = append(e.Comments, one.Comments...)
			}
		}
		err := a.w.do(e)
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
		a.offerAt(items, a.belowDifference())
		return
	}
	a.w.status.say("The marks here are your own: a colleague reviews them.")
}

// belowDifference is where a menu about the difference in hand stands: below the line on which it begins.
func (a *adjudicating) belowDifference() fyne.Position {
	view := a.lanes.main()
	corner := fyne.CurrentApp().Driver().AbsolutePositionForObject(view)
	_, at, _ := a.place()
	view.Reveal(at)
	where, height, ok := view.BoundsOf(at.Start)
	if !ok {
		return corner
	}
	return corner.Add(where).AddXY(0, height)
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

// said are what people said of the difference in hand, as "Ana: Why?", the newest last.
func (a *adjudicating) said() (lines []string) {
	g, ok := a.group()
	if !ok || a.w.correspondence == nil {
		return nil
	}
	about := func(t annotation.Thread) bool {
		for _, sp := range g.Spans {
			if sp != nil && sp.ID == t[0].Span {
				return true
			}
		}
		r := t[0].Range()
		return t[0].Span.IsZero() && r.Start < g.Range.End && g.Range.Start < r.End
	}
	for _, t := range a.w.correspondence.discussion.Of(g.Document) {
		if !about(t) {
			continue
		}
		for _, s := range t {
			if line := a.w.who(s.By) + ": " + quoted(s.Text, 200); s.Text != "" && !slices.Contains(lines, line) {
				lines = append(lines, line)
			}
		}
	}
	return lines
}
