package storage

import (
	"bytes"
	"encoding/json"
	"errors"

	"rubricator/annotation"
)

// record appends the edit to the journal and brings its changes into the rows.
func (c *collecting) record(in *arrival) error {
	r, seq := &in.Recorded, c.tx.tip.seq+1
	c.tx.tip.seq = seq
	if err := c.eraseWords(r); err != nil {
		return err
	}
	if err := c.fresh.edit(in, seq); err != nil {
		return err
	}
	for i, n := range r.Entries {
		if err := c.change(r, n, i, in.values[i]); err != nil {
			return err
		}
		if err := c.fresh.change(seq, i, n); err != nil {
			return err
		}
		c.known[n.Row] = true
	}
	return nil
}

// change brings the nth change of an edit into its row, where the row is what the change met; other rows are folded at the end.
func (c *collecting) change(r *annotation.Recorded, n annotation.Entry, i int, ready parsed) error {
	k := tables[n.Kind]
	c.about = n.Document
	switch {
	case c.isGone(&n):
		return nil
	case c.slow[n.Row] == n.Kind:
		return nil
	case c.slow[n.Row] != "":
		return c.isKind(r, n)
	case n.Before == nil:
		return c.insert(r, k, n, i, ready)
	}
	var rev annotation.ID
	var before json.RawMessage
	err := eachRow(c.tx.ctx, c.written(), k.statements, `WHERE id = ?`, func(row row) error {
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
	err := c.ask(`SELECT coalesce((SELECT kind FROM change WHERE row = ? LIMIT 1), ?)`, n.Row[:], string(n.Kind)).Scan(&kind)
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
	if c.known[n.Row] || !n.Was.IsZero() {
		return c.later(r, n)
	}
	c.mixed = c.mixed || c.mixes(ready.value)
	if x, ok := ready.value.(*annotation.Erasure); ok {
		c.erases(x.Document)
	}
	c.comes(k.kind, n.Row)
	return c.fresh.row(k, c.newRow(k, ready, stampOf(r), i))
}

// putBack writes a row that was here and is not.
func (c *collecting) putBack(k *kept, id annotation.ID, p parsed, s stamp) error {
	c.comes(k.kind, id)
	return c.tx.exec(k.insert, c.newRow(k, p, s, 0)...)
}

// newRow is what a row is inserted with that the nth change of an edit makes.
func (c *collecting) newRow(k *kept, p parsed, s stamp, n int) []any {
	row := append(p.columns, s.rev[:], p.hash[:], s.at)
	if k.kind == annotation.KindDocument {
		row = append(row, c.tx.tip.seq<<24|int64(n))
	}
	return row
}

// mixes tells whether a row that comes may be against the scheme, or make others so.
func (c *collecting) mixes(value any) bool {
	switch v := value.(type) {
	case *annotation.Scheme:
		return true
	case *annotation.Span:
		return v.SchemeVersion() != c.scheme.Version || c.scheme.CheckSpan(v.Label()) != nil
	case *annotation.Relation:
		return !c.came[v.From] || !c.came[v.To]
	}
	return false
}

func (c *collecting) comes(kind annotation.Kind, id annotation.ID) {
	c.came[id] = true
	c.out.Added++
	c.grown += counts(kind)
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
	was := rowHash(before)
	args := append(p.columns[k.fixed:len(p.columns):len(p.columns)], s.rev[:], p.hash[:], s.at, id[:], was[:])
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
	c.grown -= counts(k.kind)
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
	if counts(kind) > 0 && !came[id] {
		if *t == nil {
			*t = touched{}
		}
		(*t)[id] = true
	}
}

// counts is 1 for rows that people made one by one, of which a delivery is not to sweep many away.
func counts(kind annotation.Kind) int {
	switch kind {
	case annotation.KindDocument, annotation.KindSet, annotation.KindSpan, annotation.KindRelation:
		return 1
	}
	return 0
}
