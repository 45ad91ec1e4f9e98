package storage

import (
	"fmt"
	"slices"

	"rubricator/annotation"
)

// readSeals reads what erasures vouch for.
func (c *checker) readSeals() error {
	all, _, err := erasures.list(c.ctx, c.q, ``)
	c.seals = sealsOf(all)
	return err
}

// sealsOf are what erasures vouch for, by edit. One that is wrong takes nothing from those that are right.
func sealsOf(all []annotation.Erasure) map[annotation.ID][]annotation.Hash {
	out := map[annotation.ID][]annotation.Hash{}
	for _, x := range all {
		for _, s := range x.Seals {
			out[s.Edit] = append(out[s.Edit], s.Hash)
		}
	}
	return out
}

// sealed holds an edit against what erasures say of it, also where it is whole here.
func (c *checker) sealed(l link, r *annotation.Recorded) error {
	want, vouched := c.seals[r.ID]
	switch {
	case !vouched && r.IsSealed():
		c.findAct(l, "some of it was erased, and no erasure vouches for what remains")
	case vouched:
		have, err := r.Seal()
		if err != nil {
			return err
		}
		if !slices.Contains(want, have.Hash) {
			c.findAct(l, "what remains of it is not what was there when some of it was erased")
		}
	}
	return nil
}

// unvouched finds words that are gone although nobody erased them.
func (c *checker) unvouched() error {
	err := c.each(func(scan scan) error {
		var edit, n int64
		err := scan(&edit, &n)
		if err == nil {
			c.find(fmt.Sprintf("edit %d", edit), "its change %d has no values, and nobody erased the article", n)
		}
		return err
	}, `SELECT c.edit, c.n FROM change c WHERE c.blank IS NOT NULL AND (c.kind = 'erasure' OR c.doc IS NULL OR c.doc NOT IN (SELECT document FROM erasure))
		AND NOT EXISTS (SELECT 1 FROM change o JOIN erasure ON document = o.doc WHERE o.row = c.row)`)
	if err != nil {
		return err
	}
	return c.each(func(scan scan) error {
		var edit int64
		err := scan(&edit)
		if err == nil {
			c.find(fmt.Sprintf("edit %d", edit), "its name was erased, and none of its changes")
		}
		return err
	}, `SELECT seq FROM edit e WHERE blank IS NOT NULL AND NOT EXISTS (SELECT 1 FROM change c WHERE c.edit = e.seq AND c.blank IS NOT NULL)`)
}

// erased finds what is left of documents that were erased here.
func (c *checker) erased() error {
	return c.each(func(scan scan) error {
		var id annotation.ID
		var clean, words bool
		err := scan(fixed(id[:]), &clean, &words)
		if err == nil && !clean {
			c.find("document "+id.String(), "parts of the file that are not in use may still hold words that were erased; close the project and open it again to finish")
		}
		if err == nil && words {
			c.find("document "+id.String(), "was erased here, and the journal still holds words of it")
		}
		return err
	}, `SELECT document, clean, document NOT IN (SELECT document FROM erasure)
		OR document IN (SELECT doc FROM change WHERE blank IS NULL AND kind <> 'erasure' AND doc IN (SELECT document FROM erased)) FROM erased`)
}
