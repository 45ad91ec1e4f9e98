package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"rubricator/annotation"
)

// chunk is the longest that a background transaction writes before it gives way to the window.
const chunk = 25 * time.Millisecond

// MaxChanges is how many changes one edit of background work, or of a whole, may have.
const MaxChanges = 2000

// ahead is how much background work is made ready for a transaction, in changes and in bytes of content.
const (
	aheadChanges = MaxChanges
	aheadBytes   = 4 << 20
)

// Commit writes edits in one transaction, before waiting background work, and returns when they are durable. All of
// them are written or none. It fills in Actor, Seq, Lamport and At of their headers. An edit that stands in the
// journal already is left as it is, so that after an error of unknown outcome the same edits can be committed again.
//
// Errors: annotation.Stale (nothing was written, and somebody changed a row since); ErrBusy (ctx ended while another
// program held the file), ErrFull and other failures of the disk (trying again is right); ErrReplaced; ErrReadOnly.
func (p *Project) Commit(ctx context.Context, edits ...annotation.Edit) error {
	if len(edits) == 0 {
		return nil
	}
	return p.failed(fmt.Sprintf("save %q", edits[0].Name), p.commit(ctx, edits))
}

func (p *Project) commit(ctx context.Context, edits []annotation.Edit) error {
	ready, err := p.prepareAll(edits)
	if err != nil {
		return err
	}
	err = p.writer.do(ctx, func(ctx context.Context, c *sql.Conn) error {
		return p.write(ctx, c, ready, (*transaction).write)
	})
	if err == nil {
		err = p.writer.inPlace()
	}
	if err == nil && slices.ContainsFunc(ready, func(e *prepared) bool { return len(e.Documents) > 0 }) {
		p.indexWaiting(ctx)
	}
	return err
}

func (p *Project) prepareAll(edits []annotation.Edit) ([]*prepared, error) {
	if err := p.ReadOnly(); err != nil {
		return nil, err
	}
	if p.actor.ID.IsZero() {
		return nil, errNobody
	}
	out := make([]*prepared, len(edits))
	for i := range edits {
		var err error
		if out[i], err = prepare(&edits[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// write writes all edits in one transaction, each by one.
func (p *Project) write(ctx context.Context, c *sql.Conn, edits []*prepared, one func(*transaction, *prepared) error) error {
	err := p.writer.transact(ctx, c, p, func(tx *transaction) error {
		for _, e := range edits {
			if err := one(tx, e); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		p.notice(edits)
	}
	return err
}

// notice keeps what the project knows of itself in step.
func (p *Project) notice(edits []*prepared) {
	for _, e := range edits {
		for _, c := range e.Schemes {
			if c.After != nil {
				p.scheme.Store(c.After)
			}
		}
		for _, c := range e.Annotators {
			if c.After != nil && c.ID == p.Annotator().ID {
				p.annotator.Store(c.After)
			}
		}
	}
}

// Apply writes a stream of edits, of at most 2,000 changes each, in background transactions of about 25 ms; edits of
// the window go first. It stops at the first error; what was committed before stays, and the edits' group tells how
// far it came. progress, if there is one, gets the number of edits written so far. Errors are those of Commit, and the
// stream's own.
func (p *Project) Apply(ctx context.Context, edits iter.Seq2[annotation.Edit, error], progress func(written int)) error {
	a := application{p: p, ctx: ctx, progress: progress}
	for e, err := range edits {
		if err == nil {
			err = a.add(e)
		}
		if err != nil {
			return p.failed("apply edits", errors.Join(err, a.end()))
		}
	}
	err := a.end()
	if err == nil {
		err = p.finish(ctx, a.groups)
	}
	return p.failed("apply edits", err)
}

// application is a stream of edits on its way. While some are being written the next are made ready.
type application struct {
	p              *Project
	ctx            context.Context
	progress       func(int)
	ready          []*prepared
	changes, bytes int // of ready
	written        int
	groups         []annotation.ID // what is noted as unfinished
	writing        chan []wrote    // nil: nothing is being written
}

// wrote is what came of one transaction.
type wrote struct {
	edits []*prepared
	err   error
}

func (a *application) add(e annotation.Edit) error {
	if n := e.Len(); n > MaxChanges {
		return tooMany(e.Name, n)
	}
	ready, err := a.p.prepareAll([]annotation.Edit{e})
	if err != nil {
		return err
	}
	a.ready = append(a.ready, ready...)
	a.changes += e.Len()
	for _, c := range e.Content {
		a.bytes += len(c.Bytes)
	}
	if a.changes < aheadChanges && a.bytes < aheadBytes {
		return nil
	}
	return a.flush()
}

func tooMany(edit string, changes int) error {
	return fmt.Errorf("%s: %d changes in one edit, more than %d", edit, changes, MaxChanges)
}

// flush has what is ready written, once what was before it is.
func (a *application) flush() error {
	ready := a.ready
	a.ready, a.changes, a.bytes = nil, 0, 0
	if err := a.wait(); err != nil || len(ready) == 0 {
		return err
	}
	groups := slices.Clone(a.groups)
	a.writing = make(chan []wrote, 1)
	go func(done chan<- []wrote) { done <- a.p.writeAll(a.ctx, ready, groups) }(a.writing)
	return nil
}

// wait waits until nothing is being written, and takes note of what was.
func (a *application) wait() error {
	if a.writing == nil {
		return nil
	}
	parts := <-a.writing
	a.writing = nil
	for _, part := range parts {
		a.note(part.edits)
		if a.written += len(part.edits); len(part.edits) > 0 && a.progress != nil {
			a.progress(a.written)
		}
		if part.err != nil {
			return part.err
		}
	}
	return nil
}

// end has the rest written.
func (a *application) end() error {
	err := a.flush()
	if err == nil {
		err = a.wait()
	}
	return err
}

// writeAll writes edits in as many transactions as it takes, up to one that fails, and indexes what they brought.
func (p *Project) writeAll(ctx context.Context, edits []*prepared, groups []annotation.ID) (parts []wrote) {
	defer p.indexWaiting(ctx)
	for len(edits) > 0 {
		n := 0
		err := p.writer.submit(ctx, p.writer.background, func(ctx context.Context, c *sql.Conn) (err error) {
			n, err = p.writeSome(ctx, c, edits, groups)
			return err
		})
		if err == nil {
			err = p.writer.inPlace()
		}
		for _, e := range edits[:n] {
			groups = append(groups, e.Group)
		}
		parts = append(parts, wrote{edits[:n], err})
		if edits = edits[n:]; err != nil {
			break
		}
	}
	return parts
}

// note remembers the groups of edits that were written, each of which is in the file as unfinished.
func (a *application) note(edits []*prepared) {
	for _, e := range edits {
		if !slices.Contains(a.groups, e.Group) {
			a.groups = append(a.groups, e.Group)
		}
	}
}

// writeSome writes edits until time is up or the window waits, and tells how many. Groups that are not
// noted yet are noted as unfinished. At an edit that fails it stops with the error; those before it are written.
func (p *Project) writeSome(ctx context.Context, c *sql.Conn, edits []*prepared, noted []annotation.ID) (n int, failure error) {
	err := p.writer.transact(ctx, c, p, func(tx *transaction) error {
		n, failure = 0, nil
		for start := time.Now(); n < len(edits); n++ {
			if n > 0 && (time.Since(start) > chunk || p.writer.waiting.Load() > 0) {
				return nil
			}
			if failure = tx.writeUnfinished(edits[n], noted); failure != nil {
				return failure
			}
		}
		return nil
	})
	switch {
	case failure == nil && err == nil:
		p.notice(edits[:n])
		return n, nil
	case failure != nil && n > 0 && refused(failure):
		if err := p.write(ctx, c, edits[:n], func(tx *transaction, e *prepared) error { return tx.writeUnfinished(e, noted) }); err != nil {
			return 0, err
		}
		return n, failure
	}
	return 0, err
}
