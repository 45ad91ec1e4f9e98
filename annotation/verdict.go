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

// Judged is a verdict, and what became of what it judged.
type Judged struct {
	Verdict
	Lamport int64  // of the edit that gave it
	Since   bool   // the set's status, or the mark, was changed by somebody who knew of the verdict, or after it was given here; or is gone
	Quote   string // of the mark that was judged; empty: it was the set, or the mark is gone
	Status  Status // of the set now; empty: it is gone
}

// IsDue tells whether what was returned waits for its annotator: a set until it is done again, a mark until it is changed or gone.
func (j Judged) IsDue() bool {
	again := j.Since && (!j.Span.IsZero() || j.Status == Done || j.Status == Skipped || j.Status == "")
	return j.Outcome == Returned && !again
}

// Apply is the verdict after an edit; ok is false where the edit takes it back.
func (j Judged) Apply(e Edit) (after Judged, ok bool) {
	for _, c := range e.Verdicts {
		if c.ID == j.ID {
			if c.After == nil {
				return j, false
			}
			j.Verdict, j.Since, j.Lamport = *c.After, false, Now
		}
	}
	for _, c := range e.Sets {
		if c.ID == j.Set {
			j.Status = ""
			if c.After != nil {
				j.Status = c.After.Status
			}
			j.Since = j.Since || j.Span.IsZero()
		}
	}
	for _, c := range e.Spans {
		j.Since = j.Since || c.ID == j.Span && !j.Span.IsZero()
	}
	return j, true
}
