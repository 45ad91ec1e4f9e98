package cli_test

import (
	"strings"
	"testing"
)

func TestCorrectBringsTheRightTextAndCarriesMarksOver(t *testing.T) {
	s := newShell(t)
	s.file("tolls.txt", "Tolls\n\nTolls rose 12% in Maj, the ministery said. Tolls rise.\n")
	s.file("right.txt", "Tolls\n\nTolls rose 12% in May, the ministry said. Tolls rise.\n")
	s.runs(0, "import -p news.rubric tolls.txt")
	s.finishes("news.rubric", "Tolls", "12%", "Maj", "Tolls rise")
	out, _ := s.runs(3, "correct -p news.rubric --document Tolls right.txt")
	says(t, out, "Tolls: 2 marks came over")
	s.runs(0, "check -p news.rubric")
	out, _ = s.runs(0, "export -p news.rubric -o out.jsonl")
	says(t, out, "2 marks and 0 relations of 1 document in out.jsonl", "1 document left out: others with the right text stand for them; --corrected takes them")
	out, _ = s.runs(0, "export -p news.rubric --corrected -o out.jsonl")
	says(t, out, "5 marks and 0 relations of 2 documents in out.jsonl")
	if _, errs := s.runs(1, "correct -p news.rubric --document Nowhere right.txt"); errs == "" {
		t.Error("an article that is not there is corrected")
	}
	s.file("other.txt", "Ships\n\nJust seven ships paid.\n")
	s.runs(0, "import -p news.rubric other.txt")
	if _, errs := s.runs(1, "correct -p news.rubric --document Ships right.txt"); !strings.Contains(errs, "the right text is in the project already") {
		t.Errorf("it says %s", errs)
	}
	s.runs(2, "correct -p news.rubric --document Tolls")
	s.runs(1, "correct -p nowhere.rubric --document Tolls right.txt")
}

func TestTheRightTextIsInTheRoundsOfTheOldOne(t *testing.T) {
	s := newShell(t)
	s.file("tolls.txt", "Tolls\n\nTolls rose 12% in Maj.\n")
	s.file("right.txt", "Tolls\n\nTolls rose 12% in May.\n")
	s.runs(0, "import -p news.rubric tolls.txt")
	s.runs(0, "people -p news.rubric add Ben")
	s.runs(0, "round new -p news.rubric pilot")
	s.runs(0, "round assign -p news.rubric pilot --all --to Ben")
	s.runs(0, "correct -p news.rubric --document Tolls right.txt")
	out, _ := s.runs(0, "round list -p news.rubric --json")
	holds(t, out, `"documents":2`, `"name":"Ben","documents":2`)
	s.runs(0, "check -p news.rubric")
}

func TestWhatOthersMarkedIsNotToldBySomebodyBlindWhoCorrects(t *testing.T) {
	s := newShell(t)
	s.file("right.txt", "Frist\n\nBody.\n")
	s.blindToBen("x.rubric")
	out, _ := s.runs(0, "correct -p x.rubric --document First right.txt")
	says(t, out, "Frist: 0 marks came over", "  others' marks come over where their words are there; which, is hidden from you until yours are done")
	if strings.Contains(out, `"First"`) {
		t.Errorf("it says\n%s", out)
	}
}
