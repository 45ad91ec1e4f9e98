package app

import (
	"testing"
	"time"
)

func TestALongActTellsItsRateOnceItIsKnown(t *testing.T) {
	for _, c := range []struct {
		gone time.Duration
		done int
		want string
	}{{500 * time.Millisecond, 400, ""}, {2 * time.Second, 2400, " · 1,200 a second"}, {10 * time.Second, 3, ""}} {
		if got := rate(c.gone, c.done); got != c.want {
			t.Errorf("after %v and %d it says %q, want %q", c.gone, c.done, got, c.want)
		}
	}
}
