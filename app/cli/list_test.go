package cli_test

import (
	"encoding/json"
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

func TestListTakesWhatTheLibraryTakes(t *testing.T) {
	s := newShell(t)
	s.file("all.csv", "title,text,outlet,date\nTolls,Tolls rose 12% in May.,Osley Herald,2026-05-04\nBread,Bread is dear.,Radio Sur,2026-06-01\nShips,Just seven ships paid tolls.,Osley Herald,2025-01-01\n")
	s.runs(0, "import -p x.rubric all.csv")
	s.finishes("x.rubric", "Ben", "12%")
	for query, want := range map[string]string{
		"": "Tolls Bread Ships", "tolls": "Tolls Ships", "outlet:osley from:2026": "Tolls", "is:todo --sort title": "Bread Ships Tolls", "--sort date": "Bread Tolls Ships", "--sort -date": "Ships Tolls Bread",
		"by:ben label:claim": "Tolls", "label:claim": "", "-- -outlet:osley": "Bread", "is:done nonesuch": "",
	} {
		out, _ := s.runs(0, strings.TrimSpace("list -p x.rubric --json "+query))
		var titles []string
		for line := range strings.Lines(out) {
			var r struct{ Title string }
			if err := json.Unmarshal([]byte(line), &r); err != nil {
				t.Fatal(err, line)
			}
			titles = append(titles, r.Title)
		}
		if got := strings.Join(titles, " "); got != want {
			t.Errorf("list %s tells %q, want %q", query, got, want)
		}
	}
	s.runs(2, "list -p x.rubric story:this")
	if _, errs := s.runs(2, "list -p x.rubric autor:ben"); !strings.Contains(errs, `"autor:" is no filter; these are: is: outlet:`) {
		t.Errorf("it says %s", errs)
	}
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
