package app

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"rubricator/annotation/text"
)

const twoReports = "Strait tolls rise\n\nTT\n\nTolls rose 12% in May, the ministry said on Monday.\n\nFlood plan\n\nThe plan costs $2.4 trillion, the mayor said on Tuesday.\n"

// hasFiles writes files into a folder of their own.
func hasFiles(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, body := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// looksAtImport drops a file of two reports, and waits until it is shown.
func looksAtImport(t *testing.T, articles ...string) *person {
	t.Helper()
	p := atWork(t, articles...)
	p.dropsFolder(map[string]string{"two.txt": twoReports})
	return p
}

func (p *person) dropsFolder(files map[string]string) {
	p.t.Helper()
	p.drops(hasFiles(p.t.(*testing.T), files))
	p.waits("what was read is shown", p.inImport)
}

// comes writes the rows of what is to be loaded, a line each: what stands in the columns, but for those that are empty.
func (p *person) comes() string {
	var lines []string
	for i, r := range p.importing.rows {
		sign, _ := p.importing.signOf(i)
		signs := map[string]string{"☑": "[x] ", "☐": "[ ] ", "×": "[×] "}
		cells := p.importing.cellsOf(r)
		said := slices.DeleteFunc(cells[:], func(s string) bool { return s == "" })
		lines = append(lines, plainly(signs[sign]+strings.Join(said, " | ")))
	}
	return strings.Join(lines, "\n")
}

func (p *person) expects(what, want string) {
	p.t.Helper()
	if got := p.comes(); got != want {
		p.t.Errorf("%s there come\n%s\nwant\n%s", what, got, want)
	}
}

// atLine puts the caret into a line of the text that is to be loaded.
func (p *person) atLine(piece string) {
	p.t.Helper()
	v := p.importing.text.view
	p.win.Canvas().Focus(v)
	b := strings.Index(v.Text().String(), piece)
	if b < 0 {
		p.t.Fatalf("the text does not say %q", piece)
	}
	v.SetCaret(v.Text().Pos(text.Byte(b)))
}

func (p *person) loaded(n int) {
	p.t.Helper()
	p.waits("it is loaded", func() bool { return len(p.desk.documents) == n && p.inArticles() })
}

func TestAPlainArticleIsLoadedAtOnce(t *testing.T) {
	p := atWork(t)
	p.app.Clipboard().SetContent(flood)
	p.press("Ctrl+V")
	p.loaded(1)
	if p.importing.isOpen() {
		t.Error("it is shown before")
	}
}

func TestWhatIsToBeDecidedIsShownFirst(t *testing.T) {
	p := looksAtImport(t)
	p.expects("of a file with a share button", "[x] Strait tolls rise | 25 | en | 1 line out")
	if len(p.desk.documents) != 0 {
		t.Error("it is loaded already")
	}
	p.reads("Space ticks")
	p.photograph("import")
	p.press("Ctrl+Enter")
	p.loaded(1)
	if got := p.set().Text().String(); strings.Contains(got, "TT") {
		t.Errorf("it says %q", got)
	}
}

func TestALineIsDividedAndStruckOutByKey(t *testing.T) {
	p := looksAtImport(t)
	p.atLine("Flood plan")
	p.press("D")
	p.expects("divided,", "two.txt | 2 articles\n[x] Strait tolls rise | 13 | 1 line out\n[x] Flood plan | 12")
	p.atLine("TT")
	p.press("X")
	p.atLine("The plan costs")
	p.press("X")
	p.waits("it is compared", func() bool { return len(p.importing.stale) == 0 })
	p.expects("cut otherwise,", "two.txt | 2 articles\n[x] Strait tolls rise | 14\n[x] Flood plan | 2 | 1 line out")
	p.photograph("import-divided")
	p.press("Ctrl+Enter")
	p.loaded(2)
	p.press("Ctrl+Z")
	p.loaded(0)
}

func TestACopyIsLeftOutUnlessItIsTicked(t *testing.T) {
	p := atWork(t, flood)
	p.dropsFolder(map[string]string{"a.txt": strait, "b.txt": flood + "\n"})
	p.expects("of two", "[x] Strait tolls rise | 23 | en\n[ ] Flood plan | 7 | same as “Flood plan” · left out")
	p.press("Down", "Space")
	p.expects("ticked,", "[x] Strait tolls rise | 23 | en\n[x] Flood plan | 7 | same as “Flood plan” · same story")
	p.press("Space", "Ctrl+Enter")
	p.loaded(2)
	p.dropsFolder(map[string]string{"b.txt": flood})
	p.press("Space", "Ctrl+Enter")
	p.loaded(3)
}

func TestANearCopySaysWhoseStoryItTells(t *testing.T) {
	p := atWork(t, strait)
	p.dropsFolder(map[string]string{"a.txt": strait + "\nMore follows later today.\n"})
	if got := p.comes(); !strings.HasPrefix(got, "[x] Strait tolls rise | 27 | en | 83 % like “Strait tolls rise” · same story") {
		t.Errorf("it says %s", got)
	}
}

func TestWhatIsKnownOfAnArticleIsCorrectedBeforeItComes(t *testing.T) {
	p := looksAtImport(t)
	p.atLine("Flood plan")
	p.press("D")
	p.importing.details.fields[1].SetText("The Gazette")
	p.atLine("Strait tolls")
	if got := p.importing.details.fields[1].Text; got != "" {
		t.Errorf("the first article is of %q", got)
	}
	p.atLine("Flood plan")
	if got := p.importing.details.fields[1].Text; got != "The Gazette" {
		t.Errorf("the second article is of %q", got)
	}
	p.press("Ctrl+Enter")
	p.loaded(2)
	for _, d := range p.desk.documents {
		if (d.Outlet == "The Gazette") != (d.Title == "Flood plan") {
			t.Errorf("%q is of %q", d.Title, d.Outlet)
		}
	}
}

func TestAnImportIsThrownAway(t *testing.T) {
	p := looksAtImport(t)
	p.press("Esc")
	if p.inImport() || p.importing.isOpen() || len(p.desk.documents) != 0 {
		t.Fatal("it is there still")
	}
	p.dropsFolder(map[string]string{"two.txt": twoReports})
	p.atLine("TT")
	p.press("X", "Esc")
	if p.on() != "Throw the import away?" {
		t.Fatalf("%q is asked", p.on())
	}
	p.button("Throw it away").OnTapped()
	if p.importing.isOpen() {
		t.Error("it is there still")
	}
}

func TestAnImportWaitsWhileOneIsElsewhere(t *testing.T) {
	p := looksAtImport(t)
	p.press("Ctrl+3")
	p.does("place.import")
	p.expects("back,", "[x] Strait tolls rise | 25 | en | 1 line out")
	p.drops(hasFiles(t, map[string]string{"a.txt": strait}))
	p.reads("Load what is shown here first")
}

func TestAFileThatCannotBeReadIsToldAmongTheOthers(t *testing.T) {
	p := atWork(t)
	p.dropsFolder(map[string]string{"a.txt": "", "two.txt": twoReports})
	if got := p.comes(); !strings.HasPrefix(got, "[×] a.txt | refused: ") || !strings.Contains(got, "\n[x] Strait tolls rise | ") {
		t.Errorf("there come\n%s", got)
	}
	p.press("Ctrl+Enter")
	p.loaded(1)
}

func TestTenThousandArticlesAreListedAtOnce(t *testing.T) {
	p := looksAtImport(t)
	in := p.importing.in
	for len(in.read) < 10_000 {
		r := *in.read[0]
		in.read = append(in.read, &r)
	}
	p.importing.changed()
	p.press("End")
	if p.importing.list.row < 10_000-1 {
		t.Errorf("the keys are at row %d", p.importing.list.row)
	}
}

// leavesOut writes the rules, a line each.
func (p *person) leavesOut() string {
	var lines []string
	for _, r := range p.importing.rules.rows {
		sign := "[x] "
		if p.importing.rules.off[r.Reason] {
			sign = "[ ] "
		}
		lines = append(lines, fmt.Sprintf("%s%s %d", sign, r.Reason, r.Lines))
	}
	return strings.Join(lines, "\n")
}

func TestARuleIsSwitchedOffForAnImportAndForGood(t *testing.T) {
	p := looksAtImport(t)
	if got := p.leavesOut(); got != "[x] share buttons 1" {
		t.Fatalf("the rules are\n%s", got)
	}
	p.win.Canvas().Focus(p.importing.rules.list)
	p.press("Space")
	if got := p.leavesOut(); got != "[ ] share buttons 0" {
		t.Errorf("the rules are\n%s", got)
	}
	p.expects("without the rule", "[x] Strait tolls rise | 26 | en")
	p.press("Esc")
	p.button("Throw it away").OnTapped()
	p.dropsFolder(map[string]string{"two.txt": twoReports})
	if got := p.leavesOut(); got != "[x] share buttons 1" {
		t.Errorf("in the next import the rules are\n%s", got)
	}
	p.win.Canvas().Focus(p.importing.rules.list)
	p.press("Space")
	p.does("import.rules")
	p.press("Ctrl+Enter")
	p.loaded(1)
	p.drops(hasFiles(t, map[string]string{"another.txt": strings.ReplaceAll(twoReports, "12%", "13%") + "Another end, which tells of something else than the first did, at some length so that it is no copy of it. Ships wait. Ports fill. Prices of rice and of wheat rose, while those of oil and gas fell again in most of the markets."}))
	p.waits("it is read", func() bool { return p.inImport() || len(p.desk.documents) == 2 })
	if p.inImport() && p.leavesOut() != "[ ] share buttons 0" {
		t.Errorf("later the rules are\n%s", p.leavesOut())
	}
}

func TestManyFilesAreCleanedAnewUnderADialog(t *testing.T) {
	p := atWork(t)
	files := map[string]string{}
	for i := range 2 * manyArticles {
		files[fmt.Sprintf("%02d.txt", i)] = fmt.Sprintf("Report %d\n\nTT\n\nPrices rose %d%%.\n", i, i)
	}
	p.dropsFolder(files)
	p.win.Canvas().Focus(p.importing.rules.list)
	p.press("Space")
	p.waits("all are cleaned", func() bool { return p.leavesOut() == "[ ] share buttons 0" && len(p.modals) == 0 })
	p.photograph("import-many")
	p.press("Ctrl+Enter")
	p.loaded(2 * manyArticles)
	p.waits("the dialog is gone", func() bool { return len(p.modals) == 0 })
	p.press("Ctrl+Z")
	p.waits("all are taken back", func() bool { return len(p.desk.documents) == 0 })
}

func TestATextIsReadAnewInTheEncodingThatItIsIn(t *testing.T) {
	p := atWork(t)
	p.dropsFolder(map[string]string{"two.txt": strings.ReplaceAll(twoReports, "mayor", "\xcc\xfd\xf0")}) // "Mayor" in Windows-1251
	if p.importing.choices.charset == nil {
		t.Fatalf("no encoding is offered; it was read as %s", p.importing.in.read[0].sheet.Whole.Source.Decoding)
	}
	choose := func(name string) {
		s := p.importing.choices.charset
		s.step(slices.Index(s.values, name) - s.at)
	}
	choose("Windows-1251")
	if got := p.importing.text.view.Text().String(); !strings.Contains(got, "the Мэр said") {
		t.Errorf("it says %s", got)
	}
	p.photograph("import-encoding")
	choose("KOI8-R")
	choose("Windows-1251")
	p.press("Ctrl+Enter")
	p.loaded(1)
	if got := p.set().Text().String(); !strings.Contains(got, "the Мэр said") {
		t.Errorf("it was loaded as %s", got)
	}
}

// TestImportPictures draws the place for eyes to judge, when RUBRICATOR_PICTURES names a folder for them.
func TestImportPictures(t *testing.T) {
	if os.Getenv("RUBRICATOR_PICTURES") == "" {
		t.Skip("RUBRICATOR_PICTURES names no folder")
	}
	p := atWork(t, strait)
	body := "By Ana Roe\n\nTT\n\n20\n\nShare on Facebook\n\nTolls rose 12% in May, the ministry said on Monday after a long meeting with the owners of ships, and will rise again.\n\nAdvertisement\n\nRead more: what a toll is\n\n“We had no choice,” Minister Ana Roe said, adding that seven ships had paid so far and that others would follow within the month.\n\n© 2026 The Gazette. All rights reserved.\n"
	files := map[string]string{"a.txt": strait, "b.txt": strait + "\nMore follows later today.\n", "empty.txt": "",
		"long.txt": strings.Repeat("A headline that does not end and goes on ", 4) + "\n\n" + body,
		"two.txt":  "Strait tolls rise again, says the ministry\n\n3 May 2026\n\n" + body + "\n\n\n\nFlood plan passes after a night of talks\n\n" + strings.ReplaceAll(body, "Tolls", "Costs")}
	for i := range 300 {
		files[fmt.Sprintf("wire%03d.txt", i)] = fmt.Sprintf("Report number %d\n\nPrices rose %d%% in a town named after number %d.\n", i, i, i)
	}
	p.dropsFolder(files)
	p.photograph("import-list")
	p.atLine("Tolls rose 12%")
	for i, r := range p.importing.rows {
		if r.read.name() == "two.txt" && !r.heading {
			p.importing.list.point(i)
			break
		}
	}
	for _, theme := range []string{"light", "dark", "contrast-dark"} {
		p.does("theme." + theme)
		p.photograph("import-" + theme)
	}
	p.win.Resize(fyne.NewSize(900, 600))
	p.photograph("import-small")
}
