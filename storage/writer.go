package storage

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// writer is the one goroutine with the one connection that changes the file. Work of the window goes before chunks of
// background work. After a failure it connects anew, since SQLite's view of the file is then in doubt.
type writer struct {
	path string
	file os.FileInfo // what path named when the project was opened

	window, background chan job
	waiting            atomic.Int32 // jobs of the window
	quit               chan struct{}
	stop               sync.Once
	done               chan error // the outcome of closing

	// The goroutine's own.
	db     *sql.DB
	conn   *sql.Conn     // nil: connect before the next job
	wrote  bool          // whether something was
	beside *checkpointer // nil: there is no -wal file
}

// job is work on the connection. It begins and ends transactions itself.
type job struct {
	ctx    context.Context
	run    func(context.Context, *sql.Conn) error
	result chan error
}

// startWriter starts it; options are how the connections of db were opened.
func startWriter(path string, file os.FileInfo, db *sql.DB, options string, conn *sql.Conn) *writer {
	w := &writer{path: path, file: file, db: db, conn: conn,
		window: make(chan job), background: make(chan job), quit: make(chan struct{}), done: make(chan error, 1)}
	if options == asWriter {
		w.beside = startCheckpointer(path, w.inPlace)
	}
	go w.loop()
	return w
}

// do hands work in at the window's priority and waits for its outcome. A job that has not begun when ctx ends is
// withdrawn; the error is then ErrBusy.
func (w *writer) do(ctx context.Context, run func(context.Context, *sql.Conn) error) error {
	w.waiting.Add(1)
	defer w.waiting.Add(-1)
	return w.submit(ctx, w.window, run)
}

func (w *writer) submit(ctx context.Context, queue chan<- job, run func(context.Context, *sql.Conn) error) error {
	j := job{ctx, run, make(chan error, 1)}
	select {
	case queue <- j:
		return <-j.result
	case <-ctx.Done():
		return busy(ctx, "the file is busy: other edits are being written")
	case <-w.quit:
		return ErrClosed
	}
}

// close folds the -wal file in and ends the goroutine.
func (w *writer) close() error {
	w.stop.Do(func() { close(w.quit) })
	err := <-w.done
	w.done <- err
	return err
}

func (w *writer) loop() {
	for {
		select {
		case j := <-w.window:
			w.run(j, false)
			continue
		default:
		}
		select {
		case j := <-w.window:
			w.run(j, false)
		case j := <-w.background:
			w.run(j, true)
		case <-w.quit:
			w.done <- w.end()
			return
		}
	}
}

// run runs a job; more tells that others are likely to follow at once.
func (w *writer) run(j job, more bool) {
	if j.ctx.Err() != nil {
		j.result <- busy(j.ctx, "the file is busy: other edits were being written")
		return
	}
	err := w.connected(j)
	if err == nil {
		w.wrote = true
		err = j.run(j.ctx, w.conn)
		w.beside.note(more)
	}
	if err != nil && !refused(err) {
		w.disconnect()
	}
	switch {
	case errors.Is(err, errBusyHere) && j.ctx.Err() != nil:
		err = busy(j.ctx, "the file is busy: another program is writing to it")
	case errors.Is(err, errBusyHere):
		err = ErrClosed
	}
	j.result <- explain(err)
}

// connected sees to it that there is a connection, and to the file that was opened.
func (w *writer) connected(j job) error {
	if w.conn != nil {
		return nil
	}
	if err := w.inPlace(); err != nil {
		return err
	}
	return w.patiently(j.ctx, func() (err error) {
		w.conn, err = w.db.Conn(context.WithoutCancel(j.ctx))
		return err
	})
}

func (w *writer) disconnect() {
	if w.conn != nil {
		discard(w.conn)
		w.conn = nil
	}
}

// errBusyHere: the context ended before another program let go of the file.
var errBusyHere = errors.New("busy")

// patiently tries again while another program holds the file, until ctx ends.
func (w *writer) patiently(ctx context.Context, try func() error) error {
	for {
		err := try()
		if !isBusy(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return errBusyHere
		case <-w.quit:
			return errBusyHere
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// inPlace tells whether the path still names the file that was opened; else the error is ErrReplaced. SQLite goes on
// writing with success to a file that is gone.
func (w *writer) inPlace() error {
	there, err := os.Stat(w.path)
	if err == nil && os.SameFile(there, w.file) {
		return nil
	}
	return ErrReplaced
}

func (w *writer) end() (err error) {
	w.beside.close()
	if w.conn != nil {
		if w.wrote {
			err = w.foldAll()
		}
		w.conn.Close()
	}
	return errors.Join(err, w.db.Close())
}

// foldAll folds the -wal file in and empties it, as far as other programs let it.
func (w *writer) foldAll() error {
	if _, err := checkpoint(context.Background(), w.conn, "TRUNCATE"); err != nil && !isBusy(err) {
		return explain(err)
	}
	return nil
}
