package storage

import (
	"context"
	"crypto/ed25519"
	"os"
	"path/filepath"
	"testing"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

var ctx = context.Background()

// A desk is a project with what its tests need at hand.
type desk struct {
	*Project
	t    testing.TB
	path string
	who  Options
}

// anna edits on her laptop.
func anna() Options { return person("Anna") }

func person(name string) Options {
	a := annotation.Annotator{ID: annotation.NewID(), Name: name, Kind: annotation.Person}
	key, err := annotation.NewDeviceKey()
	if err != nil {
		panic(err)
	}
	public := key.Public().(ed25519.PublicKey)
	return Options{Annotator: a, Actor: annotation.Actor{ID: annotation.ActorID(a.ID, public), Annotator: a.ID, Device: "laptop", PublicKey: public}}
}

func simple(t testing.TB) annotation.Scheme {
	t.Helper()
	b, err := os.ReadFile("../assets/schemes/simple.json")
	if err != nil {
		t.Fatal(err)
	}
	s, err := annotation.ReadScheme(b)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	return newDeskAt(t, filepath.Join(t.TempDir(), "news.rubric"))
}

func newDeskAt(t testing.TB, path string) *desk {
	t.Helper()
	d := &desk{t: t, path: path, who: anna()}
	p, err := Create(path, simple(t), d.who)
	if err != nil {
		t.Fatal(err)
	}
	d.Project = p
	t.Cleanup(func() { d.Project.Close() })
	return d
}

// reopen closes the project and opens it again.
func (d *desk) reopen() {
	d.t.Helper()
	if err := d.Close(); err != nil {
		d.t.Fatal(err)
	}
	p, err := Open(d.path, d.who)
	if err != nil {
		d.t.Fatal(err)
	}
	d.Project = p
}

func (d *desk) commit(edits ...annotation.Edit) {
	d.t.Helper()
	if err := d.Commit(ctx, edits...); err != nil {
		d.t.Fatal(err)
	}
}

// article is the edit that imports a text.
func article(s string) (annotation.Edit, annotation.Document) {
	t := text.MustNew(s)
	original := annotation.NewContent([]byte("\ufeff" + s))
	d := annotation.NewDocument(t, "", annotation.Source{File: "a.txt", Retrieved: time.Date(2026, 3, 1, 10, 0, 0, 5e6, time.FixedZone("", 3600)),
		Original: original.Hash, Decoding: "UTF-8; BOM"})
	e := annotation.NewEdit("import a.txt")
	e.Documents = []annotation.Change[annotation.Document]{{ID: d.ID, Document: d.ID, After: &d}}
	e.Content = []annotation.Content{annotation.NewContent([]byte(s)), original}
	return e, d
}

// add imports a text and gives its document.
func (d *desk) add(s string) annotation.Document {
	d.t.Helper()
	e, doc := article(s)
	d.commit(e)
	return doc
}

// set loads Anna's set, which must be whole.
func (d *desk) set(doc annotation.ID) *annotation.Set {
	d.t.Helper()
	_, t, err := d.Document(ctx, doc)
	if err != nil {
		d.t.Fatal(err)
	}
	s, bad, err := d.Set(ctx, doc, d.who.Annotator.ID, t)
	if err != nil || len(bad) > 0 {
		d.t.Fatal(err, bad)
	}
	return s
}

// mark marks start to end as a claim and commits that.
func (d *desk) mark(s *annotation.Set, start, end text.Pos) annotation.Edit {
	d.t.Helper()
	e := markEdit(d.t, s, "claim", start, end)
	d.do(s, e)
	return e
}

func markEdit(t testing.TB, s *annotation.Set, label string, start, end text.Pos) annotation.Edit {
	t.Helper()
	e, err := s.AddSpan([]rangeset.Range{{Start: start, End: end}}, annotation.LabelRole{Label: label}, annotation.OriginSelection)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// do commits an edit and takes it into the set.
func (d *desk) do(s *annotation.Set, e annotation.Edit) {
	d.t.Helper()
	d.commit(e)
	if err := s.Apply(e); err != nil {
		d.t.Fatal(err)
	}
}

func TestBasics(t *testing.T) {
	d := newDesk(t)
	doc := d.add("Prices rose 3% in May, Mary said.")
	s := d.set(doc.ID)
	d.mark(s, 0, 14)
	d.reopen()
	if n := d.set(doc.ID).Len(); n != 1 {
		t.Fatal(n)
	}
	steps, err := d.Steps(ctx)
	t.Log(steps, err)
	g, err := d.Group(ctx, steps[1].Group)
	t.Log(g, err)
	d.commit(g[0].Inverse())
	if n := d.set(doc.ID).Len(); n != 0 {
		t.Fatal(n)
	}
	for s, err := range d.Sets(ctx) {
		t.Log(s.Document.Title, s.Head, err)
	}
	t.Log(d.Pragmas(ctx))
	if f, err := d.Check(ctx); err != nil || len(f) > 0 {
		t.Fatal(f, err)
	}
	if err := d.SaveCopy(ctx, filepath.Join(t.TempDir(), "copy.rubric")); err != nil {
		t.Fatal(err)
	}
	d.Close()
	es, _ := os.ReadDir(filepath.Dir(d.path))
	t.Log(es)
}
