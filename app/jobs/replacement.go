package jobs

import (
	"context"
	"fmt"
	"slices"

	"rubricator/annotation"
	"rubricator/storage"
)

// replacement is another scheme on its way into a project, with what becomes of the marks.
type replacement struct {
	name      string // of its edits
	now, next *annotation.Scheme
	become    func(*annotation.Set) annotation.Migrated
	changed   func(storage.StoredSet, *annotation.Set, annotation.Migrated) // may be nil
	progress  func(done, total int)                                         // documents; may be nil

	group   annotation.ID // of its edits
	refused map[annotation.Refusal]int
}

// carryOut writes the next scheme, under a version that no other ever had, and all changes of marks, in one transaction.
func (c *replacement) carryOut(ctx context.Context, p *storage.Project) error {
	if err := c.next.Validate(); err != nil {
		return fmt.Errorf("%s: %w", c.name, err)
	}
	return p.ApplyWhole(ctx, c.name, func(w *storage.Whole) (err error) {
		if c.next.Version, err = w.NextSchemeVersion(); err != nil {
			return err
		}
		total, err := w.Documents()
		if err != nil {
			return err
		}
		e := annotation.NewEdit(c.name)
		e.Schemes = []annotation.Change[annotation.Scheme]{{ID: c.now.ID, Before: c.now, After: c.next}}
		c.group = e.Group
		if err := w.Write(e); err != nil {
			return err
		}
		return c.sets(w.Sets(), total, w.Write)
	})
}

// sets goes through all sets, writes what becomes of them, and tells what is in the way.
func (c *replacement) sets(sets seqOfSets, total int, write func(annotation.Edit) error) error {
	c.refused = map[annotation.Refusal]int{}
	done := counted{total: total, progress: c.progress}
	for s, err := range sets {
		if err != nil {
			return err
		}
		done.at(s.Document.ID)
		if s.Head == nil {
			continue
		}
		set := setOf(s, c.now)
		m := c.become(set)
		for r, n := range m.Refused {
			c.refused[r] += n
		}
		if len(c.refused) > 0 {
			continue
		}
		if c.changed != nil {
			c.changed(s, set, m)
		}
		for _, e := range edits(c.name, c.group, m) {
			if err := write(e); err != nil {
				return err
			}
		}
	}
	done.all()
	return inTheWay(c.refused)
}

// seqOfSets is what storage.Project.Sets gives.
type seqOfSets = func(yield func(storage.StoredSet, error) bool)

// counted tells the progress by documents.
type counted struct {
	document    annotation.ID
	done, total int
	progress    func(done, total int)
}

// at comes to a document.
func (c *counted) at(document annotation.ID) {
	if c.document == document {
		return
	}
	if !c.document.IsZero() {
		c.done++
		c.tell()
	}
	c.document = document
}

func (c *counted) all() {
	c.done = c.total
	c.tell()
}

func (c *counted) tell() {
	if c.progress != nil {
		c.progress(c.done, c.total)
	}
}

// edits are the changes of a set, in as many edits as it takes. Links come before the marks that they leave.
func edits(name string, group annotation.ID, m annotation.Migrated) (out []annotation.Edit) {
	begin := func() annotation.Edit {
		e := annotation.NewEdit(name)
		e.Group = group
		return e
	}
	if n := len(m.Spans) + len(m.Relations); n > 0 && n <= storage.MaxChanges {
		e := begin()
		e.Spans, e.Relations = m.Spans, m.Relations
		return []annotation.Edit{e}
	}
	for part := range slices.Chunk(m.Relations, storage.MaxChanges) {
		e := begin()
		e.Relations = part
		out = append(out, e)
	}
	for part := range slices.Chunk(m.Spans, storage.MaxChanges) {
		e := begin()
		e.Spans = part
		out = append(out, e)
	}
	return out
}

// setOf is a stored set, which was checked when it was read, held to a scheme.
func setOf(s storage.StoredSet, scheme *annotation.Scheme) *annotation.Set {
	spans := make([]annotation.Span, len(s.Spans))
	for i, sp := range s.Spans {
		spans[i] = sp.Span
	}
	set, _ := annotation.LoadSet(*s.Head, s.Text, scheme, spans, s.Relations)
	return set
}
