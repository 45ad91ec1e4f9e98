package docx

import (
	"encoding/xml"
	"strconv"

	"rubricator/annotation/ingest"
	"rubricator/annotation/ingest/manuscript"
	"rubricator/annotation/ingest/pack"
)

// style is what a style says of the text that has it.
type style struct {
	name, based string // the one it is based on, by its id
	heading     bool
	hidden      *bool
}

// styles are by their ids.
type styles map[string]style

// deepest is how many styles are based on one another at most; more is a circle.
const deepest = 16

// read reads the part in which the styles are.
func (s styles) read(p *pack.Pack, name string) error {
	if !p.Has(name) {
		return nil
	}
	t, err := p.XML(name)
	if err != nil {
		return err
	}
	defer t.Close()
	id, now := "", style{}
	for token, err := range t.All() {
		if err != nil {
			return err
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "style":
				id, now = pack.Attr(e, "styleId"), style{}
			case "name":
				now.name = pack.Attr(e, "val")
			case "basedOn":
				now.based = pack.Attr(e, "val")
			case "outlineLvl":
				now.heading = isHeading(pack.Attr(e, "val"))
			case "vanish":
				hidden := isOn(e)
				now.hidden = &hidden
			}
		case xml.EndElement:
			if e.Name.Local == "style" {
				s[id] = now
			}
		}
	}
	return nil
}

// isHeading tells whether an outline level is that of a heading: 0 to 8; 9 is running text.
func isHeading(level string) bool {
	n, err := strconv.Atoi(level)
	return err == nil && n >= 0 && n < 9
}

// isOn tells whether a property that is there is on.
func isOn(e xml.StartElement) bool {
	switch pack.Attr(e, "val") {
	case "0", "false", "off":
		return false
	}
	return true
}

// kindOf is what a style, or one it is based on, says of a paragraph.
func (s styles) kindOf(id string) (ingest.Kind, ingest.Reason) {
	for range deepest {
		now, ok := s[id]
		if !ok {
			break
		}
		if kind, cut, known := manuscript.KindOf(now.name); known {
			return kind, cut
		}
		if now.heading {
			return ingest.Heading, ""
		}
		id = now.based
	}
	return ingest.Running, ""
}

// hides tells whether a style hides text.
func (s styles) hides(id string) bool {
	for range deepest {
		now, ok := s[id]
		if !ok {
			break
		}
		if now.hidden != nil {
			return *now.hidden
		}
		id = now.based
	}
	return false
}
