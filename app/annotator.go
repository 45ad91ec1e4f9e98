package app

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"rubricator/annotation"
)

// rename asks for the annotator's name.
func (w *Window) rename() {
	f := newField(w.keys, false)
	f.SetText(w.me().Name)
	about := newProse(w.fonts, theme.ColorNamePlaceHolder, "The marks that you made before carry it too.")
	w.ask("Your name, as your marks carry it", "Save", 460, container.NewVBox(f, about), f, func() error {
		name := strings.TrimSpace(f.Text)
		if name == "" {
			return fmt.Errorf("a name is needed, so that colleagues know whose marks these are")
		}
		return w.renameTo(name)
	})
}

// me is who works here.
func (w *Window) me() annotation.Annotator {
	if w.desk != nil {
		return w.desk.annotator
	}
	return w.settings.Annotator
}

func (w *Window) renameTo(name string) error {
	before := w.me()
	after := before
	after.Name = name
	if after == before {
		return nil
	}
	if w.desk == nil || !w.canWrite() {
		return w.named(after)
	}
	e := annotation.NewEdit("name " + name)
	e.Annotators = []annotation.Change[annotation.Annotator]{{ID: after.ID, Before: &before, After: &after}}
	return w.do(e)
}

// named keeps a new name for the projects to come.
func (w *Window) named(a annotation.Annotator) error {
	w.settings.Called(a)
	w.refresh()
	return w.settings.Save()
}
