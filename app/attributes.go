package app

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"rubricator/annotation"
	"rubricator/annotation/suggest"
)

// asked is the question that keys answer now: an attribute of the chosen mark or, where none is chosen, of the article. The zero value
// is none.
type asked struct {
	mark      annotation.ID // zero: the article
	attribute string
}

// valued gives the attributes of the chosen mark, or of the article where none is chosen, and which of them is asked; i is -1 when
// none is.
func (w *Window) valued() (vs []suggest.Valued, i int) {
	if w.set() == nil {
		return nil, -1
	}
	sp, ok := w.chosenSpan()
	switch {
	case ok:
		vs = suggest.Values(w.set(), sp)
	case w.hasSuggestion(): // it has those that the model gave it
	default:
		vs = suggest.DocumentValues(w.set(), w.document)
	}
	if w.asked.mark != sp.ID {
		return vs, -1
	}
	return vs, slices.IndexFunc(vs, func(v suggest.Valued) bool { return v.ID == w.asked.attribute })
}

func (w *Window) isAsking() bool {
	if w.asked == (asked{}) {
		return false
	}
	_, i := w.valued()
	return i >= 0
}

// hasAttributes tells whether the chosen mark, or else the article, has any.
func (w *Window) hasAttributes() bool { vs, _ := w.valued(); return len(vs) > 0 }

// startAsking goes through the attributes of the chosen mark or of the article, from the first.
func (w *Window) startAsking() {
	vs, _ := w.valued()
	if len(vs) == 0 {
		w.status.fail("Marks of this kind have no attributes in this scheme.") // Enter does nothing where the article has none
		return
	}
	w.askFor(vs[0].ID)
}

// askFor makes an attribute of the chosen mark or of the article the one that keys answer; "" ends that.
func (w *Window) askFor(attribute string) {
	w.asked = asked{}
	if attribute != "" {
		if !w.inspector.root.Visible() {
			w.toggleInspector()
		}
		w.offered, w.relabel = nil, false
		sp, _ := w.chosenSpan()
		w.asked = asked{sp.ID, attribute}
		if vs, i := w.valued(); i >= 0 && vs[i].Kind == annotation.FreeText {
			w.completes()
		}
	}
	w.refresh()
	w.refreshNow() // the field of a free value is to be there
	if w.inspector.attributes.focus(w.win.Canvas()) {
		w.inspector.attributes.offer()
	} else {
		w.focusText()
	}
}

// askNext goes to the next attribute, or to the one before; behind the last it is over.
func (w *Window) askNext(by int) {
	vs, i := w.valued()
	if i < 0 {
		return
	}
	if i = max(0, i+by); i < len(vs) {
		w.askFor(vs[i].ID)
	} else {
		w.askFor("")
	}
}

// confirm takes what was read off the text for the annotator's own word, and goes on.
func (w *Window) confirm() {
	vs, i := w.valued()
	if i < 0 || vs[i].Basis == suggest.Computed && !w.give(w.asked.mark, vs[i].ID, vs[i].Values) {
		return
	}
	w.askNext(1)
}

// answer is a digit: it gives the attribute the n-th of its values, counted from 1. Where several can hold it gives it beside
// the others, or takes it away.
func (w *Window) answer(n int) {
	vs, i := w.valued()
	choices := choicesOf(vs[i].Attribute)
	if n > len(choices) {
		w.status.say("There is no value with that number. Enter goes on, Esc leaves.")
		return
	}
	w.giveValue(vs[i], choices[n-1].ID)
}

// giveValue is an answer by digit or click.
func (w *Window) giveValue(v suggest.Valued, value string) {
	if v.Kind != annotation.SomeOf {
		if w.give(w.asked.mark, v.ID, []string{value}) && w.isAsking() {
			w.askNext(1)
		}
		return
	}
	values := slices.Clone(v.Values)
	if at := slices.Index(values, value); at >= 0 {
		values = slices.Delete(values, at, at+1)
	} else {
		values = append(values, value)
	}
	w.give(w.asked.mark, v.ID, values)
}

// give sets an attribute of a mark, or of the article where mark is zero; no values: it has none of its own.
func (w *Window) give(mark annotation.ID, attribute string, values []string) bool {
	w.status.clear()
	switch {
	case !w.canWriteDocument():
		return false
	case mark.IsZero():
		return w.tryDo(w.set().SetDocumentAttribute(attribute, values...))
	}
	return w.tryDo(w.set().SetAttribute(mark, attribute, values...))
}

// write gives a free value what was typed. A number may be written as in the text: "2.4 million".
func (w *Window) write(mark annotation.ID, v suggest.Valued, typed string) bool {
	typed = strings.TrimSpace(typed)
	switch {
	case typed == "":
		return w.give(mark, v.ID, nil)
	case v.Kind == annotation.Number:
		if q, ok := suggest.ReadQuantity(typed); ok && q.ValueTo == "" {
			typed = q.Value
		}
	}
	return w.give(mark, v.ID, []string{typed})
}

// clearAnswer takes away what the annotator said; what can be read off the text holds again.
func (w *Window) clearAnswer() {
	if vs, i := w.valued(); i >= 0 && vs[i].Basis == suggest.Given {
		w.give(w.asked.mark, vs[i].ID, nil)
	}
}

func (w *Window) isUnsure() bool { sp, ok := w.chosenSpan(); return ok && sp.IsUnsure() }

// toggleUnsure says that the annotator is not certain of the chosen mark, or is again.
func (w *Window) toggleUnsure() {
	sp, ok := w.chosenSpan()
	if !ok {
		return
	}
	if sp.IsUnsure() {
		w.give(w.chosen, annotation.Unsure, nil)
	} else {
		w.give(w.chosen, annotation.Unsure, []string{"yes"})
	}
}

// choicesOf gives the values that a digit can choose; none for an attribute whose values are free.
func choicesOf(a annotation.Attribute) []annotation.Value {
	switch a.Kind {
	case annotation.YesNo:
		return []annotation.Value{{ID: "yes", Name: "Yes"}, {ID: "no", Name: "No"}}
	case annotation.OneOf, annotation.SomeOf:
		return slices.DeleteFunc(slices.Clone(a.Values), func(v annotation.Value) bool { return v.Retired })
	}
	return nil
}

// askingHint says what keys do while an attribute is asked for.
func askingHint(v suggest.Valued) string {
	said := v.Name + ": "
	switch {
	case len(choicesOf(v.Attribute)) == 0:
		said += "type it"
	case v.Kind == annotation.SomeOf:
		said += "digits add and take away"
	default:
		said += "a digit chooses"
	}
	if v.Basis == suggest.Computed {
		said += " · Enter confirms what was read"
	} else {
		said += " · Enter goes on"
	}
	if v.Basis == suggest.Given {
		said += " · Del clears"
	}
	return said + " · Esc leaves"
}

// moveCaret is a key that moves the caret; while an attribute is asked, up and down go to those beside it.
func (w *Window) moveCaret(key string, move func()) {
	if !w.isAsking() || !w.askedArrow(fyne.KeyName(key)) {
		move()
	}
}

func (w *Window) askedArrow(key fyne.KeyName) bool {
	switch key {
	case fyne.KeyUp:
		w.askNext(-1)
	case fyne.KeyDown:
		w.askNext(1)
	default:
		return false
	}
	return true
}
