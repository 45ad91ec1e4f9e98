package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation/text"
)

// contextMenu offers what can be done with the mark or the selection under the pointer.
func (w *Window) contextMenu(at text.Pos, where fyne.Position) {
	if w.set() == nil {
		return
	}
	inSelection := false
	for _, r := range w.view.Selection() {
		inSelection = inSelection || r.Contains(at)
	}
	if !inSelection {
		w.view.SetCaret(at)
		switch here, suggested := w.marksUnder(at), w.suggestionsUnder(at); {
		case len(here) > 0:
			w.choose(here[0].ID)
		case len(suggested) > 0:
			w.chooseSuggestion(suggested[0].ID)
		}
	}
	items := w.menuHere()
	showsEmoji(menuTitles(items))
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), w.win.Canvas(), where)
}

// menuTitles are all that a menu says.
func menuTitles(items []*fyne.MenuItem) string {
	var b strings.Builder
	for _, i := range items {
		b.WriteString(i.Label)
		if i.ChildMenu != nil {
			b.WriteString(menuTitles(i.ChildMenu.Items))
		}
	}
	return b.String()
}

// menuHere is the labels, what can be done with the chosen mark, and the rest, each with its key.
func (w *Window) menuHere() []*fyne.MenuItem {
	items := w.items(slots("mark")...)
	if w.hasSuggestion() {
		items = append(parted(items), w.items("suggestion.accept", "suggestion.reject")...)
	}
	if w.canChange() {
		items = append(parted(items),
			submenu("Same text also", w.items(slots("again")...)),
			submenu("Relabel as", w.relabelItems()),
			submenu("Bounds", w.items("range.add", "range.remove", "bound.B", "bound.Shift+B", "bound.E", "bound.Shift+E", "split", "join")),
			submenu("Links", append(w.items("link", "link.next"), w.linkItems()...)))
		items = append(items, w.items("note", "comment", "propose", "delete")...)
	}
	items = append(parted(items), submenu("Select", w.items("select.sentence", "select.grow", "select.shrink")))
	return append(items, w.items("sticky", "copy", "undo")...)
}

// slots are the IDs of the actions of one kind for each label key.
func slots(kind string) []string {
	ids := make([]string, len(labelKeys))
	for i, key := range labelKeys {
		ids[i] = kind + "." + key
	}
	return ids
}

// items are the entries of the actions that can be done now.
func (w *Window) items(ids ...string) []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, id := range ids {
		if a := w.actions.byID(id); a.isEnabled() && !w.isEmptySlot(a) {
			items = append(items, w.menuItem(a))
		}
	}
	return items
}

// parted adds a line behind what there is.
func parted(items []*fyne.MenuItem) []*fyne.MenuItem {
	if len(items) == 0 {
		return nil
	}
	return append(items, fyne.NewMenuItemSeparator())
}

func submenu(title string, items []*fyne.MenuItem) *fyne.MenuItem {
	item := fyne.NewMenuItem(title, nil)
	item.ChildMenu = fyne.NewMenu("", items...)
	item.Disabled = len(items) == 0
	return item
}

// relabelItems are the other labels for the chosen mark.
func (w *Window) relabelItems() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	sp, ok := w.chosenSpan()
	for _, c := range w.desk.choices() {
		if ok && c.LabelRole != sp.Label() {
			items = append(items, fyne.NewMenuItem(c.Name, func() { w.relabelChosen(c) }))
		}
	}
	return items
}

// linkItems are the links of the chosen mark, to be chosen.
func (w *Window) linkItems() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, r := range w.set().Relations(w.chosen) {
		other, _ := w.set().Span(r.Other(w.chosen))
		title := w.set().Scheme().NameOfRelation(r) + " “" + shortened(other.Quote(), 40) + "”"
		if r.To == w.chosen {
			title = "“" + shortened(other.Quote(), 40) + "” " + w.set().Scheme().NameOfRelation(r) + " this"
		}
		items = append(items, fyne.NewMenuItem(title, func() { w.chooseLink(r.ID) }))
	}
	return items
}
