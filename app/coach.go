package app

import "rubricator/annotation"

// learnedAfter is how often a key is used, or its hint was read, until the hint goes for good.
const learnedAfter = 3

// hints say, after a mark was made, what could be done next. The first that fits and whose key is not learned shows.
var hints = []struct {
	action string
	fits   func(w *Window, made annotation.LabelRole) bool
	text   string
}{
	{"undo", func(*Window, annotation.LabelRole) bool { return true }, "Marked, and saved. An edge wrong? B and E move it. Ctrl+Z takes it back."},
	{"again.1", func(w *Window, made annotation.LabelRole) bool {
		return made.Label == "attribution" && !isPart(w.set().Scheme(), made)
	},
		"Can it be checked? Shift+1 makes it a claim too."},
	{"mark.2", func(w *Window, made annotation.LabelRole) bool {
		c := w.slot("2")
		return made.Label == "claim" && c != nil && c.Unit == annotation.UnitNumber
	}, "2 takes the next number."},
	{"enter", func(w *Window, _ annotation.LabelRole) bool { return w.hasAttributes() }, "Enter goes through what the inspector says of it. U: you are not sure."},
	{"relabel", func(*Window, annotation.LabelRole) bool { return true }, "Another label? R, then its key. M writes a note."},
	{"document.done", func(w *Window, _ annotation.LabelRole) bool { return w.set().Len() >= 3 },
		"Ctrl+Enter: done, next. Everything is saved as you go; Ctrl+Shift+S exports any time."},
}

// learn counts the use of a key that has a hint.
func (w *Window) learn(a *action) {
	for _, h := range hints {
		if h.action == a.id && w.settings.Learned[a.id] < learnedAfter {
			w.settings.Learned[a.id]++
		}
	}
}

// coach gives the hint that helps after this mark, or nothing.
func (w *Window) coach(made annotation.LabelRole) {
	if w.status.said != "" || !w.desk.outbox.State().Saved() {
		return
	}
	shown := w.settings.Learned["shown"]
	for i := range hints {
		h := hints[(shown+i)%len(hints)]
		if w.settings.Learned[h.action] < learnedAfter && w.settings.Learned["read "+h.action] < learnedAfter && h.fits(w, made) {
			w.settings.Learned["shown"] = (shown + i + 1) % len(hints)
			w.settings.Learned["read "+h.action]++
			w.status.say(h.text)
			return
		}
	}
}
