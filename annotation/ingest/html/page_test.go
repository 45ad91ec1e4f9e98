package html

import (
	"context"
	"strings"
	"testing"

	"rubricator/annotation/ingest"
)

// draft reads a page; it fails the test where that fails.
func draft(t testing.TB, page string) *ingest.Draft {
	t.Helper()
	return readAs(t, Page, ingest.File{Name: "page.html", Bytes: []byte(page)}, ingest.Options{})
}

func readAs(t testing.TB, f *ingest.Format, file ingest.File, o ingest.Options) *ingest.Draft {
	t.Helper()
	for d, err := range f.Read(context.Background(), file, o) {
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	t.Fatal("no draft")
	return nil
}

// outline writes the blocks of a draft, one a line, with their kind and, where they are cut, the reason in brackets.
func outline(d *ingest.Draft) string {
	var out strings.Builder
	for i, b := range d.Blocks {
		if b.Kind != "" {
			out.WriteString(string(b.Kind) + ": ")
		}
		if b.Cut != "" {
			out.WriteString("[" + string(b.Cut) + "] ")
		}
		out.WriteString(d.Line(i) + "\n")
	}
	return out.String()
}

const harbour = `<!DOCTYPE html>
<html lang="en-GB"><head><title>Harbour closed after storm - The Daily Tide</title>
<link rel="canonical" href="https://tide.example/2026/03/04/harbour">
<meta property="og:site_name" content="The Daily Tide">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Harbour closed after storm",
 "author":{"@type":"Person","name":"Ana Reyes"},"datePublished":"2026-03-04T10:00:00+01:00"}</script></head>
<body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main><article>
<h1>Harbour closed after storm</h1>
<p class="standfirst">Two ships are still out, and the pilots are waiting for calmer water.</p>
<div class="byline">By <a rel="author" href="/ana">Ana Reyes</a></div>
<time datetime="2026-03-04">4 March 2026</time>
<div class="share-bar"><a href="#">Facebook</a> <a href="#">Copy link</a></div>
<figure><img src="harbour.jpg" alt="The harbour"><figcaption>The harbour on Tuesday. Photo: Jo Lind</figcaption></figure>
<p>The harbour was closed on Tuesday after a storm had torn two ships from their moorings, the harbour master said.</p>
<div class="newsletter-signup"><p>Sign up for our newsletter, every morning at six.</p></div>
<p>“Nobody was hurt, and that is the main thing,” she said in the evening, when the wind had turned to the west.</p>
<h2>What is known</h2>
<ul><li>Two ships were driven ashore.</li><li>The lighthouse has no power.</li></ul>
<aside class="related"><h3>Related</h3><ul><li><a href="/a">The storm of 1962</a></li></ul></aside>
<blockquote><p>We will open again when the last buoy is back in its place.</p></blockquote>
<p>The port handles a third of the trade of the island, and shops expect to be short of fruit by the weekend.</p>
<p><a href="/b">Read more: How the pilots work</a></p>
</article></main>
<footer><p>© 2026 The Daily Tide. All rights reserved.</p></footer>
</body></html>`

func TestAPageBecomesAnArticle(t *testing.T) {
	d := draft(t, harbour)
	want := `headline: Harbour closed after storm
Two ships are still out, and the pilots are waiting for calmer water.
byline: By Ana Reyes
[date line] 4 March 2026
[share buttons] Facebook Copy link
caption: The harbour on Tuesday. Photo: Jo Lind
The harbour was closed on Tuesday after a storm had torn two ships from their moorings, the harbour master said.
[newsletter] Sign up for our newsletter, every morning at six.
“Nobody was hurt, and that is the main thing,” she said in the evening, when the wind had turned to the west.
heading: What is known
entry: Two ships were driven ashore.
entry: The lighthouse has no power.
heading: [related articles] Related
entry: [related articles] The storm of 1962
We will open again when the last buoy is back in its place.
The port handles a third of the trade of the island, and shops expect to be short of fruit by the weekend.
[read more] Read more: How the pilots work
`
	if got := outline(d); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	details := ingest.Details{Title: "Harbour closed after storm", Author: "Ana Reyes", Outlet: "The Daily Tide", Published: "2026-03-04T10:00:00+01:00",
		Language: "en-GB", URL: "https://tide.example/2026/03/04/harbour", Caption: "The harbour on Tuesday. Photo: Jo Lind"}
	if d.Details != details {
		t.Errorf("details %+v", d.Details)
	}
	if d.Source.File != "page.html" || d.Source.Decoding != "UTF-8" || string(d.Original) != harbour || len(d.Warnings) != 0 {
		t.Errorf("source %+v, warnings %q", d.Source, d.Warnings)
	}
}
