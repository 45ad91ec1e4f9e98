package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"rubricator/annotation/ingest"
	"rubricator/app/jobs"
	"rubricator/app/textview"
)

// notUsed is the field of a column that is left aside.
const notUsed ingest.Field = ""

// columnUses are what a column can hold, and what people call it.
var columnUses = []struct {
	field ingest.Field
	name  string
}{
	{notUsed, "Not used"}, {ingest.FieldText, "Text"}, {ingest.FieldTitle, "Title"}, {ingest.FieldPublished, "Published"}, {ingest.FieldOutlet, "Outlet"},
	{ingest.FieldAuthor, "Author"}, {ingest.FieldLanguage, "Language"}, {ingest.FieldURL, "Address"}, {ingest.FieldCaption, "Caption"},
	{ingest.FieldLicence, "Licence"}, {ingest.FieldSummary, "Summary"},
}

// needsColumns tells a file whose column of texts cannot be told.
func (r *readSheet) needsColumns() bool {
	return r.sheet == nil && errors.Is(r.fault, ingest.ErrColumns)
}

// columnSheet asks what the columns of a table, or the fields of records, hold.
type columnSheet struct {
	p       *importPlace
	read    *readSheet // of the file
	columns []ingest.Column
	uses    []int // of columnUses, by column
	as      bool  // they are what was chosen for a table with the same columns before
}

// found is what was found out of the columns of a file.
type found struct {
	columns []ingest.Column
	told    ingest.Told
	err     error
}

// askColumns shows the columns of the file at hand, with what they are taken for.
func (p *importPlace) askColumns() {
	r, ok := p.row()
	if !ok || p.in == nil {
		return
	}
	in, desk, o := p.in, p.w.desk, p.readings[r.read.file]
	work := func() (f found) {
		f.columns, f.told, f.err = jobs.Columns(desk.closing, r.read.from, o)
		return f
	}
	soon(p.w, p.w.patience, work, func() { p.w.status.say("Looking at the columns…") }, func(f found) {
		switch {
		case p.in != in || errors.Is(f.err, context.Canceled):
		case len(f.columns) == 0 && f.err != nil:
			p.w.status.fail(sentence(f.err))
		default:
			newColumnSheet(p, r.read, f).open()
		}
	})
}

func newColumnSheet(p *importPlace, read *readSheet, f found) *columnSheet {
	s := &columnSheet{p: p, read: read, columns: f.columns, uses: make([]int, len(f.columns))}
	told := f.told
	if before := p.w.settings.ColumnsOf(s.header()); before != nil && p.readings[read.file].Columns == nil {
		if again, err := columnsNamed(before).Tell(f.columns); err == nil {
			told, s.as = again, true
		}
	}
	for field, n := range told {
		s.uses[n] = slices.IndexFunc(columnUses, func(u struct {
			field ingest.Field
			name  string
		}) bool {
			return u.field == field
		})
	}
	return s
}

// header are the names of all columns, by which a table with the same columns is known again.
func (s *columnSheet) header() (names []string) {
	for _, c := range s.columns {
		names = append(names, c.Name)
	}
	return names
}

// columnsNamed are the columns as the settings keep them.
func columnsNamed(kept map[string]string) ingest.Columns {
	out := ingest.Columns{}
	for field, name := range kept {
		out[ingest.Field(field)] = name
	}
	return out
}

func (s *columnSheet) open() {
	w := s.p.w
	m := &modal{title: "What the columns of " + s.read.name() + " hold", width: 720}
	said := "Each row becomes an article. The text is what is read; the rest is what is known about it."
	if s.as {
		said += " They are as you chose them for a table with the same columns."
	}
	said += " Space lists all fields."
	body := container.NewVBox(newProse(w.fonts, theme.ColorNamePlaceHolder, said))
	for n := range s.columns[:min(len(s.columns), mostMapped)] {
		line, step := s.row(m, n)
		if body.Add(line); n == 0 {
			m.first = step
		}
	}
	if more := len(s.columns) - mostMapped; more > 0 {
		body.Add(newProse(w.fonts, theme.ColorNamePlaceHolder, plural(more, "other")+" at the end stay as they are."))
	}
	body.Add(m.tries(w.fonts, s.take))
	w.show(m, body, newButton("Cancel", m.close), mainButton("Read it so", m.confirm))
}

// row shows a column: its name and some of its values, and what it holds.
func (s *columnSheet) row(m *modal, n int) (fyne.CanvasObject, *stepper) {
	c, fonts := &s.columns[n], s.p.w.fonts
	name, samples := textview.NewLines(fonts, rowTitle), textview.NewLines(fonts, rowAbout)
	name.SetText(c.Name)
	shown := "empty in all rows that were looked at"
	if len(c.Samples) > 0 {
		var values []string
		for _, v := range c.Samples {
			values = append(values, textview.Isolate(v))
		}
		shown = strings.Join(values, " · ")
	}
	samples.SetText(shown)
	var names []string
	for _, u := range columnUses {
		names = append(names, u.name)
	}
	step := newStepper(m, "", names, s.uses[n], func(at int) { s.uses[n] = at })
	step.listed = true
	return container.New(&columnLayout{}, container.New(&inset{8, 2}, container.NewVBox(name, samples)), step), step
}

// columnLayout stands what a column is beside what it holds.
type columnLayout struct{}

// Layout is fyne.Layout.
func (columnLayout) Layout(os []fyne.CanvasObject, size fyne.Size) {
	width := size.Width - valueWidth - importGap
	os[0].Resize(fyne.NewSize(width, size.Height))
	os[1].Move(fyne.NewPos(width+importGap, (size.Height-stepperHeight)/2))
	os[1].Resize(fyne.NewSize(valueWidth, stepperHeight))
}

// MinSize is fyne.Layout.
func (columnLayout) MinSize(os []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(2*valueWidth, max(os[0].MinSize().Height, stepperHeight))
}

// take reads the file anew with what was chosen.
func (s *columnSheet) take() error {
	chosen := ingest.Columns{}
	for _, u := range columnUses[1:] {
		chosen[u.field] = ""
	}
	for n, at := range s.uses {
		u := columnUses[at]
		switch {
		case u.field == notUsed:
		case chosen[u.field] != "":
			return fmt.Errorf("two columns are called the %s; have one of them not used", strings.ToLower(u.name))
		default:
			chosen[u.field] = s.nameOf(n)
		}
	}
	if chosen[ingest.FieldText] == "" && chosen[ingest.FieldSummary] == "" {
		return errors.New("no column is called the text; choose the one that holds it")
	}
	kept := map[string]string{}
	for field, name := range chosen {
		kept[string(field)] = name
	}
	s.p.w.settings.KeepColumns(s.header(), kept)
	if err := s.p.w.settings.Save(); err != nil {
		return err
	}
	s.p.readAnew(s.read, func(o *jobs.Reading) { o.Columns = chosen })
	return nil
}

// nameOf is by what a column is named: its number where another before it has the same name.
func (s *columnSheet) nameOf(n int) string {
	name := s.columns[n].Name
	if slices.IndexFunc(s.columns, func(c ingest.Column) bool { return c.Name == name }) < n {
		return fmt.Sprint(n + 1)
	}
	return name
}
