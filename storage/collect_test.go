package storage

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// laptopOf is the same person on another device.
func laptopOf(o Options) Options {
	o.Actor.PublicKey, o.Actor.Device = person("").Actor.PublicKey, "laptop of "+o.Annotator.Name
	o.Actor.ID = annotation.ActorID(o.Annotator.ID, o.Actor.PublicKey)
	return o
}

// copyFor is a copy of the project that somebody else works on.
func (d *desk) copyFor(who Options) *desk {
	d.t.Helper()
	path := filepath.Join(d.t.TempDir(), who.Annotator.Name+".rubric")
	if err := d.SaveCopy(ctx, path); err != nil {
		d.t.Fatal(err)
	}
	p, err := Open(path, who)
	if err != nil {
		d.t.Fatal(err)
	}
	other := &desk{Project: p, t: d.t, path: path, who: who}
	d.t.Cleanup(func() { other.Project.Close() })
	return other
}

// delivery is what d would hand to colleagues of its own work.
func (d *desk) delivery() Delivery {
	return Delivery{Name: d.who.Annotator.Name + ".bundle", Edits: d.Recorded(ctx, d.Actor().ID), Content: func(h annotation.Hash) ([]byte, bool, error) {
		b, err := d.Content(ctx, h)
		if errors.Is(err, annotation.ErrNotFound) {
			return nil, false, nil
		}
		return b, err == nil, err
	}}
}

// collects takes in what the others did.
func (d *desk) collects(others ...*desk) (out Collected) {
	d.t.Helper()
	for _, o := range others {
		var err error
		if out, err = d.Collect(ctx, o.delivery(), true, nil); err != nil {
			d.t.Fatal(err)
		}
	}
	return out
}

// reads shows all marks of an annotator on a document as "label quote", in the order of the text.
func (d *desk) reads(doc annotation.ID, who Options) string {
	d.t.Helper()
	_, t, err := d.Document(ctx, doc)
	if err != nil {
		return "no article"
	}
	s, bad, err := d.Set(ctx, doc, who.Annotator.ID, t)
	if err != nil || len(bad) > 0 {
		d.t.Fatal(err, bad)
	}
	var parts []string
	for _, sp := range s.Spans() {
		parts = append(parts, sp.Label().Label+" "+sp.Quote())
	}
	return strings.Join(parts, ", ")
}

func (d *desk) wants(doc annotation.ID, who Options, want string) {
	d.t.Helper()
	if got := d.reads(doc, who); got != want {
		d.t.Errorf("%s's marks at %s are %q, want %q", who.Annotator.Name, d.who.Annotator.Name, got, want)
	}
}

func TestCollectingBringsAColleaguesMarks(t *testing.T) {
	anna := newDesk(t)
	doc := anna.add("Prices rose by seven percent.")
	ben := anna.copyFor(person("Ben"))
	ben.mark(ben.set(doc.ID), 0, 11)

	before, _ := anna.Steps(ctx)
	got := anna.collects(ben)
	anna.wants(doc.ID, ben.who, "claim Prices rose")
	anna.wants(doc.ID, anna.who, "")
	if got.Edits != 2 || got.Added != 4 || got.Changed+got.Removed != 0 { // Ben, his device, his set, his mark
		t.Errorf("%+v", got)
	}
	anna.clean()
	if again := anna.collects(ben); again.Edits != 0 || again.Known != 2 || again.Added != 0 {
		t.Errorf("the second time: %+v", again)
	}
	if after, _ := anna.Steps(ctx); !slices.Equal(after, before) {
		t.Errorf("there is more to undo: %v", after)
	}
	anna.mark(anna.set(doc.ID), 0, 6) // Anna's chain goes on
	anna.clean()
}

func TestAnArticleComesWithItsText(t *testing.T) {
	anna := newDesk(t)
	ben := anna.copyFor(person("Ben"))
	doc := ben.add("Seven seats were filled.")
	ben.mark(ben.set(doc.ID), 0, 11)
	d := ben.delivery()
	d.Content = func(annotation.Hash) ([]byte, bool, error) { return nil, false, nil }
	if got, err := anna.Collect(ctx, d, false, nil); err != nil || len(got.Missing) != 1 || !strings.Contains(got.Missing[0], "Seven seats were filled.") {
		t.Errorf("without its text: %+v, %v", got, err)
	}
	anna.collects(ben)
	anna.wants(doc.ID, ben.who, "claim Seven seats")
	anna.clean()
}

func TestTheSameArticleImportedByTwoIsOne(t *testing.T) {
	anna := newDesk(t)
	ben := anna.copyFor(person("Ben"))
	doc := anna.add("Seven seats were filled.")
	ben.add("Seven seats were filled.")
	ben.mark(ben.set(doc.ID), 0, 5)
	anna.mark(anna.set(doc.ID), 0, 11)
	anna.collects(ben)
	ben.collects(anna)
	for _, d := range []*desk{anna, ben} {
		d.wants(doc.ID, ben.who, "claim Seven")
		d.wants(doc.ID, anna.who, "claim Seven seats")
		d.clean()
	}
	if n, _ := anna.Documents(ctx, anna.who.Annotator.ID); len(n) != 1 {
		t.Errorf("%d articles", len(n))
	}
}

func TestAGapWaitsAndIsNamed(t *testing.T) {
	anna := newDesk(t)
	doc := anna.add("Prices rose by seven percent.")
	ben := anna.copyFor(person("Ben"))
	ben.mark(ben.set(doc.ID), 0, 6)
	ben.mark(ben.set(doc.ID), 0, 11)
	before := anna.values()
	late := ben.delivery()
	late.Edits = without(late.Edits, 1)
	got, err := anna.Collect(ctx, late, false, nil)
	if err != nil || len(got.Missing) != 1 || !strings.Contains(got.Missing[0], "edits 1 to 1 of somebody who is not known here") {
		t.Errorf("%+v, %v", got, err)
	}
	if !maps.Equal(before, anna.values()) {
		t.Error("something of it was taken in")
	}
	anna.collects(ben)
	anna.wants(doc.ID, ben.who, "claim Prices rose, claim Prices")
}

// without leaves out the edits with this number.
func without(edits iter.Seq2[annotation.Recorded, error], seq int64) iter.Seq2[annotation.Recorded, error] {
	return func(yield func(annotation.Recorded, error) bool) {
		for r, err := range edits {
			if r.Seq != seq && !yield(r, err) {
				return
			}
		}
	}
}

func TestWhatWasAlteredIsRefused(t *testing.T) {
	anna := newDesk(t)
	doc := anna.add("Prices rose by seven percent.")
	ben := anna.copyFor(person("Ben"))
	ben.mark(ben.set(doc.ID), 0, 6)
	before := anna.values()
	for what, alter := range map[string]func(*annotation.Recorded){
		"a name": func(r *annotation.Recorded) { r.Name += "!" },
		"a value": func(r *annotation.Recorded) {
			r.Entries[0].After = []byte(strings.Replace(string(r.Entries[0].After), "Ben", "Bea", 1))
		},
		"a hash": func(r *annotation.Recorded) { r.Hash[0]++ },
		"a mark that does not say what its text says": func(r *annotation.Recorded) {
			for i := range r.Entries {
				r.Entries[i].After = []byte(strings.Replace(string(r.Entries[i].After), `"quote":"Prices"`, `"quote":"Crises"`, 1))
			}
			r.Hash, _ = annotation.ChainHash(r.Prev, r.Header, len(r.Entries), r.Format, annotation.PayloadHash(r.Entries))
		},
	} {
		d := ben.delivery()
		edits := d.Edits
		d.Edits = func(yield func(annotation.Recorded, error) bool) {
			for r, err := range edits {
				r.Entries = slices.Clone(r.Entries)
				alter(&r)
				if !yield(r, err) {
					return
				}
			}
		}
		if _, err := anna.Collect(ctx, d, false, nil); !errors.Is(err, ErrAltered) && !errors.Is(err, ErrForked) {
			t.Errorf("%s: %v", what, err)
		}
		if !maps.Equal(before, anna.values()) {
			t.Fatalf("%s: something of it was taken in", what)
		}
	}
}

func TestAChainThatWentApartIsRefused(t *testing.T) {
	anna := newDesk(t)
	doc := anna.add("Prices rose by seven percent.")
	ben := anna.copyFor(person("Ben"))
	restored := ben.copyFor(ben.who)
	ben.mark(ben.set(doc.ID), 0, 6)
	restored.mark(restored.set(doc.ID), 0, 11)
	anna.collects(ben)
	_, err := anna.Collect(ctx, restored.delivery(), false, nil)
	if !errors.Is(err, ErrForked) || !strings.Contains(err.Error(), "Ben") {
		t.Errorf("error %v", err)
	}
	restored.mark(restored.set(doc.ID), 0, 5)
	if _, err = anna.Collect(ctx, restored.delivery(), false, nil); !errors.Is(err, ErrForked) {
		t.Errorf("error %v", err)
	}
}

func TestBothSidesOfAMarkChangedOnTwoDevicesAreKept(t *testing.T) {
	anna := newDesk(t)
	doc := anna.add("Prices rose by seven percent.")
	mark := anna.mark(anna.set(doc.ID), 0, 6).Spans[0].ID
	laptop := anna.copyFor(laptopOf(anna.who))
	anna.moves(anna.set(doc.ID), mark, 0, 11)
	laptop.moves(laptop.set(doc.ID), mark, 0, 14)
	got := anna.collects(laptop)
	laptop.collects(anna)
	for _, d := range []*desk{anna, laptop} {
		if marks := d.reads(doc.ID, anna.who); marks != "claim Prices rose by, claim Prices rose" {
			t.Errorf("marks %q", marks)
		}
		d.clean()
	}
	if got.Conflicts != 1 {
		t.Errorf("%d conflicts", got.Conflicts)
	}
	c, err := anna.Conflicts(ctx)
	if err != nil || len(c) != 1 || c[0].Row != mark || c[0].How != annotation.BothChanged || c[0].Copy.IsZero() {
		t.Fatalf("%+v, %v", c, err)
	}

	// Deleting the copy settles it, here and there.
	s := anna.set(doc.ID)
	e, err := s.RemoveSpan(c[0].Copy)
	if err != nil {
		t.Fatal(err)
	}
	anna.do(s, e)
	laptop.collects(anna)
	for _, d := range []*desk{anna, laptop} {
		if c, _ := d.Conflicts(ctx); len(c) != 0 || strings.Contains(d.reads(doc.ID, anna.who), ",") {
			t.Errorf("conflicts %+v, marks %q", c, d.reads(doc.ID, anna.who))
		}
		d.clean()
	}
}

func TestAMarkThatIsDeletedHereAndChangedThereStays(t *testing.T) {
	anna := newDesk(t)
	doc := anna.add("Prices rose by seven percent.")
	mark := anna.mark(anna.set(doc.ID), 0, 6).Spans[0].ID
	laptop := anna.copyFor(laptopOf(anna.who))
	s := anna.set(doc.ID)
	e, _ := s.RemoveSpan(mark)
	anna.do(s, e)
	laptop.moves(laptop.set(doc.ID), mark, 0, 11)
	anna.collects(laptop)
	laptop.collects(anna)
	for _, d := range []*desk{anna, laptop} {
		d.wants(doc.ID, anna.who, "claim Prices rose")
		c, _ := d.Conflicts(ctx)
		if len(c) != 1 || c[0].How != annotation.OneDeleted {
			t.Errorf("conflicts %+v", c)
		}
		d.clean()
	}
	s = anna.set(doc.ID)
	keep, err := s.Settle(mark, annotation.ID{}, annotation.KeepThis)
	if err != nil {
		t.Fatal(err)
	}
	anna.do(s, keep)
	laptop.collects(anna)
	for _, d := range []*desk{anna, laptop} {
		if c, _ := d.Conflicts(ctx); len(c) != 0 {
			t.Errorf("conflicts %+v after it was settled", c)
		}
		d.wants(doc.ID, anna.who, "claim Prices rose")
		d.clean()
	}
}

func TestAnArticleWithAColleaguesMarksStaysWhenItIsRemoved(t *testing.T) {
	anna := newDesk(t)
	doc := anna.add("Prices rose by seven percent.")
	ben := anna.copyFor(person("Ben"))
	e, err := anna.set(doc.ID).Remove(doc)
	if err != nil {
		t.Fatal(err)
	}
	anna.commit(e)
	ben.mark(ben.set(doc.ID), 0, 6)
	anna.collects(ben)
	ben.collects(anna)
	for _, d := range []*desk{anna, ben} {
		d.wants(doc.ID, ben.who, "claim Prices")
		c, _ := d.Conflicts(ctx)
		if len(c) != 1 || c[0].How != annotation.IsNeeded || c[0].Kind != annotation.KindDocument {
			t.Errorf("conflicts %+v", c)
		}
		d.clean()
	}
	// When Ben removes it as well, it goes everywhere.
	e, err = ben.set(doc.ID).Remove(doc)
	if err != nil {
		t.Fatal(err)
	}
	ben.commit(e)
	anna.collects(ben)
	if got := anna.reads(doc.ID, ben.who); got != "no article" {
		t.Errorf("it reads %q", got)
	}
	anna.clean()
	ben.clean()
}

func TestADeliveryThatWouldSweepAsksFirst(t *testing.T) {
	anna := newDesk(t)
	var docs []annotation.Document
	for i := range 12 {
		docs = append(docs, anna.add(fmt.Sprintf("Article %d says little.", i)))
	}
	ben := anna.copyFor(person("Ben"))
	for _, doc := range docs {
		e, err := ben.set(doc.ID).Remove(doc)
		if err != nil {
			t.Fatal(err)
		}
		ben.commit(e)
	}
	before := anna.values()
	_, err := anna.Collect(ctx, ben.delivery(), false, nil)
	var asked *Sweeping
	if !errors.As(err, &asked) || asked.Touched != 12 || asked.Of != 12 {
		t.Fatalf("error %v", err)
	}
	if !maps.Equal(before, anna.values()) {
		t.Error("something of it was taken in")
	}
	if _, err := anna.Collect(ctx, ben.delivery(), true, nil); err != nil {
		t.Error(err)
	}
	if left, _ := anna.Documents(ctx, anna.who.Annotator.ID); len(left) != 0 {
		t.Errorf("%d articles left", len(left))
	}
}

func TestABrokenOffDeliveryLeavesNothing(t *testing.T) {
	anna := newDesk(t)
	doc := anna.add("Prices rose by seven percent.")
	ben := anna.copyFor(person("Ben"))
	for i := range 20 {
		ben.mark(ben.set(doc.ID), text.Pos(i), text.Pos(i+1))
	}
	before := anna.values()
	stopping, stop := context.WithCancel(ctx)
	d := ben.delivery()
	edits, n := d.Edits, 0
	d.Edits = func(yield func(annotation.Recorded, error) bool) {
		for r, err := range edits {
			if n++; n == 10 {
				stop()
			}
			if !yield(r, err) {
				return
			}
		}
	}
	if _, err := anna.Collect(stopping, d, false, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if !maps.Equal(before, anna.values()) {
		t.Error("something of it was taken in")
	}
	anna.clean()
}

// A team works on copies of one project without knowing of each other, and hands its work round in any order, doubled, and in pieces. In the end all
// have the same.
func TestAllOrdersLeadToOneState(t *testing.T) {
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			play := rand.New(rand.NewPCG(seed, 1))
			anna := newDesk(t)
			for i := range 3 {
				anna.add(fmt.Sprintf("Article %d: prices rose by seven percent in May, the ministry said.", i))
			}
			team := []*desk{anna, anna.copyFor(laptopOf(anna.who)), anna.copyFor(person("Ben")), anna.copyFor(person("Cem"))}
			for range 60 {
				d := team[play.IntN(len(team))]
				if play.IntN(4) == 0 {
					d.mayCollect(team[play.IntN(len(team))])
				} else {
					d.doesSomething(play)
				}
			}
			for range len(team) { // what waited may go in now
				for _, i := range play.Perm(len(team)) {
					for _, j := range play.Perm(len(team)) {
						team[i].mayCollect(team[j])
						if play.IntN(3) == 0 {
							team[i].mayCollect(team[j])
						}
					}
				}
			}
			for _, d := range team {
				d.clean()
				same(t, anna, d)
			}
		})
	}
}

// mayCollect collects what there is; some of it may wait for other work.
func (d *desk) mayCollect(from *desk) {
	d.t.Helper()
	if _, err := d.Collect(ctx, from.delivery(), true, nil); err != nil {
		d.t.Fatal(err)
	}
}

// same tells where two projects differ.
func same(t *testing.T, a, b *desk) {
	t.Helper()
	x, y := a.values(), b.values()
	for row, v := range x {
		if y[row] != v {
			t.Errorf("%s: %s\nis at %s %s\nand at %s %s", row, "", a.who.Actor.Device, v, b.who.Actor.Device, y[row])
		}
	}
	for row, v := range y {
		if _, there := x[row]; !there {
			t.Errorf("%s is at %s alone: %s", row, b.who.Actor.Device, v)
		}
	}
	c, _ := a.Conflicts(ctx)
	e, _ := b.Conflicts(ctx)
	if len(c) != len(e) {
		t.Errorf("%d conflicts at one, %d at the other", len(c), len(e))
	}
}

// doesSomething edits at random: one's own marks, an article's title, the article's being there.
func (d *desk) doesSomething(play *rand.Rand) {
	d.t.Helper()
	list, err := d.Documents(ctx, d.who.Annotator.ID)
	if err != nil {
		d.t.Fatal(err)
	}
	if len(list) == 0 {
		return
	}
	doc := list[play.IntN(len(list))].Document
	s := d.set(doc.ID)
	spans := s.Spans()
	switch n := play.IntN(12); {
	case n < 5 || len(spans) == 0:
		at := text.Pos(play.IntN(40))
		if e, err := s.AddSpan([]rangeset.Range{{Start: at, End: at + 5}}, annotation.LabelRole{Label: "claim"}, annotation.OriginSelection); err == nil {
			d.do(s, e)
		}
	case n < 7:
		at := text.Pos(play.IntN(40))
		d.moves(d.set(doc.ID), spans[play.IntN(len(spans))].ID, at, at+7)
	case n < 9:
		e, err := s.RemoveSpan(spans[play.IntN(len(spans))].ID)
		if err != nil {
			d.t.Fatal(err)
		}
		d.do(s, e)
	case n < 10:
		if e, err := s.SetNote(spans[play.IntN(len(spans))].ID, fmt.Sprint("note ", play.IntN(100))); err == nil {
			d.do(s, e)
		}
	case n < 11:
		after := doc
		after.Title = fmt.Sprint("Title ", play.IntN(100))
		if play.IntN(2) == 0 {
			after.Title, after.Outlet = doc.Title, fmt.Sprint("Outlet ", play.IntN(100))
		}
		if e, ok := doc.ChangeTo(after); ok {
			d.commit(e)
		}
	default:
		if e, ok := s.SetStatus(annotation.Done); ok {
			d.do(s, e)
		}
	}
}
