package app

import (
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"rubricator/annotation/bundle"
	"rubricator/annotation/ingest/sources"
	"rubricator/annotation/interchange"
	"rubricator/app/jobs"
	"rubricator/storage"
)

// projectEnding is that of projects.
const projectEnding = ".rubric"

// isProject tells a project from what is brought into one.
func isProject(path string) bool {
	return strings.EqualFold(filepath.Ext(path), projectEnding) || storage.IsDatabase(path)
}

// dropped takes what was dropped on the window.
func (w *Window) dropped(uris []fyne.URI) {
	var paths []string
	for _, u := range uris {
		if u.Scheme() == "file" {
			paths = append(paths, u.Path())
		}
	}
	if len(w.modals) > 0 {
		w.status.fail("Nothing was loaded: close what lies over the window first, then drop again.")
		return
	}
	w.bring(paths)
}

// bring takes files and folders as what they are: a project is opened, colleagues' bundles are collected, a dataset shows its marks, and the rest is articles.
func (w *Window) bring(paths []string) {
	switch {
	case len(paths) == 1 && isProject(paths[0]):
		w.openAt(paths[0])
	case w.desk == nil:
		w.status.fail("No project is open. Make one with Ctrl+N or open one with Ctrl+O, then drop the files again.")
	case !w.canWrite():
		w.status.fail(sentence(w.desk.project.ReadOnly()))
	case len(paths) > 0 && !slices.ContainsFunc(paths, func(path string) bool { return filepath.Ext(path) != bundle.Ending }):
		w.collectFrom(paths)
	case len(paths) > 0:
		w.bringIn(paths)
	}
}

// bringIn takes in a dataset with its marks, or articles.
func (w *Window) bringIn(paths []string) {
	d := w.desk
	look := func() (b brought) {
		b.source, b.format = jobs.DatasetAt(paths)
		return b
	}
	soon(w, w.patience, look, nil, func(b brought) {
		switch {
		case d != w.desk:
		case b.format == nil:
			w.takeIn(func() []jobs.Article { return jobs.Files(paths, nil) })
		case slices.ContainsFunc(paths, func(path string) bool { return !sources.Takes(path) }):
			w.lookAt(b.source, b.format, "", nil)
		default:
			w.lookAt(b.source, b.format, "", func() { w.takeIn(func() []jobs.Article { return jobs.Files(paths, nil) }) })
		}
	})
}

// brought is a dataset that was found; the format is nil where there is none.
type brought struct {
	source interchange.Source
	format *interchange.Format
}
