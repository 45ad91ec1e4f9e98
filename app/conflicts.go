package app

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/storage"
)

// conflictSigns stand before the rows of the list.
var conflictSigns = map[annotation.How]string{annotation.BothChanged: "≠", annotation.OneDeleted: "×", annotation.IsNeeded: "×"}

// showConflicts lists what two people, or one on two devices, did to one row without knowing of each other.
func (w *Window) showConflicts() {
	d := w.desk
	read := func() []storage.Conflict {
		cs, err := d.project.Conflicts(context.Background())
		if err != nil {
			w.later(func() { w.status.fail(sentence(err)) })
		}
		return cs
	}
	soon(w, w.patience, read, nil, func(cs []storage.Conflict) {
		if d == w.desk {
			w.listConflicts(cs)
		}
	})
}

// settlements are the keys of the list of conflicts.
var settlements = []struct {
	key  fyne.KeyName
	says string
	how  annotation.Settlement
}{
	{fyne.KeyK, "K  Keep it as it is", annotation.KeepThis},
	{fyne.KeyT, "T  Take the other's", annotation.TakeOther},
	{fyne.KeyB, "B  Keep both", annotation.KeepBoth},
}

func (w *Window) listConflicts(cs []storage.Conflict) {
	if len(cs) == 0 {
		w.status.say("There is no conflict: nobody changed what another changed without knowing of it.")
		return
	}
	m := &modal{title: plural(len(cs), "conflict"), width: 760, height: 420}
	list := newKeyList(w.keys, func() int { return len(cs) }, func() fyne.CanvasObject { return newListRow(w.fonts) }, func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(cs) {
			w.showConflict(o.(*listRow), cs[i])
		}
	})
	list.HideSeparators = true
	list.chosen = func(i int) {
		m.close()
		w.goToConflict(cs[i])
	}
	list.escape = m.close
	settle := func(how annotation.Settlement) {
		m.close()
		if list.row < len(cs) {
			w.settleConflict(cs[list.row], how)
		}
	}
	var buttons []*button
	for _, s := range settlements {
		buttons = append(buttons, newButton(s.says, func() { settle(s.how) }))
	}
	list.caret = func(key fyne.KeyName) bool {
		for _, s := range settlements {
			if s.key == key {
				settle(s.how)
				return true
			}
		}
		return false
	}
	m.first = list
	about := newProse(w.fonts, theme.ColorNamePlaceHolder, "Both sides are here. Enter shows one in its article. What you settle travels to your colleagues with your next bundle.")
	w.show(m, container.NewBorder(about, nil, nil, nil, list), append(buttons, newButton("Close", m.close))...)
}

// settleConflict settles a conflict about a mark of mine, or about an article, as an edit that can be undone.
func (w *Window) settleConflict(c storage.Conflict, how annotation.Settlement) {
	d, there := w.desk.listed(c.Document)
	if !there || c.Kind != annotation.KindSpan && (c.Kind != annotation.KindDocument || how != annotation.KeepThis) {
		w.status.fail("This one is settled by changing it again, there where it stands.")
		return
	}
	w.openThen(c.Document, func() {
		if c.Kind == annotation.KindDocument {
			w.tryDo(d.Document.Keep(), nil)
			return
		}
		if _, mine := w.set().Span(c.Row); !mine {
			w.status.fail("The mark is a colleague's, who settles it.")
			return
		}
		e, err := w.set().Settle(c.Row, c.Copy, how)
		if w.tryDo(e, err) {
			w.chooseAndReveal(c.Row)
			w.status.say("Settled. Ctrl+Z takes that back.")
		}
	})
}

func (w *Window) showConflict(r *listRow, c storage.Conflict) {
	r.setSign(conflictSigns[c.How], theme.Color(theme.ColorNameWarning))
	r.show(w.conflictSays(c), w.conflictAbout(c))
}

// conflictSays is what happened, by whom.
func (w *Window) conflictSays(c storage.Conflict) string {
	who := "Somebody"
	if c.By != "" {
		who = w.called(annotation.Annotator{ID: c.Who, Name: c.By})
	}
	switch c.How {
	case annotation.OneDeleted:
		return fmt.Sprintf("%s deleted %s that was changed elsewhere; it stays", who, aKind(c.Kind))
	case annotation.IsNeeded:
		return fmt.Sprintf("%s removed %s with another's work on it; it stays", who, aKind(c.Kind))
	}
	if c.Copy.IsZero() {
		return fmt.Sprintf("%s changed %s otherwise (%s); the later change holds", who, aKind(c.Kind), c.Name)
	}
	return fmt.Sprintf("Here %s; %s made it %s", quoted(c.Here, 60), who, quoted(c.There, 60))
}

func aKind(k annotation.Kind) string {
	switch k {
	case annotation.KindSpan:
		return "a mark"
	case annotation.KindRelation:
		return "a link"
	case annotation.KindDocument:
		return "an article"
	case annotation.KindSet:
		return "a set of marks"
	case annotation.KindAnnotator, annotation.KindAssignment:
		return "an " + string(k)
	}
	return "a " + string(k)
}

// conflictAbout is where it is.
func (w *Window) conflictAbout(c storage.Conflict) string {
	if d, there := w.desk.listed(c.Document); there {
		return quoted(d.Title, 90)
	}
	return "in the whole project"
}

// goToConflict opens the article and chooses the mark, where it is mine; the copy stands beside it.
func (w *Window) goToConflict(c storage.Conflict) {
	if _, there := w.desk.listed(c.Document); !there {
		return
	}
	w.goTo(annotating)
	w.openThen(c.Document, func() {
		if w.set() == nil || c.Kind != annotation.KindSpan {
			return
		}
		if _, mine := w.set().Span(c.Row); mine {
			w.chooseAndReveal(c.Row)
		}
	})
}
