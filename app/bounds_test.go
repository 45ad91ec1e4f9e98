package app

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
)

// ranges writes the ranges of the chosen mark.
func (p *person) ranges() string {
	sp, ok := p.chosenSpan()
	if !ok {
		return "nothing is chosen"
	}
	var parts []string
	for _, r := range sp.Ranges() {
		parts = append(parts, p.set().Text().Slice(r.Start, r.End))
	}
	return strings.Join(parts, " | ")
}

func (p *person) covers(want string) {
	p.t.Helper()
	if got := p.ranges(); got != want {
		p.t.Errorf("the chosen mark covers %q, want %q", got, want)
	}
}

const interrupted = "Polls\n\n“It happens,” Ana Roe said, “to everybody.” Nearly 12% agreed. Turnout fell to 40%.\n"

func TestAnInterruptedQuotationIsMarkedByTheKeyboard(t *testing.T) {
	p := atWork(t, interrupted)
	p.selects("“It happens,”")
	p.press("1")
	p.selects("“to everybody.”")
	p.press("A")
	p.covers("“It happens,” | “to everybody.”")
	p.caretBefore("to everybody")
	p.press("Shift+A")
	p.covers("“It happens,”")
	p.press("Shift+A")
	p.reads("one range only")
	p.press("Ctrl+Z", "Ctrl+Z")
	p.covers("“It happens,”")
	p.press("Ctrl+Shift+Z")
	p.covers("“It happens,” | “to everybody.”")
}

func TestTwoSelectionsAreOneMark(t *testing.T) {
	p := atWork(t, interrupted)
	p.view.Select(p.find("“It happens,”"), p.find("“to everybody.”"))
	p.press("1")
	p.covers("“It happens,” | “to everybody.”")
	p.sees("claim: “It happens,” “to everybody.”")
}

func TestADragWithCtrlAddsToTheMarkOfAStickyLabel(t *testing.T) {
	p := atWork(t, interrupted)
	p.toggleSticky(annotation.LabelRole{Label: "claim"})
	p.selected([]rangeset.Range{p.find("“It happens,”")}, 0)
	p.selected([]rangeset.Range{p.find("“to everybody.”")}, fyne.KeyModifierShortcutDefault)
	p.sees("claim: “It happens,” “to everybody.”")
	p.selected([]rangeset.Range{p.find("Nearly 12% agreed")}, 0)
	p.sees("claim: “It happens,” “to everybody.”\nclaim: Nearly 12% agreed")
}

func TestKeysMoveTheEndsOfTheChosenMark(t *testing.T) {
	p := atWork(t, interrupted)
	p.selects("Ana Roe")
	p.press("3")
	for _, c := range []struct{ keys, want string }{
		{"E", "Ana Roe said"},
		{"E", "Ana Roe said, “to"},
		{"Shift+E", "Ana Roe said"},
		{"Shift+B", "Roe said"},
		{"B", "Ana Roe said"},
		{"B", "happens,” Ana Roe said"},
		{"Ctrl+Shift+B", "appens,” Ana Roe said"},
		{"Ctrl+B", "happens,” Ana Roe said"},
		{"Ctrl+E", "happens,” Ana Roe said,"},
		{"Ctrl+Shift+E", "happens,” Ana Roe said"},
		{"Ctrl+Shift+E", "happens,” Ana Roe sai"},
	} {
		if p.press(c.keys); p.ranges() != c.want {
			t.Errorf("%s: %q, want %q", c.keys, p.ranges(), c.want)
		}
	}
}

// A bound stops at the end of its paragraph, behind the stop, before it goes on into the next.
func TestABoundStopsAtTheEndOfItsParagraph(t *testing.T) {
	p := atWork(t, "Polls\n\nIt fell at night.\n\n“Police” came.\n")
	p.selects("at night")
	p.press("1")
	for _, c := range []struct{ keys, want string }{
		{"E", "at night."},
		{"E", "at night.\n\n“Police"},
		{"Shift+E", "at night"},
	} {
		if p.press(c.keys); p.ranges() != c.want {
			t.Errorf("%s: %q, want %q", c.keys, p.ranges(), c.want)
		}
	}
	p.selects("Police")
	p.press("2")
	for _, want := range []string{"“Police", "night.\n\n“Police"} {
		if p.press("B"); p.ranges() != want {
			t.Errorf("B: %q, want %q", p.ranges(), want)
		}
	}
}

func TestAMarkOfOneWordDoesNotVanishUnderItsKeys(t *testing.T) {
	p := atWork(t, interrupted)
	p.selects("agreed")
	p.press("1", "Shift+E", "Shift+B")
	p.covers("agreed")
	p.reads("cannot go further")
}

func TestKeysMoveTheEndsOfASelection(t *testing.T) {
	p := atWork(t, interrupted)
	p.selects("Ana Roe")
	p.press("E", "Shift+B")
	if got := p.view.Selection(); len(got) != 1 || got[0] != p.find("Roe said") {
		t.Errorf("selected %v", got)
	}
	p.sees("")
}

func TestTheRangeUnderTheCaretMovesItsEnds(t *testing.T) {
	p := atWork(t, interrupted)
	p.view.Select(p.find("It happens"), p.find("to everybody"))
	p.press("1")
	p.caretBefore("happens")
	p.press("E", "Shift+B")
	p.covers("happens,” Ana | to everybody")
}

func TestAMarkIsCutAtTheCaretAndJoinedAgain(t *testing.T) {
	p := atWork(t, interrupted)
	p.selects("Nearly 12% agreed")
	p.press("1")
	p.caretBefore("agreed")
	p.press("X")
	p.sees("claim: Nearly 12%\nclaim: agreed")
	p.covers("Nearly 12%")
	p.press("J")
	p.sees("claim: Nearly 12% agreed")
	p.press("J")
	p.reads("No other Claim")
	p.press("Ctrl+Z")
	p.sees("claim: Nearly 12%\nclaim: agreed")
}

func TestACutNeedsAChosenMark(t *testing.T) {
	p := atWork(t, strait)
	p.press("X")
	p.reads("Put the caret inside the chosen mark")
}

func TestTheSelectionGrowsAndShrinks(t *testing.T) {
	p := atWork(t, interrupted)
	p.view.SetCaret(p.find("happens").Start + 2)
	for _, c := range []struct{ key, want string }{
		{"G", "happens"}, {"G", "It happens"}, {"G", "“It happens,”"}, {"G", "“It happens,” Ana Roe said, “to everybody.”"},
		{"Shift+G", "“It happens,”"}, {"Shift+G", "It happens"}, {"Shift+G", "happens"}, {"Shift+G", ""},
	} {
		p.press(c.key)
		got := ""
		if sel := p.view.Selection(); len(sel) > 0 {
			got = p.set().Text().Slice(sel[0].Start, sel[0].End)
		}
		if got != c.want {
			t.Errorf("%s selects %q, want %q", c.key, got, c.want)
		}
	}
}

func TestAHandleMovesABoundOfTheMark(t *testing.T) {
	p := atWork(t, interrupted)
	p.selects("Ana Roe")
	p.press("3")
	before := p.find("Ana Roe")
	p.dragged(markKey(p.chosen), before, p.find("Ana Roe said"))
	p.covers("Ana Roe said")
	p.dragged(markKey(p.chosen)+1, before, p.find("Ana"))
	p.covers("Ana Roe said")
	p.press("Ctrl+Z")
	p.covers("Ana Roe")
}
