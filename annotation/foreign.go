package annotation

import (
	"encoding/binary"
	"fmt"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// NewForeign is a person whom another tool names. It is the same one on every machine, so that a dataset that comes twice brings nobody
// twice. The error: a name is needed.
func NewForeign(name string) (Annotator, error) {
	a := Annotator{Kind: Person}
	err := a.setName(name)
	a.ID = deriveID("foreign", []byte(a.Name))
	return a, err
}

// ForeignStep is what an edit is called that brings in marks that were made elsewhere.
const ForeignStep = "import marks"

// Take gives the edit that brings marks in that were made elsewhere, each held to the scheme by itself. Ranges stay exactly as they are.
// made has for each draft the mark that it becomes, or is already, and refused why it does not become one: a *Duplicate, ErrAgainstScheme,
// or ranges that are empty, out of order or outside the text. The edit has no changes where nothing comes.
func (s *Set) Take(drafts []Draft) (e Edit, made []Span, refused []error) {
	e = NewEdit(ForeignStep)
	made, refused = make([]Span, len(drafts)), make([]error, len(drafts))
	came := make(map[ID]int, len(drafts))
	for i, d := range drafts {
		sp, err := s.foreign(d)
		if k, again := came[sp.ID]; again && err == nil {
			sp, err = made[k], &Duplicate{made[k]}
		}
		if made[i], refused[i] = sp, err; err == nil {
			came[sp.ID] = i
			e.Spans = append(e.Spans, Change[Span]{ID: sp.ID, Document: s.head.Document, After: &made[i]})
		}
	}
	if len(e.Spans) > 0 {
		e.Sets = s.edit(ForeignStep).Sets
	}
	return e, made, refused
}

// foreign is the span that a draft becomes; with a *Duplicate the one that it is already.
func (s *Set) foreign(d Draft) (Span, error) {
	if err := s.checkOrder(d.Ranges); err != nil {
		return Span{}, err
	}
	if err := s.scheme.CheckSpan(d.Label); err != nil {
		return Span{}, err
	}
	for attribute, values := range d.Attributes {
		if err := s.scheme.CheckAttribute(d.Label, attribute, values); err != nil {
			return Span{}, err
		}
	}
	if sp, there := s.same(d.Ranges, d.Label); there {
		return sp, &Duplicate{sp}
	}
	id := s.foreignID(d)
	if s.spans.get(id) != nil { // it was changed by hand since
		id = NewID()
	}
	sp := NewSpan(id, s.head.ID, d.Label, s.text, d.Ranges, OriginImport).underScheme(s.scheme.Version).withAttributes(d.Attributes)
	if d.Note != "" {
		sp = sp.WithNote(d.Note)
	}
	return sp, nil
}

// checkOrder tells whether ranges can be kept as they are.
func (s *Set) checkOrder(ranges []rangeset.Range) error {
	last := text.Pos(0)
	for _, r := range ranges {
		if r.Start < last || r.Empty() {
			return fmt.Errorf("mark %s: empty or out of order", r)
		}
		last = r.End
	}
	return s.checkRanges(ranges)
}

// foreignID names a mark by what it marks, so that it is the same row on every machine that takes in the same dataset. The marks of a set
// lie together in the indexes of a project file.
func (s *Set) foreignID(d Draft) ID {
	bounds := make([]byte, 0, 32)
	for _, r := range d.Ranges {
		bounds = binary.AppendUvarint(binary.AppendUvarint(bounds, uint64(r.Start)), uint64(r.End))
	}
	id := deriveID("foreign", s.head.ID[:], []byte(d.Label.String()), bounds)
	copy(id[:6], s.head.ID[:])
	return id
}

// TakeLink gives the edit that brings in a link that was made elsewhere. Errors: as of AddRelation.
func (s *Set) TakeLink(kind string, from, to ID) (e Edit, err error) {
	e, err = s.AddRelation(kind, from, to, OriginImport)
	if err != nil {
		return e, err
	}
	id := deriveID("foreign link", s.head.ID[:], []byte(kind), from[:], to[:])
	if _, there := s.relations[id]; !there { // else it was changed by hand since
		e.Name, e.Relations[0].ID, e.Relations[0].After.ID = ForeignStep, id, id
	}
	return e, nil
}
