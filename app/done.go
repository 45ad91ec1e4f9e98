package app

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"rubricator/annotation"
)

// doneAndNext marks the article done and opens the next that is not.
func (w *Window) doneAndNext() {
	w.inspector.keep()
	w.warn(w.callDone)
}

// callDone marks the article done and opens the next, whatever checks find.
func (w *Window) callDone() {
	group, taken := w.takeUpReturned()
	if !taken {
		return
	}
	if e, ok := w.set().SetStatus(annotation.Done); ok {
		if !group.IsZero() {
			e.Group = group
		}
		if !w.tryDo(e, nil) {
			return
		}
	}
	said := "Done with " + w.marksInWords() + "."
	w.thenScore(func() { w.toNextOpen(said) })
}

// takeUpReturned sets a returned set that nothing was changed in back to in work, so that calling it done says something. group is that of
// the edit, zero where there is none; ok is false where it could not be done.
func (w *Window) takeUpReturned() (group annotation.ID, ok bool) {
	if l := w.listed(); l == nil || !l.IsReturned() {
		return group, true
	}
	e, due := w.set().SetStatus(annotation.InWork)
	if !due {
		return group, true
	}
	return e.Group, w.tryDo(e, nil)
}

func (w *Window) marksInWords() string {
	if n := w.set().Len(); n > 0 {
		return plural(n, "mark")
	}
	return nothingToMark
}

// nothingAndNext says that the article was read and has nothing to mark, and opens the next.
func (w *Window) nothingAndNext() {
	w.inspector.keep()
	if n := w.set().Len(); n > 0 {
		w.status.fail(fmt.Sprintf("%s %s here, so this is not an article with nothing to mark. Ctrl+Enter: done with them.", plural(n, "mark"), isAre(n)))
		return
	}
	if reason := w.set().Head().SkippedFor(); reason != "" {
		w.status.fail("The article is skipped: " + quoted(reason, 60) + ". Go, Set back to in work, takes that back first.")
		return
	}
	if !w.set().Head().IsEmpty() && !w.tryDo(w.set().SetDocumentAttribute(annotation.Nothing, "yes")) {
		return
	}
	w.thenScore(func() { w.toNextOpen("Done with " + nothingToMark + ".") })
}

// skip asks why the article is left out, and opens the next.
func (w *Window) skip() {
	w.inspector.keep()
	document := w.document.ID
	reason := newField(w.keys, false)
	reason.SetPlaceHolder("Not a news article")
	reason.SetText(w.set().Head().SkippedFor())
	about := newProse(w.fonts, theme.ColorNamePlaceHolder, "A skipped article is not done: it is counted apart, and left out where what is done is exported. The reason is kept with it.")
	w.ask("Why is this article skipped?", "Skip", 480, container.NewVBox(about, reason), reason, func() error { return w.skipFor(document, reason.Text) })
}

func (w *Window) skipFor(document annotation.ID, reason string) error {
	if reason = strings.TrimSpace(reason); reason == "" {
		return fmt.Errorf("a reason is needed, so that colleagues know why")
	}
	if document != w.document.ID {
		return fmt.Errorf("another article is open now")
	}
	e, err := w.set().SetDocumentAttribute(annotation.SkippedFor, reason)
	if err == nil {
		err = w.do(e)
	}
	if err == nil {
		w.toNextOpen("Skipped: " + quoted(reason, 60) + ".")
	}
	return err
}

// isFinished tells whether there is something to set back to in work.
func (w *Window) isFinished() bool {
	return w.canWriteDocument() && w.set().Head().Status != annotation.InWork
}

// setInWork takes back that the article is done or skipped.
func (w *Window) setInWork() {
	if e, ok := w.set().SetStatus(annotation.InWork); ok {
		w.tryDo(e, nil)
	}
}
