// Package checks tells what a marked document still lacks by its scheme. What it finds warns and never blocks: the annotator
// decides, and may waive a check on a mark with a reason.
package checks

import (
	"bytes"
	"fmt"
	"iter"
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/suggest"
)

// Kind names a check.
type Kind string

// The checks.
const (
	Part      Kind = "part"      // a part is missing: an attribution without its source or cue
	Link      Kind = "link"      // two marks overlap and are not linked: a claim and the statistic in it
	Least     Kind = "least"     // it has fewer links of a type than the scheme wants
	Value     Kind = "value"     // a value is needed: a statistic without its number
	Crossing  Kind = "crossing"  // it crosses another mark of its label and role
	Duplicate Kind = "duplicate" // another mark has its ranges, label and role
	Empty     Kind = "empty"     // the document has no mark, and nobody said that there is nothing to mark
	Scheme    Kind = "scheme"    // it, or a link from it, is not as the scheme of today has it
	Unseen    Kind = "unseen"    // suggestions on the document were neither accepted nor rejected
)

// Finding is one thing that a mark or the document lacks.
type Finding struct {
	Kind      Kind
	Mark      annotation.ID // zero: it is about the document
	Other     annotation.ID // the other mark, where it is about two
	About     string        // the relation or attribute that it is about; empty: none
	Attribute bool          // About is an attribute
	Says      string        // one sentence for people
}

// Key names the check on its mark, as a waiver does.
func (f Finding) Key() string {
	if f.About == "" {
		return string(f.Kind)
	}
	return string(f.Kind) + " " + f.About
}

// All gives what the marks of a set lack, in the order of the text; what was waived is left out. It reads the set while it runs, which
// may change between two findings; marks that are made meanwhile are not looked at.
func All(set *annotation.Set) iter.Seq[Finding] {
	c := newChecker(set)
	return func(yield func(Finding) bool) {
		for _, sp := range set.Spans() {
			now, ok := set.Span(sp.ID)
			if !ok {
				continue
			}
			for _, f := range c.of(now) {
				if !yield(f) {
					return
				}
			}
		}
	}
}

// OfDocument gives what the document itself lacks. d is what is known about it, unseen how many suggestions nobody looked at.
func OfDocument(set *annotation.Set, d annotation.Document, unseen int) []Finding {
	var out []Finding
	if set.Len() == 0 && !set.Head().IsEmpty() {
		out = append(out, Finding{Kind: Empty, Says: "Nothing is marked here."})
	}
	switch {
	case unseen == 1:
		out = append(out, Finding{Kind: Unseen, Says: "1 suggestion was not looked at."})
	case unseen > 1:
		out = append(out, Finding{Kind: Unseen, Says: fmt.Sprintf("%d suggestions were not looked at.", unseen)})
	}
	for _, v := range suggest.DocumentValues(set, d) {
		if v.Lacks() {
			out = append(out, Finding{Kind: Value, About: v.ID, Attribute: true, Says: fmt.Sprintf("Article: %s is needed.", v.Name)})
		}
	}
	return out
}

// Of gives what one mark lacks, what was waived left out.
func Of(set *annotation.Set, sp annotation.Span) []Finding { return newChecker(set).of(sp) }

type checker struct {
	set    *annotation.Set
	scheme *annotation.Scheme
	fit    annotation.Fit
	live   []annotation.RelationType // the relations that can be made now
}

func newChecker(set *annotation.Set) *checker {
	c := &checker{set: set, scheme: set.Scheme(), fit: set.Fit()}
	for _, t := range c.scheme.Relations {
		t.To = slices.DeleteFunc(slices.Clone(t.To), func(end string) bool { return !canBe(c.scheme, end) })
		if !t.Retired && c.scheme.IsOn(t.Module) && len(t.To) > 0 {
			c.live = append(c.live, t)
		}
	}
	return c
}

// canBe tells whether marks can be what an end of a relation names.
func canBe(s *annotation.Scheme, end string) bool {
	return slices.ContainsFunc(s.Choices(), func(c annotation.Choice) bool { return c.Label == end || c.String() == end })
}

func (c *checker) of(sp annotation.Span) []Finding {
	out := c.unfit(sp)
	for _, t := range c.live {
		out = c.parts(out, sp, t)
		out = c.unlinked(out, sp, t)
		out = c.tooFew(out, sp, t)
	}
	for _, v := range c.needed(sp) {
		if v.Lacks() {
			out = append(out, Finding{Kind: Value, Mark: sp.ID, About: v.ID, Attribute: true, Says: fmt.Sprintf("%s: %s is needed.", c.name(sp), v.Name)})
		}
	}
	out = c.beside(out, sp)
	waived := sp.Waived()
	return slices.DeleteFunc(out, func(f Finding) bool { _, ok := waived[f.Key()]; return ok })
}

// unfit finds that a mark, or a link that goes from it, does not fit the scheme: what two people did rightly may together be against it.
func (c *checker) unfit(sp annotation.Span) (out []Finding) {
	if err := c.fit.Mark(sp); err != nil {
		out = append(out, Finding{Kind: Scheme, Mark: sp.ID, Says: fmt.Sprintf("%s: %v.", c.name(sp), err)})
	}
	for _, r := range c.set.Relations(sp.ID) {
		if r.From != sp.ID {
			continue
		}
		if err := c.fit.Link(r); err != nil {
			out = append(out, Finding{Kind: Scheme, Mark: sp.ID, Other: r.To, About: r.Type, Says: fmt.Sprintf("%s, a link: %v.", c.name(sp), err)})
		}
	}
	return out
}

// needed are the attributes of a mark; none are computed where the scheme needs none.
func (c *checker) needed(sp annotation.Span) []suggest.Valued {
	if !slices.ContainsFunc(c.scheme.AttributesOf(sp.Label()), func(a annotation.Attribute) bool { return a.Required && !a.Retired }) {
		return nil
	}
	return suggest.Values(c.set, sp)
}

// name is a mark's label as people read it.
func (c *checker) name(sp annotation.Span) string { return c.scheme.NameOf(sp.Label()) }

// linked counts the links of a type that go from a mark.
func (c *checker) linked(sp annotation.Span, t annotation.RelationType) (n int) {
	for _, r := range c.set.Relations(sp.ID) {
		if r.Type == t.ID && (r.From == sp.ID || t.Symmetric) {
			n++
		}
	}
	return n
}

// parts finds a whole without one of the parts that are made with it.
func (c *checker) parts(out []Finding, sp annotation.Span, t annotation.RelationType) []Finding {
	if t.Position != annotation.PositionPart || !t.GoesFrom(sp.Label()) || c.linked(sp, t) > 0 {
		return out
	}
	var names []string
	for _, end := range t.To {
		label, role, _ := strings.Cut(end, ".")
		names = append(names, strings.TrimPrefix(c.scheme.NameOf(annotation.LabelRole{Label: label, Role: role}), c.name(sp)+" · "))
	}
	return append(out, Finding{Kind: Part, Mark: sp.ID, About: t.ID, Says: fmt.Sprintf("%s without %s.", c.name(sp), strings.Join(names, " or "))})
}

// unlinked finds a mark that overlaps one it is not linked with, though marks are linked that stand so.
func (c *checker) unlinked(out []Finding, sp annotation.Span, t annotation.RelationType) []Finding {
	if t.Position != annotation.PositionInside && t.Position != annotation.PositionHolds || !t.GoesFrom(sp.Label()) {
		return out
	}
	if t.Position == annotation.PositionInside && c.linked(sp, t) > 0 {
		return out // it is in one of them
	}
	for _, o := range c.overlapping(sp) {
		if t.Joins(sp.Label(), o.Label()) && !c.joined(sp, o, t) {
			out = append(out, Finding{Kind: Link, Mark: sp.ID, Other: o.ID, About: t.ID,
				Says: fmt.Sprintf("%s and %s overlap and are not linked by “%s”.", c.name(sp), c.name(o), t.Name)})
			break // one at a time: the next is found when this is mended
		}
	}
	return out
}

func (c *checker) joined(from, to annotation.Span, t annotation.RelationType) bool {
	return slices.ContainsFunc(c.set.Relations(from.ID), func(r annotation.Relation) bool {
		return r.Type == t.ID && (r.From == from.ID && r.To == to.ID || t.Symmetric && r.From == to.ID && r.To == from.ID)
	})
}

// tooFew finds a mark with fewer links than the scheme wants.
func (c *checker) tooFew(out []Finding, sp annotation.Span, t annotation.RelationType) []Finding {
	if t.Least == 0 || !t.GoesFrom(sp.Label()) {
		return out
	}
	if n := c.linked(sp, t); n < t.Least {
		out = append(out, Finding{Kind: Least, Mark: sp.ID, About: t.ID, Says: fmt.Sprintf("%s wants %d of “%s” and has %d.", c.name(sp), t.Least, t.Name, n)})
	}
	return out
}

// overlapping are the marks that share a code point with one, in the order of the text.
func (c *checker) overlapping(sp annotation.Span) []annotation.Span {
	var out []annotation.Span
	for _, r := range sp.Ranges() {
		for _, e := range c.set.Touching(nil, r) {
			if e.Value.ID != sp.ID && !slices.ContainsFunc(out, func(o annotation.Span) bool { return o.ID == e.Value.ID }) {
				out = append(out, *e.Value)
			}
		}
	}
	return out
}

// beside finds marks of the same label and role that cross this one or are its double. Of two the first is told of.
func (c *checker) beside(out []Finding, sp annotation.Span) []Finding {
	label, _ := c.scheme.Label(sp.Label().Label)
	for _, o := range c.overlapping(sp) {
		if o.Label() != sp.Label() || !before(sp, o) {
			continue
		}
		switch {
		case slices.Equal(sp.Ranges(), o.Ranges()):
			return append(out, Finding{Kind: Duplicate, Mark: sp.ID, Other: o.ID, Says: fmt.Sprintf("Two of %s cover the same text.", c.name(sp))})
		case !label.MayCross && cross(sp.Hull(), o.Hull()):
			return append(out, Finding{Kind: Crossing, Mark: sp.ID, Other: o.ID, Says: fmt.Sprintf("Two of %s cross each other.", c.name(sp))})
		}
	}
	return out
}

// before is an order of two marks.
func before(a, b annotation.Span) bool {
	if x, y := a.Hull(), b.Hull(); x != y {
		return x.Start < y.Start || x.Start == y.Start && x.End < y.End
	}
	return bytes.Compare(a.ID[:], b.ID[:]) < 0
}

// cross tells whether two stretches overlap and neither holds the other.
func cross(a, b rangeset.Range) bool {
	return a.Start < b.Start && b.Start < a.End && a.End < b.End || b.Start < a.Start && a.Start < b.End && b.End < a.End
}
