package suggest

import (
	"slices"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// ByPosition gives the links that follow from where new marks stand: between the parts of one attribution, from a claim to the
// content it is in and to the numbers in it, between numbers that are compared. made are not in the set yet, or no longer new; a
// part made alone is linked with the chosen mark, or with the nearest mark of its sentence that wants it.
func ByPosition(set *annotation.Set, made []annotation.Span, chosen annotation.ID) []annotation.Link {
	p := positioner{set: set, made: made, chosen: chosen}
	for _, t := range set.Scheme().Relations {
		switch t.Position {
		case annotation.PositionPart:
			p.parts(t)
		case annotation.PositionInside:
			p.nested(t, func(inner, outer annotation.Span) annotation.Link {
				return annotation.Link{Type: t, From: inner.ID, To: outer.ID}
			})
		case annotation.PositionHolds:
			p.nested(t, func(inner, outer annotation.Span) annotation.Link {
				return annotation.Link{Type: t, From: outer.ID, To: inner.ID}
			})
		case annotation.PositionCompared:
			p.compared(t)
		}
	}
	return p.out
}

type positioner struct {
	set    *annotation.Set
	made   []annotation.Span
	chosen annotation.ID
	out    []annotation.Link
}

// parts links what was made in one act; of a part that was made alone, what is chosen or near.
func (p *positioner) parts(t annotation.RelationType) {
	linked := false
	for _, a := range p.made {
		for _, b := range p.made {
			if a.ID != b.ID && t.Joins(a.Label(), b.Label()) {
				p.out = append(p.out, annotation.Link{Type: t, From: a.ID, To: b.ID})
				linked = true
			}
		}
	}
	if linked || len(p.made) != 1 || !t.GoesTo(p.made[0].Label()) {
		return
	}
	part := p.made[0]
	for _, whole := range p.wholes(part, t) {
		if t.Most == 0 && whole.ID != p.chosen && slices.ContainsFunc(p.set.Relations(whole.ID), func(r annotation.Relation) bool { return r.Type == t.ID }) {
			continue // it has one already
		}
		p.out = append(p.out, annotation.Link{Type: t, From: whole.ID, To: part.ID})
		return
	}
}

// wholes are the marks that a part may belong to: what is chosen, what that is a part of, then those of its sentence, the nearest
// first.
func (p *positioner) wholes(part annotation.Span, t annotation.RelationType) []annotation.Span {
	var out []annotation.Span
	add := func(sp annotation.Span, ok bool) {
		if ok && t.Joins(sp.Label(), part.Label()) {
			out = append(out, sp)
		}
	}
	if sp, ok := p.set.Span(p.chosen); ok {
		add(sp, true)
		for _, r := range p.set.Relations(sp.ID) {
			add(p.set.Span(r.Other(sp.ID)))
		}
	}
	hull := part.Hull()
	start, _, end := p.set.Text().Sentence(hull.Start)
	var near []annotation.Span
	for _, e := range p.set.Touching(nil, rangeset.Range{Start: start, End: end}) {
		near = append(near, *e.Value)
	}
	away := func(sp annotation.Span) text.Pos {
		return max(sp.Hull().Start-hull.End, hull.Start-sp.Hull().End, 0)
	}
	slices.SortStableFunc(near, func(a, b annotation.Span) int { return int(away(a) - away(b)) })
	for _, sp := range near {
		add(sp, true)
	}
	return out
}

// nested links each new mark with the smallest that holds it, and with those that it holds and that have none yet.
func (p *positioner) nested(t annotation.RelationType, link func(inner, outer annotation.Span) annotation.Link) {
	joins := func(inner, outer annotation.Span) bool {
		l := link(inner, outer)
		if l.From == inner.ID {
			return t.Joins(inner.Label(), outer.Label())
		}
		return t.Joins(outer.Label(), inner.Label())
	}
	for _, sp := range p.made {
		var outer *annotation.Span
		for _, o := range p.around(sp) {
			if o.ID == sp.ID {
				continue
			}
			if joins(sp, o) && lies(sp, o) && (outer == nil || o.Len() < outer.Len()) {
				outer = &o
			}
			if joins(o, sp) && lies(o, sp) && !p.isNested(t, o, sp) {
				p.out = append(p.out, link(o, sp))
			}
		}
		if outer != nil {
			p.out = append(p.out, link(sp, *outer))
		}
	}
}

// isNested tells whether a mark has such a link with a mark smaller than outer already.
func (p *positioner) isNested(t annotation.RelationType, inner, outer annotation.Span) bool {
	return slices.ContainsFunc(p.set.Relations(inner.ID), func(r annotation.Relation) bool {
		o, ok := p.set.Span(r.Other(inner.ID))
		return r.Type == t.ID && ok && lies(inner, o) && o.Len() <= outer.Len()
	})
}

// around are the marks that overlap a new one, the other new ones included.
func (p *positioner) around(sp annotation.Span) []annotation.Span {
	out := slices.Clone(p.made)
	for _, e := range p.set.Touching(nil, sp.Hull()) {
		if !slices.ContainsFunc(out, func(o annotation.Span) bool { return o.ID == e.Value.ID }) {
			out = append(out, *e.Value)
		}
	}
	return out
}

// lies tells whether each range of one mark is in a range of another.
func lies(inner, outer annotation.Span) bool {
	in := outer.Ranges()
	return !slices.ContainsFunc(inner.Ranges(), func(r rangeset.Range) bool {
		return !slices.ContainsFunc(in, func(o rangeset.Range) bool { return o.Start <= r.Start && r.End <= o.End })
	})
}

// compared links a new number with the one before and the one behind it in its sentence, where words of comparison stand between.
func (p *positioner) compared(t annotation.RelationType) {
	for _, sp := range p.made {
		if !t.Joins(sp.Label(), sp.Label()) {
			continue
		}
		before, behind := p.neighbours(sp)
		if before != nil {
			p.compare(t, *before, sp)
		}
		if behind != nil {
			p.compare(t, sp, *behind)
		}
	}
}

// neighbours are the nearest marks of the same label in the sentence.
func (p *positioner) neighbours(sp annotation.Span) (before, behind *annotation.Span) {
	hull := sp.Hull()
	start, _, end := p.set.Text().Sentence(hull.Start)
	for _, e := range p.set.Touching(nil, rangeset.Range{Start: start, End: end}) {
		o := *e.Value
		switch {
		case o.ID == sp.ID || o.Label() != sp.Label():
		case o.Hull().End <= hull.Start && (before == nil || o.Hull().End > before.Hull().End):
			before = &o
		case o.Hull().Start >= hull.End && (behind == nil || o.Hull().Start < behind.Hull().Start):
			behind = &o
		}
	}
	return before, behind
}

// compare links two numbers, the first standing before the second, from the figure that is stated to the one it is held against.
func (p *positioner) compare(t annotation.RelationType, first, second annotation.Span) {
	x := p.set.Text()
	between := x.Slice(first.Hull().End, second.Hull().Start)
	ahead := x.Slice(max(0, first.Hull().Start-20), first.Hull().Start)
	switch {
	case english.compared.MatchString(between):
		p.out = append(p.out, annotation.Link{Type: t, From: first.ID, To: second.ID})
	case english.onward.MatchString(between) && english.from.MatchString(ahead):
		p.out = append(p.out, annotation.Link{Type: t, From: second.ID, To: first.ID})
	}
}
