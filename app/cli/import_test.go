package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rubricator/annotation/ingest"
)

const twoArticles = `Harbour Closed for Winter as Storms Approach

A ferry lies in the harbour on Monday. (AFP)
A ferry lies in the harbour on Monday. (AFP)
TT
20

The harbour closes on Friday for the whole of the winter, the ministry of transport said on Monday after a week of storms.

Four ferries in five will be moved to the northern port, which opened in 2019 and has room for nine.



Fares to Rise Seven Percent, Operators Say

Passengers wait for the evening ferry. (AP)

Fares on all lines rise by seven percent from May, the three operators said in a letter to their customers.

"It is the first time in six years that we ask for more," the letter reads, and it will be the last for long.
`

func TestImportDividesAndCleansAndTells(t *testing.T) {
	s := newShell(t)
	s.file("page.txt", twoArticles)
	s.file("copy.txt", strings.Replace(twoArticles[:strings.Index(twoArticles, "\n\n\n")], "Four ferries", "The minister did not say when. Four ferries", 1))
	s.file("same.txt", strings.ReplaceAll(twoArticles[strings.Index(twoArticles, "Fares to"):], "\"", "“"))
	out, _ := s.runs(0, "import -p x.rubric page.txt copy.txt same.txt")
	says(t, out,
		"loaded     page.txt: Harbour Closed for Winter as Storms Approach (UTF-8; article 1 of 2; left out: repeated line (1 line), share buttons (2 lines))",
		"loaded     page.txt: Fares to Rise Seven Percent, Operators Say (UTF-8; article 2 of 2)",
		"loaded     copy.txt: Harbour Closed for Winter as Storms Approach (UTF-8; left out: repeated line (1 line), share buttons (2 lines))",
		`           tells the story of "Harbour Closed for Winter as Storms Approach" (88 % alike)`,
		`duplicate  same.txt: the text of "Fares to Rise Seven Percent, Operators Say"; --keep-duplicates keeps it twice`,
		"3 loaded, 1 there already, 0 refused")
	s.runs(0, "check -p x.rubric")
}

func TestADryRunTellsWhatWouldBecomeOfArticlesAndLoadsNothing(t *testing.T) {
	s := newShell(t)
	s.file("tolls.txt", "Tolls\n\nTolls rose 12% in May.\n")
	s.file("bread.txt", "Bread\n\nBread is dear.\n")
	out, _ := s.runs(0, "import -p x.rubric --dry-run tolls.txt")
	says(t, out, "loaded     tolls.txt: Tolls (UTF-8)", "1 loaded, 0 there already, 0 refused", "Nothing was loaded. This is what would be without --dry-run.")
	if _, err := os.Stat("x.rubric"); err == nil {
		t.Error("there is a project")
	}
	s.runs(0, "import -p x.rubric tolls.txt")
	before := s.read("x.rubric")
	out, errs := s.runs(3, "import -p x.rubric --dry-run --json tolls.txt bread.txt nowhere.txt")
	holds(t, out, `"dry_run":true,"loaded":1,"duplicates":1,"refused":1`)
	holds(t, errs, "nowhere.txt")
	if s.read("x.rubric") != before {
		t.Error("the project was changed")
	}
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "rubricator-*", "x.rubric*")); len(left) > 0 {
		t.Error("the copies are left:", left)
	}
}

func TestImportLeavesAloneWhatItIsToldTo(t *testing.T) {
	s := newShell(t)
	s.file("page.txt", twoArticles)
	out, _ := s.runs(0, "import -p one.rubric --one-article --keep-all page.txt")
	if says(t, out, "1 loaded, 0 there already, 0 refused"); strings.Contains(out, "left out") {
		t.Error(out)
	}
	s.file("owned.txt", twoArticles+"\n© 2026 The Coast Daily\n")
	out, _ = s.runs(0, "import -p rule.rubric --json --without-rule copyright owned.txt")
	var r struct {
		Files []struct {
			Number, Of int
			LeftOut    []struct {
				Reason string
				Lines  int
			} `json:"left_out"`
		}
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil || len(r.Files) != 2 || r.Files[1].Number != 2 || len(r.Files[0].LeftOut) != 2 || r.Files[0].LeftOut[0].Reason != "repeated line" || len(r.Files[1].LeftOut) != 0 {
		t.Errorf("%v: %s", err, out)
	}
	if _, errs := s.runs(2, "import -p x.rubric --without-rule ads page.txt"); !strings.Contains(errs, "the rules are: repeated headline, repeated line") {
		t.Error(errs)
	}
}

func TestTheHelpOfImportListsTheRulesOfCleaning(t *testing.T) {
	s := newShell(t)
	help, _ := s.runs(0, "import --help")
	for _, r := range ingest.Rules {
		if !strings.Contains(help, "  "+string(r.Reason)+" ") || !strings.Contains(help, r.Says+"\n") {
			t.Errorf("%q is not listed in\n%s", r.Reason, help)
		}
	}
}

func TestImportTakesEachRowAsAnArticle(t *testing.T) {
	s := newShell(t)
	s.file("news.csv", "Head,Main,Note\nHarbour,Ships wait.,x\nBread,Bread is dear.,y\nMilk,,z\n")
	s.file("feed.xml", `<rss version="2.0"><channel><title>The Post</title><item><title>Fares</title><description>Fares rise.</description></item></channel></rss>`)
	s.file("news.jsonl", `{"title":"Wine","body":"Wine is dear."}`)
	_, errs := s.runs(1, "import -p x.rubric news.csv")
	says(t, errs, `rubricator: news.csv: the column of the articles cannot be told: there are "Head", "Main" and "Note"; say which it is, as by --columns text=Main`)
	out, _ := s.runs(3, "import -p x.rubric --columns text=Main,title=Head news.csv")
	says(t, out, "loaded     news.csv: Harbour (UTF-8; separated by commas; row 2)", "2 loaded, 0 there already, 1 refused")
	out, _ = s.runs(0, "import -p x.rubric feed.xml news.jsonl")
	says(t, out, "loaded     feed.xml: Fares (RSS 2.0; entry 1; summary alone)", "loaded     news.jsonl: Wine (UTF-8; line 1)", "2 loaded, 0 there already, 0 refused")
	_, errs = s.runs(2, "import -p x.rubric --columns Main news.csv")
	says(t, errs, `rubricator: import: columns "Main": "Main" is not of the form text=Body`)
	s.runs(0, "check -p x.rubric")
}
