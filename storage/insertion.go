package storage

import (
	"database/sql/driver"
	"fmt"
	"strings"
)

// insertion is an INSERT of rows of one shape.
type insertion struct {
	into    string // the table and its columns: edit (seq, id)
	columns []int  // for each, which of a row's values it takes, counted from 1
	values  int    // of a row
}

// insertInto is an insertion into columns that each take a value of their own.
func insertInto(table string, columns ...string) insertion {
	n := insertion{into: fmt.Sprintf("%s (%s)", table, strings.Join(columns, ", ")), values: len(columns)}
	for i := range columns {
		n.columns = append(n.columns, i+1)
	}
	return n
}

// sql is the statement for that many rows.
func (n insertion) sql(rows int) string {
	var b strings.Builder
	b.WriteString("INSERT INTO " + n.into + " VALUES ")
	for row := range rows {
		for i, v := range n.columns {
			before := ", "
			if i == 0 {
				before = "("
				if row > 0 {
					before = "), ("
				}
			}
			fmt.Fprintf(&b, "%s?%d", before, row*n.values+v)
		}
	}
	return b.String() + ")"
}

// rowsAtOnce is how many rows a statement of a bulk inserts. More save nothing: SQLite takes as long for the rows of so many as for the
// statement itself.
const rowsAtOnce = 32

// bulk is rows on their way into a table, several a statement: a statement of its own costs a row as much again.
type bulk struct {
	tx      *transaction
	one     string // the statement for one row
	several string // for rowsAtOnce
	width   int    // values of a row
	values  []driver.Value
}

func newBulk(tx *transaction, n insertion) *bulk {
	return &bulk{tx: tx, one: n.sql(1), several: n.sql(rowsAtOnce), width: n.values}
}

func (b *bulk) add(row ...any) error {
	for _, arg := range row {
		v, err := driverValue(arg)
		if err != nil {
			return err
		}
		b.values = append(b.values, v)
	}
	return nil
}

// write writes what was added. When it fails, row is the first that could not be written, counted from 0 among those added since the last time.
func (b *bulk) write() (row int, err error) {
	defer func() { clear(b.values); b.values = b.values[:0] }()
	rest := b.values
	for ; len(rest) >= rowsAtOnce*b.width; rest = rest[rowsAtOnce*b.width:] {
		if _, err := b.tx.run(b.several, rest[:rowsAtOnce*b.width]); err != nil {
			break // the rows one by one tell which it was
		}
	}
	for ; len(rest) > 0; rest = rest[b.width:] {
		if _, err := b.tx.run(b.one, rest[:b.width]); err != nil {
			return (len(b.values) - len(rest)) / b.width, err
		}
	}
	return 0, nil
}
