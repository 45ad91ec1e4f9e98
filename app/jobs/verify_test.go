package jobs_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/formats"
	"rubricator/annotation/rangeset"
	"rubricator/app/jobs"
	"rubricator/storage"
)

// manyCopies is a project of many articles; every third is a copy of the one before it with another end.
func manyCopies(t testing.TB) *storage.Project {
	t.Helper()
	g := newTeam(t, newsroom(t), "Ana")
	for i := range 30 {
		n := i
		if i%3 == 2 {
			n--
		}
		body := fmt.Sprintf("Tolls number %d rose in the strait of town %d, said office %d. ", n, n*7, n*13) +
			strings.Repeat(fmt.Sprintf("Nobody in street %d of quarter %d had expected that of company %d. ", n*3, n*5, n*11), 2)
		id := g.article(fmt.Sprint("Article ", i), body+fmt.Sprintf("It closed at %d.", i))
		e, err := g.set(id).AddSpan([]rangeset.Range{{Start: 0, End: 5}}, labelRole("claim.claim"), annotation.OriginSelection)
		if !g.do(g.set(id), e, err) {
			t.Fatal(err)
		}
	}
	return g.Project
}

func inParts(format string) interchange.Recipe {
	r := everything(format)
	r.Split = &interchange.Split{Train: .6, Validation: .2, Test: .2, Seed: 3}
	return r
}

func TestAStoryIsNeverDividedInAnyFormat(t *testing.T) {
	p := manyCopies(t)
	for _, f := range formats.All {
		if f.Write == nil {
			continue
		}
		dir := filepath.Join(t.TempDir(), f.Name)
		r := wrote(t, p, inParts(f.Name), dir)
		if len(r.Parts) != 3 {
			t.Errorf("%s: parts %+v", f.Name, r.Parts)
		}
		v, err := jobs.VerifyDataset(ctx, dir)
		if err != nil || !v.IsSound() || f.Read != nil && v.Documents != 30 {
			t.Errorf("%s: %+v, %v", f.Name, v, err)
		}
	}
}

func TestADatasetThatWasChangedIsNotSound(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "set")
	wrote(t, manyCopies(t), inParts("doccano"), dir)
	train, test := filepath.Join(dir, "train.jsonl"), filepath.Join(dir, "test.jsonl")
	b, err := os.ReadFile(train)
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(b), "\n")
	f, err := os.OpenFile(test, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(f, first)
	f.Close()
	v, err := jobs.VerifyDataset(ctx, dir)
	if err != nil || len(v.Faults) != 1 || !strings.HasPrefix(v.Faults[0], "test.jsonl was changed") {
		t.Errorf("faults %q, %v", v.Faults, err)
	}
	if len(v.Leaks) == 0 || v.Leaks[0].Jaccard != 1 || !strings.HasPrefix(v.Leaks[0].A, "t") || !strings.Contains(v.Leaks[0].A+v.Leaks[0].B, "train: Article") {
		t.Errorf("leaks %+v", v.Leaks)
	}
}

func TestWhatIsNoDatasetIsNotVerified(t *testing.T) {
	dir := t.TempDir()
	if _, err := jobs.VerifyDataset(ctx, dir); !errors.Is(err, interchange.ErrNoManifest) {
		t.Errorf("error %v", err)
	}
	if _, err := jobs.VerifyDataset(ctx, filepath.Join(dir, "none")); err == nil {
		t.Error("what is not there is verified")
	}
}

func TestTheCardSaysWhatIsInTheDataset(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "set")
	r := inParts("huggingface")
	r.Title, r.Licence, r.Sampling, r.Limits = "Tolls", "CC-BY-4.0", "All of May.", "One town."
	wrote(t, shared(t), r, dir)
	b, err := os.ReadFile(filepath.Join(dir, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"license: cc-by-4.0", "pretty_name: Tolls", "dataset_info:", "path: data/train-*", "| claim.claim |", "All of May.", "One town.", "| Ana |",
		"with the seed 3", "F1, exact"} {
		if !strings.Contains(string(b), want) {
			t.Errorf("%q is not in the card\n%s", want, b)
		}
	}
}

func TestALaterDatasetKeepsThePartsOfTheOneItReplaces(t *testing.T) {
	p, dir := manyCopies(t), filepath.Join(t.TempDir(), "set")
	wrote(t, p, inParts("doccano"), dir)
	before, err := interchange.ReadManifest(interchange.InFolder(dir))
	if err != nil {
		t.Fatal(err)
	}
	r := inParts("native")
	r.Split.Seed, r.Split.Train = 99, .1
	wrote(t, p, r, dir)
	after, err := interchange.ReadManifest(interchange.InFolder(dir))
	if err != nil || fmt.Sprint(before.Parts) != fmt.Sprint(after.Parts) {
		t.Errorf("parts went from %v to %v, %v", before.Parts, after.Parts, err)
	}
}

// brat names a file after its article, whose name may be that of a part.
func TestALeakIsFoundWhateverAnArticleIsCalled(t *testing.T) {
	g := newTeam(t, newsroom(t), "Ana")
	body := strings.Repeat("Tolls rose in the strait, said the office of ports on Monday evening. ", 4)
	g.article("train-crash", body+"It closed at five.")
	g.article("Tolls", "Rain is expected in the north, and the south stays dry until Sunday.")
	dir := filepath.Join(t.TempDir(), "set")
	wrote(t, g.Project, inParts("brat"), dir)
	var at string
	for _, name := range interchange.InFolder(dir).Files() {
		if strings.HasSuffix(name, "train-crash.txt") {
			at = name
		}
	}
	here, rest, _ := strings.Cut(at, "/")
	there := map[string]string{"train": "test", "test": "train", "validation": "train"}[here]
	copied := filepath.Join(dir, there, filepath.FromSlash(rest))
	if err := os.MkdirAll(filepath.Dir(copied), 0o755); err != nil {
		t.Fatal(err)
	}
	for ending, s := range map[string]string{".txt": body + "It opened at six.", ".ann": ""} {
		if err := os.WriteFile(strings.TrimSuffix(copied, ".txt")+ending, []byte(s), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	v, err := jobs.VerifyDataset(ctx, dir)
	if err != nil || len(v.Leaks) != 1 {
		t.Errorf("leaks %+v, %v in %s and %s", v.Leaks, err, at, copied)
	}
}
