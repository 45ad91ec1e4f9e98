package storage

import (
	"bufio"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/schemefile"
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
	b, err := os.ReadFile("../assets/schemes/simple.yaml")
	if err != nil {
		t.Fatal(err)
	}
	s, err := schemefile.Read(b)
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

// clean fails when a check finds anything.
func (d *desk) clean() {
	d.t.Helper()
	findings, err := d.Check(ctx)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, f := range findings {
		d.t.Errorf("check %s: %s: %s", f.Check, f.Row, f.Text)
	}
}

// values gives all rows by kind and id, as they would be exported.
func (d *desk) values() map[string]string {
	d.t.Helper()
	out := map[string]string{}
	for _, k := range all {
		err := eachRow(ctx, d.readers, k.statements, "", func(r row) error {
			out[string(k.kind)+" "+r.id.String()] = string(r.value)
			return r.check(k.kind)
		})
		if err != nil {
			d.t.Fatal(err)
		}
	}
	return out
}

// beside lists the files in the project's folder.
func (d *desk) beside() []string {
	d.t.Helper()
	entries, err := os.ReadDir(filepath.Dir(d.path))
	if err != nil {
		d.t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// says holds an error against its kind and its words.
func says(t testing.TB, err, kind error, words string) {
	t.Helper()
	if !errors.Is(err, kind) || !strings.Contains(err.Error(), words) {
		t.Errorf("error %q\nshould be %q\nand say   %q", err, kind, words)
	}
}

// A child is this test program started again to act in another process.
type child struct {
	*exec.Cmd
	t   testing.TB
	out *bufio.Scanner
	in  io.WriteCloser
}

const actVariable, pathVariable, whoVariable = "STORAGE_TEST_ACT", "STORAGE_TEST_PATH", "STORAGE_TEST_WHO"

// acts are what a child can do.
var acts = map[string]func(path string, o Options) error{}

func TestMain(m *testing.M) {
	act := acts[os.Getenv(actVariable)]
	if act == nil {
		os.Exit(m.Run())
	}
	var o Options
	if err := json.Unmarshal([]byte(os.Getenv(whoVariable)), &o); err != nil {
		panic(err)
	}
	if err := act(os.Getenv(pathVariable), o); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func start(t testing.TB, act, path string, o Options, change ...func(*exec.Cmd)) *child {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	who, err := json.Marshal(struct {
		Actor     annotation.Actor
		Annotator annotation.Annotator
		ReadOnly  bool
	}{o.Actor, o.Annotator, o.ReadOnly})
	if err != nil {
		t.Fatal(err)
	}
	c := &child{Cmd: exec.Command(program), t: t}
	c.Env = append(os.Environ(), actVariable+"="+act, pathVariable+"="+path, whoVariable+"="+string(who))
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err == nil {
		c.in, err = c.StdinPipe()
	}
	for _, f := range change {
		f(c.Cmd)
	}
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	c.out = bufio.NewScanner(out)
	return c
}

// line is what the child says next; "" at its end.
func (c *child) line() string {
	c.out.Scan()
	return c.out.Text()
}

// finish lets the child go on to its end.
func (c *child) finish() {
	c.t.Helper()
	c.in.Close()
	for c.out.Scan() {
	}
	if err := c.Wait(); err != nil {
		c.t.Fatal(err)
	}
}

// released waits until the parent lets go.
func released() { io.Copy(io.Discard, os.Stdin) }
