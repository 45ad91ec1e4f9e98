package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// sideSheet stands at the right of the window, over what else is there. The rest is seen as it is, and takes no clicks meanwhile.
type sideSheet struct {
	root  *fyne.Container
	panel *fyne.Container
	on    fyne.Canvas
	width float32 // of the panel, in points
}

func newSideSheet(content fyne.CanvasObject, on fyne.Canvas) *sideSheet {
	back := canvas.NewRectangle(theme.Color(theme.ColorNameOverlayBackground))
	edge := canvas.NewRectangle(theme.Color(theme.ColorNameInputBorder))
	edge.SetMinSize(fyne.NewSize(1, 1))
	s := &sideSheet{panel: container.NewStack(back, container.NewBorder(nil, nil, edge, nil, content)), on: on}
	s.root = container.New(s, newShut(), s.panel)
	return s
}

func (s *sideSheet) Show() { s.on.Overlays().Add(s.root) }

func (s *sideSheet) Hide() { s.on.Overlays().Remove(s.root) }

// Resize gives the panel its width, in points; it is as high as the window.
func (s *sideSheet) Resize(size fyne.Size) {
	s.width = size.Width
	s.root.Resize(s.on.Size())
	s.Layout(s.root.Objects, s.on.Size())
}

// Layout is fyne.Layout: the panel stands at the right of the window, however large that is.
func (s *sideSheet) Layout(os []fyne.CanvasObject, window fyne.Size) {
	width := min(s.width, window.Width)
	os[0].Resize(window)
	os[1].Move(fyne.NewPos(window.Width-width, 0))
	os[1].Resize(fyne.NewSize(width, window.Height))
}

// MinSize is fyne.Layout; the window is larger.
func (s *sideSheet) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// shut takes the clicks that are for nobody.
type shut struct{ widget.BaseWidget }

func newShut() *shut {
	s := &shut{}
	s.ExtendBaseWidget(s)
	return s
}

func (s *shut) Tapped(*fyne.PointEvent) {}

func (s *shut) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}

// makeRoom leaves so many points at the right for a sheet, instead of the inspector; 0 ends that.
func (w *Window) makeRoom(width float32) {
	w.beside.SetMinSize(fyne.NewSize(width, 0))
	setVisible(w.beside, width > 0)
	w.panes()
	w.frame.Refresh()
}
