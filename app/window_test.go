package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"rubricator/annotation"
	"rubricator/annotation/ingest"
	"rubricator/annotation/rangeset"
	"rubricator/app/jobs"
	"rubricator/storage"
)

func TestALabelKeyIsTheWholeAct(t *testing.T) {
	p := atWork(t, strait)
	p.caretBefore("We had")
	p.press("3")
	p.caretBefore("Tolls rose")
	p.press("2")
	p.press("1")
	p.sees("claim: Tolls rose 12% in May, the ministry said\nstatistic: 12%\nattribution: Minister Ana Roe said")
	if p.view.Caret() != p.find(". “We").Start {
		t.Errorf("the caret stands at %d, want it behind the mark", p.view.Caret())
	}
	p.reads("Just seven") // what 2 would take next
}

func TestLabelKeysInARowStayInTheSentence(t *testing.T) {
	const jobless = "Jobs\n\nUnemployment fell to 4.1% in May, the labour office reported.\n\nExports rose 12% in June, Jane Roe said."
	for keys, want := range map[string]string{
		"1 2 3": "claim: Unemployment fell to 4.1% in May, the labour office reported\nstatistic: 4.1%\nattribution: the labour office reported",
		"3 2 1": "claim: Unemployment fell to 4.1% in May, the labour office reported\nstatistic: 4.1%\nattribution: the labour office reported",
		"2 2":   "statistic: 4.1%\nstatistic: 12%", // numbers follow each other
	} {
		p := atWork(t, jobless)
		p.caretBefore("Unemployment")
		p.press(strings.Fields(keys)...)
		if got := p.marks(); got != want {
			t.Errorf("%s marks\n%s\nwant\n%s", keys, got, want)
		}
		p.closeProject(leaving)
	}
}

func TestAClickWithAStickyLabelMarksNothingElsewhere(t *testing.T) {
	p := atWork(t, strait)
	p.toggleSticky(annotation.LabelRole{Label: "statistic"})
	p.tapped(p.find("ministry").Start+1, 1, 0)
	p.sees("")
	p.tapped(p.find("seven").Start+1, 1, 0)
	p.sees("statistic: Just seven")
}

func TestASelectionIsMarkedAsItIs(t *testing.T) {
	p := atWork(t, strait)
	p.selects("ships paid")
	p.press("1")
	p.sees("claim: ships paid")
	p.selects("ships paid")
	p.press("1")
	p.sees("claim: ships paid")
	p.reads("marked already")
}

func TestShiftAndALabelMarksTheSameRangesAgain(t *testing.T) {
	p := atWork(t, strait)
	p.selects("12%")
	p.press("2", "Shift+1")
	p.sees("statistic: 12%\nclaim: 12%")
}

func TestRelabelAndDelete(t *testing.T) {
	p := atWork(t, strait)
	p.selects("12%")
	p.press("1", "R", "2")
	p.sees("statistic: 12%")
	p.press("Del")
	p.sees("")
	p.press("Ctrl+Z", "Ctrl+Z")
	p.sees("claim: 12%")
	p.press("Ctrl+Shift+Z")
	p.sees("statistic: 12%")
	p.press("Ctrl+Z", "Ctrl+Z")
	p.sees("")
}

func TestTabGoesThroughTheMarks(t *testing.T) {
	p := atWork(t, strait)
	for _, q := range []string{"12%", "Just seven"} {
		p.selects(q)
		p.press("2")
	}
	chosen := func(want string) {
		t.Helper()
		if sp, _ := p.chosenSpan(); sp.Quote() != want {
			t.Errorf("chosen: %q, want %q", sp.Quote(), want)
		}
	}
	p.press("Tab")
	chosen("12%")
	p.press("Tab")
	chosen("Just seven")
	p.press("Shift+Tab")
	chosen("12%")
	p.press("Esc")
	chosen("")
}

func TestCtrlZInANoteBelongsToTheNote(t *testing.T) {
	p := atWork(t, strait)
	p.selects("12%")
	p.press("2", "M")
	if p.win.Canvas().Focused() != p.inspector.note {
		t.Fatal("M does not go to the note")
	}
	for _, r := range "year on year" {
		p.inspector.note.TypedRune(r)
	}
	p.press("Ctrl+Z")
	p.sees("statistic: 12%")
	for _, r := range "check" {
		p.inspector.note.TypedRune(r)
	}
	p.press("Esc")
	if p.win.Canvas().Focused() != p.view {
		t.Error("Esc does not go back to the text")
	}
	if sp, _ := p.chosenSpan(); !strings.Contains(sp.Note(), "check") {
		t.Errorf("note %q", sp.Note())
	}
	p.press("Ctrl+Z")
	p.sees("statistic: 12%")
	if sp, _ := p.chosenSpan(); sp.Note() != "" || p.inspector.note.Text != "" {
		t.Errorf("after undo the note is %q, the field %q", sp.Note(), p.inspector.note.Text)
	}
}

func TestUndoAcrossDocumentsShowsTheDocumentFirstAndSurvivesARestart(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, strait, flood)
	first := p.document.ID
	p.selects("12%")
	p.press("2", "Ctrl+PgDn")
	if p.document.ID == first {
		t.Fatal("Ctrl+PgDn stayed")
	}
	p.selects("$2.4 trillion")
	p.press("2")
	p.leaves()

	p = reopen(t, home)
	p.sees("statistic: $2.4 trillion")
	p.press("Ctrl+Z")
	p.sees("")
	p.press("Ctrl+Z")
	p.settles()
	if p.document.ID != first {
		t.Error("undo did not show its document")
	}
	p.sees("")
	p.press("Ctrl+Y")
	p.sees("statistic: 12%")
}

func TestDoneOpensTheNextAndAMarkSetsItBack(t *testing.T) {
	p := atWork(t, strait, flood)
	first := p.document.ID
	p.selects("Just seven")
	p.press("2", "Ctrl+Enter")
	if p.document.ID == first || p.desk.documents[0].Status != annotation.Done {
		t.Errorf("document %s, status %s", p.document.ID, p.desk.documents[0].Status)
	}
	p.press("Ctrl+PgUp")
	p.selects("12%")
	p.press("2")
	p.reads("in work again")
	if p.desk.documents[0].Status != annotation.InWork {
		t.Errorf("status %s", p.desk.documents[0].Status)
	}
	p.press("Ctrl+Enter", "Ctrl+Enter", "Ctrl+Enter") // twice where nothing is marked
	p.reads("All 2 articles are done")
}

func TestAStickyLabelMarksEachClickAndDrag(t *testing.T) {
	p := atWork(t, strait)
	p.toggleSticky(annotation.LabelRole{Label: "statistic"})
	p.tapped(p.find("12%").Start+1, 1, 0)
	p.selected(append(p.view.Selection(), p.find("Just seven")), 0)
	p.sees("statistic: 12%\nstatistic: Just seven")
	p.press("Esc")
	if p.isSticky() {
		t.Error("Esc does not end it")
	}
}

func TestAClickOnAChipMarksTheSelectionElseKeepsTheLabel(t *testing.T) {
	p := atWork(t, strait)
	p.selects("ships paid")
	test.Tap(p.chips[0])
	p.sees("claim: ships paid")
	if p.isSticky() || p.win.Canvas().Focused() != p.view {
		t.Errorf("sticky %q, focus on %T", p.sticky, p.win.Canvas().Focused())
	}
	p.press("Esc")
	test.Tap(p.chips[1])
	if p.sticky.Label != "statistic" {
		t.Errorf("sticky %q", p.sticky)
	}
}

func TestAClickChoosesTheSmallestMark(t *testing.T) {
	p := atWork(t, strait)
	p.selects("Tolls rose 12% in May")
	p.press("1")
	p.selects("12%")
	p.press("2", "Esc")
	p.tapped(p.find("12%").Start+1, 1, 0)
	if sp, _ := p.chosenSpan(); sp.Quote() != "12%" {
		t.Errorf("chosen %q", sp.Quote())
	}
	p.press("O")
	if sp, _ := p.chosenSpan(); sp.Quote() != "Tolls rose 12% in May" {
		t.Errorf("O chose %q", sp.Quote())
	}
}

func TestTheSameArticleIsNoNewDocument(t *testing.T) {
	p := atWork(t, strait)
	same := jobs.Article{Name: "copy.txt", Read: func() ([]byte, error) { return []byte(strait), nil }}
	if r := p.imports(same); r.Count(jobs.Duplicate) != 1 || len(p.desk.documents) != 1 {
		t.Errorf("%+v, %d documents", r, len(p.desk.documents))
	}
}

func TestAnImportIsUndoneInOnePress(t *testing.T) {
	p := atWork(t, strait)
	p.imports(jobs.Pasted(flood), jobs.Pasted("Third\n\nBody."))
	if len(p.desk.documents) != 3 {
		t.Fatalf("%d documents", len(p.desk.documents))
	}
	p.press("Ctrl+Z")
	p.waits("the import is taken back", func() bool { return len(p.desk.documents) == 1 })
}

func TestALargeImportIsUndoneBesideTheWindow(t *testing.T) {
	p := atWork(t, strait)
	var many []jobs.Article
	for i := range 3 * manyEdits {
		many = append(many, jobs.Pasted(fmt.Sprintf("Article %d\n\nPrices rose %d%%.", i, i)))
	}
	p.imports(many...)
	p.press("Ctrl+Z")
	if p.win.Canvas().Overlays().Top() == nil {
		t.Error("no progress is shown")
	}
	p.waits("the import is taken back", func() bool { return len(p.desk.documents) == 1 })
	p.reads("Undone: import 60 articles")
	p.press("Ctrl+Y")
	p.waits("the import is back", func() bool { return len(p.desk.documents) == 61 })
	p.press("Ctrl+Z")
	p.waits("it is taken back again", func() bool { return len(p.desk.documents) == 1 })
	if p.set() == nil {
		t.Error("no article is open")
	}
}

func TestAnImportThatWasBrokenOffIsOfferedAndTakenBack(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, strait)
	group := annotation.NewID()
	err := p.desk.project.Apply(context.Background(), func(yield func(annotation.Edit, error) bool) {
		for _, body := range []string{flood, "Third\n\nBody."} {
			d, err := ingest.NewDraft(body)
			if err != nil {
				yield(annotation.Edit{}, err)
				return
			}
			a, err := d.Article()
			e := a.Edit("", time.Now())
			e.Group = group
			if err != nil || !yield(e, nil) {
				return
			}
		}
		yield(annotation.Edit{}, errors.New("unplugged"))
	}, nil)
	if err == nil {
		t.Fatal("the import was not broken off")
	}
	p.leaves()

	p = reopen(t, home)
	open, err := p.desk.project.Unfinished(context.Background())
	if err != nil || len(open) != 1 || len(p.desk.documents) != 3 {
		t.Fatalf("unfinished: %v (%v), %d documents", open, err, len(p.desk.documents))
	}
	p.photograph("unfinished")
	p.reverseMany(annotation.Step{Group: group, Name: "import"}, 2, "Taken back: ")
	p.waits("the import is taken back", func() bool { return len(p.desk.documents) == 1 })
	if open, err := p.desk.project.Unfinished(context.Background()); err != nil || len(open) > 0 {
		t.Errorf("still unfinished: %v (%v)", open, err)
	}
}

func TestPanesOfBothPlacesKeepTheirWidths(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, strait)
	splits := func(p *person) []*container.Split {
		return []*container.Split{p.outer, p.inner, p.adjudicating.root, p.adjudicating.right}
	}
	want := []float64{0.25, 0.7, 0.3, 0.6}
	for i, s := range splits(p) {
		s.SetOffset(want[i])
	}
	p.leaves()
	for i, s := range splits(reopen(t, home)) {
		if s.Offset != want[i] {
			t.Errorf("split %d is at %v, want %v", i, s.Offset, want[i])
		}
	}
}

func TestUndoAndRedoGoOnAfterEachRestart(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, strait)
	p.selects("12%")
	p.press("2", "R", "1")
	for range 3 {
		p.press("Ctrl+Z", "Ctrl+Z")
		p.settles()
		p.sees("")
		p.leaves()
		p = reopen(t, home)
		p.press("Ctrl+Y", "Ctrl+Y")
		p.settles()
		p.sees("claim: 12%")
		p.leaves()
		p = reopen(t, home)
	}
	p.press("Ctrl+Z")
	p.sees("statistic: 12%")
}

func TestAnUndoThatWasBrokenOffAndTakenBackLeavesTheImportToBeUndone(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, strait)
	var many []jobs.Article
	for i := range 2 * manyEdits {
		many = append(many, jobs.Pasted(fmt.Sprintf("Article %d\n\nPrices rose %d%%.", i, i)))
	}
	r := p.imports(many...)
	edits, err := p.desk.project.Group(context.Background(), r.Group)
	if err != nil {
		t.Fatal(err)
	}
	half := annotation.NewID()
	p.desk.project.Apply(context.Background(), func(yield func(annotation.Edit, error) bool) {
		for _, e := range edits[manyEdits:] {
			inv := e.Inverse()
			inv.Group = half
			if !yield(inv, nil) {
				return
			}
		}
		yield(annotation.Edit{}, errors.New("unplugged"))
	}, nil)
	p.leaves()

	p = reopen(t, home)
	if p.on() != "Taking back was not finished" || len(p.desk.documents) != 1+manyEdits {
		t.Fatalf("%q is asked, %d documents", p.on(), len(p.desk.documents))
	}
	p.reverseMany(annotation.Step{Group: half, Name: "import"}, manyEdits, "Brought back: ")
	p.waits("they are back", func() bool { return len(p.desk.documents) == 1+2*manyEdits })
	p.closeModals()
	p.press("Ctrl+Z")
	p.waits("the whole import is taken back", func() bool { return len(p.desk.documents) == 1 })
}

func TestARemovedArticleComesBackWithItsMarks(t *testing.T) {
	p := atWork(t, strait, flood)
	p.selects("12%")
	p.press("2")
	p.remove(p.document)
	p.waits("it is gone", func() bool { return len(p.desk.documents) == 1 })
	p.press("Ctrl+Z")
	p.sees("statistic: 12%")
}

func TestAnArticleThatAColleagueMarkedIsNotRemoved(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, strait, flood)
	id := p.document.ID
	p.leaves()
	colleague := reopen(t, t.TempDir()).desk.project
	ben, err := storage.Open(p.project, storage.Options{Actor: colleague.Actor(), Annotator: colleague.Annotator()})
	if err != nil {
		t.Fatal(err)
	}
	_, text, err := ben.Document(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	marks := annotation.NewSet(id, ben.Annotator().ID, text, ben.Scheme())
	e, err := marks.AddSpan([]rangeset.Range{{Start: 0, End: 6}}, annotation.LabelRole{Label: "claim"}, annotation.OriginSelection)
	if err := errors.Join(err, ben.Commit(context.Background(), e), ben.Close()); err != nil {
		t.Fatal(err)
	}

	p = reopen(t, home)
	p.selects("Strait")
	p.press("1")
	p.remove(p.document)
	p.waits("it is refused", func() bool { return p.status.failed })
	p.reads("others made hangs on it")
	if len(p.desk.documents) != 2 {
		t.Errorf("%d documents in the list", len(p.desk.documents))
	}
	p.press("Ctrl+Z") // takes back what was done before, and not what was refused
	p.waits("the mark is gone", func() bool { return p.document.ID == id && p.set().Len() == 0 })
}

func TestAProjectInASharedFolderIsCopiedToBeWorkedOn(t *testing.T) {
	p := atWork(t, strait)
	shared := filepath.Join(t.TempDir(), "Dropbox", "desk.rubric")
	if err := errors.Join(os.Mkdir(filepath.Dir(shared), 0o700), p.desk.project.SaveCopy(context.Background(), shared)); err != nil {
		t.Fatal(err)
	}
	p.openAt(shared)
	p.reads("synchronised by Dropbox")
	p.photograph("shared")
	p.pump()
	if p.canMark() {
		t.Error("marks can be made in a shared folder")
	}
	local := p.folders.Local("desk")
	for range 2 { // the second time the copy is there
		p.workLocally(p.desk, local)
		p.waits("the copy is open", func() bool { return p.desk != nil && p.desk.project.Path() == local && p.canMark() })
		p.openAt(shared)
	}
	p.workLocally(p.desk, reopen(t, t.TempDir()).project)
	p.reads("another project has the name")
}

func TestEveryActionIsNamedAndEveryMenuEntryDoesSomething(t *testing.T) {
	p := atWork(t)
	seen := map[string]bool{}
	for _, a := range p.actions.all {
		if a.id == "" || a.name == "" || a.run == nil || seen[a.id] {
			t.Errorf("action %q (%q) is incomplete or twice there", a.id, a.name)
		}
		seen[a.id] = true
	}
	for _, m := range p.menu().Items {
		for _, i := range m.Items {
			if !i.IsSeparator && i.Action == nil && i.ChildMenu == nil {
				t.Errorf("menu %s: %q does nothing", m.Label, i.Label)
			}
		}
	}
}

func TestKeysWorkWithoutAProjectOrADocument(t *testing.T) {
	p := atWork(t)
	for _, a := range p.actions.all {
		if a.menu == "Mark" || strings.HasPrefix(a.id, "move.") || a.id == "undo" {
			p.act(a)
		}
	}
	p.closeProject(leaving)
	p.refresh()
	for _, a := range p.actions.all {
		if a.menu != "File" && a.id != "annotator" && a.id != "about" && a.id != "pane.text" {
			p.act(a)
		}
	}
	p.closeModals()
}

// The README's key table is made from the table of actions.
func TestTheReadmeShowsTheKeysOfTheTable(t *testing.T) {
	p := atWork(t)
	var b strings.Builder
	b.WriteString("| keys | act |\n|---|---|\n")
	for _, row := range p.actions.keyTable() {
		b.WriteString("| " + row[0] + " | " + row[1] + " |\n")
	}
	readme, err := os.ReadFile(filepath.Join("..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(readme), b.String()) {
		t.Errorf("README.md does not hold this table:\n%s", b.String())
	}
}

func TestKeysOfOtherLayouts(t *testing.T) {
	for _, c := range []struct {
		what string
		e    fyne.KeyEvent
		want fyne.KeyName
		ok   bool
	}{
		{"a letter of the layout", fyne.KeyEvent{Name: "Z", Physical: fyne.HardwareKey{ScanCode: code("Y")}}, "Z", true},
		{"a Cyrillic letter", fyne.KeyEvent{Name: "", Physical: fyne.HardwareKey{ScanCode: code("S")}}, "S", true},
		{"a digit's place with another sign", fyne.KeyEvent{Name: "", Physical: fyne.HardwareKey{ScanCode: code("1")}}, "1", true},
		{"a digit", fyne.KeyEvent{Name: "2", Physical: fyne.HardwareKey{ScanCode: code("2")}}, "2", true},
		{"a digit of the keypad", fyne.KeyEvent{Name: "2", Physical: fyne.HardwareKey{ScanCode: 9999}}, "", false},
		{"the other Enter", fyne.KeyEvent{Name: fyne.KeyEnter, Physical: fyne.HardwareKey{ScanCode: 9998}}, fyne.KeyReturn, true},
	} {
		if got, ok := keyAt(&c.e); got != c.want || ok != c.ok {
			t.Errorf("%s: %q %v, want %q %v", c.what, got, ok, c.want, c.ok)
		}
	}
}

// code is the scan code of the key at a place of a US layout.
func code(name fyne.KeyName) int {
	for c, n := range physicalKeys {
		if n == name {
			return c
		}
	}
	return 0
}

func TestThePictureOfTheWindow(t *testing.T) {
	p := atWork(t, strait, flood)
	p.selects("Tolls rose 12% in May")
	p.press("1")
	p.selects("12%")
	p.press("2")
	p.photograph("window-light")
	p.setTheme("dark")
	p.photograph("window-dark")
	p.keyHelp()
	p.photograph("keys")
	p.closeModals()
	p.palette()
	p.photograph("palette")
	p.closeModals()
	p.importFiles()
	p.photograph("import")
}
