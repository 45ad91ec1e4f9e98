package app

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
	"rubricator/annotation/agreement"
	"rubricator/app/jobs"
)

// insightFilters say what is compared: a button for each question, which offers the answers.
type insightFilters struct {
	i    *insight
	root *fyne.Container
	each []*insightFilter
}

// insightFilter is one question.
type insightFilter struct {
	name    string
	answers func() []setting
	button  *button
}

// setting is what a filter can be set to.
type setting struct {
	name string
	on   bool
	set  func()
}

func newInsightFilters(i *insight) *insightFilters {
	f := &insightFilters{i: i, root: container.New(&flow{gap: 4, width: 900})}
	for _, x := range []insightFilter{{"Round", f.rounds, nil}, {"Label", f.labels, nil}, {"People", f.people, nil}, {"Sets", f.sets, nil},
		{"Suggestions", f.suggestions, nil}, {"Marks match", f.rules, nil}, {"Figure", f.measures, nil}} {
		x.button = newButton(x.name, func() { f.offer(&x) })
		x.button.keys, x.button.escape = i.w.keys, func() { i.leave() }
		f.each = append(f.each, &x)
		f.root.Add(x.button)
	}
	f.show()
	return f
}

// show writes the answers on the buttons.
func (f *insightFilters) show() {
	for _, x := range f.each {
		var on []string
		for _, a := range x.answers() {
			if a.on {
				on = append(on, a.name)
			}
		}
		x.button.SetText(x.name + ": " + shortened(strings.Join(on, ", "), 40))
	}
	f.root.Refresh()
}

func (f *insightFilters) offer(x *insightFilter) {
	var entries []*fyne.MenuItem
	for _, a := range x.answers() {
		showsEmoji(a.name)
		entry := fyne.NewMenuItem(a.name, func() {
			a.set()
			f.show()
			f.i.w.win.Canvas().Focus(f.i.list) // the menu leaves the focus nowhere
		})
		entry.Checked = a.on
		entries = append(entries, entry)
	}
	widget.ShowPopUpMenuAtRelativePosition(fyne.NewMenu("", entries...), f.i.w.win.Canvas(), fyne.NewPos(0, x.button.Size().Height), x.button)
}

// changes is what a setting does: it is taken in, and all is measured anew.
func (f *insightFilters) changes(take func(*jobs.Measuring)) func() {
	return func() {
		take(&f.i.asked)
		f.i.compare(true)
	}
}

func (f *insightFilters) rounds() []setting {
	m := f.i.asked
	out := []setting{{"all", m.Round == "", f.changes(func(m *jobs.Measuring) { m.Round = "" })}}
	for _, r := range f.i.rounds {
		if !r.Training && !slices.ContainsFunc(out, func(a setting) bool { return a.name == r.Name }) {
			out = append(out, setting{r.Name, m.Round == r.Name, f.changes(func(m *jobs.Measuring) { m.Round = r.Name })})
		}
	}
	return out
}

func (f *insightFilters) labels() []setting {
	out := []setting{{"all", len(f.i.asked.Labels) == 0, f.changes(func(m *jobs.Measuring) { m.Labels = nil })}}
	for _, l := range f.i.d.project.Scheme().Labels {
		of := annotation.LabelRole{Label: l.ID}
		out = append(out, setting{l.Name, slices.Contains(f.i.asked.Labels, of), f.changes(func(m *jobs.Measuring) { m.Labels = []annotation.LabelRole{of} })})
	}
	return out
}

func (f *insightFilters) people() []setting {
	out := []setting{{"all", len(f.i.asked.Annotators) == 0, f.changes(func(m *jobs.Measuring) { m.Annotators = nil })}}
	for _, a := range f.i.people {
		if a.Kind != annotation.Person {
			continue
		}
		on := slices.Contains(f.i.asked.Annotators, a.ID)
		out = append(out, setting{a.Name, on, f.changes(func(m *jobs.Measuring) {
			if m.Annotators = slices.DeleteFunc(slices.Clone(m.Annotators), func(id annotation.ID) bool { return id == a.ID }); !on {
				m.Annotators = append(m.Annotators, a.ID)
			}
		})})
	}
	return out
}

func (f *insightFilters) sets() []setting {
	m := f.i.asked
	set := func(inWork, reference bool) func() {
		return f.changes(func(m *jobs.Measuring) { m.InWork, m.Reference = inWork, reference })
	}
	return []setting{{"done", !m.InWork && !m.Reference, set(false, false)}, {"done and in work", m.InWork && !m.Reference, set(true, false)},
		{"done, against the reference", !m.InWork && m.Reference, set(false, true)}, {"done and in work, against the reference", m.InWork && m.Reference, set(true, true)}}
}

func (f *insightFilters) suggestions() (out []setting) {
	for o, name := range map[agreement.Origins]string{agreement.AllOrigins: "with accepted", agreement.OwnOnly: "without", agreement.SuggestedOnly: "accepted alone"} {
		out = append(out, setting{name, f.i.asked.Origins == o, f.changes(func(m *jobs.Measuring) { m.Origins = o })})
	}
	slices.SortFunc(out, func(a, b setting) int { return strings.Compare(b.name, a.name) })
	return out
}

func (f *insightFilters) rules() (out []setting) {
	for _, r := range []agreement.Rule{agreement.Overlap, agreement.Exact, agreement.IoU50} {
		out = append(out, setting{jobs.Matching(r), f.i.asked.Rule == r, f.changes(func(m *jobs.Measuring) { m.Rule = r })})
	}
	return out
}

// measures are what the rows of groups can show; nothing is measured anew.
func (f *insightFilters) measures() []setting {
	set := func(m *agreement.Measure) func() {
		return func() {
			f.i.measure = m
			f.i.turn(f.i.tabs.on)
		}
	}
	out := []setting{{"F1, as marks match", f.i.measure == nil, set(nil)}}
	for _, m := range []*agreement.Measure{agreement.F1Exact, agreement.F1Overlap, agreement.F1IoU, agreement.Agr, agreement.TokenAlpha, agreement.TokenAC1, agreement.UAlpha} {
		out = append(out, setting{m.Name, f.i.measure == m, set(m)})
	}
	return out
}
