package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// palette finds an action by its name.
func (w *Window) palette() {
	f := newField(w.keys, false)
	f.SetPlaceHolder("What do you want to do?")
	found := w.actions.matching("")
	chosen := 0
	list := newKeyList(w.keys, func() int { return len(found) }, newCommandRow, func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(found) {
			showCommand(o, found[i])
		}
	})
	do := func(i int) {
		w.closePopup()
		if i < len(found) {
			if a := found[i]; !a.isEnabled() {
				w.status.say("“" + a.title() + "” cannot be done now.")
			} else {
				w.act(a)
			}
		}
	}
	quiet := false
	point := func(i int) {
		chosen = max(0, min(i, len(found)-1))
		quiet = true
		list.Select(chosen)
		quiet = false
	}
	list.OnSelected = func(i widget.ListItemID) {
		if !quiet {
			do(i)
		}
	}
	f.OnChanged = func(s string) {
		found = w.actions.matching(s)
		list.UnselectAll()
		list.Refresh()
		point(0)
	}
	f.enter = func() { do(chosen) }
	f.arrow = func(k fyne.KeyName) bool {
		step := map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1, fyne.KeyPageUp: -8, fyne.KeyPageDown: 8}
		point(chosen + step[k])
		return true
	}
	f.escape = w.closePopup
	w.showPopup(container.NewBorder(f, nil, nil, nil, list), fyne.NewSize(560, 400))
	w.win.Canvas().Focus(f)
	point(0)
}

func newCommandRow() fyne.CanvasObject {
	keys := widget.NewLabel("")
	keys.Importance = widget.LowImportance
	name := widget.NewLabel("")
	name.Truncation = fyne.TextTruncateEllipsis
	return container.NewBorder(nil, nil, nil, keys, name)
}

func showCommand(o fyne.CanvasObject, a *action) {
	row := o.(*fyne.Container).Objects
	name, keys := row[0].(*widget.Label), row[1].(*widget.Label)
	name.Importance = widget.MediumImportance
	if !a.isEnabled() {
		name.Importance = widget.LowImportance
	}
	name.SetText(a.title())
	keys.SetText(a.keyNames())
	o.Refresh() // the keys take their room anew
}

// keyHelp shows the key table.
func (w *Window) keyHelp() {
	if w.popup != nil {
		w.closePopup()
		return
	}
	columns := []fyne.CanvasObject{container.NewVBox(), container.NewVBox()}
	lines := w.actions.keyTable()
	for i, line := range lines {
		keys := widget.NewLabel(line[0])
		keys.TextStyle.Bold = true
		row := container.NewBorder(nil, nil, container.NewGridWrap(fyne.NewSize(190, 26), keys), nil, widget.NewLabel(line[1]))
		column := columns[i*len(columns)/len(lines)].(*fyne.Container)
		column.Add(row)
	}
	title := widget.NewLabel("Keys")
	title.TextStyle.Bold = true
	closer := &keyCatcher{keys: w.keys, leave: w.closePopup}
	closer.ExtendBaseWidget(closer)
	hint := widget.NewLabel("Esc closes. Keys work in the text; Ctrl+K finds any command by name.")
	hint.Importance = widget.LowImportance
	body := container.NewVScroll(container.NewGridWithColumns(2, columns...))
	w.showPopup(container.NewBorder(container.NewVBox(title, closer), hint, nil, nil, body), w.win.Canvas().Size().SubtractWidthHeight(120, 100))
	w.win.Canvas().Focus(closer)
}

// keyTable is the table of keys and what they do, for the key help and the README: one line a row, keys first.
func (t *actions) keyTable() [][2]string {
	var out [][2]string
	for _, a := range t.all {
		if len(a.keys) == 0 || strings.HasPrefix(a.id, "extend.") || isOtherSlot(a.id) {
			continue
		}
		keys, name := a.keyNames(), a.name
		switch a.id {
		case "mark.1":
			keys, name = "1 to 9", "Mark the selection, or the label's unit at the caret"
		case "again.1":
			keys, name = "Shift+1 to 9", "Mark the chosen mark's text with another label"
		}
		out = append(out, [2]string{keys, name})
	}
	return append(out, [2]string{"Shift with a caret key", "Extend the selection"})
}

func isOtherSlot(id string) bool {
	for _, prefix := range []string{"mark.", "again."} {
		if key, ok := strings.CutPrefix(id, prefix); ok && len(key) == 1 && key != "1" {
			return true
		}
	}
	return false
}

// keyCatcher has the focus where nothing else needs it, and leaves on Esc.
type keyCatcher struct {
	widget.BaseWidget
	keys  *dispatcher
	leave func()
}

func (k *keyCatcher) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(layout.NewSpacer())
}
func (k *keyCatcher) FocusGained()   {}
func (k *keyCatcher) FocusLost()     {}
func (k *keyCatcher) TypedRune(rune) {}
func (k *keyCatcher) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape || e.Name == fyne.KeyF1 || e.Name == fyne.KeyReturn {
		k.leave()
	}
}

func (w *Window) showPopup(content fyne.CanvasObject, size fyne.Size) {
	w.closePopup()
	w.popup = widget.NewModalPopUp(container.New(&inset{8, 8}, content), w.win.Canvas())
	w.popup.Resize(size.Min(w.win.Canvas().Size().SubtractWidthHeight(40, 40)))
	w.popup.Show()
}

func (w *Window) closePopup() {
	if w.popup != nil {
		w.popup.Hide()
		w.popup = nil
		w.focusText()
	}
}
