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
