package textview

import (
	"testing"

	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

func TestAFaceIsReadWhenItIsFirstShownAndOnce(t *testing.T) {
	test.NewTempApp(t)
	f := testFonts(t)
	f.Add("sans", theme.DefaultTextFont().Content(), theme.DefaultTextBoldFont().Content())
	f.Add("broken", []byte("no font"), nil)
	if n := len(f.parsed); n != 1 {
		t.Errorf("before anything is shown %d fonts are read, want that of the signs alone", n)
	}
	regular, bold := f.family("sans")
	if regular != f.signs || bold == regular || len(f.parsed) != 2 {
		t.Errorf("of the sans the regular is another than that of the signs, or %d fonts are read", len(f.parsed))
	}
	if serif, _ := f.family("no such face"); serif == regular || serif == nil {
		t.Error("a name that is not known does not give the first face")
	}
	if x, y := f.family("broken"); x != f.signs || y != f.signs {
		t.Error("a font that cannot be read is not replaced")
	}
}

func TestTheFaceChosenSetsTheText(t *testing.T) {
	v := window(t, "Headline\n\nThe deficit rose, قال, שלום.", 900, 400)
	v.fonts.Add("sans", theme.DefaultTextFont().Content(), theme.DefaultTextBoldFont().Content())
	letter := func() *face { return v.fonts.faces[v.page.block(2).lines[0].glyphs[0].face] }
	serif := letter()
	v.SetTypography(Typography{Face: "sans"})
	if letter() != v.fonts.signs || letter() == serif {
		t.Error("the text is not set in the sans")
	}
	for _, g := range v.page.block(2).lines[0].glyphs {
		if g.face == 0 {
			t.Error("a character has no face")
		}
	}
	samePixels(t, v, "in the sans")
	v.SetTypography(Typography{})
	if letter() != serif {
		t.Error("the serif does not come back")
	}
}
