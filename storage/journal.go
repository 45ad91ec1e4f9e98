package storage

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"rubricator/annotation"
)

// prepared is an edit made ready outside of the transaction: its values as JSON, as columns and as hashes.
type prepared struct {
	*annotation.Edit
	changes []change
	content []packed
}

// change is one change made ready.
type change struct {
	entry   annotation.Entry // as the journal keeps it
	before  annotation.Hash  // zero: the row must not be there
	after   annotation.Hash  // zero: the row goes
	columns []any            // of the row after
}

func prepare(e *annotation.Edit) (*prepared, error) {
	if e.ID.IsZero() || e.Name == "" {
		return nil, fmt.Errorf("an edit needs an id and a name")
	}
	if e.Group.IsZero() {
		e.Group = e.ID
	}
	entries, err := e.Entries()
	if err != nil {
		return nil, err
	}
	columns, err := columnsOf(e)
	if err != nil {
		return nil, err
	}
	p := &prepared{Edit: e, changes: make([]change, len(entries))}
	for i, n := range entries {
		if p.changes[i], err = prepareChange(n, columns[i]); err != nil {
			return nil, fmt.Errorf("%s: %w", e.Name, err)
		}
	}
	p.content = packAll(e)
	return p, nil
}

func prepareChange(n annotation.Entry, columns []any) (c change, err error) {
	if n.Before == nil && n.After == nil {
		return c, fmt.Errorf("%s %s: a change needs a value before or after", n.Kind, n.Row)
	}
	if n.Kind == annotation.KindErasure && n.Before != nil {
		return c, fmt.Errorf("%s %s: nothing takes it back", n.Kind, n.Row)
	}
	for _, v := range columns {
		if s, ok := v.(string); ok && !utf8.ValidString(s) {
			return c, fmt.Errorf("%s %s: %q is not valid UTF-8", n.Kind, n.Row, s)
		}
	}
	c = change{before: rowHash(n.Before), after: rowHash(n.After), columns: columns}
	c.entry, err = n.Shorten()
	return c, err
}

// columnsOf gives the columns of the values after, in the order of Entries; nil where there is none.
func columnsOf(e *annotation.Edit) ([][]any, error) {
	out := make([][]any, 0, e.Len())
	var err error
	for _, k := range all {
		err = errors.Join(err, k.columnsAfter(&out, e))
	}
	return out, err
}

func columnsAfter[T any](out *[][]any, t table[T], cs []annotation.Change[T]) error {
	for _, c := range cs {
		for _, v := range []*T{c.Before, c.After} {
			if v != nil && identify(v) != c.ID {
				return fmt.Errorf("%s %s: the value is that of %s", t.kind, c.ID, identify(v))
			}
		}
		columns, err := t.columnsAfter(c)
		if err != nil {
			return fmt.Errorf("%s %s: %w", t.kind, c.ID, err)
		}
		*out = append(*out, columns)
	}
	return nil
}

func (t table[T]) columnsAfter(c annotation.Change[T]) ([]any, error) {
	if c.After == nil {
		return nil, nil
	}
	after, err := t.values(c.After)
	if err != nil || c.Before == nil {
		return after, err
	}
	before, err := t.values(c.Before)
	for i := range t.fixed {
		if err == nil && !bytes.Equal(before[i].([]byte), after[i].([]byte)) {
			err = fmt.Errorf("%s cannot change", t.columns[i])
		}
	}
	return after, err
}

func packAll(e *annotation.Edit) []packed {
	texts := map[annotation.Hash]bool{}
	for _, c := range e.Documents {
		if c.After != nil {
			texts[c.After.Text] = true
		}
	}
	out := make([]packed, len(e.Content))
	for i, c := range e.Content {
		out[i] = pack(c, texts[c.Hash])
	}
	return out
}

// write brings an edit into the journal and its values into the rows.
func (tx *transaction) write(e *prepared) error {
	if known, err := tx.recognize(e); known || err != nil {
		return err
	}
	if err := tx.refuseErased(e); err != nil {
		return fmt.Errorf("%s: %w", e.Name, err)
	}
	if len(e.Schemes) > 0 {
		if err := checkLock(tx.ctx, tx.conn); err != nil {
			return err
		}
	}
	for _, c := range e.content {
		if err := tx.keep(c); err != nil {
			return fmt.Errorf("%s: %w", e.Name, err)
		}
	}
	e.Actor, e.Seq, e.Lamport, e.At = tx.actor.ID, tx.tip.own+1, tx.tip.lamport+1, tx.now
	entries, err := tx.bring(e)
	if err == nil {
		err = tx.record(e.Header, entries)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", e.Name, err)
	}
	return nil
}

// bring brings the values of an edit into the rows, and gives its entries in the journal.
func (tx *transaction) bring(e *prepared) ([]annotation.Entry, error) {
	if adds := e.adds(); adds != nil {
		return tx.add(e, adds)
	}
	entries := make([]annotation.Entry, len(e.changes))
	for i, c := range e.changes {
		var err error
		if entries[i], err = tx.apply(e, c, i); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

// recognize tells whether the edit was written already, and then fills in its header.
func (tx *transaction) recognize(e *prepared) (bool, error) {
	if !tx.careful {
		return false, nil
	}
	err := tx.row(`SELECT actor, actor_seq, lamport, at FROM edit WHERE id = ?`, e.ID[:]).
		Scan(fixed(e.Actor[:]), &e.Seq, &e.Lamport, instant{&e.At})
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// keep stores content unless it is there. A text that was kept packed, as an original, becomes readable.
func (tx *transaction) keep(c packed) error {
	return tx.exec(`INSERT INTO content (sha256, codec, bytes) VALUES (?, ?, ?) ON CONFLICT DO UPDATE
		SET codec = excluded.codec, bytes = excluded.bytes WHERE typeof(excluded.bytes) = 'text' AND typeof(bytes) = 'blob'`,
		c.hash[:], c.codec, c.value)
}

// apply writes the row of the nth change, when it is what the change expects, and gives the change's entry in the journal.
func (tx *transaction) apply(e *prepared, c change, n int) (annotation.Entry, error) {
	t, entry := tables[c.entry.Kind], c.entry
	stamp := []any{e.ID[:], c.after[:], timeText(tx.now)}
	if c.before.IsZero() {
		if entry.Kind == annotation.KindDocument {
			stamp = append(stamp, (tx.tip.seq+1)<<24|int64(n))
		}
		err := tx.exec(t.insert, slices.Concat(c.columns, stamp)...)
		if isTaken(err) {
			err = stale(tx.ctx, tx.conn, entry.Kind, entry.Row)
		}
		if err == nil {
			err = tx.row(lastOf, entry.Row[:]).Scan(fixed(entry.Was[:]))
		}
		return entry, err
	}
	var hash annotation.Hash
	err := tx.row(t.stamp, entry.Row[:]).Scan(fixed(entry.Was[:]), fixed(hash[:]))
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return entry, err
	}
	if hash != c.before {
		return entry, stale(tx.ctx, tx.conn, entry.Kind, entry.Row)
	}
	if c.after.IsZero() {
		return entry, tx.one(t.remove, entry.Row[:], c.before[:])
	}
	return entry, tx.one(t.update, slices.Concat(c.columns[t.fixed:], stamp, []any{entry.Row[:], c.before[:]})...)
}

// one runs a statement that must meet exactly one row.
func (tx *transaction) one(query string, args ...any) error {
	result, err := tx.result(query, args...)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		return errors.Join(fmt.Errorf("%d rows changed instead of one", n), err)
	}
	return nil
}

var (
	intoEditColumns   = []string{"seq", "id", "actor", "actor_seq", "lamport", "grp", "inverts", "name", "at", "n", "format", "payload_hash", "prev", "hash"}
	intoChangeColumns = []string{"edit", "n", "kind", "row", "doc", "was", "before", "after"}

	intoEdit   = insertInto("edit", intoEditColumns...)
	intoChange = insertInto("change", intoChangeColumns...)

	insertEdit, insertChange = intoEdit.sql(1), intoChange.sql(1)

	// Edits that come from elsewhere may come without words that were erased.
	intoBlankEdit   = insertInto("edit", append(intoEditColumns, "blank")...)
	intoBlankChange = insertInto("change", append(intoChangeColumns, "blank")...)
)

// editRow is the row of an edit that has that number in the file.
func editRow(seq int64, r *annotation.Recorded, payload annotation.Hash) []any {
	return []any{seq, r.ID[:], r.Actor[:], r.Seq, r.Lamport, r.Group[:], blob(r.Inverts), r.Name, timeText(r.At), len(r.Entries), r.Format,
		payload[:], blob(r.Prev), r.Hash[:]}
}

// changeRow is the row of the nth change of an edit.
func changeRow(edit int64, n int, e annotation.Entry) []any {
	return []any{edit, n, string(e.Kind), e.Row[:], blob(e.Document), blob(e.Was), textOrNull(e.Before), textOrNull(e.After)}
}

// record appends the edit to the journal and moves the tip.
func (tx *transaction) record(h annotation.Header, entries []annotation.Entry) error {
	payload := annotation.PayloadHash(entries, annotation.JournalFormat)
	hash, err := annotation.ChainHash(tx.tip.prev, h, len(entries), annotation.JournalFormat, payload)
	if err != nil {
		return err
	}
	seq := tx.tip.seq + 1
	r := annotation.Recorded{Header: h, Format: annotation.JournalFormat, Prev: tx.tip.prev, Hash: hash, Entries: entries}
	if err := tx.exec(insertEdit, editRow(seq, &r, payload)...); err != nil {
		return err
	}
	if err := tx.recordChanges(seq, entries); err != nil {
		return err
	}
	tx.tip = tip{seq, h.Lamport, h.Seq, hash}
	return nil
}

func (tx *transaction) recordChanges(edit int64, entries []annotation.Entry) error {
	if len(entries) < rowsAtOnce {
		for i, n := range entries {
			if err := tx.exec(insertChange, changeRow(edit, i, n)...); err != nil {
				return err
			}
		}
		return nil
	}
	if tx.bulks[""] == nil {
		tx.bulks[""] = newBulk(tx, intoChange)
	}
	changes := tx.bulks[""]
	for i, n := range entries {
		if err := changes.add(changeRow(edit, i, n)...); err != nil {
			return err
		}
	}
	_, err := changes.write()
	return err
}

// lastOf is the edit that a row comes back after, once it was deleted; NULL where it was never there.
const lastOf = `SELECT (SELECT id FROM edit WHERE seq = (SELECT max(edit) FROM change WHERE row = ?))`

func textOrNull(b []byte) any {
	if b == nil {
		return nil
	}
	return string(b)
}
