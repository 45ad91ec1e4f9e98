package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// ring is drawn round what has the focus, and in a list round the row that keys are at. It is as dark or light as text, so that
// nobody needs a colour to see it.
type ring struct{ *canvas.Rectangle }

func newRing() ring {
	return ring{&canvas.Rectangle{FillColor: color.Transparent, StrokeWidth: 2, CornerRadius: 3}}
}

// show draws the ring, or draws it no longer.
func (r ring) show(on bool) {
	ink := theme.Color(theme.ColorNameForeground)
	if r.Hidden == !on && r.StrokeColor == ink {
		return
	}
	r.Hidden, r.StrokeColor = !on, ink
	r.Refresh()
}

// ringed draws a widget with a ring round it while it has the focus.
type ringed struct {
	fyne.WidgetRenderer
	ring    ring
	out     float32 // how far outside of the widget, in points; negative: inside
	focused *bool
	objects []fyne.CanvasObject
}

func newRinged(r fyne.WidgetRenderer, out float32, focused *bool) *ringed {
	x := &ringed{WidgetRenderer: r, ring: newRing(), out: out, focused: focused}
	x.ring.show(*focused)
	return x
}

// Objects are the widget's, and the ring over them.
func (r *ringed) Objects() []fyne.CanvasObject {
	r.objects = append(append(r.objects[:0], r.WidgetRenderer.Objects()...), r.ring.Rectangle)
	return r.objects
}

// Layout lays the widget out, and the ring round it.
func (r *ringed) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.ring.Move(fyne.NewPos(-r.out, -r.out))
	r.ring.Resize(size.AddWidthHeight(2*r.out, 2*r.out))
}

// Refresh shows the widget as it is now.
func (r *ringed) Refresh() {
	r.WidgetRenderer.Refresh()
	r.ring.show(*r.focused)
}
