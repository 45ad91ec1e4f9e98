package annotation

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Scheme is what may be marked: labels with roles, and the relations between spans. It is a versioned value.
type Scheme struct {
	ID        ID             `json:"id"`
	Name      string         `json:"name"`
	Version   int            `json:"version"`
	Labels    []Label        `json:"labels"`
	Relations []RelationType `json:"relations,omitempty"`
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
	Roles      []Role `json:"roles,omitempty"` // the first is the default; none: the label has no parts

	Attributes []Attribute `json:"attributes,omitempty"` // of its marks in any role
}

// Unit names what a label's key takes at the caret when nothing is selected.
type Unit string

// The units.
const (
	UnitWord        Unit = "word"        // the word at the caret
	UnitSentence    Unit = "sentence"    // the sentence without its final stop
	UnitNumber      Unit = "number"      // the number phrase under the caret or next after it
	UnitAttribution Unit = "attribution" // who says it and the word that says so
)

// Role is a part a span plays under a label.
type Role struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Definition string `json:"definition,omitempty"`

	Attributes []Attribute `json:"attributes,omitempty"` // further ones of its marks
}

// RelationType says which spans a relation may join. Ends are written "label" or "label.role".
type RelationType struct {
	ID   string   `json:"id"`
	Name string   `json:"name"`
	From []string `json:"from"`
	To   []string `json:"to"`

	Symmetric bool `json:"symmetric,omitempty"` // it says the same in both directions
	Acyclic   bool `json:"acyclic,omitempty"`   // no chain of such links leads back to where it began
	Least     int  `json:"least,omitempty"`     // how many of them a mark that they go from has where it is complete
	Most      int  `json:"most,omitempty"`      // how many go from one mark at most; 0: any number
}

// SchemeID derives the ID of a project's scheme from its name; its versions are one row.
func SchemeID(name string) ID { return deriveID("scheme", []byte(name)) }

// ReadScheme reads a scheme from JSON and checks that it hangs together.
func ReadScheme(b []byte) (Scheme, error) {
	var s Scheme
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return s, fmt.Errorf("read scheme: %w", err)
	}
	if s.ID.IsZero() {
		s.ID = SchemeID(s.Name)
	}
	if err := s.Validate(); err != nil {
		return s, fmt.Errorf("read scheme %q: %w", s.Name, err)
	}
	return s, nil
}

// idRule is what every ID in a scheme keeps to.
const idRule = "ids are lower case, without points or spaces, and differ"

func isID(id string) bool {
	return id != "" && id == strings.ToLower(id) && !strings.ContainsAny(id, ". \t")
}

// Validate tells what is wrong with the scheme itself.
func (s *Scheme) Validate() error {
	if s.Name == "" || s.Version < 1 || len(s.Labels) == 0 {
		return fmt.Errorf("needs a name, a version from 1 and a label")
	}
	ids, keys := map[string]bool{}, map[string]bool{}
	for _, l := range s.Labels {
		if !isID(l.ID) || ids[l.ID] {
			return fmt.Errorf("label %q: %s", l.ID, idRule)
		}
		if l.Key != "" && keys[l.Key] {
			return fmt.Errorf("label %q: key %q is another label's", l.ID, l.Key)
		}
		ids[l.ID], keys[l.Key] = true, true
		if err := l.validate(); err != nil {
			return fmt.Errorf("label %q: %w", l.ID, err)
		}
	}
	for i, r := range s.Relations {
		if !isID(r.ID) || slices.ContainsFunc(s.Relations[:i], func(q RelationType) bool { return q.ID == r.ID }) {
			return fmt.Errorf("relation %q: %s", r.ID, idRule)
		}
		if err := s.validateRelation(&r); err != nil {
			return fmt.Errorf("relation %q: %w", r.ID, err)
		}
	}
	return nil
}

// validateRelation tells what is wrong with a type of relation.
func (s *Scheme) validateRelation(r *RelationType) error {
	if len(r.From) == 0 || len(r.To) == 0 {
		return fmt.Errorf("needs labels that it goes from, and to")
	}
	for _, end := range slices.Concat(r.From, r.To) {
		label, role, _ := strings.Cut(end, ".")
		if !s.allows(label, role, role == "") {
			return fmt.Errorf("there is no %q", end)
		}
	}
	switch {
	case r.Least < 0 || r.Most < 0 || r.Most > 0 && r.Most < r.Least:
		return fmt.Errorf("at least %d and at most %d go from a mark, which cannot be", r.Least, r.Most)
	case r.Symmetric && r.Acyclic:
		return fmt.Errorf("what says the same in both directions leads back to where it began")
	}
	return nil
}

// validate tells what is wrong with the parts of a label.
func (l *Label) validate() error {
	if err := validateAttributes(l.Attributes); err != nil {
		return err
	}
	for i, r := range l.Roles {
		if !isID(r.ID) || slices.ContainsFunc(l.Roles[:i], func(q Role) bool { return q.ID == r.ID }) {
			return fmt.Errorf("role %q: %s", r.ID, idRule)
		}
		if err := validateAttributes(slices.Concat(l.Attributes, r.Attributes)); err != nil {
			return fmt.Errorf("role %q: %w", r.ID, err)
		}
	}
	return nil
}

func validateAttributes(as []Attribute) error {
	for i := range as {
		if err := as[i].validate(as[:i]); err != nil {
			return err
		}
	}
	return nil
}

// Attributes gives those of a mark with this label and role: the label's, then the role's.
func (s *Scheme) Attributes(l LabelRole) []Attribute {
	label, _ := s.Label(l.Label)
	out := slices.Clone(label.Attributes)
	for _, r := range label.Roles {
		if r.ID == l.Role {
			out = append(out, r.Attributes...)
		}
	}
	return out
}

func (s *Scheme) allows(label, role string, anyRole bool) bool {
	l, ok := s.Label(label)
	if !ok {
		return false
	}
	if anyRole || role == "" && len(l.Roles) == 0 {
		return true
	}
	return slices.ContainsFunc(l.Roles, func(r Role) bool { return r.ID == role })
}

// Label finds a label by its ID.
func (s *Scheme) Label(id string) (Label, bool) {
	i := slices.IndexFunc(s.Labels, func(l Label) bool { return l.ID == id })
	if i < 0 {
		return Label{}, false
	}
	return s.Labels[i], true
}

// Default is the label with the role that a mark by its key gets.
func (l Label) Default() LabelRole {
	if len(l.Roles) == 0 {
		return LabelRole{Label: l.ID}
	}
	return LabelRole{Label: l.ID, Role: l.Roles[0].ID}
}

// CheckSpan tells whether a span may have this label; the error is ErrAgainstScheme and says why.
func (s *Scheme) CheckSpan(l LabelRole) error {
	if !s.allows(l.Label, l.Role, false) {
		return fmt.Errorf("%w %q: it has no label %q", ErrAgainstScheme, s.Name, l)
	}
	return nil
}

// CheckAttribute tells whether a span with this label may have these values of an attribute; the error is ErrAgainstScheme and says
// why.
func (s *Scheme) CheckAttribute(l LabelRole, attribute string, values []string) error {
	as := s.Attributes(l)
	i := slices.IndexFunc(as, func(a Attribute) bool { return a.ID == attribute })
	if i < 0 {
		return fmt.Errorf("%w %q: %s has no attribute %q", ErrAgainstScheme, s.Name, l, attribute)
	}
	if err := as[i].Check(values); err != nil {
		return fmt.Errorf("%w %q: %s: %w", ErrAgainstScheme, s.Name, l, err)
	}
	return nil
}

// CheckRelation tells whether a relation of this type may join two such spans; the error is ErrAgainstScheme.
func (s *Scheme) CheckRelation(kind string, from, to LabelRole) error {
	i := slices.IndexFunc(s.Relations, func(r RelationType) bool { return r.ID == kind })
	if i < 0 {
		return fmt.Errorf("%w %q: it has no relation %q", ErrAgainstScheme, s.Name, kind)
	}
	if !s.Relations[i].Joins(from, to) {
		return fmt.Errorf("%w %q: %s does not go from %s to %s", ErrAgainstScheme, s.Name, kind, from, to)
	}
	return nil
}

// Joins tells whether a relation of this type may go from one such span to another.
func (t RelationType) Joins(from, to LabelRole) bool {
	matches := func(ends []string, l LabelRole) bool {
		return slices.Contains(ends, l.Label) || slices.Contains(ends, l.String())
	}
	return matches(t.From, from) && matches(t.To, to)
}

// RelationType finds a type of relation by its ID.
func (s *Scheme) RelationType(id string) (RelationType, bool) {
	i := slices.IndexFunc(s.Relations, func(r RelationType) bool { return r.ID == id })
	if i < 0 {
		return RelationType{}, false
	}
	return s.Relations[i], true
}
