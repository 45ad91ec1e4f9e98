package app

import (
	"context"
	"errors"
	"slices"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/jobs"
	"rubricator/app/textview"
)

// decorateSuggestions adds the open suggestions in the window to what is drawn.
func (w *Window) decorateSuggestions(dst []textview.Decoration, window rangeset.Range) []textview.Decoration {
	clear(w.drawnSuggestions)
	marks, act := len(dst), w.suggestedAct()
	for _, e := range w.suggestions.Touching(nil, window) {
		sp := e.Value
		if !w.isShown(*sp) {
			continue
		}
		d := textview.Decoration{Range: e.Range, Key: markKey(sp.ID), Style: w.styleOf(sp.Label()), State: textview.Suggested}
		w.drawnSuggestions[d.Key] = sp.ID
		if sp.ID == w.suggestion {
			d.State |= textview.Chosen
		}
		if sp.ID == w.hovered || slices.ContainsFunc(act, func(g annotation.Suggestion) bool { return g.ID == sp.ID }) {
			d.State |= textview.Hovered
		}
		if e.Start == sp.Hull().Start && (!isPart(w.set().Scheme(), sp.Label()) || sp.ID == w.suggestion) {
			d.Tag = w.nameOf(sp.Label()) + "?"
		}
		dst = append(dst, d)
	}
	if marks > 0 && len(dst) > marks {
		slices.SortStableFunc(dst, func(a, b textview.Decoration) int { return rangeset.Compare(a.Range, b.Range) })
	}
	return dst
}

// suggestionsUnder gives the open suggestions on the character at p that are to be seen, the smallest first.
func (w *Window) suggestionsUnder(p text.Pos) []annotation.Suggestion {
	return slices.DeleteFunc(w.suggestions.At(p), func(g annotation.Suggestion) bool { return !w.isShown(g.Span) })
}

func (w *Window) chosenSuggestion() (annotation.Suggestion, bool) {
	if w.suggestions == nil {
		return annotation.Suggestion{}, false
	}
	return w.suggestions.Open(w.suggestion)
}

func (w *Window) hasSuggestion() bool { _, ok := w.chosenSuggestion(); return ok }

func (w *Window) hasSuggestions() bool { return w.suggestions != nil && w.suggestions.Len() > 0 }

// suggestedAct is the chosen suggestion and what is answered with it.
func (w *Window) suggestedAct() []annotation.Suggestion {
	if !w.hasSuggestion() {
		return nil
	}
	return w.suggestions.Act(w.suggestion)
}

// chooseSuggestion makes a suggestion the chosen one, in the place of a mark.
func (w *Window) chooseSuggestion(id annotation.ID) {
	if id == w.suggestion {
		return
	}
	w.choose(annotation.ID{})
	w.suggestion = id
	w.invalidateMarks(id)
	w.refresh()
}

// letSuggestionGo has no suggestion chosen.
func (w *Window) letSuggestionGo() {
	before := w.suggestion
	if before.IsZero() {
		return
	}
	w.suggestion = annotation.ID{}
	w.invalidateMarks(before)
	w.refresh()
}

// nextSuggestion chooses the next or previous suggestion that is to be seen, from the chosen one or from the caret.
func (w *Window) nextSuggestion(forward bool) {
	g, ok := w.suggestions.Next(w.suggestion, w.view.Caret(), forward, func(g annotation.Suggestion) bool { return w.isShown(g.Span) })
	if !ok {
		w.status.say("There is no suggestion here that is to be seen.")
		return
	}
	w.chooseSuggestion(g.ID)
	w.view.SetCaret(g.Hull().End)
	w.view.Reveal(g.Hull())
}

// acceptsBy accepts the chosen suggestion where this is its label's key, and tells whether it was.
func (w *Window) acceptsBy(c annotation.Choice) bool {
	act := w.suggestedAct()
	if len(act) == 0 || act[0].Label() != c.LabelRole || len(w.view.Selection()) > 0 {
		return false
	}
	w.accept()
	return true
}

// accept makes a mark of the chosen suggestion, and goes on to the next.
func (w *Window) accept() {
	id := w.suggestion
	made, ok := w.acceptSuggestion(id, nil)
	if !ok {
		return
	}
	if said := w.status.said; !w.goOn(id) {
		w.choose(made.ID)
		w.status.say("Every suggestion here is answered.")
	} else if said != "" {
		w.status.say(said)
	}
}

// acceptSuggestion makes marks of a suggestion and what is answered with it, in one step; where ranges are given, there.
func (w *Window) acceptSuggestion(id annotation.ID, ranges []rangeset.Range) (made annotation.Span, ok bool) {
	before := w.set().Head()
	e, made, err := w.suggestions.Accept(id, ranges, w.linksByPosition)
	var there *annotation.Duplicate
	if errors.As(err, &there) {
		w.choose(there.Span.ID)
		w.status.say("There is such a mark already; it is chosen.")
		return made, false
	}
	if ok = w.tryDo(e, err); !ok {
		return made, false
	}
	w.last = made.Label()
	if said := backInWork(before); said != "" {
		w.status.say(said)
	}
	return made, true
}

// reject remembers that the chosen suggestion is no mark, and goes on to the next.
func (w *Window) reject() {
	id := w.suggestion
	if !w.tryDo(w.suggestions.Reject(id)) {
		return
	}
	if !w.goOn(id) {
		w.choose(annotation.ID{})
		w.status.say("Every suggestion here is answered. Ctrl+Z takes the last answer back.")
	}
}

// goOn chooses the suggestion behind one that was answered; it tells whether there is one.
func (w *Window) goOn(answered annotation.ID) bool {
	w.suggestion = answered
	if !w.hasSuggestions() {
		return false
	}
	w.nextSuggestion(true)
	return w.suggestion != answered
}

// suggestionHint says what is suggested, by whom, and what the keys do.
func (w *Window) suggestionHint() string {
	act := w.suggestedAct()
	said := textview.Isolate(w.nameOf(act[0].Label())) + "? " + "by " + textview.Isolate(act[0].Model.Name)
	if !w.canWrite() {
		return said + " · Space next"
	}
	return said + " · Y accepts it · N rejects it · B E move an end and accept it · Space next · " + grouped(w.suggestions.Len()) + " open"
}

// suggestionsEdited keeps the suggestions in step with an edit of the open document.
func (w *Window) suggestionsEdited(e annotation.Edit) {
	if w.suggestions == nil || !e.Touches(w.document.ID) {
		return
	}
	unknown := slices.ContainsFunc(e.Sets, func(c annotation.Change[annotation.SetHead]) bool {
		return c.Document == w.document.ID && !w.suggestions.Knows(c.ID)
	})
	if err := w.suggestions.Apply(e); err != nil || unknown {
		w.openThen(w.document.ID, nil) // another model's came, or what is shown is not what the file has
	}
}

// suggestIn has the rules look through articles, in the background.
func (w *Window) suggestIn(documents []annotation.ID) {
	ctx, cancel := context.WithCancel(w.desk.closing)
	progress, hide := func(int, int) {}, func() {}
	if len(documents) >= manyArticles {
		progress, hide = w.showProgress("Looking for marks in "+plural(len(documents), "article"), cancel)
	}
	w.status.say("Looking for marks…")
	d := w.desk
	go func() {
		defer cancel()
		report, err := jobs.Suggest(ctx, d.project, documents, progress)
		w.later(func() {
			hide()
			if d == w.desk {
				w.suggestedIn(report, err)
			}
		})
	}()
}

// suggestedIn shows what the rules found.
func (w *Window) suggestedIn(r jobs.SuggestReport, err error) {
	if r.Edits > 0 {
		w.desk.joined(annotation.AnswersOf(w.desk.annotator)) // the run saw to it
		w.desk.editor.Remember(r.Step())
	}
	tell := func() {
		said := plural(r.Count(), "new suggestion") + " in " + plural(len(r.Documents), "article") + "."
		if w.hasSuggestions() {
			said += " Space goes to the next one here."
		}
		switch {
		case errors.Is(err, context.Canceled):
			w.status.say(said + " The rest was not looked at.")
			w.offerUnfinished()
		case err != nil:
			w.status.fail(said + " " + sentence(err))
			w.offerUnfinished()
		default:
			w.status.say(said)
		}
	}
	if w.document.ID.IsZero() || r.Edits == 0 {
		tell()
		return
	}
	w.openThen(w.document.ID, tell)
}

func (w *Window) suggestHere() { w.suggestIn([]annotation.ID{w.document.ID}) }

func (w *Window) suggestEverywhere() {
	var all []annotation.ID
	for i := range w.desk.documents {
		all = append(all, w.desk.documents[i].ID)
	}
	w.suggestIn(all)
}

// suggestionActions answer what models suggest and what P proposes, and have the rules suggest.
func (w *Window) suggestionActions() []*action {
	either := func(proposed func(*proposing), suggested func()) func() {
		return func() {
			if w.isProposing() {
				proposed(w.review.proposing)
			} else {
				suggested()
			}
		}
	}
	canAnswer := func() bool { return w.isProposing() || w.hasSuggestion() && w.canMark() }
	canGo := func() bool { return w.isProposing() || w.hasSuggestions() }
	return []*action{
		{id: "suggestion.accept", menu: "Mark", name: "Accept the suggestion, or mark the proposed text", keys: chords("Y"), enabled: canAnswer, run: either((*proposing).accept, w.accept)},
		{id: "suggestion.reject", menu: "Mark", name: "Reject the suggestion, or skip the proposed text", keys: chords("N"), enabled: canAnswer, run: either((*proposing).skip, w.reject)},
		{id: "suggestion.next", menu: "Mark", name: "Next suggestion or proposal", keys: chords("Space"), repeats: true, enabled: canGo,
			run: either(func(p *proposing) { p.step(1) }, func() { w.nextSuggestion(true) })},
		{id: "suggestion.previous", menu: "Mark", name: "Previous suggestion or proposal", keys: chords("Shift+Space"), repeats: true, enabled: canGo,
			run: either(func(p *proposing) { p.step(-1) }, func() { w.nextSuggestion(false) })},
		{id: "suggest.here", menu: "Mark", name: "Suggest marks in this article", separator: true, enabled: w.canWriteDocument, run: w.suggestHere},
		{id: "suggest.all", menu: "Mark", name: "Suggest marks in all articles", enabled: func() bool { return w.canWrite() && len(w.desk.documents) > 0 }, run: w.suggestEverywhere},
	}
}

// nameOf is what a label and role is called in the margin.
func (w *Window) nameOf(l annotation.LabelRole) string {
	if c, ok := w.set().Scheme().Choice(l); ok {
		return c.Name
	}
	return w.set().Scheme().NameOf(l)
}
