package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/mattn/go-sqlite3"

	"rubricator/annotation"
)

// largestForeign is the most bytes that a colleague's project may have, longestCheck how long it may take to look whether it is one.
const (
	largestForeign = 4 << 30
	longestCheck   = 10 * time.Second
)

// Foreign is a colleague's project file, opened to read what stands in its journal. It is a copy that nothing else works on, read as it lies, by
// queries on the tables of this program alone; it must have exactly the tables, indexes and triggers that this program makes.
type Foreign struct {
	ctx  context.Context
	name string
	dir  string // holds the copy
	db   *sql.DB
	form journalForm
}

// OpenForeign opens a colleague's project file. Errors: ErrNotProject, ErrTooNew, ErrDamaged, ErrReadOnly where its newest edits stand beside it.
func OpenForeign(ctx context.Context, path string) (*Foreign, error) {
	f, err := openForeign(ctx, path, longestCheck)
	if err != nil {
		return nil, fmt.Errorf("collect %q: %w", filepath.Base(path), explained(err))
	}
	return f, nil
}

func openForeign(ctx context.Context, path string, limit time.Duration) (f *Foreign, err error) {
	if wal, err := os.Stat(path + "-wal"); err == nil && wal.Size() > 0 {
		return nil, faultf(ErrReadOnly, "its newest edits stand in %q: close it where it is open, or ask for a copy made by File, Save a copy", filepath.Base(path)+"-wal")
	}
	f = &Foreign{ctx: ctx, name: filepath.Base(path)}
	if f.dir, err = os.MkdirTemp("", "rubricator-"); err != nil {
		return nil, plainly(err)
	}
	copied := filepath.Join(f.dir, "foreign.rubric")
	if err = copyForeign(path, copied); err == nil {
		_, err = sniff(copied, len(migrations))
	}
	if err == nil {
		f.db = connectForeign(copied)
		err = f.checkWithin(limit)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func copyForeign(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return plainly(err)
	}
	defer in.Close()
	if file, err := in.Stat(); err != nil || file.Size() > largestForeign {
		return errors.Join(err, faultf(ErrNotProject, "it has %d MB, and %d are the most", file.Size()>>20, int64(largestForeign)>>20))
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return plainly(err)
	}
	_, err = io.Copy(out, io.LimitReader(in, largestForeign))
	return errors.Join(err, out.Close())
}

// connectForeign opens a file that may be made to do harm.
func connectForeign(path string) *sql.DB {
	hook := func(c *sqlite3.SQLiteConn) error {
		if err := harden(c); err != nil {
			return err
		}
		c.SetLimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
		c.RegisterAuthorizer(readingAlone)
		return nil
	}
	db := sql.OpenDB(connector{dataSource(path, "mode=ro&_query_only=1"+untouched), &sqlite3.SQLiteDriver{ConnectHook: hook}})
	db.SetMaxOpenConns(2)
	return db
}

// foreignTables are what is read of such a file: the journal and the texts. All else follows from them.
var foreignTables = []string{"edit", "change", "content"}

// readingAlone allows to read tables of this program, and nothing else.
func readingAlone(action int, first, _, _ string) int {
	switch action {
	case sqlite3.SQLITE_SELECT, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_TRANSACTION:
		return sqlite3.SQLITE_OK
	case sqlite3.SQLITE_PRAGMA:
		if first == "user_version" || first == "quick_check" {
			return sqlite3.SQLITE_OK
		}
	case sqlite3.SQLITE_READ:
		if slices.Contains(foreignTables, first) || first == "sqlite_schema" || first == "sqlite_master" {
			return sqlite3.SQLITE_OK
		}
	}
	return sqlite3.SQLITE_DENY
}

// checkWithin is check, which a file may be made to draw out.
func (f *Foreign) checkWithin(limit time.Duration) error {
	ctx, cancel := context.WithTimeout(f.ctx, limit)
	defer cancel()
	err := f.check(ctx)
	if err != nil && ctx.Err() != nil && f.ctx.Err() == nil {
		return fmt.Errorf("looking whether it is sound takes more than %v; ask for a bundle instead: Review, Publish", limit)
	}
	return err
}

// check refuses a file that is not made by this program alone.
func (f *Foreign) check(ctx context.Context) error {
	have, err := version(ctx, f.db)
	if err != nil {
		return err
	}
	if have < 1 || have > len(migrations) {
		return faultf(ErrDamaged, "damaged: format %d is none", have)
	}
	want, err := schemaOf(have)
	if err != nil {
		return err
	}
	found, err := readSchema(ctx, f.db)
	if err != nil {
		return err
	}
	for name, text := range found {
		if want[name] != text {
			return faultf(ErrNotProject, "%q in it was not made by this program; ask for a bundle instead: Review, Publish", name)
		}
	}
	if len(found) != len(want) {
		return faultf(ErrDamaged, "damaged: it lacks tables of this program")
	}
	f.form = formOf(have)
	return quickCheck(ctx, f.db, foreignTables...)
}

// Delivery is what stands in its journal: everybody's edits, and the texts.
func (f *Foreign) Delivery() Delivery {
	return Delivery{Name: f.name, Edits: f.edits(), Content: func(h annotation.Hash) ([]byte, bool, error) {
		b, err := readContent(f.ctx, f.db, h)
		if errors.Is(err, annotation.ErrNotFound) {
			return nil, false, nil
		}
		return b, err == nil, err
	}}
}

func (f *Foreign) edits() iter.Seq2[annotation.Recorded, error] {
	return func(yield func(annotation.Recorded, error) bool) {
		err := eachRecorded(f.ctx, f.db, f.form, func(r annotation.Recorded) bool { return yield(r, nil) }, func(annotation.ID) bool { return true })
		if err != nil {
			yield(annotation.Recorded{}, fmt.Errorf("read %q: %w", f.name, explained(err)))
		}
	}
}

// Close removes the copy.
func (f *Foreign) Close() (err error) {
	if f.db != nil {
		err = f.db.Close()
	}
	return errors.Join(err, os.RemoveAll(f.dir))
}
