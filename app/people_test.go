package app

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/storage"
)

// rowsIn writes the rows of a list as "sign title | about".
func rowsIn(l *keyList) string {
	var lines []string
	for i := range l.Length() {
		o := l.CreateItem()
		l.UpdateItem(i, o)
		r := o.(*fyne.Container).Objects[0].(*listRow)
		lines = append(lines, strings.TrimSpace(r.sign.Text+" "+plain(r.title.Text())+" | "+plain(r.about.Text())))
	}
	return strings.Join(lines, "\n")
}

// plain is a text without what keeps names in their place.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0x2066 && r <= 0x2069 {
			return -1
		}
		return r
	}, s)
}

// button is one of the sheet that is on top.
func (p *person) button(name string) *button {
	p.t.Helper()
	for _, o := range objectsIn(p.win.Canvas().Overlays().Top().(*widget.PopUp).Content) {
		if b, ok := o.(*button); ok && b.Text == name {
			return b
		}
	}
	p.t.Fatalf("%q has no button %q", p.on(), name)
	return nil
}

// objectsIn are all parts of something.
func objectsIn(o fyne.CanvasObject) []fyne.CanvasObject {
	out := []fyne.CanvasObject{o}
	if c, ok := o.(*fyne.Container); ok {
		for _, one := range c.Objects {
			out = append(out, objectsIn(one)...)
		}
	}
	return out
}

// taps clicks a button of the sheet that is on top.
func (p *person) taps(name string) {
	p.t.Helper()
	test.Tap(p.button(name))
	p.pump()
}

// seesPeople opens the sheet of people.
func (p *person) seesPeople() *peopleSheet {
	p.t.Helper()
	s := p.people()
	p.pump()
	return s
}

func (s *peopleSheet) lists(t *testing.T, want string) {
	t.Helper()
	if got := rowsIn(s.list); got != want {
		t.Errorf("people are\n%s\nwant\n%s", got, want)
	}
}

// nameIs is how somebody sits at a window whose account is called so.
func nameIs(t *testing.T, p *person, name string) {
	t.Helper()
	me := p.me()
	after := me
	after.Name = name
	if err := p.callPerson(me, after); err != nil {
		t.Fatal(err)
	}
	p.settles()
}

func TestColleaguesAreNamedAndShown(t *testing.T) {
	p := atWork(t, strait)
	nameIs(t, p, "Ana Roe")
	p.selects("12%")
	p.press("2")
	s := p.seesPeople()
	s.lists(t, "Ana Roe · you | 1 article · 1 mark")
	p.photograph("people-alone")
	p.taps("Add…")
	p.writes("Ben Oz")
	p.photograph("people-add")
	p.press("Enter")
	p.waits("Ben is there", func() bool { return len(s.all) == 2 })
	s.lists(t, "Ana Roe · you | 1 article · 1 mark\nBen Oz | not here yet")
	p.taps("Add…")
	p.writes("BEN oz")
	p.press("Enter")
	if p.on() != "Add somebody" {
		t.Error("there are two of one name")
	}
	p.press("Esc", "Down", "Enter") // changes Ben
	if p.on() != "Change Ben Oz" {
		t.Fatalf("on top is %q", p.on())
	}
	p.win.Canvas().FocusNext()
	p.writes("B7")
	p.win.Canvas().FocusNext()
	p.press("Right", "Right", "Enter")
	p.waits("Ben has a pseudonym", func() bool { return s.all[1].Pseudonym == "B7" })
	s.lists(t, "Ana Roe · you | 1 article · 1 mark\nBen Oz | B7 · not here yet")
	if c := s.colours[s.all[1].ID]; c != "#E69F00" || s.colours[s.all[0].ID] == c {
		t.Errorf("Ben is %s, Ana %s", c, s.colours[s.all[0].ID])
	}
	p.photograph("people")
	p.press("Esc", "Ctrl+Z")
	p.settles()
	p.seesPeople().lists(t, "Ana Roe · you | 1 article · 1 mark\nBen Oz | not here yet")
}

func TestTheFocusComesBackToTheSheetBelow(t *testing.T) {
	p := atWork(t, strait)
	s := p.seesPeople()
	b := p.button("Add…")
	p.win.Canvas().Focus(b)
	p.press("Enter")
	if p.on() != "Add somebody" {
		t.Fatalf("on top is %q", p.on())
	}
	p.press("Esc")
	if on := p.win.Canvas().Focused(); on != b {
		t.Errorf("a key led to the form, and now the focus is on %T", on)
	}
	p.taps("Add…")
	p.press("Esc")
	if on := p.win.Canvas().Focused(); on != s.list {
		t.Errorf("a click led to the form, and now the focus is on %T", on)
	}
	p.press("Esc")
	if on := p.win.Canvas().Focused(); on != p.view {
		t.Errorf("nothing lies over the window, and the focus is on %T", on)
	}
}

func TestSomebodyWhoWasNamedBecomesMe(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, strait)
	nameIs(t, p, "Ana Roe")
	p.selects("12%")
	p.press("2")
	s := p.seesPeople()
	p.taps("This is me (I)")
	if got := plain(s.about.Text()); got != "That is you already." {
		t.Errorf("it says %q", got)
	}
	p.taps("Add…")
	p.writes("Ben Oz")
	p.press("Enter")
	p.waits("Ben is there", func() bool { return len(s.all) == 2 })
	p.press("Down")
	p.taps("This is me (I)")
	if p.on() != "Is this you: Ben Oz?" || !strings.Contains(p.said(), "What you marked so far stays with") {
		t.Fatalf("%q: %s", p.on(), p.said())
	}
	p.photograph("people-is-me")
	p.press("Enter")
	p.waits("I am Ben", func() bool { return p.desk != nil && p.me().Name == "Ben Oz" && p.set() != nil })
	if p.marks() != "" || p.settings.Who(p.project).Name != "Ben Oz" {
		t.Errorf("Ben has marks: %s; the settings know %q", p.marks(), p.settings.Who(p.project).Name)
	}
	p.selects("Just seven")
	p.press("2")
	p.settles()
	s = p.seesPeople()
	s.lists(t, "Ana Roe | 1 article · 1 mark\nBen Oz · you | 1 article · 1 mark")
	p.press("Esc")
	p.leaves()
	p = reopen(t, home)
	if p.me().Name != "Ben Oz" {
		t.Errorf("after a restart I am %q", p.me().Name)
	}
	s = p.seesPeople() // and back
	p.taps("This is me (I)")
	p.press("Enter")
	p.waits("I am Ana", func() bool { return p.desk != nil && p.me().Name == "Ana Roe" && p.set() != nil })
	p.sees("statistic: 12%")
	if findings, err := p.desk.project.Check(t.Context()); err != nil || len(findings) > 0 {
		t.Error(findings, err)
	}
}

func TestNobodyWhoWorksElsewhereBecomesMe(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, strait)
	p.leaves()
	elsewhere := start(t, t.TempDir()) // another machine, with a key and an account of its own
	ben := annotation.Annotator{ID: annotation.NewID(), Name: "Ben Oz", Kind: annotation.Person}
	elsewhere.settings.Annotator = ben
	actor := elsewhere.settingsActor()
	other, err := storage.Open(p.project, storage.Options{Actor: actor, Annotator: ben})
	if err == nil {
		err = other.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	p = reopen(t, home)
	s := p.seesPeople()
	for i, m := range s.all {
		if m.Name == "Ben Oz" {
			s.list.point(i)
		}
	}
	p.taps("This is me (I)")
	if got := plain(s.about.Text()); p.on() != "People" || !strings.Contains(got, "Ben Oz works on another device") {
		t.Errorf("%q: it says %q", p.on(), got)
	}
}

func TestManyPeopleWithLongNamesAreSeen(t *testing.T) {
	p := atWork(t, strait)
	for _, name := range []string{"Αναστασία Παπαδοπούλου-Κωνσταντινίδου vom Referat für Quellenkritik und Faktenprüfung", "محمد بن عبد الله", "李小龍", "Dot", "Eve", "Fay", "Gus", "Hal", "Ida", "Jo", "Kim"} {
		a, err := annotation.NewPerson(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := p.desk.project.Join(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	for _, variant := range []string{"light", "dark"} {
		p.setTheme(variant)
		p.refreshNow()
		s := p.seesPeople()
		if len(s.all) != 12 {
			t.Fatalf("%d people", len(s.all))
		}
		p.photograph("people-many-" + variant)
		p.press("Enter")
		p.photograph("people-change-" + variant)
		p.closeModals()
	}
}

func TestPeopleOfOneNameAreToldApartWhereverTheyAreListed(t *testing.T) {
	p := atWork(t, strait)
	for i, pseudonym := range []string{"A1", "A2"} {
		who := annotation.Annotator{ID: annotation.ID{15: byte(i + 1)}, Name: "Anna Meier", Pseudonym: pseudonym, Kind: annotation.Person}
		if err := p.desk.project.Join(context.Background(), who); err != nil {
			t.Fatal(err)
		}
	}
	p.readCorrespondence()
	p.pump()
	s := p.people()
	p.pump()
	p.photograph("namesakes")
	for _, want := range []string{"Anna Meier (A1)", "Anna Meier (A2)"} {
		if got := rowsIn(s.list); !strings.Contains(got, want) {
			t.Errorf("the people are\n%s\nwant %s", got, want)
		}
	}
	p.closeModals()
	if got := p.who(annotation.ID{15: 2}); got != "Anna Meier (A2)" {
		t.Errorf("the second is called %q", got)
	}
	p.press("Ctrl+2")
	p.comparesAll()
	if got := p.adjudicating.who(annotation.ID{15: 1}).Name; got != "Anna Meier (A1)" {
		t.Errorf("in review the first is called %q", got)
	}
}
