package textview

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// look is the colours of a page, from the theme.
type look struct {
	dark                                         bool
	ground, text, muted, selection, alarm, focus color.NRGBA
}

// lookOf takes the colours of a theme. Whether it is dark is told by its background, so that themes which ignore the
// variant are right too.
func lookOf(t fyne.Theme, variant fyne.ThemeVariant) look {
	of := func(name fyne.ThemeColorName) color.NRGBA {
		return color.NRGBAModel.Convert(t.Color(name, variant)).(color.NRGBA)
	}
	l := look{ground: of(theme.ColorNameBackground), text: of(theme.ColorNameForeground), alarm: of(theme.ColorNameError),
		focus: of(theme.ColorNamePrimary), selection: of(theme.ColorNamePrimary)}
	l.ground.A = 255
	l.dark = luminance(l.ground) < 0.25
	l.selection.A = 0x5C
	if l.dark {
		l.selection.A = 0x78
	}
	l.muted = over(l.ground, fade(l.text, 0.72))
	return l
}

// style gives the colour of a style; one that is not there is grey.
func (l *look) style(styles []Style, i int) (color.NRGBA, Shape) {
	if i < 0 || i >= len(styles) {
		return color.NRGBA{0x80, 0x80, 0x80, 0xFF}, Solid
	}
	if l.dark {
		return styles[i].Dark, styles[i].Shape
	}
	return styles[i].Light, styles[i].Shape
}

// fade makes a colour more transparent.
func fade(c color.NRGBA, opacity float32) color.NRGBA {
	c.A = uint8(float32(c.A)*opacity + 0.5)
	return c
}

// over lays a transparent colour on an opaque one.
func over(ground, c color.NRGBA) color.NRGBA {
	mix := func(g, c8, a uint8) uint8 { return uint8((uint32(g)*(255-uint32(a)) + uint32(c8)*uint32(a)) / 255) }
	return color.NRGBA{mix(ground.R, c.R, c.A), mix(ground.G, c.G, c.A), mix(ground.B, c.B, c.A), 255}
}

// luminance is that of WCAG, roughly: 0 black to 1 white.
func luminance(c color.NRGBA) float32 {
	square := func(v uint8) float32 { f := float32(v) / 255; return f * f }
	return 0.2126*square(c.R) + 0.7152*square(c.G) + 0.0722*square(c.B)
}
