package app_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestStories are whole stories in a real window on a real screen, one after the other, since there is one keyboard.
func TestStories(t *testing.T) {
	for _, program := range []string{"xdotool", "xclip", "wmctrl", "setxkbmap", "openbox"} {
		if _, err := exec.LookPath(program); err != nil || os.Getenv("DISPLAY") == "" {
			t.Skip("the stories need a screen of their own and programs that press its keys: make test sets both up")
		}
	}
	program := build(t)
	for _, s := range []struct {
		name string
		tell func(*home)
	}{
		{"what was marked is there after a restart and in the export", fromFilesToDataset},
		{"the first minute", firstMinute},
		{"a whole article by the keyboard alone", wholeByKeyboard},
		{"a whole article by the mouse alone", wholeByMouse},
		{"the worked sentences by the keyboard alone", workedByKeyboard},
		{"the worked sentences by the mouse alone", workedByMouse},
		{"the worked sentences without guesses", workedWithoutGuesses},
		{"suggestions are answered", suggestionsAnswered},
		{"a question is asked and answered by the keyboard alone", asksByKeyboard},
		{"an article is found by its text, and two are changed, by the keyboard alone", libraryByKeys},
		{"those in work are filtered and changed by the keyboard alone", filtersByKeys},
		{"articles are chosen by the mouse", choosesByMouse},
		{"differences are adjudicated by the keyboard alone", reviewByKeys},
		{"a dataset is looked at and exported by the keyboard alone", datasetByKeys},
		{"an import is divided, loaded and taken back by the keyboard alone", importByKeys},
		{"a folder of many kinds is loaded, filtered, searched and opened by the keyboard alone", mixedByKeys},
		{"a text is corrected and taken back by the keyboard alone", correctsByKeys},
		{"three people mark, review and agree by files", team},
		{"French keyboard", keysOf(fr)},
		{"German keyboard", keysOf(de)},
		{"Russian keyboard", keysOf(ru)},
		{"Arabic keyboard", keysOf(ar)},
		{"keypad", keypad},
		{"undo in a note is the note's", undoInANote},
		{"keys stay in the dialog", keysStayInTheDialog},
		{"a second window only reads", secondWindow},
		{"killed", killed},
	} {
		t.Run(s.name, func(t *testing.T) { s.tell(moveIn(t, program)) })
	}
}

// build makes the program.
func build(t testing.TB) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "rubricator")
	if out, err := exec.Command("go", "build", "-tags", "sqlite_fts5", "-buildvcs=false", "-o", program, "rubricator").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return program
}

// BenchmarkStart starts the program on a project of 10,000 articles, until its window shows the first: the bound is 600 ms.
// ms/inside begins when the program's own code does, and ends at the picture; ms/start-and-end is the whole run.
func BenchmarkStart(b *testing.B) {
	if os.Getenv("DISPLAY") == "" {
		b.Skip("a window needs a screen")
	}
	program, dir := build(b), b.TempDir()
	for i := range 10_000 {
		body := fmt.Sprintf("Port opens quay %d\n\nThe port opened quay %d on Monday. It cost $%d million, the office said.\n", i, i, i)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%05d.txt", i)), []byte(body), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	project := filepath.Join(dir, "many.rubric")
	if out, err := exec.Command(program, "import", "-p", project, dir).CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	var whole time.Duration
	inside := 0.0
	for b.Loop() {
		begun := time.Now()
		cmd := exec.Command(program, "selftest", "--start", project)
		out, err := cmd.StdoutPipe()
		if err == nil {
			err = cmd.Start()
		}
		if err != nil {
			b.Fatal(err)
		}
		var r struct {
			Documents int
			Start     float64
		}
		if err := json.NewDecoder(out).Decode(&r); err != nil || r.Documents != 10_000 {
			b.Fatalf("%+v (%v)", r, err)
		}
		whole += time.Since(begun)
		inside += r.Start
		cmd.Wait()
	}
	b.ReportMetric(float64(whole.Milliseconds())/float64(b.N), "ms/start-and-end")
	b.ReportMetric(inside/float64(b.N), "ms/inside")
}

var samples = []string{`River port to double its cranes by autumn

HARWELL (Own report) — The river port at Harwell will double its number of cranes before the autumn, its director said on Monday, after grain traffic grew faster than anyone had planned for.

The port handled 412 barges in March compared to just 230 a year earlier. The director, Lena Marsh, said the quays had been “full by six in the morning” for weeks.

“We turned away nearly a third (31%) of the ships,” she told reporters. “That must not happen again.”

The work will cost $8.5 million and is paid for by the state. It starts on 4 May and should last 140 days. Two old sheds will be torn down first, and the road behind them will be closed to lorries at night.

Not everyone is pleased. Residents of the quay say the noise begins before dawn already. A court will hear their complaint in June.
`, `Library lends tools, too

The town library of Osley lent 1,900 drills and saws last year. “It began with one ladder,” the librarian said.
`}

// articles are those that RUBRICATOR_ARTICLES names, by patterns with colons between, else the samples.
func articles(h *home) (folder string, texts []string) {
	h.t.Helper()
	var files []string
	for _, pattern := range filepath.SplitList(os.Getenv("RUBRICATOR_ARTICLES")) {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			h.t.Fatalf("RUBRICATOR_ARTICLES: %q names no file", pattern)
		}
		files = append(files, found...)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			h.t.Fatal(err)
		}
		texts = append(texts, string(b))
	}
	if len(files) == 0 {
		texts = samples
	}
	return h.has(texts...), texts
}

// A sentence of one line, with words at both ends.
var plainSentence = regexp.MustCompile(`(?m)^[A-Z][^.!?“”"\n]{50,300}[a-z]\.`)

var number = regexp.MustCompile(`\b\d{2,}\b`)

// in gives a match of the article's part from start to end, as code points.
func (g *glass) in(start, end int, what *regexp.Regexp) (from, to int) {
	g.t.Helper()
	s := string(g.text[start:end])
	m := what.FindStringIndex(s)
	if m == nil {
		g.t.Fatalf("no %s in what is shown of the article:\n%s", what, s)
	}
	return start + len([]rune(s[:m[0]])), start + len([]rune(s[:m[1]]))
}

func fromFilesToDataset(h *home) {
	folder, texts := articles(h)
	u := h.opens()

	// The files are loaded through the window: the folder, into its list, all, Enter.
	u.presses("Ctrl+I")
	u.writes(folder)
	u.presses("Down", "Ctrl+A", "Enter")
	lines := h.waits("the articles are loaded", func(lines []line) bool { return len(lines) == len(texts) })
	text := lines[0].Text

	// A sentence is dragged over and marked.
	g := u.looksAt(text)
	first, last := g.visible()
	start, end := g.in(first, last, plainSentence)
	end-- // its stop is no part of a claim
	u.drags(g.find(start+1), g.find(end-1))
	claim := u.clipboard()
	if want := string(g.text[start:end]); claim != want {
		u.t.Errorf("dragging over a sentence selects\n%q, want\n%q", claim, want)
	}
	u.presses("1")
	h.waitsForMarks("claim: " + claim)

	// A number is double-clicked.
	numberAt, _ := g.in(first, last, number)
	u.doubleClicks(g.find(numberAt + 1))
	figure := u.clipboard()
	if !number.MatchString(figure) {
		u.t.Errorf("a double click on a number selects %q", figure)
	}
	u.presses("2")
	h.waitsForMarks("claim: "+claim, "statistic: "+figure)

	// A mark that overlaps the claim: from its middle to behind its end.
	u.drags(g.find((start+end)/2), g.find(min(end+40, last-1)))
	overlap := u.clipboard()
	u.presses("5")
	h.waitsForMarks("claim: "+claim, "statistic: "+figure, "cue: "+overlap)

	// And one by keys alone.
	u.presses("Esc", "Esc", "Ctrl+Home", "Ctrl+Down", "Ctrl+Down", "S")
	sentence := u.clipboard()
	u.presses("1")
	all := []string{"claim: " + claim, "statistic: " + figure, "cue: " + overlap, "claim: " + sentence}
	h.waitsForMarks(all...)

	// After a restart they are in the file and in the window.
	u.closes()
	u = h.opens()
	lines = h.waitsForMarks(all...)
	u.presses("Ctrl+Home")
	for _, s := range lines[0].Spans {
		u.presses("Tab")
		if got := u.clipboard(); got != s.Text {
			u.t.Errorf("the window's mark is %q, the file's %q", got, s.Text)
		}
	}
	u.presses("Ctrl+Z")
	h.waitsForMarks(all[:3]...)

	// The dataset written by the window is that of the command line, and says of each mark what the window showed.
	target := filepath.Join(h.dir, "dataset.jsonl")
	u.presses("Ctrl+Shift+S")
	u.writes(target)
	u.presses("Enter")
	var dataset []byte
	until(u.t, "the dataset is written", func() bool { dataset, _ = os.ReadFile(target); return len(dataset) > 0 })
	byCommand, err := h.commands("export", "-p", h.project(), "-o", "-")
	if err != nil {
		u.t.Fatal(err)
	}
	if byCommand != string(dataset) {
		u.t.Errorf("the window exports\n%s\nthe command\n%s", dataset, byCommand)
	}
	lines, err = readLines(string(dataset))
	if err != nil || len(lines) != 1 {
		u.t.Fatalf("%d lines, %v", len(lines), err)
	}
	if got := marks(lines); !slices.Equal(sorted(got), sorted(all[:3])) {
		u.t.Errorf("the dataset holds\n\t%s\nthe window showed\n\t%s", strings.Join(got, "\n\t"), strings.Join(all[:3], "\n\t"))
	}
	whole := []rune(lines[0].Text)
	for _, s := range lines[0].Spans {
		if got := string(whole[s.Start:s.End]); got != s.Text {
			u.t.Errorf("characters %d to %d are %q, the mark says %q", s.Start, s.End, got, s.Text)
		}
	}
	if lines[0].Text != text {
		u.t.Error("the text of the article changed")
	}
	u.closes()
}

// An empty window says what to do; Enter, 3, Shift+1, 2 and Ctrl+Enter are the whole work.
func firstMinute(h *home) {
	u := h.opens()
	u.presses("Enter")
	h.waits("the practice article is there", func(lines []line) bool { return len(lines) == 1 })
	// The article is in the file before the window shows it, and a key before that marks nothing.
	marked := func() bool {
		_, lines, err := h.export()
		return err == nil && len(lines) == 1 && len(lines[0].Spans) > 0
	}
	until(u.t, "the attribution is marked", func() bool {
		u.presses("3")
		for end := time.Now().Add(5 * time.Second); !marked() && time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		}
		return marked()
	})
	u.presses("Shift+1", "2")
	lines := h.waits("five marks are there", func(lines []line) bool { return len(lines[0].Spans) == 5 })
	var labels []string
	for _, s := range lines[0].Spans {
		labels = append(labels, s.name())
	}
	if !slices.Equal(sorted(labels), []string{"attribution", "claim", "cue", "source", "statistic"}) {
		u.t.Errorf("3, Shift+1 and 2 made %q", marks(lines))
	}
	if lines[0].Status != "in_work" {
		u.t.Errorf("the status of an article with marks is %q", lines[0].Status)
	}
	u.presses("Ctrl+Enter")
	h.waits("the article is done", func(lines []line) bool { return lines[0].Status == "done" })
}

const ferryTitle = "Ferry fares rise again"

// ferry has text below the middle of the window, so that a click there hits a sentence.
var ferry = ferryTitle + "\n\nFares rose 12% in May, the ministry said. " + strings.Repeat("The boats were full on most days and late on some. ", 24) + "\n"

// keysOf tells that the keys of the table work on a keyboard: digits by their place, letters where the keyboard has
// them or, where it has no Latin letters, by their place.
func keysOf(l layout) func(*home) {
	return func(h *home) {
		h.keeps(ferry)
		h.types(l)
		u := h.opens()
		u.presses("Ctrl+Home", "S", "1")
		h.waitsForMarks("claim: " + ferryTitle)

		u.presses("K")
		u.clicks(u.at(50, 50))
		h.waits("a click marks, since K keeps the label", func(lines []line) bool { return len(lines[0].Spans) == 2 })
		u.presses("Esc")
		u.clicks(u.at(50, 65)) // marks no more
		u.presses("Ctrl+Z")
		h.waitsForMarks("claim: " + ferryTitle)

		u.presses("Ctrl+Home", "Tab")
		if got := u.clipboard(); got != ferryTitle {
			u.t.Errorf("Tab and Ctrl+C copy %q, want %q", got, ferryTitle)
		}
		u.presses("R", "2")
		h.waitsForMarks("statistic: " + ferryTitle)
		u.presses("Shift+1")
		h.waitsForMarks("claim: "+ferryTitle, "statistic: "+ferryTitle)
		u.presses("Ctrl+Z")
		h.waitsForMarks("statistic: " + ferryTitle)
		u.presses("Ctrl+Shift+Z")
		both := h.waitsForMarks("claim: "+ferryTitle, "statistic: "+ferryTitle)

		u.presses("Esc", "Ctrl+Home", "Tab", "O", "R", "3") // O goes on to the second of the two
		h.waitsForMarks(both[0].Spans[0].name()+": "+ferryTitle, "attribution: "+ferryTitle)

		u.presses("M")
		u.does("key", "--delay", "10", "38", "39", "40") // the first keys of the home row
		u.presses("Esc")
		h.waits("the note reads "+l.asd, func(lines []line) bool {
			return slices.ContainsFunc(lines[0].Spans, func(s span) bool { return s.Label == "attribution" && s.Note == l.asd })
		})
	}
}

// The digits of the keypad mark only where they type digits.
func keypad(h *home) {
	h.keeps(ferry)
	u := h.opens()
	u.presses("Ctrl+Home", "KP2", "S", "1") // without NumLock this is an arrow
	h.waitsForMarks("claim: " + ferryTitle)
	u.presses("Ctrl+Home", "NumLock", "KP2", "NumLock")
	h.waitsForMarks("claim: "+ferryTitle, "statistic: 12%")
	u.presses("Ctrl+KPEnter")
	h.waits("keypad Enter is Enter", func(lines []line) bool { return lines[0].Status == "done" })
}

func undoInANote(h *home) {
	h.keeps(ferry)
	u := h.opens()
	u.presses("Ctrl+Home", "S", "1", "M")
	u.writes("seven")
	u.presses("Ctrl+Z")
	u.writes("eight")
	u.presses("Esc")
	lines := h.waits("the note is there", func(lines []line) bool { return len(lines[0].Spans) > 0 && lines[0].Spans[0].Note != "" })
	if s := lines[0].Spans[0]; s.Note != "eight" {
		u.t.Errorf("the note reads %q, want what was typed after the undo: %q", s.Note, "eight")
	}
	h.waitsForMarks("claim: " + ferryTitle)
	u.presses("Ctrl+Z") // in the text it takes back the note, then the mark
	h.waits("the note is undone", func(lines []line) bool { return len(lines[0].Spans) == 1 && lines[0].Spans[0].Note == "" })
	u.presses("Ctrl+Z")
	h.waitsForMarks()
}

// What lies over the article keeps its keys to itself.
func keysStayInTheDialog(h *home) {
	h.keeps(ferry)
	u := h.opens()
	u.presses("Ctrl+Home", "S", "1")
	h.waitsForMarks("claim: " + ferryTitle)
	u.presses("Ctrl+I", "Down", "Del", "2", "R", "Esc") // in the list of files
	u.presses("Ctrl+Home", "2")
	h.waitsForMarks("claim: "+ferryTitle, "statistic: 12%")
}

func secondWindow(h *home) {
	h.keeps(ferry)
	first := h.opens()
	first.presses("Ctrl+Home", "S", "1")
	h.waitsForMarks("claim: " + ferryTitle)
	second := h.opens()
	if title := second.title(); !strings.Contains(title, "read only") {
		second.t.Errorf("the second window's title is %q", title)
	}
	second.presses("Ctrl+Home", "Tab", "3", "Shift+2", "Del")
	if got := second.clipboard(); got != ferryTitle {
		second.t.Errorf("the second window shows the mark %q", got)
	}
	first.comesForward()
	first.presses("Ctrl+Home", "2")
	h.waitsForMarks("claim: "+ferryTitle, "statistic: 12%")
	second.closes()
	first.presses("Ctrl+Z")
	h.waitsForMarks("claim: " + ferryTitle)
	first.closes()
}

// The end that nobody can prepare for takes nothing that was saved, and the next start asks nothing.
func killed(h *home) {
	h.keeps(ferry)
	u := h.opens()
	u.presses("Ctrl+Home", "S", "1")
	h.waitsForMarks("claim: " + ferryTitle)
	u.dies()
	u = h.opens()
	h.waitsForMarks("claim: " + ferryTitle)
	u.presses("Ctrl+Home", "2")
	h.waitsForMarks("claim: "+ferryTitle, "statistic: 12%")
	u.dies() // in the midst of it
	u = h.opens()
	u.presses("Ctrl+Z")
	h.waitsForMarks("claim: " + ferryTitle)
	if report, err := h.commands("check", "-p", h.project()); err != nil {
		u.t.Errorf("%v\n%s", err, report)
	}
}
