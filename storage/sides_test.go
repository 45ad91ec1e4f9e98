package storage

import (
	"slices"
	"testing"

	"rubricator/annotation"
)

func TestWhatWasChangedSinceIsTold(t *testing.T) {
	d := newDesk(t)
	first, second := d.add("Prices rose by seven percent."), d.add("Wages fell.")
	all, err := d.Since(ctx, 0)
	if err != nil || !all.Whole || !slices.Contains(all.Documents, first.ID) || !slices.Contains(all.Documents, second.ID) {
		t.Fatalf("%+v, %v", all, err)
	}
	if none, err := d.Since(ctx, all.Place); err != nil || none.Whole || len(none.Documents) > 0 || none.Place != all.Place {
		t.Errorf("%+v, %v", none, err)
	}
	d.mark(d.set(second.ID), 0, 5)
	if since, err := d.Since(ctx, all.Place); err != nil || since.Whole || !slices.Equal(since.Documents, []annotation.ID{second.ID}) || since.Place <= all.Place {
		t.Errorf("%+v, %v", since, err)
	}
}
