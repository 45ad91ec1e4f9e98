package app

import (
	"context"
	"os"

	"rubricator/annotation"
	"rubricator/annotation/ingest"
	"rubricator/app/jobs"
)

// correctText opens the sheet where the text of the open article is corrected.
func (w *Window) correctText() {
	newCorrectSheet(w, w.view.Text().String()).open()
}

// pickText asks for a file with the right text of the open article.
func (w *Window) pickText(take func(right string)) {
	start := w.settings.ImportFolder
	if start == "" {
		start = expand("~")
	}
	w.pick(pickOne, "The right text of this article", "Look at it", start, ingest.Plain.Extensions, nil, func(paths []string) error {
		b, err := os.ReadFile(paths[0])
		if err != nil {
			return err
		}
		d, err := ingest.Decoded(ingest.File{Name: paths[0], Bytes: b}, ingest.Options{})
		if err == nil {
			take(d.Text)
		}
		return err
	})
}

// commitCorrection brings marks over to another text, which may come with them, opens that, and says something. done, which may be nil, is told
// first whether it is in the project.
func (w *Window) commitCorrection(c jobs.Correction, said string, done func(error)) {
	d := w.desk
	c.Edit.Group = annotation.NewID()
	go func() {
		err := d.project.Commit(context.Background(), c.Edit)
		w.later(func() {
			if d != w.desk {
				return
			}
			if done != nil {
				done(err)
			}
			if err != nil {
				w.status.fail(sentence(err))
			} else {
				w.desk.editor.Remember(annotation.Step{Group: c.Edit.Group, Name: c.Edit.Name})
				w.reloadList(func() {
					w.openThen(c.Document, func() { w.status.say(said) })
				})
			}
		})
	}()
}
