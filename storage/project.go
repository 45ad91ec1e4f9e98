// Package storage is the project file: one SQLite database with a journal of edits and the rows that follow from it.
//
// Create or Open gives a Project. Its one writer goroutine makes edits durable (Commit, Apply); any goroutine may read.
// While a project is open, -wal, -shm and -lock files lie next to it; after Close the one file is the project.
package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"time"

	"rubricator/annotation"
)

// Options say how a project is opened.
type Options struct {
	ReadOnly  bool                 // asked for, as by commands that only read beside an open window
	Actor     annotation.Actor     // who edits; brought into the file, with its annotator, when unknown there
	Annotator annotation.Annotator // the person behind Actor
	Clock     func() time.Time     // nil: time.Now
	Insist    bool                 // edit even in a folder that other machines may write to, more slowly and with more care
	Backups   string               // folder for the copy made before a file is brought to a newer format, as of Backup; "": beside the file
}

// Project is an open project file. Its methods may be called from any goroutine.
type Project struct {
	path      string
	id        annotation.ID
	actor     annotation.Actor
	annotator atomic.Pointer[annotation.Annotator]
	clock     func() time.Time
	readOnly  error // nil: writable
	readers   *sql.DB
	last      *sql.DB // of a read-only project: closes last, and tidies away what readers leave lying; may be nil
	toWrite   string  // how the writer opens the file
	asItLies  string  // untouched where SQLite's side files cannot be made
	writer    *writer // nil: read-only
	tip       tip     // the writer's
	lock      *lock
	seat      *seat
	backedUp  atomic.Int64 // the newest edit that is in a backup, or was there on opening
	scheme    atomic.Pointer[annotation.Scheme]
	erased    atomic.Pointer[map[annotation.ID]bool] // the documents that the journal says were erased for good, here or by others
	close     func() error
}

// Path is the file, with symbolic links followed.
func (p *Project) Path() string { return p.path }

// ID names the project for ever, under whatever file name; copies share it. It is the ID of the first edit.
func (p *Project) ID() annotation.ID { return p.id }

// ReadOnly is nil when the project can be edited, and else tells why not. Kinds: ErrReadOnly, ErrInUse, ErrShared.
func (p *Project) ReadOnly() error { return p.readOnly }

// Actor is who edits: the one that was named on opening, or the one that this device was known as in the project before.
func (p *Project) Actor() annotation.Actor { return p.actor }

// Annotator is the person behind Actor, as of the last commit here.
func (p *Project) Annotator() annotation.Annotator { return *p.annotator.Load() }

// Close folds everything into the one file and lets go of it. Waiting edits get ErrClosed. Closing again does nothing.
func (p *Project) Close() error { return p.failed("close", p.close()) }

func (p *Project) closeAll() error {
	var errs []error
	if p.readers != nil {
		errs = append(errs, p.readers.Close())
	}
	if p.writer != nil {
		errs = append(errs, p.writer.close())
	}
	if p.last != nil {
		errs = append(errs, p.last.Close())
	}
	p.lock.release()
	p.seat.leave()
	return errors.Join(errs...)
}

// now is the device's time in whole milliseconds, as the journal keeps it.
func (p *Project) now() time.Time { return p.clock().UTC().Truncate(time.Millisecond) }

// failed names the act and the project in an error, and its kind where SQLite knows one.
func (p *Project) failed(act string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s in %q: %w", act, filepath.Base(p.path), explained(err))
}

// explained is explain for errors that may have been explained before.
func explained(err error) error {
	for _, kind := range []error{ErrBusy, ErrFull, ErrDamaged, ErrReadOnly, ErrShared, ErrInUse, ErrReplaced, ErrClosed} {
		if errors.Is(err, kind) {
			return err
		}
	}
	return explain(err)
}

// Pragmas reads the settings of the connection that writes, or of a reader when the project is read-only.
func (p *Project) Pragmas(ctx context.Context) (map[string]string, error) {
	out := map[string]string{}
	read := func(ctx context.Context, c *sql.Conn) error {
		for _, name := range []string{"application_id", "user_version", "journal_mode", "synchronous", "foreign_keys", "busy_timeout",
			"query_only", "trusted_schema", "cell_size_check", "page_size", "page_count", "freelist_count"} {
			var v string
			if err := c.QueryRowContext(ctx, `PRAGMA `+name).Scan(&v); err != nil {
				return err
			}
			out[name] = v
		}
		return nil
	}
	if p.writer != nil {
		return out, p.failed("read settings", p.writer.do(ctx, read))
	}
	c, err := p.readers.Conn(ctx)
	if err != nil {
		return nil, p.failed("read settings", err)
	}
	defer c.Close()
	return out, p.failed("read settings", read(ctx, c))
}
