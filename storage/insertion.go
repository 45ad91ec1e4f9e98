package storage

import (
	"bytes"
	"database/sql/driver"
	"fmt"
	"math/bits"
	"strconv"
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
func (n insertion) sql(rows int) string { return n.sqlWith(rows, 0) }

// sqlWith is the statement for rows that have some values in common, which it takes once and first: those whose bits are set.
func (n insertion) sqlWith(rows int, common uint64) string {
	place, shared, own := make([]int, n.values), bits.OnesCount64(common), 0
	for v, c := 0, 0; v < n.values; v++ {
		if common&(1<<v) != 0 {
			place[v] = c
			c++
		} else {
			place[v] = own
			own++
		}
	}
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
			at := place[v-1] + 1
			if common&(1<<(v-1)) == 0 {
				at += shared + row*own
			}
			b.WriteString(before + "?" + strconv.Itoa(at))
		}
	}
	return b.String() + ")"
}

// rowsAtOnce is how many rows a statement of a bulk inserts. More save nothing: SQLite takes as long for the rows of so many as for the
// statement itself.
const rowsAtOnce = 32

// bulk is rows on their way into a table, several a statement: a statement of its own costs a row as much again, and so do values that are
// handed over one by one. What all rows of a statement have in common is handed over once.
type bulk struct {
	insertion
	tx      *transaction
	one     string            // the statement for one row
	several map[uint64]string // for rowsAtOnce, by the values that they have in common
	values  []driver.Value
	args    []driver.NamedValue // of a statement
}

func newBulk(tx *transaction, n insertion) *bulk {
	return &bulk{insertion: n, tx: tx, one: n.sql(1), several: map[uint64]string{}, values: make([]driver.Value, 0, rowsAtOnce*n.values)}
}

// add adds a row, or the next values of one.
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
	rest, width := b.values, b.insertion.values
	for ; len(rest) >= rowsAtOnce*width; rest = rest[rowsAtOnce*width:] {
		err := b.writeSeveral(rest[:rowsAtOnce*width])
		if isConstraint(err) {
			break // nothing of them was written, and one by one they tell which it was
		}
		if err != nil { // after which there may be no transaction any more
			return 0, err
		}
	}
	for ; len(rest) > 0; rest = rest[width:] {
		if _, err := b.tx.run(b.one, rest[:width]); err != nil {
			return (len(b.values) - len(rest)) / width, err
		}
	}
	return 0, nil
}

// writeSeveral writes rowsAtOnce rows by one statement.
func (b *bulk) writeSeveral(rows []driver.Value) error {
	common, width := commonOf(rows, b.insertion.values), b.insertion.values
	if b.several[common] == "" {
		b.several[common] = b.sqlWith(rowsAtOnce, common)
	}
	b.args = b.args[:0]
	take := func(v driver.Value) { b.args = append(b.args, driver.NamedValue{Ordinal: len(b.args) + 1, Value: v}) }
	for v := range width {
		if common&(1<<v) != 0 {
			take(rows[v])
		}
	}
	for i, value := range rows {
		if common&(1<<(i%width)) == 0 {
			take(value)
		}
	}
	return b.tx.runAtOnce(b.several[common], b.args)
}

// commonOf has the bits set of those values that all rows have.
func commonOf(rows []driver.Value, width int) (common uint64) {
	for v := range width {
		first, same := rows[v], true
		for i := width + v; i < len(rows) && same; i += width {
			same = isSame(first, rows[i])
		}
		if same {
			common |= 1 << v
		}
	}
	return common
}

// isSame tells whether two values are; of times and the like it says no.
func isSame(a, b driver.Value) bool {
	switch a := a.(type) {
	case nil:
		return b == nil
	case string:
		b, ok := b.(string)
		return ok && a == b
	case int64:
		b, ok := b.(int64)
		return ok && a == b
	case []byte:
		b, ok := b.([]byte)
		return ok && bytes.Equal(a, b)
	}
	return false
}
