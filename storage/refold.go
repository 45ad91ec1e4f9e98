package storage

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"rubricator/annotation"
)

// merging reads what the changes of rows lead to.
type merging struct {
	ctx context.Context
	q   querier
}

// folded folds the changes of a row that the journal knows.
func (m merging) folded(r rowOf) (annotation.Folded, error) {
	root, err := m.rootOf(r)
	if err != nil {
		return annotation.Folded{}, err
	}
	return m.foldedFrom(r, root)
}

// rootOf is what the copy of a mark begins with; nil for other rows.
func (m merging) rootOf(r rowOf) (*annotation.Root, error) {
	var original annotation.ID
	err := m.q.QueryRowContext(m.ctx, `SELECT row FROM conflict WHERE copy = ?`, r.id[:]).Scan(fixed(original[:]))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	f, err := m.folded(rowOf{r.kind, original})
	for _, copy := range append(f.Copies, f.Possible...) {
		if copy.ID == r.id {
			return &copy.Root, err
		}
	}
	return nil, err
}

func (m merging) foldedFrom(r rowOf, root *annotation.Root) (annotation.Folded, error) {
	changes, err := rowChanges(m.ctx, m.q, r.id)
	if err != nil {
		return annotation.Folded{}, err
	}
	if gone, err := m.isErased(changes); gone || err != nil {
		return annotation.Folded{}, err
	}
	f, err := annotation.FoldRow(r.kind, r.id, changes, root)
	if err != nil {
		return f, fault{ErrAltered, err}
	}
	return f, nil
}

// isErased tells whether a row with these changes was of a document that was erased for good: then it is not there, whatever they say.
func (m merging) isErased(changes []annotation.RowChange) (erased bool, err error) {
	if len(changes) == 0 || changes[0].Kind == annotation.KindErasure {
		return false, nil
	}
	if slices.ContainsFunc(changes, func(c annotation.RowChange) bool { return c.IsBlank() }) {
		return true, nil
	}
	err = m.q.QueryRowContext(m.ctx, `SELECT EXISTS (SELECT 1 FROM erasure WHERE document = ?)`, changes[0].Document[:]).Scan(&erased)
	return erased, err
}

// isNeeded tells whether the row was deleted and stays because others hang on it.
func (m merging) isNeeded(r rowOf) (needed bool) {
	err := m.q.QueryRowContext(m.ctx, `SELECT EXISTS (SELECT 1 FROM conflict WHERE row = ? AND how = ?)`, r.id[:], string(annotation.IsNeeded)).Scan(&needed)
	return err == nil && needed
}

// merging reads rows as the transaction leaves them.
func (c *collecting) merging() merging { return merging{c.tx.ctx, c.written()} }

// refold makes a row what all its changes lead to, and the copies of it that keep what lost.
func (c *collecting) refold(r rowOf) error {
	root, err := c.rootOf(r)
	if err != nil {
		return err
	}
	return c.refoldFrom(r, root)
}

// rootOf is merging.rootOf, also of copies that no conflict here made.
func (c *collecting) rootOf(r rowOf) (*annotation.Root, error) {
	root, err := c.merging().rootOf(r)
	if root == nil {
		root = c.roots[r.id]
	}
	return root, err
}

func (c *collecting) refoldFrom(r rowOf, root *annotation.Root) error {
	f, err := c.merging().foldedFrom(r, root)
	if err != nil {
		return err
	}
	if len(f.Missing) > 0 {
		return c.waits("an edit that %s %s builds on", r.kind, r.id)
	}
	if err := c.put(r, f, f.Value); err != nil {
		return err
	}
	if f.Copies, err = c.copies(f); err != nil {
		return err
	}
	if !f.Forked && len(f.Copies) == 0 && !c.forked[r.id] {
		return nil
	}
	if err := c.dropCopies(r, f); err != nil {
		return err
	}
	if err := errors.Join(c.noteConflicts(r, f), c.noteForked(r, f)); err != nil {
		return err
	}
	for _, copy := range f.Copies {
		if err := c.refoldFrom(rowOf{r.kind, copy.ID}, &copy.Root); err != nil {
			return err
		}
	}
	return nil
}

// put makes the row what it is to be; value is nil where it is not to be there.
func (c *collecting) put(r rowOf, f annotation.Folded, value json.RawMessage) error {
	k := tables[r.kind]
	var have row
	err := eachRow(c.tx.ctx, c.written(), k.statements, `WHERE id = ?`, func(row row) error {
		have = row
		return row.check(r.kind)
	}, r.id[:])
	if err != nil {
		return err
	}
	s := stamp{rev: f.Rev}
	c.about = f.Winner.Document
	switch {
	case value == nil && have.value == nil:
		return nil
	case value == nil:
		return c.remove(k, r.id, have.value)
	case have.value != nil && have.rev == f.Rev && bytes.Equal(have.value, value):
		return nil
	}
	if s.at, err = c.timeOf(f); err != nil {
		return err
	}
	if have.value == nil {
		p, err := c.parse(k, r.id, value)
		if err != nil {
			return err
		}
		c.needHangs()
		return c.putBack(k, r.id, p, s)
	}
	return c.update(k, r.id, have.value, value, s)
}

// timeOf is when the change was made that won. What a copy begins with was left by an edit of another row.
func (c *collecting) timeOf(f annotation.Folded) (at string, err error) {
	err = c.ask(`SELECT at FROM edit WHERE id = ?`, f.Winner.Edit[:]).Scan(&at)
	return at, err
}

// copies are those that conflicts make, and those that somebody changed when a conflict made them.
func (c *collecting) copies(f annotation.Folded) ([]annotation.Copy, error) {
	out := f.Copies
	for _, copy := range f.Possible {
		var changed bool
		err := c.ask(`SELECT EXISTS (SELECT 1 FROM change WHERE row = ?)`, copy.ID[:]).Scan(&changed)
		if err != nil {
			return nil, err
		}
		if changed {
			out = append(out, copy)
		}
	}
	return out, nil
}

// dropCopies removes the copies that a conflict made before more was known, and that none makes now.
func (c *collecting) dropCopies(r rowOf, f annotation.Folded) error {
	var there []annotation.ID
	err := eachScan(c.tx.ctx, c.written(), func(scan scan) error {
		var id annotation.ID
		err := scan(fixed(id[:]))
		there = append(there, id)
		return err
	}, `SELECT copy FROM conflict WHERE row = ? AND copy IS NOT NULL`, r.id[:])
	for _, id := range there {
		if err == nil && !slices.ContainsFunc(f.Copies, func(copy annotation.Copy) bool { return copy.ID == id }) {
			c.keepRoot(id, f.Possible)
			err = c.put(rowOf{r.kind, id}, annotation.Folded{}, nil)
		}
	}
	return err
}

// keepRoot remembers what a copy begins with that goes, for something may hang on it.
func (c *collecting) keepRoot(id annotation.ID, possible []annotation.Copy) {
	for _, copy := range possible {
		if copy.ID == id {
			c.roots[id] = &copy.Root
		}
	}
}

// noteForked keeps whether there are changes of the row that did not know of each other.
func (c *collecting) noteForked(r rowOf, f annotation.Folded) error {
	if f.Forked {
		return c.tx.exec(`INSERT INTO forked (row) VALUES (?) ON CONFLICT DO NOTHING`, r.id[:])
	}
	return c.tx.exec(`DELETE FROM forked WHERE row = ?`, r.id[:])
}

// noteConflicts keeps what the fold of a row could not have together, and which copies there are of it.
func (c *collecting) noteConflicts(r rowOf, f annotation.Folded) error {
	if err := c.tx.exec(`DELETE FROM conflict WHERE row = ?`, r.id[:]); err != nil {
		return err
	}
	note := func(other annotation.ID, how annotation.How, copy annotation.ID) error {
		return c.tx.exec(`INSERT INTO conflict (row, other, kind, doc, how, copy, rev) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			r.id[:], other[:], string(r.kind), blob(f.Winner.Document), string(how), blob(copy), f.Rev[:])
	}
	for _, x := range f.Conflicts {
		if err := note(x.Other, x.How, x.Copy); err != nil {
			return err
		}
	}
	for _, copy := range f.Copies { // also of conflicts that were settled
		if err := note(copy.Root.Edit, annotation.BothChanged, copy.ID); err != nil {
			return err
		}
	}
	return nil
}

// rowChanges reads all changes of a row, with the edits that made them.
func rowChanges(ctx context.Context, q querier, id annotation.ID) ([]annotation.RowChange, error) {
	var out []annotation.RowChange
	err := eachScan(ctx, q, func(scan scan) (err error) {
		var r annotation.RowChange
		r.Entry, err = scanEntry(scan, fixed(r.Edit[:]), fixed(r.Actor[:]), &r.Lamport)
		out = append(out, r)
		return err
	}, `SELECT `+entryColumns+`, e.id, e.actor, e.lamport
		FROM change c JOIN edit e ON e.seq = c.edit WHERE c.row = ? ORDER BY c.edit, c.n`, id[:])
	return out, err
}
