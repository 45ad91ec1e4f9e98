package app

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/jobs"
	"rubricator/app/settings"
)

const ministry = "Tolls\n\nThe ministry said no. The office asked the ministry, and THE MINISTRY answered: “the\nministry” asks.\n"

// writes fills in what has the focus.
func (p *person) writes(s string) {
	p.t.Helper()
	for _, r := range s {
		p.win.Canvas().Focused().TypedRune(r)
		p.pump()
	}
}

// lights writes the article with what is lit in brackets, the current hit in double ones.
func (p *person) lights(want string) {
	p.t.Helper()
	t := p.set().Text()
	var b strings.Builder
	at := text.Pos(0)
	for _, l := range p.lit(nil, rangeset.Range{Start: 0, End: t.Len()}) {
		open, close := "[", "]"
		if l.Current {
			open, close = "[[", "]]"
		}
		b.WriteString(t.Slice(at, l.Start) + open + t.Slice(l.Start, l.End) + close)
		at = l.End
	}
	if got := b.String() + t.Slice(at, t.Len()); got != want {
		p.t.Errorf("lit is\n%s\nwant\n%s", got, want)
	}
}

func (p *person) hasSelected(want string) {
	p.t.Helper()
	if got := annotation.Quote(p.set().Text(), p.view.Selection()); got != want {
		p.t.Errorf("selected %q, want %q", got, want)
	}
}

func (p *person) counts(want string) {
	p.t.Helper()
	if got := p.finder.count.Text; got != want {
		p.t.Errorf("the bar says %q, want %q", got, want)
	}
}

func TestWhatIsTypedIsLitAndTheNextHitIsAKeyAway(t *testing.T) {
	p := atWork(t, ministry)
	p.caretBefore("said no")
	p.press("Ctrl+F")
	p.writes("the min")
	p.lights("Tolls\n\n[The min]istry said no. The office asked [[the min]]istry, and [THE MIN]ISTRY answered: “[the\nmin]istry” asks.\n")
	p.counts("2 of 4")
	p.writes("istry")
	p.press("Enter", "F3")
	p.counts("4 of 4")
	p.press("Enter")
	p.counts("1 of 4")
	p.reads("From the beginning again")
	p.press("Shift+Enter", "Shift+F3")
	p.counts("3 of 4")
	p.press("Esc")
	p.lights(ministry)
	p.hasSelected("THE MINISTRY")
	p.press("1")
	p.sees("claim: THE MINISTRY")
	p.press("F3")
	p.hasSelected("the\nministry")
	p.press("Esc")
	if p.finder.isOpen() {
		t.Error("Esc in the text leaves the bar open")
	}
	p.hasSelected("the\nministry")
}

func TestTheBarBeginsWithWhatIsSelectedElseWithTheChosenMark(t *testing.T) {
	p := atWork(t, ministry)
	p.selects("THE MINISTRY")
	p.press("3", "Esc", "Ctrl+F")
	if got := p.finder.field.Text; got != "" {
		t.Errorf("with nothing chosen the bar says %q", got)
	}
	p.press("Esc", "Tab", "Ctrl+F")
	p.counts("3 of 4")
	p.press("Esc")
	p.selects("The office")
	p.press("Ctrl+F")
	p.counts("1 of 1")
	p.writes("no") // over what is selected in the field
	p.counts("1 of 1")
	if p.finder.field.Text != "no" {
		t.Errorf("the bar says %q", p.finder.field.Text)
	}
}

func TestCapitalsWholeWordsAndExpressions(t *testing.T) {
	p := atWork(t, strait)
	p.press("Ctrl+F")
	p.writes("TOLL")
	p.counts("1 of 2")
	p.press("Ctrl+Shift+C")
	p.counts("no hits")
	p.press("Ctrl+Shift+C")
	test.Tap(p.finder.toggles[1])
	p.counts("no hits")
	p.press("Ctrl+F")
	p.writes("Tolls")
	p.counts("1 of 2")
	p.press("Ctrl+Shift+W", "Ctrl+Shift+R", "Ctrl+F")
	p.writes("(12|seven")
	p.counts("not understood")
	p.reads("Regular expression “(12|seven”: a ( has no ) at its end.")
	p.writes(")")
	p.counts("1 of 2")
	p.hasSelected("12")
	if p.status.failed {
		t.Errorf("it still says %q", p.status.said)
	}
}

func TestWhatIsTypedAndTakenBackFindsWhereOneWas(t *testing.T) {
	p := atWork(t, ministry)
	p.caretBefore("said no")
	p.press("Ctrl+F")
	p.writes("a")
	first := p.view.Selection()[0]
	p.writes("sk")
	p.hasSelected("ask")
	p.press("Backspace", "Backspace")
	p.hasSelected("a")
	if at := p.view.Selection()[0]; at != first {
		t.Errorf("the hit is %v, it was %v", at, first)
	}
}

func TestTheTogglesOfTheBarAreReachedByTab(t *testing.T) {
	p := atWork(t, ministry)
	p.press("Ctrl+F")
	p.writes("the ministry")
	p.counts("1 of 4")
	test.FocusNext(p.win.Canvas())
	p.press("Space")
	p.counts("1 of 2")
	p.press("F3")
	p.counts("2 of 2")
	p.press("Esc")
	if p.finder.isOpen() || p.win.Canvas().Focused() != p.view {
		t.Error("Esc does not go back to the text")
	}
}

func TestTheBarLooksThroughTheArticleThatIsOpen(t *testing.T) {
	p := atWork(t, strait, flood)
	p.press("Ctrl+F")
	p.writes("the")
	p.counts("1 of 1")
	p.press("Esc", "F3", "Ctrl+PgDn")
	p.lights("Flood plan\n\n[The] plan costs $2.4 trillion.\n")
	p.press("F3")
	p.hasSelected("The")
}

func TestAllHitsAreMarkedInOneStepAfterALookAtThem(t *testing.T) {
	p := atWork(t, ministry)
	p.selects("THE MINISTRY")
	p.press("1", "Esc", "Ctrl+F")
	p.writes("ministry")
	p.press("Ctrl+Enter")
	p.photograph("review")
	p.reads("Space ticks")
	if p.win.Canvas().Focused() != p.review.list || p.review.total != 4 {
		t.Fatalf("%d places, the focus is on %T", p.review.total, p.win.Canvas().Focused())
	}
	p.press("Down", "Space")
	p.lights("Tolls\n\nThe [ministry] said no. The office asked the ministry, and THE [[MINISTRY]] answered: “the\n[ministry]” asks.\n")
	p.counts("3 of 4")
	p.press("2")
	p.sees("statistic: ministry\nclaim: THE MINISTRY\nstatistic: MINISTRY\nstatistic: ministry")
	p.reads("3 places marked as Statistic")
	p.press("Ctrl+Z")
	p.sees("claim: THE MINISTRY")
	p.press("Ctrl+Y")
	p.press("Ctrl+F")
	p.writes("ministry")
	p.press("Ctrl+Enter", "Enter")
	p.reads("1 place marked as Statistic, 3 are marked so already")
}

func TestAReviewIsLeftWithoutAMark(t *testing.T) {
	p := atWork(t, ministry)
	p.press("Ctrl+F")
	p.writes("ministry")
	p.press("Ctrl+Enter", "Ctrl+A", "1")
	p.reads("No place is ticked")
	p.press("Esc")
	p.sees("")
	if p.review.isOpen() || p.win.Canvas().Focused() != p.view {
		t.Error("Esc does not go back to the text")
	}
}

func TestAReviewEndsWhenSomethingElseIsLookedFor(t *testing.T) {
	p := atWork(t, ministry, flood)
	p.press("Ctrl+F")
	p.writes("ministry")
	p.press("Ctrl+Enter", "Ctrl+F")
	p.writes("no")
	if p.review.isOpen() {
		t.Error("the hits of before are under review")
	}
	p.press("Ctrl+Enter", "Ctrl+PgDn")
	if p.review.isOpen() {
		t.Error("the hits of another article are under review")
	}
}

func TestManyThousandHitsAreMarkedAndTakenBackBesideTheWindow(t *testing.T) {
	p := atWork(t, strait)
	p.imports(jobs.Pasted("Many\n\n" + strings.Repeat("The toll rose and a toll fell.\n", 6000)))
	p.open(p.desk.documents[1].ID)
	p.press("Ctrl+F")
	p.writes("toll")
	p.counts("1 of 12,000")
	p.press("Ctrl+Enter", "1")
	p.waits("all are marked", func() bool { return p.set().Len() == 12_000 && len(p.modals) == 0 })
	p.reads("12,000 places marked as Claim")
	p.waits("all are saved", func() bool { return p.desk.outbox.State().Saved() })
	p.press("Ctrl+Z")
	p.waits("all are taken back", func() bool { return len(p.modals) == 0 && p.set().Len() == 0 })
	p.press("Ctrl+Y")
	p.waits("all are back", func() bool { return len(p.modals) == 0 && p.set().Len() == 12_000 })
}

// What is done before all hits are marked comes after them, not in between.
func TestAnActWhileHitsAreMarkedIsAStepOfItsOwn(t *testing.T) {
	p := atWork(t, "Many\n\n"+strings.Repeat("The toll rose.\n", 1200))
	p.press("Ctrl+F")
	p.writes("toll")
	p.counts("1 of 1,200")
	p.markAll(p.finder.hits, p.desk.choices()[0])
	if n := p.set().Len(); n >= 1200 {
		t.Fatalf("%d are marked at once", n)
	}
	p.selects("Many")
	p.act(p.actions.byID("mark.2")) // before the window came to mark the rest
	if n := p.set().Len(); n != 1201 {
		t.Fatalf("%d are marked", n)
	}
	p.focusText()
	p.press("Ctrl+Z")
	if n := p.set().Len(); n != 1200 {
		t.Errorf("%d are left of 1,200 after the act was taken back", n)
	}
	p.press("Ctrl+Z")
	if n := p.set().Len(); n != 0 {
		t.Errorf("%d are left after the marking was taken back", n)
	}
}

// A click is no action of the table, and comes after the marking that is under way as well; so does leaving the article.
func TestAClickWhileHitsAreMarkedIsAStepOfItsOwn(t *testing.T) {
	p := atWork(t, "Many\n\n"+strings.Repeat("The toll rose.\n", 1200), flood)
	p.press("Ctrl+F")
	p.writes("toll")
	p.counts("1 of 1,200")
	p.markAll(p.finder.hits, p.desk.choices()[0])
	p.selects("Many")
	p.clickChip(p.desk.choices()[1])
	if n := p.set().Len(); n != 1201 {
		t.Fatalf("%d are marked", n)
	}
	p.focusText()
	p.press("Ctrl+Z", "Ctrl+Z")
	if n := p.set().Len(); n != 0 {
		t.Fatalf("%d are left after both were taken back", n)
	}
	p.markAll(p.finder.hits, p.desk.choices()[0])
	p.open(p.desk.documents[1].ID)
	p.settles()
	if n := p.desk.documents[0].Spans; n != 1200 {
		t.Errorf("%d are marked in the article that was left", n)
	}
}

func TestMarkingManyIsStoppedAndWhatIsMarkedIsOneStep(t *testing.T) {
	p := atWork(t, "Many\n\n"+strings.Repeat("The toll rose.\n", 3000))
	p.press("Ctrl+F")
	p.writes("toll")
	p.press("Ctrl+Enter")
	p.Window.press(p.desk.choices()[0])
	p.closeModals()
	p.pump()
	p.reads("Ctrl+Z takes them back")
	if n := p.set().Len(); n == 0 || n == 3000 {
		t.Errorf("%d are marked", n)
	}
	p.press("Ctrl+Z")
	p.sees("")
}

const report = "Report\n\nThe ministry of ships was asked. A ship of the ministry left; the ministry’s did not.\n"

func TestTheSameTextIsProposedInTheArticleAndInOthers(t *testing.T) {
	p := atWork(t, ministry, flood, report)
	p.selects("the ministry")
	p.press("3", "P")
	p.waits("the other articles were looked through", func() bool { return p.review.proposing != nil && p.review.proposing.through == 3 })
	p.photograph("propose")
	p.reads("Y mark as Attribution · N skip")
	p.lights("Tolls\n\n[The ministry] said no. The office asked the ministry, and THE MINISTRY answered: “[[the\nministry]]” asks.\n")
	p.press("N", "Y")
	p.sees("attribution: The ministry\nattribution: the ministry")
	p.press("Space", "Shift+Space", "Y")
	if p.document.ID != p.desk.documents[0].ID || p.desk.documents[2].Spans != 1 {
		t.Errorf("%d marks in the other article", p.desk.documents[2].Spans)
	}
	p.press("Y")
	p.reads("All 4 places answered: 3 marked as Attribution, 1 skipped.")
	if p.review.isOpen() {
		t.Error("the run goes on")
	}
	p.press("Ctrl+Z")
	if p.document.ID != p.desk.documents[2].ID {
		t.Error("undo does not show the article")
	}
	p.sees("attribution: The ministry")
	p.press("Ctrl+Z")
	p.sees("")
	p.press("Ctrl+Z")
	p.sees("attribution: the ministry")
	p.press("Ctrl+Y", "Ctrl+Y")
	p.sees("attribution: The ministry")
	p.waits("all is saved", func() bool { return p.desk.outbox.State().Saved() })
}

func TestAProposalThatIsUndoneIsOpenAgain(t *testing.T) {
	p := atWork(t, ministry)
	p.selects("the ministry")
	p.press("1", "P", "Y", "Ctrl+Z")
	p.sees("claim: the ministry")
	if g, i := p.review.at(1); g.answers[i] != unanswered {
		t.Error("what was undone counts as marked")
	}
	p.press("Esc", "Esc")
	p.hasSelected("")
	if p.review.isOpen() {
		t.Error("Esc does not end the run")
	}
}

func TestWhatCannotBeProposedIsSaid(t *testing.T) {
	p := atWork(t, strait)
	p.press("P")
	p.reads("Choose a mark first")
	p.selects("12%")
	p.press("2", "P")
	p.waits("there is nothing", func() bool { return !p.review.isOpen() })
	p.reads("stands nowhere else")
	p.view.Select(p.find("Tolls rose"), p.find("ships paid"))
	p.press("1", "P")
	p.reads("in several pieces")
}

func TestWithASelectionTheLabelOfTheLastMarkIsProposed(t *testing.T) {
	p := atWork(t, strait)
	p.selects("12%")
	p.press("2", "Esc")
	p.selects("Tolls")
	p.press("P")
	p.reads("Y mark as Statistic")
	p.press("Y", "Y") // what is selected comes first
	p.sees("statistic: tolls\nstatistic: Tolls\nstatistic: 12%")
}

func TestWhatHasTheLabelInAnotherArticleIsNotProposed(t *testing.T) {
	p := atWork(t, report, ministry)
	p.selects("the ministry")
	p.press("1", "Ctrl+PgDn")
	p.selects("the ministry")
	p.press("1", "P")
	p.waits("the other article was looked through", func() bool { return p.review.total == 3 })
	p.press("Y", "Y", "Y")
	p.reads("All 3 places answered: 3 marked as Claim")
	if n := p.desk.documents[0].Spans; n != 2 {
		t.Errorf("%d marks in the other article", n)
	}
}

func TestARunThatEndsMarksWhatWasAccepted(t *testing.T) {
	p := atWork(t, report, ministry)
	p.selects("the ministry")
	p.press("1", "P")
	p.waits("the other article was looked through", func() bool { return p.review.total == 4 })
	p.patience = 0 // reading the other article takes longer than the window waits
	p.review.point(2)
	p.press("Y", "Y", "Esc")
	p.waits("both are marked", func() bool { return p.desk.documents[1].Spans == 2 })
}

func TestAMarkInAnArticleThatWasDoneSetsItBackInWork(t *testing.T) {
	p := atWork(t, "Tolls\n\nSo said the ministry.\n", ministry)
	p.open(p.desk.documents[1].ID)
	p.press("Ctrl+Shift+Enter")
	p.selects("the ministry")
	p.press("1", "P")
	p.waits("the other article was looked through", func() bool { return p.review.total == 3 })
	p.reads("in “Tolls”")
	p.press("Y")
	p.reads("in work again")
	if l := p.desk.documents[1]; l.Status != annotation.InWork || l.Spans != 1 {
		t.Errorf("the other article is %s with %d marks", l.Status, l.Spans)
	}
}

func TestInAProjectThatIsReadNothingIsMarkedByHits(t *testing.T) {
	home := t.TempDir()
	first := reopen(t, home, ministry)
	p := reopen(t, home) // a second window
	if p.canWrite() || first.desk == nil {
		t.Fatal("the project can be written")
	}
	p.press("Ctrl+F")
	p.writes("ministry")
	p.counts("1 of 4")
	p.press("Ctrl+Enter", "Esc", "P")
	if p.review.isOpen() {
		t.Error("hits are under review")
	}
	for _, id := range []string{"find.mark", "propose", "suggestion.accept"} {
		if p.actions.byID(id).isEnabled() {
			t.Errorf("%s is offered", id)
		}
	}
}

func TestThePictureOfTheBarAndTheReview(t *testing.T) {
	p := atWork(t, strait+"\nقال الوزير إن الرسوم ارتفعت.\n", report)
	p.selects("Tolls")
	p.press("1")
	for _, theme := range settings.Themes[1:] {
		p.setTheme(theme)
		p.press("Ctrl+F")
		p.writes("e")
		p.photograph("find-" + theme)
		p.press("Ctrl+Enter", "Down", "Space")
		p.photograph("review-" + theme)
		p.press("Esc", "Esc")
	}
	p.selects("the ministry")
	p.press("1", "P")
	p.waits("the other article was looked through", func() bool { return p.review.total == 2 })
	p.photograph("proposing")
}

func TestTheFieldHasRoomInANarrowWindow(t *testing.T) {
	p := atWork(t, strait)
	for _, size := range []fyne.Size{fyne.NewSize(1400, 600), fyne.NewSize(1000, 600), fyne.NewSize(640, 420)} {
		p.win.Resize(size)
		p.does("find")
		p.finder.field.SetText("the")
		p.photograph(fmt.Sprintf("find-%v", size.Width))
		if width := p.finder.field.Size().Width; width < findWidth {
			t.Errorf("in a window of %v the field is %v wide", size, width)
		}
		bar, text := p.finder.root, p.view
		place := fyne.CurrentApp().Driver().AbsolutePositionForObject
		if bottom := place(bar).Y + bar.MinSize().Height; bottom > place(text).Y+0.5 {
			t.Errorf("in a window of %v the bar ends at %v, and the text begins at %v", size, bottom, place(text).Y)
		}
		p.press("Esc")
	}
}
