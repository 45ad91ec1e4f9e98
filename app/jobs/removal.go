package jobs

import (
	"context"

	"rubricator/annotation"
	"rubricator/storage"
)

// Removal is what takes articles out of the project, an edit each in one group, with what the annotator marked, the reference and what was
// decided; and how many of one's own marks go. Nothing is written. Errors: annotation.ErrNotFound, storage.ErrDamaged.
func Removal(ctx context.Context, p *storage.Project, articles []annotation.ID) (edits []annotation.Edit, marks int, err error) {
	group := annotation.NewID()
	for _, id := range articles {
		d, t, err := p.Document(ctx, id)
		if err != nil {
			return nil, 0, err
		}
		set, bad, err := p.Set(ctx, id, p.Annotator().ID, t)
		if err == nil && len(bad) > 0 {
			err = bad[0]
		}
		if err != nil {
			return nil, 0, err
		}
		suggestions, bad, err := p.Suggestions(ctx, set)
		if err == nil && len(bad) > 0 {
			err = bad[0]
		}
		if err != nil {
			return nil, 0, err
		}
		e, err := suggestions.Remove(d)
		if err == nil {
			err = RemoveReference(ctx, p, &e, d)
		}
		if err != nil {
			return nil, 0, err
		}
		e.Group = group
		edits, marks = append(edits, e), marks+set.Len()
	}
	return edits, marks, nil
}

// RemoveReference adds to the edit that removes a document its reference and what was decided. Errors: as of storage.Project.Sides.
func RemoveReference(ctx context.Context, p *storage.Project, e *annotation.Edit, document annotation.Document) error {
	sides, _, err := p.Sides(ctx, document.ID, nil)
	if err != nil {
		return err
	}
	more, err := sides.Reference.Remove(document)
	e.Sets, e.Spans, e.Relations = append(e.Sets, more.Sets...), append(e.Spans, more.Spans...), append(e.Relations, more.Relations...)
	e.Undecide(sides.Decisions)
	return err
}
