package app

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/app/textview"
)

func (w *Window) moved() {
	w.active()
	if w.desk != nil && w.set() != nil && !w.stale { // else refreshNow is to say both
		w.hint()
		if w.inspector.root.Visible() {
			w.inspector.say(w.underCaret())
			if w.inspector.tabs.on == tabComments {
				w.inspector.comments.show()
			}
		}
	}
}

// underCaret names the marks under the caret in words, the smallest first.
func (w *Window) underCaret() string {
	if w.set() == nil {
		return ""
	}
	var parts []string
	for _, sp := range w.set().At(w.view.Caret()) {
		name := textview.Isolate(w.set().Scheme().NameOf(sp.Label())) + " “" + quoted(sp.Quote(), 60) + "”"
		if !w.isShown(sp) {
			name += ", hidden"
		}
		if n := len(w.set().Relations(sp.ID)); n > 0 {
			name += ", " + plural(n, "link")
		}
		parts = append(parts, name)
	}
	switch len(parts) {
	case 0:
		if w.canWrite() && !w.hasChosen() && !w.isAsking() && w.hasAttributes() {
			return noneChosen + " Enter goes through what is asked of the article."
		}
		return ""
	case 1:
		return "Under the caret: " + parts[0] + ". O chooses it."
	}
	shown := min(len(parts), 4)
	words := "Under the caret: " + strings.Join(parts[:shown], "; in ")
	if more := len(parts) - shown; more > 0 {
		words += "; and " + fmt.Sprint(more) + " more"
	}
	return words + ". O chooses the smallest, then the next."
}

// hint says what each label key would take here, or what mode is on.
func (w *Window) hint() {
	switch {
	case w.desk == nil:
		w.status.setHint("")
	case w.inReview():
		w.status.setHint(w.adjudicating.hint())
	case w.inDataset():
		w.status.setHint(w.dataset.hint())
	case w.inImport():
		w.status.setHint(w.importing.hint())
	case w.offered != nil:
		w.status.setHint(w.offered.hint())
	case w.isAsking():
		vs, i := w.valued()
		w.status.setHint(askingHint(vs[i]))
	case w.relabel:
		w.status.setHint("Relabel: press a label key. Esc leaves.")
	case w.review.isOpen():
		w.status.setHint(w.review.hint())
	case w.finder.field.typing:
		w.status.setHint(w.finder.hint())
	case w.set() == nil || !w.canMark():
		w.status.setHint(w.readingHint())
	case w.hasSuggestion() && len(w.view.Selection()) == 0:
		w.status.setHint(w.suggestionHint())
	default:
		w.status.setHint(w.markingHint())
	}
}

func (w *Window) readingHint() string {
	if err := w.desk.project.ReadOnly(); err != nil {
		return sentence(err)
	}
	return ""
}

// hintQuote is how much of a unit the hint line shows, in characters.
const hintQuote = 28

func (w *Window) markingHint() string {
	var parts []string
	sel := w.view.Selection()
	for _, c := range w.desk.choices() {
		if c.Key == "" || c.Part && !w.showsPart(c) {
			continue
		}
		drafts, _ := w.takes(c)
		if len(drafts) == 0 {
			continue
		}
		if len(sel) > 0 {
			parts = append(parts, c.Key+" "+textview.Isolate(c.Name))
			continue
		}
		quote := w.quoteOf(drafts)
		said := "“" + quoted(quote, hintQuote) + "”"
		if r, _ := utf8.DecodeRuneInString(quote); strings.ContainsRune("\"'“‘„«»", r) { // it has marks of its own
			said = quoted(quote, hintQuote)
		}
		parts = append(parts, c.Key+" "+said)
	}
	if sp, ok := w.chosenSpan(); ok && len(sel) > 0 {
		parts = append(parts, "A adds to the chosen "+textview.Isolate(w.set().Scheme().NameOf(sp.Label())))
	}
	if len(sel) == 0 && w.hasSuggestions() {
		parts = append(parts, "Space next suggestion")
	}
	return strings.Join(parts, "   ")
}

// quoteOf is what drafts cover, for the hint line: of an attribution who says it and how, where that was found.
func (w *Window) quoteOf(drafts []annotation.Draft) string {
	t := w.set().Text()
	cut := func(r rangeset.Range) string { return t.Slice(r.Start, min(r.End, r.Start+4*hintQuote)) }
	if len(drafts) == 1 {
		return cut(drafts[0].Ranges[0])
	}
	head := drafts[1].Ranges
	for _, d := range drafts[2:] {
		head = append(slices.Clone(head), d.Ranges...)
	}
	return cut(rangeset.Hull(head))
}

// showsPart tells whether a part of a label is offered: while a mark of the label is chosen.
func (w *Window) showsPart(c annotation.Choice) bool {
	sp, ok := w.chosenSpan()
	return ok && sp.Label().Label == c.Label
}
