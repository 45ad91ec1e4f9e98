package app

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/app/jobs"
	"rubricator/app/textview"
)

// assignForm asks which articles of a round go to whom, and tells what comes of it before it is done.
type assignForm struct {
	rounds  *roundsSheet
	round   roundListed
	sheet   *modal
	of      []articlesOf
	at      int // of them
	way     jobs.Way
	people  []annotation.Annotator
	colours map[annotation.ID]string
	has     map[annotation.ID]int  // articles of the round by person
	ticked  map[annotation.ID]bool // who gets articles
	list    *keyList
	twice   *field
	seed    *field
	whom    fyne.CanvasObject   // asks to whom; hidden where they go to nobody
	dealt   []fyne.CanvasObject // what asks how they are dealt out; hidden where they are not
	preview *textview.Lines
	asked   int // number of the last look at what comes of it, so that a slow one is not shown late
}

// The ways in the order of jobs.
var wayNames = []string{"Deal them out", "All to each", "For nobody yet", "Out of the round"}

// peopleShown is how high the list of people is in a window of that height, in points: what comes of it is to be seen below.
func peopleShown(window float32) float32 { return max(2*rowHeight, min(window-430, 4*rowHeight)) }

func (s *roundsSheet) askAssign(r roundListed, of []articlesOf, way jobs.Way, to []annotation.ID) {
	w := s.w
	f := &assignForm{rounds: s, round: r, of: of, way: way, ticked: map[annotation.ID]bool{}, twice: newField(w.keys, false), seed: newField(w.keys, false),
		preview: newProse(w.fonts, theme.ColorNameForeground, ""), has: annotation.TallyOf(r.documents, r.assigned).By}
	for _, a := range s.people {
		if a.Kind == annotation.Person {
			f.people = append(f.people, a)
		}
	}
	f.colours = annotation.ColoursOf(f.people)
	for _, id := range to {
		f.ticked[id] = true
	}
	f.sheet = &modal{title: "Assign articles of " + shortened(r.Name, 40), width: 520}
	f.list = newKeyList(w.keys, func() int { return len(f.people) }, func() fyne.CanvasObject { return newListRow(w.fonts) }, f.fill)
	f.list.HideSeparators = true
	f.list.chosen = f.tick
	f.list.escape = f.sheet.close
	f.list.caret = func(key fyne.KeyName) bool {
		if key == fyne.KeySpace { // a row that is selected is not selected again
			f.tick(f.list.row)
			return true
		}
		return f.sheet.takesEnter(key)
	}
	f.twice.SetText("0")
	f.seed.SetText("1")
	for _, in := range []*field{f.twice, f.seed} {
		in.OnChanged = func(string) { f.look() }
	}
	names := make([]string, len(of))
	for i, o := range of {
		names[i] = o.name
	}
	articles := newStepper(f.sheet, "Articles", names, 0, func(at int) { f.at = at; f.look() })
	ways := newStepper(f.sheet, "How", wayNames, int(way), func(at int) { f.way = jobs.Way(at); f.ask(); f.look() })
	row := func(name string, in *field) fyne.CanvasObject {
		return container.New(&columns{first: 220}, newProse(w.fonts, theme.ColorNamePlaceHolder, name), in)
	}
	f.sheet.first = ways
	f.whom = container.NewStack(gap(peopleShown(w.win.Canvas().Size().Height)), f.list)
	f.dealt = []fyne.CanvasObject{row("Percent that two people get", f.twice), row("Seed, for another deal", f.seed)}
	body := container.NewVBox(articles, ways, f.whom, f.dealt[0], f.dealt[1], f.preview, f.sheet.tries(w.fonts, f.done))
	f.ask()
	w.show(f.sheet, body, newButton("Cancel", f.sheet.close), mainButton("Assign", f.sheet.confirm))
	s.form = f
	f.look()
}

// ask shows what there is to be asked.
func (f *assignForm) ask() {
	setVisible(f.whom, f.way == jobs.DealOut || f.way == jobs.ToEach)
	for _, o := range f.dealt {
		setVisible(o, f.way == jobs.DealOut)
	}
}

func (f *assignForm) fill(i widget.ListItemID, o fyne.CanvasObject) {
	if i >= len(f.people) {
		return
	}
	a, row := f.people[i], o.(*listRow)
	sign := statusSigns[annotation.Todo]
	if f.ticked[a.ID] {
		sign = statusSigns[annotation.Done]
	}
	row.setSign(sign, personColour(f.colours[a.ID]))
	row.show(textview.Isolate(a.Name), plural(f.has[a.ID], "article")+" of this round")
}

func (f *assignForm) tick(i int) {
	id := f.people[i].ID
	f.ticked[id] = !f.ticked[id]
	f.list.unselect()
	f.list.RefreshItem(i)
	f.look()
}

// assigning is what the form says.
func (f *assignForm) assigning() (jobs.Assigning, error) {
	a := jobs.Assigning{Round: f.round.Round, Documents: f.of[f.at].ids, Way: f.way}
	for _, p := range f.people {
		if f.ticked[p.ID] {
			a.To = append(a.To, p.ID)
		}
	}
	if f.way != jobs.DealOut {
		return a, nil
	}
	percent, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(f.twice.Text), "%")), 64)
	if err != nil || percent < 0 || percent > 100 {
		return a, fmt.Errorf("%q is no percentage from 0 to 100", f.twice.Text)
	}
	a.Twice = percent / 100
	if a.Seed, err = strconv.ParseUint(strings.TrimSpace(f.seed.Text), 10, 64); err != nil {
		return a, fmt.Errorf("the seed %q is no whole number", f.seed.Text)
	}
	return a, nil
}

// look tells what would come of it.
func (f *assignForm) look() {
	f.asked++
	number := f.asked
	a, err := f.assigning()
	if err != nil {
		f.tell(sentence(err))
		return
	}
	f.plan(a, func(plan jobs.Plan, err error) {
		switch {
		case number != f.asked:
		case err != nil && len(a.To) == 0:
			f.tell("Choose who gets them: Space, or a click.")
		case err != nil:
			f.tell(sentence(err))
		case plan.Edit.Len() == 0:
			f.tell("All is so already: " + plan.InWords(namesShown(f.people), grouped) + ".")
		default:
			f.tell(plan.InWords(namesShown(f.people), grouped) + ".")
		}
	})
}

// plan works out what an act of assigning does, with what is not on disk yet.
func (f *assignForm) plan(a jobs.Assigning, then func(jobs.Plan, error)) {
	w, d := f.rounds.w, f.rounds.w.desk
	type outcome struct {
		plan jobs.Plan
		err  error
	}
	work := func() (o outcome) {
		ctx, cancel := context.WithTimeout(d.closing, closingPatience)
		defer cancel()
		if o.err = d.outbox.Flush(ctx); o.err == nil {
			o.plan, o.err = a.Plan(d.closing, d.project)
		}
		return o
	}
	soon(w, w.patience, work, func() { f.tell("Counting…") }, func(o outcome) {
		if d == w.desk {
			then(o.plan, o.err)
		}
	})
}

// namesShown are people with names that keep their place in the program's own words.
func namesShown(people []annotation.Annotator) []annotation.Annotator {
	out := make([]annotation.Annotator, len(people))
	for i, a := range people {
		a.Name = quoted(a.Name, 40)
		out[i] = a
	}
	return out
}

// tell says what would come of it, and gives the sheet the room for that.
func (f *assignForm) tell(text string) {
	f.preview.SetText(text)
	if f.sheet.popup != nil {
		f.sheet.fit()
	}
}

// done carries the act out.
func (f *assignForm) done() error {
	a, err := f.assigning()
	if err != nil {
		return err
	}
	if len(a.To) == 0 && (a.Way == jobs.DealOut || a.Way == jobs.ToEach) {
		return errors.New("nobody is chosen: Space in the list, or a click, chooses who gets the articles")
	}
	w := f.rounds.w
	f.plan(a, func(plan jobs.Plan, err error) {
		if err != nil {
			f.again(err)
			return
		}
		said := plan.InWords(namesShown(f.people), grouped) + ". Ctrl+Z takes it back."
		if plan.Edit.Len() == 0 {
			said = "All was so already."
		}
		w.assign(plan.Edit, func(err error) {
			if err != nil {
				said = sentence(err)
			}
			w.status.say(said)
			f.rounds.read()
		})
	})
	return nil
}

// again shows the form as it was left, with what is wrong.
func (f *assignForm) again(err error) {
	f.sheet.again()
	f.tell(sentence(err))
}

// fewAssignments is up to how many are assigned as one edit of the window, past which it is a long act.
const fewAssignments = 100

// assign carries an edit of assignments out, as one step.
func (w *Window) assign(e annotation.Edit, then func(error)) {
	if e.Len() == 0 {
		then(nil)
		return
	}
	if e.Len() <= fewAssignments {
		then(w.do(e))
		return
	}
	longAct(w, upperFirst(e.Name), func(ctx context.Context, d *desk, progress func(done, total int)) (annotation.Step, error) {
		return jobs.Assign(ctx, d.project, e, progress)
	}, func(step annotation.Step, err error) {
		if !step.Group.IsZero() {
			w.desk.editor.Remember(step)
		}
		w.reloadList(nil)
		then(err)
		if err != nil {
			w.offerUnfinished()
		}
	})
}
