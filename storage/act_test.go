package storage

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// acts tells history in lines: who, the act's name, and each mark before and after.
func (d *desk) acts(of Scope, before int64, limit int) string {
	d.t.Helper()
	acts, err := d.Acts(ctx, of, before, limit)
	if err != nil {
		d.t.Fatal(err)
	}
	var lines []string
	for _, a := range acts {
		line := a.By.Name + ": " + a.Name
		if a.Inverted.Name != "" {
			line += " (undone)"
			if a.Inverted.Undo {
				line += " (done again)"
			}
		}
		for _, c := range a.Changes.Spans {
			line += fmt.Sprintf(" [%s > %s]", said(c.Before), said(c.After))
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// said is a mark in a word or two.
func said(sp *annotation.Span) string {
	if sp == nil {
		return ""
	}
	return strings.TrimSpace(sp.Label().String() + " " + sp.Quote() + " " + sp.Note())
}

func (d *desk) tells(of Scope, want string) {
	d.t.Helper()
	if got := d.acts(of, 0, 100); got != strings.TrimSpace(want) {
		d.t.Errorf("history says\n%s\nwant\n%s", got, want)
	}
}

func (d *desk) moves(s *annotation.Set, span annotation.ID, start, end text.Pos) annotation.Edit {
	d.t.Helper()
	e, err := s.SetRanges(span, []rangeset.Range{{Start: start, End: end}})
	if err != nil {
		d.t.Fatal(err)
	}
	d.do(s, e)
	return e
}

const years = "Just seven years, Mary said."

func TestTheHistoryOfAMarkHasItsValuesInWhole(t *testing.T) {
	d := newDesk(t)
	s := d.set(d.add(years).ID)
	id := d.mark(s, 5, 10).Spans[0].ID
	d.mark(s, 18, 22) // another mark
	d.moves(s, id, 0, 10)
	note, _ := s.SetNote(id, "sure?")
	d.do(s, note)
	d.undo(d.undo(d.moves(s, id, 0, 16).Group))
	d.tells(Scope{Row: id}, `
Anna: move the bounds of claim (undone) (done again) [claim Just seven sure? > claim Just seven years sure?]
Anna: move the bounds of claim (undone) [claim Just seven years sure? > claim Just seven sure?]
Anna: move the bounds of claim [claim Just seven sure? > claim Just seven years sure?]
Anna: note on claim [claim Just seven > claim Just seven sure?]
Anna: move the bounds of claim [claim seven > claim Just seven]
Anna: mark claim [ > claim seven]`)
	d.clean()
}

func TestTheHistoryOfADocumentHasWhatIsGone(t *testing.T) {
	d := newDesk(t)
	other := d.set(d.add("Another article.").ID)
	doc := d.add(years)
	s := d.set(doc.ID)
	d.mark(other, 0, 7)
	id := d.mark(s, 5, 10).Spans[0].ID
	gone, _ := s.RemoveSpan(id)
	d.do(s, gone)
	done, _ := s.SetStatus(annotation.Done)
	d.do(s, done)
	want := `
Anna: set done
Anna: delete claim [claim seven > ]
Anna: mark claim [ > claim seven]
Anna: import a.txt`
	d.tells(Scope{Document: doc.ID}, want)
	d.tells(Scope{Row: id}, "Anna: delete claim [claim seven > ]\nAnna: mark claim [ > claim seven]")
	remove, err := s.Remove(doc)
	if err != nil {
		t.Fatal(err)
	}
	d.do(s, remove)
	d.tells(Scope{Document: doc.ID}, "Anna: remove Just seven years, Mary said."+want)
}

func TestTheHistoryOfAPersonIsThatOfAllTheirDevices(t *testing.T) {
	d := newDesk(t)
	s := d.set(d.add(years).ID)
	d.mark(s, 0, 4)
	ben := person("Ben")
	d.who = ben
	d.reopen()
	d.mark(d.set(s.Head().Document), 5, 10)
	tablet := person("Ben")
	d.who.Actor, d.who.Actor.Annotator = tablet.Actor, ben.Annotator.ID
	d.reopen()
	d.mark(d.set(s.Head().Document), 11, 16)
	d.tells(Scope{Document: s.Head().Document, By: []annotation.ID{ben.Annotator.ID}}, `
Ben: mark claim [ > claim years]
Ben: mark claim [ > claim seven]`)
	if got := d.acts(Scope{By: []annotation.ID{ben.Annotator.ID}}, 0, 100); strings.Contains(got, "Just") || strings.Count(got, "mark claim") != 2 {
		t.Errorf("Ben's acts are\n%s", got)
	}
	if got := d.acts(Scope{}, 0, 100); strings.Count(got, "mark claim") != 3 {
		t.Errorf("all acts are\n%s", got)
	}
	head, err := d.Head(ctx)
	if err != nil || head.People != 2 || head.Acts < 6 {
		t.Error(head, err)
	}
}

func TestHistoryIsReadByPages(t *testing.T) {
	d := newDesk(t)
	doc := d.add(years).ID
	s := d.set(doc)
	id := d.mark(s, 0, 4).Spans[0].ID
	for i := range 9 {
		d.moves(s, id, 0, text.Pos(5+i))
	}
	for _, of := range []Scope{{}, {Document: doc}, {Row: id}} {
		whole := d.acts(of, 0, 100)
		var pages []string
		for before := int64(0); ; {
			acts, err := d.Acts(ctx, of, before, 4)
			if err != nil {
				t.Fatal(err)
			}
			if len(acts) == 0 {
				break
			}
			pages = append(pages, d.acts(of, before, 4))
			before = acts[len(acts)-1].Place
		}
		if got := strings.Join(pages, "\n"); got != whole {
			t.Errorf("in pages of four\n%s\nas one\n%s", got, whole)
		}
	}
}

func TestAnActOfManyChangesIsToldByItsName(t *testing.T) {
	d := newDesk(t)
	s := d.set(d.add(strings.Repeat("word ", 40)).ID)
	var places []rangeset.Range
	for i := range text.Pos(told + 1) {
		places = append(places, rangeset.Range{Start: 5 * i, End: 5*i + 4})
	}
	e, _, err := s.AddSpans(places, annotation.LabelRole{Label: "claim"}, annotation.OriginSame)
	if err != nil {
		t.Fatal(err)
	}
	d.do(s, e)
	acts, err := d.Acts(ctx, Scope{Document: s.Head().Document}, 0, 1)
	if err != nil || acts[0].Changes.Len() != 0 || acts[0].Size != told+2 || acts[0].Document != s.Head().Document {
		t.Errorf("%+v %v", acts, err)
	}
}

// TestASetIsWhatItWasAtEachOfItsActs restores each state of a set by random acts, and finds in the file what was there then.
func TestASetIsWhatItWasAtEachOfItsActs(t *testing.T) {
	d := newDesk(t)
	s := d.set(d.add("Prices “rose” 3% in May, Mary said on Tuesday.").ID)
	document, me := s.Head().Document, d.who.Annotator.ID
	states := map[int64]string{}
	var places []int64
	for range 40 {
		d.do(s, randomEdit(s))
		acts, err := d.Acts(ctx, Scope{}, 0, 1)
		if err != nil {
			t.Fatal(err)
		}
		places = append(places, acts[0].Place)
		states[acts[0].Place] = written(s)
	}
	for _, place := range places {
		past, err := d.SetAsOf(ctx, document, me, place)
		if err != nil {
			t.Fatal(err)
		}
		e, err := s.Restore(past)
		if err != nil {
			t.Fatal(err)
		}
		if e.Len() > 0 {
			d.do(s, e)
		}
		if got := written(s); got != states[place] {
			t.Fatalf("as of act %d it is\n%s\nwant\n%s", place, got, states[place])
		}
		if got := written(d.set(document)); got != states[place] {
			t.Fatalf("as of act %d the file has\n%s\nwant\n%s", place, got, states[place])
		}
	}
	d.clean()
}

// written is a set in lines: head, marks and links.
func written(s *annotation.Set) string {
	lines := []string{fmt.Sprint(s.Head().Status, s.Head().Attributes)}
	for _, sp := range s.Spans() {
		lines = append(lines, fmt.Sprint(sp.ID, " ", sp.Label(), sp.Ranges(), sp.Attributes(), sp.Note()))
		for _, r := range s.Relations(sp.ID) {
			lines = append(lines, fmt.Sprint("  ", r.ID, r.Type, r.From, r.To))
		}
	}
	return sorted(lines)
}

func sorted(lines []string) string {
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func TestABrokenChainNamesTheAct(t *testing.T) {
	d := withWork(t)
	if found, err := d.CheckJournal(ctx); err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	alter(t, d.path, `DROP TRIGGER change_is_fixed; UPDATE change SET after = replace(after, 'origin', 'Origin') WHERE edit = 3`)
	found, err := d.CheckJournal(ctx)
	if err != nil || len(found) == 0 || !strings.Contains(found[0].Row, `edit 3 ("`) {
		t.Error(found, err)
	}
	for _, f := range found {
		if f.Check != "journal" {
			t.Errorf("it looks at more than the journal: %v", f)
		}
	}
}

// BenchmarkActs reads a page of history of a project of 100,000 edits of marks on 1,000 documents, some of which are gone.
func BenchmarkActs(b *testing.B) {
	d := newDesk(b)
	var sets []*annotation.Set
	d.apply(articles(1000))
	list, err := d.Documents(ctx, d.who.Annotator.ID)
	if err != nil {
		b.Fatal(err)
	}
	for _, l := range list {
		sets = append(sets, d.set(l.ID))
	}
	row := d.fill(sets, 100_000)
	began := time.Now()
	if found, err := d.CheckJournal(ctx); err != nil || len(found) > 0 {
		b.Fatal(found, err)
	}
	b.Logf("checking the chain takes %v", time.Since(began))
	document := sets[0].Head().Document
	for _, c := range []struct {
		name string
		of   Scope
	}{{"mark", Scope{Row: row}}, {"document", Scope{Document: document}}, {"person", Scope{By: []annotation.ID{d.who.Annotator.ID}}},
		{"nobody", Scope{By: []annotation.ID{annotation.NewID()}}}, {"project", Scope{}}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := d.Acts(ctx, c.of, 0, 50); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("as-of", func(b *testing.B) {
		for b.Loop() {
			if _, err := d.SetAsOf(ctx, document, d.who.Annotator.ID, 1000); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("head", func(b *testing.B) {
		for b.Loop() {
			if _, err := d.Head(ctx); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// fill makes so many edits: marks, moved once, every fifth deleted. It gives a mark of the first set.
func (d *desk) fill(sets []*annotation.Set, edits int) (row annotation.ID) {
	d.t.Helper()
	var batch []annotation.Edit
	do := func(s *annotation.Set, e annotation.Edit, err error) {
		if err == nil {
			err = s.Apply(e)
		}
		if err != nil {
			d.t.Fatal(err)
		}
		if batch = append(batch, e); len(batch) == 1000 {
			d.commit(batch...)
			batch = nil
		}
		edits--
	}
	for i := 0; edits > 0; i++ {
		s := sets[i%len(sets)]
		at := text.Pos(i / len(sets) % 20)
		e, err := s.AddSpan([]rangeset.Range{{Start: at, End: at + 2 + text.Pos(i/len(sets)/20)}}, annotation.LabelRole{Label: "claim"}, annotation.OriginSelection)
		do(s, e, err)
		id := e.Spans[0].ID
		if i%len(sets) == 0 {
			row = id
		}
		if e, err = s.SetNote(id, "a note"); i%2 == 0 {
			do(s, e, err)
		}
		if e, err = s.RemoveSpan(id); i/len(sets)%5 == 1 {
			do(s, e, err)
		}
	}
	d.commit(batch...)
	return row
}
