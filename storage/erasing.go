package storage

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"rubricator/annotation"
)

// erasing is what a delivery has to do with documents that were erased for good.
type erasing struct {
	known   map[annotation.ID]bool // that were erased, as far as came so far
	here    map[annotation.ID]bool // of which this file holds no words, and takes none in
	came    []annotation.ID        // of which the delivery says that they were erased
	gone    map[annotation.ID]bool // of which changes came without words
	sealed  []annotation.Recorded  // edits of which something was erased before they came, for which an erasure must vouch
	unsaid  []annotation.Seal      // of edits of which something was erased as they came, and for which this project has to vouch
	without annotation.ID          // one of the documents of those
}

func (c *collecting) readErasing() (err error) {
	c.erasing.gone = map[annotation.ID]bool{}
	if c.erasing.here, err = readIDs(c.tx.ctx, c.tx.conn, `SELECT document FROM erased`); err == nil {
		c.erasing.known, err = readErased(c.tx.ctx, c.tx.conn)
	}
	return err
}

// isGone tells whether a change makes no difference, for its document was erased, here or before it came.
func (c *collecting) isGone(n *annotation.Entry) bool {
	return n.IsBlank() || isErased(n, c.erasing.known)
}

// erases takes note that a document was erased.
func (c *collecting) erases(document annotation.ID) {
	if !c.erasing.known[document] {
		c.erasing.known[document] = true
		c.erasing.came = append(c.erasing.came, document)
	}
}

// eraseWords takes the words out of an edit, which was verified, that were erased here, and notes what others took out.
func (c *collecting) eraseWords(r *annotation.Recorded) error {
	if r.IsSealed() {
		c.erasing.sealed = append(c.erasing.sealed, *r)
	}
	for i := range r.Entries {
		if n := &r.Entries[i]; n.IsBlank() {
			c.erasing.gone[n.Document] = true
		} else if isErased(n, c.erasing.here) {
			c.erasing.without = n.Document
		}
	}
	if len(c.erasing.here) == 0 {
		return nil
	}
	was := r.IsSealed()
	*r = r.Erase(func(n *annotation.Entry) bool { return !n.IsBlank() && isErased(n, c.erasing.here) })
	if !was && r.IsSealed() {
		s, err := r.Seal()
		c.erasing.unsaid = append(c.erasing.unsaid, s)
		return err
	}
	return nil
}

// vouched tells whether the journal has the erasures of what came without words. Somebody may publish a colleague's edits without the colleague's
// words, and the erasure stand in another's bundle.
func (c *collecting) vouched() error {
	for document := range c.erasing.gone {
		if !c.erasing.known[document] {
			return c.waits("the news that an article was erased, of which something came without its words")
		}
	}
	if len(c.erasing.sealed) == 0 {
		return nil
	}
	all, err := whole(erasures.list(c.tx.ctx, c.written(), ``))
	seals := sealsOf(all)
	for i := range c.erasing.sealed {
		r := &c.erasing.sealed[i]
		if err != nil {
			return err
		}
		want, said := seals[r.ID]
		have, wrong := r.Seal()
		switch {
		case wrong != nil:
			return wrong
		case !said:
			return c.waits("the erasure that vouches for what remains of an edit by %s", c.nameOf(r.Actor))
		case !slices.Contains(want, have.Hash):
			return c.altered(r, "what remains of it is not what was there when some of it was erased")
		}
	}
	return nil
}

// takeOutErased removes what is here of documents of which the delivery says that they were erased.
func (c *collecting) takeOutErased() error {
	slices.SortFunc(c.erasing.came, func(a, b annotation.ID) int { return bytes.Compare(a[:], b[:]) })
	for _, document := range c.erasing.came {
		err := c.fresh.write()
		if err != nil {
			return err
		}
		gone, err := c.tx.takeOut(document)
		if err != nil {
			return err
		}
		for _, r := range gone {
			c.touch.add(r.kind, r.id, c.came)
			delete(c.came, r.id)
			c.out.Removed++
			c.grown -= counts(r.kind)
		}
	}
	maps.DeleteFunc(c.wanted, func(r rowOf, _ bool) bool { return c.erasing.known[c.within[r]] })
	return nil
}

// seal vouches for the edits of format 1 that came with words and were taken in without them.
func (c *collecting) seal() error {
	if len(c.erasing.unsaid) == 0 {
		return nil
	}
	var text annotation.Hash
	err := c.ask(`SELECT text FROM erasure WHERE document = ?`, c.erasing.without[:]).Scan(fixed(text[:]))
	if err != nil {
		return fmt.Errorf("vouch for what remains: %w", err)
	}
	e := annotation.NewErasure(c.erasing.without, text, c.erasing.unsaid)
	ready, err := prepare(&e)
	if err == nil {
		err = c.tx.write(ready)
	}
	return err
}
