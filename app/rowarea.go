package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// rowArea lies over a row of a list and takes its clicks. The toolkit's list hears of no click on the row that is selected.
type rowArea struct {
	widget.BaseWidget
	row            int
	tapped, menued func(row int, at fyne.Position) // at is a place in the window
}

// newRowArea lays an area over what a row shows.
func newRowArea(shown fyne.CanvasObject, tapped, menued func(row int, at fyne.Position)) *fyne.Container {
	a := &rowArea{tapped: tapped, menued: menued}
	a.ExtendBaseWidget(a)
	return container.NewStack(shown, a)
}

// areaAt tells the area of a row which row it is, and gives what the row shows.
func areaAt(row int, o fyne.CanvasObject) fyne.CanvasObject {
	parts := o.(*fyne.Container).Objects
	parts[1].(*rowArea).row = row
	return parts[0]
}

func (a *rowArea) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout())
}

// Tapped is fyne.Tappable.
func (a *rowArea) Tapped(e *fyne.PointEvent) { a.tapped(a.row, e.AbsolutePosition) }

// TappedSecondary is fyne.SecondaryTappable.
func (a *rowArea) TappedSecondary(e *fyne.PointEvent) { a.menued(a.row, e.AbsolutePosition) }
