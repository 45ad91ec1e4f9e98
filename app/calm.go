package app

import (
	"fyne.io/fyne/v2"

	"rubricator/app/settings"
)

// calm is the toolkit's program with no animations where the user wants no motion. The toolkit asks the current program about
// them, and takes the answer from a file that all its programs share.
type calm struct {
	fyne.App
	settings *settings.Settings
}

// becalm makes the toolkit ask us.
func becalm(a fyne.App, s *settings.Settings) fyne.App {
	c := &calm{a, s}
	fyne.SetCurrentApp(c)
	return c
}

func (c *calm) Settings() fyne.Settings { return calmSettings{c.App.Settings(), c.settings} }

type calmSettings struct {
	fyne.Settings
	settings *settings.Settings
}

func (c calmSettings) ShowAnimations() bool {
	return !c.settings.NoMotion && c.Settings.ShowAnimations()
}
