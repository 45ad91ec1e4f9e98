package odt

import (
	"cmp"
	"encoding/xml"
	"slices"
	"strconv"
	"strings"

	"rubricator/annotation/ingest"
	"rubricator/annotation/ingest/manuscript"
	"rubricator/annotation/ingest/pack"
)

// reader goes through the parts with text.
type reader struct {
	*manuscript.Manuscript
	styles     styles
	style      string      // that is being read, by its name in styles
	paragraphs []paragraph // that are open, one in a box or a note of the other
	looks      []look      // of the paragraphs and spans that are open
	lists      int         // entries of lists that are open
	contents   int         // tables of contents that are open
	hiding     bool        // the text before was hidden
}

type paragraph struct {
	style           string
	heading, hidden bool
}

type look struct {
	hidden bool
	font   string
}

// left are elements that are not read: what says how an index is made, the signs of numbered notes and paragraphs, how ruby is read, programs, and what
// is not text.
var left = []string{"note-citation", "ruby-text", "number", "binary-data", "object", "event-listeners", "forms", "scripts", "sequence-decls", "variable-decls",
	"user-field-decls", "font-face-decls", "settings", "meta", "list-style", "table-of-content-source"}

// take takes the next token of a part.
func (r *reader) take(t *pack.Tokens, token xml.Token) error {
	switch e := token.(type) {
	case xml.CharData:
		r.write(string(e))
	case xml.EndElement:
		r.end(e.Name.Local)
	case xml.StartElement:
		if e.Name.Local == "tracked-changes" {
			return r.readChanges(t)
		}
		if r.begin(t, e) {
			return t.Skip()
		}
	}
	return nil
}

// readChanges counts tracked changes; what was deleted stands there and not in the text.
func (r *reader) readChanges(t *pack.Tokens) error {
	for {
		token, err := t.Next()
		if err != nil {
			return err
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "deletion":
				r.Deleted++
			case "insertion":
				r.Inserted++
			}
		case xml.EndElement:
			if e.Name.Local == "tracked-changes" {
				return nil
			}
		}
	}
}

// begin begins an element; skip says that nothing in it is read.
func (r *reader) begin(t *pack.Tokens, e xml.StartElement) (skip bool) {
	switch e.Name.Local {
	case "style":
		r.style = r.styles.add(e)
	case "text-properties":
		if t.Inside(1, "style") {
			r.styles.look(r.style, e)
		}
	case "header", "header-left", "header-first":
		r.Begin(manuscript.Head)
	case "footer", "footer-left", "footer-first":
		r.Begin(manuscript.Foot)
	case "note":
		r.Begin(manuscript.Note)
	case "text-box":
		r.Begin(manuscript.Box)
	case "p", "h":
		r.paragraphs = append(r.paragraphs, paragraph{style: pack.Attr(e, "style-name"), heading: e.Name.Local == "h"})
		r.looks = append(r.looks, r.lookOf("paragraph", e))
	case "span":
		r.looks = append(r.looks, r.lookOf("text", e))
	case "list-item", "list-header":
		r.lists++
	case "table-of-content":
		r.contents++
	case "table-row":
		r.Row()
	case "table-cell", "covered-table-cell":
		for range repeats(e, "number-columns-repeated") {
			r.Cell()
		}
	case "annotation":
		r.Comments++
		return true
	case "section":
		if pack.Attr(e, "display") == "none" {
			r.Hidden++
			return true
		}
	case "hidden-text", "hidden-paragraph":
		return r.hidden(e)
	case "title", "desc": // of a picture; a field may be called so too
		return strings.Contains(e.Name.Space, "svg")
	default:
		r.sign(e)
		return slices.Contains(left, e.Name.Local)
	}
	return false
}

// hidden takes a field that hides itself, or its paragraph, on a condition.
func (r *reader) hidden(e xml.StartElement) (skip bool) {
	if pack.Attr(e, "is-hidden") != "true" {
		return false
	}
	r.Hidden++
	if n := len(r.paragraphs); e.Name.Local == "hidden-paragraph" && n > 0 {
		r.paragraphs[n-1].hidden = true
	}
	return true
}

// lookOf is how the text of an element looks.
func (r *reader) lookOf(family string, e xml.StartElement) look {
	around := look{}
	if n := len(r.looks); n > 0 && family == "text" {
		around = r.looks[n-1]
	}
	hidden, font := r.styles.lookOf(family, pack.Attr(e, "style-name"))
	return look{around.hidden || hidden, cmp.Or(font, around.font)}
}

// maxRepeats bounds what one element stands for.
const maxRepeats = 64

// repeats is how often an element stands for what it says.
func repeats(e xml.StartElement, name string) int {
	n, err := strconv.Atoi(pack.Attr(e, name))
	if err != nil {
		return 1
	}
	return max(1, min(n, maxRepeats))
}

// sign takes an element that stands for white space.
func (r *reader) sign(e xml.StartElement) {
	if !r.visible() {
		return
	}
	switch e.Name.Local {
	case "s":
		r.Write(strings.Repeat(" ", repeats(e, "c")))
	case "tab":
		r.Write("\t")
	case "line-break":
		r.Write("\n")
	}
}

// visible tells whether readers see text that stands here.
func (r *reader) visible() bool { return len(r.paragraphs) > 0 && !r.looks[len(r.looks)-1].hidden }

// write writes text as it stands in XML. Outside of paragraphs there is only white space between elements.
func (r *reader) write(s string) {
	if len(r.paragraphs) == 0 {
		return
	}
	now := r.looks[len(r.looks)-1]
	if now.hidden && !r.hiding {
		r.Hidden++
	}
	r.hiding = now.hidden
	switch {
	case now.hidden:
	case manuscript.IsSigns(now.font), strings.ContainsFunc(s, manuscript.IsPrivate):
		r.WriteSigns(now.font, s)
	default:
		r.WriteFolded(s)
	}
}

// end ends an element.
func (r *reader) end(name string) {
	switch name {
	case "header", "header-left", "header-first", "footer", "footer-left", "footer-first", "note", "text-box":
		r.Leave()
	case "p", "h":
		n := len(r.paragraphs) - 1
		p := r.paragraphs[n]
		r.paragraphs, r.looks = r.paragraphs[:n], r.looks[:len(r.looks)-1]
		if p.hidden {
			r.Drop()
		}
		r.End(r.kindOf(p))
	case "span":
		r.looks = r.looks[:len(r.looks)-1]
	case "list-item", "list-header":
		r.lists--
	case "table-of-content":
		r.contents--
	case "table-row":
		r.EndRow()
	}
}

// kindOf is what a paragraph is: what its style says, else its element, else whether it stands in a list.
func (r *reader) kindOf(p paragraph) (ingest.Kind, ingest.Reason) {
	kind, cut := r.styles.kindOf(p.style)
	if r.contents > 0 {
		cut = manuscript.Contents
	}
	switch {
	case kind != ingest.Running:
		return kind, cut
	case p.heading:
		return ingest.Heading, cut
	case r.lists > 0:
		return ingest.Entry, cut
	}
	return ingest.Running, cut
}
