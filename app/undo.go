package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"rubricator/annotation"
	"rubricator/app/editor"
)

// undo takes the last step back, in whatever document it was.
func (w *Window) undo() {
	if w.passesErasure() {
		return
	}
	w.reverse(w.desk.editor.History().Undo, w.desk.editor.Undo, "Undone: ", "There is nothing to undo.")
}

// passesErasure says, where the last act erased for good, that undo passes over it; the next press goes on.
func (w *Window) passesErasure() bool {
	erased := w.desk.erasedOn
	w.desk.erasedOn = nil
	top, some := w.desk.editor.History().Undo()
	switch {
	case erased == nil || top.Group != *erased:
		return false
	case some:
		w.status.say("What was erased for good does not come back. Press again to undo " + w.inNames(top.Name) + ".")
	default:
		w.status.say("What was erased for good does not come back, and there is nothing else to undo.")
	}
	return true
}

// redo takes the last undo back.
func (w *Window) redo() {
	w.reverse(w.desk.editor.History().Redo, w.desk.editor.Redo, "Done again: ", "There is nothing to do again.")
}

// manyEdits is from how many on a step is taken back in the background.
const manyEdits = 20

func (w *Window) reverse(top func() (annotation.Step, bool), prepare func(context.Context) (editor.Reversal, error), said, nothing string) {
	w.inspector.keep()
	if doing := w.desk.changing; doing != "" {
		w.status.say("Not yet: " + doing + " is still being done.")
		return
	}
	again := func() { w.reverse(top, prepare, said, nothing) }
	if len(w.delayed) > 0 {
		w.delay(again)
		return
	}
	s, ok := top()
	if !ok {
		w.status.say(nothing)
		return
	}
	if w.keys.held && (strings.HasPrefix(s.Name, "import") || strings.HasPrefix(s.Name, "source")) { // a key held too long takes back marks, and not articles
		w.status.say("Next is the " + s.Name + ". Let the key go and press it again for that.")
		return
	}
	if whole, err := w.desk.project.ChangesScheme(context.Background(), s.Group); err != nil {
		w.status.fail(sentence(err))
		return
	} else if whole {
		if !w.desk.outbox.State().Saved() {
			w.delay(again)
			return
		}
		w.reverseScheme(s, said)
		return
	}
	n, err := w.desk.project.GroupSize(context.Background(), s.Group)
	if err != nil {
		w.status.fail(sentence(err))
		return
	}
	if n >= manyEdits {
		w.reverseMany(s, n, said)
		return
	}
	r, err := prepare(context.Background())
	if errors.Is(err, editor.ErrSaving) {
		w.delay(again)
		return
	}
	if err != nil {
		w.status.fail(sentence(err))
		return
	}
	w.reverseFew(r, said)
}

// delay does an undo or redo once everything is on disk, because it is read from there; others that are asked for meanwhile follow in
// order.
func (w *Window) delay(act func()) {
	w.delayed = append(w.delayed, act)
	if len(w.delayed) > 1 {
		return
	}
	w.status.say("Saving…")
	d := w.desk
	go func() {
		ctx, cancel := context.WithTimeout(d.closing, closingPatience)
		defer cancel()
		err := d.outbox.Flush(ctx)
		w.later(func() {
			if d == w.desk {
				w.doDelayed(err)
			}
		})
	}()
}

// doDelayed does what was delayed, until it has to wait again; err tells why not everything is on disk.
func (w *Window) doDelayed(err error) {
	acts := w.delayed
	w.delayed = nil
	if err != nil {
		w.status.fail(sentence(fmt.Errorf("undo: %w", editor.ErrSaving)))
		return
	}
	for i, act := range acts {
		if act(); len(w.delayed) > 0 {
			w.delayed = append(w.delayed, acts[i+1:]...)
			return
		}
	}
}

// reverseFew takes a step back by the editor, after its document was opened.
func (w *Window) reverseFew(r editor.Reversal, said string) {
	if d, ok := ofReference(r); ok {
		w.reverseDecision(r, d, said)
		return
	}
	w.goTo(annotating)
	carryOut := func() {
		if err := w.desk.editor.Reverse(r); err != nil {
			w.status.fail(sentence(err))
			return
		}
		w.revealReversal(r)
		w.status.say(said + w.inNames(r.Name))
	}
	id := r.Document()
	_, there := w.desk.listed(id)
	switch {
	case there && id != w.document.ID: // out of sight: show it first
		w.openThen(id, carryOut)
	case !there && !id.IsZero(): // it comes back by this
		carryOut()
		w.open(id)
	default:
		carryOut()
	}
}

// revealReversal shows what came back, or where it was.
func (w *Window) revealReversal(r editor.Reversal) {
	w.revealSaid(r)
	var first *annotation.Span // in the order of the text
	back := false
	for _, e := range r.Edits() {
		for _, c := range e.Spans {
			sp := c.Before
			if c.After != nil {
				sp = c.After
			}
			if c.Document == w.document.ID && (first == nil || sp.Hull().Start < first.Hull().Start) {
				first, back = sp, c.After != nil
			}
		}
	}
	if first == nil {
		return
	}
	g, suggested := w.suggestions.Like(*first)
	switch _, mine := w.set().Span(first.ID); {
	case back && mine:
		w.choose(first.ID)
	case suggested:
		w.chooseSuggestion(g.ID)
	}
	w.view.Reveal(first.Hull())
}

func (w *Window) canUndo() bool {
	if w.desk == nil || w.desk.project.ReadOnly() != nil {
		return false
	}
	_, ok := w.desk.editor.History().Undo()
	return ok || w.desk.erasedOn != nil
}

func (w *Window) canRedo() bool {
	if w.desk == nil || w.desk.project.ReadOnly() != nil {
		return false
	}
	_, ok := w.desk.editor.History().Redo()
	return ok
}

// stepName is a menu title with what it would take back.
func (w *Window) stepName(verb string, step func() (annotation.Step, bool)) string {
	if s, ok := step(); ok {
		return verb + " " + w.inNames(s.Name)
	}
	return verb
}

// inNames says the name of a step with labels as people read them, which it has as ids: "mark attribution.content".
func (w *Window) inNames(step string) string {
	words := strings.Split(step, " ")
	for i, word := range words {
		name, colon := strings.CutSuffix(word, ":")
		label, role, isRole := strings.Cut(name, ".")
		scheme := w.desk.project.Scheme()
		if l, ok := scheme.Label(label); ok && (isRole || len(l.Roles) == 0) {
			words[i] = scheme.NameOf(annotation.LabelRole{Label: label, Role: role})
			if colon {
				words[i] += ":"
			}
		}
	}
	return strings.Join(words, " ")
}
