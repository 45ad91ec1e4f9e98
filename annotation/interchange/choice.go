package interchange

import (
	"fmt"
	"slices"

	"rubricator/annotation"
)

// Choice says which sets go into a dataset.
type Choice struct {
	Statuses []annotation.Status
	Unmarked bool          // also documents that nobody marked, one line each without an annotator
	Round    annotation.ID // of its documents alone; zero: of all. Who has the assignments holds documents against it

	Reference bool // the reference, and not what each person marked
}

// Started takes the sets that are in work or done. It is what goes out when nothing else is said.
var Started = Choice{Statuses: []annotation.Status{annotation.InWork, annotation.Done}}

// ParseChoice reads "started" (or nothing), "done" or "any". "any" takes every set, skipped ones too, and the documents nobody marked.
func ParseChoice(s string) (Choice, error) {
	switch s {
	case "", "started":
		return Started, nil
	case "done":
		return Choice{Statuses: []annotation.Status{annotation.Done}}, nil
	case "any":
		return Choice{Statuses: []annotation.Status{annotation.Todo, annotation.InWork, annotation.Done, annotation.Skipped}, Unmarked: true}, nil
	}
	return Choice{}, fmt.Errorf("%q: want started, done or any", s)
}

// Takes tells whether a set goes out; nil stands for a document that nobody marked.
func (c Choice) Takes(head *annotation.SetHead) bool {
	if head == nil {
		return c.Unmarked
	}
	return slices.Contains(c.Statuses, head.Status)
}
