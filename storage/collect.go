package storage

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

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
			before, err := articlesAndMarks(tx)
			if err != nil {
				return err
			}
			if err := tx.exec(`PRAGMA cache_size = -65536`); err != nil { // 64 MB: indexes of a million rows are written all over
				return err
			}
			defer tx.exec(`PRAGMA cache_size = -2000`)
			c := newCollecting(ctx, tx, d, progress)
			err = c.run()
			if err == nil && !consent && len(c.touch) > few && float64(len(c.touch)) > sweeping*float64(before) {
				err = &Sweeping{d.Name, len(c.touch), before}
			}
			out = c.out
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
	return out, err
}

// reread brings what the project knows of itself up to date.
func (p *Project) reread(ctx context.Context) error {
	if err := p.loadScheme(ctx); err != nil {
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
	texts  texts
	roots  map[annotation.ID]*annotation.Root // of copies that no conflict here made
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
		slow: map[annotation.ID]annotation.Kind{}, came: map[annotation.ID]bool{}, wanted: map[rowOf]bool{}, texts: newTexts(), roots: map[annotation.ID]*annotation.Root{}}
}

func (c *collecting) run() error {
	if err := c.readForked(); err != nil {
		return err
	}
	for in := range arriving(c.ctx, c.d) {
		if err := errors.Join(in.err, context.Cause(c.ctx)); err != nil {
			return err
		}
		if err := c.edit(in); err != nil {
			return err
		}
		if n := c.out.Edits + c.out.Known; c.progress != nil && n%100 == 0 {
			c.progress(n)
		}
	}
	if err := context.Cause(c.ctx); err != nil { // then not all may have come
		return err
	}
	if err := c.checkPassed(); err != nil {
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
	if err := c.hangTogether(); err != nil {
		return err
	}
	conflicts, err := standing(c.tx.ctx, c.tx.conn)
	c.out.Conflicts = len(conflicts)
	return err
}

func (c *collecting) readForked() error {
	c.forked = map[annotation.ID]bool{}
	return eachScan(c.tx.ctx, c.tx.conn, func(scan scan) error {
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

// isReady tells whether all is here that an edit builds on.
func (c *collecting) isReady(in *arrival) (bool, error) {
	r := &in.Recorded
	brings := map[annotation.ID]bool{}
	c.hangs = c.hangs[:0]
	for i, n := range r.Entries {
		if err := context.Cause(c.ctx); err != nil {
			return false, err
		}
		here, err := c.isHere(r, n)
		if err == nil && here && n.Before == nil {
			brings[n.Row] = true
			err = c.checked(in.values[i])
		}
		var waits *waiting
		if errors.As(err, &waits) {
			c.misses("%s", waits.missing)
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if !here {
			c.misses("an edit that “%s” by %s builds on", inLine(r.Name), c.nameOf(r.Actor))
			return false, nil
		}
	}
	for _, parent := range c.hangs {
		if there, err := c.isKnown(parent, r, brings); err != nil || !there {
			c.misses("the %s on which “%s” by %s hangs", words[parent.kind], inLine(r.Name), c.nameOf(r.Actor))
			return false, err
		}
	}
	c.needHangs()
	return true, nil
}

// needHangs notes that what the rows that were parsed hang on must be there in the end.
func (c *collecting) needHangs() {
	for _, r := range c.hangs {
		if _, noted := c.wanted[r]; !noted && !c.came[r.id] {
			c.wanted[r] = false
		}
	}
	c.hangs = c.hangs[:0]
}

// isHere tells whether the edit is known that a change builds on.
func (c *collecting) isHere(r *annotation.Recorded, n annotation.Entry) (here bool, err error) {
	if n.Was.IsZero() || n.Was == r.ID {
		return true, nil
	}
	err = c.tx.row(`SELECT EXISTS (SELECT 1 FROM change WHERE row = ?2 AND edit = (SELECT seq FROM edit WHERE id = ?1))`, n.Was[:], n.Row[:]).Scan(&here)
	if here || err != nil {
		return here, err
	}
	changes, err := rowChanges(c.tx.ctx, c.tx.conn, n.Row) // it may be of several edits together
	if err != nil {
		return false, err
	}
	root, err := c.rootBehind(n)
	if err != nil {
		return false, err
	}
	f, err := annotation.FoldRow(n.Kind, n.Row, append(changes, annotation.RowChange{Edit: r.ID, Actor: r.Actor, Lamport: r.Lamport, Entry: n}), root)
	if err != nil {
		return false, fault{ErrAltered, err}
	}
	return len(f.Missing) == 0, nil
}

// rootBehind is what a change of a mark's copy builds on, also where here no conflict made the copy, as when the side that won was deleted before it came.
func (c *collecting) rootBehind(n annotation.Entry) (*annotation.Root, error) {
	root, err := c.rootOf(rowOf{n.Kind, n.Row})
	if root != nil || err != nil || n.Kind != annotation.KindSpan {
		return root, err
	}
	return c.findRoot(n.Row, `SELECT row, ?1 FROM change WHERE edit = (SELECT seq FROM edit WHERE id = ?1) AND kind = 'span'`, n.Was[:])
}

// findRoot finds which of some changes a copy keeps, and sees to it that the mark that they are of is folded, which notes the copy.
func (c *collecting) findRoot(copy annotation.ID, changes string, args ...any) (root *annotation.Root, err error) {
	var original annotation.ID
	err = eachScan(c.tx.ctx, c.tx.conn, func(scan scan) error {
		var row, edit annotation.ID
		err := scan(fixed(row[:]), fixed(edit[:]))
		if annotation.CopyID(row, edit) == copy {
			original = row
		}
		return err
	}, changes, args...)
	if err != nil || original.IsZero() {
		return nil, err
	}
	f, err := c.merging().folded(rowOf{annotation.KindSpan, original})
	for _, kept := range append(f.Copies, f.Possible...) {
		if kept.ID == copy {
			root = &kept.Root
			c.roots[copy] = root
		}
	}
	if root != nil && c.slow[original] == "" {
		c.slow[original] = annotation.KindSpan
		c.order = append(c.order, original)
	}
	return root, err
}

// isKnown tells whether a row is here, comes with the edit, or was deleted here. It may be a mark's copy that is not here and can be.
func (c *collecting) isKnown(r rowOf, in *annotation.Recorded, brings map[annotation.ID]bool) (known bool, err error) {
	if _, noted := c.wanted[r]; noted || brings[r.id] || c.came[r.id] {
		return true, nil
	}
	err = c.tx.row(`SELECT EXISTS (SELECT 1 FROM change WHERE row = ?1) OR EXISTS (SELECT 1 FROM conflict WHERE copy = ?1)`, r.id[:]).Scan(&known)
	if known || err != nil || r.kind != annotation.KindSpan {
		return known, err
	}
	for _, n := range in.Entries {
		if n.Kind != annotation.KindRelation {
			continue
		}
		root, err := c.findRoot(r.id, `SELECT row, e.id FROM (`+rowsOfDocument()+`) r CROSS JOIN change ON row = r.id
			CROSS JOIN (SELECT seq, id FROM edit) e ON seq = edit WHERE kind = 'span'`, n.Document[:])
		if root != nil || err != nil {
			return root != nil, err
		}
	}
	return false, nil
}

// misses notes what the delivery waits for.
func (c *collecting) misses(format string, args ...any) {
	if what := fmt.Sprintf(format, args...); !slices.Contains(c.out.Missing, what) {
		c.out.Missing = append(c.out.Missing, what)
	}
}

func (c *collecting) chain(actor annotation.ID) (*chain, error) {
	if ch := c.chains[actor]; ch != nil {
		return ch, nil
	}
	ch := &chain{}
	err := c.tx.row(`SELECT actor_seq, lamport, hash FROM edit WHERE actor = ? ORDER BY actor_seq DESC LIMIT 1`, actor[:]).
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
		err := c.tx.row(`SELECT hash FROM edit WHERE actor = ? AND actor_seq = ?`, actor[:], ch.passed.Seq).Scan(fixed(here[:]))
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
	err := c.tx.row(`SELECT n.name, a.device FROM actor a JOIN annotator n ON n.id = a.annotator WHERE a.id = ?`, actor[:]).Scan(&name, &device)
	if err != nil {
		return "somebody who is not known here (" + actor.String()[:8] + ")"
	}
	return inLine(name) + " on " + inLine(device)
}

// record appends the edit to the journal and brings its changes into the rows.
func (c *collecting) record(in *arrival) error {
	r, tx := &in.Recorded, c.tx
	tx.tip.seq++
	err := tx.exec(insertEdit, tx.tip.seq, r.ID[:], r.Actor[:], r.Seq, r.Lamport, r.Group[:], blob(r.Inverts), r.Name, timeText(r.At),
		len(r.Entries), r.Format, in.payload[:], blob(r.Prev), r.Hash[:])
	if isTaken(err) {
		return c.altered(r, "its id is another edit's")
	}
	if err != nil {
		return err
	}
	for i, n := range r.Entries {
		if err := c.change(r, n, i, in.values[i]); err != nil {
			return err
		}
		err := tx.exec(insertChange, tx.tip.seq, i, string(n.Kind), n.Row[:], blob(n.Document), blob(n.Was), textOrNull(n.Before), textOrNull(n.After))
		if err != nil {
			return err
		}
	}
	return nil
}

// change brings the nth change of an edit into its row, where the row is what the change met; other rows are folded at the end.
func (c *collecting) change(r *annotation.Recorded, n annotation.Entry, i int, ready parsed) error {
	k := tables[n.Kind]
	switch {
	case c.slow[n.Row] == n.Kind:
		return nil
	case c.slow[n.Row] != "":
		return c.isKind(r, n)
	case n.Before == nil:
		return c.insert(r, k, n, i, ready)
	}
	var rev annotation.ID
	var before json.RawMessage
	err := eachRow(c.tx.ctx, c.tx.conn, k.statements, `WHERE id = ?`, func(row row) error {
		rev, before = row.rev, row.value
		return row.check(n.Kind)
	}, n.Row[:])
	if err != nil {
		return err
	}
	if before == nil || rev != n.Was || c.forked[n.Row] {
		return c.later(r, n)
	}
	if n.After == nil {
		return c.remove(k, n.Row, before)
	}
	after, err := n.Overlay(before)
	if err != nil {
		return c.altered(r, "%w", err)
	}
	return c.update(k, n.Row, before, after, stampOf(r))
}

// later notes that a row is to be folded at the end.
func (c *collecting) later(r *annotation.Recorded, n annotation.Entry) error {
	if err := c.isKind(r, n); err != nil {
		return err
	}
	c.slow[n.Row] = n.Kind
	c.order = append(c.order, n.Row)
	return nil
}

// isKind tells whether the row is of the kind that a change says.
func (c *collecting) isKind(r *annotation.Recorded, n annotation.Entry) error {
	var kind string
	err := c.tx.row(`SELECT coalesce((SELECT kind FROM change WHERE row = ? LIMIT 1), ?)`, n.Row[:], string(n.Kind)).Scan(&kind)
	if err == nil && kind != string(n.Kind) {
		err = c.altered(r, "%s %s: is a %s", n.Kind, n.Row, kind)
	}
	return err
}

// stamp is what a row is written with beside its columns.
type stamp struct {
	rev annotation.ID
	at  string
}

func stampOf(r *annotation.Recorded) stamp { return stamp{r.ID, timeText(r.At)} }

// insert brings a row in that was never here; others are folded.
func (c *collecting) insert(r *annotation.Recorded, k *kept, n annotation.Entry, i int, ready parsed) error {
	var there bool
	err := c.tx.row(`SELECT EXISTS (SELECT 1 FROM change WHERE row = ?)`, n.Row[:]).Scan(&there)
	if err != nil {
		return err
	}
	if there || !n.Was.IsZero() {
		return c.later(r, n)
	}
	return c.putNew(k, n.Row, ready, stampOf(r), i, true)
}

// putNew writes a row that is not here; first tells that it never was.
func (c *collecting) putNew(k *kept, id annotation.ID, p parsed, s stamp, i int, first bool) error {
	hash := annotation.HashOf(p.json)
	args := append(p.columns, s.rev[:], hash[:], s.at)
	if k.kind == annotation.KindDocument {
		args = append(args, c.tx.tip.seq<<24|int64(i))
	}
	query := k.insert
	if first {
		query = k.first
	}
	if err := c.tx.exec(query, args...); err != nil {
		return err
	}
	c.came[id] = true
	c.out.Added++
	return nil
}

func (c *collecting) update(k *kept, id annotation.ID, before, after json.RawMessage, s stamp) error {
	p, err := c.parse(k, id, after)
	if err != nil {
		return err
	}
	c.needHangs()
	if err := k.sameFixed(id, before, p); err != nil {
		return err
	}
	was, hash := rowHash(before), annotation.HashOf(p.json)
	args := append(p.columns[k.fixed:len(p.columns):len(p.columns)], s.rev[:], hash[:], s.at, id[:], was[:])
	if !bytes.Equal(before, after) {
		c.out.Changed++
		c.touch.add(k.kind, id, c.came)
	}
	return c.tx.one(k.update, args...)
}

func (c *collecting) remove(k *kept, id annotation.ID, before json.RawMessage) error {
	was := rowHash(before)
	c.gone = append(c.gone, rowOf{k.kind, id})
	c.touch.add(k.kind, id, c.came)
	delete(c.came, id)
	c.out.Removed++
	return c.tx.one(k.remove, id[:], was[:])
}

// parse reads a value that follows from others.
func (c *collecting) parse(k *kept, id annotation.ID, value json.RawMessage) (parsed, error) {
	p, err := k.parseSame(id, value)
	if err == nil {
		err = c.checked(p)
	}
	return p, err
}

// checked holds a value against what is here.
func (c *collecting) checked(p parsed) error {
	err := c.sound(p.value)
	if err != nil && !errors.As(err, new(*waiting)) {
		err = fault{ErrAltered, err}
	}
	return err
}

// touched are the rows of before that a delivery changes or removes.
type touched map[annotation.ID]bool

func (t *touched) add(kind annotation.Kind, id annotation.ID, came map[annotation.ID]bool) {
	switch kind {
	case annotation.KindDocument, annotation.KindSet, annotation.KindSpan, annotation.KindRelation:
		if *t == nil {
			*t = touched{}
		}
		if !came[id] {
			(*t)[id] = true
		}
	}
}

// articlesAndMarks is how many rows of documents, sets, marks and links there are.
func articlesAndMarks(tx *transaction) (n int, err error) {
	return n, tx.row(`SELECT (SELECT count(*) FROM document) + (SELECT count(*) FROM "set") + (SELECT count(*) FROM span) + (SELECT count(*) FROM relation)`).Scan(&n)
}
