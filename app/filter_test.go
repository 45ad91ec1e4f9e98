package app

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

// foundIn are the titles that the library shows.
func (p *person) foundIn() string {
	var titles []string
	for _, i := range p.library.shown {
		titles = append(titles, p.library.all[i].Title)
	}
	return strings.Join(titles, ", ")
}

// five are articles in each state: to do, in work with an unsure mark, done, done and empty, skipped.
func five(t *testing.T) *person {
	t.Helper()
	p := atWork(t, "One\n\nTolls rose 1%.\n", "Two\n\nTolls rose 2%.\n", "Three\n\nTolls rose 3%.\n", "Four\n\nTolls fell.\n", "Five\n\nWeather.\n")
	p.press("Ctrl+PgDn")
	p.selects("2%")
	p.press("2", "U", "Ctrl+PgDn")
	p.selects("3%")
	p.press("2", "Ctrl+Enter", "Ctrl+Shift+Enter", "Ctrl+Shift+PgDn")
	p.writes("no news")
	p.press("Enter")
	p.settles()
	return p
}

func TestTheLibraryIsNarrowedByWhatArticlesAre(t *testing.T) {
	p := five(t)
	for _, again := range []string{"now", "read again"} {
		for _, c := range []struct{ typed, found string }{
			{"", "One, Two, Three, Four, Five"},
			{"is:todo", "One"},
			{"is:work", "Two"},
			{"is:done", "Three, Four"},
			{"is:empty", "Four"},
			{"IS:Skipped", "Five"},
			{"is:unsure", "Two"},
			{"o is:unsure", "Two"},
			{"is:unsure one", ""},
			{"is:done is:empty", "Four"},
			{"is:", "One, Two, Three, Four, Five"},
			{"is:d", "Three, Four"},
			{"is:donne", ""},
		} {
			p.library.search.SetText(c.typed)
			if got := p.foundIn(); got != c.found {
				t.Errorf("%s, %q finds %q, want %q", again, c.typed, got, c.found)
			}
		}
		p.reloadList(nil)
	}
}

func TestWhatIsNoLongerSoLeavesTheListWhenAnotherIsOpened(t *testing.T) {
	p := five(t)
	p.library.search.SetText("is:unsure")
	p.open(p.desk.documents[1].ID)
	p.press("Shift+U", "U")
	if got := p.foundIn(); got != "Two" {
		t.Errorf("while it is worked on the list is %q", got)
	}
	p.open(p.desk.documents[2].ID)
	if got := p.foundIn(); got != "" {
		t.Errorf("left, it is in the list: %q", got)
	}
}

func TestTheMenuInTheSearchNarrowsTheLibrary(t *testing.T) {
	p := five(t)
	p.library.search.SetText("is:done o")
	p.photograph("filter-done")
	p.library.search.ActionItem.(fyne.Tappable).Tapped(nil)
	p.photograph("filter-menu")
	p.win.Canvas().Overlays().Top().Hide()
	pick := func(name string) {
		t.Helper()
		for _, i := range p.library.filterMenu().Items {
			if strings.HasPrefix(i.Label, name) {
				i.Action()
				return
			}
		}
		t.Fatalf("%q is not offered", name)
	}
	for _, c := range []struct{ pick, typed, found string }{
		{"Skipped", "is:skipped o", ""},
		{"All articles", "o", "One, Two, Four"},
		{"To do", "is:todo o", "One"},
	} {
		pick(c.pick)
		if got := p.library.search.Text; got != c.typed || p.foundIn() != c.found {
			t.Errorf("%s: the search is %q and finds %q, want %q and %q", c.pick, got, p.foundIn(), c.typed, c.found)
		}
	}
	ticked := ""
	for _, i := range p.library.filterMenu().Items {
		if i.Checked {
			ticked += i.Label
		}
	}
	if ticked != "To do   is:todo" {
		t.Errorf("ticked is %q", ticked)
	}
}
