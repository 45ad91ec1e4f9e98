package app

import (
	"context"
	"database/sql"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/textview"
	"rubricator/storage"
)

// historySays is what the rows of the history in the inspector say, a line each, without the times.
func (p *person) historySays() string {
	p.t.Helper()
	p.settles()
	p.refreshNow()
	p.waits("history is read", func() bool { p.refreshNow(); return !p.inspector.history.busy && !p.inspector.history.due })
	return p.rows(p.inspector.history.acts)
}

func (p *person) rows(a *acts) string {
	var lines []string
	for i := range a.all {
		row := newListRow(p.fonts)
		a.fill(i, row)
		_, about, _ := strings.Cut(row.about.Text(), " · ")
		lines = append(lines, row.title.Text()+" | "+about)
	}
	return strings.Join(lines, "\n")
}

func (p *person) tells(want string) {
	p.t.Helper()
	want = strings.ReplaceAll(strings.TrimSpace(want), "ME", p.me().Name)
	if got := p.historySays(); got != want {
		p.t.Errorf("history says\n%s\nwant\n%s", got, want)
	}
}

// atRow has the keys of the history at the row that says something.
func (p *person) atRow(piece string) {
	p.t.Helper()
	rows := strings.Split(p.historySays(), "\n")
	p.win.Canvas().Focus(p.inspector.history.list)
	p.press("Home")
	for _, row := range rows {
		if strings.Contains(row, piece) {
			return
		}
		p.press("Down")
	}
	p.t.Fatalf("no row says %q:\n%s", piece, strings.Join(rows, "\n"))
}

func TestTheHistoryOfAMarkIsReadAndRestoredByKeys(t *testing.T) {
	p := atWork(t, strait)
	p.selects("seven")
	p.press("1")
	id := p.chosen
	p.press("B", "U", "Ctrl+Shift+H")
	p.tells(`
Unsure | ME
Bounds: “seven” became “Just seven” | ME
Marked as Claim: “seven” | ME`)
	p.photograph("history-mark")
	p.atRow("Marked as")
	if said := p.inspector.history.account.Text(); said != "Marked as Claim: “seven”" {
		t.Errorf("of the act at hand it says %q", said)
	}
	p.press("Enter")
	p.sees("claim: seven")
	p.reads("Ctrl+Z takes it back")
	if sp, _ := p.set().Span(id); sp.IsUnsure() {
		t.Error("it is unsure still")
	}
	p.tells(`
Bounds: “Just seven” became “seven”; Sure again | ME
Unsure | ME
Bounds: “seven” became “Just seven” | ME
Marked as Claim: “seven” | ME`)
	p.press("Ctrl+Z")
	p.sees("claim: Just seven")
	if got := p.historySays(); !strings.HasPrefix(got, "Bounds: “seven” became “Just seven”; Unsure | "+p.me().Name+" · takes back ") {
		t.Errorf("after Ctrl+Z history says\n%s", got)
	}
	p.press("Ctrl+Shift+H")
	if p.inspector.tabs.on != tabMarks || p.win.Canvas().Focused() != fyne.Focusable(p.view) {
		t.Error("the key again does not go back to the text")
	}
}

func TestADeletedMarkComesBackFromTheArticlesHistory(t *testing.T) {
	p := atWork(t, strait)
	p.selects("12%")
	p.press("2")
	p.selects("Tolls rose 12% in May")
	p.press("1")
	before := p.marks()
	p.press("Del", "Esc", "Ctrl+Shift+H")
	if got := p.historySays(); !strings.HasPrefix(got, "Deleted Claim: “Tolls rose 12% in May”") || !strings.HasSuffix(got, "Import a.txt | "+p.me().Name) {
		t.Errorf("history says\n%s", got)
	}
	p.photograph("history-article")
	pane, below := p.inspector.history.root, p.inspector.history.below
	if below.Position().Y+below.MinSize().Height > pane.Size().Height {
		t.Errorf("what stands below the list ends at %v of %v", below.Position().Y+below.MinSize().Height, pane.Size().Height)
	}
	p.atRow("Deleted Claim")
	if b := p.inspector.history.mark; !b.Visible() || !strings.Contains(b.Text, "(Enter)") {
		t.Errorf("the button says %q", b.Text)
	}
	p.press("Enter")
	p.sees(before)
	p.atRow("Marked as Statistic")
	p.press("Shift+Enter")
	p.sees("statistic: 12%")
	p.press("Ctrl+Z")
	p.sees(before)
	p.press("Esc", "Esc")
	p.atRow("Import")
	p.press("Enter")
	p.sees("")
}

func TestOthersMarksAreNotRestored(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, strait)
	p.selects("seven")
	p.press("1", "B")
	p.settles()
	p.leaves()
	p = start(t, t.TempDir()) // somebody else at another machine
	p.openAt(home + "/data/" + strings.TrimPrefix(p.project, p.folders.Data+"/"))
	p.open(p.desk.documents[0].ID)
	p.pump()
	p.sees("")
	p.focusText()
	p.press("Ctrl+Shift+H")
	p.atRow("Bounds:")
	if p.inspector.history.mark.Visible() {
		t.Error("a button would restore it")
	}
	p.press("Enter")
	p.reads("who alone changes it")
	p.sees("")
}

func TestTheHistoryOfSuggestionsSaysWhatWasSaidToThem(t *testing.T) {
	p := suggested(t, vote)
	p.press("Space", "Y")
	p.sees("attribution.content: Turnout rose to 61%\nattribution.source: officials\nattribution.cue: said")
	p.press("Esc", "Esc", "Ctrl+Shift+H")
	rows := p.historySays()
	if n := strings.Count(rows, "Marked as Attribution: “Turnout rose to 61%”"); n != 1 || !strings.Contains(rows, "Suggested as Statistic: “61%”") {
		t.Errorf("history says\n%s", rows)
	}
}

func TestHistoryGoesWithItsProject(t *testing.T) {
	p := atWork(t, strait)
	p.selects("seven")
	p.press("1", "Ctrl+Shift+H")
	p.historySays()
	if err := p.closeProject(leaving); err != nil {
		t.Fatal(err)
	}
	p.refreshNow()
	p.pump()
	p.refresh()
	p.pump()
	p.win.Canvas().Capture()
	if h := p.inspector.history; len(h.all) > 0 || h.heading.Text() != "No article is open." {
		t.Errorf("of a closed project it has %d acts and says %q", len(h.all), h.heading.Text())
	}
}

func TestHistoryRestoresNothingInAProjectThatIsInUse(t *testing.T) {
	p := atWork(t, strait)
	p.selects("seven")
	p.press("1", "B", "Del", "Esc")
	p.settles()
	if err := p.closeProject(leaving); err != nil {
		t.Fatal(err)
	}
	other, err := storage.Open(p.project, storage.Options{Insist: true})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	p.openAt(p.project)
	if p.desk == nil || p.desk.project.ReadOnly() == nil {
		t.Fatal("it can be written")
	}
	p.open(p.desk.documents[0].ID)
	p.pump()
	p.focusText()
	p.press("Ctrl+Shift+H")
	p.atRow("Deleted")
	if p.inspector.history.mark.Visible() || p.inspector.history.marks.Visible() {
		t.Error("it offers to restore")
	}
	p.press("Enter")
	p.reads("has it open")
	p.sees("")
}

func TestAnEmptyHistorySaysSo(t *testing.T) {
	p := atWork(t)
	p.inspector.turn(tabHistory)
	p.inspector.history.show()
	if said := p.inspector.history.heading.Text(); said != "No article is open." {
		t.Errorf("it says %q", said)
	}
	p.photograph("history-none")
}

// chainSays is what the sheet says of the chain once it is checked.
func (p *person) chainSays() string {
	p.t.Helper()
	var chain *textview.Lines
	s := p.modals[len(p.modals)-1].body.(*fyne.Container)
	for _, o := range s.Objects {
		if l, ok := o.(*textview.Lines); ok {
			chain = l
		}
	}
	p.waits("the chain is checked", func() bool { return !strings.Contains(chain.Text(), "Checking") })
	return chain.Text()
}

func TestTheHistoryOfTheProjectShowsItsChain(t *testing.T) {
	p := atWork(t, strait, flood)
	p.selects("seven")
	p.press("1")
	p.act(p.actions.byID("history.project"))
	said := p.chainSays()
	if !strings.Contains(said, " acts by 1 person; the chain of hashes holds; newest hash ") || len(said) < 64 {
		t.Errorf("it says %q", said)
	}
	p.waits("the list is read", func() bool { return p.sheetList().Length() > 0 })
	p.photograph("history-project")
	p.closeModals()

	alterProject(t, p, `DROP TRIGGER change_is_fixed; UPDATE change SET after = replace(after, 'Strait', 'Street') WHERE after LIKE '%Strait%'`)
	p.act(p.actions.byID("history.project"))
	if said := p.chainSays(); !strings.Contains(said, "does not hold: act ") || !strings.Contains(said, "(import a.txt, ") || !strings.Contains(said, "its changes are not what was written") {
		t.Errorf("of a forged journal it says %q", said)
	}
	p.photograph("history-broken")
}

func TestAPersonsHistoryIsFoundByTheirName(t *testing.T) {
	p := atWork(t, strait, flood)
	p.selects("seven")
	p.press("1")
	p.act(p.actions.byID("history.project"))
	p.chainSays()
	person := p.win.Canvas().Focused().(*field)
	person.SetText("Nobody")
	p.waits("nobody is found", func() bool { return p.sheetSays("Nobody of that name did anything here.") })
	p.photograph("history-nobody")
	person.SetText(strings.ToUpper(p.me().Name[:2]))
	p.waits("I am found", func() bool { return p.sheetList().Length() > 0 })
	p.press("Down", "Up", "Enter") // to the article
	p.waits("the article is open", func() bool { return len(p.modals) == 0 })
	if !strings.HasPrefix(p.document.Title, "Strait") {
		t.Errorf("it opens %q", p.document.Title)
	}
}

// sheetList is the list in the sheet on top.
func (p *person) sheetList() *keyList {
	for _, o := range p.modals[len(p.modals)-1].body.(*fyne.Container).Objects {
		if stack, ok := o.(*fyne.Container); ok {
			if l, ok := stack.Objects[0].(*keyList); ok {
				return l
			}
		}
	}
	p.t.Fatal("no list")
	return nil
}

// sheetSays tells whether the sheet on top shows a line in the place of its list.
func (p *person) sheetSays(line string) bool {
	for _, o := range p.modals[len(p.modals)-1].body.(*fyne.Container).Objects {
		if stack, ok := o.(*fyne.Container); ok {
			l := stack.Objects[1].(*fyne.Container).Objects[0].(*textview.Lines)
			return l.Visible() && l.Size().Width > 100 && l.Text() == line
		}
	}
	return false
}

func alterProject(t *testing.T, p *person, statement string) {
	t.Helper()
	p.settles()
	db, err := sql.Open("sqlite3", p.desk.project.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

func TestALongHistoryIsReadInPages(t *testing.T) {
	long := "A very long headline about tolls in the strait that goes on and on, for it has much to say about ships\n\n" + strings.Repeat("Prices rose 3% in May, Mary said. ", 60)
	p := atWork(t, long)
	var edits []annotation.Edit
	for i := range 500 {
		e, err := p.set().AddSpan([]rangeset.Range{{Start: text.Pos(110 + 3*i), End: text.Pos(110 + 3*i + 2 + 40*(i%3))}}, p.desk.choices()[i%3].LabelRole, annotation.OriginSelection)
		if err == nil {
			err = p.set().Apply(e)
		}
		if err != nil {
			t.Fatal(err)
		}
		edits = append(edits, e)
	}
	if err := p.desk.project.Commit(context.Background(), edits...); err != nil {
		t.Fatal(err)
	}
	p.press("Ctrl+Shift+H")
	p.historySays()
	h := p.inspector.history
	if len(h.all) != actsPage {
		t.Errorf("%d acts are read at first", len(h.all))
	}
	for range 20 {
		p.press("End")
		p.win.Canvas().Capture()
		p.waits("a page is read", func() bool { return !h.busy })
	}
	if len(h.all) != 501 || !h.whole {
		t.Errorf("%d of 501 acts are read", len(h.all))
	}
	p.photograph("history-long")
	p.press("Home")
	p.photograph("history-long-first")
	p.setTheme("dark")
	p.pump()
	p.photograph("history-long-dark")
	p.act(p.actions.byID("history.project"))
	p.chainSays()
	p.photograph("history-project-dark")
}

func TestAMomentHasItsYearWhereItIsNotThisOne(t *testing.T) {
	now := time.Date(2026, 11, 28, 16, 20, 0, 0, time.Local)
	for want, at := range map[string]time.Time{"28 Nov 16:20": now, "3 Jan 2025 09:05": time.Date(2025, 1, 3, 9, 5, 0, 0, time.Local)} {
		if got := moment(at.UTC(), now); got != want {
			t.Errorf("%v is %q, want %q", at, got, want)
		}
	}
}
