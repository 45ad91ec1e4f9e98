package brat

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"rubricator/annotation/interchange"
)

// points is a text with its code points.
type points struct {
	s  string
	at []int32 // the byte of each; nil where each is one byte
}

func newPoints(s string) points {
	p := points{s: s}
	if utf8.RuneCountInString(s) < len(s) {
		for b := range s {
			p.at = append(p.at, int32(b))
		}
		p.at = append(p.at, int32(len(s)))
	}
	return p
}

func (p points) len() int {
	if p.at != nil {
		return len(p.at) - 1
	}
	return len(p.s)
}

// slice is what stands between two offsets; nothing where they are outside.
func (p points) slice(from, to int) string {
	switch {
	case from < 0 || to < from || to > p.len():
		return ""
	case p.at != nil:
		return p.s[p.at[from]:p.at[to]]
	}
	return p.s[from:to]
}

// standoff is the lines of a document's files.
type standoff struct {
	records []*record
	errs    []recordError
	twins   twins
}

// recordError is what is wrong with a line.
type recordError struct {
	part, number int
	err          error
}

// parseParts reads the lines of files.
func parseParts(parts []part) *standoff {
	out := &standoff{twins: twins{}}
	for i, p := range parts {
		out.records = append(out.records, joinQuotes(parseLines(i, p.Lines))...)
	}
	ids, number, at := map[string]bool{}, 0, 0
	for _, r := range out.records {
		if r.part != at {
			number, at = 0, r.part
		}
		number++
		if r.err == nil && ids[r.id] && r.kind != equivLine && r.kind != 0 {
			r.kind, r.err = 0, fmt.Errorf("%s: another line has this id", r.id)
		}
		ids[r.id] = true
		if r.err != nil {
			out.errs = append(out.errs, recordError{r.part, number, r.err})
		}
		number += strings.Count(r.raw, "\n")
	}
	return out
}

func parseLines(i int, lines string) (out []*record) {
	for line := range strings.Lines(lines) {
		raw := strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
		body := raw
		if len(out) == 0 {
			body = strings.TrimPrefix(raw, "\uFEFF")
		}
		r := parse(body)
		r.part, r.raw, r.end = i, raw, line[len(raw):]
		out = append(out, r)
	}
	return out
}

// joinQuotes joins a mark's line with those behind it that its quote goes on in: some tools leave line ends in quotes as they are. The quote is
// then as long as what is marked.
func joinQuotes(records []*record) []*record {
	kept := records[:0]
	for i := 0; i < len(records); i++ {
		r := records[i]
		kept = append(kept, r)
		if n := r.goesOn(records[i+1:]); n > 0 {
			for _, more := range records[i+1 : i+1+n] {
				r.tail, r.raw, r.end = r.tail+"\n"+more.raw, r.raw+r.end+more.raw, more.end
			}
			i += n
		}
	}
	return kept
}

// goesOn tells over how many of the next lines a mark's quote goes on.
func (r *record) goesOn(next []*record) int {
	if r.kind != markLine {
		return 0
	}
	lacks := len(r.pieces) - 1 - utf8.RuneCountInString(r.tail)
	for _, p := range r.pieces {
		lacks += p[1] - p[0]
	}
	for i, more := range next {
		if lacks -= 1 + utf8.RuneCountInString(more.raw); lacks < 0 || more.kind != 0 {
			break
		}
		if lacks == 0 {
			return i + 1
		}
	}
	return 0
}

// into gives the marks, links, attributes and notes that we have a place for. shift is taken off offsets.
func (s *standoff) into(in *interchange.Incoming, v *vocabulary, shift int) {
	marks := s.marks(in, v, shift) // places in Spans, by id
	links, beside := map[link]bool{}, 0
	for _, r := range s.records {
		if !r.isOurs(v, func(id string) bool { _, ok := marks[s.twins.of(id)]; return ok }) {
			continue
		}
		if r.kind == linkLine {
			l := r.link(v, s.twins)
			if !links[l] {
				in.Relations = append(in.Relations, interchange.IncomingRelation{ID: r.id, Type: v.relations.nameOf(r.typ), From: l.from, To: l.to})
			}
			links[l] = true
			continue
		}
		if s.twins[r.refs[0]] != "" {
			beside++
			continue
		}
		sp := &in.Spans[marks[r.refs[0]]]
		switch name := r.attribute(v); {
		case r.isNote():
			sp.Note = strings.TrimPrefix(sp.Note+"\n"+r.tail, "\n")
		case sp.Attributes == nil:
			sp.Attributes = interchange.Attributes{name: {r.said()}}
		default:
			sp.Attributes[name] = append(sp.Attributes[name], r.said())
		}
	}
	if beside > 0 {
		in.Repaired = append(in.Repaired, fmt.Sprintf("attributes and notes of marks that are there twice: %d, which go back to brat alone", beside))
	}
}

// marks gives the marks, each once; the lines that say the same again are twins.
func (s *standoff) marks(in *interchange.Incoming, v *vocabulary, shift int) map[string]int {
	text, marks, first := newPoints(in.Text), map[string]int{}, map[saying]string{}
	for _, r := range s.records {
		if r.kind != markLine {
			continue
		}
		sp := r.span(text, v, shift)
		says := sayingOf(sp.Label, sp.Ranges, sp.Quote)
		if id, again := first[says]; again {
			s.twins[r.id] = id
			continue
		}
		first[says], marks[r.id] = r.id, len(in.Spans)
		in.Spans = append(in.Spans, sp)
	}
	return marks
}

// isOurs tells the lines of links, attributes and notes that we have a place for: those on marks.
func (r *record) isOurs(v *vocabulary, isMark func(id string) bool) bool {
	for _, id := range r.refs {
		if !isMark(id) {
			return false
		}
	}
	switch r.kind {
	case linkLine, attributeLine, modifierLine:
		return true
	case noteLine:
		return len(r.refs) == 1 && v.notes.names[r.typ] != "" // AnnotatorNotes are among them
	}
	return false
}

// attribute is the name of the attribute that a line has a value of.
func (r *record) attribute(v *vocabulary) string {
	if r.kind == noteLine {
		return v.notes.nameOf(r.typ)
	}
	return v.attributes.nameOf(r.typ)
}

// said is a value of an attribute.
func (r *record) said() string {
	if r.kind == noteLine {
		return r.tail
	}
	return r.value
}

// span is the mark of a line.
func (r *record) span(text points, v *vocabulary, shift int) interchange.IncomingSpan {
	sp := interchange.IncomingSpan{ID: r.id, Label: v.entities.nameOf(r.typ)}
	pieces := make([][2]int, len(r.pieces))
	for i, p := range r.pieces {
		pieces[i] = [2]int{p[0] - shift, p[1] - shift}
	}
	said, fits := r.quote(pieces, text)
	slices.SortStableFunc(pieces, func(a, b [2]int) int { return cmp.Compare(a[0], b[0]) })
	sp.Ranges = join(pieces, text.slice)
	if sp.Quote = said; fits {
		sp.Quote = quote(sp.Ranges, text.slice)
	}
	return sp
}

// quote is what the line says that its pieces cover. It fits where the text has it there, with more behind it, or, as old versions of brat wrote
// it, with nothing between the pieces.
func (r *record) quote(pieces [][2]int, text points) (said string, fits bool) {
	if length(pieces) > text.len() {
		return r.tail, false // they overlap, or lie outside
	}
	have := quote(pieces, text.slice)
	rest, ok := strings.CutPrefix(r.tail, have)
	next, _ := utf8.DecodeRuneInString(rest)
	switch {
	case ok && (rest == "" || isSpace(next)):
		return have, true
	case len(pieces) > 1 && r.tail == covered(pieces, text):
		return have, true
	}
	return r.tail, false
}

// length is how many code points pieces cover.
func length(pieces [][2]int) (n int) {
	for _, p := range pieces {
		n += max(0, p[1]-p[0])
	}
	return n
}

// covered is what pieces cover, with nothing between.
func covered(pieces [][2]int, text points) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(text.slice(p[0], p[1]))
	}
	return b.String()
}

// counted tells whether offsets count the byte order mark at the start of a text: by how many quotes fit.
func (s *standoff) counted(text string) bool {
	p := newPoints(text)
	fit := [2]int{}
	for _, r := range s.records {
		for shift := range fit {
			pieces := make([][2]int, len(r.pieces))
			for i, b := range r.pieces {
				pieces[i] = [2]int{b[0] - shift, b[1] - shift}
			}
			if _, fits := r.quote(pieces, p); fits && r.tail != "" {
				fit[shift]++
			}
		}
	}
	return fit[1] >= fit[0]
}

var errNoText = errors.New("there is no text beside it, nor in a folder above")
