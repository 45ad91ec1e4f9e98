package app

import (
	"fmt"
	"slices"

	"rubricator/app/jobs"
)

// becoming is what becomes of an article that may be loaded.
type becoming int

const (
	staysOut  becoming = iota
	inStory            // it is loaded, beside the story that it tells
	alone              // it is loaded as a story of its own
	withMarks          // it is loaded beside its story, and my marks come over where their words are there
)

// weighed is what would come over of my marks on the article that a row is a copy of; nil: it is being found out.
type weighed struct{ *jobs.Correction }

// isCopy tells whether a row's article is there already, or tells a story that is there or comes.
func (r importRow) isCopy() bool {
	a, ok := r.article()
	return ok && a.fault == nil && (a.copy.StaysOut() || len(a.copy.Near) > 0)
}

// becomes is what becomes of a row: what a person chose, else it is loaded unless its text is there already.
func (p *importPlace) becomes(r importRow) becoming {
	a, ok := r.article()
	if !ok || a.fault != nil {
		return staysOut
	}
	chosen, told := p.ticks[r]
	switch {
	case told && chosen > inStory && !r.isCopy(): // what it was a copy of was changed meanwhile
		return inStory
	case told:
		return chosen
	case a.copy.StaysOut():
		return staysOut
	}
	return inStory
}

// isTicked tells whether a row is to be loaded.
func (p *importPlace) isTicked(r importRow) bool { return p.becomes(r) != staysOut }

// ways are what can become of a copy.
func (p *importPlace) ways(r importRow) []becoming {
	if a, _ := r.article(); a.copy.Erased != nil {
		return []becoming{staysOut, inStory}
	}
	ways := []becoming{staysOut, inStory, alone}
	if p.carried(r) > 0 || p.becomes(r) == withMarks {
		ways = append(ways, withMarks)
	}
	return ways
}

// carried is how many of my marks would come over to a row's article, as far as that is known.
func (p *importPlace) carried(r importRow) int {
	if w := p.weighed[r]; w != nil && w.Correction != nil {
		return w.Marks
	}
	return 0
}

// wayInWords is what the button, or the stepper, calls what becomes of a copy.
func (p *importPlace) wayInWords(r importRow, b becoming) string {
	a, _ := r.article()
	switch {
	case b == staysOut:
		return "Leave out"
	case a.copy.Erased != nil:
		return "Load as a copy"
	}
	switch b {
	case inStory:
		return "Load, same story"
	case alone:
		return "Load, own story"
	}
	return "Load " + p.withMarks(r)
}

// withMarks says with how many of my marks a row is loaded, as far as that is known.
func (p *importPlace) withMarks(r importRow) string {
	if n := p.carried(r); n > 0 {
		return "with " + plural(n, "mark")
	}
	return "with my marks"
}

// briefly says of a row in its column what becomes of a copy.
func (p *importPlace) briefly(r importRow) string {
	a, _ := r.article()
	b := p.becomes(r)
	switch {
	case b == staysOut:
		return "left out"
	case a.copy.Erased != nil:
		return "a copy"
	}
	switch b {
	case inStory:
		return "same story"
	case alone:
		return "own story"
	}
	return p.withMarks(r)
}

// copyInWords says what a copy is one of, and what becomes of it.
func (p *importPlace) copyInWords(r importRow) string {
	a, _ := r.article()
	said := ""
	switch {
	case a.copy.Erased != nil:
		return a.copy.Erased.Told() + " It is left out, unless it is loaded as a copy."
	case a.copy.Same && a.copy.Of.IsZero():
		said = "Its text comes with “" + quoted(a.copy.As, nearShown) + "” of this import already. "
	case a.copy.Same:
		said = "Its text is in the project already, as “" + quoted(a.copy.As, nearShown) + "”. "
	default:
		n := a.copy.Near[0]
		said = fmt.Sprintf("%.0f %% alike to “%s” (shared runs of three words, Jaccard). ", 100*n.Jaccard, quoted(n.Title, nearShown))
	}
	switch p.becomes(r) {
	case staysOut:
		said += "Left out, it adds nothing; Space loads it all the same."
	case inStory:
		said += "It is loaded beside that, and a split of a dataset keeps both together."
	case alone:
		said += "It is loaded as a story of its own."
	case withMarks:
		w := p.weighed[r]
		if w == nil || w.Correction == nil {
			return said + "Your marks come over where their words are."
		}
		said += plural(w.Marks, "mark") + " of yours " + map[bool]string{true: "comes", false: "come"}[w.Marks == 1] + " over."
		if n := len(w.Stranded); n > 0 {
			said += " " + grouped(n) + " cannot, for the words are not there."
		}
	}
	return said
}

// decideCopy has something else become of a copy.
func (p *importPlace) decideCopy(r importRow, b becoming) {
	p.touched = true
	p.ticks[r] = b
	p.changed()
	p.choices.show()
}

// nextWay has the next become of the copy at hand, round.
func (p *importPlace) nextWay() {
	r, ok := p.row()
	if !ok || !r.isCopy() {
		p.w.status.say("This is no copy of an article that is there. Space leaves it out, or loads it.")
		return
	}
	ways := p.ways(r)
	b := ways[(slices.Index(ways, p.becomes(r))+1)%len(ways)]
	p.decideCopy(r, b)
}

// weigh finds out beside the window how many of my marks would come over to a row's article.
func (p *importPlace) weigh(r importRow) {
	a, ok := r.article()
	if _, begun := p.weighed[r]; begun || !ok || a.fault != nil || a.copy.Of.IsZero() {
		return
	}
	mine := &weighed{}
	p.weighed[r] = mine
	desk, draft := p.w.desk, r.draft().Clone()
	go func() {
		c, err := jobs.PreviewCarry(desk.closing, desk.project, a.copy.Of, draft)
		p.w.later(func() {
			if p.weighed[r] != mine { // it was changed, or loaded, meanwhile
				return
			}
			if err != nil {
				c = jobs.Correction{} // what cannot be read is not offered
			}
			mine.Correction = &c
			p.choices.show()
			p.tell()
		})
	}()
}

// unweigh forgets what would come over to the articles of a sheet, for they are others now.
func (p *importPlace) unweigh(of *readSheet) {
	for r := range p.weighed {
		if r.read == of {
			delete(p.weighed, r)
		}
	}
}

// takenAs is how an article of a sheet is loaded, and whether it is.
func (p *importPlace) takenAs(r *readSheet, n int) (jobs.Taken, bool) {
	b, copy := p.becomes(importRow{read: r, begin: r.sheet.Begin(n)}), r.each[n].copy
	t := jobs.Taken{Twice: copy.StaysOut(), Alone: b == alone}
	if b == withMarks {
		t.MarksOf = copy.Of
	}
	return t, b != staysOut
}
