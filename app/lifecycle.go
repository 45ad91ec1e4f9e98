package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/app/settings"
	"rubricator/assets"
)

// ID is the program's name to the system.
const ID = "io.github.rubricator.Rubricator"

// Run opens the window on a project and returns when it was closed. An empty path opens the user's default project,
// which is made when it is missing. a is the toolkit's program.
func Run(a fyne.App, path string) error {
	f, err := settings.UserFolders()
	if err != nil {
		return err
	}
	s, problem := settings.Load(f)
	scheme, err := annotation.ReadScheme(assets.SimpleScheme)
	if err != nil {
		return err
	}
	a.SetIcon(fyne.NewStaticResource("icon.png", assets.Icon)) // before the window, which takes it over
	w, err := newWindow(a, a.NewWindow("Rubricator"), f, s, scheme)
	if err != nil {
		return err
	}
	a.Lifecycle().SetOnStarted(func() {
		w.start(path)
		if problem != nil {
			w.status.fail(sentence(problem))
		}
	})
	w.win.ShowAndRun()
	return nil
}

// start opens the project named, else the one used last, else the default one.
func (w *Window) start(path string) {
	switch {
	case path != "":
		path = expand(path)
	case len(w.settings.Recent) > 0 && exists(w.settings.Recent[0]):
		path = w.settings.Recent[0]
	default:
		path = w.folders.DefaultProject()
	}
	w.openAt(path)
	w.focusText()
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

func projectName(path string) string { return strings.TrimSuffix(filepath.Base(path), ".rubric") }

// openAt opens the project at path and leaves the one that is open. The default project is made when it is missing.
func (w *Window) openAt(path string) {
	if err := w.tryOpen(path, path == w.folders.DefaultProject() && !exists(path)); err != nil {
		w.settings.Forget(path)
		w.refresh()
		w.status.fail(sentence(err))
	}
}

func (w *Window) tryOpen(path string, create bool) error {
	if w.desk != nil && w.desk.project.Path() == path {
		return nil // it is open
	}
	if create {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
	}
	d, err := openDesk(path, create, w.settings, w.folders, w.scheme, w.savingChanged)
	if err != nil {
		return err
	}
	left := w.closeProject()
	w.desk = d
	d.editor.Observe(w.edited)
	w.settings.Remember(path)
	w.makeChips()
	w.library.show(d.documents, annotation.ID{})
	w.openLast()
	w.refresh()
	if len(d.problems) > 0 {
		w.status.say(strings.Join(d.problems, ". "))
	}
	if err := errors.Join(left, d.project.ReadOnly()); err != nil {
		w.status.fail(sentence(err))
	}
	w.offerUnfinished()
	w.offerLocalCopy()
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

// closeProject saves what is to be saved and closes the project. The error is that edits are not on disk; they are in
// the rescue file then, and come back when the project is opened again.
func (w *Window) closeProject() error {
	if w.desk == nil {
		return nil
	}
	w.leave()
	ctx, cancel := context.WithTimeout(context.Background(), closingPatience)
	defer cancel()
	d := w.desk
	w.showNothing()
	w.desk, w.sticky = nil, ""
	w.chips = nil
	w.chipRow.RemoveAll()
	w.library.show(nil, annotation.ID{})
	_, err := d.close(ctx)
	return err
}

// quit leaves the program. Where edits are not on disk, it says so and asks.
func (w *Window) quit() {
	if w.desk == nil || w.saveAll() {
		w.leaveProgram()
		return
	}
	st := w.desk.outbox.State()
	d := dialog.NewConfirm("Not everything is saved", plural(st.Pending, "change")+" could not be written to the project yet:\n"+
		sentence(st.Err)+"\n\nIf you quit now they are kept in\n"+w.folders.Rescue(w.desk.project.ID())+
		"\nand are saved when you open the project again.", func(quit bool) {
		if quit {
			w.leaveProgram()
		}
	}, w.win)
	d.SetConfirmText("Quit")
	d.SetDismissText("Stay")
	d.Show()
}

// saveAll waits a moment for the outbox; it is false when something is not on disk.
func (w *Window) saveAll() bool {
	w.inspector.keepNote()
	ctx, cancel := context.WithTimeout(context.Background(), closingPatience)
	defer cancel()
	return w.desk.outbox.Flush(ctx) == nil
}

func (w *Window) leaveProgram() {
	size := w.win.Canvas().Size()
	if !w.win.FullScreen() && size.Width > 0 {
		w.settings.Window.Width, w.settings.Window.Height = size.Width, size.Height
		w.settings.Window.Library, w.settings.Window.Inspector = w.outer.Offset, w.inner.Offset
	}
	err := w.closeProject()
	err = errors.Join(err, w.settings.Save())
	if err != nil {
		os.Stderr.WriteString("rubricator: " + err.Error() + "\n")
	}
	w.win.SetCloseIntercept(nil)
	w.win.Close()
	w.app.Quit()
}

func (w *Window) newProject() {
	start := filepath.Join(filepath.Dir(w.startFolder()), "untitled.rubric")
	w.askPath("New project", "Make it", start, w.browseSave, func(path string) error {
		if filepath.Ext(path) != ".rubric" {
			path += ".rubric"
		}
		return w.tryOpen(path, true)
	})
}

func (w *Window) openProject() {
	w.askPath("Open project", "Open", w.startFolder(), w.browseOpen, func(path string) error {
		return w.tryOpen(path, false)
	})
}

// openRecent offers the recent projects when the menu is not at hand.
func (w *Window) openRecent() {
	if len(w.settings.Recent) == 0 {
		w.status.say("No project was opened before.")
		return
	}
	widget.ShowPopUpMenuAtPosition(w.recentMenu(), w.win.Canvas(), fyne.NewPos(40, 60))
}

// startFolder is the open project's path, else where the default one would be.
func (w *Window) startFolder() string {
	if w.desk != nil {
		return w.desk.project.Path()
	}
	return w.folders.DefaultProject()
}

func (w *Window) saveCopy() {
	start := strings.TrimSuffix(w.desk.project.Path(), ".rubric") + " copy.rubric"
	w.askPath("Save a copy", "Save", start, w.browseSave, func(path string) error {
		w.background("Copying…", func(ctx context.Context, d *desk) (string, error) {
			return "A checked copy is at " + path + ".", d.project.SaveCopy(ctx, path)
		})
		return nil
	})
}

func (w *Window) check() {
	w.background("Checking…", func(ctx context.Context, d *desk) (string, error) {
		findings, err := d.project.Check(ctx)
		if err != nil || len(findings) == 0 {
			return "The project is sound: every text, mark and edit is as it was written.", err
		}
		return "", fmt.Errorf("check %q: %s, the first: %s", d.project.Path(), plural(len(findings), "finding"), findings[0].Text)
	})
}

func (w *Window) about() {
	dialog.ShowInformation("Rubricator "+BuildVersion, "Marks claims, statistics and attributions in news articles\nand exports them as training data.\n\nProject: "+w.startFolder()+
		"\nSettings: "+w.folders.Config, w.win)
}

// BuildVersion is the program's version: a tag or a revision where the build knew it.
var BuildVersion = "0.1.0"
