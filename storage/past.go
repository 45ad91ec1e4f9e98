package storage

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"

	"rubricator/annotation"
)

// entryPlace is where a change stands in the journal.
type entryPlace struct{ edit, n int64 }

// pastRows are the values that rows had.
type pastRows struct {
	ctx   context.Context
	q     querier
	known map[annotation.ID]map[entryPlace]annotation.Entry // the changes of a row, whole
}

// changes are those of an edit that are of some rows, at most one more than are told. What does not follow from the rest is left out:
// Check tells of it.
func (r *pastRows) changes(of Scope, edit int64) ([]annotation.Entry, error) {
	only, id := of.changes()
	rows, err := r.q.QueryContext(r.ctx, `SELECT `+entryColumns+`, n FROM change c WHERE `+only+` AND edit = ?2 AND blank IS NULL ORDER BY n LIMIT ?3`, id, edit, told+1)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var entries []annotation.Entry
	var places []entryPlace
	for rows.Next() {
		at := entryPlace{edit: edit}
		e, err := scanEntry(rows.Scan, &at.n)
		if err != nil {
			return nil, err
		}
		entries, places = append(entries, e), append(places, at)
	}
	if err := rows.Err(); err != nil || len(entries) > told {
		return entries, err
	}
	out := entries[:0]
	for i, e := range entries {
		whole, ok, err := r.whole(e, places[i])
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, whole)
		}
	}
	return out, nil
}

// whole is a change with its values whole.
func (r *pastRows) whole(e annotation.Entry, at entryPlace) (annotation.Entry, bool, error) {
	if e.Before == nil || e.After == nil {
		return e, true, nil
	}
	known, ok := r.known[e.Row]
	if !ok {
		known = map[entryPlace]annotation.Entry{}
		err := eachPast(r.ctx, r.q, `SELECT ?1 AS id`, e.Row, func(p pastChange) { known[p.entryPlace] = p.Entry })
		if err != nil {
			return e, false, err
		}
		r.known[e.Row] = known
	}
	e, ok = known[at]
	return e, ok, nil
}

// pastChange is a change with its values whole.
type pastChange struct {
	annotation.Entry
	entryPlace
	annotation.Header // of its edit: ID, actor and Lamport number
}

// follows tells whether the row is what this change left rather than what another did, were there no later ones. It is the order of
// Lamport numbers and not that of arrival.
func (p pastChange) follows(o pastChange) bool {
	return cmp.Or(cmp.Compare(p.Lamport, o.Lamport), bytes.Compare(p.Actor[:], o.Actor[:]), cmp.Compare(p.edit, o.edit), cmp.Compare(p.n, o.n)) > 0
}

// eachPast goes through the changes of the rows that SQL gives as id, row by row in the order in which they came in. Each stands on
// what the edit left that it was made upon, or on what several left together. One that does not is left out: Check tells of it.
func eachPast(ctx context.Context, q querier, ids string, of annotation.ID, f func(pastChange)) error {
	rows, err := q.QueryContext(ctx, `SELECT `+entryColumns+`, seq, n, e.id, actor, lamport FROM (`+ids+`) r
		CROSS JOIN change c ON row = r.id AND blank IS NULL CROSS JOIN (SELECT seq, id, actor, lamport FROM edit) e ON seq = edit ORDER BY row, seq, n`, of[:])
	if err != nil {
		return err
	}
	defer rows.Close()
	var row annotation.ID
	left := map[annotation.ID]json.RawMessage{} // by the edits of the row
	var before []annotation.RowChange           // of the row
	for rows.Next() {
		var p pastChange
		if p.Entry, err = scanEntry(rows.Scan, &p.edit, &p.n, fixed(p.ID[:]), fixed(p.Actor[:]), &p.Lamport); err != nil {
			return err
		}
		if p.Row != row {
			row, before = p.Row, before[:0]
			clear(left)
		}
		change := annotation.RowChange{Edit: p.ID, Actor: p.Actor, Lamport: p.Lamport, Entry: p.Entry}
		if p.Before != nil && p.After != nil {
			back := annotation.Entry{Kind: p.Kind, Row: p.Row, Before: p.After, After: p.Before} // a change the other way round
			met, known := left[p.Was]
			if !known {
				met = together(before, p)
			}
			back, err := back.Lengthen(met)
			if err != nil {
				continue
			}
			p.Before, p.After = back.After, back.Before
		}
		left[p.ID], before = p.After, append(before, change)
		f(p)
	}
	return rows.Err()
}

// together is what several edits left of a row together, where a change says that it was made upon that.
func together(before []annotation.RowChange, p pastChange) json.RawMessage {
	if f, err := annotation.FoldRow(p.Kind, p.Row, before, nil); err == nil && f.Rev == p.Was {
		return f.Last
	}
	return nil
}

// SetAsOf gives an annotator's set on a document as the act at a place left it, from the journal alone.
func (p *Project) SetAsOf(ctx context.Context, document, annotator annotation.ID, place int64) (annotation.Past, error) {
	past := annotation.Past{Head: annotation.SetHead{ID: annotation.SetID(document, annotator), Document: document, Annotator: annotator, Status: annotation.Todo}}
	e, err := rowsAsOf(ctx, p.readers, document, place)
	if err != nil {
		return past, p.failed("read history", err)
	}
	for _, c := range e.Sets {
		if c.ID == past.Head.ID {
			past.Head = *c.After
		}
	}
	for _, c := range e.Spans {
		if c.After.Set() == past.Head.ID {
			past.Spans = append(past.Spans, *c.After)
		}
	}
	for _, c := range e.Relations {
		if c.After.Set == past.Head.ID {
			past.Relations = append(past.Relations, *c.After)
		}
	}
	return past, nil
}

// rowsAsOf gives the rows that a document had after the act at a place, as inserts.
func rowsAsOf(ctx context.Context, q querier, document annotation.ID, place int64) (e annotation.Edit, err error) {
	newest := map[annotation.ID]pastChange{}
	var order []annotation.ID
	err = eachPast(ctx, q, rowsOfDocument(), document, func(p pastChange) {
		last, again := newest[p.Row]
		if p.edit > place || again && !p.follows(last) {
			return
		}
		if newest[p.Row] = p; !again {
			order = append(order, p.Row)
		}
	})
	for _, id := range order {
		p := newest[id]
		if p.After == nil || err != nil {
			continue
		}
		err = e.Add(annotation.Entry{Kind: p.Kind, Row: p.Row, Document: p.Entry.Document, After: p.After})
	}
	return e, err
}
