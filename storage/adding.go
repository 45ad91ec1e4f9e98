package storage

import (
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
	known, err := tx.known(e.changes)
	if err != nil {
		return nil, err
	}
	entries := make([]annotation.Entry, len(e.changes))
	now := timeText(tx.now)
	added := map[annotation.Kind][]annotation.ID{}
	for i, c := range e.changes {
		kind := c.entry.Kind
		if known[c.entry.Row] {
			if entries[i], err = tx.apply(e, c, i); err != nil {
				return nil, err
			}
			continue
		}
		row := append(slices.Clip(c.columns), e.ID[:], c.after[:], now)
		if kind == annotation.KindDocument {
			row = append(row, (tx.tip.seq+1)<<24|int64(i))
		}
		if err := tx.bulkOf(kind).add(row...); err != nil {
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
const askedAtOnce = 64

var askKnown = `SELECT DISTINCT row FROM change WHERE row IN (?` + strings.Repeat(", ?", askedAtOnce-1) + `)`

// known are the rows among those of changes that the journal has.
func (tx *transaction) known(changes []change) (map[annotation.ID]bool, error) {
	out := map[annotation.ID]bool{}
	args := make([]any, askedAtOnce)
	for part := range slices.Chunk(changes, askedAtOnce) {
		for i := range args {
			args[i] = part[min(i, len(part)-1)].entry.Row[:] // one that is asked for again changes nothing
		}
		rows, err := tx.rows(askKnown, args...)
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			var id annotation.ID
			if err := rows.Scan(fixed(id[:])); err != nil {
				rows.Close()
				return nil, err
			}
			out[id] = true
		}
		if err := rows.Close(); err != nil {
			return nil, err
		}
		if err := rows.Err(); err != nil {
			return nil, err
		}
	}
	return out, nil
}
