package spacy

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"rubricator/annotation/interchange"
)

// read reads JSON Lines of examples or of pairs, an array of them, an object that has such an array as its "annotations", and the array of
// documents of version 2.
func read(src interchange.Source) iter.Seq2[interchange.Incoming, error] {
	return func(yield func(interchange.Incoming, error) bool) {
		for _, name := range src.Files() {
			if !readFile(src, name, yield) {
				return
			}
		}
	}
}

// readFile reads one file; it tells whether more is wanted.
func readFile(src interchange.Source, name string, yield func(interchange.Incoming, error) bool) bool {
	f, err := src.Open(name)
	if err != nil {
		return yield(interchange.Incoming{File: name}, err)
	}
	defer f.Close()
	in := bufio.NewReaderSize(f, 1<<16)
	head, _ := in.Peek(4096)
	switch start := bytes.Join(bytes.Fields(bytes.TrimPrefix(head, []byte("\uFEFF"))), nil); {
	case bytes.HasPrefix(start, []byte("[")) && !bytes.HasPrefix(start, []byte(`["`)), bytes.HasPrefix(start, []byte(`{"classes":`)):
		return readArray(in, name, yield)
	}
	for l, err := range interchange.JSONLines(in) {
		in := interchange.Incoming{File: name, Number: l.Number}
		if err != nil && !yield(in, err) || err == nil && !parse(l.Bytes, in, yield, func(err error) error {
			return &interchange.LineError{Act: "read", Number: l.Number, Err: err}
		}) {
			return false
		}
	}
	return true
}

// readArray reads an array of examples, one after the other. It ends where the file is no JSON.
func readArray(in *bufio.Reader, name string, yield func(interchange.Incoming, error) bool) bool {
	if bom, _ := in.Peek(3); string(bom) == "\uFEFF" {
		in.Discard(3)
	}
	d := json.NewDecoder(in)
	n := 0
	placed := func(err error) error { return fmt.Errorf("read %s, example %d: %w", name, n, err) }
	fail := func(err error) bool {
		return yield(interchange.Incoming{File: name, Number: n}, placed(unexpected(err)))
	}
	if err := toArray(d); err != nil {
		return fail(err)
	}
	for d.More() {
		n++
		var b json.RawMessage
		if err := d.Decode(&b); err != nil {
			return fail(err)
		}
		if string(b) == "null" { // where a text was passed over
			continue
		}
		if !parse(b, interchange.Incoming{File: name, Number: n}, yield, placed) {
			return false
		}
	}
	if _, err := d.Token(); err != nil { // the end of the array
		return fail(err)
	}
	return true
}

// toArray goes to the array that is the file, or that is its "annotations".
func toArray(d *json.Decoder) error {
	t, err := d.Token()
	if t != json.Delim('{') {
		return err
	}
	for d.More() {
		if t, err = d.Token(); err != nil {
			return err
		}
		if t == "annotations" {
			t, err = d.Token()
			if err == nil && t != json.Delim('[') {
				err = errors.New(`"annotations" is no list`)
			}
			return err
		}
		var skipped json.RawMessage
		if err := d.Decode(&skipped); err != nil {
			return err
		}
	}
	return errors.New(`there is no "annotations"`)
}

func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// parse reads one example, pair or document of version 2; it tells whether more is wanted. in says where it is, placed does so for errors.
func parse(b []byte, in interchange.Incoming, yield func(interchange.Incoming, error) bool, placed func(error) error) bool {
	all, err := examplesOf(b)
	if err != nil {
		return yield(in, placed(err))
	}
	for _, out := range all {
		out.File, out.Number = in.File, in.Number
		if !yield(out, nil) {
			return false
		}
	}
	return true
}

// incoming is an example as it is read. Doc.to_json names the entities "ents".
type incoming struct {
	Text       *string           `json:"text"`
	Spans      map[string][]mark `json:"spans"`
	Entities   []mark            `json:"entities"`
	Ents       []mark            `json:"ents"`
	Meta       json.RawMessage   `json:"meta"`
	Paragraphs []paragraph       `json:"paragraphs"`
}

func examplesOf(b []byte) ([]interchange.Incoming, error) {
	var e incoming
	if err := e.decode(b); err != nil {
		return nil, err
	}
	if e.Paragraphs != nil {
		return documentsOf(e.Paragraphs)
	}
	if e.Text == nil {
		return nil, errors.New(`there is no "text"`)
	}
	out := interchange.Incoming{Text: *e.Text}
	var m meta
	if json.Unmarshal(e.Meta, &m) == nil { // else it is of another shape, and nothing of ours
		out.Meta, out.Document, out.Annotator, out.Kind, out.Status = m.Meta, m.Document, m.Annotator, m.Kind, m.Status
	}
	for _, key := range slices.Sorted(maps.Keys(e.Spans)) {
		for _, m := range e.Spans[key] {
			m.label = cmp.Or(m.label, key)
			out.Spans = append(out.Spans, m.span())
		}
	}
	for _, m := range slices.Concat(e.Entities, e.Ents) {
		out.Spans = append(out.Spans, m.span())
	}
	return []interchange.Incoming{out}, nil
}

// decode takes an example, or a pair of a text and an example without one.
func (e *incoming) decode(b []byte) error {
	if len(b) == 0 || b[0] != '[' {
		return interchange.Unmarshal(b, e)
	}
	var pair []json.RawMessage
	if err := interchange.Unmarshal(b, &pair); err != nil {
		return err
	}
	if len(pair) != 2 {
		return fmt.Errorf("a list of %d where a text and its marks are due", len(pair))
	}
	if err := json.Unmarshal(pair[1], e); err != nil {
		return err
	}
	return json.Unmarshal(pair[0], &e.Text)
}

func (m mark) span() interchange.IncomingSpan {
	return interchange.IncomingSpan{Label: m.label, Ranges: [][2]int{{m.start, m.end}}}
}

// UnmarshalJSON reads [start, end, label], with or without the id of a knowledge base behind it, and {"start", "end", "label"}.
func (m *mark) UnmarshalJSON(b []byte) error {
	var named struct {
		Start *int   `json:"start"`
		End   *int   `json:"end"`
		Label string `json:"label"`
	}
	var parts []json.RawMessage
	switch {
	case json.Unmarshal(b, &parts) == nil && len(parts) >= 3:
		return errors.Join(json.Unmarshal(parts[0], &m.start), json.Unmarshal(parts[1], &m.end), json.Unmarshal(parts[2], &m.label))
	case json.Unmarshal(b, &named) == nil && named.Start != nil && named.End != nil:
		*m = mark{*named.Start, *named.End, named.Label}
		return nil
	}
	return fmt.Errorf("a mark is %.80s where [start, end, label] is due", b)
}

// paragraph is a text of version 2. Its marks are entities, or tags of its tokens.
type paragraph struct {
	Raw       string `json:"raw"`
	Sentences []struct {
		Tokens []struct {
			Orth  string  `json:"orth"`
			Space *string `json:"space"` // behind it
			Tag   string  `json:"ner"`
		} `json:"tokens"`
	} `json:"sentences"`
	Entities []mark `json:"entities"`
}

func documentsOf(ps []paragraph) (out []interchange.Incoming, err error) {
	for i, p := range ps {
		in, err := p.incoming()
		if err != nil {
			return nil, fmt.Errorf("paragraph %d: %w", i+1, err)
		}
		out = append(out, in)
	}
	return out, nil
}

func (p *paragraph) incoming() (interchange.Incoming, error) {
	s, tags, bounds, err := p.tokens()
	if err != nil {
		return interchange.Incoming{}, err
	}
	out := interchange.Incoming{Text: s}
	for _, m := range p.Entities {
		out.Spans = append(out.Spans, m.span())
	}
	if len(out.Spans) > 0 {
		return out, nil
	}
	marks, repaired := interchange.FromTags(tags)
	for _, m := range marks {
		out.Spans = append(out.Spans, interchange.IncomingSpan{Label: m.Label, Ranges: [][2]int{{bounds[m.From][0], bounds[m.To-1][1]}}})
	}
	for _, i := range repaired {
		out.Repaired = append(out.Repaired, fmt.Sprintf("token %d, tag %q: no mark has begun, so that one begins", i+1, tags[i]))
	}
	return out, nil
}

// penn is what stands in texts for tokens that are written as in the Penn Treebank.
var penn = map[string][]string{"``": {`"`, "“"}, "''": {`"`, "”"}, "-LRB-": {"("}, "-RRB-": {")"}, "-LSB-": {"["}, "-RSB-": {"]"}, "-LCB-": {"{"}, "-RCB-": {"}"}}

// find gives where a token first stands in a text, and as what; -1 where it does not.
func find(s, token string) (at int, said string) {
	at = -1
	for _, as := range append([]string{token}, penn[token]...) {
		if i := strings.Index(s, as); i >= 0 && (at < 0 || i < at) {
			at, said = i, as
		}
	}
	return at, said
}

// tokens finds the tokens in the raw text, or makes the text of them.
func (p *paragraph) tokens() (s string, tags []string, bounds [][2]int, err error) {
	at, rest := 0, p.Raw
	var made strings.Builder
	for _, sentence := range p.Sentences {
		for _, t := range sentence.Tokens {
			if p.Raw != "" {
				i, said := find(rest, t.Orth)
				if i < 0 {
					return "", nil, nil, fmt.Errorf("the token %q is not in the text", t.Orth)
				}
				at, rest, t.Orth = at+utf8.RuneCountInString(rest[:i]), rest[i+len(said):], said
			}
			n := utf8.RuneCountInString(t.Orth)
			tags, bounds = append(tags, t.Tag), append(bounds, [2]int{at, at + n})
			at += n
			if p.Raw == "" {
				space := " "
				if t.Space != nil {
					space = *t.Space
				}
				made.WriteString(t.Orth + space)
				at += utf8.RuneCountInString(space)
			}
		}
	}
	return cmp.Or(p.Raw, made.String()), tags, bounds, nil
}
