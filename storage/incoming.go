package storage

import (
	"bytes"
	"encoding/json"
	"errors"

	"rubricator/annotation"
)

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
