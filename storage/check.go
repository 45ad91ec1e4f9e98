package storage

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"rubricator/annotation"
)

// Finding is something that a check found.
type Finding struct {
	Check string // the check's name: file, references, rows, contents, places, quotes, scheme, journal, fold, erased
	Row   string // where: "span 0190...", "edit 7"; may be empty
	Text  string // what
	Act   int64  // the place in the journal of the edit that it is about; 0: it is about none
}

// checks are what Check does, in order. Each names one promise of the file.
var checks = []struct {
	name string
	run  func(*checker) error
}{
	{"file", (*checker).file},             // SQLite finds its pages and indexes in order
	{"references", (*checker).references}, // what a row points to is there
	{"rows", (*checker).rows},             // each row is what was written
	{"contents", (*checker).contents},     // texts and original files are what was written
	{"places", (*checker).places},         // what is said is said of places that their texts have
	{"quotes", (*checker).quotes},         // each mark says what its text says
	{"scheme", (*checker).scheme},         // each mark of a person is what the scheme takes
	{"journal", (*checker).journal},       // each actor's edits are all there, in order and unchanged
	{"fold", (*checker).fold},             // the rows are what the journal leads to
	{"erased", (*checker).erased},         // nothing is left of what was erased for good here
}

// Check looks for damage and contradictions in the whole file; SQLite's own checks miss most bits that flip in text. No
// findings mean that all is well. The error tells that checking itself failed.
func (p *Project) Check(ctx context.Context) ([]Finding, error) {
	return p.check(ctx, func(string) bool { return true })
}

// CheckJournal follows the chain of hashes of each actor over the journal, and is the part of Check that does so.
func (p *Project) CheckJournal(ctx context.Context) ([]Finding, error) {
	return p.check(ctx, func(name string) bool { return name == "journal" })
}

func (p *Project) check(ctx context.Context, wanted func(name string) bool) ([]Finding, error) {
	q, err := p.snapshot(ctx)
	if err != nil {
		return nil, p.failed("check", err)
	}
	defer q.end()
	c := &checker{ctx: ctx, q: q}
	for _, check := range checks {
		if !wanted(check.name) {
			continue
		}
		c.name = check.name
		err := explain(check.run(c))
		if ctx.Err() != nil {
			return c.findings, p.failed("check", ctx.Err())
		}
		if err != nil { // a page that cannot be read ends one check and not the others
			c.find("", "%v", err)
		}
	}
	return c.findings, nil
}

type checker struct {
	ctx      context.Context
	q        *snapshot
	name     string
	findings []Finding
	seals    map[annotation.ID][]annotation.Hash // by edit
}

func (c *checker) find(row, format string, args ...any) {
	c.findings = append(c.findings, Finding{Check: c.name, Row: row, Text: fmt.Sprintf(format, args...)})
}

// findAct is find about an edit.
func (c *checker) findAct(l link, format string, args ...any) {
	c.find(fmt.Sprintf("edit %d (%q, %s)", l.seq, l.Name, l.ID), format, args...)
	c.findings[len(c.findings)-1].Act = l.seq
}

// each runs f for the rows of a query.
func (c *checker) each(f func(scan) error, query string, args ...any) error {
	return eachScan(c.ctx, c.q, f, query, args...)
}

func (c *checker) file() error {
	// A search makes FTS5 look at its index as it is now. By itself integrity_check takes it as this connection last saw it, and what was merged
	// since for damage.
	if err := c.each(func(scan) error { return nil }, `SELECT rowid FROM search WHERE search MATCH 'a' LIMIT 1`); err != nil {
		c.find("", "%v", err)
	}
	return c.each(func(scan scan) error {
		var answer string
		err := scan(&answer)
		if err == nil && answer != "ok" {
			c.find("", "%s", answer)
		}
		return err
	}, `PRAGMA integrity_check`)
}

func (c *checker) references() error {
	return c.each(func(scan scan) error {
		var table, parent string
		var rowid sql.NullInt64
		var key int
		err := scan(&table, &rowid, &parent, &key)
		if err == nil {
			c.find(fmt.Sprintf("%s %d", table, rowid.Int64), "points to a %s that is not there", parent)
		}
		return err
	}, `PRAGMA foreign_key_check`)
}

func (c *checker) rows() error {
	for _, k := range all {
		err := eachRow(c.ctx, c.q, k.statements, ``, func(r row) error {
			if err := r.check(k.kind); err != nil {
				c.find(fmt.Sprintf("%s %s", k.kind, r.id), "%v", err)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *checker) contents() error {
	err := eachContent(c.ctx, c.q, ``, func(name string, err error) error {
		if err != nil {
			c.find("content "+name, "%v", err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return c.each(func(scan scan) error {
		var id annotation.ID
		var length, have int64
		err := scan(fixed(id[:]), &length, &have)
		if err == nil && length != have {
			c.find("document "+id.String(), "says %d characters and has %d", length, have)
		}
		return err
	}, `SELECT d.id, d.length, length(c.bytes) FROM document d JOIN content c ON c.sha256 = d.text
		WHERE c.codec = 0 AND typeof(c.bytes) = 'text' AND length(c.bytes) <> d.length AND instr(CAST(c.bytes AS BLOB), x'00') = 0`)
}

// places holds comments against the lengths of their texts. That a comment or a verdict is about a document, a set or a mark that is not
// there is no fault: each is its author's own row, so it outlives what it is about, which undo or a colleague's bundle may bring back.
func (c *checker) places() error {
	return c.each(func(scan scan) error {
		var id annotation.ID
		var start, end, length int64
		err := scan(fixed(id[:]), &start, &end, &length)
		if err == nil {
			c.find("comment "+id.String(), "is about the characters %d to %d of a text of %d", start, end, length)
		}
		return err
	}, `SELECT c.id, c.start, c."end", d.length FROM comment c JOIN document d ON d.id = c.document
		WHERE c.start < 0 OR c."end" < c.start OR c."end" > d.length`)
}

// quotes holds the marks of each set against the text. What is wrong with rows and texts themselves was found before.
func (c *checker) quotes() error {
	return c.eachSet(nil, `ORDER BY document`, func(head annotation.SetHead, _ *annotation.Set, bad []error) {
		for _, err := range bad {
			c.find(fmt.Sprintf("set %s of document %s", head.ID, head.Document), "%v", err)
		}
	})
}

// scheme holds what people marked against the scheme.
func (c *checker) scheme() error {
	return c.eachMisfit(func(m Misfit) { c.find(fmt.Sprintf("row %s", m.Row), "%v", m.Err) })
}

// eachSet loads the sets of a list whose documents can be read; bad are their marks that cannot be.
func (c *checker) eachSet(scheme *annotation.Scheme, list string, f func(head annotation.SetHead, set *annotation.Set, bad []error)) error {
	heads, _, err := sets.list(c.ctx, c.q, list)
	if err != nil {
		return err
	}
	for _, head := range heads {
		_, t, err := readDocument(c.ctx, c.q, head.Document)
		if errors.Is(err, ErrDamaged) || errors.Is(err, annotation.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		set, bad, err := loadSet(c.ctx, c.q, head.Document, head.Annotator, t, scheme)
		if err != nil {
			return err
		}
		f(head, set, bad)
	}
	return nil
}

// journal follows the chain of each actor.
func (c *checker) journal() error {
	var last link
	var count, top int64
	err := c.readSeals()
	if err == nil {
		err = c.unvouched()
	}
	if err != nil {
		return err
	}
	err = c.each(func(scan scan) error {
		l, err := scanLink(scan)
		if err != nil {
			c.find(fmt.Sprintf("edit %d", l.seq), "damaged: %v", err)
			return nil
		}
		count, top = count+1, max(top, l.seq)
		if l.Actor != last.Actor {
			last = link{}
		}
		if err := c.link(last, l); err != nil {
			return err
		}
		last = l
		return nil
	}, formOfToday.links+`ORDER BY actor, actor_seq`)
	if err == nil && count != top {
		c.find("", "there are %d edits where %d were made", count, top)
	}
	return err
}

// link tells what is wrong between an edit and the one before it of the same actor.
func (c *checker) link(last, l link) error {
	if l.Seq != last.Seq+1 {
		c.findAct(l, "is number %d of its actor and follows number %d", l.Seq, last.Seq)
	}
	if l.Lamport <= last.Lamport {
		c.findAct(l, "Lamport number %d does not grow from %d", l.Lamport, last.Lamport)
	}
	if l.prev != last.hash {
		c.findAct(l, "does not follow the edit before it: the chain is broken")
	}
	entries, err := formOfToday.entries(c.ctx, c.q, l.seq)
	if err != nil {
		return err
	}
	if len(entries) != l.n {
		c.findAct(l, "has %d changes where %d were made", len(entries), l.n)
	}
	r := l.recorded(entries)
	if !r.IsSealed() && annotation.PayloadHash(entries, l.format) != l.payload {
		c.findAct(l, "its changes are not what was written")
	}
	if r.IsSealed() && l.Name == "" { // the seal alone vouches for it
	} else if hash, err := annotation.ChainHash(l.prev, l.Header, l.n, l.format, l.payload); err != nil || hash != l.hash {
		c.findAct(l, "its header is not what was written")
	}
	return c.sealed(l, &r)
}

// fold walks the changes of each row back from its value to nothing, and puts those together anew that do not follow one another.
func (c *checker) fold() error {
	if err := errors.Join(c.orphans(), c.stamps()); err != nil {
		return err
	}
	erased, err := readErased(c.ctx, c.q)
	if err != nil {
		return err
	}
	f := folding{checker: c, erased: erased}
	err = c.each(func(scan scan) error {
		var edit annotation.ID
		n, err := scanEntry(scan, fixed(edit[:]))
		if err != nil {
			return err
		}
		return f.back(n, edit)
	}, `SELECT `+entryColumns+`, e.id FROM change c JOIN edit e ON e.seq = c.edit
		ORDER BY c.row DESC, c.edit DESC, c.n DESC`)
	f.begin(annotation.Entry{})
	return err
}

// noCopy leaves out the copies of marks that two people changed: the journal knows them by the changes of another row.
const noCopy = `id NOT IN (SELECT copy FROM conflict WHERE copy IS NOT NULL 
	UNION SELECT row FROM conflict WHERE how = 'needed' AND NOT EXISTS (SELECT 1 FROM change WHERE change.row = conflict.row))`

// orphans are rows of which the journal knows nothing.
func (c *checker) orphans() error {
	for _, k := range all {
		err := c.each(func(scan scan) error {
			var id annotation.ID
			err := scan(fixed(id[:]))
			c.find(fmt.Sprintf("%s %s", k.kind, id), "is not in the journal")
			return err
		}, fmt.Sprintf(`SELECT id FROM %s t WHERE NOT EXISTS (SELECT 1 FROM change WHERE row = t.id) AND `+noCopy, k.name))
		if err != nil {
			return err
		}
	}
	return nil
}

// stamps are times and places that the journal does not lead to; no hash covers them.
func (c *checker) stamps() error {
	for _, k := range all {
		place := "0"
		if k.kind == annotation.KindDocument {
			place = `place IS NOT (SELECT min(edit << 24 | n) FROM change WHERE row = t.id)`
		}
		err := c.each(func(scan scan) error {
			var id annotation.ID
			err := scan(fixed(id[:]))
			c.find(fmt.Sprintf("%s %s", k.kind, id), "its times or its place are not those of its edits")
			return err
		}, fmt.Sprintf(`SELECT id FROM %s t WHERE (updated IS NOT (SELECT at FROM edit WHERE id = t.rev)
			OR created IS NOT (SELECT at FROM edit WHERE seq = (SELECT min(edit) FROM change WHERE row = t.id)) OR %s)
			AND rev IN (SELECT id FROM edit) AND `+noCopy, k.name, place))
		if err != nil {
			return err
		}
	}
	return nil
}

// folding is one row on its way back.
type folding struct {
	*checker
	at    annotation.Entry // kind and row; the last change met
	value json.RawMessage  // before that change
	was   annotation.ID    // the edit that should have written value
	lost  bool             // something was found about this row, or nothing is to be

	erased map[annotation.ID]bool // documents of which no row is to be there
}

func (f *folding) lose(format string, args ...any) {
	if !f.lost && !f.isMerged() {
		f.find(fmt.Sprintf("%s %s", f.at.Kind, f.at.Row), format, args...)
	}
	f.lost = true
}

// isMerged tells whether the row is what its changes lead to that did not know of each other.
func (f *folding) isMerged() bool {
	r := rowOf{f.at.Kind, f.at.Row}
	if tables[r.kind] == nil {
		return false
	}
	m := merging{f.ctx, f.q}
	var have row
	err := eachRow(f.ctx, f.q, tables[r.kind].statements, `WHERE id = ?`, func(row row) error {
		have = row
		return nil
	}, r.id[:])
	if err != nil {
		return false
	}
	folded, err := m.folded(r)
	if err != nil || len(folded.Missing) > 0 {
		return false
	}
	want := folded.Value
	if want == nil && have.value != nil && m.isNeeded(r) {
		want = folded.Last
	}
	return bytes.Equal(have.value, want) && (want == nil || have.rev == folded.Rev)
}

// begin ends the row before and takes up the next.
func (f *folding) begin(n annotation.Entry) {
	if !f.at.Row.IsZero() && f.value != nil {
		f.lose("the journal does not know its beginning")
	}
	f.at, f.value, f.was, f.lost = n, nil, annotation.ID{}, false
}

// back takes one change of the row back.
func (f *folding) back(n annotation.Entry, edit annotation.ID) error {
	if n.Row != f.at.Row {
		f.begin(n)
		t := tables[n.Kind]
		if t == nil {
			f.lose("kind %q is unknown", n.Kind)
			return nil
		}
		err := eachRow(f.ctx, f.q, t.statements, `WHERE id = ?`, func(r row) error {
			f.value, f.was = r.value, r.rev
			return nil
		}, n.Row[:])
		if err != nil {
			return err
		}
		if isErased(&n, f.erased) {
			if f.value != nil {
				f.find(fmt.Sprintf("%s %s", n.Kind, n.Row), "is there, and its article was erased for good")
			}
			f.value, f.lost = nil, true
		}
	}
	if f.lost {
		return nil
	}
	if f.value != nil && f.was != edit {
		f.lose("was last written by edit %s, and the journal says %s", f.was, edit)
	}
	whole, err := n.Lengthen(f.value)
	if err != nil {
		f.lose("is not what edit %s left", edit)
	}
	f.value, f.was = whole.Before, n.Was
	return nil
}
