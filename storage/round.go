package storage

import (
	"context"

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

// Rounds lists the rounds, in the order in which they were begun.
func (p *Project) Rounds(ctx context.Context) ([]annotation.Round, error) {
	out, err := whole(rounds.list(ctx, p.readers, `ORDER BY created, id`))
	return out, p.failed("list rounds", err)
}

// Assignments lists what is assigned in a round.
func (p *Project) Assignments(ctx context.Context, round annotation.ID) ([]annotation.Assignment, error) {
	out, err := whole(assignments.list(ctx, p.readers, `WHERE round = ? ORDER BY document, annotator`, round[:]))
	return out, p.failed("list assignments", err)
}

// AssignmentsOf lists in which rounds a document is, and for whom.
func (p *Project) AssignmentsOf(ctx context.Context, document annotation.ID) ([]annotation.Assignment, error) {
	out, err := whole(assignments.list(ctx, p.readers, `WHERE document = ? ORDER BY created, annotator`, document[:]))
	return out, p.failed("list assignments", err)
}
