package annotation

import (
	"bytes"
	"slices"
)

// DecisionChoice says what a reviewer chose for the reference where annotators differ.
type DecisionChoice string

// The choices.
const (
	DecisionTake         DecisionChoice = "take"         // the mark of one set
	DecisionBoth         DecisionChoice = "both"         // the marks of several sets
	DecisionUnion        DecisionChoice = "union"        // one mark on all that the marks cover
	DecisionIntersection DecisionChoice = "intersection" // one mark on what all marks cover
	DecisionOwn          DecisionChoice = "own"          // marks that the reviewer drew
	DecisionWrong        DecisionChoice = "wrong"        // none: all are wrong
	DecisionNothing      DecisionChoice = "nothing"      // none: there is nothing to mark
)

// Decision is what a reviewer chose for the reference at one difference between annotators, and why. A difference has one decision.
type Decision struct {
	ID         ID             `json:"id"`
	Document   ID             `json:"document"`
	Difference ID             `json:"difference"` // as DifferenceID names it; once a mark changes it is another one
	By         ID             `json:"by"`         // the reviewer
	Choice     DecisionChoice `json:"choice"`
	Over       []ID           `json:"over,omitempty"`  // the annotators' marks that it was about
	Took       []ID           `json:"took,omitempty"`  // the annotators whose marks were taken
	Spans      []ID           `json:"spans,omitempty"` // what came into the reference
	Reason     string         `json:"reason,omitempty"`
}

// DecisionID derives the ID of the decision on a difference, so that two reviewers of one difference mean the same row.
func DecisionID(document, difference ID) ID {
	return deriveID("decision", document[:], difference[:])
}

// DifferenceID derives the ID of a difference from what the marks in it say, in any order.
func DifferenceID(document ID, values [][]byte) ID {
	values = slices.SortedFunc(slices.Values(values), bytes.Compare)
	return deriveID("difference", append([][]byte{document[:]}, values...)...)
}

// Decide adds a decision to an edit, in the place of those that were made there before.
func (e *Edit) Decide(d Decision, before []Decision) {
	c := Change[Decision]{ID: d.ID, Document: d.Document, After: &d}
	for _, b := range before {
		if b.ID == d.ID {
			c.Before = &b
		} else {
			e.Undecide([]Decision{b})
		}
	}
	e.Decisions = append(e.Decisions, c)
}

// Undecide takes decisions away.
func (e *Edit) Undecide(decisions []Decision) {
	for _, d := range decisions {
		e.Decisions = append(e.Decisions, Change[Decision]{ID: d.ID, Document: d.Document, Before: &d})
	}
}
