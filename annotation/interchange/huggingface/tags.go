package huggingface

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"

	"rubricator/annotation/interchange"
)

// tagReader reads rows of tokens that have a tag each.
type tagReader struct {
	id, text, tokens, tags int // columns; -1: there is none
	numbered               bool
	names                  []string // of numbered tags
}

// The names that the columns have, the first that is there.
var (
	tokenColumns = []string{"tokens", "words"}
	tagColumns   = []string{"ner_tags", "fine_ner_tags", "tags", "labels", "ner"}
)

func newTagReader(at map[string]parquet.LeafColumn, metadata string) (*tagReader, error) {
	named := func(names ...string) (parquet.LeafColumn, string, bool) {
		for _, name := range names {
			if leaf, there := at[name]; there {
				return leaf, name, true
			}
		}
		return parquet.LeafColumn{ColumnIndex: -1}, "", false
	}
	tokens, _, there := named(tokenColumns...)
	tags, name, tagged := named(tagColumns...)
	if !there || !tagged {
		return nil, fmt.Errorf(`there are neither columns "text" and "spans" nor "tokens" and "ner_tags"`)
	}
	if tokens.MaxRepetitionLevel != 1 || tags.MaxRepetitionLevel != 1 || !alike(tokens.Node, parquet.String()) {
		return nil, fmt.Errorf(`"tokens" and %q are not lists of texts and of tags`, name)
	}
	id, _, _ := named("id")
	whole, _, _ := named("text")
	r := &tagReader{id: id.ColumnIndex, text: whole.ColumnIndex, tokens: tokens.ColumnIndex, tags: tags.ColumnIndex}
	switch {
	case alike(tags.Node, parquet.String()):
	case !alike(tags.Node, parquet.Int(64)):
		return nil, fmt.Errorf("%q has neither names nor numbers: %s", name, tags.Node)
	default:
		r.numbered, r.names = true, namesOf(metadata, name)
		if r.names == nil {
			return nil, fmt.Errorf("%q has numbers, and the file does not say what they are called", name)
		}
	}
	return r, nil
}

func (r *tagReader) line(row parquet.Row) (in interchange.Incoming, err error) {
	var text string
	var tokens, tags []string
	row.Range(func(i int, values []parquet.Value) bool {
		switch i {
		case r.id:
			in.Document = shown(values)
		case r.text:
			text = shown(values)
		case r.tokens:
			tokens = texts(values)
		case r.tags:
			tags, err = r.named(values)
		}
		return err == nil
	})
	if err == nil && len(tokens) != len(tags) {
		err = fmt.Errorf("there are %d tokens and %d tags", len(tokens), len(tags))
	}
	if err != nil {
		return in, err
	}
	var at [][2]int
	in.Unit = interchange.CodePoint
	in.Text, at = placed(text, tokens)
	fill(&in, tags, at)
	return in, nil
}

// shown is a text or number; "" is none.
func shown(values []parquet.Value) string {
	switch {
	case len(values) != 1 || values[0].IsNull():
		return ""
	case values[0].Kind() == parquet.ByteArray:
		return textIn(values[0])
	case values[0].Kind() == parquet.Int32 || values[0].Kind() == parquet.Int64:
		return strconv.Itoa(numberIn(values[0]))
	}
	return ""
}

func texts(values []parquet.Value) (out []string) {
	for _, v := range values {
		if !v.IsNull() {
			out = append(out, textIn(v))
		}
	}
	return out
}

// named gives tags by their names. Below nought are those that models shall pass over.
func (r *tagReader) named(values []parquet.Value) ([]string, error) {
	if !r.numbered {
		return texts(values), nil
	}
	var out []string
	for _, v := range values {
		switch n := numberIn(v); {
		case v.IsNull():
		case n < 0:
			out = append(out, "O")
		case n >= len(r.names):
			return nil, fmt.Errorf("a tag is %d, and only %d have a name", n, len(r.names))
		default:
			out = append(out, r.names[n])
		}
	}
	return out, nil
}

// placed gives the bounds of the tokens in the text, in code points. Where a token is not in it, or there is no text, the text is the tokens with
// a space between.
func placed(text string, tokens []string) (string, [][2]int) {
	out, at, rest := make([][2]int, 0, len(tokens)), 0, text
	for _, token := range tokens {
		i := strings.Index(rest, token)
		if i < 0 {
			return joined(tokens)
		}
		from := at + utf8.RuneCountInString(rest[:i])
		at = from + utf8.RuneCountInString(token)
		out, rest = append(out, [2]int{from, at}), rest[i+len(token):]
	}
	return text, out
}

func joined(tokens []string) (string, [][2]int) {
	out, at := make([][2]int, 0, len(tokens)), 0
	for _, token := range tokens {
		to := at + utf8.RuneCountInString(token)
		out, at = append(out, [2]int{at, to}), to+1
	}
	return strings.Join(tokens, " "), out
}

// fill reads the marks off the tags. A name without a sign before it goes on with a mark of that name.
func fill(in *interchange.Incoming, tags []string, at [][2]int) {
	signed := make([]string, len(tags))
	for i, tag := range tags {
		if signed[i] = tag; tag != "" && !interchange.IsTag(tag) {
			signed[i] = "I-" + tag
		}
	}
	marks, repaired := interchange.FromTags(signed)
	for _, m := range marks {
		in.Spans = append(in.Spans, interchange.IncomingSpan{Label: m.Label, Ranges: [][2]int{{at[m.From][0], at[m.To-1][1]}}})
	}
	for _, i := range repaired {
		in.Repaired = append(in.Repaired, fmt.Sprintf("token %d: %q goes on with a mark that has not begun, so that one begins", i+1, tags[i]))
	}
}
