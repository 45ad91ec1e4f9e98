package storage

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"slices"

	"rubricator/annotation"
)

// Whole is a large act that makes sense as a whole alone: edits that are written one after the other, and come into the file together
// or not at all. It reads the file as its own edits leave it. It is for the goroutine that ApplyWhole calls.
type Whole struct {
	p       *Project
	ctx     context.Context
	tx      *transaction
	written []*prepared // what the project has to take note of
}

// ApplyWhole has f write edits in one transaction. Where f fails, or ctx ends before the commit, nothing was written. All other edits wait
// until f returns, and nobody changes anything meanwhile; f must not wait for the project's Commit or Apply. act is what errors call it.
// Errors are those of Commit, and f's own.
func (p *Project) ApplyWhole(ctx context.Context, act string, f func(*Whole) error) error {
	return p.failed(act, p.applyWhole(ctx, f))
}

func (p *Project) applyWhole(ctx context.Context, f func(*Whole) error) error {
	if _, err := p.prepareAll(nil); err != nil { // may we write at all
		return err
	}
	err := p.writer.submit(ctx, p.writer.background, func(ctx context.Context, c *sql.Conn) error {
		w := &Whole{p: p, ctx: ctx}
		err := p.writer.transactOnce(ctx, c, p, func(tx *transaction) error {
			w.tx = tx
			if err := f(w); err != nil {
				return err
			}
			return context.Cause(ctx)
		})
		if err == nil {
			p.notice(w.written)
		}
		return err
	})
	if err == nil {
		err = p.writer.inPlace()
	}
	p.indexWaiting(ctx)
	return err
}

// Write writes an edit of at most MaxChanges changes, and fills in its header as Commit does.
func (w *Whole) Write(e annotation.Edit) error {
	if n := e.Len(); n > MaxChanges {
		return tooMany(e.Name, n)
	}
	return w.write(e)
}

func (w *Whole) write(e annotation.Edit) error {
	if err := context.Cause(w.ctx); err != nil {
		return err
	}
	ready, err := prepare(&e)
	if err != nil {
		return err
	}
	if err := w.tx.write(ready); err != nil {
		return err
	}
	if len(e.Schemes)+len(e.Annotators) > 0 {
		w.written = append(w.written, ready)
	}
	return nil
}

// Sets is Project.Sets of what is there now, the reference included: it moves with a scheme as people's marks do.
func (w *Whole) Sets() iter.Seq2[StoredSet, error] {
	return w.p.setsIn(w.tx.ctx, w.snapshot(), nil, annotation.Person, annotation.Reference)
}

func (w *Whole) snapshot() *snapshot { return &snapshot{querier: w.tx.conn, conn: w.tx.conn} }

// Documents is how many there are.
func (w *Whole) Documents() (n int, err error) {
	return n, w.tx.row(`SELECT count(*) FROM document`).Scan(&n)
}

// NextSchemeVersion is one more than any that the project's scheme ever had, those that were taken back included: marks may have been made
// under them.
func (w *Whole) NextSchemeVersion() (int, error) {
	s := w.p.Scheme()
	var highest sql.NullInt64
	err := w.tx.row(`SELECT max(json_extract(after, '$.version')) FROM change WHERE row = ? AND kind = ?`,
		s.ID[:], string(annotation.KindScheme)).Scan(&highest)
	return max(int(highest.Int64), s.Version) + 1, err
}

// TakeBack writes the inverses of a group's edits, the last first, as a group of its own. Memory is bounded by one edit. progress gets the
// number of edits that are taken back. Errors: annotation.ErrNotFound; annotation.Stale when a row is not what the group left, with who
// changed it.
func (w *Whole) TakeBack(group annotation.ID, progress func(done, total int)) (annotation.Step, error) {
	headers, seqs, err := readHeaders(w.tx.ctx, w.tx.conn, group, w.p.actor.ID)
	if err == nil && len(headers) == 0 {
		err = fmt.Errorf("%s: %w", group, annotation.ErrNotFound)
	}
	if err != nil {
		return annotation.Step{}, err
	}
	back := annotation.Step{Group: annotation.NewID(), Inverts: group, Name: headers[0].Name}
	for i, h := range slices.Backward(headers) {
		rows := newCurrentRows(w.tx.ctx, w.tx.conn) // as they are behind the inverses so far
		e, err := rows.lengthen(h, seqs[i])
		if err == nil && !rows.left[e.ID] {
			inverse := e.Inverse()
			inverse.Group = back.Group
			err = w.write(inverse)
		}
		if err != nil {
			return back, err
		}
		if progress != nil {
			progress(len(headers)-i, len(headers))
		}
	}
	return back, nil
}

// ChangesScheme tells whether a group of edits changes the scheme, so that it goes back as a whole, as of Whole.TakeBack.
func (p *Project) ChangesScheme(ctx context.Context, group annotation.ID) (is bool, err error) {
	err = p.readers.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM change c JOIN edit e ON e.seq = c.edit
		WHERE c.row = ? AND c.kind = ? AND e.grp = ?)`, p.Scheme().ID[:], string(annotation.KindScheme), group[:]).Scan(&is)
	return is, p.failed("read group", err)
}
