package app

import (
	"fmt"
	"rubricator/annotation"
	"strings"

	"fyne.io/fyne/v2/container"
)

// rename asks for the annotator's name.
func (w *Window) rename() {
	f := newField(w.keys, false)
	f.SetText(w.settings.Annotator.Name)
	w.ask("Your name, as your marks carry it", "Save", 420, container.NewVBox(f), f, func() error {
		name := strings.TrimSpace(f.Text)
		if name == "" {
			return fmt.Errorf("a name is needed, so that colleagues know whose marks these are")
		}
		return w.renameTo(name)
	})
}

func (w *Window) renameTo(name string) error {
	before := w.settings.Annotator
	after := before
	after.Name = name
	if after == before {
		return nil
	}
	if w.desk != nil && w.canWrite() {
		e := annotation.NewEdit("name " + name)
		was := w.desk.project.Annotator()
		e.Annotators = []annotation.Change[annotation.Annotator]{{ID: after.ID, Before: &was, After: &after}}
		if err := w.do(e); err != nil {
			return err
		}
	}
	w.settings.Annotator = after
	w.refresh()
	return w.settings.Save()
}
