package jobs_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"rubricator/annotation/interchange"
	"rubricator/app/jobs"
)

func TestAFolderIsReplacedByTheNextDatasetAndByNothingElse(t *testing.T) {
	p := sample(t)
	dir := filepath.Join(t.TempDir(), "march")
	r := everything("doccano")
	r.Split = &interchange.Split{Train: 1, Test: 1, Seed: 3}
	first := wrote(t, p, r, dir)
	if got := folderHas(t, dir); got != "README.md losses.json manifest.json test.jsonl train.jsonl" {
		t.Errorf("there is %s", got)
	}
	m, faults, err := interchange.Verify(ctx, interchange.InFolder(dir))
	if err != nil || len(faults) > 0 || len(m.Parts) != first.Documents || m.Program != "Rubricator 1" || !strings.Contains(m.Recipe, "format: doccano") {
		t.Errorf("%v %s: manifest %+v", err, faults, m)
	}
	if len(first.Parts) != 2 || first.Parts[0].Documents+first.Parts[1].Documents != first.Documents {
		t.Errorf("parts %+v", first.Parts)
	}

	r.Split.Seed = 4
	wrote(t, p, r, dir)
	again, err := interchange.ReadManifest(interchange.InFolder(dir))
	if err != nil || !maps.Equal(again.Parts, m.Parts) {
		t.Errorf("%v: articles went to other parts: %v, before %v", err, again.Parts, m.Parts)
	}
	if got := folderHas(t, filepath.Dir(dir)); got != "march" {
		t.Errorf("beside it there is %s", got)
	}

	put := func(path, s string) {
		t.Helper()
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(s), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	refused := func(path, want string) {
		t.Helper()
		if _, err := jobs.WriteDataset(ctx, p, r, jobs.Target{Path: path}, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", path, err, want)
		}
	}
	put(filepath.Join(dir, ".git", "config"), "mine")
	refused(dir, ".git/config in the folder is not of the dataset")
	put(filepath.Join(t.TempDir(), "x", "thesis.txt"), "mine")
	other := filepath.Join(t.TempDir(), "photos")
	put(filepath.Join(other, "cat.jpg"), "cat")
	refused(other, "neither empty nor a dataset")
	put(filepath.Join(t.TempDir(), "y"), "")
	file := filepath.Join(t.TempDir(), "file")
	put(file, "mine")
	refused(file, "there is a file of that name")
	refused(filepath.Join(t.TempDir(), "none", "x"), "no such file")
	r.Split = nil
	refused(p.Path(), "this is the project itself")
	if b, _ := os.ReadFile(file); string(b) != "mine" || folderHas(t, other) != "cat.jpg" {
		t.Error("something of somebody else was touched")
	}
}

func TestWhatWasLostLiesBesideAFileAndGoesWithIt(t *testing.T) {
	p := sample(t)
	dir := t.TempDir()
	path := filepath.Join(dir, "out.jsonl")
	report := wrote(t, p, everything("doccano"), path)
	if len(report.Losses) == 0 || report.Files[0] != (jobs.DatasetFile{Name: "out.jsonl", Size: report.Files[0].Size}) {
		t.Errorf("report %+v", report)
	}
	b, err := os.ReadFile(path + ".losses.json")
	var told struct {
		Format, Policy string
		Losses         []interchange.Loss
		ReadBack       jobs.ReadBack `json:"read_back"`
	}
	if err = errors.Join(err, json.Unmarshal(b, &told)); err != nil || told.Format != "doccano" || told.Policy != "pieces" ||
		fmt.Sprint(told.Losses) != fmt.Sprint(report.Losses) || told.ReadBack.Lines != report.Lines {
		t.Errorf("%v: beside it %s", err, b)
	}
	wrote(t, p, everything(""), path)
	if got := folderHas(t, dir); got != "out.jsonl" {
		t.Errorf("after an export without losses there is %s", got)
	}
}

func TestCancelLeavesNothingBehind(t *testing.T) {
	p := sample(t)
	for at := range 7 {
		dir := t.TempDir()
		path := filepath.Join(dir, "set")
		if err := os.Mkdir(path, 0o755); err != nil {
			t.Fatal(err)
		}
		cancelled, cancel := context.WithCancel(ctx)
		steps := 0
		_, err := jobs.WriteDataset(cancelled, p, everything("doccano"), jobs.Target{Path: path}, func(done, total int) {
			if done > total {
				t.Errorf("%d of %d done", done, total)
			}
			if steps++; steps > at {
				cancel()
			}
		})
		cancel()
		if !errors.Is(err, context.Canceled) || folderHas(t, dir) != "set" || folderHas(t, path) != "" {
			t.Errorf("cancelled at step %d: %v, and there is %s with %s", at, err, folderHas(t, dir), folderHas(t, path))
		}
	}
}

func TestWhatSomebodyWroteIntoADatasetIsNotReplaced(t *testing.T) {
	p := sample(t)
	for name, change := range map[string]func(string) string{
		"README.md":   func(s string) string { return strings.Replace(s, "Not said.", "Nobody 1.", 1) },
		"losses.json": func(s string) string { return s + "\n" },
		"news.jsonl":  func(s string) string { return s[:len(s)/2] },
	} {
		dir := filepath.Join(t.TempDir(), "set") + "/"
		wrote(t, p, everything("doccano"), dir)
		wrote(t, p, everything("doccano"), dir)
		path := filepath.Join(dir, name)
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		changed := change(string(b))
		if err := os.WriteFile(path, []byte(changed), 0o644); err != nil {
			t.Fatal(err)
		}
		want := name + " in the folder was changed since it was exported; move it, or export to another folder"
		if _, err := jobs.WriteDataset(ctx, p, everything("doccano"), jobs.Target{Path: dir}, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
		if b, _ := os.ReadFile(path); string(b) != changed {
			t.Errorf("%s was replaced", name)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		wrote(t, p, everything("doccano"), dir)
	}
}

func TestADatasetGoesIntoTheWorkingFolderWhereThatIsEmpty(t *testing.T) {
	p := sample(t)
	parent := t.TempDir()
	dir := filepath.Join(parent, "work")
	if err := os.Mkdir(dir, 0o750); err != nil {
		t.Fatal(err)
	}
	before, err := os.Stat(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	wrote(t, p, everything("doccano"), ".")
	after, err := os.Stat(".")
	if err != nil || !os.SameFile(before, after) || after.Mode() != before.Mode() {
		t.Errorf("%v: the folder is another one: %v", err, after)
	}
	const whole = "README.md losses.json manifest.json news.jsonl"
	if v, err := jobs.VerifyDataset(ctx, dir); err != nil || !v.IsSound() || folderHas(t, dir) != whole || folderHas(t, parent) != "work" {
		t.Errorf("%v %s: in it %s, beside it %s", err, v.Faults, folderHas(t, dir), folderHas(t, parent))
	}
	for _, path := range []string{".", dir, parent + "/work/"} {
		_, err := jobs.WriteDataset(ctx, p, everything("doccano"), jobs.Target{Path: path}, func(int, int) { t.Error("it began to write") })
		if err == nil || !strings.Contains(err.Error(), "the program works in this folder") || folderHas(t, dir) != whole || folderHas(t, parent) != "work" {
			t.Errorf("again into %s: %v; in it %s, beside it %s", path, err, folderHas(t, dir), folderHas(t, parent))
		}
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err == nil {
		t.Chdir(link)
		if _, err := jobs.WriteDataset(ctx, p, everything("doccano"), jobs.Target{Path: "."}, nil); err == nil || !strings.Contains(err.Error(), "the program works in this folder") {
			t.Errorf("by a link: %v", err)
		}
	}
	if report := wrote(t, p, everything("doccano"), "out.jsonl"); report.Path != "out.jsonl" {
		t.Errorf("it is said to be in %s", report.Path)
	}
}

func TestWhatWasLostIsToldOfNoFileThatFailedToCome(t *testing.T) {
	p := sample(t)
	dir := t.TempDir()
	path := filepath.Join(dir, "out.jsonl")
	blocked := false
	_, err := jobs.WriteDataset(ctx, p, everything("doccano"), jobs.Target{Path: path}, func(int, int) {
		if !blocked {
			blocked = true
			if err := os.MkdirAll(filepath.Join(path, "mine"), 0o755); err != nil {
				t.Error(err)
			}
		}
	})
	if err == nil || folderHas(t, dir) != "out.jsonl" {
		t.Errorf("%v: there is %s", err, folderHas(t, dir))
	}
}

func TestADatasetIsWrittenEvenWhereTheOlderOneCannotBeRemoved(t *testing.T) {
	if runtime.GOOS == "windows" || os.Getuid() == 0 {
		t.Skip("needs a folder that its owner cannot empty")
	}
	p := sample(t)
	dir := filepath.Join(t.TempDir(), "set")
	r := everything("brat")
	r.Split = &interchange.Split{Train: 1}
	wrote(t, p, r, dir)
	if err := os.Chmod(filepath.Join(dir, "train"), 0o555); err != nil {
		t.Fatal(err)
	}
	report := wrote(t, p, r, dir)
	if err := os.Chmod(filepath.Join(report.Remains, "train"), 0o755); err != nil || filepath.Dir(report.Remains) != filepath.Dir(dir) {
		t.Errorf("%v: the older one is said to be in %q", err, report.Remains)
	}
	if v, err := jobs.VerifyDataset(ctx, dir); err != nil || !v.IsSound() {
		t.Errorf("%v: the new one has %s", err, v.Faults)
	}
}
