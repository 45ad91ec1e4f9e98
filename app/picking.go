package app

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
)

// picks are the articles of the library that are chosen together.
type picks struct {
	chosen map[annotation.ID]bool
	anchor annotation.ID // from where a range is taken
}

// click is a click on a row, or its key: with Ctrl the row is chosen or no longer, with Shift all from the last one to it; else it is opened.
func (l *library) click(row int) {
	id := l.all[l.shown[row]].ID
	switch mod := l.w.keys.modifiers(); {
	case mod&control() != 0:
		l.startPicking()
		if l.picks.chosen[id] {
			delete(l.picks.chosen, id)
		} else {
			l.picks.chosen[id] = true
		}
		l.picks.anchor = id
		l.showPicks()
	case mod&fyne.KeyModifierShift != 0:
		l.pickTo(row)
	default:
		l.unpick()
		l.openRow(row)
		l.w.focusText()
	}
}

// startPicking begins with the open article, where it is shown.
func (l *library) startPicking() {
	if len(l.picks.chosen) > 0 {
		return
	}
	l.picks = picks{chosen: map[annotation.ID]bool{}}
	for _, i := range l.shown {
		if l.all[i].ID == l.current {
			l.picks.chosen[l.current] = true
			l.picks.anchor = l.current
		}
	}
}

// pickTo chooses the rows between the anchor and one, and no others.
func (l *library) pickTo(row int) {
	l.startPicking()
	from := row
	for at, i := range l.shown {
		if l.all[i].ID == l.picks.anchor {
			from = at
		}
	}
	l.picks.anchor = l.all[l.shown[from]].ID
	clear(l.picks.chosen)
	for at := min(from, row); at <= max(from, row); at++ {
		l.picks.chosen[l.all[l.shown[at]].ID] = true
	}
	l.showPicks()
}

// pickKey takes the keys that choose rows, in the list.
func (l *library) pickKey(key fyne.KeyName) bool {
	shift := l.w.keys.modifiers()&fyne.KeyModifierShift != 0
	switch {
	case key == "all":
		l.startPicking()
		for _, id := range l.found() {
			l.picks.chosen[id] = true
		}
		l.showPicks()
	case key == fyne.KeyEscape && len(l.picks.chosen) > 0:
		l.unpick()
	case shift && (key == fyne.KeyUp || key == fyne.KeyDown) && len(l.shown) > 0:
		if len(l.picks.chosen) == 0 {
			l.picks.anchor = l.all[l.shown[l.list.row]].ID
			l.picks.chosen = map[annotation.ID]bool{l.picks.anchor: true}
		}
		l.list.move(key)
		l.pickTo(l.list.row)
	default:
		return false
	}
	return true
}

// unpick chooses none.
func (l *library) unpick() {
	if len(l.picks.chosen) > 0 {
		l.picks = picks{}
		l.showPicks()
	}
}

// keepPicks leaves those chosen that are listed still.
func (l *library) keepPicks() {
	for id := range l.picks.chosen {
		if _, there := l.place[id]; !there {
			delete(l.picks.chosen, id)
		}
	}
}

func (l *library) showPicks() {
	l.list.Refresh()
	l.recount()
	l.choose(l.current)
	l.w.refresh()
}

// picked are the documents that are chosen, in the order of import.
func (l *library) picked() (out []annotation.Document) {
	for i := range l.all {
		if l.picks.chosen[l.all[i].ID] {
			out = append(out, l.all[i].Document)
		}
	}
	return out
}

// pickedActions are what can be done with several articles.
func (w *Window) pickedActions() []*action {
	n := func(before, after string) func() string {
		return func() string { return before + plural(len(w.library.picks.chosen), "article") + after }
	}
	can := func() bool { return w.canWrite() && len(w.library.picks.chosen) > 0 }
	return []*action{
		{id: "picked.details", menu: "Edit", name: "Details of the chosen articles…", label: n("Details of ", "…"), separator: true, enabled: can, run: w.pickedDetails},
		{id: "picked.story", menu: "Edit", name: "The chosen articles tell the same story", label: n("Same story: ", ""), enabled: func() bool { return can() && len(w.library.picks.chosen) > 1 }, run: func() { w.tellStories(annotation.JoinStories, "same story") }},
		{id: "picked.alone", menu: "Edit", name: "The chosen articles stand alone", label: n("Stand alone: ", ""), enabled: can, run: func() { w.tellStories(annotation.LeaveStories, "stand alone") }},
		{id: "picked.remove", menu: "Edit", name: "Remove the chosen articles…", label: n("Remove ", "…"), enabled: can, run: w.removePicked},
		w.eraseAction(),
	}
}

// doPicked prepares edits beside the window and writes all of them or none, as one step to be undone.
func (w *Window) doPicked(name, said string, prepare func(context.Context, *desk) ([]annotation.Edit, error)) {
	w.inspector.keep()
	d := w.desk
	ctx, cancel := context.WithCancel(d.closing)
	hide := func() {}
	if len(w.library.picks.chosen) >= manyArticles {
		_, hide = w.showProgress(upperFirst(name), cancel)
	}
	step := annotation.Step{Group: annotation.NewID(), Name: name}
	go func() {
		defer cancel()
		err := d.outbox.Flush(ctx)
		var edits []annotation.Edit
		if err == nil {
			edits, err = prepare(ctx, d)
		}
		for i := range edits {
			edits[i].Group = step.Group
		}
		if err == nil {
			err = d.project.Commit(ctx, edits...)
		}
		w.later(func() {
			hide()
			switch {
			case d != w.desk:
				return
			case ctx.Err() == nil && err != nil:
				w.status.fail(sentence(err))
				return
			case err != nil:
				w.status.say("Nothing was changed.")
				return
			case len(edits) == 0:
				w.status.say("There is nothing to change.")
				return
			}
			d.editor.Remember(step)
			w.reloadList(func() { w.status.say(said + " Ctrl+Z takes it back.") })
		})
	}()
}

func (w *Window) tellStories(change func([]annotation.Document, map[annotation.ID]bool) []annotation.Edit, name string) {
	chosen := map[annotation.ID]bool{}
	for _, d := range w.library.picked() {
		chosen[d.ID] = true
	}
	w.doPicked(name, upperFirst(name)+".", func(ctx context.Context, d *desk) ([]annotation.Edit, error) {
		all, err := d.list(ctx)
		documents := make([]annotation.Document, len(all))
		for i := range all {
			documents[i] = all[i].Document
		}
		return change(documents, chosen), err
	})
}

// removePicked takes the chosen articles out of the project, with the marks that go with each.
func (w *Window) removePicked() {
	picked := w.library.picked()
	marks := 0
	for _, d := range picked {
		l, _ := w.library.listed(d.ID)
		marks += l.Spans
	}
	what := plural(len(picked), "article")
	w.question("Remove "+what+"?", what+" and your "+plural(marks, "mark")+" on them will leave the project. Ctrl+Z brings them back.", choice{text: "Cancel"},
		choice{"Remove", func() {
			w.doPicked("remove "+what, "Removed: "+what+".", func(ctx context.Context, d *desk) (edits []annotation.Edit, err error) {
				for _, document := range picked {
					l, err := d.load(ctx, document.ID)
					if err != nil {
						return nil, err
					}
					e, err := l.suggestions.Remove(l.document)
					if err == nil {
						err = d.removeReference(&e, l.document)
					}
					if err != nil {
						return nil, err
					}
					edits = append(edits, e)
				}
				return edits, nil
			})
		}})
}

// severalDetails are what several articles may have in common.
var severalDetails = []struct {
	name string
	of   func(*annotation.Document) *string
}{
	{"Outlet", func(d *annotation.Document) *string { return &d.Outlet }},
	{"Author", func(d *annotation.Document) *string { return &d.Author }},
	{"Published", func(d *annotation.Document) *string { return &d.Published }},
	{"Language", func(d *annotation.Document) *string { return &d.Language }},
	{"Caption", func(d *annotation.Document) *string { return &d.Caption }},
	{"Licence", func(d *annotation.Document) *string { return &d.Licence }},
}

// pickedDetails shows what the chosen articles have in common, to be corrected. What differs is left as it is unless something is typed.
func (w *Window) pickedDetails() {
	picked := w.library.picked()
	form := container.NewVBox()
	fields, before := make([]*field, len(severalDetails)), make([]string, len(severalDetails))
	for i, detail := range severalDetails {
		f := newField(w.keys, false)
		f.SetPlaceHolder("")
		before[i] = *detail.of(&picked[0])
		for k := range picked {
			if *detail.of(&picked[k]) != before[i] {
				before[i] = ""
				f.SetPlaceHolder("several")
				break
			}
		}
		f.SetText(before[i])
		fields[i] = f
		form.Add(container.NewBorder(nil, nil, container.NewGridWrap(fyne.NewSize(90, 36), widget.NewLabel(detail.name)), nil, f))
	}
	what := plural(len(picked), "article")
	w.ask("Details of "+what, "Save", 640, form, fields[0], func() error {
		typed := make([]string, len(fields))
		for i, f := range fields {
			typed[i] = f.Text
		}
		w.doPicked("details of "+what, "Details of "+what+" changed.", func(ctx context.Context, d *desk) (edits []annotation.Edit, err error) {
			for _, document := range picked {
				after := document
				for i, detail := range severalDetails {
					if typed[i] != before[i] {
						*detail.of(&after) = typed[i]
					}
				}
				if e, changed := document.ChangeTo(after); changed {
					edits = append(edits, e)
				}
			}
			return edits, nil
		})
		return nil
	})
}
