package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// cardLayout stands a card over a line, a heading and a list. The card takes the height that it needs, up to a share of the pane, and
// scrolls beyond, so that a long text in it neither makes the window higher nor leaves the list without room.
type cardLayout struct {
	card  *container.Scroll
	least float32 // the share of the pane's height that the list keeps however many rows the headings take
}

const (
	cardShare = 0.6  // of the pane's height, at most
	listLeast = 0.22 // of the pane's height, for a list alone
	paneLeast = 0.5  // the same for what has more than a list: the history, comments, the guide
	cardLeast = 100  // points of height
)

// height is that of the card in a pane of this size, whose objects are those of Layout.
func (l *cardLayout) height(os []fyne.CanvasObject, pane fyne.Size) float32 {
	content := l.card.Content
	content.Resize(fyne.NewSize(pane.Width, content.MinSize().Height)) // texts break at this width
	most := (1 - l.least) * pane.Height
	for i, o := range os[:len(os)-1] {
		if i > 0 {
			o.Resize(fyne.NewSize(pane.Width, o.MinSize().Height)) // headings break at this width
			most -= o.MinSize().Height
		}
		most -= theme.Padding()
	}
	return min(content.MinSize().Height, max(cardLeast, min(cardShare*pane.Height, most)))
}

// Layout is fyne.Layout. The objects are the card, the line, the heading and the list.
func (l *cardLayout) Layout(os []fyne.CanvasObject, pane fyne.Size) {
	y := float32(0)
	for i, o := range os {
		h := o.MinSize().Height
		switch i {
		case 0:
			h = l.height(os, pane)
		case len(os) - 1:
			h = max(0, pane.Height-y)
		}
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(pane.Width, h))
		y += h + theme.Padding()
	}
}

// MinSize is fyne.Layout.
func (l *cardLayout) MinSize(os []fyne.CanvasObject) fyne.Size {
	m := fyne.NewSize(l.card.Content.MinSize().Width, cardLeast)
	for _, o := range os[1:] {
		s := o.MinSize()
		m = fyne.NewSize(max(m.Width, s.Width), m.Height+theme.Padding()+s.Height)
	}
	return m
}
