package textview

import (
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// darkOrLight is a theme that stays with one variant.
type darkOrLight struct {
	fyne.Theme
	variant fyne.ThemeVariant
}

func (t darkOrLight) Color(n fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	return t.Theme.Color(n, t.variant)
}

// TestPictures draws pages for eyes to judge, when TEXTVIEW_PICTURES names a folder for them.
func TestPictures(t *testing.T) {
	folder := os.Getenv("TEXTVIEW_PICTURES")
	if folder == "" {
		t.Skip("TEXTVIEW_PICTURES names no folder")
	}
	for _, c := range []struct {
		name, text string
		variant    fyne.ThemeVariant
		width      float32
		scale      float32
		marks      int
		set        Typography
		lit        string
	}{
		{"news-light", news(6000), theme.VariantLight, 900, 1, 60, Typography{}, "ba"},
		{"news-dark", news(6000), theme.VariantDark, 900, 1, 60, Typography{}, "ba"},
		{"news-sharp", news(6000), theme.VariantLight, 900, 2, 60, Typography{}, "ba"},
		{"news-narrow", news(6000), theme.VariantLight, 340, 1, 60, Typography{}, "said"},
		{"odd-light", oddText, theme.VariantLight, 900, 1, 12, Typography{}, "了"},
		{"odd-dark", oddText, theme.VariantDark, 900, 2, 12, Typography{}, "في"},
		{"directions-light", directions, theme.VariantLight, 900, 1, 12, Typography{}, "x"},
		{"directions-dark", directions, theme.VariantDark, 900, 2, 12, Typography{}, "x"},
		{"empty", "", theme.VariantLight, 900, 1, 0, Typography{}, "x"},
		{"list", newsList, theme.VariantLight, 640, 1, 12, Typography{Numbers: true}, "x"},
		{"list-sans", newsList, theme.VariantDark, 640, 2, 12, Typography{Face: "sans", Numbers: true}, "x"},
		{"list-arabic", arabicList, theme.VariantLight, 420, 1, 3, Typography{Numbers: true}, "x"},
		{"large", newsList, theme.VariantLight, 900, 1, 12, Typography{Size: 68, Numbers: true}, "x"},
		{"large-narrow", newsList, theme.VariantDark, 300, 1, 12, Typography{Face: "sans", Size: 68, Numbers: true}, "x"},
		{"double", newsList, theme.VariantLight, 900, 1, 12, Typography{Size: 34}, "x"},
		{"wide", news(6000), theme.VariantLight, 1400, 1, 12, Typography{Measure: -1, Numbers: true}, "x"},
	} {
		test.NewTempApp(t).Settings().SetTheme(darkOrLight{theme.DefaultTheme(), c.variant})
		v := New(testFonts(t))
		v.fonts.Add("sans", theme.DefaultTextFont().Content(), theme.DefaultTextBoldFont().Content())
		v.SetTypography(c.set)
		w := test.NewTempWindow(t, v)
		w.SetPadded(false)
		w.Canvas().(test.WindowlessCanvas).SetScale(c.scale)
		w.Resize(fyne.NewSize(c.width, 700))
		x := text.MustNew(c.text)
		v.SetText(x)
		v.SetStyles(testStyles)
		v.SetDecorator(decorate(randomMarks(x, c.marks, 3)))
		w.Canvas().Focus(v)
		v.Select(rangeset.Range{Start: min(260, x.Len()), End: min(320, x.Len())})
		v.SetLighter(lights(v, c.lit, 2))
		f, err := os.Create(filepath.Join(folder, c.name+".png"))
		if err != nil {
			t.Fatal(err)
		}
		if err := png.Encode(f, w.Canvas().Capture()); err != nil {
			t.Error(err)
		}
		f.Close()
	}
}

// TestSystemFontsComeInLater needs a machine with a font for Devanagari.
func TestSystemFontsComeInLater(t *testing.T) {
	v := window(t, "head\n\nहिन्दी", 600, 300)
	v.fonts.system = &system{}
	v.relayout()
	drawPage(v)
	face := func() uint16 { return v.page.block(2).lines[0].glyphs[0].face }
	if face() != 0 {
		t.Fatal("drawn with a face before one was found")
	}
	for range 50 {
		time.Sleep(100 * time.Millisecond)
		v.fonts.system.collect(v.fonts)
		if len(v.fonts.system.found) > 0 {
			break
		}
	}
	if len(v.fonts.system.found) == 0 {
		t.Skip("no such font here")
	}
	if face() == 0 {
		t.Error("still a box")
	}
}

// stark is a theme of black and white.
type stark struct{ darkOrLight }

func (s stark) Color(n fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	ground, ink := color.NRGBA{255, 255, 255, 255}, color.NRGBA{A: 255}
	if s.variant == theme.VariantDark {
		ground, ink = ink, ground
	}
	switch n {
	case theme.ColorNameBackground:
		return ground
	case theme.ColorNameForeground:
		return ink
	}
	return s.darkOrLight.Color(n, v)
}

func TestTextStandsOutFromEveryGround(t *testing.T) {
	test.NewTempApp(t)
	for _, variant := range []fyne.ThemeVariant{theme.VariantLight, theme.VariantDark} {
		usual := darkOrLight{theme.DefaultTheme(), variant}
		for least, th := range map[float32]fyne.Theme{4.5: usual, 7: stark{usual}} {
			l := lookOf(th, variant)
			if got := contrast(l.text, l.selection); got < least {
				t.Errorf("variant %d, at least %v: %.1f on the selection", variant, least, got)
			}
			if got := contrast(l.muted, l.ground); got < least {
				t.Errorf("variant %d, at least %v: tags have %.1f", variant, least, got)
			}
			if got := contrast(l.selection, l.ground); l.strong && got < 2.5 {
				t.Errorf("variant %d: the selection has %.1f", variant, got)
			}
			for i := range testStyles {
				c, _ := l.style(testStyles, i)
				if got := contrast(l.ground, l.plate(c)); got < least {
					t.Errorf("variant %d, at least %v, style %d: the digit of a mark has %.1f", variant, least, i, got)
				}
				for j := range testStyles {
					other, _ := l.style(testStyles, j)
					if got := contrast(l.text, l.twofold(c, other)); got < least {
						t.Errorf("variant %d, at least %v, style %d over %d: %.1f", variant, least, i, j, got)
					}
				}
				for state := Plain; state < 2*Suggested; state++ {
					if got := contrast(l.text, l.fill(c, state)); got < least {
						t.Errorf("variant %d, at least %v, style %d, state %d: %.1f", variant, least, i, state, got)
					}
				}
			}
		}
	}
}
