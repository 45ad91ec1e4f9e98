package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
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
