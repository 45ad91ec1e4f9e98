package suggest

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// Basis tells where a mark has a value of an attribute from.
type Basis string

// The bases.
const (
	Given    Basis = "given"    // its annotator said so
	Computed Basis = "computed" // read off its text, and not confirmed
	Default  Basis = "default"  // what counts where nothing else is said
	None     Basis = ""         // it has none
)

// Valued is an attribute with the values that a mark or a document has.
type Valued struct {
	annotation.Attribute
	Values []string
	Basis  Basis
}

// Lacks tells whether a value is missing that has to be there.
func (v Valued) Lacks() bool { return v.Required && v.Basis == None }

// Values gives the attributes that a mark is asked for, in the scheme's order, each with what the mark has. A retired one is there
// where it was given.
func Values(set *annotation.Set, sp annotation.Span) []Valued {
	return valuesIn(set.Scheme(), set.Text(), sp)
}

func valuesIn(scheme *annotation.Scheme, t *text.Text, sp annotation.Span) []Valued {
	quantity := sync.OnceValues(func() (Quantity, bool) { return readCounted(sp.Quote()) })
	return valued(scheme.AttributesOf(sp.Label()), sp.Attributes(), func(c annotation.Computed) []string { return compute(t, sp, c, quantity) })
}

// mostCounted is how many words behind a number may say what is counted.
const mostCounted = 3

// readCounted is ReadQuantity, also where a person took in words behind the number that say what is counted: "154,000 heat pumps".
func readCounted(quote string) (q Quantity, ok bool) {
	for range mostCounted + 1 {
		if q, ok = ReadQuantity(quote); ok {
			return q, true
		}
		i := strings.LastIndexByte(quote, ' ')
		if i < 0 || len(quote)-i < 4 || quote[i+1:] == "and" || strings.ContainsFunc(quote[i+1:], func(r rune) bool { return !unicode.IsLower(r) && r != '-' }) {
			break
		}
		quote = quote[:i]
	}
	return Quantity{}, false
}

// ReadOff gives what is read off a mark's text and was not confirmed, by attribute; nil where there is nothing.
func ReadOff(scheme *annotation.Scheme, t *text.Text, sp annotation.Span) map[string][]string {
	if !slices.ContainsFunc(scheme.AttributesOf(sp.Label()), func(a annotation.Attribute) bool { return a.Computed != "" }) {
		return nil
	}
	var out map[string][]string
	for _, v := range valuesIn(scheme, t, sp) {
		if v.Basis != Computed {
			continue
		}
		if out == nil {
			out = map[string][]string{}
		}
		out[v.ID] = v.Values
	}
	return out
}

// DocumentValues gives the attributes that a document is asked for, as Values does those of a mark. d is what is known about it.
func DocumentValues(set *annotation.Set, d annotation.Document) []Valued {
	return valued(set.Scheme().OfDocuments(), set.Head().Attributes, func(c annotation.Computed) []string {
		if c != annotation.ComputedLanguage || d.Language == "" {
			return nil
		}
		return []string{d.Language}
	})
}

// valued gives attributes with what was given, or what can be had without the annotator.
func valued(as []annotation.Attribute, given map[string][]string, compute func(annotation.Computed) []string) []Valued {
	var out []Valued
	known := map[string][]string{}
	for _, a := range as {
		v := Valued{a, given[a.ID], Given}
		switch {
		case len(v.Values) > 0:
		case a.Retired || !a.IsAsked(known):
			continue
		default:
			v.Values, v.Basis = withoutAnnotator(a, compute)
		}
		known[a.ID] = v.Values
		out = append(out, v)
	}
	return out
}

// withoutAnnotator is the value of an attribute that nobody gave.
func withoutAnnotator(a annotation.Attribute, compute func(annotation.Computed) []string) ([]string, Basis) {
	if values := compute(a.Computed); len(values) > 0 && a.Check(values) == nil {
		return values, Computed
	}
	if len(a.Default) > 0 {
		return a.Default, Default
	}
	return nil, None
}

// longest is the length in code points of the longest mark that something is read off: nobody waits for the form of a whole book.
const longest = 20_000

// compute reads a value off a mark's text; nothing where it cannot.
func compute(t *text.Text, sp annotation.Span, c annotation.Computed, quantity func() (Quantity, bool)) []string {
	switch {
	case c == "" || sp.Len() > longest:
		return nil
	case c == annotation.ComputedForm:
		return []string{formOf(t, sp)}
	}
	q, ok := quantity()
	if !ok {
		return nil
	}
	one := ""
	switch c {
	case annotation.ComputedValue:
		one = q.Value
	case annotation.ComputedValueTo:
		one = q.ValueTo
	case annotation.ComputedUnit:
		one = q.Unit
	case annotation.ComputedKind:
		one = string(q.Kind)
	case annotation.ComputedModifier:
		return q.Modifiers
	}
	if one == "" {
		return nil
	}
	return []string{one}
}

// formOf tells how somebody is quoted: direct where all words of the mark stand in quotation marks, indirect where none does, else
// mixed.
func formOf(t *text.Text, sp annotation.Span) string {
	within, without := false, false
	for _, r := range sp.Ranges() {
		i, o := quoting(t, r)
		within, without = within || i, without || o
	}
	switch {
	case within && without:
		return "mixed"
	case within:
		return "direct"
	}
	return "indirect"
}

// quoting tells whether words of a range stand in quotation marks, and whether words do not.
func quoting(t *text.Text, r rangeset.Range) (within, without bool) {
	var quotations [][2]text.Pos
	known := text.Pos(0) // the end of what they were looked for in
	for p := r.Start; p < r.End; {
		start, ok := t.FirstWord(p, r.End)
		if !ok {
			break
		}
		if start >= known {
			quotations = t.Quotations(start)
			_, known = t.Passage(start)
		}
		_, end := t.Word(start)
		p = max(end, start+1)
		if slices.ContainsFunc(quotations, func(q [2]text.Pos) bool { return q[0] <= start && start < q[1] }) {
			within = true
		} else {
			without = true
		}
	}
	return within, without
}
