package app

import (
	"context"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/app/editor"
)

// undo takes the last step back, in whatever document it was.
func (w *Window) undo() {
	w.reverse(w.desk.editor.History().Undo, w.desk.editor.Undo, "Undone: ", "There is nothing to undo.")
}

// redo takes the last undo back.
func (w *Window) redo() {
	w.reverse(w.desk.editor.History().Redo, w.desk.editor.Redo, "Done again: ", "There is nothing to do again.")
}

// manyEdits is from how many on a step is taken back in the background.
const manyEdits = 20

func (w *Window) reverse(top func() (annotation.Step, bool), prepare func(context.Context) (editor.Reversal, error), said, nothing string) {
	w.inspector.keepNote()
	s, ok := top()
	if !ok {
		w.status.say(nothing)
		return
	}
	if w.keys.held && (strings.HasPrefix(s.Name, "import") || strings.HasPrefix(s.Name, "source")) { // a key held too long takes back marks, and not articles
		w.status.say("Next is the " + s.Name + ". Let the key go and press it again for that.")
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
	if err != nil {
		w.status.fail(sentence(err))
		return
	}
	w.reverseFew(r, said)
}

// reverseFew takes a step back by the editor, after its document was opened.
func (w *Window) reverseFew(r editor.Reversal, said string) {
	carryOut := func() {
		if err := w.desk.editor.Reverse(r); err != nil {
			w.status.fail(sentence(err))
			return
		}
		w.revealReversal(r)
		w.status.say(said + r.Name)
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
	for _, e := range r.Edits() {
		for _, c := range e.Spans {
			if c.Document != w.document.ID {
				continue
			}
			sp := c.Before
			if c.After != nil {
				sp = c.After
				w.choose(sp.ID)
			}
			w.view.Reveal(rangeset.Hull(sp.Ranges()))
			return
		}
	}
}

func (w *Window) canUndo() bool {
	if w.desk == nil || w.desk.project.ReadOnly() != nil {
		return false
	}
	_, ok := w.desk.editor.History().Undo()
	return ok
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
		return verb + " " + s.Name
	}
	return verb
}
