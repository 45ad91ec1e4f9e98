package app

import (
	"cmp"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
)

// letter is a row of the inbox or of the open questions: something said or judged, which is opened and answered at its place.
type letter struct {
	place  annotation.Place
	thread annotation.ID // what an answer goes into; zero: it begins a thread at the place
	order  int64         // a Lamport number; the newest stands first
	at     time.Time     // zero: not shown
	sign   string
	says   string
	about  string // who and where
	open   func() // what is done once its article is open; nil: it is answered in words
	act    func() // what is done in the place of opening an article, where it is about none that is here; else nil
}

// inbox is what waits for me, the newest first.
func (w *Window) inbox() []letter {
	c := w.correspondence
	if c == nil {
		return nil
	}
	if c.stale {
		c.letters, c.stale = nil, false
		for _, source := range w.inboxSources() {
			c.letters = append(c.letters, source()...)
		}
		c.letters = w.present(c.letters)
	}
	return c.letters
}

// inboxSources are what can wait for me. Another kind is another line.
func (w *Window) inboxSources() []func() []letter {
	return []func() []letter{w.returnedLetters, w.newsLetters, w.departureLetters, w.erasedLetters}
}

// present leaves the letters about articles that are there, and those about none, the newest first.
func (w *Window) present(ls []letter) []letter {
	ls = slices.DeleteFunc(ls, func(l letter) bool { _, there := w.desk.listed(l.place.Document); return !there && l.act == nil })
	slices.SortStableFunc(ls, func(a, b letter) int { return cmp.Compare(b.order, a.order) })
	return ls
}

// returnedLetters are my sets and marks that colleagues returned, until they are done again or changed, or answered in words.
func (w *Window) returnedLetters() (out []letter) {
	for _, j := range w.correspondence.judged {
		if j.Set != w.desk.mySet(j.Document) || !j.IsDue() {
			continue
		}
		l := letter{place: annotation.Place{Document: j.Document, Set: j.Set, Span: j.Span}, order: j.Lamport, sign: returnedSign, says: j.Reason,
			about: w.who(j.By) + " returned your marks"}
		if !j.Span.IsZero() {
			l.about = w.who(j.By) + " returned “" + quoted(j.Quote, 60) + "”"
		}
		if !w.isAnswered(j) {
			out = append(out, l)
		}
	}
	return out
}

// isAnswered tells whether I said anything of what a verdict is about since it was given.
func (w *Window) isAnswered(j annotation.Judged) bool {
	return slices.ContainsFunc(w.correspondence.discussion.Of(j.Document), func(t annotation.Thread) bool {
		return t[0].Set == j.Set && t[0].Span == j.Span && slices.ContainsFunc(t, func(s annotation.Said) bool { return s.By == w.desk.me() && s.Lamport > j.Lamport })
	})
}

// newsLetters are the threads about my work, or with a word of mine, in which others had the last words.
func (w *Window) newsLetters() (out []letter) {
	for _, t := range w.correspondence.discussion.Threads() {
		news := t.News(w.desk.me())
		if len(news) == 0 {
			continue
		}
		last := news[len(news)-1]
		l := w.letterOf(t, last)
		switch q, asked := t.Question(); {
		case last.Speech == annotation.Asks:
			l.about = w.who(last.By) + " asks about " + aboutOf(t)
		case asked && q.By == w.desk.me():
			l.about = w.who(last.By) + " answers about " + aboutOf(t)
		}
		if len(news) > 1 {
			l.about += " · " + grouped(len(news)) + " new"
		}
		out = append(out, l)
	}
	return out
}

// letterOf is a thread as a row that says one of its comments.
func (w *Window) letterOf(t annotation.Thread, s annotation.Said) letter {
	sign, _ := signOf(t)
	return letter{place: annotation.Place{Document: s.Document, Set: s.Set, Span: s.Span, Range: s.Range(), Quote: s.Quote}, thread: t.ID(),
		order: s.Lamport, at: s.At(), sign: sign, says: s.Text, about: w.who(s.By) + " about " + aboutOf(t)}
}

// returnedSign is the sign of what was returned.
const returnedSign = "↩"

// letterSheet lists letters over the window. read gives them anew after an act; acts are by key, and their buttons stand before Open.
func (w *Window) letterSheet(title, none string, read func() []letter, acts ...letterAct) {
	ls := read()
	list := newKeyList(w.keys, func() int { return len(ls) }, func() fyne.CanvasObject { return newListRow(w.fonts) }, func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(ls) {
			w.showLetter(o.(*listRow), ls[i])
		}
	})
	list.HideSeparators = true
	m := &modal{title: title, width: 720, height: 480, first: list}
	empty := newProse(w.fonts, theme.ColorNamePlaceHolder, none)
	update := func() {
		ls = read()
		list.unselect()
		list.Refresh()
		list.point(list.row)
		setVisible(empty, len(ls) == 0)
	}
	open := func(i int) {
		m.close()
		if i < len(ls) {
			w.openLetter(ls[i])
		}
	}
	do := func(a letterAct) {
		if list.row >= len(ls) {
			return
		}
		l := ls[list.row]
		if a.leaves {
			m.close()
		}
		if a.run(l); !a.leaves {
			update()
			w.win.Canvas().Focus(list)
		}
	}
	var buttons []*button
	for _, a := range acts {
		buttons = append(buttons, newButton(a.name+" · "+a.says, func() { do(a) }))
	}
	buttons = append(buttons, mainButton("Open", func() { open(list.row) }))
	list.chosen = open
	list.escape = m.close
	list.caret = func(key fyne.KeyName) bool {
		if key == fyne.KeyReturn || key == fyne.KeyEnter {
			if !w.keys.repeated() {
				open(list.row)
			}
			return true
		}
		for _, a := range acts {
			if a.key == key {
				do(a)
				return true
			}
		}
		return false
	}
	m.enter = func() { open(list.row) }
	w.show(m, container.NewStack(list, container.NewVBox(empty)), buttons...)
	update()
}

// letterAct is something that a key of a list of letters does with the one that keys are at.
type letterAct struct {
	key    fyne.KeyName
	says   string // the key, for people
	name   string
	leaves bool // the list closes first
	run    func(letter)
}

// showLetter fills a row: what it says, who and where.
func (w *Window) showLetter(row *listRow, l letter) {
	row.setSign(l.sign, theme.Color(theme.ColorNameForeground))
	about := l.about
	if d, ok := w.desk.listed(l.place.Document); ok {
		about += " · " + quoted(d.Title, 60)
	}
	if !l.at.IsZero() {
		about += " · " + saidAt(l.at, time.Now())
	}
	row.show(shortened(l.says, 2*rowQuote), about)
}

// closeLetter ends the thread of a letter.
func (w *Window) closeLetter(l letter) {
	t, ok := w.correspondence.discussion.Thread(l.thread)
	if !ok && l.sign == departedSign {
		w.seen(l)
		return
	}
	if !ok && l.act != nil {
		w.status.say("This waits until it is erased here too: Enter asks for that.")
		return
	}
	if !ok {
		w.status.say("This waits until what was returned is done again, or answered: Enter opens it.")
		return
	}
	w.closeThread(t)
}

// openLetter opens a letter at its place, where keys mark as ever and Enter answers it.
func (w *Window) openLetter(l letter) {
	w.goTo(annotating)
	if l.act != nil {
		l.act()
		return
	}
	open := l.open
	if open == nil {
		open = func() { w.showLetterHere(l) }
	}
	if l.place.Document == w.document.ID {
		open()
		return
	}
	w.openThen(l.place.Document, open)
}

func (w *Window) showLetterHere(l letter) {
	p := w.inspector.comments
	if sp, ok := w.set().Span(l.place.Span); ok {
		w.chooseAndReveal(sp.ID)
		l.place.Range, l.place.Quote = sp.Hull(), shortened(sp.Quote(), placeQuote)
	} else if r := w.placeOf(annotation.Thread{{Comment: annotation.Comment{Start: l.place.Range.Start, End: l.place.Range.End}}}); !r.Empty() {
		w.choose(annotation.ID{})
		w.view.SetCaret(r.Start)
		w.view.Select(r)
		w.view.Reveal(r)
	} else {
		w.choose(annotation.ID{})
		l.place.Range = rangeset.Range{}
	}
	p.at = l.thread
	w.showComments()
	p.at = cmp.Or(l.thread, p.at)
	w.focusText()
	said := l.about + ": " + quoted(l.says, 200)
	if w.canComment() {
		to := saying{thread: l.thread}
		if l.thread.IsZero() {
			to = saying{place: l.place}
		}
		w.reply = func() { p.begin(to, "") }
		said += " · Enter answers."
	}
	w.status.say(said)
}

// answers begins the answer to the letter that was opened just now, where Enter is pressed. Any other act lets it go.
func (w *Window) answers(a *action) bool {
	answer := w.reply
	w.reply = nil
	if answer == nil || a.id != "enter" {
		return false
	}
	w.status.clear()
	w.showComments()
	answer()
	return true
}

// openInbox lists what waits for me.
func (w *Window) openInbox() {
	none := "Nothing waits for you. What colleagues return, and what they say of your marks or answer to your questions, comes here, and goes when you answer it, close it or do the returned work again."
	if w.correspondence == nil {
		none = "What colleagues said is still being read."
	}
	w.letterSheet("Inbox", none, w.inbox, letterAct{key: fyne.KeyDelete, says: "Del", name: "Done with it", run: w.closeLetter})
}

// openQuestions lists the questions of the whole project that nobody closed, the newest first.
func (w *Window) openQuestions() {
	w.letterSheet("Open questions", "Nobody asks anything now. C asks about the chosen mark, the selection or the word at the caret; words that end in “?” are a question.", w.questions,
		letterAct{key: fyne.KeyDelete, says: "Del", name: "Done with it", run: w.closeLetter},
		letterAct{key: fyne.KeyG, says: "G", name: "Put the answer into the guideline…", leaves: true, run: func(l letter) {
			if t, ok := w.correspondence.discussion.Thread(l.thread); ok {
				w.intoGuideline(t)
			}
		}})
}

// othersQuestions is how many open questions there are that colleagues asked, and to which I said nothing yet.
func (w *Window) othersQuestions() (n int) {
	if w.correspondence == nil {
		return 0
	}
	for _, t := range w.correspondence.discussion.Threads() {
		if t.IsOpen() && !t.TakesPart(w.desk.me()) {
			n++
		}
	}
	return n
}

func (w *Window) questions() (out []letter) {
	if w.correspondence == nil {
		return nil
	}
	for _, t := range w.correspondence.discussion.Threads() {
		if !t.IsOpen() {
			continue
		}
		q, _ := t.Question()
		l := w.letterOf(t, q)
		if a, ok := t.Answer(); ok {
			l.about += " · " + w.who(a.By) + ": " + quoted(a.Text, 60)
		}
		out = append(out, l)
	}
	return w.present(out)
}
