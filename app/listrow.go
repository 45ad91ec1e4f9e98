package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/app/textview"
)

// listRow is a row of the library or of the inspector: a sign before a line of text and what is known about it. A text that reads
// from the right stands at the right of the row, where its first word is looked for; the signs stay one column.
type listRow struct {
	widget.BaseWidget
	sign         *canvas.Text      // a character, or
	bar          *canvas.Rectangle // a bar of colour
	title, about *textview.Lines
	back         *canvas.Rectangle // behind a row that is chosen with others
}

// The lines of a row.
var (
	rowTitle = textview.LineStyle{Size: theme.SizeNameText, Ink: theme.ColorNameForeground, Most: 1}
	rowAbout = textview.LineStyle{Size: theme.SizeNameCaptionText, Ink: theme.ColorNamePlaceHolder, Most: 1, Ours: true}
)

func newListRow(fonts *textview.Fonts) *listRow {
	r := &listRow{sign: canvas.NewText("", color.Transparent), bar: canvas.NewRectangle(color.Transparent),
		title: textview.NewLines(fonts, rowTitle), about: textview.NewLines(fonts, rowAbout)}
	r.sign.Alignment = fyne.TextAlignCenter
	r.bar.CornerRadius = 2
	r.back = canvas.NewRectangle(color.Transparent)
	r.back.CornerRadius = 4
	r.back.Hide()
	r.ExtendBaseWidget(r)
	return r
}

func (r *listRow) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(listRowLayout{r}, r.back, r.sign, r.bar, r.title, r.about))
}

// show fills the row.
func (r *listRow) show(title, about string) {
	r.title.SetText(title)
	r.about.SetText(about)
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

// setPicked shows whether the row is chosen with others.
func (r *listRow) setPicked(on bool) {
	if fill := theme.Color(theme.ColorNameSelection); on && r.back.FillColor != fill {
		r.back.FillColor = fill
		r.back.Refresh()
	}
	if on != r.back.Visible() {
		setVisible(r.back, on)
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
	r.back.Resize(size)
	r.sign.Move(fyne.NewPos(6, 3))
	r.sign.Resize(fyne.NewSize(16, 20))
	r.bar.Move(fyne.NewPos(10, 6))
	r.bar.Resize(fyne.NewSize(4, size.Height-12))
	width := size.Width - rowIndent - 6
	r.title.Move(fyne.NewPos(rowIndent, 3))
	r.title.Resize(fyne.NewSize(width, r.title.MinSize().Height))
	r.about.Move(fyne.NewPos(rowIndent, 23))
	r.about.Resize(fyne.NewSize(width, r.about.MinSize().Height))
}

func (listRowLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(120, rowHeight) }
