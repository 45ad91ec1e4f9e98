package app

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/app/textview"
)

// offer is a choice by digits, and by a click on a mark where it is about marks. The status line says what there is to choose.
type offer struct {
	title  string
	picks  []pick
	badges map[annotation.ID]string // digits that stand at marks
	click  func(annotation.ID) bool // what a click on a mark does, and whether that was one of those offered; nil: nothing
	more   func()                   // L again; nil: nothing
}

// pick is one of the things offered.
type pick struct {
	name string // "" where a badge says it
	run  func()
}

// offer shows a choice; nil ends it.
func (w *Window) offer(o *offer) {
	w.offered = o
	w.view.InvalidateLinks()
	w.refresh()
}

// digit is the key of a label, or of what is offered.
func (w *Window) digit(n int) {
	o := w.offered
	if o == nil && w.isAsking() {
		w.answer(n)
		return
	}
	if o == nil {
		if c := w.slot(fmt.Sprint(n)); c != nil {
			w.press(*c)
		}
		return
	}
	if len(o.picks) == 0 { // whoever types L and a digit at once does not mean to mark
		w.offer(nil)
		return
	}
	if n > len(o.picks) {
		w.status.say("There is nothing with that number. Esc leaves.")
		return
	}
	w.offer(nil)
	o.picks[n-1].run()
}

func (o *offer) hint() string {
	parts := []string{o.title}
	for i, p := range o.picks {
		if p.name != "" {
			parts = append(parts, fmt.Sprintf("%d %s", i+1, textview.Isolate(p.name)))
		}
	}
	return strings.Join(append(parts, "Esc leaves"), " · ")
}

// digits is how many things can have a digit.
const digits = 9

// startLink offers the marks that the chosen one can be linked with, the nearest first; pressed again, those further away.
func (w *Window) startLink() {
	if o := w.offered; o != nil && o.more != nil {
		o.more()
		return
	}
	sp, ok := w.chosenSpan()
	if !ok {
		w.status.fail("Choose a mark first: L links it with another.")
		return
	}
	w.offerTargets(sp, 0)
}

// offerTargets offers link targets from the n-th nearest on.
func (w *Window) offerTargets(sp annotation.Span, n int) {
	targets := w.set().LinkTargets(sp.ID, n+digits+1)
	if len(targets) == 0 {
		w.offer(&offer{title: "No other mark here can be linked with " + w.set().Scheme().NameOf(sp.Label())})
		return
	}
	if n >= len(targets) {
		n = 0
	}
	o := &offer{title: "Link: press the number of a mark, or click one", badges: map[annotation.ID]string{}}
	for _, id := range targets[n:min(len(targets), n+digits)] {
		o.picks = append(o.picks, pick{run: func() { w.linkWith(sp.ID, id) }})
		o.badges[id] = fmt.Sprint(len(o.picks))
	}
	if len(targets) > digits {
		o.title += ", L for those further away"
		o.more = func() { w.offerTargets(sp, n+digits) }
	}
	o.click = func(id annotation.ID) bool {
		if len(w.set().Links(sp.ID, id)) == 0 {
			return false
		}
		w.offer(nil)
		w.linkWith(sp.ID, id)
		return true
	}
	w.offer(o)
}

// linkWith links two marks; where the scheme has more than one link for them, it asks which.
func (w *Window) linkWith(a, b annotation.ID) {
	links := w.set().Links(a, b)
	switch len(links) {
	case 0:
		w.status.fail("These two marks are linked already, or cannot be.")
	case 1:
		w.link(links[0])
	default:
		w.offerTypes("Which link?", links, w.link)
	}
}

func (w *Window) link(l annotation.Link) {
	e, err := w.set().AddRelation(l.Type.ID, l.From, l.To, annotation.OriginSelection)
	if w.tryDo(e, err) {
		from, _ := w.set().Span(l.From)
		to, _ := w.set().Span(l.To)
		w.status.say(fmt.Sprintf("Linked: “%s” %s “%s”.", quoted(from.Quote(), 40), l.Type.Name, quoted(to.Quote(), 40)))
	}
}

func (w *Window) chosenLink() (annotation.Relation, bool) {
	if w.set() == nil {
		return annotation.Relation{}, false
	}
	return w.set().Relation(w.linkChosen)
}

func (w *Window) hasLink() bool { _, ok := w.chosenLink(); return ok }

// chooseLink makes a link the chosen one, and one of its ends the chosen mark; the zero ID lets go.
func (w *Window) chooseLink(id annotation.ID) {
	r, ok := w.set().Relation(id)
	if ok && w.chosen != r.From && w.chosen != r.To {
		w.choose(r.From)
	}
	w.linkChosen = id
	w.view.InvalidateLinks()
	w.refresh()
}

// nextLink chooses the next link of the chosen mark.
func (w *Window) nextLink() {
	links := w.set().Relations(w.chosen)
	if len(links) == 0 {
		w.status.fail("The chosen mark has no links. L makes one.")
		return
	}
	i := slices.IndexFunc(links, func(r annotation.Relation) bool { return r.ID == w.linkChosen })
	w.chooseLink(links[(i+1)%len(links)].ID)
}

// otherEnd chooses the mark at the other end of the chosen link.
func (w *Window) otherEnd() {
	if r, ok := w.chosenLink(); ok {
		w.chooseAndReveal(r.Other(w.chosen))
		w.chooseLink(r.ID)
	}
}

// startRetype offers the types that the chosen link could have.
func (w *Window) startRetype(r annotation.Relation) {
	links := w.set().Links(r.From, r.To)
	if len(links) == 0 {
		w.offer(&offer{title: "The scheme has no other link for these two marks"}) // the digit that follows is not to mark
		return
	}
	w.offerTypes("Make it a link that says", links, func(l annotation.Link) { w.tryDo(w.set().Retype(r.ID, l.Type.ID)) })
}

// offerTypes offers types of links by digit.
func (w *Window) offerTypes(title string, links []annotation.Link, run func(annotation.Link)) {
	o := &offer{title: title}
	for _, l := range links[:min(len(links), digits)] {
		o.picks = append(o.picks, pick{l.Type.Name, func() { run(l) }})
	}
	w.offer(o)
}

func (w *Window) deleteLink(r annotation.Relation) {
	if w.tryDo(w.set().RemoveRelation(r.ID)) {
		w.status.say("Deleted the link “" + w.set().Scheme().NameOfRelation(r) + "”. Ctrl+Z brings it back.")
	}
}

// toggleLinks shows the links of all marks in sight, or those of the chosen one alone.
func (w *Window) toggleLinks() {
	w.allLinks = !w.allLinks
	w.view.InvalidateLinks()
	w.refresh()
	if w.allLinks {
		w.status.say("The links of all marks in sight are shown. Ctrl+L hides them again.")
	} else {
		w.status.say("Only the links of the chosen mark are shown.")
	}
}

// links gives what is drawn between marks: the links of the chosen mark and of that under the pointer, or of all, and what holds
// the ranges of an interrupted mark together.
func (w *Window) links(dst []textview.Link, window rangeset.Range) []textview.Link {
	set := w.set()
	if set == nil {
		return dst
	}
	clear(w.drawnLinks)
	done := map[annotation.ID]bool{}
	add := func(id annotation.ID) {
		sp, ok := set.Span(id)
		if !ok || done[id] || !w.isShown(sp) {
			return
		}
		done[id] = true
		dst = w.joints(dst, sp)
		for _, r := range set.Relations(id) {
			dst = w.drawLink(dst, r)
		}
	}
	add(w.chosen)
	add(w.hovered)
	if w.allLinks {
		for _, e := range set.Touching(nil, window) {
			for _, r := range set.Relations(e.Value.ID) {
				dst = w.drawLink(dst, r)
			}
		}
	}
	return dst
}

// joints are the lines between the ranges of one mark.
func (w *Window) joints(dst []textview.Link, sp annotation.Span) []textview.Link {
	ranges := sp.Ranges()
	for i := range ranges[1:] {
		dst = append(dst, textview.Link{Key: markKey(sp.ID), From: ranges[i], To: ranges[i+1], Joint: true, Style: w.styleOf(sp.Label())})
	}
	return dst
}

func (w *Window) drawLink(dst []textview.Link, r annotation.Relation) []textview.Link {
	from, okFrom := w.set().Span(r.From)
	to, okTo := w.set().Span(r.To)
	if _, drawn := w.drawnLinks[markKey(r.ID)]; drawn || !okFrom || !okTo || !w.isShown(from) || !w.isShown(to) {
		return dst
	}
	w.drawnLinks[markKey(r.ID)] = r.ID
	l := textview.Link{Key: markKey(r.ID), From: from.Ranges()[0], To: to.Ranges()[0], Style: w.styleOf(from.Label()), Name: w.set().Scheme().NameOfRelation(r)}
	if r.ID == w.linkChosen {
		l.State = textview.Chosen
	}
	return append(dst, l)
}

// picked is a click on a name tag or on a link.
func (w *Window) picked(mark, link uint64) {
	w.status.clear()
	if id, ok := w.drawnLinks[link]; ok {
		w.chooseLink(id)
		return
	}
	if id, ok := w.drawnMarks[mark]; ok && !w.clickOffered(id) {
		w.choose(id)
	}
	if id, ok := w.drawnSuggestions[mark]; ok {
		w.chooseSuggestion(id)
	}
}

// tied is a name tag that was drawn to another mark: the two are linked, by a menu where there is more than one link for them.
func (w *Window) tied(mark uint64, to textview.Hover, where fyne.Position) {
	from, ok := w.drawnMarks[mark]
	if !ok || !w.canWrite() {
		return
	}
	w.status.clear()
	w.choose(from)
	switch links := w.set().Links(from, w.linkable(from, to)); len(links) {
	case 0:
		w.status.fail("There is no mark here that this one can be linked with.")
	case 1:
		w.link(links[0])
	default:
		m := fyne.NewMenu("")
		for _, l := range links {
			m.Items = append(m.Items, fyne.NewMenuItem(l.Type.Name, func() { w.link(l) }))
		}
		widget.ShowPopUpMenuAtPosition(m, w.win.Canvas(), where)
	}
}

// linkable is the mark that the pointer is over by its name, else the smallest one there that can be linked with another.
func (w *Window) linkable(with annotation.ID, at textview.Hover) annotation.ID {
	if id, ok := w.drawnMarks[at.Mark]; ok {
		return id
	}
	for _, sp := range w.marksUnder(at.Pos) {
		if len(w.set().Links(with, sp.ID)) > 0 {
			return sp.ID
		}
	}
	return annotation.ID{}
}

// clickOffered hands a click on a mark to what is offered, and tells whether it was for that.
func (w *Window) clickOffered(id annotation.ID) bool {
	return w.offered != nil && w.offered.click != nil && w.offered.click(id)
}

// pointedAt follows the pointer over marks and their names.
func (w *Window) pointedAt(h textview.Hover) {
	id := cmp.Or(w.drawnMarks[h.Mark], w.drawnSuggestions[h.Mark])
	if set := w.set(); set != nil && h.Inside && id.IsZero() {
		if here := w.marksUnder(h.Pos); len(here) > 0 {
			id = here[0].ID
		}
	}
	if id == w.hovered {
		return
	}
	before := w.hovered
	w.hovered = id
	w.invalidateMarks(before, id)
}

// invalidateMarks has marks and their links drawn again.
func (w *Window) invalidateMarks(ids ...annotation.ID) {
	for _, id := range ids {
		if w.set() == nil {
			return
		}
		for _, g := range w.suggestions.Act(id) {
			w.view.Invalidate(g.Ranges()...)
		}
		if sp, ok := w.set().Span(id); ok {
			w.view.Invalidate(sp.Ranges()...)
			if len(w.set().Relations(id)) > 0 || len(sp.Ranges()) > 1 {
				w.view.InvalidateLinks()
			}
		}
	}
}
