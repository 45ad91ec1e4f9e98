package annotation

import (
	"fmt"
	"slices"
	"strings"
)

// DifferenceKind says what became of a part of a scheme.
type DifferenceKind string

// The kinds of differences.
const (
	DifferenceAdded     DifferenceKind = "added"
	DifferenceRemoved   DifferenceKind = "removed"
	DifferenceRenamed   DifferenceKind = "renamed" // it has the same id and another name
	DifferenceRetired   DifferenceKind = "retired"
	DifferenceRestored  DifferenceKind = "restored" // it was retired
	DifferenceReordered DifferenceKind = "reordered"
	DifferenceChanged   DifferenceKind = "changed" // a field has another value
)

// SchemeDifference is one thing in which a scheme differs from another.
type SchemeDifference struct {
	Kind DifferenceKind `json:"kind"`
	// Path leads to the part, to the list that is reordered, or to the field that changed, as a SchemeFault's does but with
	// ids for places in lists: "labels.claim.roles.claim.attributes.type.values.causal".
	Path string `json:"path"`
	// Before and After are the field's values as text, or the names or ids; lists have commas. Both are empty for guidelines.
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`

	says string
}

// String is the difference in one sentence: "label statistic: key 2 is now 5".
func (d SchemeDifference) String() string { return d.says }

// DiffSchemes tells what became of a in b, in the order of the parts of a. Parts are the same where their ids are. The ID of the
// scheme itself does not count: it is the name of a row.
func DiffSchemes(a, b *Scheme) []SchemeDifference {
	var out []SchemeDifference
	c := comparison{out: &out}
	if a.Name != b.Name {
		c.add(DifferenceRenamed, "name", a.Name, b.Name, "the scheme's name %s is now %s", shown(a.Name), shown(b.Name))
	}
	c.field("version", fmt.Sprint(a.Version), fmt.Sprint(b.Version))
	c.guidelines(a.Guidelines, b.Guidelines)
	compareLists(c, "modules", "module", a.Modules, b.Modules, func(m Module) string { return m.ID }, (*comparison).module)
	compareLists(c, "labels", "label", a.Labels, b.Labels, func(l Label) string { return l.ID }, (*comparison).label)
	compareLists(c, "relations", "relation", a.Relations, b.Relations, func(r RelationType) string { return r.ID }, (*comparison).relation)
	c.subject = "documents"
	c.attributes("document", a.Document, b.Document)
	return out
}

// comparison compares one part of two schemes.
type comparison struct {
	out     *[]SchemeDifference
	path    string // to the part; empty: the scheme itself
	subject string // whose the differences of its fields are: "label claim: attribute type"
	owner   string // whose the part itself is: "label claim"
	thing   string // the part, for its owner: "attribute type"
}

func (c *comparison) add(kind DifferenceKind, path, before, after, says string, args ...any) {
	*c.out = append(*c.out, SchemeDifference{kind, path, before, after, fmt.Sprintf(says, args...)})
}

// of puts the subject before what is said of it.
func of(subject, says string) string {
	if subject == "" {
		return says
	}
	return subject + ": " + says
}

// below is the path to a field of the part.
func (c *comparison) below(field string) string {
	if c.path == "" {
		return field
	}
	return c.path + "." + field
}

// part is the comparison of a part in one of the lists.
func (c *comparison) part(field, noun, id string) comparison {
	thing := noun + " " + id
	return comparison{c.out, c.below(field) + "." + id, of(c.subject, thing), c.subject, thing}
}

// became says what became of the part as a whole.
func (c *comparison) became(kind DifferenceKind) {
	c.add(kind, c.path, "", "", "%s", of(c.owner, fmt.Sprintf("the %s was %s", c.thing, kind)))
}

// compareLists compares lists whose parts have ids.
func compareLists[T any](c comparison, field, noun string, a, b []T, id func(T) string, each func(*comparison, *T, *T)) {
	var before, after []string // the ids of the parts that stay, in order
	place := map[string]int{}
	for i := range b {
		place[id(b[i])] = i
	}
	for i := range a {
		p := c.part(field, noun, id(a[i]))
		k, stays := place[id(a[i])]
		if !stays {
			p.became(DifferenceRemoved)
			continue
		}
		before = append(before, id(a[i]))
		each(&p, &a[i], &b[k])
	}
	for i := range b {
		if !slices.ContainsFunc(a, func(x T) bool { return id(x) == id(b[i]) }) {
			p := c.part(field, noun, id(b[i]))
			p.became(DifferenceAdded)
			continue
		}
		after = append(after, id(b[i]))
	}
	if !slices.Equal(before, after) {
		was, is := strings.Join(before, ", "), strings.Join(after, ", ")
		c.add(DifferenceReordered, c.below(field), was, is, "%s", of(c.subject, "the "+noun+"s are in another order: "+is))
	}
}

func (c *comparison) module(a, b *Module) {
	c.name(a.Name, b.Name)
	c.field("definition", a.Definition, b.Definition)
	c.flag("on", a.On, b.On, "it is now switched on", "it is now switched off")
}

func (c *comparison) label(a, b *Label) {
	c.name(a.Name, b.Name)
	c.retired(a.Retired, b.Retired)
	c.field("key", a.Key, b.Key)
	c.field("colour", a.Colour, b.Colour)
	c.field("dark", a.Dark, b.Dark)
	c.field("line", a.Line, b.Line)
	c.field("unit", string(a.Unit), string(b.Unit))
	c.field("definition", a.Definition, b.Definition)
	c.guidelines(a.Guidelines, b.Guidelines)
	c.flag("may_cross", a.MayCross, b.MayCross, "its marks may now cross each other", "its marks may no longer cross each other")
	c.attributes("attributes", a.Attributes, b.Attributes)
	compareLists(*c, "roles", "role", a.Roles, b.Roles, func(r Role) string { return r.ID }, func(r *comparison, x, y *Role) {
		r.subject = LabelRole{a.ID, x.ID}.String()
		r.role(x, y)
	})
}

func (c *comparison) role(a, b *Role) {
	c.name(a.Name, b.Name)
	c.retired(a.Retired, b.Retired)
	c.field("key", a.Key, b.Key)
	c.field("line", a.Line, b.Line)
	c.field("unit", string(a.Unit), string(b.Unit))
	c.field("module", a.Module, b.Module)
	c.field("definition", a.Definition, b.Definition)
	c.guidelines(a.Guidelines, b.Guidelines)
	c.attributes("attributes", a.Attributes, b.Attributes)
}

func (c *comparison) relation(a, b *RelationType) {
	c.name(a.Name, b.Name)
	c.retired(a.Retired, b.Retired)
	c.list("from", a.From, b.From)
	c.list("to", a.To, b.To)
	c.field("definition", a.Definition, b.Definition)
	c.field("module", a.Module, b.Module)
	c.field("position", string(a.Position), string(b.Position))
	c.flag("symmetric", a.Symmetric, b.Symmetric, "it now says the same in both directions", "it no longer says the same in both directions")
	c.flag("acyclic", a.Acyclic, b.Acyclic, "it may no longer lead back to where it began", "it may now lead back to where it began")
	c.field("least", fmt.Sprint(a.Least), fmt.Sprint(b.Least))
	c.field("most", most(a.Most), most(b.Most))
}

// most is how many links go from a mark at most, as text.
func most(n int) string {
	if n == 0 {
		return "any number"
	}
	return fmt.Sprint(n)
}

func (c *comparison) attributes(field string, a, b []Attribute) {
	compareLists(*c, field, "attribute", a, b, func(a Attribute) string { return a.ID }, (*comparison).attribute)
}

func (c *comparison) attribute(a, b *Attribute) {
	c.name(a.Name, b.Name)
	c.retired(a.Retired, b.Retired)
	c.field("kind", string(a.Kind), string(b.Kind))
	compareLists(*c, "values", "value", a.Values, b.Values, func(v Value) string { return v.ID }, (*comparison).value)
	c.list("default", a.Default, b.Default)
	c.flag("required", a.Required, b.Required, "it is now required", "it is no longer required")
	c.field("when", a.When.text(), b.When.text())
	c.field("computed", string(a.Computed), string(b.Computed))
	c.field("module", a.Module, b.Module)
	c.field("definition", a.Definition, b.Definition)
}

// text is the condition as people read it; empty where there is none.
func (c *Condition) text() string {
	if c == nil {
		return ""
	}
	return c.Attribute + " is " + strings.Join(c.Values, " or ")
}

func (c *comparison) value(a, b *Value) {
	c.name(a.Name, b.Name)
	c.retired(a.Retired, b.Retired)
	c.field("definition", a.Definition, b.Definition)
}

func (c *comparison) name(a, b string) {
	if a != b {
		c.add(DifferenceRenamed, c.path, a, b, "%s", of(c.subject, turned("name", a, b)))
	}
}

func (c *comparison) retired(a, b bool) {
	switch {
	case !a && b:
		c.became(DifferenceRetired)
	case a && !b:
		c.became(DifferenceRestored)
	}
}

func (c *comparison) field(name, a, b string) {
	if a != b {
		c.add(DifferenceChanged, c.below(name), a, b, "%s", of(c.subject, turned(name, a, b)))
	}
}

// turned says that a field has another value.
func turned(field, a, b string) string {
	switch {
	case a == "":
		return fmt.Sprintf("%s is now %s; there was none", field, shown(b))
	case b == "":
		return fmt.Sprintf("%s %s is gone", field, shown(a))
	}
	return fmt.Sprintf("%s %s is now %s", field, shown(a), shown(b))
}

// shown is a value within a sentence, on one line.
func shown(s string) string {
	if words := strings.Fields(s); len(words) != 1 || words[0] != s {
		return "“" + strings.Join(words, " ") + "”"
	}
	return s
}

func (c *comparison) list(name string, a, b []string) {
	if !slices.Equal(a, b) {
		was, is := strings.Join(a, ", "), strings.Join(b, ", ")
		c.add(DifferenceChanged, c.below(name), was, is, "%s", of(c.subject, turned(name, was, is)))
	}
}

func (c *comparison) flag(name string, a, b bool, set, cleared string) {
	says := cleared
	if b {
		says = set
	}
	if a != b {
		c.add(DifferenceChanged, c.below(name), fmt.Sprint(a), fmt.Sprint(b), "%s", of(c.subject, says))
	}
}

func (c *comparison) guidelines(a, b string) {
	if a == b {
		return
	}
	says := ""
	switch n := linesChanged(a, b); n {
	case 0:
		says = "the lines of the guidelines are in another order"
	case 1:
		says = "the guidelines changed by 1 line"
	default:
		says = fmt.Sprintf("the guidelines changed by %d lines", n)
	}
	c.add(DifferenceChanged, c.below("guidelines"), "", "", "%s", of(c.subject, says))
}

// linesChanged counts the lines in which two texts differ. A line that reads otherwise counts once, one that moved not at all.
func linesChanged(a, b string) int {
	count := map[string]int{}
	for line := range strings.Lines(b) {
		count[line]++
	}
	for line := range strings.Lines(a) {
		count[line]--
	}
	added, removed := 0, 0
	for _, n := range count {
		added += max(n, 0)
		removed += max(-n, 0)
	}
	return max(added, removed)
}
