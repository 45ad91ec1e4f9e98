package app

import "testing"

// The row of the chosen mark stays its row when marks before it go.
func TestTheListKeepsToTheChosenMark(t *testing.T) {
	p := atWork(t, "Three\n\nAlpha came. Beta came. Gamma came.\n")
	for _, piece := range []string{"Gamma", "Alpha", "Beta"} {
		p.selects(piece)
		p.press("1")
	}
	p.choose(p.spanOn("Gamma").ID)
	p.refreshNow()
	if p.inspector.list.row != 2 {
		t.Fatalf("the list is at row %d", p.inspector.list.row)
	}
	p.press("Ctrl+Z")
	p.pump()
	p.sees("claim: Alpha\nclaim: Gamma")
	if p.inspector.list.row != 1 {
		t.Errorf("the list is at row %d after Beta went", p.inspector.list.row)
	}
}
