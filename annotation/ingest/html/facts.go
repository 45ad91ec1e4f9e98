package html

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"rubricator/annotation/ingest"
)

// facts are what a page says about its article, by where it says it: "og:title", "ld headline", "html lang". A place may say several things.
type facts map[string][]string

// trust is where each detail is looked for; the first place that says something of use is believed. What the article's own description for machines
// says (JSON-LD) comes first, since it is about this article alone; then what was written for sharing and for libraries, then what the page shows.
// The headline that readers see comes before all of them.
var trust = []struct {
	detail func(*ingest.Details) *string
	clean  func([]string) string
	places []string
}{
	{func(d *ingest.Details) *string { return &d.Title }, oneLine, []string{
		"headline", "ld headline", "itemprop headline", "og:title", "citation_title", "parsely-title", "dc.title", "dcterms.title", "twitter:title",
		"sailthru.title", "ld name", "title"}},
	{func(d *ingest.Details) *string { return &d.Author }, people, []string{
		"ld author", "itemprop author", "citation_author", "article:author", "og:article:author", "author", "parsely-author", "dc.creator",
		"dcterms.creator", "sailthru.author", "byl",
		"ld creator", "rel author", "byline"}},
	{func(d *ingest.Details) *string { return &d.Outlet }, outletOf, []string{
		"ld publisher", "og:site_name", "itemprop publisher", "citation_journal_title", "dc.publisher", "dcterms.publisher", "application-name"}},
	{func(d *ingest.Details) *string { return &d.Published }, firstDate, []string{
		"ld datepublished", "article:published_time", "og:article:published_time", "og:published_time", "itemprop datepublished",
		"citation_publication_date", "citation_online_date", "citation_date", "parsely-pub-date", "dc.date.issued", "dcterms.issued", "dc.date",
		"dcterms.date", "dcterms.created", "dc.date.created", "sailthru.date", "datepublished", "publication_date", "publish-date", "publishdate",
		"pubdate", "pdate", "date", "article.published", "ptime", "ld datecreated", "ld uploaddate", "time", "dateline", "address"}},
	{func(d *ingest.Details) *string { return &d.Language }, languageOf, []string{
		"ld inlanguage", "itemprop inlanguage", "html lang", "dc.language", "dcterms.language", "citation_language", "content-language", "language", "og:locale"}},
	{func(d *ingest.Details) *string { return &d.URL }, addressOf, []string{
		"canonical", "og:url", "ld url", "ld mainentityofpage", "itemprop url", "parsely-link", "citation_abstract_html_url", "saved from"}},
	{func(d *ingest.Details) *string { return &d.Caption }, oneLine, []string{
		"figcaption", "ld caption", "og:image:alt", "twitter:image:alt"}},
	{func(d *ingest.Details) *string { return &d.Licence }, oneLine, []string{
		"ld license", "rel license", "itemprop license", "dcterms.license", "dc.rights", "dcterms.rights"}},
}

// details are what a page says, by trust.
func (f facts) details() ingest.Details {
	var d ingest.Details
	for _, t := range trust {
		into := t.detail(&d)
		for _, place := range t.places {
			if *into = t.clean(f[place]); *into != "" {
				break
			}
		}
	}
	d.Title = withoutOutlet(d.Title, d.Outlet, f.host())
	return d
}

// first is what a place says first, or "".
func (f facts) first(place string) string {
	if len(f[place]) == 0 {
		return ""
	}
	return f[place][0]
}

// add notes what a place says, unless that is nothing.
func (f facts) add(place, says string) {
	if says = strings.TrimSpace(says); says != "" {
		f[place] = append(f[place], says)
	}
}

// factsOf are what a page says outside its text.
func factsOf(root *html.Node) facts {
	f := facts{}
	for n := range root.Descendants() {
		switch n.Type {
		case html.CommentNode:
			f.savedFrom(n.Data)
		case html.ElementNode:
			f.element(n)
		}
	}
	for _, place := range []string{"canonical", "og:url"} {
		if date := dateInAddress(f.first(place)); date != "" {
			f.add("address", date)
			break
		}
	}
	return f
}

func (f facts) element(n *html.Node) {
	switch n.DataAtom {
	case atom.Html:
		f.add("html lang", attr(n, "lang"))
		f.add("html lang", attr(n, "xml:lang"))
	case atom.Title:
		if n.Namespace == "" {
			f.add("title", collapse(inner(n)))
		}
	case atom.Meta:
		f.meta(n)
	case atom.Link, atom.A:
		f.link(n)
	case atom.Time:
		f.time(n)
	case atom.Script:
		if t := strings.ToLower(attr(n, "type")); strings.HasPrefix(t, "application/ld+json") {
			f.linkedData(inner(n))
		}
	}
	if prop := strings.ToLower(attr(n, "itemprop")); prop != "" {
		f.property(n, prop)
	}
}

// inner is the text of an element that holds nothing else.
func inner(n *html.Node) string {
	if n.FirstChild == nil {
		return ""
	}
	return n.FirstChild.Data
}

func (f facts) meta(n *html.Node) {
	content := attr(n, "content")
	for _, key := range []string{"property", "name", "http-equiv"} {
		for name := range strings.FieldsSeq(strings.ToLower(attr(n, key))) {
			f.add(strings.Replace(name, "dc:", "dc.", 1), content)
		}
	}
}

func (f facts) link(n *html.Node) {
	for rel := range strings.FieldsSeq(strings.ToLower(attr(n, "rel"))) {
		switch {
		case rel == "canonical" && n.DataAtom == atom.Link:
			f.add("canonical", attr(n, "href"))
		case rel == "license" && !strings.HasPrefix(attr(n, "href"), "#"):
			f.add("rel license", attr(n, "href"))
		case rel == "author" && n.DataAtom == atom.A:
			f.add("rel author", shown(n))
		}
	}
}

// time notes a moment that the page shows. One that is said to be that of publication comes first.
func (f facts) time(n *html.Node) {
	at := attr(n, "datetime")
	if at == "" {
		at = shown(n)
	}
	for _, name := range append(names(n), names(n.Parent)...) {
		if name == "updated" || name == "modified" || name == "comment" {
			return
		}
	}
	if hasAttr(n, "pubdate") {
		f["time"] = append([]string{at}, f["time"]...)
		return
	}
	f.add("time", at)
}

// property notes what an element says about the article as microdata. Names within a description of something else, as of the author, are that thing's.
func (f facts) property(n *html.Node, prop string) {
	switch prop {
	case "headline", "author", "creator", "publisher", "datepublished", "inlanguage", "license", "url":
	default:
		return
	}
	if prop == "url" && n.DataAtom != atom.Link && n.DataAtom != atom.Meta {
		return
	}
	value := firstOf(attr(n, "content"), attr(n, "datetime"))
	if value == "" && (n.DataAtom == atom.Link || prop == "license") {
		value = attr(n, "href")
	}
	if value == "" {
		value = nameIn(n)
	}
	f.add("itemprop "+prop, value)
}

// nameIn is the name that the description in an element gives, else its text.
func nameIn(n *html.Node) string {
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && attr(c, "itemprop") == "name" {
			return firstOf(attr(c, "content"), shown(c))
		}
	}
	return shown(n)
}

func firstOf(all ...string) string {
	for _, s := range all {
		if s = strings.TrimSpace(s); s != "" {
			return s
		}
	}
	return ""
}

// savedFrom notes the address that browsers write into the pages they save.
func (f facts) savedFrom(comment string) {
	comment = strings.TrimSpace(comment)
	if rest, ok := strings.CutPrefix(comment, "saved from url=("); ok {
		_, address, _ := strings.Cut(rest, ")")
		f.add("saved from", webAddress(address))
	}
	if rest, ok := strings.CutPrefix(comment, "Page saved with SingleFile"); ok {
		_, rest, _ = strings.Cut(rest, "url:")
		if words := strings.Fields(rest); len(words) > 0 {
			f.add("saved from", webAddress(words[0]))
		}
	}
}
