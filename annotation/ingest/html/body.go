package html

import (
	"strings"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
)

// The texts of a page are numbered by signs of the last two planes of Unicode, which are for private use. Each text that is shown to readability
// begins with its sign, by which it is known again, whatever became of the elements around it.
const (
	firstSign = '\U000F0000'
	lastSign  = '\U0010FFFD'
)

// maxWork is how many letters times the elements around them readability is given, since it goes through each text once for each of those.
const maxWork = 30_000_000

// bodyOf finds the texts that belong to the body of the article; none are where there is no article. It is nil where the page is too large to look.
func bodyOf(root *html.Node) map[*html.Node]bool {
	var m marker
	marked := m.copy(root, 0)
	if len(m.texts) > lastSign-firstSign || m.work > maxWork {
		return nil
	}
	article := readable(marked)
	if article == nil {
		return map[*html.Node]bool{}
	}
	body := make(map[*html.Node]bool, len(m.texts))
	for n := range article.Descendants() {
		if n.Type != html.TextNode {
			continue
		}
		for _, r := range n.Data {
			if i := int(r - firstSign); i >= 0 && i < len(m.texts) {
				body[m.texts[i]] = true
			}
		}
	}
	return body
}

// readable is what readability makes of a page; nil where it fails.
func readable(page *html.Node) (article *html.Node) {
	defer func() {
		if recover() != nil {
			article = nil
		}
	}()
	p := readability.NewParser()
	p.DisableJSONLD = true
	found, err := p.ParseAndMutate(page, nil)
	if err != nil {
		return nil
	}
	return found.Node
}

// marker copies a page with a sign before each of its texts.
type marker struct {
	texts []*html.Node
	work  int // letters times depth
}

// longestAttribute is the longest attribute, in bytes, that readability is shown; in longer ones stand pictures, which it would search for words.
const longestAttribute = 1000

func (m *marker) copy(n *html.Node, depth int) *html.Node {
	out := &html.Node{Type: n.Type, DataAtom: n.DataAtom, Data: n.Data, Namespace: n.Namespace}
	for _, a := range n.Attr {
		if len(a.Val) <= longestAttribute {
			out.Attr = append(out.Attr, a)
		}
	}
	if n.Type == html.TextNode && lettersOf(n.Data) > 0 {
		m.work += len(n.Data) * depth
		out.Data = string(firstSign+rune(len(m.texts))) + strings.Map(withoutSign, n.Data)
		m.texts = append(m.texts, n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.CommentNode || unseen[c.DataAtom] && c.Parent.DataAtom != 0 && c.Data != "head" {
			continue
		}
		out.AppendChild(m.copy(c, depth+1))
	}
	return out
}

// withoutSign leaves out of a text what would be taken for the sign of another.
func withoutSign(r rune) rune {
	if r >= firstSign {
		return -1
	}
	return r
}
