package cli_test

import (
	"strings"
	"testing"
)

func TestDetailsAreShownAndCorrectedInOneAct(t *testing.T) {
	s := newShell(t)
	s.file("tolls.txt", "Tolls\n\nTolls rose 12% in May.\n")
	s.runs(0, "import -p x.rubric tolls.txt")
	out, _ := s.runs(0, "details -p x.rubric --document Tol")
	says(t, out, "title     Tolls")
	if strings.Contains(out, "changed") {
		t.Errorf("to look changes it:\n%s", out)
	}
	out, _ = s.runs(0, "details -p x.rubric --document Tolls --outlet Post --published 2026-05-04 --language en")
	says(t, out, "outlet    Post", "published 2026-05-04", "language  en", "changed; Ctrl+Z in the window takes it back")
	out, _ = s.runs(0, "details -p x.rubric --document Tolls --json --outlet=")
	holds(t, out, `"changed":true`, `"published":"2026-05-04"`)
	if strings.Contains(out, "Post") {
		t.Errorf("the outlet is not emptied: %s", out)
	}
	history, _ := s.runs(0, "history -p x.rubric --document Tolls --json")
	if n := strings.Count(history, `"name":"details of Tolls"`); n != 2 {
		t.Errorf("%d acts, want 2:\n%s", n, history)
	}
	_, errs := s.runs(2, "details -p x.rubric --document Tolls --published yesterday")
	says(t, errs, `rubricator: details: "yesterday" cannot be read as a date: want 2026, 2026-05 or 2026-05-04`)
	s.runs(2, "details -p x.rubric")
	s.runs(1, "details -p nowhere.rubric --document Tolls --title Toll")
	s.runs(0, "check -p x.rubric")
}

func TestRemoveTakesArticlesOutAndTheHistoryKeepsThem(t *testing.T) {
	s := newShell(t)
	s.file("tolls.txt", "Tolls\n\nTolls rose 12% in May.\n")
	s.file("ships.txt", "Ships\n\nSeven ships paid.\n")
	s.file("bread.txt", "Bread\n\nBread is dear.\n")
	s.runs(0, "import -p x.rubric tolls.txt ships.txt bread.txt")
	s.runs(1, "remove -p x.rubric --document Tolls --document Nowhere")
	out, _ := s.runs(0, "remove -p x.rubric --document Tolls --document Shi")
	says(t, out, "removed    Tolls", "removed    Ships", "2 articles and 0 marks of yours left the project; Ctrl+Z in the window brings them back")
	s.runs(1, "details -p x.rubric --document Tolls")
	s.runs(0, "details -p x.rubric --document Bread")
	history, _ := s.runs(0, "history -p x.rubric")
	holds(t, history, "Tolls", "Ships")
	s.runs(2, "remove -p x.rubric")
	s.runs(0, "check -p x.rubric")
}
