package app

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/suggest"
	"rubricator/annotation/text"
)

// press is a label's key: it marks the selection, or what the key takes at the caret; after R it relabels.
func (w *Window) press(c annotation.Choice) {
	if w.relabel {
		w.relabelChosen(c)
		return
	}
	if w.review.takes(c) {
		return
	}
	if w.acceptsBy(c) {
		return
	}
	drafts, origin := w.takes(c)
	if len(drafts) == 0 {
		w.status.fail(w.nothingFor(c))
		return
	}
	w.mark(drafts, c, origin)
}

// takes gives the marks that the key would make now: of the selection, else of what is at the caret.
func (w *Window) takes(c annotation.Choice) ([]annotation.Draft, annotation.Origin) {
	if sel := w.view.Selection(); len(sel) > 0 {
		return w.ofSelection(c, sel), annotation.OriginSelection
	}
	return w.unitHere(c), annotation.OriginUnit
}

// ofSelection gives the marks that the key makes of a selection.
func (w *Window) ofSelection(c annotation.Choice, selected []rangeset.Range) []annotation.Draft {
	if w.settings.NoGuess {
		return []annotation.Draft{{Label: c.LabelRole, Ranges: selected}}
	}
	return suggest.OfSelection(w.set(), c, selected)
}

// unitHere is what the label's key takes at the caret. Right behind a mark of another label that is chosen, as it is when it was
// just made, the numbers in it come before those that follow.
func (w *Window) unitHere(c annotation.Choice) []annotation.Draft {
	if w.settings.NoGuess {
		return nil
	}
	at := w.view.Caret()
	if sp, ok := w.chosenSpan(); ok && c.Unit == annotation.UnitNumber && sp.Label() != c.LabelRole && sp.Covers(at) {
		from, _, _ := w.set().Text().Sentence(sp.Hull().Start)
		if drafts := suggest.AtCaret(w.set(), c, from); len(drafts) > 0 && drafts[0].Ranges[0].Start < at {
			return drafts
		}
	}
	return suggest.AtCaret(w.set(), c, at)
}

// unitUnder is what a click with a sticky label takes: nothing that is not under the pointer.
func (w *Window) unitUnder(c annotation.Choice, at text.Pos) []annotation.Draft {
	if w.settings.NoGuess {
		return nil
	}
	drafts := suggest.AtCaret(w.set(), c, at)
	if len(drafts) > 0 && c.Unit == annotation.UnitNumber {
		start, end := w.set().Text().Word(at)
		if r := drafts[0].Ranges[0]; r.Start >= max(end, at+1) || start >= r.End {
			return nil
		}
	}
	return drafts
}

func (w *Window) nothingFor(c annotation.Choice) string {
	switch {
	case w.settings.NoGuess:
		return "Select some text first: guessing what a key takes is switched off in the preferences."
	case c.Unit == annotation.UnitNumber:
		return "No number follows here that is not marked yet. Select what " + c.Name + " is to take."
	}
	return fmt.Sprintf("There is nothing here for %s to take. Select some text first.", c.Name)
}

// mark makes marks and their links in one step, and chooses the first, which is a mark of the choice; or chooses the one that is
// there.
func (w *Window) mark(drafts []annotation.Draft, c annotation.Choice, origin annotation.Origin) {
	before := w.set().Head()
	delete(w.hidden, c.Label) // what is made is to be seen
	w.last = c.LabelRole
	e, made, err := w.suggestions.AddDrafts(drafts, origin, w.linksByPosition)
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
	w.choose(made[0].ID)
	w.view.SetCaret(made[0].Hull().End)
	missing := suggest.Missing(w.set().Scheme(), c, drafts)
	switch {
	case backInWork(before) != "":
		w.status.say(backInWork(before))
	case len(missing) > 0 && !w.settings.NoGuess:
		w.status.say(w.notFound(c, missing))
	}
	w.coach(c.LabelRole)
}

// linksByPosition are the links that new marks get by where they stand. Without guesses they are those with the chosen mark and what
// that is linked with, and none that words of comparison speak for.
func (w *Window) linksByPosition(made []annotation.Span) []annotation.Link {
	links := suggest.ByPosition(w.set(), made, w.chosen)
	if !w.settings.NoGuess {
		return links
	}
	near := w.set().Linked(w.chosen)
	return slices.DeleteFunc(links, func(l annotation.Link) bool {
		return l.Type.Position == annotation.PositionCompared || !slices.Contains(near, l.From) && !slices.Contains(near, l.To)
	})
}

// notFound names the parts of an attribution that were not found, and the keys that add them.
func (w *Window) notFound(c annotation.Choice, roles []string) string {
	var names, keys []string
	for _, role := range roles {
		part, ok := w.set().Scheme().Choice(annotation.LabelRole{Label: c.Label, Role: role})
		if !ok {
			continue
		}
		names = append(names, strings.ToLower(part.Name))
		if part.Key != "" {
			keys = append(keys, part.Key)
		}
	}
	return "No " + strings.Join(names, " and no ") + " was found. Put the caret on it and press " + strings.Join(keys, ", then ") + "."
}

// markAgain puts a label on the ranges of the chosen mark or suggestion.
func (w *Window) markAgain(c annotation.Choice) {
	if sp, ok := w.bounded(); ok {
		w.mark(w.ofSelection(c, sp.Ranges()), c, annotation.OriginSelection)
	}
}

// relabelChosen gives the chosen mark another label.
func (w *Window) relabelChosen(c annotation.Choice) {
	w.relabel = false
	if sp, ok := w.chosenSpan(); ok && sp.Label() != c.LabelRole {
		w.tryDo(w.set().Relabel(sp.ID, c.LabelRole))
	}
	w.refresh()
}

func (w *Window) stickyChoice() (annotation.Choice, bool) {
	if w.desk == nil || !w.isSticky() {
		return annotation.Choice{}, false
	}
	return w.desk.project.Scheme().Choice(w.sticky)
}

// isSticky tells whether a label is kept for clicks and drags.
func (w *Window) isSticky() bool { return w.sticky != annotation.LabelRole{} }

// clickChip shows the label alone when Shift is held. Else it marks the selection, when there is one, as the label's key does; else
// it keeps the label for clicks and drags.
func (w *Window) clickChip(c annotation.Choice) {
	defer w.focusText()
	switch {
	case w.keys.modifiers()&fyne.KeyModifierShift != 0:
		w.showAlone(c.Label)
	case w.review.takes(c):
	case !w.isSticky() && w.canMark() && len(w.view.Selection()) > 0:
		w.press(c)
	default:
		w.toggleSticky(c.LabelRole)
	}
}

// clickEye hides the marks of a label or shows them again; with Shift, it shows them alone.
func (w *Window) clickEye(c annotation.Choice) {
	if w.keys.modifiers()&fyne.KeyModifierShift != 0 {
		w.showAlone(c.Label)
	} else {
		w.toggleLabel(c.Label)
	}
	w.focusText()
}

// toggleSticky keeps a label for every click and drag, or ends that.
func (w *Window) toggleSticky(l annotation.LabelRole) {
	if w.sticky == l {
		l = annotation.LabelRole{}
	}
	w.sticky = l
	w.refresh()
	w.focusText()
}

// keepLast makes the label of the chosen mark sticky, or ends that.
func (w *Window) keepLast() {
	switch sp, ok := w.chosenSpan(); {
	case w.isSticky():
		w.toggleSticky(w.sticky)
	case ok:
		w.toggleSticky(sp.Label())
	default:
		w.status.say("Choose a mark first, then K keeps its label. A click on a label does it too.")
	}
}
