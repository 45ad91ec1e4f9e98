package textview

import (
	"image/color"
	"testing"

	"rubricator/annotation/rangeset"
)

// longestBar is the longest run of pixels of one colour in a row of the page.
func longestBar(v *View, c color.NRGBA) (longest int) {
	img := drawnAnew(v)
	for y := range img.Rect.Dy() {
		run := 0
		for x := range img.Rect.Dx() {
			if r, g, b, _ := img.At(x, y).RGBA(); uint8(r>>8) == c.R && uint8(g>>8) == c.G && uint8(b>>8) == c.B {
				run++
			} else {
				run = 0
			}
			longest = max(longest, run)
		}
	}
	return longest
}

func TestALineThatIsStruckOutHasALineThroughIt(t *testing.T) {
	v := window(t, "Share on Facebook\n\nTolls rose.\n", 900, 300)
	if got := longestBar(v, v.look.muted); got > 20 {
		t.Fatalf("a bar of %d pixels is there before", got)
	}
	v.SetDecorator(func(dst []Decoration, _ rangeset.Range) []Decoration {
		return append(dst, Decoration{Range: rangeset.Range{Start: 0, End: 17}, Key: 1, State: Struck})
	})
	if got := longestBar(v, v.look.muted); got < 100 {
		t.Errorf("the longest bar has %d pixels", got)
	}
}
