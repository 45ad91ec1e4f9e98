package compare

import (
	"slices"

	"rubricator/annotation"
)

// linker finds the links that follow among marks of the reference from those of the annotators. A link follows where at either end a
// mark that was taken has it: whoever takes another annotator's mark takes that one's links.
type linker struct {
	*Adjudication
	coming map[int][]annotation.Span // what is put in, by the groups that it stands for
	known  map[annotation.ID]bool    // what is put in or goes
}

// links gives the links between spans that are in the reference then, or are put in, and others. out are those that go. within says
// for which groups links are wanted; nil: for all.
func (a *Adjudication) links(spans []annotation.Span, out []annotation.ID, within func(group int) bool) []annotation.Link {
	l := linker{a, map[int][]annotation.Span{}, map[annotation.ID]bool{}}
	for _, id := range out {
		l.known[id] = true
	}
	for _, sp := range spans {
		l.put(sp)
	}
	var all []annotation.Link
	for _, sp := range spans {
		for _, mark := range sp.TakenFrom() {
			if at, ok := a.places[mark]; ok {
				all = append(all, l.of(sp, mark, at, within)...)
			}
		}
	}
	return all
}

// put notes for which groups a span stands.
func (l *linker) put(sp annotation.Span) {
	l.known[sp.ID] = true
	var groups []int
	for _, mark := range sp.TakenFrom() {
		if at, ok := l.places[mark]; ok && !slices.Contains(groups, at.group) {
			groups = append(groups, at.group)
			l.coming[at.group] = append(l.coming[at.group], sp)
		}
	}
}

// standing gives what the reference then has for a group.
func (l *linker) standing(group int) []annotation.Span {
	out := slices.Clone(l.coming[group])
	for _, id := range l.Adjudication.standing(&l.groups[group]) {
		if sp, ok := l.reference.Span(id); ok && !l.known[id] {
			out = append(out, sp)
		}
	}
	return out
}

// of gives the links that a span of the reference has from one of the marks that it stands for.
func (l *linker) of(sp annotation.Span, mark annotation.ID, at place, within func(group int) bool) []annotation.Link {
	origin := annotation.OriginDecided
	if within != nil {
		origin = annotation.OriginAgreed
	}
	var out []annotation.Link
	for _, r := range l.sets[at.set].Relations(mark) {
		other := r.Other(mark)
		to := l.places[other].group
		if within != nil && !within(to) {
			continue
		}
		t, _ := l.reference.Scheme().RelationType(r.Type)
		for _, end := range l.ends(r, other, at.group, to) {
			link := annotation.Link{Type: t, From: sp.ID, To: end, Origin: origin}
			if r.To == mark {
				link.From, link.To = end, sp.ID
			}
			out = append(out, link)
		}
	}
	return out
}

// ends gives the spans of the reference that are the other end of a mark's link: the one that stands for the very mark, or those that
// stand for one of another annotator who has such a link too.
func (l *linker) ends(r annotation.Relation, other annotation.ID, from, to int) []annotation.ID {
	var out, alike []annotation.ID
	for _, sp := range l.standing(to) {
		switch {
		case slices.Contains(sp.TakenFrom(), other):
			out = append(out, sp.ID)
		case slices.ContainsFunc(sp.TakenFrom(), func(mark annotation.ID) bool { return l.isLinked(mark, r.Type, r.To == other, from, to) }):
			alike = append(alike, sp.ID)
		}
	}
	if len(out) > 0 {
		return out
	}
	return alike
}

// isLinked tells whether a mark of group to has a link of a type with one of group from; ends tells whether the link ends at it.
func (l *linker) isLinked(mark annotation.ID, kind string, ends bool, from, to int) bool {
	at, ok := l.places[mark]
	if !ok || at.group != to {
		return false
	}
	t, _ := l.reference.Scheme().RelationType(kind)
	return slices.ContainsFunc(l.sets[at.set].Relations(mark), func(r annotation.Relation) bool {
		return r.Type == kind && l.places[r.Other(mark)].group == from && (t.Symmetric || (r.To == mark) == ends)
	})
}
