package storage

import (
	"context"

	"rubricator/annotation"
)

var verdicts = table[annotation.Verdict]{
	kind: annotation.KindVerdict, name: "verdict",
	fixed:   3,
	within:  "document = ?1",
	columns: []string{"id", "document", `"set"`, "span", `"by"`, "outcome", "reason"},
	values: func(v *annotation.Verdict) ([]any, error) {
		return []any{v.ID[:], v.Document[:], v.Set[:], blob(v.Span), v.By[:], string(v.Outcome), v.Reason}, nil
	},
	read: func(v *annotation.Verdict, scan scan, more ...any) error {
		return scan(append([]any{fixed(v.ID[:]), fixed(v.Document[:]), fixed(v.Set[:]), fixed(v.Span[:]), fixed(v.By[:]), &v.Outcome, &v.Reason}, more...)...)
	},
}

// Judged is a verdict, and whether what it judged was changed by its annotator since.
type Judged struct {
	annotation.Verdict
	Since bool // the set's status, or the mark, was changed by somebody who knew of the verdict, or after it was given here
}

// Verdicts lists what reviewers said of the sets on a document and of their marks.
func (p *Project) Verdicts(ctx context.Context, document annotation.ID) ([]Judged, error) {
	out, err := p.judged(ctx, `WHERE document = ? ORDER BY created, id`, document[:])
	return out, p.failed("list verdicts", err)
}

// AllVerdicts lists what reviewers said of whole sets and of marks in the whole project.
func (p *Project) AllVerdicts(ctx context.Context) ([]Judged, error) {
	out, err := p.judged(ctx, `ORDER BY created, id`)
	return out, p.failed("list verdicts", err)
}

func (p *Project) judged(ctx context.Context, clause string, args ...any) ([]Judged, error) {
	vs, err := whole(verdicts.list(ctx, p.readers, clause, args...))
	out := make([]Judged, len(vs))
	for i, v := range vs {
		out[i].Verdict = v
		of, table := v.Set, sets.name
		if !v.Span.IsZero() {
			of, table = v.Span, spans.name
		}
		if err == nil {
			err = p.readers.QueryRowContext(ctx, `SELECT coalesce((SELECT lamport FROM edit WHERE id = (SELECT rev FROM `+table+` WHERE id = ?)), 0) >
				(SELECT lamport FROM edit WHERE id = (SELECT rev FROM verdict WHERE id = ?))`, of[:], v.ID[:]).Scan(&out[i].Since)
		}
	}
	return out, err
}
