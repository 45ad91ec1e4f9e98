package app

import (
	"errors"
	"strings"

	"rubricator/app/jobs"
)

// importAddress asks for an address of the web and loads the article, or the articles of the feed, that stands there. Nothing else is ever fetched.
func (w *Window) importAddress() {
	address := newField(w.keys, false)
	address.SetPlaceHolder("https://")
	w.ask("Import from an address", "Fetch", 560, address, address, func() error {
		if !jobs.IsAddress(address.Text) {
			return errors.New("an address begins with https:// or http://; copy it as the browser shows it")
		}
		said := strings.TrimSpace(address.Text)
		w.takeIn(func() []jobs.Article { return []jobs.Article{jobs.Address(said)} })
		return nil
	})
}
