package interchange

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"rubricator/annotation"
)

// SchemeFrom makes a scheme of what a dataset has, and the mapping of its names to the scheme's. "attribution.source" and "attribution.cue"
// become roles of one label. The most frequent labels get the keys 1 to 9; an attribute of few values becomes a list to choose from. What
// m says goes otherwise. The scheme is valid when there is a label.
func SchemeFrom(name string, n *Names, m Mapping) (annotation.Scheme, Mapping) {
	all := Mapping{map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}}
	for _, l := range n.Labels() {
		all.Labels[l.Name] = Made
	}
	for _, r := range n.Relations() {
		all.Relations[r.Name] = Made
	}
	for _, a := range n.Attributes() {
		if !annotation.IsOwnOfMarks(a.Name) {
			all.Attributes[a.Name] = Made
		}
	}
	return Widened(annotation.Scheme{ID: annotation.SchemeID(name), Name: name}, all.With(m), n)
}

// Widened is a scheme with what a mapping wants made, as its next version, and the mapping to what was made. What is there stays as it is.
func Widened(s annotation.Scheme, m Mapping, n *Names) (annotation.Scheme, Mapping) {
	w := widening{scheme: s, mapping: Mapping{}.With(m), names: n}
	w.scheme.Version++
	w.scheme.Labels, w.scheme.Relations, w.scheme.Document = slices.Clone(s.Labels), slices.Clone(s.Relations), slices.Clone(s.Document)
	w.labels()
	w.matching, _ = NewMatching(&w.scheme, Mapping{Labels: w.mapping.Labels}) // what it has that the scheme has not is told where it is used
	w.relations()
	w.attributes()
	return w.scheme, w.mapping
}

// widening adds to a scheme what a dataset has.
type widening struct {
	scheme   annotation.Scheme
	mapping  Mapping
	names    *Names
	matching *Matching // of labels, once they are made
}

// labels makes labels, in the order of how frequent they are.
func (w *widening) labels() {
	var wanted []string
	whole := map[string]bool{} // labels that occur without a role too
	for _, l := range w.names.Labels() {
		if w.mapping.Labels[l.Name] == Made {
			wanted = append(wanted, l.Name)
			whole[l.Name] = true
		}
	}
	parts := map[string]string{} // the ID of the label that has parts, by what it is called
	for _, theirs := range wanted {
		label, role, isPart := strings.Cut(theirs, ".")
		if !isPart || label == "" || role == "" || strings.Contains(role, ".") || whole[label] {
			id := w.add(theirs)
			w.mapping.Labels[theirs] = id
			continue
		}
		if parts[label] == "" {
			parts[label] = w.add(label)
		}
		w.mapping.Labels[theirs] = w.addRole(parts[label], role)
	}
}

// add makes a label and gives its ID.
func (w *widening) add(name string) string {
	id := free(name, "label", func(id string) bool { _, taken := w.scheme.Label(id); return taken })
	w.scheme.Labels = append(w.scheme.Labels, annotation.Label{ID: id, Name: named(name, id), Key: w.freeKey(),
		Colour: annotation.Colours[len(w.scheme.Labels)%len(annotation.Colours)].Hex})
	return id
}

func (w *widening) label(id string) *annotation.Label {
	return &w.scheme.Labels[slices.IndexFunc(w.scheme.Labels, func(l annotation.Label) bool { return l.ID == id })]
}

// addRole makes a role of a label and gives both as "label.role". The first has the label's key.
func (w *widening) addRole(label, name string) string {
	l := w.label(label)
	id := free(name, "role", func(id string) bool { _, taken := l.Role(id); return taken })
	r := annotation.Role{ID: id, Name: named(name, id)}
	if len(l.Roles) > 0 {
		r.Key = w.freeKey()
	}
	l.Roles = append(l.Roles, r)
	return label + "." + id
}

// freeKey is the next of the keys 1 to 9 that nothing has; "" when all are taken.
func (w *widening) freeKey() string {
	taken := map[string]bool{}
	for _, l := range w.scheme.Labels {
		taken[l.Key] = true
		for _, r := range l.Roles {
			taken[r.Key] = true
		}
	}
	for k := '1'; k <= '9'; k++ {
		if !taken[string(k)] {
			return string(k)
		}
	}
	return ""
}

// relations makes types of relations between the labels that the dataset links.
func (w *widening) relations() {
	for _, r := range w.names.Relations() {
		if w.mapping.Relations[r.Name] != Made {
			continue
		}
		var from, to []string
		for ends := range w.names.ends[r.Name] {
			from, to = w.end(from, ends[0]), w.end(to, ends[1])
		}
		if len(from) == 0 || len(to) == 0 { // no link of it joins marks that come
			w.mapping.Relations[r.Name] = Dropped
			continue
		}
		id := free(r.Name, "relation", func(id string) bool { _, taken := w.scheme.RelationType(id); return taken })
		slices.Sort(from)
		slices.Sort(to)
		w.scheme.Relations = append(w.scheme.Relations, annotation.RelationType{ID: id, Name: named(r.Name, id), From: slices.Compact(from), To: slices.Compact(to)})
		w.mapping.Relations[r.Name] = id
	}
}

// end adds what a label of theirs is here.
func (w *widening) end(ends []string, theirs string) []string {
	if l, fate := w.matching.Label(theirs); fate == Mapped {
		return append(ends, l.String())
	}
	return ends
}

// attributes makes attributes of the labels whose marks have them, and of articles.
func (w *widening) attributes() {
	for _, theirs := range w.names.Attributes() {
		if w.mapping.Attributes[theirs.Name] != Made {
			continue
		}
		id := free(theirs.Name, "attribute", w.isTaken)
		w.mapping.Attributes[theirs.Name] = id
		if a := w.names.ofArticles[theirs.Name]; a != nil {
			w.scheme.Document = append(w.scheme.Document, a.definition(id, theirs.Name))
		}
		w.ofMarks(theirs.Name, id)
	}
}

// ofMarks gives an attribute to each label that has it.
func (w *widening) ofMarks(theirs, id string) {
	of := map[string]*attribute{} // by our label
	for key, a := range w.names.ofMarks {
		if key[0] != theirs {
			continue
		}
		for _, end := range w.end(nil, key[1]) {
			label := labelOf(end).Label
			if of[label] == nil {
				of[label] = &attribute{values: map[string]int{}}
			}
			of[label].join(a)
		}
	}
	for _, label := range slices.Sorted(maps.Keys(of)) {
		l := w.label(label)
		l.Attributes = append(slices.Clone(l.Attributes), of[label].definition(id, theirs))
	}
}

func (a *attribute) join(b *attribute) {
	a.count, a.several = a.count+b.count, a.several || b.several
	for v, n := range b.values {
		a.values[v] += n
	}
}

// isTaken tells the IDs that attributes have, and those that they cannot have.
func (w *widening) isTaken(id string) bool {
	is := func(as []annotation.Attribute) bool {
		return slices.ContainsFunc(as, func(a annotation.Attribute) bool { return a.ID == id })
	}
	return annotation.IsOwnOfMarks(id) || id == annotation.Nothing || id == annotation.SkippedFor || is(w.scheme.Document) ||
		slices.ContainsFunc(w.scheme.Labels, func(l annotation.Label) bool {
			return is(l.Attributes) || slices.ContainsFunc(l.Roles, func(r annotation.Role) bool { return is(r.Attributes) })
		})
}

// fewValues is how many values a list to choose from has at most.
const fewValues = 12

var isDecimal = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// definition is the attribute that takes the values that were found.
func (a *attribute) definition(id, name string) annotation.Attribute {
	out := annotation.Attribute{ID: id, Name: named(name, id), Kind: annotation.FreeText}
	values := sortedKeys(a.values)
	all := func(is func(string) bool) bool {
		return len(values) > 0 && !slices.ContainsFunc(values, func(v string) bool { return !is(v) })
	}
	switch {
	case !a.several && all(func(v string) bool { f := folded(v); return f == "yes" || f == "no" || f == "true" || f == "false" }):
		out.Kind = annotation.YesNo
	case !a.several && all(isDecimal.MatchString):
		out.Kind = annotation.Number
	case len(values) > 0 && (len(values) <= fewValues || a.several) && differInSigns(values):
		out.Kind = annotation.OneOf
		if a.several {
			out.Kind = annotation.SomeOf
		}
		for _, v := range values {
			taken := func(id string) bool {
				return slices.ContainsFunc(out.Values, func(o annotation.Value) bool { return o.ID == id })
			}
			value := annotation.Value{ID: free(v, "value", taken)}
			if value.ID != v {
				value.Name = v
			}
			out.Values = append(out.Values, value)
		}
	}
	return out
}

// differInSigns tells that values can be told apart when they are matched without case and signs.
func differInSigns(values []string) bool {
	seen := map[string]bool{}
	for _, v := range values {
		f := folded(v)
		if f == "" || seen[f] {
			return false
		}
		seen[f] = true
	}
	return true
}

// free is an ID made of a name that nothing has yet.
func free(name, noun string, taken func(id string) bool) string {
	id := IDOf(name)
	if id == "" {
		id = noun
	}
	for n, stem := 2, id; taken(id) || !isName(id); n++ {
		id = fmt.Sprintf("%s_%d", stem, n)
	}
	return id
}

// IDOf is a name in lower-case letters, digits, - and _: what a scheme made of a dataset calls it, unless something else has that ID.
func IDOf(name string) string {
	id := strings.Map(func(r rune) rune {
		switch r = unicode.ToLower(r); {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) || r == '-':
			return r
		}
		return '_'
	}, name)
	return strings.Trim(id, "-_")
}

// named is a name for people; what has none goes by its ID.
func named(name, id string) string {
	if name = strings.TrimSpace(name); name == "" {
		return id
	}
	return name
}
