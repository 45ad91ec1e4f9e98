package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// The two sentences that the default scheme is explained by.
const (
	microsoft = `Influence operations grow

Microsoft said it attributed 24 unique cyber-enabled influence operations to the Iranian government last year, compared to just seven in 2021.
`
	vance = `Vance on his temper

“Look, it happens to everybody,” Vance said in the interview. “I’ve flown off the handle a few times.”
`
	attributed = "it attributed 24 unique cyber-enabled influence operations to the Iranian government last year, compared to just seven in 2021"
	temper     = "“Look, it happens to everybody,” “I’ve flown off the handle a few times.”"
)

var (
	microsoftMarked = worked{
		marks: []string{"attribution: " + attributed, "source: Microsoft", "cue: said", "claim: " + attributed, "statistic: 24", "statistic: just seven"},
		links: []string{attributed + " has_source Microsoft", attributed + " has_cue said", attributed + " stated_in " + attributed,
			attributed + " rests_on 24", attributed + " rests_on just seven", "24 compared_to just seven"},
		ranges: 6,
	}
	vanceMarked = worked{
		marks:  []string{"attribution: " + temper, "source: Vance", "cue: said"},
		links:  []string{temper + " has_source Vance", temper + " has_cue said"},
		ranges: 4,
	}
)

// The most acts that the two may take.
const (
	microsoftActs, vanceActs           = 12, 7
	microsoftUnguessed, vanceUnguessed = 24, 12
)

// within tells how many acts it took, and that they were not too many.
func (u *user) within(most int) {
	u.t.Helper()
	if n := u.acts.keys + u.acts.clicks + u.acts.drags; n > most {
		u.t.Errorf("%d acts, want %d at most", n, most)
	}
}

// A label key is the whole act.
func workedByKeyboard(h *home) {
	h.presses(microsoft, microsoftMarked, microsoftActs, "Ctrl+Down", "3", "1", "2", "2")
	h.presses(vance, vanceMarked, vanceActs, "Ctrl+Down", "3")
}

// So is a click with a kept label.
func workedByMouse(h *home) {
	h.clicks(microsoft, microsoftMarked, microsoftActs, []string{"aid it", "ttributed", "4 unique", "even in"}, func(u *user, at map[string]point) {
		u.clicks(u.chip("attribution"))
		u.clicks(at["aid it"])
		u.clicks(u.chip("claim"))
		u.clicks(at["ttributed"])
		u.clicks(u.chip("statistic"))
		u.clicks(at["4 unique"])
		u.clicks(at["even in"])
	})
	h.clicks(vance, vanceMarked, vanceActs, []string{"aid in"}, func(u *user, at map[string]point) {
		u.clicks(u.chip("attribution"))
		u.clicks(at["aid in"])
	})
}

// Without guesses each mark is a selection; what is marked while an attribution is chosen is linked with it.
func workedWithoutGuesses(h *home) {
	h.noGuess = true
	h.presses(microsoft, microsoftMarked, microsoftUnguessed, "Ctrl+Down", "S", "Shift+B", "Shift+B", "3", "Shift+1", "Left", "Left", "Left", "G", "G", "2",
		"Ctrl+Up", "G", "4", "G", "5", "Right", "Right", "Right", "G", "2", "L", "1")
	h.presses(vance, vanceMarked, vanceUnguessed, "Ctrl+Down", "G", "3", "G", "4", "G", "5", "Ctrl+Down", "G", "A")

	words := []string{"t attributed", "021.", "icrosoft", "oft said", "aid it", "d it", "24 unique", "4 unique", "ust seven", "en in"}
	h.clicks(microsoft, microsoftMarked, microsoftUnguessed, words, func(u *user, at map[string]point) {
		u.clicks(u.chip("attribution"))
		u.drags(at["t attributed"], at["021."])
		u.clicks(u.chip("source"))
		u.drags(at["icrosoft"], at["oft said"])
		u.clicks(u.chip("cue"))
		u.drags(at["aid it"], at["d it"])
		u.clicks(u.chip("claim"))
		u.drags(at["t attributed"], at["021."])
		u.clicks(u.chip("statistic"))
		u.drags(at["24 unique"], at["4 unique"])
		u.drags(at["ust seven"], at["en in"])
		u.clicks(u.chip("statistic"))
		u.draws(at["4 unique"], "24", at["ust seven"])
	})
	words = []string{"Look", "body,", "I’ve", "imes.", "nce said", "ance said", "aid in", "d in"}
	h.clicks(vance, vanceMarked, vanceUnguessed, words, func(u *user, at map[string]point) {
		u.clicks(u.chip("attribution"))
		u.drags(at["Look"], at["body,"])
		u.dragsWithCtrl(at["I’ve"], at["imes."])
		u.clicks(u.chip("source"))
		u.drags(at["ance said"], at["nce said"])
		u.clicks(u.chip("cue"))
		u.drags(at["aid in"], at["d in"])
		u.clicks(u.chip("cue"))
	})
}

// draws chooses a mark by a click and its name tag to others.
func (u *user) draws(mark point, quote string, to ...point) {
	u.t.Helper()
	mark.y -= 8 // off its handles
	tag := u.tag(mark, quote)
	u.clicks(mark)
	for _, p := range to {
		u.drags(tag, p)
	}
}

// chip is where a label is at the top of the window.
func (u *user) chip(name string) point {
	return map[string]point{"claim": u.at(3, 6), "statistic": u.at(11, 6), "attribution": u.at(19, 6), "source": u.at(29, 6), "cue": u.at(36, 6)}[name]
}

// unguessed is a home whose user likes no guesses.
func (h *home) unguessed() *home {
	h.t.Helper()
	folder := filepath.Join(h.dir, "config", "rubricator")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		h.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "settings.json"), []byte(`{"no_guess":true}`), 0o600); err != nil {
		h.t.Fatal(err)
	}
	return h
}

// another is a home with an article and the same liking for guesses.
func (h *home) another(article string) *home {
	h.t.Helper()
	other := moveIn(h.t, h.program)
	other.keeps(article)
	if h.noGuess {
		other.unguessed()
	}
	return other
}

// presses marks an article with the keyboard.
func (h *home) presses(article string, want worked, most int, keys ...string) {
	h.t.Helper()
	u := h.another(article).opens()
	u.presses("Ctrl+Home")
	u.acts = acts{}
	u.presses(keys...)
	u.waitsFor(want, "in_work")
	u.within(most)
	u.closes()
}

// clicks marks an article with the mouse. words are the places that it clicks at, looked for before.
func (h *home) clicks(article string, want worked, most int, words []string, mark func(u *user, at map[string]point)) {
	h.t.Helper()
	u := h.another(article).opens()
	g := u.looksAt(article)
	at := map[string]point{}
	for _, w := range words {
		at[w] = g.find(utf8.RuneCountInString(article[:strings.Index(article, w)]))
	}
	u.presses("Esc")
	u.acts = acts{}
	mark(u, at)
	u.waitsFor(want, "in_work")
	u.within(most)
	u.closes()
}
