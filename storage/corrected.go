package storage

import (
	"context"

	"rubricator/annotation"
)

// CorrectedDocuments are the documents that others stand for, because their texts were found wrong. They stay in the project, and are left out of
// what is worked on, counted and exported, unless somebody asks for them.
func (p *Project) CorrectedDocuments(ctx context.Context) (map[annotation.ID]bool, error) {
	return p.correctedDocumentsIn(ctx, p.readers)
}

func (p *Project) correctedDocumentsIn(ctx context.Context, q querier) (map[annotation.ID]bool, error) {
	out, err := documentsOf(ctx, q, correctedList)
	return out, p.failed("read corrections", err)
}

const correctedList = `SELECT corrects FROM document WHERE corrects IS NOT NULL`

// fillCorrected fills in which of the listed documents others stand for.
func fillCorrected(ctx context.Context, q querier, list []Listed) error {
	corrected, err := documentsOf(ctx, q, correctedList)
	if len(corrected) > 0 {
		for i := range list {
			list[i].Corrected = corrected[list[i].ID]
		}
	}
	return err
}
