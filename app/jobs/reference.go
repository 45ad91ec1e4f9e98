package jobs

import (
	"context"
	"fmt"

	"rubricator/annotation"
	"rubricator/annotation/compare"
	"rubricator/storage"
)

// Departure is a place where an annotator's finished set is not as the reference.
type Departure struct {
	compare.Group        // of the annotator and of the reference, in that order
	Quote         string // what the text says there
	Lamport       int64  // of the newest change of the reference's set or of its marks
}

// Departures tells where an annotator's set, which is done, is not as the reference of its document; nothing where there is none.
func Departures(ctx context.Context, p *storage.Project, document, annotator annotation.ID) ([]Departure, compare.Score, error) {
	mine, reference, err := besideReference(ctx, p, document, annotator)
	if err != nil || reference == nil || mine.Head().Status != annotation.Done {
		return nil, compare.Score{}, err
	}
	lamport, err := p.Newest(ctx, reference.Head().ID)
	var out []Departure
	for _, g := range compare.Compare([]*annotation.Set{mine, reference}) {
		if !g.IsAgreed() {
			out = append(out, Departure{g, mine.Text().Slice(g.Range.Start, g.Range.End), lamport})
		}
	}
	return out, compare.NewScore(mine, reference), err
}

// besideReference loads an annotator's set and the reference; nil where there is no reference.
func besideReference(ctx context.Context, p *storage.Project, document, annotator annotation.ID) (mine, reference *annotation.Set, err error) {
	has, err := p.HasSet(ctx, document, annotation.ReferenceAnnotator().ID)
	if err != nil || !has {
		return nil, nil, err
	}
	_, t, err := p.Document(ctx, document)
	if err != nil {
		return nil, nil, err
	}
	if mine, _, err = p.Set(ctx, document, annotator, t); err != nil {
		return nil, nil, err
	}
	reference, _, err = p.Set(ctx, document, annotation.ReferenceAnnotator().ID, t)
	return mine, reference, err
}

// AllDepartures is Departures of every document that has a reference, in the order of import.
func AllDepartures(ctx context.Context, p *storage.Project, annotator annotation.ID) (out []Departure, err error) {
	documents, err := p.DocumentsOf(ctx, annotation.ReferenceAnnotator().ID)
	for _, document := range documents {
		if err != nil {
			break
		}
		var more []Departure
		more, _, err = Departures(ctx, p, document, annotator)
		out = append(out, more...)
	}
	if err != nil {
		err = fmt.Errorf("compare with the reference: %w", err)
	}
	return out, err
}
