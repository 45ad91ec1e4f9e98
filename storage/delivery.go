package storage

import (
	"errors"
	"fmt"
	"iter"

	"rubricator/annotation"
)

// Delivery is colleagues' work on its way into a project: a bundle, or what stands in their project file.
type Delivery struct {
	Name    string                                               // of the file, for people
	Edits   iter.Seq2[annotation.Recorded, error]                // by Lamport number, so that each comes behind those it knew
	Content func(annotation.Hash) (b []byte, ok bool, err error) // the texts that came along
}

// Collected is what a delivery brought.
type Collected struct {
	Name      string `json:"name"`
	Edits     int    `json:"edits"`     // that were new here
	Known     int    `json:"known"`     // that were here already
	Added     int    `json:"added"`     // rows: marks, links, sets, documents and all else
	Changed   int    `json:"changed"`   // rows
	Removed   int    `json:"removed"`   // rows
	Conflicts int    `json:"conflicts"` // that nobody settled yet, in the whole project

	// Mixed tells that something here may no longer fit the scheme: rows that were here changed or were linked, a scheme came, or marks that were made by
	// another version of it. Work that stands beside what is here fits as it did where it was made.
	Mixed bool `json:"-"`

	// Missing is what it waits for, for people: "edits 12 to 40 of Ben on laptop". What builds on that was not taken in; collecting it
	// again is right when that is here.
	Missing []string `json:"missing,omitempty"`
}

// The kinds of errors that collecting knows, with Sweeping. They come wrapped in sentences that name the delivery; nothing of it was taken in.
var (
	// ErrForked: an actor's chain here and in the delivery went apart, as when a backup was restored and worked on by the same device.
	ErrForked = errors.New("went apart")
	// ErrAltered: something in it is not what its author wrote.
	ErrAltered = errors.New("not what was written")
)

// Sweeping is a delivery that would change or remove more than a fifth of what is here. It is taken in when that is said to be right.
type Sweeping struct {
	Name    string
	Touched int // rows of documents, sets, marks and links that it would change or remove
	Of      int // such rows here
}

func (s *Sweeping) Error() string {
	return fmt.Sprintf("%q would change or remove %d of the %d articles, sets, marks and links here", s.Name, s.Touched, s.Of)
}

// waiting is an edit that needs what is not here.
type waiting struct{ missing string }

func (w *waiting) Error() string { return "waits for " + w.missing }
