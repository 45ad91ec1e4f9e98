package app

import (
	"encoding/binary"
	"slices"

	"fyne.io/fyne/v2"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/textview"
)

// decorate says how the marks in the window look.
func (w *Window) decorate(dst []textview.Decoration, window rangeset.Range) []textview.Decoration {
	set := w.set()
	if set == nil {
		return dst
	}
	saving := w.desk.outbox.State()
	clear(w.drawnMarks)
	for _, e := range set.Touching(nil, window) {
		sp := e.Value
		if !w.isShown(*sp) {
			continue
		}
		d := textview.Decoration{Range: e.Range, Key: markKey(sp.ID), Style: w.styleOf(sp.Label())}
		w.drawnMarks[d.Key] = sp.ID
		if isPart(w.schemeShown(), sp.Label()) {
			d.State |= textview.Lined
		}
		if sp.ID == w.chosen {
			d.State |= textview.Chosen
		}
		if sp.ID == w.hovered {
			d.State |= textview.Hovered
		}
		if !saving.Saved() && w.desk.outbox.Waiting(sp.ID) {
			w.drewUnsaved = true
			d.State |= textview.Saving
			if saving.Err != nil {
				d.State |= textview.Unsaved
			}
		}
		if e.Start == sp.Hull().Start {
			d.Tag = w.tagOf(*sp)
			if w.offered != nil {
				d.Badge = w.offered.badges[sp.ID]
			}
		}
		dst = append(dst, d)
	}
	return w.decorateSuggestions(dst, window)
}

// tagOf is the name of a mark in the margin. A part that is linked with its whole has none of its own, but where it is chosen: an
// attribution is one thing.
func (w *Window) tagOf(sp annotation.Span) string {
	scheme := w.schemeShown()
	if sp.ID != w.chosen && isPart(scheme, sp.Label()) && len(w.set().Relations(sp.ID)) > 0 {
		return ""
	}
	name := w.nameOf(sp.Label())
	if sp.IsUnsure() {
		name += " ?"
	}
	return name
}

// isPart tells a role other than its label's head.
func isPart(s *annotation.Scheme, l annotation.LabelRole) bool {
	label, ok := s.Label(l.Label)
	return ok && label.Head() != l
}

// markKey names a mark to the view: the random half of its ID.
func markKey(id annotation.ID) uint64 { return binary.BigEndian.Uint64(id[8:]) }

// styleOf is the index of the look of marks with a label and role.
func (w *Window) styleOf(l annotation.LabelRole) int { return w.looks[l] }

// canMark tells whether marks can be made now.
func (w *Window) canMark() bool { return w.set() != nil && w.desk.project.ReadOnly() == nil }

func (w *Window) chosenSpan() (annotation.Span, bool) {
	if w.set() == nil {
		return annotation.Span{}, false
	}
	return w.set().Span(w.chosen)
}

func (w *Window) hasChosen() bool { _, ok := w.chosenSpan(); return ok }

// do does an edit, after the marking of many places that may be under way.
func (w *Window) do(e annotation.Edit) error {
	w.finishMarking()
	w.desk.joinHolders(e)
	return w.desk.editor.Do(e)
}

// tryDo does an edit that was computed, or says why it could not be.
func (w *Window) tryDo(e annotation.Edit, err error) bool {
	if err == nil {
		err = w.do(e)
	}
	if err != nil {
		w.status.fail(sentence(err))
	}
	return err == nil
}

// startRelabel waits for the label, or, where a link is chosen, for its type.
func (w *Window) startRelabel() {
	w.asked = asked{}
	if r, ok := w.chosenLink(); ok {
		w.startRetype(r)
		return
	}
	w.relabel = true
	w.refresh()
}

// deleteChosen deletes the chosen link, else the chosen mark with its links.
func (w *Window) deleteChosen() {
	if w.isAsking() {
		w.clearAnswer()
		return
	}
	if r, ok := w.chosenLink(); ok {
		w.deleteLink(r)
		return
	}
	sp, ok := w.chosenSpan()
	if !ok {
		return
	}
	links := len(w.set().Relations(sp.ID))
	if w.tryDo(w.set().RemoveSpan(sp.ID)) {
		what := "Deleted: " + quoted(sp.Quote(), 60)
		if links > 0 {
			what += " with " + plural(links, "link")
		}
		w.status.say(what + ". Ctrl+Z brings it back.")
	}
}

// saveNote writes what was typed in the inspector.
func (w *Window) saveNote(id annotation.ID, note string) {
	if w.canMark() {
		w.tryDo(w.set().SetNote(id, note))
	}
}

// choose makes a mark the chosen one; the zero ID lets go.
func (w *Window) choose(id annotation.ID) {
	w.letSuggestionGo()
	if w.chosen == id {
		return
	}
	before := w.chosen
	w.chosen, w.linkChosen, w.asked = id, annotation.ID{}, asked{}
	if sp, ok := w.chosenSpan(); ok {
		delete(w.hidden, sp.Label().Label)
	}
	w.invalidateMarks(before, id)
	w.refresh()
}

// chooseAndReveal chooses a mark, scrolls to it and puts the caret at its end.
func (w *Window) chooseAndReveal(id annotation.ID) {
	sp, ok := w.set().Span(id)
	if !ok {
		return
	}
	w.choose(id)
	w.view.SetCaret(sp.Hull().End)
	w.view.Reveal(sp.Hull())
}

// nextMark chooses the next or previous mark that is to be seen.
func (w *Window) nextMark(forward bool) {
	id := w.chosen
	for range w.set().Len() {
		sp, ok := w.set().Next(id, w.view.Caret(), forward)
		if !ok {
			return
		}
		if id = sp.ID; w.isShown(sp) {
			w.chooseAndReveal(id)
			return
		}
	}
}

// nextUnsure chooses the next mark that its annotator is unsure of, going round the article. One that is hidden is shown again.
func (w *Window) nextUnsure() {
	if l := w.listed(); l == nil || l.Unsure == 0 {
		w.status.say("You are unsure of no mark here. U says so of the chosen one; is:unsure finds articles with such marks.")
		return
	}
	id := w.chosen
	for range w.set().Len() {
		sp, _ := w.set().Next(id, w.view.Caret(), true)
		if id = sp.ID; sp.IsUnsure() {
			w.chooseAndReveal(id)
			return
		}
	}
}

// overlapping chooses the next of the marks under the caret, smallest first.
func (w *Window) overlapping() {
	here := slices.DeleteFunc(w.set().At(w.view.Caret()), func(sp annotation.Span) bool { return !w.isShown(sp) })
	if len(here) == 0 {
		return
	}
	i := slices.IndexFunc(here, func(sp annotation.Span) bool { return sp.ID == w.chosen })
	w.choose(here[(i+1)%len(here)].ID)
}

// tapped is a click without a drag: it chooses the smallest mark there, or, with a sticky label, marks the unit.
func (w *Window) tapped(at text.Pos, clicks int, mod fyne.KeyModifier) {
	w.status.clear()
	if w.set() == nil {
		return
	}
	here := w.marksUnder(at)
	suggested := w.suggestionsUnder(at)
	if slices.ContainsFunc(here, func(sp annotation.Span) bool { return w.clickOffered(sp.ID) }) {
		return
	}
	if c, ok := w.stickyChoice(); ok && mod == 0 && w.canMark() {
		if drafts := w.unitUnder(c, at); len(drafts) > 0 {
			w.mark(drafts, c, annotation.OriginUnit)
			return
		}
	}
	switch {
	case len(suggested) > 0 && (len(here) == 0 || suggested[0].Span.Len() < here[0].Len()):
		w.chooseSuggestion(suggested[0].ID)
	case len(here) > 0:
		w.choose(here[0].ID)
	}
	w.hint()
}

// selected is a drag that ended with a selection: with a sticky label it marks, and with Ctrl adds to the mark that it chose.
func (w *Window) selected(ranges []rangeset.Range, mod fyne.KeyModifier) {
	w.status.clear()
	if c, ok := w.stickyChoice(); ok && w.canMark() {
		if sp, ok := w.chosenSpan(); ok && mod&fyne.KeyModifierShortcutDefault != 0 && sp.Label() == c.LabelRole {
			w.addTo(sp, ranges)
			return
		}
		w.mark(w.ofSelection(c, ranges), c, annotation.OriginSelection)
	}
	w.hint()
}

// escape goes one step back: mode, selection, sticky label, link, choice.
func (w *Window) escape() {
	switch {
	case w.offered != nil:
		w.offer(nil)
	case w.isAsking():
		w.askFor("")
	case w.relabel:
		w.relabel = false
		w.refresh()
	case w.review.isOpen():
		w.review.close()
	case w.finder.isOpen():
		w.finder.close()
	case len(w.view.Selection()) > 0:
		w.view.Select()
	case w.isSticky():
		w.toggleSticky(w.sticky)
	case w.hasLink():
		w.chooseLink(annotation.ID{})
	case w.hasChosen(), w.hasSuggestion():
		w.choose(annotation.ID{})
	case w.alone:
		w.toggleFullScreen()
	}
}
