package app

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"rubricator/annotation"
	"rubricator/app/jobs"
	"rubricator/storage"
)

// names brings colleagues in who never came.
func (p *person) names(names ...string) (out []annotation.ID) {
	p.t.Helper()
	for _, name := range names {
		a, err := annotation.NewPerson(name)
		if err == nil {
			err = p.desk.project.Join(p.t.Context(), a)
		}
		if err != nil {
			p.t.Fatal(err)
		}
		out = append(out, a.ID)
	}
	return out
}

// round begins a round with articles, by their place in the library, for whoever is named.
func (p *person) round(name string, is func(*annotation.Round), articles []int, to ...annotation.ID) annotation.Round {
	p.t.Helper()
	r, err := annotation.NewRound(name, p.desk.project.Scheme())
	if err != nil {
		p.t.Fatal(err)
	}
	if is != nil {
		is(&r)
	}
	e, err := r.Begin(nil)
	if !p.tryDo(e, err) {
		p.t.Fatal(p.status.said)
	}
	var ids []annotation.ID
	for _, i := range articles {
		ids = append(ids, p.desk.documents[i].ID)
	}
	if e, ok := r.Assign(ids, nil, to...); ok {
		p.tryDo(e, nil)
	}
	p.settles()
	p.pump()
	return r
}

// fiveArticles are in a project of Ana Roe.
func fiveArticles(t *testing.T) *person {
	t.Helper()
	p := atWork(t, "One\n\nTolls rose 1%.\n", "Two\n\nTolls rose 2%.\n", "Three\n\nTolls rose 3%.\n", "Four\n\nTolls fell.\n", "Five\n\nWeather.\n")
	nameIs(t, p, "Ana Roe")
	return p
}

// seesRounds opens the sheet of rounds.
func (p *person) seesRounds() *roundsSheet {
	p.t.Helper()
	s := p.Window.rounds()
	p.pump()
	return s
}

// reads compares what the sheet tells.
func (s *roundsSheet) reads(t *testing.T, rounds, documents, about string) {
	t.Helper()
	if got := rowsIn(s.list); got != rounds {
		t.Errorf("rounds are\n%s\nwant\n%s", got, rounds)
	}
	if got := rowsIn(s.documents); got != documents {
		t.Errorf("articles are\n%s\nwant\n%s", got, documents)
	}
	if got := plain(s.about.Text()); got != about {
		t.Errorf("it says %q, want %q", got, about)
	}
}

// formSays is the preview of the form that assigns.
func (p *person) formSays() string {
	p.t.Helper()
	var said []string
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if l, ok := o.(interface{ Text() string }); ok && o.Visible() {
			said = append(said, plain(l.Text()))
		}
		if c, ok := o.(*fyne.Container); ok {
			for _, one := range c.Objects {
				walk(one)
			}
		}
	}
	walk(p.modals[len(p.modals)-1].body)
	return strings.Join(said, "\n")
}

func (p *person) isTold(want string) {
	p.t.Helper()
	p.waits(fmt.Sprintf("the form says %q", want), func() bool { return strings.Contains(p.formSays(), want) })
}

func TestARoundIsBegunAssignedReassignedAndClosedInTheWindow(t *testing.T) {
	p := fiveArticles(t)
	p.names("Ben Oz", "Cem")
	s := p.seesRounds()
	s.reads(t, "", "", "A round is a named set of articles for which the scheme stands. Begin one, then assign articles to people.")
	p.photograph("rounds-none")
	p.press("Enter") // begins the first
	p.writes("Week 12")
	p.press("Down")
	p.win.Canvas().FocusNext()
	p.press("Right")
	p.photograph("rounds-new")
	p.press("Enter")
	p.waits("the round is there", func() bool { return len(s.all) == 1 && s.all[0].Blind })
	s.reads(t, "○ Week 12 | 0 articles · scheme version 1 · blind", "", "0 articles.")
	if on := p.win.Canvas().Focused(); on != s.list {
		t.Errorf("the focus is on %T", on)
	}

	p.taps("Assign…")
	p.isTold("Choose who gets them")
	form := s.form
	form.tick(1)
	form.tick(2)
	p.isTold("5 articles: Ben Oz ")
	form.twice.SetText("40 %")
	p.isTold("2 of them twice.")
	p.photograph("rounds-assign")
	p.press("Enter")
	p.waits("they are assigned", func() bool { return len(s.all[0].documents) == 5 })
	p.reads("2 of them twice. Ctrl+Z takes it back.")
	if said := plain(s.about.Text()); !strings.HasPrefix(said, "5 articles: Ben Oz ") || !strings.HasSuffix(said, ", 2 of them twice.") {
		t.Errorf("the sheet says %q", said)
	}
	p.photograph("rounds")

	p.win.Canvas().Focus(s.documents) // one goes to another
	p.press("Down", "Enter")
	form = s.form
	for i := range form.people {
		form.ticked[form.people[i].ID] = false
	}
	form.tick(0)
	p.isTold("1 article: Ana Roe 1.")
	p.photograph("rounds-reassign")
	p.press("Right")
	p.isTold("1 article: 1 for nobody yet.")
	p.press("Right")
	p.isTold("1 article out of the round.")
	p.photograph("rounds-take-out")
	p.press("Left", "Left")
	p.press("Enter")
	p.waits("it is mine", func() bool { return p.desk.documents[1].Mine })
	if got := strings.Split(rowsIn(s.documents), "\n")[1]; got != "Two | Ana Roe" {
		t.Errorf("the second row is %q", got)
	}

	p.win.Canvas().Focus(s.list)
	p.taps("Close the round")
	p.waits("it is closed", func() bool { return s.all[0].Closed })
	if p.settles(); p.desk.documents[1].Mine {
		t.Error("a closed round is still my work")
	}
	p.press("Esc")
	for _, said := range []string{"close round Week 12", "assign Week 12", "assign Week 12", "begin round Week 12"} { // each act is one step
		p.settles()
		if s, ok := p.desk.editor.History().Undo(); !ok || s.Name != said {
			t.Fatalf("next is to undo %q, want %q", s.Name, said)
		}
		p.press("Ctrl+Z")
	}
	p.settles()
	if rounds, err := p.desk.project.Rounds(t.Context()); err != nil || len(rounds) > 0 {
		t.Error(rounds, err)
	}
}

func TestTheLibraryIsNarrowedToARound(t *testing.T) {
	p := fiveArticles(t)
	ben := p.names("Ben Oz")[0]
	p.round("Week 12", nil, []int{0, 1, 2}, ben)
	p.round("week 1", nil, []int{2, 3}, p.me().ID)
	for _, c := range []struct{ typed, found string }{
		{"round:", "One, Two, Three, Four"},
		{"round:week-1", "One, Two, Three, Four"},
		{"round:week-12", "One, Two, Three"},
		{`round:"week 1"`, "Three, Four"},
		{`round:"week 1`, "One, Two, Three, Four"},
		{`ROUND:"WEEK 12" o`, "One, Two"},
		{`round:week-12 round:"week 1"`, "Three"},
		{"round:week-2", ""},
		{"is:mine", "Three, Four"},
		{"is:mine is:todo round:week-12", "Three"},
		{`"week 12"`, ""},
	} {
		p.library.search.SetText(c.typed)
		if got := p.foundIn(); got != c.found {
			t.Errorf("%q finds %q, want %q", c.typed, got, c.found)
		}
	}
	p.library.search.SetText("is:todo o")
	pick := func(name string) {
		t.Helper()
		for _, i := range p.library.filterMenu().Items {
			if plain(i.Label) == name {
				i.Action()
				return
			}
		}
		t.Fatalf("%q is not offered", name)
	}
	for _, c := range []struct{ pick, typed, found string }{
		{"Round Week 12", `round:"Week 12" is:todo o`, "One, Two"},
		{"Round week 1", `round:"week 1" is:todo o`, "Four"},
		{"Assigned to me   is:mine", `is:mine round:"week 1" o`, "Four"},
		{"All articles", "o", "One, Two, Four"},
	} {
		pick(c.pick)
		if got := p.library.search.Text; got != c.typed || p.foundIn() != c.found {
			t.Errorf("%s: the search is %q and finds %q, want %q and %q", c.pick, got, p.foundIn(), c.typed, c.found)
		}
	}
	pick("Round Week 12")
	p.library.search.ActionItem.(fyne.Tappable).Tapped(nil)
	p.photograph("rounds-filter")
	p.win.Canvas().Overlays().Top().Hide()
	s := p.seesRounds()
	p.press("Down")
	p.taps("Show in the library")
	if got := p.foundIn(); p.on() != "" || got != "One, Two, Three" {
		t.Errorf("%q is shown and %q found in %v", p.on(), got, s.at().Name)
	}
}

func TestWhatIsMineComesFirst(t *testing.T) {
	p := fiveArticles(t)
	p.round("week 1", func(r *annotation.Round) { r.Blind = true }, []int{1, 3}, p.me().ID)
	p.round("last week", func(r *annotation.Round) { r.Closed = true }, []int{4}, p.me().ID)
	if !strings.HasPrefix(p.row(1), "○ for you · ") || strings.Contains(p.row(2)+p.row(4), "for you") {
		t.Errorf("the row says %q", p.row(1))
	}
	p.open(p.desk.documents[2].ID)
	for _, next := range []struct{ title, byline, told string }{
		{"Four", "3 words · to do · week 1, blind", "This is the next."},
		{"Two", "4 words · to do · week 1, blind", "This is the next."},
		{"Five", "2 words · to do", "That was the last of yours. This is the next of the others."},
		{"One", "4 words · to do", "This is the next."},
	} {
		p.callDone()
		p.refreshNow()
		if got := p.document.Title; got != next.title || plain(p.byline.Text()) != next.byline || !strings.HasSuffix(p.status.said, ". "+next.told) {
			t.Errorf("next is %q (%s), told %q; want %q (%s), told %q", got, plain(p.byline.Text()), p.status.said, next.title, next.byline, next.told)
		}
	}
}

func TestTheSchemeOfALockedRoundIsRefusedWithWhatToDo(t *testing.T) {
	p := fiveArticles(t)
	r := p.round("week 1", func(r *annotation.Round) { r.Locked = true }, nil)
	e := p.edits("label claim")
	if said := e.fault.Text(); said != `The scheme is locked while the round "week 1" is open: close the round first, or take the lock off it. Review, Rounds… is where both is done.` {
		t.Errorf("the editor says %q", said)
	}
	p.photograph("rounds-locked")
	e.writes(t, "Name", "Statement")
	e.commit()
	p.waits("it is refused", func() bool { return strings.Contains(p.schemer.fault.Text(), "week 1") })
	if p.desk.project.Scheme().Version != 1 || !strings.Contains(p.schemer.fault.Text(), "close the round first") {
		t.Errorf("version %d, %q", p.desk.project.Scheme().Version, p.schemer.fault.Text())
	}
	p.photograph("rounds-locked-refused")
	p.press("Esc")
	closed := r
	closed.Closed = true
	change, _, err := r.ChangeTo(closed, nil)
	p.tryDo(change, err)
	p.settles()
	p.editScheme("")
	p.savesScheme()
	if l, _ := p.desk.project.Scheme().Label("claim"); l.Name != "Statement" {
		t.Errorf("the draft was lost: %q", l.Name)
	}
}

func TestARoundIsExportedFromTheWindowWithoutTraining(t *testing.T) {
	p := fiveArticles(t)
	p.round("week 1", nil, []int{0, 1}, p.me().ID)
	p.round("learning", func(r *annotation.Round) { r.Training = true }, []int{1})
	p.opensDataset()
	p.takes("Status", "All, skipped too")
	p.takes("Unmarked", "All articles")
	p.takes("Of round", "week 1")
	out := filepath.Join(t.TempDir(), "out.jsonl")
	p.does("export")
	p.win.Canvas().Focused().(*field).SetText(out)
	p.press("Enter")
	p.waits("it is exported", func() bool { return strings.HasPrefix(p.status.said, "Exported") })
	p.reads("1 article for training was left out.")
	b, err := os.ReadFile(out)
	if err != nil || strings.Count(string(b), "\n") != 1 || !strings.Contains(string(b), "Tolls rose 1%") {
		t.Errorf("%v\n%s", err, b)
	}
}

func TestTenThousandArticlesAreAssignedWithoutStandingStill(t *testing.T) {
	if testing.Short() {
		t.Skip("it imports 10,000 articles")
	}
	p := atWork(t)
	p.names("Ben Oz")
	var articles []jobs.Article
	for i := range 10_000 {
		articles = append(articles, jobs.Article{Name: fmt.Sprint(i, ".txt"), Read: func() ([]byte, error) { return fmt.Appendf(nil, "Article %d\n\nBody %d.", i, i), nil }})
	}
	p.imports(articles...)
	p.settles()
	p.round("week 1", nil, nil)
	p.patience = reading
	longest := time.Duration(0)
	timed := func(act func()) {
		began := time.Now()
		act()
		longest = max(longest, time.Since(began))
	}
	var s *roundsSheet
	timed(func() { s = p.Window.rounds() })
	p.waits("the round is there", func() bool { return len(s.all) == 1 })
	timed(s.assign)
	form := s.form
	timed(func() { form.tick(0) })
	timed(func() { form.tick(1) })
	p.isTold("10,000 articles")
	timed(form.sheet.confirm)
	for p.status.said == "" || !strings.Contains(p.status.said, "Ctrl+Z") || len(s.all[0].documents) < 10_000 {
		select {
		case f := <-p.queue:
			timed(f)
		case <-time.After(time.Minute):
			t.Fatalf("it does not come to an end: %q", p.status.said)
		}
	}
	t.Logf("the longest that the window stood still: %v", longest)
	if longest > time.Second {
		t.Errorf("the window stood still for %v", longest)
	}
	p.press("Esc", "Ctrl+Z")
	p.waits("it is taken back", func() bool { return strings.HasPrefix(p.status.said, "Undone: ") })
	if a, err := p.desk.project.Assignments(t.Context(), s.all[0].ID); err != nil || len(a) > 0 {
		t.Error(len(a), err)
	}
}

func TestWorkIsMeasuredOnThisMachineAlone(t *testing.T) {
	home := t.TempDir()
	p := start(t, home)
	now := time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)
	p.clock = func() time.Time { return now }
	p = begins(p, strait, flood)
	first, second := p.desk.documents[0].ID, p.desk.documents[1].ID
	for range 3 { // a key every 50 seconds
		now = now.Add(50 * time.Second)
		p.press("Right")
	}
	now = now.Add(10 * time.Minute) // a call
	p.press("Right")
	now = now.Add(20 * time.Second)
	p.view.OnScrolled()
	now = now.Add(10 * time.Second)
	p.press("Ctrl+PgDn")
	now = now.Add(30 * time.Second)
	p.selects("$2.4 trillion")
	if a, b := p.desk.worked.On(first), p.desk.worked.On(second); a != 3*time.Minute || b != 30*time.Second {
		t.Errorf("%v and %v of work, want 3 min and 30 s", a, b)
	}
	p.press("Ctrl+PgUp")
	p.does("details")
	if said := p.formSays(); !strings.Contains(said, "You worked 3 minutes on it. That is known to this machine alone until you publish it.") {
		t.Errorf("the details say %s", said)
	}
	p.photograph("work-details")
	p.press("Esc")
	p.settles()
	if hours, err := p.desk.project.Hours(t.Context()); err != nil || len(hours) > 0 {
		t.Errorf("the project has %v, %v", hours, err)
	}
	p.leaves()
	b, err := os.ReadFile(p.project)
	if err != nil || strings.Contains(string(b), "180000") {
		t.Error("hours are in the project file", err)
	}
	p = reopen(t, home)
	if a := p.desk.worked.On(first); a < 3*time.Minute || a > 4*time.Minute {
		t.Errorf("after a restart it is %v", a)
	}
	e, ok, err := jobs.PublishHours(t.Context(), p.desk.project, p.desk.worked.All())
	if err != nil || !ok || len(e.Hours) != 2 {
		t.Errorf("%+v, %v", e.Hours, err)
	}
}

func TestWhereNothingCanBeWrittenNoWorkIsMeasured(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, strait)
	p.leaves()
	other, err := storage.Open(p.project, storage.Options{Actor: p.settingsActor(), Annotator: p.settings.Annotator})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	p = reopen(t, home)
	p.press("Right")
	if p.desk.worked != nil || p.workInWords() != "" {
		t.Error("work is measured")
	}
	s := p.seesRounds()
	p.taps("New…")
	if got := s.about.Text(); p.on() != "Rounds" || !strings.Contains(got, "open elsewhere") && !strings.Contains(got, "read") {
		t.Errorf("%q: %s", p.on(), got)
	}
}

func TestRoundsAreSeenInASmallWindowAndInTheDark(t *testing.T) {
	p := fiveArticles(t)
	long := "Αναστασία Παπαδοπούλου-Κωνσταντινίδου vom Referat für Quellenkritik und Faktenprüfung"
	ids := p.names(long, "محمد بن عبد الله", "Cem", "Dot", "Eve", "Fay", "Gus", "Hal")
	p.round("Die zweite Woche nach der Wahl, in der alle Zahlen zu Zöllen noch einmal geprüft werden", func(r *annotation.Round) { r.Blind, r.Locked, r.Training = true, true, true }, []int{0, 1, 2}, ids...)
	p.round("جولة", func(r *annotation.Round) { r.Closed = true }, []int{3}, ids[1])
	for _, size := range []fyne.Size{{Width: 1200, Height: 800}, {Width: 640, Height: 480}} {
		for _, variant := range []string{"light", "dark"} {
			p.win.Resize(size)
			p.setTheme(variant)
			p.refreshNow()
			name := fmt.Sprintf("-%.0f-%s", size.Width, variant)
			s := p.seesRounds()
			p.photograph("rounds-long" + name)
			s.assign()
			s.form.tick(0)
			s.form.tick(1)
			p.pump()
			p.photograph("rounds-long-assign" + name)
			if s.form.preview.Position().Y+s.form.preview.Size().Height > s.form.sheet.scroll.Size().Height {
				t.Errorf("%s: what comes of it is out of sight", name)
			}
			p.closeModals()
		}
	}
	p.win.Resize(fyne.NewSize(900, 700))
	p.win.Canvas().(test.WindowlessCanvas).SetScale(2)
	p.seesRounds().assign()
	p.photograph("rounds-assign-fine")
	p.closeModals()
	p.people()
	p.photograph("people-fine")
}
