package cli_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

const savedPage = `<!doctype html><html lang="en"><head><title>Harbour closed</title></head><body><article><h1>Harbour closed</h1>
<p>The harbour closes on Friday for the whole of the winter, the ministry of transport said on Monday after a week of storms.</p>
<p>Four ferries in five will be moved to the northern port, which opened in 2019 and has room for nine of them.</p></article></body></html>`

// site answers with a page, a feed with one entry, and nothing else. Asked counts what was asked for.
func site(t *testing.T) (address string, asked *[]string) {
	t.Helper()
	asked = &[]string{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*asked = append(*asked, r.URL.Path)
		switch r.URL.Path {
		case "/harbour":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, savedPage)
		case "/feed":
			w.Header().Set("Content-Type", "application/rss+xml")
			fmt.Fprint(w, `<?xml version="1.0"?><rss version="2.0"><channel><title>The Coast Daily</title><link>http://x.example</link><item><title>Fares rise</title>
				<description>Fares on all lines rise by seven percent from May, the three operators said in a letter to their customers.</description></item></channel></rss>`)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(s.Close)
	return s.URL, asked
}

func TestImportFetchesAddressesFeedsAndListsOfFeeds(t *testing.T) {
	s := newShell(t)
	at, asked := site(t)
	out, errs := s.runs(3, "import -p x.rubric "+at+"/harbour "+at+"/feed "+at+"/gone")
	if !strings.Contains(out, "loaded     "+at+"/harbour: Harbour closed (") || !strings.Contains(out, ": Fares rise (") || !strings.Contains(out, "2 loaded, 0 there already, 1 refused") {
		t.Error(out)
	}
	if !strings.Contains(errs, at+"/gone: ") {
		t.Error(errs)
	}
	if got := strings.Join(*asked, " "); got != "/harbour /feed /gone" {
		t.Errorf("fetched %s", got)
	}
	s.file("list.opml", `<?xml version="1.0"?><opml version="2.0"><body><outline text="Coast" xmlUrl="`+at+`/feed"/></body></opml>`)
	if out, _ := s.runs(0, "import -p y.rubric list.opml"); !strings.Contains(out, ": Fares rise (") {
		t.Error(out)
	}
	*asked = nil
	s.file("page.html", strings.Replace(savedPage, "<p>", `<img src="`+at+`/picture.png"><p>`, 1))
	if s.runs(0, "import -p z.rubric page.html"); len(*asked) > 0 {
		t.Errorf("a page that was saved fetched %s", *asked)
	}
	s.runs(0, "check -p x.rubric")
}
