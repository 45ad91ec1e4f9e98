package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// ground lies under everything in the window. The toolkit takes the focus away at a click on what has no use for it; a click
// that comes through to here gives it back.
type ground struct {
	widget.BaseWidget
	tapped func()
}

func newGround(tapped func()) *ground {
	g := &ground{tapped: tapped}
	g.ExtendBaseWidget(g)
	return g
}

func (g *ground) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}

func (g *ground) Tapped(*fyne.PointEvent) { g.tapped() }
