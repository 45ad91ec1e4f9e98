package storage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/text"
)

var documents = table[annotation.Document]{
	kind: annotation.KindDocument, name: "document",
	fixed:   2,
	within:  `id = ?1`,
	columns: []string{"id", "text", "length", "words", "copy", "title", "outlet", "author", "published", "language", "url", "sources", "caption", "licence", "story", "corrects"},
	values: func(d *annotation.Document) ([]any, error) {
		sources, err := jsonText(d.Sources, len(d.Sources) == 0)
		return []any{d.ID[:], d.Text[:], int64(d.Length), d.Words, d.Copy, d.Title, d.Outlet, d.Author, d.Published, d.Language, d.URL, sources,
			d.Caption, d.Licence, blob(d.Story), blob(d.Corrects)}, err
	},
	read: func(d *annotation.Document, scan scan, more ...any) error {
		return scan(append([]any{fixed(d.ID[:]), fixed(d.Text[:]), &d.Length, &d.Words, &d.Copy, &d.Title, &d.Outlet,
			&d.Author, &d.Published, &d.Language, &d.URL, jsonColumn{&d.Sources}, &d.Caption, &d.Licence, fixed(d.Story[:]), fixed(d.Corrects[:])}, more...)...)
	},
}

// Listed is a line of the list of documents.
type Listed struct {
	annotation.Document
	Status  annotation.Status  // of one annotator's set
	Empty   bool               // that annotator looked at it and found nothing to mark
	Skipped string             // why that annotator skips it; nothing where it is not skipped
	Spans   int                // in that set
	Unsure  int                // of those, the ones the annotator is not certain of
	Rounds  []annotation.Round // that the document is in, in the order in which they were begun; never changed
	Mine    bool               // that annotator has it in a round that is open
	Created time.Time          // when the document was first imported

	Corrected bool // another document stands for it, because its text was found wrong

	Returned string // why a colleague returned that set; empty: nobody did
	Redone   bool   // it was done again since
}

// IsOpen tells whether there is work for that annotator on the document.
func (l *Listed) IsOpen() bool {
	return !l.Corrected && l.Status != annotation.Done && l.Status != annotation.Skipped
}

// IsReturned tells whether the set was returned and waits for its annotator.
func (l *Listed) IsReturned() bool { return l.Returned != "" && !l.Redone }

// Documents lists all documents in the order of import, with how far one annotator is. Neither texts nor hashes are
// looked at.
func (p *Project) Documents(ctx context.Context, annotator annotation.ID) ([]Listed, error) {
	out, err := p.listDocuments(ctx, annotator)
	return out, p.failed("list documents", err)
}

func (p *Project) listDocuments(ctx context.Context, annotator annotation.ID) ([]Listed, error) {
	q, err := p.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer q.end()
	var n int
	if err := q.QueryRowContext(ctx, `SELECT count(*) FROM document`).Scan(&n); err != nil {
		return nil, err
	}
	out := make([]Listed, 0, n)
	err = q.eachRaw(ctx, func(v []driver.Value) error {
		l, err := listed(v)
		if err != nil {
			return faultf(ErrDamaged, "document: damaged: %w", err)
		}
		out = append(out, l)
		return nil
	}, documentList, annotator[:])
	if err != nil {
		return nil, err
	}
	return out, errors.Join(fillCorrected(ctx, q, out), countUnsure(ctx, q, out, annotator), fillReturned(ctx, q, out, annotator), placeInRounds(ctx, q, out, annotator))
}

// fillReturned fills in which of the annotator's sets colleagues returned: of several reasons the last that holds.
func fillReturned(ctx context.Context, q *snapshot, list []Listed, annotator annotation.ID) error {
	type word struct {
		reason string
		redone bool
	}
	words := map[annotation.ID]word{}
	err := q.eachRaw(ctx, func(v []driver.Value) error {
		id, _ := v[0].([]byte)
		reason, _ := v[1].(string)
		redone, _ := v[2].(int64)
		document := annotation.ID(id)
		if before, ok := words[document]; !ok || before.redone || redone == 0 {
			words[document] = word{reason, redone != 0}
		}
		return nil
	}, returnedList, annotator[:])
	for i := range list {
		if len(words) > 0 {
			list[i].Returned, list[i].Redone = words[list[i].ID].reason, words[list[i].ID].redone
		}
	}
	return err
}

var returnedList = `SELECT v.document, v.reason, coalesce(` + lamportOf("s") + `, 0) > ` + lamportOf("v") + ` AND s.status IN ('done', 'skipped')
	FROM verdict v JOIN "set" s ON s.id = v."set" WHERE v.span IS NULL AND v.outcome = 'returned' AND s.annotator = ? ORDER BY ` + lamportOf("v")

// countUnsure fills in how many marks each document has that the annotator is unsure of. They are few, and counting them by
// themselves costs the list nothing where there are none.
func countUnsure(ctx context.Context, q *snapshot, list []Listed, annotator annotation.ID) error {
	counts := map[annotation.ID]int{}
	err := q.eachRaw(ctx, func(v []driver.Value) error {
		id, _ := v[0].([]byte)
		n, _ := v[1].(int64)
		counts[annotation.ID(id)] = int(n)
		return nil
	}, unsureList, annotator[:])
	for i := range list {
		if len(counts) > 0 {
			list[i].Unsure = counts[list[i].ID]
		}
	}
	return err
}

const unsureList = `SELECT s.document, u.n FROM (SELECT "set", count(*) n FROM span WHERE instr(attributes, '"unsure":') > 0 GROUP BY "set") u
	JOIN "set" s ON s.id = u."set" WHERE s.annotator = ?`

const documentList = `SELECT d.id || d.text, d.length, d.words, d.copy, d.title, d.outlet, d.author, d.published, d.language, d.url,
	d.sources, d.created, s.status || coalesce(s.attributes, ''), (SELECT count(*) FROM span WHERE "set" = s.id),
	d.caption, d.licence, d.story, d.corrects
	FROM document d LEFT JOIN "set" s ON s.document = d.id AND s.annotator = ? ORDER BY d.place`

// listed reads a row of documentList. STRICT tables vouch for the types.
func listed(v []driver.Value) (l Listed, err error) {
	key, _ := v[0].(string)
	if len(key) != len(l.ID)+len(l.Text) {
		return l, errors.New("its id or hash is not as long as it was")
	}
	copy(l.Text[:], key[copy(l.ID[:], key):])
	length, _ := v[1].(int64)
	words, _ := v[2].(int64)
	l.Length, l.Words = text.Pos(length), int(words)
	for i, s := range []*string{&l.Copy, &l.Title, &l.Outlet, &l.Author, &l.Published, &l.Language, &l.URL} {
		*s, _ = v[3+i].(string)
	}
	said, _ := v[12].(string)
	status, attributes := said, ""
	if i := strings.IndexByte(said, '{'); i >= 0 {
		status, attributes = said[:i], said[i:]
	}
	if l.Status = annotation.Status(status); status == "" {
		l.Status = annotation.Todo
	}
	spans, _ := v[13].(int64)
	l.Spans = int(spans)
	l.said(attributes)
	l.Caption, _ = v[14].(string)
	l.Licence, _ = v[15].(string)
	return l, errors.Join(fixed(l.Story[:]).Scan(v[16]), fixed(l.Corrects[:]).Scan(v[17]), jsonColumn{&l.Sources}.Scan(v[10]), instant{&l.Created}.Scan(v[11]))
}

// said reads what the annotator says of the whole document, as far as the list shows it. What is said besides costs no time, and
// what is damaged is told where the document is opened: the list is to be there all the same.
func (l *Listed) said(attributes string) {
	if attributes == "" || l.Status != annotation.Done && l.Status != annotation.Skipped {
		return
	}
	head := annotation.SetHead{}
	if err := json.Unmarshal([]byte(attributes), &head.Attributes); err == nil {
		l.Empty, l.Skipped = head.IsEmpty(), head.SkippedFor()
	}
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
