package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// keyList is the toolkit's list, which leaves the keys it does not use to the dispatcher.
type keyList struct {
	widget.List
	keys   *dispatcher
	escape func()
	caret  func(fyne.KeyName) bool // takes the keys before the list does, and tells whether it used one; may be nil

	quiet   bool // what is selected was selected by the program
	focused bool
}

func newKeyList(keys *dispatcher, n func() int, create func() fyne.CanvasObject, fill func(widget.ListItemID, fyne.CanvasObject)) *keyList {
	l := &keyList{keys: keys}
	l.Length, l.CreateItem, l.UpdateItem = n, create, fill
	l.ExtendBaseWidget(l)
	return l
}

// mark selects a row, which OnSelected can tell from a person's choice by quiet.
func (l *keyList) mark(row int) {
	l.quiet = true
	l.Select(row)
	l.quiet = false
}

func (l *keyList) unselect() {
	l.quiet = true
	l.UnselectAll()
	l.quiet = false
}

func (l *keyList) FocusGained() {
	l.focused = true
	if l.caret == nil {
		l.List.FocusGained()
	}
	l.Refresh()
}

func (l *keyList) FocusLost() {
	l.focused = false
	if l.caret == nil {
		l.List.FocusLost()
	}
	l.Refresh()
}

func (l *keyList) KeyDown(e *fyne.KeyEvent) { l.keys.KeyDown(e) }
func (l *keyList) KeyUp(e *fyne.KeyEvent)   { l.keys.KeyUp(e) }

func (l *keyList) TypedKey(e *fyne.KeyEvent) {
	if l.caret != nil && l.caret(e.Name) {
		return
	}
	switch e.Name {
	case fyne.KeyEscape, fyne.KeyReturn, fyne.KeyEnter:
		if e.Name != fyne.KeyEscape {
			l.List.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
		}
		if l.escape != nil {
			l.escape()
		}
	case fyne.KeyUp, fyne.KeyDown, fyne.KeySpace, fyne.KeyLeft, fyne.KeyRight:
		l.List.TypedKey(e)
	default:
		l.keys.TypedKey(e)
	}
}

func (l *keyList) TypedRune(r rune) { l.keys.TypedRune(r) }

func (l *keyList) TypedShortcut(s fyne.Shortcut) {
	if _, all := s.(*fyne.ShortcutSelectAll); all && l.caret != nil {
		l.caret("all")
		return
	}
	l.keys.TypedShortcut(s)
}
