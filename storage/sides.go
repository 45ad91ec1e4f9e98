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

// Since tells what was changed by the edits behind a place in the journal, those of a group left out; 0 is before the first, and the zero
// group none.
func (p *Project) Since(ctx context.Context, place int64, without annotation.ID) (s Since, err error) {
	q, err := p.snapshot(ctx)
	if err != nil {
		return s, p.failed("read what was changed", err)
	}
	defer q.end()
	err = eachScan(ctx, q, func(scan scan) error {
		var document annotation.ID
		var kind string
		if err := scan(fixed(document[:]), &kind); err != nil {
			return err
		}
		if !document.IsZero() {
			s.Documents = append(s.Documents, document)
		}
		s.Whole = s.Whole || kind == string(annotation.KindScheme)
		return nil
	}, `SELECT doc, min(CASE kind WHEN 'scheme' THEN kind ELSE '~' END) FROM change
		WHERE edit > ?1 AND edit NOT IN (SELECT seq FROM edit WHERE grp = ?2 AND grp <> id) GROUP BY doc`, place, without[:])
	if err == nil {
		err = q.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) FROM edit`).Scan(&s.Place)
	}
	return s, p.failed("read what was changed", err)
}

// StateAt names the edits up to a place in the journal, all and none else: a file in which others stand there, because it went back to a
// backup or is another copy, gives another hash. It is the SHA-256 of what each actor's chain ends with there, and is found
// without reading the journal.
func (p *Project) StateAt(ctx context.Context, place int64) (annotation.Hash, error) {
	var ends []byte
	err := eachScan(ctx, p.readers, func(scan scan) error {
		var end annotation.Hash
		err := scan(fixed(end[:]))
		ends = append(ends, end[:]...)
		return err
	}, `WITH RECURSIVE each(actor) AS (SELECT min(actor) FROM edit UNION ALL SELECT (SELECT min(e.actor) FROM edit e WHERE e.actor > each.actor) FROM each WHERE actor NOT NULL)
		SELECT hash FROM (SELECT actor, (SELECT e.hash FROM edit e WHERE e.actor = each.actor AND e.seq <= ? ORDER BY e.actor_seq DESC LIMIT 1) hash FROM each)
		WHERE hash NOT NULL ORDER BY actor`, place)
	return annotation.HashOf(ends), p.failed("read the journal", err)
}
