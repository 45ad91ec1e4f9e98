package app

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation/find"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
	"rubricator/app/textview"
)

// findBar is the row over the article where one says what is looked for in it. All hits are lit; the current one is selected, so
// that back in the text a label key marks it.
type findBar struct {
	w     *Window
	root  *fyne.Container
	field *field
	count *widget.Label

	toggles [3]*button // capitals, whole words, regular expression
	query   find.Query
	finder  *find.Finder // nil: the expression is none
	text    *text.Text   // that is looked through; nil: none
	hits    []rangeset.Range
	whole   bool         // hits are all there are
	current int          // index in hits, -1: none
	origin  text.Pos     // from where on the nearest hit is taken while one types
	then    func()       // what follows once all hits are known; may be nil
	stop    *atomic.Bool // ends the search under way; nil: there is none
	due     bool         // another search follows that one
	faulted bool         // the status line says what is wrong with the expression
}

func newFindBar(w *Window) *findBar {
	b := &findBar{w: w, field: newField(w.keys, false), count: widget.NewLabel(""), current: -1}
	b.field.SetPlaceHolder("Find in the article")
	b.field.escape = b.close
	b.field.enter = func() { b.step(w.keys.modifiers()&fyne.KeyModifierShift == 0) }
	b.field.chord = b.chord
	b.field.OnChanged = func(s string) {
		b.query.Text = s
		b.look(b.nearest)
	}
	b.count.Importance = widget.LowImportance
	b.count.Alignment = fyne.TextAlignTrailing
	tools := container.NewHBox()
	for i, name := range []string{"Aa", "Word", ".*"} {
		b.toggles[i] = b.button(name, nil, func() { b.toggle(b.options()[i]) })
		tools.Add(b.toggles[i])
	}
	tools.Add(b.button("", theme.MoveUpIcon(), func() { b.step(false) }))
	tools.Add(b.button("", theme.MoveDownIcon(), func() { b.step(true) }))
	tools.Add(b.button("Mark all…", nil, b.review))
	tools.Add(b.button("", theme.CancelIcon(), b.close))
	b.root = container.New(&inset{8, 4}, container.New(findRow{w}, b.field, b.count, tools))
	b.root.Hide()
	return b
}

// chord takes Ctrl+Enter in the field, which elsewhere is done with the article.
func (b *findBar) chord(c Chord) bool {
	if c != (Chord{control(), fyne.KeyReturn}) {
		return false
	}
	if b.w.canMark() {
		b.review()
	}
	return true
}

// The room for "12,345 of 123,456", and for the field at least, in points.
const (
	countWidth = 130
	findWidth  = 160
)

// findRow is the layout of the bar: the field, how many hits there are, and the tools, which go below in a narrow pane.
type findRow struct{ w *Window }

// isNarrow tells a pane in which the tools leave the field too little room.
func (l findRow) isNarrow(tools fyne.CanvasObject) bool {
	pane := l.w.article
	return pane != nil && pane.Size().Width-16 < findWidth+countWidth+tools.MinSize().Width
}

func (l findRow) Layout(os []fyne.CanvasObject, size fyne.Size) {
	field, count, tools := os[0], os[1], os[2]
	height, beside, y := field.MinSize().Height, tools.MinSize().Width, float32(0)
	if l.isNarrow(tools) {
		beside, y = 0, height
	}
	put := func(o fyne.CanvasObject, x, y, width float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(width, height))
	}
	room := size.Width - beside - countWidth
	put(field, 0, 0, room)
	put(count, room, 0, countWidth)
	put(tools, size.Width-tools.MinSize().Width, y, tools.MinSize().Width)
}

func (l findRow) MinSize(os []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(max(findWidth+countWidth, os[2].MinSize().Width), os[0].MinSize().Height)
	if l.isNarrow(os[2]) {
		size.Height *= 2
	}
	return size
}

func (b *findBar) button(name string, icon fyne.Resource, tapped func()) *button {
	n := newButton(name, func() {
		tapped()
		if b.w.win.Canvas().Focused() == nil { // a click takes it away
			b.w.win.Canvas().Focus(b.field)
		}
	})
	n.Icon, n.Importance = icon, widget.LowImportance
	n.keys, n.escape = b.w.keys, b.close
	return n
}

func (b *findBar) isOpen() bool { return b.root.Visible() }

// options are what the toggles stand for.
func (b *findBar) options() [3]*bool {
	return [3]*bool{&b.query.Case, &b.query.WholeWord, &b.query.Regexp}
}

func (b *findBar) toggle(option *bool) {
	*option = !*option
	for i, on := range b.options() {
		b.toggles[i].Importance = widget.LowImportance
		if *on {
			b.toggles[i].Importance = widget.HighImportance
		}
		b.toggles[i].Refresh()
	}
	b.look(b.nearest)
	b.w.refresh()
}

// open shows the bar with what is selected or chosen, ready to be typed over.
func (b *findBar) open() {
	b.origin = b.w.view.Caret()
	b.show()
	if here := b.w.pieceHere(); !here.Empty() {
		b.origin = here.Start
		b.field.SetText(b.guess(here))
	}
	b.whenWhole(b.nearest)
	b.w.win.Canvas().Focus(b.field)
	b.field.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// guess is what the text at a place would be found by; where it is long, what the bar says already.
func (b *findBar) guess(at rangeset.Range) string {
	quote := strings.Join(strings.Fields(b.w.set().Text().Slice(at.Start, at.End)), " ")
	switch {
	case len(quote) > longestGuess:
		return b.query.Text
	case b.query.Regexp:
		return regexp.QuoteMeta(quote)
	}
	return quote
}

// longestGuess is how long a text may be to be taken for what is looked for, in bytes.
const longestGuess = 100

func (b *findBar) show() {
	if !b.isOpen() {
		b.root.Show()
		b.w.article.Refresh()
		b.w.refresh()
	}
}

// close goes back to the text, where the current hit stays selected.
func (b *findBar) close() {
	b.root.Hide()
	b.w.article.Refresh()
	b.w.view.Relight()
	b.w.focusText()
	b.w.refresh()
}

// textChanged looks through another article.
func (b *findBar) textChanged() {
	b.origin = 0
	b.text, b.hits, b.whole, b.current = nil, nil, false, -1
	if b.isOpen() {
		b.look(nil)
	}
}

// look begins to look for what the bar says, and goes on with then, which may be nil, once all hits are known. What is on the pane
// is lit at once.
func (b *findBar) look(then func()) {
	b.text, b.hits, b.whole, b.current, b.then = b.w.view.Text(), nil, false, -1, then
	f, err := b.query.Compile()
	b.finder = f
	b.w.review.endHits()
	b.fault(err)
	b.tell()
	b.w.view.Relight()
	switch {
	case b.stop != nil: // one at a time, so that a slow expression does not run many times over
		b.due = true
		b.stop.Store(true)
	case f != nil && b.text != nil:
		b.search(f, b.text)
	}
}

// whenWhole goes on once all hits in the article are known.
func (b *findBar) whenWhole(then func()) {
	switch {
	case b.text != b.w.view.Text() || b.finder == nil:
		b.look(then)
	case b.whole:
		then()
	default:
		b.then = then
	}
}

// typingPatience is the part of the window's patience that a key typed into the field may take.
const typingPatience = 8

func (b *findBar) search(f *find.Finder, t *text.Text) {
	stop := new(atomic.Bool)
	b.stop = stop
	work := func() (hits []rangeset.Range) {
		for r := range f.All(t, 0, t.Len()) {
			if stop.Load() {
				break
			}
			hits = append(hits, r)
		}
		return hits
	}
	soon(b.w, b.w.patience/typingPatience, work, nil, func(hits []rangeset.Range) {
		b.stop = nil
		if b.due {
			b.due = false
			b.look(b.then)
			return
		}
		if b.finder == f && b.text == t {
			b.found(hits)
		}
	})
}

func (b *findBar) found(hits []rangeset.Range) {
	b.hits, b.whole = hits, true
	if then := b.then; then != nil {
		b.then = nil
		then()
	}
	b.tell()
	b.w.view.Relight()
}

// fault says what is wrong with an expression, until it is right.
func (b *findBar) fault(err error) {
	switch {
	case err != nil:
		b.w.status.fail(sentence(err))
	case b.faulted:
		b.w.status.clear()
	}
	b.faulted = err != nil
}

// tell says how many hits there are, and which is the current one.
func (b *findBar) tell() {
	if said := b.counted(); said != b.count.Text {
		b.count.SetText(said)
	}
}

func (b *findBar) counted() string {
	switch n := len(b.hits); {
	case b.finder == nil:
		return "not understood"
	case b.finder.IsEmpty() || b.text == nil:
		return ""
	case !b.whole:
		return "counting…"
	case n == 0:
		return "no hits"
	case b.current < 0:
		return plural(n, "hit")
	default:
		return grouped(b.current+1) + " of " + grouped(n)
	}
}

// nearest goes to the first hit from the origin on, else to the first of all.
func (b *findBar) nearest() {
	if i := b.after(b.origin); i < len(b.hits) {
		b.goTo(i)
	} else if len(b.hits) > 0 {
		b.goTo(0)
	}
}

// after is the index of the first hit that begins at p or later.
func (b *findBar) after(p text.Pos) int {
	return sort.Search(len(b.hits), func(i int) bool { return b.hits[i].Start >= p })
}

// goTo makes a hit the current one: it is selected and shown.
func (b *findBar) goTo(i int) {
	b.current = i
	b.w.view.Select(b.hits[i])
	b.w.view.Reveal(b.hits[i])
	b.tell()
}

// step goes to the next hit from the selection or the caret, or to the one before, and round at the end. Where nothing was
// looked for yet, it opens the bar.
func (b *findBar) step(forward bool) {
	if b.query.Text == "" && !b.isOpen() {
		b.open()
		return
	}
	b.show()
	b.whenWhole(func() { b.advance(forward) })
}

func (b *findBar) advance(forward bool) {
	n := len(b.hits)
	if n == 0 {
		return
	}
	at := rangeset.Range{Start: b.w.view.Caret(), End: b.w.view.Caret()}
	if sel := b.w.view.Selection(); len(sel) > 0 {
		at = rangeset.Hull(sel)
	}
	i := b.after(at.End)
	if !forward {
		i = sort.Search(n, func(i int) bool { return b.hits[i].End > at.Start }) - 1
	}
	switch {
	case i == n:
		i = 0
		b.w.status.say("From the beginning again.")
	case i < 0:
		i = n - 1
		b.w.status.say("From the end again.")
	}
	b.origin = b.hits[i].Start
	b.goTo(i)
}

// review shows all hits, to be marked.
func (b *findBar) review() {
	b.whenWhole(func() {
		if len(b.hits) == 0 {
			b.w.status.say("There are no hits to be marked.")
			return
		}
		b.w.review.showHits(b.query.Text, b.hits)
	})
}

// hint says what the keys do while one types.
func (b *findBar) hint() string {
	said := "Find: Enter next · Shift+Enter the one before"
	if b.w.canMark() {
		said += " · Ctrl+Enter mark all"
	}
	return said + " · Esc back to the text, the hit selected"
}

// lit gives the hits that are lit.
func (b *findBar) lit(dst []textview.Lit, window rangeset.Range) []textview.Lit {
	t := b.w.view.Text()
	if !b.isOpen() || b.finder == nil || b.text != t {
		return dst
	}
	if !b.whole { // those on the pane are looked for by themselves
		from, _ := t.Passage(window.Start)
		_, to := t.Passage(window.End)
		for r := range b.finder.All(t, from, to) {
			if r.Overlaps(window) {
				dst = append(dst, textview.Lit{Range: r})
			}
		}
		return dst
	}
	for i := firstIn(b.hits, window); i < len(b.hits) && b.hits[i].Start < window.End; i++ {
		dst = append(dst, textview.Lit{Range: b.hits[i], Current: i == b.current})
	}
	return dst
}

// firstIn is the index of the first of ordered places that ends within the window or behind it.
func firstIn(places []rangeset.Range, window rangeset.Range) int {
	return sort.Search(len(places), func(i int) bool { return places[i].End > window.Start })
}

// pieceHere is what is selected, else the chosen mark; empty where neither is, or is in several pieces.
func (w *Window) pieceHere() rangeset.Range {
	pieces := w.view.Selection()
	if sp, ok := w.chosenSpan(); ok && len(pieces) == 0 {
		pieces = sp.Ranges()
	}
	if len(pieces) != 1 {
		return rangeset.Range{}
	}
	return pieces[0]
}

// lit is what is lit in the text: what is under review, else what was found in it, else by what it was found.
func (w *Window) lit(dst []textview.Lit, window rangeset.Range) []textview.Lit {
	switch {
	case w.review.isOpen():
		return w.review.lit(dst, window)
	case w.finder.isOpen():
		return w.finder.lit(dst, window)
	}
	return w.library.hits.shown.lit(dst, w.view.Text(), window)
}

func (w *Window) findActions() []*action {
	whileFinding := func() bool { return w.hasDocument() && w.finder.isOpen() }
	option := func(i int) (checked func() bool, run func()) {
		return func() bool { return *w.finder.options()[i] }, func() { w.finder.toggle(w.finder.options()[i]) }
	}
	t := []*action{
		{id: "find", menu: "Edit", name: "Find in the article…", keys: chords("Ctrl+F"), everywhere: true, separator: true, enabled: w.hasDocument, run: func() { w.finder.open() }},
		{id: "find.next", menu: "Edit", name: "Next hit", keys: chords("F3"), everywhere: true, repeats: true, enabled: w.hasDocument, run: func() { w.finder.step(true) }},
		{id: "find.previous", menu: "Edit", name: "Previous hit", keys: chords("Shift+F3"), everywhere: true, repeats: true, enabled: w.hasDocument, run: func() { w.finder.step(false) }},
		{id: "find.mark", menu: "Edit", name: "Mark all hits…", enabled: func() bool { return whileFinding() && w.canMark() }, run: func() { w.finder.review() }},
	}
	for i, o := range []struct{ id, name, key string }{
		{"find.case", "Find with these capitals alone", "Ctrl+Shift+C"},
		{"find.word", "Find whole words alone", "Ctrl+Shift+W"},
		{"find.regexp", "Find by a regular expression", "Ctrl+Shift+R"},
	} {
		a := &action{id: o.id, menu: "Edit", name: o.name, keys: chords(o.key), everywhere: true, enabled: whileFinding}
		a.checked, a.run = option(i)
		t = append(t, a)
	}
	return slices.Clip(t)
}
