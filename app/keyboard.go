package app

import "fyne.io/fyne/v2"

// The rows of a keyboard by the names their keys have on a US layout, from left to right, as the scan codes of a PC
// (set 1) and of evdev count them.
const (
	digitRow  = "1234567890"
	upperRow  = "QWERTYUIOP"
	homeRow   = "ASDFGHJKL"
	bottomRow = "ZXCVBNM"
)

// physicalKeys maps scan codes to the name of the key at that place on a US layout.
func rowKeys(digits, upper, home, bottom int) map[int]fyne.KeyName {
	m := map[int]fyne.KeyName{}
	for _, row := range []struct {
		first int
		keys  string
	}{{digits, digitRow}, {upper, upperRow}, {home, homeRow}, {bottom, bottomRow}} {
		for i, k := range row.keys {
			m[row.first+i] = fyne.KeyName(k)
		}
	}
	return m
}

// keyAt is the key that a press means: the letter of the layout where it is a Latin one, else the key at that place
// on a US layout. Digits count by place, so that they work where the layout has other signs there; ok is false for the
// keypad's, which count only when they come with a rune.
func keyAt(e *fyne.KeyEvent) (key fyne.KeyName, ok bool) {
	name := oneEnter(e.Name)
	place := physicalKeys[e.Physical.ScanCode]
	switch {
	case isDigit(place):
		return place, true
	case isDigit(name) && e.Physical.ScanCode != 0: // the keypad
		return "", false
	case name == "" || name == fyne.KeyUnknown:
		return place, place != ""
	}
	return name, true
}

func isDigit(k fyne.KeyName) bool { return len(k) == 1 && k[0] >= '0' && k[0] <= '9' }
