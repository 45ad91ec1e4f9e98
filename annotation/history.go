package annotation

import "slices"

// Step is what one press of Ctrl+Z takes back: a group of edits.
type Step struct {
	Group   ID
	Inverts ID // the group that this one took back; zero for a plain one
	Name    string
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

// Push takes in a step that happened. A plain one can be undone next and ends what could be redone; one that inverts
// another moves that to the other stack, also from below the top, as when an import is taken back that others followed.
// More edits of the group on top change nothing.
func (h *History) Push(s Step) {
	switch {
	case s.Inverts.IsZero():
		h.redo = nil
		if n := len(h.undo); n == 0 || h.undo[n-1].Group != s.Group {
			h.undo = append(h.undo, s)
		}
	case takes(&h.undo, s.Inverts):
		h.redo = append(h.redo, s)
	case takes(&h.redo, s.Inverts):
		h.undo = append(h.undo, s)
	}
}

// takes removes the newest step of that group.
func takes(stack *[]Step, group ID) bool {
	for i, s := range slices.Backward(*stack) {
		if s.Group == group {
			*stack = slices.Delete(*stack, i, i+1)
			return true
		}
	}
	return false
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
