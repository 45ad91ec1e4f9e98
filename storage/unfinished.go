package storage

import (
	"context"
	"database/sql"
	"slices"

	"rubricator/annotation"
)

// Unfinished is a group of edits that Apply began and that a crash, an error or a cancel broke off. What it wrote until
// then is in the project.
type Unfinished struct {
	Group   annotation.ID
	Name    string // of its first edit
	Edits   int    // how many were written
	Inverts bool   // they take another group back
}

// Unfinished tells the groups that were broken off, oldest first. They are offered to be kept, by Keep, or taken back.
func (p *Project) Unfinished(ctx context.Context) ([]Unfinished, error) {
	out, err := p.readUnfinished(ctx)
	return out, p.failed("read unfinished groups", err)
}

func (p *Project) readUnfinished(ctx context.Context) ([]Unfinished, error) {
	rows, err := p.readers.QueryContext(ctx, `SELECT u.grp, u.name, (SELECT count(*) FROM edit e WHERE e.grp = u.grp),
		EXISTS (SELECT 1 FROM edit e WHERE e.grp = u.grp AND e.inverts IS NOT NULL)
		FROM unfinished u ORDER BY u.rowid`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Unfinished
	for rows.Next() {
		var u Unfinished
		if err := rows.Scan(fixed(u.Group[:]), &u.Name, &u.Edits, &u.Inverts); err != nil {
			return nil, err
		}
		out = append(out, u)
	}
	return out, rows.Err()
}

// Keep says that an unfinished group is to stay as it is.
func (p *Project) Keep(ctx context.Context, group annotation.ID) error {
	if err := p.ReadOnly(); err != nil {
		return p.failed("keep an unfinished group", err)
	}
	return p.failed("keep an unfinished group", p.finish(ctx, []annotation.ID{group}))
}

// finish takes the notes off groups that are whole or that are to stay as they are.
func (p *Project) finish(ctx context.Context, groups []annotation.ID) error {
	if len(groups) == 0 {
		return nil
	}
	return p.writer.submit(ctx, p.writer.background, func(ctx context.Context, c *sql.Conn) error {
		return p.writer.transact(ctx, c, p, func(tx *transaction) error {
			for _, g := range groups {
				if err := tx.exec(`DELETE FROM unfinished WHERE grp = ?`, g[:]); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// writeUnfinished writes an edit of a group that goes on, and with the group's first edit the note that it does.
func (tx *transaction) writeUnfinished(e *prepared, noted []annotation.ID) error {
	if !slices.Contains(noted, e.Group) {
		if err := tx.exec(`INSERT OR IGNORE INTO unfinished (grp, name) VALUES (?, ?)`, e.Group[:], e.Name); err != nil {
			return err
		}
	}
	return tx.write(e)
}
