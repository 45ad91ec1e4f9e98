package app_test

import (
	"strings"
	"time"
)

// correctsByKeys corrects the headline and drops the last paragraph by keys alone, and takes it back.
func correctsByKeys(h *home) {
	h.keeps("Strait toll rise\n\nTolls rose 12% in May.\n\nShare on Facebook now.\n")
	u := h.opens()
	u.presses("Ctrl+K")
	u.writes("correct the text")
	u.presses("Enter")
	time.Sleep(time.Second)
	u.photograph("correct-opened")
	u.presses("Enter", "End")
	u.writes(" again")
	time.Sleep(time.Second)
	u.photograph("correct-typed")
	u.presses("Enter", "Ctrl+End", "Del")
	time.Sleep(time.Second)
	u.photograph("correct-dropped")
	u.presses("Esc", "Esc")
	time.Sleep(500 * time.Millisecond)
	u.presses("Ctrl+Enter")
	h.waits("the right text is there beside the old", func(lines []line) bool {
		for _, l := range lines {
			if l.Meta.Title == "Strait toll rise again" && strings.HasPrefix(l.Text, "Strait toll rise again\n\nTolls rose") && !strings.Contains(l.Text, "Facebook") {
				return true
			}
		}
		return false
	})
	u.photograph("correct-done")
	time.Sleep(500 * time.Millisecond)
	u.presses("Ctrl+Z")
	h.waits("it is taken back", func(lines []line) bool { return len(lines) == 1 && lines[0].Meta.Title == "Strait toll rise" })
	u.closes()
}
