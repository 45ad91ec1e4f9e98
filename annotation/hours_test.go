package annotation

import (
	"testing"
	"time"
)

func TestPausesOfMoreThanAMinuteAreNoWork(t *testing.T) {
	nine := time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name string
		at   []time.Duration // since nine
		want time.Duration
	}{
		{"nothing", nil, 0},
		{"one key", []time.Duration{0}, 0},
		{"keys", []time.Duration{0, time.Second, 3 * time.Second}, 3 * time.Second},
		{"reading", []time.Duration{0, 59 * time.Second, 119 * time.Second}, 119 * time.Second},
		{"a call", []time.Duration{0, 10 * time.Second, 10*time.Second + 61*time.Second, 75 * time.Second}, 14 * time.Second},
		{"a night", []time.Duration{0, 10 * time.Second, 15 * time.Hour, 15*time.Hour + time.Second}, 11 * time.Second},
		{"the clock is set back", []time.Duration{0, 10 * time.Second, -time.Hour, -time.Hour + 2*time.Second}, 12 * time.Second},
	} {
		var s Stopwatch
		var worked time.Duration
		for _, at := range c.at {
			worked += s.At(nine.Add(at))
		}
		if worked != c.want {
			t.Errorf("%s: %v, want %v", c.name, worked, c.want)
		}
	}
	var s Stopwatch
	s.At(nine)
	if s.Stop(); s.At(nine.Add(time.Second)) != 0 {
		t.Error("what passed while it stood counts")
	}
}

func TestHoursArePublishedWhereTheyDiffer(t *testing.T) {
	me, documents := Actor{ID: NewID(), Annotator: NewID()}, someIDs(3)
	e, ok := PublishHours(me, map[ID]time.Duration{documents[0]: 90*time.Second + 900*time.Millisecond, documents[1]: 5 * time.Second, documents[2]: 900 * time.Millisecond}, nil)
	if !ok || len(e.Hours) != 2 {
		t.Fatalf("%+v", e.Hours)
	}
	var published []Hours
	for _, c := range e.Hours {
		published = append(published, *c.After)
	}
	if h := published[0]; h.Document != documents[0] || h.Seconds != 90 || h.Annotator != me.Annotator || h.Actor != me.ID {
		t.Errorf("%+v", h)
	}
	other := Hours{HoursID(documents[1], NewID()), documents[1], NewID(), NewID(), 7}
	e, ok = PublishHours(me, map[ID]time.Duration{documents[0]: 90 * time.Second, documents[1]: 8 * time.Second}, append(published, other))
	if !ok || len(e.Hours) != 1 || *e.Hours[0].Before != published[1] || e.Hours[0].After.Seconds != 8 {
		t.Errorf("%+v", e.Hours)
	}
	if _, ok := PublishHours(me, map[ID]time.Duration{documents[0]: 90 * time.Second}, published); ok {
		t.Error("what is published is published again")
	}
}
