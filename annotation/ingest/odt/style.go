package odt

import (
	"cmp"
	"encoding/xml"
	"strings"

	"rubricator/annotation/ingest"
	"rubricator/annotation/ingest/manuscript"
	"rubricator/annotation/ingest/pack"
)

// style is what a style says of the text that has it.
type style struct {
	parent string // its name
	hidden bool
	font   string
}

// styles are by family and name, as "paragraph Heading_20_1".
type styles map[string]style

// deepest is how many styles are based on one another at most; more is a circle.
const deepest = 16

// add adds a style, and gives its name in styles.
func (s styles) add(e xml.StartElement) string {
	id := pack.Attr(e, "family") + " " + pack.Attr(e, "name")
	s[id] = style{parent: pack.Attr(e, "parent-style-name")}
	return id
}

// look adds what text of a style looks like.
func (s styles) look(id string, e xml.StartElement) {
	now := s[id]
	now.hidden = pack.Attr(e, "display") == "none"
	now.font = cmp.Or(pack.Attr(e, "font-name"), pack.Attr(e, "font-family"))
	s[id] = now
}

// kindOf is what the name of a paragraph's style, or of one it is based on, says.
func (s styles) kindOf(name string) (ingest.Kind, ingest.Reason) {
	for range deepest {
		if kind, cut, known := manuscript.KindOf(strings.ReplaceAll(name, "_20_", " ")); known {
			return kind, cut
		}
		now, ok := s["paragraph "+name]
		if !ok {
			break
		}
		name = now.parent
	}
	return ingest.Running, ""
}

// lookOf is whether text of a style is hidden, and its font where it says one.
func (s styles) lookOf(family, name string) (hidden bool, font string) {
	for range deepest {
		now, ok := s[family+" "+name]
		if !ok {
			break
		}
		hidden, font, name = hidden || now.hidden, cmp.Or(font, now.font), now.parent
	}
	return hidden, font
}
