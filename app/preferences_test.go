package app

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"rubricator/app/settings"
)

// turns goes down to a preference by its name and turns it by keys.
func (p *person) turns(name string, keys ...string) {
	p.t.Helper()
	for range 20 {
		if s, ok := p.win.Canvas().Focused().(*stepper); ok && s.name.Text == name {
			p.press(keys...)
			return
		}
		p.press("Down")
	}
	p.t.Fatalf("no preference %q", name)
}

// tolls is an article with a list.
const tolls = strait + "\nThe ministry named two goals:\n- Fewer ships are to wait before the strait, at most ninety a day by the end of May\n- Tolls are to fall for grain\n"

func TestPreferencesAreChosenByKeysAndSeenAtOnce(t *testing.T) {
	p := atWork(t, tolls)
	before := p.settings.Preferences
	place := func() fyne.Position {
		where, _, _ := p.view.BoundsOf(p.find("Just seven").Start)
		return where
	}
	usual := place()
	p.press("Ctrl+Comma")
	if p.on() != "Preferences" {
		t.Fatalf("%q is shown", p.on())
	}
	p.photograph("preferences")
	p.turns("Reading face", "Right")
	if p.settings.Face != "sans" || place() == usual {
		t.Errorf("the face is %q, and the text stands at %v as before", p.settings.Face, place())
	}
	p.turns("Text size", "Right", "Right")
	p.turns("Line width", "End")
	p.turns("Line spacing", "Home")
	p.turns("Paragraph numbers", "Right")
	p.turns("Theme", "Right")
	p.turns("Motion", "Space")
	want := settings.Preferences{Theme: "dark", Face: "sans", TextSize: 17 * 1.25, Leading: 1.3, Numbers: true, NoMotion: true}
	if p.settings.Preferences != want {
		t.Errorf("preferences are %+v, want %+v", p.settings.Preferences, want)
	}
	if !isDark() || fyne.CurrentApp().Settings().ShowAnimations() {
		t.Error("the window is light, or things move in it")
	}
	p.photograph("preferences-dark")
	p.press("Esc")
	if p.on() != "" || p.settings.Preferences != before || place() != usual || isDark() {
		t.Errorf("after Esc %q is shown, preferences are %+v", p.on(), p.settings.Preferences)
	}
	p.press("Ctrl+Comma")
	p.turns("Text size", "Left")
	p.press("Enter")
	if p.on() != "" || p.settings.Zoom() != 90 || p.win.Canvas().Focused() != p.view {
		t.Errorf("after Enter %q is shown, the text is at %d %%", p.on(), p.settings.Zoom())
	}
}

func TestPreferencesSurviveARestart(t *testing.T) {
	home := t.TempDir()
	p := reopen(t, home, strait)
	p.does("preferences")
	p.turns("Line width", "Right")
	p.press("Enter")
	p.does("numbers")
	p.leaves()
	p = reopen(t, home)
	if p.settings.Measure != 72 || !p.hasNumbers() {
		t.Errorf("lines of %d characters, numbers %v", p.settings.Measure, p.hasNumbers())
	}
}

func TestAClickOnAnArrowOrTheValueTurnsAPreference(t *testing.T) {
	p := atWork(t, strait)
	p.does("preferences")
	s := p.win.Canvas().Focused().(*stepper)
	click := func(fromRight float32) {
		s.Tapped(&fyne.PointEvent{Position: fyne.NewPos(s.Size().Width-fromRight, 10)})
	}
	for _, c := range []struct {
		fromRight float32
		face      string
	}{{5, "sans"}, {5, "sans"}, {valueWidth / 2, ""}, {valueWidth / 2, "sans"}, {valueWidth - 5, ""}} {
		if click(c.fromRight); p.settings.Face != c.face {
			t.Errorf("a click %v from the right leaves the face %q, want %q", c.fromRight, p.settings.Face, c.face)
		}
	}
}

func TestKeysAndWheelZoomAndTheStatusLineTellsIt(t *testing.T) {
	p := atWork(t, strait)
	for _, c := range []struct {
		key   string
		reads string
	}{{"Ctrl+Plus", "110 %"}, {"Ctrl+Minus", "100 %"}, {"Ctrl+Minus", "90 %"}, {"Ctrl+0", "100 %"}} {
		p.press(c.key)
		p.reads(c.reads)
	}
	p.view.OnZoom(100)
	p.reads("400 %")
	if p.settings.TextSize != 68 {
		t.Errorf("the text is %v points large", p.settings.TextSize)
	}
}

func TestFourTimesTheSizeLosesNothingInASmallWindow(t *testing.T) {
	p := atWork(t, tolls)
	p.selects("12%")
	p.press("2")
	for _, size := range []fyne.Size{fyne.NewSize(900, 700), fyne.NewSize(640, 420)} {
		p.win.Resize(size)
		for i, theme := range settings.Themes[1:] {
			p.prefer(settings.Preferences{Theme: theme, Face: settings.Faces[i%2], TextSize: 68, Measure: 68, Leading: 1.7, Numbers: true})
			p.pump()
			p.photograph(fmt.Sprintf("four-times-%s-%v", theme, size.Width))
			p.view.SetCaret(0)
			for range 30 {
				p.press("Right")
				where, height, ok := p.view.BoundsOf(p.view.Caret())
				if !ok || where.Y < 0 || where.Y+height > p.view.Size().Height {
					t.Fatalf("%v: the caret at %d is at %v, %v high, on a pane of %v", size, p.view.Caret(), where, height, p.view.Size())
				}
			}
		}
	}
}
