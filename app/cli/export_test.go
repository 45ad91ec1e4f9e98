package cli_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"rubricator/annotation/interchange/formats"
	"rubricator/app/cli"
)

// suggestions makes a project of an article with what the rules suggest on it, which are linked marks.
func (s shell) suggestions(name string) {
	s.t.Helper()
	s.file("tolls.txt", "Tolls\n\nTolls rose 12% in May, the ministry said.\n")
	s.runs(0, "import -p "+name+" tolls.txt")
	s.runs(0, "suggest -p "+name+" --all")
}

func TestExportSaysWhatIsLostBeforeItWrites(t *testing.T) {
	s := newShell(t)
	s.suggestions("news.rubric")
	dry, errs := s.runs(3, "export -p news.rubric --suggestions --format doccano --dry-run")
	holds(t, errs, "doccano cannot hold all of it:\n", " links are left out, as Tolls: ", "by the policy pieces: an interrupted mark is written as several marks")
	says(t, dry, "5 marks and 4 relations of 1 document, 0 of them without marks", "  claim.claim: 1", "  statistic.quantity: 1")
	if names, _ := os.ReadDir("."); len(names) != 2 {
		t.Errorf("a dry run left %v", names)
	}
	out, again := s.runs(3, "export -p news.rubric --suggestions --format doccano -o out.jsonl")
	if again != errs {
		t.Errorf("it said %s, and before %s", again, errs)
	}
	says(t, out, "5 marks and 4 relations of 1 document in out.jsonl", "what was lost: out.jsonl.losses.json")
	holds(t, s.read("out.jsonl.losses.json"), `"kind": "link"`, `"count": 4`)

	out, _ = s.runs(3, "export -p news.rubric --suggestions --format doccano -o out.jsonl --json")
	var r struct {
		Format, Policy string
		Spans          int
		Losses         []struct {
			Kind  string
			Count int
		}
		Files []struct {
			Name string
			Size int
		}
		ReadBack struct{ Lines, Different int } `json:"read_back"`
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil || r.Format != "doccano" || r.Policy != "pieces" || r.Spans != 5 || r.Losses[0].Kind != "link" ||
		r.Files[0].Name != "out.jsonl" || r.Files[0].Size == 0 || r.ReadBack.Lines != 1 || r.ReadBack.Different != 0 {
		t.Errorf("%v in %s", err, out)
	}

	s.runs(0, "export -p news.rubric --suggestions -o out.jsonl")
	if _, err := os.Stat("out.jsonl.losses.json"); err == nil {
		t.Error("what an older dataset lost lies beside one that lost nothing")
	}
	_, errs = s.runs(3, "export -p news.rubric --suggestions --format doccano -o -")
	holds(t, errs, "doccano cannot hold all of it:\n")
}

func TestExportTakesARecipeThatFlagsChange(t *testing.T) {
	s := newShell(t)
	s.suggestions("news.rubric")
	s.file("march.yaml", "name: march\nformat: doccano\nlabels: three labels\nchoice: {suggestions: true, labels: [claim, statistic]}\nsplit: {train: 1, validation: 0, test: 0}\n")
	out, _ := s.runs(3, "export -p news.rubric --recipe march.yaml -o sets")
	says(t, out, "2 marks and 1 relation of 1 document in sets", "train: 2 marks of 1 document", "what was lost: losses.json in the folder")
	holds(t, s.read("sets/train.jsonl"), `"CLAIM"]`, `"STATISTIC"]`)
	holds(t, s.read("sets/manifest.json"), `name: march\n`, `"train.jsonl"`)
	s.runs(0, "export -p news.rubric --recipe march.yaml --format native --label statistic -o sets")
	if got := s.read("sets/train.jsonl"); strings.Contains(got, "CLAIM") || !strings.Contains(got, `"label":"STATISTIC"`) {
		t.Errorf("it has %s", got)
	}
	s.file("wrong.yaml", "name: x\nfromat: doccano\n")
	if _, errs := s.runs(2, "export -p news.rubric --recipe wrong.yaml -o x"); !strings.Contains(errs, `wrong.yaml: line 2: there is no field "fromat"`) {
		t.Errorf("it says %s", errs)
	}
	for flags, want := range map[string]string{
		"--format word":                   `format "word" is unknown; there are native, `,
		"--format doccano --policy half":  "pieces, hull",
		"--format doccano --no-text":      "has the texts of articles in it",
		"--unit inch":                     "codepoint, utf16",
		"--status finished":               "want started, done or any",
		"--labels four":                   "want scheme or three",
		"--negatives some":                "want reviewed, none or all",
		"--since March":                   "want a day",
		"--since 2026-02-01 --until 2026": "want a day",
		"--recipe none.yaml":              "none.yaml",
	} {
		if _, errs := s.runs(2, "export -p news.rubric -o x "+flags); !strings.Contains(errs, want) {
			t.Errorf("%s: it says %s, want %s", flags, errs, want)
		}
	}
	s.runs(2, "export -p news.rubric")
	if _, errs := s.runs(1, "export -p news.rubric -o x --annotator Nobody"); !strings.Contains(errs, `there is no annotator "Nobody"`) {
		t.Errorf("it says %s", errs)
	}
	if _, errs := s.runs(1, "export -p news.rubric --status any -o news.rubric"); !strings.Contains(errs, "this is the project itself") {
		t.Errorf("it says %s", errs)
	}
}

func TestExportWithoutTextsAndNames(t *testing.T) {
	s := newShell(t)
	s.suggestions("news.rubric")
	s.runs(0, "export -p news.rubric --suggestions --no-text --unit utf8_byte --pseudonyms -o out.jsonl")
	if got := s.read("out.jsonl"); strings.Contains(got, "12%") || !strings.Contains(got, `"offset_unit":"utf8_byte"`) || !strings.Contains(got, `"annotator":"Rules 1"`) {
		t.Errorf("it has %s", got)
	}
}

func TestFormatsAreListed(t *testing.T) {
	s := newShell(t)
	out, _ := s.runs(0, "formats")
	says(t, out, "native: Rubricator JSONL, offsets in codepoint or others, out and in",
		"    --policy pieces: an interrupted mark is written as several marks, one a piece (usual)")
	out, _ = s.runs(0, "formats --json")
	var r struct {
		Formats []struct {
			Name     string
			Written  bool
			Policies []struct{ Name, Says string }
		}
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil || len(r.Formats) != len(formats.All) || r.Formats[0].Name != "native" || !r.Formats[0].Written {
		t.Errorf("%v in %s", err, out)
	}
}

func TestAFolderOfOursIsVerifiedAndImportedWithoutSayingWhatItIs(t *testing.T) {
	s := newShell(t)
	s.suggestions("news.rubric")
	for _, f := range formats.All {
		if f.Write == nil || f.Read == nil {
			continue
		}
		dir := "out-" + f.Name
		s.lossy("export -p news.rubric --status any --suggestions --format " + f.Name + " -o " + dir + "/")
		out, _ := s.runs(0, "verify "+dir)
		holds(t, out, "sound: ")
		holds(t, s.lossy("import -p in-"+f.Name+".rubric "+dir), "1 loaded")
	}
	if err := os.WriteFile("out-native/README.md", []byte("# Another\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	out, _ := s.runs(1, "verify out-native")
	holds(t, out, "README.md was changed")
}

// lossy runs what may lose something.
func (s shell) lossy(line string) string {
	s.t.Helper()
	var o, e bytes.Buffer
	if got := cli.Main(strings.Fields(line), strings.NewReader(""), &o, &e, nil); got != 0 && got != 3 {
		s.t.Fatalf("%q ended with %d\n%s%s", line, got, o.String(), e.String())
	}
	return o.String()
}

func TestOthersMarksAreNotExportedByWhoeverIsBlind(t *testing.T) {
	s := newShell(t)
	s.file("tolls.txt", "Tolls\n\nTolls rose 12% in May.\n")
	s.runs(0, "import -p x.rubric tolls.txt")
	me, _ := s.runs(0, "people list -p x.rubric --json")
	var people struct{ People []struct{ ID string } }
	if err := json.Unmarshal([]byte(me), &people); err != nil || len(people.People) != 1 {
		t.Fatal(err, me)
	}
	unmarked, _ := s.runs(0, "export -p x.rubric --status any -o -")
	s.file("ben.jsonl", strings.Replace(unmarked, `"annotator":null,"status":"todo","spans":[]`,
		`"annotator":"Ben","status":"done","spans":[{"id":"01a22476-fe65-7d93-9b16-edfe2a7c82f6","label":"claim","role":"claim","start":7,"end":17,"ranges":[[7,17]],"text":"Tolls rose","attributes":{},"note":"","origin":"selection","scheme_version":1,"created":"","updated":""}]`, 1))
	s.runs(0, "import -p x.rubric ben.jsonl")
	s.runs(0, "export -p x.rubric -o seen.jsonl")
	holds(t, s.read("seen.jsonl"), `"Tolls rose"`)
	s.runs(0, "round new -p x.rubric pilot --blind")
	s.runs(0, "round assign -p x.rubric pilot --all --to "+people.People[0].ID)
	_, errs := s.runs(1, "export -p x.rubric -o hidden.jsonl")
	holds(t, errs, "hidden from you until yours is done")
	if strings.Contains(errs, "--status any") {
		t.Error("it says that another status would take them")
	}
	s.file("tides.txt", "Tides\n\nTides rise.\n")
	s.runs(0, "import -p x.rubric tides.txt")
	out, _ := s.runs(3, "export -p x.rubric --status any -o hidden.jsonl")
	says(t, out, "1 set of others on 1 document left out: hidden from you until yours are done", "what was lost: hidden.jsonl.losses.json")
	_, errs = s.runs(3, "export -p x.rubric --status any -o -")
	says(t, errs, "1 set of others on 1 document left out: hidden from you until yours are done")
	out, _ = s.runs(3, "export -p x.rubric --status any --dry-run --json")
	holds(t, out, `"blind_left_out":1`)
	out, _ = s.runs(0, "agreement -p x.rubric --json")
	holds(t, out, `"blind":1`, `"name":"Ben"`)
	if strings.Contains(out, `"claim.claim"`) {
		t.Error("the agreement counts hidden marks")
	}
}

func TestADryRunCountsLabelsWithinParts(t *testing.T) {
	s := newShell(t)
	s.suggestions("news.rubric")
	s.file("recipe.yaml", "choice:\n  suggestions: true\nsplit:\n  train: 1\n  seed: 1\n")
	out, _ := s.runs(0, "export -p news.rubric --recipe recipe.yaml --dry-run")
	says(t, out, "train: 5 marks of 1 document",
		"                       train  all",
		"  attribution.content      1    1",
		"  claim.claim              1    1")
}
