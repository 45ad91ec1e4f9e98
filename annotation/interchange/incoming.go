package interchange

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/text"
)

// Incoming is what one annotator of another tool marked on one document. Offsets count the tool's unit in the tool's text, whose line ends
// may be any.
type Incoming struct {
	File       string          // it comes from
	Number     int             // of the line, task or document in the file, from 1
	Document   string          // the tool's name for it: an id, a title or a file name
	Text       string          // as the tool has it
	TextSHA256 annotation.Hash // of the text, where the file says so. If Text is empty, the project's text of this hash goes there
	Unit       Unit            // of its offsets, where the file says so for each document
	Meta       Meta
	Annotator  string                   // a name, or the tool's number; "": the file does not say
	Kind       annotation.AnnotatorKind // Person where empty; of Model the annotator has a name and a version
	Status     annotation.Status        // "": the file does not say
	Attributes Attributes               // of the whole document
	Spans      []IncomingSpan
	Relations  []IncomingRelation
	Repaired   []string // what was not as the format has it, and how it was read; for people
	Kept       []byte   // what the format has besides and we have no place for, for the same format to write back
}

// IncomingSpan is a mark as another tool has it.
type IncomingSpan struct {
	ID         string // the tool's, for relations; "" where nothing names it
	Label      string // "CLAIM", "attribution.source"
	Ranges     [][2]int
	Quote      string // what the format says is marked; "": it does not say
	Attributes Attributes
	Note       string
	Score      float64 // of a prediction; 0: none
}

// IncomingRelation links two marks by their ids.
type IncomingRelation struct {
	ID, Type, From, To string
}

// Placed is a document whose marks lie in its text.
type Placed struct {
	*Incoming
	Plain  *text.Text   // the text with line ends "\n"
	Spans  []PlacedSpan // those that can be
	Astray []Astray     // those that cannot
}

// PlacedSpan is a mark with its ranges in code points.
type PlacedSpan struct {
	*IncomingSpan
	Ranges [][2]text.Pos
}

// Astray is a mark that does not lie in its text.
type Astray struct {
	*IncomingSpan
	Err error
}

// The ways in which a mark is astray.
var (
	ErrOutside  = errors.New("outside the text")
	ErrWithin   = errors.New("begins or ends within a character")
	ErrEmpty    = errors.New("empty, or its ranges overlap or are out of order")
	ErrMisquote = errors.New("the text says something else there")
)

// Place finds the marks in the text, taking their offsets to be in a unit if the file says no other. Errors: those of text.New.
func (in *Incoming) Place(u Unit) (Placed, error) {
	u = cmp.Or(in.Unit, u)
	t, err := text.New(Plain(in.Text))
	if err != nil {
		return Placed{}, err
	}
	out := Placed{Incoming: in, Plain: t}
	r := newRuler(in.Text, t, u)
	for i := range in.Spans {
		sp := &in.Spans[i]
		ranges, err := r.ranges(sp)
		if err != nil {
			out.Astray = append(out.Astray, Astray{sp, err})
			continue
		}
		out.Spans = append(out.Spans, PlacedSpan{sp, ranges})
	}
	return out, nil
}

func (r *ruler) ranges(sp *IncomingSpan) ([][2]text.Pos, error) {
	out := make([][2]text.Pos, len(sp.Ranges))
	last := text.Pos(0)
	for i, b := range sp.Ranges {
		start, ok := r.pos(b[0])
		end, fits := r.pos(b[1])
		switch {
		case b[0] < 0 || b[1] < 0 || b[0] > r.end() || b[1] > r.end():
			return nil, fmt.Errorf("%d-%d: %w, which ends at %d", b[0], b[1], ErrOutside, r.end())
		case !ok || !fits:
			return nil, fmt.Errorf("%d-%d: %w", b[0], b[1], ErrWithin)
		case start < last || end <= start:
			return nil, fmt.Errorf("%d-%d: %w", b[0], b[1], ErrEmpty)
		}
		last, out[i] = end, [2]text.Pos{start, end}
	}
	if len(out) == 0 {
		return nil, ErrEmpty
	}
	if sp.Quote != "" && !sameQuote(sp.Quote, r.ours, out) {
		return nil, fmt.Errorf("%d-%d: %w: %q, and not %q", sp.Ranges[0][0], sp.Ranges[len(out)-1][1], ErrMisquote, quoteOf(r.ours, out), sp.Quote)
	}
	return out, nil
}

// end is the offset of the text's end.
func (r *ruler) end() int {
	if r.at != nil {
		return len(r.at) - 1
	}
	return len(r.raw)
}

func quoteOf(t *text.Text, ranges [][2]text.Pos) string {
	parts := make([]string, len(ranges))
	for i, b := range ranges {
		parts[i] = t.Slice(b[0], b[1])
	}
	return strings.Join(parts, " ")
}

// sameQuote tells whether a quote is what the ranges cover. Tools write white space in quotes as they like: brat joins ranges by one space and
// turns line ends into spaces, Label Studio writes line ends as \n, early versions of Prodigy join tokens by nothing.
func sameQuote(quote string, t *text.Text, ranges [][2]text.Pos) bool {
	have := quoteOf(t, ranges)
	return have == quote || unspaced(strings.ReplaceAll(quote, `\n`, " ")) == unspaced(have)
}

func unspaced(s string) string { return strings.Join(strings.Fields(s), "") }

func spaced(s string) string { return strings.Join(strings.Fields(s), " ") }
