package app

import "rubricator/annotation"

// progress is how far I am with the articles of a project.
type progress struct {
	all, done, skipped int // those that were corrected are not among them
	corrected          int
	mine, mineDone     int // given to me in a round that is open
}

func (d *desk) progress() (p progress) {
	for i := range d.documents {
		l := &d.documents[i]
		if l.Corrected {
			p.corrected++
			continue
		}
		p.all++
		done := l.Status == annotation.Done
		p.done += one(done)
		p.skipped += one(l.Status == annotation.Skipped)
		p.mine += one(l.Mine)
		p.mineDone += one(l.Mine && done)
	}
	return p
}

// one counts what is so.
func one(is bool) int {
	if is {
		return 1
	}
	return 0
}

// inWords says it in short: "34 of 120 done, 2 skipped".
func (p progress) inWords() string {
	s := grouped(p.done) + " of " + grouped(p.all) + " done"
	if p.mine > 0 {
		s = grouped(p.mineDone) + " of your " + grouped(p.mine) + " done"
	}
	if p.skipped > 0 {
		s += ", " + grouped(p.skipped) + " skipped"
	}
	if p.corrected > 0 {
		s += ", " + grouped(p.corrected) + " corrected"
	}
	return s
}
