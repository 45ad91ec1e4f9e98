package app

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestAnArticleIsFetchedFromAnAddress(t *testing.T) {
	p := atWork(t, strait)
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write([]byte(flood))
	}))
	defer site.Close()
	p.does("import.address")
	address := p.win.Canvas().Focused().(*field)
	address.SetText("harbour")
	p.press("Enter")
	if p.on() != "Import from an address" {
		t.Error("what is no address is fetched")
	}
	address.SetText(site.URL + "/flood.txt")
	p.press("Enter")
	p.waits("it is loaded", func() bool { return len(p.desk.documents) == 2 })
}

func TestOfAFeedThePagesAreFetchedUnlessItsSummariesAreWanted(t *testing.T) {
	p := atWork(t, strait)
	asked := make(chan string, 10)
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- r.URL.Path
		if r.URL.Path == "/flood" {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			_, _ = w.Write([]byte(flood))
			return
		}
		w.Header().Set("Content-Type", "application/rss+xml")
		_, _ = w.Write([]byte(`<rss version="2.0"><channel><title>The Post</title><item><title>Flood</title><link>http://` + r.Host + `/flood</link><description>A flood.</description></item></channel></rss>`))
	}))
	defer site.Close()
	fetch := func(summaries bool) {
		p.does("import.address")
		p.win.Canvas().Focused().(*field).SetText(site.URL + "/feed")
		if summaries {
			p.win.Canvas().FocusNext()
			p.win.Canvas().Focused().TypedRune(' ')
			p.win.Canvas().FocusPrevious()
		}
		p.press("Enter")
	}
	fetch(true)
	p.waits("the summary is shown before it is loaded", p.importing.isOpen)
	if got := <-asked; got != "/feed" || len(asked) > 0 {
		t.Errorf("fetched %s, and %d more", got, len(asked))
	}
	p.press("Esc")
	p.waits("the import is cancelled", func() bool { return !p.importing.isOpen() })
	fetch(false)
	p.waits("the page is loaded", func() bool { return len(p.desk.documents) == 2 })
	if first, second := <-asked, <-asked; first != "/feed" || second != "/flood" || len(p.modals) > 0 {
		t.Errorf("fetched %s and %s, %d dialogs are open", first, second, len(p.modals))
	}
	fetch(false)
	p.waits("it is said that the page is there", func() bool {
		return strings.HasPrefix(p.status.said, "1 article of the feed is in the project already")
	})
	if p.importing.isOpen() || len(p.desk.documents) != 2 {
		t.Errorf("the import is shown: %v, of %d articles", p.importing.isOpen(), len(p.desk.documents))
	}
}
