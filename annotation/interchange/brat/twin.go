package brat

import (
	"encoding/binary"
	"slices"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
)

// twins are the lines of marks that say what another says, as where two events have a trigger each on the same word, with the id of the first that says
// so. Here they are one mark. In the files each line stays, with what hangs on it, as long as the mark is there.
type twins map[string]string

// of is the id of the line that stands for the mark of a line.
func (t twins) of(id string) string {
	if first, is := t[id]; is {
		return first
	}
	return id
}

// saying is what the line of a mark says: its label, as fold has it, its place and its quote.
type saying struct {
	label, quote string
	first        [2]int
	more         string // further ranges
}

func sayingOf[P ~int | ~int32](label string, ranges [][2]P, quote string) saying {
	s := saying{label: fold(label), quote: quote}
	var more []byte
	for i, r := range ranges {
		if i == 0 {
			s.first = [2]int{int(r[0]), int(r[1])}
			continue
		}
		more = binary.AppendVarint(binary.AppendVarint(more, int64(r[0])), int64(r[1]))
	}
	s.more = string(more)
	return s
}

// once leaves out marks and links that say what others say, as where only line ends told them apart.
func once(l interchange.Line) interchange.Line {
	said := make(map[saying]bool, len(l.Spans))
	l.Spans = slices.DeleteFunc(l.Spans, func(s interchange.Span) bool {
		says := sayingOf(s.Name(), s.Ranges, "")
		again := said[says]
		said[says] = true
		return again
	})
	l = l.LinkedWithin()
	joined := make(map[interchange.Relation]bool, len(l.Relations))
	l.Relations = slices.DeleteFunc(l.Relations, func(r interchange.Relation) bool {
		r.ID = annotation.ID{}
		again := joined[r]
		joined[r] = true
		return again
	})
	return l
}
