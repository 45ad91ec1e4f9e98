package cli_test

import (
	"strings"
	"testing"
)

func TestListTellsEachArticleInALine(t *testing.T) {
	s := newShell(t)
	s.file("tolls.txt", "Tolls\n\nTolls rose 12% in May.\n")
	s.file("bread.txt", "Bread\n\nBread is dear.\n")
	s.runs(0, "import -p x.rubric tolls.txt bread.txt")
	out, _ := s.runs(0, "list -p x.rubric")
	if lines := strings.Split(strings.TrimSpace(out), "\n"); len(lines) != 3 || !strings.Contains(lines[1], "  Tolls ") || !strings.Contains(lines[2], " todo ") {
		t.Errorf("it lists\n%s", out)
	}
	out, _ = s.runs(0, "list -p x.rubric --json --sort title")
	if lines := strings.Split(strings.TrimSpace(out), "\n"); len(lines) != 2 || !strings.Contains(lines[0], `"title":"Bread"`) || !strings.Contains(lines[1], `"words":6,`) {
		t.Errorf("it lists\n%s", out)
	}
	s.runs(2, "list -p x.rubric --sort colour")
	s.runs(1, "list -p nowhere.rubric")
}

func TestListTellsSomebodyBlindNothingOfOthersMarks(t *testing.T) {
	s := newShell(t)
	s.blindToBen("x.rubric")
	out, _ := s.runs(0, "list -p x.rubric --json")
	holds(t, out, `"marks":0`)
	if strings.Contains(out, `"marks":1`) || strings.Contains(out, "Ben") {
		t.Errorf("it lists\n%s", out)
	}
}
