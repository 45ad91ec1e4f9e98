package textview

import (
	"testing"

	"fyne.io/fyne/v2"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// chosen shows one chosen mark and writes what its handles do to it.
func chosen(t *testing.T, v *View, words string) *rangeset.Range {
	r := stretch(t, v, words)
	now := r
	v.OnBound = func(key uint64, before, after rangeset.Range) {
		if key != 5 || before != now {
			t.Errorf("mark %d moves from %v", key, before)
		}
		now = after
	}
	marks(v, Decoration{Range: r, Key: 5, State: Chosen, Tag: "Claim"})
	return &now
}

// grip is where the handle of a mark's end is taken hold of.
func grip(t *testing.T, v *View, p text.Pos, atEnd bool) fyne.Position {
	t.Helper()
	where, height, ok := v.BoundsOf(p)
	if !ok {
		t.Fatal("the end is out of sight")
	}
	at := fyne.NewPos(where.X, where.Y+height-6)
	if b := v.handleAt(at); b == nil || b.atEnd != atEnd {
		t.Fatalf("no handle at %v", at)
	}
	return at
}

func TestAHandleMovesAnEndByWords(t *testing.T) {
	v := window(t, story, 900, 700)
	now := chosen(t, v, "deficit rose")
	mouse{v: v}.drag(grip(t, v, now.End, true), point(t, v, "ion. Vance"))
	if got := v.Text().Slice(now.Start, now.End); got != "deficit rose to $2.4 trillion" {
		t.Errorf("%q", got)
	}
	now = chosen(t, v, "deficit rose to $2.4 trillion")
	mouse{v: v}.drag(grip(t, v, now.Start, false), point(t, v, "rose"))
	if got := v.Text().Slice(now.Start, now.End); got != "rose to $2.4 trillion" {
		t.Errorf("%q", got)
	}
}

func TestAHandleMovesByCharactersWithShift(t *testing.T) {
	v := window(t, story, 900, 700)
	now := chosen(t, v, "deficit rose")
	v.modifiers = func() fyne.KeyModifier { return fyne.KeyModifierShift }
	mouse{v: v}.drag(grip(t, v, now.Start, false), point(t, v, "ficit"))
	if got := v.Text().Slice(now.Start, now.End); got != "ficit rose" {
		t.Errorf("%q", got)
	}
}

func TestAnEndStaysBehindTheBeginning(t *testing.T) {
	v := window(t, story, 900, 700)
	now := chosen(t, v, "rose to")
	mouse{v: v}.drag(grip(t, v, now.End, true), point(t, v, "The deficit"))
	if got := v.Text().Slice(now.Start, now.End); got != "r" {
		t.Errorf("%q", got)
	}
}

func TestWhatAHandleMovesIsSeenWhileItMoves(t *testing.T) {
	v := window(t, story, 900, 700)
	now := chosen(t, v, "deficit rose")
	m := mouse{v: v}
	m.down(grip(t, v, now.End, true))
	m.to(point(t, v, "ion. Vance"))
	drawPage(v)
	if d := v.drafted.ds[0]; v.Text().Slice(d.Start, d.End) != "deficit rose to $2.4 trillion" {
		t.Errorf("drawn on %q", v.Text().Slice(d.Start, d.End))
	}
	if len(v.Selection()) != 0 {
		t.Error("it selects text")
	}
	v.SetText(text.MustNew("another"))
	m.up(fyne.NewPos(1, 1))
	if now.End != stretch(t, window(t, story, 900, 700), "rose").End {
		t.Error("another text took the handle's move")
	}
}

func TestAMarkThatIsNotChosenHasNoHandles(t *testing.T) {
	v := window(t, story, 900, 700)
	r := stretch(t, v, "deficit rose")
	v.OnBound = func(uint64, rangeset.Range, rangeset.Range) {}
	marks(v, Decoration{Range: r, Key: 5})
	where, height, _ := v.BoundsOf(r.End)
	if v.handleAt(fyne.NewPos(where.X, where.Y+height-6)) != nil {
		t.Error("it has one")
	}
}

func TestADragOverAllWordsOfAQuotationTakesItsMarks(t *testing.T) {
	v := window(t, story, 900, 700)
	mouse{v: v}.drag(point(t, v, "huge"), point(t, v, "stake"))
	if got := quotes(v); got != "“huge mistake”" {
		t.Errorf("by words %q", got)
	}
	v.SetCaret(stretch(t, v, "huge").Start)
	v.MoveCaret(Word, true, true)
	v.MoveCaret(Word, true, true)
	if got := quotes(v); got != "“huge mistake”" {
		t.Errorf("by the keyboard %q", got)
	}
	v.MoveCaret(Character, false, true)
	if got := quotes(v); got != "huge mistak" {
		t.Errorf("by a character back %q", got)
	}
}
