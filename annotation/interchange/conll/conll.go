// Package conll writes and reads columns of tokens and tags as in CoNLL-2003: a token a line, an empty line behind a sentence, and a line that
// begins with -DOCSTART- before a document.
//
// Columns are the token, -X- where a part of speech might stand, what else there is to say, and tags. The third has what it takes to put the text
// together again, in the words of CoNLL-U and UDPipe: SpaceAfter=No, SpacesAfter=\s\n, SpacesBefore=\s; and on the first token of a document
// Document, Annotator and Status. "_" stands for one space, and behind a sentence for a line end. Programs pass over this column; many take a
// comment for a token, so there is none.
package conll

import (
	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/text"
)

const extension = ".conll"

// columns is the policy that loses least.
var columns = interchange.Policy{Name: "columns", Says: "each label has a column of tags, so that marks of different labels may overlap; of those of one label the longest stays"}

var policies = []interchange.Policy{columns, interchange.Longest, interchange.Inner}

// Format has tags B- and I-.
var Format = &interchange.Format{Name: "conll", Title: "CoNLL, tags IOB2", Extension: extension, Unit: interchange.CodePoint, Policies: policies,
	Keep: keep, Write: write(interchange.IOB2), Sniff: sniff, Read: read}

// WithEnds has tags B-, I-, L- and U-.
var WithEnds = &interchange.Format{Name: "conll-bilou", Title: "CoNLL, tags BILOU", Extension: extension, Unit: interchange.CodePoint, Policies: policies,
	Keep: keep, Write: write(interchange.BILOU), Read: read}

// keep gives marks on whole tokens. Tokens are cut where marks begin and end, so that all that can change is white space at their ends.
func keep(l interchange.Line, o interchange.Options) interchange.Line {
	l = onTokens(l.Unbroken(interchange.Pieces.Name).Bare())
	if o.Policy == columns.Name {
		l = l.FlatByLabel(interchange.Longest.Name, o.Labels)
	} else {
		l = l.Flat(o.Policy)
	}
	l.Relations = []interchange.Relation{}
	return l
}

// onTokens takes white space off the ends of marks; a mark of nothing else is left out.
func onTokens(l interchange.Line) interchange.Line {
	tokens := l.Tokens()
	spans := make([]interchange.Span, 0, len(l.Spans))
	for _, s := range l.Spans {
		from, to := interchange.TokensIn(tokens, s.Ranges[0])
		if from == to {
			continue
		}
		if r := [2]text.Pos{tokens[from][0], tokens[to-1][1]}; r != s.Ranges[0] {
			s = s.Over(l.Index(), r)
		}
		spans = append(spans, s)
	}
	l.Spans = spans
	return l
}

// sets are the labels that share a column.
func sets(o interchange.Options) (out []func(*interchange.Span) bool) {
	if o.Policy != columns.Name {
		return append(out, func(*interchange.Span) bool { return true })
	}
	for _, of := range o.Labels {
		out = append(out, func(s *interchange.Span) bool { return of == annotation.LabelRole{Label: s.Label, Role: s.Role} })
	}
	return out
}
