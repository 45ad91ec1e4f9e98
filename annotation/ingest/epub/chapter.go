package epub

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"

	"rubricator/annotation/ingest"
	"rubricator/annotation/ingest/manuscript"
	"rubricator/annotation/ingest/pack"
)

// errMatter: the chapter is a cover, a table of contents or the like.
var errMatter = errors.New("it is no article")

// longest is how many bytes of a book's title stand in the report on decoding.
const longest = 200

// read makes a draft of the nth chapter. Errors: errMatter, ingest.ErrEmpty and those of reading a part.
func (b *book) read(p *pack.Pack, n int, f ingest.File) (*ingest.Draft, error) {
	c := b.chapters[n]
	if c.matter {
		return nil, errMatter
	}
	page, err := p.Read(c.part)
	if err != nil {
		return nil, err
	}
	r := &reader{Manuscript: manuscript.New(), name: c.part}
	r.Details = b.details
	r.Details.Title = manuscript.Title(c.title)
	if b.details.Published != "" {
		r.Remarks = []string{"dated by the book"}
	}
	if err := r.read(utf8Of(page)); err != nil {
		return nil, err
	}
	title := strings.ToValidUTF8(b.title[:min(len(b.title), longest)], "")
	kind := fmt.Sprintf("EPUB book %q, chapter %d of %d", title, n+1, len(b.chapters))
	return r.Draft(ingest.File{Name: c.part, Bytes: page, URL: f.URL}, kind)
}

var declaration = regexp.MustCompile(`^\s*<\?xml[^>]*\sencoding\s*=\s*["']([^"']+)["']`)

// utf8Of is a page in UTF-8: by its byte order mark, else by its XML declaration. What is damaged becomes U+FFFD.
func utf8Of(page []byte) []byte {
	decoder := unicode.UTF8.NewDecoder()
	if bytes.HasPrefix(page, []byte("\xFE\xFF")) || bytes.HasPrefix(page, []byte("\xFF\xFE")) {
		decoder = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder()
	} else if label := declaration.FindSubmatch(page[:min(len(page), 256)]); label != nil {
		if e, err := htmlindex.Get(string(label[1])); err == nil {
			decoder = e.NewDecoder()
		}
	}
	out, err := decoder.Bytes(page)
	if err != nil {
		return bytes.ToValidUTF8(page, []byte("\uFFFD"))
	}
	return out
}

// reader goes through the page of a chapter. It takes well-formed XHTML and most of what is not.
type reader struct {
	*manuscript.Manuscript
	name string
	open []element
	seen bool // an element inside the body
}

// element is one that is open, with what it has from those around it.
type element struct {
	name             string
	kind             ingest.Kind
	cut              ingest.Reason
	left, kept, note bool // left: nothing in it is read; kept: its white space counts; note: it stands at the end
}

// unread are elements without text of the article. Notes, pictures and formulas are read as far as they have text; ruby without how it is read.
var unread = words("head script style template svg audio video iframe object rt rp noscript select textarea")

// void are elements that have no end.
var void = words("area base br col embed hr img input link meta param source track wbr")

// inline are elements that stand in a line of text. All others begin and end one.
var inline = words("a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark math mfrac mi mn mo mrow msqrt msub msup mtext nobr q rb rp rt ruby s samp small span strike strong sub sup svg time tt u var wbr")

// wholes are elements that may hold all of a page.
var wholes = words("body section div")

// kinds are what elements say of their text.
var kinds = map[string]ingest.Kind{
	"h1": ingest.Headline, "h2": ingest.Heading, "h3": ingest.Heading, "h4": ingest.Heading, "h5": ingest.Heading, "h6": ingest.Heading,
	"figcaption": ingest.Caption, "caption": ingest.Caption, "li": ingest.Entry, "dt": ingest.Entry, "dd": ingest.Entry,
}

func words(s string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		out[w] = true
	}
	return out
}

func (r *reader) read(page []byte) error {
	z := html.NewTokenizer(bytes.NewReader(page))
	z.AllowCDATA(true)
	for {
		switch z.Next() {
		case html.ErrorToken:
			if err := z.Err(); err != io.EOF {
				return fmt.Errorf("%w: %w", pack.ErrDamaged, err)
			}
			return nil
		case html.TextToken:
			r.write(string(z.Text()))
		case html.StartTagToken:
			if err := r.begin(z.Token()); err != nil {
				return err
			}
		case html.SelfClosingTagToken:
			z.NextIsNotRawText() // <title/> has an end already
			t := z.Token()
			if err := r.begin(t); err != nil {
				return err
			}
			r.end(t.Data)
		case html.EndTagToken:
			r.end(z.Token().Data)
		}
	}
}

// around is the element that is open.
func (r *reader) around() element {
	if n := len(r.open); n > 0 {
		return r.open[n-1]
	}
	return element{}
}

func (r *reader) write(s string) {
	switch now := r.around(); {
	case now.left:
	case now.kept:
		r.Write(s)
	default:
		r.WriteFolded(s)
	}
}

// begin begins an element. Errors: errMatter, pack.ErrUnsafe.
func (r *reader) begin(t html.Token) error {
	r.endImplied(t.Data)
	now := r.around()
	if t.Data == "br" && !now.left {
		r.Write("\n")
	}
	if !inline[t.Data] && !unread[t.Data] && !now.left {
		r.End(now.kind, now.cut)
	}
	if void[t.Data] {
		return nil
	}
	if len(r.open) == pack.MaxDepth {
		return fmt.Errorf("%w: it has elements in elements more than %d deep; copy its text from a reader of books and paste it", pack.ErrUnsafe, pack.MaxDepth)
	}
	next, matter := r.next(now, t)
	r.open = append(r.open, next)
	if matter {
		return errMatter
	}
	if next.left {
		return nil
	}
	switch {
	case next.note:
		r.Begin(manuscript.Note)
	case t.Data == "tr":
		r.Row()
	case t.Data == "td", t.Data == "th":
		r.Cell()
	}
	return nil
}

// implied are elements whose ends HTML lets one leave out where another begins: which it ends, and beyond which none is looked for.
var implied = map[string]struct{ ends, within map[string]bool }{
	"p": {words("p"), words("*")}, "li": {words("li"), words("ul ol")}, "dt": {words("dt dd"), words("dl")}, "dd": {words("dt dd"), words("dl")},
	"td": {words("td th"), words("tr table")}, "th": {words("td th"), words("tr table")}, "tr": {words("tr"), words("table")},
}

// endImplied ends the element that one of the name ends by beginning.
func (r *reader) endImplied(name string) {
	by, ok := implied[name]
	for n := len(r.open) - 1; ok && n >= 0 && !by.within[r.open[n].name]; n-- {
		if by.ends[r.open[n].name] {
			r.end(r.open[n].name)
			return
		}
		if by.within["*"] {
			return
		}
	}
}

// next is the element that begins. Matter says that the page, or all that is in its body, is no article.
func (r *reader) next(around element, t html.Token) (out element, matter bool) {
	out = around
	out.name, out.note = t.Data, false
	out.kind = cmp.Or(kinds[t.Data], out.kind)
	out.left = out.left || unread[t.Data]
	out.kept = out.kept || t.Data == "pre"
	if t.Data == "nav" {
		out.cut = manuscript.Navigation
	}
	for _, a := range t.Attr {
		switch a.Key {
		case "epub:type", "role":
			words := strings.ReplaceAll(a.Val, "doc-", "")
			matter = matter || !r.seen && wholes[t.Data] && isMatter(words)
			r.role(&out, words)
		case "class":
			className(&out, a.Val)
		case "hidden":
			if !out.left {
				r.Hidden++
			}
			out.left = true
		}
	}
	r.seen = r.seen || t.Data != "html" && t.Data != "body" && !around.left && !out.left
	return out, matter
}

// role takes what an element says that it is. Signs of notes and numbers of pages stand in the midst of sentences and are no part of them.
func (r *reader) role(e *element, words string) {
	for w := range strings.FieldsSeq(words) {
		switch w {
		case "noteref", "pagebreak", "backlink":
			e.left = true
		case "footnote", "endnote", "rearnote":
			e.note = !e.left
		}
	}
}

// className takes what programs that make newspapers into books call elements.
func className(e *element, names string) {
	for w := range strings.FieldsSeq(strings.ToLower(names)) {
		switch {
		case strings.HasSuffix(w, "navbar"):
			e.cut = manuscript.Navigation
		case w == "byline", w == "author":
			e.kind = ingest.Byline
		}
	}
}

// end ends the innermost element of the name, and those in it that have no end of their own. Where none is open there is nothing to end.
func (r *reader) end(name string) {
	n := len(r.open) - 1
	for n >= 0 && r.open[n].name != name {
		n--
	}
	for n >= 0 && len(r.open) > n {
		e := r.around()
		if !inline[e.name] && !e.left {
			r.End(e.kind, e.cut)
		}
		r.open = r.open[:len(r.open)-1]
		switch {
		case e.left:
		case e.note:
			r.Leave()
		case e.name == "tr":
			r.EndRow()
		}
	}
}
