package interchange

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"rubricator/annotation"
)

// LossKind is what a format cannot hold.
type LossKind string

// What can be lost of a line.
const (
	LostMark      LossKind = "mark"   // left out: it overlaps another, or has no place in the format
	LostRanges    LossKind = "ranges" // of an interrupted mark: it is one piece, or several marks
	LostBounds    LossKind = "bounds" // moved, as to the edges of tokens
	LostLabel     LossKind = "label"  // written as another
	LostLink      LossKind = "link"
	LostAttribute LossKind = "attribute" // of a mark
	LostNote      LossKind = "note"
	LostOfArticle LossKind = "article"  // an attribute of the article
	LostComputed  LossKind = "computed" // values that were read off the text
	LostBeside    LossKind = "beside"   // lines that came beside the marks, which only the format that they came in has a place for
)

var lossKinds = []LossKind{LostMark, LostRanges, LostBounds, LostLabel, LostLink, LostAttribute, LostNote, LostOfArticle, LostComputed, LostBeside}

// Says tells people what is lost, of n.
func (k LossKind) Says(n int) string {
	one, many := "1 ", fmt.Sprint(n, " ")
	words := map[LossKind][2]string{
		LostMark:      {"mark is left out", "marks are left out"},
		LostRanges:    {"interrupted mark is not written as it is", "interrupted marks are not written as they are"},
		LostBounds:    {"mark has other bounds", "marks have other bounds"},
		LostLabel:     {"mark has another label", "marks have another label"},
		LostLink:      {"link is left out", "links are left out"},
		LostAttribute: {"attribute of a mark is left out", "attributes of marks are left out"},
		LostNote:      {"note is left out", "notes are left out"},
		LostOfArticle: {"attribute of an article is left out", "attributes of articles are left out"},
		LostComputed:  {"value read off the text is left out", "values read off the text are left out"},
		LostBeside:    {"line that came beside the marks is left out", "lines that came beside the marks are left out"},
	}[k]
	if n == 1 {
		return one + words[0]
	}
	return many + words[1]
}

// Loss is what a dataset lacks of the project, by kind.
type Loss struct {
	Kind     LossKind `json:"kind"`
	Count    int      `json:"count"`
	Examples []string `json:"examples,omitempty"` // a few, with the article
}

// Losses counts what is lost. Its zero value is ready.
type Losses struct{ of map[LossKind]*Loss }

// mostExamples is how many examples of one kind are kept.
const mostExamples = 3

func (l *Losses) add(k LossKind, in *Line, what string) { l.addMany(k, 1, in, what) }

func (l *Losses) addMany(k LossKind, n int, in *Line, what string) {
	if l.of == nil {
		l.of = map[LossKind]*Loss{}
	}
	if l.of[k] == nil {
		l.of[k] = &Loss{Kind: k}
	}
	at := l.of[k]
	if at.Count += n; len(at.Examples) < mostExamples {
		at.Examples = append(at.Examples, fmt.Sprintf("%s: %s", in.Meta.Title, what))
	}
}

// List gives them in a fixed order.
func (l *Losses) List() (out []Loss) {
	for _, k := range lossKinds {
		if l.of[k] != nil {
			out = append(out, *l.of[k])
		}
	}
	return out
}

// AddBeside counts lines that came beside the marks of a line and do not go out with them; says names them, and why.
func (l *Losses) AddBeside(in *Line, lines int, says string) {
	if lines > 0 {
		l.addMany(LostBeside, lines, in, says)
	}
}

// Add counts what kept lacks of whole, of which a format's Keep made it. Marks and links are told apart by their ids.
func (l *Losses) Add(whole, kept *Line) {
	if n := len(whole.Spans); n != len(kept.Spans) || n > 0 && &whole.Spans[0] != &kept.Spans[0] { // else the marks are the very same
		l.spans(whole, kept)
	}
	links := map[annotation.ID]bool{}
	for _, r := range kept.Relations {
		links[r.ID] = true
	}
	for _, r := range whole.Relations {
		if !links[r.ID] {
			l.add(LostLink, whole, r.Type)
		}
	}
	for name := range lacking(whole.Attributes, kept.Attributes) {
		l.add(LostOfArticle, whole, name)
	}
}

func (l *Losses) spans(whole, kept *Line) {
	spans := make(map[annotation.ID]*Span, len(kept.Spans))
	for i := range kept.Spans {
		spans[kept.Spans[i].ID] = &kept.Spans[i]
	}
	for i := range whole.Spans {
		sp := &whole.Spans[i]
		l.span(whole, sp, spans[sp.ID])
	}
}

func (l *Losses) span(in *Line, sp, kept *Span) {
	if kept == nil {
		l.add(LostMark, in, sp.Says())
		return
	}
	switch {
	case len(sp.Ranges) != len(kept.Ranges):
		l.add(LostRanges, in, sp.Says())
	case !slices.Equal(sp.Ranges, kept.Ranges):
		l.add(LostBounds, in, fmt.Sprintf("%s became “%s”", sp.Says(), kept.Text))
	}
	if sp.Label != kept.Label || sp.Role != kept.Role {
		l.add(LostLabel, in, fmt.Sprintf("%s became %s", sp.Says(), kept.Name()))
	}
	for name := range lacking(sp.Attributes, kept.Attributes) {
		l.add(LostAttribute, in, name+" of "+sp.Says())
	}
	for name := range lacking(sp.Computed, kept.Computed) {
		l.add(LostComputed, in, name+" of "+sp.Says())
	}
	if sp.Note != kept.Note {
		l.add(LostNote, in, sp.Note)
	}
}

// lacking are the attributes that kept has not, or otherwise, in the order of their names.
func lacking(whole, kept Attributes) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for _, name := range slices.Sorted(maps.Keys(whole)) {
			if !slices.Equal(whole[name], kept[name]) && !yield(name) {
				return
			}
		}
	}
}

// Says is the mark as people read it: claim.claim “Prices rose”.
func (s *Span) Says() string { return fmt.Sprintf("%s “%s”", s.Name(), s.Text) }

// Name is the label as formats have it that know no roles: "claim", "attribution.source".
func (s *Span) Name() string {
	if s.Role == "" {
		return s.Label
	}
	return s.Label + "." + s.Role
}

// Same tells how a line that was read back differs from what Keep gave; "" where it does not. Ids may differ, and the order of marks on the
// same place; what is compared is text, marks with all that Keep left of them, links by the marks they join, and attributes.
func Same(kept *Line, back *Placed, name func(*Span) string) string {
	if kept.Text != back.Plain.String() {
		return "the text is another"
	}
	if len(back.Astray) > 0 {
		return fmt.Sprintf("%s: %v", back.Astray[0].Label, back.Astray[0].Err)
	}
	if sameInOrder(kept, back, name) {
		return ""
	}
	have, want := map[string]int{}, map[string]int{}
	names := map[string]string{} // of marks, by id
	for i := range kept.Spans {
		sp := &kept.Spans[i]
		key := markKey(name(sp), sp.Ranges, sp.Attributes, sp.Note)
		names[sp.ID.String()] = key
		want[key]++
	}
	for _, r := range kept.Relations {
		want[linkKey(r.Type, names[r.From.String()], names[r.To.String()])]++
	}
	clear(names)
	for _, sp := range back.Spans {
		key := markKey(sp.Label, sp.Ranges, sp.Attributes, sp.Note)
		names[sp.ID] = key
		have[key]++
	}
	for _, r := range back.Relations {
		have[linkKey(r.Type, names[r.From], names[r.To])]++
	}
	return firstDifference(want, have)
}

// CallAs gives what was read back the names of what was written where they differ as IDs of a scheme differ from the names that they were made of:
// a format that writes back what its reader kept leaves those as they were.
func (p *Placed) CallAs(kept *Line) {
	var labels, links, attributes []string
	values := map[string][]string{} // by attribute
	for i := range kept.Spans {
		labels = append(labels, kept.Spans[i].Name())
		for name, of := range kept.Spans[i].Attributes {
			attributes, values[name] = append(attributes, name), append(values[name], of...)
		}
	}
	for _, r := range kept.Relations {
		links = append(links, r.Type)
	}
	ofLabels, ofLinks, ofAttributes, ofValues := ours(labels), ours(links), ours(attributes), map[string]func(string) string{}
	for name, all := range values {
		ofValues[name] = ours(all)
	}
	for i := range p.Incoming.Spans {
		sp := &p.Incoming.Spans[i]
		sp.Label = ofLabels(sp.Label)
		renamed := Attributes{}
		for name, all := range sp.Attributes {
			name = ofAttributes(name)
			for _, value := range all {
				if of := ofValues[name]; of != nil {
					value = of(value)
				}
				renamed[name] = append(renamed[name], value)
			}
		}
		sp.Attributes = renamed
	}
	for i := range p.Relations {
		p.Relations[i].Type = ofLinks(p.Relations[i].Type)
	}
}

// ours finds, of names that we have, the one that another was made to; those that we have, and others, stay.
func ours(names []string) func(theirs string) string {
	have := make(map[string]bool, len(names))
	for _, name := range names {
		have[name] = true
	}
	return func(theirs string) string {
		if have[theirs] {
			return theirs
		}
		parts := strings.Split(theirs, ".")
		for i, part := range parts {
			parts[i] = IDOf(part)
		}
		for _, made := range []string{strings.Join(parts, "."), IDOf(theirs)} {
			if have[made] {
				return made
			}
		}
		return theirs
	}
}

// sameInOrder tells whether all is the same and in the same order, which is usual and quickly seen.
func sameInOrder(kept *Line, back *Placed, name func(*Span) string) bool {
	if len(kept.Spans) != len(back.Spans) || len(kept.Relations) != len(back.Relations) {
		return false
	}
	for i := range kept.Spans {
		want, have := &kept.Spans[i], &back.Spans[i]
		if !slices.Equal(want.Ranges, have.Ranges) || want.Note != have.Note || name(want) != have.Label ||
			!maps.EqualFunc(want.Attributes, have.Attributes, slices.Equal) {
			return false
		}
	}
	if len(kept.Relations) == 0 {
		return true
	}
	ours, theirs := map[annotation.ID]int{}, map[string]int{}
	for i := range kept.Spans {
		ours[kept.Spans[i].ID], theirs[back.Spans[i].ID] = i, i
	}
	for i, r := range kept.Relations {
		b := back.Relations[i]
		if from, to := theirs[b.From], theirs[b.To]; r.Type != b.Type || ours[r.From] != from || ours[r.To] != to || back.Spans[from].ID != b.From || back.Spans[to].ID != b.To {
			return false
		}
	}
	return true
}

func markKey(label string, ranges any, attributes Attributes, note string) string {
	key := fmt.Sprintf("%s %v", label, ranges)
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		key += fmt.Sprintf(" %s=%q", name, attributes[name])
	}
	if note != "" {
		key += fmt.Sprintf(" note %q", note)
	}
	return key
}

func linkKey(kind, from, to string) string {
	return fmt.Sprintf("%s from (%s) to (%s)", kind, from, to)
}

func firstDifference(want, have map[string]int) string {
	var out []string
	for key, n := range want {
		if have[key] < n {
			out = append(out, "lacks "+key)
		}
	}
	for key, n := range have {
		if want[key] < n {
			out = append(out, "has "+key)
		}
	}
	if len(out) == 0 {
		return ""
	}
	return slices.MinFunc(out, cmp.Compare)
}
