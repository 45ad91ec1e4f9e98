package textview

import (
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"rubricator/annotation/rangeset"
)

const keptText = "Port doubles its tolls 🇺🇦\n\n“It happens to everybody,” Vance said in May. “It was 12% then.”\n\n" +
	"قال الرئيس في 12 مايو 2024 إن شركة Google ستفتح مكتبا 👩‍👩‍👧 في المدينة.\n\n- One of two.\n- And “two”."

// keptPage is a page with overlaps, a link, an interrupted mark with its handles, Arabic and emoji, in shipped faces alone.
func keptPage(t *testing.T, look fyne.Theme) *image.RGBA {
	v := window(t, keptText, 560, 400)
	v.OnBound = func(uint64, rangeset.Range, rangeset.Range) {}
	fyne.CurrentApp().Settings().SetTheme(look)
	of := func(words string, key uint64, style int, state State) Decoration {
		return Decoration{Range: stretch(t, v, words), Key: key, Style: style, State: state, Tag: testTags[style]}
	}
	quote, rest := of("“It happens to everybody,”", 1, 0, Chosen), of("“It was 12% then.”", 1, 0, Chosen)
	rest.Tag = ""
	who, number, arabic := of("Vance said", 2, 2, Plain), of("12%", 3, 1, Plain), of("12 مايو 2024", 4, 1, Plain)
	marks(v, quote, who, rest, number, of("قال الرئيس في 12 مايو 2024 إن شركة Google", 5, 4, Plain), arabic,
		of("12 مايو", 6, 3, Plain), of("One of two", 7, 2, Suggested))
	links(v, Link{Key: 8, From: quote.Range, To: who.Range, Name: "stated in"}, Link{Key: 9, From: number.Range, To: arabic.Range, Name: "rests on"},
		Link{Key: 1, From: quote.Range, To: rest.Range, Joint: true})
	return v.buffer.img
}

// strongTheme is one of high contrast.
type strongTheme struct{ darkOrLight }

func (s strongTheme) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	ink, paper := color.Black, color.White
	if s.variant == theme.VariantDark {
		ink, paper = paper, ink
	}
	switch name {
	case theme.ColorNameForeground:
		return ink
	case theme.ColorNameBackground, theme.ColorNameInputBackground:
		return paper
	}
	return s.darkOrLight.Color(name, v)
}

// How much a channel of a pixel may differ from the kept picture, and how many pixels may differ more: outlines are filled
// in floating point, which machines round in their own ways.
const (
	channelSlack = 24
	pixelSlack   = 200
)

// TestPagesLookAsTheyDid holds a page of each theme to a kept picture. With TEXTVIEW_KEEP set it keeps what is drawn now.
func TestPagesLookAsTheyDid(t *testing.T) {
	light, dark := darkOrLight{theme.DefaultTheme(), theme.VariantLight}, darkOrLight{theme.DefaultTheme(), theme.VariantDark}
	for name, look := range map[string]fyne.Theme{"light": light, "dark": dark, "contrast-light": strongTheme{light}, "contrast-dark": strongTheme{dark}} {
		t.Run(name, func(t *testing.T) {
			drawn, path := keptPage(t, look), filepath.Join("testdata", "page-"+name+".png")
			if os.Getenv("TEXTVIEW_KEEP") != "" {
				keep(t, path, drawn)
			}
			f, err := os.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			kept, err := png.Decode(f)
			if err != nil {
				t.Fatal(err)
			}
			if n := unlike(drawn, kept); n > pixelSlack {
				seen := filepath.Join(t.ArtifactDir(), "page-"+name+".png")
				keep(t, seen, drawn)
				t.Errorf("%d pixels differ from %s", n, path)
			}
		})
	}
}

func keep(t *testing.T, path string, img image.Image) {
	t.Helper()
	f, err := os.Create(path)
	if err == nil {
		err = png.Encode(f, img)
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
}

// unlike counts the pixels that differ, all of them where the sizes do.
func unlike(a *image.RGBA, b image.Image) int {
	if a.Rect != b.Bounds() {
		return a.Rect.Dx() * a.Rect.Dy()
	}
	apart := func(x, y uint32) bool { return max(x, y)-min(x, y) > channelSlack<<8 }
	n := 0
	for y := range a.Rect.Dy() {
		for x := range a.Rect.Dx() {
			r0, g0, b0, _ := a.At(x, y).RGBA()
			r1, g1, b1, _ := b.At(x, y).RGBA()
			if apart(r0, r1) || apart(g0, g1) || apart(b0, b1) {
				n++
			}
		}
	}
	return n
}
