package storage

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"rubricator/annotation"
)

// shareFolder makes a folder that a program synchronises.
func shareFolder(t *testing.T, names ...string) string {
	t.Helper()
	folder := filepath.Join(append([]string{t.TempDir()}, names...)...)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestASynchronisedFolderIsKnownByItsNameOrItsMark(t *testing.T) {
	for name, want := range map[string]string{
		"Dropbox": "Dropbox", "Dropbox (Desk)": "Dropbox", "OneDrive - Desk Ltd": "OneDrive", "GoogleDrive-ana@desk.org": "Google Drive",
		"Nextcloud": "Nextcloud", "My Dropbox tips": "", "articles": "",
	} {
		folder := shareFolder(t, name, "news", "2026")
		if got := sharedBy(folder); got != sentenceOf(want) {
			t.Errorf("%s: %q", name, got)
		}
	}
	for mark, want := range map[string]string{".stfolder": "Syncthing", ".sync_1a2b.db": "Nextcloud", ".dropbox.cache": "Dropbox", "notes": "",
		".dropbox": ""} { // where Dropbox keeps its settings, in the home folder
		folder := shareFolder(t, "shared", "news")
		os.WriteFile(filepath.Join(folder, "..", mark), nil, 0o600)
		if got := sharedBy(folder); got != sentenceOf(want) {
			t.Errorf("%s: %q", mark, got)
		}
	}
}

func sentenceOf(program string) string {
	if program == "" {
		return ""
	}
	return "the folder is synchronised by " + program
}

func TestAProjectInASynchronisedFolderIsReadAndNotTouched(t *testing.T) {
	folder := shareFolder(t, "Dropbox")
	_, err := Create(filepath.Join(folder, "news.rubric"), simple(t), anna())
	says(t, err, ErrShared, `create project "news.rubric": the folder is synchronised by Dropbox`)

	d := newDesk(t)
	d.add("Prices rose.")
	d.Close()
	there := filepath.Join(folder, "news.rubric")
	if err := os.Rename(d.path, there); err != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadFile(there)
	d.path = there
	d.reopen()
	says(t, d.ReadOnly(), ErrShared, "read-only: the folder is synchronised by Dropbox")
	says(t, d.Commit(ctx, annotation.NewEdit("mark")), ErrShared, "synchronised by Dropbox")
	if docs, err := d.Documents(ctx, d.who.Annotator.ID); err != nil || len(docs) != 1 {
		t.Errorf("%d documents (%v)", len(docs), err)
	}
	if got := d.beside(); !slices.Equal(got, []string{"news.rubric"}) {
		t.Errorf("while it is read, the folder holds %q", got)
	}
	copied := filepath.Join(t.TempDir(), "mine.rubric")
	if err := d.SaveCopy(ctx, copied); err != nil {
		t.Fatal(err)
	}
	d.Close()
	if after, _ := os.ReadFile(there); !slices.Equal(before, after) {
		t.Error("the file was changed")
	}

	d.path = copied
	d.reopen()
	if d.ReadOnly() != nil {
		t.Error("the copy:", d.ReadOnly())
	}
}

func TestAProjectThatAnotherMachineHasOpenIsNotReadHalf(t *testing.T) {
	folder := shareFolder(t, "Dropbox")
	d := newDesk(t)
	d.Close()
	there := filepath.Join(folder, "news.rubric")
	os.Rename(d.path, there)
	os.WriteFile(there+"-wal", []byte("the other machine's"), 0o600)
	_, err := Open(there, d.who)
	says(t, err, ErrReadOnly, `its newest edits stand in "news.rubric-wal"`)
	if b, _ := os.ReadFile(there + "-wal"); string(b) != "the other machine's" {
		t.Error("the other machine's file was touched")
	}
}

func TestWhoInsistsEditsInASharedFolderWithARollbackJournal(t *testing.T) {
	folder := shareFolder(t, "Dropbox")
	d := &desk{t: t, path: filepath.Join(folder, "news.rubric"), who: anna()}
	d.who.Insist = true
	var err error
	if d.Project, err = Create(d.path, simple(t), d.who); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Project.Close() })
	s := d.set(d.add("Prices rose.").ID)
	d.mark(s, 0, 6)
	q, err := d.snapshot(ctx) // somebody reads, as an export does
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := readDocument(ctx, q, s.Head().Document); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(200*time.Millisecond, q.end)
	d.mark(s, 7, 12)
	got, err := d.Pragmas(ctx)
	if err != nil || got["journal_mode"] != "truncate" || got["synchronous"] != "2" {
		t.Error(got, err)
	}
	if slices.Contains(d.beside(), "news.rubric-wal") {
		t.Errorf("the folder holds %q", d.beside())
	}
	d.reopen()
	if n := d.set(s.Head().Document).Len(); n != 2 {
		t.Errorf("%d marks after reopening", n)
	}
	d.clean()
	d.who.Insist = false
	d.reopen()
	if !errors.Is(d.ReadOnly(), ErrShared) {
		t.Error(d.ReadOnly())
	}
}
