package html

import (
	"strings"

	"rubricator/annotation/ingest"
)

// draft writes the blocks of a page with an empty line between them.
func (p page) draft() (*ingest.Draft, error) {
	var s strings.Builder
	ends := make([]int, len(p.blocks))
	for i, b := range p.blocks {
		if i > 0 {
			s.WriteString("\n\n")
		}
		s.WriteString(b.text)
		ends[i] = s.Len()
	}
	d, err := ingest.NewDraft(s.String())
	if err != nil {
		return nil, err
	}
	n := 0
	for i := range d.Blocks {
		line := &d.Blocks[i]
		for ends[n] < line.End {
			n++
		}
		line.Kind, line.Cut = p.blocks[n].kind, p.blocks[n].cut
	}
	return d, nil
}
