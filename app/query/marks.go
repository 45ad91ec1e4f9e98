package query

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/storage"
)

// Marks are who has marks of what in which articles.
type Marks struct {
	People []string // who have marks

	of    map[annotation.ID][]labelled // by document; those that one may see
	names map[annotation.ID]string     // as of Word
	me    annotation.ID
}

// labelled tells that somebody has marks of a label.
type labelled struct {
	by    annotation.ID
	label string // as of Word
}

// takes gives what tells whether an article has a mark by whom the query names, else by me, for each label of the query, and none of what it is not to
// have.
func (m *Marks) takes(q Query) func(document annotation.ID) bool {
	by := m.namedBy(q)
	return func(document annotation.ID) bool {
		for _, t := range q.Terms {
			var is func(labelled) bool
			switch {
			case t.Begin == By && t.Not:
				is = func(x labelled) bool { return t.names(m.names[x.by]) }
			case t.Begin == By:
				is = func(x labelled) bool { return by[x.by] }
			case t.Begin == Label:
				is = func(x labelled) bool { return by[x.by] && t.names(x.label) }
			default:
				continue
			}
			if slices.ContainsFunc(m.of[document], is) == t.Not {
				return false
			}
		}
		return true
	}
}

// namedBy are those whom the query names; me, where it names nobody.
func (m *Marks) namedBy(q Query) map[annotation.ID]bool {
	terms := slices.DeleteFunc(slices.Clone(q.Terms), func(t Term) bool { return t.Begin != By || t.Not })
	if len(terms) == 0 {
		return map[annotation.ID]bool{m.me: true}
	}
	by := map[annotation.ID]bool{}
	for id, name := range m.names {
		by[id] = !slices.ContainsFunc(terms, func(t Term) bool { return !t.names(name) })
	}
	return by
}

// Labels are those that there are marks of, as of Word.
func (m *Marks) Labels() []string {
	seen := map[string]bool{}
	for _, marks := range m.of {
		for _, x := range marks {
			seen[x.label] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// ReadMarks reads who has marks of what, as far as one annotator may see it: not where these are to mark without having seen those of others, and neither answers to suggestions
// nor the reference, which nobody marked.
func ReadMarks(ctx context.Context, p *storage.Project, me annotation.ID) (m Marks, err error) {
	all, err := p.Labelled(ctx)
	people, errPeople := p.Annotators(ctx)
	blind, errBlind := p.BlindDocuments(ctx, me)
	if err := errors.Join(err, errPeople, errBlind); err != nil {
		return m, err
	}
	m.me, m.of, m.names = me, map[annotation.ID][]labelled{}, map[annotation.ID]string{}
	people = slices.DeleteFunc(people, func(a annotation.Annotator) bool {
		return a.Kind == annotation.Answers || a.Kind == annotation.Reference
	})
	for _, a := range people {
		m.names[a.ID] = Word(a.Name)
	}
	has, words := map[annotation.ID]bool{}, Names{}
	for _, x := range all {
		if _, marks := m.names[x.Annotator]; x.Annotator == me || marks && !blind[x.Document] {
			m.of[x.Document] = append(m.of[x.Document], labelled{x.Annotator, words.Of(x.Label.String())})
			has[x.Annotator] = true
		}
	}
	for _, a := range people {
		if has[a.ID] && !slices.Contains(m.People, a.Name) && strings.TrimSpace(a.Name) != "" {
			m.People = append(m.People, a.Name)
		}
	}
	return m, nil
}
