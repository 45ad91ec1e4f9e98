package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rubricator/app/jobs"
)

func TestRecipesAreSavedBesideTheProjectAndComeBack(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, strait, flood)
	p.marksForDataset()
	p.opensDataset()
	p.takes("Status", "Done")
	p.writesIn("Title", "Tolls of May")
	p.press("Ctrl+S")
	p.win.Canvas().Focused().(*field).SetText("done only")
	p.press("Enter")
	path := filepath.Join(jobs.Recipes(p.desk.project), "done only.yaml")
	p.waits("it is saved", func() bool { return exists(path) && p.dataset.book.now().path == path })
	b, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(b), "title: Tolls of May") {
		t.Errorf("%v\n%s", err, b)
	}
	p.does("recipe.new")
	p.looksAtDataset()
	if got := strings.Join(p.dataset.book.names(), ", "); got != "done only, New recipe" || p.dataset.recipe().Title != "" {
		t.Errorf("the recipes are %s", got)
	}
	p.takes("Recipe", "done only")
	if in := p.dataset.form.controls["Title"].(*field); in.Text != "Tolls of May" {
		t.Errorf("the title is %q", in.Text)
	}
	p.writesIn("Title", "Tolls")
	if got := p.dataset.book.names()[0]; got != "done only •" {
		t.Errorf("a changed recipe is called %q", got)
	}
	p.press("Ctrl+S")
	p.waits("it is saved again", func() bool { b, _ := os.ReadFile(path); return strings.Contains(string(b), "title: Tolls\n") })
	p.leaves()
	p.closeProject(leaving)

	p = reopen(t, home)
	p.opensDataset()
	if got := p.dataset.book.now(); got.path != path || got.recipe.Title != "Tolls" || got.differs() {
		t.Errorf("after a restart %q is at hand: %+v", got.path, got.recipe)
	}
	if err := os.WriteFile(filepath.Join(filepath.Dir(path), "bad.yaml"), []byte("tittle: x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p.press("Ctrl+1", "Ctrl+3")
	p.reads("bad.yaml")
}

func TestWhatWasChangedOfRecipesAndNotSavedComesBack(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, strait)
	p.opensDataset()
	p.writesIn("Title", "Saved")
	p.press("Ctrl+S")
	p.win.Canvas().Focused().(*field).SetText("march")
	p.press("Enter")
	p.waits("it is saved", func() bool { return p.dataset.book.now().path != "" })
	p.takes("Status", "Done")
	p.does("recipe.new")
	p.looksAtDataset()
	p.writesIn("Title", "Never saved")
	p.does("recipe.new")
	p.looksAtDataset()
	p.writesIn("Licence", "CC0-1.0")
	p.takes("Recipe", "New recipe")
	p.leaves()

	p = reopen(t, home)
	p.opensDataset()
	if got := strings.Join(p.dataset.book.names(), ", "); got != "march •, New recipe, New recipe 2" {
		t.Errorf("the recipes are %s", got)
	}
	if in := p.dataset.form.controls["Title"].(*field); in.Text != "Never saved" {
		t.Errorf("the title of the one at hand is %q", in.Text)
	}
	p.takes("Recipe", "march •")
	if got := p.dataset.recipe(); got.Title != "Saved" || len(got.Choice.Statuses) != 1 {
		t.Errorf("march is %+v", got)
	}
	p.takes("Recipe", "New recipe 2")
	if got := p.dataset.recipe(); got.Licence != "CC0-1.0" {
		t.Errorf("the last is %+v", got)
	}
}

func TestRecipesAreRenamedAndDeleted(t *testing.T) {
	p := inDatasetPlace(t)
	p.writesIn("Title", "Tolls of May")
	for _, name := range []string{"may", "june"} {
		p.does("recipe.name")
		p.win.Canvas().Focused().(*field).SetText(name)
		p.press("Enter")
		p.waits("it is saved", func() bool { return p.dataset.book.now().name() == name })
	}
	folder := jobs.Recipes(p.desk.project)
	p.does("recipe.rename")
	p.win.Canvas().Focused().(*field).SetText("july")
	p.press("Enter")
	if got := p.dataset.book.now().name(); got != "july" || exists(filepath.Join(folder, "june.yaml")) || !exists(filepath.Join(folder, "july.yaml")) {
		t.Errorf("it is called %q", got)
	}
	p.dataset.nameRecipe()
	p.win.Canvas().Focused().(*field).SetText("may")
	p.press("Enter", "Enter")
	p.waits("it is saved over the other", func() bool { return p.dataset.book.now().name() == "may" })
	p.does("recipe.rename")
	p.win.Canvas().Focused().(*field).SetText("july")
	p.press("Enter")
	if exists(filepath.Join(folder, "july.yaml")) && p.on() != "Rename the recipe" {
		t.Error("a recipe was renamed over another")
	}
	p.closeModals()
	was := p.dataset.book.now().path
	p.does("recipe.delete")
	p.press("Enter")
	p.looksAtDataset()
	if exists(was) || p.dataset.book.now().path == was {
		t.Errorf("%s is still there", was)
	}
	p.does("recipe.delete")
	p.press("Esc")
	if left := p.dataset.book.names(); len(left) == 0 {
		t.Error("Esc deletes the recipe too")
	}
}
