package annotation

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Attribute is a further value of a mark or of a whole document: how a speaker is quoted, how much a number says, what an article
// is about.
type Attribute struct {
	ID         string        `json:"id"` // lower case, for ever
	Name       string        `json:"name"`
	Kind       AttributeKind `json:"kind"`
	Values     []Value       `json:"values,omitempty"`   // of a list
	Default    []string      `json:"default,omitempty"`  // what a mark without a value counts as
	Required   bool          `json:"required,omitempty"` // a mark without a value is not complete
	When       *Condition    `json:"when,omitempty"`     // nil: it is always asked for
	Computed   Computed      `json:"computed,omitempty"` // how the program reads it off what is there; empty: it does not
	Module     string        `json:"module,omitempty"`   // that it belongs to; empty: it is always there
	Retired    bool          `json:"retired,omitempty"`
	Definition string        `json:"definition,omitempty"`
}

// Computed names what the program can read off a mark's text, or off what is known about a document.
type Computed string

// What can be computed.
const (
	ComputedForm     Computed = "form"     // of an attribution's content: direct, indirect or mixed, by its quotation marks
	ComputedValue    Computed = "value"    // of a quantity
	ComputedValueTo  Computed = "value_to" // the other bound of a range
	ComputedUnit     Computed = "unit"
	ComputedKind     Computed = "kind"
	ComputedModifier Computed = "modifier"
	ComputedLanguage Computed = "language" // of a document: what its details say
)

var computed = []Computed{"", ComputedForm, ComputedValue, ComputedValueTo, ComputedUnit, ComputedKind, ComputedModifier, ComputedLanguage}

// Unsure is an attribute that every mark may have, whatever the scheme says: its annotator was not certain. Its value is "yes".
const Unsure = "unsure"

// Waived is an attribute that every mark may have, whatever the scheme says: checks that its annotator waived, each with the reason.
// A value is "CHECK: REASON".
const Waived = "waived"

// waiver is a value of Waived.
var waiver = regexp.MustCompile(`^[a-z][a-z0-9_ -]*: \S`)

// Suggested is an attribute that an accepted mark has, whatever the scheme says: which suggestion it was. Its value is "MODEL VERSION ID".
const Suggested = "suggested"

// provenance is a value of Suggested.
var provenance = regexp.MustCompile(`^(\S.*) (\S+) ([0-9a-f-]{36})$`)

// ModelScore is an attribute that a suggestion has, whatever the scheme says: how sure the model was of it. Its value is a decimal number, in the measure
// of the model. A mark that accepts the suggestion does not have it.
const ModelScore = "model_score"

// TakenFrom is an attribute that a mark of the reference has, whatever the scheme says: the annotators' marks that it stands for. A
// value is the ID of one.
const TakenFrom = "taken_from"

// Nothing is an attribute that every document may have, whatever the scheme says: its annotator looked at it and found nothing to
// mark, which is another thing than not having looked. Its value is "yes".
const Nothing = "nothing"

// SkippedFor is an attribute that every document may have, whatever the scheme says: why its annotator skips it.
const SkippedFor = "skipped"

// isOwn tells the attributes that are the program's own and that no scheme can have.
func isOwn(attribute string) bool { return IsOwnOfMarks(attribute) || isOwnOfDocuments(attribute) }

// IsOwnOfMarks tells the attributes of marks that are the program's own and that no scheme can have.
func IsOwnOfMarks(attribute string) bool {
	return attribute == Unsure || attribute == Waived || attribute == Suggested || attribute == ModelScore || attribute == TakenFrom
}

func isOwnOfDocuments(attribute string) bool { return attribute == Nothing || attribute == SkippedFor }

// checkOwn tells whether a mark or a document may have these values of one of them.
func checkOwn(attribute string, values []string) error {
	for i, v := range values {
		switch {
		case (attribute == Unsure || attribute == Nothing) && (v != "yes" || i > 0):
			return fmt.Errorf("attribute %q: %q is not yes", attribute, v)
		case attribute == SkippedFor && (strings.TrimSpace(v) == "" || i > 0):
			return fmt.Errorf("attribute %q: it takes one reason", attribute)
		case attribute == Waived && !waiver.MatchString(v):
			return fmt.Errorf("attribute %q: %q is no check with a reason, as \"value: illegible\"", attribute, v)
		case attribute == Suggested && (!provenance.MatchString(v) || i > 0):
			return fmt.Errorf("attribute %q: %q names no suggestion of a model", attribute, v)
		case attribute == ModelScore && (!decimal.MatchString(v) || i > 0):
			return fmt.Errorf("attribute %q: %q is no number", attribute, v)
		case attribute == TakenFrom && !isMark(v):
			return fmt.Errorf("attribute %q: %q names no mark", attribute, v)
		}
	}
	return nil
}

// isMark tells the values of TakenFrom.
func isMark(v string) bool {
	id, err := ParseID(v)
	return err == nil && id.String() == v
}

// AttributeKind says which values an attribute takes.
type AttributeKind string

// The kinds of attributes.
const (
	OneOf    AttributeKind = "one_of"  // one value of a list
	SomeOf   AttributeKind = "some_of" // any values of a list
	FreeText AttributeKind = "text"
	Number   AttributeKind = "number" // a decimal number, "-1.5"
	YesNo    AttributeKind = "yes_no" // "yes" or "no"
)

// Value is one of an attribute's list.
type Value struct {
	ID         string `json:"id"`
	Name       string `json:"name,omitempty"` // empty: the ID
	Definition string `json:"definition,omitempty"`
	Retired    bool   `json:"retired,omitempty"` // kept where it was given, and given no more
}

// Condition holds where another attribute of the mark has one of the values.
type Condition struct {
	Attribute string   `json:"attribute"`
	Values    []string `json:"values"`
}

// isList tells the kinds that take values of a list.
func (k AttributeKind) isList() bool { return k == OneOf || k == SomeOf }

// Check tells whether a mark or a document may have these values of the attribute. The error says which not, and what it takes.
func (a *Attribute) Check(values []string) error {
	if len(values) > 1 && a.Kind != SomeOf {
		return fmt.Errorf("attribute %q takes one value, not %d", a.ID, len(values))
	}
	for i, v := range values {
		if slices.Contains(values[:i], v) {
			return fmt.Errorf("attribute %q: %q is there twice", a.ID, v)
		}
		if err := a.checkValue(v); err != nil {
			return err
		}
	}
	return nil
}

// decimal is a number with a point, if any, between digits.
var decimal = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

func (a *Attribute) checkValue(v string) error {
	switch {
	case a.Kind.isList():
		if i := slices.IndexFunc(a.Values, func(x Value) bool { return x.ID == v }); i < 0 {
			return fmt.Errorf("attribute %q: %q is none of %s", a.ID, v, a.listed())
		} else if a.Values[i].Retired {
			return fmt.Errorf("attribute %q: %q is retired; now it is one of %s", a.ID, v, a.listed())
		}
	case a.Kind == Number && !decimal.MatchString(v):
		return fmt.Errorf("attribute %q: %q is no decimal number, as -1.5", a.ID, v)
	case a.Kind == YesNo && v != "yes" && v != "no":
		return fmt.Errorf("attribute %q: %q is neither yes nor no", a.ID, v)
	case v == "":
		return fmt.Errorf("attribute %q: the value is empty", a.ID)
	}
	return nil
}

// listed writes out the values that can be given.
func (a *Attribute) listed() string {
	var ids []string
	for _, v := range a.Values {
		if !v.Retired {
			ids = append(ids, v.ID)
		}
	}
	return strings.Join(ids, ", ")
}

// IsAsked tells whether a mark with these values of its attributes is asked for this one.
func (a *Attribute) IsAsked(values map[string][]string) bool {
	return a.When == nil || slices.ContainsFunc(values[a.When.Attribute], func(v string) bool { return slices.Contains(a.When.Values, v) })
}

// WithDefaults is the span with the values that it counts as having: where it was given none of an attribute that it is asked for, those
// that the scheme gives it by default.
func (s *Scheme) WithDefaults(sp Span) Span {
	values, filled := sp.Attributes(), false
	for _, a := range s.AttributesOf(sp.Label()) {
		if len(a.Default) == 0 || len(values[a.ID]) > 0 || a.Retired || !a.IsAsked(values) {
			continue
		}
		if !filled {
			values = maps.Clone(values)
		}
		if values == nil {
			values = map[string][]string{}
		}
		values[a.ID], filled = a.Default, true
	}
	if !filled {
		return sp
	}
	return sp.withAttributes(values)
}

// faults gives what is wrong with the definition of the attribute. before are those of the same mark that stand in front of it.
func (a *Attribute) faults(before []Attribute) []*SchemeFault {
	v := &validator{}
	a.validateID(v, before)
	if a.Name == "" {
		v.fail(at(nil, "name"), "an attribute has a name")
	}
	switch {
	case !slices.Contains([]AttributeKind{OneOf, SomeOf, FreeText, Number, YesNo}, a.Kind):
		v.fail(at(nil, "kind"), "%q is no kind: one_of, some_of, text, number, yes_no are", a.Kind)
	case a.Kind.isList() != (len(a.Values) > 0):
		v.fail(at(nil, "values"), "one_of and some_of have values, other kinds have none")
	default:
		differ(v, at(nil, "values"), a.Values, func(v Value) string { return v.ID })
		if err := a.Check(a.Default); err != nil {
			v.fail(at(nil, "default"), "%s", err)
		}
	}
	if !slices.Contains(computed, a.Computed) {
		v.fail(at(nil, "computed"), "%q cannot be computed: form, value, value_to, unit, kind, modifier, language can", a.Computed)
	}
	a.validateWhen(v, before)
	return v.faults
}

func (a *Attribute) validateID(v *validator, before []Attribute) {
	switch {
	case !isID.MatchString(a.ID):
		v.fail(at(nil, "id"), "%q is no id: ids are lower-case letters, digits, - and _", a.ID)
	case isOwn(a.ID):
		v.fail(at(nil, "id"), "%q is what the program calls its own", a.ID)
	case slices.ContainsFunc(before, func(b Attribute) bool { return b.ID == a.ID }):
		v.fail(at(nil, "id"), "%q is there already", a.ID)
	}
}

func (a *Attribute) validateWhen(v *validator, before []Attribute) {
	if a.When == nil {
		return
	}
	i := slices.IndexFunc(before, func(b Attribute) bool { return b.ID == a.When.Attribute })
	if i < 0 {
		v.fail(at(nil, "when", "attribute"), "%q does not stand before it", a.When.Attribute)
		return
	}
	if len(a.When.Values) == 0 {
		v.fail(at(nil, "when", "values"), "it depends on no value of %q", a.When.Attribute)
	}
	for k, value := range a.When.Values {
		if err := before[i].checkValue(value); err != nil {
			v.fail(at(nil, "when", "values", k), "%s", err)
		}
	}
}
