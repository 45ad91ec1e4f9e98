package app

import (
	"fmt"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"rubricator/app/settings"
	"rubricator/app/textview"
)

// What the choices are called, in the order of those in settings.
var (
	themeNames = map[string]string{"": "As the system", "light": "Light", "dark": "Dark", "contrast-light": "High contrast, light",
		"contrast-dark": "High contrast, dark"}
	faceNames = map[string]string{"": "Serif", "sans": "Sans"}
)

// preferences shows a form whose choices are seen at once in the article behind it. Enter keeps them, Esc puts back what was.
func (w *Window) preferences() {
	before, kept := w.settings.Preferences, false
	m := &modal{title: "Preferences", width: 520}
	m.enter = func() {
		kept = true
		m.close()
	}
	m.closed = func() {
		if !kept {
			w.prefer(before)
			return
		}
		w.settings.SaveSoon()
	}
	rows := container.NewVBox()
	for _, c := range w.choices() {
		rows.Add(newStepper(m, c.name, c.values, c.at, func(at int) {
			p := w.settings.Preferences
			c.set(&p, at)
			w.prefer(p)
		}))
	}
	m.first = rows.Objects[0].(fyne.Focusable)
	w.show(m, rows, newButton("Cancel", m.close), mainButton("Keep", m.confirm))
}

// preference is one choice of the form.
type preference struct {
	name   string
	values []string
	at     int
	set    func(p *settings.Preferences, at int)
}

func (w *Window) choices() []preference {
	p := w.settings.Preferences
	return []preference{
		{"Reading face", named(settings.Faces, faceNames), slices.Index(settings.Faces, p.Face), func(p *settings.Preferences, at int) { p.Face = settings.Faces[at] }},
		{"Text size", said(settings.Zooms, percent), nearest(settings.Zooms, p.Zoom()), func(p *settings.Preferences, at int) {
			*p = p.At(settings.Zooms[at])
		}},
		{"Line width", said(settings.Measures, measureName), measureAt(p.Measure), func(p *settings.Preferences, at int) { p.Measure = settings.Measures[at] }},
		{"Line spacing", said(settings.Leadings, leadingName), nearest(settings.Leadings, p.Leading), func(p *settings.Preferences, at int) { p.Leading = settings.Leadings[at] }},
		{"Paragraph numbers", []string{"Off", "On"}, offOn(p.Numbers), func(p *settings.Preferences, at int) { p.Numbers = at == 1 }},
		{"Theme", named(settings.Themes, themeNames), slices.Index(settings.Themes, p.Theme), func(p *settings.Preferences, at int) { p.Theme = settings.Themes[at] }},
		{"Motion", []string{"The caret blinks", "Nothing moves"}, offOn(p.NoMotion), func(p *settings.Preferences, at int) { p.NoMotion = at == 1 }},
		{"Label keys", []string{"Take what is at the caret", "Take the selection alone"}, offOn(p.NoGuess), func(p *settings.Preferences, at int) { p.NoGuess = at == 1 }},
	}
}

func named(ids []string, names map[string]string) []string {
	return said(ids, func(id string) string { return names[id] })
}

func said[T any](values []T, name func(T) string) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = name(v)
	}
	return out
}

// nearest gives the place of the last value that is not above x.
func nearest[T int | float32](values []T, x T) int {
	at := 0
	for i, v := range values {
		if v <= x {
			at = i
		}
	}
	return at
}

// measureAt is the place of a line width; that of the whole pane is the last.
func measureAt(measure int) int {
	last := len(settings.Measures) - 1
	if measure == 0 {
		return last
	}
	return nearest(settings.Measures[:last], measure)
}

func percent(n int) string { return strconv.Itoa(n) + " %" }

func measureName(n int) string {
	if n == 0 {
		return "Whole pane"
	}
	return plural(n, "character")
}

func leadingName(x float32) string { return fmt.Sprintf("%.1f", x) }

func offOn(on bool) int {
	if on {
		return 1
	}
	return 0
}

// prefer shows everything as the user likes it now.
func (w *Window) prefer(p settings.Preferences) {
	before := w.settings.Preferences
	w.settings.Preferences = p.Valid()
	w.typography()
	if p.NoMotion != before.NoMotion {
		w.view.SetStill(p.NoMotion)
		w.adjudicating.lanes.prefer()
		w.dataset.preview.prefer()
		w.importing.text.prefer()
	}
	if p.Theme != before.Theme {
		w.app.Settings().SetTheme(newLook(p.Theme))
		w.makeChips()
		w.library.list.Refresh()
		w.view.Invalidate()
		w.adjudicating.show()
		w.dataset.retheme()
		w.importing.retheme()
	}
	w.refresh()
}

// choosePreference changes preferences outside of the form.
func (w *Window) choosePreference(p settings.Preferences) {
	w.prefer(p)
	w.settings.SaveSoon()
}

// typography sets the article as the user likes it.
func (w *Window) typography() {
	w.view.SetTypography(w.typographyNow())
	w.adjudicating.lanes.prefer()
	w.dataset.preview.prefer()
	w.importing.text.prefer()
}

// typographyNow is how the user likes articles set.
func (w *Window) typographyNow() textview.Typography {
	p := w.settings.Preferences
	measure := p.Measure
	if measure == 0 {
		measure = -1
	}
	return textview.Typography{Face: p.Face, Size: p.TextSize, Leading: p.Leading, Measure: measure, Numbers: p.Numbers}
}

// zoom makes the text so many steps larger, or smaller; as usual for 0.
func (w *Window) zoom(steps int) {
	w.choosePreference(w.settings.Zoomed(steps))
	w.status.say("The text is at " + percent(w.settings.Zoom()) + ".")
}

func (w *Window) hasTheme(variant string) func() bool {
	return func() bool { return w.settings.Theme == variant }
}

func (w *Window) setTheme(variant string) {
	p := w.settings.Preferences
	p.Theme = variant
	w.choosePreference(p)
}

func (w *Window) hasNumbers() bool { return w.settings.Numbers }

func (w *Window) toggleNumbers() {
	p := w.settings.Preferences
	p.Numbers = !p.Numbers
	w.choosePreference(p)
}
