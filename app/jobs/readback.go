package jobs

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"

	"rubricator/annotation"
	"rubricator/annotation/ahead"
	"rubricator/annotation/interchange"
)

// mostDifferences is how many differences of a dataset that was read back are told.
const mostDifferences = 5

// readBack reads the files as anyone would and holds each line against what the format keeps of the project.
func (w *datasetWriter) readBack(ctx context.Context) error {
	if w.format.Read == nil {
		return nil
	}
	read := ahead.Of(w.format.Read(interchange.InFolder(w.draft.dir)))
	if isFolder(w.format) {
		return w.readFolder(ctx, read)
	}
	return w.readFiles(ctx, read)
}

// readFiles takes lines to come in the order in which they were written, part by part.
func (w *datasetWriter) readFiles(ctx context.Context, read iter.Seq2[interchange.Incoming, error]) error {
	next, stop := iter.Pull2(read)
	defer stop()
	n := 0
	for _, part := range slices.Sorted(maps.Keys(w.of)) {
		for a, err := range w.stream(ctx, w.of[part], &LeftOut{}, func() {}) {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				return err
			}
			for _, l := range w.kept(&a) {
				in, err, more := next()
				says := "it is missing"
				if more {
					says = different(&l, &in, err, w.options.Unit)
				}
				w.report.ReadBack.add(&l, says)
			}
			n++
			w.toldBack(n, w.report.Documents)
		}
	}
	if in, err, more := next(); more {
		w.report.ReadBack.tell(unwritten(&in, err))
	}
	return nil
}

// readFolder takes lines in the order in which their files lie in folders, and finds the document of each by its text.
func (w *datasetWriter) readFolder(ctx context.Context, read iter.Seq2[interchange.Incoming, error]) error {
	found, n := map[annotation.ID][]bool{}, 0 // by document and line
	for in, err := range read {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		hash := in.TextSHA256
		if in.Text != "" {
			hash = annotation.HashOf([]byte(interchange.Plain(in.Text)))
		}
		says := unwritten(&in, err)
		for a, err := range w.stream(ctx, append([]annotation.ID{}, w.texts[hash]...), &LeftOut{}, func() {}) {
			if err != nil {
				return err
			}
			if found[a.ID] == nil {
				found[a.ID] = make([]bool, len(a.lines))
			}
			if says = w.find(&a, &in, found[a.ID], says); says == "" {
				break
			}
		}
		if n++; says != "" {
			w.report.ReadBack.tell(says)
			continue
		}
		w.report.ReadBack.Lines++
		w.toldBack(n, w.report.Lines)
	}
	if lacks := w.report.Lines - w.report.ReadBack.Lines; lacks > w.report.ReadBack.Different {
		w.report.ReadBack.tell(fmt.Sprintf("%d lines are missing or otherwise", lacks))
	}
	return nil
}

// find looks for the line of a document that was read. says is what was wrong with others; "" when it is found.
func (w *datasetWriter) find(a *article, in *interchange.Incoming, found []bool, says string) string {
	for i, l := range w.kept(a) {
		if found[i] || l.Annotator != nil && in.Annotator != "" && in.Annotator != *l.Annotator {
			continue
		}
		if says = different(&l, in, nil, w.options.Unit); says == "" {
			found[i] = true
			return ""
		}
		says = l.Meta.Title + ": " + says
	}
	return says
}

// toldBack tells how far the reading back is.
func (w *datasetWriter) toldBack(n, of int) {
	w.told(w.moment.Documents + min(n, of)*w.moment.Documents/of)
}

func unwritten(in *interchange.Incoming, err error) string {
	if err != nil {
		return fmt.Sprintf("%s cannot be read: %v", in.File, err)
	}
	return fmt.Sprintf("%s has a line that was not written, of %q", in.File, in.Document)
}

// different tells how what was read differs from what was kept; "" where it does not.
func different(kept *interchange.Line, in *interchange.Incoming, err error, unit interchange.Unit) string {
	if err != nil {
		return "it cannot be read: " + err.Error()
	}
	if in.Text == "" && in.TextSHA256 == kept.TextSHA256 {
		in.Text = kept.Text // who has the text places the marks in it
	}
	placed, err := in.Place(unit)
	if err != nil {
		return err.Error()
	}
	if len(in.Kept) > 0 {
		placed.CallAs(kept)
	}
	if says := interchange.Same(kept, &placed, (*interchange.Span).Name); says != "" {
		return says
	}
	if in.Annotator != "" && kept.Annotator != nil && in.Annotator != *kept.Annotator && in.Kind != annotation.Model {
		return fmt.Sprintf("the annotator is %q and not %q", in.Annotator, *kept.Annotator)
	}
	return ""
}

func (b *ReadBack) add(l *interchange.Line, says string) {
	if b.Lines++; says != "" {
		b.tell(l.Meta.Title + ": " + says)
	}
}

func (b *ReadBack) tell(says string) {
	if b.Different++; len(b.Differences) < mostDifferences {
		b.Differences = append(b.Differences, says)
	}
}
