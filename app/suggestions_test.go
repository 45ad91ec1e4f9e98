package app

import (
	"context"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/app/textview"
)

// suggested opens a newsroom in which the rules have looked through the open article.
func suggested(t *testing.T, articles ...string) *person {
	t.Helper()
	p := inNewsroom(t, nil, articles...)
	p.suggests("suggest.here")
	p.caretBefore(strings.Fields(p.set().Text().String())[0])
	return p
}

// suggests has the rules look, and waits for what they find.
func (p *person) suggests(action string) {
	p.t.Helper()
	p.act(p.actions.byID(action))
	p.waits("the rules have looked", func() bool { return strings.Contains(p.status.said, "new suggestion") })
	p.pump()
}

// isOffered writes the chosen suggestion.
func (p *person) isOffered() string {
	g, ok := p.chosenSuggestion()
	if !ok {
		return ""
	}
	return g.Label().String() + ": " + g.Quote()
}

func (p *person) isOn(want string) {
	p.t.Helper()
	if got := p.isOffered(); got != want {
		p.t.Errorf("the chosen suggestion is %q, want %q", got, want)
	}
}

// goesTo presses Space until a suggestion of this label is chosen.
func (p *person) goesTo(label string) {
	p.t.Helper()
	for range p.suggestions.All() {
		p.press("Space")
		if strings.HasPrefix(p.isOffered(), label) {
			return
		}
	}
	p.t.Fatalf("Space goes to no %s", label)
}

const vote = "Vote\n\nTurnout rose to 61%, officials said.\n"

func TestSuggestionsAreSeenAndNotCounted(t *testing.T) {
	p := suggested(t, strait)
	p.reads("suggestions in 1 article")
	if got := p.marks(); got != "" {
		t.Errorf("suggestions are marks: %s", got)
	}
	if l, _ := p.desk.listed(p.document.ID); l.Spans != 0 || l.Status != annotation.Todo {
		t.Errorf("the library counts %d marks, %q", l.Spans, l.Status)
	}
	drawn := p.decorate(nil, p.find("Tolls rose 12% in May"))
	n := 0
	for i, d := range drawn {
		if d.State&textview.Suggested != 0 {
			n++
		}
		if i > 0 && d.Start < drawn[i-1].Start {
			t.Error("what is drawn is out of order")
		}
	}
	if n != 3 { // attribution, claim, number
		t.Errorf("%d suggestions are drawn there", n)
	}
	p.photograph("suggestions-light")
	p.press("Space")
	p.photograph("suggestions-chosen-light")
	p.setTheme("dark")
	p.pump()
	p.photograph("suggestions-chosen-dark")
}

func TestYMakesAnAttributionWithItsPartsAndLinksInOneStep(t *testing.T) {
	p := suggested(t, vote)
	all := p.suggestions.Len()
	p.goesTo("attribution.content")
	p.reads("Y accepts it")
	p.reads("Rules 1")
	p.press("Y")
	p.sees("attribution.content: Turnout rose to 61%\nattribution.source: officials\nattribution.cue: said")
	if got, want := p.linked(), "Turnout rose to 61% has_source officials\nTurnout rose to 61% has_cue said"; got != want {
		t.Errorf("links are\n%s", got)
	}
	sp := p.spanOn("officials")
	if sp.Origin() != annotation.OriginSuggestion || sp.SuggestedBy() != "Rules 1" {
		t.Errorf("it is of origin %q, by %q", sp.Origin(), sp.SuggestedBy())
	}
	p.isOn("claim.claim: Turnout rose to 61%")
	p.press("Y")
	if got, want := p.linked(), "Turnout rose to 61% stated_in Turnout rose to 61%"; !strings.Contains(got, want) {
		t.Errorf("links are\n%s", got)
	}
	p.press("Y")
	p.reads("Every suggestion here is answered")
	if got := p.linked(); !strings.Contains(got, "Turnout rose to 61% rests_on 61%") {
		t.Errorf("links are\n%s", got)
	}
	p.press("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
	p.sees("")
	if n := p.suggestions.Len(); n != all {
		t.Errorf("after the undo %d suggestions are open, want %d", n, all)
	}
	p.isOn("attribution.content: Turnout rose to 61%")
}

func TestNRejectsForGoodAndCanBeUndone(t *testing.T) {
	p := suggested(t, vote)
	p.goesTo("statistic.quantity")
	p.press("N")
	p.settles()
	p.press("Ctrl+Z")
	p.isOn("statistic.quantity: 61%")
	p.press("N")
	p.settles()
	p.suggests("suggest.here")
	p.reads("0 new suggestions")
	p.openThen(p.document.ID, nil)
	p.pump()
	for range p.suggestions.All() {
		if p.press("Space"); strings.HasPrefix(p.isOffered(), "statistic") {
			t.Error("what was rejected is back")
		}
	}
	if l, _ := p.desk.listed(p.document.ID); l.Spans != 0 || l.Status != annotation.Todo {
		t.Errorf("a rejection counts: %d marks, %q", l.Spans, l.Status)
	}
}

func TestMovingAnEndAcceptsThere(t *testing.T) {
	p := suggested(t, strait)
	p.goesTo("statistic.quantity: Just seven")
	p.press("E")
	p.sees("statistic.quantity: Just seven ships")
	if sp := p.spanOn("Just seven ships"); sp.SuggestedBy() != "Rules 1" {
		t.Errorf("it is by %q", sp.SuggestedBy())
	}
	p.press("E")
	p.sees("statistic.quantity: Just seven ships paid")
	for range p.suggestions.All() {
		if p.press("Space"); strings.Contains(p.isOffered(), "Just seven") {
			t.Error("it is suggested beside the mark that it became")
		}
	}
	p.press("Ctrl+Z", "Ctrl+Z")
	p.sees("")
	p.isOn("statistic.quantity: Just seven")
}

func TestDraggingAHandleAcceptsThere(t *testing.T) {
	p := suggested(t, strait)
	p.goesTo("statistic.quantity: Just seven")
	p.dragged(markKey(p.suggestion), p.find("Just seven"), p.find("seven"))
	p.pump()
	p.sees("statistic.quantity: seven")
}

func TestALabelKeyAcceptsWhatItTakes(t *testing.T) {
	p := suggested(t, strait)
	p.caretBefore("Just")
	p.press("2")
	p.sees("statistic.quantity: Just seven")
	if sp := p.spanOn("Just seven"); sp.Origin() != annotation.OriginSuggestion {
		t.Errorf("it is of origin %q", sp.Origin())
	}
	p.goesTo("claim.claim: Tolls")
	p.press("1")
	p.sees("claim.claim: Tolls rose 12% in May\nstatistic.quantity: Just seven")
}

func TestShiftAndALabelPutsAnotherLabelOnASuggestion(t *testing.T) {
	p := suggested(t, vote)
	p.goesTo("statistic.quantity")
	p.press("Shift+1")
	p.sees("claim.claim: 61%")
	if sp := p.spanOn("61%"); sp.SuggestedBy() != "" {
		t.Error("what nobody suggested is said to be suggested")
	}
	p.goesTo("statistic.quantity: 61%") // it waits for its answer
}

func TestWhatIsMarkedAlreadyIsNotSuggested(t *testing.T) {
	p := inNewsroom(t, nil, strait)
	p.selects("Just seven")
	p.press("2")
	p.suggests("suggest.here")
	for range p.suggestions.All() {
		if p.press("Space"); strings.Contains(p.isOffered(), "Just seven") {
			t.Error("it is suggested beside the mark")
		}
	}
}

func TestTabGoesThroughMarksAloneAndEscLetsGo(t *testing.T) {
	p := suggested(t, strait)
	p.selects("Just seven ships")
	p.press("2", "Esc", "Esc")
	p.press("Tab", "Tab")
	if sp, _ := p.chosenSpan(); sp.Quote() != "Just seven ships" {
		t.Errorf("Tab goes to %q", sp.Quote())
	}
	p.press("Space")
	if p.hasChosen() || !p.hasSuggestion() {
		t.Error("a suggestion is chosen beside a mark")
	}
	p.press("Esc")
	if p.hasSuggestion() {
		t.Error("Esc keeps the suggestion")
	}
}

func TestSuggestionsThatNobodyLookedAtAreAFinding(t *testing.T) {
	p := suggested(t, vote, strait)
	p.press("Space", "Y", "Ctrl+Enter")
	p.reads("2 suggestions were not looked at")
	if got := p.checksListed(); got != "2 suggestions were not looked at." {
		t.Errorf("listed: %q", got)
	}
	p.press("F7")
	if !p.hasSuggestion() {
		t.Error("F7 goes to no suggestion")
	}
	for range 2 {
		p.press("N")
	}
	if got := p.checksListed(); got != "" {
		t.Errorf("listed: %q", got)
	}
}

func TestTheInspectorSaysWhoSuggests(t *testing.T) {
	p := suggested(t, vote)
	p.goesTo("attribution.content")
	p.pump()
	p.refreshNow()
	if got := p.inspector.label.Text() + "\n" + p.inspector.facts.Text(); !strings.Contains(got, "Attribution?") || !strings.Contains(got, "Suggested by Rules 1") || !strings.Contains(got, "officials") {
		t.Errorf("the card says %q", got)
	}
	if p.inspector.note.Visible() {
		t.Error("a note can be written on a suggestion")
	}
	p.photograph("suggestion-card")
	p.press("Y")
	p.press("Esc")
	p.choose(p.spanOn("officials").ID)
	p.pump()
	p.refreshNow()
	if got := p.inspector.facts.Text(); !strings.Contains(got, "accepted; suggested by Rules 1") {
		t.Errorf("the card of the mark says %q", got)
	}
}

func TestAllArticlesAreLookedThroughAndOneUndoTakesThatBack(t *testing.T) {
	p := inNewsroom(t, nil, vote, strait, flood)
	p.suggests("suggest.all")
	p.reads("new suggestions in 3 articles")
	for range 3 {
		if !p.hasSuggestions() {
			t.Errorf("%q has none", p.document.Title)
		}
		p.press("Ctrl+PgDn")
	}
	p.press("Ctrl+Z")
	p.waits("it is undone", func() bool { return strings.Contains(p.status.said, "Undone") })
	for range 3 {
		if p.hasSuggestions() {
			t.Errorf("%q has some still", p.document.Title)
		}
		p.press("Ctrl+PgUp")
	}
	p.press("Ctrl+Y")
	p.waits("it is done again", func() bool { return strings.Contains(p.status.said, "Done again") })
	p.waits("they are back", p.hasSuggestions)
}

func TestAnArticleWithSuggestionsCanBeRemoved(t *testing.T) {
	p := suggested(t, vote, strait)
	p.press("Space", "N")
	p.remove(p.document)
	p.settles()
	p.waits("it is gone", func() bool { return len(p.desk.documents) == 1 })
	p.press("Ctrl+Z")
	p.settles()
	p.waits("it is back", func() bool { return len(p.desk.documents) == 2 })
}

// A model may have suggested where whoever answers was not yet.
func TestTheFirstAnswerOfAPersonFindsAPlace(t *testing.T) {
	p := inNewsroom(t, nil, vote)
	number := annotation.Draft{Label: annotation.LabelRole{Label: "statistic", Role: "quantity"}, Ranges: []rangeset.Range{p.find("61%")}}
	m, err := annotation.ParseModel("Counter 3")
	if err == nil {
		err = p.desk.project.Join(context.Background(), m)
	}
	if err != nil {
		t.Fatal(err)
	}
	e, _, err := annotation.NewSet(p.document.ID, m.ID, p.set().Text(), p.set().Scheme()).Predict(annotation.Prediction{Drafts: []annotation.Draft{number}}, nil)
	if err == nil {
		err = p.desk.project.Commit(context.Background(), e)
	}
	if err != nil {
		t.Fatal(err)
	}
	p.openThen(p.document.ID, nil)
	p.press("Space", "N")
	p.settles()
	p.press("Ctrl+Z")
	p.settles()
	p.isOn("statistic.quantity: 61%")
	p.press("Y")
	p.settles()
	p.sees("statistic.quantity: 61%")
	if sp := p.spanOn("61%"); sp.SuggestedBy() != "Counter 3" {
		t.Errorf("it is by %q", sp.SuggestedBy())
	}
	if findings, err := p.desk.project.Check(context.Background()); err != nil || len(findings) > 0 {
		t.Errorf("the project is not sound: %v, %v", findings, err)
	}
}
