package annotation

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Teller says in words what an edit changed.
type Teller struct {
	Scheme *Scheme
	Quote  func(string) string // how the words of texts and of people are shown
}

// Tell gives a line for each row that a person would name: each mark and link, and the article where that is all. Values are whole.
func (t Teller) Tell(e Edit) (lines []string) {
	for _, c := range e.Spans {
		if sp := either(c); sp.Origin() == OriginAccepted && len(e.Spans) > 1 {
			continue // the mark that it became is there too
		} else if sp.Origin().IsDerived() {
			lines = append(lines, t.suggestion(c))
		} else {
			lines = append(lines, t.span(c)...)
		}
	}
	for _, c := range e.Relations {
		lines = append(lines, t.relation(c))
	}
	for _, c := range e.Sets {
		if line := t.head(c); len(lines) == 0 || c.After == nil || c.After.Status != InWork { // that marks are begun, they say themselves
			lines = append(lines, line)
		}
	}
	for _, c := range e.Annotators {
		if c.Before != nil && c.After != nil && c.Before.Name != c.After.Name {
			lines = append(lines, t.became("Name", c.Before.Name, c.After.Name))
		}
	}
	return lines
}

func (t Teller) span(c Change[Span]) (lines []string) {
	switch {
	case c.Before == nil:
		return []string{fmt.Sprintf("Marked as %s: %s", t.Scheme.NameOf(c.After.Label()), t.Quote(c.After.Quote()))}
	case c.After == nil:
		return []string{fmt.Sprintf("Deleted %s: %s", t.Scheme.NameOf(c.Before.Label()), t.Quote(c.Before.Quote()))}
	}
	if a, b := c.Before.Label(), c.After.Label(); a != b {
		lines = append(lines, fmt.Sprintf("Label: %s became %s on %s", t.Scheme.NameOf(a), t.Scheme.NameOf(b), t.Quote(c.After.Quote())))
	}
	if !slices.Equal(c.Before.Ranges(), c.After.Ranges()) {
		lines = append(lines, t.became("Bounds", c.Before.Quote(), c.After.Quote()))
	}
	lines = append(lines, t.attributes(t.Scheme.attributesEver(c.After.Label()), c.Before.Attributes(), c.After.Attributes())...)
	if a, b := c.Before.Note(), c.After.Note(); a != b {
		lines = append(lines, t.became("Note", a, b))
	}
	if len(lines) == 0 {
		lines = append(lines, "Brought to the scheme of today: "+t.Quote(c.After.Quote()))
	}
	return lines
}

// suggestion tells of what a model suggested, or of what was said to that.
func (t Teller) suggestion(c Change[Span]) string {
	sp := either(c)
	said := map[Origin]string{OriginModel: "Suggested as ", OriginAccepted: "Accepted the suggestion of ", OriginRejected: "Rejected the suggestion of "}[sp.Origin()]
	if c.After == nil {
		said = map[Origin]string{OriginModel: "No longer suggested as ", OriginAccepted: "Took back accepting ", OriginRejected: "Took back rejecting "}[sp.Origin()]
	}
	return said + t.Scheme.NameOf(sp.Label()) + ": " + t.Quote(sp.Quote())
}

// attributesEver are those of a label, whatever was retired or switched off since.
func (s *Scheme) attributesEver(l LabelRole) []Attribute { return s.opened().AttributesOf(l) }

// became says how one of a row's values changed.
func (t Teller) became(what, before, after string) string {
	switch {
	case before == "":
		return what + ": " + t.Quote(after)
	case after == "":
		return what + ": " + t.Quote(before) + " taken away"
	}
	return what + ": " + t.Quote(before) + " became " + t.Quote(after)
}

func (t Teller) attributes(as []Attribute, before, after map[string][]string) (lines []string) {
	all := maps.Clone(before)
	if all == nil {
		all = map[string][]string{}
	}
	maps.Copy(all, after)
	for _, id := range slices.Sorted(maps.Keys(all)) {
		if slices.Equal(before[id], after[id]) || id == Suggested {
			continue
		}
		if said, ok := ownInWords[id]; ok {
			lines = append(lines, said[min(len(after[id]), 1)])
			continue
		}
		a := Attribute{ID: id, Name: map[string]string{Waived: "Waived check", SkippedFor: "Skipped"}[id]}
		if i := slices.IndexFunc(as, func(a Attribute) bool { return a.ID == id }); i >= 0 {
			a = as[i]
		}
		if a.Name == "" {
			a.Name = id
		}
		lines = append(lines, t.became(a.Name, a.namesOf(before[id]), a.namesOf(after[id])))
	}
	return lines
}

// ownInWords tells of the program's own attributes that they were taken away, or given.
var ownInWords = map[string][2]string{Unsure: {"Sure again", "Unsure"}, Nothing: {"Something to mark", "Nothing to mark"}}

// namesOf are values as people read them.
func (a Attribute) namesOf(values []string) string {
	names := slices.Clone(values)
	for i, v := range values {
		if k := slices.IndexFunc(a.Values, func(w Value) bool { return w.ID == v && w.Name != "" }); k >= 0 {
			names[i] = a.Values[k].Name
		}
	}
	return strings.Join(names, ", ")
}

func (t Teller) relation(c Change[Relation]) string {
	switch {
	case c.Before == nil:
		return "Link: " + t.Scheme.NameOfRelation(*c.After)
	case c.After == nil:
		return "Link deleted: " + t.Scheme.NameOfRelation(*c.Before)
	case c.Before.Type != c.After.Type:
		return "Link: " + t.Scheme.NameOfRelation(*c.Before) + " became " + t.Scheme.NameOfRelation(*c.After)
	}
	return "Link leads elsewhere: " + t.Scheme.NameOfRelation(*c.After)
}

func (t Teller) head(c Change[SetHead]) string {
	var before, after SetHead
	if c.Before != nil {
		before = *c.Before
	}
	if c.After == nil {
		return "Article: to do"
	}
	after = *c.After
	var lines []string
	if before.Status != after.Status {
		lines = append(lines, "Article: "+after.Status.InWords())
	}
	lines = append(lines, t.attributes(t.Scheme.opened().Document, before.Attributes, after.Attributes)...)
	return strings.Join(lines, "; ")
}
