package app

import (
	"strings"

	"rubricator/annotation"
)

// migrationAct is a change of the scheme that moves marks or links.
type migrationAct struct {
	name string
	into []target // what it can go into; none: into nothing
	run  func(into string) error
}

// target is what marks can go into.
type target struct{ name, id string }

// migrationActs are the acts on marks that a part of the scheme offers.
func migrationActs(m *annotation.Migration, p schemePart) []migrationAct {
	s := &m.Next
	switch {
	case p.retired || p.of.Label == "" && p.relation == "": // nothing moves where marks have none of it
		return nil
	case p.value != "":
		return []migrationAct{{"Give another value instead…", append(otherValues(s, p), target{"None: marks lose it", ""}), func(instead string) error {
			return m.RemoveValue(p.of, p.attribute, p.value, instead)
		}}}
	case p.attribute != "":
		acts := []migrationAct{{name: "Take off all marks", run: func(string) error { return m.RemoveAttribute(p.of, p.attribute) }}}
		if a, ok := attributeOf(s, p); ok && a.Kind == annotation.OneOf && isOneKind(s, p.of) {
			acts = append(acts, migrationAct{name: "Split the label by it", run: func(string) error { return splitByValues(m, p, a) }})
		}
		return acts
	case p.relation != "":
		return []migrationAct{
			{"Make such links…", otherRelations(s, p.relation), func(into string) error { return m.MergeRelations(p.relation, into) }},
			{name: "Retire, links too", run: func(string) error { return m.RemoveRelation(p.relation) }},
		}
	case p.of.Label != "":
		return []migrationAct{
			{"Merge into…", otherLabels(s, p.of), func(into string) error {
				label, role, _ := strings.Cut(into, ".")
				return m.Merge(p.of, annotation.LabelRole{Label: label, Role: role})
			}},
			{name: "Retire", run: func(string) error { return m.Retire(p.of) }},
		}
	}
	return nil
}

// isOneKind tells whether marks of the label can be one thing alone, so that it can be split as a whole.
func isOneKind(s *annotation.Scheme, of annotation.LabelRole) bool {
	l, _ := s.Label(of.Label)
	return of.Role != "" || len(l.Roles) == 0
}

// isRetired tells whether a part is retired in a scheme.
func isRetired(s *annotation.Scheme, p schemePart) bool {
	switch {
	case p.relation != "":
		t, _ := s.RelationType(p.relation)
		return t.Retired
	case p.attribute != "":
		return true // retired by its own switch, which no act moves
	}
	l, _ := s.Label(p.of.Label)
	r, _ := l.Role(p.of.Role)
	return l.Retired || r.Retired
}

// otherLabels are what marks of a label or role can become: other labels in one of their roles, and of a whole label also another part
// by part.
func otherLabels(s *annotation.Scheme, of annotation.LabelRole) []target {
	var out []target
	for _, l := range s.Labels {
		if l.Retired || l.ID == of.Label && of.Role == "" {
			continue
		}
		if of.Role == "" && len(l.Roles) > 1 {
			out = append(out, target{l.Name + ", part by part", l.ID})
		}
		for _, to := range rolesOf(l) {
			if to != of {
				out = append(out, target{s.NameOf(to), to.String()})
			}
		}
	}
	return out
}

// rolesOf are what marks of a label can be.
func rolesOf(l annotation.Label) []annotation.LabelRole {
	if len(l.Roles) == 0 {
		return []annotation.LabelRole{l.Head()}
	}
	var out []annotation.LabelRole
	for _, r := range l.Roles {
		if !r.Retired {
			out = append(out, annotation.LabelRole{Label: l.ID, Role: r.ID})
		}
	}
	return out
}

func otherRelations(s *annotation.Scheme, of string) []target {
	var out []target
	for _, t := range s.Relations {
		if t.ID != of && !t.Retired {
			out = append(out, target{t.Name, t.ID})
		}
	}
	return out
}

func otherValues(s *annotation.Scheme, p schemePart) []target {
	a, _ := attributeOf(s, p)
	var out []target
	for _, v := range choicesOf(a) {
		if v.ID != p.value {
			out = append(out, target{nameOf(v), v.ID})
		}
	}
	return out
}

// attributeOf is the attribute that a part is or belongs to.
func attributeOf(s *annotation.Scheme, p schemePart) (annotation.Attribute, bool) {
	l, _ := s.Label(p.of.Label)
	r, _ := l.Role(p.of.Role)
	for _, a := range append(append([]annotation.Attribute{}, l.Attributes...), r.Attributes...) {
		if a.ID == p.attribute {
			return a, true
		}
	}
	return annotation.Attribute{}, false
}

// splitByValues makes a label of each value of an attribute, and gives the marks that have it that label.
func splitByValues(m *annotation.Migration, p schemePart, a annotation.Attribute) error {
	done := m.Clone()
	from, _ := done.Next.Label(p.of.Label)
	into := map[string]annotation.LabelRole{}
	for _, v := range choicesOf(a) {
		b := &partBuilder{scheme: &done.Next}
		name, id := fresh(from.Name+" "+nameOf(v), done.Next.Labels, func(l annotation.Label) string { return l.ID })
		done.Next.Labels = append(done.Next.Labels, annotation.Label{ID: id, Name: name, Key: b.freeKey(), Colour: from.Colour, Dark: from.Dark, Line: from.Line, Unit: from.Unit, Definition: v.Definition})
		into[v.ID] = annotation.LabelRole{Label: id}
	}
	err := done.Split(p.of, a.ID, into)
	if err == nil {
		*m = *done
	}
	return err
}
