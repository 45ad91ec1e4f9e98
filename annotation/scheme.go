package annotation

import (
	"fmt"
	"slices"
)

// Scheme is what may be marked: labels with roles, and the relations between spans. It is a versioned value.
type Scheme struct {
	ID         ID             `json:"id"`
	Name       string         `json:"name"`
	Version    int            `json:"version"`
	Guidelines string         `json:"guidelines,omitempty"` // Markdown, for people
	Modules    []Module       `json:"modules,omitempty"`
	Labels     []Label        `json:"labels"`
	Relations  []RelationType `json:"relations,omitempty"`
	Document   []Attribute    `json:"document,omitempty"` // attributes of whole documents
}

// Module is a part of a scheme that can be switched off. What was marked with it stays when it is.
type Module struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Definition string `json:"definition,omitempty"`
	On         bool   `json:"on,omitempty"`
}

// Label is one kind of mark.
type Label struct {
	ID         string `json:"id"` // lower case, for ever
	Name       string `json:"name"`
	Key        string `json:"key,omitempty"`  // "1" to "9", or a free letter
	Colour     string `json:"colour"`         // of the light theme, "#rrggbb"
	Dark       string `json:"dark,omitempty"` // of the dark theme; empty: Colour
	Line       string `json:"line,omitempty"` // shape of the underline: solid, double, dotted, dashed, wavy
	Unit       Unit   `json:"unit,omitempty"` // what the key takes at the caret when nothing is selected; empty: the word
	Definition string `json:"definition,omitempty"`
	Guidelines string `json:"guidelines,omitempty"` // Markdown
	MayCross   bool   `json:"may_cross,omitempty"`  // its marks of one role may cross each other
	Retired    bool   `json:"retired,omitempty"`    // kept where it was given, and given no more
	Roles      []Role `json:"roles,omitempty"`      // the first is the head, which the label's key gives; none: the label has no parts

	Attributes []Attribute `json:"attributes,omitempty"` // of its marks in any role
}

// Unit names what a label's key takes at the caret when nothing is selected.
type Unit string

// The units.
const (
	UnitWord        Unit = "word"        // the word at the caret
	UnitSentence    Unit = "sentence"    // the sentence without its final stop
	UnitNumber      Unit = "number"      // the number phrase under the caret or next after it
	UnitClaim       Unit = "claim"       // the content that the caret is in, else the sentence without its final stop
	UnitName        Unit = "name"        // the name or word at the caret
	UnitAttribution Unit = "attribution" // all of it where the label has the roles content, source and cue, else who says it and the word that says so
)

var units = []Unit{"", UnitWord, UnitSentence, UnitNumber, UnitClaim, UnitName, UnitAttribution}

// Role is a part a span plays under a label.
type Role struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Key        string `json:"key,omitempty"`    // of its own; the head has the label's
	Line       string `json:"line,omitempty"`   // shape of its underline; empty: the label's
	Unit       Unit   `json:"unit,omitempty"`   // what its own key takes
	Module     string `json:"module,omitempty"` // that it belongs to; empty: it is always there
	Definition string `json:"definition,omitempty"`
	Guidelines string `json:"guidelines,omitempty"`
	Retired    bool   `json:"retired,omitempty"`

	Attributes []Attribute `json:"attributes,omitempty"` // further ones of its marks
}

// SchemeID derives the ID of a project's scheme from its name; its versions are one row.
func SchemeID(name string) ID { return deriveID("scheme", []byte(name)) }

// AttributesOf gives those of a mark with this label and role that are switched on: the label's, then the role's.
func (s *Scheme) AttributesOf(l LabelRole) []Attribute {
	label, _ := s.Label(l.Label)
	role, _ := label.Role(l.Role)
	return s.switchedOn(slices.Concat(label.Attributes, role.Attributes))
}

// OfDocuments gives the attributes of whole documents that are switched on.
func (s *Scheme) OfDocuments() []Attribute { return s.switchedOn(s.Document) }

// switchedOn leaves out attributes of modules that are not.
func (s *Scheme) switchedOn(as []Attribute) []Attribute {
	return slices.DeleteFunc(slices.Clone(as), func(a Attribute) bool { return !s.IsOn(a.Module) })
}

// IsOn tells whether a module is switched on; what belongs to none always is.
func (s *Scheme) IsOn(module string) bool {
	return module == "" || slices.ContainsFunc(s.Modules, func(m Module) bool { return m.ID == module && m.On })
}

// Label finds a label by its ID.
func (s *Scheme) Label(id string) (Label, bool) {
	i := slices.IndexFunc(s.Labels, func(l Label) bool { return l.ID == id })
	if i < 0 {
		return Label{}, false
	}
	return s.Labels[i], true
}

// Role finds a role of the label by its ID.
func (l Label) Role(id string) (Role, bool) {
	i := slices.IndexFunc(l.Roles, func(r Role) bool { return r.ID == id })
	if i < 0 {
		return Role{}, false
	}
	return l.Roles[i], true
}

// Head is the label with the role that a mark by its key gets.
func (l Label) Head() LabelRole {
	if len(l.Roles) == 0 {
		return LabelRole{Label: l.ID}
	}
	return LabelRole{Label: l.ID, Role: l.Roles[0].ID}
}

// CheckSpan tells whether a span may have this label; the error is ErrAgainstScheme and says why.
func (s *Scheme) CheckSpan(l LabelRole) error {
	label, ok := s.Label(l.Label)
	role, hasRole := label.Role(l.Role)
	if ok && l.Role == "" && len(label.Roles) == 0 {
		hasRole = true
	}
	switch {
	case !ok || !hasRole:
		return fmt.Errorf("%w %q: it has no label %q", ErrAgainstScheme, s.Name, l)
	case label.Retired || role.Retired:
		return fmt.Errorf("%w %q: the label %q is retired", ErrAgainstScheme, s.Name, l)
	case !s.IsOn(role.Module):
		return fmt.Errorf("%w %q: %q belongs to its part %q, which is switched off", ErrAgainstScheme, s.Name, l, role.Module)
	}
	return nil
}

// CheckAttribute tells whether a span with this label may have these values of an attribute; the error is ErrAgainstScheme and says
// why.
func (s *Scheme) CheckAttribute(l LabelRole, attribute string, values []string) error {
	return s.checkAttribute(l.String(), s.AttributesOf(l), IsOwnOfMarks, attribute, values)
}

// CheckDocumentAttribute tells whether a document may have these values of an attribute; the error is ErrAgainstScheme and says why.
func (s *Scheme) CheckDocumentAttribute(attribute string, values []string) error {
	return s.checkAttribute("a document", s.OfDocuments(), isOwnOfDocuments, attribute, values)
}

func (s *Scheme) checkAttribute(of string, as []Attribute, own func(string) bool, attribute string, values []string) error {
	i := slices.IndexFunc(as, func(a Attribute) bool { return a.ID == attribute })
	var err error
	switch {
	case own(attribute):
		err = checkOwn(attribute, values)
	case i < 0 || as[i].Retired:
		return fmt.Errorf("%w %q: %s has no attribute %q", ErrAgainstScheme, s.Name, of, attribute)
	default:
		err = as[i].Check(values)
	}
	if err != nil {
		return fmt.Errorf("%w %q: %s: %w", ErrAgainstScheme, s.Name, of, err)
	}
	return nil
}
