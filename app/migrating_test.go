package app

import (
	"slices"
	"strings"
	"testing"

	"rubricator/app/textview"
)

// takes chooses a target of an act of the part that is shown, by its name.
func (e *schemeEditor) takes(t *testing.T, act, target string) {
	t.Helper()
	for _, a := range migrationActs(e.migration, e.parts[e.at]) {
		for _, to := range a.into {
			if a.name == act && to.name == target {
				e.migrate(a, to.id)
				return
			}
		}
	}
	t.Fatalf("%s has no act %q into %q", e.parts[e.at].path, act, target)
}

// agrees saves the scheme, reads what becomes of marks, and goes on.
func (p *person) agrees() (told string) {
	p.t.Helper()
	before := p.desk.project.Scheme().Version
	e := p.schemer
	e.commit()
	if slices.Contains(p.modals, e.sheet) {
		p.t.Fatal(e.fault.Text())
	}
	p.waits("what becomes of marks is told", func() bool { return p.on() == "Change marks with the scheme?" })
	told = p.said()
	p.photograph("migration")
	p.press("Enter")
	p.waits("the scheme is another", func() bool { return p.desk.project.Scheme().Version != before && len(p.modals) == 0 })
	p.settles()
	return told
}

func TestALabelIsMergedIntoAnotherInOneStep(t *testing.T) {
	p := inNewsroom(t, nil, tariffs, strait)
	p.caretBefore("just $2.4")
	p.press("2")
	p.selects("We pay")
	p.press("1", "Ctrl+PgDn")
	p.selects("12%")
	p.press("2")
	p.settles()
	e := p.edits("label statistic")
	e.takes(t, "Merge into…", "Claim")
	told := p.agrees()
	for _, want := range []string{"2 marks", "2 articles", "Statistic becomes Claim: 2", "just $2.4 million"} {
		if !strings.Contains(told, want) {
			t.Errorf("it does not tell %q:\n%s", want, told)
		}
	}
	p.sees("claim.claim: 12%")
	p.press("Ctrl+PgUp")
	p.sees("claim.claim: just $2.4 million\nclaim.claim: We pay")
	if got := p.chipNames(); strings.Contains(got, "Statistic") {
		t.Errorf("the chips are %s", got)
	}
	p.press("Ctrl+Z")
	p.waits("undo brings the label back", func() bool { return strings.Contains(p.chipNames(), "2 Statistic") && len(p.modals) == 0 })
	p.waits("its marks are back", func() bool { return p.marks() == "statistic.quantity: just $2.4 million\nclaim.claim: We pay" })
	p.press("Ctrl+Shift+Z")
	p.waits("it is done again", func() bool { return p.marks() == "claim.claim: just $2.4 million\nclaim.claim: We pay" })
}

func TestALabelIsSplitByAnAttribute(t *testing.T) {
	p := inNewsroom(t, []string{"commitment"}, tariffs)
	p.caretBefore("The ministry")
	p.press("1", "Enter", "2")
	e := p.edits("role claim.claim attribute commitment")
	e.presses(t, "Split the label by it")
	p.agrees()
	if got := p.marks(); !strings.HasPrefix(got, "claim_hedged: ") {
		t.Errorf("the marks are %s", got)
	}
}

func TestALinkThatIsNarrowedGoesWhereItDoesNotFit(t *testing.T) {
	p := inNewsroom(t, nil, tariffs)
	p.caretBefore("The ministry")
	p.press("3", "Shift+1", "2")
	n := len(p.set().Relations(p.chosen))
	e := p.edits("relation rests_on")
	e.writes(t, "To", "attribution.cue")
	told := p.agrees()
	if !strings.Contains(told, "1 link") {
		t.Errorf("told:\n%s", told)
	}
	if got := len(p.set().Relations(p.chosen)); n != 1 || got != 0 {
		t.Errorf("the statistic has %d links, %d before", got, n)
	}
}

func TestWhoGoesBackChangesNothing(t *testing.T) {
	p := inNewsroom(t, nil, tariffs)
	p.caretBefore("just $2.4")
	p.press("2")
	e := p.edits("label statistic")
	e.takes(t, "Merge into…", "Claim")
	p.schemer.commit()
	p.waits("what becomes of marks is told", func() bool { return p.on() == "Change marks with the scheme?" })
	p.press("Esc")
	p.waits("the editor is there again", func() bool { return p.on() == "Scheme" })
	p.sees("statistic.quantity: just $2.4 million")
	if got := p.desk.project.Scheme().Version; got != 1 {
		t.Errorf("the scheme is version %d", got)
	}
}

// said is what the sheet on top says.
func (p *person) said() string {
	if n := len(p.modals); n > 0 {
		if l, ok := p.modals[n-1].body.(*textview.Lines); ok {
			return l.Text()
		}
	}
	return ""
}
