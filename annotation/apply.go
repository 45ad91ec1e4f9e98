package annotation

import "fmt"

// Apply takes an edit's changes of this set in; changes of other sets are passed over. It is ErrStale, and the set is
// as it was, when a row is not what the edit expects.
func (s *Set) Apply(e Edit) error {
	mine, err := s.check(s.mine(e))
	if err != nil {
		return fmt.Errorf("%s: %w", e.Name, err)
	}
	for _, c := range mine.Sets {
		if s.stored = c.After != nil; s.stored {
			s.head = *c.After
		} else {
			s.head.Status, s.head.Attributes = Todo, nil
		}
	}
	for _, c := range mine.Relations {
		if c.Before != nil {
			s.removeRelation(*c.Before)
		}
	}
	for _, c := range mine.Spans {
		if c.Before != nil {
			s.removeSpan(c.ID)
		}
		if c.After != nil {
			s.addSpan(*c.After)
		}
	}
	for _, c := range mine.Relations {
		if c.After != nil {
			s.addRelation(*c.After)
		}
	}
	return nil
}

// mine is the part of an edit that belongs to this set.
func (s *Set) mine(e Edit) (m Edit) {
	for _, c := range e.Sets {
		if c.ID == s.head.ID {
			m.Sets = append(m.Sets, c)
		}
	}
	for _, c := range e.Spans {
		if v := either(c); v.Set() == s.head.ID {
			m.Spans = append(m.Spans, c)
		}
	}
	for _, c := range e.Relations {
		if v := either(c); v.Set == s.head.ID {
			m.Relations = append(m.Relations, c)
		}
	}
	return m
}

func either[T any](c Change[T]) *T {
	if c.After != nil {
		return c.After
	}
	return c.Before
}

// check holds an edit against what is there, and gives it with one change a row.
func (s *Set) check(e Edit) (Edit, error) {
	var err error
	e.Sets, err = net(KindSet, e.Sets, func(ID) *SetHead {
		if s.stored {
			return &s.head
		}
		return nil
	})
	if err == nil {
		e.Spans, err = net(KindSpan, e.Spans, s.spans.get)
	}
	if err == nil {
		e.Relations, err = net(KindRelation, e.Relations, func(id ID) *Relation {
			if r, ok := s.relations[id]; ok {
				return &r
			}
			return nil
		})
	}
	if err == nil {
		err = s.checkEnds(e)
	}
	return e, err
}

// net makes one change of several of a row, each of which must follow from the one before, and the first from what is there.
func net[T any](kind Kind, cs []Change[T], have func(ID) *T) (out []Change[T], err error) {
	if len(cs) == 0 {
		return nil, nil
	}
	place := map[ID]int{}
	for _, c := range cs {
		i, again := place[c.ID]
		now := have(c.ID)
		if again {
			now = out[i].After
		}
		if !equal(now, c.Before) {
			return nil, &Stale{Kind: kind, Row: c.ID}
		}
		if again {
			out[i].After = c.After
			continue
		}
		place[c.ID] = len(out)
		out = append(out, c)
	}
	return out, nil
}

// byID finds changes, of which there is one a row.
func byID[T any](cs []Change[T]) map[ID]Change[T] {
	out := make(map[ID]Change[T], len(cs))
	for _, c := range cs {
		out[c.ID] = c
	}
	return out
}

// checkEnds sees to it that no relation is left without an end.
func (s *Set) checkEnds(e Edit) error {
	spans, relations := byID(e.Spans), byID(e.Relations)
	stays := func(id ID) bool {
		if c, changed := spans[id]; changed {
			return c.After != nil
		}
		return s.spans.get(id) != nil
	}
	leaves := func(id, end ID) bool {
		c, changed := relations[id]
		return changed && (c.After == nil || c.After.From != end && c.After.To != end)
	}
	for _, c := range e.Spans {
		if c.After != nil {
			continue
		}
		for _, id := range s.links[c.ID] {
			if !leaves(id, c.ID) {
				return &Stale{Kind: KindRelation, Row: id}
			}
		}
	}
	for _, c := range e.Relations {
		if c.After != nil && !(stays(c.After.From) && stays(c.After.To)) {
			return &Stale{Kind: KindRelation, Row: c.ID}
		}
	}
	return nil
}
