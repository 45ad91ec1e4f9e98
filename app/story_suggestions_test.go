package app_test

import "slices"

// What the rules suggested is answered by single keys: what is accepted is in the file with its parts and links, and a rejection is
// remembered.
func suggestionsAnswered(h *home) {
	h.keeps(vance)
	if said, err := h.commands("suggest", "-p", h.project(), "--all"); err != nil {
		h.t.Fatal(said, err)
	}
	u := h.opens()
	u.presses("Ctrl+Home", "Space", "Y")
	u.waits("the attribution is accepted with its parts", func(lines []line) bool {
		return slices.Equal(sorted(marks(lines)), sorted(vanceMarked.marks)) && slices.Equal(sorted(lines[0].links()), sorted(vanceMarked.links))
	})
	u.photograph("suggestions")
	u.presses("N", "Ctrl+Z", "Ctrl+Z") // the claim that is suggested of it, which comes back, and the attribution goes
	h.waitsForMarks()
	u.presses("Ctrl+Shift+Z", "Space", "N")
	u.closes()
	if said, err := h.commands("suggest", "-p", h.project(), "--all", "--json"); err != nil {
		h.t.Fatal(said, err)
	}
	u = h.opens()
	u.presses("Ctrl+Home", "Space", "Y") // nothing is left to accept
	h.waitsForMarks(vanceMarked.marks...)
	u.closes()
}
