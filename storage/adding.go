package storage

import (
	"errors"
	"slices"
	"strings"

	"rubricator/annotation"
)

// adds tells of which rows an edit does nothing but bring them in; nil where they are not so many that it is worth writing them many a statement.
func (e *prepared) adds() map[annotation.ID]bool {
	if len(e.changes) < rowsAtOnce {
		return nil
	}
	adds, n := make(map[annotation.ID]bool, len(e.changes)), 0
	for _, c := range e.changes {
		before, again := adds[c.entry.Row]
		is := !again && c.before.IsZero()
		adds[c.entry.Row] = is
		if is {
			n++
		} else if before {
			n--
		}
	}
	if n < rowsAtOnce {
		return nil
	}
	return adds
}

// add brings in the rows that an edit adds, and gives the edit's entries in the journal. What else it changes, and rows that were here before,
// come by apply, before those: no row of them stands where another is to go.
func (tx *transaction) add(e *prepared, adds map[annotation.ID]bool) ([]annotation.Entry, error) {
	known, entries, ids := map[annotation.ID]bool{}, make([]annotation.Entry, len(e.changes)), make([]annotation.ID, 0, len(e.changes))
	for _, c := range e.changes {
		if adds[c.entry.Row] {
			ids = append(ids, c.entry.Row)
		}
	}
	err := tx.known(ids, known)
	if err != nil {
		return nil, err
	}
	id, now := any(e.ID[:]), any(timeText(tx.now)) // the same of all rows
	added := map[annotation.Kind][]annotation.ID{}
	for i, c := range e.changes {
		kind := c.entry.Kind
		if known[c.entry.Row] || !adds[c.entry.Row] {
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
