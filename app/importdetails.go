package app

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"rubricator/annotation/ingest"
)

// importDetails are the fields over the text: what is known about the article at the caret.
type importDetails struct {
	p       *importPlace
	root    *fyne.Container
	fields  []*field
	over    *container.Scroll // that they stand in
	filling bool              // the program writes into the fields
}

// detailFields are the fields, in order.
var detailFields = []struct {
	name, hint string
	of         func(*ingest.Details) *string
}{
	{"Title", "its first line", func(d *ingest.Details) *string { return &d.Title }},
	{"Outlet", "", func(d *ingest.Details) *string { return &d.Outlet }},
	{"Author", "", func(d *ingest.Details) *string { return &d.Author }},
	{"Published", "such as 2026-05-04", func(d *ingest.Details) *string { return &d.Published }},
	{"Language", "such as en", func(d *ingest.Details) *string { return &d.Language }},
	{"Address", "", func(d *ingest.Details) *string { return &d.URL }},
	{"Caption", "", func(d *ingest.Details) *string { return &d.Caption }},
	{"Licence", "", func(d *ingest.Details) *string { return &d.Licence }},
}

// detailLabel is the width of a field's name, in points.
const detailLabel = 84

func newImportDetails(p *importPlace) *importDetails {
	x := &importDetails{p: p}
	grid := container.NewGridWithColumns(2)
	for _, of := range detailFields {
		f := newField(p.w.keys, false)
		f.SetPlaceHolder(of.hint)
		f.escape = func() { p.w.win.Canvas().Focus(p.text.view) }
		f.focus = func() {
			revealIn(x.over, x.over.Content, f)
			p.hintHere()
		}
		f.OnChanged = func(string) { x.write() }
		x.fields = append(x.fields, f)
		grid.Add(container.New(&columns{first: detailLabel}, newProse(p.w.fonts, theme.ColorNamePlaceHolder, of.name), f))
	}
	x.root = container.New(&inset{8, 4}, grid)
	return x
}

// has tells whether something is one of the fields.
func (x *importDetails) has(on fyne.Focusable) bool {
	return slices.ContainsFunc(x.fields, func(f *field) bool { return on == f })
}

func (x *importDetails) first() fyne.Focusable { return x.fields[0] }

// article is the one at the caret.
func (x *importDetails) article() (r *readSheet, n int, ok bool) {
	begin, ok := x.p.text.begin()
	if !ok {
		return nil, 0, false
	}
	r = x.p.text.read
	n, _ = r.sheet.At(begin)
	return r, n, true
}

// show fills the fields with what is known.
func (x *importDetails) show() {
	var d ingest.Details
	r, n, ok := x.article()
	if ok {
		d = r.sheet.Articles[n].Details
	}
	x.filling = true
	for i, of := range detailFields {
		f := x.fields[i]
		if said := *of.of(&d); f.Text != said {
			f.SetText(said)
		}
		if ok == f.Disabled() {
			if ok {
				f.Enable()
			} else {
				f.Disable()
			}
		}
	}
	x.filling = false
}

// write takes what a person wrote.
func (x *importDetails) write() {
	r, n, ok := x.article()
	if x.filling || !ok {
		return
	}
	d := r.sheet.Articles[n].Details
	for i, of := range detailFields {
		*of.of(&d) = x.fields[i].Text
	}
	r.sheet.Describe(n, d)
	x.p.touched = true
	x.p.list.RefreshItem(x.p.list.row)
}
