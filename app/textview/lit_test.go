package textview

import (
	"math/rand"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// lights every place where a word stands, the n-th the most.
func lights(v *View, word string, n int) Lighter {
	s := v.Text().String()
	return func(dst []Lit, window rangeset.Range) []Lit {
		k := 0
		for at := strings.Index(s, word); at >= 0; k++ {
			r := rangeset.Range{Start: v.Text().Pos(text.Byte(at)), End: v.Text().Pos(text.Byte(at + len(word)))}
			if r.Overlaps(window) {
				dst = append(dst, Lit{r, k == n})
			}
			next := strings.Index(s[at+len(word):], word)
			if next < 0 {
				break
			}
			at += len(word) + next
		}
		return dst
	}
}

func TestWhatIsLitLooksOtherAndTheCurrentOneAgain(t *testing.T) {
	v := window(t, story, 900, 500)
	v.SetStyles(testStyles)
	v.SetDecorator(decorate(randomMarks(v.Text(), 8, 1)))
	seen := [][]uint8{}
	looks := func(what string) {
		t.Helper()
		samePixels(t, v, what)
		for _, before := range seen {
			if slices.Equal(before, v.buffer.img.Pix) {
				t.Errorf("%s: it looks as before", what)
			}
		}
		seen = append(seen, slices.Clone(v.buffer.img.Pix))
	}
	looks("nothing")
	v.SetLighter(lights(v, "said", -1))
	looks("lit")
	v.SetLighter(lights(v, "said", 1))
	looks("the current one")
	at := lights(v, "said", 1)(nil, rangeset.Range{Start: 0, End: v.Text().Len()})[1]
	v.Select(at.Range)
	looks("the current one, selected")
	v.SetLighter(nil)
	looks("selected alone")
}

func TestScrollingWithLitWordsLooksLikeDrawingAnew(t *testing.T) {
	v := window(t, strings.Repeat(oddText+"\n\n"+story+"\n", 30), 900, 500)
	v.SetStyles(testStyles)
	v.SetDecorator(decorate(randomMarks(v.Text(), 900, 1)))
	r := rand.New(rand.NewSource(5))
	for _, word := range []string{"the", "في", "文", "e", "\n"} {
		v.SetLighter(lights(v, word, 3))
		for range 8 {
			v.ScrollBy(float32(r.Intn(300) - 120))
			if !samePixels(t, v, word) {
				return
			}
		}
	}
}

func TestLitTextIsLegibleAndItsFrameIsSeen(t *testing.T) {
	test.NewTempApp(t)
	for _, variant := range []fyne.ThemeVariant{theme.VariantLight, theme.VariantDark} {
		usual := darkOrLight{theme.DefaultTheme(), variant}
		for least, th := range map[float32]fyne.Theme{4.5: usual, 7: stark{usual}} {
			l := lookOf(th, variant)
			for _, current := range []bool{false, true} {
				if got := contrast(l.text, l.glow(current)); got < least {
					t.Errorf("variant %d, current %v: the text has %.1f, at least %v", variant, current, got, least)
				}
			}
			frame := l.frame()
			if got := min(contrast(frame, l.ground), contrast(frame, l.selection)); got < 3 {
				t.Errorf("variant %d, at least %v: the frame has %.1f", variant, least, got)
			}
		}
	}
}
