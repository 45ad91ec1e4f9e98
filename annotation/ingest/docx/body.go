package docx

import (
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
	styles       styles
	paragraphs   []paragraph // that are open, one in a box of the other
	run          run
	inText       bool
	unfolded     bool   // text of which white space counts
	fields       []bool // that are open: whether what came of it has begun
	rows         []bool // that are open: whether it was deleted
	runningHeads []runningHead
	notes        map[string]bool // that the text refers to: "footnote 2"
	embeds       bool            // a warning of it was given
	hiding       bool            // the text before was hidden
}

type paragraph struct {
	style                   string
	heading, listed, joined bool // joined: the next goes on, since the end is deleted
}

// run is text of one look.
type run struct {
	font   string
	hidden bool
}

type runningHead struct {
	place    manuscript.Place
	relation string
}

// left are elements that are not read: properties as they were before a change, what stands in for text that is to be filled in, how ruby is read,
// deleted text that moved elsewhere, and what older programs see in place of what is read.
var left = []string{"pPrChange", "rPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange", "tblGridChange", "numberingChange",
	"sdtPr", "rt", "Fallback", "moveFrom", "ffData"}

// take takes the next token of a part.
func (r *reader) take(t *pack.Tokens, token xml.Token) error {
	switch e := token.(type) {
	case xml.CharData:
		if r.inText {
			r.write(string(e))
		}
	case xml.EndElement:
		r.end(e.Name.Local)
	case xml.StartElement:
		if r.begin(t, e) {
			return t.Skip()
		}
	}
	return nil
}

// begin begins an element; skip says that nothing in it is read.
func (r *reader) begin(t *pack.Tokens, e xml.StartElement) (skip bool) {
	switch e.Name.Local {
	case "p":
		r.paragraphs = append(r.paragraphs, paragraph{})
	case "r":
		r.run = run{}
		if n := len(r.paragraphs); n > 0 && r.styles.hides(r.paragraphs[n-1].style) {
			r.run.hidden = true
		}
	case "t":
		r.inText, r.unfolded = true, pack.Attr(e, "space") == "preserve"
	case "tr":
		r.Row()
		r.rows = append(r.rows, false)
	case "tc":
		r.Cell()
	case "txbxContent":
		r.Begin(manuscript.Box)
	case "footnote", "endnote":
		if !r.notes[e.Name.Local+" "+pack.Attr(e, "id")] {
			return true
		}
		r.Begin(manuscript.Note)
	case "del":
		return r.deleted(t)
	case "ins", "moveTo":
		if e.Name.Local == "ins" && !t.Inside(1, "rPr") {
			r.Inserted++
		}
	case "altChunk":
		if !r.embeds {
			r.Warn("A document that is embedded in it was left out; import that by itself.")
		}
		r.embeds = true
	default:
		if slices.Contains(left, e.Name.Local) {
			return true
		}
		r.property(t, e)
		r.sign(t, e)
	}
	return false
}

// deleted takes an element that says what was deleted: text, the end of a paragraph, a row.
func (r *reader) deleted(t *pack.Tokens) (skip bool) {
	r.Deleted++
	switch n := len(r.paragraphs); {
	case t.Inside(1, "rPr") && t.Inside(2, "pPr") && n > 0:
		r.paragraphs[n-1].joined = true
	case t.Inside(1, "trPr") && len(r.rows) > 0:
		r.rows[len(r.rows)-1] = true
	}
	return true
}

// property takes an element that says how text looks or what it is.
func (r *reader) property(t *pack.Tokens, e xml.StartElement) {
	if n := len(r.paragraphs); n > 0 && t.Inside(1, "pPr") {
		p := &r.paragraphs[n-1]
		switch e.Name.Local {
		case "pStyle":
			p.style = pack.Attr(e, "val")
		case "outlineLvl":
			p.heading = isHeading(pack.Attr(e, "val"))
		case "numPr":
			p.listed = true
		case "framePr": // a large first letter is a paragraph of its own, and is none to readers
			p.joined = pack.Attr(e, "dropCap") == "drop" || pack.Attr(e, "dropCap") == "margin"
		}
	}
	if n := len(r.paragraphs); n > 0 && t.Inside(1, "numPr") && e.Name.Local == "numId" {
		r.paragraphs[n-1].listed = pack.Attr(e, "val") != "0" // no list, whatever the style says
	}
	if t.Inside(1, "rPr") && t.Inside(2, "r") {
		switch e.Name.Local {
		case "rStyle":
			r.run.hidden = r.run.hidden || r.styles.hides(pack.Attr(e, "val"))
		case "vanish":
			r.run.hidden = isOn(e)
		case "rFonts":
			for _, name := range []string{"ascii", "hAnsi", "cs"} {
				if font := pack.Attr(e, name); manuscript.IsSigns(font) || r.run.font == "" {
					r.run.font = font
				}
			}
		}
	}
}

// sign takes an element that stands for a character or refers to another place.
func (r *reader) sign(t *pack.Tokens, e xml.StartElement) {
	switch e.Name.Local {
	case "tab", "ptab":
		if t.Inside(1, "r") {
			r.put("\t")
		}
	case "br", "cr":
		if t.Inside(1, "r") {
			r.put("\n")
		}
	case "noBreakHyphen":
		r.put("\u2011")
	case "softHyphen":
		r.put("\u00AD")
	case "sym":
		if code, err := strconv.ParseUint(pack.Attr(e, "char"), 16, 16); err == nil && r.visible() {
			r.WriteSigns(pack.Attr(e, "font"), string(rune(code)))
		}
	case "fldChar":
		r.field(pack.Attr(e, "fldCharType"))
	case "commentReference":
		r.Comments++
	case "footnoteReference", "endnoteReference":
		r.notes[strings.TrimSuffix(e.Name.Local, "Reference")+" "+pack.Attr(e, "id")] = true
	case "headerReference":
		r.runningHeads = append(r.runningHeads, runningHead{manuscript.Head, pack.Attr(e, "id")})
	case "footerReference":
		r.runningHeads = append(r.runningHeads, runningHead{manuscript.Foot, pack.Attr(e, "id")})
	}
}

// field follows where in fields the text is. What is before "separate" says how the field is computed; behind it stands what came of it.
func (r *reader) field(at string) {
	n := len(r.fields)
	switch {
	case at == "begin":
		r.fields = append(r.fields, false)
	case at == "separate" && n > 0:
		r.fields[n-1] = true
	case at == "end" && n > 0:
		r.fields = r.fields[:n-1]
	}
}

// visible tells whether readers see text that stands here.
func (r *reader) visible() bool { return !r.run.hidden && !slices.Contains(r.fields, false) }

// ends of lines and tabs in XML are white space like any other.
var folded = strings.NewReplacer("\n", " ", "\t", " ", "\r", " ")

// write writes text as it stands in XML.
func (r *reader) write(s string) {
	if !r.unfolded {
		s = strings.Trim(s, "\n\t\r")
	}
	if s == "" {
		return
	}
	if r.run.hidden && !r.hiding {
		r.Hidden++
	}
	r.hiding = r.run.hidden
	s = folded.Replace(s)
	if r.visible() && (manuscript.IsSigns(r.run.font) || strings.ContainsFunc(s, manuscript.IsPrivate)) {
		r.WriteSigns(r.run.font, s)
		return
	}
	r.put(s)
}

// put writes what readers see.
func (r *reader) put(s string) {
	if r.visible() {
		r.Write(s)
	}
}

// end ends an element.
func (r *reader) end(name string) {
	switch name {
	case "t":
		r.inText = false
	case "p":
		n := len(r.paragraphs)
		if n == 0 {
			return
		}
		p := r.paragraphs[n-1]
		r.paragraphs = r.paragraphs[:n-1]
		r.fields = slices.DeleteFunc(r.fields, func(result bool) bool { return !result }) // one that was not ended would hide all that follows
		if !p.joined {
			r.End(r.kindOf(p))
		}
	case "tr":
		r.endRow()
	case "txbxContent", "footnote", "endnote":
		r.Leave()
	}
}

func (r *reader) endRow() {
	n := len(r.rows)
	if r.rows[n-1] {
		r.DropRow()
	} else {
		r.EndRow()
	}
	r.rows = r.rows[:n-1]
}

// kindOf is what a paragraph is: what its style says, else its outline level, else whether it is numbered.
func (r *reader) kindOf(p paragraph) (ingest.Kind, ingest.Reason) {
	kind, cut := r.styles.kindOf(p.style)
	switch {
	case kind != ingest.Running:
		return kind, cut
	case p.heading:
		return ingest.Heading, ""
	case p.listed:
		return ingest.Entry, ""
	}
	return ingest.Running, ""
}
