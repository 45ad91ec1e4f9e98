package storage

import (
	"errors"
	"slices"
	"strings"

	"rubricator/annotation"
)

// onlyAdds tells whether an edit does nothing but bring rows in, each once, and so many that it is worth writing them many a statement.
func (e *prepared) onlyAdds() bool {
	if len(e.changes) < rowsAtOnce {
		return false
	}
	rows := make(map[annotation.ID]bool, len(e.changes))
	for _, c := range e.changes {
		if !c.before.IsZero() || rows[c.entry.Row] {
			return false
		}
		rows[c.entry.Row] = true
	}
	return true
}

// add brings the rows of an edit in that only adds, and gives its entries in the journal. Rows that were here before come by apply.
func (tx *transaction) add(e *prepared) ([]annotation.Entry, error) {
	known, entries, ids := map[annotation.ID]bool{}, make([]annotation.Entry, len(e.changes)), make([]annotation.ID, len(e.changes))
	for i, c := range e.changes {
		ids[i] = c.entry.Row
	}
	err := tx.known(ids, known)
	if err != nil {
		return nil, err
	}
	id, now := any(e.ID[:]), any(timeText(tx.now)) // the same of all rows
	added := map[annotation.Kind][]annotation.ID{}
	for i, c := range e.changes {
		kind := c.entry.Kind
		if known[c.entry.Row] {
			if entries[i], err = tx.apply(e, c, i); err != nil {
				return nil, err
			}
			continue
		}
		rows := tx.bulkOf(kind)
		err := errors.Join(rows.add(c.columns...), rows.add(id, e.changes[i].after[:], now))
		if kind == annotation.KindDocument {
			err = errors.Join(err, rows.add((tx.tip.seq+1)<<24|int64(i)))
		}
		if err != nil {
			return nil, err
		}
		entries[i], added[kind] = c.entry, append(added[kind], c.entry.Row)
	}
	for _, k := range all {
		if len(added[k.kind]) == 0 {
			continue
		}
		if row, err := tx.bulkOf(k.kind).write(); isTaken(err) {
			return nil, stale(tx.ctx, tx.conn, k.kind, added[k.kind][row])
		} else if err != nil {
			return nil, err
		}
	}
	return entries, nil
}

// bulkOf is for rows of a kind that never were.
func (tx *transaction) bulkOf(kind annotation.Kind) *bulk {
	if tx.bulks[kind] == nil {
		tx.bulks[kind] = newBulk(tx, tables[kind].first)
	}
	return tx.bulks[kind]
}

// askedAtOnce is how many rows are looked for by one question.
const askedAtOnce = 128

var askKnown = `SELECT row FROM change WHERE row IN (?` + strings.Repeat(", ?", askedAtOnce-1) + `)`

// known notes which of some rows the journal has.
func (tx *transaction) known(ids []annotation.ID, known map[annotation.ID]bool) error {
	args := make([]any, askedAtOnce)
	for part := range slices.Chunk(ids, askedAtOnce) {
		for i := range args {
			args[i] = part[min(i, len(part)-1)][:] // one that is asked for again changes nothing
		}
		if err := tx.noteKnown(known, args); err != nil {
			return err
		}
	}
	return nil
}

func (tx *transaction) noteKnown(known map[annotation.ID]bool, ids []any) error {
	rows, err := tx.rows(askKnown, ids...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id annotation.ID
		if err := rows.Scan(fixed(id[:])); err != nil {
			return err
		}
		known[id] = true
	}
	return rows.Err()
}
