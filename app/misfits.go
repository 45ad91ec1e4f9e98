package app

import (
	"rubricator/annotation"
	"rubricator/annotation/checks"
	"rubricator/app/jobs"
)

// misfitSign stands before articles with marks that do not fit the labels.
const misfitSign = "!"

// showMisfits lists the articles on which marks or links do not fit the labels, whoever made them.
func (w *Window) showMisfits() {
	d := w.desk
	type outcome struct {
		unfit []jobs.UnfitSet
		err   error
	}
	read := func() (o outcome) {
		if o.err = d.settle(d.closing); o.err == nil {
			o.unfit, o.err = jobs.UnfitSets(d.closing, d.project)
		}
		return o
	}
	soon(w, w.patience, read, func() { w.status.say("Looking at the marks…") }, func(o outcome) {
		switch {
		case d != w.desk:
		case o.err != nil:
			w.status.fail(sentence(o.err))
		case len(o.unfit) == 0:
			w.status.say("All marks and links fit the labels.")
		default:
			w.status.clear()
			w.letterSheet("Marks that no longer fit", "", func() []letter { return w.present(w.misfitLetters(o.unfit)) })
		}
	})
}

// misfitLetters are the articles as rows, the first mark of each as their place.
func (w *Window) misfitLetters(unfit []jobs.UnfitSet) (out []letter) {
	for _, u := range unfit {
		set, sp := u.First.Set, u.First.Mark
		l := letter{place: annotation.Place{Document: set.Document, Set: set.ID, Span: sp.ID, Range: sp.Hull(), Quote: shortened(sp.Quote(), placeQuote)},
			sign: misfitSign, says: "“" + quoted(sp.Quote(), 60) + "”: " + u.First.Err.Error(), about: w.who(set.Annotator) + " · " + u.String()}
		if set.Annotator == w.desk.me() {
			l.open = w.toMisfit
		}
		out = append(out, l)
	}
	return out
}

// toMisfit goes to the first of my marks that does not fit, among the checks.
func (w *Window) toMisfit() {
	w.runChecks(func() {
		w.listChecks()
		for i, f := range w.checks.found {
			if f.Kind == checks.Scheme {
				w.goToCheck(i)
				return
			}
		}
	})
}
