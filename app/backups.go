package app

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"rubricator/storage"
)

// backupEvery is how often a project that changes is backed up while it is open.
const backupEvery = 30 * time.Minute

// backUp copies the project into its folder of backups whenever it was changed, until the project is closed.
func (w *Window) backUp(d *desk) {
	ticker := time.NewTicker(backupEvery)
	defer ticker.Stop()
	for {
		select {
		case <-d.closing.Done():
			return
		case <-ticker.C:
			_, err := d.project.Backup(d.closing, d.backups, "")
			if err != nil && d.closing.Err() == nil {
				w.later(func() { w.status.fail(sentence(err)) })
			}
		}
	}
}

// offerBackup asks whether the newest good backup is to take the place of a project that cannot be read. It is false when
// there is none at all.
func (w *Window) offerBackup(path string, why error) bool {
	if !errors.Is(why, storage.ErrDamaged) && !errors.Is(why, storage.ErrNotProject) {
		return false
	}
	saved := storage.Backups(w.folders.Backups(path))
	if len(saved) == 0 {
		return false
	}
	w.status.fail(sentence(why))
	newest := func() *storage.Saved {
		for _, b := range saved {
			if storage.VerifyBackup(context.Background(), b.Path) == nil {
				return &b
			}
		}
		return nil
	}
	soon(w, w.patience, newest, nil, func(b *storage.Saved) {
		if b == nil {
			return
		}
		w.question("The project cannot be read", sentence(why)+"\n\nIts newest backup is of "+when(b.At)+
			". It can be put in its place; what is there now is kept under another name.", choice{text: "Leave it"},
			choice{"Put the backup back", func() { w.restore(b.Path, path) }})
	})
	return true
}

func when(t time.Time) string { return t.Local().Format("2 January 2006, 15:04") }

// goBack asks for a backup of the open project and puts it in the project's place.
func (w *Window) goBack() {
	if len(storage.Backups(w.desk.backups)) == 0 {
		w.status.say("There is no backup of this project yet. One is made every half hour in which you change something, and on closing.")
		return
	}
	path := w.desk.project.Path()
	w.pick(pickOne, "Go back to a backup", "Put it back", w.desk.backups, projectKinds, nil, func(paths []string) error {
		w.question("Go back to this backup?", filepath.Base(paths[0])+"\n\nThe project becomes what it was then. As it is now it is kept, beside it and as a backup.",
			choice{text: "Cancel"}, choice{"Go back", func() {
				w.whenSaved("Go on", func() { w.keepAndRestore(paths[0], path) })
			}})
		return nil
	})
}

// keepAndRestore backs the project up as it is, for good, before it is put back.
func (w *Window) keepAndRestore(backup, path string) {
	w.background("Going back…", func(ctx context.Context, d *desk) (string, error) {
		_, err := d.project.Backup(ctx, d.backups, "before going back")
		if err == nil || errors.Is(err, storage.ErrDamaged) {
			w.later(func() { w.restore(backup, path) })
			err = nil
		}
		return "", err
	})
}

// restore puts a backup in the place of the project at path and opens it.
func (w *Window) restore(backup, path string) {
	if w.desk != nil && sameFile(w.desk.project.Path(), path) {
		if err := w.closeProject(0); err != nil {
			w.status.fail(sentence(err))
			return
		}
	}
	aside, err := storage.Restore(context.Background(), backup, path, time.Now())
	if err == nil {
		err = w.folders.BeginAnew(path)
	}
	if err != nil {
		w.status.fail(sentence(err))
		w.refresh()
		return
	}
	w.openAt(path)
	if w.desk != nil && sameFile(w.desk.project.Path(), path) {
		w.status.say("This is the backup. What was there is kept as " + filepath.Base(aside) + ".")
	}
}
