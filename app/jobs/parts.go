package jobs

import (
	"context"
	"maps"

	"rubricator/annotation"
	"rubricator/annotation/split"
	"rubricator/annotation/stories"
)

// deal gives each document that goes out its part, if the recipe wants parts; those that an older dataset had stay where they were.
func (d *dataset) deal(ctx context.Context, before map[annotation.ID]string) error {
	s := d.recipe.Split
	if s == nil {
		return nil
	}
	documents := []split.Document{}
	var ids []annotation.ID
	var sketches []stories.Sketch
	for a, err := range d.stream(ctx, nil, &LeftOut{}, func() {}) {
		if err != nil {
			return err
		}
		of := split.Document{ID: a.ID, Outlet: a.Outlet, Published: a.Published, Labels: map[string]int{}}
		for _, l := range a.lines {
			for i := range l.Spans {
				of.Labels[l.Spans[i].Name()]++
			}
		}
		documents, ids, sketches = append(documents, of), append(ids, a.ID), append(sketches, stories.NewSketch(a.lines[0].Text))
	}
	for i, first := range stories.Group(sketches) {
		if documents[i].Story = documents[first].ID; first == i {
			d.stories++
		}
	}
	kept := map[annotation.ID]split.Part{}
	for id, part := range before {
		kept[id] = split.Part(part)
	}
	d.dealt = documents
	parts, err := split.Deal(documents, split.Options{Shares: map[split.Part]float64{split.Train: s.Train, split.Validation: s.Validation, split.Test: s.Test},
		Seed: s.Seed, By: split.By(s.By), Stratify: s.Stratify, Kept: kept})
	d.parts = map[annotation.ID]string{}
	for id, part := range parts {
		d.parts[id] = string(part)
		if before[id] == d.parts[id] {
			d.stayed++
		}
	}
	if err == nil {
		d.leaks = split.Leaks(ids, sketches, parts)
	}
	return err
}

// partsSince are the parts of a dataset's documents, and those of documents that an older dataset had and this one lacks: who comes back comes to the same.
func (d *dataset) partsSince(before map[annotation.ID]string) map[annotation.ID]string {
	if d.parts == nil {
		return before
	}
	out := maps.Clone(d.parts)
	for id, part := range before {
		if out[id] == "" {
			out[id] = part
		}
	}
	return out
}
