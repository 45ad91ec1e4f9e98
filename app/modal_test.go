package app

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	fynestorage "fyne.io/fyne/v2/storage"

	"rubricator/annotation"
	"rubricator/app/jobs"
	"rubricator/app/textview"
)

func (p *person) settingsActor() annotation.Actor {
	p.t.Helper()
	a, err := p.settings.Actor(p.folders, p.project)
	if err != nil {
		p.t.Fatal(err)
	}
	return a
}

// on gives the title of what lies over the window, "" for nothing.
func (p *person) on() string {
	if n := len(p.modals); n > 0 {
		return p.modals[n-1].title
	}
	return ""
}

func (p *person) does(id string) { p.act(p.actions.byID(id)) }

func TestEnterConfirmsAndEscLeavesWhereverTheFocusIs(t *testing.T) {
	p := atWork(t, strait, flood)
	p.does("document.remove")
	if p.on() != "Remove this article?" || p.win.Canvas().Focused() != nil {
		t.Fatalf("%q is shown, the focus is on %T", p.on(), p.win.Canvas().Focused())
	}
	p.press("Esc")
	if p.on() != "" || len(p.desk.documents) != 2 || p.win.Canvas().Focused() != p.view {
		t.Errorf("after Esc %q is shown, %d documents, focus on %T", p.on(), len(p.desk.documents), p.win.Canvas().Focused())
	}
	p.does("document.remove")
	p.press("Enter")
	if p.on() != "" || len(p.desk.documents) != 1 {
		t.Errorf("after Enter %q is shown, %d documents", p.on(), len(p.desk.documents))
	}
	p.press("F1")
	p.win.Canvas().Unfocus() // as a click on the table does
	p.press("Esc")
	if p.on() != "" {
		t.Error("the keys do not close")
	}
	for _, id := range []string{"about", "keys", "palette", "annotator", "details", "import", "project.new", "project.open", "project.copy"} {
		p.does(id)
		if len(p.modals) != 1 {
			t.Errorf("%s shows %d sheets", id, len(p.modals))
		}
		p.press("Esc")
		if len(p.modals) != 0 || p.win.Canvas().Focused() != p.view {
			t.Errorf("%s: Esc leaves %d sheets, the focus is on %T", id, len(p.modals), p.win.Canvas().Focused())
		}
	}
	p.does("export")
	if len(p.modals) != 1 {
		t.Errorf("export shows %d sheets", len(p.modals))
	}
	p.press("Esc")
	if len(p.modals) != 0 || !p.inDataset() || p.win.Canvas().Focused() != p.dataset.form.controls[rowFormat] {
		t.Errorf("export: Esc leaves %d sheets, the focus is on %T", len(p.modals), p.win.Canvas().Focused())
	}
}

func TestAFormKeepsWhatWasTypedAndSaysWhatIsWrong(t *testing.T) {
	p := atWork(t, strait)
	p.does("annotator")
	f := p.win.Canvas().Focused().(*field)
	f.SetText(" ")
	p.press("Enter")
	if p.on() == "" || p.win.Canvas().Focused() != f {
		t.Fatal("the form is gone")
	}
	f.SetText("Ana Roe")
	p.press("Enter")
	p.does("annotator")
	p.win.Canvas().Focused().(*field).SetText("A. Roe") // once more in the same session
	p.press("Enter")
	p.waits("the name is on disk", func() bool { return p.desk.project.Annotator().Name == "A. Roe" })
	if p.settings.Annotator.Name != "A. Roe" {
		t.Errorf("settings say %q", p.settings.Annotator.Name)
	}
	p.press("Ctrl+Z")
	if p.me().Name != "Ana Roe" || p.settings.Annotator.Name != "Ana Roe" {
		t.Errorf("after undo: %q, settings %q", p.me().Name, p.settings.Annotator.Name)
	}
}

// shelf makes a folder with files.
func shelf(t *testing.T, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, n := range names {
		path := filepath.Join(dir, n)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("Title of "+n+"\n\nBody of "+n+"."), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func titles(p *person) string {
	var out []string
	for _, d := range p.desk.documents {
		out = append(out, strings.TrimPrefix(d.Title, "Title of "))
	}
	return strings.Join(out, " ")
}

func TestFilesArePickedByKeys(t *testing.T) {
	p := atWork(t)
	dir := shelf(t, "a.txt", "b.md", "c.png", "press/d.txt", "press/e.txt")
	p.does("import")
	p.win.Canvas().Focused().(*field).SetText(dir)
	p.press("Down", "Down", "Space", "Enter") // press, a.txt
	p.waits("a.txt is loaded", func() bool { return titles(p) == "a.txt" })
	p.does("import")
	p.press("Down", "Enter") // into the folder
	if p.on() == "" {
		t.Fatal("Enter on a folder confirms")
	}
	p.press("Enter") // all of it
	p.waits("the folder is loaded", func() bool { return titles(p) == "a.txt press/d.txt press/e.txt" })
}

func TestAPathThatIsNotThereIsSaid(t *testing.T) {
	p := atWork(t)
	p.does("import")
	f := p.win.Canvas().Focused().(*field)
	f.SetText("/no/such/folder")
	p.press("Enter")
	if p.on() == "" {
		t.Error("the picker is gone")
	}
	f.SetText(shelf(t, "c.png"))
	p.press("Enter")
	if p.on() == "" {
		t.Error("an import of nothing began")
	}
}

func TestNothingIsReplacedUnasked(t *testing.T) {
	p := atWork(t, strait)
	p.selects("12%")
	p.press("2")
	path := filepath.Join(shelf(t, "old.jsonl"), "old.jsonl")
	exports := func() {
		p.does("export")
		p.win.Canvas().Focused().(*field).SetText(path)
		p.press("Enter")
	}
	exports()
	if p.on() != "Replace the file that is there?" {
		t.Fatalf("%q is shown", p.on())
	}
	p.press("Esc")
	if b, _ := os.ReadFile(path); !strings.HasPrefix(string(b), "Title of") {
		t.Error("the file was replaced")
	}
	exports()
	p.press("Enter")
	p.waits("it is exported", func() bool { b, _ := os.ReadFile(path); return strings.Contains(string(b), `"12%"`) })
}

func TestPickingAFileToWriteMakesNone(t *testing.T) {
	p := atWork(t, strait)
	dir := shelf(t, "there/x.rubric")
	p.does("project.new")
	p.win.Canvas().Focused().(*field).SetText(filepath.Join(dir, "mine.rubric"))
	p.press("Down", "Space") // into "there", with the name kept
	f := p.modals[0].first.(*field)
	if want := filepath.Join(dir, "there", "mine.rubric"); f.Text != want {
		t.Errorf("the field says %s, want %s", f.Text, want)
	}
	p.press("Esc")
	if _, err := os.Stat(filepath.Join(dir, "there", "mine.rubric")); err == nil {
		t.Error("a file was made")
	}
	p.does("project.new")
	p.win.Canvas().Focused().(*field).SetText(filepath.Join(dir, "mine"))
	p.press("Enter")
	p.waits("the new project is open", func() bool { return projectName(p.desk.project.Path()) == "mine" })
}

func TestAClickBesideEverythingGivesTheTextTheFocus(t *testing.T) {
	p := atWork(t, strait)
	p.win.Canvas().Unfocus()
	content := p.win.Content().(*fyne.Container)
	content.Objects[0].(*ground).Tapped(nil)
	if p.win.Canvas().Focused() != p.view {
		t.Errorf("the focus is on %T", p.win.Canvas().Focused())
	}
}

func TestASheetStaysWhenAnotherBelowItCloses(t *testing.T) {
	p := atWork(t, strait)
	_, hide := p.showProgress("Importing", func() {})
	answered := false
	p.question("Go on?", "Really.", choice{text: "No"}, choice{"Yes", func() { answered = true }})
	hide()
	if p.on() != "Go on?" || p.win.Canvas().Overlays().Top() != p.modals[0].popup {
		t.Fatalf("%q is on, but what is shown is another", p.on())
	}
	p.press("Enter")
	if !answered || p.win.Canvas().Overlays().Top() != nil || p.win.Canvas().Focused() != p.view {
		t.Errorf("answered %v, focus on %T", answered, p.win.Canvas().Focused())
	}
}

func TestAClickOnARowIsOneEachTime(t *testing.T) {
	p := atWork(t)
	dir := shelf(t, "a.txt", "b.txt")
	picker := p.pick(pickMany, "Import", "Import", dir, []string{".txt"}, nil, func([]string) error { return nil })
	for _, want := range []int{1, 0, 1} {
		picker.list.Select(0)
		if len(picker.ticked) != want {
			t.Errorf("%d files are ticked, want %d", len(picker.ticked), want)
		}
	}
	if err := os.Remove(filepath.Join(dir, "a.txt")); err != nil {
		t.Fatal(err)
	}
	if paths, err := picker.paths(); err != nil || len(paths) != 1 || filepath.Base(paths[0]) != "b.txt" {
		t.Errorf("with the ticked file gone: %v (%v)", paths, err)
	}
}

func TestHundredsOfRefusalsAreToldAtOnce(t *testing.T) {
	p := atWork(t)
	var bad []jobs.Article
	for range 400 {
		bad = append(bad, jobs.Article{Name: "x.pdf", Read: func() ([]byte, error) { return []byte("%PDF"), nil }})
	}
	p.imports(bad...)
	if p.on() != "400 files could not be loaded" {
		t.Errorf("%q is on", p.on())
	}
	if text := p.modals[0].body.(*textview.Lines).Text(); strings.Count(text, "\n") > 20 || !strings.HasSuffix(text, "and 385 more") {
		t.Errorf("it says %s", text)
	}
}

func TestTheBeginningOfANameNarrowsTheListAndTheButtonDoesWhatItSays(t *testing.T) {
	p := atWork(t)
	dir := shelf(t, "a1.txt", "a2.txt", "b.txt")
	p.does("import")
	p.win.Canvas().Focused().(*field).SetText(filepath.Join(dir, "a"))
	p.press("Enter")
	p.waits("two are loaded", func() bool { return titles(p) == "a1.txt a2.txt" })
}

// drops lets files fall on the window, as the driver reports it.
func (p *person) drops(paths ...string) {
	var uris []fyne.URI
	for _, path := range paths {
		uris = append(uris, fynestorage.NewFileURI(path))
	}
	p.dropped(uris)
}

func TestFilesAreDroppedOnTheWindow(t *testing.T) {
	p := atWork(t)
	dir := shelf(t, "a.txt", "b.md", "c.png", "more/d.txt")
	p.drops(filepath.Join(dir, "a.txt"), filepath.Join(dir, "c.png"), filepath.Join(dir, "more"))
	p.waits("what was read is shown, for one is refused", p.inImport)
	p.press("Ctrl+Enter")
	p.waits("they are loaded", func() bool { return titles(p) == "a.txt more/d.txt" })
	p.press("F1")
	p.drops(filepath.Join(dir, "b.md"))
	p.reads("close what lies over the window first")
	p.closeModals()
	copied := filepath.Join(dir, "copy.rubric")
	if err := p.desk.project.SaveCopy(context.Background(), copied); err != nil {
		t.Fatal(err)
	}
	p.drops(copied)
	if p.desk.project.Path() != copied {
		t.Errorf("%s is open", p.desk.project.Path())
	}
}
