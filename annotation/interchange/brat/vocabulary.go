package brat

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
)

// The files that say which types there are, and how they look.
const (
	annotationConf = "annotation.conf"
	visualConf     = "visual.conf"
)

// vocabulary is what an annotation.conf says: the types, whose first term is what .ann files have, and, in comments, what brat has no place
// for.
type vocabulary struct {
	file       []byte // as it was read; it grows by what it lacks
	entities   *terms
	relations  *terms
	attributes *terms
	values     map[string]map[string]bool // that attributes have, by type
	choices    map[[2]string]bool         // attributes and values that our scheme has to choose from
	notes      *terms                     // whose text is a value of an attribute
	folders    map[string]annotator       // by name
	newFolders []string
}

// skeleton is an annotation.conf without types. Marks may overlap in every way.
const skeleton = `[entities]

[relations]
<OVERLAP>	Arg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>

[events]

[attributes]
`

// The comments of an annotation.conf that say what brat has no place for.
const (
	folderComment = "# folder %s holds the marks of %s%s\n"
	textComment   = "# notes of the type %s hold values of the attribute %s\n"
)

var (
	isSection = regexp.MustCompile(`^\s*\[(.*)\]\s*$`)
	isFolder  = regexp.MustCompile(`^# folder (\S+) holds the marks of (.*?)(?: \((model|reference)\))?$`)
	isText    = regexp.MustCompile(`^# notes of the type (\S+) hold values of the attribute (\S+)$`)
)

// readVocabulary reads an annotation.conf; file is nil where there is none.
func readVocabulary(file []byte) *vocabulary {
	v := &vocabulary{file: file, entities: newTerms(), relations: newTerms(), attributes: newTerms(),
		values: map[string]map[string]bool{}, choices: map[[2]string]bool{}, notes: newTerms(), folders: map[string]annotator{}}
	v.notes.names[annotatorNotes] = annotatorNotes // no attribute's
	var in *terms
	for line := range strings.Lines(string(file)) {
		line = strings.TrimRight(line, "\r\n")
		if m := isSection.FindStringSubmatch(line); m != nil {
			in = v.section(m[1])
		} else if m := isFolder.FindStringSubmatch(line); m != nil {
			v.folders[m[1]] = annotator{m[2], annotation.AnnotatorKind(m[3])}
		} else if m := isText.FindStringSubmatch(line); m != nil {
			v.notes.know(m[1] + "|" + m[2])
		} else if words := strings.Fields(line); len(words) > 0 && in != nil {
			in.know(words[0])
		}
	}
	return v
}

// onTopOf is the vocabulary of a file with what this one has besides.
func (v *vocabulary) onTopOf(file []byte) *vocabulary {
	out := readVocabulary(file)
	for _, both := range [][2]*terms{{v.entities, out.entities}, {v.relations, out.relations}, {v.attributes, out.attributes}, {v.notes, out.notes}} {
		for _, typ := range both[0].fresh {
			both[1].add(typ, both[0].names[typ])
		}
	}
	for _, name := range v.newFolders {
		out.folders[name] = v.folders[name]
		out.newFolders = append(out.newFolders, name)
	}
	out.values = v.values
	return out
}

// section is where the types of a section are; nil for those whose types have no other names.
func (v *vocabulary) section(name string) *terms {
	switch name {
	case "entities", "spans":
		return v.entities
	case "relations":
		return v.relations
	case "attributes":
		return v.attributes
	}
	return nil
}

// take makes types for what can occur.
func (v *vocabulary) take(o interchange.Options) {
	var labels, links []string
	for _, l := range o.Labels {
		labels = append(labels, l.String())
	}
	for _, r := range o.Relations {
		links = append(links, r.ID)
	}
	v.entities.take(labels)
	v.relations.take(links)
	for _, l := range o.Labels {
		if o.Scheme != nil {
			v.takeAttributes(o.Scheme.AttributesOf(l))
		}
	}
}

// choose takes what our scheme has to choose from.
func (v *vocabulary) choose(o interchange.Options) {
	if o.Scheme == nil {
		return
	}
	for _, l := range o.Labels {
		for _, a := range o.Scheme.AttributesOf(l) {
			for _, value := range a.Values {
				v.choices[[2]string{a.ID, value.ID}] = true
			}
		}
	}
}

// takeAttributes makes types of those attributes that brat can offer: the ones of one value among several.
func (v *vocabulary) takeAttributes(attributes []annotation.Attribute) {
	for _, a := range attributes {
		if a.Kind == annotation.YesNo {
			v.value(a.ID, "yes")
			v.value(a.ID, "no")
		}
		for _, value := range a.Values {
			if a.Kind == annotation.OneOf && !value.Retired {
				v.value(a.ID, value.ID)
			}
		}
	}
}

// value tells that an attribute has a value; it gives the attribute's type.
func (v *vocabulary) value(attribute, value string) string {
	typ := v.attributes.typeOf(attribute)
	if v.values[typ] == nil {
		v.values[typ] = map[string]bool{}
	}
	if len(v.values[typ]) < mostValues && !strings.ContainsAny(value, ",|<>") {
		v.values[typ][value] = true
	}
	return typ
}

// mostValues is how many values of an attribute brat offers.
const mostValues = 100

// folder gives the name of the folder that an annotator's marks are in.
func (v *vocabulary) folder(a annotator) string {
	for name, has := range v.folders {
		if has == a {
			return name
		}
	}
	name := unique(fileName(a.name, "annotator"), func(s string) bool {
		return slices.ContainsFunc(slices.Collect(maps.Keys(v.folders)), func(taken string) bool { return strings.EqualFold(taken, s) })
	})
	v.folders[name] = a
	v.newFolders = append(v.newFolders, name)
	return name
}

// annotationConf is the file, with what it lacked.
func (v *vocabulary) annotationConf(o interchange.Options) []byte {
	file := string(v.file)
	if v.file == nil {
		file = skeleton
	}
	links := v.relations.lines(func(typ string) string { return v.ends(typ, o) }) // may need further types of marks
	file = insert(file, "entities", v.entities.lines(func(string) string { return "" }))
	file = insert(file, "relations", links)
	file = insert(file, "attributes", v.attributes.lines(v.valuesOf))
	var comments strings.Builder
	for _, name := range v.newFolders {
		kind := ""
		if k := v.folders[name].kind; k != "" {
			kind = " (" + string(k) + ")"
		}
		fmt.Fprintf(&comments, folderComment, name, v.folders[name].name, kind)
	}
	for _, typ := range v.notes.fresh {
		fmt.Fprintf(&comments, textComment, typ, term(v.notes.names[typ]))
	}
	if comments.Len() > 0 {
		comments.WriteByte('\n')
	}
	return []byte(comments.String() + file)
}

// ends are the arguments of a link: the types of marks that it may join.
func (v *vocabulary) ends(typ string, o interchange.Options) string {
	from, to := "<ENTITY>", "<ENTITY>"
	for _, r := range o.Relations {
		if r.ID == v.relations.nameOf(typ) {
			from, to = v.end(r.From, o), v.end(r.To, o)
		}
	}
	return "\tArg1:" + from + ", Arg2:" + to
}

func (v *vocabulary) end(labels []string, o interchange.Options) string {
	var types []string
	for _, l := range o.Labels {
		if slices.Contains(labels, l.Label) || slices.Contains(labels, l.String()) {
			types = append(types, v.entities.typeOf(l.String()))
		}
	}
	if len(types) == 0 {
		return "<ENTITY>"
	}
	return strings.Join(types, "|")
}

// valuesOf are the arguments of an attribute.
func (v *vocabulary) valuesOf(typ string) string {
	values := slices.Sorted(maps.Keys(v.values[typ]))
	if len(values) == 0 {
		return "\tArg:<ENTITY>"
	}
	return "\tArg:<ENTITY>, Value:" + strings.Join(values, "|")
}

// visualConf says how types look and are called.
func (v *vocabulary) visualConf(o interchange.Options) []byte {
	var labels, drawing strings.Builder
	for _, of := range []*terms{v.entities, v.relations, v.attributes} {
		for _, typ := range of.fresh {
			if name := term(of.nameOf(typ)); name != typ {
				fmt.Fprintf(&labels, "%s | %s\n", typ, name)
			}
		}
	}
	for _, l := range o.Labels {
		if o.Color == nil {
			break
		}
		if colour := o.Color(l); colour != "" {
			fmt.Fprintf(&drawing, "%s\tbgColor:%s, borderColor:darken\n", v.entities.typeOf(l.String()), colour)
		}
	}
	return fmt.Appendf(nil, "[labels]\n%s\n[drawing]\nSPAN_DEFAULT\tfgColor:black, bgColor:lightgreen, borderColor:darken\nARC_DEFAULT\tcolor:black, arrowHead:triangle-5\n%s",
		&labels, &drawing)
}

// insert puts lines at the end of a section, which it begins where there is none.
func insert(file, section string, lines []string) string {
	if len(lines) == 0 {
		return file
	}
	have := strings.SplitAfter(file, "\n")
	at := slices.IndexFunc(have, func(l string) bool {
		m := isSection.FindStringSubmatch(l)
		return m != nil && (m[1] == section || m[1] == "spans" && section == "entities")
	})
	if at < 0 {
		return strings.TrimRight(file, "\n") + "\n\n[" + section + "]\n" + strings.Join(lines, "")
	}
	for at++; at < len(have) && !isSection.MatchString(have[at]); at++ {
	}
	for strings.TrimSpace(have[at-1]) == "" {
		at--
	}
	if !strings.HasSuffix(have[at-1], "\n") {
		have[at-1] += "\n"
	}
	return strings.Join(slices.Insert(have, at, lines...), "")
}

// terms are the types of one section, by which .ann files call what has other names with us: "attribution-source" for "attribution.source".
type terms struct {
	types, names map[string]string // each by the other
	folded       map[string]string // types of the file, by their names without difference of case
	fresh        []string          // types that the file lacks, in order
}

func newTerms() *terms {
	return &terms{types: map[string]string{}, names: map[string]string{}, folded: map[string]string{}}
}

// fold is a name without what a scheme made of a dataset leaves out of it: what brat calls Claim is claim with us, and _gt_N is gt_n.
func fold(name string) string {
	if strings.ContainsFunc(name, func(r rune) bool { return r > unicode.MaxASCII }) {
		return strings.ToLower(name) // an ID would hold little of it
	}
	parts := strings.Split(name, ".")
	for i, part := range parts {
		parts[i] = interchange.IDOf(part)
	}
	return strings.Join(parts, ".")
}

// know takes what a file says: "attribution-source|attribution.source". The second term is our name where the first is made of it; to others
// it says something else.
func (t *terms) know(said string) {
	typ, other, _ := strings.Cut(strings.TrimLeft(said, "!"), "|")
	if strings.HasPrefix(typ, "#") || strings.HasPrefix(typ, "<") || strings.HasPrefix(typ, "-") && strings.Trim(typ, "-") == "" {
		return
	}
	name := typ
	if ours, err := url.PathUnescape(other); err == nil && other != "" && madeOf(typ, ours) {
		name = ours
	}
	t.types[name], t.names[typ] = typ, name
	if t.folded[fold(name)] == "" {
		t.folded[fold(name)] = typ
	}
}

var numbered = regexp.MustCompile(`-[0-9]+$`)

func madeOf(typ, name string) bool {
	return typ == escape(name) || numbered.ReplaceAllString(typ, "") == escape(name)
}

// take makes types of names, first of those that are types as they are.
func (t *terms) take(names []string) {
	known := len(t.fresh)
	for _, name := range names {
		if escape(name) == name {
			t.typeOf(name)
		}
	}
	for _, name := range names {
		t.typeOf(name)
	}
	order := func(typ string) int { return slices.Index(names, t.names[typ]) }
	slices.SortFunc(t.fresh[known:], func(a, b string) int { return order(a) - order(b) })
}

// typeOf is the type of a name, which has none yet or the same as ever.
func (t *terms) typeOf(name string) string {
	if typ, ok := t.types[name]; ok {
		return typ
	}
	if typ, ok := t.folded[fold(name)]; ok {
		return typ
	}
	typ := unique(escape(name), func(s string) bool { return t.names[s] != "" })
	t.add(typ, name)
	return typ
}

// add takes a type that the file lacks.
func (t *terms) add(typ, name string) {
	if _, ok := t.types[name]; !ok && t.names[typ] == "" {
		t.types[name], t.names[typ] = typ, name
		t.fresh = append(t.fresh, typ)
	}
}

// nameOf is what a type is called with us.
func (t *terms) nameOf(typ string) string {
	if name, ok := t.names[typ]; ok {
		return name
	}
	return typ
}

// lines are those that the file lacks.
func (t *terms) lines(arguments func(typ string) string) (out []string) {
	for _, typ := range t.fresh {
		said := typ
		if name := term(t.names[typ]); name != typ {
			said += "|" + name
		}
		out = append(out, said+arguments(typ)+"\n")
	}
	return out
}

// term is a name as a file of brat can have it beside a type: without white space and the characters that part terms.
func term(name string) string { return url.PathEscape(name) }

// escape makes a type of a name: brat takes letters of ASCII, digits, "_" and "-".
func escape(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_' || r == '-':
			return r
		case r == '.':
			return '-'
		}
		return '_'
	}, name)
}

// unique is a name that is not taken: the name itself, or with a number.
func unique(name string, taken func(string) bool) string {
	out := name
	for n := 2; taken(out); n++ {
		out = fmt.Sprintf("%s-%d", name, n)
	}
	return out
}
