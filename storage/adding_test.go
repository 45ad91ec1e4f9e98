package storage

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// taken is an edit that brings many marks in, of which some differ in everything and others in little.
func taken(t *testing.T, s *annotation.Set, n int, play *rand.Rand) annotation.Edit {
	t.Helper()
	var drafts []annotation.Draft
	for i := range n {
		d := annotation.Draft{Label: annotation.LabelRole{Label: "claim"}, Ranges: []rangeset.Range{{Start: text.Pos(i), End: text.Pos(i + 3)}}}
		if play.IntN(4) == 0 {
			d.Ranges = append(d.Ranges, rangeset.Range{Start: text.Pos(i + 4), End: text.Pos(i + 6)})
		}
		if play.IntN(3) == 0 {
			d.Label.Label = "statistic"
		}
		if play.IntN(5) == 0 {
			d.Note = fmt.Sprint("see ", i)
		}
		drafts = append(drafts, d)
	}
	e, _, _ := s.Take(drafts)
	if len(e.Spans) != n {
		t.Fatalf("%d of %d come", len(e.Spans), n)
	}
	return e
}

func TestManyMarksInOneEditAreWrittenAsOneByOne(t *testing.T) {
	for seed := range uint64(8) {
		d := newDesk(t)
		s := d.set(d.add(strings.Repeat("Prices rose. ", 40)).ID)
		before := d.values()
		e := taken(t, s, rowsAtOnce-2+int(seed)*13, rand.New(rand.NewPCG(seed, 1)))
		d.commit(e)
		after := d.values()
		if s := d.set(s.Head().Document); s.Len() != len(e.Spans) {
			t.Errorf("%d of %d marks are there", s.Len(), len(e.Spans))
		}
		for _, c := range e.Spans {
			want, _ := annotation.Encode(*c.After)
			if after[string(annotation.KindSpan)+" "+c.ID.String()] != string(want) {
				t.Errorf("%s is stored otherwise", want)
			}
		}
		d.commit(e) // after an error of unknown outcome
		back := d.undo(e.ID)
		if !maps.Equal(d.values(), before) {
			t.Error("undoing did not restore")
		}
		d.undo(back) // rows that were there before
		if !maps.Equal(d.values(), after) {
			t.Error("redoing did not restore")
		}
		d.clean()
	}
}

func TestManyMarksCanComeWithWhatElseTheirEditDoes(t *testing.T) {
	d := newDesk(t)
	s := d.set(d.add(strings.Repeat("Prices rose. ", 40)).ID)
	before := d.values()
	e := taken(t, s, 100, rand.New(rand.NewPCG(1, 1)))
	if err := s.Apply(e); err != nil {
		t.Fatal(err)
	}
	status, ok := s.SetStatus(annotation.Done) // the head of the set comes in the same edit, and is changed at once
	if !ok || len(e.Sets) != 1 || len(status.Sets) != 1 {
		t.Fatal("the head does not come with the marks")
	}
	e.Sets = append(e.Sets, status.Sets...)
	d.commit(e)
	if s := d.set(s.Head().Document); s.Len() != 100 || s.Head().Status != annotation.Done {
		t.Errorf("%d marks are there, %s", s.Len(), s.Head().Status)
	}
	d.undo(e.ID)
	if !maps.Equal(d.values(), before) {
		t.Error("undoing did not restore")
	}
	d.clean()
}

func TestOfManyMarksTheOneThatIsThereIsNamed(t *testing.T) {
	d := newDesk(t)
	s := d.set(d.add(strings.Repeat("Prices rose. ", 40)).ID)
	e := taken(t, s, 200, rand.New(rand.NewPCG(1, 1)))
	one := e
	one.Header = annotation.NewEdit("one").Header
	one.Sets, one.Spans = e.Sets, e.Spans[150:151]
	d.commit(one)
	e.Sets = nil
	before := d.values()
	err := d.Commit(ctx, e)
	if stale := (*annotation.Stale)(nil); !errors.As(err, &stale) || stale.Row != e.Spans[150].ID {
		t.Errorf("got %v", err)
	}
	if !maps.Equal(d.values(), before) {
		t.Error("something was written")
	}
	e.Spans = slices.Delete(slices.Clone(e.Spans), 150, 151)
	d.commit(e)
	d.clean()
}
