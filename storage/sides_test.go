package storage

import (
	"path/filepath"
	"slices"
	"testing"

	"rubricator/annotation"
)

func TestWhatWasChangedSinceIsTold(t *testing.T) {
	d := newDesk(t)
	first, second := d.add("Prices rose by seven percent."), d.add("Wages fell.")
	all, err := d.Since(ctx, 0, annotation.ID{})
	if err != nil || !all.Whole || !slices.Contains(all.Documents, first.ID) || !slices.Contains(all.Documents, second.ID) {
		t.Fatalf("%+v, %v", all, err)
	}
	if none, err := d.Since(ctx, all.Place, annotation.ID{}); err != nil || none.Whole || len(none.Documents) > 0 || none.Place != all.Place {
		t.Errorf("%+v, %v", none, err)
	}
	d.mark(d.set(second.ID), 0, 5)
	if since, err := d.Since(ctx, all.Place, annotation.ID{}); err != nil || since.Whole || !slices.Equal(since.Documents, []annotation.ID{second.ID}) || since.Place <= all.Place {
		t.Errorf("%+v, %v", since, err)
	}
}

func TestWhatAGroupChangedCanBeLeftOut(t *testing.T) {
	d := newDesk(t)
	first, second := d.add("Prices rose by seven percent."), d.add("Wages fell.")
	before, err := d.Since(ctx, 0, annotation.ID{})
	if err != nil {
		t.Fatal(err)
	}
	group := annotation.NewID()
	for _, doc := range []annotation.Document{first, second} {
		s := d.set(doc.ID)
		e := markEdit(t, s, "claim", 0, 5)
		e.Group = group
		d.do(s, e)
	}
	d.mark(d.set(second.ID), 6, 8)
	since, err := d.Since(ctx, before.Place, group)
	if err != nil || !slices.Equal(since.Documents, []annotation.ID{second.ID}) || since.Place != before.Place+3 {
		t.Errorf("%+v, %v", since, err)
	}
}

func TestAPlaceInTheJournalIsKnownByTheEditsUpToIt(t *testing.T) {
	d := newDesk(t)
	doc := d.add("Prices rose by seven percent.")
	copied := filepath.Join(t.TempDir(), "copy.rubric")
	if err := d.SaveCopy(ctx, copied); err != nil {
		t.Fatal(err)
	}
	ben, err := Open(copied, person("Ben"))
	if err != nil {
		t.Fatal(err)
	}
	defer ben.Close()
	other := &desk{t: t, path: copied, who: person("Ben"), Project: ben}
	place := func(d *desk) int64 {
		s, err := d.Since(ctx, 0, annotation.ID{})
		if err != nil {
			t.Fatal(err)
		}
		return s.Place
	}
	state := func(d *desk, place int64) annotation.Hash {
		h, err := d.StateAt(ctx, place)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	before := place(d)
	if state(d, before) != state(other, before) {
		t.Error("a copy stands elsewhere")
	}
	was := state(d, before)
	d.mark(d.set(doc.ID), 0, 6)
	for place(other) < place(d) {
		other.mark(other.set(doc.ID), 7, 11)
	}
	if state(d, before) != was || state(d, place(d)) == was {
		t.Error("the state does not follow the journal")
	}
	if state(d, place(d)) == state(other, place(d)) {
		t.Error("two copies that went apart stand the same")
	}
}
