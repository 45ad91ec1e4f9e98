package storage

import (
	"context"

	"rubricator/annotation"
	"rubricator/annotation/text"
)

var sets = table[annotation.SetHead]{
	kind: annotation.KindSet, name: `"set"`,
	fixed:   3,
	within:  `document = ?1`,
	columns: []string{"id", "document", "annotator", "status", "attributes"},
	values: func(s *annotation.SetHead) ([]any, error) {
		attributes, err := jsonText(s.Attributes, len(s.Attributes) == 0)
		return []any{s.ID[:], s.Document[:], s.Annotator[:], string(s.Status), attributes}, err
	},
	read: func(s *annotation.SetHead, scan scan, more ...any) error {
		return scan(append([]any{fixed(s.ID[:]), fixed(s.Document[:]), fixed(s.Annotator[:]), &s.Status, jsonColumn{&s.Attributes}}, more...)...)
	},
}

// inSets are the rows of a document's sets.
const inSets = `"set" IN (SELECT id FROM "set" WHERE document = ?1)`

var relations = table[annotation.Relation]{
	kind: annotation.KindRelation, name: "relation",
	fixed:   2,
	within:  inSets,
	columns: []string{"id", `"set"`, "type", `"from"`, `"to"`, "origin"},
	values: func(r *annotation.Relation) ([]any, error) {
		return []any{r.ID[:], r.Set[:], r.Type, r.From[:], r.To[:], string(r.Origin)}, nil
	},
	read: func(r *annotation.Relation, scan scan, more ...any) error {
		return scan(append([]any{fixed(r.ID[:]), fixed(r.Set[:]), &r.Type, fixed(r.From[:]), fixed(r.To[:]), &r.Origin}, more...)...)
	},
}

// Set loads an annotator's marks on a document of text t, or begins a set when there is none. Marks that are not what was
// written, or whose quote is not what the text says, are left out and named in the list of errors.
func (p *Project) Set(ctx context.Context, document, annotator annotation.ID, t *text.Text) (*annotation.Set, []error, error) {
	q, err := p.snapshot(ctx)
	if err != nil {
		return nil, nil, p.failed("open set", err)
	}
	defer q.end()
	s, bad, err := loadSet(ctx, q, document, annotator, t, p.Scheme())
	return s, bad, p.failed("open set", err)
}

func loadSet(ctx context.Context, q *snapshot, document, annotator annotation.ID, t *text.Text, scheme *annotation.Scheme) (*annotation.Set, []error, error) {
	heads, bad, err := sets.list(ctx, q, `WHERE document = ? AND annotator = ?`, document[:], annotator[:])
	if err != nil {
		return nil, nil, err
	}
	if len(heads) == 0 && len(bad) > 0 {
		return nil, nil, bad[0]
	}
	if len(heads) == 0 {
		return annotation.NewSet(document, annotator, t, scheme), nil, nil
	}
	head := heads[0]
	stamped, bad, err := listSpans(ctx, q, head.ID, false)
	if err != nil {
		return nil, nil, err
	}
	links, badLinks, err := relations.list(ctx, q, `WHERE "set" = ?`, head.ID[:])
	if err != nil {
		return nil, nil, err
	}
	marks := make([]annotation.Span, len(stamped))
	for i := range stamped {
		marks[i] = stamped[i].Span
	}
	s, wrong := annotation.LoadSet(head, t, scheme, marks, links)
	for i, err := range wrong {
		wrong[i] = fault{ErrDamaged, err}
	}
	return s, append(append(bad, badLinks...), wrong...), nil
}

// HasSet tells whether an annotator has a set on a document.
func (p *Project) HasSet(ctx context.Context, document, annotator annotation.ID) (has bool, err error) {
	err = p.readers.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM "set" WHERE document = ? AND annotator = ?)`, document[:], annotator[:]).Scan(&has)
	return has, p.failed("look for a set", err)
}

// DocumentsOf lists the documents on which an annotator has a set, in the order of import.
func (p *Project) DocumentsOf(ctx context.Context, annotator annotation.ID) (out []annotation.ID, err error) {
	err = eachScan(ctx, p.readers, func(scan scan) error {
		var id annotation.ID
		err := scan(fixed(id[:]))
		out = append(out, id)
		return err
	}, `SELECT d.id FROM document d JOIN "set" s ON s.document = d.id WHERE s.annotator = ? ORDER BY d.place`, annotator[:])
	return out, p.failed("list documents", err)
}

// Newest is the largest Lamport number of what a set and its marks were last written by; 0 where there is no such set.
func (p *Project) Newest(ctx context.Context, set annotation.ID) (lamport int64, err error) {
	err = p.readers.QueryRowContext(ctx, `SELECT coalesce(max(n), 0) FROM (SELECT `+lamportOf("s")+` n FROM "set" s WHERE s.id = ?1
		UNION ALL SELECT `+lamportOf("m")+` FROM span m WHERE m."set" = ?1)`, set[:]).Scan(&lamport)
	return lamport, p.failed("read a set", err)
}
