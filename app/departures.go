package app

import (
	"slices"

	"rubricator/annotation"
	"rubricator/annotation/compare"
	"rubricator/app/jobs"
)

// departedSign stands before what the reference has otherwise.
const departedSign = "≠"

// readDepartures looks, beside the window, where my finished sets are not as the reference.
func (w *Window) readDepartures() {
	d := w.desk
	go func() {
		found, err := jobs.AllDepartures(d.closing, d.project, d.me())
		w.later(func() {
			switch {
			case d != w.desk || d.closing.Err() != nil:
				return
			case err != nil:
				w.status.fail(sentence(err))
				return
			}
			d.departures = found
			if w.correspondence != nil {
				w.correspondence.stale = true
			}
			w.refresh()
		})
	}()
}

// departureLetters are the places where the reference is not as my marks, until I said anything there or worked on the article again.
func (w *Window) departureLetters() (out []letter) {
	for _, f := range w.desk.departures {
		if now, there := w.desk.listed(f.Document); !there || now.Status != annotation.Done || isTraining(now) || w.isAnsweredAt(f) {
			continue
		}
		l := letter{place: annotation.Place{Document: f.Document, Set: w.desk.mySet(f.Document), Range: f.Range, Quote: shortened(f.Quote, placeQuote)},
			order: f.Lamport, sign: departedSign, says: w.departureSays(f), about: "The reference differs: " + f.Classes.String()}
		if f.Spans[0] != nil {
			l.place.Span = f.Spans[0].ID
		}
		out = append(out, l)
	}
	return out
}

// departureSays is what the reference has and what I have.
func (w *Window) departureSays(f jobs.Departure) string {
	has := func(sp *annotation.Span) string {
		return w.desk.project.Scheme().NameOf(sp.Label()) + " “" + quoted(sp.Quote(), 60) + "”"
	}
	mine, reference := f.Spans[0], f.Spans[1]
	switch {
	case reference == nil:
		return "You have " + has(mine) + ", and the reference has nothing"
	case mine == nil:
		return "The reference has " + has(reference) + ", and you have nothing"
	case f.Classes.Has(compare.Boundary | compare.Label | compare.Role):
		return "The reference has " + has(reference) + ", and you have " + has(mine)
	}
	return "At " + has(mine) + " the reference has other " + listed(slices.Concat(f.Attributes, linkTypes(f.Links)))
}

func linkTypes(ls []compare.Link) (out []string) {
	for _, l := range ls {
		out = append(out, l.Type+" links")
	}
	return out
}

// isAnsweredAt tells whether I said anything there since the reference was made.
func (w *Window) isAnsweredAt(f jobs.Departure) bool {
	return slices.ContainsFunc(w.correspondence.discussion.Of(f.Document), func(t annotation.Thread) bool {
		there := t[0].Range() == f.Range || f.Spans[0] != nil && t[0].Span == f.Spans[0].ID
		return there && slices.ContainsFunc(t, func(s annotation.Said) bool { return s.By == w.desk.me() && s.Lamport > f.Lamport })
	})
}

// seen says in the place of a letter that it was seen, which ends it.
func (w *Window) seen(l letter) {
	w.tryDo(l.place.Comment(w.desk.me(), annotation.Closes, "Seen."))
}
