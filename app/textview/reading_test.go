package textview

import (
	"image"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

func TestParagraphsAreCountedWithoutHeadlineAndBlankLines(t *testing.T) {
	v := window(t, "Head\n\nOne.\n\n\n- two\n- three\n"+strings.Repeat("four goes on ", 3000)+"\nFive.", 900, 700)
	want := []int{0, 0, 1, 0, 0, 2, 3, 4}
	b := v.page.table
	for i, n := range want {
		if got := b.number(i); got != n {
			t.Errorf("block %d has number %d, want %d", i, got, n)
		}
	}
	if last := b.number(b.len() - 1); last != 5 || b.len() < 10 {
		t.Errorf("the last of %d blocks has number %d, want 5", b.len(), last)
	}
	many := newTable(text.MustNew(strings.Repeat("x\n\n", 5000)))
	if got := many.number(2 * 4999); got != 4999 { // the first is the headline
		t.Errorf("the 5000th line has number %d", got)
	}
}

func TestALeadIsNoHeadline(t *testing.T) {
	for first, want := range map[string]kind{
		"Harbour shut until May": headline, "Is the harbour safe?": headline, "The harbour shuts, and then…": headline, "The harbour shuts...": headline, "“Shut it now”": headline,
		"The harbour shuts on Friday, the ministry said.": body, "She said: “The harbour shuts.”": body, "港は金曜日に閉まる。": body,
	} {
		if got := newTable(text.MustNew(first + "\n\nMore is to follow.")).kinds[0]; got != want {
			t.Errorf("%q is set as %v, want %v", first, got, want)
		}
	}
}

// inkedColumns tells whether anything is drawn in the columns [from, to) of a line.
func inkedColumns(v *View, img *image.RGBA, s slot, from, to int) bool {
	ground := v.look.ground
	for y := max(0, s.text); y < min(s.bottom, v.page.m.height); y++ {
		for x := from; x < to; x++ {
			if p := img.RGBAAt(x, y); p.R != ground.R || p.G != ground.G || p.B != ground.B {
				return true
			}
		}
	}
	return false
}

func TestNumbersStandBesideTheFirstLineOfEachParagraph(t *testing.T) {
	for _, size := range []float32{17, 34, 68} {
		for _, width := range []float32{300, 640, 1400} {
			v := window(t, "Head\n\nA paragraph of some words that is longer than a line of it.\n\nAnd another one.", width, 900)
			v.SetTypography(Typography{Size: size, Numbers: true})
			img := drawnAnew(v)
			for _, s := range v.page.slots {
				margin := v.page.m.left - v.page.m.margin
				got := inkedColumns(v, img, s, margin, v.page.m.left-2)
				if want := s.line == 0 && v.page.table.number(s.block) > 0; got != want {
					t.Errorf("%v points, %v wide: beside line %d of block %d a number: %v, want %v", size, width, s.line, s.block, got, want)
				}
				if inkedColumns(v, img, s, 0, margin) {
					t.Errorf("%v points, %v wide: the number of block %d leaves the margin", size, width, s.block)
				}
			}
			samePixels(t, v, "with numbers")
		}
	}
}

// firstLine gives the characters of the first line on the pane.
func firstLine(v *View) rangeset.Range {
	v.page.arrange()
	for _, s := range v.page.slots {
		if s.bottom > 0 {
			return v.page.lineRange(s)
		}
	}
	return rangeset.Range{}
}

func TestTheFirstLineStaysFirstWhenTheTextGrowsAndThePaneNarrows(t *testing.T) {
	s := "Head\n\n" + strings.Repeat("Some words that go on and on, for more than a line or two of the column.\n- one of a list\n\n", 300)
	for _, scrolled := range []float32{0, 11, 700, 701, 715, 729, 4000} {
		v := window(t, s, 900, 600)
		v.ScrollBy(scrolled)
		before, place := firstLine(v), v.Place()
		look := func(after string) {
			t.Helper()
			if now := firstLine(v); now != before && !now.Overlaps(before) {
				t.Errorf("scrolled by %v, %s: the first line is %v, was %v", scrolled, after, now, before)
			}
		}
		for _, size := range []float32{20, 34, 68, 9, 17} {
			v.SetTypography(Typography{Size: size})
			look("in another size")
		}
		for _, width := range []float32{400, 260, 1300} {
			v.Resize(fyne.NewSize(width, 500))
			look("on another pane")
		}
		v.SetTypography(Typography{Size: 30})
		v.Resize(fyne.NewSize(900, 600))
		v.SetTypography(Typography{})
		look("back again")
		if now := v.Place(); now.Pos != place.Pos {
			t.Errorf("scrolled by %v: back at %v, was at %v", scrolled, now, place)
		}
	}
}

func TestNothingIsCutAtFourTimesTheSize(t *testing.T) {
	for _, pane := range []fyne.Size{fyne.NewSize(900, 700), fyne.NewSize(560, 300), fyne.NewSize(260, 220)} {
		for _, face := range []string{"", "sans"} {
			for _, s := range []string{newsList, arabicList, oddText} {
				x := text.MustNew(s)
				v := window(t, s, pane.Width, pane.Height)
				v.SetStyles(testStyles)
				v.SetDecorator(decorate(randomMarks(x, 20, 4)))
				v.SetTypography(Typography{Face: face, Size: 68, Numbers: true})
				m := &v.page.m
				for i := range v.page.table.len() {
					for k, l := range v.page.block(i).lines {
						if l.left < -0.5 || l.left+l.width > float32(m.width)+0.5 {
							t.Errorf("%v: line %d of block %d stands from %v to %v, the column is %d wide", pane, k, i, l.left, l.left+l.width, m.width)
						}
					}
				}
				if m.left+m.width > m.pane-int(v.px(barWidth)) {
					t.Errorf("%v: the column of %d from %d on reaches the scroll bar", pane, m.width, m.left)
				}
				v.SetCaret(0)
				for at := text.Pos(0); at < x.Len(); at = v.Caret() {
					v.MoveCaret(Character, true, false)
					at, size := v.caret.Position(), v.caret.Size()
					if v.caret.Hidden || at.X < 0 || at.X+size.Width > pane.Width || at.Y < 0 || at.Y+size.Height > pane.Height {
						t.Fatalf("%v: the caret at %d is drawn at %v, %v large", pane, v.Caret(), at, size)
					}
				}
				samePixels(t, v, "at four times the size")
			}
		}
	}
}

func TestAStillCaretDoesNotBlink(t *testing.T) {
	v := window(t, story, 900, 700)
	v.FocusGained()
	if v.blink.turn == nil {
		t.Fatal("the caret does not blink")
	}
	v.SetStill(true)
	if v.blink.turn != nil || v.caret.Hidden {
		t.Error("the caret goes on blinking, or is hidden")
	}
	v.FocusLost()
	v.FocusGained()
	if v.blink.turn != nil {
		t.Error("it blinks after the focus was elsewhere")
	}
	v.SetStill(false)
	if v.blink.turn == nil {
		t.Error("it does not blink again")
	}
}

func TestTheWheelWithCtrlZoomsByWholeSteps(t *testing.T) {
	v := window(t, story, 900, 700)
	var steps []int
	v.OnZoom = func(n int) { steps = append(steps, n) }
	v.modifiers = func() fyne.KeyModifier { return fyne.KeyModifierShortcutDefault }
	for _, dy := range []float32{25, -50, 10, 10, 10} {
		v.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, dy)})
	}
	if len(steps) != 3 || steps[0] != 1 || steps[1] != -2 || steps[2] != 1 {
		t.Errorf("zoomed by %v", steps)
	}
}
