package app

import (
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/app/textview"
)

// table is every action of the program, in the order of the menus.
func (w *Window) table() []*action {
	return slices.Concat(
		w.in(anywhere, w.fileActions()),
		w.in(anywhere, w.editActions()),
		w.in(listing, w.pickedActions()),
		w.in(listing, w.pickActions()),
		w.in(annotating, w.sortActions()),
		w.in(annotating, w.findActions()),
		w.in(annotating, w.markActions()),
		w.in(anywhere, w.moveActions()),
		w.in(anywhere, w.viewActions()),
		w.reviewActions(),
		w.in(anywhere, w.roundActions()),
		w.in(annotating, w.commentActions()),
		w.in(anywhere, w.exchangeActions()),
		w.in(anywhere, w.datasetActions()),
		w.in(previewing, w.importActions()),
		w.in(anywhere, w.insightActions()),
		w.in(annotating, w.goActions()),
		w.in(anywhere, w.helpActions()))
}

func (w *Window) hasProject() bool       { return w.desk != nil }
func (w *Window) hasDocument() bool      { return w.set() != nil }
func (w *Window) canWrite() bool         { return w.desk != nil && w.desk.project.ReadOnly() == nil }
func (w *Window) canWriteDocument() bool { return w.hasDocument() && w.canWrite() }
func (w *Window) canChange() bool        { return w.hasChosen() && w.canWrite() }

func (w *Window) fileActions() []*action {
	return []*action{
		{id: "project.new", menu: "File", name: "New project…", keys: chords("Ctrl+N"), everywhere: true, run: w.newProject},
		{id: "project.open", menu: "File", name: "Open project…", keys: chords("Ctrl+O"), everywhere: true, run: w.openProject},
		{id: "project.join", menu: "File", name: "Join a colleague's project by a bundle…", everywhere: true, run: w.joinByBundle},
		{id: "project.recent", menu: "File", name: "Open recent", run: w.openRecent},
		{id: "import", menu: "File", name: "Import articles…", keys: chords("Ctrl+I"), everywhere: true, separator: true, enabled: w.canWrite, run: w.importFiles},
		{id: "import-marks", menu: "File", name: "Import marks…", everywhere: true, enabled: w.canWrite, run: w.importMarks},
		{id: "import.paste", place: annotating, menu: "File", name: "Paste an article", keys: chords("Ctrl+V"), enabled: w.canWrite, run: w.paste},
		{id: "import.address", place: annotating, menu: "File", name: "Import from an address…", enabled: w.canWrite, run: w.importAddress},
		{id: "document.remove", place: annotating, menu: "File", name: "Remove this article from the project", enabled: func() bool { return w.hasDocument() && w.canWrite() }, run: w.removeDocument},
		{id: "project.copy", menu: "File", separator: true, name: "Save a copy…", enabled: w.hasProject, run: w.saveCopy},
		{id: "project.back", menu: "File", name: "Go back to a backup…", enabled: w.canWrite, run: w.goBack},
		{id: "project.check", menu: "File", name: "Check project", enabled: w.hasProject, run: w.check},
		{id: "save.retry", menu: "File", name: "Try saving again", enabled: func() bool { return w.hasProject() && !w.desk.outbox.State().Saved() }, run: func() { w.desk.outbox.Retry() }},
		{id: "quit", menu: "File", name: "Quit", keys: chords("Ctrl+Q"), everywhere: true, separator: true, run: w.quit},
	}
}

func (w *Window) editActions() []*action {
	return []*action{
		{id: "undo", place: annotating | reviewing, menu: "Edit", name: "Undo", keys: chords("Ctrl+Z"), repeats: true, enabled: w.canUndo,
			label: func() string {
				if w.desk == nil {
					return "Undo"
				}
				return w.stepName("Undo", w.desk.editor.History().Undo)
			}, run: w.undo},
		{id: "redo", place: annotating | reviewing, menu: "Edit", name: "Redo", keys: chords("Ctrl+Shift+Z", "Ctrl+Y"), repeats: true, enabled: w.canRedo,
			label: func() string {
				if w.desk == nil {
					return "Redo"
				}
				return w.stepName("Redo", w.desk.editor.History().Redo)
			}, run: w.redo},
		{id: "copy", place: annotating, menu: "Edit", name: "Copy the quote", keys: chords("Ctrl+C"), separator: true, enabled: w.hasDocument, run: w.copyQuote},
		{id: "details", place: annotating, menu: "Edit", name: "Article details…", keys: chords("Ctrl+Shift+D"), separator: true, enabled: func() bool { return w.hasDocument() && w.canWrite() }, run: w.details},
		{id: "correct", place: annotating, menu: "Edit", name: "Correct the text…", enabled: w.canWriteDocument, run: w.correctText},
		{id: "carry", place: annotating, menu: "Edit", name: "Carry my marks over to a copy…", enabled: w.hasCopies, run: w.carryMarks},
		{id: "annotator", menu: "Edit", name: "Your name…", run: w.rename},
		{id: "scheme.edit", menu: "Edit", name: "Scheme…", keys: chords("Ctrl+Shift+L"), separator: true, enabled: w.canChangeScheme, run: func() { w.editScheme("") }},
		{id: "scheme.import", menu: "Edit", name: "Scheme from a file…", enabled: w.canChangeScheme, run: w.importScheme},
		{id: "scheme.template", menu: "Edit", name: "Scheme from a template…", enabled: w.canChangeScheme, run: w.templateScheme},
		{id: "scheme.export", menu: "Edit", name: "Scheme into a file…", enabled: w.hasProject, run: w.exportScheme},
		{id: "preferences", menu: "Edit", name: "Preferences…", keys: chords("Ctrl+Comma"), everywhere: true, run: w.preferences},
	}
}

// labelKeys are the keys that labels can have: the digits 1 to 9, then the letters that no command has.
var labelKeys = strings.Split("123456789"+annotation.FreeKeys, "")

func (w *Window) markActions() []*action {
	var t []*action
	for i, key := range labelKeys {
		n := i + 1
		act := &action{id: "mark." + key, menu: "Mark", name: "Mark with label " + key, keys: chords(key), label: w.slotTitle(key, ""),
			enabled: func() bool { return w.canMark() && (w.slot(key) != nil || w.offered != nil || w.isAsking()) }, run: func() { w.digit(n) }}
		if n > digits {
			act.enabled = func() bool { return w.canMark() && w.slot(key) != nil }
			act.run = func() { w.press(*w.slot(key)) }
		}
		t = append(t, act)
	}
	for i, key := range labelKeys {
		t = append(t,
			&action{id: "again." + key, menu: "Mark", name: "Mark the chosen mark's text with label " + key, keys: chords("Shift+" + key), separator: i == 0,
				label: w.slotTitle(key, " on the chosen mark's text"), enabled: func() bool { return (w.hasChosen() || w.hasSuggestion()) && w.canWrite() && w.slot(key) != nil }, run: func() { w.markAgain(*w.slot(key)) }})
	}
	t = append(t,
		&action{id: "relabel", menu: "Mark", name: "Relabel the chosen mark or link, then a key", keys: chords("R"), separator: true, enabled: w.canChange, run: w.startRelabel},
		&action{id: "delete", menu: "Mark", name: "Delete the chosen link, or the mark with its links", keys: chords("Del", "Backspace"), enabled: func() bool { return w.canChange() || w.isAsking() && w.canWrite() }, run: w.deleteChosen},
		&action{id: "range.add", menu: "Mark", name: "Add the selection to the chosen mark", keys: chords("A"), enabled: w.canWriteDocument, run: w.addRange},
		&action{id: "range.remove", menu: "Mark", name: "Take the range under the caret out of the mark", keys: chords("Shift+A"), enabled: w.canChange, run: w.removeRange},
		&action{id: "split", menu: "Mark", name: "Cut the chosen mark in two at the caret", keys: chords("X"), enabled: w.canWriteDocument, run: w.split},
		&action{id: "join", menu: "Mark", name: "Join the chosen mark with the next of its label", keys: chords("J"), enabled: w.canChange, run: w.join})
	t = append(t, w.boundActions()...)
	t = append(t, w.proposeActions()...)
	t = append(t, w.suggestionActions()...)
	return append(t,
		&action{id: "link", menu: "Mark", name: "Link the chosen mark with another, then its number", keys: chords("L"), separator: true, enabled: w.canWriteDocument, run: w.startLink},
		&action{id: "link.next", menu: "Mark", name: "Choose the next link of the chosen mark", keys: chords("Shift+L"), repeats: true, enabled: w.hasChosen, run: w.nextLink},
		&action{id: "unsure", menu: "Mark", name: "Unsure of the chosen mark, or sure again", keys: chords("U"), enabled: w.canChange, checked: w.isUnsure, run: w.toggleUnsure},
		&action{id: "note", menu: "Mark", name: "Note on the chosen mark", keys: chords("M"), enabled: w.canChange, run: w.note},
		&action{id: "sticky", menu: "Mark", name: "Keep the chosen mark's label for clicks and drags", keys: chords("K"), enabled: w.canMark, run: w.keepLast},
		&action{id: "mark.next", menu: "Mark", name: "Next mark", keys: chords("Tab"), repeats: true, separator: true, enabled: w.hasDocument, run: func() { w.nextMark(true) }},
		&action{id: "mark.previous", menu: "Mark", name: "Previous mark", keys: chords("Shift+Tab"), repeats: true, enabled: w.hasDocument, run: func() { w.nextMark(false) }},
		&action{id: "mark.unsure", menu: "Mark", name: "Next mark I am unsure of", keys: chords("Shift+U"), repeats: true, enabled: w.hasDocument, run: w.nextUnsure},
		&action{id: "mark.overlapping", menu: "Mark", name: "Next of the marks under the caret", keys: chords("O"), enabled: w.hasDocument, run: w.overlapping},
		&action{id: "select.sentence", menu: "Mark", name: "Select the sentence, again the paragraph", keys: chords("S"), enabled: w.hasDocument, run: w.selectSentence},
		&action{id: "select.grow", menu: "Mark", name: "Grow the selection: word, name or number, clause, quotation, sentence, paragraph", keys: chords("G"), repeats: true, enabled: w.hasDocument, run: func() { w.grow(true) }},
		&action{id: "select.shrink", menu: "Mark", name: "Shrink the selection again", keys: chords("Shift+G"), repeats: true, enabled: w.hasDocument, run: func() { w.grow(false) }},
		&action{id: "escape", name: "One step back: mode, selection, sticky label, link, choice", keys: chords("Esc"), run: w.escape},
	)
}

// boundKeys are the keys that move bounds.
var boundKeys = []struct {
	key, name string
	step
}{
	{"B", "Beginning earlier", step{outwards: true}},
	{"Shift+B", "Beginning later", step{}},
	{"E", "End later", step{atEnd: true, outwards: true}},
	{"Shift+E", "End earlier", step{atEnd: true}},
}

// boundActions move the ends of the selection or of the chosen mark.
func (w *Window) boundActions() []*action {
	var t []*action
	for _, b := range boundKeys {
		t = append(t, &action{id: "bound." + b.key, menu: "Mark", name: b.name + " by a word", keys: chords(b.key), repeats: true,
			separator: len(t) == 0, enabled: w.hasDocument, run: func() { w.moveBound(b.step) }})
	}
	for _, b := range slices.Clone(t) {
		s := step{atEnd: b.keys[0].Key == "E", outwards: b.keys[0].Mod == 0, character: true}
		key := Chord{b.keys[0].Mod | control(), b.keys[0].Key}
		t = append(t, &action{id: b.id + ".character", name: strings.Replace(b.name, "word", "character", 1), keys: []Chord{key}, repeats: true,
			enabled: w.hasDocument, run: func() { w.moveBound(s) }})
	}
	return t
}

// movements are the keys that move the caret; with Shift they extend the selection.
var movements = []struct {
	key     string
	name    string
	move    func(v *textview.View, by textview.Unit, onwards, extend bool)
	unit    textview.Unit
	onwards bool // or to the right
}{
	{"Left", "Caret one word left", (*textview.View).MoveCaretSideways, textview.Word, false},
	{"Right", "Caret one word right", (*textview.View).MoveCaretSideways, textview.Word, true},
	{"Ctrl+Left", "Caret one character left", (*textview.View).MoveCaretSideways, textview.Character, false},
	{"Ctrl+Right", "Caret one character right", (*textview.View).MoveCaretSideways, textview.Character, true},
	{"Ctrl+Up", "Caret to the sentence before", (*textview.View).MoveCaret, textview.Sentence, false},
	{"Ctrl+Down", "Caret to the next sentence", (*textview.View).MoveCaret, textview.Sentence, true},
	{"Up", "Caret one line up", (*textview.View).MoveCaret, textview.Line, false},
	{"Down", "Caret one line down", (*textview.View).MoveCaret, textview.Line, true},
	{"Home", "Caret to the line's beginning", (*textview.View).MoveCaret, textview.LineEdge, false},
	{"End", "Caret to the line's end", (*textview.View).MoveCaret, textview.LineEdge, true},
	{"PgUp", "Caret one page up", (*textview.View).MoveCaret, textview.Page, false},
	{"PgDn", "Caret one page down", (*textview.View).MoveCaret, textview.Page, true},
	{"Ctrl+Home", "Caret to the article's beginning", (*textview.View).MoveCaret, textview.Document, false},
	{"Ctrl+End", "Caret to the article's end", (*textview.View).MoveCaret, textview.Document, true},
}

func (w *Window) moveActions() []*action {
	var t []*action
	for _, m := range movements {
		shifted := chords(m.key)[0]
		shifted.Mod |= chords("Shift+A")[0].Mod
		t = append(t,
			&action{id: "move." + m.key, name: m.name, keys: chords(m.key), repeats: true, enabled: w.hasText, run: func() { w.moveCaret(m.key, func() { m.move(w.text(), m.unit, m.onwards, false) }) }},
			&action{id: "extend." + m.key, name: m.name + ", extending the selection", keys: []Chord{shifted}, repeats: true, enabled: w.hasText, run: func() { m.move(w.text(), m.unit, m.onwards, true) }})
	}
	return append(t, &action{id: "select.all", place: annotating, name: "Select the whole article", keys: chords("Ctrl+A"), enabled: w.hasDocument, run: w.selectAll})
}

func (w *Window) viewActions() []*action {
	t := []*action{
		{id: "pane.library", place: annotating, menu: "View", name: "Show or hide the library", keys: chords("F8"), everywhere: true, run: w.toggleLibrary},
		{id: "library.find", place: annotating, menu: "View", name: "Find articles in the library", keys: chords("Ctrl+Shift+F"), everywhere: true, enabled: w.hasProject, run: w.findArticles},
		{id: "library.all", place: annotating, menu: "View", name: "Show all articles again", keys: chords("Ctrl+Shift+A"), everywhere: true, enabled: func() bool { return w.library.search.Text != "" }, run: func() { w.library.showAll() }},
		{id: "library.filter", place: annotating, menu: "View", name: "Narrow the library: to do, in work, done, skipped, unsure…", enabled: w.hasProject, run: w.narrowLibrary},
		{id: "library.sort", place: annotating, menu: "View", name: "Sort the library…", enabled: w.hasProject, run: w.sortLibrary},
		{id: "pane.inspector", place: annotating, menu: "View", name: "Show or hide the inspector", keys: chords("F9"), everywhere: true, run: w.toggleInspector},
		{id: "pane.text", place: annotating, menu: "View", name: "Text alone, full screen", keys: chords("F11"), everywhere: true, run: w.toggleFullScreen},
		{id: "pane.next", menu: "View", name: "Next pane", keys: chords("F6"), everywhere: true, run: func() { w.nextPane(1) }},
		{id: "pane.previous", menu: "View", name: "Previous pane", keys: chords("Shift+F6"), everywhere: true, run: func() { w.nextPane(-1) }},
		{id: "zoom.in", menu: "View", name: "Larger text", keys: chords("Ctrl+Equal", "Ctrl+Plus", "Ctrl+Shift+Equal", "Ctrl+Shift+Plus"), keyText: "Ctrl+plus", separator: true, everywhere: true, repeats: true, run: func() { w.zoom(1) }},
		{id: "zoom.out", menu: "View", name: "Smaller text", keys: chords("Ctrl+Minus"), keyText: "Ctrl+minus", everywhere: true, repeats: true, run: func() { w.zoom(-1) }},
		{id: "zoom.reset", menu: "View", name: "Usual text size", keys: chords("Ctrl+0"), everywhere: true, run: func() { w.zoom(0) }},
		{id: "numbers", menu: "View", name: "Paragraph numbers", separator: true, checked: w.hasNumbers, run: w.toggleNumbers},
		{id: "theme.light", menu: "View", name: "Light theme", separator: true, checked: w.hasTheme("light"), run: func() { w.setTheme("light") }},
		{id: "theme.dark", menu: "View", name: "Dark theme", checked: w.hasTheme("dark"), run: func() { w.setTheme("dark") }},
		{id: "theme.contrast-light", menu: "View", name: "High contrast, light", checked: w.hasTheme("contrast-light"), run: func() { w.setTheme("contrast-light") }},
		{id: "theme.contrast-dark", menu: "View", name: "High contrast, dark", checked: w.hasTheme("contrast-dark"), run: func() { w.setTheme("contrast-dark") }},
		{id: "theme.system", menu: "View", name: "Theme of the system", checked: w.hasTheme(""), run: func() { w.setTheme("") }},
		{id: "links.all", place: annotating, menu: "View", name: "Links of all marks in sight", keys: chords("Ctrl+L"), separator: true, enabled: w.hasDocument, checked: func() bool { return w.allLinks }, run: w.toggleLinks},
		{id: "guide", place: annotating, menu: "View", name: "Guidelines", keys: chords("F2"), everywhere: true, enabled: w.hasProject, run: w.openGuide},
		{id: "history", place: annotating, menu: "View", name: "History of the chosen mark, or of the article", keys: chords("Ctrl+Shift+H"), everywhere: true, enabled: w.hasDocument, run: w.openHistory},
		{id: "history.project", place: anywhere, menu: "View", name: "History of the project…", enabled: w.hasProject, run: w.projectHistory},
		{id: "labels.alone", place: annotating, menu: "View", name: "Show the chosen mark's label alone, or all labels again", keys: chords("Ctrl+H"), enabled: w.hasDocument, run: w.showChosenAlone},
	}
	for _, key := range labelKeys {
		t = append(t, &action{id: "hide." + key, place: annotating, menu: "View", name: "Hide or show the marks of label " + key, label: w.hidingTitle(key),
			enabled: func() bool { return w.slot(key) != nil }, run: func() { w.toggleLabel(w.slot(key).Label) }})
	}
	return t
}

func (w *Window) insightActions() []*action {
	return []*action{
		{id: "insight", menu: "View", name: "Insight: progress and agreement", keys: chords("Ctrl+4"), everywhere: true, separator: true, enabled: w.hasProject, run: w.openInsight},
	}
}

func (w *Window) goActions() []*action {
	return []*action{
		{id: "document.done", menu: "Go", name: "Done, and the next article", keys: chords("Ctrl+Enter"), everywhere: true, enabled: w.canWriteDocument, run: w.doneAndNext},
		{id: "document.nothing", menu: "Go", name: "Nothing to mark here: done, and the next article", keys: chords("Ctrl+Shift+Enter"), everywhere: true, enabled: w.canWriteDocument, run: w.nothingAndNext},
		{id: "document.skip", menu: "Go", name: "Skip the article, with a reason…", keys: chords("Ctrl+Shift+PgDn"), everywhere: true, enabled: w.canWriteDocument, run: w.skip},
		{id: "document.undone", menu: "Go", name: "Set back to in work", enabled: w.isFinished, run: w.setInWork},
		{id: "checks.next", menu: "Go", name: "Next mark that a check finds something about", keys: chords("F7"), everywhere: true, repeats: true, separator: true, enabled: w.hasDocument, run: w.nextCheck},
		{id: "checks.waive", menu: "Go", name: "Waive the check on the chosen mark…", keys: chords("Shift+F7"), enabled: w.canChange, run: w.waive},
		{id: "checks.unwaive", menu: "Go", name: "Take back the waivers of the chosen mark", enabled: func() bool { sp, ok := w.chosenSpan(); return ok && w.canChange() && len(sp.Waived()) > 0 }, run: w.unwaive},
		{id: "document.next", menu: "Go", name: "Next article", keys: chords("Ctrl+PgDn"), everywhere: true, repeats: true, separator: true, enabled: w.hasProject, run: func() { w.neighbour(1) }},
		{id: "document.previous", menu: "Go", name: "Previous article", keys: chords("Ctrl+PgUp"), everywhere: true, repeats: true, enabled: w.hasProject, run: func() { w.neighbour(-1) }},
		{id: "enter", name: "Attributes of the chosen mark, or of the article; the other end of the chosen link; in an empty project, the practice article", keys: chords("Enter"), label: w.enterTitle,
			enabled: func() bool {
				return w.hasLink() || w.hasChosen() || w.isEmpty() || w.canWriteDocument() && w.hasAttributes()
			}, run: w.enter},
	}
}

func (w *Window) helpActions() []*action {
	return []*action{
		{id: "palette", menu: "Help", name: "Find a command…", keys: chords("Ctrl+K"), everywhere: true, run: w.palette},
		{id: "keys", menu: "Help", name: "Keys", keys: chords("F1"), everywhere: true, run: w.keyHelp},
		{id: "about", menu: "Help", name: "About Rubricator", separator: true, run: w.about},
	}
}
