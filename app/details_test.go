package app

import (
	"strings"
	"testing"

	"rubricator/annotation"
)

// detailsOf writes a detail of the first articles.
func (p *person) detailsOf(n int, of func(*annotation.Document) string) string {
	var all []string
	for i := range n {
		all = append(all, of(&p.desk.documents[i].Document))
	}
	return strings.Join(all, "|")
}

func outletOf(d *annotation.Document) string { return d.Outlet }

// asks chooses the first articles of the newsstand and has their details asked; the focus is in the first field.
func asks(t *testing.T, n int) (p *person, first *field) {
	t.Helper()
	p = newsstand(t)
	p.win.Canvas().Focus(p.library.list)
	if n == 1 {
		p.press("Ctrl+Space")
	}
	for range n - 1 {
		p.press("Shift+Down")
	}
	p.press("Ctrl+Shift+D")
	return p, p.modals[0].first.(*field)
}

func TestDetailsOfSeveralArticlesAreOneStep(t *testing.T) {
	p, outlet := asks(t, 3)
	all := func(d *annotation.Document) string { return d.Outlet + " " + d.Language + " " + d.Published }
	before := p.detailsOf(3, all)
	if outlet.Text != "" || outlet.PlaceHolder != severalStay {
		t.Errorf("outlets that differ are shown as %q, %q", outlet.Text, outlet.PlaceHolder)
	}
	p.writes("Wire")
	p.photograph("library-details")
	p.press("Enter")
	p.waits("the details are there", func() bool { return strings.Contains(p.detailsOf(3, all), "Wire") })
	if got := p.detailsOf(3, all); got != "Wire en-GB 2026-05-04|Wire en 2026-06|Wire en 2025" {
		t.Errorf("details are %q", got)
	}
	p.focusText()
	p.press("Ctrl+Z")
	p.waits("one step takes them back", func() bool { return p.detailsOf(3, all) == before })
}

func TestADetailOfSeveralArticlesIsEmptied(t *testing.T) {
	p, outlet := asks(t, 3)
	p.win.Canvas().FocusNext()
	p.press("Space")
	p.photograph("library-details-emptied")
	if outlet.PlaceHolder != severalEmptied {
		t.Errorf("the field says %q", outlet.PlaceHolder)
	}
	p.modals[0].enter()
	p.waits("no outlet is left", func() bool { return p.detailsOf(3, outletOf) == "||" })
	p.focusText()
	p.press("Ctrl+Z")
	p.waits("one step brings them back", func() bool { return p.detailsOf(3, outletOf) == "Osley Herald|Osley Herald|Radio Sur" })
}

func TestWhatIsTypedIsNotEmptied(t *testing.T) {
	p, outlet := asks(t, 3)
	p.win.Canvas().FocusNext()
	p.press("Space")
	p.win.Canvas().Focus(outlet)
	p.writes("Wire")
	p.press("Enter")
	p.waits("the outlet is there", func() bool { return p.detailsOf(3, outletOf) == "Wire|Wire|Wire" })
}

func TestWhatArticlesHaveInCommonIsEmptiedInTheField(t *testing.T) {
	p, outlet := asks(t, 2)
	if outlet.Text != "Osley Herald" {
		t.Errorf("the outlet is %q", outlet.Text)
	}
	outlet.SetText("")
	p.press("Enter")
	p.waits("no outlet is left", func() bool { return p.detailsOf(3, outletOf) == "||Radio Sur" })
}

func TestOneChosenArticleHasItsTitleAndAddressToo(t *testing.T) {
	p, title := asks(t, 1)
	if title.Text != "Harbour shut" {
		t.Errorf("the first field has %q", title.Text)
	}
	title.SetText("Harbour open")
	fields(p.modals[0].body)[5].SetText("https://herald.example/1")
	p.press("Enter")
	p.waits("both are there", func() bool {
		d := p.desk.documents[0]
		return d.Title == "Harbour open" && d.URL == "https://herald.example/1"
	})
}

func TestADateIsReadAsPeopleWriteIt(t *testing.T) {
	p, _ := asks(t, 3)
	published := fields(p.modals[0].body)[2]
	published.SetText("some day")
	p.press("Enter")
	if p.on() == "" {
		t.Fatal("what is no date is taken")
	}
	published.SetText("4 May 2026")
	p.press("Enter")
	p.waits("the day is there", func() bool {
		return p.detailsOf(3, func(d *annotation.Document) string { return d.Published }) == "2026-05-04|2026-05-04|2026-05-04"
	})
}
