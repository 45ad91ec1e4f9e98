package app

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/app/query"
)

// mostInMenu is how many outlets, languages or people a menu offers; others are completed in the field.
const mostInMenu = 20

// filterMenu offers what the library can be narrowed to; what is on is ticked.
func (l *library) filterMenu() *fyne.Menu {
	now := query.Read(l.search.Text)
	item := func(name string, on bool, search func(typed string) string) *fyne.MenuItem {
		m := fyne.NewMenuItem(name, func() { l.search.SetText(search(l.search.Text)) })
		m.Checked = on
		return m
	}
	of := func(label, begin, name string) *fyne.MenuItem {
		t, _ := query.ReadTerm(strings.ToLower(query.TermOf(begin, name)))
		return item(label, slices.Contains(now.Terms, t), func(typed string) string { return query.With(typed, begin, query.TermOf(begin, name)) })
	}
	all := item("All articles", len(now.Terms) == 0, func(typed string) string {
		for _, b := range query.Begins {
			typed = query.With(typed, b.Word, "")
		}
		return typed
	})
	var items []*fyne.MenuItem
	if !now.IsEmpty() {
		on := fyne.NewMenuItem("On: "+quoted(strings.TrimSpace(l.search.Text), 60)+"   Esc shows all", l.showAll)
		items = parted([]*fyne.MenuItem{on})
	}
	items = parted(append(items, all))
	for _, f := range query.States {
		items = append(items, of(f.Name+"   "+query.State+f.Word, query.State, f.Word))
	}
	if !l.current.IsZero() {
		items = append(items, of("The story of the open article   "+query.Story+query.ThisStory, query.Story, query.ThisStory))
	}
	items = parted(items)
	for _, group := range []struct{ name, begin string }{
		{"Outlet", query.Outlet}, {"Language", query.Language}, {"Published from", query.From}, {"Published until", query.Until}, {"Label of my marks", query.Label}, {"Marked by", query.By},
	} {
		var values []*fyne.MenuItem
		for _, name := range l.values(group.begin) {
			if len(values) == mostInMenu {
				break
			}
			values = append(values, of(quoted(name, 40), group.begin, name))
		}
		if len(values) > 0 {
			items = append(items, submenu(group.name+"   "+group.begin, values))
		}
	}
	for i, r := range l.rounds() {
		if last := items[len(items)-1]; i == 0 && !last.IsSeparator {
			items = parted(items)
		}
		items = append(items, of("Round "+quoted(r.Name, 40), query.Round, r.Name))
	}
	if items[len(items)-1].IsSeparator {
		items = items[:len(items)-1]
	}
	return fyne.NewMenu("", items...)
}

// rounds are those that documents are in, the newest first.
func (l *library) rounds() (out []annotation.Round) {
	seen := map[annotation.ID]bool{}
	for i := range l.all {
		for _, r := range l.all[i].Rounds {
			if !seen[r.ID] {
				seen[r.ID] = true
				out = append(out, r)
			}
		}
	}
	slices.SortFunc(out, func(a, b annotation.Round) int { return slices.Compare(b.ID[:], a.ID[:]) })
	return out
}

// offerFilters shows the filters under the search field.
func (l *library) offerFilters() {
	l.renewMarks()
	l.popUp(l.filterMenu(), l.search)
}

func (l *library) popUp(menu *fyne.Menu, under fyne.CanvasObject) {
	showsEmoji(menuTitles(menu.Items))
	canvas := fyne.CurrentApp().Driver().CanvasForObject(under)
	if canvas.Focused() == nil { // the click took the keys from whoever had them
		canvas.Focus(l.list)
	}
	widget.ShowPopUpMenuAtRelativePosition(menu, canvas, fyne.NewPos(0, under.Size().Height), under)
}

// menuButton stands in a field or at a line and offers a menu.
type menuButton struct {
	widget.Icon
	tapped func()
}

func newMenuButton(tapped func()) *menuButton {
	b := &menuButton{tapped: tapped}
	b.Resource = theme.NewColoredResource(theme.MenuDropDownIcon(), theme.ColorNamePlaceHolder)
	b.ExtendBaseWidget(b)
	return b
}

// ink gives the button another colour.
func (b *menuButton) ink(c fyne.ThemeColorName) {
	if r, ok := b.Resource.(*theme.ThemedResource); !ok || r.ColorName != c {
		b.SetResource(theme.NewColoredResource(theme.MenuDropDownIcon(), c))
	}
}

func (b *menuButton) Tapped(*fyne.PointEvent) { b.tapped() }

func (b *menuButton) Cursor() desktop.Cursor { return desktop.PointerCursor }
