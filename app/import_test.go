package app

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"rubricator/annotation"
	"rubricator/annotation/ingest"
	"rubricator/annotation/text"
	"rubricator/app/jobs"
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
		if r.heading {
			sign = ""
		}
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
	p.expects("of two", "[x] Strait tolls rise | 23 | en | a.txt\n[ ] Flood plan | 7 | left out: same as “Flood plan” · b.txt")
	p.press("Down", "Space")
	p.expects("ticked,", "[x] Strait tolls rise | 23 | en | a.txt\n[x] Flood plan | 7 | same story: same as “Flood plan” · b.txt")
	p.press("Space", "Ctrl+Enter")
	p.loaded(2)
	p.dropsFolder(map[string]string{"b.txt": flood})
	p.press("Space", "Ctrl+Enter")
	p.loaded(3)
}

func TestANearCopySaysWhoseStoryItTells(t *testing.T) {
	p := atWork(t, strait)
	p.dropsFolder(map[string]string{"a.txt": strait + "\nMore follows later today.\n"})
	if got := p.comes(); !strings.HasPrefix(got, "[x] Strait tolls rise | 27 | en | same story: 83 % like “Strait tolls rise”") {
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
	if shown, details := p.importing.choices.root, p.importing.details.root; !details.Visible() || details.Position().Y < shown.Position().Y+shown.Size().Height {
		t.Errorf("the details stand at %v, over the encoding at %v", details.Position(), shown.Position())
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

// choose has a stepper show one of its values.
func choose(t *testing.T, s *stepper, value string) {
	t.Helper()
	at := slices.Index(s.values, value)
	if at < 0 {
		t.Fatalf("there is %q, and no %q", s.values, value)
	}
	s.step(at - s.at)
}

const longReport = "Tolls rose 12% in May, the ministry said on Monday after a long meeting with the owners of the ships that paid, of which there are seven."

func TestATableWhoseTextCannotBeToldAsksForIt(t *testing.T) {
	p := atWork(t)
	p.dropsFolder(map[string]string{"news.csv": "no,kind,words,more\n1,a,Tolls rose.,Rain\n2,b,Bread is dear.,Sun\n"})
	if got := p.comes(); got != "[×] news.csv | which column is the text?" {
		t.Errorf("there come\n%s", got)
	}
	if p.on() != "What the columns of news.csv hold" {
		t.Fatalf("%q is asked", p.on())
	}
	p.photograph("import-columns")
	p.press("Enter")
	if p.on() != "What the columns of news.csv hold" {
		t.Fatal("no column is the text, and that is taken")
	}
	p.press("Down", "Down", "Right") // the third column is the text
	p.press("Down", "Right", "Right", "Right", "Right")
	p.press("Enter")
	p.waits("it is read so", func() bool { return len(p.modals) == 0 && len(p.importing.in.read) == 2 })
	p.expects("read by its columns,", "news.csv | 2 articles\n[x] Tolls rose. | Rain | 2\n[x] Bread is dear. | Sun | 3")
	p.press("Ctrl+Enter")
	p.loaded(2)
	if got := p.set().Text().String(); got != "Tolls rose." {
		t.Errorf("the article says %q", got)
	}
}

func TestTicksStayWhereColumnsAreReadOtherwise(t *testing.T) {
	p := atWork(t)
	p.dropsFolder(map[string]string{"news.jsonl": `{"head":{"line":"Strait","who":"Ana Roe"},"body":"` + longReport + `"}` + "\n" + `{"head":{"line":"Bread","who":"Bo Lee"},"body":"Bread is dear, they say in all towns of the coast, and it will be dearer still."}` + "\n"})
	p.press("Down", "Space")
	p.press("T")
	if p.on() != "What the columns of news.jsonl hold" {
		t.Fatalf("%q is asked; there come\n%s", p.on(), p.comes())
	}
	p.press("Down", "Down", "Right", "Right", "Right", "Right", "Right", "Enter") // body, head.line, head.who
	p.waits("it is read so", func() bool { return p.importing.in.read[0].sheet.Articles[0].Details.Author == "Ana Roe" })
	got := p.comes()
	if !strings.Contains(got, "[x] Strait") || !strings.Contains(got, "[ ] Bread") {
		t.Errorf("there come\n%s", got)
	}
	p.press("T", "Enter")
	p.waits("it is read so again", func() bool { return len(p.modals) == 0 })
	if again := p.comes(); again != got {
		t.Errorf("there come\n%s\nwant\n%s", again, got)
	}
}

func TestTwoColumnsAreNotOneField(t *testing.T) {
	p := atWork(t)
	p.dropsFolder(map[string]string{"news.csv": "title,text,also\nStrait,Tolls rose.,x\nBread,It is dear.,y\n"})
	p.press("T")
	p.press("Down", "Down", "Right", "Enter")
	if p.on() != "What the columns of news.csv hold" {
		t.Error("two columns are the text, and that is taken")
	}
	p.press("Esc")
	p.expects("left as they are,", "news.csv | 2 articles\n[x] Strait | 2\n[x] Bread | 3")
}

func TestWhatBecomesOfACopyIsChosen(t *testing.T) {
	report := "Strait tolls rise\n\n" + longReport + "\n"
	p := atWork(t, report)
	p.selects("Tolls rose 12% in May")
	p.press("1")
	p.selects("seven")
	p.press("2")
	p.settles()
	there := p.document.ID
	p.dropsFolder(map[string]string{"b.txt": strings.ReplaceAll(report, "seven", "eight")})
	p.waits("the marks are counted", func() bool {
		r, _ := p.importing.row()
		return p.importing.carried(r) == 1
	})
	says := func(want string) {
		t.Helper()
		if got := p.comes(); !strings.Contains(got, want+": 90 % like") {
			t.Errorf("it says %s, want %s", got, want)
		}
	}
	says("same story")
	p.press("C")
	says("own story")
	p.press("C")
	says("with 1 mark")
	p.photograph("import-copy")
	if said := p.importing.said.Text(); !strings.Contains(said, "1 mark of yours comes over. 1 cannot, for the words are not there.") {
		t.Errorf("it is said %q", said)
	}
	p.press("C")
	says("left out")
	choose(t, p.importing.choices.copies, "Load with 1 mark")
	p.press("Ctrl+Enter")
	p.loaded(2)
	p.reads("1 mark came over. 1 did not, for the words are not there.")
	p.waits("the copy is open", func() bool { return p.document.ID != there && p.set() != nil })
	p.sees("claim: Tolls rose 12% in May")
	if p.document.StoryID() != there {
		t.Error("it tells another story")
	}
	p.press("Ctrl+Z")
	p.waits("it is taken back with its mark", func() bool { return len(p.desk.documents) == 1 })
}

func TestMarksAreCarriedOverToACopyInTheProject(t *testing.T) {
	report := "Strait tolls rise\n\n" + longReport + "\n"
	p := atWork(t, report, strings.ReplaceAll(report, "seven", "eight"), flood)
	p.selects("Tolls rose 12% in May")
	p.press("1")
	p.selects("seven")
	p.press("2")
	p.settles()
	from := p.document.ID
	p.does("carry")
	p.waits("it is asked", func() bool { return p.on() == "Carry your marks over to a copy" })
	p.photograph("carry")
	p.press("Enter")
	p.waits("the copy is open", func() bool { return p.document.ID != from && p.set() != nil })
	p.sees("claim: Tolls rose 12% in May")
	p.press("Ctrl+Z")
	p.waits("it is taken back", func() bool { return p.set().Len() == 0 })
	p.open(p.desk.documents[2].ID)
	p.waits("another article is open", func() bool { return p.set() != nil && strings.HasPrefix(p.set().Text().String(), "Flood") })
	if p.hasCopies() {
		t.Error("an article that stands alone has copies")
	}
}

func TestFilesThatCannotBeReadAreShownWithTheReason(t *testing.T) {
	p := atWork(t)
	p.dropsFolder(map[string]string{"a.txt": "", "b.pdf": "%PDF-1.4 broken", "c.docx": "PK\x03\x04 cut off"})
	if got := strings.Count(p.comes(), "[×] "); got != 3 {
		t.Errorf("there come\n%s", p.comes())
	}
	if !p.importing.refused.root.Visible() || !strings.Contains(p.importing.refused.why.Text(), "There is no text in it") {
		t.Errorf("it is said %q", p.importing.refused.why.Text())
	}
	p.photograph("import-refused")
	p.press("Ctrl+C")
	if lines := strings.Split(strings.TrimSpace(p.app.Clipboard().Content()), "\n"); len(lines) != 3 || !strings.Contains(lines[0], "a.txt: there is no text in it") {
		t.Errorf("the clipboard has %q", lines)
	}
	if p.importing.load.Visible() || p.importing.cancel.Text != "Close" {
		t.Error("there is something to load")
	}
	p.press("Esc")
	if p.importing.isOpen() {
		t.Error("it is there still")
	}
}

func TestTablesAndPagesAreReadInAnotherEncoding(t *testing.T) {
	for name, body := range map[string]string{
		"news.csv":  "title,text\nHarbour,The \xcc\xfd\xf0 said that ships wait and nobody knows for how long they will have to.\nBread,It is dear.\n",
		"page.html": "<html><head><title>Harbour</title></head><body><article><h1>Harbour</h1><p>The \xcc\xfd\xf0 said that ships wait and nobody knows for how long they will have to do so, or why.</p><p>Bread is dear, they say in all the towns of the coast, and it will be dearer still in May.</p></article></body></html>",
		"mail.eml":  "From: Ana <ana@post.example>\r\nSubject: Harbour\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: 8bit\r\n\r\nThe \xcc\xfd\xf0 said that ships wait and nobody knows for how long they will have to.\r\n",
	} {
		p := atWork(t)
		p.dropsFolder(map[string]string{name: body})
		if p.importing.choices.charset == nil {
			t.Errorf("%s: no encoding is offered; there come\n%s", name, p.comes())
			continue
		}
		choose(t, p.importing.choices.charset, "Windows-1251")
		read := p.importing.in.read[0]
		if read.sheet == nil || !strings.Contains(read.sheet.Whole.Text, "The Мэр said") {
			t.Errorf("%s: it is read as %+v", name, read)
		}
	}
}

func TestWhatIsTooLargeToBeShownSaysSo(t *testing.T) {
	p := atWork(t)
	p.desk.mostRead = 10
	p.drops(hasFiles(t, map[string]string{"two.txt": twoReports}))
	p.waits("it is asked", func() bool { return p.on() == "Too large to be shown first" })
	p.press("Enter")
	p.loaded(1)
}

func TestARowOfATableIsNotOfferedTwiceForItsNeighboursComeToo(t *testing.T) {
	p := atWork(t)
	table := hasFiles(t, map[string]string{"two.csv": "title,text\nTolls,Tolls rose 12% in May.\nBread,Bread is dear.\n"})
	for range 2 {
		p.desk.mostRead = 1
		p.drops(table)
		p.waits("it is asked", func() bool { return p.on() == "Too large to be shown first" })
		p.press("Enter")
		p.loaded(2)
	}
	p.waits("it is told what became of them again", func() bool { return strings.Contains(p.status.said, "already") })
	if p.on() != "" {
		t.Errorf("%q is asked", p.on())
	}
}

func TestTheRowsOfAWorkbookShareItsRoom(t *testing.T) {
	room, of := roomFor(100), &ingest.Draft{Text: "Tolls rose.", Original: make([]byte, 50)}
	of.Source.Original = annotation.HashOf(of.Original)
	row := &readSheet{sheet: &jobs.Sheet{Whole: of}}
	for range 3 {
		if !room.takes(row) {
			t.Error("three rows of a workbook of 50 bytes take more than 100")
		}
	}
	of.Source.Original = annotation.HashOf([]byte("another"))
	if room.takes(row) {
		t.Error("two workbooks of 50 bytes and their texts take no more than 100")
	}
}

func TestADatasetIsBroughtInWithItsMarksOrWithout(t *testing.T) {
	dataset := `{"text":"Tolls rose 12% in May.","label":[[0,10,"CLAIM"]]}` + "\n" + `{"text":"Bread is dear.","label":[[0,5,"CLAIM"]]}` + "\n"
	p := atWork(t)
	path := filepath.Join(hasFiles(t, map[string]string{"set.jsonl": dataset}), "set.jsonl")
	p.drops(path)
	p.waits("its marks are shown", func() bool { return strings.HasPrefix(p.on(), "Import marks from ") })
	p.button("Articles alone").OnTapped()
	p.waits("its articles are shown", p.inImport)
	p.expects("without marks,", "set.jsonl | 2 articles\n[x] Tolls rose 12% in May. | 5 | 1 warning\n[x] Bread is dear. | 3")
}

func TestWhatIsNoProjectIsBroughtIntoOne(t *testing.T) {
	dir := hasFiles(t, map[string]string{"a.txt": "x", "new.rubric": "", "set.jsonl": "{}", "b.rubrics": "x"})
	for name, want := range map[string]bool{"a.txt": false, "new.rubric": true, "set.jsonl": false, "b.rubrics": false, "": false} {
		if got := isProject(filepath.Join(dir, name)); got != want {
			t.Errorf("%q is a project: %v", name, got)
		}
	}
}

func TestColumnsOfTheTableNeverOverlap(t *testing.T) {
	for width := float32(280); width < 2400; width += 20 {
		s := importSetting{wide: width >= importWide}
		ends := map[bool]float32{}
		for _, line := range []bool{false, true} {
			for _, c := range []importColumn{importTitle, importOutlet, importDate, importWords, importLanguage, importRemarks} {
				x, w, below := s.place(c, width)
				if !s.wide && c == importRemarks { // it stands under the title
					if title, room, _ := s.place(importTitle, width); x != title || w != room {
						t.Errorf("at %v the remarks stand at %v, %v wide", width, x, w)
					}
					continue
				}
				if below != line {
					continue
				}
				if x < ends[line] || w <= 0 || x+w > width {
					t.Errorf("at %v column %d stands from %v to %v, and the one before ends at %v", width, c, x, x+w, ends[line])
				}
				ends[line] = x + w
			}
		}
	}
}

func TestPanesOfTheImportAreAsTheyWereLeft(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home)
	p.importing.all.SetOffset(0.6)
	p.importing.left.SetOffset(0.4)
	p.leaves()
	if p = reopen(t, home); p.importing.all.Offset != 0.6 || p.importing.left.Offset != 0.4 {
		t.Errorf("the panes stand at %v and %v", p.importing.all.Offset, p.importing.left.Offset)
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
	files["arabic.txt"] = strings.Repeat("ارتفعت رسوم المضيق في مايو ", 4) + "\n\nقالت الوزارة يوم الاثنين إن الرسوم ارتفعت بنسبة 12 في المئة.\n"
	files["news.csv"] = "title,text,outlet,date\n" + strings.Repeat("ab ", 60) + ",\"" + longReport + "\",The Gazette of the Whole Northern Coast,2026-05-04\nHarbour,Ships wait.,,\n"
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
	p.does("theme.contrast-light")
	p.win.Resize(fyne.NewSize(1700, 800))
	p.photograph("import-wide")
	p.does("theme.dark")
	p.win.Resize(fyne.NewSize(900, 600))
	p.photograph("import-small")
	p.win.Canvas().(test.WindowlessCanvas).SetScale(2)
	p.does("theme.light")
	p.photograph("import-double")
}

func TestTheHintFollowsTheKeys(t *testing.T) {
	p := looksAtImport(t)
	for _, want := range []string{"X leaves the line out", "What is written here", "Space switches the rule", "Space presses", "Space ticks"} {
		p.press("F6")
		p.reads(want)
	}
	for _, want := range []string{"Space presses", "Space switches the rule", "What is written here", "X leaves the line out"} {
		p.press("Shift+F6")
		p.reads(want)
	}
	p.win.Canvas().Focus(p.importing.cancel)
	p.press("F6")
	p.reads("Space ticks")
}

func TestRowsOfSeveralFilesSayTheirFile(t *testing.T) {
	p := atWork(t, strait)
	p.dropsFolder(map[string]string{"a.txt": strait, "b.txt": flood})
	if got := p.comes(); !strings.Contains(got, " | a.txt") && !strings.Contains(got, " · a.txt") || !strings.Contains(got, "b.txt") {
		t.Errorf("there come\n%s", got)
	}
}

func TestColumnsAreChosenFromAListAndRemembered(t *testing.T) {
	p := atWork(t)
	table := map[string]string{"news.csv": "no,kind,words,more\n1,a,Tolls rose.,Rain\n2,b,Bread is dear.,Sun\n"}
	p.dropsFolder(table)
	p.press("Down", "Down")
	s := p.win.Canvas().Focused().(*stepper)
	p.press("Enter")
	if p.win.Canvas().Focused() != s || !s.focused || p.on() != "What the columns of news.csv hold" {
		t.Fatal("after an error the keys are elsewhere")
	}
	p.press("Space", "Down", "Down", "Enter") // the menu has nothing at hand to begin with
	if s.values[s.at] != "Text" {
		t.Fatalf("it is the %q", s.values[s.at])
	}
	p.press("Enter")
	p.waits("it is read so", func() bool { return len(p.modals) == 0 && len(p.importing.in.read) == 2 })
	p.press("Ctrl+Enter")
	p.loaded(2)
	p.dropsFolder(map[string]string{"more.csv": "no,kind,words,more\n3,a,Ships wait.,Rain\n4,b,Milk is dear.,Sun\n"})
	p.photograph("import-columns-again")
	p.press("Enter") // what was chosen for the other table stands there
	p.waits("it is read so", func() bool { return len(p.modals) == 0 && len(p.importing.in.read) == 2 })
}
