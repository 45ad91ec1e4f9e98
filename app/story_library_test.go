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

// six articles on tolls, of which each says its number.
func six() (all []string) {
	for _, n := range []string{"One", "Two", "Three", "Four", "Five", "Six"} {
		all = append(all, n+" is toll\n\nTolls rose, the ministry said in its notice "+n+".\n")
	}
	return all
}

// hasOutlet waits until so many articles have the outlet on disk.
func (u *user) hasOutlet(outlet string, n int) {
	u.t.Helper()
	got := 0
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		dataset, _, err := u.export()
		if got = strings.Count(dataset, `"outlet":"`+outlet+`"`); err == nil && got == n {
			return
		}
	}
	u.t.Fatalf("%d articles are of the outlet %s, want %d", got, outlet, n)
}

// Those in work by one person are chosen and get an outlet in one step, which is taken back, by keys alone.
func filtersByKeys(h *home) {
	h.keeps(six()...)
	u := h.opens()
	for range 5 {
		u.presses("1", "Ctrl+PgDn")
	}
	h.waits("five articles are marked", func(lines []line) bool { return len(marks(lines)) == 5 })
	u.presses("Ctrl+Shift+F")
	u.writes("is:work by:")
	time.Sleep(time.Second) // a person reads what is offered
	u.photograph("library-offered")
	u.presses("Down", "F6", "Ctrl+A")
	u.photograph("library-five")
	u.presses("Ctrl+Shift+D")
	u.writes("Wire")
	u.presses("Enter")
	u.hasOutlet("Wire", 5)
	u.presses("Ctrl+K")
	u.writes("sort by outlet")
	u.presses("Enter", "Ctrl+Shift+A")
	time.Sleep(time.Second)
	u.photograph("library-by-outlet")
	u.presses("Ctrl+PgUp", "Ctrl+PgUp", "Ctrl+PgUp", "Ctrl+PgUp", "Ctrl+PgUp", "Ctrl+PgUp", "Ctrl+PgDn", "Ctrl+PgDn", "Ctrl+PgDn", "Ctrl+PgDn", "Ctrl+PgDn", "1")
	h.waits("the last by outlet is the sixth", func(lines []line) bool {
		return len(lines) == 6 && len(lines[5].Spans) > 0
	})
	u.presses("Ctrl+Z", "Ctrl+Z")
	u.hasOutlet("Wire", 0)
	u.closes()
}

// Rows are chosen with Ctrl and Shift held at a click, and from there on with keys.
func choosesByMouse(h *home) {
	h.keeps(six()...)
	u := h.opens()
	row := func(n int) point { // of the library, from its first
		p := u.at(0, 0)
		return point{p.x + 90, p.y + 150 + 48*n}
	}
	held := func(key string, p point) {
		u.does("keydown", key)
		u.clicks(p)
		u.does("keyup", key)
	}
	details := func(outlet string) {
		u.presses("Ctrl+Shift+D")
		u.writes(outlet)
		u.presses("Enter")
	}
	u.clicks(row(0))
	held("ctrl", row(2))
	held("ctrl", row(4))
	held("ctrl", row(2))
	u.photograph("library-ctrl")
	details("Wire")
	u.hasOutlet("Wire", 2)
	u.clicks(row(1))
	held("shift", row(3))
	u.photograph("library-shift")
	details("Post")
	u.hasOutlet("Post", 3)
	u.clicks(row(5))
	u.presses("F6", "F6", "Shift+Up", "Shift+Up", "Shift+Up")
	details("Sun")
	u.hasOutlet("Sun", 4)
	u.clicks(row(0))
	u.presses("F6", "F6", "Ctrl+A", "Esc", "Ctrl+A")
	details("Mail")
	u.hasOutlet("Mail", 6)
	time.Sleep(time.Second) // a person reads that it is done
	u.presses("Ctrl+Z")
	u.hasOutlet("Sun", 4)
	u.closes()
}
