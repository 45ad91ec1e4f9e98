package annotation

import (
	"fmt"
	"slices"
)

// Step is what one press of Ctrl+Z takes back: a group of edits.
type Step struct {
	Group   ID
	Inverts ID // the group that this one took back; zero for a plain one
	Name    string

	redone ID // the group that did it again; journals of older programs invert that one
}

// StepName names a step of edits with these names, in the order in which they were done, at least one. Several that each name their article are
// told by their number: "remove 3 articles".
func StepName(edits []string) string {
	verb, n := namingOf(edits[0]), 0
	for _, name := range edits {
		if verb != "" && namingOf(name) == verb {
			n++
		}
	}
	if n < 2 {
		return edits[0]
	}
	return fmt.Sprintf("%s%d articles", verb, n)
}

// History is the undo stack of one actor: the fold of that actor's steps in order. It needs no table of its own and
// survives a restart.
type History struct {
	undo, redo []Step
}

// NewHistory folds steps, oldest first.
func NewHistory(steps []Step) *History {
	h := &History{}
	for _, s := range steps {
		h.Push(s)
	}
	return h
}

// Push takes in a step that happened. A plain one can be undone next and ends what could be redone. One that inverts another
// moves it to the other stack, also from below the top, as when an import is taken back that others followed; taking an
// undo back leaves the step as it was before. More edits of the group on top change nothing.
func (h *History) Push(s Step) {
	if s.Inverts.IsZero() {
		h.redo = nil
		if n := len(h.undo); n == 0 || h.undo[n-1].Group != s.Group {
			h.undo = append(h.undo, s)
		}
		return
	}
	if _, ok := take(&h.undo, s.Inverts); ok {
		h.redo = append(h.redo, s)
	} else if undone, ok := take(&h.redo, s.Inverts); ok {
		h.undo = append(h.undo, Step{Group: undone.Inverts, Name: undone.Name, redone: s.Group})
	}
}

// take removes the newest step that this group did.
func take(stack *[]Step, group ID) (Step, bool) {
	for i, s := range slices.Backward(*stack) {
		if s.Group == group || s.redone == group {
			*stack = slices.Delete(*stack, i, i+1)
			return s, true
		}
	}
	return Step{}, false
}

// Holds tells whether a group can be undone or redone.
func (h *History) Holds(group ID) bool {
	is := func(s Step) bool { return s.Group == group }
	return slices.ContainsFunc(h.undo, is) || slices.ContainsFunc(h.redo, is)
}

// Undo is the step that Ctrl+Z takes back; ok is false when there is none.
func (h *History) Undo() (Step, bool) { return top(h.undo) }

// Redo is the step that Ctrl+Y takes back; ok is false when there is none.
func (h *History) Redo() (Step, bool) { return top(h.redo) }

func top(stack []Step) (Step, bool) {
	if len(stack) == 0 {
		return Step{}, false
	}
	return stack[len(stack)-1], true
}
