package storage

import (
	"database/sql"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// closed closes the project and gives its file.
func (d *desk) closed() string {
	d.t.Helper()
	if err := d.Close(); err != nil {
		d.t.Fatal(err)
	}
	return d.path
}

// foreign collects a colleague's project file.
func (d *desk) foreign(path string) (Collected, error) {
	d.t.Helper()
	f, err := OpenForeign(ctx, path)
	if err != nil {
		return Collected{}, err
	}
	defer f.Close()
	return d.Collect(ctx, f.Delivery(), true, nil)
}

func TestAColleaguesProjectFileIsCollected(t *testing.T) {
	anna := newDesk(t)
	doc := anna.add("Prices rose by seven percent.")
	ben := anna.copyFor(person("Ben"))
	ben.mark(ben.set(doc.ID), 0, 6)
	more := ben.add("Seven seats were filled.")
	ben.mark(ben.set(more.ID), 0, 5)
	path := ben.closed()
	before, _ := os.ReadFile(path)
	got, err := anna.foreign(path)
	if err != nil || len(got.Missing) > 0 {
		t.Fatal(got, err)
	}
	anna.wants(doc.ID, ben.who, "claim Prices")
	anna.wants(more.ID, ben.who, "claim Seven")
	anna.clean()
	after, _ := os.ReadFile(path)
	if string(before) != string(after) {
		t.Error("the colleague's file was changed")
	}
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "rubricator-*", "foreign.rubric*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestAProjectFileThatIsNotAsThisProgramMakesItIsRefused(t *testing.T) {
	anna := newDesk(t)
	anna.add("Prices rose by seven percent.")
	before := anna.values()
	for what, alter := range map[string]string{
		"a trigger":        `CREATE TRIGGER t AFTER INSERT ON span BEGIN DELETE FROM span; END`,
		"a view":           `CREATE VIEW v AS SELECT * FROM edit`,
		"a table":          `CREATE TABLE t (x)`,
		"a view as edit":   `ALTER TABLE edit RENAME TO old; CREATE VIEW edit AS SELECT * FROM old`,
		"a generated one":  `ALTER TABLE span ADD COLUMN y TEXT AS (note || note)`,
		"a table too few":  `DROP TABLE parked`,
		"a missing index":  `DROP INDEX span_set`,
		"a future version": `PRAGMA user_version = 99`,
		"another program":  `PRAGMA application_id = 7`,
	} {
		ben := anna.copyFor(person("Ben"))
		path := ben.closed()
		db, err := sql.Open("sqlite3", path)
		if err == nil {
			_, err = db.Exec(alter)
		}
		if err == nil {
			err = db.Close()
		}
		if err != nil {
			t.Fatal(what, err)
		}
		if _, err := anna.foreign(path); err == nil || !strings.Contains(err.Error(), "Ben.rubric") {
			t.Errorf("%s: %v", what, err)
		}
	}
	if !maps.Equal(before, anna.values()) {
		t.Error("something was taken in")
	}
}

func TestADamagedProjectFileBringsNothingWrong(t *testing.T) {
	anna := newDesk(t)
	doc := anna.add("Prices rose by seven percent.")
	ben := anna.copyFor(person("Ben"))
	ben.mark(ben.set(doc.ID), 0, 6)
	path := ben.closed()
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before := anna.values()
	for at := 0; at < len(whole); at += 997 {
		damaged := append([]byte{}, whole...)
		damaged[at] ^= 0x10
		if err := os.WriteFile(path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := anna.foreign(path); err == nil {
			before = anna.values() // what was damaged is no part of what is read
		} else if !maps.Equal(before, anna.values()) {
			t.Fatalf("byte %d: %v, and something was taken in", at, err)
		}
	}
	anna.wants(doc.ID, ben.who, "claim Prices")
	anna.clean()
}

func TestAnOpenProjectIsNotCollectedHalf(t *testing.T) {
	anna := newDesk(t)
	doc := anna.add("Prices rose by seven percent.")
	ben := anna.copyFor(person("Ben"))
	ben.mark(ben.set(doc.ID), 0, 6)
	if _, err := anna.foreign(ben.path); !errors.Is(err, ErrReadOnly) || !strings.Contains(err.Error(), "Ben.rubric-wal") {
		t.Errorf("error %v", err)
	}
}

func TestAParkedBundleIsKeptAndLetGo(t *testing.T) {
	anna := newDesk(t)
	b := Parked{Hash: [32]byte{7}, Name: "ben.rubric-bundle", Missing: "edits 1 to 3 of Ben", Bytes: []byte("PK")}
	for range 2 {
		if err := anna.Park(ctx, b); err != nil {
			t.Fatal(err)
		}
	}
	anna.reopen()
	got, err := anna.ParkedBundles(ctx)
	if err != nil || len(got) != 1 || got[0].Name != b.Name || string(got[0].Bytes) != "PK" || got[0].Missing != b.Missing {
		t.Errorf("%+v, %v", got, err)
	}
	if err := anna.Unpark(ctx, b.Hash); err != nil {
		t.Fatal(err)
	}
	if got, _ := anna.ParkedBundles(ctx); len(got) != 0 {
		t.Errorf("%d are kept", len(got))
	}
	anna.clean()
}

func TestAProjectOfAnOlderProgramIsCollected(t *testing.T) {
	anna := newDesk(t)
	f, err := OpenForeign(ctx, unpacked(t, "format1.rubric"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got, err := anna.Collect(ctx, f.Delivery(), true, nil)
	if err != nil || got.Edits == 0 || len(got.Missing) > 0 {
		t.Errorf("%+v, %v", got, err)
	}
	anna.clean()
}

func TestAProjectFileThatTakesTooLongToLookAtIsRefused(t *testing.T) {
	ben := newDesk(t)
	ben.add("Prices rose by seven percent.")
	path := ben.closed()
	left := func() int {
		made, _ := filepath.Glob(filepath.Join(os.TempDir(), "rubricator-*"))
		return len(made)
	}
	t.Setenv("TMPDIR", t.TempDir())
	if _, err := openForeign(ctx, path, 0); err == nil || !strings.Contains(err.Error(), "ask for a bundle instead") {
		t.Errorf("the error is %v", err)
	}
	if n := left(); n > 0 {
		t.Errorf("%d copies of it are left behind", n)
	}
	f, err := openForeign(ctx, path, longestCheck)
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
}
