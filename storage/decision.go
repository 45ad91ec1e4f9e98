package storage

import (
	"context"

	"rubricator/annotation"
)

var decisions = table[annotation.Decision]{
	kind: annotation.KindDecision, name: "decision",
	fixed:   3,
	columns: []string{"id", "document", "difference", `"by"`, "choice", "took", "spans", "reason"},
	values: func(d *annotation.Decision) ([]any, error) {
		took, err := jsonText(d.Took, len(d.Took) == 0)
		if err != nil {
			return nil, err
		}
		made, err := jsonText(d.Spans, len(d.Spans) == 0)
		return []any{d.ID[:], d.Document[:], d.Difference[:], d.By[:], string(d.Choice), took, made, d.Reason}, err
	},
	read: func(d *annotation.Decision, scan scan, more ...any) error {
		return scan(append([]any{fixed(d.ID[:]), fixed(d.Document[:]), fixed(d.Difference[:]), fixed(d.By[:]), &d.Choice, jsonColumn{&d.Took},
			jsonColumn{&d.Spans}, &d.Reason}, more...)...)
	},
}

// Decisions lists what was decided about the differences of a document.
func (p *Project) Decisions(ctx context.Context, document annotation.ID) ([]annotation.Decision, error) {
	out, err := whole(decisions.list(ctx, p.readers, `WHERE document = ? ORDER BY created, id`, document[:]))
	return out, p.failed("list decisions", err)
}

// AllDecisions lists what was decided in the whole project.
func (p *Project) AllDecisions(ctx context.Context) ([]annotation.Decision, error) {
	out, err := whole(decisions.list(ctx, p.readers, `ORDER BY created, id`))
	return out, p.failed("list decisions", err)
}
