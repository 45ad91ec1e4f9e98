package textview

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// look is the colours of a page, from the theme.
type look struct {
	dark                                  bool
	strong                                bool // a theme of high contrast
	ground, text, muted, selection, alarm color.NRGBA
}

// lookOf takes the colours of a theme. Whether it is dark is told by its background, so that themes which ignore the
// variant are right too.
func lookOf(t fyne.Theme, variant fyne.ThemeVariant) look {
	of := func(name fyne.ThemeColorName) color.NRGBA {
		return color.NRGBAModel.Convert(t.Color(name, variant)).(color.NRGBA)
	}
	l := look{ground: of(theme.ColorNameBackground), text: of(theme.ColorNameForeground), alarm: of(theme.ColorNameError),
		selection: of(theme.ColorNamePrimary)}
	l.ground.A = 255
	l.text.A = 255
	l.dark = luminance(l.ground) < 0.25
	l.strong = contrast(l.text, l.ground) > strongContrast
	l.selection = l.highlight(l.selection)
	l.text = legible(l.text, l.selection, l.dark, 7) // which leaves more than 4.5 on every fill
	l.muted = over(l.ground, fade(l.text, 0.72))
	return l
}

// strongContrast is what the text of a theme of high contrast has at least: nearly that of black and white.
const strongContrast = 19

// highlight is what a selection of the colour c looks like. In a theme of high contrast it is as strong as the text on it bears.
func (l *look) highlight(c color.NRGBA) color.NRGBA {
	best := over(l.ground, fade(c, 0.38))
	for o := float32(0.4); l.strong && o <= 1; o += 0.02 {
		next := over(l.ground, fade(c, o))
		if contrast(l.text, next) < 7 {
			break
		}
		best = next
	}
	return best
}

// legibility is the contrast that text has at least on the fill of a mark.
func (l *look) legibility() float32 {
	if l.strong {
		return 7
	}
	return 4.5
}

// faint is the opacity of what is drawn paler than text, higher in a theme of high contrast.
func (l *look) faint(opacity float32) float32 {
	if l.strong {
		return min(1, opacity+0.35)
	}
	return opacity
}

// weight is the thickness of underlines in ems.
func (l *look) weight() float32 {
	if l.strong {
		return 0.16
	}
	return 0.1
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

// legible moves a colour away from a ground until it has a contrast.
func legible(text, ground color.NRGBA, dark bool, least float32) color.NRGBA {
	end := color.NRGBA{A: 255}
	if dark {
		end = color.NRGBA{255, 255, 255, 255}
	}
	for range 8 {
		if contrast(text, ground) >= least {
			break
		}
		text = over(text, fade(end, 0.25))
	}
	return text
}

// contrast is that of WCAG 2, from 1 to 21.
func contrast(a, b color.NRGBA) float32 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// fill is the colour that text stands on within a mark: the mark's own, so pale that the text stays legible.
func (l *look) fill(c color.NRGBA, state State) color.NRGBA {
	return l.tint(c, l.opacity(state))
}

// tint is the ground with a colour laid over it, of the opacity o or as much less as keeps the text legible.
func (l *look) tint(c color.NRGBA, o float32) color.NRGBA {
	for ; ; o *= 0.85 {
		if g := over(l.ground, fade(c, o)); contrast(l.text, g) >= l.legibility() || o < 0.02 {
			return g
		}
	}
}

// twofold is the colour of a stretch that two marks fill, one over the other.
func (l *look) twofold(a, b color.NRGBA) color.NRGBA {
	for o := l.opacity(Plain); ; o *= 0.85 {
		if g := over(over(l.ground, fade(b, o)), fade(a, o)); contrast(l.text, g) >= l.legibility() || o < 0.02 {
			return g
		}
	}
}

// plate is a mark's colour as signs in the colour of the ground are legible on it.
func (l *look) plate(c color.NRGBA) color.NRGBA { return legible(c, l.ground, l.dark, l.legibility()) }

// opacity is that of a fill.
func (l *look) opacity(state State) float32 {
	o := float32(0.17)
	switch {
	case state&Chosen != 0:
		o = 0.36
	case state&Hovered != 0:
		o = 0.28
	case state&Suggested != 0:
		o = 0.06
	}
	if l.dark {
		o *= 1.25
	}
	if state&Saving != 0 {
		o *= 0.6
	}
	return o
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

// luminance is that of WCAG 2: 0 black to 1 white.
func luminance(c color.NRGBA) float32 {
	linear := func(v uint8) float64 {
		if f := float64(v) / 255; f > 0.04045 {
			return math.Pow((f+0.055)/1.055, 2.4)
		}
		return float64(v) / 255 / 12.92
	}
	return float32(0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B))
}
