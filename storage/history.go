package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"rubricator/annotation"
)

// remembered is how many steps can be undone.
const remembered = 2000

// Steps gives what this actor did, oldest first, for annotation.NewHistory: the newest 2,000 groups of edits, each where
// it ended. That somebody joined is no step, and neither is what was done on articles that were erased for good alone.
func (p *Project) Steps(ctx context.Context) ([]annotation.Step, error) {
	out, err := p.readSteps(ctx)
	return out, p.failed("read history", err)
}

func (p *Project) readSteps(ctx context.Context) ([]annotation.Step, error) {
	rows, err := p.readers.QueryContext(ctx, `SELECT e.grp, (SELECT i.grp FROM edit i WHERE i.id = e.inverts), `+nameOf("e")+` FROM edit e
		WHERE e.actor = ? AND NOT EXISTS (SELECT 1 FROM change c WHERE c.edit = e.seq AND (c.kind = 'actor' OR c.kind = 'annotator' AND c.before IS NULL))
			AND (e.n = 0 OR EXISTS (SELECT 1 FROM change c WHERE c.edit = e.seq AND `+canGoBack+`))
		ORDER BY e.seq DESC`, p.actor.ID[:])
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []annotation.Step
	names := map[annotation.ID][]string{}
	for rows.Next() {
		var s annotation.Step
		if err := rows.Scan(fixed(s.Group[:]), fixed(s.Inverts[:]), &s.Name); err != nil {
			return nil, err
		}
		if names[s.Group] == nil {
			if len(out) == remembered {
				break
			}
			out = append(out, s)
		}
		names[s.Group] = append(names[s.Group], s.Name)
	}
	for i, s := range out {
		if s.Inverts.IsZero() { // the inverse of the first edit is the last of its group
			slices.Reverse(names[s.Group])
		}
		out[i].Name = annotation.StepName(names[s.Group])
	}
	slices.Reverse(out)
	return out, rows.Err()
}

// canGoBack are, in SQL, the changes c that are not of a document that was erased for good, and do not erase one.
const canGoBack = `c.kind <> 'erasure' AND (c.doc IS NULL OR c.doc NOT IN (SELECT document FROM erasure))`

// Group gives the edits of a group in the order in which they were made, with whole values, so that their inverses can be
// committed, last first. What they did on articles that were erased for good is left out. Errors: annotation.ErrNotFound, also where nothing is
// left; annotation.Stale when a row is not what the group left, with who changed it.
func (p *Project) Group(ctx context.Context, group annotation.ID) ([]annotation.Edit, error) {
	q, err := p.snapshot(ctx)
	if err != nil {
		return nil, p.failed("read group", err)
	}
	defer q.end()
	out, err := readGroup(ctx, q, group, p.actor.ID)
	if err == nil && len(out) == 0 {
		err = fmt.Errorf("%s: %w", group, annotation.ErrNotFound)
	}
	return out, p.failed("read group", err)
}

// GroupSize is the number of edits in a group, 0 when it is unknown here.
func (p *Project) GroupSize(ctx context.Context, group annotation.ID) (n int, err error) {
	err = p.readers.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM edit WHERE id = ?1 AND grp = id) +
		(SELECT count(*) FROM edit WHERE grp = ?1 AND grp <> id)`, group[:]).Scan(&n)
	return n, p.failed("read group", err)
}

// GroupOf is the group of an edit. The error is annotation.ErrNotFound when the edit is unknown here.
func (p *Project) GroupOf(ctx context.Context, edit annotation.ID) (group annotation.ID, err error) {
	err = p.readers.QueryRowContext(ctx, `SELECT grp FROM edit WHERE id = ?`, edit[:]).Scan(fixed(group[:]))
	if errors.Is(err, sql.ErrNoRows) {
		err = fmt.Errorf("edit %s: %w", edit, annotation.ErrNotFound)
	}
	return group, p.failed("read group", err)
}

func readGroup(ctx context.Context, q querier, group, actor annotation.ID) ([]annotation.Edit, error) {
	headers, seqs, err := readHeaders(ctx, q, group, actor)
	if err != nil {
		return nil, err
	}
	out := make([]annotation.Edit, len(headers))
	current := newCurrentRows(ctx, q)
	for i := len(headers) - 1; i >= 0; i-- {
		if out[i], err = current.lengthen(headers[i], seqs[i]); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(out, func(e annotation.Edit) bool { return current.left[e.ID] }), nil
}

// readHeaders reads the edits of a group that one actor made: nobody else's are taken back with them, whatever group they say they are of.
func readHeaders(ctx context.Context, q querier, group, actor annotation.ID) (out []annotation.Header, seqs []int64, err error) {
	columns := `SELECT seq, id, actor, actor_seq, lamport, inverts, ` + nameOf("edit") + `, at FROM edit `
	rows, err := q.QueryContext(ctx, columns+`WHERE id = ?1 AND grp = id AND actor = ?2 UNION ALL `+columns+`WHERE grp = ?1 AND grp <> id AND actor = ?2 ORDER BY seq`, group[:], actor[:])
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		h, seq := annotation.Header{Group: group}, int64(0)
		err := rows.Scan(&seq, fixed(h.ID[:]), fixed(h.Actor[:]), &h.Seq, &h.Lamport, fixed(h.Inverts[:]), &h.Name, instant{&h.At})
		if err != nil {
			return nil, nil, err
		}
		out, seqs = append(out, h), append(seqs, seq)
	}
	return out, seqs, rows.Err()
}

// currentRows are the values of rows while edits are walked backwards.
type currentRows struct {
	ctx  context.Context
	q    querier
	rows map[annotation.ID]json.RawMessage
	left map[annotation.ID]bool // edits of which nothing can go back, for what they did it on was erased for good
}

func newCurrentRows(ctx context.Context, q querier) *currentRows {
	return &currentRows{ctx, q, map[annotation.ID]json.RawMessage{}, map[annotation.ID]bool{}}
}

// lengthen reads an edit and takes its changes back in the rows, as far as they can go back.
func (c *currentRows) lengthen(h annotation.Header, seq int64) (e annotation.Edit, err error) {
	e.Header = h
	var n int
	err = c.q.QueryRowContext(c.ctx, `SELECT n FROM edit WHERE seq = ?`, seq).Scan(&n)
	if err != nil {
		return e, err
	}
	entries, err := formOfToday.entriesWhere(c.ctx, c.q, canGoBack+` AND c.edit = ?`, seq)
	if err != nil {
		return e, err
	}
	c.left[h.ID] = n > 0 && len(entries) == 0
	for i := len(entries) - 1; i >= 0; i-- {
		n := &entries[i]
		now, err := c.row(n.Kind, n.Row)
		if err != nil {
			return e, err
		}
		whole, err := n.Lengthen(now)
		if errors.Is(err, annotation.ErrStale) {
			err = stale(c.ctx, c.q, n.Kind, n.Row)
		}
		if err != nil {
			return e, fmt.Errorf("%s: %w", h.Name, err)
		}
		c.rows[n.Row], *n = whole.Before, whole
	}
	for _, n := range entries {
		if err := e.Add(n); err != nil {
			return e, err
		}
	}
	return e, nil
}

func (c *currentRows) row(kind annotation.Kind, id annotation.ID) (json.RawMessage, error) {
	if b, ok := c.rows[id]; ok {
		return b, nil
	}
	var b json.RawMessage
	err := eachRow(c.ctx, c.q, tables[kind].statements, `WHERE id = ?`, func(r row) error {
		b = r.value
		return r.check(kind)
	}, id[:])
	return b, err
}

// stale tells who changed a row last, when and by what act.
func stale(ctx context.Context, q querier, kind annotation.Kind, row annotation.ID) error {
	s := &annotation.Stale{Kind: kind, Row: row}
	var at time.Time
	err := q.QueryRowContext(ctx, `SELECT coalesce(a.name, ''), e.at, `+nameOf("e")+` FROM change c JOIN edit e ON e.seq = c.edit
		LEFT JOIN actor d ON d.id = e.actor LEFT JOIN annotator a ON a.id = d.annotator
		WHERE c.row = ? ORDER BY c.edit DESC, c.n DESC LIMIT 1`, row[:]).Scan(&s.By, instant{&at}, &s.Name)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return errors.Join(s, err)
	}
	s.At = at
	return s
}
