package main

import (
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"
)

const doccanoLines = `{"id":1,"text":"🔴 Prices rose 3.9% in May.","label":[[3,26,"CLAIM"],[15,19,"STATISTIC"],[3,9,"GOODS"]],"username":"ana"}
{"id":2,"text":"Rents fell.","label":[[0,10,"CLAIM"]],"username":"ben"}
`

func TestADatasetIsKnownByItsLooksAndComesWithItsMarks(t *testing.T) {
	s := newShell(t)
	s.file("wire.jsonl", doccanoLines)
	out, errs := s.runs(3, "import -p x.rubric wire.jsonl --json")
	var r struct {
		Loaded, Marks, Losses int
		Format, Unit          string
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	if r.Format != "doccano" || r.Unit != "utf16" || r.Loaded != 2 || r.Marks != 3 || r.Losses != 1 {
		t.Errorf("reported %+v", r)
	}
	if !strings.Contains(errs, `label "GOODS", 1 time: nothing in the scheme is called so; say what becomes of it with --map`) {
		t.Errorf("standard error says %s", errs)
	}
	s.file("map.yaml", "labels:\n  GOODS: make\n")
	out, _ = s.runs(0, "import -p x.rubric wire.jsonl --map map.yaml")
	if !strings.Contains(out, "duplicate  🔴 Prices rose 3.9% in May.: 1 mark, 2 there already by ana") {
		t.Errorf("printed %s", out)
	}
	out, _ = s.runs(0, "export -p x.rubric --status any -o -")
	if !strings.Contains(out, `"label":"goods"`) || strings.Count(out, "\n") != 2 {
		t.Errorf("there is %s", out)
	}
	s.file("own.jsonl", out)
	out, _ = s.runs(0, "import -p y.rubric own.jsonl --scheme-from-labels")
	if !strings.Contains(out, "native, offsets in codepoint: 2 loaded, 0 there already; 4 marks") {
		t.Errorf("printed %s", out)
	}
	if _, errs := s.runs(2, "import -p y.rubric own.jsonl --scheme-from-labels"); !strings.Contains(errs, "has a scheme already") {
		t.Errorf("said %s", errs)
	}
}

func TestTokensInATextFileAreADataset(t *testing.T) {
	s := newShell(t)
	s.file("train.txt", "Prices B-CLAIM\nrose I-CLAIM\n. O\n")
	out, _ := s.runs(0, "import -p x.rubric train.txt")
	if !strings.Contains(out, "conll, offsets in codepoint: 1 loaded, 0 there already; 1 mark") {
		t.Errorf("printed %s", out)
	}
}

func TestWhatLiesBesideADatasetIsPassedOverAndNamed(t *testing.T) {
	s := newShell(t)
	if err := os.Mkdir("corpus", 0o755); err != nil {
		t.Fatal(err)
	}
	for name, has := range map[string]string{"wire.jsonl": doccanoLines, "README.md": "# The wire\n", "LICENSE": "CC BY 4.0\n", ".gitattributes": "*.jsonl text\n"} {
		s.file("corpus/"+name, has)
	}
	out, _ := s.runs(3, "import -p x.rubric corpus --dry-run")
	if !strings.HasPrefix(out, "passed over: LICENSE, README.md\ndoccano, ") {
		t.Errorf("printed %s", out)
	}
	out, _ = s.runs(3, "import -p x.rubric corpus --json")
	var r struct {
		Loaded int
		Passed []string `json:"passed_over"`
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil || r.Loaded != 2 || strings.Join(r.Passed, " ") != "LICENSE README.md" {
		t.Errorf("reported %+v, %v", r, err)
	}
	s.file("corpus/article.txt", "Prices rose.")
	if out, _ := s.runs(0, "import -p y.rubric corpus"); strings.Contains(out, "doccano") {
		t.Errorf("with an article among them, printed %s", out)
	}
}

func TestWhyThereIsNothingToMakeASchemeOfIsSaid(t *testing.T) {
	s := newShell(t)
	s.file("wire.jsonl", `{"id":1,"label":[[0,6,"CLAIM"]],"text":7}`)
	_, errs := s.runs(1, "import -p x.rubric wire.jsonl --scheme-from-labels")
	if !strings.Contains(errs, "wire.jsonl: read line 1: ") || !strings.Contains(errs, "no scheme can be made") {
		t.Errorf("said %s", errs)
	}
}

func TestMarksInAFolderWithAFileForEachArticleAreOfOneAnnotator(t *testing.T) {
	s := newShell(t)
	if err := os.Mkdir("ana", 0o755); err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"Prices", "Rents"} {
		s.file("ana/"+word+".txt", word+" rose.")
		s.file("ana/"+word+".ann", "T1\tclaim 0 "+strconv.Itoa(len(word)+5)+"\t"+word+" rose\n")
	}
	if out, _ := s.runs(0, "import -p x.rubric ana"); strings.Count(out, "1 mark by ana\n") != 2 {
		t.Errorf("printed %s", out)
	}
}

func TestAFolderOfBratComesBackAsItWas(t *testing.T) {
	s := newShell(t)
	for _, dir := range []string{"corpus", "corpus/ana", "corpus/ben"} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	const lines = "T1\tLOC 10 15\tParis\nT2\tRise 16 20\trose\nE1\tRise:T2 In:T1\nA1\tKind T1 BigCity\nR1\t_gt_N Arg1:T1 Arg2:T2\n"
	for _, who := range []string{"ana", "ben"} {
		s.file("corpus/"+who+"/a.txt", "Rents in  Paris rose.")
		s.file("corpus/"+who+"/a.ann", lines)
	}
	s.runs(0, "import -p x.rubric corpus --scheme-from-labels")
	s.runs(0, "export -p x.rubric --format brat -o out")
	for _, who := range []string{"ana", "ben"} {
		if got, err := os.ReadFile("out/" + who + "/a.ann"); string(got) != lines {
			t.Errorf("%s: %v, the lines are\n%s", who, err, got)
		}
	}
}

func TestADryRunTellsWhatWouldComeAndChangesNothing(t *testing.T) {
	s := newShell(t)
	s.file("wire.jsonl", doccanoLines)
	out, _ := s.runs(3, "import -p x.rubric wire.jsonl --dry-run")
	for _, line := range []string{"doccano, offsets in utf16: 2 documents, 4 marks, 0 links\n", "label      CLAIM (2) -> claim.claim, as in \"Prices rose 3.9% in May\"\n",
		"label      GOODS (1) -> nothing in the scheme is called so, as in \"Prices\"\n", "annotator  ana (1 document)\n"} {
		if !strings.Contains(out, line) {
			t.Errorf("%q is not in %s", line, out)
		}
	}
	if _, err := os.Stat("x.rubric"); err == nil {
		t.Error("the project was made")
	}
}

func TestAnUndecidedUnitNamesTheFlag(t *testing.T) {
	s := newShell(t)
	s.file("odd.jsonl", `{"text":"🔴aa aa aa","label":[[4,5,"claim"],[6,8,"claim"]]}`)
	if _, errs := s.runs(1, "import -p x.rubric odd.jsonl"); !strings.Contains(errs, "utf16 fits") || !strings.Contains(errs, "--unit") {
		t.Errorf("said %s", errs)
	}
	if _, err := os.Stat("x.rubric"); err == nil {
		t.Error("the project was made")
	}
	s.runs(0, "import -p x.rubric odd.jsonl --unit codepoint")
	out, _ := s.reads(0, "import -p x.rubric - --format doccano", `{"text":"Piped in.","label":[[0,5,"claim"]]}`)
	if !strings.Contains(out, "1 mark by stdin") {
		t.Errorf("printed %s", out)
	}
	for _, line := range []string{"import -p x.rubric odd.jsonl --unit inches", "import -p x.rubric odd.jsonl --format dcono", "import -p x.rubric a.txt --format articles --unit utf16"} {
		s.runs(2, line)
	}
	s.file("a.txt", "An article.")
	if _, errs := s.runs(1, "import -p x.rubric a.txt --status done"); !strings.Contains(errs, "--format") {
		t.Errorf("said %s", errs)
	}
}
