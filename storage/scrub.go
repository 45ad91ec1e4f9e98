package storage

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// unread is how long making the file anew waits for readers to let go of what it was before.
const unread = 10 * time.Second

// scrub makes the file anew, so that parts that are not in use hold nothing of what was erased: the index of words first, then all pages; then the
// log is emptied. It is for the writer's goroutine, outside of a transaction. A note in the file goes when all is done.
func (w *writer) scrub(c *sql.Conn) error {
	ctx := context.Background()
	var due bool
	if err := c.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM erased WHERE clean = 0)`).Scan(&due); err != nil || !due {
		return err
	}
	err := overwriting(ctx, c, func() error {
		for _, step := range []string{`INSERT INTO search (search) VALUES ('optimize')`, `VACUUM`} {
			err := onceUnread(func() (bool, error) {
				_, err := c.ExecContext(ctx, step)
				return err == nil, err
			})
			if err != nil {
				return err
			}
		}
		return onceUnread(func() (bool, error) { return checkpoint(ctx, c, "TRUNCATE") })
	})
	if err == nil {
		_, err = c.ExecContext(ctx, `UPDATE erased SET clean = 1 WHERE clean = 0`)
	}
	return err
}

// onceUnread tries until readers let it.
func onceUnread(try func() (done bool, err error)) error {
	for start := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		done, err := try()
		switch {
		case err != nil && !isBusy(err):
			return err
		case done:
			return nil
		case time.Since(start) > unread:
			return errors.New("somebody still reads what it was before")
		}
	}
}
