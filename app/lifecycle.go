package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"rubricator/annotation"
)

// deskAt is makeDesk, or its outcome where it was begun ahead.
func (w *Window) deskAt(path string, create bool) (*desk, error) {
	if a := w.ahead; a != nil && a.path == path {
		w.ahead = nil
		a.made <- w
		<-a.done
		return a.desk, a.err
	}
	return makeDesk(path, create, w.settings, w.folders, w.scheme, w.savingChanged)
}

// exists is false only where it is certain that there is nothing, so that nothing is made over what does not answer.
func exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// isThere is exists without the doubt: a folder that does not answer holds nothing.
func isThere(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func projectName(path string) string { return strings.TrimSuffix(filepath.Base(path), ".rubric") }

// openAt opens the project at path and leaves the one that is open. The default project is made when it is missing.
func (w *Window) openAt(path string) {
	w.begun = true
	if err := w.tryOpen(path, isMissingDefault(path, w.folders)); err != nil {
		w.refresh()
		if w.offerBackup(path, err) {
			return
		}
		w.settings.Forget(path)
		w.status.fail(sentence(err))
	}
}

// tryOpen opens a project, or makes it. Where the open one has edits that are not on disk, it asks first and goes on later.
func (w *Window) tryOpen(path string, create bool) error {
	if w.desk != nil && sameFile(w.desk.project.Path(), path) {
		return nil // it is open
	}
	w.finishMarking()
	if w.desk != nil && !w.desk.outbox.State().Saved() {
		w.whenSaved("Leave it", func() {
			if err := w.switchTo(path, create); err != nil {
				w.status.fail(sentence(err))
			}
		})
		return nil
	}
	return w.switchTo(path, create)
}

func sameFile(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

func (w *Window) switchTo(path string, create bool) error {
	d, err := w.deskAt(path, create)
	if err != nil {
		return err
	}
	left := w.closeProject(switching)
	w.desk = d
	d.editor.Observe(w.edited)
	w.settings.Annotator = d.annotator // the one whom this device is known as there
	w.settings.Remember(path)
	left = errors.Join(left, w.settings.Save())
	w.makeChips()
	w.library.reset(d.documents)
	w.openLast()
	w.readCorrespondence()
	w.refresh()
	if len(d.problems) > 0 {
		w.status.say(strings.Join(d.problems, ". "))
	}
	if err := errors.Join(left, d.project.ReadOnly()); err != nil {
		w.status.fail(sentence(err))
	}
	w.offerUnfinished()
	w.offerLocalCopy()
	if d.project.ReadOnly() == nil {
		go w.backUp(d)
	}
	return nil
}

// openLast opens the document where the project was left, else the first.
func (w *Window) openLast() {
	if len(w.desk.documents) == 0 {
		w.showNothing()
		return
	}
	id := w.settings.Last[w.desk.project.Path()].Document
	if _, ok := w.desk.listed(id); !ok {
		id = w.desk.documents[0].ID
	}
	w.open(id)
}

// closingPatience is how long closing waits for edits that are not yet on disk.
const closingPatience = 2 * time.Second

// How long closing a project may wait for its backup: where the window goes on, and where it is gone.
const (
	switching = time.Second
	leaving   = 15 * time.Second
)

// closeProject closes the project. The error is that edits are not on disk; they are in the rescue file then, and come back
// when the project is opened again.
func (w *Window) closeProject(patience time.Duration) error {
	if w.desk == nil {
		return nil
	}
	w.leave()
	w.dataset.leave()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	d := w.desk
	w.showNothing()
	w.inspector.comments.putAside()
	w.desk, w.sticky, w.delayed, w.schemer, w.drafted, w.correspondence, w.insight = nil, annotation.LabelRole{}, nil, nil, nil, nil, nil
	w.refusal, w.listDue, w.toldUnsaved, w.drewUnsaved = nil, false, false, false
	w.goTo(annotating)
	w.adjudicating.reset()
	w.dataset.reset()
	w.importing.forget()
	w.chips = nil
	w.makeChips()
	w.library.show(nil, annotation.ID{})
	return d.close(ctx)
}

// quit leaves the program, after a question where a comment was typed and not said.
func (w *Window) quit() {
	if n := len(w.modals); n > 0 && w.modals[n-1].leave != nil {
		m := w.modals[n-1]
		if m.leave(); slices.Contains(w.modals, m) { // it asks first
			return
		}
	}
	leave := func() { w.whenSaved("Quit", w.leaveProgram) }
	typed := w.inspector.comments.unsaid()
	if typed == "" {
		leave()
		return
	}
	w.question("A comment was typed and not said", "“"+quoted(typed, 200)+"” would be lost.", choice{"Quit without it", leave}, choice{"Go back to it", w.showComments})
}

// whenSaved goes on once everything is on disk. Where that takes too long it says so and asks.
func (w *Window) whenSaved(verb string, goOn func()) {
	w.finishMarking()
	w.inspector.keep()
	if w.desk == nil || w.desk.outbox.State().Saved() {
		goOn()
		return
	}
	d := w.desk
	w.status.say("Saving…")
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), closingPatience)
		defer cancel()
		err := d.outbox.Flush(ctx)
		w.later(func() {
			switch {
			case d != w.desk:
			case err == nil:
				goOn()
			default:
				w.askUnsaved(verb, goOn)
			}
		})
	}()
}

// onceSaved does something when all that was done is on disk; not at all where that fails, which is told elsewhere.
func (w *Window) onceSaved(then func()) {
	d := w.desk
	go func() {
		if err := d.outbox.Flush(d.closing); err == nil {
			w.later(func() {
				if d == w.desk {
					then()
				}
			})
		}
	}()
}

// askUnsaved says what is not on disk and what becomes of it.
func (w *Window) askUnsaved(verb string, goOn func()) {
	st := w.desk.outbox.State()
	text := plural(st.Pending, "change") + " could not be written to the project yet."
	if st.Err != nil {
		text += "\n" + sentence(st.Err)
	}
	if st.Rescue == nil {
		text += "\n\nIf you go on, this is kept and is saved when you open the project again. Until then it is in\n" +
			w.folders.Rescue(w.desk.project.ID(), w.desk.project.Path())
	} else {
		text += "\n\nThis could not be kept elsewhere either: if you go on, IT IS LOST.\n" + sentence(st.Rescue)
	}
	w.question("Not everything is saved", text, choice{verb, goOn}, choice{text: "Stay"})
}

func (w *Window) leaveProgram() {
	size := w.win.Canvas().Size()
	if !w.win.FullScreen() && size.Width > 0 {
		w.settings.Window.Width, w.settings.Window.Height = size.Width, size.Height
		w.settings.Window.Library, w.settings.Window.Inspector = w.outer.Offset, w.inner.Offset
		w.settings.Window.Queue, w.settings.Window.Texts = w.adjudicating.root.Offset, w.adjudicating.right.Offset
		w.settings.Window.Incoming, w.settings.Window.Rules = w.importing.all.Offset, w.importing.left.Offset
		w.settings.Window.Recipe, w.settings.Window.Counts = w.dataset.all.Offset, w.dataset.right.Offset
	}
	w.win.Hide()
	err := w.closeProject(leaving)
	err = errors.Join(err, w.settings.Save())
	if err != nil {
		os.Stderr.WriteString("rubricator: " + err.Error() + "\n")
	}
	w.win.SetCloseIntercept(nil)
	w.win.Close()
	w.app.Quit()
}
