package app

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/app/textview"
)

// palette finds an action by its name.
func (w *Window) palette() {
	f := newField(w.keys, false)
	f.SetPlaceHolder("What do you want to do?")
	all := w.commands()
	found := matching(all, "")
	none := widget.NewLabel("No command has all these words in its name.")
	none.Importance = widget.LowImportance
	none.Hide()
	list := newKeyList(w.keys, func() int { return len(found) }, w.newCommandRow, func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(found) {
			showCommand(o, found[i])
		}
	})
	m := &modal{width: 560, height: 420, first: f}
	do := func(i int) {
		m.close()
		if i < len(found) {
			if a := found[i]; !a.isEnabled() {
				w.status.say("“" + a.title() + "” cannot be done now.")
			} else {
				w.act(a)
			}
		}
	}
	list.led = true
	list.chosen = do
	f.OnChanged = func(s string) {
		found = matching(all, s)
		list.unselect()
		list.Refresh()
		list.point(0)
		if len(found) == 0 {
			none.Show()
		} else {
			none.Hide()
		}
	}
	f.enter = func() { do(list.row) }
	f.arrow = list.move
	m.enter = f.enter
	w.show(m, container.NewBorder(f, nil, nil, nil, container.NewStack(list, container.NewVBox(none))))
	list.point(0)
}

// commands are the actions, and marking with what has no key; those that can be done now come first.
func (w *Window) commands() []*action {
	all := slices.Clone(w.actions.all)
	if w.desk != nil {
		for _, c := range w.desk.choices() {
			if c.Key == "" {
				all = append(all, &action{id: "mark " + c.String(), menu: "Mark", name: "Mark as " + w.desk.project.Scheme().NameOf(c.LabelRole), enabled: w.canMark, run: func() { w.press(c) }})
			}
		}
	}
	var possible, others []*action
	for _, a := range all {
		if a.isEnabled() {
			possible = append(possible, a)
		} else {
			others = append(others, a)
		}
	}
	return append(possible, others...)
}

func (w *Window) newCommandRow() fyne.CanvasObject {
	keys := widget.NewLabel("")
	keys.Importance = widget.LowImportance
	return container.NewBorder(nil, nil, nil, keys, textview.NewLines(w.fonts, remark(theme.ColorNameForeground)))
}

func showCommand(o fyne.CanvasObject, a *action) {
	row := o.(*fyne.Container).Objects
	name, keys := row[0].(*textview.Lines), row[1].(*widget.Label)
	ink := theme.ColorNameForeground
	if !a.isEnabled() {
		ink = theme.ColorNameDisabled
	}
	name.SetStyle(remark(ink))
	name.SetText(a.title())
	keys.SetText(a.keyNames())
	o.Refresh() // the keys take their room anew
}

// keyHelp shows the key table.
func (w *Window) keyHelp() {
	room := w.win.Canvas().Size()
	columns := 2
	if room.Width < 900 {
		columns = 1
	}
	boxes := make([]fyne.CanvasObject, columns)
	for i := range boxes {
		boxes[i] = container.NewVBox()
	}
	lines := w.actions.keyTable()
	for i, line := range lines {
		keys := widget.NewLabel(line[0])
		keys.TextStyle.Bold = true
		name := widget.NewLabel(line[1])
		name.Truncation = fyne.TextTruncateEllipsis
		row := container.NewBorder(nil, nil, container.NewGridWrap(fyne.NewSize(190, 26), keys), nil, name)
		boxes[i*columns/len(lines)].(*fyne.Container).Add(row)
	}
	hint := widget.NewLabel("Keys work in the text. Ctrl+K finds any command by its name.")
	hint.Importance = widget.LowImportance
	scroll := container.NewVScroll(container.NewGridWithColumns(columns, boxes...))
	m := &modal{title: "Keys", width: room.Width - 120, height: room.Height - 60}
	m.enter = m.close
	m.caret = func(key fyne.KeyName) { // by a line or a page
		step := map[fyne.KeyName]float32{fyne.KeyUp: -30, fyne.KeyDown: 30, fyne.KeyPageUp: -400, fyne.KeyPageDown: 400,
			fyne.KeyHome: -1e6, fyne.KeyEnd: 1e6}
		if key == fyne.KeyF1 {
			m.close()
			return
		}
		scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -step[key])})
	}
	w.show(m, container.NewBorder(nil, hint, nil, nil, scroll), mainButton("Close", m.close))
}

// keyTable is the table of keys and what they do, for the key help and the README: one line a row, keys first.
func (t *actions) keyTable() [][2]string {
	var out [][2]string
	for _, a := range t.all {
		if len(a.keys) == 0 || strings.HasPrefix(a.id, "extend.") || isOtherSlot(a.id) || isOtherPick(a.id) {
			continue
		}
		keys, name := a.keyNames(), a.name
		switch a.id {
		case "mark.1":
			keys, name = "1 to 9", "Mark the selection, or the label's unit at the caret; a scheme may also use D F H I Q T V W Z"
		case "again.1":
			keys, name = "Shift+1 to 9", "Mark the chosen mark's text with another label"
		case "take.1":
			keys, name = "1 to 9", "Take that set"
		case "also.1":
			keys, name = "Shift+1 to 9", "Take that set as well, with the one that follows"
		case "pick." + pickRangeKeys[0]:
			name = "Choose all articles from here to there"
		case "own.1":
			keys, name = "1 to 9", "Mark the selection; a scheme may also use D F H I Q T V W Z"
		}
		switch a.place {
		case reviewing:
			name = "Review: " + name
		case writing:
			name = "Review, writing my own: " + name
		case exporting:
			name = "Dataset: " + name
		case previewing:
			name = "Import: " + name
		case listing:
			name = "Library: " + name
		}
		out = append(out, [2]string{keys, name})
	}
	return append(out, [2]string{"Shift with a caret key", "Extend the selection"})
}

// isOtherPick tells a key that chooses rows as the first of its kind does.
func isOtherPick(id string) bool {
	key, ok := strings.CutPrefix(id, "pick.")
	return ok && slices.Contains(pickRangeKeys[1:], key)
}

func isOtherSlot(id string) bool {
	for _, prefix := range []string{"mark.", "again.", "take.", "also.", "own."} {
		if key, ok := strings.CutPrefix(id, prefix); ok && len(key) == 1 && key != "1" {
			return true
		}
	}
	return false
}
