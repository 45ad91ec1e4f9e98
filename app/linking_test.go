package app

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/app/textview"
)

// linked writes the links of the article.
func (p *person) linked() string {
	var lines []string
	for _, sp := range p.set().Spans() {
		for _, r := range p.set().Relations(sp.ID) {
			if r.From == sp.ID {
				to, _ := p.set().Span(r.To)
				lines = append(lines, fmt.Sprintf("%s %s %s", sp.Quote(), r.Type, to.Quote()))
			}
		}
	}
	return strings.Join(lines, "\n")
}

func (p *person) seesLinks(want string) {
	p.t.Helper()
	if got := p.linked(); got != want {
		p.t.Errorf("links are\n%s\nwant\n%s", got, want)
	}
}

// drawn gives what the view draws between marks now.
func (p *person) drawn() []textview.Link {
	return p.links(nil, rangeset.Range{Start: 0, End: p.set().Text().Len()})
}

// marked is an article with a claim, a number on either side of it and an attribution; the claim is chosen.
func marked(t *testing.T) *person {
	p := atWork(t, "Polls\n\nSome 40% voted. Turnout fell to 12% last year, Ana Roe said. It was 3 million.\n")
	for _, m := range []struct{ key, text string }{{"2", "Some 40%"}, {"2", "12%"}, {"2", "3 million"}, {"3", "Ana Roe said"}, {"1", "Turnout fell to 12% last year"}} {
		p.selects(m.text)
		p.press(m.key)
	}
	return p
}

func TestLinksAreMadeByNumberNearestFirst(t *testing.T) {
	p := marked(t)
	p.press("L")
	p.reads("press the number")
	ds := p.decorate(nil, rangeset.Range{Start: 0, End: p.set().Text().Len()})
	badges := map[string]string{}
	for _, d := range ds {
		badges[p.set().Text().Slice(d.Start, d.End)] = d.Badge
	}
	if badges["12%"] != "1" || badges["Ana Roe said"] != "2" || badges["Some 40%"] != "3" || badges["3 million"] != "4" {
		t.Errorf("numbers at the marks: %v", badges)
	}
	p.photograph("linking")
	p.press("1")
	p.seesLinks("Turnout fell to 12% last year rests_on 12%")
	p.press("L", "1")
	p.seesLinks("Turnout fell to 12% last year rests_on 12%\nTurnout fell to 12% last year stated_in Ana Roe said")
	p.photograph("linked")
	p.press("Ctrl+Z")
	p.seesLinks("Turnout fell to 12% last year rests_on 12%")
}

func TestALinkIsMadeFromEitherEnd(t *testing.T) {
	p := marked(t)
	p.chooseAndReveal(p.spanOn("12%").ID)
	p.press("L", "1")
	p.seesLinks("Turnout fell to 12% last year rests_on 12%")
}

func (p *person) spanOn(quote string) annotation.Span {
	p.t.Helper()
	for _, sp := range p.set().Spans() {
		if sp.Quote() == quote {
			return sp
		}
	}
	p.t.Fatalf("no mark on %q", quote)
	return annotation.Span{}
}

func TestAClickOnAMarkLinksWithIt(t *testing.T) {
	p := marked(t)
	p.press("L")
	p.tapped(p.find("Some 40%").Start+1, 1, 0)
	p.seesLinks("Turnout fell to 12% last year rests_on Some 40%")
	p.press("L", "Esc")
	p.tapped(p.find("3 million").Start+1, 1, 0)
	p.seesLinks("Turnout fell to 12% last year rests_on Some 40%")
	p.covers("3 million")
}

func TestALinkIsChosenFollowedAndDeleted(t *testing.T) {
	p := marked(t)
	p.press("L", "1", "L", "1", "Shift+L")
	r, ok := p.chosenLink()
	if !ok || r.Type != "rests_on" {
		t.Fatalf("chosen is %v", r)
	}
	p.press("Enter")
	p.covers("12%")
	p.press("Enter")
	p.covers("Turnout fell to 12% last year")
	p.press("Del")
	p.seesLinks("Turnout fell to 12% last year stated_in Ana Roe said")
	p.sees(p.marks()) // no mark went
	if !p.hasChosen() {
		t.Error("the mark is not chosen any more")
	}
	p.press("Ctrl+Z")
	p.seesLinks("Turnout fell to 12% last year stated_in Ana Roe said\nTurnout fell to 12% last year rests_on 12%")
}

func TestLinkingEndsWhereAnotherArticleIsOpened(t *testing.T) {
	p := atWork(t, strait, flood)
	p.selects("12%")
	p.press("2")
	p.selects("Tolls rose 12% in May")
	p.press("1", "L")
	p.reads("press the number")
	p.press("Ctrl+PgDn")
	p.selects("$2.4 trillion")
	p.press("1")
	p.sees("claim: $2.4 trillion")
}

func TestALinkIsRetypedWhereTheSchemeHasAnother(t *testing.T) {
	p := marked(t)
	p.press("L", "1", "Shift+L", "R")
	p.reads("no other link")
	before := p.marks()
	p.press("2") // what would have been the type is no label
	p.sees(before)
	p.seesLinks("Turnout fell to 12% last year rests_on 12%")
}

func TestLinksOfTheChosenMarkAndOfThePointedOneAreDrawn(t *testing.T) {
	p := marked(t)
	p.press("L", "1")
	if ls := p.drawn(); len(ls) != 1 || ls[0].Name != "rests on" || ls[0].State != textview.Plain {
		t.Errorf("drawn: %v", ls)
	}
	p.press("Esc")
	if ls := p.drawn(); len(ls) != 0 {
		t.Errorf("drawn without a chosen mark: %v", ls)
	}
	p.pointedAt(textview.Hover{Pos: p.find("12%").Start, Inside: true})
	if ls := p.drawn(); len(ls) != 1 {
		t.Errorf("drawn under the pointer: %v", ls)
	}
	p.pointedAt(textview.Hover{})
	p.press("Ctrl+L")
	if ls := p.drawn(); len(ls) != 1 {
		t.Errorf("all drawn: %v", ls)
	}
	p.picked(0, p.drawn()[0].Key)
	if !p.hasLink() {
		t.Error("a click on a link does not choose it")
	}
}

func TestTheRangesOfAChosenMarkHoldTogether(t *testing.T) {
	p := atWork(t, interrupted)
	p.view.Select(p.find("“It happens,”"), p.find("“to everybody.”"))
	p.press("1")
	if ls := p.drawn(); len(ls) != 1 || !ls[0].Joint || ls[0].From != p.find("“It happens,”") || ls[0].To != p.find("“to everybody.”") {
		t.Errorf("drawn: %v", ls)
	}
	p.photograph("interrupted")
	lit := 0
	p.press("Esc")
	p.pointedAt(textview.Hover{Pos: p.find("everybody").Start, Inside: true})
	for _, d := range p.decorate(nil, rangeset.Range{Start: 0, End: p.set().Text().Len()}) {
		if d.State == textview.Hovered {
			lit++
		}
	}
	if lit != 2 {
		t.Errorf("%d ranges are lit", lit)
	}
}

func TestLabelsAreHiddenAndShownAlone(t *testing.T) {
	p := marked(t)
	seen := func() int { return len(p.decorate(nil, rangeset.Range{Start: 0, End: p.set().Text().Len()})) }
	p.toggleLabel("statistic")
	if n := seen(); n != 2 {
		t.Errorf("%d marks are seen", n)
	}
	p.refreshNow()
	if !strings.Contains(p.status.facts.Text(), "hidden: Statistic") {
		t.Errorf("the status line says %q", p.status.facts.Text())
	}
	p.tapped(p.find("Some 40%").Start+1, 1, 0)
	p.covers("Turnout fell to 12% last year")
	p.showAlone("attribution")
	if n := seen(); n != 1 || p.hasChosen() {
		t.Errorf("alone: %d marks are seen", n)
	}
	p.photograph("hidden")
	p.press("Tab")
	p.covers("Ana Roe said")
	p.showAlone("attribution")
	if n := seen(); n != 5 {
		t.Errorf("again: %d marks are seen", n)
	}
	p.press("Ctrl+H")
	if n := seen(); n != 1 {
		t.Errorf("by key: %d marks are seen", n)
	}
	p.selects("voted")
	p.press("1")
	if n := seen(); n != 3 {
		t.Errorf("a new mark of a hidden label: %d marks are seen", n)
	}
	p.press("Ctrl+H")
	if n := seen(); n != 6 {
		t.Errorf("by key again: %d marks are seen", n)
	}
}

func TestANameTagDrawnToAMarkLinksTheTwo(t *testing.T) {
	p := marked(t)
	p.drawn()
	p.decorate(nil, rangeset.Range{Start: 0, End: p.set().Text().Len()})
	claim := markKey(p.spanOn("Turnout fell to 12% last year").ID)
	p.tied(claim, textview.Hover{Pos: p.find("3 million").Start, Inside: true}, fyne.Position{})
	p.seesLinks("Turnout fell to 12% last year rests_on 3 million")
	p.tied(claim, textview.Hover{Mark: markKey(p.spanOn("Ana Roe said").ID)}, fyne.Position{})
	p.seesLinks("Turnout fell to 12% last year rests_on 3 million\nTurnout fell to 12% last year stated_in Ana Roe said")
	p.tied(claim, textview.Hover{Pos: p.find("voted").Start, Inside: true}, fyne.Position{})
	p.reads("no mark here")
}

func TestThePaneNamesTheMarksUnderTheCaretInWords(t *testing.T) {
	p := marked(t)
	p.press("Esc")
	p.caretBefore("12%")
	p.pump()
	if got, want := p.inspector.hint.Text(), "Under the caret: Statistic “12%”; in Claim “Turnout fell to 12% last year”. O chooses the smallest, then the next."; got != want {
		t.Errorf("the pane says %q", got)
	}
	p.caretBefore("voted")
	if got := p.inspector.hint.Text(); !strings.Contains(got, "No mark is chosen") {
		t.Errorf("the pane says %q", got)
	}
}
