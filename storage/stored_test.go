package storage

import (
	"fmt"
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
