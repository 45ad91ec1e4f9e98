package storage

import (
	"context"
	"database/sql"

	"rubricator/annotation"
)

// Likeness is what is kept of a text so that others are held against it without reading it. It follows from the text, is no edit, and can be made
// anew at any time.
type Likeness struct {
	Text   annotation.Hash // SHA-256 of the text
	Same   annotation.Hash // of what texts have in common that differ in white space and quotation marks alone
	Sketch []byte
}

// Likenesses gives what is kept.
func (p *Project) Likenesses(ctx context.Context) ([]Likeness, error) {
	var out []Likeness
	err := eachScan(ctx, p.readers, func(scan scan) error {
		var l Likeness
		err := scan(fixed(l.Text[:]), fixed(l.Same[:]), &l.Sketch)
		out = append(out, l)
		return err
	}, `SELECT text, same, sketch FROM likeness`)
	return out, p.failed("read how texts are alike", err)
}

// KeepLikenesses keeps what was found out, many in a transaction. Errors are those of Commit.
func (p *Project) KeepLikenesses(ctx context.Context, found []Likeness) error {
	if len(found) == 0 {
		return nil
	}
	err := p.ReadOnly()
	if err == nil {
		err = p.writer.submit(ctx, p.writer.background, func(ctx context.Context, c *sql.Conn) error {
			return p.writer.transactOnce(ctx, c, p, func(tx *transaction) error {
				for _, l := range found {
					if err := tx.exec(`INSERT INTO likeness (text, same, sketch) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, l.Text[:], l.Same[:], l.Sketch); err != nil {
						return err
					}
				}
				return nil
			})
		})
	}
	return p.failed("note how texts are alike", err)
}
