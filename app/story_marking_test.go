package app_test

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// tolls has an interrupted quotation, numbers that are compared, and two attributions.
const tolls = `Port doubles its tolls

The port raised its tolls on Monday. Skippers had been told of it in March, and most of them had long known that it would come. A few were surprised.

“Look, it happens to everybody,” Vance said in the interview. “I have flown off the handle.”

Tolls rose 12% in May, compared to just seven in 2021, the ministry said.
`

const (
	look    = "“Look, it happens to everybody,” “I have flown off the handle.”"
	tolls12 = "Tolls rose 12% in May, compared to just seven in 2021"
)

// tolled is how the article is marked in the end.
var tolled = worked{
	marks: []string{"attribution: " + look, "source: Vance", "cue: said", "claim: " + look, "statistic: 12%", "statistic: just seven",
		"attribution: " + tolls12, "source: the ministry", "cue: said", "claim: " + tolls12},
	links: []string{look + " has_source Vance", look + " has_cue said", look + " stated_in " + look,
		tolls12 + " has_source the ministry", tolls12 + " has_cue said", tolls12 + " stated_in " + tolls12,
		tolls12 + " rests_on 12%", tolls12 + " rests_on just seven", "12% compared_to just seven"},
	ranges: 12,
}

// worked is what an article is to hold.
type worked struct {
	marks, links []string
	ranges       int
}

// waitsFor waits until the article is marked so, and says what it took.
func (u *user) waitsFor(w worked, status string) {
	u.t.Helper()
	u.waits("the article has the marks\n\t"+strings.Join(w.marks, "\n\t")+"\nand the links\n\t"+strings.Join(w.links, "\n\t"), func(lines []line) bool {
		return slices.Equal(sorted(marks(lines)), sorted(w.marks)) && slices.Equal(sorted(lines[0].links()), sorted(w.links)) && lines[0].Status == status
	})
	u.t.Logf("%d marks on %d ranges and %d links took %d acts: %d keys, %d clicks and %d drags", len(w.marks), w.ranges, len(w.links),
		u.acts.keys+u.acts.clicks+u.acts.drags, u.acts.keys, u.acts.clicks, u.acts.drags)
}

// The interrupted quotation is one mark, an end that reaches too far is moved, and a link is made by number.
func wholeByKeyboard(h *home) {
	h.keeps(tolls)
	u := h.opens()
	u.presses("Ctrl+Home")
	u.acts = acts{}
	u.presses("Ctrl+Down", "Ctrl+Down", "Ctrl+Down", "Ctrl+Down")
	u.presses("G", "1")                                            // the quotation
	u.presses("Ctrl+Down", "G", "A")                               // goes on after the interruption
	u.presses("Ctrl+Up", "Ctrl+Up", "3")                           // who said it
	u.presses("Ctrl+Down", "2", "2", "3")                          // both numbers, and who says so
	u.presses("S", "1", "Shift+E", "Shift+E", "Shift+E", "L", "1") // the claim without who said it, and what it is stated in
	u.presses("Ctrl+Enter")
	u.waitsFor(tolled, "done")
}

// A kept label marks each drag and click, a handle moves an end, and a name tag drawn to a mark links the two.
func wholeByMouse(h *home) {
	h.keeps(tolls)
	u := h.opens()
	g := u.looksAt(tolls)
	at := func(words string) point { return g.find(utf8.RuneCountInString(tolls[:strings.Index(tolls, words)])) }
	end := func(words string) point {
		return g.find(utf8.RuneCountInString(tolls[:strings.Index(tolls, words)+len(words)]))
	}
	begin, everybody, flown, handle := at("Look"), at("body,"), at("I have"), at("dle.”")
	vance, twelve, seven, first, rose, said, last, fixed, tooFar := at("nce said"), at("2% in"), at("ven in"), at("olls rose"), at("ose 12%"), at("istry said"), at("id.\n"), at("21, the"), end("ministry said")
	claimChip, statisticChip, attributionChip, doneChip := u.at(3, 6), u.at(11, 6), u.at(19, 6), u.at(94, 6)
	u.presses("Esc")
	u.acts = acts{}

	u.clicks(claimChip)
	u.drags(begin, everybody)
	u.dragsWithCtrl(flown, handle)
	u.clicks(attributionChip)
	u.clicks(vance)
	u.clicks(said)
	u.clicks(statisticChip)
	u.clicks(twelve)
	u.clicks(seven)
	u.clicks(claimChip)
	u.drags(first, last)
	u.drags(tooFar, fixed)
	u.clicks(claimChip)
	u.draws(rose, tolls12, rose)
	u.clicks(doneChip)
	u.waitsFor(tolled, "done")
}

// tag is where the name of a mark stands in the margin, once the mark was chosen by a click: a click there moves no caret.
// Looking for it is no act.
func (u *user) tag(mark point, quote string) point {
	u.t.Helper()
	defer func(counted acts) { u.acts = counted }(u.acts)
	toCaret := func() string { return u.copies(u.layout.keys("Ctrl+Shift+Home", "Ctrl+C")...) }
	u.clicks(mark)
	caret := toCaret()
	for right := 71; right < 82; right++ {
		u.clicks(mark)
		p := point{u.at(right, 0).x, mark.y}
		u.clicks(p)
		if u.clipboard() == quote && toCaret() == caret {
			return p
		}
	}
	u.t.Fatalf("no name of the mark on %q at %d", quote, mark.y)
	return point{}
}
