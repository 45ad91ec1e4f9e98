package cli_test

import "testing"

func TestSearchTellsWhereTheWordsStandInCodePoints(t *testing.T) {
	s := newShell(t)
	s.file("tolls.txt", "Tolls\n\nÉté 🚢 the ministry spoke.\n")
	s.file("ships.txt", "Ships\n\nSeven ships paid.\n")
	s.runs(0, "import -p x.rubric tolls.txt ships.txt")
	out, _ := s.runs(0, "search -p x.rubric minist")
	says(t, out, "  17-25  Été 🚢 the ministry spoke.", "1 article found")
	out, _ = s.runs(0, "search -p x.rubric --json minist")
	holds(t, out, `"title":"Tolls"`, `"at":{"start":17,"end":25}`)
	s.runs(0, "details -p x.rubric --document Ships --title Ferries")
	out, _ = s.runs(0, "search -p x.rubric ferries")
	says(t, out, "  in the title alone", "1 article found")
	out, _ = s.runs(0, "search -p x.rubric --json nothing")
	holds(t, out, `"hits":[]`)
	out, _ = s.runs(0, "search -p x.rubric --limit 1 s")
	says(t, out, "1 article found")
	s.runs(2, "search -p x.rubric")
	s.runs(2, "search -p x.rubric --limit 0 word")
	s.runs(1, "search -p nowhere.rubric word")
}
