package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// stand is what a stepper stands in: a modal, or a pane of a place.
type stand interface {
	window() *Window
	reveal(part fyne.CanvasObject) // scrolls as far as it must to show a part
	typedKey(*fyne.KeyEvent)       // takes the keys that a part does not use
}

// stepper is one of some values, in order: Left and Right go from one to the next, as clicks on its arrows do.
type stepper struct {
	widget.BaseWidget
	stand   stand
	values  []string
	at      int
	changed func(at int)
	listed  bool // a click on the value, and Space, show all values to choose from

	focused                     bool
	name, value, earlier, later *canvas.Text
	back                        *canvas.Rectangle
}

func newStepper(in stand, name string, values []string, at int, changed func(at int)) *stepper {
	line := func(text string) *canvas.Text { return canvas.NewText(text, theme.Color(theme.ColorNameForeground)) }
	s := &stepper{stand: in, values: values, at: at, changed: changed, name: line(name), value: line(values[at]), earlier: line("‹"),
		later: line("›"), back: canvas.NewRectangle(nil)}
	s.value.Alignment = fyne.TextAlignCenter
	s.ExtendBaseWidget(s)
	return s
}

// step goes to another value, as far as there is one.
func (s *stepper) step(by int) {
	at := max(0, min(s.at+by, len(s.values)-1))
	if at == s.at {
		return
	}
	s.at = at
	s.changed(at)
	s.Refresh()
}

// offer shows all values under the stepper, and has the focus come back to it from there.
func (s *stepper) offer() {
	canvas := s.stand.window().win.Canvas()
	var entries []*fyne.MenuItem
	for i, value := range s.values {
		showsEmoji(value)
		entry := fyne.NewMenuItem(value, func() {
			s.step(i - s.at)
			canvas.Focus(s) // the menu leaves the focus nowhere
		})
		entry.Checked = i == s.at
		entries = append(entries, entry)
	}
	widget.ShowPopUpMenuAtRelativePosition(fyne.NewMenu("", entries...), canvas, fyne.NewPos(s.Size().Width-valueWidth, s.Size().Height), s)
}

// The measures of a stepper, in points.
const (
	stepperHeight = 36
	valueWidth    = 200
	arrowWidth    = 32
)

// Tapped on an arrow goes one step; anywhere it takes the focus.
func (s *stepper) Tapped(e *fyne.PointEvent) {
	s.stand.window().win.Canvas().Focus(s)
	switch right := s.Size().Width - e.Position.X; {
	case right < arrowWidth:
		s.step(1)
	case right > valueWidth-arrowWidth && right < valueWidth:
		s.step(-1)
	case right < valueWidth && s.listed:
		s.offer()
	case right < valueWidth && s.at == len(s.values)-1: // on the value: the next, round
		s.step(-len(s.values))
	case right < valueWidth:
		s.step(1)
	}
}

func (s *stepper) FocusGained()   { s.focused = true; s.Refresh(); s.stand.reveal(s) }
func (s *stepper) FocusLost()     { s.focused = false; s.Refresh() }
func (s *stepper) TypedRune(rune) {}

func (s *stepper) TypedKey(e *fyne.KeyEvent) {
	canvas := s.stand.window().win.Canvas()
	if e.Name == fyne.KeySpace && s.listed {
		s.offer()
		return
	}
	switch e.Name {
	case fyne.KeyLeft, fyne.KeyMinus:
		s.step(-1)
	case fyne.KeyRight, fyne.KeyPlus, fyne.KeySpace:
		s.step(1)
	case fyne.KeyHome:
		s.step(-len(s.values))
	case fyne.KeyEnd:
		s.step(len(s.values))
	case fyne.KeyUp:
		canvas.FocusPrevious()
	case fyne.KeyDown:
		canvas.FocusNext()
	default:
		s.stand.typedKey(e)
	}
}

// KeyDown and KeyUp let the dispatcher know which keys are held.
func (s *stepper) KeyDown(e *fyne.KeyEvent) { s.stand.window().keys.KeyDown(e) }
func (s *stepper) KeyUp(e *fyne.KeyEvent)   { s.stand.window().keys.KeyUp(e) }

// TypedShortcut leaves keys with Ctrl to the dispatcher.
func (s *stepper) TypedShortcut(k fyne.Shortcut) { s.stand.window().keys.shortcut(k, true) }

func (s *stepper) MinSize() fyne.Size { return fyne.NewSize(valueWidth+fieldLabel, stepperHeight) }

func (s *stepper) CreateRenderer() fyne.WidgetRenderer {
	r := widget.NewSimpleRenderer(container.New(stepperLayout{s}, s.back, s.name, s.earlier, s.value, s.later))
	return newRinged(r, -3, &s.focused)
}

func (s *stepper) Refresh() {
	s.write()
	s.BaseWidget.Refresh()
}

// write shows the value, as far as there is room for it, and arrows where there is one to go to.
func (s *stepper) write() {
	s.value.Text = fitted(s.values[s.at], valueWidth-2*arrowWidth)
	s.back.FillColor, s.back.CornerRadius = theme.Color(theme.ColorNameButton), 3
	for _, t := range []*canvas.Text{s.name, s.value, s.earlier, s.later} {
		t.Color, t.TextSize = theme.Color(theme.ColorNameForeground), theme.TextSize()
		t.Refresh()
	}
	s.earlier.Hidden, s.later.Hidden = s.at == 0, s.at == len(s.values)-1
}

// fitted is the beginning of a line that has room in a width, in points.
func fitted(line string, width float32) string {
	for n := len([]rune(line)); n > 1 && fyne.MeasureText(line, theme.TextSize(), fyne.TextStyle{}).Width > width; n-- {
		line = shortened(line, n-1)
	}
	return line
}

type stepperLayout struct{ s *stepper }

func (l stepperLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	s, left := l.s, size.Width-valueWidth
	s.write()
	put := func(o fyne.CanvasObject, x, width float32) {
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
		o.Move(fyne.NewPos(x, (size.Height-o.MinSize().Height)/2))
	}
	put(s.name, 12, left-16)
	put(s.earlier, left+12, arrowWidth)
	put(s.value, left+arrowWidth, valueWidth-2*arrowWidth)
	put(s.later, size.Width-arrowWidth+12, arrowWidth)
	s.back.Move(fyne.NewPos(left, 4))
	s.back.Resize(fyne.NewSize(valueWidth-4, size.Height-8))
}

func (l stepperLayout) MinSize([]fyne.CanvasObject) fyne.Size { return l.s.MinSize() }
