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
	pressed func()           // told of each key that goes down
	place   func() place     // where in the program keys go now
	deaf    func() bool      // something lies over the window that keys must not reach through; nil: never
	mods    fyne.KeyModifier // tracked where the driver does not tell the modifiers
	fresh   bool             // a key went down since the last TypedKey, so the next is no repeat
	held    bool             // the action that runs is repeated by a key that is held
	keypad  bool             // the last key was a digit of the keypad: its rune is the press
}

func (d *dispatcher) KeyDown(e *fyne.KeyEvent) {
	if d.pressed != nil {
		d.pressed()
	}
	if mod, ok := modifierKeys[e.Name]; ok {
		d.mods |= mod
	} else {
		d.fresh = true
	}
}

func (d *dispatcher) KeyUp(e *fyne.KeyEvent) { d.mods &^= modifierKeys[e.Name] }

// modifierKeys are the keys that others are pressed with.
var modifierKeys = map[fyne.KeyName]fyne.KeyModifier{
	desktop.KeyShiftLeft: fyne.KeyModifierShift, desktop.KeyShiftRight: fyne.KeyModifierShift,
	desktop.KeyControlLeft: fyne.KeyModifierControl, desktop.KeyControlRight: fyne.KeyModifierControl,
	desktop.KeySuperLeft: fyne.KeyModifierSuper, desktop.KeySuperRight: fyne.KeyModifierSuper,
}

func (d *dispatcher) modifiers() fyne.KeyModifier {
	if driver, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return driver.CurrentKeyModifiers()
	}
	return d.mods
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
	a := d.actions.byChord(c, d.place())
	if a == nil || inField && !a.everywhere || d.deaf != nil && d.deaf() {
		d.fresh = false
		return false
	}
	d.does(a)
	return true
}

// pressIn does what a key does in a place that has keys of its own, before all others. It tells whether there is something to be done.
func (d *dispatcher) pressIn(p place, c Chord) bool {
	a := d.actions.byChord(c, p)
	if a == nil || !a.isEnabled() {
		return false
	}
	d.does(a)
	return true
}

// does runs an action because of its key, unless the key is held and the action does not go on with it.
func (d *dispatcher) does(a *action) {
	fresh := d.fresh
	d.fresh = false
	d.held = !fresh && driverRepeats()
	if a.repeats || !d.held {
		d.run(a)
	}
	d.held = false
}

// repeated tells whether the key that is typed now went down before what it is typed into was there, or is held.
func (d *dispatcher) repeated() bool { return !d.fresh && driverRepeats() }

// driverRepeats tells whether key events are those of a real keyboard, which repeats a key that is held.
func driverRepeats() bool {
	_, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok
}
