// Package spacy writes and reads what spaCy trains on, as JSON Lines: a text and its marks, under a key of "spans" where they may overlap or as
// "entities" where they may not. A program gives spaCy either as Example.from_dict(nlp.make_doc(d["text"]), {"spans": d["spans"]}).
// Offsets count code points.
package spacy

import (
	"bytes"
	"encoding/json"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
)

const extension = ".jsonl"

// Format has all marks, as the span categorizer learns them.
var Format = &interchange.Format{Name: "spacy", Title: "spaCy JSONL with spans", Extension: extension, Unit: interchange.CodePoint,
	Policies: []interchange.Policy{interchange.Pieces, interchange.Hull},
	Keep:     keepSpans, Write: writeSpans, Sniff: sniff, Read: read}

// Entities has marks that do not overlap, as the entity recognizer learns them.
var Entities = &interchange.Format{Name: "spacy-entities", Title: "spaCy JSONL with entities", Extension: extension, Unit: interchange.CodePoint,
	Policies: []interchange.Policy{interchange.Longest, interchange.Inner},
	Keep:     keepEntities, Write: writeEntities, Read: read}

func keepSpans(l interchange.Line, o interchange.Options) interchange.Line {
	l = l.Unbroken(o.Policy).Bare()
	l.Relations = []interchange.Relation{}
	return l
}

func keepEntities(l interchange.Line, o interchange.Options) interchange.Line {
	l = l.Unbroken(interchange.Pieces.Name).Flat(o.Policy).Bare()
	l.Relations = []interchange.Relation{}
	return l
}

// spansKey is the key that the span categorizer looks under if it is not told another.
const spansKey = "sc"

// example is one line.
type example struct {
	Text     string            `json:"text"`
	Spans    map[string][]mark `json:"spans,omitempty"`
	Entities *[]mark           `json:"entities,omitempty"`
	Meta     meta              `json:"meta"`
}

// meta is what spaCy does not look at.
type meta struct {
	interchange.Meta
	Document  string                   `json:"document,omitempty"`
	Annotator string                   `json:"annotator,omitempty"`
	Kind      annotation.AnnotatorKind `json:"annotator_kind,omitempty"`
	Status    annotation.Status        `json:"status,omitempty"`
}

// mark is written as [start, end, label].
type mark struct {
	start, end int
	label      string
}

// MarshalJSON writes the list.
func (m mark) MarshalJSON() ([]byte, error) { return json.Marshal([]any{m.start, m.end, m.label}) }

// encoder writes one file for each split.
type encoder struct {
	*interchange.Files
	entities bool
}

func writeSpans(f interchange.Folder, o interchange.Options) (interchange.Encoder, error) {
	return newEncoder(f, o, false), nil
}

func writeEntities(f interchange.Folder, o interchange.Options) (interchange.Encoder, error) {
	return newEncoder(f, o, true), nil
}

func newEncoder(f interchange.Folder, o interchange.Options, entities bool) encoder {
	return encoder{interchange.NewFiles(f, func(split string) string { return o.FileName(split) + extension }), entities}
}

// Write writes a line for each annotator.
func (e encoder) Write(split string, lines []interchange.Line) error {
	f, err := e.Of(split)
	for i := range lines {
		if err == nil {
			err = f.JSON(e.example(&lines[i]))
		}
	}
	return err
}

func (e encoder) example(l *interchange.Line) *example {
	out := &example{Text: l.Text, Meta: meta{Meta: l.Meta, Document: l.ID.String(), Kind: l.Kind, Status: l.Status}}
	if l.Annotator != nil {
		out.Meta.Annotator = *l.Annotator
	}
	marks := make([]mark, len(l.Spans))
	for i, s := range l.Spans {
		marks[i] = mark{int(s.Start), int(s.End), s.Name()}
	}
	if e.entities {
		out.Entities = &marks
	} else {
		out.Spans = map[string][]mark{spansKey: marks}
	}
	return out
}

// sniff tells the examples of spaCy from other JSON by their keys, and the pairs of version 2 by theirs.
func sniff(_ string, head []byte) bool {
	start := bytes.Join(bytes.Fields(head), nil)
	has := func(key string) bool { return bytes.Contains(start, []byte(`"`+key+`"`)) }
	switch {
	case bytes.HasPrefix(start, []byte(`["`)), bytes.HasPrefix(start, []byte(`[["`)), bytes.HasPrefix(start, []byte(`{"classes":[`)):
		return has("entities") || has("annotations")
	case has("offset_unit") || has("token_start") || has("_input_hash") || has("start_offset"):
		return false
	case has("paragraphs"):
		return has("sentences") || has("raw")
	}
	return has("text") && (bytes.Contains(start, []byte(`"spans":{`)) || bytes.Contains(start, []byte(`"entities":[[`)) || has("ents"))
}
