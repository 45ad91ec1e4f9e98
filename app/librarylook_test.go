package app

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestTheLibraryStaysInItsPane(t *testing.T) {
	p := atWork(t, foreign...)
	p.win.Resize(fyne.NewSize(900, 620))
	p.outer.SetOffset(0.245) // 220 points
	p.press("Ctrl+PgDn", "Ctrl+Shift+Enter")
	looks := func(name string) {
		t.Helper()
		p.pump()
		if width := p.library.root.Size().Width; width > 224 || p.library.list.Size().Width > width {
			t.Errorf("%s: the library is %v wide, and its list %v", name, width, p.library.list.Size().Width)
		}
		for _, look := range []string{"light", "dark", "contrast-dark"} {
			p.setTheme(look)
			p.photograph("narrow-" + name + "-" + look)
		}
		p.setTheme("light")
		p.win.Canvas().(test.WindowlessCanvas).SetScale(2)
		p.photograph("narrow-" + name + "-fine")
		p.win.Canvas().(test.WindowlessCanvas).SetScale(1)
	}
	looks("plain")
	p.library.sortBy("words", true)
	looks("sorted")
	p.press("Ctrl+Shift+F", "Down")
	looks("offers")
	p.press("Down", "Enter")
	looks("states")
	p.looksFor("-is:done 12%")
	p.waits("the texts are searched", func() bool { return len(p.library.hits.ids) > 0 })
	p.focusText()
	looks("hits")
	p.press("F6", "F6", "Ctrl+A")
	looks("chosen")
	p.looksFor("nonesuch outlet:nowhere")
	looks("none")
}
