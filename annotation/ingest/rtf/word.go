package rtf

import (
	"slices"
	"strings"

	"rubricator/annotation/ingest/manuscript"
)

// signs are control words that stand for characters.
var signs = map[string]string{
	"tab": "\t", "\t": "\t", "line": "\n", "lbr": "\n", "page": "\n", "column": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
	"rdblquote": "”", "bullet": "•", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "zwj": "\u200D", "zwnj": "\u200C", "zwbo": "\u200B",
	"zwnbo": "\u2060", "ltrmark": "\u200E", "rtlmark": "\u200F", "~": "\u00A0", "-": "\u00AD", "_": "\u2011", "nestcell": "\t",
}

// unread are destinations without text of the article that no \* announces. listtext and pntext are the signs of lists, which word processors make.
var unread = map[string]bool{
	"colortbl": true, "pict": true, "fldinst": true, "listtext": true, "pntext": true, "xe": true, "tc": true, "tcn": true, "rxe": true, "txe": true, "bkmkstart": true,
	"bkmkend": true, "nonshppict": true, "shprslt": true, "nonesttables": true, "ftnsep": true, "ftnsepc": true, "ftncn": true, "aftnsep": true, "aftnsepc": true,
	"aftncn": true, "fontemb": true, "objdata": true, "objclass": true, "objname": true, "atnid": true, "atnauthor": true, "filetbl": true, "template": true,
	"private": true, "listname": true, "sp": true, "picprop": true, "mmathPict": true, "revtbl": true, "listtable": true, "listoverridetable": true,
	"list": true, "listlevel": true, "leveltext": true, "levelnumbers": true, "listoverride": true, "lfolevel": true,
}

// transparent are destinations of which the text stands where they do: formulas, and what says of a row in a cell that it ends.
var transparent = map[string]bool{"moMath": true, "moMathPara": true, "nesttableprops": true}

// details are destinations in \info that are read.
var details = []string{"title", "author", "creatim", "revtim"}

// takeWord takes a control word. The first in a group may say what the group is.
func (r *reader) takeWord(t token) {
	if t.word == "u" && t.given {
		r.passed = 0
		r.unicode(t.value)
		r.now.first = false
		return
	}
	if r.passed > 0 && t.word != "*" {
		r.passed--
		return
	}
	r.flush()
	first := r.now.first
	if t.word == "*" {
		r.now.starred = true
		return
	}
	r.now.first = false
	if first && r.destination(t.word) {
		return
	}
	if first && r.now.starred {
		r.now.place = nowhere
		return
	}
	switch r.now.place {
	case inTime:
		if n := slices.Index([]string{"yr", "mo", "dy", "hr", "min"}, t.word); n >= 0 {
			r.clock[n] = t.value
		}
	case inFonts:
		r.fontWord(t)
	default:
		r.setWord(t)
		r.breakWord(t.word)
	}
}

// destination takes a word that says what its group is; known says that it is one of those.
func (r *reader) destination(word string) (known bool) {
	g := &r.now
	switch {
	case word == "shptxt" && g.shape, word == "dptxbxtext" && g.shape:
		r.begin(manuscript.Box)
	case word == "ud":
		g.place = g.outer
	case g.details && slices.Contains(details, word):
		g.place, g.name, r.collected, r.clock = inDetail, word, r.collected[:0], [5]int{}
		if strings.HasSuffix(word, "tim") {
			g.place = inTime
		}
	case g.place == nowhere: // and so is all that is in it
	case word == "fonttbl":
		g.place, r.collected = inFonts, r.collected[:0]
	case word == "stylesheet":
		g.place, r.collected = inStyles, r.collected[:0]
	case word == "info":
		g.place, g.details = nowhere, true
	case word == "upr":
		g.outer, g.place = g.place, nowhere
	case word == "shpinst", word == "do":
		g.place, g.shape = nowhere, true
	case word == "annotation":
		r.Comments++
		g.place = nowhere
	case word == "footnote" && g.place == inText:
		r.begin(manuscript.Note)
	case strings.HasPrefix(word, "header") && len(word) <= len("headerl") && g.place == inText:
		r.begin(manuscript.Head)
	case strings.HasPrefix(word, "footer") && len(word) <= len("footerl") && g.place == inText:
		r.begin(manuscript.Foot)
	case unread[word], strings.HasPrefix(word, "m") && strings.HasSuffix(word, "Pr"): // properties of formulas
		g.place = nowhere
		if word == "listtext" || word == "pntext" {
			r.around[len(r.around)-1].listed = true
		}
	default:
		return transparent[word]
	}
	return true
}

// begin begins a text of its own, which ends with the group.
func (r *reader) begin(p manuscript.Place) {
	r.now.place, r.now.leaves, r.now.shape, r.now.paragraph = inText, true, false, paragraph{}
	r.Begin(p)
}

// fontWord takes a word in the table of fonts.
func (r *reader) fontWord(t token) {
	f := r.fonts[t.value]
	switch t.word {
	case "f":
		r.now.font = t.value
		r.fonts[t.value] = font{}
		return
	case "fcharset":
		f = r.fonts[r.now.font]
		f.page, f.western, f.signs = charsets[t.value], t.value == 0, t.value == signCharset
	case "cpg":
		f = r.fonts[r.now.font]
		f.page = t.value
	default:
		return
	}
	r.fonts[r.now.font] = f
}

// setWord takes a word that says how what follows is written, looks or is.
func (r *reader) setWord(t token) {
	on := !t.given || t.value != 0
	g := &r.now
	switch t.word {
	case "ansicpg":
		if t.value > 0 {
			r.page = t.value
		}
	case "mac":
		r.page = 10000
	case "pc":
		r.page = 437
	case "pca":
		r.page = 850
	case "deff":
		r.plainFont = t.value
		g.font = t.value
	case "uc":
		g.fallback = max(0, t.value)
	case "f":
		g.font = t.value
	case "v":
		g.hidden = on
	case "deleted":
		g.deleted = on
	case "revised":
		g.inserted = on
	case "plain":
		g.look, g.font = look{}, r.plainFont
	case "pard":
		g.paragraph = paragraph{}
	case "intbl":
		g.inTable = on
	case "itap":
		g.inTable = t.value > 0
	case "s":
		g.style = t.value
	case "ls":
		g.listed = t.value > 0
	case "outlinelevel":
		g.headed = t.value >= 0 && t.value < 9
	}
}

// breakWord takes a word that stands for a character or ends a paragraph, a cell or a row.
func (r *reader) breakWord(word string) {
	if r.now.place != inText {
		return
	}
	switch word {
	case "par", "sect", "\n", "\r", "nestrow":
		r.endParagraph()
	case "cell":
		if r.now.inTable {
			r.openCell()
		}
		r.endParagraph()
		r.cellEnded = true
	case "row":
		r.EndRow()
	default:
		if s := signs[word]; s != "" {
			r.put(s)
		}
	}
}

// endParagraph ends a paragraph, unless its end is deleted.
func (r *reader) endParagraph() {
	if r.now.deleted {
		return
	}
	r.End(r.kind())
	r.now.listed = false
}
