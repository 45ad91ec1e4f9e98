package editor

import (
	"context"
	"crypto/ed25519"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/annotationtest"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/schemefile"
	"rubricator/annotation/text"
	"rubricator/assets"
	"rubricator/storage"
)

// bench is an editor on a real project with one document.
type bench struct {
	*Editor
	t       *testing.T
	project *storage.Project
	rescue  *Rescue
	text    *text.Text
}

const body = "Prices rose 12% in May, the ministry said."

func newBench(t *testing.T) *bench {
	t.Helper()
	file, _ := assets.Scheme("simple")
	scheme, err := schemefile.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	key, err := annotation.NewDeviceKey()
	if err != nil {
		t.Fatal(err)
	}
	ana := annotation.Annotator{ID: annotation.NewID(), Name: "ana", Kind: annotation.Person}
	actor := annotation.Actor{ID: annotation.NewID(), Annotator: ana.ID, Device: "desk", PublicKey: key.Public().(ed25519.PublicKey)}
	p, err := storage.Create(filepath.Join(t.TempDir(), "x.rubric"), scheme, storage.Options{Actor: actor, Annotator: ana})
	if err != nil {
		t.Fatal(err)
	}
	x := text.MustNew(body)
	d := annotation.NewDocument(x, "")
	e := annotation.NewEdit("import")
	e.Documents = []annotation.Change[annotation.Document]{{ID: d.ID, Document: d.ID, After: &d}}
	e.Content = []annotation.Content{annotation.NewContent([]byte(body))}
	if err := p.Commit(context.Background(), e); err != nil {
		t.Fatal(err)
	}
	rescue := NewRescue(filepath.Join(t.TempDir(), "rescue.jsonl"), "")
	outbox := NewOutbox(p, rescue, nil)
	t.Cleanup(func() { outbox.Close(); p.Close() })
	b := &bench{New(p, outbox, nil), t, p, rescue, x}
	b.load(d.ID)
	return b
}

func (b *bench) load(id annotation.ID) {
	b.t.Helper()
	set, problems, err := b.project.Set(context.Background(), id, b.project.Annotator().ID, b.text)
	if err != nil || len(problems) > 0 {
		b.t.Fatal(err, problems)
	}
	b.Open(set)
}

func (b *bench) marks(quote string) annotation.Edit {
	b.t.Helper()
	at := text.Pos(strings.Index(body, quote))
	e, err := b.Set().AddSpan([]rangeset.Range{{Start: at, End: at + text.Pos(len(quote))}}, annotation.LabelRole{Label: "claim"}, annotation.OriginSelection)
	if err != nil {
		b.t.Fatal(err)
	}
	return e
}

func (b *bench) does(e annotation.Edit) {
	b.t.Helper()
	if err := b.Do(e); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) sees(want string) {
	b.t.Helper()
	if got := annotationtest.Format(b.Set()); got != want {
		b.t.Errorf("sees\n%s\nwant\n%s", got, want)
	}
}

func TestWhatIsDoneIsOnDiskAndToldToObservers(t *testing.T) {
	b := newBench(t)
	told := ""
	cancel := b.Observe(func(e annotation.Edit) { told += e.Name + "; " })
	b.does(b.marks("12%"))
	b.sees("Prices rose [claim 12%] in May, the ministry said.")
	b.load(b.Document())
	b.sees("Prices rose [claim 12%] in May, the ministry said.")
	cancel()
	b.does(b.marks("May"))
	if told != "mark claim; " {
		t.Errorf("told %q", told)
	}
}

func TestUndoAndRedoReachTheFile(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	b.does(b.marks("12%"))
	b.does(b.marks("May"))
	reverse := func(prepare func(context.Context) (Reversal, error)) {
		t.Helper()
		r, err := prepare(ctx)
		if err == nil {
			err = b.Reverse(r)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	reverse(b.Undo)
	reverse(b.Undo)
	b.sees(body)
	if _, err := b.Undo(ctx); !errors.Is(err, ErrNothing) {
		t.Errorf("undo of nothing: %v", err)
	}
	reverse(b.Redo)
	b.load(b.Document())
	b.sees("Prices rose [claim 12%] in May, the ministry said.")
}

func TestAStaleEditIsRefusedAndNothingHappens(t *testing.T) {
	b := newBench(t)
	b.does(b.marks("12%"))
	id := b.Set().Spans()[0].ID
	one, _ := b.Set().SetNote(id, "one")
	two, _ := b.Set().SetNote(id, "two")
	b.does(one)
	if err := b.Do(two); !errors.Is(err, annotation.ErrStale) {
		t.Errorf("got %v", err)
	}
	if sp, _ := b.Set().Span(id); sp.Note() != "one" {
		t.Errorf("note %q", sp.Note())
	}
}

func TestAnEditThatTheFileRefusesIsGivenBack(t *testing.T) {
	b := newBench(t)
	b.does(b.marks("12%"))
	sp := b.Set().Spans()[0]
	other, _ := b.Set().SetNote(sp.ID, "from another window")
	if err := b.project.Commit(context.Background(), other); err != nil {
		t.Fatal(err)
	}
	mine, _ := b.Set().SetNote(sp.ID, "mine")
	b.does(mine)
	refused := b.outbox.TakeRefusals()
	if len(refused) != 1 || !errors.Is(refused[0].Err, annotation.ErrStale) || !strings.Contains(refused[0].Err.Error(), "ana") {
		t.Errorf("refused %v", refused)
	}
	if !b.outbox.State().Saved() {
		t.Error("it waits for ever")
	}
}

func TestEditsThatCannotBeSavedWaitInOrderInTheRescueFile(t *testing.T) {
	b := newBench(t)
	path := b.project.Path()
	if err := os.Rename(path, path+".aside"); err != nil {
		t.Fatal(err)
	}
	first, second := b.marks("12%"), annotation.Edit{}
	b.does(first)
	second = b.marks("May")
	b.does(second)
	waits(t, func() bool { return b.outbox.State().Err != nil })
	b.outbox.Retry()
	waits(t, func() bool { kept, _ := b.rescue.Load(); return len(kept) == 2 })
	kept, err := b.rescue.Load()
	if err != nil || kept[0].ID != first.ID || kept[1].ID != second.ID || kept[1].Spans[0].After.Quote() != "May" {
		t.Fatalf("kept %v (%v)", kept, err)
	}
	if !b.outbox.Waiting(first.Spans[0].ID) {
		t.Error("the mark is not told as waiting")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if err := b.outbox.Flush(ctx); !errors.Is(err, storage.ErrReplaced) {
		t.Errorf("flush: %v", err)
	}
	if err := os.Rename(path+".aside", path); err != nil {
		t.Fatal(err)
	}
	if err := b.outbox.Flush(context.Background()); err != nil {
		t.Fatal(err)
	}
	if kept, err := b.rescue.Load(); len(kept) > 0 || err != nil {
		t.Errorf("still kept: %v (%v)", kept, err)
	}
	b.load(b.Document())
	b.sees("Prices rose [claim 12%] in [claim May], the ministry said.")
}

func TestAnUnsavedEditCanBeUndone(t *testing.T) {
	b := newBench(t)
	path := b.project.Path()
	if err := os.Rename(path, path+".aside"); err != nil {
		t.Fatal(err)
	}
	b.does(b.marks("12%"))
	r, err := b.Undo(context.Background())
	if err == nil {
		err = b.Reverse(r)
	}
	if err != nil {
		t.Fatal(err)
	}
	b.sees(body)
	if err := os.Rename(path+".aside", path); err != nil {
		t.Fatal(err)
	}
	if err := b.outbox.Flush(context.Background()); err != nil {
		t.Fatal(err)
	}
	b.load(b.Document())
	b.sees(body)
}

func TestADamagedRescueFileIsNamedAndWhatIsWholeComesBack(t *testing.T) {
	b := newBench(t)
	if err := b.rescue.keep([]annotation.Edit{b.marks("12%")}); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(b.rescue.Path(), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	f.WriteString("{half")
	f.Close()
	kept, err := b.rescue.Load()
	if len(kept) != 1 || err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("kept %d, %v", len(kept), err)
	}
}

func waits(t *testing.T, so func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !so(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("waited in vain")
		}
	}
}
