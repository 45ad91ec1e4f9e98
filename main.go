// Rubricator turns news articles into labelled training data: load articles, mark spans as claims, statistics or
// attributions, review colleagues' marks, export datasets.
package main

import (
	"fmt"
	"os"

	fyneapp "fyne.io/fyne/v2/app"

	"rubricator/app"
	"rubricator/app/cli"
)

// version is what the build says; empty in a plain go build.
var version string

func main() {
	if version != "" {
		app.BuildVersion = version
	}
	if len(os.Args) > 1 && cli.IsCommand(os.Args[1]) {
		os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, app.Views{}))
	}
	project := ""
	if len(os.Args) > 1 {
		project = os.Args[1]
	}
	if err := app.Run(fyneapp.NewWithID(app.ID), project); err != nil {
		fmt.Fprintln(os.Stderr, "rubricator:", err)
		os.Exit(1)
	}
}
