package storage

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"rubricator/annotation"
)

// querier is a connection, a pool or a transaction.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// scan reads the columns of a row, as sql.Rows.Scan does.
type scan func(dest ...any) error

// table says how values of one kind are kept: a readable column for each field, and the stamp.
type table[T any] struct {
	kind    annotation.Kind
	name    string // as SQL wants it
	columns []string
	fixed   int                          // that many of columns are ids and hashes that never change while the row is there
	within  string                       // which rows are of document ?1, as SQL; "": they are of the whole project
	values  func(*T) ([]any, error)      // in the order of columns
	read    func(*T, scan, ...any) error // reads columns, then what else is asked for
}

// statements are a table's SQL and what can be done with its rows without knowing their type.
type statements struct {
	name   string
	fixed  int
	within string
	// stamp: id -> rev, hash
	// insert: columns, rev, hash, now, place; created is when the row first came to be; first is the same for rows that never were
	// update: columns behind the fixed ones, rev, hash, now, id, hash before; remove: id, hash before
	stamp, insert, update, remove string
	first                         insertion
	list                          string // columns, rev, hash; a WHERE clause can follow
	encode                        func(scan, ...any) (annotation.ID, json.RawMessage, error)
}

func (t table[T]) statements() *statements {
	columns := strings.Join(t.columns, ", ")
	marks := strings.Repeat("?, ", len(t.columns))
	created := fmt.Sprintf(`coalesce((SELECT at FROM edit WHERE seq = (SELECT min(edit) FROM change WHERE row = ?1)), ?%d)`, len(t.columns)+3)
	first := insertInto(t.name, append(slices.Clip(t.columns), "rev", "hash", "updated")...)
	first.into = strings.TrimSuffix(first.into, ")") + ", created)"
	first.columns = append(first.columns, first.values) // with the time of updated
	place, placeValue := "", ""
	if t.kind == annotation.KindDocument {
		place, placeValue = ", place", fmt.Sprintf(`, coalesce((SELECT min(edit << 24 | n) FROM change WHERE row = ?1), ?%d)`, len(t.columns)+4)
		first.into = strings.TrimSuffix(first.into, ")") + place + ")"
		first.values++
		first.columns = append(first.columns, first.values)
	}
	return &statements{
		name:   t.name,
		fixed:  t.fixed,
		within: t.within,
		stamp:  `SELECT rev, hash FROM ` + t.name + ` WHERE id = ?`,
		insert: fmt.Sprintf(`INSERT INTO %s (%s, rev, hash, updated, created%s) VALUES (%s?, ?, ?, %s%s)`, t.name, columns, place, marks, created, placeValue),
		first:  first,
		update: fmt.Sprintf(`UPDATE %s SET %s = ?, rev = ?, hash = ?, updated = ? WHERE id = ? AND hash = ?`, t.name, strings.Join(t.columns[t.fixed:], " = ?, ")),
		remove: `DELETE FROM ` + t.name + ` WHERE id = ? AND hash = ?`,
		list:   fmt.Sprintf(`SELECT %s, rev, hash FROM %s`, columns, t.name),
		encode: t.encode,
	}
}

// encode reads a row as the JSON that its hash is made from.
func (t table[T]) encode(scan scan, more ...any) (annotation.ID, json.RawMessage, error) {
	var id annotation.ID
	var v T
	if err := t.read(&v, scan, more...); err != nil {
		return id, nil, err
	}
	id = identify(&v)
	b, err := annotation.Encode(v)
	return id, b, err
}

// list reads the rows that the clause chooses and checks each against its hash. Rows that fail are left out and come
// back as errors.
func (t table[T]) list(ctx context.Context, q querier, clause string, args ...any) (out []T, bad []error, err error) {
	rows, err := q.QueryContext(ctx, t.statements().list+" "+clause, args...)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var v T
		if err := t.checked(&v, rows.Scan); err != nil {
			bad = append(bad, err)
			continue
		}
		out = append(out, v)
	}
	return out, bad, rows.Err()
}

// stamped begins a question whose answers have the table's columns, rev and hash, and whatever else is asked for behind them. It is asked
// of the table by the name as.
func (t table[T]) stamped(as string) string {
	var b strings.Builder
	b.WriteString("SELECT ")
	for _, c := range t.columns {
		b.WriteString(as + "." + c + ", ")
	}
	return b.String() + as + ".rev, " + as + ".hash"
}

// each reads the answers to such a question and checks each row against its hash. more takes in what stands behind rev and hash. Rows
// that fail are left out and named in the error.
func (t table[T]) each(ctx context.Context, q querier, query string, args, more []any, take func(T)) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var bad []error
	for rows.Next() {
		var v T
		if err := t.checked(&v, rows.Scan, more...); err != nil {
			bad = append(bad, err)
			continue
		}
		take(v)
	}
	return errors.Join(append(bad, rows.Err())...)
}

// whole makes one error of a list's, for where nothing may be left out.
func whole[T any](rows []T, bad []error, err error) ([]T, error) {
	return rows, errors.Join(append(bad, err)...)
}

func (t table[T]) checked(v *T, scan scan, more ...any) error {
	var hash annotation.Hash
	var rev annotation.ID
	if err := t.read(v, scan, append([]any{fixed(rev[:]), fixed(hash[:])}, more...)...); err != nil {
		return faultf(ErrDamaged, "%s: %w", t.kind, err)
	}
	b, err := annotation.Encode(*v)
	if err != nil || annotation.HashOf(b) != hash {
		return faultf(ErrDamaged, "%s %s: damaged: the row is not what was written", t.kind, identify(v))
	}
	return nil
}

// kept is how rows of one kind are kept, without knowing their type.
type kept struct {
	kind annotation.Kind
	*statements
	columnsAfter func(out *[][]any, e *annotation.Edit) error // appends the columns of the values that an edit leaves
	parse        func(annotation.ID, json.RawMessage) (parsed, error)
}

func keep[T any](t table[T], of func(*annotation.Edit) []annotation.Change[T]) kept {
	return kept{t.kind, t.statements(), func(out *[][]any, e *annotation.Edit) error { return columnsAfter(out, t, of(e)) }, t.parse}
}

// parsed is a value that came as JSON.
type parsed struct {
	value   any // a pointer to it
	columns []any
	json    json.RawMessage // as Encode writes it
	hash    annotation.Hash // of json
}

func (t table[T]) parse(id annotation.ID, b json.RawMessage) (p parsed, err error) {
	v := new(T)
	if err = annotation.Decode(b, v); err != nil {
		return p, fmt.Errorf("%s %s: %w", t.kind, id, err)
	}
	if have := identify(v); have != id {
		return p, fmt.Errorf("%s %s: the value is that of %s", t.kind, id, have)
	}
	p.value = v
	if p.columns, err = t.values(v); err == nil {
		p.json, err = annotation.Encode(*v)
		p.hash = annotation.HashOf(p.json)
	}
	return p, err
}

// all is how each kind is kept, in the order in which an edit writes them.
var all = []kept{
	keep(schemes, func(e *annotation.Edit) []annotation.Change[annotation.Scheme] { return e.Schemes }),
	keep(annotators, func(e *annotation.Edit) []annotation.Change[annotation.Annotator] { return e.Annotators }),
	keep(actors, func(e *annotation.Edit) []annotation.Change[annotation.Actor] { return e.Actors }),
	keep(documents, func(e *annotation.Edit) []annotation.Change[annotation.Document] { return e.Documents }),
	keep(sets, func(e *annotation.Edit) []annotation.Change[annotation.SetHead] { return e.Sets }),
	keep(spans, func(e *annotation.Edit) []annotation.Change[annotation.Span] { return e.Spans }),
	keep(relations, func(e *annotation.Edit) []annotation.Change[annotation.Relation] { return e.Relations }),
	keep(rounds, func(e *annotation.Edit) []annotation.Change[annotation.Round] { return e.Rounds }),
	keep(assignments, func(e *annotation.Edit) []annotation.Change[annotation.Assignment] { return e.Assignments }),
	keep(verdicts, func(e *annotation.Edit) []annotation.Change[annotation.Verdict] { return e.Verdicts }),
	keep(comments, func(e *annotation.Edit) []annotation.Change[annotation.Comment] { return e.Comments }),
	keep(decisions, func(e *annotation.Edit) []annotation.Change[annotation.Decision] { return e.Decisions }),
	keep(hours, func(e *annotation.Edit) []annotation.Change[annotation.Hours] { return e.Hours }),
	keep(erasures, func(e *annotation.Edit) []annotation.Change[annotation.Erasure] { return e.Erasures }),
}

// tables is the same by kind.
var tables = byKind(all)

func byKind(all []kept) map[annotation.Kind]*kept {
	out := map[annotation.Kind]*kept{}
	for i, k := range all {
		out[k.kind] = &all[i]
	}
	return out
}

func identify(v any) annotation.ID {
	switch v := v.(type) {
	case *annotation.Scheme:
		return v.ID
	case *annotation.Annotator:
		return v.ID
	case *annotation.Actor:
		return v.ID
	case *annotation.Document:
		return v.ID
	case *annotation.SetHead:
		return v.ID
	case *annotation.Span:
		return v.ID
	case *annotation.Relation:
		return v.ID
	case *annotation.Round:
		return v.ID
	case *annotation.Assignment:
		return v.ID
	case *annotation.Verdict:
		return v.ID
	case *annotation.Comment:
		return v.ID
	case *annotation.Decision:
		return v.ID
	case *annotation.Hours:
		return v.ID
	case *annotation.Erasure:
		return v.ID
	}
	panic(fmt.Sprintf("%T is no row", v))
}

// fixed takes in a BLOB of a known length, or NULL as zeros.
type fixed []byte

// Scan is sql.Scanner.
func (f fixed) Scan(v any) error {
	clear(f)
	b, ok := v.([]byte)
	if v == nil || ok && copy(f, b) == len(b) && len(b) == len(f) {
		return nil
	}
	return fmt.Errorf("%d bytes where %d are due", len(b), len(f))
}

// blob writes an id or a hash; a zero one is NULL.
func blob[T annotation.ID | annotation.Hash](v T) any {
	if v == *new(T) {
		return nil
	}
	switch v := any(v).(type) {
	case annotation.ID:
		return v[:]
	case annotation.Hash:
		return v[:]
	}
	return nil
}

// jsonColumn takes in JSON; NULL leaves the value as it is.
type jsonColumn struct{ v any }

// Scan is sql.Scanner.
func (j jsonColumn) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		return nil
	case string:
		return json.Unmarshal([]byte(v), j.v)
	case []byte:
		return json.Unmarshal(v, j.v)
	}
	return fmt.Errorf("%T is no JSON", v)
}

// jsonText writes JSON, or NULL where there is nothing.
func jsonText(v any, empty bool) (any, error) {
	if empty {
		return nil, nil
	}
	b, err := annotation.Encode(v)
	return string(b), err
}

// instant takes in a time.
type instant struct{ t *time.Time }

// Scan is sql.Scanner.
func (i instant) Scan(v any) error {
	s, ok := v.(string)
	if !ok {
		return fmt.Errorf("%T is no time", v)
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	*i.t = t
	return err
}

func timeText(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// rowHash is the stamp of a value as Encode writes it; zero where there is none.
func rowHash(b json.RawMessage) annotation.Hash {
	if b == nil {
		return annotation.Hash{}
	}
	return sha256.Sum256(b)
}

// row is a row of any kind.
type row struct {
	id    annotation.ID
	value json.RawMessage // as Encode writes it
	rev   annotation.ID
	hash  annotation.Hash
	bad   error // why it could not be read
}

// check tells whether the row is what was written.
func (r row) check(kind annotation.Kind) error {
	if r.bad != nil {
		return faultf(ErrDamaged, "%s: damaged: %w", kind, r.bad)
	}
	if rowHash(r.value) != r.hash {
		return faultf(ErrDamaged, "%s %s: damaged: the row is not what was written", kind, r.id)
	}
	return nil
}

// eachScan runs f for the rows of a query.
func eachScan(ctx context.Context, q querier, f func(scan) error, query string, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// eachRow reads the rows of a table that the clause chooses.
func eachRow(ctx context.Context, q querier, t *statements, clause string, f func(row) error, args ...any) error {
	rows, err := q.QueryContext(ctx, t.list+" "+clause, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var r row
		r.id, r.value, r.bad = t.encode(rows.Scan, fixed(r.rev[:]), fixed(r.hash[:]))
		if err := f(r); err != nil {
			return err
		}
	}
	return rows.Err()
}
