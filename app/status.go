package app

import "rubricator/annotation"

// statusSigns tell the statuses by shape, so that colour is not the only sign.
var statusSigns = map[annotation.Status]string{annotation.Todo: "○", annotation.InWork: "◐", annotation.Done: "✓", annotation.Skipped: "–", "": "○"}

// nothingToMark is what is said of an article that was read and has no marks.
const nothingToMark = "nothing to mark"

// statusInWords is how far along the annotator is, and why where that is not plain.
func statusInWords(h annotation.SetHead) string {
	said := h.Status.InWords()
	switch {
	case h.IsEmpty():
		said += ", " + nothingToMark
	case h.SkippedFor() != "":
		said += ": " + quoted(h.SkippedFor(), 80)
	}
	return said
}

// backInWork says that a mark set the document back to in work; nothing where it was to do or in work before.
func backInWork(before annotation.SetHead) string {
	switch {
	case before.IsEmpty():
		return "It was done with nothing to mark; it is in work again."
	case before.Status == annotation.Skipped:
		return "The document was skipped; it is in work again."
	case before.Status == annotation.Done:
		return "The document was done; it is in work again."
	}
	return ""
}
