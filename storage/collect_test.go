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
			r.Hash, _ = annotation.ChainHash(r.Prev, r.Header, len(r.Entries), r.Format, annotation.PayloadHash(r.Entries, r.Format))
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

func TestTheHistoryOfAMarkGoesOnBehindAMerge(t *testing.T) {
	anna := newDesk(t)
	doc := anna.add("Prices rose by seven percent.")
	mark := anna.mark(anna.set(doc.ID), 0, 6).Spans[0].ID
	laptop := anna.copyFor(laptopOf(anna.who))
	anna.moves(anna.set(doc.ID), mark, 0, 11)
	laptop.moves(laptop.set(doc.ID), mark, 0, 14)
	anna.collects(laptop)
	anna.moves(anna.set(doc.ID), mark, 0, 20)
	acts, err := anna.Acts(ctx, Scope{Row: mark}, 0, 10)
	if err != nil || len(acts) != 4 {
		t.Fatalf("%d acts, %v", len(acts), err)
	}
	if c := acts[0].Changes.Spans; len(c) != 1 || c[0].After.Quote() != "Prices rose by seven" || c[0].Before == nil {
		t.Errorf("the newest act is %+v", c)
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

func TestWhatTwoRemovedAndAThirdNeedsCanBeChangedAgain(t *testing.T) {
	anna := newDesk(t)
	doc := anna.add("Prices rose by seven percent.")
	laptop, ben := anna.copyFor(laptopOf(anna.who)), anna.copyFor(person("Ben"))
	for _, d := range []*desk{anna, laptop} {
		e, err := d.set(doc.ID).Remove(doc)
		if err != nil {
			t.Fatal(err)
		}
		d.commit(e)
	}
	ben.mark(ben.set(doc.ID), 0, 6)
	ben.collects(anna, laptop)
	after := doc
	after.Title = "Prices"
	e, _ := doc.ChangeTo(after)
	ben.commit(e)
	anna.collects(laptop, ben)
	ben.collects(anna)
	same(t, anna, ben)
	if c := anna.conflicts(); len(c) != 0 {
		t.Errorf("conflicts %v: Ben knew that both removed it", c)
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

// seeds is how many games the property test plays.
const seeds = 8

// A team works on copies of one project without knowing of each other, and hands its work round in any order, doubled, in pieces and broken off. In the
// end all have the same.
func TestAllOrdersLeadToOneState(t *testing.T) {
	for seed := range uint64(2 * seeds) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			play, erasing := rand.New(rand.NewPCG(seed, 1)), seed%2 == 1
			anna := newDesk(t)
			for i := range 3 {
				anna.add(articleOf(i))
			}
			team := []*desk{anna, anna.copyFor(laptopOf(anna.who)), anna.copyFor(person("Ben")), anna.copyFor(person("Cem"))}
			for range 80 {
				d := team[play.IntN(len(team))]
				if erasing && play.IntN(25) == 0 {
					d.erasesSomething(play)
				} else if play.IntN(4) == 0 {
					d.mayCollect(team[play.IntN(len(team))], play)
				} else {
					d.doesSomething(play)
				}
			}
			for range len(team) { // what waited may go in now
				for _, i := range play.Perm(len(team)) {
					for _, j := range play.Perm(len(team)) {
						team[i].mayCollect(team[j], play)
						team[i].collects(team[j])
					}
				}
			}
			for _, d := range team {
				d.holds()
				same(t, anna, d)
			}
		})
	}
}

// holds is clean, but for the scheme: what two devices did rightly, as relabel a mark and link it, may together be against it.
func (d *desk) holds() {
	d.t.Helper()
	findings, err := d.Check(ctx)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, f := range findings {
		if f.Check != "scheme" {
			d.t.Errorf("check %s: %s: %s", f.Check, f.Row, f.Text)
		}
	}
}

func articleOf(i int) string {
	return fmt.Sprintf("Article %d: prices rose by seven percent in May, the ministry said.", i)
}

// erasesSomething erases an article, or one that others erased.
func (d *desk) erasesSomething(play *rand.Rand) {
	d.t.Helper()
	var all []annotation.ID
	list, err := d.Documents(ctx, d.who.Annotator.ID)
	for _, l := range list {
		all = append(all, l.ID)
	}
	erased, wrong := d.ErasedDocuments(ctx)
	for _, x := range erased {
		all = append(all, x.ID)
	}
	if err := errors.Join(err, wrong); err != nil {
		d.t.Fatal(err)
	}
	if len(all) > 0 {
		d.erases(all[play.IntN(len(all))])
	}
}

// mayCollect collects what there is, or the beginning of it; some of it may wait for other work.
func (d *desk) mayCollect(from *desk, play *rand.Rand) {
	d.t.Helper()
	part := from.delivery()
	if play.IntN(3) == 0 {
		part.Edits = beginning(part.Edits, play.IntN(40))
	}
	if _, err := d.Collect(ctx, part, true, nil); err != nil {
		d.t.Fatal(err)
	}
}

// beginning is the first edits of a delivery, as of a bundle that was published before.
func beginning(edits iter.Seq2[annotation.Recorded, error], n int) iter.Seq2[annotation.Recorded, error] {
	return func(yield func(annotation.Recorded, error) bool) {
		left := n
		for r, err := range edits {
			if left--; left < 0 || !yield(r, err) {
				return
			}
		}
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
	if c, e := a.conflicts(), b.conflicts(); !slices.Equal(c, e) {
		t.Errorf("conflicts\n%s\nat one,\n%s\nat the other", strings.Join(c, "\n"), strings.Join(e, "\n"))
	}
}

// conflicts are those that nobody settled, in lines.
func (d *desk) conflicts() (lines []string) {
	d.t.Helper()
	list, err := d.Conflicts(ctx)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, c := range list {
		lines = append(lines, fmt.Sprintf("%s of %s %s by %s (%s): %s", c.How, c.Kind, c.Row, c.By, c.Name, c.Copy))
	}
	slices.Sort(lines)
	return lines
}

// doesSomething edits at random, as far as it may be: marks, links, articles, what is said of them, the scheme; and undoes that and does it again.
func (d *desk) doesSomething(play *rand.Rand) {
	d.t.Helper()
	list, err := d.Documents(ctx, d.who.Annotator.ID)
	if err != nil {
		d.t.Fatal(err)
	}
	if n := play.IntN(24); n == 0 || len(list) == 0 {
		e, _ := article(articleOf(play.IntN(4)))
		d.tries(e, nil)
		return
	}
	doc := list[play.IntN(len(list))].Document
	s := d.set(doc.ID)
	d.tries(d.anything(play, doc, s, s.Spans()))
}

// tries commits an edit, unless it cannot be.
func (d *desk) tries(e annotation.Edit, err error) {
	d.t.Helper()
	if err != nil || e.Len() == 0 {
		return
	}
	if err := d.Commit(ctx, e); err != nil && !errors.Is(err, annotation.ErrStale) && !errors.Is(err, annotation.ErrErased) {
		d.t.Fatal(err)
	}
}

func (d *desk) anything(play *rand.Rand, doc annotation.Document, s *annotation.Set, spans []annotation.Span) (e annotation.Edit, err error) {
	at := text.Pos(play.IntN(40))
	n := play.IntN(20)
	if n < 5 || len(spans) == 0 {
		label := []string{"claim", "statistic"}[play.IntN(2)]
		return s.AddSpan([]rangeset.Range{{Start: at, End: at + 5}}, annotation.LabelRole{Label: label}, annotation.OriginSelection)
	}
	one, other := spans[play.IntN(len(spans))], spans[play.IntN(len(spans))]
	switch n {
	case 5, 6:
		return s.SetRanges(one.ID, []rangeset.Range{{Start: at, End: at + 7}})
	case 7:
		return s.RemoveSpan(one.ID)
	case 8:
		return s.SetNote(one.ID, fmt.Sprint("note ", play.IntN(100)))
	case 9:
		return s.Relabel(one.ID, annotation.LabelRole{Label: "claim"})
	case 10, 11:
		return s.AddRelation("rests_on", one.ID, other.ID, annotation.OriginSelection)
	case 12:
		e, _ = s.SetStatus(annotation.Done)
		return e, nil
	case 13:
		return s.Remove(doc)
	case 14:
		return d.judges(play, doc)
	case 15:
		return annotation.Place{Document: doc.ID, Range: rangeset.Range{Start: at, End: at + 3}}.Comment(d.who.Annotator.ID, annotation.Says, "see there")
	case 16:
		return d.changesScheme(play, doc)
	case 17:
		return d.deals(play, doc)
	case 18:
		return d.goesBack(play)
	}
	after := doc
	after.Title = fmt.Sprint("Title ", play.IntN(100))
	if play.IntN(2) == 0 {
		after.Title, after.Outlet = doc.Title, fmt.Sprint("Outlet ", play.IntN(100))
	}
	e, _ = doc.ChangeTo(after)
	return e, nil
}

// judges accepts a colleague's set.
func (d *desk) judges(play *rand.Rand, doc annotation.Document) (annotation.Edit, error) {
	heads, _ := whole(sets.list(ctx, d.readers, `WHERE document = ?`, doc.ID[:]))
	if len(heads) == 0 {
		return annotation.Edit{}, nil
	}
	h, me := heads[play.IntN(len(heads))], d.who.Annotator.ID
	id := annotation.VerdictID(me, h.ID, annotation.ID{})
	before, err := whole(verdicts.list(ctx, d.readers, `WHERE id = ?`, id[:]))
	if err != nil {
		return annotation.Edit{}, err
	}
	if len(before) > 0 {
		return before[0].TakeBack(), nil
	}
	return h.Judge(nil, me, annotation.ID{}, annotation.Accepted, "")
}

// changesScheme gives the scheme another version, and moves everybody's marks on a document under it.
func (d *desk) changesScheme(play *rand.Rand, doc annotation.Document) (annotation.Edit, error) {
	before := *d.Scheme()
	after := before
	after.Version++
	if play.IntN(2) == 0 {
		after.Name = fmt.Sprint("scheme ", play.IntN(100))
	} else {
		after.Guidelines = fmt.Sprint("Mark ", play.IntN(100))
	}
	e := annotation.NewEdit("change the scheme")
	e.Schemes = []annotation.Change[annotation.Scheme]{{ID: after.ID, Before: &before, After: &after}}
	marks, err := whole(spans.list(ctx, d.readers, `WHERE "set" IN (SELECT id FROM "set" WHERE document = ?)`, doc.ID[:]))
	for _, sp := range marks {
		if sp.Label().Label == "statistic" && len(marks) < 4 {
			moved := sp.WithLabel(annotation.LabelRole{Label: "attribution"})
			e.Spans = append(e.Spans, annotation.Change[annotation.Span]{ID: sp.ID, Document: doc.ID, Before: &sp, After: &moved})
		}
	}
	return e, err
}

// deals gives the document to itself in a round, or takes that back.
func (d *desk) deals(play *rand.Rand, doc annotation.Document) (annotation.Edit, error) {
	rounds, err := d.Rounds(ctx)
	if err != nil || len(rounds) == 0 {
		r, err := annotation.NewRound("pilot", d.Scheme())
		if err != nil {
			return annotation.Edit{}, err
		}
		return r.Begin(nil)
	}
	r := rounds[play.IntN(len(rounds))]
	assigned, err := d.Assignments(ctx, r.ID)
	if err != nil {
		return annotation.Edit{}, err
	}
	if e, ok := r.Assign([]annotation.ID{doc.ID}, assigned, d.who.Annotator.ID); ok {
		return e, nil
	}
	e, _ := r.Withdraw([]annotation.ID{doc.ID}, assigned)
	return e, nil
}

// goesBack undoes the last step, or does one again.
func (d *desk) goesBack(play *rand.Rand) (annotation.Edit, error) {
	steps, err := d.Steps(ctx)
	if err != nil {
		return annotation.Edit{}, err
	}
	h := annotation.NewHistory(steps)
	step, ok := h.Undo()
	if again, may := h.Redo(); may && play.IntN(2) == 0 {
		step, ok = again, true
	}
	if !ok {
		return annotation.Edit{}, nil
	}
	edits, err := d.Group(ctx, step.Group)
	if err != nil {
		return annotation.Edit{}, nil // somebody changed it since
	}
	return edits[0].Inverse(), nil
}

func TestAChangeOfACopyGoesInWithoutTheOtherSide(t *testing.T) {
	anna := newDesk(t)
	doc := anna.add("Prices rose by seven percent.")
	mark := anna.mark(anna.set(doc.ID), 0, 6).Spans[0].ID
	laptop, ben, cem := anna.copyFor(laptopOf(anna.who)), anna.copyFor(person("Ben")), anna.copyFor(person("Cem"))
	anna.moves(anna.set(doc.ID), mark, 0, 11)
	laptop.moves(laptop.set(doc.ID), mark, 0, 14) // wins, for the laptop knew more: that it joined
	anna.collects(laptop)
	c, _ := anna.Conflicts(ctx)
	if len(c) != 1 {
		t.Fatalf("conflicts %+v", c)
	}
	anna.moves(anna.set(doc.ID), c[0].Copy, 0, 4)
	if got := ben.collects(anna); len(got.Missing) != 0 {
		t.Errorf("%+v", got)
	}
	ben.collects(laptop)

	// The side that won is deleted, and Cem hears of all that at once: there was never a conflict for him.
	s := laptop.set(doc.ID)
	e, _ := s.RemoveSpan(mark)
	laptop.do(s, e)
	cem.collects(laptop)
	if got := cem.collects(anna); len(got.Missing) != 0 {
		t.Errorf("%+v", got)
	}
	anna.collects(laptop, ben, cem)
	ben.collects(laptop, cem)
	cem.collects(ben)
	for _, d := range []*desk{ben, cem} {
		same(t, anna, d)
		d.clean()
	}
}

func TestALinkToACopyGoesInWithoutTheOtherSide(t *testing.T) {
	anna := newDesk(t)
	doc := anna.add("Prices rose by seven percent.")
	mark := anna.mark(anna.set(doc.ID), 0, 6).Spans[0].ID
	s := anna.set(doc.ID)
	number := markEdit(t, s, "statistic", 15, 28)
	anna.do(s, number)
	laptop, cem := anna.copyFor(laptopOf(anna.who)), anna.copyFor(person("Cem"))
	anna.moves(anna.set(doc.ID), mark, 0, 11)
	laptop.moves(laptop.set(doc.ID), mark, 0, 14)
	anna.collects(laptop)
	c, _ := anna.Conflicts(ctx)
	if len(c) != 1 {
		t.Fatalf("conflicts %+v", c)
	}
	s = anna.set(doc.ID)
	link, err := s.AddRelation("rests_on", c[0].Copy, number.Spans[0].ID, annotation.OriginSelection)
	if err != nil {
		t.Fatal(err)
	}
	anna.do(s, link)
	s = laptop.set(doc.ID)
	gone, _ := s.RemoveSpan(mark)
	laptop.do(s, gone)
	cem.collects(laptop, anna)
	anna.collects(laptop, cem)
	same(t, anna, cem)
	for _, d := range []*desk{anna, cem} {
		d.clean()
	}
	s = anna.set(doc.ID)
	unlink, err := s.RemoveRelation(link.Relations[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	anna.do(s, unlink)
	cem.collects(anna)
	anna.collects(cem)
	same(t, anna, cem)
	cem.clean()
}
