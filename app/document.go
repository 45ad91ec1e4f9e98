package app

import (
	"rubricator/annotation"
	"rubricator/app/jobs"
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
		err = jobs.RemoveReference(w.desk.closing, w.desk.project, &e, d)
	}
	if w.tryDo(e, err) {
		if w.document.ID == d.ID { // not yet on disk, so the list still has it
			w.showNothing()
		}
		w.status.say("Removed: " + quoted(d.Title, 80) + ". Ctrl+Z brings it back.")
	}
}
