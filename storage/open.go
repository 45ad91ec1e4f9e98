package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"rubricator/annotation"
)

// patience is how long opening waits for another program to let go of the file.
const patience = 5 * time.Second

// readersAtOnce is how many queries may run at the same time.
const readersAtOnce = 4

// Open opens a project file. Where it cannot be edited (the file or the folder may not be written to, or another
// window or program edits it) it is opened for reading, and ReadOnly tells why.
//
// Errors: fs.ErrNotExist, ErrNotProject, ErrTooNew, ErrDamaged, ErrBusy; ErrReadOnly when it would have to be brought to
// a newer format first, or when its newest edits stand in a -wal file that cannot be read where it lies.
func Open(path string, o Options) (*Project, error) {
	p, err := open(path, o, migrations)
	if err != nil {
		return nil, fmt.Errorf("open project %q: %w", filepath.Base(path), explained(err))
	}
	return p, nil
}

func open(path string, o Options, steps []string) (*Project, error) {
	path, file, err := locate(path)
	if err != nil {
		return nil, err
	}
	p := newProject(path, o)
	writable, shared := true, sharedBy(filepath.Dir(path))
	if shared != "" && o.Insist {
		shared, p.toWrite = "", asInsisting
	}
	p.seat, err = takeSeat(file, func() (err error) {
		writable, err = sniff(path, len(steps))
		return err
	})
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if p.readOnly = p.claim(o.ReadOnly, writable, shared); p.readOnly == nil {
		err = p.openForWriting(ctx, file, o.Backups, steps)
	} else {
		err = p.openForReading(ctx, writable, shared != "", len(steps))
	}
	if err == nil {
		err = p.settle(ctx)
	}
	if err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

// locate follows links, because SQLite's files and ours lie next to the real one.
func locate(path string) (string, os.FileInfo, error) {
	path, err := filepath.Abs(path)
	if err == nil {
		path, err = filepath.EvalSymlinks(path)
	}
	if err != nil {
		return "", nil, plainly(err)
	}
	file, err := os.Stat(path)
	switch {
	case err != nil:
		return "", nil, plainly(err)
	case !file.Mode().IsRegular():
		return "", nil, faultf(ErrNotProject, "not a project: it is no file (%s)", file.Mode().Type())
	}
	return path, file, nil
}

// plainly leaves out the path, which the sentence has already.
func plainly(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

func newProject(path string, o Options) *Project {
	p := &Project{path: path, toWrite: asWriter, actor: o.Actor, clock: o.Clock}
	p.annotator.Store(&o.Annotator)
	p.erased.Store(&map[annotation.ID]bool{})
	if p.clock == nil {
		p.clock = time.Now
	}
	p.close = sync.OnceValue(p.closeAll)
	return p
}

// claim takes the lock for writing, or tells why there will be no writing.
func (p *Project) claim(readOnly, writable bool, shared string) (err error) {
	switch {
	case readOnly:
		return faultf(ErrReadOnly, "opened for reading only")
	case !writable:
		return faultf(ErrReadOnly, "read-only: the file may not be written to")
	case shared != "":
		return faultf(ErrShared, "read-only: %s", shared)
	}
	p.lock, err = takeLock(p.path)
	if err != nil && !errors.Is(err, ErrInUse) && !errors.Is(err, ErrReadOnly) {
		err = faultf(ErrReadOnly, "read-only: %w", err)
	}
	return err
}

func (p *Project) openForWriting(ctx context.Context, file os.FileInfo, backups string, steps []string) error {
	if err := p.upgrade(ctx, backups, steps); err != nil {
		return err
	}
	db := connect(p.path, p.toWrite, 1)
	conn, err := firstConn(ctx, db)
	if err != nil {
		db.Close()
		return err
	}
	p.writer = startWriter(p.path, file, db, p.toWrite, conn)
	p.readers = connect(p.path, asReader, readersAtOnce)
	// Check tells where that cannot be.
	_ = p.writer.submit(ctx, p.writer.background, func(_ context.Context, c *sql.Conn) error { return p.writer.scrub(c) })
	p.indexWaiting(ctx) // what a crash left
	return nil
}

// firstConn opens the connection as soon as other programs let it.
func firstConn(ctx context.Context, db *sql.DB) (*sql.Conn, error) {
	for {
		conn, err := db.Conn(ctx)
		if !isBusy(err) {
			return conn, err
		}
		if ctx.Err() != nil {
			return nil, busy(ctx, "the file is busy: another program is writing to it")
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// openForReading reads beside whoever writes. A file that nobody can write here, in a folder that takes no -wal and
// -shm files, is read as it lies; so is one in a shared folder, for SQLite's files there may be another machine's.
func (p *Project) openForReading(ctx context.Context, writable, shared bool, formats int) error {
	err := errNeverTried
	if !shared && (writable || !p.settled()) {
		err = p.readBeside(ctx)
	}
	if err != nil && p.settled() && !isDamage(err) {
		p.asItLies = untouched
		p.readers = connect(p.path, asReader+p.asItLies, readersAtOnce)
		err = p.readers.PingContext(ctx)
	}
	if err != nil && !p.settled() && !isDamage(err) {
		err = faultf(ErrReadOnly, "its newest edits stand in %q, which cannot be read where it lies; close it where it is open, or copy both to another folder: %w",
			filepath.Base(p.path)+"-wal", err)
	}
	if err != nil {
		return err
	}
	return checkVersion(ctx, p.readers, formats)
}

var errNeverTried = errors.New("nothing may be written there")

// readBeside opens one more connection that may write, to close last: only such a one takes -wal and -shm away.
func (p *Project) readBeside(ctx context.Context) error {
	last := connect(p.path, asLast, 1)
	var n int
	if err := last.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema`).Scan(&n); err != nil {
		last.Close()
		return err
	}
	p.last = last
	p.readers = connect(p.path, asReader, readersAtOnce)
	return p.readers.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema`).Scan(&n)
}

// settled tells that everything stands in the file itself.
func (p *Project) settled() bool {
	wal, err := os.Stat(p.path + "-wal")
	return errors.Is(err, fs.ErrNotExist) || err == nil && wal.Size() == 0
}

func isDamage(err error) bool { return errors.Is(explain(err), ErrDamaged) }

// checkVersion is for files that cannot be brought to the newest format.
func checkVersion(ctx context.Context, q querier, newest int) error {
	have, err := version(ctx, q)
	switch {
	case err != nil:
		return err
	case have > newest:
		return tooNew(have, newest)
	case have < newest:
		return faultf(ErrReadOnly, "format %d must be brought to %d first, and the file cannot be written to", have, newest)
	}
	return nil
}

func tooNew(have, newest int) error {
	return faultf(ErrTooNew, "format %d is newer than this program (%d)", have, newest)
}

// settle reads what the project knows of itself, and brings the actor in.
func (p *Project) settle(ctx context.Context) error {
	if err := checkSchema(ctx, p.readers); err != nil {
		return err
	}
	err := p.readers.QueryRowContext(ctx, `SELECT id FROM edit WHERE seq = 1`).Scan(fixed(p.id[:]))
	if errors.Is(err, sql.ErrNoRows) {
		return faultf(ErrDamaged, "damaged: the journal is empty")
	}
	if err == nil {
		err = p.loadScheme(ctx)
	}
	if err == nil {
		err = p.loadErased(ctx)
	}
	if err == nil {
		var last int64
		last, err = p.lastSeq(ctx)
		p.backedUp.Store(last)
	}
	if err == nil && !p.actor.ID.IsZero() {
		err = p.join(ctx)
	}
	return err
}

// join writes the actor and the annotator into the file when they are unknown there. A device that is known under another annotator lost its
// settings, unless the project knows the annotator too: then somebody who was named there begins to work. Otherwise whoever worked on the
// device goes on. What the actor writes of itself is its own first edit, so that it goes wherever its work does.
func (p *Project) join(ctx context.Context) error {
	devices, err := whole(actors.list(ctx, p.readers, `WHERE id = ?1 OR public_key = ?2 ORDER BY id <> ?1, created`,
		p.actor.ID[:], []byte(p.actor.PublicKey)))
	if err != nil {
		return err
	}
	named, err := whole(annotators.list(ctx, p.readers, `WHERE id = ?`, p.actor.Annotator[:]))
	if err != nil {
		return err
	}
	e := annotation.NewEdit("join the project")
	if len(devices) > 0 && (devices[0].ID == p.actor.ID || len(named) == 0) {
		p.actor = devices[0]
	} else {
		e.Actors = []annotation.Change[annotation.Actor]{{ID: p.actor.ID, After: &p.actor}}
	}
	me := p.Annotator()
	known, err := whole(annotators.list(ctx, p.readers, `WHERE id = ?`, p.actor.Annotator[:]))
	if err != nil {
		return err
	}
	if len(known) > 0 {
		me = known[0]
	} else {
		e.Annotators = []annotation.Change[annotation.Annotator]{{ID: me.ID, After: &me}}
	}
	p.annotator.Store(&me)
	if e.Len() == 0 || p.readOnly != nil {
		return nil
	}
	return p.commit(ctx, []annotation.Edit{e})
}
