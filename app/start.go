package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"fyne.io/fyne/v2"

	"rubricator/annotation"
	"rubricator/app/jobs"
	"rubricator/app/settings"
	"rubricator/assets"
)

// ID is the program's name to the system.
const ID = "io.github.rubricator.Rubricator"

// Run opens the window on a project and returns when it was closed. An empty path opens the user's default project,
// which is made when it is missing; what is no project is brought into the one that opens by itself. a is the toolkit's program.
func Run(a fyne.App, path string) error {
	f, err := settings.UserFolders()
	if err != nil {
		return err
	}
	return runWindow(a, f, path, nil)
}

// runWindow is Run with the user's folders given. started, which may be nil, is called once the project is open.
func runWindow(a fyne.App, f settings.Folders, path string, started func(*Window)) (err error) {
	defer func() {
		if r := recover(); r != nil && strings.Contains(fmt.Sprint(r), "GLFW") { // how the toolkit says that it finds no screen
			err = fmt.Errorf("the screen %q cannot be reached: %v", os.Getenv("DISPLAY"), r)
		} else if r != nil {
			panic(r)
		}
	}()
	s, problem := settings.Load(f)
	scheme, err := jobs.ShippedScheme("")
	if err != nil {
		return err
	}
	brought := ""
	if path != "" && !isProject(path) {
		brought, path = expand(path), ""
	}
	path = firstProject(path, s, f)
	ahead := openAhead(path, s, f, scheme)
	savesNoPreferences(a)
	a.SetIcon(fyne.NewStaticResource("icon.png", assets.Icon)) // before the window, which takes it over
	w, err := newWindow(a, a.NewWindow("Rubricator"), f, s, scheme)
	if err != nil {
		return err
	}
	w.ahead = ahead
	a.Lifecycle().SetOnStarted(func() {
		w.openAt(path)
		w.focusText()
		if brought != "" {
			w.bring([]string{brought})
		}
		if problem = errors.Join(problem, s.Save()); problem != nil { // whoever works here is known from now on
			w.status.fail(sentence(problem))
		}
		if started != nil {
			started(w)
		}
	})
	w.win.ShowAndRun()
	return nil
}

// savesNoPreferences takes from the toolkit what it does last of all: to save its preferences, of which there are none. It
// hands that to a queue that it closes at the same moment, and may die of it when all is long saved (Fyne 2.7.3).
func savesNoPreferences(a fyne.App) {
	if l, ok := a.Lifecycle().(interface{ SetOnStoppedHookExecuted(func()) }); ok {
		l.SetOnStoppedHookExecuted(nil)
	}
}

// HasScreen tells whether there can be a window.
func HasScreen() bool {
	switch runtime.GOOS {
	case "windows", "darwin":
		return true
	}
	return os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
}

// firstProject is the project named, else the one used last, else the default one.
func firstProject(path string, s *settings.Settings, f settings.Folders) string {
	switch {
	case path != "":
		return expand(path)
	case len(s.Recent) > 0 && exists(s.Recent[0]):
		return s.Recent[0]
	}
	return f.DefaultProject()
}

// ahead is a project that is being opened while the window is made.
type ahead struct {
	path string
	done chan struct{}
	made chan *Window // who wants to know about saving
	desk *desk
	err  error
}

func openAhead(path string, s *settings.Settings, f settings.Folders, scheme annotation.Scheme) *ahead {
	a := &ahead{path: path, done: make(chan struct{}), made: make(chan *Window, 1)}
	onSaving := func() {
		w := <-a.made
		a.made <- w
		w.savingChanged()
	}
	go func() {
		defer close(a.done)
		a.desk, a.err = makeDesk(path, isMissingDefault(path, f), s, f, scheme, onSaving)
	}()
	return a
}

// isMissingDefault tells the default project, which is made when it is missing.
func isMissingDefault(path string, f settings.Folders) bool {
	return path == f.DefaultProject() && !exists(path)
}

// makeDesk opens the project at path, or makes it and its folder.
func makeDesk(path string, create bool, s *settings.Settings, f settings.Folders, scheme annotation.Scheme, onSaving func()) (*desk, error) {
	if create {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, err
		}
	}
	return openDesk(path, create, s, f, scheme, onSaving)
}
