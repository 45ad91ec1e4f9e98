package app

import (
	"context"
	"testing"

	"rubricator/annotation"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// placeOf is the middle of a row of the library in the window.
func (p *person) placeOf(row int) fyne.Position {
	list := p.library.list
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(list)
	return at.AddXY(60, (float32(row)+0.5)*(rowHeight+theme.Padding())-list.GetScrollOffset())
}

// clicksRow clicks at a row of the library, with keys held down.
func (p *person) clicksRow(row int, held ...fyne.KeyName) {
	p.t.Helper()
	p.pump()
	for _, key := range held {
		p.keys.KeyDown(&fyne.KeyEvent{Name: key})
	}
	test.TapCanvas(p.win.Canvas(), p.placeOf(row))
	for _, key := range held {
		p.keys.KeyUp(&fyne.KeyEvent{Name: key})
	}
	p.pump()
}

const (
	ctrlKey  = desktop.KeyControlLeft
	shiftKey = desktop.KeyShiftLeft
)

// isChosen checks which articles are chosen.
func (p *person) isChosen(chosen string) {
	p.t.Helper()
	if got := p.pickedRows(); got != chosen {
		p.t.Errorf("chosen are %q, want %q", got, chosen)
	}
}

func TestArticlesAreChosenByClicks(t *testing.T) {
	p := newsstand(t)
	p.clicksRow(2, ctrlKey)
	p.isChosen("Harbour shut, Grain") // the open one, and another
	p.clicksRow(4, ctrlKey)
	p.isChosen("Harbour shut, Grain, Quake")
	p.clicksRow(2, ctrlKey)
	p.isChosen("Harbour shut, Quake")
	p.clicksRow(0, ctrlKey)
	p.isChosen("Quake")
	p.clicksRow(4, ctrlKey)
	p.isChosen("")
	p.clicksRow(0, ctrlKey)
	p.isChosen("Harbour shut") // the open one by itself
	p.press("Esc")
	p.isChosen("")
	p.clicksRow(3)
	if p.isChosen(""); p.document.Title != "Grano" || p.win.Canvas().Focused() != p.view {
		t.Errorf("a click opened %q, and the focus is on %T", p.document.Title, p.win.Canvas().Focused())
	}
	p.clicksRow(1, shiftKey)
	p.isChosen("Fares rise, Grain, Grano")
	p.clicksRow(4, shiftKey)
	p.isChosen("Grano, Quake")
	p.clicksRow(3)
	if p.isChosen(""); p.document.Title != "Grano" {
		t.Errorf("open is %q", p.document.Title)
	}
}

func TestArticlesAreChosenByKeys(t *testing.T) {
	p := newsstand(t)
	p.press("F6", "F6")
	for _, c := range []struct {
		keys   string
		chosen string
	}{
		{"Shift+Down", "Harbour shut, Fares rise"},
		{"Shift+End", "Harbour shut, Fares rise, Grain, Grano, Quake"},
		{"Shift+Up", "Harbour shut, Fares rise, Grain, Grano"},
		{"Esc", ""},
		{"Ctrl+Space", "Harbour shut, Grano"}, // the open one, and where the keys are
		{"Up", "Harbour shut, Grano"},
		{"Shift+Space", "Harbour shut, Grain, Grano"},
		{"Shift+Space", "Harbour shut, Grano"},
		{"Shift+Home", "Harbour shut, Fares rise, Grain"},
		{"Ctrl+A", "Harbour shut, Fares rise, Grain, Grano, Quake"},
		{"Space", ""},
	} {
		p.press(c.keys)
		if got := p.pickedRows(); got != c.chosen {
			t.Errorf("after %s chosen are %q, want %q", c.keys, got, c.chosen)
		}
	}
	if p.document.Title != "Harbour shut" || p.win.Canvas().Focused() != p.view {
		t.Errorf("Space opened %q, and the focus is on %T", p.document.Title, p.win.Canvas().Focused())
	}
	p.clicksRow(1, ctrlKey)
	p.looksFor("language:es")
	p.isChosen("")
	p.looksFor("")
	p.isChosen("") // what was not seen is chosen no more
	p.focusText()
	p.press("Shift+Down")
	p.isChosen("") // in the text it selects text
}

func TestTheRightButtonOffersWhatCanBeDoneWithAnArticle(t *testing.T) {
	p := newsstand(t)
	p.clicksRow(3, ctrlKey)
	offer := func(row int) {
		p.library.offerPicked(row, p.placeOf(row))
		p.photograph("library-menu")
		p.win.Canvas().Overlays().Top().Hide()
	}
	offer(3)
	p.isChosen("Harbour shut, Grano")
	offer(1)
	p.isChosen("Fares rise")
}

func TestDelRemovesTheChosenArticlesAndNoMark(t *testing.T) {
	p := newsstand(t)
	p.selects("Friday")
	p.press("1")
	p.clicksRow(2, ctrlKey)
	p.press("Del")
	if got := p.on(); got != "Remove 2 articles?" {
		t.Errorf("it asks %q", got)
	}
	p.press("Esc")
	if p.set().Len() != 1 {
		t.Error("the chosen mark is gone")
	}
}

func TestUndoWaitsForWhatIsBeingDoneToSeveralArticles(t *testing.T) {
	p := newsstand(t)
	p.settles()
	p.win.Canvas().Focus(p.library.list)
	p.press("Ctrl+A")
	goOn := make(chan bool)
	p.doPicked("details of 5 articles", "Done.", func(_ context.Context, d *desk) (edits []annotation.Edit, err error) {
		<-goOn
		after := d.documents[0].Document
		after.Outlet = "Post"
		e, _ := d.documents[0].ChangeTo(after)
		return []annotation.Edit{e}, nil
	})
	p.press("Ctrl+Z")
	p.reads("Not yet: details of 5 articles is still being done.")
	close(goOn)
	p.waits("it is done", func() bool { return p.desk.documents[0].Outlet == "Post" })
	p.press("Ctrl+Z")
	p.waits("it is taken back", func() bool { return p.desk.documents[0].Outlet != "Post" })
}
