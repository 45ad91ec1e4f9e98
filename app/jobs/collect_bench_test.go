package jobs_test

import (
	"crypto/ed25519"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/bundle"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/jobs"
	"rubricator/storage"
)

// chainOf gives edits an actor's chain.
func chainOf(b *testing.B, actor annotation.ID, lamport int64, edits iter.Seq[annotation.Edit]) iter.Seq2[annotation.Recorded, error] {
	return func(yield func(annotation.Recorded, error) bool) {
		var prev annotation.Hash
		seq := int64(0)
		for e := range edits {
			seq++
			e.Actor, e.Seq, e.Lamport, e.At = actor, seq, lamport+seq, time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
			entries, err := e.Entries()
			if err != nil {
				b.Fatal(err)
			}
			hash, err := annotation.ChainHash(prev, e.Header, len(entries), annotation.JournalFormat, annotation.PayloadHash(entries, annotation.JournalFormat))
			if !yield(annotation.Recorded{Header: e.Header, Format: annotation.JournalFormat, Prev: prev, Hash: hash, Entries: entries}, err) {
				return
			}
			prev = hash
		}
	}
}

// work is a colleague's: joining, then a mark an edit, spread over the documents.
func work(who annotation.Annotator, actor annotation.Actor, documents []annotation.Document, x *text.Text, n int) iter.Seq[annotation.Edit] {
	return func(yield func(annotation.Edit) bool) {
		join := annotation.NewEdit("join the project")
		join.Annotators = []annotation.Change[annotation.Annotator]{{ID: who.ID, After: &who}}
		join.Actors = []annotation.Change[annotation.Actor]{{ID: actor.ID, After: &actor}}
		if !yield(join) {
			return
		}
		for i := range n - 1 {
			d := documents[i*len(documents)/n]
			head := annotation.SetHead{ID: annotation.SetID(d.ID, who.ID), Document: d.ID, Annotator: who.ID, Status: annotation.InWork}
			e := annotation.NewEdit("mark claim")
			if i == 0 || documents[(i-1)*len(documents)/n].ID != d.ID {
				e.Sets = []annotation.Change[annotation.SetHead]{{ID: head.ID, Document: d.ID, After: &head}}
			}
			at := text.Pos(i % (int(x.Len()) - 30))
			sp := annotation.NewSpan(annotation.NewID(), head.ID, annotation.LabelRole{Label: "claim", Role: "claim"}, x, []rangeset.Range{{Start: at, End: at + 25}}, annotation.OriginSelection)
			e.Spans = []annotation.Change[annotation.Span]{{ID: sp.ID, Document: d.ID, After: &sp}}
			if !yield(e) {
				return
			}
		}
	}
}

// BenchmarkCollect takes in 100 bundles of 10,000 edits. The owner's bound is 30 s.
func BenchmarkCollect(b *testing.B) {
	const bundles, edits, articles = 100, 10_000, 100
	body := strings.Repeat("Prices rose by seven percent in May, the ministry said. ", 60)
	x := text.MustNew(body)
	scheme, err := jobs.ShippedScheme("")
	if err != nil {
		b.Fatal(err)
	}
	dir := b.TempDir()
	_, who, actor := device(b, "Lead")
	lead, err := storage.Create(filepath.Join(dir, "lead.rubric"), scheme, storage.Options{Annotator: who, Actor: actor})
	if err != nil {
		b.Fatal(err)
	}
	defer lead.Close()
	var documents []annotation.Document
	for i := range articles {
		d := annotation.NewDocument(x, fmt.Sprint(i))
		e := annotation.NewEdit("import")
		e.Documents = []annotation.Change[annotation.Document]{{ID: d.ID, Document: d.ID, After: &d}}
		e.Content = []annotation.Content{annotation.NewContent([]byte(body))}
		if err := lead.Commit(ctx, e); err != nil {
			b.Fatal(err)
		}
		documents = append(documents, d)
	}
	shared := filepath.Join(dir, "shared")
	for i := range bundles {
		key, who, actor := device(b, fmt.Sprintf("Colleague %d", i))
		m := bundle.Manifest{Annotator: who, Actor: actor.ID, Device: actor.Device}
		written, _, err := bundle.Write(m, key, chainOf(b, actor.ID, int64(articles+10), work(who, actor, documents, x, edits)), nil)
		if err == nil {
			err = os.MkdirAll(shared, 0o700)
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(shared, jobs.BundleName(who.Name, time.Now())), written, 0o600)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ResetTimer()
	for range b.N {
		begin := time.Now()
		r, err := jobs.Collect(ctx, lead, []string{shared}, jobs.Collecting{})
		if err != nil || r.Edits() != bundles*edits { // a second time they are known: run it by -benchtime 1x
			b.Fatalf("%d edits, %v, %v", r.Edits(), r.Refused, err)
		}
		took := time.Since(begin)
		b.ReportMetric(took.Seconds(), "s")
		b.ReportMetric(float64(r.Edits())/took.Seconds(), "edits/s")
	}
}

func device(t testing.TB, name string) (ed25519.PrivateKey, annotation.Annotator, annotation.Actor) {
	t.Helper()
	key, err := annotation.NewDeviceKey()
	if err != nil {
		t.Fatal(err)
	}
	public := key.Public().(ed25519.PublicKey)
	a := annotation.Annotator{ID: annotation.NewID(), Name: name, Kind: annotation.Person}
	return key, a, annotation.Actor{ID: annotation.ActorID(a.ID, public), Annotator: a.ID, Device: "laptop", PublicKey: public}
}
