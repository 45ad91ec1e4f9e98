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

var (
	tollMarks = []string{
		"claim: “Look, it happens to everybody,” “I have flown off the handle.”", "attribution: Vance said", "statistic: 12%",
		"statistic: just seven", "claim: Tolls rose 12% in May, compared to just seven in 2021", "attribution: the ministry said",
	}
	tollLinks = []string{
		"“Look, it happens to everybody,” “I have flown off the handle.” stated_in Vance said",
		"Tolls rose 12% in May, compared to just seven in 2021 rests_on 12%",
		"Tolls rose 12% in May, compared to just seven in 2021 rests_on just seven",
		"Tolls rose 12% in May, compared to just seven in 2021 stated_in the ministry said",
	}
)

// waitsForTolls waits until the article is marked and done.
func (u *user) waitsForTolls() {
	u.t.Helper()
	u.waits("the article has the marks\n\t"+strings.Join(tollMarks, "\n\t")+"\nand the links\n\t"+strings.Join(tollLinks, "\n\t"), func(lines []line) bool {
		return slices.Equal(sorted(marks(lines)), sorted(tollMarks)) && slices.Equal(sorted(lines[0].links()), sorted(tollLinks)) && lines[0].Status == "done"
	})
	u.t.Logf("%d marks on %d ranges and %d links took %d keys, %d clicks and %d drags", len(tollMarks), len(tollMarks)+1, len(tollLinks), u.acts.keys, u.acts.clicks, u.acts.drags)
}

// The interrupted quotation is one mark, an end that reaches too far is moved, and links are made by number.
func wholeByKeyboard(h *home) {
	h.keeps(tolls)
	u := h.opens()
	u.presses("Ctrl+Home")
	u.acts = acts{}
	u.presses("Ctrl+Down", "Ctrl+Down", "Ctrl+Down", "Ctrl+Down")
	u.presses("G", "1")                                                 // the quotation
	u.presses("Ctrl+Down", "G", "A")                                    // goes on after the interruption
	u.presses("Ctrl+Up", "Ctrl+Up", "3", "L", "1")                      // who said it
	u.presses("Ctrl+Down", "Ctrl+Down", "2", "2")                       // both numbers
	u.presses("1", "Shift+E", "Shift+E", "Shift+E", "L", "1", "L", "1") // the claim without who said it, and what it rests on
	u.presses("3", "L", "1", "Ctrl+Enter")
	u.waitsForTolls()
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
	look, everybody, flown, handle := at("Look"), at("body,"), at("I have"), at("dle.”")
	vance, twelve, seven, rose, said, fixed, tooFar := at("nce said"), at("2% in"), at("ven in"), at("ose 12%"), at("istry said"), at("21, the"), end("ministry said")
	claimChip, statisticChip, attributionChip, doneChip := u.at(3, 6), u.at(11, 6), u.at(19, 6), u.at(94, 6)
	u.presses("Esc")
	u.acts = acts{}

	u.clicks(claimChip)
	u.drags(look, everybody)
	u.dragsWithCtrl(flown, handle)
	u.clicks(attributionChip)
	u.clicks(vance)
	u.clicks(said)
	u.clicks(statisticChip)
	u.clicks(twelve)
	u.clicks(seven)
	u.clicks(claimChip)
	u.clicks(rose)
	u.drags(tooFar, fixed)
	u.clicks(claimChip)

	u.drags(u.tag(look.y, "“Look, it happens to everybody,” “I have flown off the handle.”"), vance)
	for _, to := range []point{twelve, seven, said} {
		u.drags(u.tag(rose.y, "Tolls rose 12% in May, compared to just seven in 2021"), to)
	}
	u.clicks(doneChip)
	u.waitsForTolls()
}

// tag is where the name of a mark stands in the margin beside a line. Looking for it is no act.
func (u *user) tag(y int, quote string) point {
	u.t.Helper()
	defer func(counted acts) { u.acts = counted }(u.acts)
	for right := 71; right < 80; right++ {
		u.presses("Esc", "Ctrl+Home", "Shift+Tab") // the last mark
		p := point{u.at(right, 0).x, y}
		u.clicks(p)
		if u.clipboard() == quote {
			return p
		}
	}
	u.t.Fatalf("no name of the mark on %q at %d", quote, y)
	return point{}
}
