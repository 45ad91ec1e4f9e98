package textview

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Keys takes the key events of a focused widget; the window's dispatcher implements it.
type Keys interface {
	KeyDown(*fyne.KeyEvent)
	KeyUp(*fyne.KeyEvent)
	TypedKey(*fyne.KeyEvent)
	TypedRune(rune)
	TypedShortcut(fyne.Shortcut)
}

var (
	_ desktop.Keyable        = (*View)(nil)
	_ fyne.Shortcutable      = (*View)(nil)
	_ fyne.Tabbable          = (*View)(nil)
	_ desktop.Mouseable      = (*View)(nil)
	_ desktop.Hoverable      = (*View)(nil)
	_ desktop.Cursorable     = (*View)(nil)
	_ fyne.Draggable         = (*View)(nil)
	_ fyne.Scrollable        = (*View)(nil)
	_ fyne.SecondaryTappable = (*View)(nil)
)

// AcceptsTab keeps the Tab key for Keys.
func (v *View) AcceptsTab() bool { return true }

// KeyDown hands a pressed key on.
func (v *View) KeyDown(e *fyne.KeyEvent) {
	if v.Keys != nil {
		v.Keys.KeyDown(e)
	}
}

// KeyUp hands a released key on.
func (v *View) KeyUp(e *fyne.KeyEvent) {
	if v.Keys != nil {
		v.Keys.KeyUp(e)
	}
}

// TypedKey hands a key on, each time it repeats.
func (v *View) TypedKey(e *fyne.KeyEvent) {
	if v.Keys != nil {
		v.Keys.TypedKey(e)
	}
}

// TypedRune hands a typed character on.
func (v *View) TypedRune(r rune) {
	if v.Keys != nil {
		v.Keys.TypedRune(r)
	}
}

// TypedShortcut hands a key with Ctrl on.
func (v *View) TypedShortcut(s fyne.Shortcut) {
	if v.Keys != nil {
		v.Keys.TypedShortcut(s)
	}
}

// FocusGained shows that keys go to this view.
func (v *View) FocusGained() {
	v.focused = true
	v.blink.start(v)
	v.moveObjects()
}

// FocusLost shows that keys go elsewhere.
func (v *View) FocusLost() {
	v.focused = false
	v.blink.stop()
	v.moveObjects()
}
