package app

import (
	"context"
	"sync"
	"sync/atomic"

	"rubricator/annotation"
	"rubricator/app/jobs"
)

// keptDifferences is the file in which is kept from one session to the next how the differences of a project stand. It is no part of the
// project: all of it can be made anew, and is wherever it is missing, damaged or of something else.
type keptDifferences struct {
	path    string // empty: nothing is kept
	writing sync.WaitGroup
	turn    sync.Mutex   // one writes at a time
	newest  atomic.Int64 // number of what is to be written last
}

// recalled is what was kept, as far as it still holds and may be seen.
type recalled struct {
	jobs.Kept
	people []annotation.Annotator
}

// known are the annotators who are compared on each document; with agree, of those alone where nothing is to come into the reference.
func (r *recalled) known(agree bool) map[annotation.ID][]annotation.ID {
	out := make(map[annotation.ID][]annotation.ID, len(r.Standings))
	for i := range r.Standings {
		if s := &r.Standings[i]; !agree || !s.Waits {
			out[s.Document] = s.Annotators
		}
	}
	return out
}

// recall gives what an earlier session kept, without the articles that something was changed of since, and without those on which others'
// marks are not to be seen now. ok is false where there is nothing, or it is not wanted.
func (d *desk) recall(wanted bool) (r recalled, ok bool) {
	if !wanted || d.kept.path == "" {
		return r, false
	}
	var err error
	if r.Kept, err = jobs.ReadKept(d.kept.path); err != nil {
		return r, false
	}
	ctx := d.closing
	state, err := d.project.StateAt(ctx, r.Place)
	if err != nil || !r.StillHolds(BuildVersion, state) || d.flush(ctx) != nil {
		return r, false
	}
	since, err := d.project.Since(ctx, r.Place, annotation.ID{})
	if err != nil || since.Whole {
		return r, false
	}
	hidden, err := d.project.BlindDocuments(ctx, d.project.Annotator().ID)
	if err != nil {
		return r, false
	}
	for _, id := range since.Documents {
		hidden[id] = true
	}
	if r.people, err = d.project.Annotators(ctx); err != nil {
		return r, false
	}
	shown := r.Standings[:0]
	for _, s := range r.Standings {
		if !hidden[s.Document] {
			shown = append(shown, s)
		}
	}
	r.Standings = shown
	return r, true
}

// keep keeps how the differences stand for the next session. Where nothing was compared, or others than usual, what is kept already is as
// good. What was edited meanwhile is left out, since it may not be on disk yet.
func (c *comparing) keep(f changed) {
	d := c.a.w.desk
	if d.kept.path == "" || len(f.todo) == 0 || !f.usual {
		return
	}
	k := jobs.Kept{Program: BuildVersion, Place: c.at, Standings: make([]jobs.Standing, 0, len(c.each))}
	for id, s := range c.each {
		if !c.edited[id] && !c.stale[id] && !s.Damaged {
			k.Standings = append(k.Standings, s)
		}
	}
	d.keep(k)
}

// keep writes in the background, where nothing newer is to be written. That it cannot be written costs the next session time alone.
func (d *desk) keep(k jobs.Kept) {
	number := d.kept.newest.Add(1)
	d.kept.writing.Go(func() {
		d.kept.turn.Lock()
		defer d.kept.turn.Unlock()
		if number != d.kept.newest.Load() {
			return
		}
		var err error
		if k.State, err = d.project.StateAt(context.Background(), k.Place); err == nil {
			k.Save(d.kept.path)
		}
	})
}
