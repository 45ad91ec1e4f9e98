package storage

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
)

// SaveCopy writes the project as it is to another file, which only its owner may read, verifies it and then puts it in
// place, over what was there. It refuses to replace a project that is open. Edits that are committed meanwhile may be in
// it or not.
func (p *Project) SaveCopy(ctx context.Context, path string) error {
	return p.failed(fmt.Sprintf("save copy %q", filepath.Base(path)), p.copyTo(ctx, path))
}

func (p *Project) copyTo(ctx context.Context, to string) error {
	to, err := filepath.Abs(to)
	if err != nil {
		return err
	}
	if err := replaceable(to); err != nil {
		return err
	}
	draft, err := draftOf(to)
	if err != nil {
		return plainly(err)
	}
	defer removeDraft(draft)
	if err := p.copyInto(ctx, draft); err != nil {
		return err
	}
	if err := os.Rename(draft, to); err != nil {
		return plainly(err)
	}
	return syncFolder(filepath.Dir(to))
}

// replaceable tells whether nobody works at path.
func replaceable(path string) error {
	if openHere(path) {
		return faultf(ErrInUse, "that project is open")
	}
	if _, err := os.Stat(path); err == nil {
		l, err := takeLock(path)
		if err != nil {
			return err
		}
		l.release()
	}
	return noLeftovers(path)
}

// copyInto fills the draft and verifies it.
func (p *Project) copyInto(ctx context.Context, draft string) error {
	if p.writer != nil && p.writer.inPlace() != nil { // the path leads to another file, the writer to what was opened
		return p.writer.submit(ctx, p.writer.background, func(ctx context.Context, c *sql.Conn) error {
			return copyFrom(ctx, c, draft)
		})
	}
	db := connect(p.path, asCopier+p.asItLies, 1)
	defer db.Close()
	return copyFrom(ctx, db, draft)
}

func copyFrom(ctx context.Context, q querier, draft string) error {
	before, err := countRows(ctx, q)
	if err != nil {
		return err
	}
	if _, err := q.ExecContext(ctx, `VACUUM INTO ?`, draft); err != nil {
		return err
	}
	after, err := countRows(ctx, q)
	if err != nil {
		return err
	}
	if err := syncFile(draft); err != nil {
		return err
	}
	return verifyCopy(ctx, draft, before, after)
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

// countRows counts the rows of each table.
func countRows(ctx context.Context, q querier) (map[string]int, error) {
	out := map[string]int{}
	for _, name := range []string{"edit", "change", "content", "scheme", "annotator", "actor", "document", `"set"`, "span", "relation"} {
		var n int
		if err := q.QueryRowContext(ctx, `SELECT count(*) FROM `+name).Scan(&n); err != nil {
			return nil, err
		}
		out[name] = n
	}
	return out, nil
}

// verifyCopy reads the copy as a stranger would. The counts are those of the original before and after copying; edits
// may have come meanwhile, but none can have gone.
func verifyCopy(ctx context.Context, draft string, before, after map[string]int) error {
	db := connect(draft, asReader+untouched, 1)
	defer db.Close()
	if err := quickCheck(ctx, db); err != nil {
		return err
	}
	have, err := countRows(ctx, db)
	if err != nil {
		return err
	}
	for name, n := range have {
		journal := name == "edit" || name == "change" || name == "content" && before[name] <= after[name] // an erase takes contents away
		if still := before["edit"] == after["edit"]; (still && n != after[name]) || journal && (n < before[name] || n > after[name]) {
			return faultf(ErrDamaged, "the copy has %d rows of %s where the project has %d", n, name, after[name])
		}
	}
	return sampleHashes(ctx, db)
}

// quickCheck looks at the whole file, or at some tables alone.
func quickCheck(ctx context.Context, db *sql.DB, tables ...string) error {
	checks := []string{`PRAGMA quick_check(1)`}
	for i, t := range tables {
		checks = append(checks[:i], fmt.Sprintf(`PRAGMA quick_check(%s)`, t))
	}
	for _, check := range checks {
		var answer string
		if err := db.QueryRowContext(ctx, check).Scan(&answer); err != nil {
			return err
		}
		if answer != "ok" {
			return faultf(ErrDamaged, "damaged: %s", answer)
		}
	}
	return nil
}

// sampleHashes reads some rows of each table, spread over it, and some texts. The columns of older formats are not known any more;
// of those it reads texts alone, and the rows are checked when the upgraded file is read.
func sampleHashes(ctx context.Context, db *sql.DB) error {
	format, err := version(ctx, db)
	if err != nil {
		return err
	}
	for _, k := range all {
		if format != len(migrations) {
			break
		}
		sample := fmt.Sprintf(`WHERE rowid %% (SELECT 1 + max(rowid) / 200 FROM %s) = 0`, k.name)
		err := eachRow(ctx, db, k.statements, sample, func(r row) error { return r.check(k.kind) })
		if err != nil {
			return err
		}
	}
	return eachContent(ctx, db, `WHERE rowid % (SELECT 1 + max(rowid) / 50 FROM content) = 0`, func(_ string, err error) error { return err })
}
