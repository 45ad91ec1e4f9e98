package interchange

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"rubricator/annotation"
)

// Mapping says what becomes of the names of a dataset. What it does not speak of goes by its name, see Matching.
type Mapping struct {
	Labels     map[string]string `json:"labels,omitempty"`     // their label: ours, as "attribution.source", or Dropped or Made
	Relations  map[string]string `json:"relations,omitempty"`  // their type: ours, or Dropped or Made
	Attributes map[string]string `json:"attributes,omitempty"` // their attribute: ours, or Dropped or Made
	Annotators map[string]string `json:"annotators,omitempty"` // their name: that of somebody in the project; "" is who is not named
}

// What a name can be mapped to beside one of ours.
const (
	Dropped = "drop" // what has it is left out
	Made    = "make" // the scheme gets it
)

// Fate is what becomes of what has a name.
type Fate int

// The fates.
const (
	Unmapped Fate = iota // neither the mapping nor the scheme knows the name
	Left                 // it is left out, as the mapping says
	Mapped
)

// Matching finds for the names of a dataset those of a scheme: by a mapping, else the one that reads the same but for case and signs.
// "ATTRIBUTION_SOURCE" is attribution.source, and so is its name for people.
type Matching struct {
	scheme     *annotation.Scheme
	mapping    Mapping
	labels     map[string]annotation.LabelRole // by their names, folded; a zero one is ambiguous
	relations  byName
	attributes byName
}

// byName finds ours for theirs.
type byName struct {
	ids   map[string]bool
	names map[string]string // ids by names, folded; one that is "" is ambiguous
}

func (b byName) put(id, name string) {
	b.ids[id] = true
	put(b.names, id, id)
	put(b.names, name, id)
}

// NewMatching makes one. The error names what the mapping has that the scheme has not.
func NewMatching(s *annotation.Scheme, m Mapping) (*Matching, error) {
	out := &Matching{s, m, map[string]annotation.LabelRole{}, byName{map[string]bool{}, map[string]string{}}, byName{map[string]bool{}, map[string]string{}}}
	for _, c := range s.Choices() {
		label, _ := s.Label(c.Label)
		role, _ := label.Role(c.Role)
		for _, name := range []string{c.String(), label.Name + role.Name, s.NameOf(c.LabelRole)} {
			put(out.labels, name, c.LabelRole)
		}
		if c.LabelRole == label.Head() {
			put(out.labels, label.ID, c.LabelRole)
		}
	}
	for _, r := range s.Relations {
		if !r.Retired && s.IsOn(r.Module) {
			out.relations.put(r.ID, r.Name)
		}
	}
	for _, a := range AttributesOf(s) {
		out.attributes.put(a.ID, a.Name)
	}
	return out, out.check()
}

// put notes what a name means; one that means several means none.
func put[T comparable](in map[string]T, name string, means T) {
	name = folded(name)
	if other, there := in[name]; there && other != means {
		var none T
		means = none
	}
	in[name] = means
}

// folded is a name without what tools write differently.
func folded(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// AttributesOf gives those of articles and marks of a scheme that theirs can become. One ID can be that of several, of different labels.
func AttributesOf(s *annotation.Scheme) []annotation.Attribute {
	out := slices.Clone(s.OfDocuments())
	for _, c := range s.Choices() {
		out = append(out, s.AttributesOf(c.LabelRole)...)
	}
	return slices.DeleteFunc(out, func(a annotation.Attribute) bool { return a.Retired })
}

func (m *Matching) check() error {
	for _, theirs := range slices.Sorted(maps.Keys(m.mapping.Labels)) {
		if ours := m.mapping.Labels[theirs]; isName(ours) && m.scheme.CheckSpan(labelOf(ours)) != nil {
			return fmt.Errorf("labels: %s: %w; there are %s", theirs, m.scheme.CheckSpan(labelOf(ours)), m.choices())
		}
	}
	for _, theirs := range slices.Sorted(maps.Keys(m.mapping.Relations)) {
		if ours := m.mapping.Relations[theirs]; isName(ours) && !m.relations.ids[ours] {
			return fmt.Errorf("relations: %s: the scheme %q has no relation %q", theirs, m.scheme.Name, ours)
		}
	}
	for _, theirs := range slices.Sorted(maps.Keys(m.mapping.Attributes)) {
		if ours := m.mapping.Attributes[theirs]; isName(ours) && !m.attributes.ids[ours] && !annotation.IsOwnOfMarks(ours) {
			return fmt.Errorf("attributes: %s: the scheme %q has no attribute %q", theirs, m.scheme.Name, ours)
		}
	}
	return nil
}

func isName(ours string) bool { return ours != Dropped && ours != Made }

// choices lists what marks can be.
func (m *Matching) choices() string {
	var names []string
	for _, c := range m.scheme.Choices() {
		names = append(names, c.String())
	}
	return strings.Join(names, ", ")
}

// labelOf reads "label" or "label.role".
func labelOf(s string) annotation.LabelRole {
	label, role, _ := strings.Cut(s, ".")
	return annotation.LabelRole{Label: label, Role: role}
}

// Label is what marks of their label become.
func (m *Matching) Label(theirs string) (annotation.LabelRole, Fate) {
	if ours, said := m.mapping.Labels[theirs]; said && isName(ours) {
		return labelOf(ours), Mapped
	} else if said {
		return annotation.LabelRole{}, fateOf(ours)
	}
	if l := labelOf(theirs); m.scheme.CheckSpan(l) == nil {
		return l, Mapped
	}
	l := m.labels[folded(theirs)]
	if l.Label == "" {
		return l, Unmapped
	}
	return l, Mapped
}

// Relation is what links of their type become.
func (m *Matching) Relation(theirs string) (string, Fate) {
	return match(m.mapping.Relations, m.relations, theirs)
}

// Attribute is what their attribute becomes. Those that are the program's own stay what they are.
func (m *Matching) Attribute(theirs string) (string, Fate) {
	if annotation.IsOwnOfMarks(theirs) && m.mapping.Attributes[theirs] == "" {
		return theirs, Mapped
	}
	return match(m.mapping.Attributes, m.attributes, theirs)
}

func match(mapping map[string]string, known byName, theirs string) (string, Fate) {
	if ours, said := mapping[theirs]; said && isName(ours) {
		return ours, Mapped
	} else if said {
		return "", fateOf(ours)
	}
	if known.ids[theirs] {
		return theirs, Mapped
	}
	if ours := known.names[folded(theirs)]; ours != "" {
		return ours, Mapped
	}
	return "", Unmapped
}

func fateOf(said string) Fate {
	if said == Dropped {
		return Left
	}
	return Unmapped // it was to be made, and was not
}

// Values are the values of an attribute as the scheme has them: those of a list may be written otherwise, or by their names.
func Values(a *annotation.Attribute, theirs []string) []string {
	out := slices.Clone(theirs)
	for i, v := range out {
		for _, ours := range a.Values {
			if ours.ID == v {
				break
			}
			if f := folded(v); f == folded(ours.ID) || f == folded(ours.Name) && f != "" {
				out[i] = ours.ID
				break
			}
		}
		if a.Kind == annotation.YesNo {
			switch folded(v) {
			case "yes", "true":
				out[i] = "yes"
			case "no", "false":
				out[i] = "no"
			}
		}
	}
	return out
}

// Proposed is the mapping that goes by the names alone, with all that it finds. What it finds nothing for is not in it.
func Proposed(s *annotation.Scheme, n *Names) Mapping {
	m, _ := NewMatching(s, Mapping{}) // an empty mapping has nothing that is not in the scheme
	out := Mapping{map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}}
	for _, theirs := range n.Labels() {
		if l, fate := m.Label(theirs.Name); fate == Mapped {
			out.Labels[theirs.Name] = l.String()
		}
	}
	for _, theirs := range n.Relations() {
		if r, fate := m.Relation(theirs.Name); fate == Mapped {
			out.Relations[theirs.Name] = r
		}
	}
	for _, theirs := range n.Attributes() {
		if a, fate := m.Attribute(theirs.Name); fate == Mapped {
			out.Attributes[theirs.Name] = a
		}
	}
	return out
}

// Makes tells whether the scheme gets something by the mapping.
func (m Mapping) Makes() bool {
	for _, names := range []map[string]string{m.Labels, m.Relations, m.Attributes} {
		for _, ours := range names {
			if ours == Made {
				return true
			}
		}
	}
	return false
}

// With is the mapping with what another says instead.
func (m Mapping) With(other Mapping) Mapping {
	return Mapping{overlaid(m.Labels, other.Labels), overlaid(m.Relations, other.Relations), overlaid(m.Attributes, other.Attributes), overlaid(m.Annotators, other.Annotators)}
}

func overlaid(a, b map[string]string) map[string]string {
	out := maps.Clone(a)
	if out == nil {
		out = map[string]string{}
	}
	maps.Copy(out, b)
	return out
}
