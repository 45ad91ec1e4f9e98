package storage

import (
	"context"

	"rubricator/annotation"
)

var decisions = table[annotation.Decision]{
	kind: annotation.KindDecision, name: "decision",
	fixed:   3,
	within:  "document = ?1",
	columns: []string{"id", "document", "difference", `"by"`, "choice", "over", "took", "spans", "reason"},
	values: func(d *annotation.Decision) ([]any, error) {
		var lists [3]any
		for i, ids := range [][]annotation.ID{d.Over, d.Took, d.Spans} {
			var err error
			if lists[i], err = jsonText(ids, len(ids) == 0); err != nil {
				return nil, err
			}
		}
		return []any{d.ID[:], d.Document[:], d.Difference[:], d.By[:], string(d.Choice), lists[0], lists[1], lists[2], d.Reason}, nil
	},
	read: func(d *annotation.Decision, scan scan, more ...any) error {
		return scan(append([]any{fixed(d.ID[:]), fixed(d.Document[:]), fixed(d.Difference[:]), fixed(d.By[:]), &d.Choice, jsonColumn{&d.Over},
			jsonColumn{&d.Took}, jsonColumn{&d.Spans}, &d.Reason}, more...)...)
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
