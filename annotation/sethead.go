package annotation

import (
	"fmt"
	"maps"
	"slices"
)

// Status is how far an annotator is with a document.
type Status string

// The statuses of a set. A set that has no row yet is to do.
const (
	Todo    Status = "todo"
	InWork  Status = "in_work"
	Done    Status = "done"
	Skipped Status = "skipped" // left out of the annotator's work, for the reason that SkippedFor gives
)

// InWords is the status as people read it.
func (s Status) InWords() string {
	switch s {
	case InWork:
		return "in work"
	case Done, Skipped:
		return string(s)
	}
	return "to do"
}

// SetHead is the row of a set: whose marks on which document, how far along, and what its annotator says of the whole document.
type SetHead struct {
	ID         ID                  `json:"id"`
	Document   ID                  `json:"document"`
	Annotator  ID                  `json:"annotator"`
	Status     Status              `json:"status"`
	Attributes map[string][]string `json:"attributes,omitempty"` // never changed once a head holds it
}

// SetID derives the ID of an annotator's set on a document, so that two devices of one person mean the same set.
func SetID(document, annotator ID) ID { return deriveID("set", document[:], annotator[:]) }

// IsEmpty tells whether the annotator looked at the document and found nothing to mark.
func (h SetHead) IsEmpty() bool { return len(h.Attributes[Nothing]) > 0 }

// SkippedFor is why the annotator skips the document; nothing where it is not skipped.
func (h SetHead) SkippedFor() string {
	if v := h.Attributes[SkippedFor]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// with is the head with these values of an attribute, or none.
func (h SetHead) with(attribute string, values ...string) SetHead {
	all := maps.Clone(h.Attributes)
	if len(values) > 0 && all == nil {
		all = map[string][]string{}
	}
	if delete(all, attribute); len(values) > 0 {
		all[attribute] = slices.Clone(values)
	}
	h.Attributes = all
	return h
}

// withStatus is the head that far along. What the program's own attributes say holds for one status each, and goes with it.
func (h SetHead) withStatus(status Status) SetHead {
	h.Status = status
	if status != Done {
		h = h.with(Nothing)
	}
	if status != Skipped {
		h = h.with(SkippedFor)
	}
	return h
}

// headChange is the change of the set's row to another value.
func (s *Set) headChange(after SetHead) []Change[SetHead] {
	before := s.head
	c := Change[SetHead]{ID: s.head.ID, Document: s.head.Document, After: &after}
	if s.stored {
		c.Before = &before
	}
	return []Change[SetHead]{c}
}

// SetStatus says how far along the annotator is. Done without a mark says that there is nothing to mark, so that an empty document
// that was read is never taken for one that was not. Skipped needs a reason, and comes by SetDocumentAttribute. It is no edit (ok is
// false) when all is so already.
func (s *Set) SetStatus(status Status) (e Edit, ok bool) {
	after := s.head.withStatus(status)
	if status == Done && s.Len() == 0 {
		after = after.with(Nothing, "yes")
	}
	if status == Skipped || equal(&s.head, &after) {
		return Edit{}, false
	}
	names := map[Status]string{Todo: "set to do", InWork: "set in work", Done: "set done"}
	e = NewEdit(names[status])
	e.Sets = s.headChange(after)
	return e, true
}

// SetDocumentAttribute gives the document these values of an attribute, or none, as the set's annotator sees it. The status follows:
// nothing to mark is done, and refused where there are marks; with a reason to skip it is skipped; without either again it is in
// work. The scheme's own attributes begin the work and leave any other status as it is. The error else is ErrAgainstScheme, which
// says what the attribute takes.
func (s *Set) SetDocumentAttribute(attribute string, values ...string) (Edit, error) {
	if err := s.scheme.CheckDocumentAttribute(attribute, values); err != nil {
		return Edit{}, err
	}
	if attribute == Nothing && len(values) > 0 && s.Len() > 0 {
		return Edit{}, fmt.Errorf("nothing to mark: there are marks, %d of them", s.Len())
	}
	e := NewEdit(attribute + " of the article")
	e.Sets = s.headChange(s.head.withStatus(s.statusWith(attribute, len(values) > 0)).with(attribute, values...))
	return e, nil
}

// statusWith is the status that follows from an attribute of the document that is given or taken away.
func (s *Set) statusWith(attribute string, given bool) Status {
	switch {
	case attribute == Nothing && given:
		return Done
	case attribute == SkippedFor && given:
		return Skipped
	case isOwnOfDocuments(attribute) || s.head.Status == Todo:
		return InWork
	}
	return s.head.Status
}
