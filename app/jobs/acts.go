package jobs

import (
	"context"

	"rubricator/annotation"
	"rubricator/storage"
)

// SeenActs are acts that whoever works on the project may see.
type SeenActs struct {
	Acts   []storage.Act
	Hidden int  // acts of others on articles where one is blind, left out among those read
	Whole  bool // there are no older ones
}

// ReadActs reads acts as storage.Project.Acts does, and goes on reading where all of a page is hidden, for that is no end.
func ReadActs(ctx context.Context, p *storage.Project, of storage.Scope, before int64, limit int) (s SeenActs, err error) {
	me := p.Annotator().ID
	blind, err := p.BlindDocuments(ctx, me)
	for err == nil && !s.Whole && len(s.Acts) == 0 {
		var page []storage.Act
		page, err = p.Acts(ctx, of, before, limit)
		if s.Whole = len(page) < limit; !s.Whole {
			before = page[len(page)-1].Place
		}
		for _, a := range page {
			if a.By.ID != me && touchesAny(a, blind) {
				s.Hidden++
				continue
			}
			s.Acts = append(s.Acts, a)
		}
	}
	return s, err
}

func touchesAny(a storage.Act, documents map[annotation.ID]bool) bool {
	for id := range documents {
		if a.Document == id || a.Changes.Touches(id) {
			return true
		}
	}
	return false
}
