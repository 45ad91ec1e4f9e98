package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"rubricator/annotation"
	"rubricator/app/jobs"
)

// edits opens the scheme editor at a part.
func (p *person) edits(path string) *schemeEditor {
	p.t.Helper()
	p.editScheme(path)
	e := p.schemer
	if e == nil || e.parts[e.at].path != path {
		p.t.Fatalf("the editor is not at %q", path)
	}
	return e
}

// writes types into the field of a name of the part that is shown.
func (e *schemeEditor) writes(t *testing.T, name, typed string) {
	t.Helper()
	for i, f := range e.parts[e.at].fields {
		if f.name != name {
			continue
		}
		row := e.form.Objects[i+1].(*fyne.Container) // behind the buttons
		row.Objects[1].(*field).SetText(typed)
		return
	}
	t.Fatalf("%s has no field %q", e.parts[e.at].path, name)
}

// acts presses a button of the part that is shown.
func (e *schemeEditor) presses(t *testing.T, name string) {
	t.Helper()
	for _, o := range e.acts.Objects {
		if b := o.(*button); b.Text == name {
			b.OnTapped()
			return
		}
	}
	t.Fatalf("%s has no button %q", e.parts[e.at].path, name)
}

// saves presses Enter and waits until the project has the scheme.
func (p *person) savesScheme() {
	p.t.Helper()
	before := p.desk.project.Scheme().Version
	p.schemer.commit()
	p.waits("the scheme is saved", func() bool { return p.desk.project.Scheme().Version > before && len(p.modals) == 0 })
	p.settles()
	p.pump()
}

// chipNames are the chips at the top.
func (p *person) chipNames() string {
	var names []string
	for _, c := range p.chips {
		names = append(names, strings.TrimSpace(c.choice.Key+" "+c.choice.Name))
	}
	return strings.Join(names, ", ")
}

func TestALabelIsRenamedAndItsMarksStay(t *testing.T) {
	p := inNewsroom(t, nil, tariffs)
	p.caretBefore("just $2.4")
	p.press("2", "Ctrl+Shift+L")
	p.photograph("scheme")
	e := p.edits("label statistic")
	e.writes(t, "Name", "Figure")
	if got := p.chipNames(); !strings.Contains(got, "2 Figure") {
		t.Errorf("the chips do not show it at once: %s", got)
	}
	if got := p.desk.project.Scheme().Version; got != 1 {
		t.Errorf("the project has version %d before it was saved", got)
	}
	p.photograph("scheme-renamed")
	p.savesScheme()
	p.sees("statistic.quantity: just $2.4 million")
	if l, _ := p.desk.project.Scheme().Label("statistic"); l.Name != "Figure" {
		t.Errorf("the label is called %q", l.Name)
	}
	p.press("Ctrl+Z")
	p.settles()
	p.waits("undo brings the name back", func() bool { l, _ := p.desk.project.Scheme().Label("statistic"); return l.Name == "Statistic" })
	p.waits("the chips show it", func() bool { return strings.Contains(p.chipNames(), "2 Statistic") })
	p.sees("statistic.quantity: just $2.4 million")
}

func TestANewLabelMarksOnceItIsSaved(t *testing.T) {
	p := inNewsroom(t, nil, tariffs)
	e := p.edits("scheme")
	e.presses(t, "Add label")
	e.writes(t, "Name", "Promise")
	p.savesScheme()
	l, ok := p.desk.project.Scheme().Label("promise")
	if !ok || l.Key == "" {
		t.Fatalf("the scheme has no label promise with a key: %+v", l)
	}
	p.selects("We pay")
	p.press(l.Key)
	p.sees("promise: We pay")
	if sp, _ := p.chosenSpan(); sp.SchemeVersion() != 2 {
		t.Errorf("it was made under version %d", sp.SchemeVersion())
	}
}

func TestAKeyThatIsTakenOrACommandsIsRefused(t *testing.T) {
	p := inNewsroom(t, nil, tariffs)
	e := p.edits("label claim")
	for typed, says := range map[string]string{"2": "is that of claim already", "G": "cannot be a label's key", "12": "cannot be a label's key"} {
		e.writes(t, "Key", typed)
		if got := e.fault.Text(); !strings.Contains(got, says) {
			t.Errorf("key %q: it says %q", typed, got)
		}
		if !e.save.Disabled() {
			t.Errorf("key %q can be saved", typed)
		}
	}
	e.writes(t, "Key", "Q")
	p.savesScheme()
	p.caretBefore("The ministry")
	p.press("Q")
	if got := p.marks(); !strings.HasPrefix(got, "claim.claim") {
		t.Errorf("Q made %q", got)
	}
}

func TestWhatIsRetiredIsGivenNoMore(t *testing.T) {
	p := inNewsroom(t, nil, tariffs)
	p.caretBefore("just $2.4")
	p.press("2")
	e := p.edits("label statistic")
	e.presses(t, "Retire")
	if told := p.agrees(); !strings.Contains(told, "Statistic") {
		t.Errorf("told:\n%s", told)
	}
	p.sees("statistic.quantity: just $2.4 million")
	if got := p.chipNames(); strings.Contains(got, "Statistic") {
		t.Errorf("the chips are %s", got)
	}
}

func TestAPartOfTheSchemeIsSwitchedOn(t *testing.T) {
	p := inNewsroom(t, nil, tariffs)
	e := p.edits("module measurement")
	e.form.Objects[1].(*stepper).step(1)
	p.savesScheme()
	if got := p.chipNames(); !strings.Contains(got, "6 Entity") {
		t.Errorf("the chips are %s", got)
	}
}

func TestADraftThatIsLeftChangesNothingAndIsKept(t *testing.T) {
	p := inNewsroom(t, nil, tariffs)
	e := p.edits("label claim")
	e.writes(t, "Name", "Assertion")
	e.sheet.close()
	if got := p.chipNames(); !strings.Contains(got, "1 Claim") {
		t.Errorf("the chips are %s", got)
	}
	p.reads("draft is kept")
	p.edits("label claim")
	if got := p.schemer.draft.Labels[0].Name; got != "Assertion" {
		t.Errorf("the draft says %q", got)
	}
}

func TestLabelsAreReordered(t *testing.T) {
	p := inNewsroom(t, nil, tariffs)
	e := p.edits("label claim")
	e.presses(t, "Later")
	if got := e.parts[e.at].path; got != "label claim" {
		t.Errorf("the form is that of %q", got)
	}
	p.savesScheme()
	var ids []string
	for _, l := range p.desk.project.Scheme().Labels {
		ids = append(ids, l.ID)
	}
	if got := strings.Join(ids, " "); got != "statistic claim attribution" {
		t.Errorf("the labels are %s", got)
	}
}

// What the editor calls a colour is one of those that both themes can show.
func TestTheColoursOfTheEditorAreValid(t *testing.T) {
	s := annotation.Scheme{Name: "colours", Version: 1}
	for _, c := range colourPairs {
		s.Labels = append(s.Labels, annotation.Label{ID: idOf(c.name), Name: c.name, Colour: c.light, Dark: c.dark})
	}
	if err := s.Validate(); err != nil {
		t.Error(err)
	}
}

func TestASchemeGoesThroughAFileAndBack(t *testing.T) {
	p := inNewsroom(t, nil, tariffs)
	path := filepath.Join(t.TempDir(), "mine.yaml")
	if err := jobs.WriteSchemeFile(*p.desk.project.Scheme(), path); err != nil {
		t.Fatal(err)
	}
	b, _ := os.ReadFile(path)
	if err := os.WriteFile(path, []byte(strings.Replace(string(b), "name: Statistic", "name: Figure", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := p.draftScheme(path); err != nil {
		t.Fatal(err)
	}
	if got := p.schemer.fault.Text(); !strings.HasPrefix(got, "1 change") {
		t.Errorf("the editor says %q", got)
	}
	p.savesScheme()
	if got := p.chipNames(); !strings.Contains(got, "2 Figure") {
		t.Errorf("the chips are %s", got)
	}
}

func TestAFileThatIsNoSchemeIsNamedWithItsLine(t *testing.T) {
	p := inNewsroom(t, nil, tariffs)
	path := filepath.Join(t.TempDir(), "broken.yaml")
	if err := os.WriteFile(path, []byte("name: x\nversion: 1\nlabels:\n  - id: A B\n    name: A\n    colour: red\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := p.draftScheme(path)
	if err == nil || !strings.Contains(err.Error(), "broken.yaml") || !strings.Contains(err.Error(), "line 4") {
		t.Errorf("the error is %v", err)
	}
	if p.schemer != nil {
		t.Error("the editor opened")
	}
}

func TestAnActOnMarksIsTakenBackInTheDraft(t *testing.T) {
	p := inNewsroom(t, nil, tariffs)
	p.caretBefore("just $2.4")
	p.press("2")
	e := p.edits("label statistic")
	e.takes(t, "Merge into…", "Claim")
	if l, _ := e.draft.Label("statistic"); !l.Retired || l.Key != "" {
		t.Fatalf("the draft has %+v", l)
	}
	for _, o := range e.acts.Objects {
		if o.(*button).Text == "Use again" {
			t.Error("what an act retired can be used again, though its marks would go")
		}
	}
	e.presses(t, "Undo the last act on marks")
	if e.differs() {
		t.Error("the draft still differs")
	}
	e.writes(t, "Name", "Figure")
	p.savesScheme()
	p.sees("statistic.quantity: just $2.4 million")
}

// A new label may be called as one that is there: it stays new.
func TestANewLabelWithAKnownNameGetsAnotherID(t *testing.T) {
	p := inNewsroom(t, nil, tariffs)
	e := p.edits("scheme")
	e.presses(t, "Add label")
	e.writes(t, "Name", "Statistic")
	e.presses(t, "Add attribute")
	if got, want := e.parts[e.at].path, "label statistic_2 attribute new_attribute"; got != want {
		t.Errorf("the form is that of %q, want %q", got, want)
	}
	p.savesScheme()
	if l, ok := p.desk.project.Scheme().Label("statistic_2"); !ok || l.Name != "Statistic" {
		t.Errorf("the label is %+v", l)
	}
}

func TestEnterInTheListOfPartsSaves(t *testing.T) {
	p := inNewsroom(t, nil, tariffs)
	e := p.edits("label claim")
	e.writes(t, "Name", "Assertion")
	p.win.Canvas().Focus(e.list)
	p.press("Enter")
	p.waits("it is saved", func() bool { return p.desk.project.Scheme().Version == 2 && len(p.modals) == 0 })
}

func TestALinkToNothingIsNotSaved(t *testing.T) {
	p := inNewsroom(t, nil, tariffs)
	e := p.edits("relation rests_on")
	e.writes(t, "To", "")
	e.commit()
	if p.on() != "Scheme" || p.desk.project.Scheme().Version != 1 {
		t.Errorf("%q is shown, the scheme is version %d", p.on(), p.desk.project.Scheme().Version)
	}
}

func TestTheEditorStaysInTheWindow(t *testing.T) {
	p := inNewsroom(t, nil, tariffs)
	e := p.edits("label claim")
	p.win.Resize(fyne.NewSize(800, 600))
	panel := e.sheet.popup.(*sideSheet).panel
	if right := panel.Position().X + panel.Size().Width; right > 800 || panel.Size().Height > 600 {
		t.Errorf("the editor ends at %v, is %v high", right, panel.Size().Height)
	}
}

func TestATemplateBecomesTheSchemeOfAProjectWithoutMarks(t *testing.T) {
	p := inNewsroom(t, nil, tariffs)
	p.does("scheme.template")
	p.photograph("template")
	p.press("Enter") // the scheme that it has
	if p.on() != "Scheme" || p.schemer.differs() {
		t.Errorf("%q is shown; differs: %v", p.on(), p.schemer.differs())
	}
	p.schemer.sheet.close()
	simple, err := jobs.ShippedScheme("simple")
	if err != nil {
		t.Fatal(err)
	}
	p.draft(simple)
	p.savesScheme()
	if got, want := p.chipNames(), "1 Claim, 2 Statistic, 3 Attribution"; got != want {
		t.Errorf("the chips are %s, want %s", got, want)
	}
	p.selects("We pay")
	p.press("1")
	p.sees("claim: We pay")
}
