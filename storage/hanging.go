package storage

import (
	"fmt"

	"rubricator/annotation"
)

// hanging says which rows hang on which, by the column that names them.
var hanging = map[annotation.Kind][]struct {
	kind   annotation.Kind
	column string
}{
	annotation.KindDocument: {{annotation.KindSet, "document"}},
	annotation.KindSet:      {{annotation.KindSpan, `"set"`}, {annotation.KindRelation, `"set"`}},
	annotation.KindSpan:     {{annotation.KindRelation, `"from"`}, {annotation.KindRelation, `"to"`}},
}

// want notes that a row hangs on these.
func (c *collecting) want(kind annotation.Kind, ids ...annotation.ID) {
	for _, id := range ids {
		r := rowOf{kind, id}
		c.hangs = append(c.hangs, r)
		c.within[r] = c.about
	}
}

// hangTogether sees to it that what rows hang on is there: what was deleted stays where another's row hangs on it, and goes when that goes.
func (c *collecting) hangTogether() error {
	for i := 0; i < len(c.gone); i++ {
		if used, err := c.isUsed(c.gone[i]); err != nil {
			return err
		} else if used {
			c.wanted[c.gone[i]] = false
		}
	}
	for missing, err := c.missing(); len(missing) > 0 || err != nil; missing, err = c.missing() {
		if err != nil {
			return err
		}
		for _, r := range missing { // which may hang on more that is missing
			if err := c.bringBack(r); err != nil {
				return err
			}
		}
	}
	for _, kind := range []annotation.Kind{annotation.KindSpan, annotation.KindSet, annotation.KindDocument} {
		if err := c.letGo(kind); err != nil {
			return err
		}
	}
	return nil
}

// missing are the wanted rows that are not there, of those that were not looked for before.
func (c *collecting) missing() (out []rowOf, err error) {
	for r, seen := range c.wanted {
		if seen || c.erasing.known[c.within[r]] {
			continue
		}
		var there bool
		if err := c.ask(`SELECT EXISTS (SELECT 1 FROM `+tables[r.kind].name+` WHERE id = ?)`, r.id[:]).Scan(&there); err != nil {
			return nil, err
		}
		if c.wanted[r] = true; !there {
			out = append(out, r)
		}
	}
	return out, nil
}

// isUsed tells whether a row hangs on this one.
func (c *collecting) isUsed(r rowOf) (used bool, err error) {
	for _, h := range hanging[r.kind] {
		err := c.ask(fmt.Sprintf(`SELECT EXISTS (SELECT 1 FROM %s WHERE %s = ?)`, tables[h.kind].name, h.column), r.id[:]).Scan(&used)
		if used || err != nil {
			return used, err
		}
	}
	return false, nil
}

// bringBack makes a row again that was deleted, as it was before that.
func (c *collecting) bringBack(r rowOf) error {
	root, err := c.rootOf(r)
	if err != nil {
		return err
	}
	f, err := c.merging().foldedFrom(r, root)
	if err != nil {
		return err
	}
	if f.Last == nil {
		return c.waits("the %s %s, on which something in it hangs", words[r.kind], r.id)
	}
	if err := c.put(r, f, f.Last); err != nil {
		return err
	}
	f.Conflicts = append(f.Conflicts, annotation.Conflict{Other: f.Winner.Edit, How: annotation.IsNeeded})
	return c.noteConflicts(r, f)
}

// words are kinds as people read them.
var words = map[annotation.Kind]string{annotation.KindDocument: "article", annotation.KindSet: "set", annotation.KindSpan: "mark", annotation.KindAnnotator: "annotator"}

// letGo removes rows again that were deleted and stayed because others hung on them, once none does.
func (c *collecting) letGo(kind annotation.Kind) error {
	var stayed []annotation.ID
	err := eachScan(c.tx.ctx, c.written(), func(scan scan) error {
		var id annotation.ID
		err := scan(fixed(id[:]))
		stayed = append(stayed, id)
		return err
	}, `SELECT row FROM conflict WHERE how = ? AND kind = ?`, string(annotation.IsNeeded), string(kind))
	for _, id := range stayed {
		r := rowOf{kind, id}
		used, err := c.isUsed(r)
		if err != nil {
			return err
		}
		if !used {
			if err := c.refold(r); err != nil {
				return err
			}
		}
	}
	return err
}
