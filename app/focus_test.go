package app

import (
	"fmt"
	"image"
	"testing"

	"fyne.io/fyne/v2"

	"rubricator/app/settings"
)

// seesFocus checks that the window looks different without the focus: enough pixels stand out by 3:1 from what they were.
func (p *person) seesFocus(on string) {
	p.t.Helper()
	focused := p.win.Canvas().Focused()
	with := p.win.Canvas().Capture()
	p.win.Canvas().Unfocus()
	without := p.win.Canvas().Capture()
	p.win.Canvas().Focus(focused)
	if n := standOut(with, without); n < 150 {
		p.t.Errorf("theme %q: the focus on %s is told by %d pixels", p.settings.Theme, on, n)
	}
}

// standOut counts the pixels that differ by 3:1 or more.
func standOut(a, b image.Image) int {
	n := 0
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			if c, d := opaque(a.At(x, y)), opaque(b.At(x, y)); c != d && contrast(c, d) >= 3 {
				n++
			}
		}
	}
	return n
}

func TestTheFocusIsSeenInEveryPaneAndTheme(t *testing.T) {
	p := atWork(t, strait, flood)
	p.win.Resize(fyne.NewSize(760, 460))
	p.selects("12%")
	p.press("2")
	for _, theme := range settings.Themes[1:] {
		p.setTheme(theme)
		p.focusText()
		for _, pane := range []string{"the text", "the search field", "the library", "the list of marks", "the note"} {
			p.seesFocus(pane)
			p.photograph("focus-on-" + pane + "-" + theme)
			p.press("F6")
		}
		if p.win.Canvas().Focused() != p.view {
			t.Fatal("F6 does not come back to the text")
		}
	}
}

func TestTheFocusIsSeenInListsWithoutRows(t *testing.T) {
	p := atWork(t, strait)
	p.win.Resize(fyne.NewSize(760, 460))
	p.library.search.SetText("no article says this")
	for _, theme := range settings.Themes[1:] {
		p.setTheme(theme)
		p.win.Canvas().Focus(p.library.list)
		p.seesFocus("the library without articles")
		p.win.Canvas().Focus(p.inspector.list)
		p.seesFocus("the list of no marks")
		p.photograph("focus-on-nothing-" + theme)
	}
	p.selects("12%")
	p.press("2")
	p.seesFocus("the first mark, which came while the list had the focus")
}

func TestTheFocusIsSeenWhereOneFindsAndReviews(t *testing.T) {
	p := atWork(t, strait)
	p.win.Resize(fyne.NewSize(1000, 560))
	for _, theme := range settings.Themes[1:] {
		p.setTheme(theme)
		p.does("find")
		p.finder.field.SetText("the")
		p.pump()
		for range 8 { // the field, three toggles, both arrows, all hits, the end
			p.seesFocus(fmt.Sprintf("%T of what is looked for", p.win.Canvas().Focused()))
			p.win.Canvas().FocusNext()
		}
		p.finder.review()
		p.seesFocus("the list under review")
		p.photograph("focus-on-review-" + theme)
		p.review.close()
		p.finder.close()
	}
}

func TestAFormShowsWhereTheFocusIsInALowWindow(t *testing.T) {
	p := atWork(t, strait)
	p.win.Resize(fyne.NewSize(640, 300))
	for _, id := range []string{"preferences", "details"} {
		p.does(id)
		for range 14 { // down to the buttons, and round again
			p.seesFocus("a part of " + id)
			p.isInSight(p.win.Canvas().Focused().(fyne.CanvasObject))
			p.photograph("focus-in-a-low-window")
			p.win.Canvas().FocusNext()
		}
		p.closeModals()
	}
	p.does("annotator")
	m := p.modals[0]
	p.win.Resize(fyne.NewSize(640, 220))
	m.fit()
	m.first.(*field).SetText(" ")
	p.press("Enter")
	parts := m.body.(*fyne.Container).Objects
	p.isInSight(parts[len(parts)-1]) // what is wrong
}

// isInSight checks that a part of the form that is shown is not scrolled away.
func (p *person) isInSight(o fyne.CanvasObject) {
	p.t.Helper()
	place := fyne.CurrentApp().Driver().AbsolutePositionForObject
	m := p.modals[0]
	if _, isButton := o.(*button); isButton { // they stand below
		return
	}
	top, bottom := place(m.scroll).Y, place(m.scroll).Y+m.scroll.Size().Height
	if y := place(o).Y; y < top-0.5 || y+o.Size().Height > bottom+0.5 {
		p.t.Errorf("%T stands from %v to %v, and %v to %v is in sight", o, y, y+o.Size().Height, top, bottom)
	}
}

func TestTheFocusIsSeenInEverySheetAndTheme(t *testing.T) {
	p := atWork(t, strait, flood)
	p.win.Resize(fyne.NewSize(760, 560))
	for _, theme := range settings.Themes[1:] {
		p.setTheme(theme)
		p.does("preferences")
		p.seesFocus("a preference")
		p.win.Canvas().FocusPrevious()
		p.seesFocus("the main button")
		p.win.Canvas().FocusPrevious()
		p.seesFocus("another button")
		p.photograph("focus-" + theme)
		p.press("Esc")
		p.does("import")
		p.win.Canvas().Focused().(*field).SetText(shelf(t, "a.txt", "b.txt"))
		p.seesFocus("the path")
		p.press("Down")
		p.seesFocus("the files")
		p.press("Esc")
		p.does("export")
		p.seesFocus("the path of a dataset")
		p.press("Esc")
		p.does("place.annotate")
	}
}

func TestTheRowThatKeysAreAtIsShownInThePalette(t *testing.T) {
	p := atWork(t, strait)
	p.win.Resize(fyne.NewSize(760, 460))
	for _, theme := range settings.Themes[1:] {
		p.setTheme(theme)
		p.does("palette")
		first := p.win.Canvas().Capture()
		p.press("Down")
		p.photograph("palette-" + theme)
		if n := standOut(first, p.win.Canvas().Capture()); n < 300 {
			t.Errorf("theme %q: another row is told by %d pixels", theme, n)
		}
		p.press("Esc")
	}
}

func TestKeysInAListBeginAtTheOpenArticle(t *testing.T) {
	p := atWork(t, strait, flood, "Third\n\nText.\n")
	p.open(p.desk.documents[1].ID)
	p.press("F6", "F6")
	if p.win.Canvas().Focused() != p.library.list || p.library.list.row != 1 {
		t.Fatalf("keys are at row %d", p.library.list.row)
	}
	p.press("Down", "Enter")
	if p.document.ID != p.desk.documents[2].ID || p.win.Canvas().Focused() != p.view {
		t.Errorf("Enter opened %q", p.document.Title)
	}
}
