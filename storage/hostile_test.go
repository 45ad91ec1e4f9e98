package storage

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/text"
)

func TestManyWhoImportedOneArticleBuildOnEachOther(t *testing.T) {
	anna := newDesk(t)
	team := []*desk{anna}
	for i := range 30 {
		team = append(team, anna.copyFor(person(fmt.Sprint("Colleague ", i))))
	}
	var doc annotation.Document
	for i, d := range team {
		e, brought := article("Seven seats were filled.")
		brought.Sources[0].File = fmt.Sprintf("from %d.txt", i)
		brought.Outlet = fmt.Sprint("Outlet ", i)
		e.Documents[0].After = &brought
		d.commit(e)
		doc = brought
	}
	anna.collects(team[1:]...)
	doc, _, err := anna.Document(ctx, doc.ID)
	if err != nil || len(doc.Sources) != len(team) {
		t.Fatalf("%d sources, %v", len(doc.Sources), err)
	}
	after := doc
	after.Title = "Seats"
	e, _ := doc.ChangeTo(after)
	anna.commit(e)
	ben := team[1]
	if got := ben.collects(team[2:]...); len(got.Missing) > 0 {
		t.Error(got.Missing)
	}
	if got := ben.collects(anna); len(got.Missing) > 0 {
		t.Error(got.Missing)
	}
	same(t, anna, ben)
	anna.clean()
	ben.clean()
}

// forged is a delivery whose edits were changed by somebody who knows how they are written.
func forged(d Delivery, alter func(*annotation.Recorded)) Delivery {
	edits := d.Edits
	d.Edits = func(yield func(annotation.Recorded, error) bool) {
		last := map[annotation.ID]annotation.Hash{}
		for r, err := range edits {
			r.Entries = slices.Clone(r.Entries)
			alter(&r)
			r.Prev = last[r.Actor]
			r.Hash, _ = annotation.ChainHash(r.Prev, r.Header, len(r.Entries), r.Format, annotation.PayloadHash(r.Entries, r.Format))
			last[r.Actor] = r.Hash
			if !yield(r, err) {
				return
			}
		}
	}
	return d
}

func replaceIn(b []byte, old, new string) []byte {
	if b == nil {
		return nil
	}
	return []byte(strings.ReplaceAll(string(b), old, new))
}

func TestWhatWasMadeToDoHarmIsRefused(t *testing.T) {
	anna := newDesk(t)
	doc := anna.add("Prices rose by seven percent.")
	annas := anna.mark(anna.set(doc.ID), 7, 11).Spans[0].ID
	ben := anna.copyFor(person("Ben"))
	mark := ben.mark(ben.set(doc.ID), 0, 6).Spans[0].ID
	s := ben.set(doc.ID)
	note, _ := s.SetNote(mark, "sure")
	ben.do(s, note)
	place := annotation.Place{Document: doc.ID, Quote: "Prices"}
	place.Range.End = 6
	said, _ := place.Comment(ben.who.Annotator.ID, annotation.Says, "see there")
	ben.commit(said)
	before := anna.values()
	entries := func(change func(n *annotation.Entry)) func(*annotation.Recorded) {
		return func(r *annotation.Recorded) {
			for i := range r.Entries {
				change(&r.Entries[i])
			}
		}
	}
	for what, alter := range map[string]func(*annotation.Recorded){
		"a change that moves a mark to another set": entries(func(n *annotation.Entry) {
			if n.Kind == annotation.KindSpan && n.Before != nil {
				n.After = []byte(`{"set":"` + annotation.SetID(doc.ID, anna.who.Annotator.ID).String() + `","note":"sure"}`)
			}
		}),
		"a Lamport number that leaves no others": func(r *annotation.Recorded) {
			if r.Seq == 3 {
				r.Lamport = math.MaxInt64
			}
		},
		"a negative Lamport number": func(r *annotation.Recorded) { r.Lamport -= 1000 },
		"an edit without an id":     func(r *annotation.Recorded) { r.ID = annotation.ID{} },
		"an edit without a name":    func(r *annotation.Recorded) { r.Name = "" },
		"a mark without an id": entries(func(n *annotation.Entry) {
			n.After = replaceIn(n.After, mark.String(), annotation.ID{}.String())
			n.Row = zeroFor(n.Row, mark)
		}),
		"a comment before the text": entries(func(n *annotation.Entry) {
			n.After = replaceIn(n.After, `"start":0`, `"start":-5`)
		}),
		"a comment behind the text": entries(func(n *annotation.Entry) {
			n.After = replaceIn(n.After, `"end":6`, `"end":6000`)
		}),
		"a colleague who is taken away": entries(func(n *annotation.Entry) {
			if n.Kind == annotation.KindComment {
				who, _ := annotation.Encode(anna.who.Annotator)
				*n = annotation.Entry{Kind: annotation.KindAnnotator, Row: anna.who.Annotator.ID, Before: who}
			}
		}),
		"a row of another kind": entries(func(n *annotation.Entry) {
			if n.Kind == annotation.KindComment {
				n.After = replaceIn(n.After, n.Row.String(), annas.String())
				n.Row = annas
			}
		}),
	} {
		_, err := anna.Collect(ctx, forged(ben.delivery(), alter), true, nil)
		if !errors.Is(err, ErrAltered) {
			t.Errorf("%s: %v", what, err)
		}
		if !maps.Equal(before, anna.values()) {
			t.Fatalf("%s: something of it was taken in", what)
		}
	}
	anna.collects(ben)
	anna.clean()
}

// Edits are written many at a time, and the one that cannot be is named all the same.
func TestAnEditUnderTheIDOfAnotherIsNamed(t *testing.T) {
	anna := newDesk(t)
	doc := anna.add("Prices rose by seven percent.")
	ben := anna.copyFor(person("Ben"))
	for i := range text.Pos(3 * rowsAtOnce) {
		ben.mark(ben.set(doc.ID), i/10, 11+i%10)
	}
	before := anna.values()
	var first annotation.ID
	_, err := anna.Collect(ctx, forged(ben.delivery(), func(r *annotation.Recorded) {
		switch r.Seq {
		case 5:
			first = r.ID
		case 2*rowsAtOnce + 7:
			r.ID = first
		}
	}), true, nil)
	if want := fmt.Sprintf("edit %d of %s", 2*rowsAtOnce+7, ben.who.Actor.ID); !errors.Is(err, ErrAltered) || !strings.Contains(err.Error(), want) {
		t.Errorf("%v\nwant %q in it", err, want)
	}
	if !maps.Equal(before, anna.values()) {
		t.Error("something of it was taken in")
	}
	anna.collects(ben)
	anna.clean()
}

func zeroFor(id, gone annotation.ID) annotation.ID {
	if id == gone {
		return annotation.ID{}
	}
	return id
}

func TestOnesOwnEditsThatComeBackAreFollowedByLargerNumbers(t *testing.T) {
	anna := newDesk(t)
	doc := anna.add("Prices rose by seven percent.")
	restored, ben, cem := anna.copyFor(anna.who), anna.copyFor(person("Ben")), anna.copyFor(person("Cem"))
	anna.mark(anna.set(doc.ID), 0, 6)
	title := func(d *desk, title string) {
		before, _, _ := d.Document(ctx, doc.ID)
		after := before
		after.Title = title
		e, _ := before.ChangeTo(after)
		d.commit(e)
	}
	for _, s := range []string{"One", "Two", "Three", "Four"} {
		title(ben, s)
	}
	title(cem, "Other")
	restored.collects(ben, anna) // her own edits stand behind Ben's, and have smaller numbers
	restored.reopen()
	title(restored, "Five")
	ben.collects(cem, restored)
	restored.collects(cem)
	same(t, restored, ben)
	restored.clean()
}

func TestSchemesThatTwoChangedAreNotMixed(t *testing.T) {
	anna := newDesk(t)
	change := func(d *desk, how func(s *annotation.Scheme)) {
		before := *d.Scheme()
		after := annotation.NewMigration(&before).Next
		after.Version++
		how(&after)
		e := annotation.NewEdit("change the scheme")
		e.Schemes = []annotation.Change[annotation.Scheme]{{ID: after.ID, Before: &before, After: &after}}
		d.commit(e)
	}
	links := anna.Scheme().Relations
	change(anna, func(s *annotation.Scheme) { s.Relations = links[:1] })
	ben := anna.copyFor(person("Ben"))
	change(anna, func(s *annotation.Scheme) { s.Labels = s.Labels[:2] })
	change(ben, func(s *annotation.Scheme) { s.Relations = links }) // one of them leads to the third label
	anna.collects(ben)
	ben.collects(anna)
	same(t, anna, ben)
	anna.clean()
	if c := anna.conflicts(); len(c) != 1 {
		t.Errorf("conflicts %v", c)
	}
	change(anna, func(s *annotation.Scheme) { s.Name = "ours" })
	ben.collects(anna)
	same(t, anna, ben)
	if c := ben.conflicts(); len(c) != 0 {
		t.Errorf("conflicts %v", c)
	}
}

func TestNamesOfColleaguesStayInTheirLine(t *testing.T) {
	for name, want := range map[string]string{
		"Ben":                        "Ben",
		"بن":                         "بن",
		"Ben\x1b[2J\nAnna":           "Ben [2J Anna",
		"Ben \u202eannA":             "Ben  annA",
		strings.Repeat("é", 100):     strings.Repeat("é", 79) + "…",
		strings.Repeat("Ben ", 1000): strings.Repeat("Ben ", 20)[:79] + "…",
	} {
		if got := inLine(name); got != want {
			t.Errorf("%q is shown as %q, want %q", name, got, want)
		}
	}
}
