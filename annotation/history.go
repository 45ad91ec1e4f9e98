package annotation

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
// the top of a stack moves it to the other. More edits of the group on top change nothing.
func (h *History) Push(s Step) {
	switch {
	case s.Inverts.IsZero():
		h.redo = nil
		if n := len(h.undo); n == 0 || h.undo[n-1].Group != s.Group {
			h.undo = append(h.undo, s)
		}
	case pops(&h.undo, s):
		h.redo = append(h.redo, s)
	case pops(&h.redo, s):
		h.undo = append(h.undo, s)
	}
}

func pops(stack *[]Step, s Step) bool {
	n := len(*stack)
	if n == 0 || (*stack)[n-1].Group != s.Inverts {
		return false
	}
	*stack = (*stack)[:n-1]
	return true
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
