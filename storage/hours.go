package storage

import (
	"context"

	"rubricator/annotation"
)

var hours = table[annotation.Hours]{
	kind: annotation.KindHours, name: "hours",
	fixed:   4,
	within:  "document = ?1",
	columns: []string{"id", "document", "annotator", "actor", "seconds"},
	values: func(h *annotation.Hours) ([]any, error) {
		return []any{h.ID[:], h.Document[:], h.Annotator[:], h.Actor[:], h.Seconds}, nil
	},
	read: func(h *annotation.Hours, scan scan, more ...any) error {
		return scan(append([]any{fixed(h.ID[:]), fixed(h.Document[:]), fixed(h.Annotator[:]), fixed(h.Actor[:]), &h.Seconds}, more...)...)
	},
}

// Hours lists how long annotators worked on documents, as far as they published it.
func (p *Project) Hours(ctx context.Context) ([]annotation.Hours, error) {
	out, err := whole(hours.list(ctx, p.readers, `ORDER BY document, annotator, actor`))
	return out, p.failed("list hours", err)
}
