package storage

import (
	"context"
	"database/sql"

	"rubricator/annotation"
)

// Parked is a bundle that waits for work that is not here yet.
type Parked struct {
	Hash    annotation.Hash // of the bundle
	Name    string          // of the file
	Missing string          // what it waits for, for people
	Bytes   []byte
}

// Park keeps a bundle until what it waits for comes; the same bundle again is kept once. Errors are those of Commit.
func (p *Project) Park(ctx context.Context, b Parked) error {
	return p.failed("park "+b.Name, p.putAway(ctx, `INSERT INTO parked (sha256, name, missing, at, bytes) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET missing = excluded.missing`, b.Hash[:], b.Name, b.Missing, timeText(p.now()), b.Bytes))
}

// Unpark lets go of a bundle that was taken in, or is not wanted any more. Errors are those of Commit.
func (p *Project) Unpark(ctx context.Context, hash annotation.Hash) error {
	return p.failed("let go of a bundle", p.putAway(ctx, `DELETE FROM parked WHERE sha256 = ?`, hash[:]))
}

// putAway changes what is no part of the journal.
func (p *Project) putAway(ctx context.Context, query string, args ...any) error {
	if _, err := p.prepareAll(nil); err != nil { // may we write at all
		return err
	}
	return p.writer.do(ctx, func(ctx context.Context, c *sql.Conn) error {
		return p.writer.transactOnce(ctx, c, p, func(tx *transaction) error { return tx.exec(query, args...) })
	})
}

// ParkedBundles lists the bundles that wait, in the order in which they came.
func (p *Project) ParkedBundles(ctx context.Context) ([]Parked, error) {
	var out []Parked
	err := eachScan(ctx, p.readers, func(scan scan) error {
		var b Parked
		err := scan(fixed(b.Hash[:]), &b.Name, &b.Missing, &b.Bytes)
		out = append(out, b)
		return err
	}, `SELECT sha256, name, missing, bytes FROM parked ORDER BY at, name`)
	return out, p.failed("list parked bundles", err)
}

// Knows tells whether an edit is here, by its place in its actor's chain.
func (p *Project) Knows(ctx context.Context, actor annotation.ID, seq int64, hash annotation.Hash) (bool, error) {
	var knows bool
	err := p.readers.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM edit WHERE actor = ? AND actor_seq = ? AND hash = ?)`, actor[:], seq, hash[:]).Scan(&knows)
	return knows, p.failed("read the journal", err)
}
