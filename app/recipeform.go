package app

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"rubricator/app/textview"
)

// recipeForm shows the recipe at hand, to be changed: a row for each thing that it says and that its format can do.
type recipeForm struct {
	p        *datasetPlace
	root     *container.Scroll
	box      *fyne.Container
	made     string                    // what the rows were made for
	controls map[string]fyne.Focusable // by the name of the row
	last     string                    // the row that had the focus last
	faults   []formFault
}

// formFault is what cannot be read in a field.
type formFault struct {
	row string
	err error
}

func newRecipeForm(p *datasetPlace) *recipeForm {
	f := &recipeForm{p: p, box: container.NewVBox(), controls: map[string]fyne.Focusable{}}
	f.root = container.NewVScroll(container.New(&inset{6, 4}, f.box))
	return f
}

// anew makes the form anew when it is shown next, for what stands in its fields is another.
func (f *recipeForm) anew() { f.made = "" }

// forget is anew of another project.
func (f *recipeForm) forget() {
	f.made, f.last, f.faults = "", "", nil
}

// show shows the recipe as it is now. Fields in which something is typed stay; the focus stays at its row.
func (f *recipeForm) show() {
	rows := f.p.recipeRows()
	made := madeFor(rows)
	if made == f.made {
		return
	}
	f.made = made
	focused := ""
	for name, c := range f.controls {
		if c == f.p.w.win.Canvas().Focused() {
			focused = name
		}
	}
	f.box.RemoveAll()
	clear(f.controls)
	f.faults = nil
	for _, r := range rows {
		f.box.Add(f.drawn(r))
	}
	f.box.Refresh()
	if c := f.controls[focused]; c != nil {
		f.p.w.win.Canvas().Focus(c)
	}
}

// madeFor tells rows apart by all but what is typed into fields.
func madeFor(rows []recipeRow) string {
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, "%s|%s|%s|%q|%d\n", r.page, r.name, r.says, r.values, r.at)
		if r.open != nil {
			b.WriteString(r.text)
		}
	}
	return b.String()
}

// drawn is what stands for a row.
func (f *recipeForm) drawn(r recipeRow) fyne.CanvasObject {
	w := f.p.w
	name := newProse(w.fonts, theme.ColorNameForeground, r.name)
	switch {
	case r.heading:
		return container.NewVBox(gap(6), newHeading(w.fonts, r.name))
	case r.says != "":
		return newProse(w.fonts, theme.ColorNamePlaceHolder, r.says)
	case r.values != nil:
		s := newStepper(f, r.name, r.values, r.at, r.set)
		f.controls[r.name] = s
		return s
	case r.open != nil:
		b := newButton(shortened(r.text, 24), func() { f.last = r.name; r.open() })
		b.keys, b.escape = w.keys, f.p.toCounts
		f.controls[r.name] = b
		return container.New(valueColumn{}, name, b)
	}
	in := newField(w.keys, r.many)
	if r.many {
		in.SetMinRowsVisible(3)
	}
	in.SetText(r.text)
	in.SetPlaceHolder(r.hint)
	in.OnChanged = func(s string) {
		f.faults = slices.DeleteFunc(f.faults, func(x formFault) bool { return x.row == r.name })
		if err := r.write(s); err != nil {
			f.faults = append(f.faults, formFault{r.name, err})
		}
		f.p.changed()
	}
	in.escape, in.enter = f.p.toCounts, func() { w.win.Canvas().FocusNext() }
	in.focus = func() { f.last = r.name; f.reveal(in) }
	f.controls[r.name] = in
	if r.many {
		return container.NewVBox(name, in)
	}
	return container.New(valueColumn{}, name, in)
}

// fault is the first thing that cannot be read; nil where all can be.
func (f *recipeForm) fault() error {
	if len(f.faults) == 0 {
		return nil
	}
	return fmt.Errorf("%s: %w", strings.ToLower(f.faults[0].row), f.faults[0].err)
}

// control is the part of the form that had the focus last, else the format.
func (f *recipeForm) control() fyne.Focusable {
	if c := f.controls[f.last]; c != nil {
		return c
	}
	return f.controls[rowFormat]
}

// window is stand.
func (f *recipeForm) window() *Window { return f.p.w }

// reveal is stand.
func (f *recipeForm) reveal(part fyne.CanvasObject) {
	for name, c := range f.controls {
		if c == part.(fyne.Focusable) {
			f.last = name
		}
	}
	revealIn(f.root, f.box, part)
}

// typedKey is stand: Enter offers all values of a stepper, Esc leads to the counts.
func (f *recipeForm) typedKey(e *fyne.KeyEvent) {
	w := f.p.w
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if s, ok := w.win.Canvas().Focused().(*stepper); ok && !w.keys.repeated() {
			s.offer()
		}
	case fyne.KeyEscape:
		f.p.toCounts()
	default:
		w.keys.typedKey(e, true)
	}
}

// tickRow is a row of several of many.
func (f *recipeForm) tickRow(name, none string, all []tick, now []string, set func([]string)) recipeRow {
	wanted := map[string]bool{}
	for _, v := range now {
		wanted[strings.ToLower(v)] = true
	}
	text := none
	var on []string // as the ticks have them
	if len(now) > 0 {
		for _, t := range all {
			if key := strings.ToLower(t.value); wanted[key] {
				delete(wanted, key)
				on = append(on, t.value)
				text = t.title
			}
		}
	}
	for _, v := range now { // a recipe may name what this project has not
		if wanted[strings.ToLower(v)] {
			all = append(slices.Clip(all), tick{v, textview.Isolate(v), "not in this project"})
			on, text = append(on, v), textview.Isolate(v)
		}
	}
	if len(on) > 1 {
		text = grouped(len(on)) + " of " + grouped(len(all))
	}
	return recipeRow{name: name, text: text, open: func() {
		f.p.w.tickSome(name, strings.ToLower(none[:1])+none[1:], all, on, func(values []string) {
			set(values)
			f.p.changed()
			f.p.focus()
		})
	}}
}

// valueColumn stands a name at the left and what it is at the right, as steppers do.
type valueColumn struct{}

// Layout is fyne.Layout.
func (valueColumn) Layout(os []fyne.CanvasObject, size fyne.Size) {
	left := size.Width - valueWidth
	os[0].Move(fyne.NewPos(4, (size.Height-os[0].MinSize().Height)/2))
	os[0].Resize(fyne.NewSize(left-4, os[0].MinSize().Height))
	os[1].Move(fyne.NewPos(left, 0))
	os[1].Resize(fyne.NewSize(valueWidth-4, size.Height))
}

// MinSize is fyne.Layout.
func (valueColumn) MinSize(os []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(valueWidth+fieldLabel, os[1].MinSize().Height)
}
