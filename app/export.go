package app

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/app/jobs"
)

// export asks for a file and writes the marks there.
func (w *Window) export() {
	start := w.settings.ExportFolder
	if start == "" {
		start = w.usualFolder()
	}
	start = filepath.Join(start, projectName(w.desk.project.Path())+".jsonl")
	which := widget.NewRadioGroup([]string{exportStarted, exportDone, exportAny, exportReference}, nil)
	which.SetSelected(exportStarted)
	which.Required = true
	rounds, err := w.desk.project.Rounds(context.Background())
	if err != nil {
		w.status.fail(sentence(err))
		return
	}
	var of annotation.ID // the round; zero: all
	below, byRound := container.NewVBox(which), w.roundStepper(rounds, &of)
	if len(rounds) > 0 {
		below.Add(byRound)
	}
	p := w.pick(pickName, "Export JSONL", "Export", start, []string{".jsonl"}, below, func(paths []string) error {
		path := paths[0]
		if filepath.Ext(path) == "" {
			path += ".jsonl"
		}
		choice, err := interchange.ParseChoice(exportChoices[which.Selected])
		if err != nil {
			return err
		}
		choice.Round, choice.Reference = of, which.Selected == exportReference
		w.settings.ExportFolder = filepath.Dir(path)
		w.replacing(path, func() { w.exportTo(path, choice) })
		return nil
	})
	byRound.modal = p.m
	which.OnChanged = func(string) { p.focus() }
}

// roundStepper chooses one of the rounds, or none. Its modal is still to be set.
func (w *Window) roundStepper(rounds []annotation.Round, of *annotation.ID) *stepper {
	names, ids := []string{"All articles"}, []annotation.ID{{}}
	for _, r := range slices.Backward(rounds) {
		names, ids = append(names, shortened(r.Name, 18)), append(ids, r.ID)
	}
	return newStepper(nil, "Of round", names, 0, func(at int) { *of = ids[at] })
}

const (
	exportStarted = "Articles in work and done"
	exportDone    = "Done articles only"
	exportAny     = "All articles, also those nobody has marked"

	exportReference = "The reference, as decided in review"
)

var exportChoices = map[string]string{exportStarted: "started", exportDone: "done", exportAny: "any", exportReference: "started"}

// exportTo writes in the background, once everything is on disk.
func (w *Window) exportTo(path string, c interchange.Choice) {
	w.inspector.keep()
	w.background("Exporting…", func(ctx context.Context, d *desk) (string, error) {
		if err := d.settle(ctx); err != nil {
			return "", fmt.Errorf("export %q: %w", path, err)
		}
		r, err := jobs.ExportFile(ctx, d.project, c, path)
		said := fmt.Sprintf("Exported %s of %s to %s.", plural(r.Spans, "mark"), plural(r.Documents, "article"), path)
		if r.Training > 0 {
			said += fmt.Sprintf(" %s for training %s left out.", plural(r.Training, "article"), wasWere(r.Training))
		}
		if err == nil && len(r.Damaged) > 0 {
			err = fmt.Errorf("%s What is damaged was left out: %s", said, strings.Join(r.Damaged, "; "))
		}
		return said, err
	})
}
