package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/jobs"
	"rubricator/app/query"
	"rubricator/storage"
)

// newsstand has five articles of two outlets, in two languages, three of one story, with dates.
func newsstand(t *testing.T) *person {
	t.Helper()
	p := atWork(t, "Harbour shut\n\nThe port closes on Friday, the ministry said.\n", "Fares rise\n\nThe harbour ferries cost 4% more, and Čapek said so.\n",
		"Grain\n\nThe harvest was poor.\n", "Grano\n\nLa cosecha fue mala.\n", "Quake\n\n昨日東京で地震があった。\n")
	known := []annotation.Document{
		{Outlet: "Osley Herald", Published: "2026-05-04", Language: "en-GB"},
		{Outlet: "Osley Herald", Published: "2026-06", Language: "en"},
		{Outlet: "Radio Sur", Published: "2025", Language: "en"},
		{Outlet: "Radio Sur", Language: "es"},
		{Outlet: "", Published: "2026-05-30", Language: "ja"},
	}
	e := annotation.NewEdit("details")
	for i, k := range known {
		before := p.desk.documents[i].Document
		after := before
		after.Outlet, after.Published, after.Language = k.Outlet, k.Published, k.Language
		if i == 2 || i == 3 {
			after.Story = p.desk.documents[2].ID
		}
		c, _ := before.ChangeTo(after)
		e.Documents = append(e.Documents, c.Documents...)
	}
	if err := p.do(e); err != nil {
		t.Fatal(err)
	}
	p.settles()
	p.waits("the list has the outlets", func() bool { return p.library.all[1].Outlet != "" })
	return p
}

func (p *person) looksFor(search string) { p.library.search.SetText(search) }

func TestTheLibraryIsNarrowedByWhatIsKnownOfArticles(t *testing.T) {
	p := newsstand(t)
	for _, c := range []struct{ typed, found string }{
		{`outlet:osley`, "Harbour shut, Fares rise"},
		{`outlet:herald`, "Harbour shut, Fares rise"},
		{`outlet:"Radio Sur"`, "Grain, Grano"},
		{`outlet:"Radio"`, ""},
		{`outlet:radio-sur language:es`, "Grano"},
		{"language:en", "Harbour shut, Fares rise, Grain"},
		{"from:2026", "Harbour shut, Fares rise, Quake"},
		{"from:2026-06", "Fares rise"},
		{"from:2026-05-10 until:2026-05-31", "Quake"},
		{"until:2025", "Grain"},
		{"until:2026-05-04", "Harbour shut, Grain"},
		{"is:copy", "Grano"},
		{"story:this", "Harbour shut"},
		{"FROM:2026 rise", "Fares rise"},
		{"from:2026-6", "Fares rise"},
		{"from:2026-5-9 until:2026-5-31", "Quake"},
		{"until:2026-05", "Harbour shut, Grain, Quake"},
		{"-from:2026", "Grain, Grano"},
		{"is:undated", "Grano"},
		{"outlet:sur", "Grain, Grano"},
		{`outlet:"OSLEY HERALD" rise`, "Fares rise"},
		{`outlet:""`, "Quake"},
		{`-outlet:"Osley Herald"`, "Grain, Grano, Quake"},
		{"-is:todo", ""},
		{"-language:en -is:copy", "Quake"},
		{"outlet:", "Harbour shut, Fares rise, Grain, Grano"},
		{"-outlet:", "Quake"},
		{"-until:", "Grano"},
	} {
		p.looksFor(c.typed)
		if got := p.foundIn(); got != c.found {
			t.Errorf("%q finds %q, want %q", c.typed, got, c.found)
		}
	}
	p.open(p.desk.documents[3].ID)
	p.looksFor("story:this")
	if got := p.foundIn(); got != "Grain, Grano" {
		t.Errorf("the story of Grano is %q", got)
	}
}

func TestTheLibraryIsNarrowedByMarks(t *testing.T) {
	p := newsstand(t)
	p.open(p.desk.documents[1].ID)
	p.selects("4%")
	p.press("2")
	p.settles()
	label := p.set().Spans()[0].Label().String()
	for _, c := range []struct{ typed, found string }{
		{"label:" + label, "Fares rise"},
		{"label:" + label[:3], "Fares rise"},
		{"label:nonesuch", ""},
		{"by:" + query.Word(p.desk.annotator.Name), "Fares rise"},
		{`by:"Nobody"`, ""},
		{"label:" + label + " language:es", ""},
		{"-label:" + label, "Harbour shut, Grain, Grano, Quake"},
		{"-by:" + query.Word(p.desk.annotator.Name), "Harbour shut, Grain, Grano, Quake"},
		{`-by:"Nobody" label:` + label, "Fares rise"},
		{"-label:nonesuch language:es", "Grano"},
	} {
		p.looksFor(c.typed)
		if got := p.foundIn(); got != c.found {
			t.Errorf("%q finds %q, want %q", c.typed, got, c.found)
		}
	}
	p.looksFor("label:" + label)
	p.press("Ctrl+Z")
	p.settles()
	p.open(p.desk.documents[0].ID)
	p.waits("the mark that was taken back is not found", func() bool { return p.foundIn() == "" })
}

func TestTheLibraryIsNarrowedByWhatColleaguesMarked(t *testing.T) {
	home := t.TempDir()
	p := begins(start(t, home), strait, flood)
	first := p.document.Title
	p = p.meanwhile("Ben", home, func(ben *storage.Project, mine *annotation.Set) []annotation.Edit {
		his := annotation.NewSet(mine.Head().Document, ben.Annotator().ID, mine.Text(), mine.Scheme())
		return []annotation.Edit{sure(t)(his.AddSpan([]rangeset.Range{{Start: 30, End: 33}}, annotation.LabelRole{Label: "statistic"}, annotation.OriginSelection))}
	})
	for typed, found := range map[string]string{"by:ben": first, "by:ben label:statistic": first, "by:ben label:claim": "", "label:statistic": ""} {
		p.looksFor(typed)
		p.waits(typed, func() bool { return p.foundIn() == found })
	}
	p.looksFor("")
	p.press("Ctrl+Shift+F")
	p.writes("by:")
	p.waits("he is offered", func() bool { return slices.Contains(p.offersSay(), `by:"Ben"`) })
}

func TestTextsAreSearchedToo(t *testing.T) {
	p := newsstand(t)
	p.looksFor("harbour")
	if got := p.foundIn(); got != "Harbour shut" {
		t.Errorf("at once it finds %q", got)
	}
	p.waits("the texts are searched", func() bool { return p.foundIn() == "Harbour shut, Fares rise" })
	p.waits("the words are shown", func() bool {
		p.library.excerpt(p.desk.documents[1].ID)
		return strings.HasPrefix(p.library.hits.excerpts[p.desk.documents[1].ID], "The harbour ferries")
	})
	p.photograph("library-texts")
	p.setTheme("dark")
	p.photograph("library-texts-dark")
	p.looksFor("capek")
	p.waits("accents do not matter", func() bool { return p.foundIn() == "Fares rise" })
	p.library.search.enter()
	p.waits("it is open at the word", func() bool { return p.document.Title == "Fares rise" && p.view.Caret() == p.find("Čapek").Start })
	p.lights("Fares rise\n\nThe harbour ferries cost 4% more, and [[Čapek]] said so.\n")
	p.looksFor("地震")
	p.lights("Fares rise\n\nThe harbour ferries cost 4% more, and Čapek said so.\n")
	p.waits("a script without spaces is searched", func() bool { return p.foundIn() == "Quake" })
	p.library.search.enter()
	p.waits("that one is open at the word", func() bool { return p.document.Title == "Quake" && p.view.Caret() == p.find("地震").Start })
	p.looksFor("port outlet:radio")
	p.looksFor("cosecha outlet:radio")
	p.waits("terms hold for texts too", func() bool { return p.foundIn() == "Grano" })
}

// offersSay are what the search may become, as the library shows it.
func (p *person) offersSay() (out []string) {
	for _, o := range p.library.offered {
		out = append(out, strings.TrimSpace(o.word+"   "+o.says))
	}
	return out
}

func TestFiltersAreFoundByKeysAlone(t *testing.T) {
	p := newsstand(t)
	p.press("Ctrl+Shift+F", "Down")
	p.photograph("library-filters")
	offers := strings.Join(p.offersSay(), "|")
	for _, want := range []string{"is:   to do, in work", "outlet:   who published", "from:   published", "story:"} {
		if !strings.Contains(offers, want) {
			t.Errorf("%q is not offered: %s", want, offers)
		}
	}
	if strings.Contains(offers, "round:") {
		t.Errorf("without a round there is %s", offers)
	}
	p.press("Down", "Down", "Enter")
	if got := strings.Join(p.offersSay(), "|"); got != `outlet:"Osley Herald"|outlet:"Radio Sur"` {
		t.Errorf("after outlet: it is %s", got)
	}
	p.press("Down", "Down")
	if got, told := p.foundIn(), p.library.told.Text(); got != "Grain, Grano" || !p.library.told.Visible() || told != "2 of 5 found · Ctrl+Shift+A: all" {
		t.Errorf("it finds %q, and says %q", got, told)
	}
	p.press("Enter")
	if p.document.Title != "Grain" {
		t.Errorf("open is %q", p.document.Title)
	}
	p.press("Ctrl+Shift+A")
	if got := p.foundIn(); p.library.search.Text != "" || strings.Count(got, ",") != 4 || p.library.told.Visible() {
		t.Errorf("then it is %q, and shows %q", p.library.search.Text, got)
	}
}

func TestNothingFoundIsSaid(t *testing.T) {
	p := newsstand(t)
	p.looksFor("nonesuch")
	p.photograph("library-none")
	if !p.library.none.Visible() {
		t.Error("the list is empty without a word")
	}
	p.looksFor("")
	if p.library.none.Visible() {
		t.Error("all are shown, and it is said that none is")
	}
}

func TestWhatATermMayBeIsOfferedWhileItIsTyped(t *testing.T) {
	p := newsstand(t)
	p.win.Canvas().Focus(p.library.search)
	for typed, offers := range map[string]string{
		"outlet:":        `outlet:"Osley Herald"|outlet:"Radio Sur"`,
		"x outlet:sur":   `outlet:"Radio Sur"`,
		"language:e":     "language:en|language:en-GB|language:es",
		"from:2026":      "from:2026-06|from:2026-05",
		"is:un":          "is:unsure   With marks I am unsure of|is:undated   Without a date",
		"-outlet:sur":    `outlet:"Radio Sur"`,
		"grain lan":      "language:   its language",
		"ou":             "outlet:   who published it",
		"o":              "",
		"story:":         "story:this",
		"is:unsure":      "",
		"harbour":        "",
		`outlet:"Radio"`: "",
	} {
		p.looksFor(typed)
		if got := strings.Join(p.offersSay(), "|"); got != offers {
			t.Errorf("%q is offered %q, want %q", typed, got, offers)
		}
	}
	p.looksFor("outlet:")
	p.photograph("library-offers")
	p.press("Down", "Down")
	if got := p.foundIn(); p.library.search.Text != `outlet:"Radio Sur"` || got != "Grain, Grano" {
		t.Errorf("two steps down the search is %q and finds %q", p.library.search.Text, got)
	}
	p.press("Up")
	if got := p.foundIn(); got != "Harbour shut, Fares rise" {
		t.Errorf("one up it finds %q", got)
	}
	p.focusText()
	if len(p.library.offers.Objects) != 0 {
		t.Error("offers are there without the field")
	}
}

func TestTheFilterMenuOffersWhatThereIs(t *testing.T) {
	p := newsstand(t)
	p.looksFor(`outlet:"Radio Sur"`)
	for _, i := range p.library.filterMenu().Items {
		if i.ChildMenu == nil || !strings.HasPrefix(i.Label, "Outlet") {
			continue
		}
		var said []string
		for _, o := range i.ChildMenu.Items {
			said = append(said, fmt.Sprintf("%s %v", strings.Trim(o.Label, "\u2068\u2069"), o.Checked))
		}
		if got := strings.Join(said, "|"); got != "Osley Herald false|Radio Sur true" {
			t.Errorf("outlets are %q", got)
		}
		i.ChildMenu.Items[0].Action()
	}
	if got := p.foundIn(); got != "Harbour shut, Fares rise" {
		t.Errorf("the other outlet finds %q", got)
	}
}

func TestTheLibraryIsSorted(t *testing.T) {
	p := newsstand(t)
	for _, c := range []struct {
		by   string
		back bool
		said string
		want string
	}{
		{"", false, "", "Harbour shut, Fares rise, Grain, Grano, Quake"},
		{"", true, "last ones first", "Quake, Grano, Grain, Fares rise, Harbour shut"},
		{"title", false, "by title, A to Z", "Fares rise, Grain, Grano, Harbour shut, Quake"},
		{"title", true, "by title, Z to A", "Quake, Harbour shut, Grano, Grain, Fares rise"},
		{"outlet", false, "by outlet, A to Z", "Harbour shut, Fares rise, Grain, Grano, Quake"},
		{"outlet", true, "by outlet, Z to A", "Grain, Grano, Harbour shut, Fares rise, Quake"},
		{"date", false, "by date, newest first", "Fares rise, Quake, Harbour shut, Grain, Grano"},
		{"date", true, "by date, oldest first", "Grain, Harbour shut, Quake, Fares rise, Grano"},
		{"words", false, "by words, longest first", "Fares rise, Harbour shut, Grain, Grano, Quake"},
	} {
		p.library.sortBy(c.by, c.back)
		if got := p.foundIn(); got != c.want {
			t.Errorf("by %q, back %t, it is %q, want %q", c.by, c.back, got, c.want)
		}
		if said := p.library.count.Text(); !strings.HasSuffix(said, c.said) {
			t.Errorf("by %q, back %t, the count says %q", c.by, c.back, said)
		}
	}
}

func TestTheOrderIsTurnedAndKept(t *testing.T) {
	p := newsstand(t)
	p.does("library.sort.title")
	p.does("library.sort.turn")
	p.reloadList(nil)
	if got := p.foundIn(); !strings.HasPrefix(got, "Quake, Harbour shut") || p.settings.Sorted[p.desk.project.Path()] != "-title" {
		t.Errorf("turned it is %q", got)
	}
	var offered []string
	for _, i := range p.library.sortMenu().Items {
		if i.Checked || strings.HasPrefix(i.Label, "The other") {
			offered = append(offered, i.Label)
		}
	}
	if got := strings.Join(offered, "|"); got != "Sort by title, Z to A|The other way round: A to Z" {
		t.Errorf("offered is %s", got)
	}
	p.does("library.sort.turn")
	if got := p.foundIn(); !strings.HasPrefix(got, "Fares rise, Grain") {
		t.Errorf("turned again it is %q", got)
	}
}

func TestWhatIsSortedByMarksMovesWhenItIsLeft(t *testing.T) {
	p := newsstand(t)
	p.does("library.sort.marks")
	p.open(p.desk.documents[1].ID)
	p.selects("4%")
	p.press("2")
	if got := p.foundIn(); !strings.HasPrefix(got, "Harbour shut") {
		t.Errorf("it moves while it is worked on: %q", got)
	}
	p.press("Ctrl+PgDn")
	if got := p.foundIn(); !strings.HasPrefix(got, "Fares rise, Harbour shut") {
		t.Errorf("left, most marks come first: %q", got)
	}
	p.reloadList(nil)
	if got := p.foundIn(); !strings.HasPrefix(got, "Fares rise, Harbour shut") {
		t.Errorf("read again it is %q", got)
	}
}

func TestNextAndPreviousGoAsTheLibraryShows(t *testing.T) {
	p := newsstand(t)
	goes := func(key string, titles ...string) {
		t.Helper()
		for _, want := range titles {
			if p.press(key); p.document.Title != want {
				t.Errorf("%s leads to %q, want %q", key, p.document.Title, want)
			}
		}
	}
	p.does("library.sort.title")
	p.open(p.desk.documents[1].ID)
	goes("Ctrl+PgDn", "Grain", "Grano", "Harbour shut", "Quake", "Quake")
	p.reads("This is the last article.")
	p.looksFor("language:en")
	goes("Ctrl+PgUp", "Harbour shut", "Grain", "Fares rise", "Fares rise") // from an article that is not shown
	p.reads("This is the first article of those found.")
	p.open(p.desk.documents[3].ID)
	goes("Ctrl+PgDn", "Harbour shut")
	goes("Ctrl+Shift+Enter", "Fares rise", "Grain", "Grain")
	p.reads("None is left of those found, but 2 others are. Ctrl+Shift+A shows all.")
	goes("Ctrl+Shift+A", "Grain")
	goes("Ctrl+Shift+Enter", "Grano", "Quake", "Quake")
	p.reads("All 5 articles are done.")
}

func TestACorrectedArticleIsNobodysWork(t *testing.T) {
	p := newsstand(t)
	p.app.Clipboard().SetContent("Fares rise\n\nThe harbour ferries cost 5% more, and Čapek said so.\n")
	p.open(p.desk.documents[1].ID)
	p.does("correct")
	p.press("Ctrl+V", "Ctrl+Enter")
	p.waits("the right text is listed", func() bool { return len(p.library.all) == 6 && p.set() != nil })
	if said := p.library.count.Text(); said != "0 of 5 done, 1 corrected" {
		t.Errorf("the count says %q", said)
	}
	old := p.desk.documents[1].ID
	p.looksFor("is:corrected")
	if got := p.library.found(); len(got) != 1 || got[0] != old {
		t.Errorf("it finds %q", p.foundIn())
	}
	p.photograph("library-corrected")
	p.looksFor("is:todo")
	if got := p.foundIn(); got != "Harbour shut, Grain, Grano, Quake, Fares rise" {
		t.Errorf("to do are %q", got)
	}
	p.looksFor("")
	p.open(p.desk.documents[0].ID)
	p.press("Ctrl+Shift+Enter")
	if p.document.Title != "Grain" {
		t.Errorf("after the first comes %q", p.document.Title)
	}
	p.press("Ctrl+Shift+Enter", "Ctrl+Shift+Enter", "Ctrl+Shift+Enter", "Ctrl+Shift+Enter")
	p.reads("All 5 articles are done.")
}

func (p *person) pickedRows() string {
	var titles []string
	for _, d := range p.library.picked() {
		titles = append(titles, d.Title)
	}
	return strings.Join(titles, ", ")
}

func TestSeveralArticlesAreChosen(t *testing.T) {
	p := newsstand(t)
	p.win.Canvas().Focus(p.library.list)
	p.press("Shift+Down", "Shift+Down")
	if got := p.pickedRows(); got != "Harbour shut, Fares rise, Grain" {
		t.Errorf("two steps down %q are chosen", got)
	}
	p.press("Shift+Up")
	if got, said := p.pickedRows(), p.library.count.Text(); got != "Harbour shut, Fares rise" || said != "2 articles chosen" {
		t.Errorf("one up %q are chosen, and the count says %q", got, said)
	}
	p.photograph("library-chosen")
	p.press("Escape")
	if got := p.pickedRows(); got != "" {
		t.Errorf("after Escape %q are chosen", got)
	}
	p.looksFor("outlet:radio")
	p.press("Ctrl+A")
	if got := p.pickedRows(); got != "Grain, Grano" {
		t.Errorf("all that are found are %q", got)
	}
	p.press("Enter")
	if got := p.pickedRows(); got != "" || p.document.Title == "Harbour shut" {
		t.Errorf("opening one leaves %q chosen, and %q is open", got, p.document.Title)
	}
}

func TestDeleteInTheListTakesTheArticleThatTheKeysAreAt(t *testing.T) {
	p := newsstand(t)
	p.open(p.desk.documents[0].ID)
	p.win.Canvas().Focus(p.library.list)
	p.library.list.point(0)
	p.press("Down", "Del")
	if said := p.formSays(); p.on() != "Remove 1 article?" || !strings.Contains(said, "“Fares rise”\n") {
		t.Fatalf("%q asks %q", p.on(), said)
	}
	p.press("Esc")
	if p.win.Canvas().Focused() != p.library.list || p.pickedRows() != "Fares rise" {
		t.Error("the list has lost the keys or what was chosen")
	}
	p.press("Del", "Enter")
	p.waits("it is gone", func() bool { return p.foundIn() == "Harbour shut, Grain, Grano, Quake" })
	if p.document.Title != "Harbour shut" {
		t.Errorf("%q is open", p.document.Title)
	}
}

func TestWhatIsNoFilterIsTold(t *testing.T) {
	p := newsstand(t)
	p.looksFor("ferry nonesuch")
	p.waits("nothing is found", func() bool { return p.foundIn() == "" })
	if got := p.library.none.Text(); strings.Contains(got, "filter") {
		t.Errorf("of words it says %q", got)
	}
	p.looksFor("autor:Osley")
	if got := p.library.none.Text(); !strings.Contains(got, "“autor:” is no filter; these are: is: outlet: by: ") {
		t.Errorf("it says %q", got)
	}
}

func TestMoreOutletsThanAreOfferedAreCounted(t *testing.T) {
	p := newsstand(t)
	for i := range mostOffered + 3 {
		d := p.desk.documents[i%len(p.desk.documents)].Document
		d.ID, d.Outlet = annotation.NewID(), "Gazette of "+string(rune('A'+i))
		p.library.all = append(p.library.all, storage.Listed{Document: d})
	}
	p.press("Ctrl+Shift+F")
	p.writes("outlet:gazette")
	if got := p.library.more.Text(); len(p.library.offered) != mostOffered || got != "and 3 more: type on" {
		t.Errorf("of %d outlets %d are offered %q", mostOffered+3, len(p.library.offered), got)
	}
	p.photograph("library-more")
	p.writes(" of B")
	if p.library.unoffered != 0 {
		t.Error("one is left, and more are told")
	}
}

func TestSeveralArticlesAreRemovedInOneStep(t *testing.T) {
	p := newsstand(t)
	p.open(p.desk.documents[1].ID)
	p.selects("4%")
	p.press("2")
	p.settles()
	p.open(p.desk.documents[0].ID)
	p.win.Canvas().Focus(p.library.list)
	p.library.list.point(0)
	p.press("Shift+Down")
	p.removePicked()
	if said := p.formSays(); !strings.Contains(said, "“Harbour shut”\n“Fares rise”\n") {
		t.Errorf("it asks %q", said)
	}
	p.taps("Remove")
	p.waits("they are gone", func() bool { return p.foundIn() == "Grain, Grano, Quake" && p.document.Title == "Grain" })
	p.focusText()
	p.press("Ctrl+Z")
	p.waits("they are back", func() bool { return p.foundIn() == "Harbour shut, Fares rise, Grain, Grano, Quake" })
	p.open(p.desk.documents[1].ID)
	if len(p.set().Spans()) != 1 {
		t.Errorf("marks are %q", p.marks())
	}
}

func TestSeveralArticlesTellTheSameStory(t *testing.T) {
	p := newsstand(t)
	p.win.Canvas().Focus(p.library.list)
	p.press("Shift+Down")
	p.act(p.actions.byID("picked.story"))
	story := func(search, want string) func() bool {
		return func() bool { p.looksFor(search); return p.foundIn() == want }
	}
	p.waits("they tell one story", story("story:this", "Harbour shut, Fares rise"))
	p.act(p.actions.byID("picked.alone"))
	p.waits("they stand alone", story("story:this", "Harbour shut"))
}

// many is a window on a project of so many articles, of 97 outlets and dates, every tenth marked and every fifth of those done.
func many(b *testing.B, n int) *person {
	p := atWork(b, strait)
	articles := make([]jobs.Article, n-1)
	for i := range articles {
		body := fmt.Sprintf("Article %d on grain\n\nThe harvest of field %d was poor, said farmer %d of the cooperative.\n", i, i, i%97)
		articles[i] = jobs.Article{Name: fmt.Sprint(i, ".txt"), Read: func() ([]byte, error) { return []byte(body), nil }}
	}
	if _, err := jobs.Import(context.Background(), p.desk.project, articles, jobs.ImportOptions{}); err != nil {
		b.Fatal(err)
	}
	p.reloadList(nil)
	p.waits("all are listed", func() bool { return len(p.library.all) == n })
	var edits []annotation.Edit
	for i := range p.desk.documents {
		d := p.desk.documents[i].Document
		after := d
		after.Outlet, after.Published, after.Language = fmt.Sprintf("Gazette of Town %d", i%97), fmt.Sprintf("20%02d-%02d", i%27, 1+i%12), []string{"en", "es", "ar"}[i%3]
		e, _ := d.ChangeTo(after)
		edits = append(edits, e)
		if i%10 == 0 {
			set, _, err := p.desk.project.Set(context.Background(), d.ID, p.desk.me(), text.MustNew(""))
			if err != nil {
				b.Fatal(err)
			}
			status := annotation.InWork
			if i%50 == 0 {
				status = annotation.Done
			}
			e, _ := set.SetStatus(status)
			edits = append(edits, e)
		}
	}
	for some := range slices.Chunk(edits, 500) {
		if err := p.desk.project.Commit(context.Background(), some...); err != nil {
			b.Fatal(err)
		}
	}
	p.reloadList(nil)
	p.waits("all have outlets", func() bool { return p.library.all[n-1].Outlet != "" })
	p.library.sortBy("title", false)
	return p
}

// BenchmarkLibraryKey types keys into the field over 10,000 articles; the bound for the own work is 16 ms.
func BenchmarkLibraryKey(b *testing.B) {
	p := many(b, 10_000)
	p.win.Canvas().Focus(p.library.search)
	typed := []string{"article 9", "nonesuch", "from:2026", "until:2020-05", "label:claim", "by:root", "language:es", "outlet:gazette-of-town-9", `outlet:"Gazette of Town 96"`, "story:this", "round:week", "-is:todo"}
	for _, f := range query.States {
		typed = append(typed, query.State+f.Word)
	}
	for _, typed := range typed {
		b.Run(typed, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				p.library.search.SetText(typed[:len(typed)-i%2])
			}
			reportMilliseconds(b, "ms/key")
		})
	}
}

// BenchmarkLibraryScroll goes through 10,000 articles by pages, and draws the rows of each; the bound for the own work is 16 ms.
func BenchmarkLibraryScroll(b *testing.B) {
	p := many(b, 10_000)
	list := p.library.list
	page := list.Size().Height
	b.Run("page", func(b *testing.B) {
		at := float32(0)
		for b.Loop() {
			if at += page; at > 10_000*rowHeight-page {
				at = 0
			}
			list.ScrollToOffset(at)
			draw(list)
		}
		reportMilliseconds(b, "ms/page")
	})
	b.Run("row", func(b *testing.B) { // as Down does
		p.win.Canvas().Focus(list)
		for b.Loop() {
			list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
		}
		reportMilliseconds(b, "ms/row")
	})
}

// BenchmarkLibraryOpen reads the list of a project of 10,000 articles and shows it, sorted by title.
func BenchmarkLibraryOpen(b *testing.B) {
	p := many(b, 10_000)
	for b.Loop() {
		documents, err := p.desk.list(context.Background())
		if err != nil {
			b.Fatal(err)
		}
		p.desk.show(documents)
		p.library.reset(documents)
	}
	reportMilliseconds(b, "ms/open")
}

// BenchmarkLibraryShow shows a list that was read, sorted by title, and narrows it.
func BenchmarkLibraryShow(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		p := atWork(b, strait)
		p.library.sortBy("title", false)
		documents := make([]storage.Listed, n)
		for i := range documents {
			documents[i].ID = annotation.NewID()
			documents[i].Title, documents[i].Outlet = fmt.Sprintf("Article %d on grain", i*7919%n), fmt.Sprintf("Gazette of Town %d", i%97)
			documents[i].Published, documents[i].Status = fmt.Sprintf("20%02d-%02d", i%27, 1+i%12), annotation.Todo
		}
		b.Run(fmt.Sprint("show/", n), func(b *testing.B) {
			for b.Loop() {
				p.desk.show(documents)
				p.library.reset(documents)
			}
			reportMilliseconds(b, "ms/show")
		})
		b.Run(fmt.Sprint("narrow/", n), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				p.looksFor([]string{"outlet:gazette-of-town-9", "from:2020-05 -is:done", "grain 9"}[i%3])
			}
			reportMilliseconds(b, "ms/key")
		})
		p.desk.show(nil)
	}
}

// draw has everything in an object drawn that the program draws itself.
func draw(o fyne.CanvasObject) {
	switch o := o.(type) {
	case *canvas.Raster:
		o.Generator(int(o.Size().Width), int(o.Size().Height))
	case *fyne.Container:
		for _, part := range o.Objects {
			draw(part)
		}
	case fyne.Widget:
		for _, part := range test.WidgetRenderer(o).Objects() {
			draw(part)
		}
	}
}

func reportMilliseconds(b *testing.B, unit string) {
	b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N), unit)
}
