package app

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/suggest"
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
		d := textview.Decoration{Range: e.Range, Key: markKey(sp.ID), Style: w.styleOf(sp.Label().Label)}
		w.drawnMarks[d.Key] = sp.ID
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
			d.Tag = labelName(set.Scheme(), sp.Label())
			if w.offered != nil {
				d.Badge = w.offered.badges[sp.ID]
			}
		}
		dst = append(dst, d)
	}
	return dst
}

// markKey names a mark to the view: the random half of its ID.
func markKey(id annotation.ID) uint64 { return binary.BigEndian.Uint64(id[8:]) }

func (w *Window) styleOf(label string) int {
	return max(0, slices.IndexFunc(w.desk.project.Scheme().Labels, func(l annotation.Label) bool { return l.ID == label }))
}

// canMark tells whether marks can be made now.
func (w *Window) canMark() bool { return w.set() != nil && w.desk.project.ReadOnly() == nil }

func (w *Window) chosenSpan() (annotation.Span, bool) {
	if w.set() == nil {
		return annotation.Span{}, false
	}
	return w.set().Span(w.chosen)
}

func (w *Window) hasChosen() bool { _, ok := w.chosenSpan(); return ok }

// press is a label's key: it marks the selection, or the label's unit at the caret; after R it relabels.
func (w *Window) press(label annotation.Label) {
	if w.relabel {
		w.relabelChosen(label)
		return
	}
	if w.review.takes(label) {
		return
	}
	ranges, origin := w.view.Selection(), annotation.OriginSelection
	if len(ranges) == 0 {
		r, ok := w.unitHere(label)
		if !ok {
			w.status.fail(nothingFor(label))
			return
		}
		ranges, origin = []rangeset.Range{r}, annotation.OriginUnit
	}
	w.mark(ranges, label, origin)
}

// unitAt is what the label's key takes at a caret at p.
func (w *Window) unitAt(label annotation.Label, p text.Pos) (rangeset.Range, bool) {
	return suggest.UnitAt(label.Unit, w.set().Text(), p, w.isTaken(label))
}

// isTaken tells ranges that have the label already.
func (w *Window) isTaken(label annotation.Label) func(rangeset.Range) bool {
	return func(r rangeset.Range) bool {
		return slices.ContainsFunc(w.set().Touching(nil, r), func(e rangeset.Entry[*annotation.Span]) bool {
			return e.Value.Label().Label == label.ID
		})
	}
}

// unitHere is what the label's key takes now. Right behind a mark of another label that is chosen, as it is when it was just
// made, the numbers of its sentence come before those that follow.
func (w *Window) unitHere(label annotation.Label) (rangeset.Range, bool) {
	at := w.view.Caret()
	if sp, ok := w.chosenSpan(); ok && label.Unit == annotation.UnitNumber && sp.Label().Label != label.ID && sp.Hull().End == at {
		from, _, _ := w.set().Text().Sentence(sp.Hull().Start)
		if r, ok := w.unitAt(label, from); ok && r.Start < at {
			return r, true
		}
	}
	return w.unitAt(label, at)
}

// unitUnder is what a click with a sticky label takes: nothing that is not under the pointer.
func (w *Window) unitUnder(label annotation.Label, at text.Pos) (rangeset.Range, bool) {
	r, ok := w.unitAt(label, at)
	if ok && label.Unit == annotation.UnitNumber {
		start, end := w.set().Text().Word(at)
		ok = r.Start < max(end, at+1) && start < r.End
	}
	return r, ok
}

func nothingFor(label annotation.Label) string {
	if label.Unit == annotation.UnitNumber {
		return "No number follows here that is not marked yet. Select what " + label.Name + " is to take."
	}
	return fmt.Sprintf("There is nothing here for %s to take. Select some text first.", label.Name)
}

// mark makes a mark, or chooses the one that is there.
func (w *Window) mark(ranges []rangeset.Range, label annotation.Label, origin annotation.Origin) {
	wasDone := w.set().Head().Status == annotation.Done
	delete(w.hidden, label.ID) // what is made is to be seen
	w.last = label.Head()
	e, err := w.set().AddSpan(ranges, label.Head(), origin)
	var there *annotation.Duplicate
	if errors.As(err, &there) {
		w.choose(there.Span.ID)
		w.status.say("This is marked already; the mark is chosen.")
		return
	}
	if err == nil {
		err = w.do(e)
	}
	if err != nil {
		w.status.fail(sentence(err))
		return
	}
	w.choose(e.Spans[0].ID)
	w.view.SetCaret(ranges[len(ranges)-1].End)
	if wasDone {
		w.status.say(backInWork)
	}
	w.coach(label.Head())
}

// do does an edit, after the marking of many places that may be under way.
func (w *Window) do(e annotation.Edit) error {
	w.finishMarking()
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

// markAgain puts a label on the ranges of the chosen mark.
func (w *Window) markAgain(label annotation.Label) {
	if sp, ok := w.chosenSpan(); ok {
		w.mark(sp.Ranges(), label, annotation.OriginSelection)
	}
}

func (w *Window) relabelChosen(label annotation.Label) {
	w.relabel = false
	if sp, ok := w.chosenSpan(); ok && sp.Label() != label.Head() {
		w.tryDo(w.set().Relabel(sp.ID, label.Head()))
	}
	w.refresh()
}

// startRelabel waits for the label, or, where a link is chosen, for its type.
func (w *Window) startRelabel() {
	if r, ok := w.chosenLink(); ok {
		w.startRetype(r)
		return
	}
	w.relabel = true
	w.refresh()
}

// deleteChosen deletes the chosen link, else the chosen mark with its links.
func (w *Window) deleteChosen() {
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
	if w.chosen == id {
		return
	}
	before := w.chosen
	w.chosen, w.linkChosen = id, annotation.ID{}
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
	if slices.ContainsFunc(here, func(sp annotation.Span) bool { return w.clickOffered(sp.ID) }) {
		return
	}
	if label, ok := w.stickyLabel(); ok && mod == 0 && w.canMark() {
		if r, ok := w.unitUnder(label, at); ok {
			w.mark([]rangeset.Range{r}, label, annotation.OriginUnit)
			return
		}
	}
	if len(here) > 0 {
		w.choose(here[0].ID)
	}
	w.hint()
}

// selected is a drag that ended with a selection: with a sticky label it marks, and with Ctrl adds to the mark that it chose.
func (w *Window) selected(ranges []rangeset.Range, mod fyne.KeyModifier) {
	w.status.clear()
	if label, ok := w.stickyLabel(); ok && w.canMark() {
		if sp, ok := w.chosenSpan(); ok && mod&fyne.KeyModifierShortcutDefault != 0 && sp.Label().Label == label.ID {
			w.addTo(sp, ranges)
			return
		}
		w.mark(ranges, label, annotation.OriginSelection)
	}
	w.hint()
}

func (w *Window) stickyLabel() (annotation.Label, bool) {
	if w.desk == nil || w.sticky == "" {
		return annotation.Label{}, false
	}
	return w.desk.project.Scheme().Label(w.sticky)
}

// clickChip shows the label alone when Shift is held. Else it marks the selection, when there is one, as the label's key does; else it keeps the label for clicks and drags.
func (w *Window) clickChip(label annotation.Label) {
	if w.keys.modifiers()&fyne.KeyModifierShift != 0 {
		w.showAlone(label.ID)
		w.focusText()
		return
	}
	if w.review.takes(label) {
		return
	}
	if w.sticky == "" && w.canMark() && len(w.view.Selection()) > 0 {
		w.press(label)
		w.focusText()
		return
	}
	w.toggleSticky(label.ID)
	w.focusText()
}

// clickEye hides the marks of a label or shows them again; with Shift, it shows them alone.
func (w *Window) clickEye(label annotation.Label) {
	if w.keys.modifiers()&fyne.KeyModifierShift != 0 {
		w.showAlone(label.ID)
	} else {
		w.toggleLabel(label.ID)
	}
	w.focusText()
}

// toggleSticky keeps a label for every click and drag, or ends that.
func (w *Window) toggleSticky(label string) {
	if w.sticky == label {
		label = ""
	}
	w.sticky = label
	w.refresh()
	w.focusText()
}

// keepLast makes the label of the chosen mark sticky, or ends that.
func (w *Window) keepLast() {
	switch sp, ok := w.chosenSpan(); {
	case w.sticky != "":
		w.toggleSticky(w.sticky)
	case ok:
		w.toggleSticky(sp.Label().Label)
	default:
		w.status.say("Choose a mark first, then K keeps its label. A click on a label does it too.")
	}
}

// escape goes one step back: mode, selection, sticky label, link, choice.
func (w *Window) escape() {
	switch {
	case w.offered != nil:
		w.offer(nil)
	case w.relabel:
		w.relabel = false
		w.refresh()
	case w.review.isOpen():
		w.review.close()
	case w.finder.isOpen():
		w.finder.close()
	case len(w.view.Selection()) > 0:
		w.view.Select()
	case w.sticky != "":
		w.toggleSticky(w.sticky)
	case w.hasLink():
		w.chooseLink(annotation.ID{})
	case w.hasChosen():
		w.choose(annotation.ID{})
	case w.alone:
		w.toggleFullScreen()
	}
}
