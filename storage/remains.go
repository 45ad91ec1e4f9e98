package storage

import (
	"context"

	"rubricator/annotation"
)

// Remains is what a project holds of a document, for whoever asks what erasing it would take.
type Remains struct {
	Title    string
	Document annotation.Document   // zero where it was removed and the journal alone knows of it
	Text     annotation.Hash       // SHA-256 of its text
	Sets     []Marked              // in the order of names
	Comments int                   // on it and its marks
	Acts     int                   // that changed something of it
	Copies   []annotation.Document // of the same text, or the article that it corrects or that corrects it; they stay
	Shared   []annotation.Hash     // original files that other documents came from too
	Sharing  int                   // how many documents those are
}

// Marked is how much somebody marked on a document.
type Marked struct {
	By    string
	Kind  annotation.AnnotatorKind
	Marks int
}

// Remains tells what erasing a document would take. Errors: annotation.ErrNotFound where neither the project nor its journal has it.
func (p *Project) Remains(ctx context.Context, document annotation.ID) (Remains, error) {
	q, err := p.snapshot(ctx)
	if err != nil {
		return Remains{}, p.failed("look what would be erased", err)
	}
	defer q.end()
	r, err := readRemains(ctx, q, document)
	return r, p.failed("look what would be erased", err)
}

func readRemains(ctx context.Context, q *snapshot, document annotation.ID) (r Remains, err error) {
	c, err := readContents(ctx, q, document)
	if r.Text = c.text; err != nil {
		return r, err
	}
	here, err := whole(documents.list(ctx, q, `WHERE id = ?`, document[:]))
	if err != nil {
		return r, err
	}
	if r.Title, err = titleInJournal(ctx, q, document); err != nil {
		return r, err
	}
	if len(here) > 0 {
		r.Document, r.Title = here[0], here[0].Title
	}
	corrects := r.Document.Corrects
	r.Copies, err = whole(documents.list(ctx, q, `WHERE id <> ?1 AND (text = ?2 OR corrects = ?1 OR id = ?3) ORDER BY place`, document[:], c.text[:], corrects[:]))
	if err != nil {
		return r, err
	}
	err = eachScan(ctx, q, func(scan scan) error {
		var m Marked
		err := scan(&m.By, &m.Kind, &m.Marks)
		r.Sets = append(r.Sets, m)
		return err
	}, `SELECT a.name, a.kind, (SELECT count(*) FROM span WHERE "set" = s.id) FROM "set" s JOIN annotator a ON a.id = s.annotator WHERE s.document = ? ORDER BY a.name`, document[:])
	if err == nil {
		err = q.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM comment WHERE document = ?1), (SELECT count(DISTINCT edit) FROM change WHERE doc = ?1)`, document[:]).Scan(&r.Comments, &r.Acts)
	}
	if err == nil {
		err = r.share(ctx, q, document, c.originals)
	}
	return r, err
}

// share finds the original files that other documents came from too.
func (r *Remains) share(ctx context.Context, q *snapshot, document annotation.ID, originals []annotation.Hash) error {
	others := map[annotation.ID]bool{}
	for _, h := range originals {
		of, err := readIDs(ctx, q, `SELECT id FROM document WHERE id <> ? AND instr(sources, ?)`, document[:], h.String())
		if err != nil {
			return err
		}
		if len(of) > 0 {
			r.Shared = append(r.Shared, h)
		}
		for id := range of {
			others[id] = true
		}
	}
	r.Sharing = len(others)
	return nil
}
