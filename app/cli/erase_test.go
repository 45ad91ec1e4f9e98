package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestEraseTellsFirstAndErasesWithYes(t *testing.T) {
	s := newShell(t)
	if err := os.Mkdir("shared", 0o700); err != nil {
		t.Fatal(err)
	}
	ana := s.at("ana")
	s.file("ships.txt", "Zebrafish\n\nJust seven zebrafish paid.\n")
	s.file("prices.txt", "Prices\n\nPrices rose.\n")
	ana.runs(0, "import -p ana.rubric ships.txt prices.txt")
	ana.runs(0, "publish -p ana.rubric shared")
	ben := s.at("ben")
	ben.runs(0, "collect -p ben.rubric "+theBundle(t))

	ana = s.at("ana")
	out, _ := ana.runs(0, "erase -p ana.rubric --document zebrafish")
	holds(t, out, `would be erased: "Zebrafish"`, "Nothing was erased. With --yes it is, and nothing brings it back.")
	if out, _ := ana.runs(0, "export -p ana.rubric --status any -o -"); !strings.Contains(out, "zebrafish") {
		t.Error("it was erased all the same")
	}
	if _, errs := ana.runs(1, "erase -p ana.rubric --document zebra --yes"); !strings.Contains(errs, `name "Zebrafish" whole`) {
		t.Errorf("it says %s", errs)
	}
	out, _ = ana.runs(0, "erase -p ana.rubric --document zebrafish --yes")
	holds(t, out, `erased: "Zebrafish"`)
	if b, err := os.ReadFile("ana.rubric"); err != nil || strings.Contains(strings.ToLower(string(b)), "zebrafish") {
		t.Error("the file still holds it", err)
	}
	ana.runs(0, "check -p ana.rubric")
	out, _ = ana.runs(0, "history -p ana.rubric")
	holds(t, out, "erase an article for good", "an act on an erased article (words erased for good)")
	if strings.Contains(strings.ToLower(out), "zebrafish") {
		t.Errorf("history says %s", out)
	}
	if out, _ := ana.runs(0, "export -p ana.rubric --status any -o -"); strings.Contains(out, "zebrafish") || !strings.Contains(out, "Prices") {
		t.Errorf("exported is %s", out)
	}
	_, errs := ana.runs(1, "import -p ana.rubric ships.txt")
	holds(t, errs, "ships.txt: this text was erased for good by ", "keep it as a copy")
	ana.runs(0, "import -p ana.rubric ships.txt --keep-duplicates")

	if err := os.Remove("shared/work.rubric-bundle"); err != nil {
		t.Fatal(err)
	}
	ana.runs(0, "publish -p ana.rubric shared")
	ben = s.at("ben")
	out, _ = ben.runs(0, "collect -p ben.rubric shared --yes")
	holds(t, out, "erased “Zebrafish” for good; its words are still in this project", "rubricator erase --erased-by-others")
	out, _ = ben.runs(0, "erase -p ben.rubric --erased-by-others --json")
	var r struct {
		Erased   bool
		Articles []struct{ Title string }
		Backups  []string
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil || r.Erased || len(r.Articles) != 1 || r.Articles[0].Title != "Zebrafish" || len(r.Backups) != 1 {
		t.Errorf("%v %s", err, out)
	}
	out, _ = ben.runs(0, "erase -p ben.rubric --erased-by-others --yes --backups")
	holds(t, out, "deleted: "+r.Backups[0])
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(r.Backups[0]), "*")); len(left) != 1 {
		t.Errorf("backups left are %q", left) // the one of the empty project, made before the first bundle was taken in
	}
	out, _ = ben.runs(0, "erase -p ben.rubric --erased-by-others --yes")
	holds(t, out, "nothing to erase")
	ben.runs(0, "check -p ben.rubric")
}

func TestEraseRefusesWhatItDoesNotKnow(t *testing.T) {
	s := newShell(t).at("ana")
	s.file("prices.txt", "Prices\n\nPrices rose.\n")
	s.runs(0, "import -p ana.rubric prices.txt")
	s.runs(2, "erase -p ana.rubric")
	s.runs(2, "erase -p ana.rubric --document prices --erased-by-others")
	s.runs(2, "erase --document prices")
	_, errs := s.runs(1, "erase -p ana.rubric --document Ships --yes")
	holds(t, errs, `no article has the id or the title "Ships"`)
	s.runs(1, "erase -p ana.rubric --document 01a22520-009c-7de2-b358-796c9565a9db --yes")
	s.runs(1, "erase -p none.rubric --document prices")
}
