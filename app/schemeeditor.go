package app

import (
	"context"
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
	draft     *annotation.Scheme      // what the migration leads to
	before    []*annotation.Migration // as it was before each act on marks
	saving    bool                    // it is being saved
	answers   []answered              // the questions whose answers it puts into the guidelines

	parts []schemePart
	at    int // the part whose form is shown
	known map[string]bool

	list   *keyList
	form   *fyne.Container
	acts   *fyne.Container
	inputs map[string]*field // the fields of the form by name
	scroll *container.Scroll // round the form
	fault  *textview.Lines
	save   *button
}

func (w *Window) canChangeScheme() bool { return w.desk != nil && w.canWrite() }

// editScheme opens the editor, at a part when path names one. A draft that was left is gone on with.
func (w *Window) editScheme(path string) {
	now := w.desk.project.Scheme()
	e := w.schemer
	if e == nil || e.base != now {
		e = newSchemeEditor(w, now)
		if w.schemer != nil && !w.schemer.migration.Moves() { // what was typed goes on from what the project has now
			next := *w.schemer.draft
			next.ID, next.Version = now.ID, now.Version
			*e.draft = next
		}
		w.schemer = e
	}
	if !slices.Contains(w.modals, e.sheet) {
		e.open()
		if err := w.desk.project.CheckSchemeLock(context.Background()); err != nil {
			e.say(sentence(err))
		}
	}
	e.show(max(0, slices.IndexFunc(e.parts, func(p schemePart) bool { return p.path == path })))
}

// draft opens the editor on a scheme that is to come instead of the project's.
func (w *Window) draft(next annotation.Scheme) {
	begin := func() {
		now := w.desk.project.Scheme()
		next.ID, next.Version = now.ID, now.Version
		w.schemer = newSchemeEditor(w, now)
		*w.schemer.draft = next
		w.editScheme("scheme")
	}
	if e := w.schemer; e == nil || !e.differs() {
		begin()
		return
	}
	w.question("There is a draft of the scheme that was not saved", "What the file says would come instead of it.", choice{text: "Keep the draft"}, choice{"Take the file", begin})
}

// differs tells whether there is anything to save.
func (e *schemeEditor) differs() bool {
	return e.migration.Moves() || len(annotation.DiffSchemes(e.base, e.draft)) > 0
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
	e.scroll = container.NewVScroll(container.New(&inset{2, 4}, e.form))
	split := container.NewVSplit(e.list, e.scroll)
	split.Offset = schemeListed
	e.save = mainButton("Save", e.commit)
	e.sheet.enter = e.commit
	e.build()
	w.show(e.sheet, container.NewBorder(nil, e.fault, nil, nil, split), newButton("Discard", e.discard), newButton("Close", e.sheet.close), e.save)
}

// discard gives the draft up.
func (e *schemeEditor) discard() {
	e.w.schemer = nil
	e.sheet.close()
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
	by := map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1, fyne.KeyPageUp: -8, fyne.KeyPageDown: 8, fyne.KeyHome: -len(e.parts), fyne.KeyEnd: len(e.parts)}[key]
	switch {
	case by != 0:
		e.show(max(0, min(e.at+by, len(e.parts)-1)))
	case key == fyne.KeyReturn || key == fyne.KeyEnter:
		e.sheet.enterKey()
	default:
		return false
	}
	return true
}

// show shows the form of a part.
func (e *schemeEditor) show(i int) {
	e.at = i
	e.list.mark(i)
	e.list.point(i)
	e.showActs() // first, for their rows are as high as what stands in them
	e.form.RemoveAll()
	e.inputs = map[string]*field{}
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
	in.focus = func() { revealIn(e.scroll, e.form, in) }
	e.inputs[f.name] = in
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
			if in := e.inputs["Name"]; in != nil {
				e.w.win.Canvas().Focus(in)
				in.TypedShortcut(&fyne.ShortcutSelectAll{})
			}
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
	if p.retired && !isRetired(e.base, p) && len(e.before) > 0 { // an act did that; its marks would go all the same
		p.remove = nil
	}
	add(name, e.moving(p.remove))
	if len(e.before) > 0 {
		add("Undo the last act on marks", e.takeBack)
	}
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
	before := e.migration.Clone()
	err := a.run(into)
	if err == nil {
		e.before = append(e.before, before)
	}
	e.moving(func() {})() // also where it failed: the parts may be others
	if err != nil {
		e.say(sentence(err))
	}
}

// takeBack goes back to before the last act on marks.
func (e *schemeEditor) takeBack() {
	last := len(e.before) - 1
	*e.migration = *e.before[last]
	e.before = e.before[:last]
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
	e.showActs()
	for _, other := range e.parts[e.at].fields { // those that follow it: an id its name, two colours the one that was chosen
		if in := e.inputs[other.name]; in != nil && other.name != f.name && in.Text != other.get() {
			in.SetText(other.get())
		}
	}
}

// say tells something over the buttons.
func (e *schemeEditor) say(text string) {
	if e.fault.Text() == text {
		return
	}
	e.fault.SetText(text)
	if e.sheet.body != nil { // it may need another room
		e.sheet.body.Refresh()
	}
}

// judge shows the draft in the article where it can be a scheme, and says why it cannot.
func (e *schemeEditor) judge() {
	faults := e.draft.Faults()
	if len(faults) > 0 {
		e.say("Not yet: " + faults[0].Error())
		e.save.Disable()
		return
	}
	n := len(annotation.DiffSchemes(e.base, e.draft))
	if e.differs() {
		e.save.Enable()
	} else {
		e.save.Disable()
	}
	if !e.differs() {
		e.say("Nothing differs from what the project has.")
	} else {
		e.say(plural(n, "change") + ", not saved yet. The article shows them.")
	}
	e.w.preview(e.draft)
}

// closed shows the project's scheme again. The draft stays for the next time.
func (e *schemeEditor) closed() {
	e.w.preview(nil)
	if e.w.schemer == e && !e.saving && e.differs() {
		e.w.status.say("The scheme was not changed. The draft is kept until the project is closed; Scheme goes on with it.")
	}
}

// commit makes the draft the project's scheme, after a look at what becomes of marks.
func (e *schemeEditor) commit() {
	w := e.w
	if len(e.draft.Faults()) > 0 {
		return
	}
	m, err := e.whole()
	if err != nil {
		e.say("Not yet: " + err.Error())
		return
	}
	if !e.differs() {
		e.sheet.close()
		return
	}
	e.saving = true // the draft stays until it is in the project
	e.sheet.close()
	e.saving = false
	w.migrate(m, func(err error) {
		w.editScheme(e.parts[e.at].path)
		if err != nil {
			e.say(sentence(err))
		}
	})
}

// whole is the migration with what the forms say of links that were there: their ends and numbers may be narrower than before.
func (e *schemeEditor) whole() (*annotation.Migration, error) {
	m := e.migration.Clone()
	for i := range m.Next.Relations {
		t := m.Next.Relations[i]
		before, ok := e.base.RelationType(t.ID)
		if !ok || t.Retired || isWider(t, before) {
			continue
		}
		narrowed := m.Clone()
		narrowed.Next.Relations[i].From, narrowed.Next.Relations[i].To, narrowed.Next.Relations[i].Most = before.From, before.To, before.Most
		if len(narrowed.Next.Faults()) > 0 { // what it went to before is not there any more
			continue
		}
		if err := narrowed.Narrow(t.ID, t.From, t.To, t.Most); err != nil {
			return nil, err
		}
		m = narrowed
	}
	return m, m.Next.Validate()
}

// isWider tells whether all links that one type of relation takes are taken by another too.
func isWider(t, before annotation.RelationType) bool {
	all := func(ends, of []string) bool {
		return !slices.ContainsFunc(of, func(end string) bool { return !slices.Contains(ends, end) })
	}
	return all(t.From, before.From) && all(t.To, before.To) && (t.Most == 0 || before.Most > 0 && before.Most <= t.Most)
}

// schemeChanged shows everything by the scheme that the project has now.
func (w *Window) schemeChanged() {
	scheme := w.desk.project.Scheme()
	if _, ok := scheme.Choice(w.sticky); !ok {
		w.sticky = annotation.LabelRole{}
	}
	if _, ok := scheme.Choice(w.last); !ok {
		w.last = annotation.LabelRole{}
	}
	w.makeChips()
	w.reloadList(nil)
	if id := w.document.ID; !id.IsZero() {
		chosen := w.chosen
		w.openThen(id, func() { w.choose(chosen) })
	}
	w.adjudicating.isStale()
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
