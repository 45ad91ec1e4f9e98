package app

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// projectKinds are the endings of project files.
var projectKinds = []string{".rubric"}

func (w *Window) newProject() {
	start := filepath.Join(w.usualFolder(), "untitled.rubric")
	for n := 2; isThere(start); n++ {
		start = filepath.Join(filepath.Dir(start), fmt.Sprintf("untitled %d.rubric", n))
	}
	w.pick(pickName, "New project", "Make it", start, projectKinds, nil, func(paths []string) error {
		return w.tryOpen(withEnding(paths[0], ".rubric"), true)
	})
}

// usualFolder is where a person would look for a file: beside the open project, or, where that lies in the program's own folder,
// among their documents.
func (w *Window) usualFolder() string {
	if w.desk != nil && !w.folders.Own(w.desk.project.Path()) {
		return filepath.Dir(w.desk.project.Path())
	}
	home := expand("~")
	if documents := filepath.Join(home, "Documents"); isThere(documents) {
		return documents
	}
	return home
}

// withEnding is a file name that ends so.
func withEnding(path, ending string) string {
	if strings.EqualFold(filepath.Ext(path), ending) {
		return path
	}
	return path + ending
}

func (w *Window) openProject() {
	w.pick(pickOne, "Open project", "Open", filepath.Dir(w.startFolder()), projectKinds, nil, func(paths []string) error {
		err := w.tryOpen(paths[0], false)
		if w.offerBackup(paths[0], err) {
			return nil
		}
		return err
	})
}

// openRecent offers the recent projects when the menu is not at hand.
func (w *Window) openRecent() {
	if len(w.settings.Recent) == 0 {
		w.status.say("No project was opened before.")
		return
	}
	widget.ShowPopUpMenuAtPosition(w.recentMenu(), w.win.Canvas(), fyne.NewPos(40, 60))
}

// startFolder is the open project's path, else where the default one would be.
func (w *Window) startFolder() string {
	if w.desk != nil {
		return w.desk.project.Path()
	}
	return w.folders.DefaultProject()
}

func (w *Window) saveCopy() {
	start := filepath.Join(w.usualFolder(), projectName(w.desk.project.Path())+" copy.rubric")
	w.pick(pickName, "Save a copy", "Save", start, projectKinds, nil, func(paths []string) error {
		path := withEnding(paths[0], ".rubric")
		w.replacing(path, func() {
			w.background("Copying…", func(ctx context.Context, d *desk) (string, error) {
				return "A checked copy is at " + path + ".", d.project.SaveCopy(ctx, path)
			})
		})
		return nil
	})
}

// replacing goes on when there is no file at path, or when it may be replaced.
func (w *Window) replacing(path string, goOn func()) {
	if !exists(path) {
		goOn()
		return
	}
	w.question("Replace the file that is there?", path, choice{text: "Cancel"}, choice{"Replace", goOn})
}

func (w *Window) check() {
	w.background("Checking…", func(ctx context.Context, d *desk) (string, error) {
		findings, err := d.project.Check(ctx)
		if err != nil || len(findings) == 0 {
			return "The project is sound: every text, mark and edit is as it was written.", err
		}
		return "", fmt.Errorf("check %q: %s, the first: %s", d.project.Path(), plural(len(findings), "finding"), findings[0].Text)
	})
}

func (w *Window) about() {
	w.tell("Rubricator "+BuildVersion, "Marks claims, statistics and attributions in news articles and exports them as training data.\n\n"+
		"Project: "+w.startFolder()+"\nSettings: "+w.folders.Config, nil)
}

// BuildVersion is the program's version: a tag or a revision where the build knew it.
var BuildVersion = "0.1.0"
