package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"rubricator/annotation/interchange"
	"rubricator/app/jobs"
)

// previews turns the preview and waits until it is there.
func (p *person) previews(kind int) {
	p.t.Helper()
	for p.dataset.preview.kind.on != kind {
		p.press("Ctrl+D")
	}
	p.waits("the preview is made", func() bool { return p.dataset.preview.told.Text() != lookingAtAll })
}

// listsSplit writes the rows of the split, a line each.
func (p *person) listsSplit() string {
	var lines []string
	for at := range p.dataset.preview.deal.rows {
		r := p.dataset.preview.deal.row(at)
		lines = append(lines, strings.TrimSpace(plainly(r.title+" | "+r.about)))
	}
	return strings.Join(lines, "\n")
}

func TestMarksAreCountedByLabelAndPart(t *testing.T) {
	p := inDatasetPlace(t)
	if got := p.listsDataset(viewCounts); strings.Contains(got, "Marks by label and part") {
		t.Errorf("without parts it has\n%s", got)
	}
	p.takes("Parts", "Train, val., test")
	got := p.listsDataset(viewCounts)
	if !strings.Contains(got, "Marks by label and part") {
		t.Fatalf("it has\n%s", got)
	}
	for _, r := range p.dataset.counts.rows {
		if r.cells == nil || r.heading {
			continue
		}
		if last := r.cells[len(r.cells)-1]; r.title == "statistic" && last.number != "2" || len(r.cells) != len(p.dataset.counts.found.Parts)+1 {
			t.Errorf("%s has %v", r.title, r.cells)
		}
	}
}

func TestTheCardIsSeenBeforeTheExport(t *testing.T) {
	p := inDatasetPlace(t)
	p.writesIn("Title", "Tolls of May")
	p.previews(seeCard)
	if got := p.firstRecords(); !strings.Contains(got, "# Tolls of May") || !strings.Contains(got, "2 news articles with 3 marks") {
		t.Errorf("the card is\n%s", got)
	}
	if got := p.dataset.preview.told.Text(); !strings.Contains(got, "As one file") {
		t.Errorf("of a file it says %q", got)
	}
	p.photograph("dataset-card")
	p.takes("Parts", "Train, val., test")
	p.previews(seeCard)
	if got := p.dataset.preview.told.Text(); got != "README.md in the folder of the dataset." {
		t.Errorf("of a folder it says %q", got)
	}
	p.writesIn("Changed since", "soon")
	p.press("Ctrl+D", "Ctrl+D", "Ctrl+D")
	if got := p.firstRecords(); !strings.Contains(got, "# Tolls of May") {
		t.Errorf("while the recipe cannot be read it shows\n%s", got)
	}
	p.writesIn("Changed since", "")
	p.previews(seeCard)
	p.previews(seeRecords)
	if got := p.firstRecords(); !strings.HasPrefix(got, "{") {
		t.Errorf("the first records are\n%s", got)
	}
}

func TestTheSplitTellsWhichArticleGoesWhereAndWhy(t *testing.T) {
	p := inDatasetPlace(t)
	p.previews(seeSplit)
	if got := p.dataset.preview.told.Text(); !strings.HasPrefix(got, "This recipe makes no parts.") {
		t.Errorf("without parts it says %q", got)
	}
	p.takes("Parts", "Train, val., test")
	p.previews(seeSplit)
	if got := p.listsSplit(); !strings.HasPrefix(got, "train · ") || !strings.Contains(got, "Flood plan | by the seed, 1") {
		t.Errorf("it lists\n%s", got)
	}
	p.takes("Kept together", "By date, new last")
	p.previews(seeSplit)
	if got := p.listsSplit(); !strings.Contains(got, "Flood plan | without a date, so among the oldest") {
		t.Errorf("by date it lists\n%s", got)
	}
	p.photograph("dataset-dealt")
	p.win.Canvas().Focus(p.dataset.preview.control())
	p.press("Down", "Enter")
	if !p.inArticles() || p.document.ID.IsZero() {
		t.Error("Enter leads to no article")
	}
}

func TestTheSplitIsInSightWhileTheProjectIsClosed(t *testing.T) {
	p := inDatasetPlace(t)
	p.takes("Parts", "Train, val., test")
	p.previews(seeSplit)
	if err := p.closeProject(leaving); err != nil {
		t.Fatal(err)
	}
	p.dataset.preview.deal.list.Refresh()
	p.pump()
	if n := len(p.dataset.preview.deal.rows); n > 0 {
		t.Errorf("%d rows of the project are left", n)
	}
}

func TestADatasetIsVerifiedInTheWindow(t *testing.T) {
	p := inDatasetPlace(t)
	p.takes("Parts", "Train, val., test")
	dir := filepath.Join(t.TempDir(), "set")
	if _, err := jobs.WriteDataset(t.Context(), p.desk.project, p.dataset.asked(), jobs.Target{Path: dir}, nil); err != nil {
		t.Fatal(err)
	}
	verifies := func(path string) string {
		t.Helper()
		p.does("dataset.verify")
		p.win.Canvas().Focused().(*field).SetText(path)
		p.press("Enter")
		p.waits("it is verified", func() bool { return strings.HasPrefix(p.on(), "The dataset") })
		defer p.closeModals()
		return p.on()
	}
	if got := verifies(dir); got != "The dataset is sound" {
		t.Errorf("it says %q", got)
	}
	for name, change := range map[string]func() error{
		"changed": func() error { return os.WriteFile(filepath.Join(dir, interchange.CardName), []byte("mine"), 0o600) },
		"missing": func() error { return os.Remove(filepath.Join(dir, interchange.LossesName)) },
		"extra":   func() error { return os.WriteFile(filepath.Join(dir, "notes.txt"), nil, 0o600) },
	} {
		if err := change(); err != nil {
			t.Fatal(name, err)
		}
	}
	if got := verifies(filepath.Join(dir, interchange.ManifestName)); got != "The dataset is not as it should be" {
		t.Errorf("it says %q", got)
	}
	v, err := jobs.VerifyDataset(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	_, says := verdictSays(&v)
	for _, want := range []string{"README.md was changed", "losses.json is missing", "notes.txt is not in the manifest"} {
		if !strings.Contains(says, want) {
			t.Errorf("it does not say %q:\n%s", want, says)
		}
	}
	p.does("dataset.verify")
	p.win.Canvas().Focused().(*field).SetText(t.TempDir())
	p.press("Enter")
	if p.on() != "Verify a dataset: its folder" {
		t.Errorf("a folder without a dataset leads to %q", p.on())
	}
}

func TestThePanesOfThePlaceStayAsWideAsTheyWereMade(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, strait)
	p.opensDataset()
	p.dataset.all.SetOffset(0.4)
	p.dataset.right.SetOffset(0.6)
	p.leaves()
	p = reopen(t, home)
	if p.dataset.all.Offset != 0.4 || p.dataset.right.Offset != 0.6 {
		t.Errorf("they are at %v and %v", p.dataset.all.Offset, p.dataset.right.Offset)
	}
}

func TestTheReportSaysWhatStaysAndWhatRemains(t *testing.T) {
	r := &jobs.DatasetReport{Path: "/data/set", KeptParts: 2, Remains: "/data/.set-1-before", Folder: true}
	r.Parts = []jobs.DatasetPart{{Name: "train"}}
	r.Blind, r.BlindDocuments = 3, 2
	got := exportSays(r)
	for _, want := range []string{"2 articles stay in the part that the older dataset gave them", "it is now in\n/data/.set-1-before", "3 sets of others on 2 articles were left out"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
}

func TestTheTableIsReadInANarrowWindowToo(t *testing.T) {
	p := inDatasetPlace(t)
	p.takes("Parts", "Train, val., test")
	for _, width := range []float32{1024, 1600} {
		p.win.Resize(fyne.NewSize(width, 660))
		r := newTableRow(p.fonts)
		r.show("statistic", false, []cell{{"1", "50 %"}, {"1", "50 %"}, {number: "2"}})
		r.Resize(fyne.NewSize(p.dataset.counts.root.Size().Width, rowHeight))
		if last := r.numbers[2]; last.Position().X+last.Size().Width > r.Size().Width || r.numbers[0].Position().X < 0 {
			t.Errorf("at %v the cells stand from %v to %v of %v", width, r.numbers[0].Position().X, last.Position().X+last.Size().Width, r.Size().Width)
		}
	}
}
