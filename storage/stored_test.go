package storage

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"rubricator/annotation"
)

func TestAMomentIsReadTheSameAsOftenAsOneLikes(t *testing.T) {
	d := newDesk(t)
	first, second := d.add("Prices rose.").ID, d.add("Wages fell.").ID
	d.do(d.set(first), markEdit(t, d.set(first), "claim", 0, 6))
	d.do(d.set(second), markEdit(t, d.set(second), "claim", 0, 5))
	m, err := d.Moment(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	read := func(documents ...annotation.ID) string {
		t.Helper()
		var out []string
		for s, err := range m.Sets(ctx, documents, annotation.Person) {
			if err != nil {
				t.Fatal(err)
			}
			for _, sp := range s.Spans {
				out = append(out, sp.Quote())
			}
		}
		return strings.Join(out, " ")
	}
	before := read()
	d.do(d.set(second), markEdit(t, d.set(second), "claim", 6, 10))
	d.add("Rents rose.")
	if got := fmt.Sprint(before, " | ", read(), " | ", read(second, first), " | ", m.Documents); got != "Prices Wages | Prices Wages | Wages Prices | 2" {
		t.Errorf("it reads %s", got)
	}
}

func TestAMomentHasTheSchemeAndThePeopleOfItsTime(t *testing.T) {
	d := newDesk(t)
	d.add("Prices rose.")
	m, err := d.Moment(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	people, err := m.Annotators(ctx)
	if err != nil {
		t.Fatal(err)
	}
	before := d.Scheme()
	after := *before
	after.Version++
	after.Labels = append(slices.Clone(before.Labels), annotation.Label{ID: "new", Name: "New"})
	e := annotation.NewEdit("change the scheme")
	e.Schemes = []annotation.Change[annotation.Scheme]{{ID: before.ID, Before: before, After: &after}}
	if err := d.Commit(ctx, e); err != nil {
		t.Fatal(err)
	}
	zoe, _ := annotation.NewForeign("Zoe")
	if err := d.Join(ctx, zoe); err != nil {
		t.Fatal(err)
	}
	if _, has := m.Scheme.Label("new"); has || m.Scheme.Version != before.Version {
		t.Errorf("it has the scheme of version %d", m.Scheme.Version)
	}
	if now, err := m.Annotators(ctx); err != nil || len(now) != len(people) {
		t.Errorf("it has %d people, %v; there were %d", len(now), err, len(people))
	}
	for s, err := range m.Sets(ctx, nil, annotation.Person) {
		if err != nil || s.Scheme.Version != before.Version {
			t.Errorf("a set has the scheme of version %d, %v", s.Scheme.Version, err)
		}
	}
	if now, _ := d.Annotators(ctx); len(now) != len(people)+1 || d.Scheme().Version != after.Version {
		t.Error("the project did not change")
	}
}
