// Rubricator turns news articles into labelled training data: load articles, mark spans as claims, statistics or
// attributions, review colleagues' marks, export datasets.
package main

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"

	fyneapp "fyne.io/fyne/v2/app"

	"rubricator/app"
	"rubricator/app/cli"
	_ "rubricator/app/locale" // before the toolkit looks
)

// version is what the build says; empty in a plain go build.
var version string

// softMemory is how many bytes the program takes before it looks harder for what it no longer needs; GOMEMLIMIT says otherwise.
const softMemory = 640 << 20

func main() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(softMemory)
	}
	if version != "" {
		app.BuildVersion = version
	}
	if len(os.Args) > 1 && cli.IsCommand(os.Args[1]) {
		os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, app.Views{}))
	}
	project := ""
	if len(os.Args) > 1 {
		project = os.Args[1]
		if _, err := os.Stat(project); err != nil {
			fail(2, fmt.Errorf("%q is neither a command nor a project file; try: rubricator help", project))
		}
	}
	if !app.HasScreen() {
		fail(1, errors.New("there is no screen for the window. Start it in a desktop session; the commands need none, see: rubricator help"))
	}
	if err := app.Run(fyneapp.NewWithID(app.ID), project); err != nil {
		fail(1, err)
	}
}

func fail(code int, err error) {
	fmt.Fprintln(os.Stderr, "rubricator:", err)
	os.Exit(code)
}
