package storage

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

var errEnough = errors.New("enough")

func TestAWholeIsWrittenAltogetherOrNotAtAll(t *testing.T) {
	d := newDesk(t)
	s := d.set(d.add(strings.Repeat("Prices rose. ", 50)).ID)
	d.mark(s, 0, 12)
	before, steps := d.values(), d.steps()
	note := func(name string) annotation.Edit {
		e, _ := s.SetNote(s.Spans()[0].ID, name)
		return e
	}
	stopped, stop := context.WithCancel(ctx)
	for _, c := range []struct {
		name string
		ctx  context.Context
		f    func(w *Whole) error
		kind error
	}{
		{"its author stops", ctx, func(w *Whole) error { return errors.Join(w.Write(note("a")), errEnough) }, errEnough},
		{"the second edit is stale", ctx, func(w *Whole) error { return errors.Join(w.Write(note("a")), w.Write(note("b"))) }, annotation.ErrStale},
		{"it is cancelled before the commit", stopped, func(w *Whole) error {
			defer stop()
			return w.Write(note("a"))
		}, context.Canceled},
		{"it was cancelled before it began", stopped, func(w *Whole) error { return w.Write(note("a")) }, context.Canceled},
		{"a group is not known", ctx, func(w *Whole) error {
			_, err := w.TakeBack(annotation.NewID(), nil)
			return err
		}, annotation.ErrNotFound},
	} {
		if err := d.ApplyWhole(c.ctx, "try", c.f); !errors.Is(err, c.kind) {
			t.Errorf("%s: got %v", c.name, err)
		}
		if !maps.Equal(d.values(), before) || d.steps() != steps {
			t.Errorf("%s: something was written", c.name)
		}
	}
	e := note("c")
	if err := d.ApplyWhole(ctx, "try", func(w *Whole) error { return w.Write(e) }); err != nil || d.steps() != steps+1 {
		t.Errorf("afterwards: %v, %d steps", err, d.steps()-steps)
	}
	d.mark(s, 13, 24) // the chain goes on
	d.clean()
}

func (d *desk) steps() int {
	d.t.Helper()
	s, err := d.Steps(ctx)
	if err != nil {
		d.t.Fatal(err)
	}
	return len(s)
}

func TestAWholeReadsWhatItHasWritten(t *testing.T) {
	d := newDesk(t)
	s := d.set(d.add("Prices rose. Jobs fell.").ID)
	d.mark(s, 0, 12)
	next := *d.Scheme()
	next.Name, next.Version = "another", 5
	var seen []string
	err := d.ApplyWhole(ctx, "try", func(w *Whole) error {
		e := annotation.NewEdit("change the scheme")
		e.Schemes = []annotation.Change[annotation.Scheme]{{ID: next.ID, Before: d.Scheme(), After: &next}}
		if err := errors.Join(w.Write(e), w.Write(markEdit(t, s, "statistic", 13, 22))); err != nil {
			return err
		}
		for set, err := range w.Sets() {
			if err != nil {
				return err
			}
			for _, sp := range set.Spans {
				seen = append(seen, sp.Quote()+" under "+set.Scheme.Name)
			}
		}
		if d.Scheme().Name == "another" {
			t.Error("the project takes the scheme for changed before it is")
		}
		v, err := w.NextSchemeVersion()
		if v != 6 {
			t.Errorf("the next version is %d", v)
		}
		return err
	})
	if want := "[Prices rose. under another Jobs fell under another]"; err != nil || want != fmt.Sprint(seen) {
		t.Errorf("%v, %v", seen, err)
	}
	if d.Scheme().Name != "another" {
		t.Error("the project does not know its scheme")
	}
}

func TestAWholeOfAReadOnlyProjectIsRefused(t *testing.T) {
	d := newDesk(t)
	p, err := Open(d.path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if err := p.ApplyWhole(ctx, "try", func(*Whole) error { t.Error("it began"); return nil }); !errors.Is(err, ErrReadOnly) {
		t.Errorf("got %v", err)
	}
}

func TestAnEditOfAWholeIsBounded(t *testing.T) {
	d := newDesk(t)
	s := d.set(d.add(strings.Repeat("Prices rose. ", 500)).ID)
	err := d.ApplyWhole(ctx, "try", func(w *Whole) error {
		e := annotation.NewEdit("mark")
		for i := range MaxChanges + 1 {
			m := markEdit(t, s, "claim", 0, text.Pos(i+1)).Spans[0]
			e.Spans = append(e.Spans, m)
		}
		return w.Write(e)
	})
	if err == nil || !strings.Contains(err.Error(), "2001 changes in one edit, more than 2000") {
		t.Errorf("got %v", err)
	}
}

func TestOnlyAGroupThatChangesTheSchemeSaysSo(t *testing.T) {
	d := newDesk(t)
	mark := d.mark(d.set(d.add("Prices rose.").ID), 0, 12)
	next := *d.Scheme()
	next.Name = "another"
	e := annotation.NewEdit("change the scheme")
	e.Schemes = []annotation.Change[annotation.Scheme]{{ID: next.ID, Before: d.Scheme(), After: &next}}
	d.commit(e)
	for group, want := range map[annotation.ID]bool{mark.Group: false, e.Group: true, annotation.NewID(): false} {
		if is, err := d.ChangesScheme(ctx, group); is != want || err != nil {
			t.Errorf("%t, %v, want %t", is, err, want)
		}
	}
}

func TestAGroupIsTakenBackHoweverLargeItsEditsAre(t *testing.T) {
	d := newDesk(t)
	s := d.set(d.add(strings.Repeat("Prices rose. ", 500)).ID)
	before := d.values()
	var places []rangeset.Range
	for i := range MaxChanges + 1 {
		places = append(places, rangeset.Range{Start: text.Pos(i), End: text.Pos(i + 5)})
	}
	e, _, err := s.AddSpans(places, annotation.LabelRole{Label: "claim"}, annotation.OriginSame)
	if err != nil {
		t.Fatal(err)
	}
	d.do(s, e)
	var back annotation.Step
	err = d.ApplyWhole(ctx, "take back", func(w *Whole) (err error) {
		back, err = w.TakeBack(e.Group, nil)
		return err
	})
	if err != nil || !maps.Equal(d.values(), before) || back.Inverts != e.Group {
		t.Errorf("%v, %v", back, err)
	}
	if step, ok := d.history().Redo(); !ok || step.Group != back.Group {
		t.Errorf("to be done again is %v", step)
	}
}
