package app

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/storage"
)

// markedBy is who has marks of what in which articles. It is read beside the window when a search asks for it, and again after marks
// changed.
type markedBy struct {
	of      map[annotation.ID][]storage.Labelled // by document; those that I may see
	people  []string                             // who have marks
	names   map[annotation.ID]string             // asWord
	me      annotation.ID
	fresh   bool
	reading bool
	due     bool // it was asked for, and waits until all is on disk
}

// take tells whether an article has a mark by whom the query names, else by me, for each label of the query, and none of what it is not to have.
func (m *markedBy) take(q query, document annotation.ID) bool {
	all := m.of[document]
	marks := slices.DeleteFunc(slices.Clone(all), func(x storage.Labelled) bool { return !m.isBy(q, x.Annotator) })
	for _, t := range q.terms {
		of, is := marks, func(x storage.Labelled) bool { return t.names(x.Label.String()) }
		switch {
		case t.begin == byBegin && t.not:
			of, is = all, func(x storage.Labelled) bool { return t.names(m.names[x.Annotator]) }
		case t.begin == byBegin:
			is = func(storage.Labelled) bool { return true }
		case t.begin != labelBegin:
			continue
		}
		if slices.ContainsFunc(of, is) == t.not {
			return false
		}
	}
	return true
}

// isBy tells whether an annotator is whom the query names; me, where it names nobody.
func (m *markedBy) isBy(q query, annotator annotation.ID) bool {
	named := false
	for _, t := range q.terms {
		if t.begin == byBegin && !t.not {
			named = true
			if !t.names(m.names[annotator]) {
				return false
			}
		}
	}
	return named || annotator == m.me
}

// labels are those that there are marks of.
func (m *markedBy) labels() []string {
	seen := map[string]bool{}
	for _, marks := range m.of {
		for _, x := range marks {
			seen[x.Label.String()] = true
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
	me, holders := d.me(), maps.Clone(d.holders)
	read := func() outcome {
		m, err := d.markedBy(d.closing, me, holders)
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

// markedBy reads who has marks of what, as far as I may see it: not where I am to mark without having seen those of others, and not what
// holders have, who are no people.
func (d *desk) markedBy(ctx context.Context, me annotation.ID, holders map[annotation.ID]bool) (m markedBy, err error) {
	all, err := d.project.Labelled(ctx)
	people, errPeople := d.project.Annotators(ctx)
	blind, errBlind := d.project.BlindDocuments(ctx, me)
	if err := errors.Join(err, errPeople, errBlind); err != nil {
		return m, err
	}
	m.me, m.of, m.names = me, map[annotation.ID][]storage.Labelled{}, map[annotation.ID]string{}
	has := map[annotation.ID]bool{}
	for _, x := range all {
		if x.Annotator == m.me || !blind[x.Document] && !holders[x.Annotator] {
			m.of[x.Document] = append(m.of[x.Document], x)
			has[x.Annotator] = true
		}
	}
	for _, a := range people {
		m.names[a.ID] = asWord(a.Name)
		if has[a.ID] && !slices.Contains(m.people, a.Name) && strings.TrimSpace(a.Name) != "" {
			m.people = append(m.people, a.Name)
		}
	}
	return m, nil
}
