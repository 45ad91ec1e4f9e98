package app

import (
	"context"
	"strings"
	"testing"

	"rubricator/annotation"
)

func TestADifferenceIsCommentedOnAndWorkIsReturned(t *testing.T) {
	p := inReview(t, map[string][]work{strait: {{"Ana", []string{"claim: Tolls rose 12%"}}, {"Ben", []string{"claim: Tolls rose 12% in May"}}}})
	p.press("C")
	p.answers("Does the month belong to it?")
	p.press("Enter")
	p.settles()
	said, err := p.desk.project.AllComments(context.Background())
	if err != nil || len(said) != 2 || said[0].Text != "Does the month belong to it?" || said[0].Speech != annotation.Asks || said[0].Set == said[1].Set {
		t.Fatalf("%+v, %v: want one to each whose mark it is about", said, err)
	}
	if got := p.cardText(); !strings.Contains(got, "you: Does the month belong to it?") {
		t.Errorf("the card says\n%s", got)
	}

	var items []string
	for _, item := range p.adjudicating.verdictItems() {
		if !item.IsSeparator {
			items = append(items, item.Label)
		}
	}
	if got := strings.Join(items, "\n"); got != `Accept all marks of Ana on this article
Return all marks of Ana on this article…
Return “Tolls rose 12%” to Ana…
Accept all marks of Ben on this article
Return all marks of Ben on this article…
Return “Tolls rose 12% in May” to Ben…` {
		t.Errorf("it offers\n%s", got)
	}
	p.press("V")
	p.photograph("verdicts")
	text := p.adjudicating.lanes.main()
	corner := p.app.Driver().AbsolutePositionForObject(text)
	where := p.adjudicating.belowDifference().Subtract(corner)
	if at, ok := text.PositionAt(where.AddXY(1, -3)); !ok || at != p.adjudicating.now.Range.Start {
		t.Errorf("the menu stands at %v of the text, below character %d, and the difference begins at %d", where, at, p.adjudicating.now.Range.Start)
	}
	p.win.Canvas().Overlays().Top().Hide()
	p.win.Canvas().Overlays().Remove(p.win.Canvas().Overlays().Top())
	p.adjudicating.verdictItems()[1].Action()
	p.answers("The month is missing in two claims.")
	p.press("Enter")
	p.settles()
	judged, err := p.desk.project.AllVerdicts(context.Background())
	if err != nil || len(judged) != 1 || judged[0].Outcome != annotation.Returned || judged[0].Set != annotation.SetID(p.adjudicating.hand.Document, colleague("Ana").ID) {
		t.Errorf("%+v, %v", judged, err)
	}
}
