package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// keyList is the toolkit's list, which leaves the keys it does not use to the dispatcher. A ring shows the row that keys are at, or
// the whole list while it has no rows.
type keyList struct {
	widget.List
	keys    *dispatcher
	escape  func()
	caret   func(fyne.KeyName) bool // takes the keys before the list does, and tells whether it used one; may be nil
	press   func(Chord) bool        // the same of keys with what is held beside them; may be nil
	chosen  func(row int)           // a person chose a row; nil where rows take clicks and the keys that choose themselves
	pointed func(row int)           // the keys came to a row; may be nil
	turned  func()                  // the list came to have the focus, or has it no more; may be nil

	row     int  // where the keys are
	led     bool // a field leads through the rows, so that one is shown though the field has the focus
	quiet   bool // what is selected was selected by the program
	focused bool
	bare    bool // it has the focus, and no row to show that by
}

func newKeyList(keys *dispatcher, n func() int, create func() fyne.CanvasObject, fill func(widget.ListItemID, fyne.CanvasObject)) *keyList {
	l := &keyList{keys: keys}
	l.Length = n
	l.CreateItem = func() fyne.CanvasObject {
		return container.NewStack(create(), container.New(&inset{3, 3}, newRing().Rectangle))
	}
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		parts := o.(*fyne.Container).Objects
		fill(i, parts[0])
		ring{parts[1].(*fyne.Container).Objects[0].(*canvas.Rectangle)}.show(i == l.row && (l.focused || l.led))
	}
	l.OnSelected = func(i widget.ListItemID) {
		if !l.quiet && l.chosen != nil {
			l.row = i
			l.chosen(i)
		}
	}
	l.ExtendBaseWidget(l)
	return l
}

// CreateRenderer draws a ring round a list without rows while it has the focus.
func (l *keyList) CreateRenderer() fyne.WidgetRenderer {
	return newRinged(l.List.CreateRenderer(), -1, &l.bare)
}

// Refresh shows the rows as they are now.
func (l *keyList) Refresh() {
	l.bare = l.focused && l.Length() == 0
	l.List.Refresh()
}

// mark selects a row, which is no person's choice.
func (l *keyList) mark(row int) {
	if !l.focused {
		l.row = row
	}
	l.quiet = true
	l.Select(row)
	l.quiet = false
}

func (l *keyList) unselect() {
	l.quiet = true
	l.UnselectAll()
	l.quiet = false
}

// point takes the keys to a row, or as near as there is one.
func (l *keyList) point(row int) {
	before := l.row
	l.row = max(0, min(row, l.Length()-1))
	l.ScrollTo(l.row)
	l.RefreshItem(before)
	l.RefreshItem(l.row)
	if l.pointed != nil {
		l.pointed(l.row)
	}
}

// move takes the keys on by rows: one, a page of some, or all.
func (l *keyList) move(key fyne.KeyName) bool {
	steps := map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1, fyne.KeyPageUp: -8, fyne.KeyPageDown: 8, fyne.KeyHome: -l.Length(), fyne.KeyEnd: l.Length()}
	step, ok := steps[key]
	if ok {
		l.point(l.row + step)
	}
	return ok
}

func (l *keyList) FocusGained() {
	l.focused = true
	l.Refresh()
	l.point(l.row)
	l.turn()
}

func (l *keyList) turn() {
	if l.turned != nil {
		l.turned()
	}
}

func (l *keyList) FocusLost() {
	l.focused = false
	l.Refresh()
	l.turn()
}

func (l *keyList) KeyDown(e *fyne.KeyEvent) { l.keys.KeyDown(e) }
func (l *keyList) KeyUp(e *fyne.KeyEvent)   { l.keys.KeyUp(e) }

func (l *keyList) TypedKey(e *fyne.KeyEvent) {
	name := e.Name
	if key, ok := keyAt(e); ok && name == "" { // a letter where the layout has none of these
		name = key
	}
	if l.caret != nil && l.caret(name) || l.press != nil && l.press(Chord{l.keys.modifiers() & fyne.KeyModifierShift, oneEnter(name)}) {
		return
	}
	if l.move(e.Name) {
		return
	}
	switch e.Name {
	case fyne.KeySpace:
		l.Select(l.row)
	case fyne.KeyEscape, fyne.KeyReturn, fyne.KeyEnter:
		if e.Name != fyne.KeyEscape {
			l.Select(l.row)
		}
		if l.escape != nil {
			l.escape()
		}
	case fyne.KeyLeft, fyne.KeyRight: // there is nothing beside a row
	default:
		l.keys.TypedKey(e)
	}
}

func (l *keyList) TypedRune(r rune) { l.keys.TypedRune(r) }

func (l *keyList) TypedShortcut(s fyne.Shortcut) {
	if c, ok := chordOf(s); ok && l.press != nil && l.press(c) {
		return
	}
	if _, all := s.(*fyne.ShortcutSelectAll); all && l.caret != nil {
		l.caret("all")
		return
	}
	l.keys.TypedShortcut(s)
}
