package app

import (
	"regexp"
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

// roundBegin is how a word begins that narrows the library to a round. Its name may be as the beginning of a longer one, with dashes in
// the place of blanks, as in round:week-12; in quotes it is the whole name, as in round:"week 12".
const roundBegin = "round:"

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
	{"mine", "Assigned to me", func(d *storage.Listed) bool { return d.Mine }},
}

// query is what is looked for in the library: words of title and outlet, and filters, all of which hold.
type query struct {
	words, states []string
	rounds        []roundFilter
}

// roundFilter is what a round is looked for by.
type roundFilter struct {
	word  string // as of annotation.RoundWord
	whole bool   // and not the beginning of one
}

// queryWords takes a search apart, at blanks that are not in a round's name.
var queryWords = regexp.MustCompile(`(?i)` + roundBegin + `"[^"]*"?|\S+`)

func readQuery(typed string) (q query) {
	for _, word := range queryWords.FindAllString(strings.ToLower(typed), -1) {
		if state, ok := strings.CutPrefix(word, filterBegin); ok {
			q.states = append(q.states, state)
		} else if name, ok := strings.CutPrefix(word, roundBegin); ok {
			whole := len(name) > 1 && strings.HasPrefix(name, `"`) && strings.HasSuffix(name, `"`)
			q.rounds = append(q.rounds, roundFilter{annotation.RoundWord(name), whole})
		} else {
			q.words = append(q.words, word)
		}
	}
	return q
}

// filters tells whether what is found can change with a status.
func (q query) filters() bool { return len(q.states) > 0 }

// takes tells whether a document is in the round.
func (f roundFilter) takes(d *storage.Listed) bool {
	return slices.ContainsFunc(d.Rounds, func(r annotation.Round) bool {
		if f.whole {
			return r.Word() == f.word
		}
		return strings.HasPrefix(r.Word(), f.word)
	})
}

func (q query) takes(d *storage.Listed) bool {
	for _, state := range q.states {
		if !isState(d, state) {
			return false
		}
	}
	for _, f := range q.rounds {
		if !f.takes(d) {
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

// filtered is a search with another filter of its kind than it had, or with none of that kind where filter is empty.
func filtered(typed, kind, filter string) string {
	words := slices.DeleteFunc(queryWords.FindAllString(typed, -1), func(w string) bool { return strings.HasPrefix(strings.ToLower(w), kind) })
	if filter != "" {
		words = append([]string{filter}, words...)
	}
	return strings.Join(words, " ")
}

// ofRound is the filter that takes a round alone.
func ofRound(r annotation.Round) string {
	return roundBegin + `"` + strings.ReplaceAll(r.Name, `"`, " ") + `"`
}

// filterMenu offers the filters, and the rounds that documents are in; what is on is ticked.
func (l *library) filterMenu() *fyne.Menu {
	now := readQuery(l.search.Text)
	item := func(name string, on bool, search func(typed string) string) *fyne.MenuItem {
		m := fyne.NewMenuItem(name, func() { l.search.SetText(search(l.search.Text)) })
		m.Checked = on
		return m
	}
	items := []*fyne.MenuItem{item("All articles", len(now.states)+len(now.rounds) == 0, func(typed string) string {
		return filtered(filtered(typed, filterBegin, ""), roundBegin, "")
	}), fyne.NewMenuItemSeparator()}
	for _, f := range filters {
		items = append(items, item(f.name+"   "+filterBegin+f.word, slices.Contains(now.states, f.word), func(typed string) string {
			return filtered(typed, filterBegin, filterBegin+f.word)
		}))
	}
	for i, r := range l.rounds() {
		if i == 0 {
			items = append(items, fyne.NewMenuItemSeparator())
		}
		on := slices.Contains(now.rounds, roundFilter{r.Word(), true})
		items = append(items, item("Round "+quoted(r.Name, 40), on, func(typed string) string { return filtered(typed, roundBegin, ofRound(r)) }))
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
