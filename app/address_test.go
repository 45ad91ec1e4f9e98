package app

import (
	"net/http"
	"net/http/httptest"
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
