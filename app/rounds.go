package app

import (
	"cmp"
	"context"
	"image/color"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/app/jobs"
	"rubricator/app/query"
	"rubricator/app/textview"
)

// roundActions are those of people and of rounds.
func (w *Window) roundActions() []*action {
	return []*action{
		{id: "people", menu: "Review", name: "People…", separator: true, enabled: w.hasProject, run: func() { w.people() }},
		{id: "rounds", menu: "Review", name: "Rounds…", enabled: w.hasProject, run: func() { w.rounds() }},
	}
}

// roundsInWords names the rounds that are open and that the article is in.
func (w *Window) roundsInWords() (out []string) {
	l := w.listed()
	if l == nil {
		return nil
	}
	for _, r := range l.Rounds {
		if said := quoted(r.Name, 30); !r.Closed {
			if r.Blind {
				said += ", blind"
			}
			out = append(out, said)
		}
	}
	return out
}

// roundsSheet lists the rounds, and beside them the documents of the one the keys are at, and whose they are.
type roundsSheet struct {
	w         *Window
	sheet     *modal
	all       []roundListed
	people    []annotation.Annotator
	list      *keyList
	documents *keyList
	head      *textview.Lines // over the documents
	about     *textview.Lines
	close     *button
	form      *assignForm   // that assigns; the last one that was shown
	next      annotation.ID // the round that the keys go to when rounds are listed anew; zero: they stay
}

// roundListed is a round with what is assigned in it.
type roundListed struct {
	annotation.Round
	assigned  []annotation.Assignment
	documents []annotation.ID // in the order of the library
	to        map[annotation.ID][]annotation.ID
}

// rounds shows the rounds of the project.
func (w *Window) rounds() *roundsSheet {
	s := &roundsSheet{w: w, head: newHeading(w.fonts, ""), about: newProse(w.fonts, theme.ColorNamePlaceHolder, "")}
	newRow := func() fyne.CanvasObject { return newListRow(w.fonts) }
	s.list = newKeyList(w.keys, func() int { return len(s.all) }, newRow, s.fillRound)
	s.documents = newKeyList(w.keys, func() int { return len(s.at().documents) }, newRow, s.fillDocument)
	s.sheet = &modal{title: "Rounds", width: 900, height: 560, first: s.list}
	for _, l := range []*keyList{s.list, s.documents} {
		l.HideSeparators = true
		l.escape = s.sheet.close
	}
	s.list.chosen = func(int) { s.turn() }
	s.list.caret = func(key fyne.KeyName) bool {
		if s.sheet.takesEnter(key) {
			return true
		}
		moved := s.list.move(key)
		if moved {
			s.turn()
		}
		return moved
	}
	s.documents.chosen = func(int) {}
	s.documents.caret = func(key fyne.KeyName) bool {
		if key == fyne.KeyReturn || key == fyne.KeyEnter {
			if !w.keys.repeated() {
				s.assignOne()
			}
			return true
		}
		return false
	}
	s.sheet.enter = func() {
		if len(s.all) == 0 {
			s.begin()
			return
		}
		s.change()
	}
	acts := container.New(&flow{gap: 4, width: s.sheet.width - 40})
	act := func(name string, do func()) *button {
		b := newButton(name, do)
		b.keys, b.escape = w.keys, s.sheet.close
		acts.Add(b)
		return b
	}
	act("New…", s.begin)
	act("Change…", s.change)
	s.close = act("Close the round", s.closeRound)
	act("Assign…", s.assign)
	act("Show in the library", s.showInLibrary)
	split := container.NewHSplit(s.list, container.NewBorder(s.head, nil, nil, nil, s.documents))
	split.Offset = 0.44
	w.show(s.sheet, container.NewBorder(nil, container.NewVBox(s.about, acts), nil, nil, split), mainButton("Close", s.sheet.close))
	s.read()
	return s
}

// read lists the rounds anew, as they are once everything is saved.
func (s *roundsSheet) read() {
	w, d := s.w, s.w.desk
	type outcome struct {
		all    []roundListed
		people []annotation.Annotator
		err    error
	}
	place := d.place
	list := func() (o outcome) {
		ctx, cancel := context.WithTimeout(d.closing, closingPatience)
		defer cancel()
		if o.err = d.outbox.Flush(ctx); o.err != nil {
			return o
		}
		if o.people, o.err = d.project.Called(d.closing); o.err == nil {
			o.all, o.err = listRounds(d.closing, d, place)
		}
		return o
	}
	soon(w, w.patience, list, func() { s.say("Reading…") }, func(o outcome) {
		switch {
		case d != w.desk:
		case o.err != nil:
			s.say(sentence(o.err))
		default:
			s.show(o.all, o.people)
		}
	})
}

// listRounds reads rounds and what is assigned in them, the newest first and those that are closed last.
func listRounds(ctx context.Context, d *desk, place map[annotation.ID]int) ([]roundListed, error) {
	rounds, err := d.project.Rounds(ctx)
	if err != nil {
		return nil, err
	}
	var out []roundListed
	for _, r := range slices.Backward(rounds) {
		l := roundListed{Round: r, to: map[annotation.ID][]annotation.ID{}}
		if l.assigned, err = d.project.Assignments(ctx, r.ID); err != nil {
			return nil, err
		}
		for _, a := range l.assigned {
			if !a.Annotator.IsZero() {
				l.to[a.Document] = append(l.to[a.Document], a.Annotator)
			}
		}
		l.documents = jobs.DocumentsOf(l.assigned)
		slices.SortFunc(l.documents, func(a, b annotation.ID) int { return place[a] - place[b] })
		out = append(out, l)
	}
	slices.SortStableFunc(out, func(a, b roundListed) int { return offOn(a.Closed) - offOn(b.Closed) })
	return out, nil
}

func (s *roundsSheet) show(all []roundListed, people []annotation.Annotator) {
	at := cmp.Or(s.next, s.at().ID)
	s.all, s.people, s.next = all, people, annotation.ID{}
	s.list.Refresh()
	s.list.point(max(0, slices.IndexFunc(all, func(r roundListed) bool { return r.ID == at })))
	s.turn()
}

// at is the round that the keys are at; an empty one where there is none.
func (s *roundsSheet) at() roundListed {
	if s.list.row < len(s.all) {
		return s.all[s.list.row]
	}
	return roundListed{}
}

// turn shows what belongs to the round that the keys are at.
func (s *roundsSheet) turn() {
	r := s.at()
	s.list.mark(s.list.row)
	name := "Close the round"
	if r.Closed {
		name = "Open it again"
	}
	s.close.SetText(name)
	s.documents.row = 0
	s.documents.Refresh()
	s.documents.ScrollToTop()
	if len(s.all) == 0 {
		s.head.SetText("")
		s.say("A round is a named set of articles for which the scheme stands. Begin one, then assign articles to people.")
		return
	}
	s.head.SetText(plural(len(r.documents), "article") + " in " + quoted(r.Name, 40))
	s.say(upperFirst(jobs.TallyInWords(annotation.TallyOf(r.documents, r.assigned), namesShown(s.people), grouped)) + ".")
}

// say tells something under the lists.
func (s *roundsSheet) say(text string) {
	s.about.SetText(text)
	s.sheet.body.Refresh()
}

func (s *roundsSheet) fillRound(i widget.ListItemID, o fyne.CanvasObject) {
	if i >= len(s.all) {
		return
	}
	r, row := s.all[i], o.(*listRow)
	sign, ink := statusSigns[annotation.Todo], theme.ColorNameForeground
	if r.Closed {
		sign, ink = statusSigns[annotation.Done], theme.ColorNamePlaceHolder
	}
	row.setSign(sign, theme.Color(ink))
	row.show(textview.Isolate(r.Name), plural(len(r.documents), "article")+" · "+strings.Join(r.InWords(), " · "))
}

func (s *roundsSheet) fillDocument(i widget.ListItemID, o fyne.CanvasObject) {
	r := s.at()
	if i >= len(r.documents) {
		return
	}
	id, row := r.documents[i], o.(*listRow)
	row.setSign("", theme.Color(theme.ColorNamePlaceHolder))
	title := "no longer in the project"
	if l, there := s.w.desk.listed(id); there {
		title = cmp.Or(l.Title, "untitled")
	}
	row.show(title, s.namesOf(r.to[id]))
}

// namesOf says who has a document.
func (s *roundsSheet) namesOf(ids []annotation.ID) string {
	var names []string
	for _, a := range s.people {
		if slices.Contains(ids, a.ID) {
			names = append(names, textview.Isolate(a.Name))
		}
	}
	return cmp.Or(listed(names), "for nobody yet")
}

// rounds are all, as the domain knows them.
func (s *roundsSheet) rounds() (out []annotation.Round) {
	for _, r := range s.all {
		out = append(out, r.Round)
	}
	return out
}

func (s *roundsSheet) begin() {
	if !s.w.mayWrite(s.say) {
		return
	}
	s.ask("New round", "Begin", annotation.Round{}, func(said annotation.Round) error {
		r, err := annotation.NewRound(said.Name, s.w.desk.project.Scheme())
		if err != nil {
			return err
		}
		r.Blind, r.Locked, r.Training = said.Blind, said.Locked, said.Training
		e, err := r.Begin(s.rounds())
		if err == nil {
			s.next = r.ID
			err = s.do(e)
		}
		return err
	})
}

func (s *roundsSheet) change() {
	r := s.at().Round
	if r.ID.IsZero() || !s.w.mayWrite(s.say) {
		return
	}
	s.ask("Change "+shortened(r.Name, 40), "Save", r, func(said annotation.Round) error { return s.changeTo(r, said) })
}

func (s *roundsSheet) closeRound() {
	r := s.at().Round
	if r.ID.IsZero() || !s.w.mayWrite(s.say) {
		return
	}
	after := r
	after.Closed = !r.Closed
	if err := s.changeTo(r, after); err != nil {
		s.say(sentence(err))
	}
}

func (s *roundsSheet) changeTo(before, after annotation.Round) error {
	e, changed, err := before.ChangeTo(after, s.rounds())
	if err == nil && changed {
		err = s.do(e)
	}
	return err
}

// do makes an edit of rounds, and lists them anew.
func (s *roundsSheet) do(e annotation.Edit) error {
	err := s.w.do(e)
	s.read()
	return err
}

// ask asks what a round is called and what holds in it.
func (s *roundsSheet) ask(title, confirm string, r annotation.Round, done func(said annotation.Round) error) {
	w, m := s.w, &modal{title: title, width: 500}
	name := newField(w.keys, false)
	name.SetText(r.Name)
	name.SetPlaceHolder("Week 12")
	rows := container.NewVBox(container.New(&columns{first: fieldLabel}, newProse(w.fonts, theme.ColorNamePlaceHolder, "Name"), name))
	for _, c := range []struct {
		name, off, on string
		is            *bool
	}{
		{"Colleagues' marks", "Shown", "Hidden until done", &r.Blind},
		{"Scheme", "May be changed", "Locked", &r.Locked},
		{"Articles", "Are data", "Are for training", &r.Training},
	} {
		rows.Add(newStepper(m, c.name, []string{c.off, c.on}, offOn(*c.is), func(at int) { *c.is = at == 1 }))
	}
	rows.Add(newProse(w.fonts, theme.ColorNamePlaceHolder, "Marks are hidden, and the scheme is locked, while the round is open. Articles for training are never counted or exported."))
	rows.Add(m.tries(w.fonts, func() error {
		said := r
		said.Name = name.Text
		return done(said)
	}))
	m.first = name
	w.show(m, rows, newButton("Cancel", m.close), mainButton(confirm, m.confirm))
	name.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// showInLibrary narrows the library to the round.
func (s *roundsSheet) showInLibrary() {
	r := s.at().Round
	if r.ID.IsZero() {
		return
	}
	s.sheet.close()
	if s.w.settings.Window.HideLibrary {
		s.w.toggleLibrary()
	}
	s.w.library.search.SetText(query.OfRound(r))
}

// assign asks which articles of the round go to whom.
func (s *roundsSheet) assign() {
	r := s.at()
	if r.ID.IsZero() || !s.w.mayWrite(s.say) {
		return
	}
	var of []articlesOf
	add := func(name string, ids []annotation.ID) {
		if len(ids) > 0 {
			of = append(of, articlesOf{name + ": " + grouped(len(ids)), ids})
		}
	}
	add("In the library", s.w.library.found())
	if id := s.w.document.ID; !id.IsZero() {
		of = append(of, articlesOf{"The open article", []annotation.ID{id}})
	}
	add("In the round", r.documents)
	add("For nobody yet", slices.DeleteFunc(slices.Clone(r.documents), func(id annotation.ID) bool { return len(r.to[id]) > 0 }))
	if len(of) == 0 {
		s.say("There are no articles to assign. Import some first.")
		return
	}
	s.askAssign(r, of, jobs.DealOut, nil)
}

// assignOne asks who is to have the article that the keys are at, instead of who has it.
func (s *roundsSheet) assignOne() {
	r, i := s.at(), s.documents.row
	if i < len(r.documents) && s.w.mayWrite(s.say) {
		id := r.documents[i]
		s.askAssign(r, []articlesOf{{"This article", []annotation.ID{id}}}, jobs.ToEach, r.to[id])
	}
}

// articlesOf are articles to choose from, with what they are called.
type articlesOf struct {
	name string
	ids  []annotation.ID
}

// gap is room of a height in points.
func gap(height float32) fyne.CanvasObject {
	r := canvas.NewRectangle(color.Transparent)
	r.SetMinSize(fyne.NewSize(1, height))
	return r
}
