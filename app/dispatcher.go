package app

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// dispatcher turns the key events of whatever has the focus into actions of the table. The toolkit fires no shortcut
// without Ctrl, and a menu's shortcut fires while one types; so all keys come through here.
type dispatcher struct {
	actions *actions
	run     func(*action)
	pressed func()       // told of each key that goes down
	place   func() place // where in the program keys go now
	deaf    func() bool  // something lies over the window that keys must not reach through; nil: never
	shift   bool         // tracked where the driver does not tell the modifiers
	fresh   bool         // a key went down since the last TypedKey, so the next is no repeat
	held    bool         // the action that runs is repeated by a key that is held
	keypad  bool         // the last key was a digit of the keypad: its rune is the press
}

func (d *dispatcher) KeyDown(e *fyne.KeyEvent) {
	if d.pressed != nil {
		d.pressed()
	}
	switch e.Name {
	case desktop.KeyShiftLeft, desktop.KeyShiftRight:
		d.shift = true
	default:
		d.fresh = true
	}
}

func (d *dispatcher) KeyUp(e *fyne.KeyEvent) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		d.shift = false
	}
}

func (d *dispatcher) modifiers() fyne.KeyModifier {
	if driver, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return driver.CurrentKeyModifiers()
	}
	if d.shift {
		return fyne.KeyModifierShift
	}
	return 0
}

// typedKey handles a key pressed in the text, or, with inField, one that a field does not use itself. It tells
// whether there was an action for it.
func (d *dispatcher) typedKey(e *fyne.KeyEvent, inField bool) bool {
	d.keypad = false
	key, ok := keyAt(e)
	if !ok {
		d.keypad = isDigit(e.Name)
		return false
	}
	return d.press(Chord{d.modifiers() & fyne.KeyModifierShift, key}, inField)
}

// TypedKey takes a key pressed in the text.
func (d *dispatcher) TypedKey(e *fyne.KeyEvent) { d.typedKey(e, false) }

// TypedRune takes the runes of the keypad; those of other keys were taken as keys.
func (d *dispatcher) TypedRune(r rune) {
	if d.keypad && unicode.IsDigit(r) {
		d.keypad = false
		d.fresh = true
		d.press(Chord{0, fyne.KeyName(r)}, false)
	}
}

// TypedShortcut takes a key pressed with Ctrl in the text.
func (d *dispatcher) TypedShortcut(s fyne.Shortcut) { d.shortcut(s, false) }

func (d *dispatcher) shortcut(s fyne.Shortcut, inField bool) bool {
	c, ok := chordOf(s)
	return ok && d.press(c, inField)
}

func (d *dispatcher) press(c Chord, inField bool) bool {
	fresh := d.fresh
	d.fresh = false
	a := d.actions.byChord(c, d.place())
	if a == nil || inField && !a.everywhere || d.deaf != nil && d.deaf() {
		return false
	}
	d.held = !fresh && driverRepeats()
	if a.repeats || !d.held {
		d.run(a)
	}
	d.held = false
	return true
}

// repeated tells whether the key that is typed now went down before what it is typed into was there, or is held.
func (d *dispatcher) repeated() bool { return !d.fresh && driverRepeats() }

// driverRepeats tells whether key events are those of a real keyboard, which repeats a key that is held.
func driverRepeats() bool {
	_, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok
}
