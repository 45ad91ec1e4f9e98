package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"rubricator/annotation"
)

var erasures = table[annotation.Erasure]{
	kind: annotation.KindErasure, name: "erasure",
	fixed:   3,
	columns: []string{"id", "document", "text", "seals"},
	values: func(e *annotation.Erasure) ([]any, error) {
		seals, err := jsonText(e.Seals, len(e.Seals) == 0)
		return []any{e.ID[:], e.Document[:], e.Text[:], seals}, err
	},
	read: func(e *annotation.Erasure, scan scan, more ...any) error {
		return scan(append([]any{fixed(e.ID[:]), fixed(e.Document[:]), fixed(e.Text[:]), jsonColumn{&e.Seals}}, more...)...)
	},
}

// nameOf is, in SQL, what an edit is called, also where its name was erased.
func nameOf(edit string) string {
	return `coalesce(nullif(` + edit + `.name, ''), '` + annotation.NameErased + `')`
}

// ErasedDocument is a document that was erased for good, here or by a colleague.
type ErasedDocument struct {
	ID    annotation.ID
	Text  annotation.Hash // SHA-256 of the text
	By    string          // who erased it first
	At    time.Time       // when, by the clock of the device that it was done on
	Words bool            // this file still holds words of it, for it was erased by others alone
	Title string          // as the journal has it; empty where its words are gone
}

// wordsOfErased gives, in SQL, the documents that others erased and of which words are here.
const wordsOfErased = `SELECT doc FROM change WHERE blank IS NULL AND kind <> 'erasure' AND doc IN (SELECT document FROM erasure EXCEPT SELECT document FROM erased)`

// ErasedDocuments lists the documents that were erased for good, in the order in which it became known here.
func (p *Project) ErasedDocuments(ctx context.Context) ([]ErasedDocument, error) {
	out, err := p.listErased(ctx)
	return out, p.failed("list what was erased", err)
}

func (p *Project) listErased(ctx context.Context) (out []ErasedDocument, err error) {
	q, err := p.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer q.end()
	err = eachScan(ctx, q, func(scan scan) error {
		var d ErasedDocument
		err := scan(fixed(d.ID[:]), fixed(d.Text[:]), &d.By, instant{&d.At}, &d.Words)
		d.By = inLine(d.By)
		out = append(out, d)
		return err
	}, `SELECT x.document, x.text, coalesce(a.name, ''), e.at, x.document IN (`+wordsOfErased+`)
		FROM (SELECT document, text, min(c.edit) seq FROM erasure JOIN change c ON c.row = erasure.id GROUP BY document) x JOIN edit e ON e.seq = x.seq
		LEFT JOIN actor d ON d.id = e.actor LEFT JOIN annotator a ON a.id = d.annotator ORDER BY x.seq`)
	for i := range out {
		if err == nil && out[i].Words {
			out[i].Title, err = titleInJournal(ctx, q, out[i].ID)
		}
	}
	return out, err
}

// titleInJournal is the title that a document last had, by the journal alone. Nothing where its words are gone.
func titleInJournal(ctx context.Context, q querier, document annotation.ID) (title string, err error) {
	err = eachScan(ctx, q, func(scan scan) error {
		n, err := scanEntry(scan)
		for _, value := range []json.RawMessage{n.Before, n.After} {
			var d struct{ Title *string }
			if err == nil && value != nil && json.Unmarshal(value, &d) == nil && d.Title != nil {
				title = *d.Title
			}
		}
		return err
	}, `SELECT `+entryColumns+` FROM change c WHERE row = ? ORDER BY edit, n`, document[:])
	return title, err
}

// loadErased reads which documents the journal says were erased.
func (p *Project) loadErased(ctx context.Context) error {
	known, err := readErased(ctx, p.readers)
	if err == nil {
		p.erased.Store(&known)
	}
	return err
}

func readErased(ctx context.Context, q querier) (map[annotation.ID]bool, error) {
	return readIDs(ctx, q, `SELECT document FROM erasure`)
}

func readIDs(ctx context.Context, q querier, query string, args ...any) (map[annotation.ID]bool, error) {
	out := map[annotation.ID]bool{}
	err := eachScan(ctx, q, func(scan scan) error {
		var id annotation.ID
		err := scan(fixed(id[:]))
		out[id] = true
		return err
	}, query, args...)
	return out, err
}

// HasErased tells whether anything was erased for good, here or by a colleague.
func (p *Project) HasErased() bool { return len(*p.erased.Load()) > 0 }

// WasErased tells of a document that was erased for good, by whom and when; nil where it was not.
func (p *Project) WasErased(ctx context.Context, document annotation.ID) (*annotation.Erased, error) {
	if !(*p.erased.Load())[document] {
		return nil, nil
	}
	e, err := whoErased(ctx, p.readers, document)
	return e, p.failed("look what was erased", err)
}

func whoErased(ctx context.Context, q querier, document annotation.ID) (*annotation.Erased, error) {
	out := &annotation.Erased{Document: document}
	err := q.QueryRowContext(ctx, `SELECT coalesce(a.name, ''), e.at FROM erasure x JOIN change c ON c.row = x.id JOIN edit e ON e.seq = c.edit
		LEFT JOIN actor d ON d.id = e.actor LEFT JOIN annotator a ON a.id = d.annotator WHERE x.document = ? ORDER BY e.seq LIMIT 1`, document[:]).Scan(&out.By, instant{&out.At})
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return out, err
}

// refuseErased keeps an edit out that would bring back something of a document that was erased.
func (tx *transaction) refuseErased(e *prepared) error {
	if len(tx.erased) == 0 {
		return nil
	}
	for i := range e.changes {
		if n := &e.changes[i].entry; isErased(n, tx.erased) {
			who, err := whoErased(tx.ctx, tx.conn, n.Document)
			return errors.Join(err, who)
		}
	}
	return nil
}

// isErased tells whether an entry is of one of these documents. That one was erased is no change of it.
func isErased(n *annotation.Entry, documents map[annotation.ID]bool) bool {
	return len(documents) > 0 && n.Kind != annotation.KindErasure && documents[n.Document]
}
