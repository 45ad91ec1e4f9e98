package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"rubricator/annotation"
	"rubricator/app/jobs"
)

// comparing knows how the differences of each article stand. It is found out in the background, and anew for the articles alone that
// something was changed of.
type comparing struct {
	a        *adjudicating
	each     map[annotation.ID]jobs.Standing
	stale    map[annotation.ID]bool // articles of which something was changed before that place, behind what is known
	at       int64                  // the place in the journal up to which they are known
	edited   map[annotation.ID]bool // what was edited here while it is found out, which comes too late for that
	running  bool
	due      *pass // what is to be found out after that; nil: nothing
	listed   bool  // the queue lists all that is known
	ready    bool  // it was found out for all articles
	done, of int   // articles compared of those that are to be
}

func newComparing(a *adjudicating) *comparing {
	c := &comparing{a: a}
	c.forget()
	return c
}

// forget knows nothing again; what is under way is of no use.
func (c *comparing) forget() {
	*c = comparing{a: c.a, each: map[annotation.ID]jobs.Standing{}, stale: map[annotation.ID]bool{}, edited: map[annotation.ID]bool{}}
}

// caseOf is what is compared on a document.
func (c *comparing) caseOf(document annotation.ID) (jobs.Case, bool) {
	s, ok := c.each[document]
	return s.Case, ok
}

// stands notes how an article stands now.
func (c *comparing) stands(s jobs.Standing) { c.each[s.Document] = s }

// noted is told of each edit.
func (c *comparing) noted(e annotation.Edit) {
	if !c.running {
		return
	}
	for _, s := range e.Sets {
		c.edited[s.Document] = true
	}
	for _, s := range e.Spans {
		c.edited[s.Document] = true
	}
	for _, r := range e.Relations {
		c.edited[r.Document] = true
	}
	for _, d := range e.Decisions {
		c.edited[d.Document] = true
	}
}

// counts are how many differences there are, how many of them are decided, and how many marks all agree on.
func (c *comparing) counts() (all, decided, agreed int) {
	for _, s := range c.each {
		all += len(s.Open) + s.Decided
		decided += s.Decided
		agreed += s.Agreed
	}
	return all, decided, agreed
}

// changed is what is to be compared since it was compared last.
type changed struct {
	people []annotation.Annotator
	cases  []jobs.Case
	todo   []jobs.Case
	at     int64
	usual  bool            // the usual sets are compared
	stale  []annotation.ID // what was changed of before that place, behind what was compared
}

// flush waits until what was done here is on disk.
func (d *desk) flush(ctx context.Context) error {
	soon, cancel := context.WithTimeout(ctx, closingPatience)
	defer cancel()
	if err := d.outbox.Flush(soon); err != nil {
		return fmt.Errorf("compare sets: not everything is saved in the project yet: %w", err)
	}
	return nil
}

// toCompare finds out what is to be compared, given what is known up to a place in the journal.
func (d *desk) toCompare(ctx context.Context, sets jobs.Comparing, known map[annotation.ID][]annotation.ID, at int64) (f changed, err error) {
	if err = d.flush(ctx); err != nil {
		return f, err
	}
	since, err := d.project.Since(ctx, at, annotation.ID{})
	if err != nil {
		return f, err
	}
	if f.people, err = d.project.Called(ctx); err != nil {
		return f, err
	}
	if f.cases, err = jobs.Cases(ctx, d.project, sets); err != nil {
		return f, err
	}
	f.at, f.usual = since.Place, sets.IsUsual()
	touched := map[annotation.ID]bool{}
	for _, id := range since.Documents {
		touched[id] = true
	}
	for _, c := range f.cases {
		if who, ok := known[c.Document]; !ok || since.Whole || touched[c.Document] || !slices.Equal(who, c.Annotators) {
			f.todo = append(f.todo, c)
		}
	}
	return f, nil
}

// brought takes note that edits of a group, which change nothing of how the differences stand, were written meanwhile.
func (f *changed) brought(ctx context.Context, d *desk, group annotation.ID) error {
	since, err := d.project.Since(ctx, f.at, group)
	if err == nil && !since.Whole {
		f.at, f.stale = since.Place, since.Documents
	}
	return err
}

// pass is one way of finding out how the differences stand.
type pass struct {
	agree bool // what all agree on comes into the reference
	whole bool // also of articles that nothing was changed of
}

// opened compares what was changed. What all agree on comes into the reference, unless others are compared than usual, or that was just
// taken back.
func (c *comparing) opened() {
	w := c.a.w
	if w.desk == nil {
		return
	}
	top, undone := w.desk.editor.History().Redo()
	c.find(pass{agree: w.canWrite() && c.a.sets.IsUsual() && !(undone && top.Name == jobs.BroughtIn)})
}

// again compares what was changed.
func (c *comparing) again() { c.find(pass{}) }

// bringIn has come into the reference what all agree on.
func (c *comparing) bringIn() { c.find(pass{agree: true, whole: true}) }

// find finds out in the background how the differences stand.
func (c *comparing) find(p pass) {
	w := c.a.w
	if w.desk == nil {
		return
	}
	if c.running {
		if c.due != nil {
			p = pass{p.agree || c.due.agree, p.whole || c.due.whole}
		}
		c.due = &p
		return
	}
	c.running, c.done, c.of = true, 0, 0
	known := make(map[annotation.ID][]annotation.ID, len(c.each))
	for id, s := range c.each {
		if !p.whole && !c.stale[id] {
			known[id] = s.Annotators
		}
	}
	d, sets, at := w.desk, c.a.sets, c.at
	recalls := at == 0 && !p.whole && c.a.sets.IsUsual()
	later := func(f func()) {
		w.later(func() {
			if d == w.desk {
				f()
			}
		})
	}
	go func() {
		if r, ok := d.recall(recalls); ok {
			known, at = r.known(p.agree), r.Place
			later(func() { c.recalled(r) })
		}
		f, err := d.toCompare(d.closing, sets, known, at)
		if err != nil {
			later(func() { c.ends(f, jobs.AdjudicateReport{}, err) })
			return
		}
		later(func() { c.begins(f) })
		var some []jobs.Standing
		told := time.Now()
		r, err := jobs.Adjudicate(d.closing, d.project, f.todo, p.agree, func(s jobs.Standing) {
			if some = append(some, s); time.Since(told) > tellEvery {
				batch := some
				some, told = nil, time.Now()
				later(func() { c.came(batch) })
			}
		})
		if err == nil && r.Edits > 0 {
			err = f.brought(d.closing, d, r.Group)
		}
		later(func() { c.came(some); c.ends(f, r, err) })
	}()
}

// knows takes in who is in the project.
func (a *adjudicating) knows(people []annotation.Annotator) {
	clear(a.people)
	for _, p := range people {
		a.people[p.ID] = p
	}
}

// recalled takes in how the differences stood in an earlier session, where that still holds.
func (c *comparing) recalled(r recalled) {
	c.a.knows(r.people)
	for _, s := range r.Standings {
		if !c.edited[s.Document] {
			c.stands(s)
		}
	}
	c.a.queue.rebuild()
	c.a.begin()
}

// begins forgets what is compared no longer.
func (c *comparing) begins(f changed) {
	a := c.a
	a.knows(f.people)
	now := make(map[annotation.ID]bool, len(f.cases))
	for _, cs := range f.cases {
		now[cs.Document] = true
	}
	for id := range c.each {
		if !now[id] {
			delete(c.each, id)
			c.listed = false
		}
	}
	c.of = len(f.todo)
	if a.hand != nil && !now[a.hand.Document] {
		a.putDown()
	}
}

// came takes in how some articles stand.
func (c *comparing) came(some []jobs.Standing) {
	c.done += len(some)
	c.listed = c.listed && len(some) == 0
	again := false
	for _, s := range some {
		if !c.edited[s.Document] {
			c.stands(s)
			delete(c.stale, s.Document)
		}
		again = again || c.a.hand != nil && c.a.hand.Document == s.Document
	}
	c.a.queue.grow()
	if again {
		c.a.readAgain()
	}
}

// ends says what came into the reference, and goes on where something was changed meanwhile.
func (c *comparing) ends(f changed, r jobs.AdjudicateReport, err error) {
	a, w := c.a, c.a.w
	c.running = false
	if r.Edits > 0 {
		w.desk.editor.Remember(annotation.Step{Group: r.Group, Name: jobs.BroughtIn})
		w.inspector.history.due = true
	}
	switch {
	case err != nil:
		w.status.fail(sentence(err))
	case len(r.Damaged) > 0:
		w.status.fail("Not everything could be compared: " + r.Damaged[0])
	case r.Marks > 0:
		w.status.say(fmt.Sprintf("%s %s in the reference now. Ctrl+Z takes them out again.", plural(r.Marks, "agreed mark"), isAre(r.Marks)))
	}
	c.ready = err == nil
	if err == nil {
		c.at = f.at
		for _, id := range f.stale {
			c.stale[id] = true
		}
		c.keep(f)
	}
	if len(c.edited) > 0 && c.due == nil {
		c.due = &pass{}
	}
	clear(c.edited)
	if !c.listed {
		a.queue.rebuild()
	}
	a.begin()
	a.queue.tell()
	w.refresh()
	if p := c.due; p != nil {
		c.due = nil
		c.find(*p)
	}
}

// says tells why there is no difference to decide.
func (c *comparing) says() string {
	all, decided, _ := c.counts()
	switch {
	case c.a.w.desk == nil:
		return "No project is open."
	case c.running && !c.ready:
		return "Comparing the sets…"
	case len(c.each) == 0 && !c.a.sets.InWork:
		return "There is nothing to review yet.\nTwo people have to be done with an article before their marks are compared.\nS chooses whose sets are, also those that are in work."
	case len(c.each) == 0:
		return "There is nothing to review yet.\nTwo people have to mark the same article before their marks are compared."
	case all == 0:
		return "All agree: there is no difference in " + plural(len(c.each), "article") + "."
	case all == decided:
		return "Everything is decided: " + plural(all, "difference") + " in " + plural(len(c.each), "article") + "."
	}
	return "No difference is left of those that the filter shows. F changes it."
}
