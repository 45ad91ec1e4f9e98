package textview

import (
	"math/rand"
	"slices"
	"strings"
	"testing"

	"rubricator/annotation/rangeset"
)

// flags puts one over every place where a word stands, every other one open.
func flags(v *View, word string) Flagger {
	at := lights(v, word, -1)
	return func(dst []Flag, window rangeset.Range) []Flag {
		for _, l := range at(nil, window) {
			dst = append(dst, Flag{l.Range, l.Start%2 == 0})
		}
		return dst
	}
}

func TestAFlagIsSeenAndTheMarksStayAsTheyWere(t *testing.T) {
	v := window(t, story, 900, 500)
	v.SetStyles(testStyles)
	v.SetDecorator(decorate(randomMarks(v.Text(), 8, 1)))
	samePixels(t, v, "no flags")
	before, lanes := slices.Clone(v.buffer.img.Pix), slices.Clone(v.drafted.lanes)
	v.SetFlagger(flags(v, "said"))
	samePixels(t, v, "flags")
	with := slices.Clone(v.buffer.img.Pix)
	if slices.Equal(before, with) || !slices.Equal(lanes, v.drafted.lanes) {
		t.Error("flags are not seen, or move the marks")
	}
	v.SetFlagger(func(dst []Flag, window rangeset.Range) []Flag {
		all := flags(v, "said")(dst, window)
		for i := range all {
			all[i].Open = !all[i].Open
		}
		return all
	})
	samePixels(t, v, "answered")
	if slices.Equal(with, v.buffer.img.Pix) {
		t.Error("an open flag looks like another")
	}
	v.SetFlagger(nil)
	samePixels(t, v, "none again")
	if !slices.Equal(before, v.buffer.img.Pix) {
		t.Error("something is left of the flags")
	}
}

func TestScrollingWithFlagsLooksLikeDrawingAnew(t *testing.T) {
	v := window(t, strings.Repeat(oddText+"\n\n"+story+"\n", 30), 900, 500)
	v.SetStyles(testStyles)
	r := rand.New(rand.NewSource(5))
	for _, word := range []string{"the", "في", "文", "e", "\n"} {
		v.SetFlagger(flags(v, word))
		for range 8 {
			v.ScrollBy(float32(r.Intn(300) - 120))
			if !samePixels(t, v, word) {
				return
			}
		}
	}
}
