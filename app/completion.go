package app

import (
	"context"
	"slices"
	"strings"

	"rubricator/annotation"
	"rubricator/annotation/suggest"
)

// completion is what a free value may be, while it is typed: what other marks have, those of this document first, then the quotes
// of marks like it, then those of the project.
type completion struct {
	here    []string
	project []string
	of      string // the attribute that project is of
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

// completes collects what an attribute of the chosen mark may be; the project's values come when they are read.
func (w *Window) completes(v suggest.Valued) {
	c := &w.inspector.attributes.completion
	c.here = valuesHere(w.set(), w.chosen, v.ID)
	if c.of != v.ID {
		c.of, c.project = v.ID, nil
	}
	d := w.desk
	go func() {
		values, err := d.project.Values(context.Background(), v.ID)
		w.later(func() {
			if err == nil && d == w.desk && c.of == v.ID { // an offer that does not come is no loss
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
