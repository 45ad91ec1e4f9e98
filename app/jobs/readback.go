package jobs

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
)

// mostDifferences is how many differences of a dataset that was read back are told.
const mostDifferences = 5

// readBack reads the files as anyone would and holds each line against what the format keeps of the project. Files and documents come in the same order.
func (w *datasetWriter) readBack(ctx context.Context) error {
	if w.format.Read == nil {
		return nil
	}
	next, stop := iter.Pull2(ahead(w.format.Read(interchange.InFolder(w.draft.dir))))
	defer stop()
	all := 0
	for _, documents := range w.of {
		all += len(documents)
	}
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
				w.report.ReadBack.add(&l, different(&l, &in, err, more, w.options.Unit))
			}
			n++
			w.told(w.moment.Documents + n*w.moment.Documents/all)
		}
	}
	if in, err, more := next(); more {
		w.report.ReadBack.tell(fmt.Sprintf("there is more than was written: %s, number %d", in.Document, in.Number), err)
	}
	return nil
}

// different tells how what was read differs from what was kept; "" where it does not.
func different(kept *interchange.Line, in *interchange.Incoming, err error, more bool, unit interchange.Unit) string {
	switch {
	case !more:
		return "it is missing"
	case err != nil:
		return "it cannot be read: " + err.Error()
	}
	if in.Text == "" && in.TextSHA256 == kept.TextSHA256 {
		in.Text = kept.Text // who has the text places the marks in it
	}
	placed, err := in.Place(unit)
	if err != nil {
		return err.Error()
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
		b.tell(l.Meta.Title+": "+says, nil)
	}
}

func (b *ReadBack) tell(says string, err error) {
	if err != nil {
		says += ": " + err.Error()
	}
	if b.Different++; len(b.Differences) < mostDifferences {
		b.Differences = append(b.Differences, says)
	}
}
