package app

import (
	"context"
	"fmt"
	"image/color"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/app/textview"
	"rubricator/storage"
)

// peopleSheet lists who works on the project.
type peopleSheet struct {
	w       *Window
	sheet   *modal
	all     []storage.Member
	names   map[annotation.ID]string // told apart
	colours map[annotation.ID]string
	list    *keyList
	about   *textview.Lines
}

// people shows the people of the project.
func (w *Window) people() *peopleSheet {
	s := &peopleSheet{w: w, about: newProse(w.fonts, theme.ColorNamePlaceHolder, "")}
	s.list = newKeyList(w.keys, func() int { return len(s.all) }, func() fyne.CanvasObject { return newListRow(w.fonts) }, s.fill)
	s.list.HideSeparators = true
	s.sheet = &modal{title: "People", width: 620, height: 460, first: s.list}
	s.list.chosen = func(int) {}
	s.list.escape = s.sheet.close
	s.list.caret = func(key fyne.KeyName) bool {
		if key == fyne.KeyI {
			s.thisIsMe()
			return true
		}
		return s.sheet.takesEnter(key)
	}
	s.sheet.enter = s.change
	w.show(s.sheet, container.NewBorder(nil, s.about, nil, nil, s.list), newButton("Add…", s.add), newButton("This is me (I)", s.thisIsMe),
		newButton("Change…", s.change), mainButton("Close", s.sheet.close))
	s.read()
	return s
}

// read lists the people anew, as they are once everything is saved.
func (s *peopleSheet) read() {
	w, d := s.w, s.w.desk
	type outcome struct {
		all    []storage.Member
		called []annotation.Annotator
		err    error
	}
	list := func() (o outcome) {
		ctx, cancel := context.WithTimeout(d.closing, closingPatience)
		defer cancel()
		if o.err = d.outbox.Flush(ctx); o.err == nil {
			o.all, o.err = d.project.People(ctx)
		}
		if o.err == nil {
			o.called, o.err = d.project.Called(ctx)
		}
		return o
	}
	soon(w, w.patience, list, nil, func(o outcome) {
		if d != w.desk {
			return
		}
		if o.err != nil {
			s.say(sentence(o.err))
			return
		}
		s.names = map[annotation.ID]string{}
		for _, a := range o.called {
			s.names[a.ID] = a.Name
		}
		s.show(o.all)
	})
}

func (s *peopleSheet) show(all []storage.Member) {
	s.all = all
	people := make([]annotation.Annotator, len(all))
	for i, m := range all {
		people[i] = m.Annotator
	}
	s.colours = annotation.ColoursOf(people)
	s.list.Refresh()
	s.list.point(s.list.row)
	alone := ""
	if len(all) == 1 {
		alone = "Nobody else is here yet. Add colleagues by name, and you can assign articles to them before they come."
	}
	s.say(alone)
}

// say tells something under the list.
func (s *peopleSheet) say(text string) {
	s.about.SetText(text)
	s.sheet.body.Refresh()
}

func (s *peopleSheet) fill(i widget.ListItemID, o fyne.CanvasObject) {
	if i >= len(s.all) {
		return
	}
	m, row := s.all[i], o.(*listRow)
	row.setBar(personColour(s.colours[m.ID]))
	title := textview.Isolate(s.names[m.ID])
	if m.ID == s.w.me().ID {
		title += " · you"
	}
	about := plural(m.Sets, "article") + " · " + plural(m.Marks, "mark")
	if m.Devices == 0 {
		about = "not here yet"
	}
	if m.Pseudonym != "" && s.names[m.ID] == m.Name { // else the name has it
		about = quoted(m.Pseudonym, 40) + " · " + about
	}
	row.show(title, about)
}

// member is who the keys are at.
func (s *peopleSheet) member() (storage.Member, bool) {
	if s.list.row >= len(s.all) {
		return storage.Member{}, false
	}
	return s.all[s.list.row], true
}

// mayWrite tells whether the project can be changed, or says why not.
func (w *Window) mayWrite(say func(string)) bool {
	err := w.desk.project.ReadOnly()
	if err != nil {
		say(sentence(err))
	}
	return err == nil
}

func (s *peopleSheet) add() {
	if !s.w.mayWrite(s.say) {
		return
	}
	s.w.askPerson("Add somebody", "Add", annotation.Annotator{Kind: annotation.Person}, func(said annotation.Annotator) error {
		who, err := annotation.NewPerson(said.Name)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(s.all, func(m storage.Member) bool { return strings.EqualFold(m.Name, who.Name) }) {
			return fmt.Errorf("there is a %s already: say the name so that colleagues tell them apart", who.Name)
		}
		e, changed, err := who.ChangeTo(said)
		if err != nil {
			return err
		}
		if changed {
			who = *e.Annotators[0].After
		}
		s.w.desk.outbox.Send(annotation.Join(who))
		s.read()
		return nil
	})
}

func (s *peopleSheet) change() {
	m, ok := s.member()
	if !ok || !s.w.mayWrite(s.say) {
		return
	}
	s.w.askPerson("Change "+shortened(m.Name, 40), "Save", m.Annotator, func(said annotation.Annotator) error {
		err := s.w.callPerson(m.Annotator, said)
		s.read()
		return err
	})
}

// thisIsMe has the user work as the person from now on, who must not be at work on another device.
func (s *peopleSheet) thisIsMe() {
	m, ok := s.member()
	switch {
	case !ok || !s.w.mayWrite(s.say):
	case m.ID == s.w.me().ID:
		s.say("That is you already.")
	case m.Devices > 0 && !m.Here:
		s.say(quoted(m.Name, 60) + " works on another device. Only somebody who was named and never came can be you here.")
	default:
		said := fmt.Sprintf("What you marked so far stays with %s. The project opens again, and you are %s in it from now on.", quoted(s.w.me().Name, 60), quoted(m.Name, 60))
		s.w.question("Is this you: "+shortened(m.Name, 40)+"?", said, choice{text: "Cancel"}, choice{"This is me", func() {
			s.sheet.close()
			s.w.whenSaved("Go on", func() { s.w.reopenAs(m.Annotator) })
		}})
	}
}

// reopenAs opens the project again for a person.
func (w *Window) reopenAs(who annotation.Annotator) {
	path := w.desk.project.Path()
	left := w.closeProject(switching)
	w.settings.WorkAs(path, who)
	w.openAt(path)
	if left != nil {
		w.status.fail(sentence(left))
	} else if w.desk != nil {
		w.status.say("You are " + quoted(w.me().Name, 60) + " in this project.")
	}
}

// askPerson asks how somebody is called and shown.
func (w *Window) askPerson(title, confirm string, a annotation.Annotator, done func(said annotation.Annotator) error) {
	m := &modal{title: title, width: 480}
	row := func(name, value, hint string) (*field, fyne.CanvasObject) {
		f := newField(w.keys, false)
		f.SetText(value)
		f.SetPlaceHolder(hint)
		return f, container.New(&columns{first: fieldLabel}, newProse(w.fonts, theme.ColorNamePlaceHolder, name), f)
	}
	name, nameRow := row("Name", a.Name, "")
	pseudonym, pseudonymRow := row("Pseudonym", a.Pseudonym, "What exports may say instead")
	values, names := []string{""}, []string{"Automatic"}
	for _, c := range annotation.Colours {
		values, names = append(values, c.Hex), append(names, c.Name)
	}
	at := slices.IndexFunc(values, func(v string) bool { return strings.EqualFold(v, a.Colour) })
	if at < 0 {
		values, names, at = append(values, a.Colour), append(names, a.Colour), len(values)
	}
	swatch := canvas.NewRectangle(color.Transparent)
	swatch.CornerRadius = 3
	swatch.SetMinSize(fyne.NewSize(stepperHeight-8, stepperHeight-8))
	paint := func() {
		swatch.FillColor = color.Transparent
		if values[at] != "" {
			swatch.FillColor = personColour(values[at])
		}
		swatch.Refresh()
	}
	paint()
	colours := newStepper(m, "Colour", names, at, func(now int) { at = now; paint() })
	about := newProse(w.fonts, theme.ColorNamePlaceHolder, "Marks hang on the person and not on the name: those made before carry the new name too.")
	problem := m.tries(w.fonts, func() error {
		said := a
		said.Name, said.Pseudonym, said.Colour = name.Text, pseudonym.Text, values[at]
		return done(said)
	})
	m.first = name
	w.show(m, container.NewVBox(nameRow, pseudonymRow, container.NewBorder(nil, nil, nil, container.NewCenter(swatch), colours), about, problem),
		newButton("Cancel", m.close), mainButton(confirm, m.confirm))
	name.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// personColour is how the colour of a person is drawn in the variant that is shown now.
func personColour(colour string) color.NRGBA {
	for _, c := range annotation.Colours {
		for _, pair := range colourPairs {
			if strings.EqualFold(c.Hex, colour) && pair.name == c.Name {
				if isDark() {
					return hex(pair.dark)
				}
				return hex(pair.light)
			}
		}
	}
	return hex(colour)
}
