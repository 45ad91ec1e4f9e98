package storage

import (
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"rubricator/annotation"
)

func TestAProjectIsOneFileOnceClosed(t *testing.T) {
	for _, name := range []string{"news.rubric", "what?.rubric", "100%.rubric", "a b#c&mode=memory.rubric", "%41;.rubric", "'\"ü😀.rubric", "-wal"} {
		t.Run(name, func(t *testing.T) {
			d := newDeskAt(t, filepath.Join(t.TempDir(), name))
			s := d.set(d.add("Prices rose.").ID)
			d.mark(s, 0, 12)
			d.reopen()
			if n := d.set(s.Head().Document).Len(); n != 1 {
				t.Errorf("%d marks after reopening, want 1", n)
			}
			d.clean()
			if err := d.Close(); err != nil {
				t.Fatal(err)
			}
			if got := d.beside(); !slices.Equal(got, []string{name}) {
				t.Errorf("the folder holds %q", got)
			}
			if err := d.Close(); err != nil {
				t.Error("closing again:", err)
			}
			says(t, d.Commit(ctx, annotation.NewEdit("late")), ErrClosed, "closed")
		})
	}
}

func TestOnlyTheOwnerMayReadAProject(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no mode bits")
	}
	d := newDesk(t)
	d.add("Prices rose.")
	for _, name := range d.beside() {
		file, err := os.Stat(filepath.Join(filepath.Dir(d.path), name))
		if err != nil || file.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v, error %v", name, file.Mode(), err)
		}
	}
}

func TestCreateRefusesATakenName(t *testing.T) {
	d := newDesk(t)
	_, err := Create(d.path, simple(t), d.who)
	says(t, err, fs.ErrExist, `create project "news.rubric": file already exists`)

	other := filepath.Join(t.TempDir(), "new.rubric")
	os.WriteFile(other+"-wal", []byte("left over"), 0o600)
	_, err = Create(other, simple(t), d.who)
	says(t, err, fs.ErrExist, `"new.rubric-wal" of an earlier file is in the way`)
	if _, err := os.Stat(other); err == nil {
		t.Error("a refused project was made")
	}
}

func TestOpenRefusesWhatItCannotRead(t *testing.T) {
	d := newDesk(t)
	for i := range 40 {
		d.add(fmt.Sprintf("Article %d. %s", i, strings.Repeat("Prices rose. ", 500)))
	}
	d.Close()
	good, err := os.ReadFile(d.path)
	if err != nil {
		t.Fatal(err)
	}
	with := func(change func(b []byte) []byte) []byte { return change(slices.Clone(good)) }
	put := func(at int, v uint32) func([]byte) []byte {
		return func(b []byte) []byte { binary.BigEndian.PutUint32(b[at:], v); return b }
	}
	other := filepath.Join(t.TempDir(), "other")
	db, err := sql.Open("sqlite3", other)
	if err != nil {
		t.Fatal(err)
	}
	db.Exec(`CREATE TABLE t (x)`)
	db.Close()
	foreign, err := os.ReadFile(other)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		bytes []byte
		kind  error
		words string
	}{
		{"empty", nil, ErrNotProject, `open project "x.rubric": the file is empty (0 bytes)`},
		{"text", []byte("Prices rose 3% in May."), ErrNotProject, "not a project: the file is no SQLite database"},
		{"long text", []byte(strings.Repeat("Prices rose. ", 1000)), ErrNotProject, "not a project: the file is no SQLite database"},
		{"the database of another program", foreign, ErrNotProject, "belongs to another program (application id 0x0)"},
		{"newer", with(put(60, 9)), ErrTooNew, fmt.Sprintf(`open project "x.rubric": format 9 is newer than this program (%d)`, len(migrations))},
		{"half a header", good[:50], ErrDamaged, "damaged: the file ends after 50 bytes"},
		{"a header alone", good[:100], ErrDamaged, "damaged"},
		{"one page", good[:4096], ErrDamaged, "damaged"},
		{"half", good[:len(good)/8192*4096], ErrDamaged, "damaged"},
		{"a first page of zeros", with(func(b []byte) []byte { clear(b[100:4096]); return b }), ErrDamaged, "damaged"},
		{"a page size of 3", with(func(b []byte) []byte { b[16], b[17] = 0, 3; return b }), ErrDamaged, "damaged"},
		{"no format", with(put(60, 0)), ErrDamaged, "damaged: it has no format"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x.rubric")
			if err := os.WriteFile(path, c.bytes, 0o600); err != nil {
				t.Fatal(err)
			}
			for _, o := range []Options{d.who, {ReadOnly: true}} {
				p, err := Open(path, o)
				if err == nil {
					p.Close()
					t.Fatal("opened")
				}
				if o.ReadOnly && c.name == "no format" {
					continue
				}
				says(t, err, c.kind, c.words)
			}
			if now, err := os.ReadFile(path); err != nil || !slices.Equal(now, c.bytes) {
				t.Error("the refused file was changed")
			}
		})
	}
	_, err = Open(filepath.Join(t.TempDir(), "none.rubric"), d.who)
	says(t, err, fs.ErrNotExist, `open project "none.rubric": no such file`)
	_, err = Open(t.TempDir(), d.who)
	says(t, err, ErrNotProject, "it is no file")
}

func TestOpenRefusesTablesThatAreNotOurs(t *testing.T) {
	for _, c := range []struct{ name, sql, words string }{
		{"a trigger", `CREATE TRIGGER spy AFTER INSERT ON span BEGIN DELETE FROM relation; END`, `"spy" was added by another program`},
		{"a view", `CREATE VIEW spy AS SELECT * FROM span`, `"spy" was added by another program`},
		{"a lost index", `DROP INDEX span_set`, `table "span_set" is not as this program makes it`},
		{"a lost table", `DROP TABLE relation`, "is not as this program makes it"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t)
			d.Close()
			alter(t, d.path, c.sql)
			_, err := Open(d.path, d.who)
			says(t, err, ErrDamaged, c.words)
		})
	}
	t.Run("an index somebody added is no harm", func(t *testing.T) {
		d := newDesk(t)
		alter(t, d.path, `CREATE INDEX mine ON span (quote); ANALYZE`)
		d.reopen()
	})
}

// alter changes a file behind the program's back.
func alter(t testing.TB, path, query string, args ...any) {
	t.Helper()
	db, err := sql.Open("sqlite3", dataSource(path, ""))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(query, args...); err != nil {
		t.Fatal(err)
	}
}

func init() {
	// look opens the project, tells how, and holds it until released.
	acts["look"] = func(path string, o Options) error {
		p, err := Open(path, o)
		if err != nil {
			return err
		}
		defer p.Close()
		list, err := p.Documents(ctx, o.Annotator.ID)
		fmt.Printf("%d documents, %v, %v\n", len(list), p.ReadOnly(), err)
		if to := os.Getenv("STORAGE_TEST_COPY"); to != "" {
			if err := p.SaveCopy(ctx, to); err != nil {
				fmt.Println(err)
			}
		}
		released()
		return nil
	}
}

func TestASecondProcessReadsOnly(t *testing.T) {
	d := newDesk(t)
	d.add("Prices rose.")
	second := start(t, "look", d.path, person("Ben"))
	if got, want := second.line(), "1 documents, another window or program has it open, <nil>"; got != want {
		t.Errorf("the second process says\n%q, want\n%q", got, want)
	}
	d.add("Prices fell.") // while the second reads
	command := start(t, "look", d.path, Options{ReadOnly: true})
	if got, want := command.line(), "2 documents, opened for reading only, <nil>"; got != want {
		t.Errorf("a reading command says\n%q, want\n%q", got, want)
	}
	second.finish()
	d.Close()
	command.finish() // outlives the window
	if got := d.beside(); !slices.Equal(got, []string{"news.rubric"}) {
		t.Errorf("the folder holds %q", got)
	}
	third := start(t, "look", d.path, person("Ben"))
	if got, want := third.line(), "2 documents, <nil>, <nil>"; got != want {
		t.Errorf("once the first has closed, a process says\n%q, want\n%q", got, want)
	}
	third.Process.Kill() // whoever had the lock may die
	third.Wait()
	d.reopen()
	if d.ReadOnly() != nil {
		t.Error(d.ReadOnly())
	}
}

func TestASecondWindowOfOneProcessReadsOnly(t *testing.T) {
	d := newDesk(t)
	second, err := Open(d.path, d.who)
	if err != nil {
		t.Fatal(err)
	}
	says(t, second.ReadOnly(), ErrInUse, "another window or program has it open")
	says(t, second.Commit(ctx, annotation.NewEdit("mark")), ErrInUse, `save "mark" in "news.rubric": another window`)
	second.Close()
	// Had the second closed the file itself, the first would have lost SQLite's locks on it.
	holder := start(t, "hold", d.path, Options{})
	holder.line()
	short, cancel := withTimeout(50)
	defer cancel()
	e, _ := article("Prices rose.")
	says(t, d.Commit(short, e), ErrBusy, "another program is writing to it")
	holder.finish()
	d.commit(e)
}

func TestAskedToReadOnlyItChangesNothing(t *testing.T) {
	d := newDesk(t)
	d.add("Prices rose.")
	d.Close()
	before, _ := os.ReadFile(d.path)
	p, err := Open(d.path, Options{ReadOnly: true, Actor: person("Ben").Actor})
	if err != nil {
		t.Fatal(err)
	}
	says(t, p.ReadOnly(), ErrReadOnly, "opened for reading only")
	says(t, p.Apply(ctx, articles(1), nil), ErrReadOnly, "opened for reading only")
	if list, err := p.Documents(ctx, d.who.Annotator.ID); err != nil || len(list) != 1 {
		t.Error(list, err)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
	after, _ := os.ReadFile(d.path)
	if !slices.Equal(before, after) {
		t.Error("the file was changed")
	}
	if got := d.beside(); !slices.Equal(got, []string{"news.rubric"}) {
		t.Errorf("the folder holds %q", got)
	}
}

func TestWhereItMayNotWriteItReads(t *testing.T) {
	for _, c := range []struct {
		name         string
		folder, file fs.FileMode
		words        string
	}{
		{"file", 0o777, 0o444, "read-only: the file may not be written to"},
		{"folder", 0o555, 0o666, "read-only: the folder may not be written to"},
		{"both", 0o555, 0o444, "read-only: the file may not be written to"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t)
			d.add("Prices rose.")
			d.Close()
			os.Chmod(d.path, c.file)
			os.Chmod(filepath.Dir(d.path), c.folder)
			defer os.Chmod(filepath.Dir(d.path), 0o755)
			copied := filepath.Join(os.TempDir(), annotation.NewID().String()+".rubric")
			defer os.Remove(copied)
			p := start(t, "look", d.path, person("Ben"), unprivileged(t, d.path), func(c *exec.Cmd) {
				c.Env = append(c.Env, "STORAGE_TEST_COPY="+copied)
			})
			if got, want := p.line(), "1 documents, "+c.words+", <nil>"; got != want {
				t.Errorf("it says\n%q, want\n%q", got, want)
			}
			p.finish()
			if _, err := os.Stat(copied); err != nil {
				t.Error("no copy could be saved:", err)
			}
			if got := d.beside(); !slices.Equal(got, []string{"news.rubric"}) {
				t.Errorf("the folder holds %q", got)
			}
		})
	}
	t.Run("newest edits in a -wal file that cannot be used", func(t *testing.T) {
		d := newDesk(t)
		d.add("Prices rose.")
		wal, err := os.ReadFile(d.path + "-wal")
		if err != nil || len(wal) == 0 {
			t.Fatal(len(wal), err)
		}
		d.Close()
		os.WriteFile(d.path+"-wal", wal, 0o444)
		os.Chmod(d.path, 0o444)
		os.Chmod(filepath.Dir(d.path), 0o555)
		defer os.Chmod(filepath.Dir(d.path), 0o755)
		p := start(t, "look", d.path, person("Ben"), unprivileged(t, d.path))
		if got := p.line(); !strings.Contains(got, `its newest edits stand in "news.rubric-wal", which cannot be read where it lies`) {
			t.Errorf("it says %q", got)
		}
		p.Wait()
	})
}

func TestALinkLeadsToTheProject(t *testing.T) {
	d := newDesk(t)
	link := filepath.Join(t.TempDir(), "link.rubric")
	if err := os.Symlink(d.path, link); err != nil {
		t.Skip(err)
	}
	p, err := Open(link, d.who)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	says(t, p.ReadOnly(), ErrInUse, "another window or program has it open")
	if p.Path() != d.Path() || p.ID() != d.ID() {
		t.Error(p.Path(), p.ID())
	}
}

func TestTheWriterIsSetToBeDurable(t *testing.T) {
	d := newDesk(t)
	for _, again := range []bool{false, true} {
		got, err := d.Pragmas(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]string{"synchronous": "2", "journal_mode": "wal", "foreign_keys": "1", "trusted_schema": "0",
			"cell_size_check": "1", "application_id": "1383424626", "user_version": fmt.Sprint(len(migrations))} {
			if got[name] != want {
				t.Errorf("%s = %s, want %s", name, got[name], want)
			}
		}
		if !again {
			d.reopen()
		}
	}
	if _, err := d.readers.Exec(`DELETE FROM relation`); err == nil {
		t.Error("a reader may write")
	}
	if _, err := d.readers.Exec(`PRAGMA query_only = 0; DELETE FROM relation`); err == nil {
		t.Error("a reader may write once it is asked to")
	}
}

func TestWhoIsUnknownJoins(t *testing.T) {
	d := newDesk(t)
	anna := d.who
	d.who = person("Ben")
	d.reopen()
	d.reopen() // known by now
	all, err := d.Annotators(ctx)
	if err != nil || len(all) != 2 || all[0].Name != "Anna" || all[1].Name != "Ben" {
		t.Error(all, err)
	}
	if steps, err := d.Steps(ctx); err != nil || len(steps) != 0 {
		t.Error("joining can be undone:", steps, err)
	}
	d.clean()
	d.who = anna
	d.reopen()
	if d.Annotator().Name != "Anna" || d.Actor().ID != anna.Actor.ID {
		t.Error(d.Annotator(), d.Actor())
	}
	d.who = Options{}
	d.reopen()
	if err := d.Commit(ctx, annotation.NewEdit("mark")); !errors.Is(err, errNobody) {
		t.Error("nobody edits:", err)
	}
}

func TestADeviceThatLostItsSettingsGoesOnAsWhoItWas(t *testing.T) {
	d := newDesk(t)
	s := d.set(d.add("Prices rose.").ID)
	d.mark(s, 0, 6)
	anna := d.who
	lost := person("root") // a new annotator, on the device whose key is still there
	lost.Actor.PublicKey = anna.Actor.PublicKey
	lost.Actor.ID = annotation.ActorID(lost.Annotator.ID, lost.Actor.PublicKey)
	d.who = lost
	d.reopen()
	if d.Annotator() != anna.Annotator || d.Actor().ID != anna.Actor.ID {
		t.Errorf("goes on as %v", d.Annotator())
	}
	if steps, err := d.Steps(ctx); err != nil || len(steps) != 2 {
		t.Errorf("what can be undone: %v (%v)", steps, err)
	}
	stranger := person("Ben")
	d.who = stranger
	d.reopen()
	if d.Annotator() != stranger.Annotator {
		t.Errorf("another device goes on as %v", d.Annotator())
	}
	d.clean()
}

func TestANewNameHoldsAtOnce(t *testing.T) {
	d := newDesk(t)
	for _, name := range []string{"Anna Roe", "A. Roe"} {
		before := d.Annotator()
		after := before
		after.Name = name
		e := annotation.NewEdit("name")
		e.Annotators = []annotation.Change[annotation.Annotator]{{ID: after.ID, Before: &before, After: &after}}
		d.commit(e)
		if d.Annotator() != after {
			t.Errorf("the name is %v", d.Annotator())
		}
	}
}

// unprivileged runs a child as somebody who is not root, with a program that all may start.
func unprivileged(t testing.TB, path string) func(*exec.Cmd) {
	if os.Getuid() != 0 {
		return func(*exec.Cmd) {}
	}
	program, err := os.ReadFile("/proc/self/exe")
	if err != nil {
		t.Skip(err)
	}
	folder := t.TempDir()
	for _, f := range []string{filepath.Dir(folder), filepath.Dir(filepath.Dir(path))} {
		if err := os.Chmod(f, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	copied := filepath.Join(folder, "storage.test")
	if err := os.WriteFile(copied, program, 0o755); err != nil {
		t.Fatal(err)
	}
	return func(c *exec.Cmd) {
		c.Path, c.Dir = copied, "/"
		asNobody(c)
	}
}
