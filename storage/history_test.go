package storage

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"rubricator/annotation"
)

// undo takes a group back as Ctrl+Z does: its edits' inverses, last first, in one group of their own.
func (d *desk) undo(group annotation.ID) annotation.ID {
	d.t.Helper()
	edits, err := d.Group(ctx, group)
	if err != nil {
		d.t.Fatal(err)
	}
	var inverses []annotation.Edit
	for _, e := range slices.Backward(edits) {
		inverse := e.Inverse()
		if len(inverses) > 0 {
			inverse.Group = inverses[0].Group
		}
		inverses = append(inverses, inverse)
	}
	d.commit(inverses...)
	return inverses[0].Group
}

func TestUndoAndRedoSurviveARestart(t *testing.T) {
	d := newDesk(t)
	s := d.set(d.add("Prices rose 3%, Mary said.").ID)
	before := d.values()
	first := d.mark(s, 0, 14)
	note, _ := s.SetNote(first.Spans[0].ID, "check")
	note.Group = first.Group
	d.do(s, note)
	after := d.values()
	for range 3 {
		d.reopen()
		step, ok := d.history().Undo()
		if !ok || step.Group != first.Group && step.Inverts.IsZero() {
			t.Fatal(step, ok)
		}
		d.undo(step.Group)
		if !maps.Equal(d.values(), before) {
			t.Error("undoing did not restore")
		}
		d.reopen()
		step, ok = d.history().Redo()
		if !ok {
			t.Fatal("nothing to redo")
		}
		d.undo(step.Group)
		if !maps.Equal(d.values(), after) {
			t.Error("redoing did not restore")
		}
	}
	d.clean()
}

func (d *desk) history() *annotation.History {
	d.t.Helper()
	steps, err := d.Steps(ctx)
	if err != nil {
		d.t.Fatal(err)
	}
	return annotation.NewHistory(steps)
}

func TestUndoOfWhatSomebodyChangedNamesThem(t *testing.T) {
	d := newDesk(t)
	s := d.set(d.add("Prices rose 3%, Mary said.").ID)
	e := d.mark(s, 0, 14)
	anna, ben := d.who, person("Ben")
	as := func(who Options) {
		t.Helper()
		d.who = who
		d.reopen()
	}
	as(ben)
	label, _ := s.Relabel(e.Spans[0].ID, annotation.LabelRole{Label: "statistic"})
	d.commit(label)
	as(anna)
	_, err := d.Group(ctx, e.Group)
	var stale *annotation.Stale
	if !errors.As(err, &stale) || stale.By != "Ben" || stale.Name != label.Name {
		t.Errorf("%v: %+v", err, stale)
	}
	if err := s.Apply(label); err != nil {
		t.Fatal(err)
	}
	remove, _ := s.RemoveSpan(e.Spans[0].ID)
	as(ben)
	d.commit(remove)
	as(anna)
	_, err = d.Group(ctx, e.Group)
	if !errors.As(err, &stale) || stale.By != "Ben" || stale.Name != remove.Name {
		t.Errorf("once it is deleted: %v: %+v", err, stale)
	}
	if _, err := d.Group(ctx, annotation.NewID()); !errors.Is(err, annotation.ErrNotFound) {
		t.Error(err)
	}
}

func TestAStepOfSeveralArticlesIsNamedByTheirNumber(t *testing.T) {
	d := newDesk(t)
	a, b := d.add("Tolls rise."), d.add("Bread is dear.")
	titled := func(of annotation.Document, title string) annotation.Edit {
		after := of
		after.Title = title
		e, _ := of.ChangeTo(after)
		return e
	}
	toA, toB := titled(a, "Tolls"), titled(b, "Bread")
	toB.Group = toA.Group
	d.commit(toA, toB)
	if step, _ := d.history().Undo(); step.Name != "details of 2 articles" {
		t.Error(step.Name)
	}
	d.undo(toA.Group)
	if step, _ := d.history().Redo(); step.Name != "details of 2 articles" {
		t.Error(step.Name)
	}
	alone := titled(a, "Tolls")
	d.commit(alone)
	if step, _ := d.history().Undo(); step.Name != alone.Name {
		t.Error(step.Name)
	}
}

func TestALongHistoryIsBounded(t *testing.T) {
	d := newDesk(t)
	var edits []annotation.Edit
	for i := range remembered + 10 {
		edits = append(edits, annotation.NewEdit(fmt.Sprintf("edit %d", i)))
	}
	d.commit(edits...)
	steps, err := d.Steps(ctx)
	if err != nil || len(steps) != remembered || steps[0].Name != "edit 10" {
		t.Error(len(steps), steps[0], err)
	}
}

// TestInversesRestoreWhateverWasDone makes random edits, some in groups, and takes all of them back.
func TestInversesRestoreWhateverWasDone(t *testing.T) {
	for seed := range 3 {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			d := newDesk(t)
			var sets []*annotation.Set
			for _, s := range []string{"Prices “rose” 3% in May, Mary said on Tuesday.", "Naïve 😀 reporters wrote: “nothing happened”, twice."} {
				sets = append(sets, d.set(d.add(s).ID))
			}
			states := []map[string]string{d.values()}
			var groups []annotation.ID
			for range 60 {
				group := annotation.NewID()
				for range 1 + rand.IntN(3) {
					s := sets[rand.IntN(len(sets))]
					e := randomEdit(s)
					if e.Group = group; rand.IntN(3) == 0 {
						if status, ok := s.SetStatus(annotation.Done); ok {
							e = status
							e.Group = group
						}
					}
					d.do(s, e)
				}
				groups, states = append(groups, group), append(states, d.values())
			}
			d.clean()
			for i := len(groups) - 1; i >= 0; i-- {
				d.undo(groups[i])
				if got := d.values(); !maps.Equal(got, states[i]) {
					t.Fatalf("taking back group %d leaves\n%v\nwant\n%v", i, got, states[i])
				}
			}
			d.clean()
		})
	}
}
