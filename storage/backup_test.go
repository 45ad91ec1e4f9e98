package storage

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestABackupIsMadeWhenSomethingChanged(t *testing.T) {
	d := newDesk(t)
	folder := filepath.Join(t.TempDir(), "backups")
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	d.who.Clock = func() time.Time { return now }
	d.reopen()
	backs := func(why string) string {
		t.Helper()
		path, err := d.Backup(ctx, folder, why)
		if err != nil {
			t.Fatal(err)
		}
		return filepath.Base(path)
	}
	if got := backs(""); got != "." {
		t.Errorf("nothing was changed, yet there is %s", got)
	}
	s := d.set(d.add("Prices rose.").ID)
	d.mark(s, 0, 6)
	if got := backs(""); got != "2026-05-01 120000.rubric" {
		t.Errorf("made %s", got)
	}
	if got := backs(""); got != "." {
		t.Errorf("nothing was changed since, yet there is %s", got)
	}
	now = now.Add(time.Hour)
	if got := backs("before restoring"); got != "2026-05-01 130000 before restoring.rubric" {
		t.Errorf("made %s", got)
	}
	p, err := Open(filepath.Join(folder, "2026-05-01 120000.rubric"), d.who)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if docs, err := p.Documents(ctx, d.who.Annotator.ID); err != nil || len(docs) != 1 || docs[0].Spans != 1 {
		t.Errorf("the backup holds %+v (%v)", docs, err)
	}
}

func TestADamagedProjectTakesNoGoodBackupAway(t *testing.T) {
	d := newDesk(t)
	folder := t.TempDir()
	d.add("Prices rose.")
	if _, err := d.Backup(ctx, folder, ""); err != nil {
		t.Fatal(err)
	}
	d.add("Prices fell.")
	alter(t, d.path, `UPDATE document SET title = 'forged'`)
	if path, err := d.Backup(ctx, folder, ""); err == nil {
		t.Errorf("a damaged project was backed up as %s", path)
	}
	if n := len(Backups(folder)); n != 1 {
		t.Errorf("%d backups", n)
	}
}

func TestBackupsAreThinnedOutByTheirOrder(t *testing.T) {
	noon := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	var all []Saved
	for day := range 120 {
		for hour := range 3 {
			all = append(all, Saved{At: noon.AddDate(0, 0, -day).Add(-time.Duration(hour) * time.Hour)})
		}
	}
	all = append([]Saved{{At: noon.AddDate(1, 0, 0)}}, all...) // made while the clock was a year ahead
	all = append(all, Saved{At: noon.AddDate(-1, 0, 0), pinned: true})
	gone := surplus(all)
	var kept []string
	for _, b := range all {
		if !slices.Contains(gone, b) {
			kept = append(kept, b.At.Format("01-02 15"))
		}
	}
	got := strings.Join(kept, ", ")
	want := "03-02 12, 03-02 12, 03-02 11, 03-02 10, 03-01 12, 03-01 11, 03-01 10, 02-28 12, " + // the newest eight
		"02-27 12, 02-26 12, 02-25 12, 02-24 12, 02-23 12, 02-22 12, 02-21 12, 02-20 12, 02-19 12, 02-18 12, " + // one a day
		"02-17 12, 02-15 12, 02-08 12, 02-01 12, 01-25 12, 01-18 12, 01-11 12, 01-04 12, " + // one a week
		"03-02 12" // the pinned one
	if got != want {
		t.Errorf("kept\n%s\nwant\n%s", got, want)
	}
}

func TestABackupIsPutInPlaceOfADamagedProject(t *testing.T) {
	d := newDesk(t)
	folder := t.TempDir()
	s := d.set(d.add("Prices rose.").ID)
	d.mark(s, 0, 6)
	backup, err := d.Backup(ctx, folder, "")
	if err != nil {
		t.Fatal(err)
	}
	_, err = Restore(ctx, backup, d.path, time.Now())
	says(t, err, ErrInUse, "it is open")
	d.Close()
	if err := os.WriteFile(d.path, []byte("half a file"), 0o600); err != nil {
		t.Fatal(err)
	}
	bad := filepath.Join(folder, "2020-01-01 000000.rubric")
	os.WriteFile(bad, []byte("no backup"), 0o600)
	_, err = Restore(ctx, bad, d.path, time.Now())
	says(t, err, ErrNotProject, `restore project "news.rubric": not a project`)
	aside, err := Restore(ctx, backup, d.path, time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	if b, _ := os.ReadFile(aside); filepath.Base(aside) != "news put aside 2026-05-01 120000.rubric" || string(b) != "half a file" {
		t.Errorf("what was there is %s: %q", aside, b)
	}
	d.reopen()
	if n := d.set(s.Head().Document).Len(); n != 1 {
		t.Errorf("%d marks", n)
	}
	d.clean()
	if got := len(Backups(folder)); got != 2 {
		t.Errorf("%d backups are left", got)
	}
}
