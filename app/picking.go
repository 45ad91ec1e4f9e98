package app

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/app/jobs"
)

// picks are the articles of the library that are chosen together.
type picks struct {
	chosen map[annotation.ID]bool
	anchor annotation.ID // from where a range is taken
}

// click is a click on a row: with Ctrl the row is chosen or no longer, with Shift all from the last one to it; else it is opened.
func (l *library) click(row int, _ fyne.Position) {
	if row >= len(l.shown) { // the list was shorter before the row was drawn anew
		return
	}
	switch mod := l.w.keys.modifiers(); {
	case mod&control() != 0:
		l.keysTo(row)
		l.toggle(row)
	case mod&fyne.KeyModifierShift != 0:
		l.keysTo(row)
		l.pickTo(row)
	default:
		l.openAlone(row)
	}
}

// keysTo takes the keys to a row of the list.
func (l *library) keysTo(row int) {
	l.w.win.Canvas().Focus(l.list)
	l.list.point(row)
}

// offerPicked offers what can be done with the article under the pointer, or with all that are chosen where it is one of them.
func (l *library) offerPicked(row int, at fyne.Position) {
	if row >= len(l.shown) {
		return
	}
	l.keysTo(row)
	if id := l.all[l.shown[row]].ID; !l.picks.chosen[id] {
		l.picks = picks{chosen: map[annotation.ID]bool{id: true}, anchor: id}
		l.showPicks()
	}
	if items := l.pickedItems(); len(items) > 0 {
		widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), l.w.win.Canvas(), at)
	}
}

// pickedItems are the entries of a menu for the chosen articles.
func (l *library) pickedItems() []*fyne.MenuItem {
	return l.w.items("picked.details", "picked.story", "picked.alone", "picked.remove", "erase")
}

// openAlone opens the article of a row, and chooses no others with it.
func (l *library) openAlone(row int) {
	l.unpick()
	l.openRow(row)
	l.w.focusText()
}

// toggle chooses the article of a row with those that are chosen, or no longer.
func (l *library) toggle(row int) {
	id := l.all[l.shown[row]].ID
	first := len(l.picks.chosen) == 0
	l.startPicking()
	if l.picks.chosen[id] && !first {
		delete(l.picks.chosen, id)
	} else {
		l.picks.chosen[id] = true
	}
	l.picks.anchor = id
	l.showPicks()
}

// aim chooses the article that the keys are at, where none is chosen and a key does something with those that are.
func (l *library) aim(c Chord) {
	if len(l.picks.chosen) > 0 || l.list.row >= len(l.shown) {
		return
	}
	for _, a := range l.w.actions.all {
		if strings.HasPrefix(a.id, "picked.") && slices.Contains(a.keys, c) {
			id := l.all[l.shown[l.list.row]].ID
			l.picks = picks{chosen: map[annotation.ID]bool{id: true}, anchor: id}
			l.showPicks()
		}
	}
}

// pickAll chooses all articles that are found.
func (l *library) pickAll() {
	l.startPicking()
	for _, id := range l.found() {
		l.picks.chosen[id] = true
	}
	l.showPicks()
}

// pickOn chooses from where the keys are to where a key leads.
func (l *library) pickOn(key fyne.KeyName) {
	if len(l.picks.chosen) == 0 {
		l.picks.anchor = l.all[l.shown[l.list.row]].ID
		l.picks.chosen = map[annotation.ID]bool{l.picks.anchor: true}
	}
	l.list.move(key)
	l.pickTo(l.list.row)
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

// unpick chooses none.
func (l *library) unpick() {
	if len(l.picks.chosen) > 0 {
		l.picks = picks{}
		l.showPicks()
	}
}

// keepPicks leaves those chosen that are shown still, so that nothing is done with what nobody sees.
func (l *library) keepPicks() {
	if len(l.picks.chosen) == 0 {
		return
	}
	still := map[annotation.ID]bool{}
	for _, id := range l.found() {
		if l.picks.chosen[id] {
			still[id] = true
		}
	}
	l.picks.chosen = still
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
		{id: "picked.details", menu: "Edit", name: "Details of the chosen articles…", keys: chords("Ctrl+Shift+D"), label: n("Details of ", "…"), separator: true, enabled: can, run: w.pickedDetails},
		{id: "picked.story", menu: "Edit", name: "The chosen articles tell the same story", label: n("Same story: ", ""), enabled: func() bool { return can() && len(w.library.picks.chosen) > 1 }, run: func() { w.tellStories(annotation.JoinStories, "same story") }},
		{id: "picked.alone", menu: "Edit", name: "The chosen articles stand alone", label: n("Stand alone: ", ""), enabled: can, run: func() { w.tellStories(annotation.LeaveStories, "stand alone") }},
		{id: "picked.remove", menu: "Edit", name: "Remove the chosen articles…", keys: chords("Del"), label: n("Remove ", "…"), enabled: can, run: w.removePicked},
		w.eraseAction(),
	}
}

// pickRangeKeys are the keys that choose, with Shift, from where they are to where they lead.
var pickRangeKeys = []string{"Up", "Down", "PgUp", "PgDn", "Home", "End"}

// pickActions are the keys of the library's list.
func (w *Window) pickActions() (all []*action) {
	l := func() *library { return w.library }
	hasRows := func() bool { return len(l().shown) > 0 }
	all = []*action{
		{id: "pick.open", name: "Open the article", keys: chords("Enter", "Space"), enabled: hasRows, run: func() { l().openAlone(l().list.row) }},
		{id: "pick.toggle", name: "Choose the article with others, or no longer", keys: chords("Ctrl+Space", "Shift+Space"), keyText: "Ctrl+Space, Ctrl+click", enabled: hasRows, run: func() { l().toggle(l().list.row) }},
	}
	for i, key := range pickRangeKeys {
		a := &action{id: "pick." + key, name: "Choose from here on: " + key, keys: chords("Shift+" + key), repeats: true, enabled: hasRows, run: func() { l().pickOn(chords(key)[0].Key) }}
		if i == 0 {
			a.keyText = "Shift with Up, Down, PgUp, PgDn, Home, End, click"
		}
		all = append(all, a)
	}
	return append(all,
		&action{id: "pick.all", name: "Choose all articles that are found", keys: chords("Ctrl+A"), enabled: hasRows, run: func() { l().pickAll() }},
		&action{id: "pick.none", name: "Choose none", keys: chords("Esc"), enabled: func() bool { return len(l().picks.chosen) > 0 }, run: func() { l().unpick() }})
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
	d.changing = name
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
			d.changing = ""
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

// titlesShown is how many titles a question names at most.
const titlesShown = 6

// titlesOf are the titles of documents, a line each.
func titlesOf(documents []annotation.Document) string {
	var lines []string
	for _, d := range documents[:min(len(documents), titlesShown)] {
		lines = append(lines, "“"+quoted(d.Title, 70)+"”")
	}
	if more := len(documents) - titlesShown; more > 0 {
		lines = append(lines, "and "+grouped(more)+" more")
	}
	return strings.Join(lines, "\n")
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
	w.question("Remove "+what+"?", titlesOf(picked)+"\n\n"+what+" and your "+plural(marks, "mark")+" on them will leave the project. Ctrl+Z brings them back.", choice{text: "Cancel"},
		choice{"Remove", func() {
			w.doPicked("remove "+what, "Removed: "+what+".", func(ctx context.Context, d *desk) (edits []annotation.Edit, err error) {
				for _, document := range picked {
					l, err := d.load(ctx, document.ID)
					if err != nil {
						return nil, err
					}
					e, err := l.suggestions.Remove(l.document)
					if err == nil {
						err = jobs.RemoveReference(d.closing, d.project, &e, l.document)
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
