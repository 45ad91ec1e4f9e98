package storage

import (
	"context"
	"iter"
	"slices"

	"rubricator/annotation"
)

// Recorded gives the edits of some actors as the journal keeps them, by Lamport number and actor, so that each comes behind those it knew. All is of one
// moment.
func (p *Project) Recorded(ctx context.Context, of ...annotation.ID) iter.Seq2[annotation.Recorded, error] {
	return func(yield func(annotation.Recorded, error) bool) {
		q, err := p.snapshot(ctx)
		if err == nil {
			defer q.end()
			err = eachRecorded(ctx, q, formOfToday, func(r annotation.Recorded) bool { return yield(r, nil) }, func(actor annotation.ID) bool { return slices.Contains(of, actor) })
		}
		if err != nil {
			yield(annotation.Recorded{}, p.failed("read the journal", err))
		}
	}
}

// eachRecorded gives the edits of the actors that are wanted, until yield says enough.
func eachRecorded(ctx context.Context, q querier, form journalForm, yield func(annotation.Recorded) bool, wanted func(actor annotation.ID) bool) error {
	rows, err := q.QueryContext(ctx, form.links+`ORDER BY lamport, actor`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		l, err := scanLink(rows.Scan)
		if err != nil {
			return faultf(ErrDamaged, "edit %d: damaged: %w", l.seq, err)
		}
		if !wanted(l.Actor) {
			continue
		}
		entries, err := form.entries(ctx, q, l.seq)
		if err != nil {
			return err
		}
		if !yield(l.recorded(entries)) {
			return nil
		}
	}
	return rows.Err()
}

// recordedAt reads one edit by its place in the journal.
func recordedAt(ctx context.Context, q querier, seq int64) (annotation.Recorded, error) {
	l, err := scanLink(q.QueryRowContext(ctx, formOfToday.links+`WHERE seq = ?`, seq).Scan)
	if err != nil {
		return annotation.Recorded{}, err
	}
	entries, err := formOfToday.entries(ctx, q, seq)
	return l.recorded(entries), err
}

// Actors lists the actors that are known here: annotators on their devices.
func (p *Project) Actors(ctx context.Context) ([]annotation.Actor, error) {
	out, err := whole(actors.list(ctx, p.readers, `ORDER BY created, id`))
	return out, p.failed("list devices", err)
}
