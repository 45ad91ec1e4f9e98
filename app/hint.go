package app

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"rubricator/annotation"
	"rubricator/app/textview"
)

func (w *Window) moved() {
	if w.desk != nil && w.set() != nil && !w.stale { // else refreshNow is to say both
		w.hint()
		if w.inspector.root.Visible() {
			w.inspector.say(w.underCaret())
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
		name := textview.Isolate(labelName(w.set().Scheme(), sp.Label())) + " “" + quoted(sp.Quote(), 60) + "”"
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
	case w.offered != nil:
		w.status.setHint(w.offered.hint())
	case w.relabel:
		w.status.setHint("Relabel: press a label key. Esc leaves.")
	case w.review.isOpen():
		w.status.setHint(w.review.hint())
	case w.finder.field.typing:
		w.status.setHint(w.finder.hint())
	case w.set() == nil || !w.canMark():
		w.status.setHint(w.readingHint())
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
	for _, l := range w.desk.labels() {
		if l.Key == "" {
			continue
		}
		quote := ""
		if len(sel) > 0 {
			quote = annotation.Quote(w.set().Text(), sel)
		} else if r, ok := w.unitHere(l); ok {
			quote = w.set().Text().Slice(r.Start, min(r.End, r.Start+4*hintQuote))
		}
		if quote == "" {
			continue
		}
		if len(sel) > 0 {
			parts = append(parts, l.Key+" "+textview.Isolate(l.Name))
			continue
		}
		said := "“" + quoted(quote, hintQuote) + "”"
		if r, _ := utf8.DecodeRuneInString(quote); strings.ContainsRune("\"'“‘„«»", r) { // it has marks of its own
			said = quoted(quote, hintQuote)
		}
		parts = append(parts, l.Key+" "+said)
	}
	if sp, ok := w.chosenSpan(); ok && len(sel) > 0 {
		parts = append(parts, "A adds to the chosen "+textview.Isolate(labelName(w.set().Scheme(), sp.Label())))
	}
	return strings.Join(parts, "   ")
}
