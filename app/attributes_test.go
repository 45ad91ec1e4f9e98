package app

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

const tariffs = "Tariffs\n\nThe ministry said tolls cost just $2.4 million. “We pay,” Ana Roe said.\n"

// has writes what the chosen mark was given, as "kind=rank", in the scheme's order.
func (p *person) has() string {
	p.t.Helper()
	sp, ok := p.chosenSpan()
	if !ok {
		p.t.Fatal("no mark is chosen")
	}
	var out []string
	for _, a := range p.set().Scheme().AttributesOf(sp.Label()) {
		if v := sp.Attributes()[a.ID]; len(v) > 0 {
			out = append(out, a.ID+"="+strings.Join(v, "+"))
		}
	}
	if sp.IsUnsure() {
		out = append(out, "unsure")
	}
	return strings.Join(out, " ")
}

func (p *person) hasOnly(want string) {
	p.t.Helper()
	if got := p.has(); got != want {
		p.t.Errorf("the mark has %q, want %q", got, want)
	}
}

// shows writes the attributes as the inspector shows them.
func (p *person) shows() string {
	p.refreshNow()
	var out []string
	for _, o := range p.inspector.attributes.root.Objects {
		if row, ok := o.(*attributeRow); ok {
			out = append(out, row.name.Text()+": "+row.value.Text())
		}
	}
	return strings.Join(out, "\n")
}

func TestTheInspectorShowsWhatWasReadOffTheText(t *testing.T) {
	p := inNewsroom(t, nil, tariffs)
	p.caretBefore("just $2.4")
	p.press("2")
	if got, want := p.shows(), "Value: 2,400,000 · read\nTo: –\nUnit: USD · read\nKind: Money · read\nModifier: –"; got != want {
		t.Errorf("shown:\n%s\nwant\n%s", got, want)
	}
	p.hasOnly("")
	p.photograph("attributes-read")
}

func TestEnterConfirmsWhatWasReadAndGoesOn(t *testing.T) {
	p := inNewsroom(t, nil, tariffs)
	p.caretBefore("just $2.4")
	p.press("2", "Enter", "Enter", "Enter", "Enter", "Enter")
	p.hasOnly("value=2400000 unit=USD kind=money")
	p.reads("Modifier: digits add and take away")
	p.press("Esc", "Ctrl+Z")
	p.hasOnly("value=2400000 unit=USD")
	p.press("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
	p.sees("")
}

func TestADigitGivesAValueAndGoesOn(t *testing.T) {
	p := inNewsroom(t, nil, tariffs)
	p.caretBefore("just $2.4")
	p.press("2", "Enter", "Down", "Down", "Down", "5")
	p.hasOnly("kind=rank")
	p.press("1", "7", "1", "Enter")
	p.hasOnly("kind=rank modifier=bound_lower")
	p.photograph("attributes-given")
	p.press("1") // no question is open: it is a label again
	if got := p.marks(); !strings.Contains(got, "claim") {
		t.Errorf("the marks are %s", got)
	}
}

func TestAFreeValueIsTypedAtOnce(t *testing.T) {
	p := inNewsroom(t, []string{"entity"}, tariffs)
	p.caretBefore("Ana Roe said")
	p.press("4", "Enter")
	for _, r := range "Ana María Roe" {
		p.win.Canvas().Focused().TypedRune(r)
	}
	p.photograph("attributes-typed")
	p.press("Enter")
	p.hasOnly("entity=Ana María Roe")
	if p.win.Canvas().Focused() != p.view {
		t.Error("the text has not got the focus back")
	}
}

func TestANumberIsTypedAsTheTextSaysIt(t *testing.T) {
	p := inNewsroom(t, nil, tariffs)
	p.caretBefore("just $2.4")
	p.press("2", "Enter")
	for _, r := range "3.5 million" {
		p.win.Canvas().Focused().TypedRune(r)
	}
	p.press("Enter", "Esc")
	p.hasOnly("value=3500000")
	p.press("Enter")
	for _, r := range "many" {
		p.win.Canvas().Focused().TypedRune(r)
	}
	p.press("Enter")
	p.hasOnly("value=3500000")
	p.reads("no decimal number")
}

func TestDeleteTakesBackTheAnswerAlone(t *testing.T) {
	p := inNewsroom(t, nil, tariffs)
	p.caretBefore("“We pay")
	p.press("3")
	if got, want := p.shows(), "Form: Direct · read"; got != want {
		t.Errorf("shown %q, want %q", got, want)
	}
	p.press("Enter", "3")
	p.hasOnly("form=mixed")
	p.press("Enter", "Del")
	p.hasOnly("")
	if got, want := p.shows(), "Form: Direct · read"; got != want {
		t.Errorf("shown %q, want %q", got, want)
	}
}

func TestWhatWasTypedStaysWhenAnotherMarkIsChosen(t *testing.T) {
	p := inNewsroom(t, []string{"entity"}, tariffs)
	p.caretBefore("Ana Roe said")
	p.press("4")
	ana := p.chosen
	p.caretBefore("ministry")
	p.press("4")
	p.choose(ana)
	p.press("Enter")
	for _, r := range "Roe" {
		p.win.Canvas().Focused().TypedRune(r)
	}
	p.chooseAndReveal(p.spanOn("ministry").ID)
	p.refreshNow()
	p.hasOnly("")
	p.choose(ana)
	p.hasOnly("entity=Roe")
}

// Names complete from this document, then from the project.
func TestANameThatIsKnownIsCompleted(t *testing.T) {
	p := inNewsroom(t, []string{"entity"}, tariffs, "Again\n\nRoe said it fell. The ministry agreed.\n")
	p.caretBefore("Ana Roe said")
	p.press("4", "Enter")
	for _, r := range "Ana María Roe" {
		p.win.Canvas().Focused().TypedRune(r)
	}
	p.press("Enter")
	p.settles()
	p.press("Ctrl+PgDn")
	p.caretBefore("Roe said")
	p.press("4", "Enter")
	p.waits("the project's names are offered", func() bool { return slices.Contains(p.inspector.attributes.offered, "Ana María Roe") })
	p.win.Canvas().Focused().TypedRune('a')
	p.photograph("attributes-completed")
	p.press("Down", "Enter")
	p.hasOnly("entity=Ana María Roe")
}

func TestUnsureIsSaidAndTakenBack(t *testing.T) {
	p := inNewsroom(t, nil, tariffs)
	p.caretBefore("just $2.4")
	p.press("2", "U")
	p.hasOnly("unsure")
	sp, _ := p.chosenSpan()
	if got := p.tagOf(sp); got != "Statistic ?" {
		t.Errorf("its name is %q", got)
	}
	p.press("U")
	p.hasOnly("")
}

func TestAClickOnAValueGivesIt(t *testing.T) {
	p := inNewsroom(t, []string{"commitment"}, tariffs)
	p.caretBefore("The ministry")
	p.press("1")
	if got, want := p.shows(), "Commitment: Asserted · usual"; got != want {
		t.Errorf("shown %q, want %q", got, want)
	}
	p.inspector.attributes.root.Objects[0].(*attributeRow).Tapped(nil)
	p.photograph("attributes-asked")
	p.valueChip("Hedged").tapped()
	p.hasOnly("commitment=hedged")
}

// valueChip is a value of the attribute that is asked, as the inspector offers it.
func (p *person) valueChip(name string) *chip {
	p.t.Helper()
	for _, o := range p.inspector.attributes.root.Objects {
		if row, ok := o.(*fyne.Container); ok {
			for _, v := range row.Objects[0].(*fyne.Container).Objects {
				if c := v.(*chip); c.choice.Name == name {
					return c
				}
			}
		}
	}
	p.t.Fatalf("no value %q is offered", name)
	return nil
}

// Rows that are made anew, as for another theme, stand below each other from the beginning.
func TestTheRowsOfTheCardDoNotOverlap(t *testing.T) {
	p := inNewsroom(t, nil, tariffs)
	p.press("Enter", "Down")
	p.settles()
	for _, look := range []string{"dark", "light"} {
		p.app.Settings().SetTheme(newLook(look))
		p.refresh()
		p.refreshNow()
		end := float32(0)
		for _, o := range p.inspector.attributes.root.Objects {
			if o.Position().Y < end || o.Size().Height < o.MinSize().Height {
				t.Errorf("%s: a row stands at %v and is %v high; the one before ends at %v", look, o.Position().Y, o.Size().Height, end)
			}
			end = o.Position().Y + o.Size().Height
			if card := p.inspector.attributes.root.Size().Height; end > card {
				t.Errorf("%s: a row ends at %v, the card at %v", look, end, card)
			}
		}
	}
}
