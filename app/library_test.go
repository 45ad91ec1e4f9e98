package app

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/app/jobs"
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
		{"by:" + asWord(p.desk.annotator.Name), "Fares rise"},
		{`by:"Nobody"`, ""},
		{"label:" + label + " language:es", ""},
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
	p.looksFor("地震")
	p.waits("a script without spaces is searched", func() bool { return p.foundIn() == "Quake" })
	p.library.search.enter()
	p.waits("that one is open at the word", func() bool { return p.document.Title == "Quake" && p.view.Caret() == p.find("地震").Start })
	p.looksFor("port outlet:radio")
	p.looksFor("cosecha outlet:radio")
	p.waits("terms hold for texts too", func() bool { return p.foundIn() == "Grano" })
}

func TestWhatATermMayBeIsOfferedWhileItIsTyped(t *testing.T) {
	p := newsstand(t)
	p.win.Canvas().Focus(p.library.search)
	for typed, offers := range map[string]string{
		"outlet:":        `outlet:"Osley Herald"|outlet:"Radio Sur"`,
		"x outlet:sur":   `x outlet:"Radio Sur"`,
		"language:e":     "language:en|language:en-GB|language:es",
		"from:2026":      "from:2026-06|from:2026-05",
		"is:un":          "is:unsure",
		"story:":         "story:this",
		"is:unsure":      "",
		"harbour":        "",
		`outlet:"Radio"`: "",
	} {
		p.looksFor(typed)
		if got := strings.Join(p.library.offered, "|"); got != offers {
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
	for by, want := range map[string]string{
		"":       "Harbour shut, Fares rise, Grain, Grano, Quake",
		"title":  "Fares rise, Grain, Grano, Harbour shut, Quake",
		"outlet": "Harbour shut, Fares rise, Grain, Grano, Quake",
		"date":   "Fares rise, Quake, Harbour shut, Grain, Grano",
		"words":  "Fares rise, Harbour shut, Grain, Grano, Quake",
	} {
		p.library.sortBy(by)
		if got := p.foundIn(); got != want {
			t.Errorf("by %q it is %q, want %q", by, got, want)
		}
	}
	p.library.sortBy("")
	p.act(p.actions.byID("library.sort.marks"))
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
	if said := p.library.count.Text(); !strings.Contains(said, "by marks") {
		t.Errorf("the count says %q", said)
	}
	p.reloadList(nil)
	if got := p.foundIn(); !strings.HasPrefix(got, "Fares rise, Harbour shut") {
		t.Errorf("read again it is %q", got)
	}
	if p.settings.Sorted[p.desk.project.Path()] != "marks" {
		t.Error("the order is not kept")
	}
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

func TestDetailsOfSeveralArticlesAreOneStep(t *testing.T) {
	p := newsstand(t)
	p.win.Canvas().Focus(p.library.list)
	p.press("Shift+Down", "Shift+Down")
	details := func() string {
		var all []string
		for _, d := range p.desk.documents[:3] {
			all = append(all, d.Outlet+" "+d.Language)
		}
		return strings.Join(all, "|")
	}
	before := details()
	p.act(p.actions.byID("picked.details"))
	outlet := p.modals[0].first.(*field)
	if outlet.Text != "" || outlet.PlaceHolder != "several" {
		t.Errorf("outlets that differ are shown as %q, %q", outlet.Text, outlet.PlaceHolder)
	}
	outlet.SetText("Wire")
	p.photograph("library-details")
	p.modals[0].enter()
	p.waits("the details are there", func() bool { return strings.Contains(details(), "Wire") })
	if got := details(); got != "Wire en-GB|Wire en|Wire en" {
		t.Errorf("details are %q", got)
	}
	p.focusText()
	p.press("Ctrl+Z")
	p.waits("one step takes them back", func() bool { return details() == before })
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

// many is a window on a project of 10,000 articles.
func many(b *testing.B) *person {
	p := atWork(b, strait)
	var articles []jobs.Article
	for i := range 10_000 {
		body := fmt.Sprintf("Article %d on grain\n\nThe harvest of field %d was poor, said farmer %d of the cooperative.\n", i, i, i%97)
		articles = append(articles, jobs.Article{Name: fmt.Sprint(i, ".txt"), Read: func() ([]byte, error) { return []byte(body), nil }})
	}
	if _, err := jobs.Import(context.Background(), p.desk.project, articles, jobs.ImportOptions{}); err != nil {
		b.Fatal(err)
	}
	p.reloadList(nil)
	if n := len(p.library.all); n != 10_001 {
		b.Fatal(n)
	}
	return p
}

// BenchmarkLibraryKey types keys into the field of 10,000 articles; the bound for the own work is 16 ms.
func BenchmarkLibraryKey(b *testing.B) {
	p := many(b)
	p.library.sortBy("title")
	p.win.Canvas().Focus(p.library.search)
	for _, typed := range []string{"article 9", "is:todo", "from:2026", "label:claim", "nonesuch"} {
		b.Run(typed, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				p.library.search.SetText(typed[:len(typed)-i%2])
			}
		})
	}
}
