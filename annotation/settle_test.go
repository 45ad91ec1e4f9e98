package annotation

import (
	"testing"

	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

func TestAConflictAboutAMarkIsSettled(t *testing.T) {
	for how, want := range map[Settlement]string{
		KeepThis:  "Prices",
		TakeOther: "Prices rose",
		KeepBoth:  "Prices rose, Prices",
	} {
		s := NewSet(NewID(), NewID(), text.MustNew("Prices rose."), &Scheme{Version: 1, Labels: []Label{{ID: "claim"}}})
		add := func(end text.Pos) ID {
			e, err := s.AddSpan([]rangeset.Range{{Start: 0, End: end}}, LabelRole{Label: "claim"}, OriginSelection)
			if err == nil {
				err = s.Apply(e)
			}
			if err != nil {
				t.Fatal(err)
			}
			return e.Spans[0].ID
		}
		mark, copy := add(6), add(11)
		e, err := s.Settle(mark, copy, how)
		if err == nil {
			err = s.Apply(e)
		}
		if err != nil {
			t.Fatal(how, err)
		}
		got := ""
		for _, sp := range s.Spans() {
			if got != "" {
				got += ", "
			}
			got += sp.Quote()
		}
		if _, stays := s.Span(mark); got != want || !stays {
			t.Errorf("%s: %q, want %q", how, got, want)
		}
		if _, stays := s.Span(copy); stays {
			t.Errorf("%s: the copy is still there", how)
		}
		if err := s.Apply(e.Inverse()); err != nil || s.Len() != 2 {
			t.Errorf("%s: taking it back: %v, %d marks", how, err, s.Len())
		}
	}
}

func TestAMarkThatWasDeletedElsewhereIsKeptByAChangeOfNothing(t *testing.T) {
	s := NewSet(NewID(), NewID(), text.MustNew("Prices rose."), &Scheme{Version: 1, Labels: []Label{{ID: "claim"}}})
	e, _ := s.AddSpan([]rangeset.Range{{Start: 0, End: 6}}, LabelRole{Label: "claim"}, OriginSelection)
	if err := s.Apply(e); err != nil {
		t.Fatal(err)
	}
	id := e.Spans[0].ID
	keep, err := s.Settle(id, ID{}, KeepThis)
	if err == nil {
		err = s.Apply(keep)
	}
	if c := keep.Spans[0]; err != nil || !equal(c.Before, c.After) || s.Len() != 1 {
		t.Errorf("%+v, %v", keep.Spans, err)
	}
	if _, err := s.Settle(id, ID{}, KeepBoth); err == nil {
		t.Error("two were kept of one")
	}
	gone, err := s.Settle(id, ID{}, TakeOther)
	if err == nil {
		err = s.Apply(gone)
	}
	if err != nil || s.Len() != 0 {
		t.Errorf("%v, %d marks", err, s.Len())
	}
}
