package storage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"io"
)

// snapshot reads the file as it is at one moment, whatever is committed meanwhile, or as a transaction leaves it that is being written.
// It is for one goroutine.
type snapshot struct {
	querier
	conn *sql.Conn
	tx   *sql.Tx // what end ends; nil in a transaction that is being written
}

func (p *Project) snapshot(ctx context.Context) (*snapshot, error) {
	conn, err := p.readers.Conn(ctx)
	if err != nil {
		return nil, err
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		conn.Close()
		return nil, err
	}
	return &snapshot{tx, conn, tx}, nil
}

func (s *snapshot) end() {
	s.tx.Rollback()
	s.conn.Close()
}

// eachRaw runs f for the rows of a query with one argument, past the conversions of database/sql: for 100,000 rows those
// take longer than SQLite. Values are int64, string, []byte or nil and stay as they are; the slice is used again.
func (s *snapshot) eachRaw(ctx context.Context, f func([]driver.Value) error, query string, arg []byte) error {
	return s.conn.Raw(func(c any) error {
		rows, err := c.(driver.QueryerContext).QueryContext(ctx, query, []driver.NamedValue{{Ordinal: 1, Value: arg}})
		if err != nil {
			return err
		}
		defer rows.Close()
		values := make([]driver.Value, len(rows.Columns()))
		for {
			err := rows.Next(values)
			if err == io.EOF {
				return nil
			}
			if err == nil {
				err = f(values)
			}
			if err != nil {
				return err
			}
		}
	})
}
