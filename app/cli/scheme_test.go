package cli_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rubricator/annotation/schemefile"
	"rubricator/app/cli"
	"rubricator/assets"
)

// shell runs commands in a folder of its own, for a user who starts the program for the first time.
type shell struct{ t *testing.T }

func newShell(t *testing.T) shell {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	for _, name := range []string{"CACHE", "CONFIG", "DATA"} {
		t.Setenv("XDG_"+name+"_HOME", filepath.Join(home, strings.ToLower(name)))
	}
	t.Chdir(t.TempDir())
	return shell{t}
}

func (s shell) file(name, body string) {
	s.t.Helper()
	if err := os.WriteFile(name, []byte(body), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// edited writes a shipped scheme with replacements to a file.
func (s shell) edited(name, shipped string, oldnew ...string) {
	s.t.Helper()
	b, _ := assets.Scheme(shipped)
	body := string(b)
	for i := 0; i < len(oldnew); i += 2 {
		if !strings.Contains(body, oldnew[i]) {
			s.t.Fatalf("%s has no %q", shipped, oldnew[i])
		}
		body = strings.ReplaceAll(body, oldnew[i], oldnew[i+1])
	}
	s.file(name, body)
}

// runs runs a command line and checks its exit code.
func (s shell) runs(code int, line string) (out, errs string) {
	s.t.Helper()
	return s.reads(code, line, "")
}

// reads is runs with standard input.
func (s shell) reads(code int, line, stdin string) (out, errs string) {
	s.t.Helper()
	var o, e bytes.Buffer
	if got := cli.Main(strings.Fields(line), strings.NewReader(stdin), &o, &e, nil); got != code {
		s.t.Fatalf("%q ended with %d, want %d\n%s%s", line, got, code, o.String(), e.String())
	}
	if code == 0 && e.Len() > 0 {
		s.t.Errorf("%q wrote to standard error: %s", line, e.String())
	}
	return o.String(), e.String()
}

// project makes one of an article, without marks.
func (s shell) project(name string) {
	s.t.Helper()
	s.file("article.txt", "First\n\nBody.")
	s.runs(0, "import -p "+name+" article.txt")
}

// says tells that out has each of the lines.
func says(t *testing.T, out string, lines ...string) {
	t.Helper()
	for _, l := range lines {
		if !strings.Contains("\n"+out, "\n"+l+"\n") {
			t.Errorf("%q is not a line of\n%s", l, out)
		}
	}
}

func TestASchemeFileIsValidOrEachFaultIsToldWithItsLineAndField(t *testing.T) {
	s := newShell(t)
	s.edited("good.yaml", "newsroom-1")
	out, _ := s.runs(0, "scheme validate good.yaml")
	if out != "newsroom-1: valid, 3 labels, 9 roles, 19 attributes, 13 relations, 13 modules\n" {
		t.Errorf("printed %s", out)
	}
	s.edited("bad.yaml", "simple", `"#b25600"`, "orange", "key: 3", "key: A", "to: [statistic]", "to: [number]")
	out, errs := s.runs(1, "scheme validate bad.yaml")
	if errs != "" || out != `bad.yaml:16: labels[1].colour: "orange" is no colour, as #004680
bad.yaml:23: labels[2].key: "A" cannot be a label's key: 1 to 9 can, and the letters D F H I Q T V W Z
bad.yaml:30: relations[0].to[0]: there is no label "number"
` {
		t.Errorf("printed %s%s", out, errs)
	}
	bad, _ := os.ReadFile("bad.yaml")
	out, _ = s.reads(1, "scheme validate - --json", string(bad))
	var r struct {
		Valid  bool
		Faults []struct {
			Line        int
			Field, Says string
		}
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil || r.Valid || len(r.Faults) != 3 || r.Faults[2].Line != 30 || r.Faults[2].Field != "relations[0].to[0]" {
		t.Errorf("%v in %s", err, out)
	}
	s.file("empty.yaml", "")
	if out, _ := s.runs(1, "scheme validate empty.yaml"); out != "empty.yaml: the file is empty\n" {
		t.Errorf("printed %s", out)
	}
	if _, errs := s.runs(1, "scheme validate missing.yaml"); !strings.Contains(errs, "missing.yaml") {
		t.Errorf("says %s", errs)
	}
	s.file("long.yaml", strings.Repeat("#\n", schemefile.Longest))
	if out, _ := s.runs(1, "scheme validate long.yaml"); !strings.Contains(out, "more than 4 MB") {
		t.Errorf("printed %s", out)
	}
}

func TestTwoSchemesAreComparedWhereverTheyAre(t *testing.T) {
	s := newShell(t)
	s.project("x.rubric")
	s.edited("a.yaml", "newsroom-1", "key: 2\n", "key: T\n", "{id: bound_upper, name: At most}", "{id: bound_upper, name: Not more than}")
	for _, line := range []string{"scheme diff shipped:newsroom-1 a.yaml", "scheme diff x.rubric a.yaml"} {
		out, _ := s.runs(0, line)
		if out != "label statistic: key 2 is now T\nstatistic.quantity: attribute modifier: value bound_upper: name “At most” is now “Not more than”\n" {
			t.Errorf("%s: printed %s", line, out)
		}
	}
	if out, _ := s.runs(0, "scheme diff x.rubric x.rubric"); out != "nothing differs\n" {
		t.Errorf("printed %s", out)
	}
	a, _ := os.ReadFile("a.yaml")
	out, _ := s.reads(0, "scheme diff shipped:newsroom-1 - --json", string(a))
	var r struct {
		Differences []struct{ Kind, Path, Before, After, Says string }
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil || len(r.Differences) != 2 {
		t.Fatalf("%v in %s", err, out)
	}
	if d := r.Differences[1]; d.Kind != "renamed" || d.Path != "labels.statistic.roles.quantity.attributes.modifier.values.bound_upper" || d.Before != "At most" ||
		d.After != "Not more than" || d.Says == "" {
		t.Errorf("got %+v", d)
	}
	if out, _ := s.runs(0, "scheme diff shipped:simple shipped:simple --json"); !strings.Contains(out, `"differences":[]`) {
		t.Errorf("printed %s", out)
	}
	for line, names := range map[string]string{"scheme diff shipped:none a.yaml": "newsroom-1", "scheme diff a.yaml missing.rubric": "missing.rubric",
		"scheme diff a.yaml article.txt": "article.txt"} {
		if _, errs := s.runs(1, line); !strings.Contains(errs, names) {
			t.Errorf("%s says %s", line, errs)
		}
	}
}

func TestAnImportedSchemeIsTheNextVersionOfTheProjects(t *testing.T) {
	s := newShell(t)
	s.project("x.rubric")
	s.edited("a.yaml", "newsroom-1", "key: 2\n", "key: T\n")
	out, _ := s.runs(0, "scheme import -p x.rubric a.yaml")
	says(t, out, "label statistic: key 2 is now T", "newsroom-1 is now version 2")
	out, _ = s.runs(0, "scheme import -p x.rubric a.yaml")
	if out != "nothing differs: newsroom-1 stays version 2\n" {
		t.Errorf("printed %s", out)
	}
	simple, _ := assets.Scheme("simple")
	out, _ = s.reads(0, "scheme import -p x.rubric - --json", string(simple))
	var r struct {
		Name        string
		Version     int
		Differences []struct{ Kind, Path string }
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil || r.Name != "simple" || r.Version != 3 || len(r.Differences) < 20 {
		t.Errorf("%v in %s", err, out)
	}
	s.runs(0, "check -p x.rubric")
}

func TestASchemeThatIsWrongOrInTheWayChangesNothing(t *testing.T) {
	s := newShell(t)
	s.project("x.rubric")
	before, _ := s.runs(0, "scheme export -p x.rubric -o -")
	s.edited("bad.yaml", "simple", `"#b25600"`, "orange", "key: 3", "key: A")
	_, errs := s.runs(1, "scheme import -p x.rubric bad.yaml")
	if strings.Count(errs, "bad.yaml:") != 2 || !strings.Contains(errs, `"bad.yaml" is no valid scheme: it has 2 faults`) {
		t.Errorf("says %s", errs)
	}
	if after, _ := s.runs(0, "scheme export -p x.rubric -o -"); after != before {
		t.Errorf("the scheme is now\n%s", after)
	}
	s.edited("good.yaml", "simple")
	if _, errs := s.runs(1, "scheme import -p missing.rubric good.yaml"); !strings.Contains(errs, "missing.rubric") {
		t.Errorf("says %s", errs)
	}
	if _, err := os.Stat("missing.rubric"); !os.IsNotExist(err) {
		t.Error("a project was made")
	}
}

func TestASchemeIsExportedWholeAndOverNoProject(t *testing.T) {
	s := newShell(t)
	s.project("x.rubric")
	for line, code := range map[string]int{"scheme export -p x.rubric -o a.yaml": 0, "scheme export --shipped polnear -o a.yaml": 0,
		"scheme export -p x.rubric -o x.rubric": 1, "scheme export -p missing.rubric -o a.yaml": 1, "scheme export --shipped none -o a.yaml": 1, "scheme export -p x.rubric -o .": 1} {
		s.runs(code, line)
	}
	out, _ := s.runs(0, "scheme export -p x.rubric -o a.yaml --json")
	if out != `{"path":"a.yaml","name":"newsroom-1","version":1}`+"\n" {
		t.Errorf("printed %s", out)
	}
	if left, _ := filepath.Glob(".a.yaml*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	s.runs(0, "check -p x.rubric")
}

func TestEachShippedSchemeGoesThroughAFileAndAProjectAndComesBack(t *testing.T) {
	s := newShell(t)
	for _, name := range assets.SchemeNames() {
		x := name + ".rubric"
		s.project(x)
		s.runs(0, "scheme export --shipped "+name+" -o a.yaml")
		s.runs(0, "scheme import -p "+x+" a.yaml")
		s.runs(0, "scheme export -p "+x+" -o b.yaml")
		out, _ := s.runs(0, "scheme diff a.yaml b.yaml")
		if want := "version 1 is now 2\n"; out != want && name != assets.DefaultScheme || name == assets.DefaultScheme && out != "nothing differs\n" {
			t.Errorf("%s: %s", name, out)
		}
		a, _ := os.ReadFile("a.yaml")
		b, _ := os.ReadFile("b.yaml")
		if string(a) != strings.Replace(string(b), "version: 2", "version: 1", 1) {
			t.Errorf("%s: the files differ:\n%s\n%s", name, a, b)
		}
		s.runs(0, "check -p "+x)
	}
}

func TestWrongUsageOfSchemeEndsWith2(t *testing.T) {
	s := newShell(t)
	for _, line := range []string{"scheme", "scheme nonsense", "scheme export -p x.rubric", "scheme export -o -", "scheme export -p x.rubric --shipped simple -o -",
		"scheme export -p x.rubric -o - extra", "scheme import a.yaml", "scheme import -p x.rubric", "scheme import -p x.rubric a b", "scheme validate", "scheme validate a b",
		"scheme diff a", "scheme diff a b c", "scheme diff - -", "scheme diff a b --nonsense"} {
		if _, errs := s.runs(2, line); !strings.HasPrefix(errs, "rubricator: ") {
			t.Errorf("%q says %q", line, errs)
		}
	}
	if out, _ := s.runs(0, "scheme --help"); !strings.Contains(out, "validate") {
		t.Errorf("help says %s", out)
	}
	if !cli.IsCommand("scheme") {
		t.Error("scheme is taken for a project")
	}
}
