package app_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestStories are whole stories in a real window on a real screen, one after the other, since there is one keyboard.
func TestStories(t *testing.T) {
	for _, program := range []string{"xdotool", "xclip", "wmctrl", "setxkbmap", "openbox"} {
		if _, err := exec.LookPath(program); err != nil || os.Getenv("DISPLAY") == "" {
			t.Skip("the stories need a screen of their own and programs that press its keys: make test sets both up")
		}
	}
	program := filepath.Join(t.TempDir(), "rubricator")
	if out, err := exec.Command("go", "build", "-tags", "sqlite_fts5", "-buildvcs=false", "-o", program, "rubricator").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	for _, s := range []struct {
		name string
		tell func(*home)
	}{
		{"what was marked is there after a restart and in the export", fromFilesToDataset},
	} {
		t.Run(s.name, func(t *testing.T) { s.tell(moveIn(t, program)) })
	}
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

	// The files are loaded through the window: the folder, "All", Enter.
	u.presses("Ctrl+I")
	u.writes(folder)
	u.presses("Tab", "Tab", "Tab", "Space", "Enter")
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
	u.presses("3")
	h.waitsForMarks("claim: "+claim, "statistic: "+figure, "attribution: "+overlap)

	// And one by keys alone.
	u.presses("Esc", "Esc", "Ctrl+Home", "Ctrl+Down", "S")
	sentence := u.clipboard()
	u.presses("1")
	all := []string{"claim: " + claim, "statistic: " + figure, "attribution: " + overlap, "claim: " + sentence}
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
	u.presses("Ctrl+E")
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
