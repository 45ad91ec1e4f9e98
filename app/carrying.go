package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/app/jobs"
	"rubricator/app/textview"
)

// copiesHere are the other articles that tell the story of the open one.
func (w *Window) copiesHere() (out []annotation.ID) {
	story := w.document.StoryID()
	for i := range w.desk.documents {
		if d := &w.desk.documents[i]; d.StoryID() == story && d.ID != w.document.ID {
			out = append(out, d.ID)
		}
	}
	return out
}

func (w *Window) hasCopies() bool { return w.canWriteDocument() && len(w.copiesHere()) > 0 }

// mostCopies is to how many copies it is found out what would come over.
const mostCopies = 100

// carryMarks asks to which copy of the open article my marks are carried over, and says of each how many would come.
func (w *Window) carryMarks() {
	d, from, copies := w.desk, w.document.ID, w.copiesHere()
	copies = copies[:min(len(copies), mostCopies)]
	w.status.say("Looking for your marks in the copies…")
	go func() {
		err := d.settle(d.closing)
		var all []jobs.Correction
		for _, id := range copies {
			if err == nil {
				var c jobs.Correction
				if c, err = carryTo(d, from, id); err == nil {
					all = append(all, c)
				}
			}
		}
		w.later(func() {
			switch {
			case d != w.desk:
			case err != nil:
				w.status.fail(sentence(err))
			default:
				w.status.clear()
				newCarrySheet(w, all).open()
			}
		})
	}()
}

// carryTo is what would come over to a document, on any goroutine.
func carryTo(d *desk, from, to annotation.ID) (jobs.Correction, error) {
	there, next, err := d.project.Document(d.closing, to)
	if err != nil {
		return jobs.Correction{}, err
	}
	return jobs.PrepareCarry(d.closing, d.project, from, there, next)
}

// carrySheet asks to which copy marks are carried over.
type carrySheet struct {
	w     *Window
	all   []jobs.Correction
	sheet *modal
	list  *keyList
	stays *textview.Lines // what stays behind, of the copy that keys are at
}

func newCarrySheet(w *Window, all []jobs.Correction) *carrySheet {
	s := &carrySheet{w: w, all: all, stays: newProse(w.fonts, theme.ColorNamePlaceHolder, "")}
	s.sheet = &modal{title: "Carry your marks over to a copy", width: 620, height: 420}
	s.list = newKeyList(w.keys, func() int { return len(s.all) }, func() fyne.CanvasObject { return newListRow(w.fonts) }, s.fill)
	s.list.HideSeparators = true
	s.list.escape = s.sheet.close
	s.list.caret = s.sheet.takesEnter
	s.list.chosen = func(int) {}
	s.list.pointed = func(int) { s.tell() }
	s.sheet.first = s.list
	s.sheet.enter = s.carry
	return s
}

func (s *carrySheet) open() {
	said := "The marks stay here too. In the copy they stand where their words are; what is marked there already stays."
	s.w.show(s.sheet, container.NewBorder(newProse(s.w.fonts, theme.ColorNamePlaceHolder, said), s.stays, nil, nil, s.list),
		newButton("Cancel", s.sheet.close), mainButton("Carry over", s.sheet.confirm))
	s.tell()
}

func (s *carrySheet) fill(i widget.ListItemID, o fyne.CanvasObject) {
	if i >= len(s.all) {
		return
	}
	c, row := s.all[i], o.(*listRow)
	said := "nothing would come over"
	switch {
	case c.Links > 0:
		said = plural(c.Marks, "mark") + " and " + plural(c.Links, "link") + " would come over"
	case c.Marks > 0:
		said = plural(c.Marks, "mark") + " would come over"
	}
	if n := len(c.Stranded); n > 0 {
		said += " · " + grouped(n) + " cannot, for the words are not there"
	}
	there := &s.w.desk.documents[s.w.desk.place[c.Document]]
	row.show(textview.Isolate(c.Title)+" · "+plural(there.Words, "word"), said)
}

// tell names what stays behind.
func (s *carrySheet) tell() {
	var lines []string
	stranded := s.all[s.list.row].Stranded
	for _, x := range stranded[:min(len(stranded), 3)] {
		lines = append(lines, "stays: "+quoted(x.Label, 40)+" “"+quoted(x.Quote, 60)+"”")
	}
	if more := len(stranded) - 3; more > 0 {
		lines = append(lines, "and "+grouped(more)+" more")
	}
	s.stays.SetText(strings.Join(lines, "\n"))
	setVisible(s.stays, len(lines) > 0)
}

// carry carries the marks over to the copy that keys are at, and opens it.
func (s *carrySheet) carry() {
	c := s.all[s.list.row]
	s.sheet.close()
	if c.Edit.Len() == 0 {
		s.w.status.say("Nothing would come over to that copy.")
		return
	}
	s.w.commitCorrection(c, plural(c.Marks, "mark")+" came over. Ctrl+Z takes that back.", nil)
}
