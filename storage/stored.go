package storage

import (
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/ahead"
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
		x := exporter{p: p, ctx: ctx, q: q, kinds: kinds, of: documents}
		for r, err := range ahead.Of(x.all) {
			if err == nil {
				err = p.failed("read sets", errors.Join(r.check()...))
			}
			if !yield(r.StoredSet, err) {
				return
			}
		}
	}
}

// readSet is a set as the file has it. What can be checked without the file is not.
type readSet struct {
	StoredSet
	marks spanRows
	links []annotation.Relation
	bad   []error // what is damaged and left out
}

// exporter reads sets in one transaction.
type exporter struct {
	p      *Project
	ctx    context.Context
	q      *snapshot
	kinds  []annotation.AnnotatorKind
	of     []annotation.ID // documents; nil: all
	scheme *annotation.Scheme
	names  map[annotation.ID]annotation.Annotator
}

// all reads the sets. An error comes without a set and ends the sequence, or tells of a document that is damaged.
func (x *exporter) all(yield func(readSet, error) bool) {
	ids, err := x.begin()
	for _, id := range ids {
		goOn := true
		if goOn, err = x.document(id, yield); err != nil || !goOn {
			break
		}
	}
	if err != nil {
		yield(readSet{}, x.p.failed("read sets", err))
	}
}

// begin reads what all sets have in common, and gives the documents.
func (x *exporter) begin() ([]annotation.ID, error) {
	rows, err := whole(schemes.list(x.ctx, x.q, ownScheme))
	if err != nil {
		return nil, err
	}
	x.scheme = &rows[0]
	if x.names, err = x.annotators(); err != nil || x.of != nil {
		return x.of, err
	}
	return x.documents()
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
func (x *exporter) document(id annotation.ID, yield func(readSet, error) bool) (goOn bool, err error) {
	d, t, err := readDocument(x.ctx, x.q, id)
	if errors.Is(err, ErrDamaged) || errors.Is(err, annotation.ErrNotFound) {
		return yield(readSet{StoredSet: StoredSet{Document: annotation.Document{ID: id}}}, x.p.failed("read document "+id.String(), err)), nil
	}
	if err != nil {
		return false, err
	}
	kinds, err := jsonText(x.kinds, false)
	if err != nil {
		return false, err
	}
	heads, bad, err := sets.list(x.ctx, x.q, `WHERE document = ? AND annotator NOT IN (SELECT id FROM annotator WHERE kind NOT IN (SELECT value FROM json_each(?)))
		ORDER BY (SELECT name FROM annotator a WHERE a.id = annotator), id`, id[:], kinds)
	if err != nil {
		return false, err
	}
	r := readSet{StoredSet: StoredSet{Document: d, Text: t, Scheme: x.scheme}, bad: bad}
	if len(heads) == 0 {
		return yield(r, nil), nil
	}
	for _, head := range heads {
		r.Head, r.Annotator = &head, x.names[head.Annotator]
		if err := x.fill(&r); err != nil {
			return false, err
		}
		if !yield(r, nil) {
			return false, nil
		}
		r.bad = nil
	}
	return true, nil
}

// fill reads what belongs to a set.
func (x *exporter) fill(r *readSet) error {
	set := r.Head.ID[:]
	var err error
	if r.marks, err = readSpans(x.ctx, x.q, r.Head.ID, true); err != nil {
		return err
	}
	links, bad, err := relations.list(x.ctx, x.q, `WHERE "set" = ? ORDER BY id`, set)
	if err != nil {
		return err
	}
	r.links, r.bad = links, append(r.bad, bad...)
	return x.q.QueryRowContext(x.ctx, `SELECT updated FROM "set" WHERE id = ?`, set).Scan(instant{&r.Updated})
}

// check leaves out marks that are not what was written or not what the text reads, and relations of marks that are not there, and names what
// was left out.
func (r *readSet) check() []error {
	marks, bad := r.marks.sound()
	bad = append(r.bad, bad...)
	r.Spans = marks[:0]
	for _, m := range marks {
		var err error
		if m.Span, err = m.In(r.Text); err != nil {
			bad = append(bad, fault{ErrDamaged, err})
			continue
		}
		r.Spans = append(r.Spans, m)
	}
	slices.SortFunc(r.Spans, func(a, b StampedSpan) int { return annotation.InText(a.Span, b.Span) })
	return append(bad, r.link(r.links)...)
}

// link takes in the relations whose marks are there; the others come back as errors.
func (s *StoredSet) link(links []annotation.Relation) (bad []error) {
	if len(links) == 0 {
		return nil
	}
	there := make(map[annotation.ID]bool, len(s.Spans))
	for i := range s.Spans {
		there[s.Spans[i].ID] = true
	}
	for _, r := range links {
		if !there[r.From] || !there[r.To] {
			bad = append(bad, faultf(ErrDamaged, "relation %s: an end is missing", r.ID))
			continue
		}
		s.Relations = append(s.Relations, r)
	}
	return bad
}
