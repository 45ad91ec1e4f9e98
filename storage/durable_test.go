package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/mattn/go-sqlite3"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

func init() {
	// edit marks and unmarks for ever, and names each edit once it is said to be saved.
	acts["edit"] = func(path string, o Options) error {
		p, err := Open(path, o)
		if err != nil {
			return err
		}
		list, err := p.Documents(ctx, o.Annotator.ID)
		if err != nil {
			return err
		}
		_, t, err := p.Document(ctx, list[0].ID)
		if err != nil {
			return err
		}
		s, bad, err := p.Set(ctx, list[0].ID, o.Annotator.ID, t)
		if err != nil || len(bad) > 0 {
			return fmt.Errorf("%v %v", err, bad)
		}
		for {
			e := randomEdit(s)
			if err := p.Commit(ctx, e); err != nil {
				return err
			}
			fmt.Println(e.ID)
			if err := s.Apply(e); err != nil {
				return err
			}
		}
	}
}

// randomEdit marks something that is not marked yet, or removes or notes on a mark.
func randomEdit(s *annotation.Set) annotation.Edit {
	for {
		start := text.Pos(rand.IntN(int(s.Text().Len()) - 10))
		marks := s.Spans()
		var e annotation.Edit
		var err error
		switch n := rand.IntN(10); {
		case n < 6 || len(marks) == 0:
			label := []string{"claim", "statistic", "attribution"}[rand.IntN(3)]
			ranges := []rangeset.Range{{Start: start, End: start + 1 + text.Pos(rand.IntN(9))}}
			if rand.IntN(4) == 0 {
				ranges = append(ranges, rangeset.Range{Start: start / 2, End: start/2 + 1})
			}
			e, err = s.AddSpan(ranges, annotation.LabelRole{Label: label}, annotation.OriginSelection)
		case n < 7:
			e, err = s.RemoveSpan(marks[rand.IntN(len(marks))].ID)
		case n < 8:
			e, err = s.SetNote(marks[rand.IntN(len(marks))].ID, fmt.Sprintf("note “%d”", rand.IntN(1000)))
		case n < 9:
			e, err = s.Relabel(marks[rand.IntN(len(marks))].ID, annotation.LabelRole{Label: []string{"claim", "statistic"}[rand.IntN(2)]})
		default:
			a, b := marks[rand.IntN(len(marks))], marks[rand.IntN(len(marks))]
			e, err = s.AddRelation("rests_on", a.ID, b.ID, annotation.OriginSelection)
		}
		if err == nil {
			return e
		}
	}
}

// TestNothingThatWasSavedIsLostWhenTheProcessDies kills a process that edits, at random moments, again and again.
func TestNothingThatWasSavedIsLostWhenTheProcessDies(t *testing.T) {
	rounds := 50
	if testing.Short() {
		rounds = 5
	}
	d := newDesk(t)
	d.add(strings.Repeat("Prices “rose” 3% in May, Mary said. ", 100))
	saved := 0
	for range rounds {
		d.Close()
		editing := start(t, "edit", d.path, d.who)
		if got := editing.line(); len(got) != 36 {
			t.Fatalf("the process says %q", got)
		}
		killed := time.AfterFunc(time.Duration(rand.IntN(60_000))*time.Microsecond, func() { editing.Process.Kill() })
		last := editing.out.Text()
		for editing.out.Scan() {
			if len(editing.out.Text()) == 36 {
				last = editing.out.Text()
				saved++
			}
		}
		killed.Stop()
		editing.Wait()
		var err error
		if d.Project, err = Open(d.path, d.who); err != nil {
			t.Fatal(err)
		}
		// The edits of one process are in order, so that the last one vouches for those before it; Check finds gaps.
		d.mustHold(last)
	}
	d.clean()
	t.Logf("%d rounds, %d edits", rounds, saved)
}

// mustHold fails unless the journal has the edit.
func (d *desk) mustHold(id string) {
	d.t.Helper()
	edit, err := annotation.ParseID(id)
	if err != nil {
		d.t.Fatal(err)
	}
	var n int
	err = d.readers.QueryRow(`SELECT count(*) FROM edit WHERE id = ?`, edit[:]).Scan(&n)
	if err != nil || n != 1 {
		d.t.Fatalf("edit %s was said to be saved and is there %d times (%v)", id, n, err)
	}
}

func TestAFullDiskLosesNothingAndRecovers(t *testing.T) {
	t.Run("a limit on files", func(t *testing.T) {
		if runtime.GOOS == "windows" {
			t.Skip("Windows has no such limit")
		}
		d := newDesk(t)
		d.add(strings.Repeat("Prices rose. ", 100))
		d.Close()
		for _, act := range []string{"crowd", "crowd by many marks at once"} {
			crowded := start(t, act, d.path, d.who)
			if got := crowded.line(); got != "well" {
				t.Errorf("%s: %s", act, got)
			}
			crowded.finish()
		}
		d.reopen()
		d.clean()
	})
	t.Run("a small disk", func(t *testing.T) {
		folder, umount := smallDisk(t)
		defer umount()
		d := newDeskAt(t, filepath.Join(folder, "news.rubric"))
		defer func() { d.Close() }()
		d.add(strings.Repeat("Prices rose. ", 100))
		filler := filepath.Join(folder, "filler")
		if err := os.WriteFile(filler, make([]byte, 3<<20), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := untilFull(d.Project, randomEdit, func() error { return os.Remove(filler) }); err != nil {
			t.Error(err)
		}
		d.reopen()
		d.clean()
	})
}

// untilFull commits until there is no room, sees that reading goes on, makes room and sees that the same edit can be
// written then and that all is there.
func untilFull(p *Project, next func(*annotation.Set) annotation.Edit, makeRoom func() error) error {
	list, err := p.Documents(ctx, p.Annotator().ID)
	if err != nil {
		return err
	}
	_, t, err := p.Document(ctx, list[0].ID)
	if err != nil {
		return err
	}
	s, _, err := p.Set(ctx, list[0].ID, p.Annotator().ID, t)
	if err != nil {
		return err
	}
	saved := 0
	for ; saved < 100_000; saved++ {
		e := annotation.NewEdit("import")
		e.Content = []annotation.Content{annotation.NewContent(noise(2000))}
		mark := next(s)
		if err = p.Commit(ctx, e, mark); err == nil {
			err = s.Apply(mark)
		}
		if err == nil {
			continue
		}
		if !errors.Is(err, ErrFull) {
			return fmt.Errorf("after %d edits: %w, and not that there is no room", saved, err)
		}
		if err := p.Commit(ctx, e, mark); !errors.Is(err, ErrFull) {
			return fmt.Errorf("a second try: %w", err)
		}
		if _, _, err := p.Set(ctx, list[0].ID, p.Annotator().ID, t); err != nil {
			return fmt.Errorf("reading from a full disk: %w", err)
		}
		if err := makeRoom(); err != nil {
			return err
		}
		if err := p.Commit(ctx, e, mark); err != nil {
			return fmt.Errorf("once there was room again: %w", err)
		}
		if err := s.Apply(mark); err != nil {
			return err
		}
		break
	}
	stored, bad, err := p.Set(ctx, list[0].ID, p.Annotator().ID, t)
	if err != nil || len(bad) > 0 || stored.Len() != s.Len() {
		return fmt.Errorf("%d marks of %d are there: %v %v", stored.Len(), s.Len(), err, bad)
	}
	findings, err := p.Check(ctx)
	if err != nil || len(findings) > 0 {
		return fmt.Errorf("after %d edits: %v %v", saved, err, findings)
	}
	return nil
}

// manyClaims is an edit of more marks than a statement inserts, with notes so long that SQLite writes before the commit; on a set that has marks.
func manyClaims(s *annotation.Set) annotation.Edit {
	if s.Len() == 0 {
		return randomEdit(s)
	}
	e := annotation.NewEdit("mark claims")
	for i := range text.Pos(20 * rowsAtOnce) {
		sp := annotation.NewSpan(annotation.NewID(), s.Head().ID, annotation.LabelRole{Label: "claim"}, s.Text(), []rangeset.Range{{Start: i, End: i + 5}}, annotation.OriginSelection)
		sp = sp.WithNote(annotation.HashOf(noise(8)).String() + strings.Repeat("because ", 1000))
		e.Spans = append(e.Spans, annotation.Change[annotation.Span]{ID: sp.ID, Document: s.Head().Document, After: &sp})
	}
	return e
}

// noise does not pack.
func noise(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(rand.Uint32())
	}
	return b
}

func TestAfterAFailureTheWriterConnectsAnew(t *testing.T) {
	d := newDesk(t)
	s := d.set(d.add("Prices rose.").ID)
	connections := map[any]bool{}
	for range 2 {
		d.writer.do(ctx, func(ctx context.Context, c *sql.Conn) error {
			c.Raw(func(driver any) error { connections[driver] = true; return nil })
			return sqlite3.Error{Code: sqlite3.ErrIoErr}
		})
	}
	if len(connections) != 2 {
		t.Error("the connection outlived a failure of the disk")
	}
	d.mark(s, 0, 12)
	got, err := d.Pragmas(ctx)
	if err != nil || got["synchronous"] != "2" {
		t.Error(got, err)
	}
	d.clean()
}

func TestWhenNothingIsWrittenTheFileIsMadeWhole(t *testing.T) {
	if testing.Short() {
		t.Skip("waits until the writer is idle")
	}
	d := newDesk(t)
	d.add(strings.Repeat("Prices rose. ", 1000))
	for range 50 {
		time.Sleep(100 * time.Millisecond)
		if documentsWithoutWAL(t, d.path) == 1 {
			return
		}
	}
	t.Error("after 5 s edits stand in the -wal file still")
}

// documentsWithoutWAL counts the documents in the file alone. Another process copies it, since closing it here would drop
// SQLite's locks.
func documentsWithoutWAL(t *testing.T, path string) int {
	t.Helper()
	alone := filepath.Join(t.TempDir(), "alone.rubric")
	if err := exec.Command("cp", path, alone).Run(); err != nil {
		t.Skip(err)
	}
	p, err := Open(alone, Options{ReadOnly: true})
	if err != nil {
		return 0 // in the middle of it
	}
	defer p.Close()
	list, err := p.Documents(ctx, annotation.ID{})
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}
