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

// newsSite answers with a feed of summaries, and with the pages that it links but one.
func newsSite(t *testing.T) (address string, asked *[]string) {
	t.Helper()
	asked = &[]string{}
	var s *httptest.Server
	s = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*asked = append(*asked, r.URL.Path)
		switch r.URL.Path {
		case "/feed":
			w.Header().Set("Content-Type", "application/rss+xml")
			fmt.Fprint(w, `<?xml version="1.0"?><rss version="2.0"><channel><title>The Coast Daily</title><link>`, s.URL, `</link>`)
			for _, entry := range [][2]string{
				{"/harbour?utm_source=rss", "The harbour closes on Friday."},
				{"/gone", "Fares on all lines rise by seven percent from May, the three operators said in a letter to their customers."},
				{"/bare", ""},
				{"/short", "The works on the bridge have stopped."},
				{"/whole", "<p>" + strings.Repeat("The boats of Skarvoy brought in 4,100 tonnes of herring. ", 3) + "</p>"},
				{"http://127.0.0.2" + s.URL[strings.LastIndex(s.URL, ":"):] + "/harbour", "The town has 2 of the 12 million crowns that it needs."},
			} {
				element := "description"
				if entry[0] == "/whole" {
					element = "content:encoded"
				}
				link := entry[0]
				if strings.HasPrefix(link, "/") {
					link = s.URL + link
				}
				fmt.Fprintf(w, "<item><title>About %s</title><link>%s</link><pubDate>Mon, 17 Nov 2025 06:30:00 +0100</pubDate><%s><![CDATA[%s]]></%s></item>", entry[0], link, element, entry[1], element)
			}
			fmt.Fprint(w, `</channel></rss>`)
		case "/harbour", "/bare":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, strings.ReplaceAll(savedPage, "Harbour closed", "Harbour closed "+r.URL.Path), "<p>", r.URL.Path)
		case "/short":
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, `<html><body><p>For subscribers.</p></body></html>`)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(s.Close)
	return s.URL, asked
}

func TestThePagesThatAFeedLinksAreFetchedWhereItHasSummariesAlone(t *testing.T) {
	s := newShell(t)
	at, asked := newsSite(t)
	s.runs(0, "import -p x.rubric "+at+"/bare")
	*asked = nil
	out, _ := s.runs(0, "import -p x.rubric "+at+"/feed")
	if got := strings.Join(*asked, " "); got != "/feed /harbour /gone /short" {
		t.Errorf("fetched %s", got)
	}
	for _, want := range []string{
		": Harbour closed /harbour (", "linked by entry 1 of RSS 2.0)",
		": About /gone (RSS 2.0; entry 2; summary alone)", "Its page is not taken: fetch \"" + at + "/gone\": not given by the site: there is nothing at the address (404)",
		"known      " + at + "/feed: entry 3: an article from there is in the project already, and is not fetched again: " + at + "/bare",
		": About /short (RSS 2.0; entry 4; summary alone)", "says no more than the summary",
		": About /whole (RSS 2.0; entry 5", "it leads into the network of this computer (127.0.0.2:",
		"5 loaded, 1 there already, 0 refused",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	if want := "fetching   the pages at " + strings.TrimPrefix(at, "http://") + " that the feed links, of 5 in all; --summaries keeps its summaries instead\n"; !strings.HasPrefix(out, want) {
		t.Errorf("%q is not said first in\n%s", want, out)
	}
	*asked = nil
	if out, _ := s.runs(0, "import -p x.rubric "+at+"/feed"); strings.Join(*asked, " ") != "/feed /gone /short" || !strings.Contains(out, "0 loaded, 6 there already") {
		t.Errorf("what came once is fetched again: %s\n%s", *asked, out)
	}
	*asked = nil
	if out, _ := s.runs(3, "import -p y.rubric --summaries "+at+"/feed"); strings.Join(*asked, " ") != "/feed" || !strings.Contains(out, ": About /harbour?utm_source=rss (RSS 2.0; entry 1; summary alone)") {
		t.Errorf("with --summaries: fetched %s\n%s", *asked, out)
	}
	s.runs(0, "check -p x.rubric")
}
