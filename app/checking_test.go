package app

import (
	"strings"
	"testing"

	"rubricator/annotation"
)

// listed writes the checks that the inspector lists.
func (p *person) checksListed() string {
	var says []string
	for _, f := range p.inspector.found {
		says = append(says, f.Says)
	}
	return strings.Join(says, "\n")
}

const unnamed = "Tolls\n\nTolls rose, it was said. Many ships paid.\n"

func TestCtrlEnterTellsWhatIsMissingAndPressedAgainCallsItDone(t *testing.T) {
	p := inNewsroom(t, nil, unnamed, strait)
	p.selects("Many")
	p.press("2")
	p.press("Ctrl+Enter")
	if got := p.set().Head().Status; got != annotation.InWork {
		t.Errorf("the status is %q", got)
	}
	p.reads("Statistic: Value is needed.")
	if got, want := p.checksListed(), "Statistic: Value is needed."; got != want {
		t.Errorf("listed: %q, want %q", got, want)
	}
	p.photograph("checks")
	before := p.document.ID
	p.press("Ctrl+Enter")
	p.waits("the next article is open", func() bool { return p.document.ID != before })
	if p.inspector.tabs.on != tabMarks {
		t.Error("the next article begins with the checks of the one before")
	}
}

func TestWhatIsWholeIsDoneAtOnce(t *testing.T) {
	p := inNewsroom(t, nil, tariffs, strait)
	p.caretBefore("“We pay")
	p.press("3")
	before := p.document.ID
	p.press("Ctrl+Enter")
	p.waits("the next article is open", func() bool { return p.document.ID != before })
}

func TestAnEditAfterTheWarningIsWarnedOfAgain(t *testing.T) {
	p := inNewsroom(t, nil, unnamed, strait)
	p.selects("Many")
	p.press("2", "Ctrl+Enter")
	p.selects("paid")
	p.press("2", "Ctrl+Enter")
	p.reads("2 checks find something")
	if got := p.set().Head().Status; got != annotation.InWork {
		t.Errorf("the status is %q", got)
	}
}

func TestF7GoesThroughTheChecksAndShiftF7WaivesOne(t *testing.T) {
	p := inNewsroom(t, nil, unnamed)
	p.selects("Many")
	p.press("2")
	p.selects("Tolls rose")
	p.press("3", "Esc", "F7")
	p.reads("Check 1 of 3: Attribution without Source.")
	p.press("F7", "F7")
	p.reads("Check 3 of 3: Statistic: Value is needed.")
	p.press("Shift+F7")
	p.waits("a reason is asked", func() bool { return len(p.modals) > 0 })
	for _, r := range "no figure is given" {
		p.win.Canvas().Focused().TypedRune(r)
	}
	p.photograph("checks-waive")
	p.press("Enter")
	if got, want := p.checksListed(), "Attribution without Source.\nAttribution without Cue."; got != want {
		t.Errorf("listed: %q, want %q", got, want)
	}
	if got := p.spanOn("Many").Waived()["value value"]; got != "no figure is given" {
		t.Errorf("the reason is %q", got)
	}
	p.press("Ctrl+Z")
	if len(p.spanOn("Many").Waived()) > 0 {
		t.Error("the waiver cannot be undone")
	}
}

func TestTheListOfChecksFollowsEdits(t *testing.T) {
	p := inNewsroom(t, nil, unnamed)
	p.selects("Many")
	p.press("2", "F7")
	p.press("Del")
	if got := p.checksListed(); got != "Nothing is marked here." {
		t.Errorf("listed: %q", got)
	}
}

func TestF7AfterTheWarningDoesNotWarnAnew(t *testing.T) {
	p := inNewsroom(t, nil, unnamed, strait)
	p.selects("Many")
	p.press("2", "Ctrl+Enter", "F7")
	before := p.document.ID
	p.press("Ctrl+Enter")
	p.waits("the next article is open", func() bool { return p.document.ID != before })
}

// A row of the list may be clicked while checks look anew.
func TestAClickOnARowThatIsGoneDoesNothing(t *testing.T) {
	p := inNewsroom(t, nil, unnamed)
	p.selects("Many")
	p.press("2", "F7")
	p.goToCheck(7)
	p.reads("Check 1 of 1")
}
