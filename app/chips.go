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
)

// chip is a label with its key, at the top of the window. A click makes the label sticky, or ends that.
type chip struct {
	widget.BaseWidget
	label  annotation.Label
	colour func() color.NRGBA
	tapped func()

	sticky, wanted, hovered bool
	back                    *canvas.Rectangle
	key, name               *canvas.Text
}

func newChip(l annotation.Label, colour func() color.NRGBA, tapped func()) *chip {
	c := &chip{label: l, colour: colour, tapped: tapped, back: canvas.NewRectangle(color.Transparent),
		key: canvas.NewText(l.Key, color.Black), name: canvas.NewText(l.Name, color.Black)}
	c.key.FontSource = theme.DefaultTextBoldFont()
	c.ExtendBaseWidget(c)
	return c
}

func (c *chip) Tapped(*fyne.PointEvent) { c.tapped() }

func (c *chip) MouseIn(*desktop.MouseEvent)    { c.hovered = true; c.Refresh() }
func (c *chip) MouseMoved(*desktop.MouseEvent) {}
func (c *chip) MouseOut()                      { c.hovered = false; c.Refresh() }
func (c *chip) Cursor() desktop.Cursor         { return desktop.PointerCursor }

// show says whether the label is kept for clicks, and whether its key is waited for.
func (c *chip) show(sticky, wanted bool) {
	if c.sticky != sticky || c.wanted != wanted {
		c.sticky, c.wanted = sticky, wanted
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
	if c.hovered || c.wanted {
		fill.A = 0x55
	}
	if c.sticky {
		fill.A = 0xff
		ink = onColour(col)
	}
	c.back.FillColor = fill
	c.key.Color, c.name.Color = ink, ink
	c.key.TextSize, c.name.TextSize = theme.TextSize(), theme.TextSize()
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
