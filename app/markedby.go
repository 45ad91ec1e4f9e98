package app

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"rubricator/annotation"
)

// markedBy is who has marks of what in which articles. It is read beside the window when a search asks for it, and again after marks
// changed.
type markedBy struct {
	of      map[annotation.ID][]labelled // by document; those that I may see
	people  []string                     // who have marks
	names   map[annotation.ID]string     // asWord
	me      annotation.ID
	fresh   bool
	reading bool
	due     bool // it was asked for, and waits until all is on disk
}

// labelled tells that somebody has marks of a label.
type labelled struct {
	by    annotation.ID
	label string // as of asWord
}

// takes gives what tells whether an article has a mark by whom the query names, else by me, for each label of the query, and none of what it is not to
// have.
func (m *markedBy) takes(q query) func(document annotation.ID) bool {
	by := m.namedBy(q)
	return func(document annotation.ID) bool {
		for _, t := range q.terms {
			var is func(labelled) bool
			switch {
			case t.begin == byBegin && t.not:
				is = func(x labelled) bool { return t.names(m.names[x.by]) }
			case t.begin == byBegin:
				is = func(x labelled) bool { return by[x.by] }
			case t.begin == labelBegin:
				is = func(x labelled) bool { return by[x.by] && t.names(x.label) }
			default:
				continue
			}
			if slices.ContainsFunc(m.of[document], is) == t.not {
				return false
			}
		}
		return true
	}
}

// namedBy are those whom the query names; me, where it names nobody.
func (m *markedBy) namedBy(q query) map[annotation.ID]bool {
	terms := slices.DeleteFunc(slices.Clone(q.terms), func(t term) bool { return t.begin != byBegin || t.not })
	if len(terms) == 0 {
		return map[annotation.ID]bool{m.me: true}
	}
	by := map[annotation.ID]bool{}
	for id, name := range m.names {
		by[id] = !slices.ContainsFunc(terms, func(t term) bool { return !t.names(name) })
	}
	return by
}

// labels are those that there are marks of.
func (m *markedBy) labels() []string {
	seen := map[string]bool{}
	for _, marks := range m.of {
		for _, x := range marks {
			seen[x.label] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// renewMarks reads who marked what, where that is not known as it is now. What is not on disk yet is read when it is.
func (l *library) renewMarks() {
	d := l.w.desk
	if d == nil || l.marks.fresh || l.marks.reading {
		return
	}
	if l.marks.due = !d.outbox.State().Saved(); l.marks.due {
		return
	}
	l.marks.reading, l.marks.fresh = true, true // what changes from now on is not in it
	type outcome struct {
		markedBy
		err error
	}
	me := d.me()
	read := func() outcome {
		m, err := d.markedBy(d.closing, me)
		return outcome{m, err}
	}
	late := false
	soon(l.w, l.w.patience/typingPatience, read, nil, func(o outcome) {
		if d != l.w.desk {
			return
		}
		l.marks.reading = false
		if o.err != nil {
			l.marks.fresh = false
			l.w.status.fail(sentence(o.err))
			return
		}
		l.marks.of, l.marks.people, l.marks.names, l.marks.me = o.of, o.people, o.names, o.me
		if late {
			l.filter()
			l.offer()
		}
	})
	late = true
}

// marksChanged is told that marks are others now.
func (l *library) marksChanged() { l.marks.fresh = false }

// saved is told that all is on disk.
func (l *library) saved() {
	if l.marks.due {
		l.filter()
	}
}

// markedBy reads who has marks of what, as far as I may see it: not where I am to mark without having seen those of others, and neither answers to suggestions
// nor the reference, which nobody marked.
func (d *desk) markedBy(ctx context.Context, me annotation.ID) (m markedBy, err error) {
	all, err := d.project.Labelled(ctx)
	people, errPeople := d.project.Annotators(ctx)
	blind, errBlind := d.project.BlindDocuments(ctx, me)
	if err := errors.Join(err, errPeople, errBlind); err != nil {
		return m, err
	}
	m.me, m.of, m.names = me, map[annotation.ID][]labelled{}, map[annotation.ID]string{}
	people = slices.DeleteFunc(people, func(a annotation.Annotator) bool {
		return a.Kind == annotation.Answers || a.Kind == annotation.Reference
	})
	for _, a := range people {
		m.names[a.ID] = asWord(a.Name)
	}
	has, words := map[annotation.ID]bool{}, nameWords{}
	for _, x := range all {
		if _, marks := m.names[x.Annotator]; x.Annotator == me || marks && !blind[x.Document] {
			m.of[x.Document] = append(m.of[x.Document], labelled{x.Annotator, words.of(x.Label.String())})
			has[x.Annotator] = true
		}
	}
	for _, a := range people {
		if has[a.ID] && !slices.Contains(m.people, a.Name) && strings.TrimSpace(a.Name) != "" {
			m.people = append(m.people, a.Name)
		}
	}
	return m, nil
}
