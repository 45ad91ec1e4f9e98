package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// oneLine is a line of text that ends in "…" where it does not fit. The toolkit's label does the same at a hundred
// times the cost, which a list that is filled anew with each mark cannot pay.
type oneLine struct {
	*canvas.Text
	text  string
	size  fyne.ThemeSizeName
	ink   fyne.ThemeColorName
	shown struct {
		text  string
		width float32
		size  float32
	}
}

func newOneLine(size fyne.ThemeSizeName, ink fyne.ThemeColorName) *oneLine {
	return &oneLine{Text: canvas.NewText("", color.Transparent), size: size, ink: ink}
}

// set shows s in the width given, in points.
func (l *oneLine) set(s string, width float32) {
	l.text = s
	size, ink := theme.Size(l.size), theme.Color(l.ink)
	same := l.shown.text == s && l.shown.width == width && l.shown.size == size
	if same && l.Color == ink {
		return
	}
	if !same {
		l.shown.text, l.shown.width, l.shown.size = s, width, size
		l.Text.Text = fitted(s, width, size)
	}
	l.TextSize, l.Color = size, ink
	l.Text.Refresh()
}

// fitted is s, cut so that with "…" it is no wider than width, in points.
func fitted(s string, width, size float32) string {
	full := fyne.MeasureText(s, size, fyne.TextStyle{}).Width
	if full <= width || width <= 0 {
		return s
	}
	rs := []rune(s)
	for n := int(float32(len(rs)) * width / full); n > 0; n -= max(1, n/20) {
		if cut := string(rs[:n]) + "…"; fyne.MeasureText(cut, size, fyne.TextStyle{}).Width <= width {
			return cut
		}
	}
	return "…"
}

// setText changes a label only when it says something else: the toolkit lays a label out anew each time.
func setText(l *widget.Label, s string) {
	if l.Text != s {
		l.SetText(s)
	}
}

// heading is a line of bold text in a pane. The toolkit's bold label would read the emoji face a second time, which takes
// seven megabytes.
type heading struct {
	widget.BaseWidget
	line *oneLine
}

func newHeading(text string) *heading {
	h := &heading{line: newOneLine(theme.SizeNameText, theme.ColorNameForeground)}
	h.line.FontSource = theme.DefaultTextBoldFont()
	h.line.text = text
	h.ExtendBaseWidget(h)
	return h
}

// SetText changes what the heading says.
func (h *heading) SetText(text string) {
	h.line.text = text
	h.Refresh()
}

func (h *heading) Refresh() {
	h.line.set(h.line.text, h.Size().Width-2*theme.InnerPadding())
	h.BaseWidget.Refresh()
}

func (h *heading) Resize(size fyne.Size) {
	h.BaseWidget.Resize(size)
	h.Refresh()
}

func (h *heading) MinSize() fyne.Size {
	return fyne.NewSize(40, fyne.MeasureText("X", theme.TextSize(), fyne.TextStyle{}).Height+2*theme.InnerPadding())
}

func (h *heading) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(&inset{theme.InnerPadding(), theme.InnerPadding()}, h.line.Text))
}
