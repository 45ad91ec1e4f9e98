package annotation

import (
	"fmt"
	"strings"
)

// Outcome is what a reviewer says of a set or a mark.
type Outcome string

// The outcomes of a verdict.
const (
	Accepted Outcome = "accepted"
	Returned Outcome = "returned" // to be looked at again, for the reason that the verdict gives
)

// Verdict is a reviewer's word on a colleague's set, or on one mark of it. It is the reviewer's own row, and the set stays as it is.
type Verdict struct {
	ID       ID      `json:"id"`
	Document ID      `json:"document"`
	Set      ID      `json:"set"`
	Span     ID      `json:"span"` // zero: the whole set
	By       ID      `json:"by"`
	Outcome  Outcome `json:"outcome"`
	Reason   string  `json:"reason,omitempty"`
}

// VerdictID derives the ID of a reviewer's verdict on a set, or on a mark of it, so that a second one replaces the first.
func VerdictID(by, set, span ID) ID { return deriveID("verdict", by[:], set[:], span[:]) }

// Judge is the edit that gives a verdict on a set, or on one mark of it where span is not zero; before is the reviewer's earlier one, or nil.
// Errors: returning needs a reason, and nobody judges their own set.
func (h SetHead) Judge(before *Verdict, by, span ID, outcome Outcome, reason string) (Edit, error) {
	reason = strings.TrimSpace(reason)
	switch {
	case by == h.Annotator:
		return Edit{}, fmt.Errorf("this set is your own: a colleague reviews it")
	case outcome == Returned && reason == "":
		return Edit{}, fmt.Errorf("say why it goes back, so that your colleague knows what to look at")
	}
	v := Verdict{VerdictID(by, h.ID, span), h.Document, h.ID, span, by, outcome, reason}
	e := NewEdit(map[Outcome]string{Accepted: "accept", Returned: "return"}[outcome])
	e.Verdicts = []Change[Verdict]{{ID: v.ID, Document: v.Document, Before: before, After: &v}}
	return e, nil
}

// TakeBack is the edit that leaves the set or the mark without this verdict.
func (v Verdict) TakeBack() Edit {
	e := NewEdit("take back: " + string(v.Outcome))
	e.Verdicts = []Change[Verdict]{{ID: v.ID, Document: v.Document, Before: &v}}
	return e
}
