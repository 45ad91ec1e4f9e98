package app

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"rubricator/app/jobs"
)

// export asks for a file and writes what is compared there, by the file's ending as a page, a table or JSON.
func (i *insight) export() {
	w := i.w
	start := w.settings.ExportFolder
	if start == "" {
		start = w.usualFolder()
	}
	start = filepath.Join(start, projectName(i.d.project.Path())+" agreement.html")
	pseudonyms, gamma := widget.NewCheck("Pseudonyms instead of names", nil), widget.NewCheck("Gamma too, which takes long", nil)
	p := w.pick(pickName, "Export agreement: a report (.html), a table (.csv) or JSON (.json)", "Export", start, jobs.AgreementFormats, container.NewHBox(pseudonyms, gamma), func(paths []string) error {
		path := paths[0]
		if filepath.Ext(path) == "" {
			path += ".html"
		}
		if !slices.Contains(jobs.AgreementFormats, strings.ToLower(filepath.Ext(path))) {
			return fmt.Errorf("export %q: name a file that ends with .html, .csv or .json", filepath.Base(path))
		}
		w.settings.ExportFolder = filepath.Dir(path)
		asked := i.asked
		asked.Pseudonyms, asked.Gamma = pseudonyms.Checked, gamma.Checked
		w.replacing(path, func() { w.exportAgreement(path, asked) })
		return nil
	})
	pseudonyms.OnChanged = func(bool) { p.focus() }
	gamma.OnChanged = func(bool) { p.focus() }
}

// exportAgreement measures and writes in the background, once everything is on disk.
func (w *Window) exportAgreement(path string, asked jobs.Measuring) {
	asked.Program, asked.Zone = BuildVersion, time.Local
	w.background("Exporting…", func(_ context.Context, d *desk) (string, error) {
		soon, cancel := context.WithTimeout(d.closing, closingPatience)
		defer cancel()
		if err := d.outbox.Flush(soon); err != nil {
			return "", fmt.Errorf("export %q: not everything is saved in the project yet: %w", path, err)
		}
		a, err := jobs.MeasureAgreement(d.closing, d.project, asked, nil)
		if err != nil {
			return "", err
		}
		return fmt.Sprintf("The agreement on %s is in %s.", plural(a.Shared, "article"), path), a.WriteFile(path)
	})
}
