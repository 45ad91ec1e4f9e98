package annotation

import "crypto/ed25519"

// AnnotatorKind tells people from models.
type AnnotatorKind string

// The kinds of annotators.
const (
	Person AnnotatorKind = "person"
	Model  AnnotatorKind = "model"
)

// Annotator is a person or a model that makes marks. Marks hang on the ID, so that a name can change.
type Annotator struct {
	ID   ID            `json:"id"`
	Name string        `json:"name"`
	Kind AnnotatorKind `json:"kind"`
}

// Actor is an annotator on one device: whose edits form one chain. PublicKey is the device's Ed25519 key, of which the
// private half never leaves the device.
type Actor struct {
	ID        ID                `json:"id"`
	Annotator ID                `json:"annotator"`
	Device    string            `json:"device"`
	PublicKey ed25519.PublicKey `json:"public_key"`
}

// NewDeviceKey makes the key pair of a device.
func NewDeviceKey() (ed25519.PrivateKey, error) {
	_, key, err := ed25519.GenerateKey(randomBytes)
	return key, err
}

// ActorID derives the ID of an annotator on the device with this public key, so that one device is one actor in every
// project it works on for the annotator.
func ActorID(annotator ID, public ed25519.PublicKey) ID {
	return deriveID("actor", annotator[:], public)
}
