package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"rubricator/annotation/interchange"
	"rubricator/app"
	"rubricator/app/cli"
)

// shell runs commands in a folder of its own, for a user who starts the program for the first time.
type shell struct {
	t   *testing.T
	dir string
}

func newShell(t *testing.T) *shell {
	dir := t.TempDir()
	home, err := os.MkdirTemp("", "home")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(home) }) // the list of the system's fonts may still be written into it
	t.Setenv("HOME", home)
	t.Setenv("XDG_CACHE_HOME", filepath.Join(home, "cache"))
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(home, "config"))
	t.Setenv("XDG_DATA_HOME", filepath.Join(home, "data"))
	t.Chdir(dir)
	return &shell{t, dir}
}

func (s *shell) file(name, body string) {
	s.t.Helper()
	if err := os.WriteFile(filepath.Join(s.dir, name), []byte(body), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// runs runs a command line and checks its exit code.
func (s *shell) runs(code int, line string) (out, errs string) {
	s.t.Helper()
	return s.reads(code, line, "")
}

// reads is runs with standard input.
func (s *shell) reads(code int, line, stdin string) (out, errs string) {
	s.t.Helper()
	var o, e bytes.Buffer
	got := cli.Main(strings.Fields(line), strings.NewReader(stdin), &o, &e, app.Views{})
	if got != code {
		s.t.Fatalf("%q ended with %d, want %d\n%s%s", line, got, code, o.String(), e.String())
	}
	if code == 0 && e.Len() > 0 {
		s.t.Errorf("%q wrote to standard error: %s", line, e.String())
	}
	return o.String(), e.String()
}

func TestImportMakesTheProjectAndReportsEachFile(t *testing.T) {
	s := newShell(t)
	s.file("a.txt", "First\n\nBody.")
	s.file("b.md", "# Second\r\n\r\nBody.")
	s.file("same.txt", "First\n\nBody.")
	out, _ := s.runs(0, "import -p x.rubric a.txt b.md same.txt --json")
	var r struct {
		Loaded, Duplicates, Refused int
		Files                       []struct{ File, Outcome, Title, Decoding string }
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	if r.Loaded != 2 || r.Duplicates != 1 || r.Refused != 0 || r.Files[1].Title != "Second" || !strings.Contains(r.Files[1].Decoding, "CRLF") {
		t.Errorf("reported %+v", r)
	}
	if left, _ := filepath.Glob("x.rubric*"); len(left) != 1 {
		t.Errorf("after closing there are %v", left)
	}
	s.runs(0, "import -p x.rubric same.txt --keep-duplicates")
	out, _ = s.runs(0, "export -p x.rubric --status any -o -")
	if n := strings.Count(out, "\n"); n != 3 {
		t.Errorf("%d documents, want 3", n)
	}
}

func TestWhatIsNoTextIsRefusedByNameWhileTheOthersLoad(t *testing.T) {
	s := newShell(t)
	s.file("a.txt", "First\n\nBody.")
	s.file("b.txt", "\x00\x01\x02\x03\xff\xfe\x00\x00garbage\x00")
	s.file("c.pdf", "%PDF-1.7")
	out, errs := s.runs(3, "import -p x.rubric a.txt b.txt c.pdf missing.txt")
	if !strings.Contains(out, "loaded     a.txt: First") {
		t.Errorf("printed %s", out)
	}
	for _, name := range []string{"b.txt", "c.pdf", "missing.txt"} {
		if !strings.Contains(errs, name) {
			t.Errorf("standard error does not name %s: %s", name, errs)
		}
	}
	s.runs(1, "import -p x.rubric c.pdf")
}

func TestFoldersAndStandardInputAreImported(t *testing.T) {
	s := newShell(t)
	if err := os.MkdirAll("press/may", 0o755); err != nil {
		t.Fatal(err)
	}
	s.file("press/a.txt", "First")
	s.file("press/may/b.txt", "Second")
	s.file("press/may/picture.png", "x")
	out, _ := s.reads(0, "import -p x.rubric press -", "Third\n\nFrom a pipe.")
	if !strings.Contains(out, "3 loaded") {
		t.Errorf("printed %s", out)
	}
}

func TestWrongUsageIsSaidAndEndsWith2(t *testing.T) {
	s := newShell(t)
	for _, line := range []string{"import a.txt", "import -p x.rubric", "export -p x.rubric", "export -p x.rubric -o - --format xml",
		"export -p x.rubric -o - --status some", "check", "check -p x.rubric extra", "demo a b", "version --nonsense"} {
		if _, errs := s.runs(2, line); !strings.HasPrefix(errs, "rubricator: ") {
			t.Errorf("%q says %q", line, errs)
		}
	}
}

func TestHistoryTellsWhoDidWhat(t *testing.T) {
	s := newShell(t)
	s.file("a.txt", "Tolls rise\n\nTolls rose 12% in May.")
	s.runs(0, "import -p x.rubric a.txt")
	s.runs(0, "suggest -p x.rubric --all")
	out, _ := s.runs(0, "history -p x.rubric")
	if !strings.Contains(out, "import a.txt\n") || !strings.Contains(out, "; newest hash ") {
		t.Errorf("it prints\n%s", out)
	}
	var h struct {
		Head struct{ Acts, People int }
		Acts []struct {
			By, Name, Document string
			Says               []string
		}
	}
	read := func(line string) {
		t.Helper()
		out, _ := s.runs(0, line)
		h.Acts = nil
		if err := json.Unmarshal([]byte(out), &h); err != nil {
			t.Fatal(err)
		}
	}
	read("history -p x.rubric --json --limit 2")
	if len(h.Acts) != 2 || h.Head.Acts < 3 || h.Head.People != 1 {
		t.Errorf("it has %+v", h)
	}
	read("history -p x.rubric --json")
	document := h.Acts[0].Document
	read("history -p x.rubric --json --document " + document)
	oldest := h.Acts[len(h.Acts)-1]
	if oldest.Name != "import a.txt" || oldest.Document == "" {
		t.Errorf("of the article it has %+v", h)
	}
	me := oldest.By
	read("history -p x.rubric --json --person " + me)
	if len(h.Acts) != h.Head.Acts {
		t.Errorf("%s did %d of %d acts", me, len(h.Acts), h.Head.Acts)
	}
	if _, errs := s.runs(1, "history -p x.rubric --person Nobody"); !strings.Contains(errs, me) {
		t.Errorf("it says %q", errs)
	}
	for _, line := range []string{"history -p x.rubric --mark seven", "history -p x.rubric --limit 0", "history"} {
		s.runs(2, line)
	}
	if out, _ := s.runs(0, "check -p x.rubric"); !strings.Contains(out, "newest hash ") {
		t.Errorf("check says\n%s", out)
	}
}

func TestOnlyImportMakesAProject(t *testing.T) {
	s := newShell(t)
	for _, line := range []string{"export -p x.rubric -o -", "check -p x.rubric"} {
		if _, errs := s.runs(1, line); !strings.Contains(errs, "x.rubric") {
			t.Errorf("%q says %q", line, errs)
		}
	}
	if _, err := os.Stat("x.rubric"); !os.IsNotExist(err) {
		t.Error("a project was made")
	}
}

func TestAnImportOfNothingLeavesNoProject(t *testing.T) {
	s := newShell(t)
	s.file("c.pdf", "%PDF-1.7")
	s.runs(1, "import -p x.rubric c.pdf missing.txt")
	if left, _ := filepath.Glob("x.rubric*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestAnExportOfNothingWritesNothing(t *testing.T) {
	s := newShell(t)
	s.file("a.txt", "First\n\nBody.")
	s.runs(0, "import -p x.rubric a.txt")
	s.file("out.jsonl", "an older dataset")
	if _, errs := s.runs(1, "export -p x.rubric -o out.jsonl"); !strings.Contains(errs, "nothing to export") || !strings.Contains(errs, "--status any") {
		t.Errorf("says %s", errs)
	}
	if b, _ := os.ReadFile("out.jsonl"); string(b) != "an older dataset" {
		t.Errorf("the older dataset is now %q", b)
	}
}

func TestAnExportReplacesNoDatabase(t *testing.T) {
	s := newShell(t)
	s.runs(0, "demo .")
	s.runs(0, "demo other")
	if _, errs := s.runs(1, "export -p sample.rubric -o other/sample.rubric"); !strings.Contains(errs, "another database of that name") {
		t.Errorf("says %s", errs)
	}
	s.runs(0, "check -p other/sample.rubric")
}

func TestWhatIsDamagedIsLeftOutOfTheExportAndNamed(t *testing.T) {
	s := newShell(t)
	s.runs(0, "demo .")
	whole, _ := s.runs(0, "export -p sample.rubric -o -")
	db, err := sql.Open("sqlite3", "sample.rubric")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`UPDATE span SET quote = 'forged' WHERE rowid = 1`); err != nil {
		t.Fatal(err)
	}
	db.Close()
	left, errs := s.runs(3, "export -p sample.rubric -o -")
	if strings.Count(left, `"label":`) != strings.Count(whole, `"label":`)-1 || !strings.Contains(errs, "left out") {
		t.Errorf("%d marks of %d; says %s", strings.Count(left, `"label":`), strings.Count(whole, `"label":`), errs)
	}
	s.runs(1, "check -p sample.rubric")
}

// asProgram has the test's own binary be the program.
const asProgram = "RUBRICATOR_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func TestTheDemoNeedsNoDisplay(t *testing.T) {
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	s := newShell(t)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "demo", "sample") // a process of its own: the toolkit behaves otherwise on the main thread
	cmd.Env = append(os.Environ(), asProgram+"=1")
	printed, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, printed)
	}
	out := string(printed)
	for _, name := range []string{"sample.rubric", "sample.jsonl", "window.png"} {
		if !strings.Contains(out, name) {
			t.Errorf("%s is not named in %s", name, out)
		}
	}
	f, err := os.Open("sample/sample.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	documents, spans := 0, 0
	for l, err := range interchange.Read(f) {
		if err != nil {
			t.Fatal(err)
		}
		documents++
		spans += len(l.Spans)
	}
	if documents < 3 || spans < 30 {
		t.Errorf("%d documents and %d spans", documents, spans)
	}
	checkPicture(t, "sample/window.png")
	s.runs(0, "demo sample") // over the one before
	s.runs(0, "check -p sample/sample.rubric")
	s.file("a.txt", "Mine\n\nMy own article.")
	s.runs(0, "import -p sample/sample.rubric a.txt")
	if _, errs := s.runs(1, "demo sample"); !strings.Contains(errs, "holds the work of") {
		t.Errorf("a sample that somebody works in: %s", errs)
	}
}

// checkPicture wants a picture of some size with more than a few colours.
func checkPicture(t *testing.T, name string) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[any]bool{}
	for x := 0; x < img.Bounds().Dx(); x += 3 {
		for y := 0; y < img.Bounds().Dy(); y += 3 {
			seen[img.At(x, y)] = true
		}
	}
	if img.Bounds().Dx() < 800 || len(seen) < 50 {
		t.Errorf("picture of %v with %d colours", img.Bounds(), len(seen))
	}
}

func TestTheExportIsWhatTheSampleSays(t *testing.T) {
	s := newShell(t)
	s.runs(0, "demo .")
	all, _ := s.runs(0, "export -p sample.rubric --status any -o -")
	done, _ := s.runs(0, "export -p sample.rubric --status done -o -")
	if strings.Count(all, "\n") != 4 || strings.Count(done, "\n") != 3 || !strings.Contains(all, `"annotator":null`) {
		t.Errorf("%d lines of any, %d of done", strings.Count(all, "\n"), strings.Count(done, "\n"))
	}
	s.runs(0, "export -p sample.rubric --status any -o out.jsonl")
	if b, err := os.ReadFile("out.jsonl"); err != nil || string(b) != all {
		t.Errorf("the file and standard output differ (%v)", err)
	}
	if _, errs := s.runs(1, "export -p sample.rubric -o sample.rubric"); !strings.Contains(errs, "the project itself") {
		t.Errorf("over the project: %s", errs)
	}
	s.runs(0, "check -p sample.rubric")
}

func TestTheSelftestPasses(t *testing.T) {
	s := newShell(t)
	out, _ := s.runs(0, "selftest --json")
	var r struct {
		OK    bool
		Tests []struct {
			Name string
			OK   bool
		}
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil || !r.OK || len(r.Tests) < 8 {
		t.Errorf("%v, %s", err, out)
	}
}

func TestVersionAndHelp(t *testing.T) {
	s := newShell(t)
	if out, _ := s.runs(0, "version"); !strings.Contains(out, "SQLite 3.") {
		t.Errorf("version says %s", out)
	}
	if out, _ := s.runs(0, "help"); !strings.Contains(out, "import") || !strings.Contains(out, "selftest") {
		t.Errorf("help says %s", out)
	}
	for arg, want := range map[string]bool{"import": true, "help": true, "--version": true, "export": true, "--json": true, "./export": false, "news.rubric": false} {
		if cli.IsCommand(arg) != want {
			t.Errorf("%q is a command: %v, want %v", arg, !want, want)
		}
	}
}
