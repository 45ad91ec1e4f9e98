package app

import (
	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/suggest"
)

// grow selects the next larger unit round the caret, or goes back to the next smaller one. Right behind the chosen mark, where the
// caret is once that is made, it begins with the word that follows.
func (w *Window) grow(larger bool) {
	at := w.view.Caret()
	if sp, ok := w.chosenSpan(); ok && at == sp.Hull().End {
		at = w.set().Text().NextWord(at)
	}
	sel := rangeset.Range{Start: at, End: at}
	if s := w.view.Selection(); len(s) > 0 {
		sel = rangeset.Hull(s)
	}
	if sel != w.grown.selection || sel.Empty() {
		w.grown.from = sel.Start
	}
	next, ok := rangeset.Range{}, false
	if larger {
		next, ok = suggest.Grow(w.set().Text(), sel, w.grown.from)
	} else {
		next, ok = suggest.Shrink(w.set().Text(), sel, w.grown.from)
	}
	switch {
	case ok:
		w.view.Select(next)
		w.grown.selection = next
	case !larger:
		w.view.SetCaret(w.grown.from)
	default:
		w.status.say("Nothing larger than the paragraph is selected by G.")
	}
}

// selectSentence selects the sentence at the caret without its stop; again, with it; again, the paragraph.
func (w *Window) selectSentence() {
	t, p := w.set().Text(), w.view.Caret()
	sel := w.view.Selection()
	if len(sel) == 1 {
		p = sel[0].Start
	}
	start, end, full := t.Sentence(p)
	next := rangeset.Range{Start: start, End: end}
	if len(sel) == 1 && sel[0].Start <= start && sel[0].End >= end {
		if next.End = full; sel[0].End >= full {
			next.Start, next.End = t.Paragraph(p)
			next.Start, next.End = t.TrimSpace(next.Start, next.End)
		}
	}
	w.view.Select(next)
}

// copyQuote puts the selection, else the chosen mark's quote, on the clipboard.
func (w *Window) copyQuote() {
	quote := ""
	if sel := w.view.Selection(); len(sel) > 0 {
		quote = annotation.Quote(w.set().Text(), sel)
	} else if sp, ok := w.chosenSpan(); ok {
		quote = sp.Quote()
	}
	if quote != "" {
		w.app.Clipboard().SetContent(quote)
		w.status.say("Copied: " + quoted(quote, 80))
	}
}
