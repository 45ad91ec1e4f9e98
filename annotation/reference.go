package annotation

import (
	"maps"
	"slices"

	"rubricator/annotation/rangeset"
)

// Taken is the span that a set, which is the reference, gets for marks of annotators. Two reviewers who come to the same ranges and
// label mean the same row; where the set has such a span, it is that one with these attributes and for these marks. Errors: ranges that
// are empty or outside the text.
func (s *Set) Taken(ranges []rangeset.Range, l LabelRole, given map[string][]string, from []ID, origin Origin) (Span, error) {
	ranges = rangeset.Union(ranges)
	if err := s.checkRanges(ranges); err != nil {
		return Span{}, err
	}
	sp, there := s.same(ranges, l)
	if !there {
		id := s.newSpanID(ranges, l, origin)
		if s.spans.get(id) != nil { // it was changed by hand since
			id = NewID()
		}
		sp = NewSpan(id, s.head.ID, l, s.text, ranges, origin).underScheme(s.scheme.Version)
	}
	values := maps.Clone(given)
	if values == nil {
		values = map[string][]string{}
	}
	for attribute, v := range sp.Attributes() {
		if IsOwnOfMarks(attribute) {
			values[attribute] = v
		}
	}
	return sp.withAttributes(values).For(from), nil
}

// For is the span of the reference as one that stands for these marks of annotators.
func (s Span) For(marks []ID) Span {
	values := make([]string, len(marks))
	for i, id := range marks {
		values[i] = id.String()
	}
	slices.Sort(values)
	return s.withValues(TakenFrom, slices.Compact(values))
}

// Replace is the edit that takes spans out with their links, and puts others in, or instead of those of the same ID. links are what is
// linked then, between spans that are put in and others; what the scheme does not allow is passed over. Of the links of a span that
// stays, those go that came from the annotators' sets and are not among them. The edit also begins the set, or sets a done one back.
func (s *Set) Replace(name string, out []ID, in []Span, links []Link) Edit {
	r := replacement{set: s, coming: map[ID]Span{}, gone: map[ID]bool{}, leaving: map[ID]bool{}, made: map[ID][]Relation{}}
	e := s.edit(name)
	for _, sp := range in {
		r.coming[sp.ID] = sp
		c := Change[Span]{ID: sp.ID, Document: s.head.Document, After: &sp}
		if before, ok := s.Span(sp.ID); ok {
			c.Before = &before
		}
		if !equal(c.Before, c.After) {
			e.Spans = append(e.Spans, c)
		}
	}
	for _, id := range out {
		if _, stays := r.coming[id]; stays || r.gone[id] {
			continue
		}
		if before, ok := s.Span(id); ok {
			r.gone[id] = true
			e.Spans = append(e.Spans, Change[Span]{ID: id, Document: s.head.Document, Before: &before})
		}
	}
	e.Relations = r.relations(out, in, links)
	return e
}

// replacement is what Replace does to the links of a set.
type replacement struct {
	set     *Set
	coming  map[ID]Span
	gone    map[ID]bool
	leaving map[ID]bool       // relations
	made    map[ID][]Relation // by where they go from
}

func (p *replacement) relations(out []ID, in []Span, links []Link) []Change[Relation] {
	var before []Relation
	for _, id := range append(slices.Clone(out), idsOf(in)...) {
		for _, r := range p.set.Relations(id) {
			if !p.leaving[r.ID] && (p.gone[r.From] || p.gone[r.To] || r.Origin.isOfReference()) {
				p.leaving[r.ID] = true
				before = append(before, r)
			}
		}
	}
	links = slices.DeleteFunc(slices.Clone(links), p.stays)
	var made []Change[Relation]
	for _, l := range links {
		if r, ok := p.link(l); ok {
			made = append(made, Change[Relation]{ID: r.ID, Document: p.set.head.Document, After: &r})
		}
	}
	var left []Change[Relation]
	for _, r := range before {
		if p.leaving[r.ID] {
			left = append(left, Change[Relation]{ID: r.ID, Document: p.set.head.Document, Before: &r})
		}
	}
	return append(left, made...)
}

func idsOf(spans []Span) []ID {
	out := make([]ID, len(spans))
	for i, sp := range spans {
		out[i] = sp.ID
	}
	return out
}

// stays keeps a link that is there.
func (p *replacement) stays(l Link) bool {
	there, ok := p.set.linked(l.Type.ID, l.From, l.To)
	if !ok || p.gone[l.From] || p.gone[l.To] {
		return false
	}
	delete(p.leaving, there.ID)
	return true
}

// link makes a relation; ok is false where it may not be.
func (p *replacement) link(l Link) (r Relation, ok bool) {
	s := p.set
	from, ok1 := p.label(l.From)
	to, ok2 := p.label(l.To)
	r = Relation{deriveID("relation", s.head.ID[:], []byte(l.Type.ID), l.From[:], l.To[:]), s.head.ID, l.Type.ID, l.From, l.To, l.Origin}
	if _, there := s.relations[r.ID]; there { // it was changed by hand since
		r.ID = NewID()
	}
	if !ok1 || !ok2 || l.From == l.To || s.scheme.CheckRelation(r.Type, from, to) != nil || !p.fits(r, l.Type) {
		return r, false
	}
	p.made[r.From] = append(p.made[r.From], r)
	return r, true
}

func (p *replacement) label(id ID) (LabelRole, bool) {
	if sp, ok := p.coming[id]; ok {
		return sp.Label(), true
	}
	sp, ok := p.set.Span(id)
	if !ok || p.gone[id] {
		return LabelRole{}, false
	}
	return sp.Label(), true
}

// from gives the relations of a type that go from a span when all is done.
func (p *replacement) from(id ID, kind string) []Relation {
	var out []Relation
	for _, r := range append(p.set.Relations(id), p.made[id]...) {
		if r.From == id && r.Type == kind && !p.leaving[r.ID] {
			out = append(out, r)
		}
	}
	return out
}

// fits tells whether a relation is a new one, and what its type allows beside the others.
func (p *replacement) fits(r Relation, t RelationType) bool {
	goes := func(from, to ID) bool {
		return slices.ContainsFunc(p.from(from, r.Type), func(o Relation) bool { return o.To == to })
	}
	if goes(r.From, r.To) || t.Symmetric && goes(r.To, r.From) || t.Most > 0 && len(p.from(r.From, r.Type)) >= t.Most {
		return false
	}
	return !t.Acyclic || !p.leads(r.To, r.From, r.Type)
}

// leads tells whether relations of a type lead from one span to another.
func (p *replacement) leads(from, to ID, kind string) bool {
	seen, next := map[ID]bool{from: true}, []ID{from}
	for i := 0; i < len(next); i++ {
		if next[i] == to {
			return true
		}
		for _, r := range p.from(next[i], kind) {
			if !seen[r.To] {
				seen[r.To] = true
				next = append(next, r.To)
			}
		}
	}
	return false
}
