package cli_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

func TestSuggestRunsTheRulesOverChosenArticles(t *testing.T) {
	s := newShell(t)
	s.file("tolls.txt", "Tolls\n\nTolls rose 12% in May, the ministry said.\n")
	s.file("ships.txt", "Ships\n\nJust seven ships paid.\n")
	s.runs(0, "import -p news.rubric tolls.txt ships.txt")
	out, _ := s.runs(0, "suggest -p news.rubric ships")
	says(t, out, "Ships: 1 statistic.quantity (Rules 1)", "1 new suggestion in 1 article")
	out, _ = s.runs(0, "suggest -p news.rubric --all")
	says(t, out, "Tolls: 1 attribution.content, 1 attribution.cue, 1 attribution.source, 1 claim.claim, 1 statistic.quantity (Rules 1)",
		"Ships: nothing new (Rules 1)", "3 new suggestions in 2 articles")
	out, _ = s.runs(0, "suggest -p news.rubric --all --json")
	var r struct {
		New       int
		Documents []struct{ Title, Model string }
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil || r.New != 0 || len(r.Documents) != 2 || r.Documents[1].Model != "Rules 1" {
		t.Errorf("%v: %s", err, out)
	}
	s.runs(0, "check -p news.rubric")
	if out, errs := s.runs(1, "export -p news.rubric -o out.jsonl"); !strings.Contains(errs, "nothing to export") {
		t.Errorf("suggestions are exported: %s%s", out, errs)
	}
}

func TestSuggestTakesThePredictionsOfAnotherTool(t *testing.T) {
	s := newShell(t)
	s.file("ships.txt", "Ships\n\nJust seven ships paid.\n")
	s.runs(0, "import -p news.rubric ships.txt")
	s.runs(0, "export -p news.rubric --status any -o all.jsonl")
	line := s.read("all.jsonl")
	span := `{"id":"00000000-0000-7000-8000-000000000001","label":"statistic","role":"quantity","start":12,"end":17,"ranges":[[12,17]],"text":"seven","attributes":{},"note":"","origin":"model","created":"","updated":""}`
	predicted := strings.NewReplacer(`"annotator":null`, `"annotator":"Counter 3","annotator_kind":"model"`, `"spans":[]`, `"spans":[`+span+`]`).Replace(line)
	out, _ := s.reads(0, "suggest -p news.rubric --from -", predicted)
	says(t, out, "Ships: 1 statistic.quantity (Counter 3)")
	if _, errs := s.reads(1, "suggest -p news.rubric --from -", line); !strings.Contains(errs, "its annotator is no model") {
		t.Errorf("what is no model's is taken: %s", errs)
	}
	if _, errs := s.reads(3, "suggest -p news.rubric --from -", predicted+line); !strings.Contains(errs, "its annotator is no model") {
		t.Errorf("a loss is not told: %s", errs)
	}
}

func TestWrongUsageOfSuggestEndsWith2AndUnknownArticlesWith1(t *testing.T) {
	s := newShell(t)
	s.project("news.rubric")
	for _, line := range []string{"suggest -p news.rubric", "suggest -p news.rubric --all First", "suggest --all"} {
		s.runs(2, line)
	}
	if _, errs := s.runs(1, "suggest -p news.rubric Last"); !strings.Contains(errs, `no article has the id or the title "Last"`) {
		t.Errorf("it says %s", errs)
	}
	s.runs(1, "suggest -p missing.rubric --all")
}

// read is what a file holds.
func (s shell) read(name string) string {
	s.t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		s.t.Fatal(err)
	}
	return string(b)
}
