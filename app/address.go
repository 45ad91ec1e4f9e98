package app

import (
	"errors"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/app/jobs"
)

// importAddress asks for an address of the web and loads the article, or the articles of the feed, that stands there. Pages are fetched that a feed links, unless
// its summaries are wanted, and nothing else ever.
func (w *Window) importAddress() {
	address := newField(w.keys, false)
	address.SetPlaceHolder("https://")
	summaries := widget.NewCheck("Keep the summaries of a feed", nil)
	note := newProse(w.fonts, theme.ColorNamePlaceHolder, "Where a feed holds summaries alone, the pages that it links are fetched too, 200 at most. Tick to fetch nothing but the feed.")
	w.ask("Import from an address", "Fetch", 560, container.NewVBox(address, summaries, note), address, func() error {
		if !jobs.IsAddress(address.Text) {
			return errors.New("an address begins with https:// or http://; copy it as the browser shows it")
		}
		article := jobs.Address(address.Text)
		article.Summaries = summaries.Checked
		w.takeIn(func() []jobs.Article { return []jobs.Article{article} })
		return nil
	})
}
