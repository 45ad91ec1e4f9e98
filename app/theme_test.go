package app

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/jobs"
	"rubricator/app/settings"
	"rubricator/app/textview"
	"rubricator/assets"
)

// linear gives the light of red, green and blue, from 0 to 1.
func linear(c color.NRGBA) [3]float64 {
	of := func(v uint8) float64 {
		if f := float64(v) / 255; f > 0.04045 {
			return math.Pow((f+0.055)/1.055, 2.4)
		}
		return float64(v) / 255 / 12.92
	}
	return [3]float64{of(c.R), of(c.G), of(c.B)}
}

// contrast is that of WCAG 2, from 1 to 21.
func contrast(a, b color.NRGBA) float64 {
	of := func(c color.NRGBA) float64 {
		l := linear(c)
		return 0.2126*l[0] + 0.7152*l[1] + 0.0722*l[2] + 0.05
	}
	x, y := of(a), of(b)
	return max(x, y) / min(x, y)
}

func opaque(c color.Color) color.NRGBA {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	n.A = 255
	return n
}

// laid is a colour laid over an opaque one.
func laid(ground, c color.NRGBA) color.NRGBA {
	mix := func(g, v uint8) uint8 { return uint8((int(g)*(255-int(c.A)) + int(v)*int(c.A)) / 255) }
	return color.NRGBA{mix(ground.R, c.R), mix(ground.G, c.G), mix(ground.B, c.B), 255}
}

// isStrong tells the themes of high contrast.
func isStrong(theme string) bool { return strings.HasPrefix(theme, "contrast") }

func TestColoursOfTheWindowStandOut(t *testing.T) {
	grounds := []fyne.ThemeColorName{theme.ColorNameBackground, theme.ColorNameInputBackground, theme.ColorNameOverlayBackground, theme.ColorNameMenuBackground}
	for _, name := range settings.Themes[1:] {
		l := newLook(name)
		of := func(n fyne.ThemeColorName) color.NRGBA {
			return color.NRGBAModel.Convert(l.Color(n, theme.VariantLight)).(color.NRGBA)
		}
		check := func(what fyne.ThemeColorName, on fyne.ThemeColorName, least float64) {
			t.Helper()
			if got := contrast(laid(of(on), of(what)), of(on)); got < least {
				t.Errorf("%s: %s on %s has %.2f, want %.1f", name, what, on, got, least)
			}
		}
		text, more := 4.5, 3.0
		if isStrong(name) {
			text, more = 7, 4.5
		}
		for _, g := range grounds {
			for _, ink := range []fyne.ThemeColorName{theme.ColorNameForeground, theme.ColorNamePlaceHolder, theme.ColorNameSuccess, theme.ColorNameError} {
				check(ink, g, text)
			}
			for _, sign := range []fyne.ThemeColorName{theme.ColorNamePrimary, theme.ColorNameFocus, theme.ColorNameInputBorder} {
				check(sign, g, more)
			}
			check(theme.ColorNameDisabled, g, 3)
		}
		check(theme.ColorNameForeground, theme.ColorNameButton, text)
		check(theme.ColorNameForegroundOnPrimary, theme.ColorNamePrimary, text)
		for _, over := range []fyne.ThemeColorName{theme.ColorNameSelection, theme.ColorNameHover} {
			if got := contrast(of(theme.ColorNameForeground), laid(of(theme.ColorNameOverlayBackground), of(over))); got < text {
				t.Errorf("%s: text on %s has %.2f", name, over, got)
			}
		}
		if isStrong(name) {
			check(theme.ColorNameSeparator, theme.ColorNameBackground, more)
		}
	}
}

// labels are those of the shipped scheme.
func labels(t *testing.T) *annotation.Scheme {
	t.Helper()
	s, err := jobs.ShippedScheme("simple")
	if err != nil {
		t.Fatal(err)
	}
	return &s
}

// states are all in which a mark is drawn.
var states = []textview.State{textview.Plain, textview.Hovered, textview.Chosen, textview.Suggested, textview.Saving, textview.Unsaved,
	textview.Chosen | textview.Hovered, textview.Chosen | textview.Suggested, textview.Chosen | textview.Saving, textview.Hovered | textview.Suggested}

// TestMarkedTextStandsOutAsItIsDrawn looks at pixels: letters of thick strokes, one mark a line, in each state of each label.
func TestMarkedTextStandsOutAsItIsDrawn(t *testing.T) {
	scheme := labels(t)
	var marks []textview.Decoration
	word := "HHHH"
	for i := range scheme.Labels {
		for _, s := range states {
			at := text.Pos(len(marks) * (len(word) + 1))
			marks = append(marks, textview.Decoration{Range: rangeset.Range{Start: at, End: at + text.Pos(len(word))}, Key: uint64(len(marks) + 1), Style: i, State: s})
		}
	}
	x := text.MustNew(strings.Repeat(word+"\n", len(marks)+1) + word)
	for _, name := range settings.Themes[1:] {
		test.NewTempApp(t).Settings().SetTheme(newLook(name))
		fonts, err := textview.NewFonts(assets.NotoSerif, assets.NotoSerifBold)
		if err != nil {
			t.Fatal(err)
		}
		v := textview.New(fonts.WithoutSystem())
		v.SetTypography(textview.Typography{Size: 40, Leading: 1.4})
		all, _ := styles(scheme)
		v.SetStyles(all)
		v.SetDecorator(func(dst []textview.Decoration, _ rangeset.Range) []textview.Decoration { return append(dst, marks...) })
		w := test.NewTempWindow(t, v)
		w.SetPadded(false)
		w.Resize(fyne.NewSize(400, float32(80*(len(marks)+4))))
		v.SetText(x)
		selected := rangeset.Range{Start: x.Len() - text.Pos(len(word)), End: x.Len()}
		v.Select(selected)
		img := w.Canvas().Capture()
		least := 4.5
		if isStrong(name) {
			least = 7
		}
		ground := opaque(img.At(2, 2))
		for _, m := range append(slices.Clone(marks), textview.Decoration{Range: selected}) {
			letters, fill, edge := colours3(img, v, m.Range)
			if got := contrast(letters, fill); got < least {
				t.Errorf("%s: label %d, state %d: text %v on %v has %.2f", name, m.Style, m.State, letters, fill, got)
			}
			if m.Key != 0 && m.State&textview.Saving == 0 {
				if got := contrast(edge, ground); got < 3 {
					t.Errorf("%s: label %d, state %d: its underline has %.2f on the page", name, m.Style, m.State, got)
				}
			}
			if m.Key == 0 {
				if got := contrast(fill, ground); got < 1.3 || isStrong(name) && got < 2.5 {
					t.Errorf("%s: the selection has %.2f on the page", name, got)
				}
			}
		}
	}
}

// colours3 gives the colour of the letters of a marked word, of the fill behind them, and of the line under them.
func colours3(img image.Image, v *textview.View, r rangeset.Range) (letters, fill, edge color.NRGBA) {
	where, height, _ := v.BoundsOf(r.Start)
	end, _, _ := v.BoundsOf(r.End)
	if end.Y != where.Y || end.X <= where.X {
		end.X = where.X + 100
	}
	count := func(y0, y1 float32) []color.NRGBA {
		n := map[color.NRGBA]int{}
		for y := int(where.Y + y0*height); y < int(where.Y+y1*height); y++ {
			for x := int(where.X) + 3; x < int(end.X)-3; x++ {
				n[opaque(img.At(x, y))]++
			}
		}
		var out []color.NRGBA
		for c := range n {
			out = append(out, c)
		}
		slices.SortFunc(out, func(a, b color.NRGBA) int { return n[b] - n[a] })
		return out
	}
	inside := count(0.4, 0.6)
	fill, letters = inside[0], inside[1]
	for _, c := range count(0.3, 0.65) { // the pure colour of the strokes is the one that stands out most
		if contrast(c, fill) > contrast(letters, fill) {
			letters = c
		}
	}
	for _, c := range count(0.76, 1) {
		if contrast(c, fill) > contrast(edge, fill) || edge.A == 0 {
			edge = c
		}
	}
	return letters, fill, edge
}

// simulations are what people with a full lack of one kind of cones see, on linear RGB: Machado, Oliveira and Fernandes, "A
// Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG 15(6), 2009, severity 1.0.
var simulations = map[string][9]float64{
	"usual":        {1, 0, 0, 0, 1, 0, 0, 0, 1},
	"protanopia":   {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
	"deuteranopia": {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
	"tritanopia":   {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900},
}

// lab is the place of a colour as it is seen in CIE L*a*b*, white being that of sRGB.
func lab(c color.NRGBA, m [9]float64) [3]float64 {
	l := linear(c)
	see := func(i int) float64 { return min(1, max(0, m[i]*l[0]+m[i+1]*l[1]+m[i+2]*l[2])) }
	r, g, b := see(0), see(3), see(6)
	f := func(x float64) float64 {
		if x > 216.0/24389 {
			return math.Cbrt(x)
		}
		return (24389.0/27*x + 16) / 116
	}
	x := f((0.4124*r + 0.3576*g + 0.1805*b) / 0.9505)
	y := f(0.2126*r + 0.7152*g + 0.0722*b)
	z := f((0.0193*r + 0.1192*g + 0.9505*b) / 1.089)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

// apart is how far two label colours must be from each other, in CIE 1976 delta E. Neighbours of 2.3 can just be told apart side
// by side; this is for lines as thin as an underline, away from each other.
const apart = 20

func TestLabelColoursAreToldApartByTheColourBlind(t *testing.T) {
	looks, _ := styles(labels(t))
	for name, matrix := range simulations {
		for i := range looks {
			for j := range i {
				for variant, pair := range map[string][2]color.NRGBA{"light": {looks[i].Light, looks[j].Light}, "dark": {looks[i].Dark, looks[j].Dark}} {
					a, b := lab(pair[0], matrix), lab(pair[1], matrix)
					d := math.Sqrt((a[0]-b[0])*(a[0]-b[0]) + (a[1]-b[1])*(a[1]-b[1]) + (a[2]-b[2])*(a[2]-b[2]))
					if d < apart {
						t.Errorf("%s, %s: labels %d and %d are %.1f apart", name, variant, j, i, d)
					}
				}
				if looks[i].Shape == looks[j].Shape {
					t.Errorf("labels %d and %d have the same underline", j, i)
				}
			}
		}
	}
}

func TestLabelColoursStandOutFromThePage(t *testing.T) {
	for _, name := range settings.Themes[1:] {
		page := opaque(newLook(name).Color(theme.ColorNameBackground, theme.VariantLight))
		looks, _ := styles(labels(t))
		for i, s := range looks {
			c := s.Light
			if strings.HasSuffix(name, "dark") {
				c = s.Dark
			}
			if got := contrast(c, page); got < 4.5 {
				t.Errorf("%s: label %d has %.2f on the page", name, i, got)
			}
		}
	}
}

func TestEveryThemeOfTheSettingsHasALookAndAnAction(t *testing.T) {
	p := atWork(t, tolls)
	p.selects("12%")
	p.press("2")
	p.selects("“We had no choice,”")
	p.press("1", "Esc", "Esc")
	p.selects("Just seven")
	seen := map[string]bool{}
	for _, name := range settings.Themes[1:] {
		p.does("theme." + name)
		p.pump()
		if p.settings.Theme != name || !p.actions.byID("theme."+name).checked() {
			t.Errorf("the theme is %q, want %q", p.settings.Theme, name)
		}
		seen[fmt.Sprint(nrgbaOf(theme.ColorNameBackground), nrgbaOf(theme.ColorNameForeground))] = true
		p.photograph("theme-" + name)
	}
	if len(seen) != len(settings.Themes)-1 {
		t.Errorf("%d of %d themes look different", len(seen), len(settings.Themes)-1)
	}
}

// TestInkIsWhatItSays guards against a colour that turns black where a part of it exceeds its alpha.
func TestInkIsWhatItSays(t *testing.T) {
	for _, c := range []color.NRGBA{rgb(0xffffff), rgb(0x000000), rgb(0xff0080)} {
		if got := opaque(ink(c)); contrast(got, c) > 1.02 {
			t.Errorf("%v is drawn as %v", c, got)
		}
	}
}

func TestChipsReadInEveryThemeAndState(t *testing.T) {
	fonts, err := textview.NewFonts(assets.NotoSerif, assets.NotoSerifBold)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range settings.Themes[1:] {
		test.NewTempApp(t).Settings().SetTheme(newLook(name))
		for _, l := range labels(t).Choices() {
			c := newChip(fonts, l, func() color.NRGBA { return labelColour(labels(t), l.Label) }, func() {})
			c.key.Text = "H"
			test.NewTempWindow(t, c)
			for _, s := range []chipState{{}, {sticky: true}, {wanted: true}, {hidden: true}} {
				c.show(s)
				fill := mixed(nrgbaOf(theme.ColorNameBackground), c.back.FillColor.(color.NRGBA))
				least := 4.5
				if isStrong(name) {
					least = 7
				}
				if got := contrast(color.NRGBAModel.Convert(c.key.Color).(color.NRGBA), fill); got < least {
					t.Errorf("%s: %s in state %+v has %.2f", name, l.Name, s, got)
				}
			}
		}
	}
}

// mixed is a colour laid over another.
func mixed(under, over color.NRGBA) color.NRGBA {
	mix := func(a, b uint8) uint8 { return uint8((int(a)*(255-int(over.A)) + int(b)*int(over.A)) / 255) }
	return color.NRGBA{R: mix(under.R, over.R), G: mix(under.G, over.G), B: mix(under.B, over.B), A: 255}
}
