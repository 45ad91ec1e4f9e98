package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// field is a text entry that leaves to the dispatcher what it does not use itself. Editing keys and Ctrl+Z are its
// own; Esc goes back to where the owner says.
type field struct {
	widget.Entry
	keys   *dispatcher
	escape func()
	enter  func()                      // Enter in a one-line field, and in one that sends
	sends  bool                        // Enter is for what was typed in several lines; Shift+Enter begins a new one
	arrow  func(key fyne.KeyName) bool // Up and Down in a one-line field; true: used
	chord  func(Chord) bool            // keys with Ctrl, before the dispatcher has them; true: used
	focus  func()                      // it has the focus now; may be nil
	blur   func()
	typing bool // it has the focus
	late   bool // the rune of the key that brought the focus here is still to come
}

func newField(keys *dispatcher, multiline bool) *field {
	f := &field{keys: keys}
	f.MultiLine = multiline
	if multiline {
		f.Wrapping = fyne.TextWrapWord
	}
	f.ExtendBaseWidget(f)
	return f
}

// toRune puts the caret before a rune of what is written, counting from 0. Lines are as long as they are drawn.
func (f *field) toRune(n int) {
	for f.CursorRow, f.CursorColumn = 0, 0; ; f.CursorRow++ {
		begin := f.CursorTextOffset()
		f.CursorRow++
		next := f.CursorTextOffset()
		f.CursorRow--
		if n < next || next <= begin {
			f.CursorColumn = n - begin
			break
		}
	}
	f.Refresh()
}

// CreateRenderer draws a ring round the field while it has the focus.
func (f *field) CreateRenderer() fyne.WidgetRenderer {
	return newRinged(&fieldRenderer{f.Entry.CreateRenderer(), f}, -1, &f.typing)
}

type fieldRenderer struct {
	fyne.WidgetRenderer
	field *field
}

// Refresh sees to it that emoji in the text can be drawn.
func (r *fieldRenderer) Refresh() {
	showsEmoji(r.field.Text)
	r.WidgetRenderer.Refresh()
}

// takeOver gives the field the focus because of a key. The rune of that key comes afterwards and is not for the field.
func (f *field) takeOver(c fyne.Canvas) {
	c.Focus(f)
	f.late = true
}

// toEnd puts the caret behind all that stands in a field of several lines.
func (f *field) toEnd() { f.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown}) }

// toLineEnd puts the caret behind what stands in a field of one line.
func (f *field) toLineEnd() { f.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd}) }

func (f *field) TypedRune(r rune) {
	if !f.late {
		f.Entry.TypedRune(r)
	}
	f.late = false
}

func (f *field) KeyDown(e *fyne.KeyEvent) {
	f.late = false
	f.Entry.KeyDown(e)
	f.keys.KeyDown(e)
}

func (f *field) KeyUp(e *fyne.KeyEvent) {
	f.late = false
	f.Entry.KeyUp(e)
	f.keys.KeyUp(e)
}

// AcceptsTab is false so that Tab goes to the next pane, in notes too.
func (f *field) AcceptsTab() bool { return false }

func (f *field) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyEscape:
		if f.escape != nil {
			f.escape()
		}
		return
	case fyne.KeyReturn, fyne.KeyEnter:
		if f.enter != nil && (!f.MultiLine || f.sends && f.keys.modifiers()&fyne.KeyModifierShift == 0) {
			f.enter()
			return
		}
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
		if f.arrow != nil && f.arrow(e.Name) {
			return
		}
	}
	if len(e.Name) > 1 && e.Name[0] == 'F' && f.keys.typedKey(e, true) { // F1 and its like
		return
	}
	f.Entry.TypedKey(e)
}

func (f *field) TypedShortcut(s fyne.Shortcut) {
	if c, ok := chordOf(s); ok && f.chord != nil && f.chord(c) {
		f.keys.fresh = false // held on, it is for nobody else
		return
	}
	if !f.keys.shortcut(s, true) {
		f.Entry.TypedShortcut(s)
	}
}

func (f *field) FocusGained() {
	f.typing = true
	f.Entry.FocusGained()
	if f.focus != nil {
		f.focus()
	}
}

func (f *field) FocusLost() {
	f.typing = false
	f.Entry.FocusLost()
	if f.blur != nil {
		f.blur()
	}
}
