package epub

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"net/url"
	"path"
	"strings"

	"rubricator/annotation/ingest"
	"rubricator/annotation/ingest/manuscript"
	"rubricator/annotation/ingest/pack"
)

// book is what the package document says.
type book struct {
	title    string
	details  ingest.Details // of all chapters
	chapters []chapter      // in the order of reading
}

// chapter is a file of the book.
type chapter struct {
	part   string // its name in the pack
	title  string // in the table of contents; empty where it names several places of the file, or none
	matter bool   // cover, title page, imprint, table of contents
}

// matters are what is no article, by the words of EPUB 2 (guide) and 3 (epub:type).
var matters = map[string]bool{
	"cover": true, "toc": true, "title-page": true, "titlepage": true, "halftitlepage": true, "copyright-page": true, "imprint": true, "colophon": true, "landmarks": true, "page-list": true, "loi": true, "lot": true,
}

// isMatter tells whether one of the words that say what a file is says that it is no article.
func isMatter(words string) bool {
	for w := range strings.FieldsSeq(words) {
		if matters[w] {
			return true
		}
	}
	return false
}

// open reads the package document and the table of contents.
func open(p *pack.Pack) (*book, error) {
	var root string
	if err := leaves(p, "META-INF/container.xml", func(l pack.Leaf) {
		if l.Element.Name.Local == "rootfile" {
			root = cmp.Or(root, pack.Attr(l.Element, "full-path"))
		}
	}); err != nil {
		return nil, err
	}
	if root == "" {
		return nil, fmt.Errorf("%w: it names no package document; make the book again", pack.ErrDamaged)
	}
	o := opf{dir: path.Dir(root), files: map[string]manifested{}, matter: map[string]bool{}}
	if err := leaves(p, root, o.take); err != nil {
		return nil, err
	}
	titles := map[string][]string{}
	for _, read := range []func(*pack.Pack, map[string][]string) error{o.readNav, o.readNCX} {
		if err := read(p, titles); err != nil {
			return nil, err
		}
	}
	b := o.book(titles)
	if len(b.chapters) == 0 {
		return nil, fmt.Errorf("%w: its package document %s lists no chapters; make the book again", pack.ErrDamaged, path.Base(root))
	}
	return b, refuseLocked(p, b)
}

func leaves(p *pack.Pack, part string, each func(pack.Leaf)) error {
	t, err := p.XML(part)
	if err != nil {
		return err
	}
	defer t.Close()
	return t.Leaves(each)
}

// opf is the package document while it is read.
type opf struct {
	dir                                 string
	title, publisher, language, licence string
	creators                            []string
	dates                               []string // of publication first
	periodical                          bool
	files                               map[string]manifested // by their ids
	nav, ncx                            string
	spine                               []string        // ids
	matter                              map[string]bool // parts
}

type manifested struct{ part, mediaType string }

// at is the name of the part that a reference leads to, without the place in it.
func at(dir, href string) (part string, whole bool) {
	href, _, inside := strings.Cut(href, "#")
	if plain, err := url.PathUnescape(href); err == nil {
		href = plain
	}
	return path.Join(dir, href), !inside
}

// take takes an element of the package document.
func (o *opf) take(l pack.Leaf) {
	e := l.Element
	switch e.Name.Local {
	case "title":
		o.title = cmp.Or(o.title, l.Text)
	case "creator":
		if name := manuscript.Author(l.Text); name != "" {
			o.creators = append(o.creators, name)
		}
	case "publisher":
		o.publisher = cmp.Or(o.publisher, manuscript.Author(l.Text))
	case "language":
		o.language = cmp.Or(o.language, manuscript.Language(l.Text))
	case "rights":
		o.licence = cmp.Or(o.licence, l.Text)
	case "date":
		o.takeDate(pack.Attr(e, "event"), manuscript.Date(l.Text))
	case "meta":
		o.periodical = o.periodical || pack.Attr(e, "name") == "calibre:publication_type" && strings.HasPrefix(pack.Attr(e, "content"), "periodical")
	case "item":
		part, _ := at(o.dir, pack.Attr(e, "href"))
		o.files[pack.Attr(e, "id")] = manifested{part, pack.Attr(e, "media-type")}
		if strings.Contains(" "+pack.Attr(e, "properties")+" ", " nav ") {
			o.nav, o.matter[part] = part, true
		}
		if pack.Attr(e, "media-type") == "application/x-dtbncx+xml" {
			o.ncx = part
		}
	case "itemref":
		o.spine = append(o.spine, pack.Attr(e, "idref"))
	case "reference":
		if part, _ := at(o.dir, pack.Attr(e, "href")); isMatter(pack.Attr(e, "type")) {
			o.matter[part] = true
		}
	}
}

// takeDate keeps when the book was published, or made.
func (o *opf) takeDate(event, date string) {
	switch {
	case date == "", event == "modification":
	case event == "publication":
		o.dates = append([]string{date}, o.dates...)
	default:
		o.dates = append(o.dates, date)
	}
}

// book puts together what was read. A newspaper without a publisher is its own outlet; its title ends in the day, in brackets.
func (o *opf) book(titles map[string][]string) *book {
	b := &book{title: o.title, details: ingest.Details{Author: strings.Join(o.creators, ", "), Outlet: o.publisher, Language: o.language, Licence: o.licence}}
	if o.periodical && b.details.Outlet == "" {
		b.details.Outlet, _, _ = strings.Cut(o.title, " [")
	}
	if len(o.dates) > 0 {
		b.details.Published = o.dates[0]
	}
	seen := map[string]bool{}
	for _, id := range o.spine {
		f, ok := o.files[id]
		if !ok || seen[f.part] || strings.HasPrefix(f.mediaType, "image/") {
			continue
		}
		seen[f.part] = true
		c := chapter{part: f.part, matter: o.matter[f.part]}
		if names := titles[f.part]; len(names) == 1 {
			c.title = names[0]
		}
		b.chapters = append(b.chapters, c)
	}
	return b
}

// readNCX reads the table of contents of EPUB 2, where there is no other: the names of places by their parts.
func (o *opf) readNCX(p *pack.Pack, titles map[string][]string) error {
	if !p.Has(o.ncx) || len(titles) > 0 {
		return nil
	}
	label := ""
	return leaves(p, o.ncx, func(l pack.Leaf) {
		switch l.Element.Name.Local {
		case "text":
			label = l.Text
		case "content":
			part, _ := at(path.Dir(o.ncx), pack.Attr(l.Element, "src"))
			titles[part] = append(titles[part], strings.Join(strings.Fields(label), " "))
		}
	})
}

// readNav reads the tables of EPUB 3: contents, which name chapters, and landmarks, which say what is no article. A page list names no chapters.
func (o *opf) readNav(p *pack.Pack, titles map[string][]string) error {
	if !p.Has(o.nav) {
		return nil
	}
	t, err := p.XML(o.nav)
	if err != nil {
		return err
	}
	defer t.Close()
	table, link, label := "", "", ""
	for token, err := range t.All() {
		if err != nil {
			return err
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "nav":
				table = pack.Attr(e, "type")
			case "a":
				link, label = pack.Attr(e, "href"), ""
				if part, _ := at(path.Dir(o.nav), link); table == "landmarks" && isMatter(pack.Attr(e, "type")) {
					o.matter[part] = true
				}
			}
		case xml.CharData:
			label += string(e)
		case xml.EndElement:
			if e.Name.Local == "a" && table == "toc" {
				part, _ := at(path.Dir(o.nav), link)
				titles[part] = append(titles[part], strings.Join(strings.Fields(label), " "))
			}
		}
	}
	return nil
}

// fontsOnly are the ways of encrypting that are for fonts, which anyone can undo.
var fontsOnly = map[string]bool{"http://www.idpf.org/2008/embedding": true, "http://ns.adobe.com/pdf/enc#RC": true}

// protections are told by a part that goes with each.
var protections = []struct{ part, name string }{
	{"META-INF/license.lcpl", "Readium LCP"}, {"META-INF/sinf.xml", "Apple FairPlay"}, {"META-INF/rights.xml", "Adobe ADEPT"},
}

// refuseLocked refuses a book of which chapters are encrypted, and says by what.
func refuseLocked(p *pack.Pack, b *book) error {
	const list = "META-INF/encryption.xml"
	if !p.Has(list) {
		return nil
	}
	t, err := p.XML(list)
	if err != nil {
		return err
	}
	defer t.Close()
	locked, algorithm := map[string]bool{}, ""
	for token, err := range t.All() {
		if err != nil {
			return err
		}
		if e, ok := token.(xml.StartElement); ok {
			switch e.Name.Local {
			case "EncryptedData":
				algorithm = ""
			case "EncryptionMethod":
				algorithm = pack.Attr(e, "Algorithm")
			case "CipherReference":
				part, _ := at("", pack.Attr(e, "URI"))
				locked[part] = !fontsOnly[algorithm]
			}
		}
	}
	for _, c := range b.chapters {
		if locked[c.part] {
			return fmt.Errorf("%w: it is protected against copying (%s); import a copy without that", pack.ErrLocked, protection(p))
		}
	}
	return nil
}

func protection(p *pack.Pack) string {
	for _, by := range protections {
		if p.Has(by.part) {
			return by.name
		}
	}
	return "DRM"
}
