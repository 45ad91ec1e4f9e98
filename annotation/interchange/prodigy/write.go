package prodigy

import (
	"encoding/json"
	"hash/fnv"
	"slices"
	"strconv"
	"unicode/utf8"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/text"
)

// encoder writes one file for each split.
type encoder struct{ *interchange.Files }

func write(f interchange.Folder, o interchange.Options) (interchange.Encoder, error) {
	return encoder{interchange.NewFiles(f, func(split string) string { return o.FileName(split) + extension })}, nil
}

// Write writes a line for each annotator.
func (e encoder) Write(split string, lines []interchange.Line) error {
	f, err := e.Of(split)
	for i := range lines {
		if err == nil {
			err = f.JSON(recordOf(&lines[i]))
		}
	}
	return err
}

func recordOf(l *interchange.Line) *record {
	out := &record{Text: &l.Text, InputHash: hashOf([]byte(l.Text)), Meta: metaOf(l), Attributes: attributes(l.Attributes), View: viewSpans, Answer: answerOf(l.Status)}
	bounds := tokenBounds(l)
	out.Tokens = tokensOf(l, bounds)
	source := ""
	switch {
	case l.Annotator == nil:
	case l.Kind == annotation.Model:
		source, out.Answer = *l.Annotator, "" // suggestions, to be answered
	default:
		out.Annotator, out.Session = *l.Annotator, *l.Annotator
	}
	out.Spans = make([]span, len(l.Spans))
	at := map[annotation.ID]*span{}
	for i := range l.Spans {
		out.Spans[i] = spanOf(&l.Spans[i], bounds, source)
		at[l.Spans[i].ID] = &out.Spans[i]
	}
	for _, r := range l.Relations {
		head, child := at[r.From], at[r.To]
		out.Relations = append(out.Relations, relation{*head.Last, *child.Last, head, child, r.Type})
		out.View = viewRelations
	}
	marked, _ := json.Marshal([]any{out.InputHash, out.Annotator, out.Spans, out.Relations}) // strings and numbers can be written
	out.TaskHash = hashOf(marked)
	return out
}

func answerOf(s annotation.Status) string {
	switch s {
	case annotation.Done:
		return accept
	case annotation.Skipped:
		return ignore
	}
	return ""
}

// hashOf tells what is the same. Prodigy compares hashes of one data set, and takes those that are there.
func hashOf(b []byte) json.RawMessage {
	h := fnv.New32a()
	h.Write(b)
	return strconv.AppendInt(nil, int64(int32(h.Sum32())), 10)
}

func spanOf(s *interchange.Span, bounds [][2]text.Pos, source string) span {
	from, to := interchange.TokensIn(bounds, [2]text.Pos{s.Start, s.End})
	start, end, last := int(s.Start), int(s.End), to-1
	return span{Start: &start, End: &end, First: &from, Last: &last, Label: s.Name(), Source: source, Score: s.Score(), Attributes: attributes(s.Attributes), Note: s.Note}
}

func tokensOf(l *interchange.Line, bounds [][2]text.Pos) []token {
	out := make([]token, 0, len(bounds))
	for before, s := range l.Spaced(bounds) {
		if n := len(out); before == " " && n > 0 {
			out[n-1].Space = true
		}
		if n := len(out); n < len(bounds) {
			b := bounds[n]
			out = append(out, token{Text: s, Start: int(b[0]), End: int(b[1]), ID: n})
		}
	}
	return out
}

// tokenBounds are the tokens of a line. Put together, with a space where only that stands between, they are the text: further white space is
// tokens too, divided where marks begin and end.
func tokenBounds(l *interchange.Line) (out [][2]text.Pos) {
	var starts, ends []text.Pos
	for _, s := range l.Spans {
		starts, ends = append(starts, s.Start), append(ends, s.End)
	}
	slices.Sort(starts)
	slices.Sort(ends)
	among := func(all []text.Pos, p text.Pos) bool {
		_, ok := slices.BinarySearch(all, p)
		return ok
	}
	tokens := l.Tokens()
	at := text.Pos(0)
	for before := range l.Spaced(tokens) {
		next := at + text.Pos(utf8.RuneCountInString(before))
		if before != "" && before[0] == ' ' && at > 0 && !among(starts, at) && !among(ends, at+1) {
			at++ // the space belongs to the token before
		}
		for from := at; at < next; {
			if at++; at == next || among(starts, at) || among(ends, at) {
				out = append(out, [2]text.Pos{from, at})
				from = at
			}
		}
		if len(tokens) > 0 {
			out, at, tokens = append(out, tokens[0]), tokens[0][1], tokens[1:]
		}
	}
	return out
}
