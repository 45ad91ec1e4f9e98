package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"rubricator/annotation"
	"rubricator/annotation/interchange"
	"rubricator/annotation/interchange/formats"
	"rubricator/app/jobs"
)

// importMarks asks for a dataset of another tool and shows what it has.
func (w *Window) importMarks() {
	start := w.settings.ImportFolder
	if start == "" {
		start = expand("~")
	}
	w.pick(pickOne, "Import marks", "Look at it", start, datasetEndings(), nil, func(paths []string) error {
		src, f := datasetAt(paths[0])
		if f == nil {
			return fmt.Errorf("%q looks like no dataset that is known", filepath.Base(paths[0]))
		}
		w.settings.ImportFolder = filepath.Dir(paths[0])
		w.lookAt(src, f, "", nil)
		return nil
	})
}

// datasetEndings are those of files that datasets have.
func datasetEndings() (out []string) {
	for _, f := range formats.All {
		ending := f.Extension
		if strings.HasSuffix(ending, "/") {
			ending = ".ann" // one of its files stands for the folder
		}
		if f.Read != nil && !slices.Contains(out, ending) {
			out = append(out, ending)
		}
	}
	return out
}

// datasetAt tells what a file is a dataset of: it, or the folder that it lies in. The format is nil where it is none that is known.
func datasetAt(path string) (interchange.Source, *interchange.Format) {
	var src interchange.Source = interchange.OneFile(path)
	f := formats.SniffedFile(src, filepath.Base(path))
	if f != nil && strings.HasSuffix(f.Extension, "/") {
		src = formats.FindAs(interchange.Marks{InFolder: interchange.InFolder(filepath.Dir(path))}, f).Source
	}
	return src, f
}

// lookAt reads a dataset in the background and shows what would come of it. bare, which may be nil, loads its articles without marks.
func (w *Window) lookAt(src interchange.Source, f *interchange.Format, unit interchange.Unit, bare func()) {
	longAct(w, "Looking at the dataset", func(ctx context.Context, d *desk, _ func(done, total int)) (marksPreview, error) {
		p := marksPreview{w: w, source: src, format: f, bare: bare}
		people, err := d.project.Annotators(ctx)
		if err == nil {
			p.people = slices.DeleteFunc(people, func(a annotation.Annotator) bool { return a.Kind != annotation.Person })
			p.survey, err = jobs.Look(ctx, d.project, src, f, unit)
		}
		return p, err
	}, func(p marksPreview, err error) {
		s := &p.survey
		switch {
		case errors.Is(err, context.Canceled):
		case err != nil:
			w.status.fail(sentence(err))
		case s.Records == 0:
			w.status.fail("Nothing can be read of it. " + strings.Join(s.Refused[:min(1, len(s.Refused))], ""))
		default:
			w.showSurvey(&p)
		}
	})
}

// marksPreview is a dataset that was looked at, and what is chosen to become of it.
type marksPreview struct {
	w       *Window
	source  interchange.Source
	format  *interchange.Format
	survey  jobs.Survey
	people  []annotation.Annotator // of the project
	mapping interchange.Mapping
	status  annotation.Status // of what people marked where the dataset does not say
	unit    interchange.Unit
	bare    func() // loads the articles without their marks; nil: that is not offered
}

// mostMapped is how many names have a stepper; what has more is mapped by a file, on the command line.
const mostMapped = 60

// showSurvey shows what a dataset has, with a stepper for each of its names.
func (w *Window) showSurvey(p *marksPreview) {
	p.mapping = interchange.Proposed(w.desk.project.Scheme(), p.survey.Names)
	m := &modal{title: "Import marks from " + p.format.Title, width: 620}
	body := container.NewVBox(newProse(w.fonts, theme.ColorNameForeground, surveyInWords(p.survey)))
	for _, part := range p.names() {
		if len(part.names) > 0 {
			body.Add(newProse(w.fonts, theme.ColorNamePlaceHolder, part.title))
		}
		for _, n := range part.names[:min(len(part.names), mostMapped)] {
			body.Add(p.stepper(m, n, part))
		}
	}
	problem := m.tries(w.fonts, p.take)
	body.Add(p.statusStepper(m))
	body.Add(p.unitStepper(m))
	body.Add(problem)
	buttons := []*button{newButton("Cancel", m.close), mainButton("Import", m.confirm)}
	if p.bare != nil {
		buttons = slices.Insert(buttons, 1, newButton("Articles alone", func() {
			m.close()
			p.bare()
		}))
	}
	w.show(m, body, buttons...)
}

// mapped are names of a kind, and what each can become.
type mapped struct {
	title  string
	names  []interchange.Name
	become map[string]string
	ours   []string // what names can become; "": what they become by themselves
	called []string // the same as people read it
}

// names are those that can be mapped here.
func (p *marksPreview) names() []mapped {
	scheme := p.w.desk.project.Scheme()
	mappedTo := func(title string, names []interchange.Name, become map[string]string) mapped {
		return mapped{title, names, become, []string{interchange.Dropped, interchange.Made}, []string{"Leave out", "Add to scheme"}}
	}
	labels := mappedTo("Its labels become", p.survey.Labels, p.mapping.Labels)
	for _, c := range scheme.Choices() {
		labels.add(c.String(), scheme.NameOf(c.LabelRole))
	}
	relations := mappedTo("Its links become", p.survey.Relations, p.mapping.Relations)
	for _, r := range scheme.Relations {
		if !r.Retired && scheme.IsOn(r.Module) {
			relations.add(r.ID, r.Name)
		}
	}
	attributes := mappedTo("Its attributes become", slices.DeleteFunc(slices.Clone(p.survey.Attributes), isProgramsOwn), p.mapping.Attributes)
	for _, a := range interchange.AttributesOf(scheme) {
		attributes.add(a.ID, a.Name)
	}
	return []mapped{labels, relations, attributes, p.annotators()}
}

// add is one more that names can become, unless it is there.
func (of *mapped) add(id, name string) {
	if !slices.Contains(of.ours, id) {
		of.ours, of.called = append(of.ours, id), append(of.called, name)
	}
}

// isProgramsOwn tells the attributes that are no scheme's: they stay what they are.
func isProgramsOwn(n interchange.Name) bool {
	return annotation.IsOwnOfMarks(n.Name) || n.Name == annotation.Nothing || n.Name == annotation.SkippedFor
}

// annotators are the people of the dataset. Each can be one of the project whose name nobody else has.
func (p *marksPreview) annotators() mapped {
	people := slices.DeleteFunc(slices.Clone(p.survey.Annotators), func(n interchange.Name) bool { return n.Kind == annotation.Model || n.Kind == annotation.Reference })
	out := mapped{"Its annotators are", people, p.mapping.Annotators, []string{""}, []string{"Somebody new"}}
	for _, a := range p.people {
		namesakes := func(o annotation.Annotator) bool { return o.ID != a.ID && strings.EqualFold(o.Name, a.Name) }
		if !slices.ContainsFunc(p.people, namesakes) {
			out.add(a.Name, a.Name)
		}
	}
	return out
}

// stepper chooses what a name becomes.
func (p *marksPreview) stepper(m *modal, n interchange.Name, of mapped) fyne.CanvasObject {
	values := make([]string, len(of.called))
	for i := range values {
		values[i] = shortened(of.called[i], 22)
	}
	choose := func(at int) {
		if of.become[n.Name] = of.ours[at]; of.ours[at] == "" {
			delete(of.become, n.Name)
		}
	}
	at := max(0, slices.Index(of.ours, of.become[n.Name]))
	choose(at)
	name := "Not named"
	if n.Name != "" {
		name = quoted(n.Name, 24)
	}
	name += " · " + grouped(n.Count)
	if n.Example != "" {
		name += " · " + quoted(n.Example, 24)
	}
	return newStepper(m, name, values, at, choose)
}

// statusStepper chooses how far people are where the dataset does not say.
func (p *marksPreview) statusStepper(m *modal) fyne.CanvasObject {
	statuses := []annotation.Status{annotation.Done, annotation.InWork}
	p.status = statuses[0]
	return newStepper(m, "Where it does not say, articles are", []string{"Done", "In work"}, 0, func(at int) { p.status = statuses[at] })
}

// unitStepper chooses what offsets count. Where the marks do not tell, somebody has to.
func (p *marksPreview) unitStepper(m *modal) fyne.CanvasObject {
	units, values := slices.Clone(interchange.Units), []string{"Characters", "UTF-16 units", "UTF-8 bytes", "Grapheme clusters"}
	p.unit = p.survey.Unit
	if p.unit == "" {
		units, values = append([]interchange.Unit{""}, units...), append([]string{"Not clear: choose"}, values...)
	}
	return newStepper(m, "Its offsets count", values, slices.Index(units, p.unit), func(at int) { p.unit = units[at] })
}

// surveyInWords tells what a dataset has, and what of it cannot come.
func surveyInWords(s jobs.Survey) string {
	said := fmt.Sprintf("%s with %s and %s, by %s. Texts that are here already get the marks beside those that are there. It is one step, which Ctrl+Z takes back.",
		plural(s.Documents, "article"), plural(s.Marks, "mark"), plural(s.Links, "link"), plural(len(s.Annotators), "annotator"))
	astray := 0
	for i := range s.Astray {
		astray += s.Astray[i].Count()
	}
	if astray > 0 && s.Unit != "" {
		said += fmt.Sprintf("\n%s in %s cannot come: they do not lie in their text, as %s.", plural(astray, "mark"), plural(len(s.Astray), "article"),
			quoted(s.Astray[0].Examples[0], 80))
	}
	if len(s.Refused) > 0 {
		said += fmt.Sprintf("\n%s cannot be read: %s", plural(len(s.Refused), "record"), shortened(s.Refused[0], 120))
	}
	if len(s.Passed) > 0 {
		said += "\nPassed over, since it holds no marks: " + shortened(strings.Join(s.Passed, ", "), 120)
	}
	return said
}

// take imports what was chosen, in the background.
func (p *marksPreview) take() error {
	if p.unit == "" && p.survey.Undecided != "" {
		return errors.New("choose what the offsets count: the marks do not tell")
	}
	w, version := p.w, p.w.desk.project.Scheme().Version
	w.leave()
	longAct(w, "Importing "+plural(p.survey.Marks, "mark"), func(ctx context.Context, d *desk, progress func(done, total int)) (jobs.MarksReport, error) {
		if err := d.settle(ctx); err != nil {
			return jobs.MarksReport{}, err
		}
		return jobs.ImportMarks(ctx, d.project, p.source, p.format, jobs.MarksOptions{Unit: p.unit, Mapping: p.mapping, Status: p.status,
			Progress: func(documents, _ int) { progress(documents, p.survey.Records) }})
	}, func(r jobs.MarksReport, err error) { w.marksCame(r, err, version) })
	return nil
}

// marksCame tells what an import did, and shows the project as it is now.
func (w *Window) marksCame(r jobs.MarksReport, err error, version int) {
	if made := w.desk.project.Scheme().Version != version; r.Edits > 0 || made {
		w.desk.editor.Remember(annotation.Step{Group: r.Group, Name: "import of " + plural(r.Marks(), "mark")})
	}
	w.schemeChanged()
	if i := slices.IndexFunc(r.Records, func(m jobs.MarkedRecord) bool { return m.Outcome == jobs.Loaded }); i >= 0 && w.document.ID.IsZero() {
		w.open(r.Records[i].Document)
	}
	said := fmt.Sprintf("%s came, in %s.", plural(r.Marks(), "mark"), plural(r.Count(jobs.Loaded)+r.Count(jobs.Duplicate), "article"))
	switch {
	case errors.Is(err, context.Canceled):
		w.status.say(said + " The import was stopped.")
		w.offerUnfinished()
	case err != nil:
		w.status.fail(said + " " + sentence(err))
		w.offerUnfinished()
	case r.Losses() > 0:
		w.status.fail(said)
		w.tell("Not everything came", marksLostInWords(r), w.focusText)
	default:
		w.status.say(said)
	}
}

// marksLostInWords names what did not come, the first of many.
func marksLostInWords(r jobs.MarksReport) string {
	lines := slices.Clone(r.Refused)
	for i := range r.Records {
		m := &r.Records[i]
		if m.Reason != "" {
			lines = append(lines, fmt.Sprintf("%s: %s.", quoted(m.Title, 60), m.Reason))
		}
		if m.Astray != nil {
			lines = append(lines, fmt.Sprintf("%s: %s not in the text, as %s.", quoted(m.Title, 60), plural(m.Astray.Count(), "mark"), quoted(m.Astray.Examples[0], 80)))
		}
		for _, f := range m.Refusals {
			lines = append(lines, fmt.Sprintf("%s: %s did not come: %s.", quoted(m.Title, 60), grouped(f.Count), f.Why))
		}
	}
	for _, n := range r.Unmapped {
		lines = append(lines, fmt.Sprintf("%s %s, %s: nothing in the scheme is called so.", n.What, quoted(n.Name, 40), plural(n.Count, "time")))
	}
	if len(lines) > refusalsShown {
		lines = append(lines[:refusalsShown], "and "+grouped(len(lines)-refusalsShown)+" more.")
	}
	return strings.Join(lines, "\n")
}
