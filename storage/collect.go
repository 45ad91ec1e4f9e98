package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"rubricator/annotation"
)

// sweeping is the share of what is here that a delivery may change or remove without being asked about, and few is how many rows are too few
// to speak of.
const (
	sweeping = 0.2
	few      = 10
)

// Collect takes colleagues' edits in, in one transaction, all or none of those that can be: what is here already is passed over, what builds on work
// that is not here waits. What follows is the same in whatever order deliveries come, and however often. It is no step to undo. A delivery that would change or remove more than a fifth of
// what is here needs consent. progress, if there is one, gets the number of edits so far.
//
// Errors: ErrForked, ErrAltered and Sweeping, which name the delivery; those of Commit.
func (p *Project) Collect(ctx context.Context, d Delivery, consent bool, progress func(edits int)) (Collected, error) {
	out, err := p.collect(ctx, d, consent, progress)
	return out, p.failed(fmt.Sprintf("collect %q", d.Name), err)
}

func (p *Project) collect(ctx context.Context, d Delivery, consent bool, progress func(int)) (out Collected, err error) {
	if _, err := p.prepareAll(nil); err != nil { // may we write at all
		return out, err
	}
	err = p.writer.submit(ctx, p.writer.background, func(ctx context.Context, conn *sql.Conn) error {
		err := p.writer.transactFrom(ctx, conn, p, p.tip, func(tx *transaction) error {
			if err := tx.exec(`PRAGMA cache_size = -65536`); err != nil { // 64 MB: indexes of a million rows are written all over
				return err
			}
			defer tx.exec(`PRAGMA cache_size = -2000`)
			c := newCollecting(ctx, tx, d, progress)
			c.scheme = p.Scheme()
			err := c.run()
			if err == nil && !consent && len(c.touch) > few {
				err = c.sweeps()
			}
			out = c.out
			out.Mixed = c.mixed || len(c.touch) > 0 || len(c.order) > 0
			return err
		})
		if err == nil {
			err = p.reread(context.WithoutCancel(ctx)) // it is in the file
		}
		return err
	})
	if err == nil {
		err = p.writer.inPlace()
	}
	var w *waiting
	if errors.As(err, &w) { // all of it waits
		here, wrong := p.Conflicts(ctx)
		out, err = Collected{Name: d.Name, Missing: []string{w.missing}, Conflicts: len(here)}, wrong
	}
	p.indexWaiting(ctx)
	return out, err
}

// reread brings what the project knows of itself up to date.
func (p *Project) reread(ctx context.Context) error {
	if err := errors.Join(p.loadScheme(ctx), p.loadErased(ctx)); err != nil {
		return err
	}
	me := p.Annotator().ID
	known, err := whole(annotators.list(ctx, p.readers, `WHERE id = ?`, me[:]))
	if err == nil && len(known) > 0 {
		p.annotator.Store(&known[0])
	}
	return err
}

// collecting is a delivery on its way in.
type collecting struct {
	ctx      context.Context
	tx       *transaction
	d        Delivery
	progress func(int)
	out      Collected

	chains map[annotation.ID]*chain          // by actor
	forked map[annotation.ID]bool            // rows with changes that did not know of each other
	slow   map[annotation.ID]annotation.Kind // rows to fold
	order  []annotation.ID                   // of slow
	came   map[annotation.ID]bool            // rows that were not here
	gone   []rowOf                           // rows that were removed
	wanted map[rowOf]bool                    // rows on which others hang that came or changed; true: they were looked for
	hangs  []rowOf                           // the same of what was parsed last
	touch  touched
	grown  int                    // rows that count, more than before
	fresh  *fresh                 // what is to be inserted
	mixed  bool                   // see Collected.Mixed
	scheme *annotation.Scheme     // of the project
	known  map[annotation.ID]bool // rows that the journal knows, of those that the edits at hand bring
	texts  texts
	roots  map[annotation.ID]*annotation.Root // of copies that no conflict here made

	about   annotation.ID           // the document that the change at hand names
	within  map[rowOf]annotation.ID // the documents of rows that are wanted
	erasing erasing
}

// rowOf names a row.
type rowOf struct {
	kind annotation.Kind
	id   annotation.ID
}

// chain is how far an actor's edits are known.
type chain struct {
	seq, lamport int64
	hash         annotation.Hash
	passed       *annotation.Recorded // the last edit of the delivery that was passed over
	waits        bool                 // what comes behind builds on what is not here
}

func newCollecting(ctx context.Context, tx *transaction, d Delivery, progress func(int)) *collecting {
	return &collecting{ctx: ctx, tx: tx, d: d, progress: progress, out: Collected{Name: d.Name}, chains: map[annotation.ID]*chain{},
		fresh: newFresh(tx), slow: map[annotation.ID]annotation.Kind{}, came: map[annotation.ID]bool{}, wanted: map[rowOf]bool{}, texts: newTexts(), roots: map[annotation.ID]*annotation.Root{}, within: map[rowOf]annotation.ID{}}
}

func (c *collecting) run() error {
	err := c.takeIn()
	if c.fresh.failed != nil { // then what was asked since was not answered rightly
		return c.fresh.failed
	}
	return err
}

func (c *collecting) takeIn() error {
	if err := errors.Join(c.readForked(), c.readErasing()); err != nil {
		return err
	}
	for batch := range arriving(c.ctx, c.d) {
		if err := c.batch(batch); err != nil {
			return err
		}
	}
	if err := context.Cause(c.ctx); err != nil { // then not all may have come
		return err
	}
	if err := errors.Join(c.checkPassed(), c.vouched()); err != nil {
		return err
	}
	for _, id := range c.order {
		if err := context.Cause(c.ctx); err != nil {
			return err
		}
		if err := c.refold(rowOf{c.slow[id], id}); err != nil {
			return err
		}
	}
	if err := c.takeOutErased(); err != nil {
		return err
	}
	if err := c.hangTogether(); err != nil {
		return err
	}
	if err := c.seal(); err != nil {
		return err
	}
	conflicts, err := standing(c.tx.ctx, c.written())
	c.out.Conflicts = len(conflicts)
	return err
}

func (c *collecting) batch(batch []arrival) error {
	if err := c.meet(batch); err != nil {
		return err
	}
	for i := range batch {
		if err := errors.Join(batch[i].err, context.Cause(c.ctx)); err != nil {
			return err
		}
		if err := c.edit(&batch[i]); err != nil {
			return err
		}
		if n := c.out.Edits + c.out.Known; c.progress != nil && n%100 == 0 {
			c.progress(n)
		}
	}
	return nil
}

// meet finds out which of the rows that edits bring the journal knows.
func (c *collecting) meet(batch []arrival) error {
	c.known = map[annotation.ID]bool{}
	var ids []annotation.ID
	for i := range batch {
		for j := range batch[i].Entries {
			if n := &batch[i].Entries[j]; n.Before == nil {
				ids = append(ids, n.Row)
			}
		}
	}
	c.fresh.write()
	return c.tx.known(ids, c.known)
}

func (c *collecting) readForked() error {
	c.forked = map[annotation.ID]bool{}
	return eachScan(c.tx.ctx, c.written(), func(scan scan) error {
		var id annotation.ID
		err := scan(fixed(id[:]))
		c.forked[id] = true
		return err
	}, `SELECT row FROM forked`)
}

func (c *collecting) altered(r *annotation.Recorded, format string, args ...any) error {
	return altered(r, fmt.Errorf(format, args...))
}

// edit takes one edit in, or passes over it where it is known. An edit that builds on what is not here ends what is taken of its actor.
func (c *collecting) edit(in *arrival) error {
	r := &in.Recorded
	ch, err := c.chain(r.Actor)
	if err != nil {
		return err
	}
	switch {
	case ch.waits:
		return nil
	case r.Seq <= ch.seq:
		c.out.Known++
		ch.passed = r
		return nil
	case r.Seq > ch.seq+1:
		ch.waits = true
		c.misses("edits %d to %d of %s", ch.seq+1, r.Seq-1, c.nameOf(r.Actor))
		return nil
	case r.Prev != ch.hash:
		return c.wentApart(r)
	}
	if in.wrong != nil {
		return in.wrong
	}
	if r.Lamport <= ch.lamport {
		return c.altered(r, "its Lamport number does not grow")
	}
	ready, err := c.isReady(in)
	if err != nil || !ready {
		ch.waits, c.hangs = true, nil
		return err
	}
	if err := c.record(in); err != nil {
		return err
	}
	ch.seq, ch.lamport, ch.hash = r.Seq, r.Lamport, r.Hash
	if r.Actor == c.tx.actor.ID {
		c.tx.tip.own, c.tx.tip.prev = r.Seq, r.Hash
	}
	c.tx.tip.lamport = max(c.tx.tip.lamport, r.Lamport)
	c.out.Edits++
	return nil
}

func (c *collecting) chain(actor annotation.ID) (*chain, error) {
	if ch := c.chains[actor]; ch != nil {
		return ch, nil
	}
	ch := &chain{}
	err := c.ask(`SELECT actor_seq, lamport, hash FROM edit WHERE actor = ? ORDER BY actor_seq DESC LIMIT 1`, actor[:]).
		Scan(&ch.seq, &ch.lamport, fixed(ch.hash[:]))
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	c.chains[actor] = ch
	return ch, nil
}

// checkPassed holds what was passed over against what is here: the last edit of a chain vouches for all before it.
func (c *collecting) checkPassed() error {
	for actor, ch := range c.chains {
		if ch.passed == nil {
			continue
		}
		var here annotation.Hash
		err := c.ask(`SELECT hash FROM edit WHERE actor = ? AND actor_seq = ?`, actor[:], ch.passed.Seq).Scan(fixed(here[:]))
		if err != nil {
			return err
		}
		if here != ch.passed.Hash {
			return c.wentApart(ch.passed)
		}
	}
	return nil
}

func (c *collecting) wentApart(r *annotation.Recorded) error {
	return faultf(ErrForked, "%q: edit %d of %s is not the one that is here under that number: a backup was restored there, or a copy worked on, "+
		"by the same device. Ask for that person's project file, and keep both", c.d.Name, r.Seq, c.nameOf(r.Actor))
}

func (c *collecting) waits(format string, args ...any) error {
	return &waiting{fmt.Sprintf(format, args...)}
}

// nameOf is an actor as people know them.
func (c *collecting) nameOf(actor annotation.ID) string {
	var name, device string
	err := c.ask(`SELECT n.name, a.device FROM actor a JOIN annotator n ON n.id = a.annotator WHERE a.id = ?`, actor[:]).Scan(&name, &device)
	if err != nil {
		return "somebody who is not known here (" + actor.String()[:8] + ")"
	}
	return inLine(name) + " on " + inLine(device)
}

// sweeps tells whether more was changed or removed than is taken without being asked about.
func (c *collecting) sweeps() error {
	now := 0
	err := c.ask(`SELECT (SELECT count(*) FROM document) + (SELECT count(*) FROM "set") + (SELECT count(*) FROM span) + (SELECT count(*) FROM relation)`).Scan(&now)
	if before := now - c.grown; err == nil && float64(len(c.touch)) > sweeping*float64(before) {
		err = &Sweeping{c.d.Name, len(c.touch), before}
	}
	return err
}
