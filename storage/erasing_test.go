package storage

import (
	"context"
	"errors"
	"iter"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/text"
)

// titled are the documents that others erased and of which words are here, by title.
func (d *desk) titled() (titles []string) {
	d.t.Helper()
	all, err := d.ErasedDocuments(ctx)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, x := range all {
		if x.Words {
			titles = append(titles, x.By+" erased "+x.Title)
		}
	}
	return titles
}

func TestWhoeverCollectsAnErasureKeepsTheWordsUntilTheyEraseThemToo(t *testing.T) {
	anna := newDesk(t)
	cem := anna.copyFor(person("Cem"))
	doc := anna.addZebrafish()
	anna.mark(anna.set(doc.ID), 0, 16)
	ben := anna.copyFor(person("Ben"))
	ben.mark(ben.set(doc.ID), 0, 9)
	anna.erases(doc.ID)
	late := ben.mark(ben.set(doc.ID), 10, 16)

	ben.collects(anna)
	if _, _, err := ben.Document(ctx, doc.ID); !errors.Is(err, annotation.ErrNotFound) {
		t.Errorf("Ben's article: %v", err)
	}
	ben.clean()
	if got := ben.titled(); !slices.Equal(got, []string{"Anna erased Zebrafish quorum fails"}) {
		t.Errorf("Ben is told %q", got)
	}
	if found, _ := ben.Search(ctx, "zebrafish", 5); len(found) > 0 {
		t.Error("Ben's search still finds it")
	}
	if !strings.Contains(ben.acts(Scope{Document: doc.ID}, 0, 100), "Zebrafish") {
		t.Error("Ben's journal lost his words")
	}
	if steps := ben.toUndo(); len(steps) > 0 {
		t.Errorf("Ben can undo %v", steps)
	}
	if _, err := ben.Group(ctx, late.Group); !errors.Is(err, annotation.ErrNotFound) {
		t.Errorf("undoing the mark: %v", err)
	}

	// His words come to Anna and are not kept there.
	anna.collects(ben)
	anna.wordless()
	anna.clean()

	// Somebody who never had the article gets it from neither, and waits for nothing.
	for _, other := range []*desk{anna, ben, anna} {
		if got := cem.collects(other); len(got.Missing) > 0 {
			t.Errorf("Cem waits for %q", got.Missing)
		}
	}
	cem.clean()
	if n, _ := cem.Documents(ctx, cem.who.Annotator.ID); len(n) != 0 {
		t.Errorf("Cem has %d articles", len(n))
	}

	ben.erases(doc.ID)
	ben.wordless()
	ben.clean()
	if got := ben.titled(); len(got) > 0 {
		t.Errorf("Ben is still told %q", got)
	}
	ben.collects(cem)
	for _, d := range []*desk{anna, cem} {
		d.collects(ben, cem)
		d.clean()
		same(t, d, ben)
	}
	if got := anna.titled(); len(got) > 0 {
		t.Errorf("Anna is told %q", got)
	}
}

func TestAnErasureThatComesFirstKeepsTheArticleOut(t *testing.T) {
	anna := newDesk(t)
	ben := anna.copyFor(person("Ben"))
	doc := anna.addZebrafish()
	cem := anna.copyFor(person("Cem"))
	cem.mark(cem.set(doc.ID), 0, 9)
	laptop := anna.copyFor(laptopOf(anna.who)) // which has all of the words
	cem.erases(doc.ID)
	ben.collects(cem, laptop)
	ben.collects(anna)
	ben.clean()
	if n, _ := ben.Documents(ctx, ben.who.Annotator.ID); len(n) != 0 {
		t.Errorf("Ben has %d articles", len(n))
	}
}

func TestAConflictOnAnErasedArticleIsNone(t *testing.T) {
	anna := newDesk(t)
	doc := anna.addZebrafish()
	mark := anna.mark(anna.set(doc.ID), 0, 6).Spans[0].ID
	laptop := anna.copyFor(laptopOf(anna.who))
	anna.moves(anna.set(doc.ID), mark, 0, 11)
	laptop.moves(laptop.set(doc.ID), mark, 0, 14)
	anna.collects(laptop)
	c, err := anna.Conflicts(ctx)
	if err != nil || len(c) != 1 {
		t.Fatal(c, err)
	}
	anna.erases(doc.ID)
	anna.wordless()
	anna.clean()
	laptop.collects(anna)
	laptop.clean()
	same(t, anna, laptop)
}

func TestAnErasureAsksFirstWhereItSweepsMuchAway(t *testing.T) {
	anna := newDesk(t)
	doc := anna.addZebrafish()
	ben := anna.copyFor(person("Ben"))
	for i := range 12 {
		ben.mark(ben.set(doc.ID), text.Pos(i), text.Pos(i+5))
	}
	anna.erases(doc.ID)
	var asked *Sweeping
	if _, err := ben.Collect(ctx, anna.delivery(), false, nil); !errors.As(err, &asked) {
		t.Errorf("error %v", err)
	}
	ben.wants(doc.ID, ben.who, ben.reads(doc.ID, ben.who))
	if n, _ := ben.Documents(ctx, ben.who.Annotator.ID); len(n) != 1 {
		t.Error("it was taken in all the same")
	}
}

func TestWordsThatNobodyErasedCannotBeLeftOut(t *testing.T) {
	anna := newDesk(t)
	doc := anna.addZebrafish()
	ben := anna.copyFor(person("Ben"))
	ben.mark(ben.set(doc.ID), 0, 9)
	d := ben.delivery()
	edits := d.Edits
	d.Edits = func(yield func(annotation.Recorded, error) bool) {
		for r, err := range edits {
			if !yield(r.Erase(func(n *annotation.Entry) bool { return n.Document == doc.ID }), err) {
				return
			}
		}
	}
	got, err := anna.Collect(ctx, d, true, nil)
	if err != nil || got.Edits != 0 || len(got.Missing) != 1 || !strings.Contains(got.Missing[0], "erased") {
		t.Errorf("%+v, %v", got, err)
	}
	anna.collects(ben)
	anna.wants(doc.ID, ben.who, "claim Zebrafish")
	anna.clean()
}

// everybody is what stands in the journal of d, of all, as of a project file that is collected.
func (d *desk) everybody() Delivery {
	d.t.Helper()
	path := filepath.Join(d.t.TempDir(), "foreign.rubric")
	if err := d.SaveCopy(ctx, path); err != nil {
		d.t.Fatal(err)
	}
	f, err := OpenForeign(ctx, path)
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { f.Close() })
	return f.Delivery()
}

func (d *desk) takesAll(from Delivery) Collected {
	d.t.Helper()
	got, err := d.Collect(ctx, from, true, nil)
	if err != nil || len(got.Missing) > 0 {
		d.t.Fatalf("%+v, %v", got, err)
	}
	return got
}

func only(edits iter.Seq2[annotation.Recorded, error], wanted func(*annotation.Recorded) bool) iter.Seq2[annotation.Recorded, error] {
	return func(yield func(annotation.Recorded, error) bool) {
		for r, err := range edits {
			if wanted(&r) && !yield(r, err) {
				return
			}
		}
	}
}

func TestEditsOfTheFormerFormComeWithoutWhatWasErasedOfThem(t *testing.T) {
	cem, doc, other := formerZebrafish(t)
	dan := newDesk(t)
	cem.erases(doc)
	dan.takesAll(cem.everybody())
	dan.clean()
	if found := wordsIn(t, dan.path); len(found) > 0 {
		t.Errorf("there came %q", found)
	}
	if _, _, err := dan.Document(ctx, other); err != nil {
		t.Error(err)
	}

	// What remains cannot be changed on the way.
	for what, alter := range map[string]func(*annotation.Recorded){
		"a value that remains": func(r *annotation.Recorded) {
			for i := range r.Entries {
				r.Entries[i].After = replaceIn(r.Entries[i].After, `"label":"statistic"`, `"label":"claim"`)
			}
		},
		"what stands for a value": func(r *annotation.Recorded) {
			i := slices.IndexFunc(r.Entries, func(n annotation.Entry) bool { return n.IsBlank() })
			r.Entries[i].Blank[0]++
		},
	} {
		eve, d := newDesk(t), cem.everybody()
		edits := d.Edits
		d.Edits = func(yield func(annotation.Recorded, error) bool) {
			for r, err := range edits {
				r.Entries = slices.Clone(r.Entries)
				if r.IsSealed() {
					alter(&r)
				}
				if !yield(r, err) {
					return
				}
			}
		}
		if got, err := eve.Collect(ctx, d, true, nil); !errors.Is(err, ErrAltered) {
			t.Errorf("%s: %+v, %v", what, got, err)
		}
	}

	// Without the erasure that vouches for it, all of it waits.
	eve, d := newDesk(t), cem.everybody()
	d.Edits = only(d.Edits, func(r *annotation.Recorded) bool { return r.Actor != cem.Actor().ID })
	if got, err := eve.Collect(ctx, d, true, nil); err != nil || len(got.Missing) != 1 || got.Edits != 0 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestEditsOfTheFormerFormThatBringErasedWordsAreSealedAsTheyCome(t *testing.T) {
	cem, doc, other := formerZebrafish(t)
	all := cem.everybody()
	var first annotation.ID
	for r, err := range all.Edits {
		if err != nil {
			t.Fatal(err)
		}
		first = r.Actor
		break
	}
	dan, anna, ben := newDesk(t), all, all
	anna.Edits = only(all.Edits, func(r *annotation.Recorded) bool { return r.Actor == first })
	ben.Edits = only(all.Edits, func(r *annotation.Recorded) bool { return r.Actor != first })
	dan.takesAll(anna)
	dan.erases(doc)
	dan.wordless()
	dan.takesAll(ben)
	dan.wordless()
	dan.clean()
	if _, _, err := dan.Document(ctx, other); err != nil {
		t.Error(err)
	}
	eve := newDesk(t)
	eve.takesAll(dan.everybody())
	eve.clean()
}

func TestAProjectOfTheFormerFormatIsCollected(t *testing.T) {
	path := unpacked(t, "format5.rubric")
	f, err := OpenForeign(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	dan := newDesk(t)
	dan.takesAll(f.Delivery())
	dan.clean()
	if n, _ := dan.Documents(ctx, dan.who.Annotator.ID); len(n) != 2 {
		t.Errorf("%d articles", len(n))
	}
}
