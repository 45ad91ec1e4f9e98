package app

import (
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/driver/software"

	"rubricator/annotation"
	"rubricator/app/cli"
	"rubricator/app/jobs"
	"rubricator/app/settings"
)

// Views is what the commands draw with.
type Views struct{}

var _ cli.Views = Views{}

// Version is the program's version.
func (Views) Version() string { return BuildVersion }

// pictureSize is the size of the picture of the window, in points.
var pictureSize = fyne.NewSize(1280, 800)

// Picture draws the window on a project into a PNG file. It needs no display and leaves the user's settings alone.
func (Views) Picture(project, to string) error {
	dir, err := os.MkdirTemp("", "rubricator-picture-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	f := settings.Folders{Config: filepath.Join(dir, "config"), Data: filepath.Join(dir, "data")}
	s, err := settings.Load(f)
	if err != nil {
		return err
	}
	s.Theme, s.Annotator = "light", jobs.SampleAnnotator
	scheme, err := jobs.ShippedScheme("")
	if err != nil {
		return err
	}
	c := software.NewCanvas()
	w, err := newWindow(fyneapp.NewWithID(ID), &sheet{canvas: c}, f, s, scheme)
	if err != nil {
		return err
	}
	w.patience = time.Hour
	if err := w.tryOpen(project, false); err != nil {
		return err
	}
	if sp, ok := w.set().Next(annotation.ID{}, 0, true); ok {
		w.choose(sp.ID)
	}
	c.Resize(pictureSize)
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	return errors.Join(png.Encode(out, c.Capture()), out.Close(), w.closeProject(leaving))
}

// sheet is a window that no screen shows: its content is drawn into a picture.
type sheet struct {
	fyne.Window // what a picture does not need
	canvas      interface {
		fyne.Canvas
		Resize(fyne.Size)
	}
}

func (s *sheet) Canvas() fyne.Canvas                          { return s.canvas }
func (s *sheet) Content() fyne.CanvasObject                   { return s.canvas.Content() }
func (s *sheet) SetContent(o fyne.CanvasObject)               { s.canvas.SetContent(o) }
func (s *sheet) Resize(size fyne.Size)                        { s.canvas.Resize(size) }
func (s *sheet) SetTitle(string)                              {}
func (s *sheet) SetMainMenu(*fyne.MainMenu)                   {}
func (s *sheet) SetCloseIntercept(func())                     {}
func (s *sheet) SetOnDropped(func(fyne.Position, []fyne.URI)) {}
