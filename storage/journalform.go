package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"

	"rubricator/annotation"
)

// journalForm is how the journal is read of a file of some format.
type journalForm struct {
	links, changes string // SELECT that a clause can follow; of edits and of changes c
}

// blanksSince is the format since which the journal has words that were erased.
const blanksSince = 6

// entryColumns are what scanEntry reads, of changes c.
const entryColumns = `c.kind, c.row, c.doc, c.was, c.before, c.after, c.blank`

var formOfToday = journalForm{
	links:   `SELECT seq, id, grp, actor, actor_seq, lamport, inverts, name, at, n, format, payload_hash, prev, hash, blank FROM edit `,
	changes: `SELECT ` + entryColumns + ` FROM change c `,
}

// formOf is the form of an earlier format, or of today's.
func formOf(format int) journalForm {
	if format >= blanksSince {
		return formOfToday
	}
	return journalForm{
		links:   strings.Replace(formOfToday.links, "blank", "NULL", 1),
		changes: strings.Replace(formOfToday.changes, "c.blank", "NULL", 1),
	}
}

// entries gives an edit's changes as the journal keeps them.
func (f journalForm) entries(ctx context.Context, q querier, seq int64) ([]annotation.Entry, error) {
	return f.entriesWhere(ctx, q, `c.edit = ?`, seq)
}

// entriesWhere gives the changes c of one edit that the clause chooses.
func (f journalForm) entriesWhere(ctx context.Context, q querier, clause string, args ...any) (out []annotation.Entry, err error) {
	err = eachScan(ctx, q, func(scan scan) error {
		n, err := scanEntry(scan)
		out = append(out, n)
		return err
	}, f.changes+`WHERE `+clause+` ORDER BY c.n`, args...)
	return out, err
}

func scanEntry(scan scan, more ...any) (n annotation.Entry, err error) {
	var before, after sql.NullString
	err = scan(append([]any{&n.Kind, fixed(n.Row[:]), fixed(n.Document[:]), fixed(n.Was[:]), &before, &after, fixed(n.Blank[:])}, more...)...)
	if before.Valid {
		n.Before = json.RawMessage(before.String)
	}
	if after.Valid {
		n.After = json.RawMessage(after.String)
	}
	return n, err
}

// link is an edit as a member of its actor's chain.
type link struct {
	annotation.Header
	seq                 int64
	n, format           int
	payload, prev, hash annotation.Hash
}

func scanLink(scan scan) (l link, err error) {
	err = scan(&l.seq, fixed(l.ID[:]), fixed(l.Group[:]), fixed(l.Actor[:]), &l.Seq, &l.Lamport, fixed(l.Inverts[:]), &l.Name,
		instant{&l.At}, &l.n, &l.format, fixed(l.payload[:]), fixed(l.prev[:]), fixed(l.hash[:]), fixed(l.Blank[:]))
	return l, err
}

// recorded is the edit with its changes.
func (l link) recorded(entries []annotation.Entry) annotation.Recorded {
	r := annotation.Recorded{Header: l.Header, Format: l.format, Prev: l.prev, Hash: l.hash, Entries: entries}
	if r.IsSealed() {
		r.Payload = l.payload
	}
	return r
}
