package app

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"rubricator/annotation"
)

// completion is what a free value may be, while it is typed: what other marks have, those of this document first, then the quotes
// of marks like it, then those of the project.
type completion struct {
	here    []string
	project []string
	of      valueOf // what project is of
}

// valueOf names an attribute of all marks or of all documents.
type valueOf struct {
	desk      *desk // whose project
	document  bool
	attribute string
}

// mostOffered is how many completions are shown.
const mostOffered = 5

// matching gives the candidates that hold what was typed, those that begin with it first.
func (c *completion) matching(typed string) []string {
	typed = strings.ToLower(strings.TrimSpace(typed))
	var first, then []string
	for _, v := range slices.Concat(c.here, c.project) {
		low := strings.ToLower(v)
		switch {
		case low == typed || slices.Contains(first, v) || slices.Contains(then, v):
		case strings.HasPrefix(low, typed) && len(first) < mostOffered:
			first = append(first, v)
		case strings.Contains(low, typed) && len(then) < mostOffered:
			then = append(then, v)
		}
		if len(first) == mostOffered {
			break
		}
	}
	both := append(first, then...)
	return both[:min(len(both), mostOffered)]
}

// completes collects what the attribute that is asked may be; the project's values come when they are read.
func (w *Window) completes() {
	c, d := &w.inspector.attributes.completion, w.desk
	of := valueOf{d, w.asked.mark.IsZero(), w.asked.attribute}
	read := d.project.Values
	if c.here = nil; of.document {
		read = d.project.DocumentValues
	} else {
		c.here = valuesHere(w.set(), w.asked.mark, of.attribute)
	}
	if c.of != of {
		c.of, c.project = of, nil
	}
	go func() {
		values, err := read(context.Background(), of.attribute)
		w.later(func() {
			if err == nil && d == w.desk && c.of == of { // an offer that does not come is no loss
				c.project = values
				w.inspector.attributes.offer()
			}
		})
	}()
}

// valuesHere are the values that other marks of the document have of an attribute, then, where those are names, what marks with the
// label of this one cover.
func valuesHere(set *annotation.Set, mark annotation.ID, attribute string) []string {
	sp, _ := set.Span(mark)
	var values, quotes []string
	for _, other := range set.Spans() {
		if other.Label() != sp.Label() {
			continue
		}
		values = append(values, other.Attributes()[attribute]...)
		quotes = append(quotes, other.Quote())
	}
	if c, ok := set.Scheme().Choice(sp.Label()); ok && c.Unit == annotation.UnitName {
		values = append(values, quotes...)
	}
	return values
}

// stepped is the place among n completions that an arrow key leads to from another; -1 is before the first. ok is false where there is none in
// that direction.
func stepped(from, n int, key fyne.KeyName) (to int, ok bool) {
	switch key {
	case fyne.KeyDown:
		to = from + 1
	case fyne.KeyUp:
		to = from - 1
	default:
		return from, false
	}
	return to, to >= 0 && to < n
}
