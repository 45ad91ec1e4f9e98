package annotation

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// Change is a row's value before and after. An insert has no Before, a delete no After.
type Change[T any] struct {
	ID       ID
	Document ID // the document that the row belongs to; zero for rows of the whole project
	Before   *T
	After    *T
	Was      ID // the edit that last wrote the row; the project file fills it in on commit
}

// inverse swaps the two values.
func (c Change[T]) inverse() Change[T] {
	return Change[T]{ID: c.ID, Document: c.Document, Before: c.After, After: c.Before}
}

// Header is an edit without its changes: who, when, what it is called, and its place in its actor's chain.
// Commit fills in Actor, Seq, Lamport and At.
type Header struct {
	ID      ID        `json:"id"`
	Group   ID        `json:"group"` // edits that are undone together; the edit's own ID when it stands alone
	Actor   ID        `json:"actor"`
	Seq     int64     `json:"seq"`            // 1, 2, 3 ... of this actor, without gaps
	Lamport int64     `json:"lamport"`        // larger than that of every edit known when this one was made
	Inverts ID        `json:"inverts"`        // the edit that this one takes back; zero for a plain one
	Name    string    `json:"name"`           // what it does: "mark claim"
	Blank   Hash      `json:"blank,omitzero"` // of the name where it was erased; then Name is empty
	At      time.Time `json:"at"`             // UTC, by the clock of the device; never decides an order
}

// Edit is a named list of changes that happen together or not at all.
type Edit struct {
	Header
	Schemes     []Change[Scheme]
	Annotators  []Change[Annotator]
	Actors      []Change[Actor]
	Documents   []Change[Document]
	Sets        []Change[SetHead]
	Spans       []Change[Span]
	Relations   []Change[Relation]
	Rounds      []Change[Round]
	Assignments []Change[Assignment]
	Verdicts    []Change[Verdict]
	Comments    []Change[Comment]
	Decisions   []Change[Decision]
	Hours       []Change[Hours]
	Erasures    []Change[Erasure]

	// Content is what the documents of this edit need. It is written in the same transaction, and is not part of the
	// journal.
	Content []Content
}

// rows are an edit's changes of one kind, whatever the type of their values.
type rows interface {
	count() int
	invert()
	touch(document ID) bool
	writeTo(w *entryWriter, kind Kind)
	add(n Entry) error
}

// ofKind is an edit's changes of one kind.
type ofKind struct {
	kind Kind
	rows rows
}

// each gives the changes by kind, in the order in which a reader can apply them: what others point to comes first.
func (e *Edit) each() [14]ofKind {
	return [14]ofKind{
		{KindScheme, (*changes[Scheme])(&e.Schemes)},
		{KindAnnotator, (*changes[Annotator])(&e.Annotators)},
		{KindActor, (*changes[Actor])(&e.Actors)},
		{KindDocument, (*changes[Document])(&e.Documents)},
		{KindSet, (*changes[SetHead])(&e.Sets)},
		{KindSpan, (*changes[Span])(&e.Spans)},
		{KindRelation, (*changes[Relation])(&e.Relations)},
		{KindRound, (*changes[Round])(&e.Rounds)},
		{KindAssignment, (*changes[Assignment])(&e.Assignments)},
		{KindVerdict, (*changes[Verdict])(&e.Verdicts)},
		{KindComment, (*changes[Comment])(&e.Comments)},
		{KindDecision, (*changes[Decision])(&e.Decisions)},
		{KindHours, (*changes[Hours])(&e.Hours)},
		{KindErasure, (*changes[Erasure])(&e.Erasures)},
	}
}

// NewEdit begins an edit that stands alone.
func NewEdit(name string) Edit {
	id := NewID()
	return Edit{Header: Header{ID: id, Group: id, Name: name}}
}

// Inverse is the edit that takes e back: values swap. It stands alone until it is given a group.
func (e Edit) Inverse() Edit {
	inv := e
	inv.Header, inv.Content = NewEdit(e.Name).Header, nil
	inv.Inverts = e.ID
	for _, k := range inv.each() {
		k.rows.invert()
	}
	return inv
}

// Len is the number of changes.
func (e *Edit) Len() (n int) {
	for _, k := range e.each() {
		n += k.rows.count()
	}
	return n
}

// Touches tells whether the edit changes anything of a document.
func (e *Edit) Touches(document ID) bool {
	for _, k := range e.each() {
		if k.rows.touch(document) {
			return true
		}
	}
	return false
}

// changes are the changes of rows of one type.
type changes[T any] []Change[T]

func (cs *changes[T]) count() int { return len(*cs) }

// invert puts the inverses in place of the changes, which stay as they are where they stand.
func (cs *changes[T]) invert() {
	out := make([]Change[T], 0, len(*cs))
	for _, c := range slices.Backward(*cs) { // a row changed twice in one edit goes back in reverse order
		out = append(out, c.inverse())
	}
	*cs = out
}

func (cs *changes[T]) touch(document ID) bool {
	return slices.ContainsFunc(*cs, func(c Change[T]) bool { return c.Document == document })
}

func (cs *changes[T]) writeTo(w *entryWriter, kind Kind) {
	for _, c := range *cs {
		w.out = append(w.out, Entry{Kind: kind, Row: c.ID, Document: c.Document, Was: c.Was, Before: w.value(kind, c.ID, c.Before), After: w.value(kind, c.ID, c.After)})
	}
}

func (cs *changes[T]) add(n Entry) error {
	c := Change[T]{ID: n.Row, Document: n.Document, Was: n.Was}
	var err error
	if c.Before, err = readValue[T](n.Before); err == nil {
		c.After, err = readValue[T](n.After)
	}
	if err != nil {
		return fmt.Errorf("read %s %s: %w", n.Kind, n.Row, err)
	}
	*cs = append(*cs, c)
	return nil
}

// Kind names what an entry of the journal changes.
type Kind string

// The kinds of rows.
const (
	KindScheme     Kind = "scheme"
	KindAnnotator  Kind = "annotator"
	KindActor      Kind = "actor"
	KindDocument   Kind = "document"
	KindSet        Kind = "set"
	KindSpan       Kind = "span"
	KindRelation   Kind = "relation"
	KindRound      Kind = "round"
	KindAssignment Kind = "assignment"
	KindVerdict    Kind = "verdict"
	KindComment    Kind = "comment"
	KindDecision   Kind = "decision"
	KindHours      Kind = "hours"
	KindErasure    Kind = "erasure"
)

// Entry is one change in written form: the values as JSON, whole. A missing value is nil.
type Entry struct {
	Kind     Kind
	Row      ID
	Document ID
	Was      ID
	Before   json.RawMessage
	After    json.RawMessage
	Blank    Hash // of the two values where they were erased; then both are nil
}

// Entries writes the changes in the order in which a reader can apply them: what others point to comes first.
func (e *Edit) Entries() ([]Entry, error) {
	w := entryWriter{out: make([]Entry, 0, e.Len())}
	for _, k := range e.each() {
		k.rows.writeTo(&w, k.kind)
	}
	return w.out, w.err
}

type entryWriter struct {
	out []Entry
	err error
}

func (w *entryWriter) value(kind Kind, id ID, v any) json.RawMessage {
	b, err := marshal(v)
	if err != nil && w.err == nil {
		w.err = fmt.Errorf("write %s %s: %w", kind, id, err)
	}
	if string(b) == "null" {
		return nil
	}
	return b
}

// Add reads an entry, with whole values, into the edit.
func (e *Edit) Add(n Entry) error {
	for _, k := range e.each() {
		if k.kind == n.Kind {
			return k.rows.add(n)
		}
	}
	return fmt.Errorf("read edit %s: kind %q is unknown to this program", e.ID, n.Kind)
}

func readValue[T any](b json.RawMessage) (*T, error) {
	if b == nil {
		return nil, nil
	}
	v := new(T)
	return v, Decode(b, v)
}

// marshal writes JSON whose bytes depend on the value alone: fields in the order of the struct, keys of maps sorted,
// no escapes for HTML. Row hashes are made from it.
func marshal(v any) ([]byte, error) {
	switch s := v.(type) {
	case Span:
		return s.AppendJSON(nil), nil
	case *Span:
		if s != nil {
			return s.AppendJSON(nil), nil
		}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// Encode writes a row's value in the form that its hash is made from.
func Encode[T any](v T) ([]byte, error) { return marshal(v) }

// Decode reads what Encode writes.
func Decode[T any](b []byte, v *T) error {
	if s, ok := any(v).(*Span); ok { // whose reader looks at every byte
		return s.UnmarshalJSON(b)
	}
	return json.Unmarshal(b, v)
}

// equal tells whether two rows have the same value; nil is equal to nil alone.
func equal[T any](a, b *T) bool {
	if a == nil || b == nil {
		return a == b
	}
	x, errX := marshal(a)
	y, errY := marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// Stale is an edit refused because a row is not what it expected. It is ErrStale.
type Stale struct {
	Kind Kind
	Row  ID
	By   string    // the annotator who changed the row, where known
	At   time.Time // when, where known
	Name string    // what that edit was called
}

func (s *Stale) Error() string {
	by := ""
	if s.By != "" {
		by = fmt.Sprintf(" by %s at %s (%s)", s.By, s.At.Format(time.DateTime), s.Name)
	}
	return fmt.Sprintf("%s %s: changed since%s", s.Kind, s.Row, by)
}

// Is makes errors.Is(err, ErrStale) true.
func (s *Stale) Is(target error) bool { return target == ErrStale }
