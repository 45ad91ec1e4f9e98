// Package prodigy writes and reads the JSON Lines of Prodigy: its views "spans_manual", and "relations" where there are links. Offsets count
// code points; token_end is the last token of a mark, and not the one behind it.
package prodigy

import (
	"bytes"
	"encoding/json"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
)

const extension = ".jsonl"

// What is done with marks that begin or end within a token, and with those that are interrupted.
var (
	split = interchange.Policy{Name: "split", Says: "a token is divided where a mark begins or ends in it; an interrupted mark is written as several marks, one a piece"}
	widen = interchange.Policy{Name: "widen", Says: "a mark that begins or ends within a token takes in the whole of it; an interrupted mark is written as several marks, one a piece"}
	hull  = interchange.Policy{Name: "hull", Says: "a token is divided where a mark begins or ends in it; an interrupted mark is written as one, from its first piece to its last"}
)

// Format is Prodigy's. Attributes and notes are keys of their own, which Prodigy keeps but does not show.
var Format = &interchange.Format{Name: "prodigy", Title: "Prodigy JSONL", Extension: extension, Unit: interchange.CodePoint,
	Policies: []interchange.Policy{split, widen, hull},
	Keep:     keep, Write: write, Sniff: sniff, Read: read}

// keep gives what is kept. Marks on an article that was skipped are none to learn from, and an ignored record that has some would be taken to.
func keep(l interchange.Line, o interchange.Options) interchange.Line {
	if l.Status == annotation.Skipped {
		l.Spans = []interchange.Span{}
		return l.LinkedWithin().WithoutComputed()
	}
	unbroken := interchange.Pieces
	if o.Policy == hull.Name {
		unbroken = interchange.Hull
	}
	l = l.Unbroken(unbroken.Name)
	if o.Policy == widen.Name {
		l = l.Widened()
	}
	return l.WithoutComputed()
}

// record is one line: what one annotator marked on one text.
type record struct {
	Text       *string         `json:"text"`
	InputHash  json.RawMessage `json:"_input_hash"` // of the text
	TaskHash   json.RawMessage `json:"_task_hash"`  // of what is marked on it, and by whom
	Tokens     []token         `json:"tokens"`
	Spans      []span          `json:"spans"`
	Relations  []relation      `json:"relations,omitempty"`
	Meta       meta            `json:"meta"`
	Attributes attributes      `json:"attributes,omitempty"`
	Annotator  string          `json:"_annotator_id,omitempty"`
	Session    string          `json:"_session_id,omitempty"`
	View       string          `json:"_view_id"`
	Answer     string          `json:"answer,omitempty"`
}

// token is a word or a sign. White space is a token where it is not one space behind another.
type token struct {
	Text  string `json:"text"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	ID    int    `json:"id"`
	Space bool   `json:"ws"` // one follows
}

type span struct {
	Start      *int       `json:"start"`
	End        *int       `json:"end"`
	First      *int       `json:"token_start"`
	Last       *int       `json:"token_end"`
	Label      string     `json:"label"`
	Text       string     `json:"text,omitempty"`
	Source     string     `json:"source,omitempty"` // the model that suggests it
	Score      float64    `json:"score,omitempty"`
	Attributes attributes `json:"attributes,omitempty"`
	Note       string     `json:"note,omitempty"`
}

// relation names marks by their last tokens.
type relation struct {
	Head      int    `json:"head"`
	Child     int    `json:"child"`
	HeadSpan  *span  `json:"head_span"`
	ChildSpan *span  `json:"child_span"`
	Label     string `json:"label"`
}

// The views and the answers.
const (
	viewSpans     = "spans_manual"
	viewRelations = "relations"

	accept = "accept"
	reject = "reject"
	ignore = "ignore"
)

// sniff tells the lines of Prodigy from others by their keys.
func sniff(_ string, head []byte) bool {
	first, _, _ := bytes.Cut(bytes.TrimSpace(head), []byte("\n"))
	has := func(key string) bool { return bytes.Contains(first, []byte(`"`+key+`"`)) }
	return has("text") && !has("offset_unit") && (has("_input_hash") || has("_task_hash") || has("token_start") || has("spans") && has("answer"))
}
