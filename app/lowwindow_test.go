package app

import (
	"testing"

	"fyne.io/fyne/v2"

	"rubricator/annotation"
)

// In a low window a long card leaves what was said and done its room.
func TestInALowWindowALongCardLeavesTheTabsTheirRoom(t *testing.T) {
	p := inNewsroom(t, nil, strait)
	p.win.Resize(fyne.NewSize(1024, 660))
	p.selects("Tolls rose 12% in May, the ministry said")
	p.press("1")
	claim := p.chosen
	p.selects("12% in May")
	p.press("2", "M")
	p.writes("A long note that somebody wrote about the number and what it was read as.")
	p.press("Esc")
	p.tryDo(p.set().SetAttribute(p.chosen, annotation.Unsure, "yes"))
	p.press("C")
	p.writes("Does the month belong to it, or is it said of the tolls of the year as a whole?")
	p.press("Enter")
	p.settles()
	p.pump()
	number := p.chosen
	for _, theme := range []string{"light", "dark"} {
		p.setTheme(theme)
		p.choose(claim)
		p.choose(number)
		p.openHistory()
		p.waits("the history is read", func() bool { return len(p.inspector.history.all) > 2 })
		p.pump()
		p.photograph("low-history-" + theme)
		pane := p.inspector.root.Size().Height
		if h := p.inspector.history.root.Size().Height; h < pane/3 {
			t.Errorf("the history has %v of %v points", h, pane)
		}
		if h := p.inspector.history.list.Size().Height; h < 2*rowHeight {
			t.Errorf("its list has %v points", h)
		}
		p.openHistory()
		p.press("Shift+C")
		p.pump()
		p.photograph("low-comments-" + theme)
		if h := p.inspector.comments.root.Size().Height; h < pane/3 {
			t.Errorf("the comments have %v of %v points", h, pane)
		}
		if h := p.inspector.comments.room.Size().Height; h < 2*rowHeight/2 {
			t.Errorf("the words of the thread have %v points", h)
		}
		p.press("Enter")
		p.pump()
		p.photograph("low-reply-" + theme)
		if c := p.inspector.comments; c.list.Size().Height+c.room.Size().Height < 2*rowHeight {
			t.Errorf("beside the reply the threads have %v points and the words %v", c.list.Size().Height, c.room.Size().Height)
		}
		p.press("Esc", "Esc")
	}
}
