package app

import (
	"context"
	"fmt"
	"path/filepath"
	"rubricator/annotation/interchange"
	"rubricator/app/jobs"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// export asks for a file and writes the marks there.
func (w *Window) export() {
	start := w.settings.ExportFolder
	if start == "" {
		start = filepath.Dir(w.desk.project.Path())
	}
	start = filepath.Join(start, projectName(w.desk.project.Path())+".jsonl")
	which := widget.NewRadioGroup([]string{exportStarted, exportDone, exportAny}, nil)
	which.SetSelected(exportStarted)
	f := newField(w.keys, false)
	f.SetText(start)
	row := container.NewBorder(nil, nil, nil, widget.NewButton("Browse…", func() { w.browseSave(f.SetText) }), f)
	w.ask("Export JSONL", "Export", 640, container.NewVBox(row, which), f, func() error {
		path := expand(f.Text)
		if filepath.Ext(path) == "" {
			path += ".jsonl"
		}
		w.settings.ExportFolder = filepath.Dir(path)
		return w.exportTo(path, exportChoices[which.Selected])
	})
}

const (
	exportStarted = "Articles in work and done"
	exportDone    = "Done articles only"
	exportAny     = "All articles, also those nobody has marked"
)

var exportChoices = map[string]string{exportStarted: "started", exportDone: "done", exportAny: "any"}

// exportTo writes in the background, once everything is on disk.
func (w *Window) exportTo(path, choice string) error {
	c, err := interchange.ParseChoice(choice)
	if err != nil {
		return err
	}
	if !w.saveAll() {
		return fmt.Errorf("export %q: not everything is saved in the project yet: %w", path, w.desk.outbox.State().Err)
	}
	d := w.desk
	w.status.say("Exporting…")
	go func() {
		r, err := jobs.ExportFile(context.Background(), d.project, c, path)
		w.later(func() {
			if err != nil {
				w.status.fail(sentence(err))
				return
			}
			w.status.say(fmt.Sprintf("Exported %s of %s to %s.", plural(r.Spans, "mark"), plural(r.Documents, "article"), path))
		})
	}()
	return nil
}
