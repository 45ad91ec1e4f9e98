package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"

	"rubricator/app/cli"
	"rubricator/app/settings"
	"rubricator/app/textview"
)

// begun is when the program began, but for what the system and the runtime did before.
var begun = time.Now()

// Start opens the window on a project as a user who was never here, and tells how long it took until its article was drawn.
// Nothing of the user's settings is read or written.
func (Views) Start(_ context.Context, project string) (cli.Start, error) {
	project, err := filepath.Abs(project)
	if err != nil {
		return cli.Start{}, err
	}
	dir, err := os.MkdirTemp("", "rubricator-start-")
	if err != nil {
		return cli.Start{}, err
	}
	defer os.RemoveAll(dir)
	var result cli.Start
	said := ""
	f := settings.Folders{Config: filepath.Join(dir, "config"), Data: filepath.Join(dir, "data")}
	err = runWindow(fyneapp.NewWithID(ID), f, project, func(w *Window) {
		if w.desk == nil || len(w.desk.documents) == 0 {
			said = w.status.said
			w.leaveProgram()
			return
		}
		w.view.Drawn = func(textview.FrameStats) {
			if w.set() == nil || result.Documents > 0 {
				return
			}
			result = cli.Start{Documents: len(w.desk.documents), Milliseconds: ms(time.Since(begun))}
			fyne.Do(w.leaveProgram)
		}
	})
	if err == nil && result.Documents == 0 {
		err = fmt.Errorf("no article was shown: %s", said)
	}
	return result, err
}
