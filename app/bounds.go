package app

import (
	"errors"
	"slices"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// reshape does an edit of the chosen mark's bounds, or says why it cannot be done; it tells whether it was.
func (w *Window) reshape(e annotation.Edit, err error) bool {
	if there := (*annotation.Duplicate)(nil); errors.As(err, &there) {
		w.choose(there.Span.ID)
		w.status.say("There is such a mark already; it is chosen.")
		return false
	}
	if err == nil && e.Len() == 0 {
		return true
	}
	before := w.set().Head()
	done := w.tryDo(e, err)
	if said := backInWork(before); done && said != "" {
		w.status.say(said)
	}
	return done
}

// addRange adds the selection to the chosen mark; when that is a part of another, to the whole.
func (w *Window) addRange() {
	sel := w.view.Selection()
	sp, ok := w.chosenSpan()
	switch {
	case !ok:
		w.status.fail("Choose a mark first: A adds the selection to it.")
	case len(sel) == 0:
		w.status.fail("Select what A is to add to the chosen mark.")
	default:
		if whole, ok := w.set().WholeOf(sp.ID); ok {
			sp = whole
			w.choose(sp.ID)
		}
		w.addTo(sp, sel)
	}
}

func (w *Window) addTo(sp annotation.Span, ranges []rangeset.Range) {
	if w.reshape(w.set().AddRanges(sp.ID, ranges)) {
		w.view.SetCaret(ranges[len(ranges)-1].End)
		w.tellRanges(sp.ID)
	}
}

// tellRanges says of how many pieces a mark is.
func (w *Window) tellRanges(id annotation.ID) {
	if sp, ok := w.set().Span(id); ok && w.status.said == "" {
		w.status.say("The mark now has " + plural(len(sp.Ranges()), "range") + ": " + quoted(sp.Quote(), 80))
	}
}

// removeRange takes the range under the caret out of the chosen mark.
func (w *Window) removeRange() {
	sp, _ := w.chosenSpan()
	at := w.view.Caret()
	switch {
	case len(sp.Ranges()) == 1:
		w.status.fail("The mark has one range only. Delete takes the mark away.")
	case !sp.Covers(at):
		w.status.fail("Put the caret into the range that Shift+A is to take out of the chosen mark.")
	case w.reshape(w.set().RemoveRange(sp.ID, at)):
		w.tellRanges(sp.ID)
	}
}

// step is how far a bound moves: outwards or inwards, by a word or a character.
type step struct {
	atEnd, outwards, character bool
}

// moveBound moves the beginning or the end of the selection, else of the chosen mark.
func (w *Window) moveBound(s step) {
	if sel := w.view.Selection(); len(sel) > 0 {
		i := 0
		if s.atEnd {
			i = len(sel) - 1
		}
		if r, ok := s.move(w.set().Text(), sel[i]); ok {
			sel[i] = r
			w.view.Select(sel...)
		}
		return
	}
	sp, ok := w.bounded()
	if !ok || !w.canWrite() {
		w.status.fail("Choose a mark or a suggestion, or select text first: B moves its beginning, E its end.")
		return
	}
	ranges := sp.Ranges()
	i := w.rangeHere(ranges, s.atEnd)
	r, ok := s.move(w.set().Text(), ranges[i])
	if !ok {
		w.status.say("The mark cannot go further there.")
		return
	}
	w.setRange(sp, i, r)
}

// bounded is what has bounds to move: the chosen mark, or the chosen suggestion.
func (w *Window) bounded() (annotation.Span, bool) {
	if g, ok := w.chosenSuggestion(); ok {
		return g.Span, true
	}
	return w.chosenSpan()
}

// putOn puts a mark on other ranges; a suggestion it accepts there.
func (w *Window) putOn(sp annotation.Span, ranges []rangeset.Range) bool {
	if !w.suggestions.IsOpen(sp.ID) {
		return w.reshape(w.set().SetRanges(sp.ID, ranges))
	}
	made, ok := w.acceptSuggestion(sp.ID, ranges)
	if ok {
		w.choose(made.ID)
	}
	return ok
}

// rangeHere is the range of a mark that the caret is at, else its first or its last.
func (w *Window) rangeHere(ranges []rangeset.Range, last bool) int {
	at := w.view.Caret()
	if i := slices.IndexFunc(ranges, func(r rangeset.Range) bool { return r.Touches(at) }); i >= 0 {
		return i
	}
	if last {
		return len(ranges) - 1
	}
	return 0
}

// setRange puts one range of a mark elsewhere. A caret at the bound that moves goes along.
func (w *Window) setRange(sp annotation.Span, i int, r rangeset.Range) {
	ranges, at := sp.Ranges(), w.view.Caret()
	before := ranges[i]
	ranges[i] = r
	if !w.putOn(sp, ranges) {
		return
	}
	switch at {
	case before.End:
		w.view.SetCaret(r.End)
	case before.Start:
		w.view.SetCaret(r.Start)
	}
	w.view.Reveal(r)
}

// move gives a range with one bound moved; ok is false when there is no further place for it.
func (s step) move(t *text.Text, r rangeset.Range) (moved rangeset.Range, ok bool) {
	moved = r
	switch {
	case s.atEnd && s.outwards:
		moved.End = s.forward(t, r.End)
	case s.atEnd:
		moved.End = s.back(t, r.End, r.Start)
	case s.outwards:
		moved.Start = s.backStart(t, r.Start)
	default:
		moved.Start = s.forwardStart(t, r.Start, r.End)
	}
	return moved, !moved.Empty() && moved != r
}

// forward is the next place behind p where a mark can end.
func (s step) forward(t *text.Text, p text.Pos) text.Pos {
	if !s.character {
		_, end := t.Word(t.NextWord(p))
		if _, last := t.TrimSpace(t.Paragraph(p)); p < last && end > last { // the stop, before what the next paragraph says
			return last
		}
		return max(end, p)
	}
	for p < t.Len() {
		if _, end := t.TrimSpace(p, t.NextGrapheme(p)); end > p {
			return t.NextGrapheme(p)
		}
		p = t.NextGrapheme(p)
	}
	return p
}

// back is the place before p where a mark that begins at start can end.
func (s step) back(t *text.Text, p, start text.Pos) text.Pos {
	to := t.PrevGrapheme(p)
	if !s.character {
		to = t.PrevWord(p)
		if to <= start {
			return p
		}
		if _, end := t.Word(t.PrevWord(to)); end > start && end <= to {
			return end
		}
	}
	_, end := t.TrimSpace(start, to)
	return end
}

func (s step) backStart(t *text.Text, p text.Pos) text.Pos {
	if !s.character {
		at := t.PrevWord(p)
		if first, _ := t.TrimSpace(t.Paragraph(p)); p > first && at < first {
			return first
		}
		return at
	}
	for p > 0 {
		at := t.PrevGrapheme(p)
		if start, end := t.TrimSpace(at, p); end > start {
			return at
		}
		p = at
	}
	return p
}

func (s step) forwardStart(t *text.Text, p, end text.Pos) text.Pos {
	if s.character {
		start, _ := t.TrimSpace(t.NextGrapheme(p), end)
		return start
	}
	if start, ok := t.FirstWord(t.NextWord(p), end); ok {
		return start
	}
	return p
}

// dragged is a handle of the chosen mark let go at another place.
func (w *Window) dragged(key uint64, before, after rangeset.Range) {
	sp, ok := w.bounded()
	if !ok || markKey(sp.ID) != key || !w.canWrite() {
		return
	}
	if i := slices.Index(sp.Ranges(), before); i >= 0 {
		after.Start, after.End = w.set().Text().Snap(after.Start, after.End)
		w.setRange(sp, i, after)
	}
}

// split cuts the chosen mark at the caret.
func (w *Window) split() {
	at := w.view.Caret()
	sp, ok := w.chosenSpan()
	if !ok || at <= sp.Hull().Start || at >= sp.Hull().End {
		w.status.fail("Put the caret inside the chosen mark: X cuts it there.")
		return
	}
	if w.reshape(w.set().Split(sp.ID, at)) {
		w.status.say("Cut in two: the first part is chosen. J joins them again.")
	}
}

// join makes one mark of the chosen one and the next of its label.
func (w *Window) join() {
	sp, _ := w.chosenSpan()
	next, ok := w.set().NextLike(sp.ID)
	if !ok {
		w.status.fail("No other " + w.set().Scheme().NameOf(sp.Label()) + " begins after this one.")
		return
	}
	if w.reshape(w.set().Join(sp.ID, next.ID)) {
		w.tellRanges(sp.ID)
		w.view.Reveal(next.Hull())
	}
}
