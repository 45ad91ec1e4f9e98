package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/app/textview"
)

// chip is a label with its key, at the top of the window. A click makes the label sticky, or ends that.
type chip struct {
	widget.BaseWidget
	choice annotation.Choice
	colour func() color.NRGBA
	tapped func()
	eye    func() // hides the label's marks, or shows them again; nil: there is nothing to hide

	state   chipState
	hovered bool
	back    *canvas.Rectangle
	key     *canvas.Text
	name    *textview.Lines
	sign    *canvas.Image // of the eye
}

// chipState is what a chip tells beside its label.
type chipState struct {
	sticky bool // the label is kept for clicks
	wanted bool // its key is waited for
	hidden bool // its marks are not shown
}

func newChip(fonts *textview.Fonts, l annotation.Choice, colour func() color.NRGBA, tapped func()) *chip {
	c := &chip{choice: l, colour: colour, tapped: tapped, back: canvas.NewRectangle(color.Transparent),
		key: canvas.NewText(l.Key, color.Black), name: textview.NewLines(fonts, chipName), sign: &canvas.Image{FillMode: canvas.ImageFillContain}}
	c.key.TextStyle.Bold = true
	c.name.SetText(l.Name)
	c.ExtendBaseWidget(c)
	return c
}

// chipName is how the name of a label is set.
var chipName = textview.LineStyle{Size: theme.SizeNameText, Most: 1, Whole: true}

// eyeWidth is how much of a chip's right the eye takes, in points.
const eyeWidth = 26

func (c *chip) Tapped(e *fyne.PointEvent) {
	if c.eye != nil && e.Position.X > c.Size().Width-eyeWidth {
		c.eye()
		return
	}
	c.tapped()
}

func (c *chip) MouseIn(*desktop.MouseEvent)    { c.hovered = true; c.Refresh() }
func (c *chip) MouseMoved(*desktop.MouseEvent) {}
func (c *chip) MouseOut()                      { c.hovered = false; c.Refresh() }
func (c *chip) Cursor() desktop.Cursor         { return desktop.PointerCursor }

// show brings the chip up to date.
func (c *chip) show(s chipState) {
	if c.state != s {
		c.state = s
		c.Refresh()
	}
}

func (c *chip) Refresh() {
	c.paint()
	c.BaseWidget.Refresh()
}

// paint gives the parts their colours.
func (c *chip) paint() {
	col := c.colour()
	c.back.CornerRadius = 6
	c.back.StrokeColor, c.back.StrokeWidth = col, 1.5
	fill, ink := col, theme.Color(theme.ColorNameForeground)
	fill.A = 0x22
	if c.hovered || c.state.wanted {
		fill.A = 0x55
	}
	switch {
	case c.state.sticky && inHighContrast(): // a label's colour under black or white would be too weak
		fill, c.back.StrokeWidth = nrgbaOf(theme.ColorNameForeground), 3
		ink = theme.Color(theme.ColorNameBackground)
	case c.state.sticky:
		fill.A = 0xff
		ink = onColour(col)
	case c.state.hidden:
		fill.A = 0
		ink = theme.Color(theme.ColorNamePlaceHolder)
	}
	c.sign.Resource = theme.NewColoredResource(theme.VisibilityIcon(), theme.ColorNamePlaceHolder)
	if c.state.hidden {
		c.sign.Resource = theme.NewColoredResource(theme.VisibilityOffIcon(), theme.ColorNameForeground)
	}
	c.sign.Translucency = 0
	if !c.hovered && !c.state.hidden {
		c.sign.Translucency = 0.45
	}
	c.sign.Refresh() // else a chip made anew is drawn without it
	c.back.FillColor = fill
	c.key.Color, c.key.TextSize = ink, theme.TextSize()
	c.name.SetColour(ink)
}

// onColour is black or white, whichever reads better on c.
func onColour(c color.NRGBA) color.Color {
	if 299*int(c.R)+587*int(c.G)+114*int(c.B) > 140_000 {
		return color.Black
	}
	return color.White
}

func (c *chip) CreateRenderer() fyne.WidgetRenderer {
	row := container.NewHBox(c.key, c.name)
	if c.eye != nil {
		row.Add(container.NewGridWrap(fyne.NewSize(16, 16), c.sign))
	}
	r := widget.NewSimpleRenderer(container.NewStack(c.back, container.New(&inset{9, 3}, row)))
	c.paint()
	return r
}

// inset is a layout with room around its one object, in points.
type inset struct{ x, y float32 }

func (l *inset) Layout(os []fyne.CanvasObject, size fyne.Size) {
	for _, o := range os {
		o.Move(fyne.NewPos(l.x, l.y))
		o.Resize(size.SubtractWidthHeight(2*l.x, 2*l.y))
	}
}

func (l *inset) MinSize(os []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	for _, o := range os {
		m = m.Max(o.MinSize())
	}
	return m.AddWidthHeight(2*l.x, 2*l.y)
}

// makeChips shows the labels of the project's scheme.
func (w *Window) makeChips() {
	w.chips = nil
	w.chipRow.Objects = []fyne.CanvasObject{w.fold.more}
	if w.desk == nil {
		w.chipRow.Refresh()
		return
	}
	scheme := w.schemeShown()
	for _, l := range scheme.Choices() {
		c := newChip(w.fonts, l, func() color.NRGBA { return labelColour(scheme, l.Label) }, func() { w.clickChip(l) })
		if !l.Part {
			c.eye = func() { w.clickEye(l) }
		}
		c.Hidden = l.Part && !w.showsPart(l)
		w.chips = append(w.chips, c)
		w.chipRow.Objects = append(w.chipRow.Objects, c)
	}
	w.chipRow.Refresh()
	var looks []textview.Style
	looks, w.looks = styles(scheme)
	w.view.SetStyles(looks)
}
