package jobs

import (
	"context"
	"time"

	"rubricator/annotation"
	"rubricator/storage"
)

// PublishHours is the edit that makes public how long whoever works here worked on the documents of the project, where that is not what was
// published already. Nothing is committed. ok is false where there is nothing new.
func PublishHours(ctx context.Context, p *storage.Project, worked map[annotation.ID]time.Duration) (e annotation.Edit, ok bool, err error) {
	published, err := p.Hours(ctx)
	if err != nil {
		return e, false, err
	}
	listed, err := p.Documents(ctx, p.Annotator().ID)
	if err != nil {
		return e, false, err
	}
	here := map[annotation.ID]time.Duration{}
	for _, d := range listed {
		if t, ok := worked[d.ID]; ok {
			here[d.ID] = t
		}
	}
	e, ok = annotation.PublishHours(p.Actor(), here, published)
	return e, ok, nil
}
