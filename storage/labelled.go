package storage

import (
	"context"

	"rubricator/annotation"
)

// Labelled tells that an annotator has marks of a label and role on a document.
type Labelled struct {
	Document, Annotator annotation.ID
	Label               annotation.LabelRole
}

// Labelled lists who has marks of what on which documents, each once, in no order.
func (p *Project) Labelled(ctx context.Context) ([]Labelled, error) {
	var out []Labelled
	err := eachScan(ctx, p.readers, func(scan scan) error {
		var l Labelled
		err := scan(fixed(l.Document[:]), fixed(l.Annotator[:]), &l.Label.Label, &l.Label.Role)
		out = append(out, l)
		return err
	}, `SELECT DISTINCT s.document, s.annotator, m.label, m.role FROM span m JOIN "set" s ON s.id = m."set"`)
	return out, p.failed("read labels", err)
}
