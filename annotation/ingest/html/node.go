package html

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// attr is the value of an attribute, or "".
func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

// names are the words of an element's class and id in lower case: "article-shareBar" is "article", "share", "bar".
func names(n *html.Node) []string {
	var out []string
	for _, a := range n.Attr {
		if a.Key == "class" || a.Key == "id" || a.Key == "data-component" || a.Key == "data-testid" {
			out = append(out, wordsOf(a.Val)...)
		}
	}
	return out
}

func wordsOf(s string) []string {
	var out []string
	var word []rune
	lower := false // whether the rune before was a small letter
	flush := func() {
		if len(word) > 0 {
			out = append(out, string(word))
			word = word[:0]
		}
	}
	for _, r := range s {
		if !unicode.IsLetter(r) {
			flush()
			lower = false
			continue
		}
		if unicode.IsUpper(r) && lower {
			flush()
		}
		lower = unicode.IsLower(r)
		word = append(word, unicode.ToLower(r))
	}
	flush()
	return out
}

// shown is the text within a node as a browser shows it, on one line.
func shown(n *html.Node) string {
	var out strings.Builder
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			out.WriteString(n.Data)
		case n.Type == html.ElementNode && (unseen[n.DataAtom] || hidden(n)):
			return
		case n.DataAtom == atom.Br || blocks[n.DataAtom]:
			out.WriteByte(' ')
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return collapse(out.String())
}

// isSpace tells white space that a browser collapses; a no-break space is none.
func isSpace(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\f' }

// collapse makes one space of white space, and none of that at the ends.
func collapse(s string) string {
	return strings.TrimSpace(strings.Join(strings.FieldsFunc(s, isSpace), " "))
}

// unseen are elements of which nothing is read: what a browser does not show, what is no text, and the controls of forms.
var unseen = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Head: true, atom.Iframe: true, atom.Object: true,
	atom.Embed: true, atom.Canvas: true, atom.Video: true, atom.Audio: true, atom.Svg: true, atom.Select: true, atom.Datalist: true,
	atom.Textarea: true, atom.Input: true, atom.Noframes: true, atom.Dialog: true,
}

// blocks are elements that begin and end a paragraph.
var blocks = map[atom.Atom]bool{
	atom.Address: true, atom.Article: true, atom.Aside: true, atom.Blockquote: true, atom.Body: true, atom.Caption: true, atom.Center: true,
	atom.Dd: true, atom.Details: true, atom.Dir: true, atom.Div: true, atom.Dl: true, atom.Dt: true, atom.Fieldset: true,
	atom.Figcaption: true, atom.Figure: true, atom.Footer: true, atom.Form: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true,
	atom.H5: true, atom.H6: true, atom.Header: true, atom.Hgroup: true, atom.Hr: true, atom.Legend: true, atom.Li: true, atom.Main: true,
	atom.Menu: true, atom.Nav: true, atom.Ol: true, atom.P: true, atom.Pre: true, atom.Search: true, atom.Section: true, atom.Summary: true,
	atom.Table: true, atom.Tbody: true, atom.Td: true, atom.Tfoot: true, atom.Th: true, atom.Thead: true, atom.Tr: true, atom.Ul: true,
}

var isHeading = map[atom.Atom]bool{atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true}

// hidden tells an element that a browser does not show, as far as the element itself says so.
func hidden(n *html.Node) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return !strings.EqualFold(a.Val, "until-found")
		case "aria-hidden":
			if strings.EqualFold(a.Val, "true") {
				return true
			}
		case "style":
			if s := styleOf(a.Val); strings.Contains(s, "display:none") || strings.Contains(s, "visibility:hidden") {
				return true
			}
		}
	}
	return false
}

// styleOf is a style without white space, in lower case.
func styleOf(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }

// isBlock tells an element that stands on lines of its own.
func isBlock(n *html.Node) bool {
	if blocks[n.DataAtom] {
		return true
	}
	style := attr(n, "style")
	if style == "" {
		return false
	}
	s := styleOf(style)
	return strings.Contains(s, "display:block") || strings.Contains(s, "display:flex") || strings.Contains(s, "display:grid")
}
