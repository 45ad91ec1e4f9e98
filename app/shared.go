package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"rubricator/annotation"
	"rubricator/storage"
)

// offerLocalCopy asks, for a project in a folder that other machines write to, whether to work on a copy on this machine.
func (w *Window) offerLocalCopy() {
	d := w.desk
	if !errors.Is(d.project.ReadOnly(), storage.ErrShared) {
		return
	}
	local := w.folders.Local(projectName(d.project.Path()))
	said := "Others may write to its folder at the same time, which damages a project that is open. So it can only be " +
		"read there. You can work on a copy on this machine:\n\n" + local
	if exists(local) {
		said += "\n\nA project of that name is there. It is opened if it is an earlier copy of this one."
	}
	w.question("This project is in a shared folder", said, choice{text: "Only read"},
		choice{"Work on a copy", func() { w.workLocally(d, local) }})
}

// workLocally opens the copy, which is made when there is none.
func (w *Window) workLocally(d *desk, local string) {
	if exists(local) {
		if err := w.openCopy(d.project.ID(), local); err != nil {
			w.status.fail(sentence(err))
		}
		return
	}
	if d != w.desk { // another was opened meanwhile
		return
	}
	w.background("Copying…", func(ctx context.Context, d *desk) (string, error) {
		err := os.MkdirAll(filepath.Dir(local), 0o700)
		if err == nil {
			err = d.project.SaveCopy(ctx, local)
		}
		if err == nil {
			w.later(func() { w.openAt(local) })
		}
		return "This is your copy, at " + local + ".", err
	})
}

// openCopy opens the project at path if it is a copy of the one with this ID.
func (w *Window) openCopy(id annotation.ID, path string) error {
	p, err := storage.Open(path, storage.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	same := p.ID() == id
	if err := p.Close(); err != nil {
		return err
	}
	if !same {
		return errors.New("work on a copy: another project has the name " + path + "; use File, Save a copy, with a name of your own")
	}
	return w.tryOpen(path, false)
}
