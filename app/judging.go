package app

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"rubricator/annotation"
)

// judgeSet gives my verdict on a colleague's set; an earlier one of mine is replaced. Errors: returning needs a reason, nobody judges
// their own set.
func (w *Window) judgeSet(head annotation.SetHead, outcome annotation.Outcome, reason string) error {
	return w.judgeMark(head, annotation.ID{}, outcome, reason)
}

// judgeMark is judgeSet for one mark of the set.
func (w *Window) judgeMark(head annotation.SetHead, span annotation.ID, outcome annotation.Outcome, reason string) error {
	if w.correspondence == nil {
		return fmt.Errorf("what was judged before is still being read: try again")
	}
	var before *annotation.Verdict
	id := annotation.VerdictID(w.desk.me(), head.ID, span)
	if i := slices.IndexFunc(w.correspondence.judged, func(j annotation.Judged) bool { return j.ID == id }); i >= 0 {
		v := w.correspondence.judged[i].Verdict
		before = &v
	}
	e, err := head.Judge(before, w.desk.me(), span, outcome, reason)
	if err == nil {
		err = w.do(e)
	}
	return err
}

// acceptSet accepts a colleague's set.
func (w *Window) acceptSet(head annotation.SetHead) {
	if err := w.judgeSet(head, annotation.Accepted, ""); err != nil {
		w.status.fail(sentence(err))
		return
	}
	w.status.say("Accepted: the marks of " + w.who(head.Annotator) + ". Ctrl+Z takes it back.")
}

// returnSet asks why a colleague's set goes back, and returns it.
func (w *Window) returnSet(head annotation.SetHead) {
	w.askReturn("Return the marks of "+w.who(head.Annotator)+"?", func(reason string) error {
		err := w.judgeSet(head, annotation.Returned, reason)
		if err == nil {
			w.status.say("Returned to " + w.who(head.Annotator) + ". Ctrl+Z takes it back.")
		}
		return err
	})
}

// returnMark asks why one mark of a colleague's set goes back, and returns it.
func (w *Window) returnMark(head annotation.SetHead, sp annotation.Span) {
	w.askReturn("Return “"+quoted(sp.Quote(), 60)+"”?", func(reason string) error {
		err := w.judgeMark(head, sp.ID, annotation.Returned, reason)
		if err == nil {
			w.status.say("Returned: " + quoted(sp.Quote(), 60) + ". Ctrl+Z takes it back.")
		}
		return err
	})
}

func (w *Window) askReturn(title string, give func(reason string) error) {
	if w.correspondence == nil {
		w.status.fail("What colleagues said is still being read. Try again in a moment.")
		return
	}
	reason := newField(w.keys, false)
	reason.SetPlaceHolder("Two claims are missing in the last paragraph")
	about := newProse(w.fonts, theme.ColorNamePlaceHolder, "Your colleague finds the reason in the inbox and beside the article. The marks stay as they are.")
	w.ask(title, "Return", 480, container.NewVBox(about, reason), reason, func() error { return give(reason.Text) })
}
