package html

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"rubricator/annotation/ingest"
)

// block is a paragraph of a page, as a browser shows it.
type block struct {
	text    string // one line, or several where the page breaks them on purpose
	kind    ingest.Kind
	cut     ingest.Reason
	in      *html.Node // the innermost element that it fills a line of
	aside   bool       // it stands in an aside, a navigation or a footer
	quoted  bool       // it stands in a quotation
	letters weight
}

// weight counts the letters of texts: all, those in links, and those that belong to the body of the article.
type weight struct{ all, linked, body int }

func (w *weight) add(other weight) {
	w.all += other.all
	w.linked += other.linked
	w.body += other.body
}

func (b *block) inBody() bool { return b.letters.body*2 > b.letters.all }

// mostlyLinks tells a block that leads elsewhere more than it says.
func (b *block) mostlyLinks() bool { return b.letters.linked*2 > b.letters.all }

// place is what an element passes on to what stands in it.
type place struct {
	block   *html.Node
	kind    ingest.Kind
	cut     ingest.Reason
	link    bool
	verse   bool // line breaks are meant
	pre     bool // all white space is meant
	aside   bool
	quoted  bool
	heading bool
}

// These stand in a block until its text is complete, for a break of its line and for the end of a cell. Where a page has them they are white space.
const (
	lineBreak = '\v'
	cellEnd   = '\x1f'
)

var withoutStandIns = strings.NewReplacer("\v", " ", "\x1f", " ")

// walker goes through a page and collects its blocks.
type walker struct {
	body    map[*html.Node]bool          // texts that belong to the body of the article
	cuts    map[*html.Node]ingest.Reason // elements that are no part of an article
	blocks  []block
	current strings.Builder
	next    block // whose text is current
	pre     bool
	verse   bool
}

// blocksOf are the blocks of a page.
func blocksOf(root *html.Node, body map[*html.Node]bool, cuts map[*html.Node]ingest.Reason) []block {
	w := walker{body: body, cuts: cuts}
	w.walk(root, place{})
	w.flush()
	return w.blocks
}

func (w *walker) walk(n *html.Node, p place) {
	switch n.Type {
	case html.TextNode:
		w.write(n, p)
		return
	case html.ElementNode:
		if w.special(n, p) {
			return
		}
		p = p.within(n)
		if c, ok := w.cuts[n]; ok && p.cut == "" {
			p.cut = c
		}
	case html.CommentNode, html.DoctypeNode:
		return
	}
	alone := n.Type == html.ElementNode && isBlock(n)
	if alone {
		w.flush()
		p.block = n
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c, p)
	}
	if alone {
		w.flush()
	}
}

// special does what is due for elements whose children are not gone through in turn.
func (w *walker) special(n *html.Node, p place) bool {
	switch {
	case unseen[n.DataAtom] || hidden(n):
		return true
	case n.DataAtom == atom.Button:
		return !p.heading
	case n.DataAtom == atom.Br:
		w.br()
		return true
	case n.DataAtom == atom.Q:
		w.current.WriteString("“")
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			w.walk(c, p)
		}
		w.current.WriteString("”")
		return true
	case n.DataAtom == atom.Tr && !hasBlocks(n):
		w.row(n, p)
		return true
	}
	return false
}

// hasBlocks tells a row of a table in whose cells paragraphs stand: one that arranges a page.
func hasBlocks(row *html.Node) bool {
	for cell := row.FirstChild; cell != nil; cell = cell.NextSibling {
		for n := range cell.Descendants() {
			if n.Type == html.ElementNode && isBlock(n) {
				return true
			}
		}
	}
	return false
}

// row makes a block of a row of a table, with tabs between the cells as browsers copy them.
func (w *walker) row(n *html.Node, p place) {
	w.flush()
	p = p.within(n)
	p.block = n
	if p.kind == ingest.Running {
		p.kind = ingest.Entry
	}
	first := true
	for cell := n.FirstChild; cell != nil; cell = cell.NextSibling {
		if cell.Type != html.ElementNode || hidden(cell) {
			continue
		}
		if !first {
			w.current.WriteByte(cellEnd)
		}
		first = false
		for c := cell.FirstChild; c != nil; c = c.NextSibling {
			w.walk(c, p)
		}
	}
	w.flush()
}

// within is the place of what stands in n.
func (p place) within(n *html.Node) place {
	if kind := kindOf(n); kind != "" && p.kind != ingest.Caption && p.kind != ingest.Byline && p.kind != ingest.Heading {
		p.kind = kind
	}
	switch n.DataAtom {
	case atom.A:
		p.link = true
	case atom.Pre:
		p.pre, p.verse = true, true
	case atom.Address:
		p.verse = true
	case atom.Aside, atom.Nav, atom.Footer:
		p.aside = true
	case atom.Blockquote:
		p.quoted = true
	}
	p.heading = p.heading || isHeading[n.DataAtom]
	if !p.verse && len(n.Attr) > 0 && blocks[n.DataAtom] {
		p.verse = slices.ContainsFunc(names(n), isVerse)
	}
	return p
}

func isVerse(name string) bool {
	switch name {
	case "verse", "verses", "poem", "poetry", "stanza", "lyrics", "address":
		return true
	}
	return false
}

// kindOf is what an element makes of the text in it; empty: nothing else.
func kindOf(n *html.Node) ingest.Kind {
	switch {
	case isHeading[n.DataAtom]:
		return ingest.Heading
	case n.DataAtom == atom.Figcaption, n.DataAtom == atom.Caption:
		return ingest.Caption
	case n.DataAtom == atom.Li, n.DataAtom == atom.Dt, n.DataAtom == atom.Dd:
		return ingest.Entry
	case n.DataAtom == atom.Body, n.DataAtom == atom.Html, n.DataAtom == atom.Article, n.DataAtom == atom.Main, len(n.Attr) == 0:
		return ""
	}
	if attr(n, "rel") == "author" || attr(n, "itemprop") == "author" {
		return ingest.Byline
	}
	all := names(n)
	kind := ingest.Running
	switch {
	case slices.Contains(all, "caption"), slices.Contains(all, "figcaption"), slices.Contains(all, "cutline"):
		kind = ingest.Caption
	case slices.Contains(all, "byline"), slices.Contains(all, "bylines"):
		kind = ingest.Byline
	}
	if kind != ingest.Running && holds(n, atom.H1) { // a header, named for all that stands in it
		return ingest.Running
	}
	return kind
}

// write adds a node of text to the current block. Where all white space is meant, its lines end as they do in the page.
func (w *walker) write(n *html.Node, p place) {
	s := withoutStandIns.Replace(n.Data)
	if !p.pre {
		w.add(s, n, p)
		return
	}
	for i, line := range strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
		if i > 0 {
			w.br()
		}
		w.add(line, n, p)
	}
}

// add adds text of a node to the current block, and begins one where there is none.
func (w *walker) add(s string, n *html.Node, p place) {
	got := weight{all: lettersOf(s)}
	if w.next.in == nil {
		if got.all == 0 {
			return // white space between blocks
		}
		w.next = block{in: cmp.Or(p.block, n.Parent), kind: p.kind, cut: p.cut, aside: p.aside, quoted: p.quoted}
		w.pre, w.verse = p.pre, p.verse
	}
	if w.next.kind == "" && p.kind == ingest.Byline {
		w.next.kind = p.kind
	}
	if p.link {
		got.linked = got.all
	}
	if w.body[n] {
		got.body = got.all
	}
	w.next.letters.add(got)
	w.current.WriteString(s)
}

// lettersOf counts the characters of s that are no white space.
func lettersOf(s string) (n int) {
	for _, r := range s {
		if !isSpace(r) && r != '\u00A0' && r != '\u200B' {
			n++
		}
	}
	return n
}

// br breaks the line; a second break with nothing between them ends the block.
func (w *walker) br() {
	if w.next.in == nil {
		return
	}
	s := w.current.String()
	if i := strings.LastIndexByte(s, lineBreak); i >= 0 && lettersOf(s[i+1:]) == 0 {
		w.flush()
		return
	}
	w.current.WriteByte(lineBreak)
}

// flush ends the current block.
func (w *walker) flush() {
	s := w.current.String()
	w.current.Reset()
	b := w.next
	w.next = block{}
	if b.in == nil {
		return
	}
	if b.text = textOf(s, w.pre, w.verse); b.text != "" {
		w.blocks = append(w.blocks, b)
	}
}

// textOf is the text of a block with its white space as a browser shows it.
func textOf(s string, pre, verse bool) string {
	lines := strings.FieldsFunc(s, func(r rune) bool { return r == lineBreak })
	for i, line := range lines {
		if pre {
			lines[i] = strings.TrimRight(line, " \t\r\f\u00A0")
			continue
		}
		cells := strings.FieldsFunc(line, func(r rune) bool { return r == cellEnd })
		for j := range cells {
			cells[j] = collapse(cells[j])
		}
		lines[i] = strings.Join(slices.DeleteFunc(cells, func(s string) bool { return s == "" }), "\t")
	}
	lines = slices.DeleteFunc(lines, func(s string) bool { return s == "" })
	if verse || short(lines) {
		return strings.Trim(strings.Join(lines, "\n"), "\n")
	}
	return strings.Join(lines, " ")
}

// Lines are broken on purpose, though the page does not say so, where there are so many at least and all of them are shorter than a line of prose.
const (
	fewestLines  = 3
	longestVerse = 60 // in code points
)

func short(lines []string) bool {
	return len(lines) >= fewestLines && !slices.ContainsFunc(lines, func(s string) bool { return utf8.RuneCountInString(s) > longestVerse })
}
