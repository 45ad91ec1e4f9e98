package app

import (
	"testing"

	"rubricator/storage"
)

// types writes into the note, which has the focus.
func (p *person) types(s string) {
	p.t.Helper()
	if p.win.Canvas().Focused() != p.inspector.note {
		p.t.Fatalf("the focus is on %T and not in the note", p.win.Canvas().Focused())
	}
	for _, r := range s {
		p.inspector.note.TypedRune(r)
	}
}

// noted marks a piece as a statistic and gives its note.
func (p *person) noteOn(piece string) string {
	p.t.Helper()
	for _, sp := range p.set().Spans() {
		if sp.Quote() == piece {
			return sp.Note()
		}
	}
	p.t.Fatalf("%q is not marked", piece)
	return ""
}

func TestANoteGoesToTheMarkThatIsChosenAlsoWhenTheInspectorWasHidden(t *testing.T) {
	p := atWork(t, strait)
	p.selects("12%")
	p.press("2")
	p.selects("Just seven")
	p.press("2", "F9", "Shift+Tab", "M")
	p.types("checked")
	p.press("Esc")
	if p.noteOn("12%") != "checked" || p.noteOn("Just seven") != "" {
		t.Errorf("notes: %q and %q", p.noteOn("12%"), p.noteOn("Just seven"))
	}
}

func TestANoteThatWasUndoneStaysUndone(t *testing.T) {
	p := atWork(t, strait)
	p.selects("12%")
	p.press("2", "M")
	p.types("checked")
	p.press("Esc", "F9", "Ctrl+Z")
	if p.noteOn("12%") != "" {
		t.Error("the note is there after undo")
	}
	p.press("Ctrl+Z")
	p.sees("")
	p.press("Ctrl+Y", "Ctrl+Y", "F9")
	if p.noteOn("12%") != "checked" || p.inspector.note.Text != "checked" {
		t.Errorf("done again, the note is %q and the field says %q", p.noteOn("12%"), p.inspector.note.Text)
	}
}

func TestTheNextArticleHasTheFocusAfterANote(t *testing.T) {
	p := atWork(t, strait, flood)
	p.selects("12%")
	p.press("2", "M")
	p.types("checked")
	p.press("Ctrl+Enter")
	if p.win.Canvas().Focused() != p.view {
		t.Errorf("the focus is on %T", p.win.Canvas().Focused())
	}
	p.selects("$2.4 trillion")
	p.press("2")
	p.sees("statistic: $2.4 trillion")
	p.press("Ctrl+PgUp")
	if p.noteOn("12%") != "checked" {
		t.Errorf("the note is %q", p.noteOn("12%"))
	}
}

func TestHidingThePaneOfANoteGivesTheFocusBack(t *testing.T) {
	p := atWork(t, strait)
	p.selects("12%")
	p.press("2", "M")
	p.types("checked")
	p.press("F9")
	if p.win.Canvas().Focused() != p.view || p.noteOn("12%") != "checked" {
		t.Errorf("focus on %T, note %q", p.win.Canvas().Focused(), p.noteOn("12%"))
	}
}

func TestNobodyWritesANoteIntoAProjectThatIsOnlyRead(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, strait)
	p.selects("12%")
	p.press("2")
	p.leaves()
	other, err := storage.Open(p.project, storage.Options{Actor: p.settingsActor(), Annotator: p.settings.Annotator})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	p = reopen(t, home)
	p.press("Tab")
	if !p.inspector.note.Disabled() {
		t.Error("the note takes text")
	}
}

func TestANoteIsSavedWhenTheTypistPauses(t *testing.T) {
	p := atWork(t, strait)
	p.selects("12%")
	p.press("2", "M")
	p.types("check")
	p.waits("it is on disk", func() bool { return p.saysSaved() && p.noteOn("12%") == "check" })
	p.types(" this") // and goes on
	if p.inspector.note.Text != "check this" || p.win.Canvas().Focused() != p.inspector.note {
		t.Errorf("the field says %q", p.inspector.note.Text)
	}
	p.press("Esc")
	if p.noteOn("12%") != "check this" {
		t.Errorf("the note is %q", p.noteOn("12%"))
	}
}

func TestAPaneCalledWhileTheTextIsAloneBringsEverythingBack(t *testing.T) {
	p := atWork(t, strait)
	p.press("F9", "F11")
	if p.library.root.Visible() || p.inspector.root.Visible() || p.top.Visible() {
		t.Error("the text is not alone")
	}
	p.press("F8")
	if !p.library.root.Visible() || p.inspector.root.Visible() || !p.top.Visible() {
		t.Errorf("library %v, inspector %v, chips %v", p.library.root.Visible(), p.inspector.root.Visible(), p.top.Visible())
	}
	p.press("F11", "Esc")
	if !p.library.root.Visible() {
		t.Error("Esc does not bring the panes back")
	}
}
