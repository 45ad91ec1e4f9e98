package jobs

import (
	"context"

	"rubricator/annotation"
	"rubricator/annotation/text"
	"rubricator/storage"
)

// gathering makes few edits of many that belong together: a row that changes again in the same edit changes once.
type gathering struct {
	group     annotation.ID
	yield     func(annotation.Edit, error) bool
	edit      annotation.Edit
	sets      map[annotation.ID]int // places in edit
	documents map[annotation.ID]int
	bytes     int // of content in edit
	edits     int // that were handed on
}

// gatheredBytes is how much content one edit takes.
const gatheredBytes = 1 << 20

func newGathering(group annotation.ID, yield func(annotation.Edit, error) bool) *gathering {
	g := &gathering{group: group, yield: yield}
	g.clear()
	return g
}

func (g *gathering) clear() {
	g.edit, g.sets, g.documents, g.bytes = annotation.Edit{}, map[annotation.ID]int{}, map[annotation.ID]int{}, 0
}

// room hands on what was gathered where that many changes more would be too much for one edit, or where it has much content. The error is
// errStopped.
func (g *gathering) room(changes int) error {
	if g.bytes > gatheredBytes {
		return g.flush()
	}
	return g.fit(changes)
}

func (g *gathering) fit(changes int) error {
	if g.edit.Len()+changes > batchChanges {
		return g.flush()
	}
	return nil
}

// add takes an edit in. The error is errStopped.
func (g *gathering) add(e annotation.Edit) error {
	if err := g.fit(e.Len()); err != nil {
		return err
	}
	if g.edit.Len() == 0 {
		g.edit.Header, g.edit.Name = e.Header, annotation.ForeignStep
	}
	g.edit.Sets = again(g.edit.Sets, e.Sets, g.sets)
	g.edit.Documents = again(g.edit.Documents, e.Documents, g.documents)
	g.edit.Spans = append(g.edit.Spans, e.Spans...)
	g.edit.Relations = append(g.edit.Relations, e.Relations...)
	g.edit.Content = append(g.edit.Content, e.Content...)
	for _, c := range e.Content {
		g.bytes += len(c.Bytes)
	}
	return nil
}

// again adds changes to others; of a row that is among them the last value holds.
func again[T any](to, more []annotation.Change[T], places map[annotation.ID]int) []annotation.Change[T] {
	for _, c := range more {
		if i, there := places[c.ID]; there {
			to[i].After = c.After
			continue
		}
		places[c.ID] = len(to)
		to = append(to, c)
	}
	return to
}

// flush hands on what was gathered. The error is errStopped.
func (g *gathering) flush() error {
	if g.edit.Len() == 0 {
		return nil
	}
	e := g.edit
	e.Group = g.group
	g.clear()
	g.edits++
	if !g.yield(e, nil) {
		return errStopped
	}
	return nil
}

// openSets are the sets that edits on their way have changed, as they will be: the project does not have them yet.
type openSets struct {
	p       *storage.Project
	written *int // edits that are in the project
	open    map[annotation.ID]openSet
}

type openSet struct {
	*annotation.Set
	edit int // the one that changes it last
}

// of is an annotator's set on a document of text t. isNew tells that nobody can have one there. Errors: those of
// storage.Project.Set, and what is damaged in the set.
func (s *openSets) of(ctx context.Context, document, annotator annotation.ID, t *text.Text, isNew bool) (*annotation.Set, error) {
	for id, o := range s.open {
		if o.edit <= *s.written {
			delete(s.open, id)
		}
	}
	if o := s.open[annotation.SetID(document, annotator)]; o.Set != nil {
		return o.Set, nil
	}
	if isNew {
		return annotation.NewSet(document, annotator, t, s.p.Scheme()), nil
	}
	set, bad, err := s.p.Set(ctx, document, annotator, t)
	if err == nil && len(bad) > 0 {
		err = bad[0]
	}
	return set, err
}

// keep holds a set until the edit is written that changed it last.
func (s *openSets) keep(set *annotation.Set, edit int) { s.open[set.Head().ID] = openSet{set, edit} }
