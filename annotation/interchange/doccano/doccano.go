// Package doccano writes and reads the JSON Lines of doccano. Offsets count UTF-16 units, or grapheme clusters in projects that are set so.
package doccano

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
)

const extension = ".jsonl"

// Format is the plain shape: marks as [start, end, label].
var Format = &interchange.Format{Name: "doccano", Title: "doccano JSONL", Extension: extension, Unit: interchange.UTF16, AnyUnit: true,
	Policies: []interchange.Policy{interchange.Pieces, interchange.Hull},
	Keep:     keepPlain, Write: write, Sniff: sniff, Read: read}

// WithRelations is the shape of projects with relations: marks and links have ids.
var WithRelations = &interchange.Format{Name: "doccano-relations", Title: "doccano JSONL with relations", Extension: extension, Unit: interchange.UTF16, AnyUnit: true,
	Policies: []interchange.Policy{interchange.Pieces, interchange.Hull},
	Keep:     keep, Write: writeRelations, Read: read}

func keep(l interchange.Line, o interchange.Options) interchange.Line {
	return l.Unbroken(o.Policy).Bare()
}

func keepPlain(l interchange.Line, o interchange.Options) interchange.Line {
	l = keep(l, o)
	l.Relations = []interchange.Relation{}
	return l
}

// line is one line as it is written. What stands beside text and marks becomes metadata in doccano.
type line struct {
	ID        int               `json:"id"`
	Text      string            `json:"text"`
	Label     *[]triple         `json:"label,omitempty"`
	Entities  *[]entity         `json:"entities,omitempty"`
	Relations *[]relation       `json:"relations,omitempty"`
	Document  string            `json:"document,omitempty"`
	Annotator string            `json:"annotator,omitempty"`
	Status    annotation.Status `json:"status,omitempty"`
	interchange.Meta
	Comments []string `json:"Comments"`
}

// triple is a mark of the plain shape: [start, end, label].
type triple struct {
	start, end int
	label      string
}

// MarshalJSON writes the list.
func (t triple) MarshalJSON() ([]byte, error) { return json.Marshal([]any{t.start, t.end, t.label}) }

// UnmarshalJSON reads the list.
func (t *triple) UnmarshalJSON(b []byte) error {
	if t.plain(b) {
		return nil
	}
	var parts []json.RawMessage
	if err := json.Unmarshal(b, &parts); err != nil || len(parts) != 3 {
		return fmt.Errorf("a mark is %s where [start, end, label] is due", b)
	}
	return errors.Join(json.Unmarshal(parts[0], &t.start), json.Unmarshal(parts[1], &t.end), json.Unmarshal(parts[2], &t.label))
}

// plain reads a list that has nothing odd in it without taking it apart first: datasets have millions. It tells whether it could.
func (t *triple) plain(b []byte) bool {
	var ok bool
	if len(b) == 0 || b[0] != '[' {
		return false
	}
	if t.start, b, ok = plainNumber(b[1:]); !ok {
		return false
	}
	if t.end, b, ok = plainNumber(b); !ok {
		return false
	}
	b = bytes.TrimSpace(b)
	if len(b) < 3 || b[0] != '"' || string(b[len(b)-2:]) != `"]` {
		return false
	}
	label := b[1 : len(b)-2]
	t.label = string(label)
	return !bytes.ContainsAny(label, `"\`)
}

// plainNumber reads a number of at most nine digits and the comma behind it.
func plainNumber(b []byte) (n int, rest []byte, ok bool) {
	b = bytes.TrimSpace(b)
	i := 0
	for ; i < len(b) && i < 10 && b[i] >= '0' && b[i] <= '9'; i++ {
		n = 10*n + int(b[i]-'0')
	}
	rest = bytes.TrimLeft(b[i:], " ")
	if i == 0 || i > 9 || len(rest) == 0 || rest[0] != ',' {
		return 0, b, false
	}
	return n, rest[1:], true
}

type entity struct {
	ID    int    `json:"id"`
	Label string `json:"label"`
	Start int    `json:"start_offset"`
	End   int    `json:"end_offset"`
}

type relation struct {
	ID   int    `json:"id"`
	From int    `json:"from_id"`
	To   int    `json:"to_id"`
	Type string `json:"type"`
}

// encoder writes one file for each split.
type encoder struct {
	*interchange.Files
	unit      interchange.Unit
	relations bool
	last      int // of the ids, which are of the whole dataset
}

func write(f interchange.Folder, o interchange.Options) (interchange.Encoder, error) {
	return newEncoder(f, o, false), nil
}

func writeRelations(f interchange.Folder, o interchange.Options) (interchange.Encoder, error) {
	return newEncoder(f, o, true), nil
}

func newEncoder(f interchange.Folder, o interchange.Options, relations bool) *encoder {
	files := interchange.NewFiles(f, func(split string) string { return o.FileName(split) + extension })
	return &encoder{Files: files, unit: o.Unit, relations: relations}
}

// Write writes a line for each annotator.
func (e *encoder) Write(split string, lines []interchange.Line) error {
	f, err := e.Of(split)
	for i := range lines {
		if err == nil {
			err = f.JSON(e.line(&lines[i]))
		}
	}
	return err
}

func (e *encoder) id() int {
	e.last++
	return e.last
}

func (e *encoder) line(l *interchange.Line) line {
	out := line{ID: e.id(), Text: l.Text, Document: l.ID.String(), Status: l.Status, Meta: l.Meta, Comments: []string{}}
	if l.Annotator != nil {
		out.Annotator = *l.Annotator
	}
	bounds := l.Offsets(e.unit)
	if !e.relations {
		out.Label = &[]triple{}
		for i, s := range l.Spans {
			*out.Label = append(*out.Label, triple{bounds[i][0][0], bounds[i][0][1], s.Name()})
		}
		return out
	}
	out.Entities, out.Relations = &[]entity{}, &[]relation{}
	ids := map[annotation.ID]int{}
	for i, s := range l.Spans {
		ids[s.ID] = e.id()
		*out.Entities = append(*out.Entities, entity{ids[s.ID], s.Name(), bounds[i][0][0], bounds[i][0][1]})
	}
	for _, r := range l.Relations {
		*out.Relations = append(*out.Relations, relation{e.id(), ids[r.From], ids[r.To], r.Type})
	}
	return out
}

// sniff tells the lines of doccano from others by their keys.
func sniff(name string, head []byte) bool {
	first, _, _ := bytes.Cut(bytes.TrimSpace(head), []byte("\n"))
	has := func(key string) bool { return bytes.Contains(first, []byte(`"`+key+`"`)) }
	return bytes.HasPrefix(first, []byte("{")) && has("text") && (has("Comments") || has("label") || has("labels") || has("entities") || has("annotation_approver")) && !has("offset_unit") && !has("spans") &&
		!bytes.Contains(bytes.ReplaceAll(first, []byte(" "), nil), []byte(`"entities":[[`)) // of spaCy
}

// incoming is one line as it is read. Versions and options of doccano differ in the name of the list of marks.
type incoming struct {
	ID        json.RawMessage   `json:"id"`
	Text      *string           `json:"text"`
	Data      *string           `json:"data"` // of doccano 1.5
	Label     []triple          `json:"label"`
	Labels    []triple          `json:"labels"`
	Entities  []entity          `json:"entities"`
	Relations []relation        `json:"relations"`
	Numbered  []numbered        `json:"annotations"`
	Document  string            `json:"document"`
	Annotator string            `json:"annotator"`
	Username  string            `json:"username"`
	Status    annotation.Status `json:"status"`
	Confirmed *bool             `json:"is_confirmed"`        // by the annotator
	Approver  json.RawMessage   `json:"annotation_approver"` // null where nobody approved, which most projects do not ask for
	interchange.Meta
	Comments []string `json:"Comments"`
}

// numbered is a mark of doccano 1.0, which exports those of all users in one line, and its labels and users by their numbers.
type numbered struct {
	Label json.RawMessage `json:"label"`
	User  json.RawMessage `json:"user"`
	Start *int            `json:"start_offset"`
	End   *int            `json:"end_offset"`
}

func read(src interchange.Source) iter.Seq2[interchange.Incoming, error] {
	return func(yield func(interchange.Incoming, error) bool) {
		var of []numbered // the marks of the line that was read last
		lines := interchange.ReadJSONLines(src, func(b []byte, out *interchange.Incoming) (err error) {
			of, err = parse(b, out)
			return err
		})
		for in, err := range lines {
			if err != nil || len(of) == 0 {
				if !yield(in, err) {
					return
				}
				continue
			}
			for _, user := range users(of) {
				if !yield(markedBy(in, user, of), nil) {
					return
				}
			}
		}
	}
}

// users are those who marked, in the order of their first marks.
func users(of []numbered) (out []string) {
	for _, m := range of {
		if user := bare(m.User); !slices.Contains(out, user) {
			out = append(out, user)
		}
	}
	return out
}

// markedBy is a line with the marks of one user.
func markedBy(in interchange.Incoming, user string, of []numbered) interchange.Incoming {
	in.Annotator, in.Spans = cmp.Or(user, in.Annotator), slices.Clone(in.Spans)
	for _, m := range of {
		if bare(m.User) == user {
			in.Spans = append(in.Spans, interchange.IncomingSpan{Label: bare(m.Label), Ranges: [][2]int{{*m.Start, *m.End}}})
		}
	}
	return in
}

// bare is a number or a string without its quotes; null is nothing.
func bare(b json.RawMessage) string {
	var s string
	if json.Unmarshal(b, &s) == nil {
		return s
	}
	return string(b)
}

// status is how far the annotator is; "": the line does not say.
func (l *incoming) status() annotation.Status {
	switch {
	case l.Status != "":
		return l.Status
	case l.Confirmed != nil && !*l.Confirmed:
		return annotation.InWork
	case l.Confirmed != nil, bare(l.Approver) != "" && bare(l.Approver) != "null":
		return annotation.Done
	}
	return ""
}

// parse reads a line, apart from the marks that it gives by users.
func parse(b []byte, out *interchange.Incoming) ([]numbered, error) {
	var l incoming
	if err := interchange.Unmarshal(b, &l); err != nil {
		return nil, err
	}
	switch {
	case l.Text != nil:
		out.Text = *l.Text
	case l.Data != nil:
		out.Text = *l.Data
	default:
		return nil, errors.New(`there is no "text"`)
	}
	for i, m := range l.Numbered {
		if m.Start == nil || m.End == nil {
			return nil, fmt.Errorf("annotation %d is no mark on a text: it has no \"start_offset\" and \"end_offset\"", i+1)
		}
	}
	out.Document, out.Meta, out.Status, out.Annotator = cmp.Or(l.Document, bare(l.ID)), l.Meta, l.status(), cmp.Or(l.Annotator, l.Username)
	for _, t := range slices.Concat(l.Label, l.Labels) {
		out.Spans = append(out.Spans, interchange.IncomingSpan{Label: t.label, Ranges: [][2]int{{t.start, t.end}}})
	}
	for _, e := range l.Entities {
		out.Spans = append(out.Spans, interchange.IncomingSpan{ID: strconv.Itoa(e.ID), Label: e.Label, Ranges: [][2]int{{e.Start, e.End}}})
	}
	for _, r := range l.Relations {
		out.Relations = append(out.Relations, interchange.IncomingRelation{ID: strconv.Itoa(r.ID), Type: r.Type, From: strconv.Itoa(r.From), To: strconv.Itoa(r.To)})
	}
	return l.Numbered, nil
}
