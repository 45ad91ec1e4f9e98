package app

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"rubricator/annotation"
	"rubricator/annotation/ingest"
)

// detailHints are examples of details that are written in one way alone.
var detailHints = map[string]string{annotation.Published: "2026-05-04", "language": "en"}

// detailsForm shows what is known of articles. What they do not have in common stays as it is, unless something else is typed or it is to be empty.
type detailsForm struct {
	rows []*detailRow
	root *fyne.Container
}

// detailRow is a detail in the form.
type detailRow struct {
	annotation.Detail
	field   *field
	before  string
	several bool    // it is not the same in all articles
	empty   *button // has it emptied in all of them, or stay; nil where it is the same
	emptied bool
}

// What stands in a field of what differs.
const (
	severalStay    = "several; each stays as it is"
	severalEmptied = "empty in all of them"
)

func newDetailsForm(w *Window, documents []annotation.Document) *detailsForm {
	form := &detailsForm{root: container.NewVBox()}
	for _, d := range annotation.Details {
		if d.Own && len(documents) > 1 {
			continue
		}
		r := &detailRow{Detail: d, field: newField(w.keys, false), before: *d.Of(&documents[0])}
		for i := range documents {
			r.several = r.several || *d.Of(&documents[i]) != r.before
		}
		r.field.SetPlaceHolder(detailHints[d.Name])
		var edge fyne.CanvasObject
		if r.several {
			r.before = ""
			r.empty = newButton("", func() { r.setEmptied(!r.emptied) })
			r.field.OnChanged = func(typed string) {
				if typed != "" && r.emptied {
					r.setEmptied(false)
				}
			}
			r.setEmptied(false)
			edge = container.New(&inset{4, 0}, r.empty)
		}
		r.field.SetText(r.before)
		form.rows = append(form.rows, r)
		form.root.Add(container.New(&columns{first: detailLabel}, newProse(w.fonts, theme.ColorNameForeground, upperFirst(d.Name)), container.NewBorder(nil, nil, nil, edge, r.field)))
	}
	return form
}

// setEmptied says whether what differs is to be empty in all articles.
func (r *detailRow) setEmptied(on bool) {
	text, hint := "Empty", severalStay
	if r.emptied = on; on {
		text, hint = "Keep", severalEmptied
		r.field.SetText("")
	}
	r.field.SetPlaceHolder(hint)
	r.empty.SetText(text)
}

// value is what is to be known instead; ok is false where it stays.
func (r *detailRow) value() (value string, ok bool, err error) {
	if r.field.Text == r.before && !r.emptied {
		return "", false, nil
	}
	value = strings.TrimSpace(r.field.Text)
	if r.Name == annotation.Published {
		if value, err = ingest.TypedDate(value); err != nil {
			return "", false, err
		}
	}
	return value, true, nil
}

// change gives what makes an article as the form says. Errors: something cannot be read.
func (f *detailsForm) change() (func(annotation.Document) annotation.Document, error) {
	values := map[*detailRow]string{}
	for _, r := range f.rows {
		value, ok, err := r.value()
		if err != nil {
			return nil, err
		}
		if ok {
			values[r] = value
		}
	}
	return func(d annotation.Document) annotation.Document {
		for r, value := range values {
			*r.Of(&d) = value
		}
		return d
	}, nil
}

// details shows what is known about the open article, to be corrected.
func (w *Window) details() {
	d := w.document
	form := newDetailsForm(w, []annotation.Document{d})
	if worked := w.workInWords(); worked != "" {
		form.root.Add(newProse(w.fonts, theme.ColorNamePlaceHolder, "You worked "+worked+" on it. That is known to this machine alone until you publish it."))
	}
	w.ask("Article details", "Save", 640, form.root, form.rows[0].field, func() error {
		change, err := form.change()
		if err != nil {
			return err
		}
		return w.change(d, change(d))
	})
}

func (w *Window) change(before, after annotation.Document) error {
	e, changed := before.ChangeTo(after)
	if !changed {
		return nil
	}
	if err := w.do(e); err != nil {
		return err
	}
	if w.document.ID == after.ID { // another may have been opened meanwhile
		w.document = after
		w.refresh()
	}
	return nil
}

// pickedDetails shows what is known about the chosen articles, to be corrected in all of them.
func (w *Window) pickedDetails() {
	picked := w.library.picked()
	form := newDetailsForm(w, picked)
	what := plural(len(picked), "article")
	title := "Details of " + what
	if len(picked) == 1 {
		title = "Details of “" + quoted(picked[0].Title, 60) + "”"
	}
	w.ask(title, "Save", 640, form.root, form.rows[0].field, func() error {
		change, err := form.change()
		if err != nil {
			return err
		}
		w.doPicked("details of "+what, "Details of "+what+" changed.", func(_ context.Context, _ *desk) (edits []annotation.Edit, err error) {
			for _, d := range picked {
				if e, changed := d.ChangeTo(change(d)); changed {
					edits = append(edits, e)
				}
			}
			return edits, nil
		})
		return nil
	})
}
