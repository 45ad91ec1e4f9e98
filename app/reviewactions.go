package app

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"rubricator/annotation"
)

// reviewActions are the places, what is done in the Review place, and what draws one's own marks there.
func (w *Window) reviewActions() []*action {
	a := w.adjudicating
	t := []*action{
		{id: "place.annotate", place: anywhere, menu: "Review", name: "Annotate", keys: chords("Ctrl+1"), everywhere: true, checked: w.inArticles, run: func() { w.goTo(annotating) }},
		{id: "place.review", place: anywhere, menu: "Review", name: "Review", keys: chords("Ctrl+2"), everywhere: true, enabled: w.hasProject, checked: w.inReview, run: func() { w.goTo(reviewing) }},
	}
	for i := range digits {
		key := strconv.Itoa(i + 1)
		t = append(t, &action{id: "take." + key, menu: "Review", name: "Take set " + key, keys: chords(key), separator: i == 0, label: a.takeTitle("Take ", i), enabled: a.canDecide, run: func() { a.takeSet(i) }})
	}
	for i := range digits {
		key := strconv.Itoa(i + 1)
		t = append(t, &action{id: "also." + key, name: "Take set " + key + " as well", keys: chords("Shift+" + key), enabled: a.canDecide, run: func() { a.takeAlso(i) }})
	}
	rule := func(c annotation.DecisionChoice) func() { return func() { a.rule(c) } }
	t = append(t,
		&action{id: "review.union", menu: "Review", name: "Join the bounds: all that is marked", keys: chords("J"), separator: true, enabled: a.canDecide, run: rule(annotation.DecisionUnion)},
		&action{id: "review.intersection", menu: "Review", name: "What all marks share", keys: chords("I"), enabled: a.canDecide, run: rule(annotation.DecisionIntersection)},
		&action{id: "review.wrong", menu: "Review", name: "All are wrong", keys: chords("X"), enabled: a.canDecide, run: rule(annotation.DecisionWrong)},
		&action{id: "review.nothing", menu: "Review", name: "Nothing is to be marked here", keys: chords("0"), enabled: a.canDecide, run: rule(annotation.DecisionNothing)},
		&action{id: "review.own", menu: "Review", name: "Write my own mark", keys: chords("Enter"), enabled: a.canDecide, run: a.writeOwn},
		&action{id: "review.reason", menu: "Review", name: "Reason for the decision…", keys: chords("R"), enabled: a.canDecide, run: a.askReason},
		&action{id: "review.comment", menu: "Review", name: "Comment on the difference…", keys: chords("C"), enabled: a.canDecide, run: a.comment},
		&action{id: "review.judge", menu: "Review", name: "Accept or return a colleague's marks…", keys: chords("V"), enabled: a.canDecide, run: a.offerVerdicts},
		&action{id: "review.next", menu: "Review", name: "Next difference of the queue", keys: chords("Space"), repeats: true, separator: true, enabled: w.hasProject, run: func() { a.step(1) }},
		&action{id: "review.previous", menu: "Review", name: "Difference of the queue before", keys: chords("Shift+Space"), repeats: true, enabled: w.hasProject, run: func() { a.step(-1) }},
		&action{id: "review.back", menu: "Review", name: "Back to the last decision", keys: chords("Backspace"), enabled: w.hasProject, run: a.back},
		&action{id: "review.along", menu: "Review", name: "Next difference in the text, also decided ones", keys: chords("Tab"), repeats: true, enabled: a.hasDifference, run: func() { a.along(true) }},
		&action{id: "review.along.back", menu: "Review", name: "Difference in the text before", keys: chords("Shift+Tab"), repeats: true, enabled: a.hasDifference, run: func() { a.along(false) }},
		&action{id: "review.article", menu: "Review", name: "Next article with differences", keys: chords("Ctrl+PgDn"), everywhere: true, repeats: true, enabled: a.hasDifference, run: func() { a.article(1) }},
		&action{id: "review.article.back", menu: "Review", name: "Article with differences before", keys: chords("Ctrl+PgUp"), everywhere: true, repeats: true, enabled: a.hasDifference, run: func() { a.article(-1) }},
		&action{id: "review.beside", menu: "Review", name: "Sets side by side, or over each other", keys: chords("L"), separator: true, enabled: w.hasProject, checked: func() bool { return a.lanes.beside }, run: a.lanes.turn},
		&action{id: "review.reference", menu: "Review", name: "The reference among the sets", keys: chords("G"), enabled: w.hasProject, checked: func() bool { return a.lanes.reference }, run: a.lanes.turnReference},
		&action{id: "review.filter", menu: "Review", name: "Show differences of a class, a label or a person…", keys: chords("F"), enabled: w.hasProject, run: a.offerFilters},
		&action{id: "review.order", menu: "Review", name: "Hardest or most frequent first", keys: chords("O"), enabled: w.hasProject, run: a.turnOrder},
		&action{id: "review.agreed", menu: "Review", name: "Bring what all agree on into the reference", enabled: w.canWrite, run: a.cases.bringIn},
		&action{id: "review.sets", menu: "Review", name: "Whose sets are compared…", keys: chords("S"), enabled: w.hasProject, run: a.offerSets},
		&action{id: "review.copy", menu: "Edit", name: "Copy the quote", keys: chords("Ctrl+C"), place: reviewing | writing, enabled: w.hasText, run: a.copyQuote},
		&action{id: "review.escape", name: "Let go of what is to be taken as well, and of the reason", keys: chords("Esc"), run: a.escape})
	return append(w.in(reviewing, t), w.in(writing, w.ownActions())...)
}

// ownActions draw marks of one's own.
func (w *Window) ownActions() []*action {
	a := w.adjudicating
	var t []*action
	for _, key := range labelKeys {
		t = append(t, &action{id: "own." + key, name: "Mark the selection with label " + key, keys: chords(key), enabled: func() bool { return w.slot(key) != nil }, run: func() { a.ownLabel(*w.slot(key)) }})
	}
	for _, b := range boundKeys {
		t = append(t, &action{id: "own.bound." + b.key, name: b.name + " by a word", keys: chords(b.key), repeats: true, run: func() { a.moveOwn(b.step) }})
		s := b.step
		s.character = true
		key := chords(b.key)[0]
		key.Mod |= control()
		t = append(t, &action{id: "own.bound." + b.key + ".character", name: b.name + " by a character", keys: []Chord{key}, repeats: true, run: func() { a.moveOwn(s) }})
	}
	return append(t,
		&action{id: "own.take", name: "Take what is marked; where nothing is, the selection", keys: chords("Enter"), run: a.takeOwn},
		&action{id: "own.undo", name: "Take the last mark back", keys: chords("Ctrl+Z", "Backspace", "Del"), run: a.undoOwn},
		&action{id: "own.leave", name: "Leave without a mark", keys: chords("Esc"), run: a.leaveOwn})
}

// takeTitle names the annotator of a set.
func (a *adjudicating) takeTitle(verb string, i int) func() string {
	return func() string {
		if g, ok := a.group(); ok && i < len(g.Annotators) {
			return verb + a.who(g.Annotators[i]).Name
		}
		return verb + "set " + strconv.Itoa(i+1)
	}
}

// copyQuote puts the selection, else what the difference in hand covers, on the clipboard.
func (a *adjudicating) copyQuote() {
	sel := a.lanes.main().Selection()
	if _, at, ok := a.place(); ok && len(sel) == 0 {
		sel = append(sel, at)
	}
	if quote := annotation.Quote(a.lanes.main().Text(), sel); quote != "" {
		a.w.app.Clipboard().SetContent(quote)
		a.w.status.say("Copied: " + quoted(quote, 80))
	}
}

// escape goes one step back.
func (a *adjudicating) escape() {
	switch {
	case len(a.lanes.main().Selection()) > 0:
		a.lanes.main().Select()
	case len(a.also) > 0:
		a.also = nil
		a.card.show()
	case a.reason != "":
		a.reason = ""
		a.card.show()
	}
	a.w.hint()
}

// hint says what keys do now.
func (a *adjudicating) hint() string {
	g, ok := a.group()
	switch {
	case a.own != nil:
		return "My own: a label's key marks the selection · B, E bounds · Enter takes · Esc leaves"
	case !ok:
		return ""
	case !a.w.canWrite():
		return a.w.readingHint()
	}
	var parts []string
	for i := range g.Annotators {
		parts = append(parts, fmt.Sprintf("%d %s", i+1, quoted(a.who(g.Annotators[i]).Name, 16)))
	}
	said := "Take " + strings.Join(parts, " · ") + " · J join · I share · X wrong · 0 nothing · Enter own · Space next"
	if len(a.also) > 0 {
		var names []string
		for _, i := range slices.Sorted(slices.Values(a.also)) {
			names = append(names, a.who(g.Annotators[i]).Name)
		}
		said = "With " + listed(names) + " as well: " + said
	}
	return said
}
