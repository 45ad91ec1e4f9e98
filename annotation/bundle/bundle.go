// Package bundle is the file that colleagues exchange: one person's edits, signed, with the texts of the articles that they bring.
//
// A bundle is a ZIP file of four entries in this order: manifest.json and signature, stored, then edits.jsonl and texts.jsonl, deflated. The
// signature is Ed25519 (RFC 8032) over the bytes of the manifest, by the key of the device that published. The manifest says how long the other
// two are and their SHA-256, as they are and packed. Nothing else is in the file, not a byte: one that was changed anywhere is refused.
package bundle

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"rubricator/annotation"
)

// Ending is how the name of a bundle ends.
const Ending = ".rubric-bundle"

// Format is the version of the form that this program writes. It reads this and all before. Since format 2 edits come without the words of
// articles that were erased for good.
const Format = 2

// Manifest says what a bundle holds, from whom and when.
type Manifest struct {
	Format    int                  `json:"format"`
	Program   string               `json:"program"` // version of the program that published
	Project   annotation.ID        `json:"project"`
	Annotator annotation.Annotator `json:"annotator"`
	Actor     annotation.ID        `json:"actor"` // who signed: the annotator on the device
	Device    string               `json:"device"`
	PublicKey ed25519.PublicKey    `json:"public_key"`
	Made      time.Time            `json:"made"`
	Heads     []Head               `json:"heads"` // where each chain of edits ends
	Edits     int                  `json:"edits"`
	Texts     int                  `json:"texts"`
	Parts     []Part               `json:"parts"`
}

// Head is the end of an actor's chain of edits.
type Head struct {
	Actor annotation.ID   `json:"actor"`
	Seq   int64           `json:"seq"`
	Hash  annotation.Hash `json:"hash"`
}

// Part is an entry of the bundle. Sizes are in bytes.
type Part struct {
	Name       string          `json:"name"`
	Size       int64           `json:"size"`
	SHA256     annotation.Hash `json:"sha256"`
	Packed     int64           `json:"packed"`
	PackedHash annotation.Hash `json:"packed_sha256"`
}

// The names of the entries, in order.
const (
	manifestName  = "manifest.json"
	signatureName = "signature"
	editsName     = "edits.jsonl"
	textsName     = "texts.jsonl"
)

// The kinds of errors that reading a bundle knows. They come wrapped in sentences.
var (
	// ErrNotBundle: the file is something else.
	ErrNotBundle = errors.New("not a bundle of this program")
	// ErrTooNew: a newer program made it.
	ErrTooNew = errors.New("newer than this program")
	// ErrAltered: it is not what was published.
	ErrAltered = errors.New("not what was published")
)

// textLine is a line of texts.jsonl.
type textLine struct {
	SHA256 annotation.Hash `json:"sha256"`
	Text   string          `json:"text"`
}

// check holds the manifest against itself and its signature.
func (m *Manifest) check(written, signature []byte) error {
	switch {
	case m.Format > Format:
		return fmt.Errorf("%w: bundle format %d, and this program reads up to %d; update the program", ErrTooNew, m.Format, Format)
	case m.Format < 1 || len(m.Parts) != 2 || m.Parts[0].Name != editsName || m.Parts[1].Name != textsName:
		return fmt.Errorf("%w: its manifest is not one", ErrNotBundle)
	case len(m.PublicKey) != ed25519.PublicKeySize || m.Actor != annotation.ActorID(m.Annotator.ID, m.PublicKey):
		return fmt.Errorf("%w: the key is not that of %q", ErrAltered, m.Annotator.Name)
	case !ed25519.Verify(m.PublicKey, written, signature):
		return fmt.Errorf("%w: the signature of %q does not fit", ErrAltered, m.Annotator.Name)
	}
	return nil
}

// owners are the devices of the annotator who signed, as far as the edits that were read tell.
type owners struct {
	annotator annotation.ID
	devices   map[annotation.ID]bool
}

func (m *Manifest) owners() owners {
	return owners{m.Annotator.ID, map[annotation.ID]bool{m.Actor: true}}
}

// vouch tells whether an edit is one of the annotator who signed: by the device that did, or by one that an edit of its own names as that annotator's.
func (o owners) vouch(r *annotation.Recorded) error {
	for _, n := range r.Entries {
		var a annotation.Actor
		if n.Kind == annotation.KindActor && n.Row == r.Actor && n.Before == nil && json.Unmarshal(n.After, &a) == nil &&
			a.Annotator == o.annotator && n.Row == annotation.ActorID(a.Annotator, a.PublicKey) {
			o.devices[r.Actor] = true
		}
	}
	if !o.devices[r.Actor] {
		return fmt.Errorf("edit %d of %s is somebody else's, for whom nobody signed", r.Seq, r.Actor)
	}
	return nil
}

// write gives the manifest as it stands in the bundle.
func (m *Manifest) write() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(m)
	return b.Bytes(), err
}

// Fingerprint is a short form of the key that signed, for people to compare: "3f1a 90bc 77d0 1e42".
func (m *Manifest) Fingerprint() string {
	h := annotation.HashOf(m.PublicKey)
	return fmt.Sprintf("%x %x %x %x", h[0:2], h[2:4], h[4:6], h[6:8])
}
