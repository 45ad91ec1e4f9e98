package annotation

import (
	"errors"
	"fmt"
	"slices"
)

// Migration changes a scheme under marks that are there: the scheme that comes next, and where marks go that it would not take as
// they are. NewMigration begins one; each of the methods that return an error adds an act, and where an act cannot be the migration
// is as it was. Labels may be added to Next between acts. Of tells what becomes of a set.
//
// Marks refer to ids, so that other names, colours and keys touch none of them; Next may have those too.
type Migration struct {
	Next Scheme // its version is that of the scheme that it began with

	acts      []string
	spans     []spanMove
	relations []relationMove
}

// NewMigration changes nothing yet.
func NewMigration(s *Scheme) *Migration { return &Migration{Next: s.clone()} }

// Name is what undo calls it: its one act, or that the scheme changes.
func (m *Migration) Name() string {
	if len(m.acts) == 1 {
		return m.acts[0]
	}
	return "change the scheme"
}

// Moves tells whether marks or links may change by it.
func (m *Migration) Moves() bool { return len(m.acts) > 0 }

// Merge gives the marks of one label another, and retires the first. Links may then end at the other label wherever they might at the
// first. A label without a role stands for all that it has, and its marks go to the head and to the roles of the same id.
func (m *Migration) Merge(from, into LabelRole) error {
	return m.act(fmt.Sprintf("merge %s into %s", from, into), func(next *Scheme) ([]spanMove, error) {
		moves, err := next.merging(from, into)
		if err != nil {
			return nil, err
		}
		for _, v := range moves {
			next.takeOver(v.of, v.to)
		}
		return moves, next.retire(from)
	})
}

// Retire has a label, or one of its roles, given no more. Its marks stay as they are, and its key is free.
func (m *Migration) Retire(l LabelRole) error {
	return m.act(fmt.Sprintf("retire %s", l), func(next *Scheme) ([]spanMove, error) {
		parts, err := next.parts(l)
		if err != nil {
			return nil, err
		}
		var moves []spanMove
		for _, part := range parts {
			moves = append(moves, spanMove{of: part, to: part})
		}
		return moves, next.retire(l)
	})
}

// RemoveValue takes a value out of the list of an attribute. Marks that have it get the other value instead; where instead is empty they
// lose it. A label without a role stands for an attribute of all its roles.
func (m *Migration) RemoveValue(of LabelRole, attribute, value, instead string) error {
	name := fmt.Sprintf("remove %s %s of %s", attribute, value, of)
	if instead != "" {
		name = fmt.Sprintf("merge %s %s of %s into %s", attribute, value, of, instead)
	}
	return m.act(name, func(next *Scheme) ([]spanMove, error) {
		list, i, parts, err := next.attribute(of, attribute)
		if err != nil {
			return nil, err
		}
		if err := (*list)[i].removeValue(value, instead); err != nil {
			return nil, err
		}
		for _, others := range next.besides(of.Label, list) {
			for k := range *others {
				(*others)[k].When.replace(attribute, value, instead)
			}
		}
		return movesOf(parts, spanMove{attribute: attribute, value: value, instead: instead}), nil
	})
}

// RemoveAttribute takes an attribute out of the scheme, and its values from the marks. A label without a role stands for an attribute of
// all its roles.
func (m *Migration) RemoveAttribute(of LabelRole, attribute string) error {
	return m.act(fmt.Sprintf("remove %s of %s", attribute, of), func(next *Scheme) ([]spanMove, error) {
		list, i, parts, err := next.attribute(of, attribute)
		if err != nil {
			return nil, err
		}
		*list = slices.Delete(*list, i, i+1)
		return movesOf(parts, spanMove{attribute: attribute}), nil
	})
}

// Split gives the marks of a label other labels by the values of an attribute; a mark without a value counts as the default says. The
// values that went are then no more to be given under the first label. The attribute stays on the marks where their new label has it.
func (m *Migration) Split(of LabelRole, attribute string, into map[string]LabelRole) error {
	return m.act(fmt.Sprintf("split %s by %s", of, attribute), func(next *Scheme) ([]spanMove, error) {
		list, i, _, err := next.attribute(of, attribute)
		if err == nil {
			err = next.checkLabel(of)
		}
		if err != nil {
			return nil, err
		}
		moves, err := next.splitting(of, (*list)[i], into)
		if err != nil {
			return nil, err
		}
		if own := next.roleList(of); list == own {
			withoutValues(list, i, into)
		}
		return moves, nil
	})
}

// Narrow gives a type of relation other ends, and says how many go from one mark at most; nil ends stay as they are, and 0 is any number.
// Links that no longer fit go. Where there are too many from a mark, the oldest stay.
func (m *Migration) Narrow(relation string, from, to []string, most int) error {
	return m.act("narrow "+relation, func(next *Scheme) ([]spanMove, error) {
		t, err := next.relationType(relation)
		if err != nil {
			return nil, err
		}
		if from != nil {
			t.From = slices.Clone(from)
		}
		if to != nil {
			t.To = slices.Clone(to)
		}
		t.Most = most
		return nil, nil
	})
}

// MergeRelations makes the links of one type such of another, and retires the first. Links that the other does not take go.
func (m *Migration) MergeRelations(from, into string) error {
	err := m.act(fmt.Sprintf("merge %s into %s", from, into), func(next *Scheme) ([]spanMove, error) {
		a, err := next.relationType(from)
		if err != nil {
			return nil, err
		}
		b, err := next.relationType(into)
		switch {
		case err != nil:
			return nil, err
		case a == b || b.Retired:
			return nil, fmt.Errorf("links cannot become %s: it is retired or the same", into)
		}
		a.Retired = true
		return nil, nil
	})
	if err == nil {
		m.relations = append(m.relations, relationMove{from, into})
	}
	return err
}

// RemoveRelation retires a type of relation and takes all its links out.
func (m *Migration) RemoveRelation(relation string) error {
	err := m.act("remove "+relation, func(next *Scheme) ([]spanMove, error) {
		t, err := next.relationType(relation)
		if err == nil {
			t.Retired = true
		}
		return nil, err
	})
	if err == nil {
		m.relations = append(m.relations, relationMove{of: relation})
	}
	return err
}

// act changes the next scheme and says where spans move. When that fails, or leaves no valid scheme, nothing has changed.
func (m *Migration) act(name string, do func(next *Scheme) ([]spanMove, error)) error {
	next := m.Next.clone()
	moves, err := do(&next)
	if err == nil {
		err = next.Validate()
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	m.Next = next
	m.acts = append(m.acts, name)
	m.spans = append(m.spans, moves...)
	return nil
}

// movesOf is the same move of several labels.
func movesOf(parts []LabelRole, v spanMove) []spanMove {
	out := make([]spanMove, len(parts))
	for i, part := range parts {
		v.of, v.to = part, part
		out[i] = v
	}
	return out
}

// merging tells where the marks of a label go when it becomes another.
func (s *Scheme) merging(from, into LabelRole) ([]spanMove, error) {
	parts, err := s.parts(from)
	if err != nil {
		return nil, err
	}
	if _, err := s.parts(into); err != nil {
		return nil, err
	}
	var out []spanMove
	for i, part := range parts {
		to := s.counterpart(part, i == 0 && from.Role == "", into)
		if _, role := s.place(part); s.checkLabel(to) != nil && from.Role == "" && role != nil && role.Retired {
			continue // its marks stay where they are, as they did when it was retired
		}
		if err := s.checkTarget(part, to); err != nil {
			return nil, err
		}
		out = append(out, spanMove{of: part, to: to})
	}
	return out, nil
}

// counterpart is what a part of another label is in this one.
func (s *Scheme) counterpart(part LabelRole, head bool, into LabelRole) LabelRole {
	label, _ := s.Label(into.Label)
	switch {
	case into.Role != "" || len(label.Roles) == 0:
		return into
	case head:
		return label.Head()
	}
	return LabelRole{into.Label, part.Role}
}

// checkTarget tells whether marks of one label can become such of another.
func (s *Scheme) checkTarget(of, to LabelRole) error {
	if of == to {
		return fmt.Errorf("%s cannot become what it is", of)
	}
	return s.CheckSpan(to)
}

// splitting tells where the marks of a label go by an attribute's values, in the order of its list.
func (s *Scheme) splitting(of LabelRole, a Attribute, into map[string]LabelRole) ([]spanMove, error) {
	values := a.ids()
	for v := range into {
		if !slices.Contains(values, v) {
			return nil, fmt.Errorf("attribute %q has no value %q", a.ID, v)
		}
	}
	var out []spanMove
	for _, v := range values {
		to, moves := into[v]
		if !moves {
			continue
		}
		if err := s.checkTarget(of, to); err != nil {
			return nil, err
		}
		s.takeOver(of, to)
		out = append(out, spanMove{of: of, attribute: a.ID, value: v, to: to, byDefault: slices.Contains(a.Default, v)})
	}
	if len(out) == 0 {
		return nil, errors.New("no value is to become another label")
	}
	return out, nil
}
