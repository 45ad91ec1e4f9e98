package storage

import (
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// telling are words that stand in nothing but the article that is erased, and in what was said of it.
var telling = []string{"zebrafish", "zebrafisch", "quorum"}

// wordsIn finds telling words in the file and what lies beside it, and in what it has packed.
func wordsIn(t testing.TB, path string) (found []string) {
	t.Helper()
	for _, name := range []string{path, path + "-wal", path + "-journal"} {
		b, err := os.ReadFile(name)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		b = bytes.ToLower(b)
		for _, word := range telling {
			if n := bytes.Count(b, []byte(word)); n > 0 {
				found = append(found, fmt.Sprintf("%s %d times in %s", word, n, filepath.Base(name)))
			}
		}
	}
	return found
}

// wordless fails where a telling word is in the file.
func (d *desk) wordless() {
	d.t.Helper()
	if found := wordsIn(d.t, d.path); len(found) > 0 {
		d.t.Errorf("there is still %s", strings.Join(found, ", "))
	}
	if err := eachContent(ctx, d.readers, ``, func(name string, err error) error { return err }); err != nil {
		d.t.Error(err)
	}
	rows, err := d.readers.Query(`SELECT CAST(bytes AS BLOB) FROM content WHERE codec = 1`)
	if err != nil {
		d.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var b []byte
		if err := rows.Scan(&b); err != nil {
			d.t.Fatal(err)
		}
		unpacked, _ := io.ReadAll(flate.NewReader(bytes.NewReader(b)))
		if bytes.Contains(bytes.ToLower(unpacked), []byte("zebrafish")) {
			d.t.Error("it is still in what is packed")
		}
	}
}

const zebrafish = "Zebrafish quorum fails\n\nThe zebrafish quorum failed by seven votes, the ministry said."

// addZebrafish imports the article with an original that is packed.
func (d *desk) addZebrafish() annotation.Document {
	d.t.Helper()
	original := annotation.NewContent([]byte("\ufeff" + zebrafish + strings.Repeat("<!-- zebrafish -->", 400)))
	doc := annotation.NewDocument(text.MustNew(zebrafish), "", annotation.Source{File: "zebrafish.html", Retrieved: time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC),
		Original: original.Hash, Decoding: "UTF-8"})
	e := annotation.NewEdit("import zebrafish.html")
	e.Documents = []annotation.Change[annotation.Document]{{ID: doc.ID, Document: doc.ID, After: &doc}}
	e.Content = []annotation.Content{annotation.NewContent([]byte(zebrafish)), original}
	d.commit(e)
	return doc
}

// withZebrafish is a project in which people worked on the article that is to be erased and on another that stays, partly by the same edits.
func withZebrafish(t testing.TB) (d *desk, doc, other annotation.Document) {
	d = newDesk(t)
	doc, other = d.addZebrafish(), d.add("Prices rose by seven percent in May, the ministry said.")
	s, o := d.set(doc.ID), d.set(other.ID)
	mark := d.mark(s, 0, 16)
	d.mark(o, 0, 11)
	note, err := s.SetNote(mark.Spans[0].ID, "the zebrafish quorum again")
	if err != nil {
		t.Fatal(err)
	}
	d.do(s, note)
	both, more := markEdit(t, s, "statistic", 28, 44), markEdit(t, o, "statistic", 15, 28)
	both.Spans, both.Name = append(both.Spans, more.Spans...), "mark on two articles"
	d.commit(both)
	after := doc
	after.Outlet = "Quorum Post"
	changed, _ := doc.ChangeTo(after)
	d.commit(changed)
	said, err := annotation.Place{Document: doc.ID, Range: rangeset.Range{Start: 0, End: 16}, Quote: "Zebrafish quorum"}.Comment(d.who.Annotator.ID, annotation.Asks, "is zebrafish quorum a thing?")
	if err != nil {
		t.Fatal(err)
	}
	d.commit(said)
	if err := d.KeepLikenesses(ctx, []Likeness{{Text: doc.Text, Same: annotation.Hash{1}, Sketch: []byte{1}}, {Text: other.Text, Same: annotation.Hash{2}, Sketch: []byte{2}}}); err != nil {
		t.Fatal(err)
	}
	return d, after, other
}

func (d *desk) erases(documents ...annotation.ID) {
	d.t.Helper()
	var all []Erasing
	for _, id := range documents {
		all = append(all, Erasing{Document: id})
	}
	if err := d.Erase(ctx, all); err != nil {
		d.t.Fatal(err)
	}
}

func TestAnErasedArticleIsInNoByteOfTheFile(t *testing.T) {
	d, doc, other := withZebrafish(t)
	if err := d.Park(ctx, Parked{Hash: annotation.Hash{3}, Name: "ben", Missing: "", Bytes: []byte("zebrafish")}); err != nil {
		t.Fatal(err)
	}
	if len(wordsIn(t, d.path)) == 0 {
		t.Fatal("it was not there before")
	}
	kept := map[string]string{}
	for row, value := range d.values() {
		if !strings.Contains(value, doc.ID.String()) && !strings.Contains(value, annotation.SetID(doc.ID, d.who.Annotator.ID).String()) {
			kept[row] = value
		}
	}
	if err := d.Erase(ctx, []Erasing{{Document: doc.ID}}, annotation.Hash{3}); err != nil {
		t.Fatal(err)
	}
	d.wordless()
	d.clean()
	now := d.values()
	maps.DeleteFunc(now, func(row, _ string) bool { return strings.HasPrefix(row, "erasure ") })
	if !maps.Equal(now, kept) {
		t.Errorf("there is %v\nwant %v", slices.Sorted(maps.Keys(now)), slices.Sorted(maps.Keys(kept)))
	}
	d.wants(other.ID, d.who, "claim Prices rose, statistic seven percent")
	if found, err := d.Search(ctx, "zebrafish", 5); err != nil || len(found) > 0 {
		t.Errorf("searching finds %v, %v", found, err)
	}
	if found, err := d.Search(ctx, "ministry", 5); err != nil || len(found) != 1 {
		t.Errorf("searching finds %v, %v", found, err)
	}
	if like, err := d.Likenesses(ctx); err != nil || len(like) != 1 || like[0].Text != other.Text {
		t.Errorf("alike are %v, %v", like, err)
	}
	d.mark(d.set(other.ID), 0, 6) // the chain goes on
	d.reopen()
	d.wordless()
	d.clean()
	if err := d.Erase(ctx, []Erasing{{Document: doc.ID}}); err != nil {
		t.Error("a second time:", err)
	}
	d.clean()
}

func TestWhatWasRemovedBeforeIsErasedToo(t *testing.T) {
	d, doc, _ := withZebrafish(t)
	e, err := d.set(doc.ID).Remove(doc)
	if err != nil {
		t.Fatal(err)
	}
	d.commit(e)
	d.erases(doc.ID)
	d.wordless()
	d.clean()
	says(t, d.Erase(ctx, []Erasing{{Document: annotation.NewID()}}), annotation.ErrNotFound, "article")
}

func TestTheCheckFeelsWhatRemainsBehindAnErasure(t *testing.T) {
	for name, open := range map[string]func(*testing.T) (*desk, annotation.ID){
		"today": func(t *testing.T) (*desk, annotation.ID) {
			d, doc, _ := withZebrafish(t)
			return d, doc.ID
		},
		"format 5": func(t *testing.T) (*desk, annotation.ID) {
			d, doc, _ := formerZebrafish(t)
			return d, doc
		},
	} {
		for _, c := range []struct{ check, sql string }{
			{"journal", `UPDATE change SET after = replace(after, 'seven percent', 'eight percent') WHERE after LIKE '%seven percent%' AND edit = (SELECT edit FROM change WHERE blank IS NOT NULL AND edit IN
				(SELECT edit FROM change WHERE after LIKE '%seven percent%'))`},
			{"journal", `UPDATE change SET row = randomblob(16) WHERE blank IS NOT NULL`},
			{"journal", `UPDATE change SET blank = randomblob(32) WHERE blank IS NOT NULL`},
			{"journal", `DROP TRIGGER edit_is_fixed; UPDATE edit SET blank = randomblob(32) WHERE blank IS NOT NULL`},
			{"journal", `DROP TRIGGER edit_is_fixed; UPDATE edit SET at = '2020-01-01T00:00:00Z' WHERE seq IN (SELECT edit FROM change WHERE blank IS NOT NULL)`},
			{"journal", `DELETE FROM erasure`},
			{"journal", `UPDATE change SET before = NULL, after = NULL, blank = randomblob(32) WHERE after LIKE '%Prices%'`},
			{"erased", `UPDATE erased SET clean = 0`},
			{"erased", `INSERT INTO erased SELECT id, 1 FROM document`},
		} {
			t.Run(name+" "+c.sql, func(t *testing.T) {
				d, doc := open(t)
				d.erases(doc)
				d.clean()
				alter(t, d.path, `DROP TRIGGER change_is_fixed; `+c.sql)
				findings, err := d.Check(ctx)
				if err != nil {
					t.Fatal(err)
				}
				if !slices.ContainsFunc(findings, func(f Finding) bool { return f.Check == c.check }) {
					t.Errorf("found %v, nothing by check %q", findings, c.check)
				}
			})
		}
	}
}

// formerZebrafish is withZebrafish as the release before this one left it, with marks of Ben too, opened by Cem.
func formerZebrafish(t *testing.T) (d *desk, doc, other annotation.ID) {
	t.Helper()
	d = &desk{t: t, path: unpacked(t, "format5.rubric"), who: person("Cem")}
	d.who.Backups = t.TempDir()
	var err error
	if d.Project, err = Open(d.path, d.who); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Project.Close() })
	list, err := d.Documents(ctx, d.who.Annotator.ID)
	if err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	return d, list[0].ID, list[1].ID
}

func TestAnArticleOfAnOlderProjectIsErased(t *testing.T) {
	d, doc, other := formerZebrafish(t)
	d.clean()
	before := d.values()
	d.erases(doc)
	d.wordless()
	d.clean()
	for row, value := range d.values() {
		if was, there := before[row]; !strings.HasPrefix(row, "erasure ") && (!there || was != value) {
			t.Errorf("%s became %s", row, value)
		}
	}
	if _, _, err := d.Document(ctx, other); err != nil {
		t.Error(err)
	}
	backups, err := filepath.Glob(filepath.Join(d.who.Backups, "*"))
	if err != nil || len(backups) != 1 {
		t.Fatal(backups, err)
	}
	if held, err := d.Holds(ctx, backups[0], []annotation.ID{doc, other}); err != nil || len(held) != 2 {
		t.Errorf("the copy of format 5 holds %v, %v", held, err)
	}
	if held, err := d.Holds(ctx, d.path, []annotation.ID{doc, other}); err != nil || !slices.Equal(held, []annotation.ID{other}) {
		t.Errorf("the project holds %v, %v", held, err)
	}
	strange := newDesk(t)
	if held, err := strange.Holds(ctx, backups[0], []annotation.ID{doc}); err != nil || len(held) > 0 {
		t.Errorf("a backup of another project is said to hold %v, %v", held, err)
	}
}

func TestHistoryTellsThatAnArticleWasErasedAndNoWordOfIt(t *testing.T) {
	d, doc, other := withZebrafish(t)
	d.erases(doc.ID)
	for _, of := range []Scope{{}, {Document: doc.ID}} {
		told := d.acts(of, 0, 100)
		acts, err := d.Acts(ctx, of, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range acts {
			told += "\n" + strings.Join(a.Says(annotation.Teller{Scheme: d.Scheme(), Quote: func(s string) string { return s }}), "; ")
		}
		for _, word := range telling {
			if strings.Contains(strings.ToLower(told), word) {
				t.Errorf("history says\n%s", told)
			}
		}
		for _, want := range []string{"Anna: erase an article for good", "mark claim (words erased for good)", "an act on an erased article (words erased for good)"} {
			if !strings.Contains(told, want) {
				t.Errorf("history lacks %q:\n%s", want, told)
			}
		}
	}
	d.tells(Scope{Document: other.ID}, `
Anna: mark on two articles [ > statistic seven percent]
Anna: mark claim [ > claim Prices rose]
Anna: import a.txt`)
	if _, err := d.SetAsOf(ctx, doc.ID, d.who.Annotator.ID, 5); err != nil {
		t.Error(err)
	}
}

func TestUndoStepsOverWhatWasErased(t *testing.T) {
	d, doc, other := withZebrafish(t)
	s := d.set(other.ID)
	last := d.mark(s, 29, 35)
	var both annotation.ID
	for _, step := range d.toUndo() {
		if step.Name == "mark on two articles" {
			both = step.Group
		}
	}
	d.erases(doc.ID)
	var names []string
	for _, step := range d.toUndo() {
		names = append(names, step.Name)
	}
	if want := []string{"import a.txt", "mark claim", "mark on two articles", "mark claim"}; !slices.Equal(names, want) {
		t.Errorf("the steps are %q, want %q", names, want)
	}
	if _, err := d.Group(ctx, last.Group); err != nil {
		t.Error(err)
	}
	edits, err := d.Group(ctx, both)
	if err != nil || len(edits) != 1 || len(edits[0].Spans) != 1 || edits[0].Spans[0].Document != other.ID {
		t.Fatalf("the edit on both is %+v, %v", edits, err)
	}
	d.commit(edits[0].Inverse())
	d.wants(other.ID, d.who, "claim Prices rose, claim in May")
	d.clean()
	if err := d.ApplyWhole(ctx, "take back", func(w *Whole) error { _, err := w.TakeBack(last.Group, nil); return err }); err != nil {
		t.Error(err)
	}
	d.clean()
}

// toUndo is what can be undone, oldest first.
func (d *desk) toUndo() []annotation.Step {
	d.t.Helper()
	steps, err := d.Steps(ctx)
	if err != nil {
		d.t.Fatal(err)
	}
	return steps
}

func TestAnErasedArticleIsNotImportedAgainAndACopyIs(t *testing.T) {
	d, doc, _ := withZebrafish(t)
	s := d.set(doc.ID)
	open := markEdit(t, s, "claim", 17, 22)
	d.erases(doc.ID)
	again := annotation.NewEdit("import zebrafish.html")
	again.Documents = []annotation.Change[annotation.Document]{{ID: doc.ID, Document: doc.ID, After: &doc}}
	again.Content = []annotation.Content{annotation.NewContent([]byte(zebrafish))}
	for _, e := range []annotation.Edit{again, open} {
		says(t, d.Commit(ctx, e), annotation.ErrErased, "this text was erased for good by Anna on ")
	}
	d.wordless()
	if who, err := d.WasErased(ctx, doc.ID); err != nil || who == nil || who.By != "Anna" {
		t.Error(who, err)
	}
	twin := annotation.NewDocument(text.MustNew(zebrafish), "2")
	again.Documents = []annotation.Change[annotation.Document]{{ID: twin.ID, Document: twin.ID, After: &twin}}
	d.commit(again)
	d.mark(d.set(twin.ID), 0, 9)
	d.clean()
}

func TestWhatOtherArticlesNeedStays(t *testing.T) {
	d := newDesk(t)
	original := annotation.NewContent([]byte("zebrafish and prices"))
	add := func(s, copy string) annotation.Document {
		doc := annotation.NewDocument(text.MustNew(s), copy, annotation.Source{File: "a.txt", Original: original.Hash})
		e := annotation.NewEdit("import a.txt")
		e.Documents = []annotation.Change[annotation.Document]{{ID: doc.ID, Document: doc.ID, After: &doc}}
		e.Content = []annotation.Content{annotation.NewContent([]byte(s)), original}
		d.commit(e)
		return doc
	}
	one, twin, other := add("Zebrafish rose.", ""), add("Zebrafish rose.", "2"), add("Prices rose.", "")
	r, err := d.Remains(ctx, one.ID)
	if err != nil || len(r.Copies) != 1 || r.Copies[0].ID != twin.ID || !slices.Equal(r.Shared, []annotation.Hash{original.Hash}) || r.Sharing != 2 {
		t.Errorf("it would take %+v, %v", r, err)
	}
	d.erases(one.ID)
	d.clean()
	if _, _, err := d.Document(ctx, twin.ID); err != nil {
		t.Error(err)
	}
	if _, err := d.Content(ctx, original.Hash); err != nil {
		t.Error(err)
	}
	if err := d.Erase(ctx, []Erasing{{Document: twin.ID, Originals: []annotation.Hash{original.Hash}}}); err != nil {
		t.Fatal(err)
	}
	d.wordless()
	d.clean()
	if _, _, err := d.Document(ctx, other.ID); err != nil {
		t.Error(err)
	}
}

func TestABackupOfBeforeBringsTheArticleBack(t *testing.T) {
	d, doc, _ := withZebrafish(t)
	backup, err := d.Backup(ctx, t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	if held, err := d.Holds(ctx, backup, []annotation.ID{doc.ID}); err != nil || len(held) != 1 {
		t.Errorf("the backup holds %v, %v", held, err)
	}
	d.erases(doc.ID)
	d.Close()
	aside, err := Restore(ctx, backup, d.path, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if beside := PutAside(d.path); !slices.Equal(beside, []string{aside}) {
		t.Errorf("beside it is %q", beside)
	}
	if d.Project, err = Open(d.path, d.who); err != nil {
		t.Fatal(err)
	}
	d.wants(doc.ID, d.who, "claim Zebrafish quorum, statistic zebrafish quorum")
	d.clean()
}

func init() {
	// erase begins to erase the first article, and is killed when the words are no part of the project any more and the file is to be made anew.
	acts["erase"] = func(path string, o Options) error {
		p, err := Open(path, o)
		if err != nil {
			return err
		}
		list, err := p.Documents(ctx, o.Annotator.ID)
		if err != nil {
			return err
		}
		fmt.Println("begins")
		if err := p.Erase(ctx, []Erasing{{Document: list[0].ID}}); err != nil {
			return err
		}
		fmt.Println("done")
		released()
		return nil
	}
}

func TestAnEraseThatIsBrokenOffLeavesAllOrNothing(t *testing.T) {
	rounds := 12
	if testing.Short() {
		rounds = 4
	}
	all, nothing := 0, 0
	for round := range rounds {
		d, doc, other := withZebrafish(t)
		for i := range 60 {
			d.add(fmt.Sprintf("Article %d. %s", i, strings.Repeat("Prices rose. ", 500)))
		}
		d.Close()
		c := start(t, "erase", d.path, d.who)
		if got := c.line(); got != "begins" {
			t.Fatalf("the process says %q", got)
		}
		time.Sleep(time.Duration(round*3) * time.Millisecond)
		c.Process.Kill()
		c.Wait()
		d.openAgain()
		if _, _, err := d.Document(ctx, doc.ID); err == nil {
			nothing++
			d.wants(doc.ID, d.who, "claim Zebrafish quorum, statistic zebrafish quorum")
		} else {
			all++
			d.wordless()
		}
		d.wants(other.ID, d.who, "claim Prices rose, statistic seven percent")
		d.clean()
	}
	t.Logf("%d times all, %d times nothing", all, nothing)
}

// openAgain opens the project after another process had it.
func (d *desk) openAgain() {
	d.t.Helper()
	p, err := Open(d.path, d.who)
	if err != nil {
		d.t.Fatal(err)
	}
	d.Project = p
}

func TestOpeningFinishesAnErase(t *testing.T) {
	d, doc, _ := withZebrafish(t)
	d.erases(doc.ID)
	d.Close()
	alter(t, d.path, `UPDATE erased SET clean = 0; CREATE TABLE t (x); INSERT INTO t VALUES ('zebrafish'); DROP TABLE t`)
	if len(wordsIn(t, d.path)) == 0 {
		t.Fatal("it is not in a part that is not in use")
	}
	d.openAgain()
	d.wordless()
	d.clean()
}

func TestAReadOnlyProjectErasesNothing(t *testing.T) {
	d, doc, _ := withZebrafish(t)
	p, err := Open(d.path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if err := p.Erase(ctx, []Erasing{{Document: doc.ID}}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("error %v", err)
	}
}

func TestAnEraseWaitsForReadersAndLeavesNothingInARollbackJournal(t *testing.T) {
	folder := shareFolder(t, "Dropbox")
	for _, insist := range []bool{false, true} {
		d := newDesk(t)
		if insist {
			d = &desk{t: t, path: filepath.Join(folder, "news.rubric"), who: anna()}
			d.who.Insist = true
			var err error
			if d.Project, err = Create(d.path, simple(t), d.who); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { d.Project.Close() })
		}
		doc, other := d.addZebrafish(), d.add("Prices rose.")
		d.mark(d.set(doc.ID), 0, 16)
		q, err := d.snapshot(ctx) // somebody reads, as an export does
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := readDocument(ctx, q, other.ID); err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(300*time.Millisecond, q.end)
		d.erases(doc.ID)
		d.wordless()
		d.mark(d.set(other.ID), 0, 6)
		d.clean()
	}
}

// BenchmarkErase erases an article of a project of 10,000 articles of 5 KB: ms-erase is the transaction and making the file anew.
func BenchmarkErase(b *testing.B) {
	d := newDesk(b)
	d.apply(articles(10_000))
	list, err := d.Documents(ctx, d.who.Annotator.ID)
	if err != nil {
		b.Fatal(err)
	}
	for i := 0; b.Loop(); i++ {
		d.erases(list[i].ID)
	}
	size, err := os.Stat(d.path)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(size.Size()>>20), "MB")
}
