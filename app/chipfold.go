package app

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
)

// chipFold stands chips in one row. Those that the width has no room for are folded into the last one, which says how many there are.
type chipFold struct {
	more   *chip
	folded int // how many are not to be seen
}

// outside is where folded chips are, in points.
const outside = -10_000

func (l *chipFold) Layout(os []fyne.CanvasObject, size fyne.Size) {
	room := size.Width
	if l.width(os) > room {
		room -= l.more.MinSize().Width + theme.Padding()
	}
	x, full := float32(0), false
	l.folded = 0
	for _, o := range os {
		if o == fyne.CanvasObject(l.more) || !o.Visible() {
			continue
		}
		m := o.MinSize()
		o.Resize(m)
		if full = full || x+m.Width > room; full {
			o.Move(fyne.NewPos(outside, 0))
			l.folded++
			continue
		}
		o.Move(fyne.NewPos(x, 0))
		x += m.Width + theme.Padding()
	}
	l.more.Move(fyne.NewPos(outside, 0))
	if l.folded > 0 {
		l.more.name.SetText(fmt.Sprintf("%d more", l.folded))
		l.more.Resize(l.more.MinSize())
		l.more.Move(fyne.NewPos(x, 0))
	}
}

// width is what all chips take in one row.
func (l *chipFold) width(os []fyne.CanvasObject) (w float32) {
	for _, o := range os {
		if o.Visible() && o != fyne.CanvasObject(l.more) {
			w += o.MinSize().Width + theme.Padding()
		}
	}
	return w
}

// MinSize leaves room for the fold alone.
func (l *chipFold) MinSize(os []fyne.CanvasObject) fyne.Size { return l.more.MinSize() }

// foldedMenu offers all that can be marked, the parts of a label below it.
func (w *Window) foldedMenu() {
	m := fyne.NewMenu("")
	scheme := w.schemeShown()
	for _, l := range scheme.Labels {
		var parts []*fyne.MenuItem
		for _, c := range scheme.Choices() {
			if c.Label == l.ID {
				parts = append(parts, fyne.NewMenuItem(keyedName(c), func() { w.clickChip(c) }))
			}
		}
		switch {
		case len(parts) == 1:
			m.Items = append(m.Items, parts[0])
		case len(parts) > 1:
			group := fyne.NewMenuItem(l.Name, nil)
			group.ChildMenu = fyne.NewMenu("", parts...)
			m.Items = append(m.Items, group)
		}
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(w.fold.more)
	widget.ShowPopUpMenuAtPosition(m, w.win.Canvas(), at.AddXY(0, w.fold.more.Size().Height))
}

// keyedName is the name of what can be marked, with its key.
func keyedName(c annotation.Choice) string {
	if c.Key == "" {
		return c.Name
	}
	return c.Name + "  (" + c.Key + ")"
}
