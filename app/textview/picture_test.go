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
	}{
		{"news-light", news(6000), theme.VariantLight, 900, 1, 60},
		{"news-dark", news(6000), theme.VariantDark, 900, 1, 60},
		{"news-sharp", news(6000), theme.VariantLight, 900, 2, 60},
		{"news-narrow", news(6000), theme.VariantLight, 340, 1, 60},
		{"odd-light", oddText, theme.VariantLight, 900, 1, 12},
		{"odd-dark", oddText, theme.VariantDark, 900, 2, 12},
		{"directions-light", directions, theme.VariantLight, 900, 1, 12},
		{"directions-dark", directions, theme.VariantDark, 900, 2, 12},
		{"empty", "", theme.VariantLight, 900, 1, 0},
	} {
		test.NewTempApp(t).Settings().SetTheme(darkOrLight{theme.DefaultTheme(), c.variant})
		v := New(testFonts(t))
		w := test.NewTempWindow(t, v)
		w.SetPadded(false)
		w.Canvas().(test.WindowlessCanvas).SetScale(c.scale)
		w.Resize(fyne.NewSize(c.width, 700))
		x := text.MustNew(c.text)
		v.SetText(x)
		v.SetStyles(testStyles)
		v.SetDecorator(decorate(randomMarks(x, c.marks, 3)))
		w.Canvas().Focus(v)
		v.Select(rangeset.Range{Start: 260, End: 320})
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

func TestTextStandsOutFromEveryGround(t *testing.T) {
	for _, variant := range []fyne.ThemeVariant{theme.VariantLight, theme.VariantDark} {
		test.NewTempApp(t)
		l := lookOf(theme.DefaultTheme(), variant)
		if got := contrast(l.text, l.selection); got < 4.5 {
			t.Errorf("variant %d: %.1f on the selection", variant, got)
		}
		if got := contrast(l.muted, l.ground); got < 4.5 {
			t.Errorf("variant %d: tags have %.1f", variant, got)
		}
		for i := range testStyles {
			c, _ := l.style(testStyles, i)
			for state := Plain; state < 2*Suggested; state++ {
				if got := contrast(l.text, l.fill(c, state)); got < 4.5 {
					t.Errorf("variant %d, style %d, state %d: %.1f", variant, i, state, got)
				}
			}
		}
	}
}
