package annotation

// Choice is what a key marks: a label in one of its roles.
type Choice struct {
	LabelRole
	Name       string // as chips and menus show it
	Key        string // "1" to "9", a free letter, or empty
	Unit       Unit
	Definition string
	Part       bool // it is another role than its label's head
}

// Choices gives what can be marked: each label by its head and its other roles, in the order of the scheme, without what is
// retired or switched off.
func (s *Scheme) Choices() []Choice {
	var out []Choice
	for _, l := range s.Labels {
		if l.Retired {
			continue
		}
		if len(l.Roles) == 0 {
			out = append(out, Choice{l.Head(), l.Name, l.Key, l.Unit, l.Definition, false})
		}
		for i, r := range l.Roles {
			c := Choice{LabelRole{l.ID, r.ID}, r.Name, r.Key, r.Unit, r.Definition, i > 0}
			if i == 0 {
				c.Name, c.Key, c.Unit = l.Name, l.Key, l.Unit
			}
			if !r.Retired && s.IsOn(r.Module) {
				out = append(out, c)
			}
		}
	}
	return out
}

// Choice finds what marks are given this label and role by.
func (s *Scheme) Choice(l LabelRole) (Choice, bool) {
	for _, c := range s.Choices() {
		if c.LabelRole == l {
			return c, true
		}
	}
	return Choice{}, false
}

// NameOf is a label and role as people read it: the label's name for its head, else both names.
func (s *Scheme) NameOf(l LabelRole) string {
	label, ok := s.Label(l.Label)
	if !ok {
		return l.String()
	}
	role, ok := label.Role(l.Role)
	if !ok || l == label.Head() {
		return label.Name
	}
	return label.Name + " · " + role.Name
}
