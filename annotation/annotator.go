package annotation

import (
	"crypto/ed25519"
	"fmt"
	"strings"
)

// AnnotatorKind tells people from models.
type AnnotatorKind string

// The kinds of annotators. What those marked who are no people is never counted or exported.
const (
	Person  AnnotatorKind = "person"
	Model   AnnotatorKind = "model"
	Answers AnnotatorKind = "answers" // whose sets hold what a person said to suggestions, apart from the person's marks

	Reference AnnotatorKind = "reference" // whose sets hold what was chosen among those of the annotators
)

// Annotator is a person or a model that makes marks. Marks hang on the ID, so that a name can change.
type Annotator struct {
	ID        ID            `json:"id"`
	Name      string        `json:"name"`
	Kind      AnnotatorKind `json:"kind"`
	Pseudonym string        `json:"pseudonym,omitempty"` // what exports and reports say instead of the name, where asked for
	Colour    string        `json:"colour,omitempty"`    // "#0072B2", what tells their marks apart; empty: one is chosen
}

// NewModel is the annotator that a version of a model is. It is the same one on every machine, and another version is another
// annotator. The version is one word.
func NewModel(name, version string) (Annotator, error) {
	if strings.TrimSpace(name) == "" || len(strings.Fields(version)) != 1 {
		return Annotator{}, fmt.Errorf("a model has a name and a version of one word, as \"Rules 1\", and not %q", name+" "+version)
	}
	name, version = strings.TrimSpace(name), strings.TrimSpace(version)
	return Annotator{ID: deriveID("model", []byte(name), []byte(version)), Name: name + " " + version, Kind: Model}, nil
}

// ParseModel is the model that Annotator.Name names.
func ParseModel(name string) (Annotator, error) {
	i := strings.LastIndexByte(name, ' ')
	return NewModel(name[:max(i, 0)], name[i+1:])
}

// AnswersOf is the annotator whose sets hold what a person said to suggestions.
func AnswersOf(person Annotator) Annotator {
	return Annotator{ID: answersOf(person.ID), Name: "answers of " + person.Name, Kind: Answers}
}

// ReferenceAnnotator is the one whose sets are the reference. It is the same one in every project.
func ReferenceAnnotator() Annotator {
	return Annotator{ID: deriveID("reference"), Name: "Reference", Kind: Reference}
}

// Join is the edit that brings annotators into a project. It is no step to undo, since sets hang on them.
func Join(who ...Annotator) Edit {
	e := NewEdit("join the project")
	for _, a := range who {
		e.Annotators = append(e.Annotators, Change[Annotator]{ID: a.ID, After: &a})
	}
	return e
}

func answersOf(person ID) ID { return deriveID("answers", person[:]) }

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
