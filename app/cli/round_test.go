package cli_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
)

// newsroom is a project of so many articles, called "Article 1" and so on, with Ben and Cem named in it.
func (s shell) newsroom(articles int) {
	s.t.Helper()
	if err := os.Mkdir("press", 0o755); err != nil {
		s.t.Fatal(err)
	}
	for i := range articles {
		s.file(fmt.Sprintf("press/%03d.txt", i+1), fmt.Sprintf("Article %d\n\nTolls rose %d%%.", i+1, i+1))
	}
	s.runs(0, "import -p x.rubric press")
	s.runs(0, "people add -p x.rubric Ben")
	s.runs(0, "people add -p x.rubric Cem --pseudonym C1 --colour #D55E00")
}

func TestPeopleAreNamedBeforeTheyCome(t *testing.T) {
	s := newShell(t)
	s.newsroom(1)
	out, _ := s.runs(0, "people list -p x.rubric")
	says(t, out, "Ben, not here yet: 0 documents, 0 marks", "Cem (C1), not here yet: 0 documents, 0 marks")
	if !strings.Contains(out, ", you: 0 documents, 0 marks\n") {
		t.Errorf("nobody is me in %s", out)
	}
	if again, _ := s.runs(0, "people -p x.rubric"); again != out {
		t.Errorf("people says %s", again)
	}
	out, _ = s.runs(0, "people -p x.rubric --json")
	var r struct {
		People []struct {
			Name, Pseudonym, Colour string
			Me                      bool
			Devices                 int
		}
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil || len(r.People) != 3 {
		t.Fatal(err, out)
	}
	colours := map[string]bool{}
	for _, m := range r.People {
		colours[m.Colour] = true
		if m.Me != (m.Devices == 1) || m.Name == "Cem" && (m.Pseudonym != "C1" || m.Colour != "#D55E00") {
			t.Errorf("%+v", m)
		}
	}
	if len(colours) != 3 {
		t.Errorf("two have the same colour: %v", colours)
	}
	if _, errs := s.runs(1, "people add -p x.rubric BEN"); !strings.Contains(errs, "there is a Ben already") {
		t.Error(errs)
	}
	s.runs(1, "people add -p x.rubric Dot --colour blue")
	s.runs(2, "people add -p x.rubric")
	s.runs(2, "people remove -p x.rubric Ben")
	s.runs(1, "people -p none.rubric")
}

func TestARoundIsBegunAssignedAndClosed(t *testing.T) {
	s := newShell(t)
	s.newsroom(40)
	out, _ := s.runs(0, "round list -p x.rubric")
	says(t, out, "there are no rounds yet")
	out, _ = s.runs(0, "round new -p x.rubric pilot --blind --locked")
	says(t, out, "pilot: scheme version 1, blind, locked")
	if _, errs := s.runs(1, "round new -p x.rubric PILOT"); !strings.Contains(errs, `there is a round "pilot" already`) {
		t.Error(errs)
	}
	want := "40 articles: Ben 22, Cem 22, 4 of them twice"
	out, _ = s.runs(0, "round assign -p x.rubric pilot --all --to Ben,cem --twice 10 --seed 7 --look")
	says(t, out, want)
	out, _ = s.runs(0, "round list -p x.rubric")
	says(t, out, "pilot: scheme version 1, blind, locked; 0 articles")
	out, _ = s.runs(0, "round assign -p x.rubric pilot --all --to Ben,cem --twice 10 --seed 7")
	says(t, out, want)
	again, _ := s.runs(0, "round assign -p x.rubric pilot --all --to Ben,cem --twice 10 --seed 7")
	says(t, again, want)
	out, _ = s.runs(0, "round list -p x.rubric --json")
	var r struct {
		Rounds []struct {
			Name                     string
			Blind, Locked, Closed    bool
			Documents, Twice, Nobody int
			People                   []struct {
				Name      string
				Documents int
			}
		}
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil || len(r.Rounds) != 1 {
		t.Fatal(err, out)
	}
	if p := r.Rounds[0]; p.Documents != 40 || p.Twice != 4 || !p.Blind || !p.Locked || len(p.People) != 2 || p.People[0].Documents != 22 {
		t.Errorf("%+v", p)
	}
	s.edited("other.yaml", "simple", "Claim", "Statement")
	if _, errs := s.runs(1, "scheme import -p x.rubric other.yaml"); !strings.Contains(errs, `the scheme is locked while the round "pilot" is open: close the round first`) {
		t.Error(errs)
	}
	out, _ = s.runs(0, "round close -p x.rubric pilot")
	says(t, out, "pilot: scheme version 1, blind, locked, closed")
	s.runs(1, "round close -p x.rubric pilot")
	if _, errs := s.runs(1, "round close -p x.rubric week"); !strings.Contains(errs, `there is "pilot"`) {
		t.Error(errs)
	}
	s.runs(0, "scheme import -p x.rubric other.yaml")
	s.runs(0, "check -p x.rubric")
}

func TestDocumentsAreReassignedAndTakenOut(t *testing.T) {
	s := newShell(t)
	s.newsroom(3)
	s.file("odd.txt", "Odd\n\nOne.")
	s.runs(0, "import -p x.rubric odd.txt")
	s.runs(0, "round new -p x.rubric pilot")
	for _, step := range []struct{ line, says, listed string }{
		{"Odd --nobody", "1 article: 1 for nobody yet", "1 article: 1 for nobody yet"},
		{"--all --to Ben", "4 articles: Ben 4", "4 articles: Ben 4"},
		{"Odd --to Cem,Ben --each", "1 article: Ben 1, Cem 1, 1 of them twice", "4 articles: Ben 4, Cem 1, 1 of them twice"},
		{"Odd --to Cem --each", "1 article: Cem 1", "4 articles: Ben 3, Cem 1"},
		{"Odd --out", "1 article out of the round", "3 articles: Ben 3"},
	} {
		out, _ := s.runs(0, "round assign -p x.rubric pilot "+step.line)
		says(t, out, step.says)
		out, _ = s.runs(0, "round list -p x.rubric")
		says(t, out, "pilot: scheme version 1; "+step.listed)
	}
	for _, wrong := range []string{"pilot", "pilot --all", "pilot Odd --all --to Ben", "pilot --all --to Ben --out", "pilot --all --to Ben --twice 101", ""} {
		s.runs(2, "round assign -p x.rubric "+wrong)
	}
	for _, failed := range []string{"week --all --to Ben", "pilot Nothing --to Ben", "pilot --all --to Dot", "pilot --all --to Ben --twice 10"} {
		s.runs(1, "round assign -p x.rubric "+failed)
	}
	for _, wrong := range []string{"round", "round end -p x.rubric pilot", "round new -p x.rubric", "round list"} {
		s.runs(2, wrong)
	}
}

func TestARoundIsExportedAndTrainingIsNot(t *testing.T) {
	s := newShell(t)
	s.newsroom(3)
	s.runs(0, "round new -p x.rubric learning --training")
	s.runs(0, "round new -p x.rubric pilot")
	var ids []string
	out, _ := s.runs(0, "export -p x.rubric --status any -o -")
	for line := range strings.Lines(out) {
		var l struct {
			Document struct{ ID string }
			ID       string
		}
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, l.Document.ID+l.ID)
	}
	if len(ids) != 3 {
		t.Fatal(out)
	}
	s.runs(0, "round assign -p x.rubric learning "+ids[0]+" --to Ben")
	s.runs(0, "round assign -p x.rubric pilot "+ids[0]+" "+ids[1]+" --to Ben")
	out, _ = s.runs(0, "export -p x.rubric --status any --round pilot -o out.jsonl")
	says(t, out, "0 marks and 0 relations of 1 document in out.jsonl", "1 document left out: training is never exported")
	out, _ = s.runs(0, "export -p x.rubric --status any -o out.jsonl --json")
	if !strings.Contains(out, `"documents":2,`) || !strings.Contains(out, `"training_left_out":1`) {
		t.Error(out)
	}
	if _, errs := s.runs(1, "export -p x.rubric --status any --round learning -o none.jsonl"); !strings.Contains(errs, "training") {
		t.Error(errs)
	}
	if _, errs := s.runs(1, "export -p x.rubric --round week -o none.jsonl"); !strings.Contains(errs, `there is "learning", "pilot"`) {
		t.Error(errs)
	}
}
