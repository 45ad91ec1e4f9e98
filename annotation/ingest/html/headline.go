package html

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html/atom"

	"rubricator/annotation/ingest"
)

// title is the headline as the page tells it to machines, without the name of the outlet.
func (f facts) title() string { return f.details().Title }

// titles are all that the page calls the article.
func (f facts) titles() []string {
	var out []string
	outlet, host := oneLine(append(slices.Clone(f["ld publisher"]), f["og:site_name"]...)), f.host()
	for _, place := range []string{"ld headline", "itemprop headline", "og:title", "twitter:title", "citation_title", "dc.title", "parsely-title", "title"} {
		if t := withoutOutlet(oneLine(f[place]), outlet, host); t != "" && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// Points by which the block that is the headline is found.
const (
	leastAlike = 0.5 // of the words of both
	ofFirst    = 0.3 // more for a heading of the first order
	ofHeading  = 0.1 // more for another
)

// longestHeadline is the longest block, in letters, that may be a headline.
const longestHeadline = 300

// findHeadline is the block that is most like what the page calls the article; -1: none is.
func (r *reading) findHeadline() int {
	best, points := -1, 0.0
	titles := r.known.titles()
	for i := range r.all[:r.last+1] {
		b := &r.all[i]
		if b.letters.all > longestHeadline || b.aside || b.kind == ingest.Caption {
			continue
		}
		p := 0.0
		for _, t := range titles {
			if b.kind == ingest.Heading {
				p = max(p, alike(b.text, t))
			} else if len(b.text) == len(t) && alike(b.text, t) == 1 {
				p = 1 // running text has to be the title
			}
		}
		switch {
		case p < leastAlike:
			continue
		case b.headingOf(atom.H1):
			p += ofFirst
		case b.kind == ingest.Heading:
			p += ofHeading
		}
		if p > points {
			best, points = i, p
		}
	}
	if best < 0 {
		best = r.onlyFirstHeading()
	}
	if best >= 0 {
		b := &r.all[best]
		b.kind, b.cut = ingest.Headline, ""
		r.known.add("headline", strings.ReplaceAll(b.text, "\n", " "))
	}
	return best
}

// onlyFirstHeading is the only heading of the first order, where it stands before the body; -1: there are none or several.
func (r *reading) onlyFirstHeading() int {
	only := -1
	for i := range r.all[:r.last+1] {
		if b := &r.all[i]; b.headingOf(atom.H1) && !b.aside {
			if only >= 0 {
				return -1
			}
			only = i
		}
	}
	if only > r.first+fewestOfHead {
		return -1
	}
	return only
}

func (b *block) headingOf(order atom.Atom) bool {
	for n := b.in; n != nil && b.kind == ingest.Heading; n = n.Parent {
		if isHeading[n.DataAtom] {
			return n.DataAtom == order
		}
	}
	return false
}

// alike is the share of words that two texts have in common of all that they have, 0 to 1.
func alike(a, b string) float64 {
	in := map[string]int{}
	for _, w := range wordsIn(a) {
		in[w] |= 1
	}
	for _, w := range wordsIn(b) {
		in[w] |= 2
	}
	both := 0
	for _, sides := range in {
		if sides == 3 {
			both++
		}
	}
	if len(in) == 0 {
		return 0
	}
	return float64(both) / float64(len(in))
}

func wordsIn(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}

// withHeadline puts the headline before all else. What stood before it and is not prose is struck out: it leads to the page, not into the article.
func (r *reading) withHeadline(out []block, from int) []block {
	at := r.headline - from
	for i := range out[:at] {
		if b := &out[i]; b.cut == "" && b.kind != ingest.Caption && b.kind != ingest.Byline && !b.prose() {
			b.cut = outside
		}
	}
	headline := out[at]
	return append([]block{headline}, slices.Delete(slices.Clone(out), at, at+1)...)
}
