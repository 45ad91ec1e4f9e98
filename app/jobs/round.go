package jobs

import (
	"context"
	"fmt"
	"slices"

	"rubricator/annotation"
	"rubricator/storage"
)

// changesAtOnce is how many assignments one edit changes, so that an act on many documents goes back in the background as it came.
const changesAtOnce = 100

// Assign carries an edit of assignments out, as of annotation.Round, in as many edits of one group as it takes. What was written stays where
// ctx ends or something fails, and is told as an unfinished group. progress, if there is one, gets the number of assignments. Errors are
// those of storage.Project.Apply.
func Assign(ctx context.Context, p *storage.Project, e annotation.Edit, progress func(done, total int)) (annotation.Step, error) {
	step := annotation.Step{Group: e.Group, Name: e.Name}
	parts := func(yield func(annotation.Edit, error) bool) {
		for changes := range slices.Chunk(e.Assignments, changesAtOnce) {
			part := annotation.NewEdit(e.Name)
			part.Group, part.Assignments = e.Group, changes
			if !yield(part, nil) {
				return
			}
		}
	}
	err := p.Apply(ctx, parts, func(written int) {
		if progress != nil {
			progress(min(written*changesAtOnce, e.Len()), e.Len())
		}
	})
	return step, err
}

// TallyInWords says to whom documents are given: "40 articles: Ana 22, Ben 22, 4 of them twice". Who has none is left out.
func TallyInWords(t annotation.Tally, people []annotation.Annotator) string {
	said := fmt.Sprintf("%d articles", t.Documents)
	if t.Documents == 1 {
		said = "1 article"
	}
	sep := ": "
	add := func(part string) {
		said += sep + part
		sep = ", "
	}
	for _, a := range people {
		if n := t.By[a.ID]; n > 0 {
			add(fmt.Sprintf("%s %d", a.Name, n))
		}
	}
	if t.Twice > 0 {
		add(fmt.Sprintf("%d of them twice", t.Twice))
	}
	if t.Nobody > 0 {
		add(fmt.Sprintf("%d for nobody yet", t.Nobody))
	}
	return said
}
