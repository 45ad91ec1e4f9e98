package storage

import (
	"bytes"
	"context"
	"database/sql/driver"
	"errors"

	"rubricator/annotation"
)

var rounds = table[annotation.Round]{
	kind: annotation.KindRound, name: "round",
	fixed:   1,
	columns: []string{"id", "name", "scheme", "scheme_version", "locked", "blind", "training", "closed"},
	values: func(r *annotation.Round) ([]any, error) {
		return []any{r.ID[:], r.Name, r.Scheme[:], r.SchemeVersion, r.Locked, r.Blind, r.Training, r.Closed}, nil
	},
	read: func(r *annotation.Round, scan scan, more ...any) error {
		return scan(append([]any{fixed(r.ID[:]), &r.Name, fixed(r.Scheme[:]), &r.SchemeVersion, &r.Locked, &r.Blind, &r.Training, &r.Closed}, more...)...)
	},
}

var assignments = table[annotation.Assignment]{
	kind: annotation.KindAssignment, name: "assignment",
	fixed:   3,
	within:  "document = ?1",
	columns: []string{"id", "round", "document", "annotator"},
	values: func(a *annotation.Assignment) ([]any, error) {
		return []any{a.ID[:], a.Round[:], a.Document[:], blob(a.Annotator)}, nil
	},
	read: func(a *annotation.Assignment, scan scan, more ...any) error {
		return scan(append([]any{fixed(a.ID[:]), fixed(a.Round[:]), fixed(a.Document[:]), fixed(a.Annotator[:])}, more...)...)
	},
}

// Rounds lists the rounds, in the order in which they were begun, which is that of their ids.
func (p *Project) Rounds(ctx context.Context) ([]annotation.Round, error) {
	return p.roundsIn(ctx, p.readers)
}

func (p *Project) roundsIn(ctx context.Context, q querier) ([]annotation.Round, error) {
	out, err := whole(rounds.list(ctx, q, `ORDER BY id`))
	return out, p.failed("list rounds", err)
}

// Assignments lists what is assigned in a round.
func (p *Project) Assignments(ctx context.Context, round annotation.ID) ([]annotation.Assignment, error) {
	return p.assignmentsIn(ctx, p.readers, round)
}

func (p *Project) assignmentsIn(ctx context.Context, q querier, round annotation.ID) ([]annotation.Assignment, error) {
	out, err := whole(assignments.list(ctx, q, `WHERE round = ? ORDER BY document, annotator`, round[:]))
	return out, p.failed("list assignments", err)
}

// AssignmentsOf lists in which rounds a document is, and for whom.
func (p *Project) AssignmentsOf(ctx context.Context, document annotation.ID) ([]annotation.Assignment, error) {
	out, err := whole(assignments.list(ctx, p.readers, `WHERE document = ? ORDER BY round, annotator`, document[:]))
	return out, p.failed("list assignments", err)
}

// checkLock tells whether the scheme can be changed: no round that is open has it locked. Else the error is ErrLocked.
func checkLock(ctx context.Context, q querier) error {
	all, err := whole(rounds.list(ctx, q, `WHERE locked AND NOT closed ORDER BY id LIMIT 1`))
	if err != nil || len(all) == 0 {
		return err
	}
	return faultf(ErrLocked, "the scheme is locked while the round %q is open: close the round first, or take the lock off it", all[0].Name)
}

// CheckSchemeLock tells whether the scheme can be changed now. Every edit that changes it is held to that again. Errors: ErrLocked, which
// names the round and needs no more words.
func (p *Project) CheckSchemeLock(ctx context.Context) error {
	err := checkLock(ctx, p.readers)
	if errors.Is(err, ErrLocked) {
		return err
	}
	return p.failed("change the scheme", err)
}

// blindList are the documents on which others' marks are not shown to an annotator: those that the annotator has in a blind round that is
// open, until the annotator's own set is done or skipped.
const blindList = `SELECT a.document FROM assignment a JOIN round r ON r.id = a.round LEFT JOIN "set" own ON own.document = a.document AND own.annotator = a.annotator
	WHERE a.annotator = ?1 AND r.blind AND NOT r.closed AND coalesce(own.status, '') NOT IN ('done', 'skipped')`

// IsBlind tells whether others' marks on a document, and what follows from them, are not to be shown to an annotator yet.
func (p *Project) IsBlind(ctx context.Context, document, annotator annotation.ID) (is bool, err error) {
	err = p.readers.QueryRowContext(ctx, `SELECT EXISTS (`+blindList+` AND a.document = ?2)`, annotator[:], document[:]).Scan(&is)
	return is, p.failed("read assignments", err)
}

// BlindDocuments are the documents on which others' marks are not to be shown to an annotator yet, as of IsBlind.
func (p *Project) BlindDocuments(ctx context.Context, annotator annotation.ID) (map[annotation.ID]bool, error) {
	return p.blindDocumentsIn(ctx, p.readers, annotator)
}

func (p *Project) blindDocumentsIn(ctx context.Context, q querier, annotator annotation.ID) (map[annotation.ID]bool, error) {
	out, err := documentsOf(ctx, q, blindList, annotator[:])
	return out, p.failed("read assignments", err)
}

// TrainingDocuments are the documents of training rounds, which are never counted or exported, also where they are in other rounds too.
func (p *Project) TrainingDocuments(ctx context.Context) (map[annotation.ID]bool, error) {
	return p.trainingDocumentsIn(ctx, p.readers)
}

func (p *Project) trainingDocumentsIn(ctx context.Context, q querier) (map[annotation.ID]bool, error) {
	out, err := documentsOf(ctx, q, `SELECT document FROM assignment WHERE round IN (SELECT id FROM round WHERE training)`)
	return out, p.failed("read training rounds", err)
}

// documentsOf are the documents that a query gives.
func documentsOf(ctx context.Context, q querier, query string, args ...any) (map[annotation.ID]bool, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[annotation.ID]bool{}
	for rows.Next() {
		var id annotation.ID
		if err := rows.Scan(fixed(id[:])); err != nil {
			return nil, faultf(ErrDamaged, "assignment: damaged: %w", err)
		}
		out[id] = true
	}
	return out, rows.Err()
}

// placeInRounds fills in which rounds the listed documents are in, and which the annotator has in a round that is open. It costs the list
// nothing where there are no rounds, and no memory for each document that is in one round alone.
func placeInRounds(ctx context.Context, q *snapshot, list []Listed, annotator annotation.ID) error {
	all, err := whole(rounds.list(ctx, q, `ORDER BY id`))
	if err != nil || len(all) == 0 {
		return err
	}
	at := make(map[annotation.ID]int, len(list))
	for i := range list {
		at[list[i].ID] = i
	}
	for _, r := range all {
		alone := []annotation.Round{r}
		err := q.eachRaw(ctx, func(v []driver.Value) error {
			document, mine, err := assignedTo(v, annotator)
			i, listed := at[document]
			if err != nil || !listed {
				return err
			}
			l := &list[i]
			switch n := len(l.Rounds); {
			case n == 0:
				l.Rounds = alone
			case l.Rounds[n-1].ID != r.ID:
				l.Rounds = append(l.Rounds[:n:n], r)
			}
			l.Mine = l.Mine || mine && !r.Closed
			return nil
		}, `SELECT document, annotator FROM assignment WHERE round = ?`, r.ID[:])
		if err != nil {
			return err
		}
	}
	return nil
}

// assignedTo reads a document and who has it.
func assignedTo(v []driver.Value, me annotation.ID) (document annotation.ID, mine bool, err error) {
	d, _ := v[0].([]byte)
	who, _ := v[1].([]byte) // none: nobody yet
	if len(d) != len(document) {
		return document, false, faultf(ErrDamaged, "assignment: damaged: a document's id of %d bytes", len(d))
	}
	return annotation.ID(d), bytes.Equal(who, me[:]), nil
}
