package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// HasFTS5 tells whether SQLite was built with its full-text index; nil is yes.
func HasFTS5(ctx context.Context) error {
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		return fmt.Errorf("full text search: %w", err)
	}
	_, err = db.ExecContext(ctx, `CREATE VIRTUAL TABLE probe USING fts5(words)`)
	if err = errors.Join(err, db.Close()); err != nil {
		return fmt.Errorf("full text search: %w; build with -tags sqlite_fts5", err)
	}
	return nil
}
