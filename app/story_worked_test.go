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
	for _, c := range []struct {
		article string
		keys    []string
		want    worked
		most    int
	}{
		{microsoft, []string{"Ctrl+Down", "3", "1", "2", "2"}, microsoftMarked, microsoftActs},
		{vance, []string{"Ctrl+Down", "3"}, vanceMarked, vanceActs},
	} {
		h := moveIn(h.t, h.program)
		h.keeps(c.article)
		u := h.opens()
		u.presses("Ctrl+Home")
		u.acts = acts{}
		u.presses(c.keys...)
		u.waitsFor(c.want, "in_work")
		u.within(c.most)
		u.closes()
	}
}

// So is a click with a kept label.
func workedByMouse(h *home) {
	clicks(h, microsoft, microsoftMarked, microsoftActs, []string{"aid it", "ttributed", "4 unique", "even in"}, func(u *user, at map[string]point) {
		u.clicks(u.chip("attribution"))
		u.clicks(at["aid it"])
		u.clicks(u.chip("claim"))
		u.clicks(at["ttributed"])
		u.clicks(u.chip("statistic"))
		u.clicks(at["4 unique"])
		u.clicks(at["even in"])
	})
	clicks(h, vance, vanceMarked, vanceActs, []string{"aid in"}, func(u *user, at map[string]point) {
		u.clicks(u.chip("attribution"))
		u.clicks(at["aid in"])
	})
}

// Without guesses each mark is a drag, and each link is a name tag drawn to another mark.
func workedWithoutGuesses(h *home) {
	h.noGuess = true
	words := []string{"t attributed", "ttributed", "021.", "icrosoft", "oft said", "aid it", "d it", "24 unique", "4 unique", "ust seven", "en in"}
	clicks(h, microsoft, microsoftMarked, microsoftUnguessed, words, func(u *user, at map[string]point) {
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
		content, claim := at["ttributed"], at["ttributed"] // the same words
		u.draws(at["icrosoft"], "Microsoft", content)
		u.draws(at["aid it"], "said", content)
		u.draws(at["ttributed"], attributed, claim)
		u.draws(at["4 unique"], "24", claim, at["ust seven"])
		u.draws(at["ust seven"], "just seven", claim)
	})
	words = []string{"Look", "body,", "I’ve", "imes.", "nce said", "ance said", "aid in", "d in"}
	clicks(h, vance, vanceMarked, vanceUnguessed, words, func(u *user, at map[string]point) {
		u.clicks(u.chip("attribution"))
		u.drags(at["Look"], at["body,"])
		u.dragsWithCtrl(at["I’ve"], at["imes."])
		u.clicks(u.chip("source"))
		u.drags(at["ance said"], at["nce said"])
		u.clicks(u.chip("cue"))
		u.drags(at["aid in"], at["d in"])
		u.clicks(u.chip("cue"))
		u.draws(at["nce said"], "Vance", at["body,"])
		u.draws(at["d in"], "said", at["body,"])
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

// clicks marks an article with the mouse. words are the places that it clicks at, looked for before.
func clicks(like *home, article string, want worked, most int, words []string, mark func(u *user, at map[string]point)) {
	h := moveIn(like.t, like.program)
	h.keeps(article)
	if like.noGuess {
		h.unguessed()
	}
	u := h.opens()
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
