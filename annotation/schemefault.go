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

// validator walks a scheme and gathers its faults.
type validator struct {
	scheme *Scheme
	keys   map[string]string // whose each key is
	faults []*SchemeFault
}

// Validate tells the first that is wrong with the scheme itself; the error is a *SchemeFault.
func (s *Scheme) Validate() error {
	if faults := s.Faults(); len(faults) > 0 {
		return faults[0]
	}
	return nil
}

// Faults gives all that is wrong with the scheme itself, for who mends it in one go.
func (s *Scheme) Faults() []*SchemeFault {
	v := &validator{scheme: s, keys: map[string]string{}}
	v.all()
	return v.faults
}

// at is a path one step further.
func at(path []any, more ...any) []any { return append(slices.Clip(slices.Clone(path)), more...) }

func (v *validator) fail(path []any, says string, args ...any) {
	v.faults = append(v.faults, &SchemeFault{path, fmt.Sprintf(says, args...)})
}

func (v *validator) all() {
	s := v.scheme
	if s.Name == "" {
		v.fail(at(nil, "name"), "a scheme has a name")
	}
	if s.Version < 1 {
		v.fail(at(nil, "version"), "versions count from 1")
	}
	if len(s.Labels) == 0 {
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
		if r.Name == "" {
			v.fail(at(here, "name"), "a role has a name")
		}
		if i == 0 && r.Key != "" {
			v.fail(at(here, "key"), "the first role has the label's key, %q", l.Key)
		}
		if i == 0 && (r.Module != "" || r.Retired) {
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
		for _, f := range list[i].faults(slices.Concat(before, list[:i])) {
			v.fail(at(here, f.Path...), "%s", f.Says)
		}
	}
}

func (v *validator) relation(path []any, r *RelationType) {
	if r.Name == "" {
		v.fail(at(path, "name"), "a relation has a name")
	}
	v.ends(at(path, "from"), r.From)
	v.ends(at(path, "to"), r.To)
	v.module(path, r.Module)
	if !slices.Contains(positions, r.Position) {
		v.fail(at(path, "position"), "%q is no position: part, inside, holds, compared are", r.Position)
	}
	switch {
	case r.Least < 0:
		v.fail(at(path, "least"), "%d is less than nothing", r.Least)
	case r.Most < 0 || r.Most > 0 && r.Most < r.Least:
		v.fail(at(path, "most"), "at least %d and at most %d cannot be", r.Least, r.Most)
	}
	if r.Symmetric && r.Acyclic {
		v.fail(at(path, "acyclic"), "what says the same in both directions leads back to where it began")
	}
}

func (v *validator) ends(path []any, ends []string) {
	if len(ends) == 0 {
		v.fail(path, "a relation goes from labels, and to labels")
	}
	for i, end := range ends {
		if !v.scheme.hasEnd(end) {
			v.fail(at(path, i), "there is no label %q", end)
		}
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
