// Package editor is one annotator editing one document: the set in memory, its history, and what is not yet on disk.
// It knows no window and no file format. An Editor belongs to one goroutine.
package editor

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"rubricator/annotation"
)

// patience is how long Do waits for an edit to become durable, so that usually a mark is saved before it is drawn.
const patience = 30 * time.Millisecond

// ErrNothing means that there is nothing to undo or to redo. ErrSaving means that what came after is not yet on disk.
var (
	ErrNothing = errors.New("nothing")
	ErrSaving  = errors.New("what was done since is not saved yet")
)

// Editor edits the set of one annotator on the open document.
type Editor struct {
	outbox    *Outbox
	store     Store
	history   *annotation.History
	recent    recent
	set       *annotation.Set // nil when no document is open
	observers []*func(annotation.Edit)
}

// New makes an editor without a document. Steps are the actor's, oldest first.
func New(store Store, outbox *Outbox, steps []annotation.Step) *Editor {
	return &Editor{outbox: outbox, store: store, history: annotation.NewHistory(steps)}
}

// Open shows another set; nil closes the document.
func (e *Editor) Open(s *annotation.Set) { e.set = s }

// Set is the set being edited, or nil.
func (e *Editor) Set() *annotation.Set { return e.set }

// Document is the ID of the open document, zero when none is.
func (e *Editor) Document() annotation.ID {
	if e.set == nil {
		return annotation.ID{}
	}
	return e.set.Head().Document
}

// Observe calls f after each edit that was applied, until the returned function is called.
func (e *Editor) Observe(f func(annotation.Edit)) (cancel func()) {
	p := &f
	e.observers = append(e.observers, p)
	return func() {
		e.observers = slices.DeleteFunc(e.observers, func(q *func(annotation.Edit)) bool { return q == p })
	}
}

// Do applies an edit, hands it to the outbox, remembers it and tells the observers. It waits a moment for the edit to
// become durable. The error is ErrStale; then nothing happened.
func (e *Editor) Do(edit annotation.Edit) error {
	return e.do([]annotation.Edit{edit}, annotation.Step{Group: edit.Group, Name: edit.Name})
}

func (e *Editor) do(edits []annotation.Edit, step annotation.Step) error {
	if e.set != nil {
		if err := e.apply(edits); err != nil {
			return err
		}
	}
	var last <-chan struct{}
	for _, edit := range edits {
		last = e.outbox.Send(edit)
	}
	e.history.Push(step)
	e.recent.add(step.Group, edits)
	select {
	case <-last:
	case <-time.After(patience):
	}
	for _, edit := range edits {
		e.tell(edit)
	}
	return nil
}

// apply takes all edits in or none.
func (e *Editor) apply(edits []annotation.Edit) error {
	for i, edit := range edits {
		if err := e.set.Apply(edit); err != nil {
			for i--; i >= 0; i-- {
				err = errors.Join(err, e.set.Apply(edits[i].Inverse()))
			}
			return err
		}
	}
	return nil
}

func (e *Editor) tell(edit annotation.Edit) {
	for _, f := range slices.Clone(e.observers) {
		(*f)(edit)
	}
}

// Reversal is an undo or redo that is ready to be done.
type Reversal struct {
	Name  string // of the edit that is taken back
	edits []annotation.Edit
	step  annotation.Step
}

// Document is the document that the reversal changes or brings back, zero when there is none.
func (r Reversal) Document() annotation.ID {
	for _, e := range r.edits {
		for _, c := range e.Documents {
			if c.After != nil {
				return c.ID
			}
		}
		for _, c := range e.Spans {
			return c.Document
		}
		for _, c := range e.Relations {
			return c.Document
		}
		for _, c := range e.Sets {
			return c.Document
		}
		for _, c := range e.Verdicts {
			return c.Document
		}
		for _, c := range e.Comments {
			return c.Document
		}
	}
	return annotation.ID{}
}

// Edits are what the reversal will do, in order.
func (r Reversal) Edits() []annotation.Edit { return r.edits }

// Undo prepares to take back the actor's last step. The window opens the reversal's document, then calls Reverse.
// Errors: ErrNothing; ErrStale, naming who changed what since; ErrSaving.
func (e *Editor) Undo(ctx context.Context) (Reversal, error) {
	s, ok := e.history.Undo()
	if !ok {
		return Reversal{}, fmt.Errorf("undo: %w", ErrNothing)
	}
	return e.reversal(ctx, s)
}

// Redo prepares to take back the last undo. Errors as Undo.
func (e *Editor) Redo(ctx context.Context) (Reversal, error) {
	s, ok := e.history.Redo()
	if !ok {
		return Reversal{}, fmt.Errorf("redo: %w", ErrNothing)
	}
	return e.reversal(ctx, s)
}

func (e *Editor) reversal(ctx context.Context, s annotation.Step) (Reversal, error) {
	edits := e.recent.of(s.Group)
	if edits == nil && !e.outbox.State().Saved() { // the file does not yet have what came after
		return Reversal{}, fmt.Errorf("undo %q: %w", s.Name, ErrSaving)
	}
	if edits == nil {
		var err error
		if edits, err = e.store.Group(ctx, s.Group); err != nil {
			return Reversal{}, fmt.Errorf("undo %q: %w", s.Name, err)
		}
	}
	r := Reversal{Name: s.Name, step: annotation.Step{Group: annotation.NewID(), Inverts: s.Group, Name: s.Name}}
	for i := len(edits) - 1; i >= 0; i-- {
		inv := edits[i].Inverse()
		inv.Group = r.step.Group
		r.edits = append(r.edits, inv)
	}
	return r, nil
}

// Reverse does what Undo or Redo prepared. The error is ErrStale, also when something else was done since; then nothing
// happened.
func (e *Editor) Reverse(r Reversal) error {
	undo, _ := e.history.Undo()
	redo, _ := e.history.Redo()
	if r.step.Inverts != undo.Group && r.step.Inverts != redo.Group {
		return fmt.Errorf("undo %q: %w: something else was done meanwhile", r.Name, annotation.ErrStale)
	}
	return e.do(r.edits, r.step)
}

// Remember notes a step that went past the editor, such as an import.
func (e *Editor) Remember(s annotation.Step) { e.history.Push(s) }

// Resume takes in edits that an earlier session made and that the outbox still has to save, oldest first.
func (e *Editor) Resume(ctx context.Context, pending []annotation.Edit) error {
	groups := map[annotation.ID]annotation.ID{} // of the pending edits
	for _, edit := range pending {
		groups[edit.ID] = edit.Group
	}
	for _, edit := range pending {
		saved, err := e.store.GroupSize(ctx, edit.Group)
		if err != nil {
			return err
		}
		if saved == 0 { // else it is the file that has the group whole, once the rest is saved
			e.recent.add(edit.Group, []annotation.Edit{edit})
		}
		if e.history.Holds(edit.Group) {
			continue
		}
		step := annotation.Step{Group: edit.Group, Name: edit.Name}
		if taken, ok := groups[edit.Inverts]; ok {
			step.Inverts = taken
		} else if !edit.Inverts.IsZero() {
			if step.Inverts, err = e.store.GroupOf(ctx, edit.Inverts); err != nil {
				return err
			}
		}
		e.history.Push(step)
	}
	return nil
}

// Refold begins the history anew from the actor's steps, oldest first, because the file has other edits than were done here. What is taken
// back next is read from the file.
func (e *Editor) Refold(steps []annotation.Step) {
	e.history, e.recent = annotation.NewHistory(steps), recent{}
}

// History tells what can be undone and redone.
func (e *Editor) History() *annotation.History { return e.history }
