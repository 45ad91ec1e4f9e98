package storage

import (
	"context"
	"database/sql"
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
	Erased   bool                 // some of what it changed was erased for good, and is not told
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
	list, id, err := of.list(ctx, q)
	if err != nil {
		return nil, err
	}
	rows, err := q.QueryContext(ctx, `WITH places AS MATERIALIZED (`+list+` ORDER BY seq DESC LIMIT ?3)
		SELECT e.seq, e.id, e.grp, e.actor, e.actor_seq, e.lamport, e.inverts, `+nameOf("e")+`, e.at, e.n,
			a.id, coalesce(a.name, ''), coalesce(a.kind, ''), iif(i.id IS NULL, '', `+nameOf("i")+`), i.at, i.inverts IS NOT NULL,
			EXISTS (SELECT 1 FROM erasure) AND EXISTS (SELECT 1 FROM change c WHERE c.edit = e.seq AND c.blank IS NOT NULL)
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
			instant{&a.At}, &a.Size, fixed(a.By.ID[:]), &a.By.Name, &a.By.Kind, &a.Inverted.Name, &inverted, &a.Inverted.Undo, &a.Erased)
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

// list is SQL that gives the places, as seq, of the acts that are meant and stand before ?2, of which ?3 are wanted.
func (of Scope) list(ctx context.Context, q querier) (sql string, id any, err error) {
	only, id := of.changes()
	by, err := of.actors(ctx, q)
	if err != nil {
		return "", nil, err
	}
	from := `change`
	switch {
	case !of.Document.IsZero():
		from, only = `(`+rowsOfDocument()+`) r CROSS JOIN change ON row = r.id`, `true`
	case of.Row.IsZero() && len(of.By) == 0:
		return `SELECT seq FROM edit WHERE seq < ?2`, nil, nil
	case of.Row.IsZero(): // each chain by its index, in which later acts have larger numbers
		var chains []string
		for _, actor := range by {
			chains = append(chains, `SELECT seq FROM (SELECT seq FROM edit WHERE actor = `+actor+` AND seq < ?2 ORDER BY actor_seq DESC LIMIT ?3)`)
		}
		return `SELECT seq FROM (` + strings.Join(append(chains, `SELECT NULL AS seq WHERE false`), ` UNION ALL `) + `)`, nil, nil
	}
	if len(of.By) > 0 {
		only += ` AND (SELECT a.actor FROM edit a WHERE a.seq = edit) IN (` + strings.Join(by, `, `) + `)`
	}
	return `SELECT DISTINCT edit AS seq FROM ` + from + ` WHERE edit < ?2 AND ` + only, id, nil
}

// actors are those of the annotators that are meant, as SQL writes them.
func (of Scope) actors(ctx context.Context, q querier) (out []string, err error) {
	for _, annotator := range of.By {
		rows, _, err := actors.list(ctx, q, `WHERE annotator = ?`, annotator[:])
		if err != nil {
			return nil, err
		}
		for _, a := range rows {
			out = append(out, fmt.Sprintf("x'%x'", a.ID[:]))
		}
	}
	return out, nil
}

// rowsOfDocument is SQL that gives all rows that a document ?1 ever had, as id: those that are there, by their tables, and those that are
// gone, by the journal. Of one that was erased for good all are gone, and that it was is among them.
func rowsOfDocument() string {
	parts := []string{`SELECT row AS id FROM change WHERE doc = ?1 AND after IS NULL`,
		`SELECT row FROM (SELECT 1 FROM erasure WHERE document = ?1 LIMIT 1) CROSS JOIN change WHERE doc = ?1 AND after IS NOT NULL`}
	for _, k := range all {
		if k.within != "" {
			parts = append(parts, `SELECT id FROM `+k.name+` WHERE `+k.within)
		}
	}
	return strings.Join(parts, " UNION ")
}

// tell reads what the acts changed.
func tell(ctx context.Context, q querier, of Scope, acts []Act) error {
	past := &pastRows{ctx, q, map[annotation.ID]map[entryPlace]annotation.Entry{}}
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
			_ = a.Changes.Add(e) // what is damaged is left out: Check tells of it
		}
	}
	return nil
}

// Head is the newest end of the journal.
type Head struct {
	Acts   int             `json:"acts"`   // edits; their places have no gaps, as Check sees to
	People int             `json:"people"` // who edited on some device
	Hash   annotation.Hash `json:"hash"`   // of the newest edit in this file, which by its chain stands for all before it of its actor
}

// Head tells how long the journal is and where it ends.
func (p *Project) Head(ctx context.Context) (h Head, err error) {
	err = p.readers.QueryRowContext(ctx, `SELECT seq, (SELECT count(DISTINCT annotator) FROM actor), hash FROM edit ORDER BY seq DESC LIMIT 1`).Scan(&h.Acts, &h.People, fixed(h.Hash[:]))
	return h, p.failed("read history", err)
}

// Says tells what the act changed, a line each; where that is not read, what the act is called.
func (a Act) Says(t annotation.Teller) []string {
	lines := t.Tell(a.Changes)
	if len(lines) == 0 {
		lines = []string{a.Name}
	}
	if a.Erased {
		lines[len(lines)-1] += " (words erased for good)"
	}
	return lines
}

// Manner tells that this act takes another back or does one again; it is empty for a plain one.
func (a Act) Manner() string {
	switch {
	case a.Inverts.IsZero():
		return ""
	case a.Inverted.Undo:
		return "does again"
	}
	return "takes back"
}
