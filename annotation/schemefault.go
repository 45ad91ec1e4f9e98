package annotation

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// SchemeFault is what is wrong with a scheme itself, and where.
type SchemeFault struct {
	Path []any // names of fields and indexes of lists: "labels", 2, "key"
	Says string
}

func (f *SchemeFault) Error() string {
	var b strings.Builder
	for _, p := range f.Path {
		switch p := p.(type) {
		case int:
			fmt.Fprintf(&b, "[%d]", p)
		default:
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			fmt.Fprint(&b, p)
		}
	}
	if b.Len() == 0 {
		return f.Says
	}
	return b.String() + ": " + f.Says
}

// validator walks a scheme and remembers the first fault.
type validator struct {
	scheme *Scheme
	keys   map[string]string // whose each key is
	fault  *SchemeFault
}

// Validate tells what is wrong with the scheme itself; the error is a *SchemeFault.
func (s *Scheme) Validate() error {
	v := &validator{scheme: s, keys: map[string]string{}}
	v.all()
	if v.fault == nil {
		return nil
	}
	return v.fault
}

// at is a path one step further.
func at(path []any, more ...any) []any { return append(slices.Clip(slices.Clone(path)), more...) }

// fail remembers a fault, if it is the first.
func (v *validator) fail(path []any, says string, args ...any) {
	if v.fault == nil {
		v.fault = &SchemeFault{path, fmt.Sprintf(says, args...)}
	}
}

func (v *validator) all() {
	s := v.scheme
	switch {
	case s.Name == "":
		v.fail(at(nil, "name"), "a scheme has a name")
	case s.Version < 1:
		v.fail(at(nil, "version"), "versions count from 1")
	case len(s.Labels) == 0:
		v.fail(at(nil, "labels"), "a scheme has at least one label")
	}
	differ(v, at(nil, "modules"), s.Modules, func(m Module) string { return m.ID })
	for i, m := range s.Modules {
		if m.Name == "" {
			v.fail(at(nil, "modules", i, "name"), "a module has a name")
		}
	}
	differ(v, at(nil, "labels"), s.Labels, func(l Label) string { return l.ID })
	for i := range s.Labels {
		v.label(at(nil, "labels", i), &s.Labels[i])
	}
	differ(v, at(nil, "relations"), s.Relations, func(r RelationType) string { return r.ID })
	for i := range s.Relations {
		v.relation(at(nil, "relations", i), &s.Relations[i])
	}
	v.attributes(at(nil, "document"), s.Document, nil)
}

// isID is what every ID in a scheme keeps to.
var isID = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*$`)

// differ checks the IDs of a list.
func differ[T any](v *validator, path []any, list []T, id func(T) string) {
	seen := map[string]bool{}
	for i, x := range list {
		switch d := id(x); {
		case !isID.MatchString(d):
			v.fail(at(path, i, "id"), "%q is no id: ids are lower-case letters, digits, - and _", d)
		case seen[d]:
			v.fail(at(path, i, "id"), "%q is there already", d)
		default:
			seen[d] = true
		}
	}
}

var (
	isKey    = regexp.MustCompile(`^[1-9]$`)
	isColour = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)
	shapes   = []string{"", "solid", "double", "dotted", "dashed", "wavy"}
)

// FreeKeys are the letters that no command has, for labels.
const FreeKeys = "DFHIQTVWZ"

// key checks a key and that it is nobody else's.
func (v *validator) key(path []any, key, whose string) {
	other, taken := v.keys[key]
	switch {
	case key == "":
	case !isKey.MatchString(key) && (len(key) != 1 || !strings.Contains(FreeKeys, key)):
		v.fail(at(path, "key"), "%q cannot be a label's key: 1 to 9 can, and the letters %s", key, strings.Join(strings.Split(FreeKeys, ""), " "))
	case taken:
		v.fail(at(path, "key"), "key %q is that of %s already", key, other)
	default:
		v.keys[key] = whose
	}
}

func (v *validator) look(path []any, line string, unit Unit) {
	if !slices.Contains(shapes, line) {
		v.fail(at(path, "line"), "%q is no underline: solid, double, dotted, dashed, wavy are", line)
	}
	if !slices.Contains(units, unit) {
		v.fail(at(path, "unit"), "%q is no unit: word, sentence, number, claim, name, attribution are", unit)
	}
}

func (v *validator) module(path []any, module string) {
	if module != "" && !slices.ContainsFunc(v.scheme.Modules, func(m Module) bool { return m.ID == module }) {
		v.fail(at(path, "module"), "there is no module %q", module)
	}
}

func (v *validator) label(path []any, l *Label) {
	if l.Name == "" {
		v.fail(at(path, "name"), "a label has a name")
	}
	if !isColour.MatchString(l.Colour) {
		v.fail(at(path, "colour"), "%q is no colour, as #004680", l.Colour)
	}
	if l.Dark != "" && !isColour.MatchString(l.Dark) {
		v.fail(at(path, "dark"), "%q is no colour, as #4aa3e0", l.Dark)
	}
	v.key(path, l.Key, l.ID)
	v.look(path, l.Line, l.Unit)
	v.attributes(at(path, "attributes"), l.Attributes, nil)
	differ(v, at(path, "roles"), l.Roles, func(r Role) string { return r.ID })
	for i, r := range l.Roles {
		here := at(path, "roles", i)
		switch {
		case r.Name == "":
			v.fail(at(here, "name"), "a role has a name")
		case i == 0 && r.Key != "":
			v.fail(at(here, "key"), "the first role has the label's key, %q", l.Key)
		case i == 0 && (r.Module != "" || r.Retired):
			v.fail(here, "the first role is always there; retire the label instead")
		}
		v.key(here, r.Key, l.ID+"."+r.ID)
		v.look(here, r.Line, r.Unit)
		v.module(here, r.Module)
		v.attributes(at(here, "attributes"), r.Attributes, l.Attributes)
	}
}

// attributes checks a list of them; before are those of the same mark that stand in front of the list.
func (v *validator) attributes(path []any, list, before []Attribute) {
	for i := range list {
		here := at(path, i)
		v.module(here, list[i].Module)
		if f := list[i].validate(slices.Concat(before, list[:i])); f != nil {
			v.fail(at(here, f.Path...), "%s", f.Says)
		}
	}
}

func (v *validator) relation(path []any, r *RelationType) {
	if r.Name == "" {
		v.fail(at(path, "name"), "a relation has a name")
	}
	for field, ends := range map[string][]string{"from": r.From, "to": r.To} {
		if len(ends) == 0 {
			v.fail(at(path, field), "a relation goes from labels, and to labels")
		}
		for i, end := range ends {
			if !v.scheme.hasEnd(end) {
				v.fail(at(path, field, i), "there is no label %q", end)
			}
		}
	}
	v.module(path, r.Module)
	switch {
	case !slices.Contains(positions, r.Position):
		v.fail(at(path, "position"), "%q is no position: part, inside, holds, compared are", r.Position)
	case r.Least < 0:
		v.fail(at(path, "least"), "%d is less than nothing", r.Least)
	case r.Most < 0 || r.Most > 0 && r.Most < r.Least:
		v.fail(at(path, "most"), "at least %d and at most %d cannot be", r.Least, r.Most)
	case r.Symmetric && r.Acyclic:
		v.fail(at(path, "acyclic"), "what says the same in both directions leads back to where it began")
	}
}

// hasEnd tells whether there is such a label, written "label" or "label.role".
func (s *Scheme) hasEnd(end string) bool {
	id, role, hasRole := strings.Cut(end, ".")
	l, ok := s.Label(id)
	if !ok || !hasRole {
		return ok
	}
	_, ok = l.Role(role)
	return ok
}
