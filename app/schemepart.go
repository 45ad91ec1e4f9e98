package app

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"rubricator/annotation"
)

// schemePart is one row of the scheme editor: a label, a role, a relation. Its fields and acts change the draft that it is a part of.
type schemePart struct {
	path string // names it among the parts: "label claim"

	of                         annotation.LabelRole // the label that it is or belongs to; empty: none
	attribute, value, relation string               // what of these it is

	depth   int
	title   string
	about   string
	label   string // whose colour it has; empty: none
	retired bool
	fields  []partField
	up      func() // one place earlier among its like; nil: it is the first
	down    func()
	remove  func() // nil: it cannot be
	adds    []partAdd
}

// partAdd is something that can be added to a part.
type partAdd struct {
	name string
	add  func() (path string)
}

// partField is one thing that can be said of a part.
type partField struct {
	name   string
	many   bool     // of several lines
	values []string // what it can be; nil: free text
	names  []string // of the values; nil: as they are
	get    func() string
	set    func(string)
}

// schemeParts gives the rows of a draft. known tells which parts were there before: those are retired and not deleted, and keep
// their ids.
func schemeParts(s *annotation.Scheme, known func(path string) bool) []schemePart {
	b := &partBuilder{scheme: s, known: known}
	b.whole()
	for i := range s.Modules {
		b.module(i)
	}
	for i := range s.Labels {
		b.label(i)
	}
	for i := range s.Relations {
		b.relation(i)
	}
	b.attributes("document", annotation.LabelRole{}, 0, &s.Document)
	return b.parts
}

type partBuilder struct {
	scheme *annotation.Scheme
	known  func(path string) bool
	parts  []schemePart
}

func freeField(name string, p *string) partField {
	return partField{name: name, get: func() string { return *p }, set: func(v string) { *p = v }}
}

func proseField(name string, p *string) partField {
	f := freeField(name, p)
	f.many = true
	return f
}

func oneOfField[T ~string](name string, p *T, values []T, names []string) partField {
	f := partField{name: name, names: names, get: func() string { return string(*p) }, set: func(v string) { *p = T(v) }}
	for _, v := range values {
		f.values = append(f.values, string(v))
	}
	return f
}

func yesNoField(name string, p *bool) partField {
	return partField{name: name, values: []string{"no", "yes"}, names: []string{"No", "Yes"},
		get: func() string {
			if *p {
				return "yes"
			}
			return "no"
		}, set: func(v string) { *p = v == "yes" }}
}

func countField(name string, p *int, none string) partField {
	f := partField{name: name, get: func() string { return strconv.Itoa(*p) }, set: func(v string) { *p, _ = strconv.Atoi(v) }}
	for n := range digits + 1 {
		f.values, f.names = append(f.values, strconv.Itoa(n)), append(f.names, strconv.Itoa(n))
	}
	f.names[0] = none
	return f
}

// listField is a field of values with commas between.
func listField(name string, p *[]string) partField {
	return partField{name: name, get: func() string { return strings.Join(*p, ", ") }, set: func(v string) {
		*p = nil
		for part := range strings.SplitSeq(v, ",") {
			if part = strings.TrimSpace(part); part != "" {
				*p = append(*p, part)
			}
		}
	}}
}

// defaultField is what counts where nothing is said: of a list its values, else one value, which may have commas.
func defaultField(a *annotation.Attribute) partField {
	if a.Kind == annotation.OneOf || a.Kind == annotation.SomeOf {
		return listField("Default", &a.Default)
	}
	return partField{name: "Default", get: func() string { return strings.Join(a.Default, ", ") }, set: func(v string) {
		a.Default = nil
		if v = strings.TrimSpace(v); v != "" {
			a.Default = []string{v}
		}
	}}
}

// moves are the acts that change the place of the i-th of some.
func moves[T any](l []T, i int) (up, down func()) {
	if i > 0 {
		up = func() { l[i-1], l[i] = l[i], l[i-1] }
	}
	if i+1 < len(l) {
		down = func() { l[i+1], l[i] = l[i], l[i+1] }
	}
	return up, down
}

// removal retires a part that was there before, or has it used again; a new one is taken out.
func (b *partBuilder) removal(path string, retired *bool, cut func()) func() {
	if b.known(path) {
		return func() { *retired = !*retired }
	}
	return cut
}

// labelRemoval is removal of what marks can be: retiring that is an act on marks, see migrationActs.
func (b *partBuilder) labelRemoval(path string, retired *bool, cut func()) func() {
	if b.known(path) && !*retired {
		return nil
	}
	return b.removal(path, retired, cut)
}

func (b *partBuilder) whole() {
	s := b.scheme
	p := schemePart{path: "scheme", title: s.Name, about: fmt.Sprintf("version %d", s.Version),
		fields: []partField{freeField("Name", &s.Name), proseField("Guidelines", &s.Guidelines)}}
	p.adds = []partAdd{b.addLabel(), b.addRelation(), b.addAttribute("document", "question about the article", &s.Document)}
	b.parts = append(b.parts, p)
}

// The underlines, and what keys take, as the form offers them.
var (
	lineIDs   = []string{"", "solid", "double", "dotted", "dashed", "wavy"}
	lineNames = []string{"As usual", "Solid", "Double", "Dotted", "Dashed", "Wavy"}
	unitIDs   = []annotation.Unit{"", annotation.UnitWord, annotation.UnitName, annotation.UnitNumber, annotation.UnitSentence, annotation.UnitClaim, annotation.UnitAttribution}
	unitNames = []string{"As usual", "The word", "The name or word", "The number", "The sentence", "The claim", "The whole attribution"}
)

func (b *partBuilder) label(i int) {
	s := b.scheme
	l := &s.Labels[i]
	path := "label " + l.ID
	p := schemePart{path: path, of: annotation.LabelRole{Label: l.ID}, title: l.Name, about: keyed(l.Key, l.Retired, "label"), label: l.ID, retired: l.Retired,
		fields: []partField{b.name(path, &l.Name, &l.ID), b.id(path, &l.ID), freeField("Key", &l.Key), colourField(l), freeField("Colour, light", &l.Colour), freeField("Colour, dark", &l.Dark),
			oneOfField("Underline", &l.Line, lineIDs, lineNames), oneOfField("Key takes", &l.Unit, unitIDs, unitNames), freeField("Definition", &l.Definition), proseField("Guidelines", &l.Guidelines)}}
	p.up, p.down = moves(s.Labels, i)
	p.remove = b.labelRemoval(path, &l.Retired, func() { s.Labels = slices.Delete(s.Labels, i, i+1) })
	p.adds = []partAdd{b.addLabel(), b.addRole(l), b.addAttribute(path, "attribute", &l.Attributes)}
	b.parts = append(b.parts, p)
	b.attributes(path, p.of, 1, &l.Attributes)
	for k := range l.Roles {
		b.role(l, k)
	}
}

// keyed says what a row of a key says beside its name.
func keyed(key string, retired bool, what string) string {
	if key != "" {
		what += " · key " + key
	}
	if retired {
		what += " · retired"
	}
	return what
}

func (b *partBuilder) role(l *annotation.Label, k int) {
	r := &l.Roles[k]
	path := "role " + l.ID + "." + r.ID
	p := schemePart{path: path, of: annotation.LabelRole{Label: l.ID, Role: r.ID}, depth: 1, title: r.Name, about: keyed(r.Key, r.Retired, "role") + b.off(r.Module), label: l.ID, retired: r.Retired,
		fields: []partField{b.name(path, &r.Name, &r.ID), b.id(path, &r.ID)}}
	if k > 0 {
		p.fields = append(p.fields, freeField("Key", &r.Key), oneOfField("Underline", &r.Line, lineIDs, lineNames), oneOfField("Key takes", &r.Unit, unitIDs, unitNames))
		p.remove = b.labelRemoval(path, &r.Retired, func() { l.Roles = slices.Delete(l.Roles, k, k+1) })
	}
	p.fields = append(p.fields, freeField("Definition", &r.Definition), proseField("Guidelines", &r.Guidelines))
	if up, down := moves(l.Roles, k); k > 0 { // the first is the head
		if k > 1 {
			p.up = up
		}
		p.down = down
	}
	p.adds = []partAdd{b.addRole(l), b.addAttribute(path, "attribute", &r.Attributes)}
	b.parts = append(b.parts, p)
	b.attributes(path, p.of, 2, &r.Attributes)
}

// The kinds of attributes as the form offers them.
var (
	kindIDs   = []annotation.AttributeKind{annotation.OneOf, annotation.SomeOf, annotation.YesNo, annotation.FreeText, annotation.Number}
	kindNames = []string{"One of a list", "Several of a list", "Yes or no", "Free text", "Number"}
)

func (b *partBuilder) attributes(of string, label annotation.LabelRole, depth int, as *[]annotation.Attribute) {
	for i := range *as {
		a := &(*as)[i]
		path := of + " attribute " + a.ID
		about := strings.ToLower(kindNames[max(0, slices.Index(kindIDs, a.Kind))])
		if of == "document" {
			about = "of the article · " + about
		}
		if a.Retired {
			about += " · retired"
		}
		about += b.off(a.Module)
		p := schemePart{path: path, of: label, attribute: a.ID, depth: depth, title: a.Name, about: about, retired: a.Retired,
			fields: []partField{b.name(path, &a.Name, &a.ID), b.id(path, &a.ID)}}
		if !b.known(path) {
			p.fields = append(p.fields, oneOfField("Kind", &a.Kind, kindIDs, kindNames))
		}
		p.fields = append(p.fields, defaultField(a), yesNoField("Needed", &a.Required), freeField("Definition", &a.Definition))
		p.up, p.down = moves(*as, i)
		p.remove = b.removal(path, &a.Retired, func() { *as = slices.Delete(*as, i, i+1) })
		p.adds = []partAdd{b.addAttribute(of, "attribute", as)}
		if a.Kind == annotation.OneOf || a.Kind == annotation.SomeOf {
			p.adds = append(p.adds, b.addValue(path, a))
		}
		b.parts = append(b.parts, p)
		for k := range a.Values {
			b.value(path, label, depth+1, a, k)
		}
	}
}

func (b *partBuilder) value(of string, label annotation.LabelRole, depth int, a *annotation.Attribute, k int) {
	v := &a.Values[k]
	path := of + " value " + v.ID
	about := "value"
	if v.Retired {
		about += " · retired"
	}
	p := schemePart{path: path, of: label, attribute: a.ID, value: v.ID, depth: depth, title: nameOf(*v), about: about, retired: v.Retired,
		fields: []partField{b.name(path, &v.Name, &v.ID), b.id(path, &v.ID), freeField("Definition", &v.Definition)}}
	p.up, p.down = moves(a.Values, k)
	p.remove = b.removal(path, &v.Retired, func() { a.Values = slices.Delete(a.Values, k, k+1) })
	p.adds = []partAdd{b.addValue(of, a)}
	b.parts = append(b.parts, p)
}

func (b *partBuilder) relation(i int) {
	s := b.scheme
	r := &s.Relations[i]
	path := "relation " + r.ID
	about := "link"
	if r.Retired {
		about += " · retired"
	}
	about += b.off(r.Module)
	p := schemePart{path: path, relation: r.ID, title: r.Name, about: about, retired: r.Retired,
		fields: []partField{b.name(path, &r.Name, &r.ID), b.id(path, &r.ID), listField("From", &r.From), listField("To", &r.To), countField("At least", &r.Least, "None"),
			countField("At most", &r.Most, "Any number"), yesNoField("Both ways", &r.Symmetric), freeField("Definition", &r.Definition)}}
	p.up, p.down = moves(s.Relations, i)
	p.remove = b.removal(path, &r.Retired, func() { s.Relations = slices.Delete(s.Relations, i, i+1) })
	p.adds = []partAdd{b.addRelation()}
	b.parts = append(b.parts, p)
}

// off says of what belongs to a part that is switched off that it does.
func (b *partBuilder) off(module string) string {
	if b.scheme.IsOn(module) {
		return ""
	}
	return " · off"
}

func (b *partBuilder) module(i int) {
	m := &b.scheme.Modules[i]
	about := "part of the scheme · off"
	if m.On {
		about = "part of the scheme · on"
	}
	on := yesNoField("Switched on", &m.On)
	b.parts = append(b.parts, schemePart{path: "module " + m.ID, title: m.Name, about: about, fields: []partField{on, freeField("Definition", &m.Definition)}})
}

// name is the field of a name. The id of a new part follows it.
func (b *partBuilder) name(path string, name, id *string) partField {
	f := freeField("Name", name)
	if b.known(path) {
		return f
	}
	like := strings.TrimSuffix(path, *id)
	f.set = func(v string) {
		if *id == b.free(like, *name) || *id == "" {
			*id = b.free(like, v)
		}
		*name = v
	}
	return f
}

// id is the field of an id, which is fixed once there can be marks with it.
func (b *partBuilder) id(path string, id *string) partField {
	f := freeField("Id, for ever", id)
	if b.known(path) {
		f.set = nil
		return f
	}
	like := strings.TrimSuffix(path, *id)
	f.set = func(v string) {
		if !b.known(like + v) { // that is another part, under which there can be marks
			*id = v
		}
	}
	return f
}

// free is the id that a name gives, and that no part has which was there before. like is how the paths of such parts begin.
func (b *partBuilder) free(like, name string) string {
	id := idOf(name)
	for n := 2; b.known(like + id); n++ {
		id = fmt.Sprintf("%s_%d", idOf(name), n)
	}
	return id
}

// unfit is what an id does not have.
var unfit = regexp.MustCompile(`[^a-z0-9]+`)

// idOf makes an id of a name.
func idOf(name string) string {
	return strings.Trim(unfit.ReplaceAllString(strings.ToLower(name), "_"), "_")
}

// fresh is a name that nothing of the list has, and its id.
func fresh[T any](name string, l []T, id func(T) string) (string, string) {
	for n := 1; ; n++ {
		try := name
		if n > 1 {
			try += " " + strconv.Itoa(n)
		}
		if !slices.ContainsFunc(l, func(x T) bool { return id(x) == idOf(try) }) {
			return try, idOf(try)
		}
	}
}

func (b *partBuilder) addLabel() partAdd {
	s := b.scheme
	return partAdd{"label", func() string {
		name, id := fresh("New label", s.Labels, func(l annotation.Label) string { return l.ID })
		c := colourPairs[len(s.Labels)%len(colourPairs)]
		s.Labels = append(s.Labels, annotation.Label{ID: id, Name: name, Key: b.freeKey(), Colour: c.light, Dark: c.dark, Line: "solid"})
		return "label " + id
	}}
}

// freeKey is the first key that nothing has yet; empty: all are taken.
func (b *partBuilder) freeKey() string {
	taken := map[string]bool{}
	for _, l := range b.scheme.Labels {
		taken[l.Key] = true
		for _, r := range l.Roles {
			taken[r.Key] = true
		}
	}
	for _, k := range "123456789" + annotation.FreeKeys {
		if !taken[string(k)] {
			return string(k)
		}
	}
	return ""
}

func (b *partBuilder) addRole(l *annotation.Label) partAdd {
	return partAdd{"role", func() string {
		name, id := fresh("New role", l.Roles, func(r annotation.Role) string { return r.ID })
		l.Roles = append(l.Roles, annotation.Role{ID: id, Name: name})
		return "role " + l.ID + "." + id
	}}
}

func (b *partBuilder) addAttribute(of, what string, as *[]annotation.Attribute) partAdd {
	return partAdd{what, func() string {
		name, id := fresh("New attribute", *as, func(a annotation.Attribute) string { return a.ID })
		*as = append(*as, annotation.Attribute{ID: id, Name: name, Kind: annotation.YesNo})
		return of + " attribute " + id
	}}
}

func (b *partBuilder) addValue(of string, a *annotation.Attribute) partAdd {
	return partAdd{"value", func() string {
		name, id := fresh("New value", a.Values, func(v annotation.Value) string { return v.ID })
		a.Values = append(a.Values, annotation.Value{ID: id, Name: name})
		return of + " value " + id
	}}
}

func (b *partBuilder) addRelation() partAdd {
	s := b.scheme
	return partAdd{"link", func() string {
		name, id := fresh("new link", s.Relations, func(r annotation.RelationType) string { return r.ID })
		end := []string{s.Labels[0].ID}
		s.Relations = append(s.Relations, annotation.RelationType{ID: id, Name: name, From: end, To: slices.Clone(end)})
		return "relation " + id
	}}
}

// colourPairs are colours that people with colour-blindness tell apart (Okabe and Ito 2008), each darkened for the light themes and
// lightened for the dark ones until text can be read on them.
var colourPairs = []struct{ name, light, dark string }{
	{"Blue", "#004680", "#4aa3e0"}, {"Orange", "#b25600", "#e69f00"}, {"Green", "#007f5b", "#5fe0b5"}, {"Purple", "#8a3d76", "#e3a3c8"},
	{"Vermilion", "#a63c00", "#ff9466"}, {"Sky", "#0b6a9c", "#8fd0f5"}, {"Yellow", "#6f6200", "#f0e442"}, {"Grey", "#4d4d4d", "#b8b8b8"},
}

// colourField chooses one of the pairs; any other is of its own.
func colourField(l *annotation.Label) partField {
	f := partField{name: "Colour"}
	for _, c := range colourPairs {
		f.values, f.names = append(f.values, c.light), append(f.names, c.name)
	}
	f.values, f.names = append(f.values, ""), append(f.names, "Its own")
	f.get = func() string {
		if slices.Contains(f.values, l.Colour) {
			return l.Colour
		}
		return ""
	}
	f.set = func(light string) {
		for _, c := range colourPairs {
			if c.light == light {
				l.Colour, l.Dark = c.light, c.dark
			}
		}
	}
	return f
}
