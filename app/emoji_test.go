package app

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2/theme"
)

// In a field an emoji is drawn in its colours, though the toolkit goes without its emoji font until one turns up.
func TestAFieldDrawsAnEmojiInItsColours(t *testing.T) {
	p := atWork(t, strait)
	if n := len(theme.DefaultEmojiFont().Content()); n > 100_000 {
		t.Errorf("the toolkit holds an emoji font of %d bytes before any emoji was shown", n)
	}
	p.press("Ctrl+F")
	if p.coloured() > 0 {
		t.Fatal("there is yellow before the emoji")
	}
	p.writes("🙂")
	p.photograph("emoji")
	if p.coloured() == 0 {
		t.Error("no yellow face is drawn in the field")
	}
}

// coloured counts the yellow pixels of the window.
func (p *person) coloured() int {
	n := 0
	img := p.win.Canvas().Capture()
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
			if c.R > 220 && c.G > 180 && c.B < 120 {
				n++
			}
		}
	}
	return n
}
