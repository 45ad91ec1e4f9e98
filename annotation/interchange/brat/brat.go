// Package brat writes and reads the standoff files of brat: for each document NAME.txt and beside it NAME.ann, whose lines say what is marked;
// annotation.conf says which types there are. Offsets count code points. The rules are those of brat's own reader (server/src/annotation.py,
// projectconfig.py).
//
// Of a document that came from brat, lines stay where they were, under their ids, as long as what they say is so. New lines come behind them:
// marks in the order of the text, then links, attributes and notes.
package brat

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
)

// Format is a folder of standoff files: one folder an annotator, and above these one a split.
var Format = &interchange.Format{Name: "brat", Title: "brat standoff", Extension: "/", Unit: interchange.CodePoint,
	Keep: keep, Write: write, Sniff: sniff, Reads: reads, Read: read, Beside: beside}

// keep leaves out what is said of the whole article, values that are no line, and line ends in notes. An interrupted mark whose pieces only line
// ends part becomes one, since brat cannot tell it from a mark across lines.
func keep(l interchange.Line, _ interchange.Options) interchange.Line {
	l.Attributes = nil
	t := l.Index()
	var spans []interchange.Span
	for _, s := range l.Spans {
		ranges := joined(t, pieces(t, s.Ranges))
		if len(ranges) == 0 {
			continue // it holds nothing but line ends
		}
		if !slices.Equal(ranges, s.Ranges) {
			s = s.Over(t, ranges...)
		}
		s.Attributes, s.Computed, s.Note = held(s.Attributes), nil, oneLine(s.Note)
		spans = append(spans, s)
	}
	l.Spans = spans
	return once(l)
}

// held are the attributes whose values are lines.
func held(attributes interchange.Attributes) interchange.Attributes {
	if len(attributes) == 0 {
		return nil
	}
	out := maps.Clone(attributes)
	maps.DeleteFunc(out, func(_ string, values []string) bool {
		return len(values) == 0 || strings.ContainsFunc(strings.Join(values, ""), isBreak)
	})
	return out
}

// oneLine is a note with spaces where its line ends were.
func oneLine(note string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if isBreak(r) {
			return ' '
		}
		return r
	}, note))
}

var firstLine = regexp.MustCompile(`^(\x{FEFF})?([TREAMN#]\S*[0-9]\S*|\*)\t`)

// sniff tells the files with marks.
func sniff(name string, head []byte) bool {
	return strings.HasSuffix(name, ".ann") && (len(head) == 0 || firstLine.Match(head))
}

// annotator is whose marks a folder holds.
type annotator struct {
	name string
	kind annotation.AnnotatorKind // "": a person
}
