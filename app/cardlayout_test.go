package app

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

// However much there is to say of what is chosen, the window need not be higher for it, and the list keeps its room.
func TestALongTextInTheInspectorScrolls(t *testing.T) {
	p := atWork(t, "Tolls\n\nTolls on the strait rose by 12 percent in May, the ministry of ports said on Friday.\n")
	p.win.Resize(fyne.NewSize(760, 480))
	for _, piece := range []string{"Tolls on", "Tolls on the strait", "Tolls on the strait rose by 12 percent", "Tolls on the strait rose by 12 percent in May"} {
		p.selects(piece)
		p.press("1")
	}
	p.press("Esc", "Esc")
	before := p.win.Content().MinSize().Height
	p.view.SetCaret(p.find("on the").Start)
	p.settles()
	if hint := p.inspector.hint; !strings.Contains(hint.Text(), "Under the caret") || hint.MinSize().Height < 200 {
		t.Fatalf("the hint is %v points high: %s", hint.MinSize().Height, hint.Text())
	}
	if now := p.win.Content().MinSize().Height; now > before {
		t.Errorf("the window must be %v points high, %v before", now, before)
	}
	pane, list := p.inspector.root.Size().Height, p.inspector.list.Size().Height
	if list < 0.2*pane {
		t.Errorf("the list has %v of %v points", list, pane)
	}
	p.press("O", "M") // the note stands last on the card
	note := fyne.CurrentApp().Driver().AbsolutePositionForObject(p.inspector.note).Y + p.inspector.note.Size().Height
	heading := fyne.CurrentApp().Driver().AbsolutePositionForObject(p.inspector.tabs.root).Y
	if note > heading {
		t.Errorf("the note ends at %v, behind the card's end at %v", note, heading)
	}
}

// A small screen, or a large scale, leaves the window 640 x 420 points: the empty one must fit as well.
func TestTheEmptyWindowFitsASmallScreen(t *testing.T) {
	p := atWork(t)
	p.win.Resize(fyne.NewSize(640, 420))
	if !p.welcome.Visible() || len(p.offers.Objects) == 0 {
		t.Fatal("the empty window offers nothing")
	}
	if least := p.win.Content().MinSize(); least.Width > 640 || least.Height > 420 {
		t.Errorf("it must be %v points", least)
	}
}
