package jobs

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/agreement"
)

// Told is a figure as people read it.
type Told struct {
	Name     string // of the measure, and what of
	Sentence string // what the figure says
	Value    string // "0.812", or "not defined"
	Interval string // "0.70 to 0.90"; empty: none
	Why      string // there is no value
	Reading  string // "reliable", "tentative" or "unreliable"; empty: there is no rule for it
	Rests    string // what the figure rests on

	Defined     bool
	Share       float64 // the value, from 0 to 1: what is below 0 counts as 0
	Low, High   float64 // the same of the interval
	HasInterval bool
	Measure     *agreement.Measure
}

// Tell puts a figure of a group into words.
func (a *Agreement) Tell(g agreement.Selection, f agreement.Figure) Told {
	t := Told{Name: f.Measure.Name, Sentence: f.Measure.Sentence(a.parties(g)), Value: "not defined", Why: f.Undefined(), Reading: string(f.Reading()),
		Rests: rests(f), Measure: f.Measure}
	if f.Of != "" {
		t.Name += ": " + a.NameOf(f)
	}
	if v, ok := f.Value(); ok {
		t.Defined, t.Value, t.Share = true, decimals(v), within(v)
	}
	if i := f.Interval; i != nil {
		t.HasInterval, t.Low, t.High = true, within(i.Low), within(i.High)
		t.Interval = decimals(i.Low) + " to " + decimals(i.High)
	}
	return t
}

func decimals(v float64) string {
	s := strconv.FormatFloat(v, 'f', 3, 64)
	if s == "-0.000" {
		return "0.000"
	}
	return s
}

func within(v float64) float64 { return min(1, max(0, v)) }

// parties are the names of a selection's first and second annotator; empty where they are anybody.
func (a *Agreement) parties(s agreement.Selection) (first, second string) {
	if pairs := a.Study.Pairs(); s.First.IsZero() && len(pairs) == 1 {
		return a.Name(pairs[0][0]), a.Name(pairs[0][1])
	}
	return a.Name(s.First), a.Name(s.Second)
}

// About names what a selection is about; everything: "All marks".
func (a *Agreement) About(s agreement.Selection) string {
	var parts []string
	if s.Label != (annotation.LabelRole{}) {
		parts = append(parts, a.Scheme.NameOf(s.Label))
	}
	switch {
	case !s.Second.IsZero():
		parts = append(parts, a.Name(s.First)+" and "+a.Name(s.Second))
	case !s.First.IsZero():
		parts = append(parts, a.Name(s.First)+" against each other annotator")
	}
	if !s.Document.IsZero() {
		parts = append(parts, a.Title(s.Document))
	}
	if !s.From.IsZero() {
		parts = append(parts, a.Bucket+" of "+s.From.In(a.zone).Format("2 Jan 2006"))
	}
	if len(parts) == 0 {
		return "All marks"
	}
	return strings.Join(parts, ", ")
}

// NameOfLabel is a label and role, written as "attribution.source", as people read it.
func (a *Agreement) NameOfLabel(label string) string {
	l, role, _ := strings.Cut(label, ".")
	return a.Scheme.NameOf(annotation.LabelRole{Label: l, Role: role})
}

// NameOf is what a figure is about besides its group, as people read it: an attribute, a type of links or a role.
func (a *Agreement) NameOf(f agreement.Figure) string {
	if label, attribute, both := strings.Cut(f.Of, " "); both {
		return a.NameOfLabel(label) + ", " + attribute
	}
	switch f.Measure {
	case agreement.RelationF1, agreement.RelationPrecision, agreement.RelationRecall:
		return a.Scheme.NameOfRelation(annotation.Relation{Type: f.Of})
	}
	return f.Of
}

// rests says what a figure rests on.
func rests(f agreement.Figure) string {
	c := f.Counts
	var parts []string
	if c.Documents > 0 {
		parts = append(parts, many(c.Documents, "article"))
	}
	noun := unitOf(f.Measure)
	switch {
	case noun == "mark" || noun == "link":
		parts = append(parts, fmt.Sprintf("%s and %s, of which %s", thousands(c.First), many(c.Second, noun), matches(c.Matched)))
	case noun != "" && c.Units > 0:
		parts = append(parts, many(c.Units, noun))
	}
	return strings.Join(parts, ", ")
}

// matches is how many marks of one annotator match one of the other.
func matches(n int) string {
	switch n {
	case 0:
		return "none match"
	case 1:
		return "1 matches"
	}
	return thousands(n) + " match"
}

// unitOf is what the units of a measure are; empty: they are not told.
func unitOf(m *agreement.Measure) string {
	switch m {
	case agreement.Agr:
		return ""
	case agreement.TokenCohen, agreement.TokenFleiss, agreement.TokenAlpha, agreement.TokenAC1:
		return "word and label"
	case agreement.UAlpha, agreement.UAlphaBinary, agreement.CUAlpha, agreement.KUAlpha, agreement.UAlphaOld, agreement.Gamma, agreement.GammaCat:
		return "character"
	case agreement.AttributeShare, agreement.AttributeCohen, agreement.AttributeAlpha:
		return "pair of matching marks"
	case agreement.RelationPrecision, agreement.RelationRecall, agreement.RelationF1:
		return "link"
	}
	return "mark"
}

// many is a number with its noun.
func many(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case noun == "word and label":
		return thousands(n) + " words, counted once for each label"
	case noun == "pair of matching marks":
		return thousands(n) + " pairs of matching marks"
	}
	return thousands(n) + " " + noun + "s"
}

// thousands writes 12345 as 12,345.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Headline are the measures that say most in few numbers: spans by the rule, then words, then characters.
func (a *Agreement) Headline() []*agreement.Measure {
	out := []*agreement.Measure{F1(a.Rule), agreement.TokenAlpha, agreement.UAlpha}
	if a.Rule != agreement.Exact {
		out = slices.Insert(out, 1, agreement.F1Exact)
	}
	return out
}

// TellMeasure is the figure of a measure on all that a group is about, in words.
func (a *Agreement) TellMeasure(g agreement.Group, m *agreement.Measure) Told {
	f, ok := g.Figure(m)
	if !ok {
		return Told{Name: m.Name, Value: "not defined", Why: "it is not measured here", Measure: m}
	}
	return a.Tell(g.Selection, f)
}

// TellAll is every figure of a group in words.
func (a *Agreement) TellAll(g agreement.Group) (out []Told) {
	for _, f := range g.Figures {
		out = append(out, a.Tell(g.Selection, f))
	}
	return out
}

// Compared says in a line what was compared: "12 of 40 articles, by Ana and Ben, week 12".
func (a *Agreement) Compared() string {
	var names []string
	for _, c := range a.Annotators {
		if c.Compared > 0 {
			names = append(names, c.Name)
		}
	}
	said := fmt.Sprintf("%s of %s shared", thousands(a.Shared), many(a.Documents, "article"))
	if len(names) > 0 {
		said += ", by " + list(names)
	}
	if a.Round != "" {
		said += ", round " + a.Round
	}
	if a.Corrected > 0 {
		said += ", " + many(a.Corrected, "corrected article") + " left out"
	}
	return said
}

// list is names as a sentence has them: "Ana, Ben and Cem".
func list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
