package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/rangeset"
)

// marksAtOnce is how many marks one edit of many makes: little enough for the window to go on between two.
const marksAtOnce = 500

// marksInSilence is how many marks are made without telling how far it is.
const marksInSilence = 4 * marksAtOnce

// markAll marks each of the places, all as one step. Where they are many the window shows how far it is, and can be told to stop.
func (w *Window) markAll(places []rangeset.Range, c annotation.Choice) {
	delete(w.hidden, c.Label)
	w.last = c.LabelRole
	m := &markingAll{w: w, desk: w.desk, document: w.document.ID, label: c, group: annotation.NewID(), places: places,
		before: w.set().Head(),
		name:   fmt.Sprintf("mark %s %d times", c.LabelRole, len(places)), progress: func(int, int) {}, hide: func() {}}
	m.ctx, m.stop = context.WithCancel(context.Background())
	if len(places) > marksInSilence {
		m.progress, m.hide = w.showProgress("Marking "+plural(len(places), "place")+" as "+c.Name, m.stop)
	}
	w.markingAll = m
	m.next()
}

// finishMarking marks what is left of few places at once, so that what is done next does not come in between.
func (w *Window) finishMarking() {
	if m := w.markingAll; m != nil && len(m.places) <= marksInSilence {
		for !m.over {
			m.step()
		}
	}
}

// markingAll is the marking of many places under way.
type markingAll struct {
	w        *Window
	ctx      context.Context // ends when it is to stop
	stop     func()
	desk     *desk
	document annotation.ID
	label    annotation.Choice
	group    annotation.ID
	name     string
	places   []rangeset.Range
	through  int // how many of them were looked at
	marked   int
	there    int                // that were marked so already
	before   annotation.SetHead // what was said of the document
	over     bool               // all is done, or it was stopped
	progress func(done, total int)
	hide     func()
}

// next marks some more, and so on until all are marked.
func (m *markingAll) next() {
	if m.over {
		return
	}
	if m.step(); !m.over {
		m.w.later(m.next)
	}
}

// end is the end of marking.
func (m *markingAll) end() {
	m.over = true
	m.stop()
	m.hide()
	if m.w.markingAll == m {
		m.w.markingAll = nil
	}
}

func (m *markingAll) step() {
	if m.desk != m.w.desk {
		m.end()
		return
	}
	if m.document != m.w.document.ID { // another was opened meanwhile
		m.stop()
	}
	some := m.places[m.through:min(len(m.places), m.through+marksAtOnce)]
	err := m.ctx.Err()
	if err == nil {
		if err = m.mark(some); err == nil {
			m.through += len(some)
		}
	}
	if err != nil || m.through == len(m.places) {
		m.end()
		m.tell(err)
		return
	}
	m.progress(m.through, len(m.places))
}

func (m *markingAll) mark(places []rangeset.Range) error {
	e, there, err := m.w.set().AddSpans(places, m.label.LabelRole, annotation.OriginSame)
	if err != nil || e.Len() == 0 {
		m.there += there
		return err
	}
	e.Group = m.group
	if len(m.places) > marksAtOnce {
		e.Name = m.name
	}
	if err := m.desk.editor.Do(e); err != nil {
		return err
	}
	m.marked, m.there = m.marked+len(e.Spans), m.there+there
	return nil
}

func (m *markingAll) tell(err error) {
	said := plural(m.marked, "place") + " marked as " + m.label.Name
	if m.there > 0 {
		said += ", " + grouped(m.there) + " " + isAre(m.there) + " marked so already"
	}
	if left := len(m.places) - m.through; left > 0 {
		said += "; " + grouped(left) + " " + isAre(left) + " left"
	}
	if m.marked > 0 {
		said += ". Ctrl+Z takes them back"
	}
	if again := backInWork(m.before); again != "" && m.marked > 0 {
		said += ". " + strings.TrimSuffix(again, ".")
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		m.w.status.fail(said + ". " + sentence(err))
		return
	}
	m.w.status.say(said + ".")
}

// label is that of the last mark, else the first one.
func (w *Window) label() annotation.Choice {
	if c, ok := w.desk.project.Scheme().Choice(w.last); ok {
		return c
	}
	return w.desk.choices()[0]
}
