package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"rubricator/annotation"
)

// Act is an edit as history tells it: who did what, when, by the clock of the device that it was done on.
type Act struct {
	annotation.Header
	Changes  annotation.Edit      // what of the asked rows changed, with whole values; nothing where there is more than a person reads
	Place    int64                // in this file's journal, from 1; colleagues' acts stand where they came in
	By       annotation.Annotator // under the name of today; zero where unknown
	Document annotation.ID        // that it was done on; zero where it was none or several
	Size     int                  // changes of the whole edit
	Inverted Inverted             // what it takes back; zero for a plain act
}

// Inverted is the act that another takes back.
type Inverted struct {
	Name string
	At   time.Time
	Undo bool // it takes one back itself, so that taking it back does again
}

// Scope says whose history is meant: that of a row or of a document, else of the whole project; by some annotators, else by all.
type Scope struct {
	Row, Document annotation.ID
	By            []annotation.ID // on whatever device
}

// told is how many changes of an act are read. One of more is told by its name.
const told = 12

// Acts gives what was done, newest first in the order of this file: at most limit acts that stand before a place, or the newest where
// before is 0. All is of one moment.
func (p *Project) Acts(ctx context.Context, of Scope, before int64, limit int) ([]Act, error) {
	q, err := p.snapshot(ctx)
	if err != nil {
		return nil, p.failed("read history", err)
	}
	defer q.end()
	acts, err := readActs(ctx, q, of, before, limit)
	if err == nil {
		err = tell(ctx, q, of, acts)
	}
	return acts, p.failed("read history", err)
}

// readActs reads acts without their changes.
func readActs(ctx context.Context, q querier, of Scope, before int64, limit int) (out []Act, err error) {
	if before == 0 {
		before = math.MaxInt64
	}
	only, id := of.changes()
	place, from := `change.edit`, `change`
	switch {
	case !of.Document.IsZero():
		from, only = `(`+rowsOfDocument()+`) r CROSS JOIN change ON row = r.id`, `true`
	case of.Row.IsZero():
		place, from = `edit.seq`, `edit`
	}
	list := `SELECT DISTINCT ` + place + ` AS seq FROM ` + from + ` WHERE ` + only + of.byWhom(place)
	rows, err := q.QueryContext(ctx, `WITH places AS MATERIALIZED (`+list+` AND `+place+` < ?2 ORDER BY seq DESC LIMIT ?3)
		SELECT e.seq, e.id, e.grp, e.actor, e.actor_seq, e.lamport, e.inverts, e.name, e.at, e.n,
			a.id, coalesce(a.name, ''), coalesce(a.kind, ''), coalesce(i.name, ''), i.at, i.inverts IS NOT NULL
		FROM places p CROSS JOIN edit e ON e.seq = p.seq LEFT JOIN actor d ON d.id = e.actor LEFT JOIN annotator a ON a.id = d.annotator
		LEFT JOIN edit i ON i.id = e.inverts ORDER BY e.seq DESC`, id, before, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var a Act
		var inverted sql.NullString
		err := rows.Scan(&a.Place, fixed(a.ID[:]), fixed(a.Group[:]), fixed(a.Actor[:]), &a.Seq, &a.Lamport, fixed(a.Inverts[:]), &a.Name,
			instant{&a.At}, &a.Size, fixed(a.By.ID[:]), &a.By.Name, &a.By.Kind, &a.Inverted.Name, &inverted, &a.Inverted.Undo)
		if err == nil && inverted.Valid {
			err = instant{&a.Inverted.At}.Scan(inverted.String)
		}
		if err != nil {
			return nil, fmt.Errorf("act %d: %w", a.Place, err)
		}
		out = append(out, a)
	}
	return out, rows.Err()
}

// changes are those of the rows that are meant, as SQL with ?1.
func (of Scope) changes() (sql string, id any) {
	switch {
	case !of.Row.IsZero():
		return `row = ?1`, of.Row[:]
	case !of.Document.IsZero():
		return `doc = ?1`, of.Document[:]
	}
	return `?1 IS NULL`, nil
}

// byWhom narrows SQL to the acts of some annotators; place is the column of the acts' places.
func (of Scope) byWhom(place string) string {
	if len(of.By) == 0 {
		return ""
	}
	ids := make([]string, len(of.By))
	for i, id := range of.By {
		ids[i] = fmt.Sprintf("x'%x'", id[:])
	}
	return ` AND (SELECT a.actor FROM edit a WHERE a.seq = ` + place + `) IN (SELECT id FROM actor WHERE annotator IN (` + strings.Join(ids, ", ") + `))`
}

// rowsOfDocument is SQL that gives all rows that a document ?1 ever had, as id: those that are there, by their tables, and those that are
// gone, by the journal.
func rowsOfDocument() string {
	parts := []string{`SELECT row AS id FROM change WHERE doc = ?1 AND after IS NULL`}
	for _, kind := range kinds {
		if t := tables[kind]; t.within != "" {
			parts = append(parts, `SELECT id FROM `+t.name+` WHERE `+t.within)
		}
	}
	return strings.Join(parts, " UNION ")
}

// tell reads what the acts changed.
func tell(ctx context.Context, q querier, of Scope, acts []Act) error {
	past := &pastRows{currentRows: newCurrentRows(ctx, q), known: map[annotation.ID]map[entryPlace]annotation.Entry{}}
	for i := range acts {
		a := &acts[i]
		entries, err := past.changes(of, a.Place)
		if err != nil {
			return err
		}
		for k, e := range entries {
			if k == 0 {
				a.Document = e.Document
			} else if a.Document != e.Document {
				a.Document = annotation.ID{}
			}
		}
		if len(entries) > told {
			continue
		}
		for _, e := range entries {
			if err := a.Changes.Add(e); err != nil {
				return err
			}
		}
	}
	return nil
}

// entryPlace is where a change stands in the journal.
type entryPlace struct{ edit, n int64 }

// pastRows are the values that rows had.
type pastRows struct {
	*currentRows
	known map[annotation.ID]map[entryPlace]annotation.Entry // the changes of a row, whole
}

// changes are those of an edit that are of some rows, at most one more than are told. What does not follow from the rest is left out:
// Check tells of it.
func (r *pastRows) changes(of Scope, edit int64) ([]annotation.Entry, error) {
	only, id := of.changes()
	rows, err := r.q.QueryContext(r.ctx, `SELECT kind, row, doc, was, before, after, n FROM change WHERE `+only+` AND edit = ?2 ORDER BY n LIMIT ?3`, id, edit, told+1)
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
		var err error
		if known, err = r.walk(e.Kind, e.Row); err != nil {
			return e, false, err
		}
		r.known[e.Row] = known
	}
	e, ok = known[at]
	return e, ok, nil
}

// walk goes back through the changes of a row from its value now, as far as each follows from the next.
func (r *pastRows) walk(kind annotation.Kind, row annotation.ID) (map[entryPlace]annotation.Entry, error) {
	out := map[entryPlace]annotation.Entry{}
	now, err := r.row(kind, row)
	if errors.Is(err, ErrDamaged) {
		return out, nil
	}
	if err != nil {
		return nil, err
	}
	rows, err := r.q.QueryContext(r.ctx, `SELECT kind, row, doc, was, before, after, edit, n FROM change WHERE row = ? ORDER BY edit DESC, n DESC`, row[:])
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var at entryPlace
		e, err := scanEntry(rows.Scan, &at.edit, &at.n)
		if err != nil {
			return nil, err
		}
		whole, err := e.Lengthen(now)
		if err != nil {
			break
		}
		out[at], now = whole, whole.Before
	}
	return out, rows.Err()
}

// SetAsOf gives an annotator's set on a document as the act at a place left it. The error is annotation.ErrStale where the journal does
// not lead back there.
func (p *Project) SetAsOf(ctx context.Context, document, annotator annotation.ID, place int64) (annotation.Past, error) {
	q, err := p.snapshot(ctx)
	if err != nil {
		return annotation.Past{}, p.failed("read history", err)
	}
	defer q.end()
	past, err := setAsOf(ctx, q, annotation.SetHead{ID: annotation.SetID(document, annotator), Document: document, Annotator: annotator, Status: annotation.Todo}, place)
	return past, p.failed("read history", err)
}

// setAsOf begins from the head of a set that has no row.
func setAsOf(ctx context.Context, q *snapshot, head annotation.SetHead, place int64) (annotation.Past, error) {
	past := annotation.Past{Head: head}
	rows, err := rowsAsOf(ctx, q, head.Document, place)
	if err != nil {
		return past, err
	}
	var e annotation.Edit
	changed := map[annotation.ID]bool{}
	for id, r := range rows {
		changed[id] = true
		if r.After == nil {
			continue
		}
		if err := e.Add(r); err != nil {
			return past, err
		}
	}
	heads, err := whole(sets.list(ctx, q, `WHERE id = ?`, head.ID[:]))
	if err != nil {
		return past, err
	}
	marks, err := whole(listSpans(ctx, q, head.ID, false))
	if err != nil {
		return past, err
	}
	links, err := whole(relations.list(ctx, q, `WHERE "set" = ?`, head.ID[:]))
	if err != nil {
		return past, err
	}
	for _, h := range heads {
		if !changed[h.ID] {
			past.Head = h
		}
	}
	for _, m := range marks {
		if !changed[m.ID] {
			past.Spans = append(past.Spans, m.Span)
		}
	}
	for _, l := range links {
		if !changed[l.ID] {
			past.Relations = append(past.Relations, l)
		}
	}
	for _, c := range e.Sets {
		if c.ID == head.ID {
			past.Head = *c.After
		}
	}
	for _, c := range e.Spans {
		if c.After.Set() == head.ID {
			past.Spans = append(past.Spans, *c.After)
		}
	}
	for _, c := range e.Relations {
		if c.After.Set == head.ID {
			past.Relations = append(past.Relations, *c.After)
		}
	}
	return past, nil
}

// rowsAsOf gives the heads, marks and links of a document that changed since a place, each with its value then as After.
func rowsAsOf(ctx context.Context, q querier, document annotation.ID, place int64) (map[annotation.ID]annotation.Entry, error) {
	rows, err := q.QueryContext(ctx, `SELECT kind, row, doc, was, before, after FROM (`+rowsOfDocument()+`) r CROSS JOIN change ON row = r.id
		WHERE edit > ?2 AND kind IN ('set', 'span', 'relation') ORDER BY edit DESC, n DESC`, document[:], place)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var entries []annotation.Entry
	for rows.Next() {
		n, err := scanEntry(rows.Scan)
		if err != nil {
			return nil, err
		}
		entries = append(entries, n)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	current, out := newCurrentRows(ctx, q), map[annotation.ID]annotation.Entry{}
	for _, n := range entries {
		now, err := current.row(n.Kind, n.Row)
		if err != nil {
			return nil, err
		}
		whole, err := n.Lengthen(now)
		if err != nil {
			return nil, err
		}
		current.rows[n.Row] = whole.Before
		out[n.Row] = annotation.Entry{Kind: n.Kind, Row: n.Row, Document: n.Document, After: json.RawMessage(whole.Before)}
	}
	return out, nil
}

// Head is the newest end of the journal.
type Head struct {
	Acts   int             `json:"acts"`   // edits
	People int             `json:"people"` // who made them
	Hash   annotation.Hash `json:"hash"`   // of the newest edit in this file, which by its chain stands for all before it of its actor
}

// Head tells how long the journal is and where it ends.
func (p *Project) Head(ctx context.Context) (h Head, err error) {
	err = p.readers.QueryRowContext(ctx, `SELECT count(*), (SELECT count(DISTINCT annotator) FROM actor WHERE EXISTS (SELECT 1 FROM edit WHERE actor = actor.id)),
		(SELECT hash FROM edit ORDER BY seq DESC LIMIT 1) FROM edit`).Scan(&h.Acts, &h.People, fixed(h.Hash[:]))
	return h, p.failed("read history", err)
}

// Says tells what the act changed, a line each; where that is not read, what the act is called.
func (a Act) Says(t annotation.Teller) []string {
	if lines := t.Tell(a.Changes); len(lines) > 0 {
		return lines
	}
	return []string{a.Name}
}

// Manner tells that an act was taken back or done again by this one; it is empty for a plain one.
func (a Act) Manner() string {
	switch {
	case a.Inverts.IsZero():
		return ""
	case a.Inverted.Undo:
		return "done again"
	}
	return "taken back"
}
