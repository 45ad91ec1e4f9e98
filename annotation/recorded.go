package annotation

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"time"
)

// Recorded is an edit as the journal keeps it: its changes in short form, and its place in its actor's chain.
type Recorded struct {
	Header
	Format  int     // of the changes; see JournalFormat
	Prev    Hash    // of the actor's edit before; zero for the first
	Hash    Hash    // see ChainHash
	Entries []Entry // as Shorten leaves them
	Payload Hash    // of an edit of format 1 of which something was erased, as it was before; else zero
}

// mostLamport is the largest Lamport number that is taken. No team makes as many edits; one made up at the end of what numbers hold would leave
// none for those that follow.
const mostLamport = 1 << 48

// Verify tells whether the edit is what its hash says, and one that can be, and gives the hash of its payload. It does not look at the edit
// before it. One of format 1 of which something was erased is what its hash says only where an erasure vouches for it: see Seal.
func (r *Recorded) Verify() (payload Hash, err error) {
	switch {
	case r.ID.IsZero() || r.Group.IsZero() || r.Actor.IsZero() || (r.Name == "") == r.Blank.IsZero():
		return payload, fmt.Errorf("edit %s (%s): lacks an id or a name", r.ID, r.Name)
	case r.Seq < 1 || r.Lamport < r.Seq || r.Lamport > mostLamport:
		return payload, fmt.Errorf("edit %s (%s): has the number %d, of all %d", r.ID, r.Name, r.Seq, r.Lamport)
	case slices.ContainsFunc(r.Entries, func(n Entry) bool { return n.Row.IsZero() }):
		return payload, fmt.Errorf("edit %s (%s): changes a row without an id", r.ID, r.Name)
	case slices.ContainsFunc(r.Entries, func(n Entry) bool { return !n.Blank.IsZero() && (n.Before != nil || n.After != nil) }):
		return payload, fmt.Errorf("edit %s (%s): has a value that it says was erased", r.ID, r.Name)
	case r.IsSealed() == r.Payload.IsZero():
		return payload, fmt.Errorf("edit %s (%s): does not say as it should what was erased of it", r.ID, r.Name)
	}
	if r.Format < 1 || r.Format > JournalFormat {
		return payload, fmt.Errorf("edit %s: journal format %d is newer than this program (%d); update the program", r.ID, r.Format, JournalFormat)
	}
	payload = r.payload()
	if r.Format == 1 && r.Name == "" {
		return payload, nil // the seal alone vouches for it
	}
	hash, err := ChainHash(r.Prev, r.Header, len(r.Entries), r.Format, payload)
	if err == nil && hash != r.Hash {
		err = fmt.Errorf("edit %s (%s): is not what was written", r.ID, r.Name)
	}
	return payload, err
}

// payload is the hash of the payload, as it was before anything was erased.
func (r *Recorded) payload() Hash {
	if !r.Payload.IsZero() {
		return r.Payload
	}
	return PayloadHash(r.Entries, r.Format)
}

// recordedJSON is the written form: one line of a bundle.
type recordedJSON struct {
	ID      ID          `json:"id"`
	Group   ID          `json:"group,omitzero"` // left out where the edit stands alone
	Actor   ID          `json:"actor"`
	Seq     int64       `json:"seq"`
	Lamport int64       `json:"lamport"`
	Inverts ID          `json:"inverts,omitzero"`
	Name    string      `json:"name"`
	Blank   Hash        `json:"blank,omitzero"` // of the name, where it was erased
	At      time.Time   `json:"at"`
	Format  int         `json:"format"`
	Prev    Hash        `json:"prev"`
	Hash    Hash        `json:"hash"`
	Payload Hash        `json:"payload,omitzero"`
	Changes []entryJSON `json:"changes"`
}

type entryJSON struct {
	Kind     Kind            `json:"kind"`
	Row      ID              `json:"row"`
	Document ID              `json:"doc,omitzero"`
	Was      ID              `json:"was,omitzero"`
	Before   json.RawMessage `json:"before,omitempty"`
	After    json.RawMessage `json:"after,omitempty"`
	Blank    Hash            `json:"blank,omitzero"`
}

// AppendJSON appends the edit as one JSON object to dst.
func (r *Recorded) AppendJSON(dst []byte) ([]byte, error) {
	j := recordedJSON{r.ID, r.Group, r.Actor, r.Seq, r.Lamport, r.Inverts, r.Name, r.Blank, r.At.UTC(), r.Format, r.Prev, r.Hash, r.Payload, make([]entryJSON, len(r.Entries))}
	if j.Group == j.ID {
		j.Group = ID{}
	}
	for i, n := range r.Entries {
		j.Changes[i] = entryJSON(n)
	}
	b, err := marshal(j)
	if err != nil {
		return dst, fmt.Errorf("write edit %s: %w", r.ID, err)
	}
	return append(dst, b...), nil
}

// ParseRecorded reads what AppendJSON writes.
func ParseRecorded(b []byte) (r Recorded, err error) {
	if r, ok := plainRecorded(b); ok {
		return r, nil
	}
	var j recordedJSON
	if err := json.Unmarshal(b, &j); err != nil {
		return r, fmt.Errorf("read an edit: %w", err)
	}
	if j.Group.IsZero() {
		j.Group = j.ID
	}
	r = Recorded{Header: Header{ID: j.ID, Group: j.Group, Actor: j.Actor, Seq: j.Seq, Lamport: j.Lamport, Inverts: j.Inverts, Name: j.Name, Blank: j.Blank, At: j.At},
		Format: j.Format, Prev: j.Prev, Hash: j.Hash, Payload: j.Payload, Entries: make([]Entry, len(j.Changes))}
	for i, n := range j.Changes {
		r.Entries[i] = Entry(n)
	}
	return r, nil
}

// plainRecorded is ParseRecorded of what has no escapes; ok is false where it has, or is not what AppendJSON writes.
func plainRecorded(b []byte) (r Recorded, ok bool) {
	p := plainReader{rest: b}
	p.expect(`{"id":`)
	r.ID = p.id()
	r.Group = r.ID
	if p.meets(`,"group":`) {
		r.Group = p.id()
	}
	p.expect(`,"actor":`)
	r.Actor = p.id()
	p.expect(`,"seq":`)
	r.Seq = p.number(math.MaxInt64)
	p.expect(`,"lamport":`)
	r.Lamport = p.number(math.MaxInt64)
	if p.meets(`,"inverts":`) {
		r.Inverts = p.id()
	}
	p.expect(`,"name":`)
	r.Name = p.text()
	if p.meets(`,"blank":`) {
		r.Blank = p.hash()
	}
	p.expect(`,"at":`)
	r.At = p.time()
	p.expect(`,"format":`)
	r.Format = int(p.number(math.MaxInt32))
	p.expect(`,"prev":`)
	r.Prev = p.hash()
	p.expect(`,"hash":`)
	r.Hash = p.hash()
	if p.meets(`,"payload":`) {
		r.Payload = p.hash()
	}
	p.expect(`,"changes":[`)
	for !p.failed {
		r.Entries = append(r.Entries, p.entry())
		if p.meets(`]}`) {
			break
		}
		p.expect(`,`)
	}
	return r, p.end()
}

func (p *plainReader) entry() (n Entry) {
	p.expect(`{"kind":`)
	n.Kind = Kind(p.text())
	p.expect(`,"row":`)
	n.Row = p.id()
	if p.meets(`,"doc":`) {
		n.Document = p.id()
	}
	if p.meets(`,"was":`) {
		n.Was = p.id()
	}
	if p.meets(`,"before":`) {
		n.Before = p.value()
	}
	if p.meets(`,"after":`) {
		n.After = p.value()
	}
	if p.meets(`,"blank":`) {
		n.Blank = p.hash()
	}
	p.expect(`}`)
	return n
}
