package storage

import (
	"context"
	"errors"

	"rubricator/annotation"
	"rubricator/annotation/text"
)

// Sides is what a reviewer has of one document, all of one moment.
type Sides struct {
	Document  annotation.Document
	Text      *text.Text
	Sets      []*annotation.Set // of the annotators, in their order; empty where one has none
	Reference *annotation.Set
	Decisions []annotation.Decision
}

// Sides loads the sets of annotators on a document, the reference and what was decided. What is damaged is left out and named in the
// list of errors, as by Set. Errors: annotation.ErrNotFound, ErrDamaged where the document is.
func (p *Project) Sides(ctx context.Context, document annotation.ID, who []annotation.ID) (Sides, []error, error) {
	q, err := p.snapshot(ctx)
	if err != nil {
		return Sides{}, nil, p.failed("open sets", err)
	}
	defer q.end()
	s, bad, err := loadSides(ctx, q, document, who, p.Scheme())
	return s, bad, p.failed("open sets", err)
}

func loadSides(ctx context.Context, q *snapshot, document annotation.ID, who []annotation.ID, scheme *annotation.Scheme) (s Sides, bad []error, err error) {
	if s.Document, s.Text, err = readDocument(ctx, q, document); err != nil {
		return s, nil, err
	}
	load := func(annotator annotation.ID) *annotation.Set {
		set, wrong, problem := loadSet(ctx, q, document, annotator, s.Text, scheme)
		bad, err = append(bad, wrong...), errors.Join(err, problem)
		return set
	}
	for _, annotator := range who {
		s.Sets = append(s.Sets, load(annotator))
	}
	s.Reference = load(annotation.ReferenceAnnotator().ID)
	decided, wrong, problem := decisions.list(ctx, q, `WHERE document = ? ORDER BY created, id`, document[:])
	s.Decisions = decided
	return s, append(bad, wrong...), errors.Join(err, problem)
}

// SetHeads lists the sets of people, by document in the order of import, then by annotator's name.
func (p *Project) SetHeads(ctx context.Context) ([]annotation.SetHead, error) {
	out, err := whole(sets.list(ctx, p.readers, `WHERE annotator IN (SELECT id FROM annotator WHERE kind = 'person')
		ORDER BY (SELECT place FROM document d WHERE d.id = document), (SELECT name FROM annotator a WHERE a.id = annotator), id`))
	return out, p.failed("list sets", err)
}

// Since is what edits changed behind a place in the journal.
type Since struct {
	Documents []annotation.ID // that they changed something of
	Whole     bool            // they changed what holds for all documents, as the scheme
	Place     int64           // of the newest edit
}

// Since tells what was changed by the edits behind a place in the journal; 0 is before the first.
func (p *Project) Since(ctx context.Context, place int64) (s Since, err error) {
	q, err := p.snapshot(ctx)
	if err != nil {
		return s, p.failed("read what was changed", err)
	}
	defer q.end()
	s.Place = place
	err = eachScan(ctx, q, func(scan scan) error {
		var newest int64
		var document annotation.ID
		var kind string
		if err := scan(&newest, fixed(document[:]), &kind); err != nil {
			return err
		}
		s.Place = max(s.Place, newest)
		if !document.IsZero() {
			s.Documents = append(s.Documents, document)
		}
		s.Whole = s.Whole || kind == string(annotation.KindScheme)
		return nil
	}, `SELECT max(edit), doc, min(CASE kind WHEN 'scheme' THEN kind ELSE '~' END) FROM change WHERE edit > ? GROUP BY doc`, place)
	return s, p.failed("read what was changed", err)
}
