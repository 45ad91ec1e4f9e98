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
			err = eachRecorded(ctx, q, func(r annotation.Recorded) bool { return yield(r, nil) }, func(actor annotation.ID) bool { return slices.Contains(of, actor) })
		}
		if err != nil {
			yield(annotation.Recorded{}, p.failed("read the journal", err))
		}
	}
}

// eachRecorded gives the edits of the actors that are wanted, until yield says enough.
func eachRecorded(ctx context.Context, q querier, yield func(annotation.Recorded) bool, wanted func(actor annotation.ID) bool) error {
	rows, err := q.QueryContext(ctx, linkColumns+`ORDER BY lamport, actor`)
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
		entries, err := readEntries(ctx, q, l.seq)
		if err != nil {
			return err
		}
		if !yield(annotation.Recorded{Header: l.Header, Format: l.format, Prev: l.prev, Hash: l.hash, Entries: entries}) {
			return nil
		}
	}
	return rows.Err()
}

// Actors lists the actors that are known here: annotators on their devices.
func (p *Project) Actors(ctx context.Context) ([]annotation.Actor, error) {
	out, err := whole(actors.list(ctx, p.readers, `ORDER BY created, id`))
	return out, p.failed("list devices", err)
}
