package annotation

import (
	"iter"
	"maps"
	"slices"
)

// Refusal is what marks or links have that a scheme would not take.
type Refusal struct {
	Noun string // "mark" or "link"
	What string // "as attribution.cue", "as attribution.content with form mixed"
}

// RefusedBy counts what another scheme than the set's would not take of its marks and links, were it to replace this one. What is
// retired, or belongs to a module that is switched off, stays where it was given; what the set's own scheme does not take either is
// not counted.
func (s *Set) RefusedBy(next *Scheme) map[Refusal]int {
	c := refusals{s, s.scheme.opened(), next.opened(), map[Refusal]int{}}
	for _, sp := range s.Spans() {
		c.span(sp)
	}
	for _, r := range s.relations {
		c.relation(r)
	}
	return c.counts
}

// AgainstScheme tells of each mark and link that the set's own scheme does not take, as Fit does: in the order of the text, each link behind
// the mark that it goes from. The errors are ErrAgainstScheme.
func (s *Set) AgainstScheme() iter.Seq2[ID, error] {
	fit := s.Fit()
	return func(yield func(ID, error) bool) {
		for _, sp := range s.Spans() {
			if err := fit.Mark(sp); err != nil && !yield(sp.ID, err) {
				return
			}
			for _, r := range s.Relations(sp.ID) {
				if r.From != sp.ID {
					continue
				}
				if err := fit.Link(r); err != nil && !yield(r.ID, err) {
					return
				}
			}
		}
	}
}

// Fit holds marks and links of a set to its scheme. What is retired, or belongs to a module that is switched off, stays where it was given.
type Fit struct {
	set  *Set
	open *Scheme
}

// Fit is how the set's marks and links fit its scheme.
func (s *Set) Fit() Fit { return Fit{s, s.scheme.opened()} }

// Mark tells why a mark does not fit, with what it has of each attribute. The error is ErrAgainstScheme.
func (f Fit) Mark(sp Span) error { return f.open.checkMark(sp) }

// Link tells why a link between two marks of the set does not fit. The error is ErrAgainstScheme.
func (f Fit) Link(r Relation) error {
	return f.open.CheckRelation(r.Type, f.set.spans.get(r.From).Label(), f.set.spans.get(r.To).Label())
}

// checkMark tells whether a mark is what the scheme takes, with what it has of each attribute.
func (s *Scheme) checkMark(sp Span) error {
	if err := s.CheckSpan(sp.Label()); err != nil {
		return err
	}
	for _, attribute := range slices.Sorted(maps.Keys(sp.Attributes())) {
		if err := s.CheckAttribute(sp.Label(), attribute, sp.Attributes()[attribute]); err != nil {
			return err
		}
	}
	return nil
}

// refusals holds a set against another scheme.
type refusals struct {
	set       *Set
	now, next *Scheme
	counts    map[Refusal]int
}

// newly tells that the next scheme does not take what the present one does.
func (c *refusals) newly(check func(*Scheme) error) bool {
	return check(c.now) == nil && check(c.next) != nil
}

func (c *refusals) span(sp Span) {
	l := sp.Label()
	if c.newly(func(s *Scheme) error { return s.CheckSpan(l) }) {
		c.counts[Refusal{"mark", "as " + l.String()}]++
		return
	}
	for attribute, values := range sp.Attributes() {
		if c.newly(func(s *Scheme) error { return s.CheckAttribute(l, attribute, values) }) {
			for _, what := range c.next.refusedValues(l, attribute, values) {
				c.counts[Refusal{"mark", "as " + l.String() + " with " + what}]++
			}
		}
	}
}

// refusedValues names what is against the scheme of an attribute's values, of which something is.
func (s *Scheme) refusedValues(l LabelRole, attribute string, values []string) (out []string) {
	as := s.AttributesOf(l)
	i := slices.IndexFunc(as, func(a Attribute) bool { return a.ID == attribute })
	if i < 0 {
		return []string{attribute}
	}
	if !as[i].Kind.isList() { // the values may be any text
		return []string{"a value of " + attribute + " that is none of the kind " + string(as[i].Kind)}
	}
	for _, v := range values {
		if as[i].checkValue(v) != nil {
			out = append(out, attribute+" "+v)
		}
	}
	if len(out) == 0 {
		out = []string{"several values of " + attribute}
	}
	return out
}

func (c *refusals) relation(r Relation) {
	from, to := c.set.spans.get(r.From).Label(), c.set.spans.get(r.To).Label()
	gone := func(l LabelRole) bool { return c.newly(func(s *Scheme) error { return s.CheckSpan(l) }) }
	t, known := c.next.RelationType(r.Type)
	what := "as " + r.Type
	switch {
	case c.newly(func(s *Scheme) error { return s.CheckRelation(r.Type, from, to) }):
		if known && (gone(from) || gone(to)) {
			return // it is the mark that is refused
		}
		if known {
			what += " from " + from.String() + " to " + to.String()
		}
	case known && c.newly(func(s *Scheme) error { return c.set.checkLimits(s, r) }):
		what += " from a mark that has more than " + most(t.Most)
		if t.Acyclic && c.set.leads(r.To, r.From, r) {
			what = "as " + r.Type + " that lead back to where they began"
		}
	default:
		return
	}
	c.counts[Refusal{"link", what}]++
}

// opened is the scheme with nothing retired and each module switched on: what marks that are there already are held to.
func (s *Scheme) opened() *Scheme {
	o := *s
	o.Modules = each(s.Modules, func(m *Module) { m.On = true })
	o.Labels = each(s.Labels, func(l *Label) {
		l.Retired = false
		l.Attributes = openedAttributes(l.Attributes)
		l.Roles = each(l.Roles, func(r *Role) {
			r.Retired = false
			r.Attributes = openedAttributes(r.Attributes)
		})
	})
	o.Relations = each(s.Relations, func(r *RelationType) { r.Retired = false })
	return &o
}

func openedAttributes(list []Attribute) []Attribute {
	return each(list, func(a *Attribute) {
		a.Retired = false
		a.Values = each(a.Values, func(v *Value) { v.Retired = false })
	})
}

// each is a copy of a list with something done to each part.
func each[T any](list []T, do func(*T)) []T {
	out := slices.Clone(list)
	for i := range out {
		do(&out[i])
	}
	return out
}
