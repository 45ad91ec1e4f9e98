package jobs

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/split"
	"rubricator/storage"
)

// Preview is what the first documents of a dataset look like, as files. There is no split.
func Preview(ctx context.Context, p *storage.Project, r interchange.Recipe, documents int) (interchange.InMemory, error) {
	files, err := preview(ctx, p, r, documents)
	if err != nil {
		return nil, fmt.Errorf("preview: %w", err)
	}
	return files, nil
}

func preview(ctx context.Context, p *storage.Project, r interchange.Recipe, documents int) (interchange.InMemory, error) {
	d, err := newDataset(ctx, p, r)
	if err != nil {
		return nil, err
	}
	defer d.moment.Close()
	files := interchange.InMemory{}
	enc, err := d.format.Write(files, d.options)
	if err != nil {
		return nil, err
	}
	n := 0
	for a, err := range d.stream(ctx, nil, &LeftOut{}, func() {}) {
		if err == nil {
			err = d.writeOne(enc, "", &a, d.kept(&a))
		}
		if err != nil {
			return nil, errors.Join(err, enc.Close())
		}
		if n++; n == documents {
			break
		}
	}
	return files, enc.Close()
}

// PreviewCard is the card that a folder of this recipe would have, in Markdown. Errors: ErrNothing.
func PreviewCard(ctx context.Context, p *storage.Project, r interchange.Recipe, program string) ([]byte, error) {
	card, err := previewCard(ctx, p, r, program)
	if err != nil {
		return nil, fmt.Errorf("preview the card: %w", err)
	}
	return card, nil
}

func previewCard(ctx context.Context, p *storage.Project, r interchange.Recipe, program string) ([]byte, error) {
	d, err := newDataset(ctx, p, r)
	if err != nil {
		return nil, err
	}
	defer d.moment.Close()
	if err := d.deal(ctx, nil); err != nil {
		return nil, err
	}
	var report DatasetReport
	w := newDatasetWriter(d, p, &report)
	if err := w.writeAll(ctx, nowhere{}); err != nil {
		return nil, err
	}
	c, err := w.card(ctx, program)
	if err != nil {
		return nil, err
	}
	return c.Markdown()
}

// nowhere is where a dataset goes that is only counted.
type nowhere struct{}

// Write is interchange.Encoder.
func (nowhere) Write(string, []interchange.Line) error { return nil }

// Close is interchange.Encoder.
func (nowhere) Close() error { return nil }

// DealtArticle is an article of a dataset with its part. Its Story is that of the first of Stories.
type DealtArticle struct {
	split.Document
	Part    split.Part
	Stories []annotation.ID // all articles that tell its story, itself too
	Leaks   []annotation.ID // articles of other parts that share much of its text all the same, as of split.Leaks
}

// PreviewSplit deals the articles of a recipe out, as a dataset would where there was none before: part by part, and in each what goes together beside
// each other, or by date. Where the recipe has no split there is nothing.
func PreviewSplit(ctx context.Context, p *storage.Project, r interchange.Recipe) ([]DealtArticle, error) {
	d, err := newDataset(ctx, p, r)
	if err == nil {
		defer d.moment.Close()
		err = d.deal(ctx, nil)
	}
	if err != nil {
		return nil, fmt.Errorf("preview the split: %w", err)
	}
	return d.dealtOut(), nil
}

func (d *dataset) dealtOut() []DealtArticle {
	out := make([]DealtArticle, len(d.dealt))
	stories, first, leaks := map[annotation.ID][]annotation.ID{}, map[annotation.ID]int{}, map[annotation.ID][]annotation.ID{}
	for i, of := range d.dealt {
		if len(stories[of.Story]) == 0 {
			first[of.Story] = i
		}
		stories[of.Story] = append(stories[of.Story], of.ID)
	}
	for _, l := range d.leaks {
		leaks[l.A], leaks[l.B] = append(leaks[l.A], l.B), append(leaks[l.B], l.A)
	}
	for i, of := range d.dealt {
		out[i] = DealtArticle{of, split.Part(d.parts[of.ID]), stories[of.Story], leaks[of.ID]}
	}
	slices.SortStableFunc(out, func(a, b DealtArticle) int {
		by := 0
		if d.recipe.Split.By == string(split.ByDate) {
			by = cmp.Compare(a.Published, b.Published)
		} else if d.recipe.Split.By == string(split.ByOutlet) {
			by = cmp.Compare(a.Outlet, b.Outlet)
		}
		return cmp.Or(cmp.Compare(slices.Index(split.Parts, a.Part), slices.Index(split.Parts, b.Part)), by, cmp.Compare(first[a.Story], first[b.Story]))
	})
	return out
}
