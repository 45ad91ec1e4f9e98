package app

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/app/textview"
)

// schemeEditor changes a draft of the project's scheme beside the open article, which shows it at once. Nothing is changed in the
// project before the draft is saved.
type schemeEditor struct {
	w     *Window
	sheet *modal
	base  *annotation.Scheme // the project's

	migration *annotation.Migration
	draft     *annotation.Scheme // what the migration leads to

	parts []schemePart
	at    int // the part whose form is shown
	known map[string]bool

	list  *keyList
	form  *fyne.Container
	acts  *fyne.Container
	fault *textview.Lines
	save  *button
}

func (w *Window) canChangeScheme() bool { return w.desk != nil && w.canWrite() }

// editScheme opens the editor, at a part when path names one. A draft that was left is gone on with.
func (w *Window) editScheme(path string) {
	now := w.desk.project.Scheme()
	e := w.schemer
	if e == nil || e.base != now {
		e = newSchemeEditor(w, now)
		w.schemer = e
	}
	if !slices.Contains(w.modals, e.sheet) {
		e.open()
	}
	e.show(max(0, slices.IndexFunc(e.parts, func(p schemePart) bool { return p.path == path })))
}

// draft opens the editor on a scheme that is to come instead of the project's.
func (w *Window) draft(next annotation.Scheme) {
	now := w.desk.project.Scheme()
	next.ID, next.Version = now.ID, now.Version
	w.schemer = newSchemeEditor(w, now)
	*w.schemer.draft = next
	w.editScheme("scheme")
}

func newSchemeEditor(w *Window, now *annotation.Scheme) *schemeEditor {
	e := &schemeEditor{w: w, base: now, migration: annotation.NewMigration(now), known: map[string]bool{}}
	e.draft = &e.migration.Next
	for _, p := range schemeParts(e.draft, func(string) bool { return true }) {
		e.known[p.path] = true
	}
	return e
}

// The measures of the editor, in points.
const (
	schemeWidth  = 440
	schemeListed = 0.42 // the list's share of the height
	fieldLabel   = 110
)

func (e *schemeEditor) open() {
	w := e.w
	e.list = newKeyList(w.keys, func() int { return len(e.parts) }, func() fyne.CanvasObject { return newListRow(w.fonts) }, e.fillRow)
	e.list.HideSeparators = true
	e.form, e.acts = container.NewVBox(), container.New(&flow{gap: 4, width: schemeWidth - 40})
	e.fault = newProse(w.fonts, theme.ColorNamePlaceHolder, "")
	e.sheet = &modal{title: "Scheme", width: schemeWidth, height: 1, beside: true, first: e.list, closed: e.closed}
	e.list.chosen = e.show
	e.list.escape = e.sheet.close
	e.list.caret = e.step
	split := container.NewVSplit(e.list, container.NewVScroll(container.New(&inset{2, 4}, e.form)))
	split.Offset = schemeListed
	e.save = mainButton("Save", e.commit)
	e.sheet.enter = e.commit
	e.build()
	w.show(e.sheet, container.NewBorder(nil, e.fault, nil, nil, split), newButton("Close", e.sheet.close), e.save)
}

// build makes the rows anew, after the draft has other parts.
func (e *schemeEditor) build() {
	e.parts = schemeParts(e.draft, func(path string) bool { return e.known[path] })
	e.at = min(e.at, len(e.parts)-1)
	e.list.Refresh()
	e.judge()
}

func (e *schemeEditor) fillRow(i widget.ListItemID, o fyne.CanvasObject) {
	if i >= len(e.parts) {
		return
	}
	p, row := e.parts[i], o.(*listRow)
	bar := nrgba(0, 0)
	if p.label != "" {
		bar = labelColour(e.draft, p.label)
	}
	row.setBar(bar)
	row.show(strings.Repeat("\u2003", p.depth)+p.title, strings.Repeat("\u2003", p.depth)+p.about)
}

// step takes Up and Down through the rows, each showing its form.
func (e *schemeEditor) step(key fyne.KeyName) bool {
	by := map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1}[key]
	if by != 0 {
		e.show(max(0, min(e.at+by, len(e.parts)-1)))
	}
	return by != 0
}

// show shows the form of a part.
func (e *schemeEditor) show(i int) {
	e.at = i
	e.list.mark(i)
	e.list.point(i)
	e.showActs() // first, for their rows are as high as what stands in them
	e.form.RemoveAll()
	e.form.Add(e.acts)
	for _, f := range e.parts[i].fields {
		e.form.Add(e.input(f))
	}
}

// input is the form's row for a field.
func (e *schemeEditor) input(f partField) fyne.CanvasObject {
	if f.values != nil {
		names := f.names
		if names == nil {
			names = f.values
		}
		return newStepper(e.sheet, f.name, names, max(0, slices.Index(f.values, f.get())), func(at int) {
			f.set(f.values[at])
			e.changed(f)
		})
	}
	name := newProse(e.w.fonts, theme.ColorNamePlaceHolder, f.name)
	if f.set == nil {
		return container.New(&columns{first: fieldLabel}, name, newProse(e.w.fonts, theme.ColorNameForeground, f.get()))
	}
	in := newField(e.w.keys, f.many)
	if f.many {
		in.SetMinRowsVisible(7)
	}
	in.SetText(f.get())
	in.OnChanged = func(s string) {
		f.set(s)
		e.changed(f)
	}
	in.escape, in.enter = e.sheet.close, e.sheet.enterKey
	if f.many {
		return container.NewVBox(name, in)
	}
	return container.New(&columns{first: fieldLabel}, name, in)
}

// showActs offers what can be done with the part.
func (e *schemeEditor) showActs() {
	p := e.parts[e.at]
	e.acts.RemoveAll()
	add := func(name string, act func()) {
		if act != nil {
			b := newButton(name, act)
			b.escape = e.sheet.close
			e.acts.Add(b)
		}
	}
	for _, a := range p.adds {
		add("Add "+a.name, func() {
			path := a.add()
			e.build()
			e.show(max(0, slices.IndexFunc(e.parts, func(q schemePart) bool { return q.path == path })))
		})
	}
	add("Earlier", e.moving(p.up))
	add("Later", e.moving(p.down))
	name := "Remove"
	switch {
	case !e.known[p.path]:
	case p.retired:
		name = "Use again"
	default:
		name = "Retire"
	}
	add(name, e.moving(p.remove))
	if e.known[p.path] {
		for _, a := range migrationActs(e.migration, p) {
			add(a.name, func() { e.choose(a) })
		}
	}
}

// choose carries out an act on marks; where it goes into one of several things, after that was chosen from a menu.
func (e *schemeEditor) choose(a migrationAct) {
	if len(a.into) == 0 {
		e.migrate(a, "")
		return
	}
	m := fyne.NewMenu("")
	for _, target := range a.into {
		m.Items = append(m.Items, fyne.NewMenuItem(target.name, func() { e.migrate(a, target.id) }))
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(e.acts)
	widget.ShowPopUpMenuAtPosition(m, e.w.win.Canvas(), at.AddXY(0, e.acts.Size().Height))
}

// migrate adds an act to the draft, or says why it cannot be.
func (e *schemeEditor) migrate(a migrationAct, into string) {
	if err := a.run(into); err != nil {
		e.fault.SetText(sentence(err))
		return
	}
	e.moving(func() {})()
}

// moving is an act after which the rows are others; the form stays with its part.
func (e *schemeEditor) moving(act func()) func() {
	if act == nil {
		return nil
	}
	return func() {
		path := e.parts[e.at].path
		act()
		e.build()
		at := slices.IndexFunc(e.parts, func(q schemePart) bool { return q.path == path })
		if at < 0 {
			at = min(e.at, len(e.parts)-1)
		}
		e.show(at)
	}
}

// changed follows what was typed into a field.
func (e *schemeEditor) changed(f partField) {
	e.build()
	if f.values != nil && f.name == "Colour" { // the two fields below follow it
		e.show(e.at)
	}
}

// judge shows the draft in the article where it can be a scheme, and says why it cannot.
func (e *schemeEditor) judge() {
	faults := e.draft.Faults()
	if len(faults) > 0 {
		e.fault.SetText("Not yet: " + faults[0].Error())
		e.save.Disable()
		return
	}
	e.save.Enable()
	n := len(annotation.DiffSchemes(e.base, e.draft))
	if n == 0 {
		e.fault.SetText("Nothing differs from what the project has.")
	} else {
		e.fault.SetText(plural(n, "change") + ", not saved yet. The article shows them.")
	}
	e.w.preview(e.draft)
}

// closed shows the project's scheme again. The draft stays for the next time.
func (e *schemeEditor) closed() {
	e.w.preview(nil)
	if e.w.schemer == e && len(annotation.DiffSchemes(e.base, e.draft)) > 0 {
		e.w.status.say("The scheme was not changed. The draft is kept until the project is closed; Scheme goes on with it.")
	}
}

// commit makes the draft the project's scheme, after a look at what becomes of marks.
func (e *schemeEditor) commit() {
	w := e.w
	m, err := e.whole()
	if err != nil {
		e.fault.SetText("Not yet: " + err.Error())
		return
	}
	if len(annotation.DiffSchemes(e.base, &m.Next)) == 0 && !m.Moves() {
		e.sheet.close()
		return
	}
	w.schemer = nil // else closing would speak of a draft
	e.sheet.close()
	w.migrate(m, func(err error) {
		w.schemer = e // with what was typed
		w.editScheme(e.parts[e.at].path)
		if err != nil {
			e.fault.SetText(sentence(err))
		}
	})
}

// whole is the migration with what the forms say of links that were there: their ends and numbers may be narrower than before.
func (e *schemeEditor) whole() (*annotation.Migration, error) {
	m := e.migration.Clone()
	for i := range m.Next.Relations {
		t := m.Next.Relations[i]
		before, ok := e.base.RelationType(t.ID)
		if !ok || t.Retired || slices.Equal(t.From, before.From) && slices.Equal(t.To, before.To) && t.Most == before.Most {
			continue
		}
		m.Next.Relations[i].From, m.Next.Relations[i].To, m.Next.Relations[i].Most = before.From, before.To, before.Most
		if err := m.Narrow(t.ID, t.From, t.To, t.Most); err != nil {
			return nil, err
		}
	}
	return m, m.Next.Validate()
}

// onceSaved does something when all that was done is on disk; not at all where that fails, which is told elsewhere.
func (w *Window) onceSaved(then func()) {
	d := w.desk
	go func() {
		if err := d.outbox.Flush(d.closing); err == nil {
			w.later(func() {
				if d == w.desk {
					then()
				}
			})
		}
	}()
}

// schemeChanged shows everything by the scheme that the project has now.
func (w *Window) schemeChanged() {
	w.makeChips()
	if id := w.document.ID; !id.IsZero() {
		chosen := w.chosen
		w.openThen(id, func() { w.choose(chosen) })
	}
	w.refresh()
}

// preview shows a draft of the scheme in the window; nil shows the project's.
func (w *Window) preview(draft *annotation.Scheme) {
	w.drafted = draft
	w.makeChips()
	w.view.Invalidate()
	w.refresh()
}

// scheme is what the window shows marks by: the project's, or the draft of it that is being made.
func (w *Window) schemeShown() *annotation.Scheme {
	if w.drafted != nil {
		return w.drafted
	}
	return w.desk.project.Scheme()
}
