package app

import "rubricator/app/query"

// markedBy is who has marks of what in which articles. It is read beside the window when a search asks for it, and again after marks
// changed.
type markedBy struct {
	query.Marks
	fresh   bool
	reading bool
	due     bool // it was asked for, and waits until all is on disk
}

// renewMarks reads who marked what, where that is not known as it is now. What is not on disk yet is read when it is.
func (l *library) renewMarks() {
	d := l.w.desk
	if d == nil || l.marks.fresh || l.marks.reading {
		return
	}
	if l.marks.due = !d.outbox.State().Saved(); l.marks.due {
		return
	}
	l.marks.reading, l.marks.fresh = true, true // what changes from now on is not in it
	type outcome struct {
		marks query.Marks
		err   error
	}
	me := d.me()
	read := func() outcome {
		m, err := query.ReadMarks(d.closing, d.project, me)
		return outcome{m, err}
	}
	late := false
	soon(l.w, l.w.patience/typingPatience, read, nil, func(o outcome) {
		if d != l.w.desk {
			return
		}
		l.marks.reading = false
		if o.err != nil {
			l.marks.fresh = false
			l.w.status.fail(sentence(o.err))
			return
		}
		l.marks.Marks = o.marks
		if late {
			l.filter()
			l.offer()
		}
	})
	late = true
}

// marksChanged is told that marks are others now.
func (l *library) marksChanged() { l.marks.fresh = false }

// saved is told that all is on disk.
func (l *library) saved() {
	if l.marks.due {
		l.filter()
	}
}
