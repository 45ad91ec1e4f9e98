package app_test

import (
	"encoding/json"
	"slices"
)

// said are the threads of the project as the command lists them: "open: Who? / He.".
func (h *home) said() (threads []string) {
	out, err := h.commands("comments", "-p", h.project(), "--json")
	var list struct {
		Threads []struct {
			State    string
			Comments []struct{ Text string }
		}
	}
	if err == nil {
		err = json.Unmarshal([]byte(out), &list)
	}
	if err != nil {
		h.t.Fatal(out, err)
	}
	for _, t := range list.Threads {
		line := t.State + ":"
		for _, c := range t.Comments {
			line += " " + c.Text + " /"
		}
		threads = append(threads, line)
	}
	return threads
}

// A question is asked, worded anew, answered and closed by keys alone; what is typed reaches the field whole, and no key does anything
// else meanwhile.
func asksByKeyboard(h *home) {
	h.keeps(vance)
	u := h.opens()
	says := func(what string, want ...string) {
		h.t.Helper()
		until(h.t, what, func() bool { return slices.Equal(h.said(), want) })
	}
	u.presses("Ctrl+Home", "Right", "C")
	u.writes("cue or claim?")
	u.presses("Enter")
	says("it is asked", "open: cue or claim? /")
	u.presses("Shift+C", "E", "Ctrl+A")
	u.writes("Even a cue?")
	u.presses("Enter", "Shift+C", "Enter")
	u.writes("Yes,")
	u.presses("Shift+Enter")
	u.writes("even so.")
	u.presses("Enter")
	says("it is answered", "open: Even a cue? / Yes,\neven so. /")
	u.photograph("comments")
	u.presses("Shift+C", "Space")
	says("it is closed", "closed: Even a cue? / Yes,\neven so. /  /")
	u.presses("Space", "Esc", "Ctrl+Z", "Ctrl+Z")
	says("opening and closing are taken back", "open: Even a cue? / Yes,\neven so. /")
	u.closes()
}
