package annotation

import (
	"errors"
	"fmt"
	"slices"
)

// ErrOthers: the row belongs to somebody else's set, which they alone change.
var ErrOthers = errors.New("it is somebody else's")

// Past is a set as it was after an earlier edit.
type Past struct {
	Head      SetHead // that of a set before its first mark where it had no row
	Spans     []Span
	Relations []Relation
}

// Span finds a span.
func (p Past) Span(id ID) (Span, bool) {
	if i := slices.IndexFunc(p.Spans, func(sp Span) bool { return sp.ID == id }); i >= 0 {
		return p.Spans[i], true
	}
	return Span{}, false
}

// RestoreSpan gives a span the value that it had, and takes out one that was not there. One that was deleted since comes back with the
// links that it had, where the other end lives and the scheme still takes them. The edit has no changes when all is so already.
// Errors: ErrOthers; ErrNotFound, where the span neither was nor is; Duplicate; ErrAgainstScheme, also of links made by hand that a
// living span has now.
func (s *Set) RestoreSpan(past Past, id ID) (Edit, error) {
	if past.Head.ID != s.head.ID {
		return Edit{}, fmt.Errorf("restore mark %s: %w", id, ErrOthers)
	}
	then, was := past.Span(id)
	now, is := s.Span(id)
	switch {
	case !was && !is:
		return Edit{}, fmt.Errorf("restore mark %s: %w", id, ErrNotFound)
	case !was:
		e, err := s.RemoveSpan(id)
		e.Name = "restore " + now.Label().String() // to before it was made
		return e, err
	case is && equal(&now, &then):
		return NewEdit("restore " + then.Label().String()), nil
	}
	if err := s.scheme.opened().checkMark(then); err != nil {
		return Edit{}, err
	}
	if there, ok := s.same(then.Ranges(), then.Label()); ok && there.ID != id {
		return Edit{}, &Duplicate{there}
	}
	e := s.edit("restore " + then.Label().String())
	c := Change[Span]{ID: id, Document: s.head.Document, After: &then}
	if !is {
		e.Relations = s.linksBack(past, then)
	} else {
		c.Before = &now
		var err error
		if e.Relations, err = s.unfit(id, then.Label()); err != nil {
			return Edit{}, err
		}
	}
	e.Spans = []Change[Span]{c}
	return e, nil
}

// unfit takes out the links of a span that would be against the scheme under another label, where they followed from positions. The
// error is ErrAgainstScheme where one was made by hand.
func (s *Set) unfit(id ID, l LabelRole) (out []Change[Relation], err error) {
	for _, r := range s.Relations(id) {
		from, to := s.spans.get(r.From).Label(), s.spans.get(r.To).Label()
		if r.From == id {
			from = l
		}
		if r.To == id {
			to = l
		}
		err := s.scheme.CheckRelation(r.Type, from, to)
		switch {
		case err != nil && r.Origin != OriginRule:
			return nil, err
		case err != nil:
			out = append(out, Change[Relation]{ID: r.ID, Document: s.head.Document, Before: &r})
		}
	}
	return out, nil
}

// linksBack brings back the links that a span had with spans that live.
func (s *Set) linksBack(past Past, sp Span) (out []Change[Relation]) {
	open := s.scheme.opened()
	label := func(id ID) (LabelRole, bool) {
		if id == sp.ID {
			return sp.Label(), true
		}
		other, ok := s.Span(id)
		if !ok {
			return LabelRole{}, false
		}
		return other.Label(), true
	}
	for _, r := range past.Relations {
		from, okFrom := label(r.From)
		to, okTo := label(r.To)
		if r.From != sp.ID && r.To != sp.ID || !okFrom || !okTo || open.CheckRelation(r.Type, from, to) != nil || s.checkLink(r) != nil {
			continue
		}
		out = append(out, Change[Relation]{ID: r.ID, Document: s.head.Document, After: &r})
		s.addRelation(r) // the next is held against it too
		defer s.removeRelation(r)
	}
	return out
}

// Restore makes the whole set what it was. The edit has no changes when it is that already. Errors: ErrOthers; ErrAgainstScheme, where
// the scheme no longer takes a mark or a link of the past.
func (s *Set) Restore(past Past) (Edit, error) {
	e := NewEdit("restore the marks")
	if past.Head.ID != s.head.ID {
		return Edit{}, fmt.Errorf("restore the marks: %w", ErrOthers)
	}
	if err := s.checkPast(past); err != nil {
		return Edit{}, err
	}
	if !equal(&s.head, &past.Head) {
		e.Sets = s.headChange(past.Head)
	}
	e.Spans = restored(s.head.Document, s.Spans(), past.Spans, func(sp Span) ID { return sp.ID })
	now := make([]Relation, 0, len(s.relations))
	for _, r := range s.relations {
		now = append(now, r)
	}
	e.Relations = restored(s.head.Document, now, past.Relations, func(r Relation) ID { return r.ID })
	return e, nil
}

// checkPast holds a past against the scheme of today; what was retired since stays where it was given.
func (s *Set) checkPast(past Past) error {
	open, labels := s.scheme.opened(), map[ID]LabelRole{}
	for _, sp := range past.Spans {
		if err := open.checkMark(sp); err != nil {
			return err
		}
		labels[sp.ID] = sp.Label()
	}
	for _, r := range past.Relations {
		if err := open.CheckRelation(r.Type, labels[r.From], labels[r.To]); err != nil {
			return err
		}
	}
	return nil
}

// restored are the changes that make rows what they were.
func restored[T any](document ID, now, then []T, id func(T) ID) (out []Change[T]) {
	before := map[ID]*T{}
	for i := range now {
		before[id(now[i])] = &now[i]
	}
	for i := range then {
		c := Change[T]{ID: id(then[i]), Document: document, Before: before[id(then[i])], After: &then[i]}
		if delete(before, c.ID); !equal(c.Before, c.After) {
			out = append(out, c)
		}
	}
	for i := range now {
		if b, gone := before[id(now[i])]; gone {
			out = append(out, Change[T]{ID: id(now[i]), Document: document, Before: b})
		}
	}
	return out
}
