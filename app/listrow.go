package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// listRow is a row of the library or of the inspector: a sign before a line of text and what is known about it.
type listRow struct {
	widget.BaseWidget
	sign         *canvas.Text      // a character, or
	bar          *canvas.Rectangle // a bar of colour
	title, about *oneLine
	says         [2]string
}

func newListRow() *listRow {
	r := &listRow{sign: canvas.NewText("", color.Transparent), bar: canvas.NewRectangle(color.Transparent),
		title: newOneLine(theme.SizeNameText, theme.ColorNameForeground),
		about: newOneLine(theme.SizeNameCaptionText, theme.ColorNamePlaceHolder)}
	r.bar.CornerRadius = 2
	r.ExtendBaseWidget(r)
	return r
}

func (r *listRow) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(listRowLayout{r}, r.sign, r.bar, r.title.Text, r.about.Text))
}

// show fills the row.
func (r *listRow) show(title, about string) {
	r.says = [2]string{title, about}
	r.write()
}

// write sets the lines as wide as the row is.
func (r *listRow) write() {
	width := r.Size().Width - rowIndent - 6
	r.title.set(r.says[0], width)
	r.about.set(r.says[1], width)
}

// setSign shows a character before the row.
func (r *listRow) setSign(s string, c color.Color) {
	size := theme.TextSize()
	if r.sign.Text != s || r.sign.Color != c || r.sign.TextSize != size {
		r.sign.Text, r.sign.Color, r.sign.TextSize = s, c, size
		r.sign.Refresh()
	}
}

// setBar shows a bar of colour before the row.
func (r *listRow) setBar(c color.NRGBA) {
	if r.bar.FillColor != color.Color(c) {
		r.bar.FillColor = c
		r.bar.Refresh()
	}
}

// The measures of a row, in points.
const (
	rowHeight = 44
	rowIndent = 24
)

type listRowLayout struct{ row *listRow }

func (l listRowLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	r := l.row
	r.sign.Move(fyne.NewPos(6, 3))
	r.sign.Resize(fyne.NewSize(16, 20))
	r.bar.Move(fyne.NewPos(10, 6))
	r.bar.Resize(fyne.NewSize(4, size.Height-12))
	r.title.Move(fyne.NewPos(rowIndent, 3))
	r.about.Move(fyne.NewPos(rowIndent, 23))
	r.write()
}

func (listRowLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(120, rowHeight) }
