package app

import (
	"fmt"
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Chord is a key with the modifiers held, as one press.
type Chord struct {
	Mod fyne.KeyModifier
	Key fyne.KeyName
}

// control is the modifier of commands: Ctrl, or Cmd on macOS.
func control() fyne.KeyModifier {
	if runtime.GOOS == "darwin" {
		return fyne.KeyModifierSuper
	}
	return fyne.KeyModifierControl
}

// keyWords are the names of keys where ours differ from the toolkit's.
var keyWords = map[string]fyne.KeyName{
	"Enter": fyne.KeyReturn, "Esc": fyne.KeyEscape, "PgUp": fyne.KeyPageUp, "PgDn": fyne.KeyPageDown,
	"Del": fyne.KeyDelete, "Backspace": fyne.KeyBackspace, "Space": fyne.KeySpace, "Plus": fyne.KeyPlus,
	"Minus": fyne.KeyMinus, "Equal": fyne.KeyEqual, "Comma": fyne.KeyComma,
}

// ParseChord reads "Ctrl+Shift+Z". Ctrl means Cmd on macOS.
func ParseChord(s string) (Chord, error) {
	parts := strings.Split(s, "+")
	var c Chord
	for _, p := range parts[:len(parts)-1] {
		switch p {
		case "Ctrl":
			c.Mod |= control()
		case "Shift":
			c.Mod |= fyne.KeyModifierShift
		default:
			return c, fmt.Errorf("key %q: unknown modifier %q", s, p)
		}
	}
	last := parts[len(parts)-1]
	if k, ok := keyWords[last]; ok {
		c.Key = k
	} else {
		c.Key = fyne.KeyName(last)
	}
	if c.Key == "" {
		return c, fmt.Errorf("key %q: names no key", s)
	}
	return c, nil
}

func chords(keys ...string) []Chord {
	out := make([]Chord, len(keys))
	for i, k := range keys {
		c, err := ParseChord(k)
		if err != nil { // the table of actions is part of the program
			panic(err)
		}
		out[i] = c
	}
	return out
}

// String is the name of the chord as people read it.
func (c Chord) String() string {
	var b strings.Builder
	if c.Mod&fyne.KeyModifierControl != 0 {
		b.WriteString("Ctrl+")
	}
	if c.Mod&fyne.KeyModifierSuper != 0 {
		b.WriteString("Cmd+")
	}
	if c.Mod&fyne.KeyModifierShift != 0 {
		b.WriteString("Shift+")
	}
	for word, k := range keyWords {
		if k == c.Key {
			return b.String() + word
		}
	}
	b.WriteString(string(c.Key))
	return b.String()
}

// chordOf gives the press that a shortcut of the toolkit stands for.
func chordOf(s fyne.Shortcut) (Chord, bool) {
	switch s := s.(type) {
	case *fyne.ShortcutUndo:
		return Chord{control(), fyne.KeyZ}, true
	case *fyne.ShortcutRedo:
		return Chord{control(), fyne.KeyY}, true
	case *fyne.ShortcutCopy:
		return Chord{control(), fyne.KeyC}, true
	case *fyne.ShortcutPaste:
		return Chord{control(), fyne.KeyV}, true
	case *fyne.ShortcutCut:
		return Chord{control(), fyne.KeyX}, true
	case *fyne.ShortcutSelectAll:
		return Chord{control(), fyne.KeyA}, true
	case *desktop.CustomShortcut:
		return Chord{s.Modifier, oneEnter(s.KeyName)}, true
	}
	return Chord{}, false
}

// oneEnter makes the two Enter keys one.
func oneEnter(k fyne.KeyName) fyne.KeyName {
	if k == fyne.KeyEnter {
		return fyne.KeyReturn
	}
	return k
}

// shown is a chord as a menu shows it. It never fires by the toolkit's hand: a menu's shortcut would fire while one
// types in a field.
type shown struct{ Chord }

func (s shown) ShortcutName() string { return "shown:" + s.Chord.String() }
func (s shown) Key() fyne.KeyName    { return s.Chord.Key }
func (s shown) Mod() fyne.KeyModifier {
	return s.Chord.Mod
}
