package app

import (
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
	"rubricator/annotation/text"
)

// isShown tells whether a mark's label is not hidden.
func (w *Window) isShown(sp annotation.Span) bool { return !w.hidden[sp.Label().Label] }

// marksUnder gives the marks on the character at p that are to be seen, the smallest first.
func (w *Window) marksUnder(p text.Pos) []annotation.Span {
	return slices.DeleteFunc(w.set().At(p), func(sp annotation.Span) bool {
		return !w.isShown(sp) || !slices.ContainsFunc(sp.Ranges(), func(r rangeset.Range) bool { return r.Contains(p) })
	})
}

// toggleLabel hides the marks of a label, or shows them again.
func (w *Window) toggleLabel(label string) {
	w.hidden[label] = !w.hidden[label]
	w.hidingChanged()
}

// showAlone shows the marks of a label alone; when they are alone already, all of them.
func (w *Window) showAlone(label string) {
	alone := !w.hidden[label]
	for _, l := range w.desk.project.Scheme().Labels {
		alone = alone && (l.ID == label || w.hidden[l.ID])
	}
	clear(w.hidden)
	if !alone {
		for _, l := range w.desk.project.Scheme().Labels {
			w.hidden[l.ID] = l.ID != label
		}
	}
	w.hidingChanged()
}

// showAll shows the marks of all labels.
func (w *Window) showAll() {
	clear(w.hidden)
	w.hidingChanged()
}

// showChosenAlone shows the label of the chosen mark alone, or all labels again.
func (w *Window) showChosenAlone() {
	sp, ok := w.chosenSpan()
	switch {
	case len(w.hiddenNames()) > 0:
		w.showAll()
	case ok:
		w.showAlone(sp.Label().Label)
	default:
		w.status.fail("Choose a mark first: Ctrl+H shows its label alone.")
	}
}

func (w *Window) hidingChanged() {
	if sp, ok := w.chosenSpan(); ok && !w.isShown(sp) {
		w.choose(annotation.ID{})
	}
	w.view.Invalidate()
	w.refresh()
}

// hiddenNames are the names of the labels that are hidden.
func (w *Window) hiddenNames() []string {
	var names []string
	if w.desk != nil {
		for _, l := range w.desk.project.Scheme().Labels {
			if w.hidden[l.ID] {
				names = append(names, l.Name)
			}
		}
	}
	return names
}

func (w *Window) hidingTitle(key string) func() string {
	return func() string {
		l := w.slot(key)
		switch {
		case l == nil:
			return "Hide label " + key
		case w.hidden[l.Label]:
			return "Show " + l.Name
		}
		return "Hide " + l.Name
	}
}

// hidingFact says what is hidden, for the status line.
func (w *Window) hidingFact() string {
	return "hidden: " + strings.Join(w.hiddenNames(), ", ")
}
