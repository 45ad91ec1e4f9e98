package app

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"rubricator/annotation"
	"rubricator/app/textview"
	"rubricator/storage"
)

// historySheet is the history of the whole project, or of a person, and what the chain of hashes over the journal says.
type historySheet struct {
	*acts
	modal  *modal
	people []annotation.Annotator
	person *field
	none   *textview.Lines
	empty  *fyne.Container // holds none
	chain  *textview.Lines
	copy   *button
	head   storage.Head
}

// projectHistory opens the sheet.
func (w *Window) projectHistory() {
	s := &historySheet{acts: newActs(w, w.fonts, w.keys), person: newField(w.keys, false),
		none: newProse(w.fonts, theme.ColorNamePlaceHolder, "Nobody of that name did anything here."), chain: newProse(w.fonts, theme.ColorNameForeground, "Checking the chain of hashes…")}
	s.article = true
	s.person.SetPlaceHolder("Whose? Part of a name; nothing: everybody")
	s.none.Hide()
	s.empty = container.NewVBox(s.none)
	s.list.led = true
	s.list.chosen = func(int) {}
	s.shown = s.sayNone
	s.person.OnChanged = func(string) { s.narrow() }
	s.person.arrow = s.list.move
	ctx, stop := context.WithCancel(w.desk.closing)
	s.modal = &modal{title: "History of the project", width: 760, height: 620, first: s.person, closed: stop}
	s.modal.enter = s.goThere
	s.person.enter = s.modal.enterKey
	s.list.escape = s.modal.close
	s.list.caret = func(key fyne.KeyName) bool {
		if enter := key == fyne.KeyReturn || key == fyne.KeyEnter; enter {
			s.modal.enterKey()
			return true
		}
		return false
	}
	s.copy = newButton("Copy the hash", func() {
		w.app.Clipboard().SetContent(s.head.Hash.String())
		w.status.say("The hash is on the clipboard.")
	})
	s.copy.Disable()
	w.show(s.modal, container.NewBorder(s.person, s.chain, nil, nil, container.NewStack(s.list, s.empty)),
		s.copy, newButton("Close", s.modal.close), mainButton("To the article", s.goThere))
	s.begin(ctx)
}

// begin reads who there is and what was done, and has the chain checked.
func (s *historySheet) begin(ctx context.Context) {
	d := s.w.desk
	go func() {
		saving, cancel := context.WithTimeout(ctx, closingPatience)
		defer cancel()
		_ = d.outbox.Flush(saving) // what is not on disk is no history yet
		people, err := d.project.Called(ctx)
		s.w.later(func() {
			if ctx.Err() != nil {
				return
			}
			if err != nil {
				s.sayChain(theme.ColorNameError, sentence(err))
				return
			}
			s.people = people
			s.narrow()
		})
		if err == nil {
			s.check(ctx, d)
		}
	}()
}

// check follows the chain of hashes, beside the window.
func (s *historySheet) check(ctx context.Context, d *desk) {
	head, err := d.project.Head(ctx)
	if err == nil {
		s.w.later(func() {
			s.head = head
			s.copy.Enable()
			s.sayChain(theme.ColorNameForeground, s.length()+". Checking the chain of hashes…")
		})
	}
	var found []storage.Finding
	if err == nil {
		found, err = d.project.CheckJournal(ctx)
	}
	var broken []storage.Act
	if err == nil && len(found) > 0 && found[0].Act > 0 {
		broken, _ = d.project.Acts(ctx, storage.Scope{}, found[0].Act+1, 1) // what cannot be read is named by its number
	}
	s.w.later(func() {
		switch {
		case ctx.Err() != nil:
		case err != nil:
			s.sayChain(theme.ColorNameError, sentence(err))
		case len(found) == 0:
			s.sayChain(theme.ColorNameForeground, s.length()+"; the chain of hashes holds; newest hash "+s.head.Hash.String())
		default:
			s.sayChain(theme.ColorNameError, s.w.brokenChain(found, broken))
		}
	})
}

// length tells how much was done by how many.
func (s *historySheet) length() string {
	people := "1 person"
	if s.head.People != 1 {
		people = grouped(s.head.People) + " people"
	}
	return plural(s.head.Acts, "act") + " by " + people
}

// brokenChain names the first act that is not what was written, as far as it can be read, and what to do.
func (w *Window) brokenChain(found []storage.Finding, acts []storage.Act) string {
	which := found[0].Row
	if len(acts) > 0 && acts[0].Place == found[0].Act {
		which = "act " + grouped(int(acts[0].Place)) + " (" + w.inNames(acts[0].Name) + ", " + w.whenAndWho(acts[0]) + ")"
	}
	if which != "" {
		which += ": "
	}
	said := "The chain of hashes does not hold: " + which + found[0].Text + "."
	if more := len(found) - 1; more > 0 {
		said += " " + plural(more, "more finding") + "."
	}
	return said + " The project was changed by something else than this program; go back to a backup, or compare with a colleague's copy."
}

func (s *historySheet) sayChain(ink fyne.ThemeColorName, said string) {
	s.chain.SetStyle(textview.LineStyle{Size: theme.SizeNameText, Ink: ink, Ours: true, Padded: true})
	s.chain.SetText(said)
	s.modal.body.Refresh()
}

// narrow lists the acts of those whose name has what was typed.
func (s *historySheet) narrow() {
	var of storage.Scope
	if wanted := strings.ToLower(strings.TrimSpace(s.person.Text)); wanted != "" {
		for _, a := range s.people {
			if strings.Contains(strings.ToLower(a.Name), wanted) {
				of.By = append(of.By, a.ID)
			}
		}
		if len(of.By) == 0 {
			of.By = []annotation.ID{{}} // nobody
		}
	}
	s.read(of)
}

func (s *historySheet) sayNone() {
	setVisible(s.none, len(s.all) == 0)
	s.empty.Refresh()
}

// goThere opens the article of the act at hand.
func (s *historySheet) goThere() {
	act, ok := s.at(s.list.row)
	if !ok {
		return
	}
	if _, there := s.w.desk.listed(act.Document); !there {
		s.w.status.say("That act was on no article that is in the project now.")
		return
	}
	s.modal.close()
	s.w.open(act.Document)
}
