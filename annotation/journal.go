package annotation

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash"
	"strconv"
)

// JournalFormat is the version of the journal's written form that this program writes. It reads this and all before.
//
// Format 1: inserts and deletes are kept whole, updates as the top-level fields that differ; a field that one side
// does not have is null there. Values are JSON as Encode writes it.
//
// Format 2: the same, hashed so that single names and changes can be erased: the payload is hashed over the hash of each change's values,
// and the header over the hash of its name. An erased one keeps that hash.
const JournalFormat = 2

// Shorten gives the entry as the journal keeps it.
func (n Entry) Shorten() (Entry, error) {
	if n.Before == nil || n.After == nil {
		return n, nil
	}
	before, after, err := fields2(n.Before, n.After)
	if err != nil {
		return n, fmt.Errorf("%s %s: %w", n.Kind, n.Row, err)
	}
	for name, b := range before {
		a, ok := after[name]
		switch {
		case !ok:
			after[name] = null
		case bytes.Equal(a, b):
			delete(before, name)
			delete(after, name)
		}
	}
	for name := range after {
		if _, ok := before[name]; !ok {
			before[name] = null
		}
	}
	if n.Before, err = marshal(before); err != nil {
		return n, err
	}
	n.After, err = marshal(after)
	return n, err
}

var null = json.RawMessage("null")

func fields2(a, b json.RawMessage) (x, y map[string]json.RawMessage, err error) {
	if x, err = fields(a); err == nil {
		y, err = fields(b)
	}
	return x, y, err
}

// fields takes an object apart.
func fields(b json.RawMessage) (map[string]json.RawMessage, error) {
	if out, ok := plainFields(b); ok {
		return out, nil
	}
	var out map[string]json.RawMessage
	err := json.Unmarshal(b, &out)
	return out, err
}

// plainFields takes an object apart that marshal wrote, several times as fast as json does. ok is false where it has white space between its
// parts, a name with an escape, or is no object; whether its values are JSON is not looked at.
func plainFields(b []byte) (out map[string]json.RawMessage, ok bool) {
	if len(b) < 2 || b[0] != '{' || b[len(b)-1] != '}' {
		return nil, false
	}
	out = make(map[string]json.RawMessage, 12)
	for at := 1; at < len(b)-1; {
		name := stringEnd(b, at)
		if name < 0 || name >= len(b) || b[name] != ':' || bytes.IndexByte(b[at:name], '\\') >= 0 {
			return nil, false
		}
		end := valueEnd(b, name+1)
		if end <= name+1 || end >= len(b) || b[end] != ',' && end != len(b)-1 || b[end] == ',' && end == len(b)-2 {
			return nil, false
		}
		out[string(b[at+1:name-1])] = json.RawMessage(b[name+1 : end : end])
		at = end + 1
	}
	return out, true
}

// stringEnd is behind the string that begins at a place; -1 where none does.
func stringEnd(b []byte, at int) int {
	if at >= len(b) || b[at] != '"' {
		return -1
	}
	for i := at + 1; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return -1
}

// valueEnd is behind the value that begins at a place: at the comma or the bracket that follows. -1 where a string does not end.
func valueEnd(b []byte, at int) int {
	for depth := 0; at < len(b); at++ {
		switch b[at] {
		case '"':
			if at = stringEnd(b, at) - 1; at < 0 {
				return -1
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth < 0 {
				return at
			}
		case ',':
			if depth == 0 {
				return at
			}
		}
	}
	return -1
}

// Lengthen makes an update of the journal whole again, given the row's value after it. It is ErrStale when the row
// does not hold what the update left there.
func (n Entry) Lengthen(after json.RawMessage) (Entry, error) {
	if n.Before == nil || n.After == nil {
		if !bytes.Equal(n.After, after) {
			return n, &Stale{Kind: n.Kind, Row: n.Row}
		}
		return n, nil
	}
	if after == nil {
		return n, &Stale{Kind: n.Kind, Row: n.Row}
	}
	row, left, err := fields2(after, n.After)
	if err != nil {
		return n, fmt.Errorf("%s %s: %w", n.Kind, n.Row, err)
	}
	for name, want := range left {
		if have, ok := row[name]; ok != !bytes.Equal(want, null) || ok && !bytes.Equal(have, want) {
			return n, &Stale{Kind: n.Kind, Row: n.Row}
		}
	}
	earlier, err := fields(n.Before)
	if err != nil {
		return n, fmt.Errorf("%s %s: %w", n.Kind, n.Row, err)
	}
	for name, v := range earlier {
		if bytes.Equal(v, null) {
			delete(row, name)
		} else {
			row[name] = v
		}
	}
	n.After = after
	if n.Before, err = canonical(n.Kind, row); err != nil {
		return n, fmt.Errorf("%s %s: %w", n.Kind, n.Row, err)
	}
	return n, nil
}

// Overlay gives the row's value after an update of the journal, given the value before it. What the update expected to meet is not looked at.
func (n Entry) Overlay(before json.RawMessage) (json.RawMessage, error) {
	row, left, err := fields2(before, n.After)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", n.Kind, n.Row, err)
	}
	for name, v := range left {
		if bytes.Equal(v, null) {
			delete(row, name)
		} else {
			row[name] = v
		}
	}
	return canonical(n.Kind, row)
}

// canonical writes fields in the order of the kind's struct, by way of its value.
func canonical(kind Kind, fields map[string]json.RawMessage) (json.RawMessage, error) {
	b, err := marshal(fields)
	if err != nil {
		return nil, err
	}
	var e Edit
	if err := e.Add(Entry{Kind: kind, After: b}); err != nil {
		return nil, err
	}
	ns, err := e.Entries()
	if err != nil {
		return nil, err
	}
	return ns[0].After, nil
}

// parts is a SHA-256 over several things, each with its length before it.
type parts struct{ hash.Hash }

func newParts() parts { return parts{sha256.New()} }

func (p parts) add(b []byte) {
	var n [8]byte
	binary.BigEndian.PutUint64(n[:], uint64(len(b)))
	p.Write(n[:])
	p.Write(b)
}

func (p parts) sum() (h Hash) {
	p.Sum(h[:0])
	return h
}

// PayloadHash is the SHA-256 over the entries of an edit as the journal keeps them. In format 1 it cannot be told any more where values were
// erased.
func PayloadHash(entries []Entry, format int) Hash {
	p := newParts()
	for i := range entries {
		e := &entries[i]
		p.add([]byte(e.Kind))
		p.add(e.Row[:])
		p.add(e.Document[:])
		p.add(e.Was[:])
		if format == 1 {
			p.add(e.Before)
			p.add(e.After)
		} else {
			values := e.valuesHash()
			p.Write(values[:])
		}
	}
	return p.sum()
}

// valuesHash is the SHA-256 over the two values, which stays when they are erased.
func (n *Entry) valuesHash() Hash {
	if !n.Blank.IsZero() {
		return n.Blank
	}
	p := newParts()
	p.add(n.Before)
	p.add(n.After)
	return p.sum()
}

// nameHash is the SHA-256 of the name, which stays when it is erased.
func (h *Header) nameHash() Hash {
	if !h.Blank.IsZero() {
		return h.Blank
	}
	return HashOf([]byte(h.Name))
}

// ChainHash links an edit to the one before it of the same actor (prev is zero for the first): SHA-256 of prev, the
// header, the number of entries, the journal format and the hash of the payload. Because the payload enters by its
// hash, content can be erased for good and the chain still holds.
func ChainHash(prev Hash, header Header, entries, format int, payload Hash) (Hash, error) {
	b, err := header.appendJSON(nil, entries, format)
	if err != nil {
		return Hash{}, fmt.Errorf("edit %s: %w", header.ID, err)
	}
	h := sha256.New()
	h.Write(prev[:])
	h.Write(b)
	h.Write(payload[:])
	return Hash(h.Sum(nil)), nil
}

// appendJSON writes what marshal writes of a struct of the header, n and format. From format 2 on the name stands there by its hash.
func (h Header) appendJSON(dst []byte, n, format int) ([]byte, error) {
	at, err := h.At.MarshalJSON()
	dst = appendID(append(dst, `{"id":`...), h.ID)
	dst = appendID(append(dst, `,"group":`...), h.Group)
	dst = appendID(append(dst, `,"actor":`...), h.Actor)
	dst = strconv.AppendInt(append(dst, `,"seq":`...), h.Seq, 10)
	dst = strconv.AppendInt(append(dst, `,"lamport":`...), h.Lamport, 10)
	dst = appendID(append(dst, `,"inverts":`...), h.Inverts)
	name := h.Name
	if format > 1 {
		name = h.nameHash().String()
	}
	dst = appendString(append(dst, `,"name":`...), name)
	dst = append(append(dst, `,"at":`...), at...)
	dst = strconv.AppendInt(append(dst, `,"n":`...), int64(n), 10)
	dst = strconv.AppendInt(append(dst, `,"format":`...), int64(format), 10)
	return append(dst, '}'), err
}
