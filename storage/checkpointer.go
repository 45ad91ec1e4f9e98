package storage

import (
	"context"
	"database/sql"
	"time"
)

// After how long the -wal file is folded into the project: once nothing is written any more, and while much is.
const (
	idle = 2 * time.Second
	amid = 500 * time.Millisecond
)

// checkpointer brings what stands in the -wal file into the project beside the writer, on a connection of its own. A commit that did it would wait
// for the disk meanwhile. What readers hold up is tried again. Where the writer keeps a rollback journal there is nothing to fold.
type checkpointer struct {
	db      *sql.DB
	inPlace func() error // whether the path still names the file
	wrote   chan bool    // something was written; true: and more is coming
	quit    chan struct{}
	done    chan struct{}

	conn *sql.Conn // the goroutine's own; nil: connect before the next time
}

func startCheckpointer(path string, inPlace func() error) *checkpointer {
	k := &checkpointer{db: connect(path, asWriter, 1), inPlace: inPlace, wrote: make(chan bool, 1), quit: make(chan struct{}), done: make(chan struct{})}
	go k.loop()
	return k
}

// note takes note that something was written. It never waits.
func (k *checkpointer) note(more bool) {
	if k == nil {
		return
	}
	select {
	case k.wrote <- more:
	default: // the one before is not seen yet
	}
}

func (k *checkpointer) loop() {
	defer close(k.done)
	timer := time.NewTimer(idle)
	timer.Stop()
	for soon := false; ; {
		select {
		case more := <-k.wrote:
			switch {
			case soon: // the time is set
			case more:
				timer.Reset(amid)
			default:
				timer.Reset(idle)
			}
			soon = soon || more
		case <-timer.C:
			soon = false
			if !k.fold() {
				timer.Reset(idle)
			}
		case <-k.quit:
			return
		}
	}
}

// fold folds as much as readers let it, and tells whether that was all. The file stays as large as it is, which makes the next commits faster.
func (k *checkpointer) fold() (all bool) {
	ctx := context.Background()
	if k.conn == nil {
		if k.inPlace() != nil {
			return true // what is there now is not ours
		}
		var err error
		if k.conn, err = k.db.Conn(ctx); err != nil {
			return false
		}
	}
	all, err := checkpoint(ctx, k.conn, "PASSIVE")
	if err != nil && !isBusy(err) {
		discard(k.conn)
		k.conn = nil
	}
	return all
}

// checkpoint folds the -wal file in, and tells whether all of it is. TRUNCATE empties it as well.
func checkpoint(ctx context.Context, c *sql.Conn, mode string) (all bool, err error) {
	var busy, frames, folded int
	err = c.QueryRowContext(ctx, `PRAGMA wal_checkpoint(`+mode+`)`).Scan(&busy, &frames, &folded)
	return err == nil && busy == 0 && folded >= frames, err
}

// close ends the goroutine, before the writer closes.
func (k *checkpointer) close() {
	if k == nil {
		return
	}
	close(k.quit)
	<-k.done
	if k.conn != nil {
		k.conn.Close()
	}
	k.db.Close()
}
