package storage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"rubricator/annotation/rangeset"
)

var oneRange = []rangeset.Range{{Start: 0, End: 6}}

func TestACopyIsAProjectOfItsOwn(t *testing.T) {
	d := newDesk(t)
	s := d.set(d.add("Prices rose.").ID)
	d.mark(s, 0, 12)
	path := filepath.Join(t.TempDir(), "it's a copy?.rubric")
	os.WriteFile(path, []byte("something that was there"), 0o644)
	if err := d.SaveCopy(ctx, path); err != nil {
		t.Fatal(err)
	}
	if file, err := os.Stat(path); err != nil || file.Mode().Perm() != 0o600 {
		t.Error(file.Mode(), err)
	}
	d.mark(s, 0, 6) // not in the copy
	copied := &desk{t: t, path: path, who: d.who}
	var err error
	if copied.Project, err = Open(path, d.who); err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	if copied.ReadOnly() != nil || copied.ID() != d.ID() {
		t.Error(copied.ReadOnly(), copied.ID())
	}
	if n := copied.set(s.Head().Document).Len(); n != 1 {
		t.Errorf("%d marks, want 1", n)
	}
	copied.clean()
	if got := len(copied.beside()); got > 4 {
		t.Errorf("the copy's folder holds %q", copied.beside())
	}
}

func TestACopyReplacesNoOpenProject(t *testing.T) {
	d := newDesk(t)
	says(t, d.SaveCopy(ctx, d.path), ErrInUse, `save copy "news.rubric" in "news.rubric": that project is open`)
	other := newDesk(t)
	says(t, d.SaveCopy(ctx, other.path), ErrInUse, "that project is open")
	other.Close()
	elsewhere := start(t, "look", other.path, other.who)
	elsewhere.line()
	says(t, d.SaveCopy(ctx, other.path), ErrInUse, "another window or program has it open")
	elsewhere.Process.Kill()
	elsewhere.Wait()
	says(t, d.SaveCopy(ctx, filepath.Join(t.TempDir(), "no", "such.rubric")), os.ErrNotExist, "")
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	if err := d.SaveCopy(stopped, other.path+".2"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if got := d.beside(); len(got) > 4 {
		t.Errorf("a draft was left: %q", got)
	}
}

func TestADamagedCopyIsNotPutInPlace(t *testing.T) {
	d := newDesk(t)
	s := d.set(d.add("Prices rose.").ID)
	d.mark(s, 0, 12)
	alter(t, d.path, `UPDATE span SET quote = 'Prices fell.'`)
	path := filepath.Join(t.TempDir(), "copy.rubric")
	says(t, d.SaveCopy(ctx, path), ErrDamaged, "damaged: the row is not what was written")
	if _, err := os.Stat(path); err == nil {
		t.Error("the copy is there")
	}
}

func TestAnOlderFileIsCopiedAndBroughtUpToDate(t *testing.T) {
	d := newDesk(t)
	d.add("Prices rose.")
	d.Close()
	next := append(append([]string{}, migrations...), `CREATE TABLE extra (x INTEGER) STRICT`)
	backups := t.TempDir()
	d.who.Backups = backups

	broken := append(append([]string{}, next...), `CREATE TABLE extra (x INTEGER) STRICT`)
	if _, err := open(d.path, d.who, broken); err == nil {
		t.Fatal("a migration that fails was run")
	}
	ro := d.who
	ro.ReadOnly = true
	if _, err := open(d.path, ro, next); !errors.Is(err, ErrReadOnly) {
		t.Error("reading an older file:", err)
	}
	p, err := open(d.path, d.who, migrations)
	if err != nil {
		t.Fatal("the old program no longer opens it:", err)
	}
	p.Close()
	if p, err = open(d.path, d.who, next); err != nil {
		t.Fatal(err)
	}
	if got, err := p.Pragmas(ctx); err != nil || got["user_version"] != fmt.Sprint(len(next)) {
		t.Error(got, err)
	}
	p.Close()
	_, err = Open(d.path, d.who)
	says(t, err, ErrTooNew, fmt.Sprintf(`open project "news.rubric": format %d is newer than this program (%d)`, len(next), len(migrations)))
	copies, err := filepath.Glob(filepath.Join(backups, fmt.Sprintf("* format %d.rubric", len(migrations))))
	if err != nil || len(copies) == 0 {
		t.Fatal(copies, err)
	}
	old, err := Open(copies[0], d.who)
	if err != nil {
		t.Fatal(err)
	}
	old.Close()
}
