package storage

import (
	"database/sql"

	"rubricator/annotation"
)

// fresh is what a delivery inserts, on its way into the tables: edits, their changes, and rows that never were. It is written many rows at
// a time, and before anything is asked.
type fresh struct {
	edits, changes *bulk
	rows           map[annotation.Kind]*bulk
	of             []*annotation.Recorded // of edits
	failed         error
}

func newFresh(tx *transaction) *fresh {
	f := &fresh{edits: newBulk(tx, intoBlankEdit), changes: newBulk(tx, intoBlankChange), rows: map[annotation.Kind]*bulk{}}
	for _, k := range all {
		f.rows[k.kind] = newBulk(tx, k.first)
	}
	return f
}

func (f *fresh) edit(in *arrival, seq int64) error {
	f.of = append(f.of, &in.Recorded)
	return f.edits.add(append(editRow(seq, &in.Recorded, in.payload), blob(in.Blank))...)
}

func (f *fresh) change(edit int64, n int, e annotation.Entry) error {
	return f.changes.add(append(changeRow(edit, n, e), blob(e.Blank))...)
}

func (f *fresh) row(k *kept, row []any) error { return f.rows[k.kind].add(row...) }

// write brings all of it into the tables.
func (f *fresh) write() error {
	if f.failed != nil {
		return f.failed
	}
	row, err := f.edits.write()
	if isTaken(err) {
		err = faultf(ErrAltered, "edit %d of %s (%s): its id is another edit's", f.of[row].Seq, f.of[row].Actor, f.of[row].Name)
	}
	f.of = f.of[:0]
	for _, k := range all {
		if err == nil {
			_, err = f.rows[k.kind].write()
		}
	}
	if err == nil {
		_, err = f.changes.write()
	}
	f.failed = err
	return err
}

// written is the connection to ask, with all on its way written. Where that fails, the whole delivery does.
func (c *collecting) written() querier {
	c.fresh.write()
	return c.tx.conn
}

// ask asks for one row.
func (c *collecting) ask(query string, args ...any) *sql.Row {
	c.fresh.write()
	return c.tx.row(query, args...)
}

// earlier asks, of what stays true once it is, for one row: only where found says no has what is on its way to be written first. Marks that
// change from article to article are to come many a statement too.
func (c *collecting) earlier(found func() bool, into any, query string, args ...any) error {
	err := c.tx.row(query, args...).Scan(into)
	if err == nil && !found() {
		err = c.ask(query, args...).Scan(into)
	}
	return err
}

// isThere is earlier for an EXISTS.
func (c *collecting) isThere(query string, args ...any) (there bool, err error) {
	err = c.earlier(func() bool { return there }, &there, query, args...)
	return there, err
}
