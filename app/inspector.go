package app

import (
	"fmt"
	"image/color"
	"maps"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/annotation/checks"
	"rubricator/annotation/suggest"
	"rubricator/annotation/text"
	"rubricator/app/textview"
	"rubricator/storage"
)

// inspector shows the chosen mark, or else the article, and the list of all marks.
type inspector struct {
	root *fyne.Container

	bar   *canvas.Rectangle
	label *textview.Lines
	quote *textview.Lines
	facts *textview.Lines
	note  *field

	attributes *attributeCard

	card     *fyne.Container
	above    *cardLayout
	hint     *textview.Lines
	list     *keyList
	tabs     *tabs    // over the lists: marks, checks
	checks   *keyList // what checks found
	found    []checks.Finding
	toCheck  func(i int)
	guide    *guide
	history  *historyPane
	comments *commentPane
	said     map[annotation.ID]int // how many comments each mark has
	set      *annotation.Set
	chosen   annotation.ID
	choose   func(annotation.ID)
	saveNote func(id annotation.ID, note string)
	later    func(func())
	written  string // what the program last wrote into the note
	pause    pause
}

// cardQuote is how the quote of the chosen mark is set.
var cardQuote = textview.LineStyle{Size: theme.SizeNameText, Ink: theme.ColorNameForeground, Most: 10, Padded: true}

// noteRest is how long a typist pauses before what was typed is saved.
const noteRest = 1500 * time.Millisecond

// pause waits until nothing has happened for a while.
type pause struct{ timer *time.Timer }

// begin does f on the UI goroutine after noteRest, unless it begins again before.
func (p *pause) begin(later func(func()), f func()) {
	if p.timer != nil {
		p.timer.Stop()
	}
	p.timer = time.AfterFunc(noteRest, func() { later(f) })
}

func newInspector(fonts *textview.Fonts, keys *dispatcher, history *historyPane, later func(func()), choose func(annotation.ID), saveNote func(annotation.ID, string), back func()) *inspector {
	n := &inspector{history: history, later: later, choose: choose, saveNote: saveNote, bar: canvas.NewRectangle(color.Transparent),
		label: newHeading(fonts, ""), quote: textview.NewLines(fonts, cardQuote), facts: newProse(fonts, theme.ColorNamePlaceHolder, ""),
		hint: newProse(fonts, theme.ColorNamePlaceHolder, ""),
		note: newField(keys, true), attributes: newAttributeCard(fonts, keys)}
	n.note.SetPlaceHolder("Note (M)")
	n.note.SetMinRowsVisible(2)
	n.note.escape = back
	n.note.blur = n.keepNote
	n.note.OnChanged = func(string) { n.pause.begin(n.later, n.keepNote) }
	n.bar.CornerRadius = 2
	n.bar.SetMinSize(fyne.NewSize(4, 10))
	n.card = container.NewBorder(nil, nil, n.bar, nil, container.NewVBox(n.label, n.quote, n.attributes.root, n.facts, n.note))
	n.list = newKeyList(keys, n.length, func() fyne.CanvasObject { return newListRow(fonts) }, n.fill)
	n.list.chosen = n.picked
	n.list.escape = back
	n.list.HideSeparators = true
	n.above = &cardLayout{card: container.NewVScroll(container.New(&inset{4, 4}, container.NewVBox(n.card, n.hint)))}
	n.note.focus = n.above.card.ScrollToBottom // where it stands
	n.checks = newKeyList(keys, func() int { return len(n.found) }, func() fyne.CanvasObject { return newListRow(fonts) }, n.fillCheck)
	n.checks.chosen = func(i int) { n.toCheck(i) }
	n.checks.escape = back
	n.checks.HideSeparators = true
	n.tabs = newTabs(fonts, n.turn, "Marks", "Checks", "Guide", "History", "Comments")
	n.guide, n.comments = newGuide(fonts, keys, back), newCommentPane(fonts, keys, back)
	n.root = container.New(n.above, n.above.card, widget.NewSeparator(), container.New(&inset{4, 0}, n.tabs.root),
		container.NewStack(n.list, n.checks, n.guide.root, n.history.root, n.comments.root))
	n.turn(tabMarks)
	n.attributes.resized = n.fit
	n.card.Hide()
	return n
}

func (n *inspector) length() int {
	if n.set == nil {
		return 0
	}
	return n.set.Ranges()
}

func (n *inspector) fill(i widget.ListItemID, o fyne.CanvasObject) {
	if i < n.length() {
		r, sp := n.set.RangeAt(i)
		showMark(o.(*listRow), n.set, sp, r == sp.Ranges()[0], n.set.Text().Slice(r.Start, min(r.End, r.Start+2*rowQuote)), n.said[sp.ID])
	}
}

// The tabs of the inspector.
const (
	tabMarks = iota
	tabChecks
	tabGuide
	tabHistory
	tabComments
)

// turn shows the list under one of the tabs.
func (n *inspector) turn(tab int) {
	n.tabs.show(tab)
	setVisible(n.list, tab == tabMarks)
	setVisible(n.checks, tab == tabChecks)
	setVisible(n.guide.root, tab == tabGuide)
	setVisible(n.history.root, tab == tabHistory)
	setVisible(n.comments.root, tab == tabComments)
	if n.above.least = listLeast; tab > tabChecks {
		n.above.least = paneLeast
	}
	n.fit()
}

// showFound lists what checks found.
func (n *inspector) showFound(found []checks.Finding) {
	n.found = found
	name := "Checks"
	if len(found) > 0 {
		name += " · " + grouped(len(found))
	}
	n.tabs.name(1, name)
	n.checks.Refresh()
}

func (n *inspector) fillCheck(i widget.ListItemID, o fyne.CanvasObject) {
	if i >= len(n.found) || n.set == nil {
		return
	}
	row := o.(*listRow)
	if n.found[i].Mark.IsZero() {
		about := "the article"
		if n.found[i].Kind == checks.Unseen {
			about = "Space goes through them"
		}
		row.setBar(nrgbaOf(theme.ColorNamePlaceHolder))
		row.show(n.found[i].Says, about)
		return
	}
	sp, ok := n.set.Span(n.found[i].Mark)
	if !ok {
		row.show(n.found[i].Says, "the mark is gone")
		return
	}
	row.setBar(labelColour(n.set.Scheme(), sp.Label().Label))
	row.show(n.found[i].Says, quoted(sp.Quote(), rowQuote))
}

// listed is the list that is to be seen.
func (n *inspector) listed() *keyList {
	switch n.tabs.on {
	case tabChecks:
		return n.checks
	case tabHistory:
		return n.history.list
	case tabComments:
		return n.comments.list
	}
	return n.list
}

func (n *inspector) picked(i int) {
	if i < n.length() {
		_, sp := n.set.RangeAt(i)
		n.choose(sp.ID)
	}
}

// inspected is what the inspector is to show.
type inspected struct {
	set       *annotation.Set // nil: no article is open
	article   *storage.Listed // the open one, as the library lists it; nil: none
	chosen    annotation.ID
	suggested []annotation.Suggestion // the chosen suggestion and what is answered with it, where no mark is chosen
	here      string                  // says in words what is under the caret
	values    []suggest.Valued        // the attributes of the chosen mark, else of the article
	asked     int                     // which of them keys answer; -1: none
	readOnly  bool                    // nothing can be written
}

// show brings the pane up to date.
func (n *inspector) show(s inspected) {
	changed := n.chosen != s.chosen || n.set != s.set
	if changed {
		n.keepNote()
	}
	n.set, n.chosen = s.set, s.chosen
	n.say(s.here)
	n.list.Refresh()
	marks := "Marks"
	if n.length() > 0 {
		marks += " · " + grouped(s.set.Len())
	}
	n.tabs.name(0, marks)
	sp, ok := n.span()
	colour := func() color.NRGBA { return nrgbaOf(theme.ColorNamePlaceHolder) }
	switch {
	case ok:
		colour = func() color.NRGBA { return labelColour(s.set.Scheme(), sp.Label().Label) }
		n.showSpan(sp, changed)
	case len(s.suggested) > 0:
		n.showSuggestion(s.suggested)
	default:
		n.showArticle(s.article)
	}
	n.attributes.show(sp.ID, s.values, s.asked, colour, s.readOnly)
	n.fit()
	if s.readOnly {
		n.note.Disable()
	} else {
		n.note.Enable()
	}
}

// showArticle shows the article, where no mark is chosen.
func (n *inspector) showArticle(l *storage.Listed) {
	n.hint.Show()
	n.note.Hide()
	n.list.unselect()
	if setVisible(n.card, l != nil); l == nil {
		return
	}
	n.bar.FillColor = theme.Color(theme.ColorNamePlaceHolder)
	n.bar.Refresh()
	n.label.SetText("Article")
	n.quote.SetText(shortened(l.Title, 400))
	n.facts.SetText(articleFacts(n.set.Head(), l))
}

// articleFacts say how far one is with the article.
func articleFacts(head annotation.SetHead, l *storage.Listed) string {
	said := statusInWords(head)
	if l.Spans > 0 {
		said += " · " + plural(l.Spans, "mark")
	}
	if l.Unsure > 0 {
		said += " · " + grouped(l.Unsure) + " unsure"
	}
	return said
}

// say tells what is under the caret, where no mark is chosen.
func (n *inspector) say(here string) {
	if here == "" {
		here = noneChosen
	}
	n.hint.SetText(here)
	n.fit()
}

// noneChosen is said where no mark is.
const noneChosen = "No mark is chosen. Click one, or press Tab."

// fit gives the card above the list the height that it needs now.
func (n *inspector) fit() {
	if size := n.root.Size(); size.Width > 0 && n.above.height(n.root.Objects, size) != n.above.card.Size().Height {
		n.above.Layout(n.root.Objects, size)
	}
}

func (n *inspector) span() (annotation.Span, bool) {
	if n.set == nil {
		return annotation.Span{}, false
	}
	return n.set.Span(n.chosen)
}

// showSuggestion fills the card with the chosen suggestion and what is answered with it.
func (n *inspector) showSuggestion(act []annotation.Suggestion) {
	n.hint.Hide()
	n.card.Show()
	n.list.unselect()
	g, scheme := act[0], n.set.Scheme()
	n.bar.FillColor = labelColour(scheme, g.Label().Label)
	n.bar.Refresh()
	n.label.SetText(scheme.NameOf(g.Label()) + "?")
	n.quote.SetText(shortened(g.Quote(), 400))
	lines := []string{"Suggested by " + textview.Isolate(g.Model.Name) + ". Y accepts it, N rejects it; moving an end accepts it too."}
	for _, part := range act[1:] {
		lines = append(lines, "with "+scheme.NameOf(part.Label())+": "+quoted(part.Quote(), 60))
	}
	n.facts.SetText(strings.Join(lines, "\n"))
	n.note.Hide()
}

func (n *inspector) showSpan(sp annotation.Span, changed bool) {
	n.hint.Hide()
	n.note.Show()
	n.card.Show()
	n.bar.FillColor = labelColour(n.set.Scheme(), sp.Label().Label)
	n.bar.Refresh()
	n.label.SetText(n.set.Scheme().NameOf(sp.Label()))
	n.quote.SetText(shortened(sp.Quote(), 400))
	n.facts.SetText(facts(n.set, sp))
	if changed || n.note.Text == n.written { // what is being typed stays
		n.writeNote(sp.Note())
	}
	if changed && !n.note.typing {
		n.above.card.ScrollToTop()
	}
	if i, ok := n.set.PlaceOf(sp.ID); ok {
		n.list.mark(i) // its place changes with marks before it
		if changed {
			n.later(func() { n.list.ScrollTo(i) }) // once the list has the room that the mark above leaves it
		}
	}
}

func (n *inspector) writeNote(s string) {
	n.written = s
	if n.note.Text != s {
		n.note.SetText(s)
	}
}

// keep saves whatever was typed and is not saved yet.
func (n *inspector) keep() {
	n.keepNote()
	n.attributes.keep()
}

// keepNote saves what was typed since the note was written into the field.
func (n *inspector) keepNote() {
	typed := n.note.Text
	if _, ok := n.span(); ok && typed != n.written {
		n.written = typed
		n.saveNote(n.chosen, typed)
	}
}

// facts say where a mark stands and what it is linked to.
func facts(set *annotation.Set, sp annotation.Span) string {
	var parts []string
	for _, r := range sp.Ranges() {
		parts = append(parts, fmt.Sprintf("%d–%d", r.Start, r.End))
	}
	lines := []string{"characters " + strings.Join(parts, ", ")}
	if l, _ := set.Scheme().Label(sp.Label().Label); l.Unit == annotation.UnitNumber && len(set.Scheme().AttributesOf(sp.Label())) == 0 {
		if q, ok := suggest.ReadQuantity(sp.Quote()); ok {
			lines = append(lines, "= "+quantityInWords(q))
		}
	}
	for _, r := range set.Relations(sp.ID) {
		name := set.Scheme().NameOfRelation(r)
		if other, ok := set.Span(r.To); ok && r.From == sp.ID {
			lines = append(lines, name+" › "+quoted(other.Quote(), 60))
		} else if other, ok := set.Span(r.From); ok {
			lines = append(lines, quoted(other.Quote(), 60)+" › "+name)
		}
	}
	if by := sp.SuggestedBy(); by != "" {
		lines = append(lines, "accepted; suggested by "+textview.Isolate(by))
	}
	if sp.IsUnsure() {
		lines = append(lines, "you are not sure of it (U)")
	}
	for _, f := range checks.Of(set, sp) {
		lines = append(lines, "check: "+f.Says)
	}
	for _, reason := range slices.Sorted(maps.Values(sp.Waived())) {
		lines = append(lines, "a check was waived: "+quoted(reason, 120))
	}
	return strings.Join(lines, "\n")
}

// shortened is s on one line, in at most n characters, cut between what people see as characters.
func shortened(s string, n int) string {
	t, err := text.New(strings.Join(strings.Fields(s), " "))
	if err != nil || int(t.Len()) <= n {
		return strings.Join(strings.Fields(s), " ")
	}
	cut := t.PrevGrapheme(t.NextGrapheme(text.Pos(n - 1)))
	return strings.TrimRight(t.Slice(0, cut), " ,.;") + "…"
}

// rowQuote is how much of a quote a row can show, in code points.
const rowQuote = 120

// showMark fills a row with one range of a mark: its colour, its text, its label.
func showMark(r *listRow, set *annotation.Set, sp annotation.Span, first bool, quote string, comments int) {
	r.setBar(labelColour(set.Scheme(), sp.Label().Label))
	about := textview.Isolate(set.Scheme().NameOf(sp.Label()))
	if !first {
		about += " · goes on"
	}
	if sp.IsUnsure() {
		about += " · unsure"
	}
	if comments > 0 {
		about += " · " + plural(comments, "comment")
	}
	if sp.Note() != "" {
		about += " · " + quoted(sp.Note(), 60)
	}
	r.show(shortened(quote, rowQuote), about)
}
