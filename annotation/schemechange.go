package annotation

import (
	"encoding/json"
	"fmt"
	"slices"
)

// clone is a copy that shares nothing.
func (s *Scheme) clone() (out Scheme) {
	b, err := marshal(s)
	if err == nil {
		err = json.Unmarshal(b, &out)
	}
	if err != nil {
		panic(fmt.Sprintf("copy scheme %q: %v", s.Name, err)) // a scheme is always written and read
	}
	return out
}

// checkLabel tells whether there is such a label with such a role, retired or not.
func (s *Scheme) checkLabel(l LabelRole) error {
	label, ok := s.Label(l.Label)
	if _, hasRole := label.Role(l.Role); ok && (hasRole || l.Role == "" && len(label.Roles) == 0) {
		return nil
	}
	return fmt.Errorf("%w %q: it has no label %q", ErrAgainstScheme, s.Name, l)
}

// parts is what a label stands for: itself, or each of its roles where none is named.
func (s *Scheme) parts(l LabelRole) ([]LabelRole, error) {
	label, ok := s.Label(l.Label)
	if !ok || l.Role != "" || len(label.Roles) == 0 {
		return []LabelRole{l}, s.checkLabel(l)
	}
	var out []LabelRole
	for _, r := range label.Roles {
		out = append(out, LabelRole{l.Label, r.ID})
	}
	return out, nil
}

// place finds a label to be changed, and the role in it; role is nil where none is named.
func (s *Scheme) place(l LabelRole) (label *Label, role *Role) {
	label = &s.Labels[slices.IndexFunc(s.Labels, func(x Label) bool { return x.ID == l.Label })]
	if i := slices.IndexFunc(label.Roles, func(r Role) bool { return r.ID == l.Role }); i >= 0 {
		role = &label.Roles[i]
	}
	return label, role
}

// retire has a label or a role that is there given no more, and frees its keys.
func (s *Scheme) retire(l LabelRole) error {
	label, role := s.place(l)
	switch {
	case role == nil || label.onlyRole(role):
		label.Retired, label.Key = true, ""
		for i := range label.Roles {
			label.Roles[i].Key = ""
		}
	case role == &label.Roles[0]:
		return fmt.Errorf("%s is the head of %s, which has other parts: they have to go first, or all of it at once", l, l.Label)
	default:
		role.Retired, role.Key = true, ""
	}
	return nil
}

// onlyRole tells that the label's other roles are all retired.
func (l *Label) onlyRole(role *Role) bool {
	return !slices.ContainsFunc(l.Roles, func(r Role) bool { return r.ID != role.ID && !r.Retired })
}

// takeOver lets relations end at one label wherever they may end at another.
func (s *Scheme) takeOver(from, into LabelRole) {
	for i := range s.Relations {
		t := &s.Relations[i]
		for _, ends := range []*[]string{&t.From, &t.To} {
			if hasEnd(*ends, from) && !hasEnd(*ends, into) {
				*ends = append(*ends, into.String())
			}
		}
	}
}

// relationType finds a type of relation to be changed.
func (s *Scheme) relationType(id string) (*RelationType, error) {
	i := slices.IndexFunc(s.Relations, func(r RelationType) bool { return r.ID == id })
	if i < 0 {
		return nil, fmt.Errorf("%w %q: it has no relation %q", ErrAgainstScheme, s.Name, id)
	}
	return &s.Relations[i], nil
}

// roleList is the list of the attributes that marks of one label and role alone have.
func (s *Scheme) roleList(l LabelRole) *[]Attribute {
	label, role := s.place(l)
	if role == nil {
		return &label.Attributes
	}
	return &role.Attributes
}

// attribute finds the list that has an attribute of a label, its place there, and whose marks have it.
func (s *Scheme) attribute(l LabelRole, id string) (list *[]Attribute, i int, parts []LabelRole, err error) {
	if _, err := s.parts(l); err != nil {
		return nil, 0, nil, err
	}
	has := func(list *[]Attribute) bool {
		i = slices.IndexFunc(*list, func(a Attribute) bool { return a.ID == id })
		return i >= 0
	}
	if list = s.roleList(l); l.Role != "" && has(list) {
		return list, i, []LabelRole{l}, nil
	}
	label, _ := s.place(l)
	if list = &label.Attributes; has(list) {
		parts, err = s.parts(LabelRole{Label: l.Label})
		return list, i, parts, err
	}
	return nil, 0, nil, fmt.Errorf("%w %q: %s has no attribute %q", ErrAgainstScheme, s.Name, l, id)
}

// besides are the lists whose attributes may depend on those of one list of the label: itself, and the roles' on the label's.
func (s *Scheme) besides(label string, list *[]Attribute) []*[]Attribute {
	l, _ := s.place(LabelRole{Label: label})
	out := []*[]Attribute{list}
	for i := range l.Roles {
		if list == &l.Attributes {
			out = append(out, &l.Roles[i].Attributes)
		}
	}
	return out
}

// ids are the values of a list, or yes and no.
func (a *Attribute) ids() (out []string) {
	if a.Kind == YesNo {
		return []string{"yes", "no"}
	}
	for _, v := range a.Values {
		out = append(out, v.ID)
	}
	return out
}

// removeValue takes a value out of the list; the default has the other instead.
func (a *Attribute) removeValue(value, instead string) error {
	i := slices.IndexFunc(a.Values, func(v Value) bool { return v.ID == value })
	if i < 0 {
		return fmt.Errorf("attribute %q has no value %q", a.ID, value)
	}
	a.Values = slices.Delete(a.Values, i, i+1)
	if instead != "" {
		if err := a.checkValue(instead); err != nil {
			return err
		}
	}
	a.Default = replaced(a.Default, value, instead)
	return nil
}

// replace has the condition hold for another value.
func (c *Condition) replace(attribute, value, instead string) {
	if c != nil && c.Attribute == attribute {
		c.Values = replaced(c.Values, value, instead)
	}
}

// replaced is a list of values with another instead of one, each once; where instead is empty it is left out.
func replaced(values []string, value, instead string) []string {
	if !slices.Contains(values, value) {
		return values
	}
	var out []string
	for _, v := range values {
		if v == value {
			v = instead
		}
		if v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// withoutValues takes values that no mark has any more out of an attribute; where none are left it goes.
func withoutValues(list *[]Attribute, i int, gone map[string]LabelRole) {
	a := &(*list)[i]
	left := slices.DeleteFunc(a.ids(), func(v string) bool { _, is := gone[v]; return is })
	if len(left) == 0 {
		*list = slices.Delete(*list, i, i+1)
		return
	}
	a.Values = slices.DeleteFunc(a.Values, func(v Value) bool { return !slices.Contains(left, v.ID) })
	if a.Kind.isList() {
		a.Default = slices.DeleteFunc(a.Default, func(v string) bool { return !slices.Contains(left, v) })
	}
}
