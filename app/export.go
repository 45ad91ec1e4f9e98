package app

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2/widget"

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
	p := w.pick(pickName, "Export JSONL", "Export", start, []string{".jsonl"}, which, func(paths []string) error {
		path := paths[0]
		if filepath.Ext(path) == "" {
			path += ".jsonl"
		}
		choice, err := interchange.ParseChoice(exportChoices[which.Selected])
		if err != nil {
			return err
		}
		choice.Reference = which.Selected == exportReference
		w.settings.ExportFolder = filepath.Dir(path)
		w.replacing(path, func() { w.exportTo(path, choice) })
		return nil
	})
	which.OnChanged = func(string) { p.focus() }
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
		soon, cancel := context.WithTimeout(ctx, closingPatience)
		defer cancel()
		if err := d.outbox.Flush(soon); err != nil {
			return "", fmt.Errorf("export %q: not everything is saved in the project yet: %w", path, err)
		}
		r, err := jobs.ExportFile(ctx, d.project, c, path)
		said := fmt.Sprintf("Exported %s of %s to %s.", plural(r.Spans, "mark"), plural(r.Documents, "article"), path)
		if err == nil && len(r.Damaged) > 0 {
			err = fmt.Errorf("%s What is damaged was left out: %s", said, strings.Join(r.Damaged, "; "))
		}
		return said, err
	})
}
