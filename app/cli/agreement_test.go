package cli_test

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/storage"
)

// cohen is a small table: two coders, four units, of which they agree on three.
const cohen = "coder,unit,value\nAna,1,yes\nBen,1,yes\nAna,2,yes\nBen,2,no\nAna,3,no\nBen,3,no\nAna,4,no\nBen,4,no\n"

// observers is figure 12.11 of Krippendorff 2019.
const observers = `coder,start,end,value
Alex,0,7,1
Alex,7,13,2
Alex,30,32,5
Alex,32,37,6
Alex,37,44,6
Alex,44,60,7
Paul,0,7,1
Paul,7,13,3
Paul,13,21,5
Paul,32,44,6
Suzan,0,7,1
Suzan,7,13,4
Suzan,13,21,5
Suzan,32,37,6
Suzan,37,41,6
Suzan,41,44,6
`

// reported is what --json prints.
type reported struct {
	Coders  []string
	Length  int
	Gamma   *struct{ Samples int }
	Figures []struct {
		Measure, Of, Undefined string
		Value                  *float64
		Counts                 map[string]int
	}
}

func (r reported) value(t *testing.T, measure, of string) float64 {
	t.Helper()
	for _, f := range r.Figures {
		if f.Measure == measure && f.Of == of && f.Value != nil {
			return *f.Value
		}
	}
	t.Fatalf("%s of %q has no value in %+v", measure, of, r.Figures)
	return 0
}

func TestAgreementOnATableOfValues(t *testing.T) {
	s := newShell(t)
	s.file("table.csv", cohen)
	out, _ := s.runs(0, "agreement --units table.csv")
	says(t, out, "2 coders: Ana, Ben", "Percent agreement                 0.7500", "Cohen's kappa                     0.5000",
		"Krippendorff's alpha, ordinal     not defined: not all values are numbers")
	out, _ = s.reads(0, "agreement --units - --json", cohen)
	var r reported
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err, out)
	}
	if v := r.value(t, "cohen_kappa", ""); math.Abs(v-.5) > 1e-12 || r.Figures[0].Counts["units"] != 4 {
		t.Errorf("kappa is %v: %s", v, out)
	}
	if strings.Contains(out, "NaN") || !strings.Contains(out, `"measure":"alpha_ordinal","value":null,"undefined":`) {
		t.Errorf("printed %s", out)
	}
}

func TestAgreementOnATableOfStretches(t *testing.T) {
	s := newShell(t)
	out, _ := s.reads(0, "agreement --units - --length 60 --json", observers)
	var r reported
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err, out)
	}
	for measure, want := range map[string]float64{"u_alpha_2016": .510, "u_alpha_binary_2016": .4136, "cu_alpha_2016": .7242} {
		if v := r.value(t, measure, ""); math.Abs(v-want) > .0005 {
			t.Errorf("%s is %v, want %v", measure, v, want)
		}
	}
	if r.Length != 60 || r.Gamma == nil || r.Gamma.Samples < 30 || r.value(t, "k_u_alpha_2016", "5") != 1 {
		t.Errorf("printed %s", out)
	}
}

func TestAgreementOnSetsInWorkNamesTheFlagThatTakesThem(t *testing.T) {
	s := newShell(t)
	s.file("wire.jsonl", `{"text":"Tolls rose.","label":[[0,10,"claim"]],"username":"ana"}`+"\n"+`{"text":"Tolls rose.","label":[[0,5,"claim"]],"username":"ben"}`)
	s.runs(0, "import -p x.rubric wire.jsonl --status in_work")
	out, _ := s.runs(0, "agreement -p x.rubric")
	says(t, out, "0 of 1 article shared", "No article was finished by two annotators, so there is nothing to compare. Two began on 1 article, and what is in work is not compared unless that is chosen.", "--in-work compares sets that are in work, too.")
	out, _ = s.runs(0, "agreement -p x.rubric --in-work")
	says(t, out, "1 of 1 article shared, by ana and ben")
	s.runs(0, "import -p y.rubric wire.jsonl")
	out, _ = s.runs(0, "agreement -p y.rubric")
	says(t, out, "1 of 1 article shared, by ana and ben")
	if _, errs := s.runs(2, "import -p y.rubric wire.jsonl --status todo"); !strings.Contains(errs, "want done or in_work") {
		t.Errorf("said %s", errs)
	}
}

func TestAgreementOnAProjectOfOnePersonIsNotDefined(t *testing.T) {
	s := newShell(t)
	s.file("a.txt", "Tolls rise\n\nTolls rose 12% in May, the ministry said.\n")
	s.runs(0, "import -p x.rubric a.txt")
	out, _ := s.runs(0, "agreement -p x.rubric")
	says(t, out, "0 of 1 article shared",
		"No article was finished by two annotators, so there is nothing to compare. Give articles to two people, and collect their work when it is done.")
	out, _ = s.runs(0, "agreement -p x.rubric --json")
	var r struct {
		Format  string
		Shared  int
		Figures struct {
			All struct {
				Figures []struct {
					Value     *float64
					Undefined string
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil || r.Format != "rubricator-agreement/1" || len(r.Figures.All.Figures) == 0 {
		t.Fatal(err, out)
	}
	for _, f := range r.Figures.All.Figures {
		if f.Value != nil || f.Undefined != "no document is shared" {
			t.Errorf("%+v", f)
		}
	}
	if out, _ = s.runs(0, "agreement -p x.rubric --html r.html --csv -"); !strings.HasPrefix(out, "group,label,first,second") {
		t.Errorf("%.60s", out)
	}
	out, _ = s.runs(0, "agreement -p x.rubric --csv r.csv")
	says(t, out, "written to r.csv")
	if page, err := os.ReadFile("r.html"); err != nil || !strings.Contains(string(page), "How far annotators agree") {
		t.Error(err)
	}
}

// finishes has somebody mark claims of these words on the only article of a project, and set it done.
func (s shell) finishes(project, name string, claims ...string) {
	s.t.Helper()
	ctx := context.Background()
	key, err := annotation.NewDeviceKey()
	if err != nil {
		s.t.Fatal(err)
	}
	who := annotation.Annotator{ID: annotation.NewID(), Name: name, Kind: annotation.Person}
	actor := annotation.Actor{ID: annotation.NewID(), Annotator: who.ID, Device: "desk", PublicKey: key.Public().(ed25519.PublicKey)}
	p, err := storage.Open(project, storage.Options{Actor: actor, Annotator: who})
	if err != nil {
		s.t.Fatal(err)
	}
	defer p.Close()
	list, _ := p.Documents(ctx, who.ID)
	_, body, err := p.Document(ctx, list[0].ID)
	if err != nil {
		s.t.Fatal(err)
	}
	set := annotation.NewSet(list[0].ID, who.ID, body, p.Scheme())
	does := func(e annotation.Edit, err error) {
		s.t.Helper()
		for _, act := range []func() error{func() error { return err }, func() error { return set.Apply(e) }, func() error { return p.Commit(ctx, e) }} {
			if err := act(); err != nil {
				s.t.Fatal(err)
			}
		}
	}
	for _, words := range claims {
		at := text.Pos(strings.Index(body.String(), words))
		does(set.AddSpan([]rangeset.Range{{Start: at, End: at + text.Pos(len(words))}}, annotation.LabelRole{Label: "claim", Role: "claim"}, annotation.OriginSelection))
	}
	e, _ := set.SetStatus(annotation.Done)
	does(e, nil)
}

func TestAgreementOfAProjectIsToldByLabelAndPair(t *testing.T) {
	s := newShell(t)
	s.file("a.txt", "Tolls rise\n\nTolls rose 12% in May. Just seven ships paid.\n")
	s.runs(0, "import -p x.rubric a.txt")
	s.finishes("x.rubric", "Ana", "Tolls rose 12% in May", "Just seven ships paid")
	s.finishes("x.rubric", "Ben", "Tolls rose 12%")
	out, _ := s.runs(0, "agreement -p x.rubric")
	says(t, out, "1 of 1 article shared, by Ana and Ben", "By label",
		"       F1, overlap  F1, exact  Token alpha (Krippendorff)  Unitizing alpha, 2016",
		"Articles with least agreement", "0.667  Tolls rise")
	for _, piece := range []string{"F1, overlap                 0.667", "F1, exact                   0.000", "Claim  0.667        0.000", "Ana and Ben  0.667"} {
		if !strings.Contains(out, piece) {
			t.Errorf("%q is not in\n%s", piece, out)
		}
	}
	if out, _ = s.runs(0, "agreement -p x.rubric --label statistic"); !strings.Contains(out, "not defined") {
		t.Errorf("of a label that nobody gave it says\n%s", out)
	}
	if out, _ = s.runs(0, "agreement -p x.rubric --gamma --annotator Ana --annotator Ben"); !strings.Contains(out, "\nGamma  0.") {
		t.Errorf("gamma is not in\n%s", out)
	}
	s.runs(0, "agreement -p x.rubric --match exact --pseudonyms --html r.html")
	if page, err := os.ReadFile("r.html"); err != nil || strings.Contains(string(page), "Ben") || !strings.Contains(string(page), "with the same bounds") {
		t.Error(err)
	}
}

func TestAgreementRefusesWhatItCannotMeasure(t *testing.T) {
	s := newShell(t)
	s.file("table.csv", cohen)
	s.file("stretches.csv", observers)
	s.file("a.txt", "Tolls rose.\n")
	s.runs(0, "import -p x.rubric a.txt")
	s.file("broken.csv", "coder,unit,value\nAna,1,yes\nAna,1,no\n")
	for line, code := range map[string]int{
		"agreement":           2,
		"agreement table.csv": 2,
		"agreement --units table.csv --length 10":     2,
		"agreement --units stretches.csv --length 0":  2,
		"agreement --units stretches.csv --length 50": 1,
		"agreement --units missing.csv":               1,
		"agreement -p missing.rubric":                 1,
		"agreement -p x.rubric --units table.csv":     2,
		"agreement -p x.rubric --length 5":            2,
		"agreement -p x.rubric --suggestions some":    2,
		"agreement -p x.rubric --match nearly":        2,
		"agreement -p x.rubric --html - --csv -":      2,
		"agreement -p x.rubric --round pilot":         1,
		"agreement -p x.rubric --label rumour":        1,
		"agreement -p x.rubric --annotator Nobody":    1,
	} {
		if out, errs := s.runs(code, line); out != "" || !strings.HasPrefix(errs, "rubricator: ") {
			t.Errorf("%q says %q and %q", line, out, errs)
		}
	}
	_, errs := s.runs(1, "agreement --units broken.csv")
	says(t, errs, `rubricator: read "broken.csv": line 3: coder "Ana" rates unit "1" twice, first on line 2`)
}
