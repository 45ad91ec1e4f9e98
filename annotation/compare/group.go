// Package compare holds the sets of several annotators on one document against each other: which marks concern one another, how they
// differ, and what a reviewer chooses among them for the reference.
package compare

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
)

// Class says how marks that concern one another differ. Several may hold at once.
type Class uint8

// The classes, in the order in which they are told. Where one of the sets is the reference, Missing is what it has and another has
// not, and Extra is what another has and it has not. Without a reference, the first set is seen from the others: Missing is what it
// has not.
const (
	Missing Class = 1 << iota
	Extra
	Boundary  // other ranges
	Label     // another label
	Role      // another role of the same label
	Attribute // another value of an attribute
	Relation  // links that one has and another has not, though it has both ends
)

var classNames = []string{"missing", "extra", "boundary", "label", "role", "attribute", "relation"}

// Classes gives all classes, one by one.
func Classes() []Class {
	out := make([]Class, len(classNames))
	for i := range out {
		out[i] = 1 << i
	}
	return out
}

// Has tells whether one of the other classes holds.
func (c Class) Has(other Class) bool { return c&other != 0 }

// String names the classes: "boundary, attribute".
func (c Class) String() string {
	var names []string
	for i, name := range classNames {
		if c.Has(1 << i) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// Link is a relation that some sets have and others have not, though they have both ends.
type Link struct {
	Type string
	Of   []*annotation.Relation // of each set; nil: it has none
}

// Group is the marks of several sets that concern one another, at most one of each set: what is decided at once. It is a difference
// unless all sets have the same there.
type Group struct {
	Key        annotation.ID // follows from the marks and their links, and is another one once these change
	Document   annotation.ID
	Range      rangeset.Range // from the first bound of all marks to the last
	Annotators []annotation.ID
	Spans      []*annotation.Span // of each annotator; nil: none
	Left       *annotation.Span   // a mark of the reference whose marks in the annotators' sets are all gone; nil: it is about Spans
	Classes    Class
	Attributes []string // that differ
	Links      []Link   // that differ, by the mark that they go from
	Unsure     bool     // an annotator was not certain

	over      []annotation.ID // the annotators' marks that Left came from
	camps     []int           // for each annotator the first who has the same there; nil: all have
	reference int             // which of the annotators is the reference; -1: none
}

// IsAgreed tells whether all sets have the same there.
func (g *Group) IsAgreed() bool { return g.Classes == 0 }

// Have tells which annotators have a mark there.
func (g *Group) Have() []annotation.ID {
	var out []annotation.ID
	for i, sp := range g.Spans {
		if sp != nil {
			out = append(out, g.Annotators[i])
		}
	}
	return out
}

// Labels gives the labels that the marks have, each once, by name.
func (g *Group) Labels() []annotation.LabelRole {
	var out []annotation.LabelRole
	for _, sp := range append(slices.Clone(g.Spans), g.Left) {
		if sp != nil && !slices.Contains(out, sp.Label()) {
			out = append(out, sp.Label())
		}
	}
	slices.SortFunc(out, func(a, b annotation.LabelRole) int {
		return cmp.Or(strings.Compare(a.Label, b.Label), strings.Compare(a.Role, b.Role))
	})
	return out
}

// Apart tells whether an annotator has something else there than the reference has or, where no set is the reference, than most
// annotators have.
func (g *Group) Apart(annotator annotation.ID) bool {
	i := slices.Index(g.Annotators, annotator)
	if i < 0 || g.camps == nil {
		return false
	}
	if g.reference >= 0 {
		return g.camps[i] != g.camps[g.reference]
	}
	mine := g.inCamp(g.camps[i])
	for _, c := range g.camps {
		if c != g.camps[i] && g.inCamp(c) >= mine {
			return true
		}
	}
	return false
}

func (g *Group) inCamp(camp int) (n int) {
	for _, c := range g.camps {
		if c == camp {
			n++
		}
	}
	return n
}

// Hardness grows with how many annotators are not of one mind with the most, and then with the number of classes.
func (g *Group) Hardness() int {
	most := 0
	for _, c := range g.camps {
		most = max(most, g.inCamp(c))
	}
	return (len(g.camps)-most)*(len(classNames)+1) + bits.OnesCount8(uint8(g.Classes))
}

// Pattern names what kind of difference it is, so that like ones can be counted and decided one after another: "claim.claim against
// statistic.quantity", "claim.claim: boundary".
func (g *Group) Pattern() string {
	var b strings.Builder
	for i, l := range g.Labels() {
		if i > 0 {
			b.WriteString(" against ")
		}
		b.WriteString(l.String())
	}
	if rest := g.Classes &^ (Label | Role); rest != 0 {
		b.WriteString(": " + rest.String())
	}
	return b.String()
}
