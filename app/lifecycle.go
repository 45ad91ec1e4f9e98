package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/app/settings"
	"rubricator/assets"
)

// ID is the program's name to the system.
const ID = "io.github.rubricator.Rubricator"

// Run opens the window on a project and returns when it was closed. An empty path opens the user's default project,
// which is made when it is missing. a is the toolkit's program.
func Run(a fyne.App, path string) (err error) {
	defer func() {
		if r := recover(); r != nil && strings.Contains(fmt.Sprint(r), "GLFW") { // how the toolkit says that it finds no screen
			err = fmt.Errorf("the screen %q cannot be reached: %v", os.Getenv("DISPLAY"), r)
		} else if r != nil {
			panic(r)
		}
	}()
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
		if problem = errors.Join(problem, s.Save()); problem != nil { // whoever works here is known from now on
			w.status.fail(sentence(problem))
		}
	})
	w.win.ShowAndRun()
	return nil
}

// HasScreen tells whether there can be a window.
func HasScreen() bool {
	switch runtime.GOOS {
	case "windows", "darwin":
		return true
	}
	return os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
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
	w.begun = true
	if err := w.tryOpen(path, path == w.folders.DefaultProject() && !exists(path)); err != nil {
		if w.offerBackup(path, err) {
			return
		}
		w.settings.Forget(path)
		w.refresh()
		w.status.fail(sentence(err))
	}
}

// tryOpen opens a project, or makes it. Where the open one has edits that are not on disk, it asks first and goes on later.
func (w *Window) tryOpen(path string, create bool) error {
	if w.desk != nil && sameFile(w.desk.project.Path(), path) {
		return nil // it is open
	}
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
	if create {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
	}
	d, err := openDesk(path, create, w.settings, w.folders, w.scheme, w.savingChanged)
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
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	d := w.desk
	w.showNothing()
	w.desk, w.sticky = nil, ""
	w.chips = nil
	w.chipRow.RemoveAll()
	w.library.show(nil, annotation.ID{})
	return d.close(ctx)
}

// quit leaves the program.
func (w *Window) quit() { w.whenSaved("Quit", w.leaveProgram) }

// whenSaved goes on once everything is on disk. Where that takes too long it says so and asks.
func (w *Window) whenSaved(verb string, goOn func()) {
	w.inspector.keepNote()
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

// projectKinds are the endings of project files.
var projectKinds = []string{".rubric"}

func (w *Window) newProject() {
	start := filepath.Join(filepath.Dir(w.startFolder()), "untitled.rubric")
	for n := 2; exists(start); n++ {
		start = filepath.Join(filepath.Dir(start), fmt.Sprintf("untitled %d.rubric", n))
	}
	w.pick(pickName, "New project", "Make it", start, projectKinds, nil, func(paths []string) error {
		return w.tryOpen(withEnding(paths[0], ".rubric"), true)
	})
}

// withEnding is a file name that ends so.
func withEnding(path, ending string) string {
	if strings.EqualFold(filepath.Ext(path), ending) {
		return path
	}
	return path + ending
}

func (w *Window) openProject() {
	w.pick(pickOne, "Open project", "Open", filepath.Dir(w.startFolder()), projectKinds, nil, func(paths []string) error {
		err := w.tryOpen(paths[0], false)
		if w.offerBackup(paths[0], err) {
			return nil
		}
		return err
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
	w.pick(pickName, "Save a copy", "Save", start, projectKinds, nil, func(paths []string) error {
		path := withEnding(paths[0], ".rubric")
		w.replacing(path, func() {
			w.background("Copying…", func(ctx context.Context, d *desk) (string, error) {
				return "A checked copy is at " + path + ".", d.project.SaveCopy(ctx, path)
			})
		})
		return nil
	})
}

// replacing goes on when there is no file at path, or when it may be replaced.
func (w *Window) replacing(path string, goOn func()) {
	if !exists(path) {
		goOn()
		return
	}
	w.question("Replace the file that is there?", path, choice{text: "Cancel"}, choice{"Replace", goOn})
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
	w.tell("Rubricator "+BuildVersion, "Marks claims, statistics and attributions in news articles and exports them as training data.\n\n"+
		"Project: "+w.startFolder()+"\nSettings: "+w.folders.Config, nil)
}

// BuildVersion is the program's version: a tag or a revision where the build knew it.
var BuildVersion = "0.1.0"
