package feed

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"iter"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"rubricator/annotation/ingest"
)

var anyTag = regexp.MustCompile(`<[^>]*>`)

// pages reads web pages as far as these tests need: an empty line behind each paragraph, and no tags.
func pages(_ context.Context, f ingest.File, _ ingest.Options) iter.Seq2[*ingest.Draft, error] {
	body := strings.ReplaceAll(string(f.Bytes), "</p>", "\n\n")
	_, body, _ = strings.Cut(body, "<body>")
	return ingest.One(ingest.NewDraft(strings.TrimSpace(anyTag.ReplaceAllString(body, ""))))
}

// loaded is what a feed gives: each entry as its title, date, outlet, author, language, address, licence and text, then what cannot be read.
func loaded(f ingest.File) (out []string) {
	for d, err := range Format.Read(context.Background(), f, ingest.Options{Inner: pages}) {
		if err != nil {
			out = append(out, "error: "+err.Error())
			continue
		}
		a := d.Details
		line := strings.Join([]string{a.Title, a.Published, a.Outlet, a.Author, a.Language, a.URL, a.Licence, d.Text}, "|")
		out = append(out, strings.Join(append([]string{line}, d.Warnings...), " !"))
	}
	return out
}

func TestWhereThereIsASummaryAloneThePageIsReadThatTheEntryLinks(t *testing.T) {
	var asked []string
	o := ingest.Options{Inner: pages, Linked: func(_ context.Context, address string, n, of int) (ingest.File, error) {
		asked = append(asked, fmt.Sprintf("%s, %d of %d", address, n, of))
		if address == "https://post.example/2" {
			return ingest.File{Name: "2.html", URL: "https://post.example/2/bread", Bytes: []byte("<body><p>Bread is dear, and dearer than last year.</p>")}, nil
		}
		return ingest.File{}, fmt.Errorf("no page at %s", address)
	}}
	var got []string
	for d, err := range Format.Read(context.Background(), ingest.File{Name: "feed.xml", Bytes: []byte(rss), URL: "https://post.example/feed"}, o) {
		if err != nil {
			got = append(got, "error: "+err.Error())
			continue
		}
		got = append(got, strings.Join([]string{d.Details.Title, d.Details.Outlet, d.Details.URL, d.Source.URL, d.Source.Decoding, d.Text}, "|"))
	}
	want := []string{
		"Harbour & town|The Post|https://post.example/1|https://post.example/feed|RSS 2.0; entry 1|Ships wait.\n\nThey do.",
		"Bread|The Post|https://post.example/2|https://post.example/2|linked by entry 2 of RSS 2.0|Bread is dear, and dearer than last year.",
		"error: entry 3: no page at https://post.example/3",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if strings.Join(asked, "; ") != "https://post.example/2, 1 of 2; https://post.example/3, 2 of 2" {
		t.Errorf("asked for %q", asked)
	}
}

const rss = `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Post</title><link>https://post.example</link><language>en-gb</language><copyright>(c) Post</copyright>
<item><title>Harbour &amp;amp; town</title><link>https://post.example/1</link><dc:creator>Ana Roe</dc:creator><pubDate>Wed, 04 Mar 2026 10:00:00 +0100</pubDate>
<description>Ships.</description><content:encoded><![CDATA[<p>Ships wait.</p><p>They do.</p>]]></content:encoded><enclosure url="https://post.example/1.mp3" length="1" type="audio/mpeg"/></item>
<item><title>Bread</title><link>https://post.example/2</link><description>Bread is &lt;b&gt;dear&lt;/b&gt;.</description></item>
<item><title>Milk</title><link>https://post.example/3</link></item>
</channel></rss>`

const atom = `<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Küstenblatt</title><rights>CC BY 4.0</rights><author><name>Bo Lee</name></author>
<entry><title type="html">Hafen &lt;em&gt;zu&lt;/em&gt;</title><link href="https://blatt.example/1"/><updated>2026-03-04T10:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Schiffe warten.</p><p>Viele.</p></div></content></entry>
<entry><title>Brot</title><link href="https://blatt.example/2"/><published>2026-03-05T10:00:00Z</published><content type="text">Brot ist teuer &amp; knapp.</content></entry></feed>`

const rdf = `<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://post.example"><title>The Post</title><link>https://post.example</link><description>News</description></channel>
<item rdf:about="https://post.example/1"><title>Harbour</title><link>https://post.example/1</link><description>Ships wait.</description><dc:date>2026-03-04</dc:date><dc:rights>CC BY 4.0</dc:rights></item></rdf:RDF>`

const jsonFeed = `{"version":"https://jsonfeed.org/version/1.1","title":"The Post","language":"en","authors":[{"name":"Ana Roe"}],
"items":[{"id":"1","url":"https://post.example/1","title":"Harbour","content_html":"<p>Ships wait.</p>","date_published":"2026-03-04T10:00:00Z","attachments":[{"url":"https://post.example/1.mp3","mime_type":"audio/mpeg"}]},
{"id":"2","title":"Bread","content_text":"Bread is dear."}]}`

func TestEachEntryIsAnArticle(t *testing.T) {
	for name, c := range map[string]struct{ feed, want string }{
		"RSS 2": {rss, `Harbour & town|2026-03-04T10:00:00+01:00|The Post|Ana Roe|en-GB|https://post.example/1|(c) Post|Ships wait.

They do.
Bread||The Post||en-GB|https://post.example/2|(c) Post|Bread is dear. !There is a summary alone; its address holds the article.
error: entry 3: there is no text in it; the article is at https://post.example/3`},
		"Atom": {atom, `Hafen zu|2026-03-04T10:00:00Z|Küstenblatt|Bo Lee|de|https://blatt.example/1|CC BY 4.0|Schiffe warten.

Viele.
Brot|2026-03-05T10:00:00Z|Küstenblatt|Bo Lee|de|https://blatt.example/2|CC BY 4.0|Brot ist teuer & knapp.`},
		"RSS 1":     {rdf, `Harbour|2026-03-04|The Post|||https://post.example/1|CC BY 4.0|Ships wait. !There is a summary alone; its address holds the article.`},
		"JSON Feed": {jsonFeed, "Harbour|2026-03-04T10:00:00Z|The Post|Ana Roe|en|https://post.example/1||Ships wait.\nBread||The Post|Ana Roe|en|||Bread is dear."},
	} {
		f := ingest.File{Name: "/home/ana/news.xml", Bytes: []byte(c.feed)}
		if got := strings.Join(loaded(f), "\n"); got != c.want {
			t.Errorf("%s:\ngot  %q\nwant %q", name, got, c.want)
		}
		if !Format.Is(f.Bytes) {
			t.Errorf("%s: its first bytes do not tell it", name)
		}
	}
}

func TestWhatIsNoFeedIsNotTakenForOne(t *testing.T) {
	for _, s := range []string{"", "<html><body>rss</body></html>", `{"text":"Ships wait."}`, "Atom", `<rdf:RDF xmlns:rdf="x"/>`, `<feed xmlns="x"/>`, "<", "{", "PK\x03\x04"} {
		if Format.Is([]byte(s)) {
			t.Errorf("%q is taken for a feed", s)
		}
	}
}

func TestHostileFeeds(t *testing.T) {
	for _, c := range []struct{ name, feed, want string }{
		{"cut off", rss[:400], "no feed can be read"},
		{"deep", `<rss version="2.0"><channel><item>` + strings.Repeat("<x:a>", 1_000_000), "more than 256 deep"},
		{"deep and crossed", `<rss version="2.0"><channel><item>` + strings.Repeat("<a></b><a><c>", 100_000), "no feed can be read"},
		{"entities that grow", `<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><rss version="2.0"><channel><title>x</title><item><description>&b;</description></item></channel></rss>`, "&b;"},
		{"an entity that is a file", `<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item><description>x &a;</description></item></channel></rss>`, "x &a;"},
		{"no entries", `<rss version="2.0"><channel><title>x</title></channel></rss>`, "the feed has no entries"},
		{"a list of feeds", `<opml version="2.0"><body/></opml>`, "it is a list of feeds (OPML)"},
		{"other XML", `<note><to>x</to></note>`, "no feed can be read"},
		{"nothing", "", "no feed can be read"},
	} {
		if got := loaded(ingest.File{Name: "a.xml", Bytes: []byte(c.feed)}); len(got) != 1 || !strings.Contains(got[0], c.want) {
			t.Errorf("%s: %.300q, want %q", c.name, got, c.want)
		}
	}
}

func TestSubscriptionsAreThoseInFoldersToo(t *testing.T) {
	list := `<?xml version="1.0"?><opml version="2.0"><head><title>mine</title></head><body>
<outline text="The Post" type="rss" xmlUrl="https://post.example/feed" htmlUrl="https://post.example"/>
<outline text="Coast"><outline title="Küstenblatt" text="k" xmlUrl="https://blatt.example/atom"/><outline text="deeper"><outline text="x" xmlUrl="http://x.example/"/></outline></outline>
<outline text="again" xmlUrl="https://post.example/feed"/><outline text="odd" xmlUrl="file:///etc/passwd"/><outline text="folder without feeds"/></body></opml>`
	got, err := Subscriptions(ingest.File{Name: "feeds.opml", Bytes: []byte(list)})
	want := "[{The Post https://post.example/feed } {Küstenblatt https://blatt.example/atom Coast} {x http://x.example/ Coast/deeper}]"
	if err != nil || fmt.Sprint(got) != want {
		t.Errorf("got  %v %v\nwant %s", got, err, want)
	}
	for s, want := range map[string]error{
		rss: ingest.ErrKind, "": ingest.ErrKind, `<opml><body/></opml>`: ingest.ErrEmpty, `<opml><body><outline`: ingest.ErrKind,
		`<opml>` + strings.Repeat(`<outline text="a">`, 100_000): ingest.ErrKind,
	} {
		if got, err := Subscriptions(ingest.File{Bytes: []byte(s)}); !errors.Is(err, want) {
			t.Errorf("%.50q: %v %v", s, got, err)
		}
	}
}

func FuzzFeed(f *testing.F) {
	for _, s := range []string{rss, atom, rdf, jsonFeed, `<opml><body><outline text="a" xmlUrl="https://a.example"/></body></opml>`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		Format.Is(b)
		for d, err := range Format.Read(context.Background(), ingest.File{Name: "a.xml", Bytes: b}, ingest.Options{Inner: pages}) {
			if err == nil && (!utf8.ValidString(d.Text) || !utf8.ValidString(d.Title())) {
				t.Fatalf("%q became %q, %q", b, d.Text, d.Title())
			}
		}
		all, err := Subscriptions(ingest.File{Name: "a.opml", Bytes: b})
		for _, s := range all {
			if err != nil || !strings.HasPrefix(s.URL, "http") {
				t.Fatalf("%v %v", s, err)
			}
		}
	})
}

func BenchmarkReadFeed(b *testing.B) {
	var s strings.Builder
	s.WriteString(`<rss version="2.0"><channel><title>x</title>`)
	for range 1000 {
		s.WriteString("<item><title>Harbour</title><description>")
		xml.EscapeText(&s, []byte("<p>"+strings.Repeat("Ships wait, and nobody knows for how long. ", 50)+"</p>"))
		s.WriteString("</description></item>")
	}
	s.WriteString("</channel></rss>")
	f := ingest.File{Name: "a.rss", Bytes: []byte(s.String())}
	b.SetBytes(int64(len(f.Bytes)))
	for b.Loop() {
		for _, err := range Format.Read(context.Background(), f, ingest.Options{Inner: pages}) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}
