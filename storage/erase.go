package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"rubricator/annotation"
)

// Erasing is a document that is to be erased for good.
type Erasing struct {
	Document  annotation.ID
	Originals []annotation.Hash // files that it came from which go although other documents came from them too
}

// Erase takes documents out of the project for good: their rows, their words in the journal, whose changes keep hashes in their place, and their
// texts and original files as far as no other document needs them. An edit says so, which colleagues collect. forget are parked bundles that hold
// words of them. All of that is one transaction; nothing brings it back. Then the file is made anew, so that no part of it that is not in use holds
// the words; where that is broken off, opening the project does it.
//
// Errors: annotation.ErrNotFound where neither the project nor its journal has such a document; those of Commit. Unclean: the words are gone, but
// the file could not be made anew.
func (p *Project) Erase(ctx context.Context, documents []Erasing, forget ...annotation.Hash) error {
	return p.failed("erase for good", p.erase(ctx, documents, forget))
}

// Unclean is a file of which parts that are not in use may still hold words that were erased. Opening the project again makes it anew.
type Unclean struct{ Cause error }

func (u *Unclean) Error() string {
	return fmt.Sprintf("parts of the file that are not in use may still hold the words; close the project and open it again to finish: %v", u.Cause)
}

// Unwrap is why.
func (u *Unclean) Unwrap() error { return u.Cause }

func (p *Project) erase(ctx context.Context, documents []Erasing, forget []annotation.Hash) error {
	if _, err := p.prepareAll(nil); err != nil { // may we write at all
		return err
	}
	var unclean error
	err := p.writer.submit(ctx, p.writer.background, func(ctx context.Context, c *sql.Conn) error {
		err := overwriting(ctx, c, func() error {
			return p.writer.transactOnce(ctx, c, p, func(tx *transaction) error {
				for _, d := range documents {
					if err := tx.eraseDocument(d); err != nil {
						return err
					}
				}
				for _, b := range forget {
					if err := tx.exec(`DELETE FROM parked WHERE sha256 = ?`, b[:]); err != nil {
						return err
					}
				}
				return context.Cause(ctx)
			})
		})
		if err == nil {
			err = p.loadErased(context.WithoutCancel(ctx)) // it is in the file
			unclean = p.writer.scrub(c)
		}
		return err
	})
	if err == nil {
		err = p.writer.inPlace()
	}
	if err == nil && unclean != nil {
		err = &Unclean{explain(unclean)}
	}
	return err
}

// overwriting runs f while SQLite overwrites with zeros what is deleted.
func overwriting(ctx context.Context, c *sql.Conn, f func() error) error {
	ctx = context.WithoutCancel(ctx)
	if _, err := c.ExecContext(ctx, `PRAGMA secure_delete = 1`); err != nil {
		return err
	}
	err := f()
	_, after := c.ExecContext(ctx, `PRAGMA secure_delete = 0`)
	return errors.Join(err, after)
}

// eraseDocument erases one document. Once it was erased here nothing more is to be done.
func (tx *transaction) eraseDocument(d Erasing) error {
	var done bool
	if err := tx.row(`SELECT EXISTS (SELECT 1 FROM erased WHERE document = ?)`, d.Document[:]).Scan(&done); err != nil || done {
		return err
	}
	c, err := readContents(tx.ctx, tx.conn, d.Document)
	if err != nil {
		return err
	}
	seals, err := tx.blank(d.Document)
	if err != nil {
		return err
	}
	if _, err := tx.takeOut(d.Document); err != nil {
		return err
	}
	if err := tx.drop(d, c); err != nil {
		return err
	}
	e := annotation.NewErasure(d.Document, c.text, seals)
	ready, err := prepare(&e)
	if err != nil {
		return err
	}
	if err := tx.write(ready); err != nil {
		return err
	}
	return tx.exec(`INSERT INTO erased (document, clean) VALUES (?, 0)`, d.Document[:])
}

// contents are the text of a document and the files that it came from, by the journal.
type contents struct {
	text      annotation.Hash
	originals []annotation.Hash
}

func readContents(ctx context.Context, q querier, document annotation.ID) (c contents, err error) {
	err = eachScan(ctx, q, func(scan scan) error {
		n, err := scanEntry(scan)
		for _, value := range []json.RawMessage{n.Before, n.After} {
			if err == nil && value != nil {
				err = c.note(value)
			}
		}
		return err
	}, `SELECT `+entryColumns+` FROM change c WHERE row = ? AND kind = ?`, document[:], string(annotation.KindDocument))
	if err == nil && c.text.IsZero() { // somebody may have erased it before its first words came here
		err = q.QueryRowContext(ctx, `SELECT (SELECT text FROM erasure WHERE document = ?)`, document[:]).Scan(fixed(c.text[:]))
	}
	if err == nil && c.text.IsZero() {
		err = fmt.Errorf("article %s: %w", document, annotation.ErrNotFound)
	}
	return c, err
}

// note takes in what a value of a document's row, or a part of one, names.
func (c *contents) note(value json.RawMessage) error {
	var d struct {
		Text    annotation.Hash
		Sources []struct{ Original annotation.Hash }
	}
	if err := json.Unmarshal(value, &d); err != nil {
		return err
	}
	if !d.Text.IsZero() {
		c.text = d.Text
	}
	for _, s := range d.Sources {
		if s.Original != c.text && !slices.Contains(c.originals, s.Original) {
			c.originals = append(c.originals, s.Original)
		}
	}
	return nil
}

// blank erases the words of a document from the journal, and gives the seals of edits of format 1.
func (tx *transaction) blank(document annotation.ID) (seals []annotation.Seal, err error) {
	rows, err := readIDs(tx.ctx, tx.conn, rowsOfDocument(), document[:])
	if err != nil {
		return nil, err
	}
	var edits []int64
	err = eachScan(tx.ctx, tx.conn, func(scan scan) error {
		var edit int64
		err := scan(&edit)
		edits = append(edits, edit)
		return err
	}, `SELECT DISTINCT edit FROM change WHERE blank IS NULL AND kind <> 'erasure' AND (doc = ?1 OR row IN (`+rowsOfDocument()+`)) ORDER BY edit`, document[:])
	for _, edit := range edits {
		if err == nil {
			seals, err = tx.blankEdit(edit, seals, func(n *annotation.Entry) bool {
				return !n.IsBlank() && n.Kind != annotation.KindErasure && (n.Document == document || rows[n.Row])
			})
		}
	}
	if err == nil {
		err = tx.exec(`UPDATE unfinished SET name = ? WHERE grp IN (SELECT grp FROM edit WHERE blank IS NOT NULL)`, annotation.NameErased)
	}
	return seals, err
}

func (tx *transaction) blankEdit(edit int64, seals []annotation.Seal, of func(*annotation.Entry) bool) ([]annotation.Seal, error) {
	before, err := recordedAt(tx.ctx, tx.conn, edit)
	if err != nil {
		return seals, err
	}
	after := before.Erase(of)
	for n := range after.Entries {
		if b := after.Entries[n].Blank; b != before.Entries[n].Blank {
			if err := tx.exec(`UPDATE change SET before = NULL, after = NULL, blank = ? WHERE edit = ? AND n = ?`, b[:], edit, n); err != nil {
				return seals, err
			}
		}
	}
	if after.Blank != before.Blank {
		if err := tx.exec(`UPDATE edit SET name = '', blank = ? WHERE seq = ?`, after.Blank[:], edit); err != nil {
			return seals, err
		}
	}
	if after.IsSealed() {
		seal, err := after.Seal()
		return append(seals, seal), err
	}
	return seals, nil
}

// takeOut removes all rows of a document, and gives them.
func (tx *transaction) takeOut(document annotation.ID) (gone []rowOf, err error) {
	for _, k := range slices.Backward(all) { // what hangs on others goes first
		if k.within == "" {
			continue
		}
		ids, err := readIDs(tx.ctx, tx.conn, `DELETE FROM `+k.name+` WHERE `+k.within+` RETURNING id`, document[:])
		if err != nil {
			return nil, err
		}
		for id := range ids {
			gone = append(gone, rowOf{k.kind, id})
		}
	}
	err = tx.exec(`DELETE FROM forked WHERE row IN (SELECT row FROM conflict WHERE doc = ?1) OR row IN (SELECT row FROM change WHERE doc = ?1)`, document[:])
	if err == nil {
		err = tx.exec(`DELETE FROM conflict WHERE doc = ?`, document[:])
	}
	return gone, err
}

// drop removes the text and the original files of a document that no other document needs, and what follows from the text.
func (tx *transaction) drop(d Erasing, c contents) error {
	for _, h := range append(slices.Clone(c.originals), c.text) {
		var needed bool
		err := tx.row(`SELECT EXISTS (SELECT 1 FROM change WHERE kind = 'document' AND row <> ?1 AND blank IS NULL AND (instr(before, ?2) OR instr(after, ?2)))`,
			d.Document[:], h.String()).Scan(&needed)
		if err == nil && (!needed || slices.Contains(d.Originals, h)) {
			err = tx.exec(`DELETE FROM content WHERE sha256 = ?1 AND NOT EXISTS (SELECT 1 FROM document WHERE text = ?1)`, h[:])
		}
		if err == nil {
			err = tx.exec(`DELETE FROM likeness WHERE text = ?1 AND NOT EXISTS (SELECT 1 FROM content WHERE sha256 = ?1)`, h[:])
		}
		if err != nil {
			return err
		}
	}
	return nil
}
