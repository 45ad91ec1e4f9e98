package app

import (
	"fmt"
	"image/color"
	"maps"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/app/textview"
)

// commentPane shows what was said about the article: the threads, the one in hand in full, and the field to say more.
type commentPane struct {
	w     *Window
	root  *fyne.Container
	fonts *textview.Fonts

	list  *keyList
	acts  *fyne.Container   // what can be done with the thread in hand
	words *fyne.Container   // what was said in it
	room  *container.Scroll // round the words
	about *textview.Lines   // what the field is about
	field *field
	ask   *chip
	more  *fyne.Container // round ask
	hint  *textview.Lines // what the keys of the field do

	threads  []annotation.Thread
	at       annotation.ID // the thread in hand; zero: none
	to       saying        // what the field says it to
	drafts   map[saying]string
	question bool
	decided  bool   // a person said whether it is a question
	shown    string // what stands there, to build it anew only when it differs
}

// saying is what the next words are about: a reply, other words for a comment, or the beginning of a thread at a place.
type saying struct {
	place          annotation.Place
	thread, change annotation.ID
}

func newCommentPane(fonts *textview.Fonts, keys *dispatcher, back func()) *commentPane {
	p := &commentPane{fonts: fonts, words: container.NewVBox(), acts: container.New(&flow{gap: 4, width: 240}), field: newField(keys, true),
		about: textview.NewLines(fonts, rowAbout), drafts: map[saying]string{}}
	p.list = newKeyList(keys, func() int { return len(p.threads) }, func() fyne.CanvasObject { return newListRow(fonts) }, p.fill)
	p.list.HideSeparators = true
	p.list.escape = back
	p.list.caret, p.list.turned = p.caret, p.showThread
	p.list.chosen = func(row int) { p.takeUp(row) }
	p.field.SetPlaceHolder("Comment (C)")
	p.field.SetMinRowsVisible(1)
	p.field.sends = true
	p.field.escape, p.field.enter = back, p.say
	p.field.focus, p.field.blur = p.showThread, p.showThread
	p.field.OnChanged = func(s string) { p.guess(s) }
	p.field.chord = func(c Chord) bool {
		if c != askChord {
			return false
		}
		p.toggleQuestion()
		return true
	}
	plain := func() color.NRGBA { return nrgbaOf(theme.ColorNamePlaceHolder) }
	p.ask = newChip(fonts, annotation.Choice{Key: askChord.String(), Name: "It is a question"}, plain, p.toggleQuestion)
	p.hint = textview.NewLines(fonts, textview.LineStyle{Size: theme.SizeNameCaptionText, Ink: theme.ColorNamePlaceHolder, Ours: true})
	p.hint.SetText("Enter says it · Shift+Enter begins a new line · Esc goes back to the text")
	p.room = container.NewVScroll(container.New(&inset{wordsInset, 2}, p.words))
	p.more = container.New(&flow{gap: 4, width: 240}, p.ask)
	composer := container.New(&inset{4, 4}, container.NewVBox(p.about, p.field, p.more, p.hint))
	p.root = container.New(&threadLayout{p}, p.list, p.room, container.New(&inset{4, 2}, p.acts), composer)
	return p
}

// askChord tells that what is typed is a question.
var askChord = chords("Ctrl+U")[0]

// threadLayout stands the list of threads over the thread in hand and the field. The list takes the height that its rows need, as far
// as the thread leaves it, and some of it in any case.
type threadLayout struct{ pane *commentPane }

// The measures of the pane: how much of what the field leaves the threads have at least, where the thread in hand is long, and the room
// round its words, in points.
const (
	listShare  = 0.4
	wordsInset = 8
)

// Layout is fyne.Layout. The objects are the list, the words of the thread in hand, what can be done with it, and the field.
func (l *threadLayout) Layout(os []fyne.CanvasObject, size fyne.Size) {
	heights := make([]float32, len(os))
	rest := size.Height
	for _, i := range []int{2, 3} { // their rows break at this width
		if i == 2 && !l.pane.acts.Visible() {
			continue
		}
		os[i].Resize(fyne.NewSize(size.Width, os[i].MinSize().Height))
		heights[i] = os[i].MinSize().Height
		rest -= heights[i]
	}
	words := l.pane.words
	words.Resize(fyne.NewSize(size.Width-2*wordsInset, words.MinSize().Height))
	rows := float32(len(l.pane.threads)) * (rowHeight + theme.Padding())
	heights[0] = max(0, min(rows, max(rest-words.MinSize().Height-2*wordsInset, rest*listShare)))
	heights[1] = max(0, rest-heights[0])
	y := float32(0)
	for i, o := range os {
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, heights[i]))
		y += heights[i]
	}
}

// MinSize is fyne.Layout.
func (l *threadLayout) MinSize(os []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(os[3].MinSize().Width, os[3].MinSize().Height+rowHeight)
}

// isHeld tells whether a person is in the pane, so that threads keep their order.
func (p *commentPane) isHeld() bool { return p.list.focused || p.field.typing }

// show brings the pane up to date.
func (p *commentPane) show() {
	w := p.w
	now := w.threads()
	if p.isHeld() {
		p.follow(now)
	} else {
		near := w.sortThreads(now)
		p.threads = now
		if near > 0 && p.place(now, p.at) >= near {
			p.at = now[0].ID()
		}
	}
	if p.row() < 0 {
		p.at = annotation.ID{}
		if len(p.threads) > 0 {
			p.at = p.threads[0].ID()
		}
	}
	p.list.Refresh()
	if row := p.row(); row >= 0 {
		p.list.mark(row)
	} else {
		p.list.unselect()
	}
	if !p.field.typing && p.field.Text == "" {
		p.to = saying{place: w.placeHere()}
	}
	if w.canWriteDocument() {
		p.field.Enable()
	} else {
		p.field.Disable()
	}
	p.showThread()
}

// commentsHeading is the tab's: how many threads nobody closed.
func (w *Window) commentsHeading() string {
	n := 0
	for _, t := range w.threads() {
		if !t.IsClosed() {
			n++
		}
	}
	if n == 0 {
		return "Comments"
	}
	return "Comments · " + grouped(n)
}

// follow shows the threads as they are now in the order in which they stand; new ones come last.
func (p *commentPane) follow(now []annotation.Thread) {
	kept := p.threads[:0:0]
	for _, t := range p.threads {
		if i := p.place(now, t.ID()); i >= 0 {
			kept = append(kept, now[i])
		}
	}
	for _, t := range now {
		if p.place(kept, t.ID()) < 0 {
			kept = append(kept, t)
		}
	}
	p.threads = kept
}

func (p *commentPane) place(ts []annotation.Thread, id annotation.ID) int {
	return slices.IndexFunc(ts, func(t annotation.Thread) bool { return t.ID() == id })
}

// row is where the thread in hand stands in the list; negative: nowhere.
func (p *commentPane) row() int { return p.place(p.threads, p.at) }

// inHand is the thread in hand; nil: none is.
func (p *commentPane) inHand() annotation.Thread {
	if i := p.row(); i >= 0 {
		return p.threads[i]
	}
	return nil
}

// fill shows a thread as a row: its first words, where they are about, and how far it is.
func (p *commentPane) fill(i widget.ListItemID, o fyne.CanvasObject) {
	if i >= len(p.threads) || p.w.correspondence == nil {
		return
	}
	t, row := p.threads[i], o.(*listRow)
	sign, ink := signOf(t)
	row.setSign(sign, theme.Color(ink))
	first := t[0]
	said := first.Text
	if said == "" {
		said = "closed"
	}
	row.show(shortened(said, rowQuote), aboutOf(t)+" · "+p.w.who(first.By)+repliesOf(t))
}

// signOf tells by its shape how far a thread is.
func signOf(t annotation.Thread) (string, fyne.ThemeColorName) {
	switch {
	case t.IsOpen():
		return "?", theme.ColorNameForeground
	case t.IsClosed():
		return "✓", theme.ColorNameSuccess
	}
	return "–", theme.ColorNamePlaceHolder
}

// aboutOf names what a thread is about.
func aboutOf(t annotation.Thread) string {
	if t[0].Quote == "" {
		return "the article"
	}
	return "“" + quoted(t[0].Quote, 60) + "”"
}

func repliesOf(t annotation.Thread) string {
	if len(t) == 1 {
		return ""
	}
	return " · " + plural(len(t)-1, "reply")
}

// showThread shows the thread in hand in full, and what the field is about.
func (p *commentPane) showThread() {
	t := p.inHand()
	if p.w.desk == nil {
		return
	}
	now := fmt.Sprint(p.at, p.to, p.isSaying(), p.list.focused, p.question, p.w.canWrite(), len(p.threads) == 0, theme.Color(theme.ColorNameForeground))
	for _, s := range t {
		now += fmt.Sprintf("|%s %s %s", s.ID, s.Speech, s.Text)
	}
	if p.w.correspondence != nil {
		for _, s := range t {
			now += p.w.who(s.By)
		}
	}
	if now == p.shown {
		return
	}
	p.shown = now
	p.words.RemoveAll()
	if len(p.threads) == 0 {
		p.words.Add(newProse(p.fonts, theme.ColorNamePlaceHolder, "Nothing was said about this article yet. C says or asks something about the chosen mark, the selection or the word at the caret."))
	}
	for _, s := range t {
		p.words.Add(p.caption(s))
		if s.Text != "" {
			l := textview.NewLines(p.fonts, textview.LineStyle{Size: theme.SizeNameText, Ink: theme.ColorNameForeground})
			l.SetText(s.Text)
			p.words.Add(l)
		}
	}
	p.showActs(t)
	p.about.SetText(p.aboutField())
	p.ask.show(chipState{sticky: p.question})
	p.showField()
	p.root.Layout.Layout(p.root.Objects, p.root.Size())
	p.room.Refresh()
	p.room.ScrollToBottom()
}

// isSaying tells whether the field is in use, so that it and what belongs to it have room.
func (p *commentPane) isSaying() bool { return p.field.typing || p.field.Text != "" }

func (p *commentPane) showField() {
	saying := p.isSaying()
	rows := 1
	if saying {
		rows = 3
	}
	p.field.SetMinRowsVisible(rows)
	setVisible(p.about, saying)
	setVisible(p.hint, saying)
	setVisible(p.more, saying && p.to.change.IsZero())
}

// caption says who said something, and when.
func (p *commentPane) caption(s annotation.Said) fyne.CanvasObject {
	l := textview.NewLines(p.fonts, textview.LineStyle{Size: theme.SizeNameCaptionText, Ink: theme.ColorNamePlaceHolder, Ours: true})
	did := map[annotation.Speech]string{annotation.Asks: " · asks", annotation.Closes: " · closed this"}[s.Speech]
	l.SetText(p.w.who(s.By) + " · " + saidAt(s.At(), time.Now()) + did)
	return l
}

// threadAct is something that can be done with the thread in hand by a key of the list.
type threadAct struct {
	key  fyne.KeyName
	says string // the key, for people
	name string
	run  func()
}

// actsOn are what can be done with a thread now.
func (p *commentPane) actsOn(t annotation.Thread) []threadAct {
	if t == nil || !p.w.canWrite() {
		return nil
	}
	closing := threadAct{fyne.KeySpace, "Space", "Close", func() { p.w.closeThread(t) }}
	if t.IsClosed() {
		closing.name, closing.run = "Open again", func() { p.w.reopenThread(t) }
	}
	acts := []threadAct{{fyne.KeyReturn, "Enter", "Reply", p.reply}, closing}
	if own, ok := lastOf(t, p.w.desk.me()); ok {
		if own.Text != "" {
			acts = append(acts, threadAct{fyne.KeyE, "E", "Edit", func() { p.edit(own) }})
		}
		acts = append(acts, threadAct{fyne.KeyDelete, "Del", "Take back", func() { p.w.takeBackComment(own) }})
	}
	if _, asked := t.Question(); asked {
		acts = append(acts, threadAct{fyne.KeyG, "G", "Into the guideline…", func() { p.w.intoGuideline(t) }})
	}
	return acts
}

// lastOf is what somebody said last in a thread.
func lastOf(t annotation.Thread, who annotation.ID) (annotation.Said, bool) {
	for _, s := range slices.Backward(t) {
		if s.By == who {
			return s, true
		}
	}
	return annotation.Said{}, false
}

func (p *commentPane) showActs(t annotation.Thread) {
	p.acts.RemoveAll()
	add := func(key, name string, run func()) {
		p.acts.Add(newChip(p.fonts, annotation.Choice{Key: key, Name: name}, func() color.NRGBA { return nrgbaOf(theme.ColorNamePlaceHolder) }, run))
	}
	for _, a := range p.actsOn(t) {
		if p.list.focused { // elsewhere the keys do other things
			add(a.says, a.name, a.run)
		} else {
			add("", a.name, a.run)
		}
	}
	if len(p.threads) > 0 && !p.list.focused {
		a := p.w.actions.byID("comments")
		add(a.keyNames(), "Keys to the threads", func() { p.w.act(a) })
	}
	setVisible(p.acts, len(p.acts.Objects) > 0 && !p.isSaying()) // what is being said has their room
}

// caret takes the keys of the list.
func (p *commentPane) caret(key fyne.KeyName) bool {
	if p.list.move(key) {
		p.takeUp(p.list.row)
		return true
	}
	if key == fyne.KeyEnter {
		key = fyne.KeyReturn
	}
	if key == fyne.KeyBackspace {
		key = fyne.KeyDelete
	}
	for _, a := range p.actsOn(p.inHand()) {
		if a.key == key {
			a.run()
			return true
		}
	}
	return false
}

// takeUp takes a thread in hand and shows its place.
func (p *commentPane) takeUp(row int) {
	if row >= len(p.threads) {
		return
	}
	p.at = p.threads[row].ID()
	if r := p.w.placeOf(p.threads[row]); !r.Empty() {
		p.w.view.SetCaret(r.Start)
		p.w.view.Select(r)
		p.w.view.Reveal(r)
	}
	p.show()
}

// begin has the field say something. What was typed for something else stays for then.
func (p *commentPane) begin(to saying, text string) {
	p.field.takeOver(p.w.win.Canvas()) // first, since what nobody types in follows the caret
	if p.to != to && p.field.Text != "" {
		p.drafts[p.to] = p.field.Text
	}
	if draft := p.drafts[to]; draft != "" {
		text = draft
	}
	if delete(p.drafts, to); p.to != to || p.field.Text == "" {
		p.to, p.question, p.decided = to, false, false
		p.field.SetText(text)
		p.field.toEnd()
	}
	p.show()
}

// putAside leaves the threads of a project. What was typed and not said is there again where its place is.
func (p *commentPane) putAside() {
	if p.field.Text != "" {
		p.drafts[p.to] = p.field.Text
	}
	p.threads, p.at, p.to, p.question, p.decided = nil, annotation.ID{}, saying{}, false, false
	p.field.SetText("")
}

// unsaid is something that was typed and not said; empty: nothing was.
func (p *commentPane) unsaid() string {
	for _, s := range append(slices.Collect(maps.Values(p.drafts)), p.field.Text) {
		if strings.TrimSpace(s) != "" {
			return s
		}
	}
	return ""
}

func (p *commentPane) reply() {
	if p.at != (annotation.ID{}) {
		p.begin(saying{thread: p.at}, "")
	}
}

func (p *commentPane) edit(s annotation.Said) { p.begin(saying{thread: p.at, change: s.ID}, s.Text) }

// guess takes a new thread for a question where its words end as one, until a person says so or otherwise.
func (p *commentPane) guess(typed string) {
	if !p.decided && p.to.thread.IsZero() {
		p.question = strings.HasSuffix(strings.TrimSpace(typed), "?")
		p.showThread()
	}
}

func (p *commentPane) toggleQuestion() {
	p.question, p.decided = !p.question, true
	p.showThread()
}

// aboutField says what the field is about.
func (p *commentPane) aboutField() string {
	switch {
	case !p.to.change.IsZero():
		return "Other words for what you said"
	case !p.to.thread.IsZero():
		if t, ok := p.w.correspondence.discussion.Thread(p.to.thread); ok {
			return "Reply about " + aboutOf(t)
		}
		return "Reply"
	case p.to.place.Document.IsZero():
		return ""
	case p.to.place.Quote == "":
		return "About the article"
	}
	about := "About “" + quoted(p.to.place.Quote, 60) + "”"
	if l, ok := p.w.desk.listed(p.to.place.Document); ok && l.ID != p.w.document.ID {
		about += " in “" + quoted(l.Title, 40) + "”"
	}
	return about
}

// say says what was typed.
func (p *commentPane) say() {
	speech := annotation.Says
	if p.question {
		speech = annotation.Asks
	}
	if !p.w.say(p.to, speech, p.field.Text) {
		return
	}
	p.to, p.question, p.decided = saying{}, false, false
	p.field.SetText("")
	p.w.focusText()
	p.w.refresh()
}
