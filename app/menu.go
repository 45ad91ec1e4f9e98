package app

import (
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"rubricator/annotation"
)

// menuNames are the menus, in order.
var menuNames = []string{"File", "Edit", "Mark", "View", "Review", "Dataset", "Go", "Help"}

// menu makes the main menu from the table as it stands now: titles change with what can be undone, and labels with
// the project.
func (w *Window) menu() *fyne.MainMenu {
	m := &fyne.MainMenu{}
	for _, name := range menuNames {
		menu := fyne.NewMenu(name)
		for _, a := range w.actions.all {
			if a.menu != name || !w.isOffered(a) {
				continue
			}
			if a.separator && len(menu.Items) > 0 {
				menu.Items = append(menu.Items, fyne.NewMenuItemSeparator())
			}
			menu.Items = append(menu.Items, w.menuItem(a))
		}
		if len(menu.Items) > 0 {
			m.Items = append(m.Items, menu)
		}
	}
	return m
}

// isOffered tells whether a menu shows an action: one that holds in this place, and for a label key one that has a label.
func (w *Window) isOffered(a *action) bool { return w.holds(a.place) && !w.isEmptySlot(a) }

func (w *Window) menuItem(a *action) *fyne.MenuItem {
	item := fyne.NewMenuItem(a.title(), func() { w.act(a) })
	item.Disabled = !a.isEnabled()
	item.Checked = a.checked != nil && a.checked()
	item.IsQuit = a.id == "quit"
	if len(a.keys) > 0 && runtime.GOOS != "darwin" { // there the system itself would fire it, in fields too
		item.Shortcut = shown{a.keys[0]}
	}
	if a.id == "project.recent" {
		item.Action = nil
		item.ChildMenu = w.recentMenu()
		item.Disabled = len(item.ChildMenu.Items) == 0
	}
	return item
}

func (w *Window) recentMenu() *fyne.Menu {
	m := fyne.NewMenu("")
	for _, path := range w.settings.Recent {
		m.Items = append(m.Items, fyne.NewMenuItem(projectName(path)+"   "+filepath.Dir(path), func() { w.openAt(path) }))
	}
	return m
}

// menuDelay is how long the menu may say what was. Making it anew takes longer than marking, so quick marks wait for one menu.
const menuDelay = 100 * time.Millisecond

// refreshMenu makes the menu anew when what it says has changed.
func (w *Window) refreshMenu() {
	switch said := w.menuText(); {
	case said == w.menuSaid:
	case w.menuSaid == "" || said == "":
		w.setMenu()
	case !w.menuDue:
		w.menuDue = true
		time.AfterFunc(menuDelay, func() { w.later(w.setMenu) })
	}
}

func (w *Window) setMenu() {
	w.menuDue = false
	said := w.menuText()
	switch said {
	case w.menuSaid:
		return
	case "":
		w.win.SetMainMenu(nil)
	default:
		showsEmoji(said)
		w.win.SetMainMenu(w.menu())
	}
	w.menuSaid = said
}

// menuText is all that the menu says; nothing where there is to be none.
func (w *Window) menuText() string {
	if w.alone {
		return ""
	}
	var b strings.Builder
	for _, a := range w.actions.all {
		if a.menu == "" || !w.isOffered(a) {
			continue
		}
		b.WriteString(a.title())
		if !a.isEnabled() {
			b.WriteByte('-')
		}
		if a.checked != nil && a.checked() {
			b.WriteByte('+')
		}
		b.WriteByte('\n')
	}
	for _, path := range w.settings.Recent {
		b.WriteString(path + "\n")
	}
	return b.String()
}

// slot is what this key marks, or nil.
func (w *Window) slot(key string) *annotation.Choice {
	if w.desk == nil {
		return nil
	}
	for _, c := range w.desk.choices() {
		if c.Key == key {
			return &c
		}
	}
	return nil
}

func (w *Window) slotTitle(key, more string) func() string {
	return func() string {
		if l := w.slot(key); l != nil {
			return l.Name + more
		}
		return "Label " + key + more
	}
}

// isEmptySlot tells a label action that has no label in this scheme, and one for a set that is not compared.
func (w *Window) isEmptySlot(a *action) bool {
	if key, ok := strings.CutPrefix(a.id, "take."); ok {
		g, _ := w.adjudicating.group()
		return int(key[0]-'0') > len(g.Annotators)
	}
	for _, prefix := range []string{"mark.", "again.", "hide."} {
		if key, ok := strings.CutPrefix(a.id, prefix); ok && len(key) == 1 {
			return w.slot(key) == nil
		}
	}
	return false
}
