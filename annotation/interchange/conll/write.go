package conll

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"rubricator/annotation/interchange"
	"rubricator/annotation/text"
)

// documentStart is the line before a document, as spaCy looks for it; there are no more columns in it than there were in 2003.
const documentStart = "-DOCSTART- -X- O O\n\n"

// encoder writes one file for each split.
type encoder struct {
	*interchange.Files
	scheme interchange.TagScheme
	sets   []func(*interchange.Span) bool // of the marks of a column
}

func write(scheme interchange.TagScheme) func(interchange.Folder, interchange.Options) (interchange.Encoder, error) {
	return func(f interchange.Folder, o interchange.Options) (interchange.Encoder, error) {
		e := &encoder{interchange.NewFiles(f, func(split string) string { return o.FileName(split) + extension }), scheme, sets(o)}
		if len(e.sets) == 0 {
			return nil, errors.New("write CoNLL: there is no label to give a column of tags")
		}
		return e, nil
	}
}

// Write writes a document for each annotator. One without a word is left out.
func (e *encoder) Write(split string, lines []interchange.Line) error {
	f, err := e.Of(split)
	for i := range lines {
		if err == nil {
			err = e.document(f, &lines[i])
		}
	}
	return err
}

// row is a token with what stands round it.
type row struct {
	token, before, after string
	ends                 bool // its sentence
}

func (e *encoder) document(f *interchange.File, l *interchange.Line) error {
	tokens := l.Tokens()
	if len(tokens) == 0 {
		return nil
	}
	tags := make([][]string, len(e.sets))
	for c, in := range e.sets {
		tags[c] = e.scheme.Tags(len(tokens), tagged(l, tokens, in))
	}
	f.Records++
	_, err := f.WriteString(documentStart) // the last error is told by Close
	for i, r := range rows(l, tokens) {
		f.WriteString(r.token)
		f.WriteString(" -X- ")
		f.WriteString(cmp.Or(strings.Join(append(about(l, i), spaces(r, i == len(tokens)-1)...), "|"), "_"))
		for c := range tags {
			f.WriteString(" ")
			f.WriteString(tags[c][i])
		}
		f.WriteString("\n")
		if r.ends {
			f.WriteString("\n")
		}
	}
	return err
}

// tagged are the marks of a set by their tokens.
func tagged(l *interchange.Line, tokens [][2]text.Pos, in func(*interchange.Span) bool) (out []interchange.Tagged) {
	for i := range l.Spans {
		if s := &l.Spans[i]; in(s) {
			from, to := interchange.TokensIn(tokens, s.Ranges[0])
			out = append(out, interchange.Tagged{From: from, To: to, Label: s.Name()})
		}
	}
	return out
}

func rows(l *interchange.Line, tokens [][2]text.Pos) []row {
	out := make([]row, 0, len(tokens))
	for before, token := range l.Spaced(tokens) {
		r := row{token: token}
		if n := len(out); n > 0 {
			out[n-1].after = before
		} else {
			r.before = before
		}
		if token != "" {
			out = append(out, r)
		}
	}
	for _, i := range sentenceEnds(l, tokens) {
		out[i].ends = true
	}
	return out
}

// sentenceEnds are the last tokens of sentences. A sentence that ends within a mark goes on with the next.
func sentenceEnds(l *interchange.Line, tokens [][2]text.Pos) (out []int) {
	within := make([]int, len(tokens)+1) // how many marks more go on behind the token before
	for _, s := range l.Spans {
		from, to := interchange.TokensIn(tokens, s.Ranges[0])
		within[from+1]++
		within[to]--
	}
	starts := sentences(l.Index())
	marks := 0
	for i := range tokens[1:] {
		marks += within[i+1]
		n, _ := slices.BinarySearch(starts, tokens[i+1][0]+1)
		if n > 0 && starts[n-1] > tokens[i][0] && marks == 0 {
			out = append(out, i)
		}
	}
	return append(out, len(tokens)-1)
}

// sentences are the places where sentences begin.
func sentences(t *text.Text) (out []text.Pos) {
	for p := text.Pos(0); p < t.Len(); {
		for _, s := range t.Sentences(p) {
			out = append(out, s[0])
		}
		_, end := t.Passage(p)
		if p = max(p, end); t.At(p) == '\n' {
			p++
		}
	}
	return out
}

// about is what the first token says of the document.
func about(l *interchange.Line, token int) (out []string) {
	if token > 0 {
		return nil
	}
	out = append(out, keyDocument+l.ID.String(), keyStatus+string(l.Status))
	if l.Annotator != nil {
		out = append(out, keyAnnotator+escape(*l.Annotator))
	}
	if l.Kind != "" {
		out = append(out, keyKind+string(l.Kind))
	}
	return out
}

// spaces is what is said of the white space round a token, where it is not what is usual.
func spaces(r row, last bool) (out []string) {
	if r.before != "" {
		out = append(out, spacesBefore+escape(r.before))
	}
	switch {
	case r.after == usual(r.ends, last):
	case r.after == "":
		out = append(out, noSpaceAfter)
	default:
		out = append(out, spacesAfter+escape(r.after))
	}
	return out
}
