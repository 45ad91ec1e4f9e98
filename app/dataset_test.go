package app

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/rangeset"
	"rubricator/app/jobs"
	"rubricator/storage"
)

// inDataset is a window in the Dataset place of a project with an article that is done, of two marks that overlap, and one that is in work.
func inDatasetPlace(t *testing.T) *person {
	t.Helper()
	p := atWork(t, strait, flood)
	p.marksForDataset()
	p.opensDataset()
	return p
}

func (p *person) marksForDataset() {
	p.t.Helper()
	p.selects("Tolls rose 12% in May")
	p.press("1")
	p.selects("12%")
	p.press("2")
	p.does("document.done")
	p.selects("$2.4 trillion")
	p.press("2")
	p.settles()
}

func (p *person) opensDataset() {
	p.t.Helper()
	p.press("Ctrl+3")
	p.looksAtDataset()
}

// looksAtDataset waits until the place says what would go out by the recipe as it is.
func (p *person) looksAtDataset() {
	p.t.Helper()
	p.waits("all that would go out was looked at", func() bool { return !strings.HasPrefix(p.dataset.said.Text(), "Looking") })
}

// takes has a row of the recipe say something else.
func (p *person) takes(row, value string) {
	p.t.Helper()
	s, ok := p.dataset.form.controls[row].(*stepper)
	if !ok {
		p.t.Fatalf("the recipe has no row %q", row)
	}
	for i, v := range s.values {
		if v == value {
			s.step(i - s.at)
			p.looksAtDataset()
			return
		}
	}
	p.t.Fatalf("%s cannot be %q; there are %q", row, value, s.values)
}

// writesIn writes into a field of the recipe.
func (p *person) writesIn(row, text string) {
	p.t.Helper()
	p.dataset.form.controls[row].(*field).SetText(text)
	p.looksAtDataset()
}

// listsDataset writes the rows of a view, a line each.
func (p *person) listsDataset(view int) string {
	p.dataset.counts.turn(view)
	var lines []string
	for _, r := range p.dataset.counts.rows {
		lines = append(lines, strings.TrimSpace(plainly(r.title+" "+r.value)))
	}
	return strings.Join(lines, "\n")
}

// firstRecords is what the place shows of the file in sight.
func (p *person) firstRecords() string { return p.dataset.preview.view.Text().String() }

func TestThePlaceTellsWhatWouldGoOut(t *testing.T) {
	p := inDatasetPlace(t)
	if got, want := p.dataset.said.Text(), "2 articles with 3 marks would go out as "; !strings.HasPrefix(got, want) {
		t.Errorf("it says %q", got)
	}
	if got := p.listsDataset(viewCounts); !strings.Contains(got, "Articles 2\nRecords 2\nMarks 3\n") || !strings.Contains(got, "claim 1\nstatistic 2") {
		t.Errorf("it counts\n%s", got)
	}
	if got := p.firstRecords(); strings.Count(got, "\n") != 2 || !strings.Contains(got, `"text":"Tolls rose 12% in May"`) {
		t.Errorf("the first records are\n%s", got)
	}
	p.photograph("dataset")
}

func TestTheRecipeIsChangedByKeysAndAllFollows(t *testing.T) {
	p := inDatasetPlace(t)
	if s, ok := p.win.Canvas().Focused().(*stepper); !ok || s != p.dataset.form.controls[rowFormat] {
		t.Fatalf("the focus is on %T", p.win.Canvas().Focused())
	}
	p.press("Right")
	p.looksAtDataset()
	if got := p.firstRecords(); strings.Contains(got, `"relations"`) || p.dataset.recipe().Format == interchange.Native.Name {
		t.Errorf("as %s the first records are\n%s", p.dataset.recipe().Format, got)
	}
	if s, ok := p.win.Canvas().Focused().(*stepper); !ok || s != p.dataset.form.controls[rowFormat] {
		t.Errorf("the focus went to %T", p.win.Canvas().Focused())
	}
	p.takes("Status", "Done")
	if got := p.dataset.said.Text(); !strings.HasPrefix(got, "1 article with 2 marks") {
		t.Errorf("of what is done it says %q", got)
	}
	p.writesIn("Changed since", "2999-01-01")
	if got := p.dataset.counts.told.Text(); !strings.HasPrefix(got, "Nothing is done yet that this recipe takes.") {
		t.Errorf("of the future it says %q", got)
	}
	p.writesIn("Changed since", "soon")
	if got := p.dataset.said.Text(); !strings.HasPrefix(got, "Changed since: ") {
		t.Errorf("of no day it says %q", got)
	}
}

func TestTheFirstRecordsAreShownInEveryFormat(t *testing.T) {
	p := inDatasetPlace(t)
	for _, f := range writtenFormats() {
		p.takes(rowFormat, f.Title)
		if p.dataset.recipe().Format != f.Name || len(p.dataset.preview.pages) == 0 || p.dataset.counts.found == nil {
			t.Errorf("%s: %q", f.Name, p.dataset.said.Text())
			continue
		}
		var shown []string
		for i, page := range p.dataset.preview.pages {
			p.dataset.preview.turn(i)
			shown = append(shown, page.name+": "+p.firstRecords())
		}
		all := strings.Join(shown, "\n")
		if !strings.Contains(all, "Tolls rose") && !strings.Contains(all, "Tolls -X-") && !strings.Contains(all, "This file is no text. With these articles it has ") {
			t.Errorf("%s shows\n%s", f.Name, all)
		}
		p.photograph("dataset-as-" + f.Name)
	}
}

func TestASchemeOfManyLabelsAndLongTitlesHasRoom(t *testing.T) {
	scheme, err := jobs.ShippedScheme("simple")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 200 {
		scheme.Labels = append(scheme.Labels, annotation.Label{ID: fmt.Sprint("label-", i), Name: fmt.Sprint("Label of a long name, number ", i), Colour: "#009e73"})
	}
	p := begins(startWith(t, t.TempDir(), scheme), strings.Repeat("A headline that goes on ", 12)+"\n\nTolls rose.\n")
	p.selects("Tolls rose")
	p.press("1")
	p.settles()
	p.win.Resize(fyne.NewSize(1024, 660))
	p.opensDataset()
	if size := p.win.Canvas().Content().MinSize(); size.Width > 1024 || size.Height > 660 {
		t.Errorf("the place needs %v", size)
	}
	p.listsDataset(viewToCheck)
	p.photograph("dataset-long")
	p.win.Canvas().Focus(p.dataset.form.controls["Labels"])
	p.press("Enter")
	if list := p.modals[0].first.(*keyList); list.Length() < 200 {
		t.Errorf("%d labels are offered", list.Length())
	}
	p.photograph("dataset-labels")
}

func TestSeveralOfManyAreTicked(t *testing.T) {
	p := inDatasetPlace(t)
	p.win.Canvas().Focus(p.dataset.form.controls["Labels"])
	p.press("Enter")
	if p.on() != "Labels" {
		t.Fatalf("%q is shown", p.on())
	}
	p.press("Space", "Enter")
	p.looksAtDataset()
	if got := strings.Join(p.dataset.recipe().Choice.Labels, " "); got != "claim" {
		t.Errorf("ticked is %q", got)
	}
	if got := p.dataset.said.Text(); !strings.HasPrefix(got, "2 articles with 1 mark") && !strings.HasPrefix(got, "1 article with 1 mark") {
		t.Errorf("it says %q", got)
	}
	if b, ok := p.win.Canvas().Focused().(*button); !ok || b.Text != plainly(b.Text) && b.Text == "" {
		t.Errorf("the focus is on %T", p.win.Canvas().Focused())
	}
}

func TestWhatTheFormatLosesIsToldBeforehandAndThatChecksFail(t *testing.T) {
	p := inDatasetPlace(t)
	p.does("place.annotate")
	p.press("M")
	p.win.Canvas().Focused().(*field).SetText("Who says so?")
	p.press("Esc")
	p.settles()
	p.opensDataset()
	p.takes(rowFormat, "doccano JSONL")
	if got := p.listsDataset(viewLosses); !strings.Contains(got, "note is left out") {
		t.Errorf("lost is\n%s", got)
	}
	p.photograph("dataset-losses")
	if got := p.listsDataset(viewToCheck); !strings.HasPrefix(got, "Not done yet. 1\nFlood plan") {
		t.Errorf("to check is\n%s", got)
	}
	p.photograph("dataset-to-check")
	p.open(p.desk.documents[0].ID)
	p.win.Canvas().Focus(p.dataset.counts.list)
	p.press("Down", "Enter")
	if !p.inArticles() || p.document.Title != "Flood plan" {
		t.Errorf("Enter leads to %q, in the articles: %v", p.document.Title, p.inArticles())
	}
}

func TestAnEmptyProjectSaysThatThereIsNothingYet(t *testing.T) {
	p := atWork(t)
	p.opensDataset()
	if got := p.dataset.counts.told.Text(); !strings.HasPrefix(got, "There is no article in this project yet.") {
		t.Errorf("it says %q", got)
	}
	p.photograph("dataset-empty")
	p = atWork(t, strait)
	p.opensDataset()
	if got := p.dataset.counts.told.Text(); !strings.HasPrefix(got, "Nothing is done yet") {
		t.Errorf("it says %q", got)
	}
}

func TestADatasetIsExportedAsTheRecipeSaysAndReported(t *testing.T) {
	p := inDatasetPlace(t)
	dir := t.TempDir()
	p.press("Ctrl+Shift+S")
	p.win.Canvas().Focused().(*field).SetText(filepath.Join(dir, "out"))
	p.press("Enter")
	p.waits("it is exported", func() bool { return p.on() == "Exported" })
	p.photograph("dataset-exported")
	p.reads("Exported 3 marks of 2 articles to " + filepath.Join(dir, "out.jsonl"))
	p.press("Enter")
	p.takes("Parts", "Train, val., test")
	if got := p.listsDataset(viewCounts); !strings.Contains(got, "Articles by part of the split\n") {
		t.Errorf("it counts\n%s", got)
	}
	p.photograph("dataset-split")
	folder := filepath.Join(dir, "parts")
	p.press("Ctrl+Shift+S")
	p.win.Canvas().Focused().(*field).SetText(folder)
	p.press("Enter")
	p.waits("it is exported", func() bool { return p.on() == "Exported" })
	if _, err := os.Stat(filepath.Join(folder, interchange.ManifestName)); err != nil {
		t.Error(err)
	}
	p.press("Enter", "Ctrl+Shift+S")
	p.win.Canvas().Focused().(*field).SetText(folder)
	p.press("Enter")
	if p.on() != "Replace the dataset that is there?" {
		t.Errorf("%q is shown", p.on())
	}
	p.press("Esc")
}

func TestAnExportIsCancelledAndLeavesNothing(t *testing.T) {
	p := inDatasetPlace(t)
	var articles []jobs.Article
	for i := range 300 { // which take longer to write than a key takes to be pressed
		body := strings.Repeat(fmt.Sprintf("Body %d rose by %d percent. ", i, i), 800)
		articles = append(articles, jobs.Article{Name: fmt.Sprint(i, ".txt"), Read: func() ([]byte, error) { return fmt.Appendf(nil, "Article %d\n\n%s", i, body), nil }})
	}
	p.imports(articles...)
	p.closeModals()
	p.pump()
	p.settles()
	dir := t.TempDir()
	all := *p.dataset.recipe()
	all.Choice.Negatives = interchange.AllNegatives
	p.dataset.exportTo(filepath.Join(dir, "out.jsonl"), all)
	if len(p.modals) != 1 {
		t.Fatal("no progress is shown")
	}
	p.press("Esc")
	p.waits("it is cancelled", func() bool { return p.status.said == "The export was cancelled. Nothing was written." })
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
}

func TestOnlyTheLastOfSeveralChangesIsShown(t *testing.T) {
	p := inDatasetPlace(t)
	before := p.dataset.number
	for range 8 {
		p.press("Right")
	}
	p.looksAtDataset()
	if f := p.dataset.counts.format(); f.Name != p.dataset.recipe().Format || f != writtenFormats()[8] || p.dataset.number != before+8 {
		t.Errorf("%s is shown of a recipe for %s", f.Name, p.dataset.recipe().Format)
	}
}

func TestThePlaceHidesOthersMarksFromWhoIsBlind(t *testing.T) {
	home := t.TempDir()
	p := begins(start(t, home), strait)
	p = p.meanwhile("Ben", home, func(ben *storage.Project, mine *annotation.Set) []annotation.Edit {
		round, err := annotation.NewRound("week 12", ben.Scheme())
		if err != nil {
			t.Fatal(err)
		}
		round.Blind = true
		his := annotation.NewSet(mine.Head().Document, ben.Annotator().ID, mine.Text(), mine.Scheme())
		assigned, _ := round.Assign([]annotation.ID{mine.Head().Document}, nil, mine.Head().Annotator, ben.Annotator().ID)
		marked := sure(t)(his.AddSpan([]rangeset.Range{{Start: 30, End: 33}}, annotation.LabelRole{Label: "statistic"}, annotation.OriginSelection))
		return []annotation.Edit{sure(t)(round.Begin(nil)), assigned, marked}
	})
	p.opensDataset()
	if got := p.dataset.counts.told.Text(); !strings.Contains(got, "What others marked is hidden from you") {
		t.Errorf("before I marked anything it says %q", got)
	}
	p.press("Ctrl+1")
	p.selects("12%")
	p.press("1")
	p.settles()
	p.opensDataset()
	if got := p.dataset.said.Text(); !strings.Contains(got, "1 article with 1 mark ") || !strings.Contains(got, "others’ marks on 1 article are left out until yours are done") {
		t.Errorf("it says %q", got)
	}
	if got := p.listsDataset(viewLosses); got != "1 set of others on 1 article is left out" {
		t.Errorf("the losses are\n%s", got)
	}
	if len(p.dataset.preview.pages) > 0 && strings.Contains(p.firstRecords(), "statistic") {
		t.Errorf("the first records are\n%s", p.firstRecords())
	}
}

func TestAnExportOverSomethingElseIsRefused(t *testing.T) {
	p := inDatasetPlace(t)
	p.press("Ctrl+Shift+S")
	p.win.Canvas().Focused().(*field).SetText(p.desk.project.Path())
	p.press("Enter")
	if p.on() == "" || len(p.modals) != 1 {
		t.Fatal("the project itself is written over")
	}
	p.closeModals()
	p.takes("Parts", "Train, val., test")
	dir := shelf(t, "mine.txt")
	p.press("Ctrl+Shift+S")
	p.win.Canvas().Focused().(*field).SetText(dir)
	p.press("Enter", "Enter")
	p.waits("it is refused", func() bool { return strings.Contains(p.status.said, "neither empty nor a dataset") })
}

func TestTheWholePlaceIsReachedByTabAndSeen(t *testing.T) {
	p := inDatasetPlace(t)
	p.win.Resize(fyne.NewSize(1024, 660))
	seen := map[fyne.Focusable]bool{}
	for range 60 {
		now := p.win.Canvas().Focused()
		if now == nil {
			t.Fatal("nothing has the focus")
		}
		if seen[now] {
			break
		}
		seen[now] = true
		p.press("Tab")
		if now == p.win.Canvas().Focused() { // the toolkit takes Tab where a part leaves it
			p.win.Canvas().FocusNext()
		}
	}
	for name, c := range p.dataset.form.controls {
		if !seen[c] {
			t.Errorf("Tab does not reach %s", name)
		}
	}
	for _, c := range []fyne.Focusable{p.dataset.counts.list, p.dataset.preview.view, p.dataset.save, p.dataset.export} {
		if !seen[c] {
			t.Errorf("Tab does not reach %T", c)
		}
	}
	p.focusText()
	for _, theme := range []string{"light", "contrast-dark"} {
		p.setTheme(theme)
		for _, pane := range []string{"the recipe", "the counts", "the first records", "Export"} {
			p.seesFocus(pane)
			p.press("F6")
		}
	}
}

func TestThePlaceIsPhotographed(t *testing.T) {
	if os.Getenv("RUBRICATOR_PICTURES") == "" {
		t.Skip("no folder for pictures is named")
	}
	p := start(t, t.TempDir())
	p.openAt(os.Getenv("RUBRICATOR_PROJECT"))
	p.focusText()
	p.opensDataset()
	for _, theme := range []string{"light", "dark", "contrast-light", "contrast-dark"} {
		p.setTheme(theme)
		for i, view := range []string{"counts", "losses", "checks"} {
			p.dataset.counts.turn(i)
			p.pump()
			p.photograph(fmt.Sprint("dataset-", view, "-", theme))
		}
	}
	p.setTheme("light")
	p.dataset.counts.turn(0)
	p.win.Resize(fyne.NewSize(1024, 660))
	p.takes("Parts", "Train, val., test")
	p.photograph("dataset-small")
	p.dataset.counts.list.ScrollTo(16)
	p.previews(seeSplit)
	p.photograph("dataset-small-split")
	p.dataset.form.root.ScrollToBottom()
	p.previews(seeCard)
	p.photograph("dataset-small-bottom")
	p.win.Canvas().(test.WindowlessCanvas).SetScale(2)
	p.photograph("dataset-twice")
	p.win.Canvas().(test.WindowlessCanvas).SetScale(1)
	p.win.Resize(fyne.NewSize(1600, 900))
	for _, theme := range []string{"contrast-light", "dark"} {
		p.setTheme(theme)
		p.previews(seeSplit)
		p.photograph("dataset-wide-split-" + theme)
	}
}
