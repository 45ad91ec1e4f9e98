package app_test

import (
	"strings"
	"time"
)

// An article is found by a word of its text and opened there, and two get an outlet in one step, by keys alone.
func libraryByKeys(h *home) {
	h.keeps(samples...)
	u := h.opens()
	u.presses("F6")
	u.writes("ladder")
	time.Sleep(time.Second) // a person looks at what is found
	u.photograph("library-found")
	u.presses("Enter")
	time.Sleep(time.Second) // and at the article
	u.presses("Shift+Right")
	if got := u.clipboard(); got != "ladder" {
		h.t.Errorf("the caret is before %q", got)
	}
	u.presses("F6", "Esc", "F6", "F6", "Ctrl+A", "Ctrl+K")
	u.writes("details of 2")
	u.presses("Enter")
	u.writes("Wire")
	u.presses("Enter")
	until(h.t, "two articles have the outlet", func() bool {
		said, err := h.commands("history", "-p", h.project())
		return err == nil && strings.Count(said, "details of") == 2
	})
	u.closes()
}
