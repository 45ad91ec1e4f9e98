package html

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"rubricator/annotation/ingest"
)

// page is what was read from a page: its blocks, the headline first.
type page struct {
	blocks   []block
	warnings []string
}

// Sentences about pages.
const (
	noArticle    = "No article was found on this page; it may be an overview or a login page. All of its text is shown."
	tooLarge     = "The page is too large to look for the article in it. All of its text is shown."
	fromMetadata = "The page shows less of the article than it holds for search engines; the text is the latter."
)

// read finds the article in a page and adds to what is known what only its text tells: the headline, the byline, the caption.
func read(root *html.Node, known facts) page {
	r := newReading(root, known)
	switch {
	case r.tooLarge:
		return page{r.everything(), []string{tooLarge}}
	case r.lacksText():
		return page{r.described(), []string{fromMetadata}}
	case r.noArticle():
		return page{r.everything(), []string{noArticle}}
	}
	return page{r.article(), nil}
}

// reading is a page while its article is looked for.
type reading struct {
	root     *html.Node
	known    facts
	weights  map[*html.Node]weight
	all      []block
	headline int    // -1: the page shows none
	first    int    // of the body
	last     int    // -1: there is none
	said     string // what the page describes to machines as the article's text, its letters
	tooLarge bool
}

func newReading(root *html.Node, known facts) *reading {
	body := bodyOf(root)
	r := &reading{root: root, known: known, weights: map[*html.Node]weight{}, tooLarge: body == nil}
	weigh(root, body, false, r.weights)
	r.all = blocksOf(root, body, furnitureIn(root, r.weights))
	r.first, r.last = span(r.all)
	r.headline = r.findHeadline()
	r.said = letters(known.first("ld body"))
	return r
}

// span is from the first to the last block that belong to the body.
func span(all []block) (first, last int) {
	first, last = -1, -1
	for i := range all {
		if b := &all[i]; b.inBody() && b.cut == "" {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	return first, last
}

// isArticle tells that the page says of itself that it is an article.
func (r *reading) isArticle() bool {
	return r.known.first("ld headline") != "" || strings.EqualFold(r.known.first("og:type"), "article") || r.known.first("article:published_time") != ""
}

// A page is an overview rather than an article where so many headings are links, and nowhere so many paragraphs of prose follow each other.
const (
	fewestTeasers = 4
	longestTeaser = 3
)

// longestLogin bounds, in letters, all that stands on a page to log in.
const longestLogin = 1500

// noArticle tells a page of which nothing reads as an article: an overview, a page to log in.
func (r *reading) noArticle() bool {
	prose, run, longest, teasers := 0, 0, 0, 0
	var body weight
	for i := range r.all {
		b := &r.all[i]
		if b.cut != "" || !b.inBody() {
			continue
		}
		body.add(b.letters)
		switch {
		case b.kind == ingest.Heading && b.mostlyLinks():
			teasers++
			run = 0
		case b.prose():
			prose++
			run++
			longest = max(longest, run)
		}
	}
	switch {
	case prose == 0, body.linked*2 > body.all:
		return true
	case r.isArticle():
		return false
	}
	return teasers >= fewestTeasers && longest <= longestTeaser || r.weights[r.root].all < longestLogin && asksForPassword(r.root)
}

func asksForPassword(root *html.Node) bool {
	for n := range root.Descendants() {
		if n.DataAtom == atom.Input && strings.EqualFold(attr(n, "type"), "password") {
			return true
		}
	}
	return false
}

// lacksText tells a page that describes more than twice the text to machines than it shows.
func (r *reading) lacksText() bool {
	return lettersOf(r.said) > max(fewestDescribed, 2*r.weights[r.root].body)
}

// fewestDescribed is the least text, in letters, that makes an article by being described alone.
const fewestDescribed = 400

// described is the article as the page describes it to machines.
func (r *reading) described() []block {
	out := []block{{text: oneLine(append(r.known["ld headline"], r.known["og:title"]...)), kind: ingest.Headline}}
	for line := range strings.Lines(r.known.first("ld body")) {
		out = append(out, block{text: collapse(plain(line))})
	}
	return slices.DeleteFunc(out, func(b block) bool { return b.text == "" })
}

// plain is s without the tags that some pages write into their descriptions.
func plain(s string) string {
	if !strings.Contains(s, "<") {
		return s
	}
	root, err := html.Parse(strings.NewReader(s))
	if err != nil {
		return s
	}
	return shown(root)
}

// everything is all text of a page. Navigation and the like is struck out where something else is left.
func (r *reading) everything() []block {
	if !slices.ContainsFunc(r.all, func(b block) bool { return b.cut == "" }) {
		for i := range r.all {
			r.all[i].cut = ""
		}
	}
	return r.all
}

// article are the blocks from the headline to the end of the body. What stands between them and is not of the body is kept where it reads as
// prose or the page describes it as text of the article; else it is struck out.
func (r *reading) article() []block {
	from, to := r.bounds()
	out := r.all[from : to+1]
	head := r.first - from // how many stand before the body
	for i := range out {
		b := &out[i]
		r.judge(b, i < head || head+i < fewestOfHead)
	}
	if r.headline >= 0 {
		out = r.withHeadline(out, from)
	} else if title := r.known.title(); title != "" {
		out = append([]block{{text: title, kind: ingest.Headline}}, out...)
	}
	cutLists(out)
	cutLeads(out)
	cutRepeated(out)
	for i := range out {
		if b := &out[i]; b.cut == "" && b.kind == ingest.Caption && b.letters.all >= fewestOfCaption && !creditStart.MatchString(b.text) {
			r.known.add("figcaption", b.text)
		}
	}
	return out
}

// fewestOfCaption is the shortest caption, in letters, that says what is to be seen; others number pictures or name who took them.
const fewestOfCaption = 20

// fewestOfHead is how many blocks at the start of the body bylines and dates may stand in.
const fewestOfHead = 6

// farthestHeadline is how many blocks may stand between the headline and the body.
const farthestHeadline = 60

// bounds are the first and the last block that are shown: the body, what stands in the element that holds it, and what leads to it from the headline.
func (r *reading) bounds() (from, to int) {
	from, to = r.first, r.last
	if c := r.container(); c != nil {
		for i := range r.all {
			if within(r.all[i].in, c) {
				from, to = min(from, i), max(to, i)
			}
		}
	}
	for i := range r.all {
		if b := &r.all[i]; (i < from || i > to) && b.cut == "" && b.prose() && r.isColumn(b.in.Parent) {
			from, to = min(from, i), max(to, i)
		}
	}
	if r.headline >= 0 && r.headline < from && from-r.headline <= farthestHeadline {
		from = r.headline
	}
	if r.headline < from || r.headline > to {
		r.headline = -1 // the page's, and too far from the article to be shown with all that stands between
	}
	return from, to
}

// isColumn tells an element that is a part of the same article as the body's own and has the same name: pages divide the column of an article where
// an advertisement stands.
func (r *reading) isColumn(n *html.Node) bool {
	own := r.all[r.last].in.Parent
	if n == nil || own == nil || n == own {
		return n != nil && n == own
	}
	name := attr(own, "class")
	return name != "" && attr(n, "class") == name && articleOf(n) != nil && articleOf(n) == articleOf(own)
}

// articleOf is the element for an article, or for the main part of a page, that n stands in, or nil.
func articleOf(n *html.Node) *html.Node {
	for ; n != nil; n = n.Parent {
		if n.DataAtom == atom.Article || n.DataAtom == atom.Main {
			return n
		}
	}
	return nil
}

// container is the innermost element that holds nearly all of the body; nil where it holds much else.
func (r *reading) container() *html.Node {
	n := r.root
	body := r.weights[n].body
descend:
	for {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if w, ok := r.weights[c]; ok && w.body*20 >= body*19 {
				n = c
				continue descend
			}
		}
		break
	}
	if w := r.weights[n]; n.Type != html.ElementNode || n.DataAtom == atom.Body || n.DataAtom == atom.Html || w.all > 2*w.body {
		return nil
	}
	return n
}

func within(n, ancestor *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == ancestor {
			return true
		}
	}
	return false
}
