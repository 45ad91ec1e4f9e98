package jobs_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rubricator/annotation/interchange"
	"rubricator/app/jobs"
)

func TestRecipesOfAFolderAreReadAndThoseThatAreNoneNamed(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "news.recipes")
	if all, err := jobs.ReadRecipes(folder); err != nil || len(all) > 0 {
		t.Errorf("where there is no folder: %v, %v", all, err)
	}
	march := interchange.Recipe{Format: "doccano", Choice: interchange.Started, Title: "March", Split: &interchange.Split{Train: 0.8, Test: 0.2, Seed: 7}}
	for range 2 { // the second replaces the first
		if err := jobs.WriteRecipeFile(march, filepath.Join(folder, "march.yaml")); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range map[string]string{"bad.yaml": "title: x\nsplitt: 1\n", "notes.txt": "no recipe"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	all, err := jobs.ReadRecipes(folder)
	if len(all) != 1 || all[0].Recipe.Title != "March" || *all[0].Recipe.Split != *march.Split || all[0].At.IsZero() {
		t.Errorf("read: %+v", all)
	}
	if err == nil || !strings.Contains(err.Error(), "bad.yaml") || !strings.Contains(err.Error(), `line 2: there is no field "splitt"`) {
		t.Errorf("of a bad one it says %v", err)
	}
}
