package app

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/storage"
)

// filterBegin is how a word begins that narrows the library by what is known of articles rather than by their titles.
const filterBegin = "is:"

// filters are what the library can be narrowed to, by a word or by the menu beside it.
var filters = []struct {
	word, name string
	takes      func(*storage.Listed) bool
}{
	{"todo", "To do", func(d *storage.Listed) bool { return d.Status == annotation.Todo }},
	{"work", "In work", func(d *storage.Listed) bool { return d.Status == annotation.InWork }},
	{"done", "Done", func(d *storage.Listed) bool { return d.Status == annotation.Done }},
	{"empty", "Done, nothing to mark", func(d *storage.Listed) bool { return d.Empty }},
	{"skipped", "Skipped", func(d *storage.Listed) bool { return d.Status == annotation.Skipped }},
	{"returned", "Returned by a colleague", (*storage.Listed).IsReturned},
	{"unsure", "With marks I am unsure of", func(d *storage.Listed) bool { return d.Unsure > 0 }},
}

// query is what is looked for in the library: words of title and outlet, and filters, all of which hold.
type query struct{ words, states []string }

func readQuery(typed string) (q query) {
	for _, word := range strings.Fields(strings.ToLower(typed)) {
		if state, ok := strings.CutPrefix(word, filterBegin); ok {
			q.states = append(q.states, state)
		} else {
			q.words = append(q.words, word)
		}
	}
	return q
}

// filters tells whether what is found can change with a status.
func (q query) filters() bool { return len(q.states) > 0 }

func (q query) takes(d *storage.Listed) bool {
	for _, state := range q.states {
		if !isState(d, state) {
			return false
		}
	}
	return len(q.words) == 0 || holdsAll(strings.ToLower(d.Title+" "+d.Outlet), q.words)
}

// isState tells whether a filter takes a document. While the word is being typed, all count that it may become.
func isState(d *storage.Listed, state string) bool {
	for _, f := range filters {
		if strings.HasPrefix(f.word, state) && f.takes(d) {
			return true
		}
	}
	return false
}

// filtered is a search with another filter than it had, or with none where word is empty.
func filtered(typed, word string) string {
	words := slices.DeleteFunc(strings.Fields(typed), func(w string) bool { return strings.HasPrefix(strings.ToLower(w), filterBegin) })
	if word != "" {
		words = append([]string{filterBegin + word}, words...)
	}
	return strings.Join(words, " ")
}

// filterMenu offers the filters; the one that is on is ticked.
func (l *library) filterMenu() *fyne.Menu {
	now := readQuery(l.search.Text).states
	item := func(name, word string, on bool) *fyne.MenuItem {
		m := fyne.NewMenuItem(name, func() { l.search.SetText(filtered(l.search.Text, word)) })
		m.Checked = on
		return m
	}
	items := []*fyne.MenuItem{item("All articles", "", len(now) == 0), fyne.NewMenuItemSeparator()}
	for _, f := range filters {
		items = append(items, item(f.name+"   "+filterBegin+f.word, f.word, slices.Contains(now, f.word)))
	}
	return fyne.NewMenu("", items...)
}

// offerFilters shows the filters under the search field.
func (l *library) offerFilters() {
	canvas := fyne.CurrentApp().Driver().CanvasForObject(l.search)
	widget.ShowPopUpMenuAtRelativePosition(l.filterMenu(), canvas, fyne.NewPos(0, l.search.Size().Height), l.search)
}

// filterButton stands in the library's search field and offers the filters.
type filterButton struct {
	widget.Icon
	tapped func()
}

func newFilterButton(tapped func()) *filterButton {
	b := &filterButton{tapped: tapped}
	b.Resource = theme.NewColoredResource(theme.MenuDropDownIcon(), theme.ColorNamePlaceHolder)
	b.ExtendBaseWidget(b)
	return b
}

func (b *filterButton) Tapped(*fyne.PointEvent) { b.tapped() }

func (b *filterButton) Cursor() desktop.Cursor { return desktop.PointerCursor }
