package html

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"rubricator/annotation/ingest"
)

// Why blocks are left out. Where the rules of package ingest tell the same by words, they say so in the same words.
const (
	sharing    ingest.Reason = "share buttons"
	related    ingest.Reason = "related articles"
	newsletter ingest.Reason = "newsletter"
	navigation ingest.Reason = "navigation"
	comments   ingest.Reason = "comments"
	advert     ingest.Reason = "advertisement"
	cookies    ingest.Reason = "cookie notice"
	keywords   ingest.Reason = "keywords"
	aboutBy    ingest.Reason = "about the author"
	outside    ingest.Reason = "outside the text"
	dateLine   ingest.Reason = "date line"
	readMore   ingest.Reason = "read more"
	again      ingest.Reason = "repeated line"
	headAgain  ingest.Reason = "repeated headline"
	player     ingest.Reason = "player"
)

// furniture are names of classes and elements' ids that tell what is no part of an article; those of two words stand side by side in the page.
var furniture = map[string]ingest.Reason{
	"share": sharing, "shares": sharing, "sharing": sharing, "sharebar": sharing, "sharedaddy": sharing, "addthis": sharing, "addtoany": sharing,
	"sharethis": sharing, "social": sharing, "socials": sharing, "toolbar": sharing, "tools": sharing, "follow us": sharing,
	"article tools": sharing, "social media": sharing, "sharetools": sharing,

	"related": related, "recommended": related, "recommendations": related, "recommendation": related, "recirc": related,
	"recirculation": related, "outbrain": related, "taboola": related, "trending": related, "most popular": related, "most read": related,
	"more stories": related, "also read": related, "read also": related, "read more": related, "see also": related, "readmore": related,
	"popular": related, "read next": related, "up next": related, "more from": related, "more on": related, "more in": related,
	"related articles": related, "zergnet": related, "yarpp": related, "jp relatedposts": related, "latest news": related,
	"latest posts": related, "interlink": related,

	"newsletter": newsletter, "newsletters": newsletter, "signup": newsletter, "sign up": newsletter, "subscribe": newsletter,
	"subscription": newsletter, "mailinglist": newsletter, "mailchimp": newsletter, "optin": newsletter, "paywall": newsletter,

	"nav": navigation, "navbar": navigation, "navigation": navigation, "breadcrumb": navigation, "breadcrumbs": navigation,
	"pagination": navigation, "pager": navigation, "menu": navigation, "sidebar": navigation, "skip link": navigation,
	"pagenav": navigation, "post nav": navigation,

	"comments": comments, "comment list": comments, "disqus": comments, "respond": comments, "livefyre": comments, "commentlist": comments,
	"comment count": comments, "comment form": comments,

	"ad": advert, "ads": advert, "advert": advert, "adverts": advert, "advertisement": advert, "advertising": advert, "adsbygoogle": advert,
	"sponsored": advert, "promo": advert, "promotion": advert, "adslot": advert, "dfp": advert, "affiliate": advert,

	"cookie": cookies, "cookies": cookies, "gdpr": cookies, "consent": cookies,

	"tags": keywords, "taglist": keywords, "tagcloud": keywords, "topics": keywords, "post tags": keywords, "tag list": keywords,

	// the buttons of players of films and sounds: video.js, JW Player, MediaElement, Plyr
	"vjs": player, "jw controls": player, "jw controlbar": player, "mejs": player, "plyr controls": player,

	"author bio": aboutBy, "authorbio": aboutBy, "about author": aboutBy, "author box": aboutBy, "bio box": aboutBy, "author info": aboutBy,
	"about the": aboutBy, "authorbox": aboutBy,
}

// furnitureOf is why what stands in an element is no part of an article, as its name says; empty: nothing does.
func furnitureOf(n *html.Node) ingest.Reason {
	switch n.DataAtom {
	case atom.Html, atom.Body, atom.Article, atom.Main, atom.P, atom.A, atom.Span, atom.Em, atom.Strong, atom.B, atom.I, atom.Time:
		return ""
	case atom.Nav:
		return navigation
	}
	if role := attr(n, "role"); role == "navigation" || role == "menu" || role == "menubar" {
		return navigation
	}
	before := ""
	for _, name := range names(n) {
		if r := furniture[name]; r != "" {
			return r
		}
		if r := furniture[before+" "+name]; before != "" && r != "" {
			return r
		}
		before = name
	}
	return ""
}

// furnitureIn are the elements of a page that are no part of its article. An element which holds a good deal of the body of the article is
// none, whatever its name: pages call the column of the article "share" or "sidebar" too. Nor is one that holds the headline. Weights are the letters in each element.
func furnitureIn(root *html.Node, weights map[*html.Node]weight) map[*html.Node]ingest.Reason {
	out := map[*html.Node]ingest.Reason{}
	body := weights[root].body
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			if r := furnitureOf(n); r != "" && weights[n].all > 0 && weights[n].body*largestCut <= body && !holds(n, atom.H1) && !(r == sharing && holds(n, atom.Blockquote)) {
				out[n] = r
				return
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)
	return out
}

// holds tells whether an element is in another: a headline, or a quotation, as of a post that was taken over from a social network.
func holds(n *html.Node, element atom.Atom) bool {
	for c := range n.Descendants() {
		if c.DataAtom == element {
			return true
		}
	}
	return false
}

// largestCut bounds what is cut for its name alone: a fourth of the body.
const largestCut = 4

// weigh counts the letters of the texts in every element.
func weigh(n *html.Node, body map[*html.Node]bool, linked bool, out map[*html.Node]weight) weight {
	if n.Type == html.TextNode {
		w := weight{all: lettersOf(n.Data)}
		if linked {
			w.linked = w.all
		}
		if body[n] {
			w.body = w.all
		}
		return w
	}
	var sum weight
	if n.Type == html.ElementNode && (unseen[n.DataAtom] || hidden(n)) {
		return sum
	}
	linked = linked || n.DataAtom == atom.A
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		sum.add(weigh(c, body, linked, out))
	}
	out[n] = sum
	return sum
}
