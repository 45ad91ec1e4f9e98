package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"rubricator/annotation"
)

func (w *Window) removeDocument() {
	d := w.document
	n := w.set().Len()
	what := "“" + quoted(d.Title, 80) + "”"
	if n > 0 {
		what += " and your " + plural(n, "mark") + " on it"
	}
	w.question("Remove this article?", what+" will leave the project. Ctrl+Z brings it back.", choice{text: "Cancel"},
		choice{"Remove", func() { w.remove(d) }})
}

// remove takes a document, my set on it and the reference out of the project, in one edit. What a colleague marked stays, and so does
// the document then.
func (w *Window) remove(d annotation.Document) {
	e, err := w.suggestions.Remove(d)
	if err == nil {
		err = w.desk.removeReference(&e, d)
	}
	if w.tryDo(e, err) {
		if w.document.ID == d.ID { // not yet on disk, so the list still has it
			w.showNothing()
		}
		w.status.say("Removed: " + quoted(d.Title, 80) + ". Ctrl+Z brings it back.")
	}
}

// removeReference adds to the edit that removes a document its reference and what was decided.
func (d *desk) removeReference(e *annotation.Edit, document annotation.Document) error {
	sides, _, err := d.project.Sides(d.closing, document.ID, nil)
	if err != nil {
		return err
	}
	more, err := sides.Reference.Remove(document)
	e.Sets, e.Spans, e.Relations = append(e.Sets, more.Sets...), append(e.Spans, more.Spans...), append(e.Relations, more.Relations...)
	e.Undecide(sides.Decisions)
	return err
}

// details shows what is known about the article, to be corrected.
func (w *Window) details() {
	d := w.document
	form := container.NewVBox()
	row := func(name, value string) *field {
		f := newField(w.keys, false)
		f.SetText(value)
		form.Add(container.NewBorder(nil, nil, container.NewGridWrap(fyne.NewSize(90, 36), widget.NewLabel(name)), nil, f))
		return f
	}
	title, outlet, author := row("Title", d.Title), row("Outlet", d.Outlet), row("Author", d.Author)
	published, language, url := row("Published", d.Published), row("Language", d.Language), row("Address", d.URL)
	caption, licence := row("Caption", d.Caption), row("Licence", d.Licence)
	published.SetPlaceHolder("2026-05-04")
	language.SetPlaceHolder("en")
	if worked := w.workInWords(); worked != "" {
		form.Add(newProse(w.fonts, theme.ColorNamePlaceHolder, "You worked "+worked+" on it. That is known to this machine alone until you publish it."))
	}
	w.ask("Article details", "Save", 640, form, title, func() error {
		after := d
		after.Title, after.Outlet, after.Author = title.Text, outlet.Text, author.Text
		after.Published, after.Language, after.URL = published.Text, language.Text, url.Text
		after.Caption, after.Licence = caption.Text, licence.Text
		return w.change(d, after)
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
