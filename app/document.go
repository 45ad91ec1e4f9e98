package app

import (
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
