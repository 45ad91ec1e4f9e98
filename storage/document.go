package storage

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/text"
)

var documents = table[annotation.Document]{
	kind: annotation.KindDocument, name: "document",
	columns: []string{"id", "text", "length", "words", "copy", "title", "outlet", "author", "published", "language", "url", "sources"},
	values: func(d *annotation.Document) ([]any, error) {
		sources, err := jsonText(d.Sources, len(d.Sources) == 0)
		return []any{d.ID[:], d.Text[:], int64(d.Length), d.Words, d.Copy, d.Title, d.Outlet, d.Author, d.Published, d.Language, d.URL, sources}, err
	},
	read: func(d *annotation.Document, scan scan, more ...any) error {
		return scan(append([]any{fixed(d.ID[:]), fixed(d.Text[:]), &d.Length, &d.Words, &d.Copy, &d.Title, &d.Outlet,
			&d.Author, &d.Published, &d.Language, &d.URL, jsonColumn{&d.Sources}}, more...)...)
	},
}

// Listed is a line of the list of documents.
type Listed struct {
	annotation.Document
	Status  annotation.Status // of one annotator's set
	Spans   int               // in that set
	Created time.Time         // when the document was first imported
}

// Documents lists all documents in the order of import, with how far one annotator is. Neither texts nor hashes are
// looked at.
func (p *Project) Documents(ctx context.Context, annotator annotation.ID) ([]Listed, error) {
	out, err := p.listDocuments(ctx, annotator)
	return out, p.failed("list documents", err)
}

func (p *Project) listDocuments(ctx context.Context, annotator annotation.ID) ([]Listed, error) {
	rows, err := p.readers.QueryContext(ctx, `SELECT d.id, d.text, d.length, d.words, d.copy, d.title, d.outlet, d.author,
		d.published, d.language, d.url, d.sources, d.created, coalesce(s.status, 'todo'),
		CASE WHEN s.id IS NULL THEN 0 ELSE (SELECT count(*) FROM span WHERE "set" = s.id) END
		FROM document d LEFT JOIN "set" s ON s.document = d.id AND s.annotator = ? ORDER BY d.place`, annotator[:])
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Listed
	for rows.Next() {
		var l Listed
		if err := documents.read(&l.Document, rows.Scan, instant{&l.Created}, &l.Status, &l.Spans); err != nil {
			return nil, faultf(ErrDamaged, "damaged: %w", err)
		}
		out = append(out, l)
	}
	return out, rows.Err()
}

// Document reads a document and its text. Errors: annotation.ErrNotFound, ErrDamaged when either is not what was written.
func (p *Project) Document(ctx context.Context, id annotation.ID) (annotation.Document, *text.Text, error) {
	d, t, err := readDocument(ctx, p.readers, id)
	return d, t, p.failed("open document "+id.String(), err)
}

func readDocument(ctx context.Context, q querier, id annotation.ID) (d annotation.Document, t *text.Text, err error) {
	rows, bad, err := documents.list(ctx, q, `WHERE id = ?`, id[:])
	switch {
	case err != nil:
		return d, nil, err
	case len(bad) > 0:
		return d, nil, bad[0]
	case len(rows) == 0:
		return d, nil, annotation.ErrNotFound
	}
	t, err = readText(ctx, q, rows[0].Text)
	return rows[0], t, err
}

func readText(ctx context.Context, q querier, hash annotation.Hash) (*text.Text, error) {
	b, err := readContent(ctx, q, hash)
	if err != nil {
		return nil, err
	}
	t, err := text.New(string(b))
	if err != nil {
		return nil, faultf(ErrDamaged, "damaged: text %s: %w", hash, err)
	}
	return t, nil
}

// Content reads bytes by their hash. Errors: annotation.ErrNotFound, ErrDamaged.
func (p *Project) Content(ctx context.Context, hash annotation.Hash) ([]byte, error) {
	b, err := readContent(ctx, p.readers, hash)
	return b, p.failed("read content "+hash.String(), err)
}

func readContent(ctx context.Context, q querier, hash annotation.Hash) ([]byte, error) {
	var kept []byte
	var codec int
	err := q.QueryRowContext(ctx, `SELECT codec, CAST(bytes AS BLOB) FROM content WHERE sha256 = ?`, hash[:]).Scan(&codec, &kept)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, annotation.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return unpack(codec, kept, hash)
}
