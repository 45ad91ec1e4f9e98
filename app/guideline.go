package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"rubricator/annotation"
)

// intoGuideline opens the scheme at the guidelines of the label that a question is about, or of the whole scheme, with the question and
// its answer behind what stands there. A person confirms that by saving the scheme, which closes the question.
func (w *Window) intoGuideline(t annotation.Thread) {
	if !w.canChangeScheme() {
		w.status.fail("The project can only be read, so its guidelines cannot be changed.")
		return
	}
	path, err := w.guidelineOf(t)
	if err != nil {
		w.status.fail(sentence(err))
		return
	}
	w.editScheme(path)
	e := w.schemer
	guidelines := guidelinesAt(e.draft, path)
	entry := guidelineEntry(t)
	if !strings.Contains(*guidelines, entry) {
		*guidelines = strings.TrimSpace(*guidelines + "\n\n" + entry)
	}
	e.build()
	e.show(e.at)
	if in := e.inputs["Guidelines"]; in != nil {
		in.toEnd()
		in.takeOver(w.win.Canvas())
		w.later(in.focus) // once the form has its rows
	}
	if to := (answered{t.ID(), path}); !slices.Contains(e.answers, to) {
		e.answers = append(e.answers, to)
	}
}

// guidelineOf is the part of the scheme that a thread is about: the label of its mark where that is there, else the whole.
func (w *Window) guidelineOf(t annotation.Thread) (string, error) {
	if t[0].Span.IsZero() {
		return "scheme", nil
	}
	if set := w.set(); set != nil {
		if sp, ok := set.Span(t[0].Span); ok {
			return "label " + sp.Label().Label, nil
		}
	}
	sp, err := w.desk.project.Span(context.Background(), t[0].Span)
	if errors.Is(err, annotation.ErrNotFound) {
		return "scheme", nil
	}
	return "label " + sp.Label().Label, err
}

// guidelineEntry is a question and its answer as a paragraph of guidelines: what was asked of which words, and what holds.
func guidelineEntry(t annotation.Thread) string {
	q, _ := t.Question()
	entry := oneLine(q.Text)
	if q.Quote != "" {
		entry = fmt.Sprintf("“%s”: %s", oneLine(q.Quote), entry)
	}
	if a, ok := t.Answer(); ok {
		entry += " " + oneLine(a.Text)
	}
	return entry
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// answered is a question whose answer a draft puts into a part of the guidelines.
type answered struct {
	thread annotation.ID
	path   string // of the part: "label claim"
}

// closeAnswered closes the questions whose answers a draft put into the guidelines, once it is the project's scheme. However a person
// worded them, the part says something else than before.
func (w *Window) closeAnswered(e *schemeEditor) {
	if e == nil || w.correspondence == nil {
		return
	}
	now := w.desk.project.Scheme()
	for _, a := range e.answers {
		t, ok := w.correspondence.discussion.Thread(a.thread)
		if ok && t.IsOpen() && *guidelinesAt(now, a.path) != *guidelinesAt(e.base, a.path) {
			w.tryDo(t[0].Reply(w.desk.me(), annotation.Closes, "The guidelines say so now."))
		}
	}
}

// guidelinesAt are the guidelines of a label, or of the whole scheme.
func guidelinesAt(s *annotation.Scheme, path string) *string {
	for i := range s.Labels {
		if "label "+s.Labels[i].ID == path {
			return &s.Labels[i].Guidelines
		}
	}
	return &s.Guidelines
}
