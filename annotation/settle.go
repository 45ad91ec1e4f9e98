package annotation

import "fmt"

// Settlement is how a conflict about a mark is settled.
type Settlement string

// The settlements.
const (
	KeepThis  Settlement = "keep" // the mark stays as it is; what the other left of it goes
	TakeOther Settlement = "take" // the mark becomes what the other left of it, or goes where the other deleted it
	KeepBoth  Settlement = "both" // what the other left of it becomes a mark of its own
)

// Settle is the edit that settles a conflict about a mark of the set; copy is the mark that holds what the other left of it, zero where the other
// deleted it. Errors: ErrNotFound; there are not two to keep.
func (s *Set) Settle(id, copy ID, how Settlement) (Edit, error) {
	sp, ok := s.Span(id)
	if !ok {
		return Edit{}, fmt.Errorf("mark %s: %w", id, ErrNotFound)
	}
	if copy.IsZero() {
		return s.settleDeleted(sp, how)
	}
	other, ok := s.Span(copy)
	if !ok {
		return Edit{}, fmt.Errorf("mark %s: %w", copy, ErrNotFound)
	}
	e := s.edit("settle a conflict")
	e.Spans = append(e.Spans, Change[Span]{ID: copy, Document: s.head.Document, Before: &other})
	switch how {
	case TakeOther:
		after := other
		after.ID = id
		e.Spans = append(e.Spans, Change[Span]{ID: id, Document: s.head.Document, Before: &sp, After: &after})
	case KeepBoth:
		after := other
		after.ID = NewID()
		e.Spans = append(e.Spans, Change[Span]{ID: after.ID, Document: s.head.Document, After: &after})
	}
	return e, nil
}

// settleDeleted is Settle where the other deleted the mark.
func (s *Set) settleDeleted(sp Span, how Settlement) (Edit, error) {
	switch how {
	case TakeOther:
		return s.RemoveSpan(sp.ID)
	case KeepBoth:
		return Edit{}, fmt.Errorf("the mark was deleted elsewhere, so there are not two to keep")
	}
	e := s.edit("keep a mark") // that changes nothing, and says that its author knew of the deletion
	e.Spans = []Change[Span]{{ID: sp.ID, Document: s.head.Document, Before: &sp, After: &sp}}
	return e, nil
}

// Keep is the edit that settles a conflict about a document by leaving it as it is.
func (d Document) Keep() Edit {
	e := NewEdit("keep " + d.Title)
	e.Documents = []Change[Document]{{ID: d.ID, Document: d.ID, Before: &d, After: &d}}
	return e
}
