package storage

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"rubricator/annotation"
)

// isReady tells whether all is here that an edit builds on.
func (c *collecting) isReady(in *arrival) (bool, error) {
	r := &in.Recorded
	brings := map[annotation.ID]bool{}
	c.hangs = c.hangs[:0]
	for i, n := range r.Entries {
		if err := context.Cause(c.ctx); err != nil {
			return false, err
		}
		if c.isGone(&n) { // whatever it builds on
			brings[n.Row] = true
			continue
		}
		here, err := c.isHere(r, n)
		if err == nil && here && n.Before == nil {
			brings[n.Row], c.about = true, n.Document
			err = c.checked(in.values[i])
		}
		var waits *waiting
		if errors.As(err, &waits) {
			c.misses("%s", waits.missing)
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if !here {
			c.misses("an edit that “%s” by %s builds on", inLine(r.Name), c.nameOf(r.Actor))
			return false, nil
		}
	}
	for _, parent := range c.hangs {
		if there, err := c.isKnown(parent, r, brings); err != nil || !there {
			c.misses("the %s on which “%s” by %s hangs", words[parent.kind], inLine(r.Name), c.nameOf(r.Actor))
			return false, err
		}
	}
	c.needHangs()
	return true, nil
}

// needHangs notes that what the rows that were parsed hang on must be there in the end.
func (c *collecting) needHangs() {
	for _, r := range c.hangs {
		if _, noted := c.wanted[r]; !noted && !c.came[r.id] {
			c.wanted[r] = false
		}
	}
	c.hangs = c.hangs[:0]
}

// isHere tells whether the edit is known that a change builds on.
func (c *collecting) isHere(r *annotation.Recorded, n annotation.Entry) (here bool, err error) {
	if n.Was.IsZero() || n.Was == r.ID {
		return true, nil
	}
	here, err = c.isThere(`SELECT EXISTS (SELECT 1 FROM change WHERE row = ?2 AND edit = (SELECT seq FROM edit WHERE id = ?1))`, n.Was[:], n.Row[:])
	if here || err != nil {
		return here, err
	}
	changes, err := rowChanges(c.tx.ctx, c.written(), n.Row) // it may be of several edits together
	if err != nil {
		return false, err
	}
	if gone, err := c.merging().isErased(changes); gone || err != nil {
		return gone, err
	}
	root, err := c.rootBehind(n)
	if err != nil {
		return false, err
	}
	f, err := annotation.FoldRow(n.Kind, n.Row, append(changes, annotation.RowChange{Edit: r.ID, Actor: r.Actor, Lamport: r.Lamport, Entry: n}), root)
	if err != nil {
		return false, fault{ErrAltered, err}
	}
	return len(f.Missing) == 0, nil
}

// rootBehind is what a change of a mark's copy builds on, also where here no conflict made the copy, as when the side that won was deleted before it came.
func (c *collecting) rootBehind(n annotation.Entry) (*annotation.Root, error) {
	root, err := c.rootOf(rowOf{n.Kind, n.Row})
	if root != nil || err != nil || n.Kind != annotation.KindSpan {
		return root, err
	}
	return c.findRoot(n.Row, `SELECT row, ?1 FROM change WHERE edit = (SELECT seq FROM edit WHERE id = ?1) AND kind = 'span'`, n.Was[:])
}

// findRoot finds which of some changes a copy keeps, and sees to it that the mark that they are of is folded, which notes the copy.
func (c *collecting) findRoot(copy annotation.ID, changes string, args ...any) (root *annotation.Root, err error) {
	var original annotation.ID
	err = eachScan(c.tx.ctx, c.written(), func(scan scan) error {
		var row, edit annotation.ID
		err := scan(fixed(row[:]), fixed(edit[:]))
		if annotation.CopyID(row, edit) == copy {
			original = row
		}
		return err
	}, changes, args...)
	if err != nil || original.IsZero() {
		return nil, err
	}
	f, err := c.merging().folded(rowOf{annotation.KindSpan, original})
	for _, kept := range append(f.Copies, f.Possible...) {
		if kept.ID == copy {
			root = &kept.Root
			c.roots[copy] = root
		}
	}
	if root != nil && c.slow[original] == "" {
		c.slow[original] = annotation.KindSpan
		c.order = append(c.order, original)
	}
	return root, err
}

// isKnown tells whether a row is here, comes with the edit, or was deleted here. It may be a mark's copy that is not here and can be.
func (c *collecting) isKnown(r rowOf, in *annotation.Recorded, brings map[annotation.ID]bool) (known bool, err error) {
	if _, noted := c.wanted[r]; noted || brings[r.id] || c.came[r.id] {
		return true, nil
	}
	known, err = c.isThere(`SELECT EXISTS (SELECT 1 FROM change WHERE row = ?1) OR EXISTS (SELECT 1 FROM conflict WHERE copy = ?1)`, r.id[:])
	if known || err != nil || r.kind != annotation.KindSpan {
		return known, err
	}
	for _, n := range in.Entries {
		if n.Kind != annotation.KindRelation {
			continue
		}
		root, err := c.findRoot(r.id, `SELECT row, e.id FROM (`+rowsOfDocument()+`) r CROSS JOIN change ON row = r.id
			CROSS JOIN (SELECT seq, id FROM edit) e ON seq = edit WHERE kind = 'span'`, n.Document[:])
		if root != nil || err != nil {
			return root != nil, err
		}
	}
	return false, nil
}

// misses notes what the delivery waits for.
func (c *collecting) misses(format string, args ...any) {
	if what := fmt.Sprintf(format, args...); !slices.Contains(c.out.Missing, what) {
		c.out.Missing = append(c.out.Missing, what)
	}
}
