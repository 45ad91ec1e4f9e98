package storage

import (
	"context"
	"database/sql"
	"time"
)

// indexing is how long one transaction of indexing waits for another program that holds the file.
const indexing = 2 * time.Second

// indexWaiting brings the documents that came into the search index, in background transactions of about 25 ms. Each transaction makes a part of the
// index that has to be merged with the others, so that few large ones take a third of the time that those take which bring the documents. What fails
// here is tried again when other documents come, and when the project is opened: until then search looks through what waits.
func (p *Project) indexWaiting(ctx context.Context) {
	ctx = context.WithoutCancel(ctx) // what came is to be found, though no more is to come
	var waits bool
	if p.readers.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM unindexed)`).Scan(&waits) != nil {
		return
	}
	for waits {
		some, enough := context.WithTimeout(ctx, indexing)
		err := p.writer.submit(some, p.writer.background, func(ctx context.Context, c *sql.Conn) error {
			return p.writer.transact(ctx, c, p, func(tx *transaction) (err error) {
				waits, err = tx.indexSome(func() bool { return p.writer.waiting.Load() > 0 })
				return err
			})
		})
		enough()
		if err != nil {
			return
		}
	}
}

// indexedAtOnce is how many documents a statement indexes.
const indexedAtOnce = 8

const (
	indexNext = `INSERT INTO search (rowid, title, body) SELECT u.place, title, bytes
		FROM (SELECT place FROM unindexed ORDER BY place LIMIT ?) u CROSS JOIN document d ON d.place = u.place CROSS JOIN content ON sha256 = text`
	indexed = `DELETE FROM unindexed WHERE place IN (SELECT place FROM unindexed ORDER BY place LIMIT ?)`
)

// indexSome indexes documents until time is up or something more urgent waits, and tells whether some are left.
func (tx *transaction) indexSome(urgent func() bool) (left bool, err error) {
	for start := time.Now(); ; {
		if err := tx.exec(indexNext, indexedAtOnce); err != nil {
			return true, err
		}
		done, err := tx.result(indexed, indexedAtOnce)
		if err != nil {
			return true, err
		}
		if n, err := done.RowsAffected(); err != nil || n < indexedAtOnce {
			return false, err
		}
		if time.Since(start) > chunk || urgent() {
			return true, nil
		}
	}
}
