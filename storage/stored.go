package storage

import (
	"context"
	"errors"
	"iter"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/text"
)

// StoredSet is one annotator's marks on one document, as they are stored.
type StoredSet struct {
	Document  annotation.Document
	Text      *text.Text
	Head      *annotation.SetHead  // nil: nobody has marked the document
	Updated   time.Time            // when the head last changed: of a set that is done, when it was set so
	Annotator annotation.Annotator // whose set it is
	Scheme    *annotation.Scheme   // the project's
	Spans     []StampedSpan        // in the order of the text, outer before inner
	Relations []annotation.Relation
}

// Sets gives all stored sets of people, by document in the order of import, then by annotator's name: what models suggest, and what
// was said to it, is no mark, and the reference is nobody's. Sets of annotators of further kinds come where these are named. A document
// without any set comes once, with Head nil. All is of one moment, whatever is committed meanwhile; memory is bounded by one document.
//
// An error that comes with a StoredSet names what is damaged in it and was left out, and one may go on; ErrDamaged.
// One that comes without ends the sequence.
func (p *Project) Sets(ctx context.Context, also ...annotation.AnnotatorKind) iter.Seq2[StoredSet, error] {
	return p.setsOf(ctx, append(also, annotation.Person)...)
}

// References is Sets of the reference, of which each document has one at most.
func (p *Project) References(ctx context.Context) iter.Seq2[StoredSet, error] {
	return p.setsOf(ctx, annotation.Reference)
}

func (p *Project) setsOf(ctx context.Context, kinds ...annotation.AnnotatorKind) iter.Seq2[StoredSet, error] {
	return func(yield func(StoredSet, error) bool) {
		q, err := p.snapshot(ctx)
		if err != nil {
			yield(StoredSet{}, p.failed("read sets", err))
			return
		}
		defer q.end()
		p.setsIn(ctx, q, nil, kinds...)(yield)
	}
}

// setsIn gives the sets of one snapshot that annotators of some kinds have, on some documents; nil: on all.
func (p *Project) setsIn(ctx context.Context, q *snapshot, documents []annotation.ID, kinds ...annotation.AnnotatorKind) iter.Seq2[StoredSet, error] {
	return func(yield func(StoredSet, error) bool) {
		x := exporter{p: p, ctx: ctx, q: q, of: documents}
		var err error
		if x.kinds, err = jsonText(kinds, false); err == nil {
			err = x.all(yield)
		}
		if err != nil {
			yield(StoredSet{}, p.failed("read sets", err))
		}
	}
}

// exporter reads sets in one transaction.
type exporter struct {
	p      *Project
	ctx    context.Context
	q      *snapshot
	kinds  any             // of annotators, as a JSON list
	of     []annotation.ID // documents; nil: all
	scheme *annotation.Scheme
}

func (x *exporter) all(yield func(StoredSet, error) bool) error {
	rows, err := whole(schemes.list(x.ctx, x.q, ownScheme))
	if err != nil {
		return err
	}
	x.scheme = &rows[0]
	names, err := x.annotators()
	if err != nil {
		return err
	}
	ids := x.of
	if ids == nil {
		if ids, err = x.documents(); err != nil {
			return err
		}
	}
	for _, id := range ids {
		if goOn, err := x.document(id, names, yield); err != nil || !goOn {
			return err
		}
	}
	return nil
}

func (x *exporter) annotators() (map[annotation.ID]annotation.Annotator, error) {
	rows, err := whole(annotators.list(x.ctx, x.q, ``))
	out := map[annotation.ID]annotation.Annotator{}
	for _, a := range rows {
		out[a.ID] = a
	}
	return out, err
}

func (x *exporter) documents() (out []annotation.ID, err error) {
	rows, err := x.q.QueryContext(x.ctx, `SELECT id FROM document ORDER BY place`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id annotation.ID
		if err := rows.Scan(fixed(id[:])); err != nil {
			return nil, faultf(ErrDamaged, "damaged: %w", err)
		}
		out = append(out, id)
	}
	return out, rows.Err()
}

// document gives the sets of one document. A document that is damaged itself is passed over with an error.
func (x *exporter) document(id annotation.ID, names map[annotation.ID]annotation.Annotator, yield func(StoredSet, error) bool) (goOn bool, err error) {
	d, t, err := readDocument(x.ctx, x.q, id)
	if errors.Is(err, ErrDamaged) || errors.Is(err, annotation.ErrNotFound) {
		return yield(StoredSet{Document: annotation.Document{ID: id}}, x.p.failed("read document "+id.String(), err)), nil
	}
	if err != nil {
		return false, err
	}
	heads, bad, err := sets.list(x.ctx, x.q, `WHERE document = ? AND annotator NOT IN (SELECT id FROM annotator WHERE kind NOT IN (SELECT value FROM json_each(?)))
		ORDER BY (SELECT name FROM annotator a WHERE a.id = annotator), id`, id[:], x.kinds)
	if err != nil {
		return false, err
	}
	s := StoredSet{Document: d, Text: t, Scheme: x.scheme}
	if len(heads) == 0 {
		return yield(s, x.p.failed("read sets", errors.Join(bad...))), nil
	}
	for _, head := range heads {
		s.Head, s.Annotator = &head, names[head.Annotator]
		wrong, err := x.fill(&s)
		if err == nil {
			err = x.q.QueryRowContext(x.ctx, `SELECT updated FROM "set" WHERE id = ?`, head.ID[:]).Scan(instant{&s.Updated})
		}
		if err != nil {
			return false, err
		}
		if !yield(s, x.p.failed("read sets", errors.Join(append(bad, wrong...)...))) {
			return false, nil
		}
		bad = nil
	}
	return true, nil
}

// fill reads the marks of a set; those that are damaged are left out and come back as errors.
func (x *exporter) fill(s *StoredSet) (bad []error, err error) {
	stamped, bad, err := listSpans(x.ctx, x.q, s.Head.ID, true)
	if err != nil {
		return nil, err
	}
	links, badLinks, err := relations.list(x.ctx, x.q, `WHERE "set" = ? ORDER BY id`, s.Head.ID[:])
	if err != nil {
		return nil, err
	}
	bad = append(bad, badLinks...)
	marks, stamps := make([]annotation.Span, len(stamped)), map[annotation.ID]StampedSpan{}
	for i, m := range stamped {
		marks[i], stamps[m.ID] = m.Span, m
	}
	set, wrong := annotation.LoadSet(*s.Head, s.Text, s.Scheme, marks, links)
	s.Spans, s.Relations = nil, nil
	for _, m := range set.Spans() {
		stamp := stamps[m.ID]
		stamp.Span = m
		s.Spans = append(s.Spans, stamp)
	}
	for _, r := range links {
		_, from := set.Span(r.From)
		_, to := set.Span(r.To)
		if from && to {
			s.Relations = append(s.Relations, r)
		}
	}
	for _, err := range wrong {
		bad = append(bad, fault{ErrDamaged, err})
	}
	return bad, nil
}
