package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// at is the machine of somebody: with its own settings and device key.
func (s shell) at(name string) shell {
	s.t.Helper()
	home, err := filepath.Abs("home of " + name)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Setenv("HOME", home)
	for _, kind := range []string{"CACHE", "CONFIG", "DATA"} {
		s.t.Setenv("XDG_"+kind+"_HOME", filepath.Join(home, kind))
	}
	return s
}

func TestPublishAndCollectCarryWorkBetweenMachines(t *testing.T) {
	s := newShell(t)
	s.file("ships.txt", "Ships\n\nJust seven ships paid.\n")
	if err := os.Mkdir("shared", 0o700); err != nil {
		t.Fatal(err)
	}
	ana := s.at("ana")
	ana.runs(0, "import -p ana.rubric ships.txt")
	out, _ := ana.runs(0, "publish -p ana.rubric shared")
	holds(t, out, "1 text by", "signed by the key")

	ben := s.at("ben")
	out, _ = ben.runs(0, "collect -p ben.rubric "+theBundle(t))
	holds(t, out, "new (", "signed by", "as it was before: ")
	ben.runs(0, "check -p ben.rubric")
	out, _ = ben.runs(0, "collect -p ben.rubric shared --json")
	var r struct {
		Collected []struct{ Edits, Known int }
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil || len(r.Collected) != 1 || r.Collected[0].Edits != 0 || r.Collected[0].Known == 0 {
		t.Errorf("a second time: %v %s", err, out)
	}
	if out, _ := ben.runs(0, "export -p ben.rubric --status any -o -"); !strings.Contains(out, "Just seven ships paid.") {
		t.Errorf("Ben's project has not Ana's article: %s", out)
	}
}

func holds(t *testing.T, out string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(out, p) {
			t.Errorf("%q is not in %s", p, out)
		}
	}
}

// theBundle is the one in the shared folder, without blanks in its name.
func theBundle(t *testing.T) string {
	t.Helper()
	names, err := filepath.Glob("shared/*.rubric-bundle")
	if err != nil || len(names) != 1 {
		t.Fatal(names, err)
	}
	plain := filepath.Join("shared", "work.rubric-bundle")
	if err := os.Rename(names[0], plain); err != nil {
		t.Fatal(err)
	}
	return plain
}

func TestCollectTellsWhatItRefuses(t *testing.T) {
	s := newShell(t).at("ana")
	s.file("ships.txt", "Ships\n\nJust seven ships paid.\n")
	s.file("note.txt", "Hello.")
	s.runs(0, "import -p ana.rubric ships.txt")
	if _, errs := s.runs(1, "collect -p ana.rubric note.txt"); !strings.Contains(errs, "note.txt: refused: not a bundle of this program") {
		t.Errorf("it says %s", errs)
	}
	if _, errs := s.runs(1, "collect -p new.rubric note.txt"); !strings.Contains(errs, "note.txt") {
		t.Errorf("it says %s", errs)
	}
	if _, err := os.Stat("new.rubric"); err == nil {
		t.Error("a project was made for nothing")
	}
	s.runs(2, "collect -p ana.rubric")
	s.runs(1, "publish -p none.rubric")
	s.runs(2, "publish")
}
