// Package annotation is the field in plain Go: documents, the marks people make on them, and the edits that change them.
//
// What people decide is a value: a Document, a Span, a Relation, the head of a Set, an Annotator, an Actor, a Scheme.
// A Change is such a value before and after; an Edit is a named list of changes. Functions here compute edits and
// touch nothing; applying one is the editor's part in memory and the project file's on disk.
package annotation

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"github.com/google/uuid"
)

// The kinds of errors that the field knows. They come wrapped in sentences; test with errors.Is.
var (
	// ErrNotFound: there is no such row.
	ErrNotFound = errors.New("not found")
	// ErrStale: a row is not what the edit expected, because somebody changed it since. See Stale for whom.
	ErrStale = errors.New("changed since")
	// ErrErased: the document was erased for good. See Erased for by whom.
	ErrErased = errors.New("erased for good")
	// ErrAgainstScheme: the project's scheme does not allow this.
	ErrAgainstScheme = errors.New("against the scheme")
)

// ID names a row for ever. Rows that are made get a UUIDv7; rows that follow from others derive theirs.
type ID [16]byte

// NewID gives a new time-ordered ID (UUIDv7, RFC 9562). Within one process they only grow.
func NewID() ID {
	id, err := uuid.NewV7()
	if err != nil { // only when the system has no randomness
		panic(fmt.Errorf("make an id: %w", err))
	}
	return ID(id)
}

// deriveID makes an ID out of the parts: the same parts give the same ID on every machine (UUIDv8 of their SHA-256).
func deriveID(kind string, parts ...[]byte) ID {
	h := sha256.New()
	io.WriteString(h, kind)
	for _, p := range parts {
		h.Write([]byte{0})
		h.Write(p)
	}
	id := ID(h.Sum(nil)[:16])
	id[6] = id[6]&0x0f | 0x80
	id[8] = id[8]&0x3f | 0x80
	return id
}

// ParseID reads the form that String writes.
func ParseID(s string) (ID, error) {
	if len(s) != 36 {
		return ID{}, fmt.Errorf("id %q: want 36 characters", s)
	}
	id, err := uuid.Parse(s)
	if err != nil {
		return ID{}, fmt.Errorf("id %q: %w", s, err)
	}
	return ID(id), nil
}

// IsZero tells the ID that names nothing.
func (id ID) IsZero() bool { return id == ID{} }

func (id ID) String() string { return uuid.UUID(id).String() }

// MarshalText writes the UUID form; the zero ID is the empty text.
func (id ID) MarshalText() ([]byte, error) { return id.AppendText(nil) }

// AppendText appends what MarshalText gives.
func (id ID) AppendText(b []byte) ([]byte, error) {
	if id.IsZero() {
		return b, nil
	}
	b = append(hex.AppendEncode(b, id[:4]), '-')
	b = append(hex.AppendEncode(b, id[4:6]), '-')
	b = append(hex.AppendEncode(b, id[6:8]), '-')
	b = append(hex.AppendEncode(b, id[8:10]), '-')
	return hex.AppendEncode(b, id[10:]), nil
}

// UnmarshalText reads what MarshalText writes.
func (id *ID) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*id = ID{}
		return nil
	}
	parsed, err := ParseID(string(b))
	*id = parsed
	return err
}

// Hash is a SHA-256.
type Hash [sha256.Size]byte

// HashOf gives the SHA-256 of b.
func HashOf(b []byte) Hash { return sha256.Sum256(b) }

// IsZero tells that no hash was set.
func (h Hash) IsZero() bool { return h == Hash{} }

func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// MarshalText writes 64 hexadecimal digits; the zero hash is the empty text.
func (h Hash) MarshalText() ([]byte, error) {
	if h.IsZero() {
		return nil, nil
	}
	return hex.AppendEncode(nil, h[:]), nil
}

// UnmarshalText reads what MarshalText writes.
func (h *Hash) UnmarshalText(b []byte) error {
	*h = Hash{}
	if len(b) == 0 {
		return nil
	}
	if len(b) != 2*len(h) {
		return fmt.Errorf("hash %q: want %d hexadecimal digits", b, 2*len(h))
	}
	_, err := hex.Decode(h[:], b)
	return err
}

// Content is bytes kept under their SHA-256: the text of a document, or the file it came from.
type Content struct {
	Hash  Hash
	Bytes []byte
}

// NewContent names b by its hash.
func NewContent(b []byte) Content { return Content{HashOf(b), b} }

// randomBytes is for keys.
var randomBytes = rand.Reader
