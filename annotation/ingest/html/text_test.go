package html

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rubricator/annotation/ingest"
)

// lines are the blocks of the source of a body, whatever article there is in it; several lines of one block are divided by "⏎".
func lines(t *testing.T, body string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader("<body>" + body))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, b := range blocksOf(root, nil, nil) {
		line := strings.ReplaceAll(b.text, "\n", "⏎")
		if b.kind != "" {
			line = string(b.kind) + ": " + line
		}
		out = append(out, line)
	}
	return strings.Join(out, " ¶ ")
}

func TestTextIsWhatABrowserShows(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"white space is collapsed":              {"<p>  The\n\t harbour <b> is </b> closed. </p>", "The harbour is closed."},
		"and not made where there is none":      {"<p><span>har</span><span>bour</span></p>", "harbour"},
		"elements divide paragraphs":            {"<div>One<p>two</p>three</div><section>four</section>", "One ¶ two ¶ three ¶ four"},
		"a line break is a space":               {"<p>The harbour<br>is closed.</p>", "The harbour is closed."},
		"two line breaks divide":                {"<p>One.<br> <br/>Two.<br><br><br>Three.</p>", "One. ¶ Two. ¶ Three."},
		"in an address it is one":               {"<address>Harbour Office<br>1 Quay</address>", "Harbour Office⏎1 Quay"},
		"in verse too":                          {`<p class="poem">The sea<br>is grey</p>`, "The sea⏎is grey"},
		"and where all lines are short":         {"<p>The sea is grey,<br>the gulls are white,<br>the night is long.</p>", "The sea is grey,⏎the gulls are white,⏎the night is long."},
		"but not where one is long":             {"<p>The sea<br>is<br>" + strings.Repeat("grey ", 20) + "</p>", "The sea is " + strings.TrimSpace(strings.Repeat("grey ", 20))},
		"preformatted text keeps its lines":     {"<pre>The sea\n  is grey  \n\nand wide</pre>", "The sea⏎  is grey ¶ and wide"},
		"entities are decoded":                  {"<p>Caf&eacute; &amp; bar &#8212; &quot;open&quot; &lt;now&gt;</p>", `Café & bar — "open" <now>`},
		"a no-break space is kept":              {"<p>Mr.&nbsp;Lind</p>", "Mr.\u00A0Lind"},
		"soft hyphens and zero widths are kept": {"<p>har&shy;bour&#8203;master&zwj;s</p>", "har\u00ADbour\u200Bmaster\u200Ds"},
		"hidden elements are left out": {`<p>Seen</p><p hidden>a</p><p style="DISPLAY : none">b</p><p aria-hidden="true">c</p><noscript><p>d</p></noscript>` +
			`<template><p>e</p></template><p style="visibility:hidden">f</p><script>g()</script><style>h{}</style><svg><text>i</text></svg>`, "Seen"},
		"what is hidden until it is found is shown": {`<p hidden="until-found">Seen</p>`, "Seen"},
		"comments are left out":                     {"<p>One <!-- two -->three</p>", "One three"},
		"headings":                                  {"<h2>What is <i>known</i></h2><p>Little.</p>", "heading: What is known ¶ Little."},
		"entries":                                   {"<ul><li>One</li><li><p>Two</p><ol><li>Three</li></ol></li></ul>", "entry: One ¶ entry: Two ¶ entry: Three"},
		"terms":                                     {"<dl><dt>Quay</dt><dd>Where ships lie.</dd></dl>", "entry: Quay ¶ entry: Where ships lie."},
		"captions":                                  {`<figure><figcaption><p>The quay.</p></figcaption></figure><p class="wp-caption-text">The pier.</p>`, "caption: The quay. ¶ caption: The pier."},
		"quotations":                                {"<blockquote>We <q>wait</q>.</blockquote>", "We “wait”."},
		"rows of a table":                           {"<table><caption>Ships</caption><tr><th>Name</th><th>Tons</th></tr><tr><td>Ida</td><td>90</td></tr></table>", "caption: Ships ¶ entry: Name\tTons ¶ entry: Ida\t90"},
		"a table that arranges the page is no table":  {"<table><tr><td><p>One.</p></td><td><p>Two.</p></td></tr></table>", "One. ¶ Two."},
		"controls of forms are left out":              {"<p>One</p><button>Send</button><select><option>two</option></select><textarea>three</textarea>", "One"},
		"but not a heading that can be folded":        {"<h3><button>What now?</button></h3>", "heading: What now?"},
		"what the program uses itself is white space": {"<p>a\vb\x1fc</p>", "a b c"},
		"an element that is shown as a block":         {`<span style="display: block">One</span><span>two</span>`, "One ¶ two"},
	} {
		if got := lines(t, c.body); got != c.want {
			t.Errorf("%s: %q\ngot  %q\nwant %q", name, c.body, got, c.want)
		}
	}
}

// story is a page with two paragraphs of an article and something between them.
func story(between string) string {
	return `<html><head><meta property="og:title" content="Harbour closed"></head><body><article><h1>Harbour closed</h1>
<p>The harbour was closed on Tuesday after a storm had torn two ships from their moorings, the harbour master said, and nobody was hurt by it.</p>
` + between + `
<p>The port handles a third of the trade of the island, and shops expect to be short of fruit by the weekend, as they were four years ago, said Jo Lind.</p>
</article></body></html>`
}

func between(t *testing.T, s string) string {
	t.Helper()
	got := strings.Split(strings.TrimSuffix(outline(draft(t, story(s))), "\n"), "\n")
	if len(got) < 3 || got[0] != "headline: Harbour closed" || !strings.HasPrefix(got[1], "The harbour was closed") || !strings.HasPrefix(got[len(got)-1], "The port handles") {
		t.Errorf("the article is not whole: %q", got)
		return ""
	}
	return strings.Join(got[2:len(got)-1], " ¶ ")
}

func TestWhatStandsBetweenParagraphsIsShown(t *testing.T) {
	for name, c := range map[string]struct{ between, want string }{
		"share buttons":      {`<ul class="social-share"><li><a href="#">Tweet</a></li></ul>`, "entry: [share buttons] Tweet"},
		"related articles":   {`<div id="relatedArticles"><p>The storm of 1962</p></div>`, "[related articles] The storm of 1962"},
		"read more":          {`<div class="read-more"><p>How pilots work</p></div>`, "[related articles] How pilots work"},
		"a newsletter":       {`<form class="newsletter"><p>Leave your address.</p></form>`, "[newsletter] Leave your address."},
		"navigation":         {`<nav><a href="#a">Contents</a></nav>`, "[navigation] Contents"},
		"its role":           {`<div role="navigation"><p>Contents</p></div>`, "[navigation] Contents"},
		"advertisement":      {`<div class="ad-slot"><p>Advertisement</p></div>`, "[advertisement] Advertisement"},
		"comments":           {`<div class="comments"><p>12 comments</p></div>`, "[comments] 12 comments"},
		"player":             {`<div class="video-js"><div class="vjs-control-bar"><p>Current Time 0:00</p></div></div>`, "[player] Current Time 0:00"},
		"cookies":            {`<div class="cookie-banner"><p>We use cookies.</p></div>`, "[cookie notice] We use cookies."},
		"keywords":           {`<div class="tags"><a href="/h">Harbour</a></div>`, "[keywords] Harbour"},
		"camel case":         {`<div class="ShareBar_root__x1"><p>Copy link</p></div>`, "[share buttons] Copy link"},
		"a link alone":       {`<p><a href="/a">The storm of 1962 in pictures</a></p>`, "[read more] The storm of 1962 in pictures"},
		"a list of links":    {`<h3>More:</h3><ul><li><a href="/a">One</a></li><li><a href="/b">Two</a></li></ul>`, "heading: [read more] More: ¶ entry: [read more] One ¶ entry: [read more] Two"},
		"a list of words":    {`<ul><li><a href="/a">Ida</a>, 90 tons, of Lerwick</li><li>Eva, 80 tons</li></ul>`, "entry: Ida, 90 tons, of Lerwick ¶ entry: Eva, 80 tons"},
		"a sentence":         {`<div class="x"><p>Some of the ships will not sail again, the owners say.</p></div>`, "Some of the ships will not sail again, the owners say."},
		"a fact box":         {`<aside><p>The harbour was built in 1911 and has four quays.</p></aside>`, "[outside the text] The harbour was built in 1911 and has four quays."},
		"the headline again": {`<h2>Harbour closed</h2>`, "heading: [repeated headline] Harbour closed"},
		"a caption twice":    {`<figure><img src="a.jpg"><figcaption>The quay.</figcaption><figcaption>The quay.</figcaption></figure>`, "caption: The quay. ¶ caption: [repeated line] The quay."},
		"a paragraph twice": {strings.Repeat(`<p>Some of the ships will not sail again, the owners say.</p>`, 2),
			"Some of the ships will not sail again, the owners say. ¶ [repeated line] Some of the ships will not sail again, the owners say."},
		"a post that is quoted":  {`<div class="social-embed"><blockquote><p>The sea is at the door.</p>— Jo Lind (@jo)</blockquote></div>`, "The sea is at the door. ¶ — Jo Lind (@jo)"},
		"whose the picture is":   {`<p>Photo: Jo Lind</p>`, "caption: Photo: Jo Lind"},
		"text of a picture":      {`<div class="image-embed"><img src="a.jpg"><p>The quay on Tuesday, from the west.</p></div>`, "caption: The quay on Tuesday, from the west."},
		"hidden, it is left out": {`<p style="display:none">Not seen by anybody who reads this page.</p>`, ""},
	} {
		if got := between(t, c.between); got != c.want {
			t.Errorf("%s:\ngot  %q\nwant %q", name, got, c.want)
		}
	}
}

func TestAColumnIsNoFurnitureForItsName(t *testing.T) {
	d := draft(t, strings.ReplaceAll(story(""), "<article>", `<article><div class="share sidebar promo">`))
	if got := d.Kept(); strings.Count(got, "\n\n") != 2 {
		t.Errorf("kept %q", got)
	}
}

func TestAHeaderIsNoFurnitureForItsName(t *testing.T) {
	d := draft(t, strings.Replace(story(""), "<h1>Harbour closed</h1>", `<header class="with-share caption"><h1>Harbour closed</h1><p>Two ships are still out, and the pilots are waiting for the west wind.</p></header>`, 1))
	if got := outline(d); !strings.HasPrefix(got, "headline: Harbour closed\nTwo ships are still out, and the pilots are waiting for the west wind.\n") {
		t.Errorf("%s", got)
	}
}

func TestAColumnDividedByAnAdvertisementIsOne(t *testing.T) {
	for page, want := range map[string]bool{
		`<main><div class="column"><p>One</p></div><div class="ad"></div><div class="column"><p>Two</p></div></main>`:    true,
		`<main><div class="aside"><p>One</p></div><div class="column"><p>Two</p></div></main>`:                           false,
		`<article><div class="column"><p>One</p></div></article><article><div class="column"><p>Two</p></div></article>`: false,
		`<div class="column"><p>One</p></div><div class="column"><p>Two</p></div>`:                                       false,
		`<main><div><p>One</p></div><div><p>Two</p></div></main>`:                                                        false,
		`<div><p>One</p><p>Two</p></div>`: true,
	} {
		root, err := html.Parse(strings.NewReader(page))
		if err != nil {
			t.Fatal(err)
		}
		r := reading{all: blocksOf(root, nil, nil)}
		r.last = len(r.all) - 1
		if got := r.isColumn(r.all[0].in.Parent); got != want {
			t.Errorf("%s: %v, want %v", page, got, want)
		}
	}
}

func TestTheHeadlineComesFirst(t *testing.T) {
	for name, c := range map[string]struct{ from, to, want string }{
		"a kicker before it":    {"<h1>", "<p>Weather</p><h1>", "headline: Harbour closed ¶ [outside the text] Weather"},
		"a picture before it":   {"<h1>", "<figure><figcaption>The quay.</figcaption></figure><h1>", "headline: Harbour closed ¶ caption: The quay."},
		"a lead before it":      {"<h1>", "<p>A storm has come over the island, and no ship may sail.</p><h1>", "headline: Harbour closed ¶ A storm has come over the island, and no ship may sail."},
		"not shown by the page": {"<h1>Harbour closed</h1>", "", "headline: Harbour closed"},
		"another than is told":  {"<h1>Harbour closed</h1>", "<h1>Storm shuts the port</h1>", "headline: Storm shuts the port"},
	} {
		got := strings.Split(outline(draft(t, strings.Replace(story(""), c.from, c.to, 1))), "\nThe harbour was")[0]
		if got = strings.ReplaceAll(got, "\n", " ¶ "); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestAHeadlineFarFromTheArticleIsStillItsHeadline(t *testing.T) {
	tickers := strings.Repeat(`<p class="quote">AB 12.5</p>`, 2*farthestHeadline)
	d := draft(t, strings.Replace(story(""), "<article><h1>Harbour closed</h1>", "<h1>Harbour closed</h1><div>"+tickers+"</div><article>", 1))
	if d.Details.Title != "Harbour closed" || d.Blocks[0].Kind != ingest.Headline || !strings.Contains(d.Kept(), "The harbour was") || !d.Whole {
		t.Errorf("%+v\n%s", d.Details, outline(d))
	}
}

func TestAPageWithoutArticleSaysSo(t *testing.T) {
	teaser := `<div><h2><a href="/a">Harbour closed after the storm</a></h2><p>Two ships are still out, and the pilots are waiting for calmer water.</p></div>`
	for name, c := range map[string]struct{ page, has string }{
		"an overview": {"<html><body><h1>Latest</h1>" + strings.Repeat(teaser, 8) + "</body></html>", "Two ships are still out"},
		"a login page": {`<html><body><h1>Log in</h1><p>Please log in to go on reading this article, as it is for subscribers only.</p>
<form><label>Password</label><input type="password"></form></body></html>`, "Please log in"},
		"links alone":      {`<html><body><ul><li><a href="/a">One</a></li><li><a href="/b">Two</a></li></ul></body></html>`, "One"},
		"navigation alone": {`<html><body><nav><a href="/a">One</a></nav></body></html>`, "One"},
	} {
		d := draft(t, c.page)
		if len(d.Warnings) != 1 || d.Warnings[0] != noArticle || !strings.Contains(d.Kept(), c.has) {
			t.Errorf("%s: warnings %q, kept %q", name, d.Warnings, d.Kept())
		}
	}
	if d := draft(t, story("")); len(d.Warnings) != 0 {
		t.Errorf("an article: %q", d.Warnings)
	}
}

func TestAPageThatHoldsMoreThanItShows(t *testing.T) {
	first, second := strings.Repeat("The harbour was closed on Tuesday. ", 10), strings.Repeat("No ship may sail until the storm is over. ", 10)
	d := draft(t, `<html><head><script type="application/ld+json">{"@type":"NewsArticle","headline":"Harbour closed","articleBody":"`+first+`\n\n`+second+
		`"}</script></head><body><div id="app"><p>You need to enable scripts to run this page, please.</p></div></body></html>`)
	want := "Harbour closed\n\n" + strings.TrimSpace(first) + "\n\n" + strings.TrimSpace(second)
	if d.Text != want || d.Blocks[0].Kind != ingest.Headline || len(d.Warnings) != 1 || d.Warnings[0] != fromMetadata {
		t.Errorf("%q, warnings %q", d.Text, d.Warnings)
	}
}
