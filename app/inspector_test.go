package app

import (
	"strings"
	"testing"
)

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

func TestTheHintSaysThatASelectionCanBeAdded(t *testing.T) {
	p := atWork(t, "Talks\n\n“It happens,” Roe said, “to us.”\n")
	p.selects("It happens")
	p.press("1")
	p.selects("to us")
	p.pump()
	if got := p.status.hint; !strings.Contains(got, "A adds to the chosen Claim") {
		t.Errorf("the hint is %q", got)
	}
	p.press("Esc", "Esc", "Esc")
	p.caretBefore("It happens")
	if got := p.status.hint; strings.Contains(got, "““") {
		t.Errorf("the hint is %q", got)
	}
}

func TestTheKeysWorkOnAfterAClickOnAChip(t *testing.T) {
	p := atWork(t, strait)
	for _, click := range []func(){p.chips[0].eye, p.chips[0].tapped} {
		p.selects("12%")
		p.press("2")
		p.win.Canvas().Unfocus()
		click()
		p.press("Ctrl+Z")
		p.sees("")
	}
}

func TestTheInspectorSaysWhatANumberWasReadAs(t *testing.T) {
	p := atWork(t, "Costs\n\nThe plan costs nearly $2.4 trillion. Between 1,500 and 2,500.5 tonnes fell. It rose 12%. At least six ships, under 18 men, left.\n")
	for _, c := range []struct{ piece, said string }{
		{"nearly $2.4 trillion", "= 2,400,000,000,000 USD, approximate"},
		{"Between 1,500 and 2,500.5 tonnes", "= 1,500 to 2,500.5 tonne"},
		{"12%", "= 12 %"},
		{"At least six", "= 6, a lower bound"},
		{"under 18", "= 18, an upper bound"},
		{"The plan", ""},
	} {
		p.selects(c.piece)
		p.press("2")
		said := ""
		for line := range strings.Lines(p.inspector.facts.Text()) {
			if strings.HasPrefix(line, "=") {
				said = strings.TrimSpace(line)
			}
		}
		if said != c.said {
			t.Errorf("%s: %q, want %q", c.piece, said, c.said)
		}
	}
	p.selects("12%")
	p.press("1")
	if strings.Contains(p.inspector.facts.Text(), "=") {
		t.Error("a claim is read as a number")
	}
}
