package storage

import (
	"fmt"
	"strings"
	"testing"

	"rubricator/annotation"
)

func TestPeopleAreListedWithWhatTheyHave(t *testing.T) {
	d := newDesk(t)
	d.named("Zoe")
	d.model("Rules 1", d.add("Prices rose.").ID)
	s := d.set(d.add("Wages fell. Prices rose.").ID)
	d.mark(s, 0, 5)
	d.mark(s, 12, 18)
	people, err := d.People(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, m := range people {
		lines = append(lines, fmt.Sprintf("%s: %d sets, %d marks, %d devices", m.Name, m.Sets, m.Marks, m.Devices))
	}
	if got, want := strings.Join(lines, "; "), "Anna: 1 sets, 2 marks, 1 devices; Zoe: 0 sets, 0 marks, 0 devices"; got != want {
		t.Errorf("listed are %s, want %s", got, want)
	}
}

// on is how somebody opens a project on the device of another.
func on(who annotation.Annotator, device Options) Options {
	key := device.Actor.PublicKey
	return Options{Annotator: who, Actor: annotation.Actor{ID: annotation.ActorID(who.ID, key), Annotator: who.ID, Device: device.Actor.Device, PublicKey: key}}
}

func TestWhoWorksOnADeviceOfSeveralIsWhoTheSettingsName(t *testing.T) {
	d := newDesk(t)
	anna, zoe := d.who, d.named("Zoe")
	d.takes(on(person("Nobody").Annotator, anna))
	if d.Annotator().Name != "Anna" {
		t.Errorf("%s works on a device that the project knows as Anna's", d.Annotator().Name)
	}
	for _, who := range []string{"Zoe", "Anna", "Zoe"} {
		as := anna
		if who == "Zoe" {
			as = on(zoe, anna)
		}
		d.takes(as)
		if d.Annotator().Name != who || d.Actor().Annotator != as.Annotator.ID {
			t.Errorf("%s works, want %s", d.Annotator().Name, who)
		}
	}
	d.mark(d.set(d.add("Prices rose.").ID), 0, 6)
	people, err := d.People(ctx)
	if err != nil || people[1].Name != "Zoe" || people[1].Marks != 1 || people[1].Devices != 1 {
		t.Errorf("%+v, %v", people, err)
	}
	if steps, err := d.Steps(ctx); err != nil || len(steps) != 2 { // the article and its mark
		t.Errorf("%+v, %v", steps, err)
	}
	d.clean()
}
