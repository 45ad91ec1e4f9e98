package bundle

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"errors"
	"io"
	"iter"
	"strings"
	"testing"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

const article = "Prices rose by seven percent in May.\n"

// ben is somebody with a device.
func ben(t testing.TB) (Manifest, ed25519.PrivateKey) {
	t.Helper()
	key, err := annotation.NewDeviceKey()
	if err != nil {
		t.Fatal(err)
	}
	who := annotation.Annotator{ID: annotation.NewID(), Name: "Ben", Kind: annotation.Person}
	m := Manifest{Program: "test", Project: annotation.NewID(), Annotator: who, Device: "laptop", Made: time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)}
	m.Actor = annotation.ActorID(who.ID, key.Public().(ed25519.PublicKey))
	return m, key
}

// recorded is a chain of two edits: one brings the article, one marks in it.
func recorded(t testing.TB, actor annotation.ID) []annotation.Recorded {
	t.Helper()
	body := text.MustNew(article)
	d := annotation.NewDocument(body, "")
	first := annotation.NewEdit("import")
	first.Documents = []annotation.Change[annotation.Document]{{ID: d.ID, Document: d.ID, After: &d}}
	set := annotation.NewSet(d.ID, annotation.NewID(), body, &annotation.Scheme{Version: 1, Labels: []annotation.Label{{ID: "claim"}}})
	second, err := set.AddSpan([]rangeset.Range{{Start: 0, End: 6}}, annotation.LabelRole{Label: "claim"}, annotation.OriginSelection)
	if err != nil {
		t.Fatal(err)
	}
	var out []annotation.Recorded
	var prev annotation.Hash
	for i, e := range []annotation.Edit{first, second} {
		e.Actor, e.Seq, e.Lamport, e.At = actor, int64(i+1), int64(i+1), time.Date(2026, 3, 1, 10, 0, i, 5e6, time.UTC)
		entries, err := e.Entries()
		if err != nil {
			t.Fatal(err)
		}
		hash, err := annotation.ChainHash(prev, e.Header, len(entries), annotation.JournalFormat, annotation.PayloadHash(entries, annotation.JournalFormat))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, annotation.Recorded{Header: e.Header, Format: annotation.JournalFormat, Prev: prev, Hash: hash, Entries: entries})
		prev = hash
	}
	return out
}

func all(edits []annotation.Recorded) iter.Seq2[annotation.Recorded, error] {
	return func(yield func(annotation.Recorded, error) bool) {
		for _, r := range edits {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func published(t testing.TB) ([]byte, Manifest) {
	t.Helper()
	m, key := ben(t)
	b, m, err := Write(m, key, all(recorded(t, m.Actor)), func(annotation.Hash) ([]byte, error) { return []byte(article), nil })
	if err != nil {
		t.Fatal(err)
	}
	return b, m
}

func TestABundleHoldsEditsAndTexts(t *testing.T) {
	b, m := published(t)
	got, err := Open(b)
	if err != nil {
		t.Fatal(err)
	}
	if got.Manifest.Annotator.Name != "Ben" || got.Manifest.Edits != 2 || got.Manifest.Texts != 1 || got.Manifest.Heads[0].Seq != 2 || got.Manifest.Made != m.Made {
		t.Errorf("manifest %+v", got.Manifest)
	}
	n := 0
	for r, err := range got.Edits() {
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.Verify(); err != nil {
			t.Error(err)
		}
		n++
	}
	body, ok, err := got.Text(annotation.HashOf([]byte(article)))
	if n != 2 || string(body) != article || !ok || err != nil {
		t.Errorf("%d edits, text %q, %v", n, body, err)
	}
	if _, ok, err := got.Text(annotation.Hash{}); ok || err != nil {
		t.Errorf("a text that is not there: %v, %v", ok, err)
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("edits.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if lines, err := io.ReadAll(f); err != nil || strings.Count(string(lines), "\n") != 2 {
		t.Errorf("other programs read %q, %v", lines, err)
	}
}

func TestABundleChangedByOneByteIsRefused(t *testing.T) {
	b, _ := published(t)
	for i := range b {
		for _, bit := range []byte{1, 0x80} {
			changed := bytes.Clone(b)
			changed[i] ^= bit
			got, err := Open(changed)
			for _, wrong := range got.all() {
				err = errors.Join(err, wrong)
			}
			if err == nil {
				t.Fatalf("byte %d of %d changed, and nobody noticed", i, len(b))
			}
		}
	}
	for n := range len(b) {
		if _, err := Open(b[:n]); err == nil {
			t.Fatalf("%d of %d bytes are taken for a bundle", n, len(b))
		}
	}
	for _, more := range [][]byte{append(bytes.Clone(b), 0), append([]byte{0}, b...)} {
		if _, err := Open(more); err == nil {
			t.Error("a byte more is taken for a bundle")
		}
	}
}

// all reads everything and gives what is wrong with it.
func (b *Bundle) all() (errs []error) {
	if b == nil {
		return nil
	}
	for _, err := range b.Edits() {
		if err != nil {
			errs = append(errs, err)
		}
	}
	if _, _, err := b.Text(annotation.Hash{}); err != nil {
		errs = append(errs, err)
	}
	return errs
}

func TestNobodySignsForAnother(t *testing.T) {
	m, _ := ben(t)
	_, key := ben(t)
	if _, _, err := Write(m, key, all(nil), nil); !errors.Is(err, ErrAltered) {
		t.Errorf("error %v", err)
	}
}

func TestABundleHoldsNobodyElsesEdits(t *testing.T) {
	m, key := ben(t)
	cem, _ := ben(t)
	b, _, err := Write(m, key, all(recorded(t, cem.Actor)), nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Open(b)
	if err != nil {
		t.Fatal(err)
	}
	if errs := got.all(); len(errs) != 1 || !errors.Is(errs[0], ErrAltered) || !strings.Contains(errs[0].Error(), "somebody else's") {
		t.Errorf("errors %v", errs)
	}
}

func TestTheSameEditsGiveTheSameBundle(t *testing.T) {
	m, key := ben(t)
	edits := recorded(t, m.Actor)
	a, _, err := Write(m, key, all(edits), nil)
	if err != nil {
		t.Fatal(err)
	}
	if b, _, _ := Write(m, key, all(edits), nil); !bytes.Equal(a, b) {
		t.Error("a second time gives other bytes")
	}
}

func FuzzOpen(f *testing.F) {
	b, _ := published(f)
	f.Add(b)
	f.Add(b[:len(b)/2])
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if got, err := Open(b); err == nil && len(got.all()) == 0 && got.Manifest.Edits > 0 && got.Manifest.Annotator.Name != "Ben" {
			t.Errorf("it is %q's", got.Manifest.Annotator.Name)
		}
	})
}
