package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rubricator/annotation"
)

func withTimeout(ms int) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, time.Duration(ms)*time.Millisecond)
}

func TestCommitFillsInTheHeader(t *testing.T) {
	d := newDesk(t)
	now := time.Date(2026, 5, 1, 12, 0, 0, 123456789, time.FixedZone("", 7200))
	d.who.Clock = func() time.Time { return now }
	d.reopen()
	e1, _ := article("One.")
	e2, _ := article("Two.")
	edits := []annotation.Edit{e1, e2}
	d.commit(edits...)
	for i, e := range edits {
		if e.Actor != d.who.Actor.ID || e.Seq != int64(2+i) || e.Lamport != int64(2+i) || e.At.String() != "2026-05-01 10:00:00.123 +0000 UTC" {
			t.Errorf("header %+v", e.Header)
		}
	}
	list, err := d.Documents(ctx, d.who.Annotator.ID)
	if err != nil || len(list) != 2 || list[0].Title != "One." || !list[0].Created.Equal(now.Truncate(time.Millisecond)) || list[0].Status != annotation.Todo {
		t.Errorf("%+v %v", list, err)
	}
	d.clean()
}

func TestAStaleEditIsRefusedWholeAndNamesWhoChangedTheRow(t *testing.T) {
	d := newDesk(t)
	s := d.set(d.add("Prices rose 3%, Mary said.").ID)
	e := d.mark(s, 0, 14)
	note, err := s.SetNote(e.Spans[0].ID, "check")
	if err != nil {
		t.Fatal(err)
	}
	late, _ := s.RemoveSpan(e.Spans[0].ID)
	anna := d.who
	d.who = person("Ben")
	d.reopen()
	d.commit(note)
	d.who = anna
	d.reopen()
	before := d.values()
	import2, _ := article("Another.")
	err = d.Commit(ctx, import2, late)
	var stale *annotation.Stale
	if !errors.As(err, &stale) || stale.By != "Ben" || stale.Name != "note on claim" || stale.Row != e.Spans[0].ID || stale.At.IsZero() {
		t.Errorf("%v: %+v", err, stale)
	}
	says(t, err, annotation.ErrStale, `delete claim: span `)
	if after := d.values(); fmt.Sprint(before) != fmt.Sprint(after) {
		t.Error("something of the refused commit was written")
	}
	d.commit(import2) // the writer goes on
	d.clean()
}

func TestAnArticleThatOthersMarkedStays(t *testing.T) {
	d := newDesk(t)
	doc := d.add("Prices rose.")
	anna := d.who
	d.who = person("Ben")
	d.reopen()
	d.mark(d.set(doc.ID), 0, 6)
	d.who = anna
	d.reopen()
	e, err := d.set(doc.ID).Remove(doc)
	if err != nil {
		t.Fatal(err)
	}
	says(t, d.Commit(ctx, e), annotation.ErrStale, "others made hangs on it")
	d.add("Prices fell.") // the writer goes on
	d.clean()
}

func TestEveryKindOfStaleChangeIsRefused(t *testing.T) {
	d := newDesk(t)
	s := d.set(d.add("Prices rose 3%, Mary said.").ID)
	e := d.mark(s, 0, 14)
	after := e.Spans[0].After
	other := after.WithNote("never written")
	for name, c := range map[string]annotation.Change[annotation.Span]{
		"inserting what is there":     {ID: after.ID, After: after},
		"changing what never was":     {ID: after.ID, Before: &other, After: after},
		"deleting what never was":     {ID: after.ID, Before: &other},
		"changing what is not there":  {ID: other.ID, Before: &other, After: &other},
		"a value of another row":      {ID: annotation.NewID(), Before: after},
		"neither value":               {ID: after.ID},
		"moving to another set":       {ID: after.ID, Before: after, After: moved(after)},
		"a reference to nothing":      {ID: newSpanOf(s).ID, After: newSpanOf(s)},
		"text that is not UTF-8":      {ID: after.ID, Before: after, After: noted(after, "\xff")},
		"a set that is not there":     {ID: strayed.ID, After: strayed},
		"a mark on which a link ends": {ID: after.ID, Before: after},
	} {
		edit := annotation.NewEdit("try")
		edit.Spans = []annotation.Change[annotation.Span]{c}
		if name == "a mark on which a link ends" {
			end := annotation.NewSpan(annotation.NewID(), s.Head().ID, annotation.LabelRole{Label: "statistic"}, s.Text(), after.Ranges(), annotation.OriginImport)
			r := annotation.Relation{ID: annotation.NewID(), Set: s.Head().ID, Type: "rests_on", From: after.ID, To: end.ID}
			link := annotation.NewEdit("link")
			link.Spans = []annotation.Change[annotation.Span]{{ID: end.ID, After: &end}}
			link.Relations = []annotation.Change[annotation.Relation]{{ID: r.ID, After: &r}}
			d.commit(link)
		}
		if name == "a reference to nothing" {
			edit.Spans = nil
			head := annotation.SetHead{ID: annotation.NewID(), Document: annotation.NewID(), Annotator: d.who.Annotator.ID}
			edit.Sets = []annotation.Change[annotation.SetHead]{{ID: head.ID, After: &head}}
		}
		if err := d.Commit(ctx, edit); err == nil {
			t.Error(name, "was written")
		}
	}
	d.clean()
}

func noted(s *annotation.Span, note string) *annotation.Span { n := s.WithNote(note); return &n }

func moved(s *annotation.Span) *annotation.Span {
	m := *strayed
	m.ID = s.ID
	return &m
}

func newSpanOf(s *annotation.Set) *annotation.Span { m := s.Spans()[0]; return &m }

var strayed = func() *annotation.Span {
	m, err := annotation.StoredSpan(annotation.NewID(), annotation.NewID(), annotation.LabelRole{Label: "claim"}, oneRange, "Prices", nil, "", annotation.OriginSelection, 1)
	if err != nil {
		panic(err)
	}
	return &m
}()

func TestAnEditThatWasWrittenIsNotWrittenAgain(t *testing.T) {
	d := newDesk(t)
	s := d.set(d.add("Prices rose.").ID)
	e := markEdit(t, s, "claim", 0, 12)
	d.commit(e)
	again := []annotation.Edit{e, markEdit(t, d.set(s.Head().Document), "statistic", 0, 6)}
	d.commit(again...)
	if again[0].Seq == 0 || again[1].Seq != again[0].Seq+1 {
		t.Errorf("numbers %d and %d", again[0].Seq, again[1].Seq)
	}
	if n := d.set(s.Head().Document).Len(); n != 2 {
		t.Errorf("%d marks, want 2", n)
	}
	s = d.set(s.Head().Document)
	remove, _ := s.RemoveSpan(e.Spans[0].ID)
	d.commit(remove)
	d.commit(e, remove) // though its row could be written now
	if n := d.set(s.Head().Document).Len(); n != 1 {
		t.Errorf("%d marks, want 1", n)
	}
	d.clean()
}

func TestEditsThatSomebodyElseWroteMeanwhileAreNoticed(t *testing.T) {
	d := newDesk(t)
	d.add("Prices rose.")
	alter(t, d.path, `INSERT INTO edit SELECT seq + 1, randomblob(16), randomblob(16), 1, 70, grp, inverts, name, at, 0, format, payload_hash, prev, hash, blank
		FROM edit ORDER BY seq DESC LIMIT 1`)
	e, _ := article("Prices fell.")
	edits := []annotation.Edit{e}
	d.commit(edits...)
	if edits[0].Lamport != 71 || edits[0].Seq != 3 {
		t.Errorf("%+v", edits[0].Header)
	}
}

func init() {
	// hold takes the write lock of SQLite until released.
	acts["hold"] = func(path string, _ Options) error {
		db, err := sql.Open("sqlite3", dataSource(path, "mode=rw&_txlock=immediate"))
		if err != nil {
			return err
		}
		defer db.Close()
		tx, err := db.Begin()
		if err != nil {
			return err
		}
		fmt.Println("held")
		released()
		return tx.Rollback()
	}
}

func TestCommitWaitsForAForeignLockAsLongAsItMay(t *testing.T) {
	d := newDesk(t)
	holder := start(t, "hold", d.path, Options{})
	if got := holder.line(); got != "held" {
		t.Fatal(got)
	}
	e, _ := article("Prices rose.")
	short, cancel := withTimeout(100)
	defer cancel()
	begun := time.Now()
	err := d.Commit(short, e)
	says(t, err, ErrBusy, `save "import a.txt" in "news.rubric": the file is busy: another program is writing to it (context deadline exceeded)`)
	says(t, err, context.DeadlineExceeded, "")
	if took := time.Since(begun); took > time.Second {
		t.Errorf("a wait of 100 ms took %v", took)
	}
	if _, err := d.Documents(ctx, d.who.Annotator.ID); err != nil {
		t.Error("reading meanwhile:", err)
	}
	time.AfterFunc(300*time.Millisecond, func() { holder.in.Close() })
	d.commit(e)
	holder.finish()
	d.clean()
}

func TestAProjectOpensWhileAnotherProgramWritesToIt(t *testing.T) {
	for waiting, statement := range map[string]string{"nothing": `DELETE FROM unindexed`, "an article": `INSERT INTO unindexed SELECT place FROM document`} {
		d := newDesk(t)
		d.add("Prices rose.")
		alter(t, d.path, `DELETE FROM search; `+statement) // a crash may leave articles that are not indexed
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		holder := start(t, "hold", d.path, Options{})
		if got := holder.line(); got != "held" {
			t.Fatal(got)
		}
		opened := make(chan *Project, 1)
		go func() {
			p, err := Open(d.path, d.who)
			if err != nil {
				t.Error(err)
			}
			opened <- p
		}()
		select {
		case p := <-opened:
			p.Close()
		case <-time.After(10 * time.Second):
			t.Errorf("with %s to be indexed it does not open", waiting)
			holder.in.Close()
			(<-opened).Close()
			continue
		}
		holder.in.Close()
		holder.finish()
	}
}

func TestAFileThatIsGoneIsNeverSaidToBeSaved(t *testing.T) {
	for name, harm := range map[string]func(path string) error{
		"deleted": os.Remove,
		"moved":   func(path string) error { return os.Rename(path, path+".old") },
		"replaced": func(path string) error {
			b, err := os.ReadFile(path + ".copy")
			if err == nil {
				err = os.WriteFile(path+".new", b, 0o600)
			}
			return errors.Join(err, os.Rename(path+".new", path))
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			if err := d.SaveCopy(ctx, d.path+".copy"); err != nil {
				t.Fatal(err)
			}
			if err := harm(d.path); err != nil {
				t.Fatal(err)
			}
			e, _ := article("Prices rose.")
			says(t, d.Commit(ctx, e), ErrReplaced, "moved, deleted or replaced by another program")
			says(t, d.Apply(ctx, articles(1), nil), ErrReplaced, "moved, deleted or replaced by another program")
			kept := filepath.Join(t.TempDir(), "kept.rubric")
			if err := d.SaveCopy(ctx, kept); err != nil {
				t.Fatal(err)
			}
			p, err := Open(kept, d.who)
			if err != nil {
				t.Fatal(err)
			}
			if docs, err := p.Documents(ctx, d.who.Annotator.ID); err != nil || len(docs) != 2 {
				t.Errorf("a copy made now has %d documents, want what was written last (%v)", len(docs), err)
			}
			p.Close()
			if name == "moved" {
				os.Rename(d.path+".old", d.path)
				d.commit(e)
				d.clean()
			}
		})
	}
}

func TestApplyKeepsWhatCameBeforeAnError(t *testing.T) {
	d := newDesk(t)
	boom := errors.New("boom")
	var written []int
	progress := func(n int) { written = append(written, n) }
	err := d.Apply(ctx, then(articles(30), annotation.Edit{}, boom), progress)
	says(t, err, boom, `apply edits in "news.rubric": boom`)
	if n := written[len(written)-1]; n != 30 {
		t.Errorf("%d edits written before the error, want 30", n)
	}
	again, _ := article("Prices rose.")
	d.commit(again)
	again.ID = annotation.NewID()
	err = d.Apply(ctx, then(articles40(30, 40), again, nil), nil)
	says(t, err, annotation.ErrStale, "changed since by Anna")
	if list, err := d.Documents(ctx, d.who.Annotator.ID); err != nil || len(list) != 41 {
		t.Errorf("%d documents, want 41 (%v)", len(list), err)
	}
	large := annotation.NewEdit("too large")
	for range 2001 {
		large.Spans = append(large.Spans, annotation.Change[annotation.Span]{})
	}
	if err := d.Apply(ctx, then(articles(0), large, nil), nil); err == nil || !strings.Contains(err.Error(), "2001 changes in one edit") {
		t.Error(err)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	says(t, d.Apply(cancelled, articles40(50, 60), nil), context.Canceled, "")
	d.clean()
}

// then is a stream with one more edit or error at its end.
func then(edits iter.Seq2[annotation.Edit, error], e annotation.Edit, err error) iter.Seq2[annotation.Edit, error] {
	return func(yield func(annotation.Edit, error) bool) {
		for e, err := range edits {
			if !yield(e, err) {
				return
			}
		}
		yield(e, err)
	}
}

// articles40 gives the articles from one number to another.
func articles40(from, to int) iter.Seq2[annotation.Edit, error] {
	return func(yield func(annotation.Edit, error) bool) {
		for i := from; i < to; i++ {
			e, _ := article(fmt.Sprintf("Short article %d", i))
			if !yield(e, nil) {
				return
			}
		}
	}
}

func TestAMarkDoesNotWaitForAnImport(t *testing.T) {
	d := newDesk(t)
	s := d.set(d.add("Prices rose.").ID)
	importing, stop := context.WithCancel(ctx)
	began, done := make(chan bool, 1000), make(chan error)
	go func() { done <- d.Apply(importing, articles(1_000_000), func(int) { began <- true }) }()
	<-began
	var slowest time.Duration
	for range 10 {
		start := time.Now()
		d.mark(s, 0, 12)
		slowest = max(slowest, time.Since(start))
		remove, _ := s.RemoveSpan(s.Spans()[0].ID)
		d.do(s, remove)
	}
	stop()
	go func() {
		for range began {
		}
	}()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	close(began)
	t.Logf("the slowest of 10 marks took %v", slowest)
	if slowest > 5*time.Second {
		t.Errorf("a mark waited %v behind an import", slowest)
	}
	d.clean()
}

func TestDocumentsKeepTheirPlaceWhenRemovalIsUndone(t *testing.T) {
	d := newDesk(t)
	a, b := d.add("First."), d.add("Second.")
	created, _ := d.Documents(ctx, d.who.Annotator.ID)
	remove := annotation.NewEdit("remove")
	remove.Documents = []annotation.Change[annotation.Document]{{ID: a.ID, Document: a.ID, Before: &a}}
	d.commit(remove)
	if _, _, err := d.Document(ctx, a.ID); !errors.Is(err, annotation.ErrNotFound) {
		t.Error(err)
	}
	d.commit(remove.Inverse())
	list, err := d.Documents(ctx, d.who.Annotator.ID)
	if err != nil || len(list) != 2 || list[0].ID != a.ID || list[1].ID != b.ID || !list[0].Created.Equal(created[0].Created) {
		t.Errorf("%v %v", list, err)
	}
	d.clean()
}

func TestContentIsPackedWhereNobodyReadsItWithSQL(t *testing.T) {
	d := newDesk(t)
	long := strings.Repeat("Prices rose 3% “in May”. ", 400)
	doc := d.add(long)
	original, err := d.Content(ctx, doc.Sources[0].Original)
	if err != nil || string(original) != "\ufeff"+long {
		t.Error(len(original), err)
	}
	if _, err := d.Content(ctx, annotation.Hash{1}); !errors.Is(err, annotation.ErrNotFound) {
		t.Error(err)
	}
	s := d.set(doc.ID)
	d.mark(s, 15, 23)
	var quote, cut string
	err = d.readers.QueryRow(`SELECT s.quote, substr(c.bytes, s.start + 1, s."end" - s.start)
		FROM span s JOIN "set" t ON t.id = s."set" JOIN document d ON d.id = t.document JOIN content c ON c.sha256 = d.text`).Scan(&quote, &cut)
	if err != nil || quote != cut || quote != "“in May”" {
		t.Errorf("quote %q, cut %q, %v", quote, cut, err)
	}
	// A file kept as an original becomes the text of a document.
	e, second := article("\ufeff" + long)
	d.commit(e)
	if _, text, err := d.Document(ctx, second.ID); err != nil || text.String() != "\ufeff"+long {
		t.Error(err)
	}
	var kind string
	if err := d.readers.QueryRow(`SELECT typeof(bytes) FROM content WHERE sha256 = ?`, second.Text[:]).Scan(&kind); err != nil || kind != "text" {
		t.Error(kind, err)
	}
	d.clean()
}

func TestTheSchemeIsTheCurrentOne(t *testing.T) {
	d := newDesk(t)
	next := simple(t)
	next.Version++
	e := annotation.NewEdit("change scheme")
	before := *d.Scheme()
	e.Schemes = []annotation.Change[annotation.Scheme]{{ID: next.ID, Before: &before, After: &next}}
	d.commit(e)
	for range 2 {
		if v := d.Scheme().Version; v != next.Version {
			t.Errorf("version %d, want %d", v, next.Version)
		}
		d.reopen()
	}
	d.clean()
}
