package storage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"time"

	"rubricator/annotation"
)

// transaction is a write transaction on the writer's connection. What it asks of SQLite is not broken off when a
// context ends, so that its outcome is known.
type transaction struct {
	ctx     context.Context // never ends
	conn    *sql.Conn
	actor   annotation.Actor
	now     time.Time // of all that the transaction writes
	tip     tip
	erased  map[annotation.ID]bool // documents; see Project.erased
	careful bool                   // look whether edits are in the journal already

	statements map[string]*sql.Stmt      // what was asked before, ready to be asked again; nil where it was asked once
	writes     map[string]driver.Stmt    // the same of what changes something, past database/sql, which takes as long as SQLite
	bulks      map[annotation.Kind]*bulk // of rows that never were, and of "" of changes
}

// tip is where the journal ends.
type tip struct {
	seq     int64 // of the newest edit in the file
	lamport int64 // the largest in the file
	own     int64 // actor_seq of our newest edit
	prev    annotation.Hash
}

// transact runs f in a transaction. When f or the commit fails, nothing was written, except that after a failure of
// the disk the outcome of the commit is unknown: writing the same edits again is then right, for they are recognized.
//
// The first attempt spares the questions whether the journal ends where we left it and has the edits already; where
// one of them matters SQLite refuses the edit, and f runs again with care.
func (w *writer) transact(ctx context.Context, c *sql.Conn, p *Project, f func(*transaction) error) error {
	tx := &transaction{ctx: context.WithoutCancel(ctx), conn: c, actor: p.actor, tip: p.tip, erased: *p.erased.Load(), careful: p.tip.seq == 0, writes: map[string]driver.Stmt{}, bulks: map[annotation.Kind]*bulk{}}
	err := w.attempt(ctx, tx, p, f)
	if err != nil && !tx.careful && refused(err) && !errors.Is(err, errBusyHere) {
		tx.careful = true
		err = w.attempt(ctx, tx, p, f)
	}
	if err == nil {
		p.tip = tx.tip
	}
	return err
}

// transactOnce is transact for an f that is not to run twice.
func (w *writer) transactOnce(ctx context.Context, c *sql.Conn, p *Project, f func(*transaction) error) error {
	return w.transactFrom(ctx, c, p, tip{}, f)
}

// transactFrom is transactOnce where it is known where the journal ends; a zero tip is looked for.
func (w *writer) transactFrom(ctx context.Context, c *sql.Conn, p *Project, from tip, f func(*transaction) error) error {
	tx := &transaction{ctx: context.WithoutCancel(ctx), conn: c, actor: p.actor, tip: from, erased: *p.erased.Load(), careful: from.seq == 0, writes: map[string]driver.Stmt{}, bulks: map[annotation.Kind]*bulk{}}
	err := w.attempt(ctx, tx, p, f)
	if err == nil {
		p.tip = tx.tip
	}
	return err
}

func (w *writer) attempt(ctx context.Context, tx *transaction, p *Project, f func(*transaction) error) error {
	defer tx.closeStatements()
	err := w.patiently(ctx, func() error { return tx.exec(`BEGIN IMMEDIATE`) })
	if err != nil {
		return err
	}
	defer tx.closeStatements()
	tx.now = p.now()
	if tx.careful {
		err = tx.findTip()
	}
	if err == nil {
		err = f(tx)
	}
	if err == nil {
		err = w.patiently(ctx, func() error { return tx.exec(`COMMIT`) }) // with a rollback journal it waits for readers
		if isHangingOn(err) {
			err = fault{annotation.ErrStale, errors.New("something that others made hangs on it, as their marks on an article do")}
		}
	}
	if err != nil {
		return errors.Join(err, tx.rollback())
	}
	return nil
}

// rollback is quiet when SQLite rolled back by itself, as it does after some failures.
func (tx *transaction) rollback() error {
	inTransaction := false
	err := tx.conn.Raw(func(c any) error {
		inTransaction = !c.(interface{ AutoCommit() bool }).AutoCommit()
		return nil
	})
	if err == nil && inTransaction {
		err = tx.exec(`ROLLBACK`)
	}
	return err
}

// findTip reads where the journal ends.
func (tx *transaction) findTip() error {
	tx.tip = tip{}
	if err := tx.row(`SELECT coalesce(max(seq), 0) FROM edit`).Scan(&tx.tip.seq); err != nil {
		return err
	}
	var own int64
	err := tx.row(`SELECT seq, actor_seq, hash FROM edit WHERE actor = ? ORDER BY actor_seq DESC LIMIT 1`, tx.actor.ID[:]).
		Scan(&own, &tx.tip.own, fixed(tx.tip.prev[:]))
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	// The last edit of each actor has the largest number of that actor's, and those behind our newest may be of actors who are not known. Our newest
	// alone does not vouch for those before it: collected, our own edits stand behind others' that they did not know.
	return tx.row(`SELECT max(coalesce((SELECT max((SELECT lamport FROM edit WHERE actor = a.id ORDER BY actor_seq DESC LIMIT 1)) FROM actor a), 0),
		coalesce((SELECT max(lamport) FROM edit WHERE seq >= ?), 0))`, own).Scan(&tx.tip.lamport)
}

func (tx *transaction) exec(query string, args ...any) error {
	_, err := tx.result(query, args...)
	return err
}

func (tx *transaction) result(query string, args ...any) (driver.Result, error) {
	if _, again := tx.writes[query]; !again {
		tx.writes[query] = nil
		return tx.conn.ExecContext(tx.ctx, query, args...)
	}
	values := make([]driver.Value, len(args))
	for i, arg := range args {
		var err error
		if values[i], err = driverValue(arg); err != nil {
			return nil, err
		}
	}
	return tx.run(query, values)
}

// run runs a statement that will be run again.
func (tx *transaction) run(query string, values []driver.Value) (result driver.Result, err error) {
	err = tx.ready(query, func(s driver.Stmt) (err error) {
		//lint:ignore SA1019 nothing that the transaction asks is broken off
		result, err = s.Exec(values)
		return err
	})
	return result, err
}

// runAtOnce runs a statement of many values that will be run again. It is run as a question, which gets no answer: the driver then hands over
// all values in one call to SQLite, else in a call each.
func (tx *transaction) runAtOnce(query string, args []driver.NamedValue) error {
	return tx.ready(query, func(s driver.Stmt) error {
		rows, err := s.(driver.StmtQueryContext).QueryContext(tx.ctx, args)
		if err != nil {
			return err
		}
		return rows.Close()
	})
}

// ready gives a statement to f, prepared once.
func (tx *transaction) ready(query string, f func(driver.Stmt) error) error {
	return tx.conn.Raw(func(c any) (err error) {
		s := tx.writes[query]
		if s == nil {
			if s, err = c.(driver.Conn).Prepare(query); err != nil {
				return err
			}
			tx.writes[query] = s
		}
		return f(s)
	})
}

// driverValue is what the driver takes; most are that already.
func driverValue(arg any) (driver.Value, error) {
	switch v := arg.(type) {
	case nil, []byte, string, int64:
		return v, nil
	case int:
		return int64(v), nil
	}
	return driver.DefaultParameterConverter.ConvertValue(arg)
}

func (tx *transaction) row(query string, args ...any) *sql.Row {
	if s := tx.statement(query); s != nil {
		return s.QueryRowContext(tx.ctx, args...)
	}
	return tx.conn.QueryRowContext(tx.ctx, query, args...)
}

func (tx *transaction) rows(query string, args ...any) (*sql.Rows, error) {
	if s := tx.statement(query); s != nil {
		return s.QueryContext(tx.ctx, args...)
	}
	return tx.conn.QueryContext(tx.ctx, query, args...)
}

// statement is a query made ready, when it is asked a second time or more: SQLite takes as long to read a query as to answer it. It is nil
// for the first time, and where it cannot be made ready, which the query itself then tells.
func (tx *transaction) statement(query string) *sql.Stmt {
	s, again := tx.statements[query]
	if s == nil && again {
		s, _ = tx.conn.PrepareContext(tx.ctx, query)
	}
	if tx.statements == nil {
		tx.statements = map[string]*sql.Stmt{}
	}
	tx.statements[query] = s
	return s
}

func (tx *transaction) closeStatements() {
	for _, s := range tx.statements {
		if s != nil {
			s.Close()
		}
	}
	for _, s := range tx.writes {
		if s != nil {
			s.Close()
		}
	}
	tx.statements, tx.writes, tx.bulks = nil, map[string]driver.Stmt{}, map[annotation.Kind]*bulk{}
}

// discard closes a connection for good instead of giving it back to its pool.
func discard(c *sql.Conn) {
	c.Raw(func(any) error { return driver.ErrBadConn })
	c.Close()
}
